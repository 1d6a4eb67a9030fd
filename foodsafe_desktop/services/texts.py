"""Reading the words of all files, a bounded batch after the other, and going on where it stopped.

What was read is kept by content: the same bytes under two names are read once, a rename costs nothing. It lives in the
archive's cache, so nothing of it is in the history. `read_texts` takes the dossier at its start and then only the
texts' own store, so it may run on a thread of its own beside the one that serves the archive.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.errors import FolderGone
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.texts import FileText, TextState
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.uncollected import uncollected
from foodsafe_desktop.services.withholding import released_contents

_BATCH = 32
"""Files whose words are put away together: what is lost when the machine goes off."""


@dataclass(frozen=True, slots=True)
class TextReport:
    """One run: contents that were gone through, how many wait for another run, and how all contents stand now.

    Of this run only: `secret`, paths whose first page bears a secrecy mark; `unreadable`, path → sentence; `changed`,
    paths that are not as the last scan saw them, of which nothing was kept.
    `lacks_ocr` is why scans wait, or empty.
    """

    read: int
    remaining: int
    standing: Mapping[TextState, int]
    secret: tuple[str, ...]
    unreadable: Mapping[str, str]
    changed: tuple[str, ...]
    lacks_ocr: str


def read_texts(
    archive: Archive, job: Job, limit: int | None = None, *, ocr: bool = True, again: bool = False
) -> TextReport:
    """Read the words of files that were not read yet; at most `limit` contents, so that others get their turn.

    When none is left, the index is put in order.

    `ocr` false leaves pictures of words for later. `again`: also what could not be read or was interrupted before.
    Raises Cancelled (what was read by then is kept), FolderGone, WorkersDoNotStart, StoreFailed.
    """
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    if not archive.place.evidence.is_dir():
        raise FolderGone(str(archive.place.evidence))
    lack = archive.texts.reader.lacks_ocr() if ocr else ""
    with uncollected():
        wanted = dossier.contents
        archive.texts.store.forget_others(wanted)
        waiting = _waiting(wanted, archive.texts.store.states(), ocr=ocr and not lack, again=again)
    chosen = waiting if limit is None else waiting[:limit]
    run = _Run(archive, job, chosen, ocr=ocr)
    run.go()
    run.go_on_with_cleared(wanted)
    if chosen and len(chosen) == len(waiting):
        archive.texts.store.gather(job)
    return run.report(len(waiting) - len(chosen), archive.texts.store.states(), lack)


def _waiting(
    wanted: Mapping[str, EvidenceFile], states: Mapping[str, TextState], *, ocr: bool, again: bool
) -> list[tuple[str, EvidenceFile]]:
    """What is to be read, files with words before pictures of words: those are many times as fast."""
    tried = {TextState.UNREADABLE, TextState.INTERRUPTED}

    def is_due(key: str) -> bool:
        state = states.get(key)
        return state is None or (ocr and state is TextState.NEEDS_OCR) or (again and state in tried)

    due: dict[tuple[bool, bool], list[tuple[str, EvidenceFile]]] = defaultdict(list)
    for key, file in wanted.items():
        if is_due(key):
            due[key in states, file.verdict.format in _PICTURES].append((key, file))
    return [one for kind in sorted(due) for one in due[kind]]


_PICTURES = frozenset({"jpeg", "png", "tiff", "gif", "bmp", "webp", "jp2", "heic"})


class _Run:
    """One run over the chosen contents."""

    def __init__(self, archive: Archive, job: Job, chosen: Sequence[tuple[str, EvidenceFile]], *, ocr: bool) -> None:
        self._archive, self._texts, self._job, self._chosen, self._ocr = archive, archive.texts, job, chosen, ocr
        self._kept: list[tuple[str, FileText]] = []
        self._done = 0
        self._cleared = False
        self._secret: list[str] = []
        self._unreadable: dict[str, str] = {}
        self._changed: list[str] = []

    def go(self) -> None:
        """Read batch by batch; what was read is put away also when cancelled."""
        try:
            for batch in self._batches():
                self._job.step(self._done, len(self._chosen), batch[0][1].path)
                self._read(batch)
                self._put_away()
        finally:
            self._put_away()

    def go_on_with_cleared(self, wanted: Mapping[str, EvidenceFile]) -> None:
        """Read also what bears marks that mean nothing by a person's word, which is known of what was read only."""
        read = {key for key, _file in self._chosen}
        self._chosen = [(key, wanted[key]) for key in released_contents(self._archive) if key in wanted]
        paths = {file.path for _key, file in self._chosen}
        self._secret = [path for path in self._secret if path not in paths]
        self._done, self._cleared, done = 0, True, self._done
        self.go()
        self._done = done + sum(key not in read for key, _file in self._chosen)

    def _read(self, batch: Sequence[tuple[str, EvidenceFile]]) -> None:
        paths = [self._archive.folder.absolute(file.path) for _key, file in batch]
        self._texts.reader.read(
            paths, self._job, lambda at, text: self._take(*batch[at], text), ocr=self._ocr, cleared=self._cleared
        )

    def _batches(self) -> Iterator[Sequence[tuple[str, EvidenceFile]]]:
        for at in range(0, len(self._chosen), _BATCH):
            yield self._chosen[at : at + _BATCH]

    def _take(self, key: str, file: EvidenceFile, text: FileText) -> None:
        self._done += 1
        self._job.report(Progress(self._done, len(self._chosen), file.path))
        if not self._is_as_recorded(file):  # changed since the scan: the next scan will know its new content
            self._changed.append(file.path)
            return
        self._kept.append((key, text))
        if text.state is TextState.SECRET:
            self._secret.append(file.path)
        elif text.state in (TextState.UNREADABLE, TextState.INTERRUPTED):
            self._unreadable[file.path] = text.detail

    def _is_as_recorded(self, file: EvidenceFile) -> bool:
        kept = file.fixity
        return kept is not None and self._archive.folder.look(file.path) == (kept.size, kept.mtime_ns)

    def _put_away(self) -> None:
        kept, self._kept = self._kept, []
        if kept:
            self._texts.store.keep(kept)

    def report(self, remaining: int, states: Mapping[str, TextState], lack: str) -> TextReport:
        """How it went."""
        standing = {state: count for state in TextState if (count := sum(one is state for one in states.values()))}
        secret, changed = tuple(self._secret), tuple(self._changed)
        return TextReport(self._done, remaining, standing, secret, self._unreadable, changed, lack)
