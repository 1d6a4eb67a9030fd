"""What the search of an inspector's copy looks in: short rows that its script understands, in printing order."""

from collections.abc import Iterator, Mapping, Sequence

from foodsafe_desktop.domain.binder import Section
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.output.docx_parts import writable
from foodsafe_desktop.output.forms.withheld import described
from foodsafe_desktop.output.inspector_copy.holdings import Held, held
from foodsafe_desktop.output.inspector_copy.markup import link
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BoundVolume, CopyFacts

Entry = list[str]
"""Where it leads, what is shown, what is shown below it, and what is searched besides."""


def entries(sections: Mapping[int, Sequence[tuple[BoundVolume, Section]]], facts: CopyFacts, job: Job) -> list[Entry]:
    """Sub-items, pieces and, where they were read, pages of files."""
    found: list[Entry] = []
    for number, shares in sections.items():
        job.check()
        first = shares[0][1]
        units = "、".join(first.departments)
        found.append(_entry(f"#n{number}", f"{first.heading}{first.text}", f"{first.item_title}　{units}", str(number)))
        for volume, section in shares:
            for one in held(volume, section):
                found.append(_piece(one))
                found += _pages(one, facts)
    return found


def _piece(one: Held) -> Entry:
    evidence = described(one.piece)
    below = (evidence.document_number, evidence.author, one.volume.plan.name, f"第{one.runs[0].labels[0]}页")
    others = (one.piece.code, evidence.reference_code, str(evidence.year or ""), sub_item_mark(one.piece.number))
    return _entry(
        link(one.volume.pdf.name, one.page), one.piece.title, "　".join(filter(None, below)), " ".join(others)
    )


def _pages(one: Held, facts: CopyFacts) -> Iterator[Entry]:
    """The words of a piece's files, page by page where their pages are those of the volume."""
    if one.piece.is_withheld or one.piece.printed_at is not None:
        return
    for part, run in zip(one.piece.parts, one.runs, strict=True):
        if run.slip is not None:
            continue
        for file in part.files:
            read = facts.words(file)
            for page in read.pages if read is not None else ():
                at = _place(file, page.page, run.pages, part.pages)
                if at is not None:
                    shown = f"《{one.piece.title}》第{run.labels[at]}页"
                    yield _entry(link(one.volume.pdf.name, run.start + at + 1), shown, "", page.text)


def _place(file: EvidenceFile, page: int, printed: int, meant: tuple[int, int] | None) -> int | None:
    """Which page of the run a page of a file is, from 0: the first where that is not known, None where it is not."""
    if file.verdict.format != "pdf":
        return 0
    at = page - (meant[0] if meant else 1)
    return at if 0 <= at < printed else None


def _entry(leads: str, shown: str, below: str, others: str) -> Entry:
    return [leads, *(writable(text) for text in (shown, below, others))]
