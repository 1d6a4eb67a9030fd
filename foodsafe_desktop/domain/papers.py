"""Paper originals: how their places are written, and where paper and scan do not agree."""

import re
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile, Fact, Presence

_PLACE = re.compile(r"^(?:(?P<cabinet>[^-柜层盒]+)柜)?-?(?:(?P<shelf>[^-柜层盒]+)层)?-?(?:第?(?P<box>[^-柜层盒]+)盒)?$")


class PaperKind(StrEnum):
    """What kind of paper lies there; the value is what the archive keeps."""

    ORIGINAL = "original"
    COPY = "copy"

    @property
    def label(self) -> str:
        """In words."""
        return {PaperKind.ORIGINAL: "原件", PaperKind.COPY: "复印件"}[self]


@dataclass(frozen=True, slots=True)
class Shelf:
    """柜-层-盒: where a paper lies. Any of them may be empty."""

    cabinet: str = ""
    shelf: str = ""
    box: str = ""

    def __str__(self) -> str:
        parts = ((self.cabinet, "{}柜"), (self.shelf, "{}层"), (self.box, "第{}盒"))
        return "-".join(written.format(value) for value, written in parts if value)


def shelf_of(place: str) -> Shelf | None:
    """A place written as 2柜-3层-第5盒, with parts left out or not; None where it is written in another way."""
    found = _PLACE.match(place.strip())
    return Shelf(*(found[name] or "" for name in ("cabinet", "shelf", "box"))) if found else None


class Mismatch(StrEnum):
    """How paper and scan do not agree."""

    UNLOCATED = "unlocated"
    UNSCANNED = "unscanned"
    PAGES = "pages"

    @property
    def label(self) -> str:
        """In words."""
        return {
            Mismatch.UNLOCATED: "有扫描件，原件位置未登记",
            Mismatch.UNSCANNED: "有原件，尚无扫描件",
            Mismatch.PAGES: "原件与扫描件页数不一致",
        }[self]


@dataclass(frozen=True, slots=True)
class Unreconciled:
    """One piece whose paper and scan do not agree. `paper` and `scan` are page counts where they are known."""

    evidence: Evidence
    mismatch: Mismatch
    paper: int | None = None
    scan: int | None = None


ORDER = (Mismatch.PAGES, Mismatch.UNSCANNED, Mismatch.UNLOCATED)
"""Gravest first."""


def unreconciled_piece(dossier: Dossier, evidence_id: int) -> Unreconciled | None:
    """How paper and scan of one piece do not agree; None where they do, or where it is recycled."""
    evidence, held = dossier.evidence[evidence_id], dossier.files_of.get(evidence_id, ())
    if evidence.recycled:
        return None
    if not held:
        return Unreconciled(evidence, Mismatch.UNSCANNED, evidence.pages)
    files = [file for file in held if file.presence is Presence.PRESENT]
    if any(map(_may_be_scan, files)) and not evidence.paper_place:
        return Unreconciled(evidence, Mismatch.UNLOCATED, scan=_pages(files))
    if files and evidence.pages and (scan := _pages(files)) and scan != evidence.pages:
        return Unreconciled(evidence, Mismatch.PAGES, evidence.pages, scan)
    return None


def _may_be_scan(file: EvidenceFile) -> bool:
    """Whether a paper stands behind the file: what was written on a computer or taken by a camera has none."""
    return file.verdict.format in ("pdf", "tiff") and Fact.HAS_TEXT not in file.verdict.facts


def _pages(files: list[EvidenceFile]) -> int | None:
    """The pages of all files together; None where one of them cannot be counted."""
    counts = [file.verdict.pages for file in files]
    return sum(count for count in counts if count) if all(counts) else None
