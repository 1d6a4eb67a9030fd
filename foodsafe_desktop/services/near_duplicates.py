"""Asks about photographs and scans that look like others: saved anew, brought down, scanned twice, used for two events.

Each pair of pieces is asked about once, and never decided here. Looks are made while texts are read and are kept with
them; asking reads no file.
"""

import re
from collections.abc import Iterator

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.folding import folded
from foodsafe_desktop.domain.likeness import by_order, pairs
from foodsafe_desktop.domain.questions import Question, QuestionKind
from foodsafe_desktop.domain.texts import FileText, content_key
from foodsafe_desktop.services.asking import ask
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.texts import TextStore

_ENOUGH_WORDS = 40
"""Pairs of signs on both pages from which on their words are compared too."""
_SHARED = 0.7


def ask_about_likeness(archive: Archive) -> int:
    """Ask about every pair that looks alike and was not asked about before; returns how many. Raises StoreFailed."""
    looks = archive.texts.store.looks()
    if len(looks) < 2:
        return 0
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        questions = [
            Question(0, QuestionKind.NEAR_DUPLICATE, later.evidence_id, 0, earlier.evidence_id, later.path, now)
            for now in (archive.clock(),)
            for earlier, later in _new_pairs(archive.texts.store, dossier)
        ]
        return ask(archive, unit, questions) if questions else 0


def _new_pairs(store: TextStore, dossier: Dossier) -> Iterator[tuple[EvidenceFile, EvidenceFile]]:
    """Files of different pieces that look alike, the one registered earlier first."""
    asked = {frozenset((one.evidence_id, one.other)) for one in dossier.questions}
    files: dict[str, EvidenceFile] = {}
    for file in sorted(dossier.files, key=lambda one: one.id):
        held, key = dossier.evidence.get(file.evidence_id), content_key(file)
        if key is not None and held is not None and not held.recycled:
            files.setdefault(key, file)  # copies of the same bytes are asked about as such
    looks = store.looks()
    for one in pairs(by_order(looks, list(files))):
        earlier, later = files[one.earlier], files[one.later]
        pair = frozenset((earlier.evidence_id, later.evidence_id))
        if len(pair) < 2 or pair in asked:
            continue
        if not _says_the_same(store.text_of(one.earlier), store.text_of(one.later)):
            continue
        asked.add(pair)
        yield earlier, later


def _says_the_same(one: FileText | None, other: FileText | None) -> bool:
    """Whether first pages share their words. Where there are few or none, looking alike is enough."""
    words = [_pairs_on_first_page(text) for text in (one, other)]
    if min(map(len, words)) < _ENOUGH_WORDS:
        return True
    return len(words[0] & words[1]) >= _SHARED * min(map(len, words))


def _pairs_on_first_page(text: FileText | None) -> frozenset[str]:
    pages = text.pages if text is not None else ()
    plain = re.sub(r"\W", "", folded(pages[0].text)) if pages and pages[0].page == 1 else ""
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
