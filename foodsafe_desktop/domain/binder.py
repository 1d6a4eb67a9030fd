"""A binder before any PDF exists: which volumes, which sheets in which order, and which page each gets.

Body pages (dividers, evidence, slip sheets) run from 1 through a volume. Cover, contents and closing note carry
labels of their own, as GB/T 9705-2008 leaves them out of the count: so the contents can grow by a page without
moving a single number in the body.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue, Item
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import ScopeUnknown
from foodsafe_desktop.domain.evidence import WITHHELD, Condition, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.gaps import Coverage, Standing, State
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.wording import sub_item_mark, zero_padded

COVER_LABEL = "封面"
CONTENTS_LABEL = "目录"
CLOSING_LABEL = "备考表"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a piece (None: the paper original). `slip` is the reason it cannot be printed, None if it can."""

    file: EvidenceFile | None
    slip: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """件 as arranged in a volume. `ordinal` is the 序号 on the contents; `code` reads 大项-(小项)-年度-流水号."""

    ordinal: int
    code: str
    number: int
    evidence: Evidence
    title: str
    parts: tuple[Part, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-item's or veto's share of a volume: its divider and its pieces."""

    number: int
    kind: str
    """``sub_item`` or ``veto``."""
    text: str
    item_title: str
    departments: tuple[str, ...]
    deadline: str
    standing: Standing
    pieces: tuple[Piece, ...]

    @property
    def heading(self) -> str:
        """（8）, as printed."""
        return sub_item_mark(self.number)


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """卷: `number` is its place in the whole set (0: stands alone); `name` is what its file is called."""

    number: int
    key: str
    name: str
    title: str
    dimension: str
    sections: tuple[Section, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        return tuple(piece for section in self.sections for piece in section.pieces)


class SheetKind(StrEnum):
    """What a run of body pages is."""

    DIVIDER = "divider"
    PART = "part"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """Names one run of body pages of a volume: the divider of section `number`, or part `part` of piece `ordinal`."""

    kind: SheetKind
    number: int
    ordinal: int = 0
    part: int = 0


@dataclass(frozen=True)
class Pagination:
    """First page and page count of every run of body pages; `total` body pages in all."""

    runs: Mapping[SheetRef, tuple[int, int]]
    total: int

    def divider_page(self, section: Section) -> int:
        """The page number on a section's divider."""
        return self.runs[SheetRef(SheetKind.DIVIDER, section.number)][0]

    def piece_pages(self, piece: Piece) -> tuple[int, int]:
        """A piece's first page and its count of pages."""
        runs = [self.runs[SheetRef(SheetKind.PART, piece.number, piece.ordinal, i)] for i in range(len(piece.parts))]
        return runs[0][0], sum(count for _, count in runs)


def body_sheets(plan: VolumePlan) -> Iterator[SheetRef]:
    """Every run of body pages of a volume, in printing order."""
    for section in plan.sections:
        yield SheetRef(SheetKind.DIVIDER, section.number)
        for piece in section.pieces:
            for index in range(len(piece.parts)):
                yield SheetRef(SheetKind.PART, section.number, piece.ordinal, index)


def paginate(plan: VolumePlan, counts: Mapping[SheetRef, int]) -> Pagination:
    """Give every run its first page number, from the page counts of all runs (each at least 1)."""
    runs: dict[SheetRef, tuple[int, int]] = {}
    page = 1
    for ref in body_sheets(plan):
        runs[ref] = (page, counts[ref])
        page += counts[ref]
    return Pagination(runs, page - 1)


def plan_volumes(catalogue: Catalogue, dossier: Dossier, covered: Coverage, scope: str) -> tuple[VolumePlan, ...]:
    """The volumes of a scope: ``all``, ``dimension:1``, ``item:4``, ``sub-item:8``, ``department:NAME`` or ``box:3``.

    Whole sets have one volume an item, numbered by the item, and one for the vetoes after the last. Items that are
    not chosen and hold nothing make no volume. Raises ScopeUnknown for a scope that names nothing.
    """
    kind, _, value = scope.strip().partition(":")
    arrange = _Arranging(catalogue, dossier, covered)
    whole = {volume.number: volume for volume in arrange.whole_set()}
    if kind == "all" and not value:
        return tuple(whole.values())
    found: tuple[VolumePlan | None, ...] = ()
    if kind in ("item", "box") and value.isdecimal():
        found = (whole.get(int(value)),)
    elif kind == "dimension" and value.isdecimal():
        numbers = {i.number for d in catalogue.dimensions if d.number == int(value) for i in d.items}
        found = tuple(whole[number] for number in sorted(numbers & set(whole)))
    elif kind == "sub-item" and value.isdecimal():
        found = (arrange.single(int(value)),)
    elif kind == "department":
        found = (arrange.department(value.strip()),)
    volumes = tuple(volume for volume in found if volume is not None)
    if not volumes:
        raise ScopeUnknown(scope)
    return volumes


def slip_reason(file: EvidenceFile | None, evidence: Evidence) -> str | None:
    """Why a file becomes a slip sheet instead of its own pages, as a sentence; None if it can be printed."""
    if file is None:
        place = f"存放位置：{evidence.paper_place}" if evidence.paper_place else "存放位置尚未登记"
        return f"本件为纸质材料，请在此处插入原件。{place}。"
    verdict = file.verdict
    if verdict.condition is Condition.SUSPENDED:
        return "文件名带有疑似涉密标志，未打开、未装订。请停止使用并按保密规定处理。"
    if file.presence is Presence.MISSING:
        return "最近一次扫描时文件不在原处。请找回文件并重新扫描。"
    if verdict.condition not in (Condition.OK, Condition.UNKNOWN) or not verdict.printable:
        return verdict.detail or f"{verdict.condition.finding}，不能直接打印。"
    return None


@dataclass(frozen=True, slots=True)
class _Arranging:
    catalogue: Catalogue
    dossier: Dossier
    covered: Coverage

    def whole_set(self) -> Iterator[VolumePlan]:
        for dimension in self.catalogue.dimensions:
            for item in dimension.items:
                plan = self._item(item, dimension.title)
                standings = [section.standing.state for section in plan.sections]
                if plan.pieces or any(state is not State.NOT_CHOSEN for state in standings):
                    yield plan
        if self.catalogue.vetoes:
            number = max((item.number for item in self.catalogue.items), default=0) + 1
            numbers = tuple(veto.number for veto in self.catalogue.vetoes)
            yield self._volume(number, "vetoes", f"第{zero_padded(number)}卷 否决项", "否决项", "否决项", numbers)

    def single(self, number: int) -> VolumePlan | None:
        if not self.catalogue.takes_evidence(number):
            return None
        item, dimension = self.catalogue.item_of(number), self.catalogue.dimension_of(number)
        title = item.title if item else "否决项"
        heading = dimension.title if dimension else "否决项"
        name = f"小项{number:03d} {title}"
        return self._volume(0, f"sub-item-{number}", name, f"{sub_item_mark(number)}{title}", heading, (number,))

    def department(self, name: str) -> VolumePlan | None:
        wanted = self.catalogue.normalised(name)
        numbers = tuple(sub.number for sub in self.catalogue.sub_items if wanted in self.catalogue.responsible(sub))
        if not numbers:
            return None
        return self._volume(0, f"department-{wanted}", f"部门 {wanted}", wanted, "责任部门分卷", numbers)

    def _item(self, item: Item, dimension: str) -> VolumePlan:
        numbers = tuple(sub.number for sub in item.sub_items)
        name = f"第{zero_padded(item.number)}卷 {item.title}"
        return self._volume(item.number, f"item-{item.number}", name, item.title, dimension, numbers)

    def _volume(
        self, number: int, key: str, name: str, title: str, dimension: str, numbers: tuple[int, ...]
    ) -> VolumePlan:
        sections: list[Section] = []
        ordinal = 1
        for one in numbers:
            section = self._section(one, ordinal)
            ordinal += len(section.pieces)
            sections.append(section)
        return VolumePlan(number, key, name, title, dimension, tuple(sections))

    def _section(self, number: int, first_ordinal: int) -> Section:
        sub, veto, item = self.catalogue.sub_item(number), self.catalogue.veto(number), self.catalogue.item_of(number)
        standing = self.covered.standings[number]
        pieces = tuple(self._pieces(number, item, first_ordinal))
        text = sub.text if sub else veto.text if veto else ""
        return Section(
            number=number,
            kind="sub_item" if sub else "veto",
            text=text,
            item_title=item.title if item else "否决项",
            departments=self.catalogue.responsible(sub) if sub else (),
            deadline=(sub.deadline or "") if sub else "",
            standing=standing,
            pieces=pieces,
        )

    def _pieces(self, number: int, item: Item | None, ordinal: int) -> Iterator[Piece]:
        held = sorted(self.dossier.assigned_to.get(number, ()), key=self._order)
        serial: dict[int | None, int] = {}
        for offset, evidence in enumerate(held):
            serial[evidence.year] = serial.get(evidence.year, 0) + 1
            files = self.dossier.files_of.get(evidence.id, ())
            stem = f"{item.number}-({number})" if item else f"({number})"
            yield Piece(
                ordinal=ordinal + offset,
                code=f"{stem}-{evidence.year or '无年度'}-{serial[evidence.year]:03d}",
                number=number,
                evidence=evidence,
                title=WITHHELD if is_withheld(files) else evidence.title,
                parts=tuple(Part(file, slip_reason(file, evidence)) for file in files or (None,)),
                remark=self._remark(evidence, files),
            )

    def _order(self, evidence: Evidence) -> tuple[object, ...]:
        """Inside a sub-item by year, then date, then name in natural order; undated after dated."""
        files = self.dossier.files_of.get(evidence.id, ())
        name = files[0].path if files else evidence.title
        year = evidence.year if evidence.year is not None else 9999
        date = evidence.dated.isoformat() if evidence.dated else "9999"
        return (year, date, natural_key(name), evidence.id)

    def _remark(self, evidence: Evidence, files: tuple[EvidenceFile, ...]) -> str:
        if not files:
            return "纸质件"
        notes = ["内容变动待确认"] if any(file.changed for file in files) else []
        return "；".join([*notes, evidence.note] if evidence.note else notes)
