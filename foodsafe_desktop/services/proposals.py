"""Facts read from a document's pages, proposed for its description (著录). Nothing is written but by a person's act.

Taken from the texts that were read already, so that proposing opens no file. A document's date comes from here or from
a person, never from the times of files.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import FactsRefused
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile, taken_back
from foodsafe_desktop.domain.page_facts import PageFacts, read_facts
from foodsafe_desktop.domain.page_rows import Found
from foodsafe_desktop.domain.texts import content_key
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork
from foodsafe_desktop.services.ports.texts import TextStore


class FactField(StrEnum):
    """The fields of a description that a page can fill."""

    TITLE = "title"
    DOCUMENT_NUMBER = "document_number"
    DATED = "dated"
    AUTHOR = "author"

    @property
    def label(self) -> str:
        """The field in Chinese."""
        return _LABELS[self]


_LABELS = {
    FactField.TITLE: "题名",
    FactField.DOCUMENT_NUMBER: "文号",
    FactField.DATED: "成文日期",
    FactField.AUTHOR: "责任者",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field: what the description has now (empty where nothing), and what the page says, with its place."""

    field: FactField
    now: str
    found: Found

    @property
    def is_new(self) -> bool:
        """Whether accepting it would change anything."""
        return self.now != self.found.value


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was read on the pages of a piece. `path`: the file that it stands in, None where no text was read yet.

    `attachments` and `seals` are shown beside it; they fill no field.
    """

    evidence_id: int
    path: str | None
    fields: tuple[Proposal, ...] = ()
    attachments: tuple[Found, ...] = ()
    seals: tuple[Found, ...] = ()

    def of(self, field: FactField) -> Proposal | None:
        """The proposal for a field."""
        return next((one for one in self.fields if one.field is field), None)


def propose(store: TextStore, dossier: Dossier, evidence_id: int) -> Proposals:
    """The facts on the pages of a piece's files. Touches no archive: a window may call it on a thread of its own.

    Raises StoreFailed.
    """
    evidence = dossier.evidence[evidence_id]
    read = [(file, facts) for file in dossier.files_of.get(evidence_id, ()) if (facts := _facts(store, file))]
    if not read:
        return Proposals(evidence_id, None)
    file, facts = max(read, key=lambda one: _weight(one[1]))  # the first of those that say most: not an attachment
    found = (
        (FactField.TITLE, facts.title),
        (FactField.DOCUMENT_NUMBER, facts.document_number),
        (FactField.DATED, facts.dated),
        (FactField.AUTHOR, facts.author),
    )
    fields = tuple(Proposal(field, _now(evidence, field), one) for field, one in found if one is not None)
    return Proposals(evidence_id, file.path, fields, facts.attachments, facts.seals)


def _facts(store: TextStore, file: EvidenceFile) -> PageFacts | None:
    key = content_key(file)
    text = store.text_of(key) if key is not None else None
    return read_facts(text.pages) if text is not None and text.pages else None


def _weight(facts: PageFacts) -> int:
    found = (facts.document_number, facts.title, facts.dated, facts.author)
    return sum(1 + one.is_strong for one in found if one is not None)


def _now(evidence: Evidence, field: FactField) -> str:
    value = getattr(evidence, field)
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def accept(archive: Archive, evidence_id: int, fields: Sequence[FactField]) -> Decision:
    """Take these fields over as the page has them, also where something else stands there.

    A date gives the year too where none is known. Raises FactsRefused where the page has nothing for one of them.
    """
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        evidence = dossier.evidence[evidence_id]
        found = propose(archive.texts.store, dossier, evidence_id)
        chosen = [one for field in dict.fromkeys(fields) if (one := found.of(field)) is not None]
        if not chosen or len(chosen) < len(set(fields)):
            lacking = "、".join(field.label for field in fields if found.of(field) is None)
            raise FactsRefused(evidence.title, f"文件中没有识读到{lacking}" if lacking else "没有选定要采用的内容")
        return _keep(archive, unit, evidence, chosen)


def _keep(archive: Archive, unit: UnitOfWork, before: Evidence, fields: Sequence[Proposal]) -> Decision:
    after = _with(before, fields)
    unit.save_evidence([after])
    detail: dict[str, object] = {str(one.field): one.found.value for one in fields}
    unit.record(archive.clock(), archive.who, "facts_confirmed", f"evidence {before.id}", detail)
    return Decision(
        f"已按文件所载采用《{after.title}》的{'、'.join(one.field.label for one in fields)}。",
        lambda: _take_back(archive, before, after),
        lambda: _again(archive, before.id, fields),
    )


def _again(archive: Archive, evidence_id: int, fields: Sequence[Proposal]) -> None:
    with archive.store.begin() as unit:
        _keep(archive, unit, unit.dossier().evidence[evidence_id], fields)


def _with(evidence: Evidence, fields: Sequence[Proposal]) -> Evidence:
    taken: dict[str, Any] = {str(one.field): one.found.value for one in fields}
    if FactField.DATED in taken:
        dated = dt.date.fromisoformat(taken[FactField.DATED])
        taken |= {"dated": dated, "year": dated.year if evidence.year is None else evidence.year}
    return replace(evidence, **taken)


def _take_back(archive: Archive, before: Evidence, after: Evidence) -> None:
    """Only what was taken over goes back, and only where nobody decided anew since."""
    with archive.store.begin() as unit:
        now = unit.dossier().evidence[before.id]
        unit.save_evidence([taken_back(before, after, now)])
        unit.record(archive.clock(), archive.who, "facts_taken_back", f"evidence {before.id}", {})
