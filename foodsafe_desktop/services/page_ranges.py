"""One scan, many sub-items: which pages of a document belong to which number. The binder then prints only these.

A number takes one range of a document at most, as an assignment is one; ranges for several numbers may overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import NumberUnknown, PagesRefused
from foodsafe_desktop.domain.evidence import Assignment, Origin
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork
from foodsafe_desktop.services.serving import check_requirements


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages `first` to `last` of a document, from 1, for the sub-item or veto `number`; both None: all pages.

    `requirements` are ids that a person says these pages serve, as `serving.serve` takes them.
    """

    number: int
    first: int | None = None
    last: int | None = None
    requirements: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[int, int] | None:
        """The range as an assignment keeps it."""
        return None if self.first is None or self.last is None else (self.first, self.last)


def assign_pages(archive: Archive, evidence_id: int, ranges: Sequence[PageRange]) -> Decision:
    """Assign ranges of one document to numbers, beside what it is assigned to already; a number's former range goes.

    Raises PagesRefused (a range that is none, that lies beyond the document, twice the same number, several files),
    NumberUnknown, RequirementRefused; then nothing is assigned.
    """
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        title = _check(archive, dossier, evidence_id, ranges)
        for one in ranges:
            check_requirements(archive, unit, one.number, one.requirements)
        numbers = {one.number for one in ranges}
        held = {one.number: one for one in dossier.assignments if one.evidence_id == evidence_id}
        before = [one for number, one in held.items() if number in numbers]
        now = archive.clock()
        after = [
            Assignment(
                evidence_id,
                one.number,
                Origin.PERSON,
                now,
                archive.who,
                one.requirements or _named(held.get(one.number)),
                one.pages,
            )
            for one in ranges
        ]
        unit.assign(after)
        _record(archive, unit, "pages_assigned", evidence_id, after)
    others = {number: one.pages for number, one in held.items() if number not in numbers}
    said = "、".join(f"{_pages_word(one.pages)}归入{sub_item_mark(one.number)}" for one in ranges)
    told = "".join(_overlaps([(one.number, one.pages) for one in ranges], others))
    return Decision(
        f"《{title}》{said}。{told}",
        lambda: _put_back(archive, evidence_id, after, before),
        lambda: assign_pages(archive, evidence_id, ranges),
    )


def _named(former: Assignment | None) -> tuple[str, ...]:
    return former.requirements if former else ()


def _check(archive: Archive, dossier: Dossier, evidence_id: int, ranges: Sequence[PageRange]) -> str:
    """The document's title, once all ranges are possible."""
    evidence = dossier.evidence[evidence_id]
    numbers = [one.number for one in ranges]
    for number in numbers:
        if not archive.catalogue.takes_evidence(number):
            raise NumberUnknown(number)
        if numbers.count(number) > 1:
            why = f"{sub_item_mark(number)}对同一件材料只能归入一段页码，请合并为一段，或将文件拆分后分别登记"
            raise PagesRefused(evidence.title, why)
    wanted = [one for one in ranges if (one.first, one.last) != (None, None)]
    files = dossier.files_of.get(evidence_id, ())
    if wanted and len(files) > 1:
        raise PagesRefused(evidence.title, f"该件有{len(files)}个文件，页码无从对应，请将文件分别登记后再归入")
    count = files[0].verdict.pages if files else evidence.pages
    for one in wanted:
        if one.first is None or one.last is None or not 1 <= one.first <= one.last:
            shown = f"{one.first or ''}—{one.last or ''}"
            raise PagesRefused(evidence.title, f"页码“{shown}”不成一段，起始页须不小于1且不大于终止页")
        if count is None:
            raise PagesRefused(evidence.title, "该件的页数尚不清楚，请先转换为 PDF 等版式文件")
        if one.last > count:
            raise PagesRefused(evidence.title, f"全件只有{count}页，没有第{one.last}页")
    return evidence.title


def _overlaps(
    ranges: Sequence[tuple[int, tuple[int, int] | None]], others: dict[int, tuple[int, int] | None]
) -> Iterator[str]:
    """What several numbers take at once, in sentences: allowed, and said. Whole documents are no news."""
    kept = [*combinations(ranges, 2), *((new, old) for new in ranges for old in others.items())]
    for (number, pages), (other, there) in kept:
        if pages is None or there is None:
            continue
        first, last = max(pages[0], there[0]), min(pages[1], there[1])
        if first <= last:
            yield f"{_pages_word((first, last))}同时归入{sub_item_mark(number)}和{sub_item_mark(other)}，将各印一次。"


def _pages_word(pages: tuple[int, int] | None) -> str:
    if pages is None:
        return "全部页"
    return f"第{pages[0]}页" if pages[0] == pages[1] else f"第{pages[0]}—{pages[1]}页"


def _put_back(archive: Archive, evidence_id: int, after: Sequence[Assignment], before: Sequence[Assignment]) -> None:
    """Only the numbers that were touched go back to what they were."""
    with archive.store.begin() as unit:
        unit.unassign((evidence_id, one.number) for one in after)
        unit.assign(before)
        _record(archive, unit, "pages_taken_back", evidence_id, before)


def _record(archive: Archive, unit: UnitOfWork, verb: str, evidence_id: int, given: Sequence[Assignment]) -> None:
    ranges = [f"{_pages_word(one.pages)}→{sub_item_mark(one.number)}" for one in given]
    unit.record(archive.clock(), archive.who, verb, f"evidence {evidence_id}", {"ranges": ranges})
