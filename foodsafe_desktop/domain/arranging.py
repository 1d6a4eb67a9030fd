"""From the holdings to volumes: what goes into a binder, in which order, under which codes, and what cannot print."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import count

from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue, Item
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import ScopeUnknown
from foodsafe_desktop.domain.evidence import WITHHELD, Condition, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.gaps import Coverage, State
from foodsafe_desktop.domain.photos import on_photo_sheets
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.recipe import Grouping, Recipe
from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS
from foodsafe_desktop.domain.references import Document, OnPaper, document_of, refer, refer_beside
from foodsafe_desktop.domain.shelves import omission_basis
from foodsafe_desktop.domain.wording import sub_item_mark, zero_padded


def plan_volumes(
    catalogue: Catalogue,
    dossier: Dossier,
    covered: Coverage,
    scope: str,
    recipe: Recipe | None = None,
    paper: OnPaper | None = None,
) -> tuple[VolumePlan, ...]:
    """The volumes of a scope: ``all``, ``dimension:1``, ``item:4``, ``sub-item:8``, ``department:NAME`` or ``box:3``.

    A whole set is grouped as the recipe says. By item it has one volume an item, numbered by the item, and one for
    the vetoes after the last; items that are not chosen and hold nothing make no volume. A scope that is no volume
    of that set is a volume that stands alone. ``box:N`` gives the whole set: which box is the Nth shows only when all
    is measured. `paper` is what issued volumes have settled: none of their numbers goes to another, and what is
    printed there is referred to. Raises ScopeUnknown for a scope that names nothing.
    """
    kind, _, value = scope.strip().partition(":")
    recipe = recipe or Recipe()
    arrange = _Arranging(catalogue, dossier, covered, recipe, paper or OnPaper())
    if (kind == "all" and not value) or (kind == "box" and value.isdecimal() and int(value)):
        return arrange.whole_set()
    volumes: tuple[VolumePlan, ...] = ()
    if kind == "dimension" and value.isdecimal():
        items = [item for one in catalogue.dimensions if one.number == int(value) for item in one.items]
        volumes = arrange.items(items)
    elif kind == "item" and value.isdecimal():
        volumes = arrange.items([item for item in catalogue.items if item.number == int(value)])
    elif kind == "sub-item" and value.isdecimal():
        volumes = arrange.single(int(value))
    elif kind == "department":
        volumes = arrange.department(value.strip())
    if not volumes:
        raise ScopeUnknown(scope)
    return volumes


def section_of(
    catalogue: Catalogue, dossier: Dossier, covered: Coverage, number: int, pieces: tuple[Piece, ...]
) -> Section:
    """A sub-item's or veto's share of a volume, with these pieces, as it stands now."""
    sub, item = catalogue.sub_item(number), catalogue.item_of(number)
    return Section(
        number=number,
        kind="sub_item" if sub else "veto",
        text=catalogue.text_of(number),
        item_title=item.title if item else "否决项",
        departments=catalogue.responsible(sub) if sub else (),
        deadline=(sub.deadline or "") if sub else "",
        standing=covered.standings[number],
        pieces=pieces,
        lead=catalogue.normalised(sub.lead) if sub and sub.lead else None,
        doubts=(*(item.doubts if item else ()), *(sub.doubts if sub else ())),
        omitted_because=omission.reason if (omission := dossier.omissions.get(number)) else "",
        omission_basis=omission_basis(catalogue, dossier, number),
    )


def scope_of(key: str, recipe: Recipe) -> str:
    """The scope whose volumes one of this key is among: the whole set, unless it was made to stand alone."""
    kind = next((one for one in ("sub-item", "item", "department") if key.startswith(f"{one}-")), "")
    return f"{kind}:{key.removeprefix(kind + '-')}" if kind and kind != recipe.grouping.value else "all"


def scope_title(catalogue: Catalogue, scope: str) -> str:
    """What a scope that `plan_volumes` knows is called on an index: 第4大项; empty for the whole set."""
    kind, _, value = scope.strip().partition(":")
    numbered = {"dimension": "第{}方面", "item": "第{}大项", "sub-item": "第{}小项", "box": "第{}盒"}
    if kind in numbered:
        return numbered[kind].format(int(value))
    return catalogue.normalised(value.strip()) if kind == "department" else ""


def year_key(year: int | None) -> str:
    """The key of the volume of a year."""
    return f"year-{year or 'none'}"


def archive_key(evidence: Evidence) -> str:
    """The key of the archival volume that a piece belongs into."""
    return _archive_key(_archive_group(evidence))


def order_in(dossier: Dossier, evidence: Evidence) -> tuple[object, ...]:
    """Inside a sub-item by year, then date, then name in natural order; undated after dated."""
    files = dossier.files_of.get(evidence.id, ())
    name = files[0].path if files else evidence.title
    year = evidence.year if evidence.year is not None else 9999
    date = evidence.dated.isoformat() if evidence.dated else "9999"
    return (year, date, natural_key(name), evidence.id)


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


@dataclass(frozen=True)
class _Arranging:
    catalogue: Catalogue
    dossier: Dossier
    covered: Coverage
    recipe: Recipe
    paper: OnPaper

    def whole_set(self) -> tuple[VolumePlan, ...]:
        made = {
            Grouping.ITEM: self._by_item,
            Grouping.SUB_ITEM: self._by_sub_item,
            Grouping.DEPARTMENT: self._by_department,
            Grouping.YEAR: self._by_year,
            Grouping.ARCHIVE: self._by_archive,
        }[self.recipe.grouping]()
        volumes = sorted(made, key=lambda volume: volume.number)
        return tuple(volumes) if self.recipe.repeat else refer_beside(volumes, self.paper)

    def _places(self, keys: Iterable[str]) -> dict[str, int]:
        """The number of each volume in the set, in order but for those of issued volumes, which keep theirs."""
        kept = self.paper.numbers
        taken = frozenset(kept.values())
        free = (number for number in count(1) if number not in taken)
        return {key: kept[key] if key in kept else next(free) for key in keys}

    def items(self, items: Sequence[Item]) -> tuple[VolumePlan, ...]:
        """The volumes of these items, out of the whole set where it is grouped so."""
        if self.recipe.grouping is Grouping.ITEM:
            return self._of_set(f"item-{one.number}" for one in items)
        if self.recipe.grouping is Grouping.SUB_ITEM:
            return self._of_set(f"sub-item-{sub.number}" for one in items for sub in one.sub_items)
        made = (self._item(one) for one in items)
        return self._referred(tuple(volume for volume in made if self._stands(volume)))

    def single(self, number: int) -> tuple[VolumePlan, ...]:
        if not self.catalogue.takes_evidence(number):
            return ()
        if self.recipe.grouping is Grouping.SUB_ITEM:
            return self._of_set([f"sub-item-{number}"])
        return (self._single(number, 0),)

    def department(self, name: str) -> tuple[VolumePlan, ...]:
        wanted = self.catalogue.normalised(name)
        if self.recipe.grouping is Grouping.DEPARTMENT:
            return self._of_set([f"department-{wanted}"])
        found = self._department(wanted, 0)
        return self._referred((found,)) if found.sections else ()

    def _of_set(self, keys: Iterable[str]) -> tuple[VolumePlan, ...]:
        """These volumes as the whole set has them."""
        wanted = frozenset(keys)
        return tuple(volume for volume in self.whole_set() if volume.key in wanted)

    def _referred(self, volumes: tuple[VolumePlan, ...]) -> tuple[VolumePlan, ...]:
        return volumes if self.recipe.repeat else refer(volumes)

    def _by_item(self) -> Iterator[VolumePlan]:
        yield from filter(self._stands, (self._item(item) for item in self.catalogue.items))
        if self.catalogue.vetoes:
            number = max((item.number for item in self.catalogue.items), default=0) + 1
            yield self._vetoes(number, f"第{zero_padded(number)}卷 否决项")

    def _by_sub_item(self) -> Iterator[VolumePlan]:
        numbers = [sub.number for item in self.catalogue.items for sub in item.sub_items]
        numbers += [veto.number for veto in self.catalogue.vetoes]
        yield from filter(self._stands, (self._single(number, number) for number in numbers))

    def _by_department(self) -> Iterator[VolumePlan]:
        subs = [sub for item in self.catalogue.items for sub in item.sub_items]
        names = list(dict.fromkeys(name for sub in subs for name in self.catalogue.responsible(sub)))
        places = self._places([*(f"department-{name}" for name in names), "vetoes"])
        yield from filter(self._stands, (self._department(name, places[f"department-{name}"]) for name in names))
        if self.catalogue.vetoes:
            yield self._vetoes(places["vetoes"], "否决项")

    def _by_year(self) -> Iterator[VolumePlan]:
        """A volume a year: what speaks for it, and what is missing of it; what speaks for no year comes last."""
        held = {number: tuple(self._pieces(number)) for number in self._numbers()}
        years = {piece.evidence.year for pieces in held.values() for piece in pieces}
        known = sorted({*self.catalogue.years, *(year for year in years if year is not None)})
        places = self._places(year_key(year) for year in [*known, None])
        for year in [*known, None]:
            place = places[year_key(year)]
            of_year = {number: tuple(p for p in held[number] if p.evidence.year == year) for number in held}
            parts = [(number, of_year[number]) for number in held if of_year[number] or self._lacks(number, year)]
            if parts:
                title = f"{year}年度" if year else "无年度"
                name = f"第{zero_padded(place)}卷 {title}"
                yield self._volume(place, year_key(year), name, title, "年度分卷", parts, year)

    def _by_archive(self) -> Iterator[VolumePlan]:
        """年度 — 保管期限 — 机构, DA/T 22-2015: every document once, under the first of its sub-items."""
        groups: dict[_ArchiveGroup, dict[int, list[Piece]]] = {}
        seen: set[Document] = set()
        for number in self._numbers():
            for piece in self._pieces(number):
                if document_of(piece) not in seen:
                    seen.add(document_of(piece))
                    groups.setdefault(_archive_group(piece.evidence), {}).setdefault(number, []).append(piece)
        ordered = sorted(groups, key=_archive_order)
        places = self._places(map(_archive_key, ordered))
        for group in ordered:
            parts = [(number, tuple(pieces)) for number, pieces in groups[group].items()]
            year, retention, organ = group
            term = RETENTION_LABELS.get(retention, retention) or "期限未定"
            words = (f"{year}年度" if year else "无年度", term, organ or "机构未定")
            key = _archive_key(group)
            name = f"第{zero_padded(places[key])}卷 {' '.join(words)}"
            yield self._volume(places[key], key, name, "　".join(words), "归档文件", parts)

    def _numbers(self) -> Iterator[int]:
        """All numbers that take evidence, in the order of the set."""
        for item in self.catalogue.items:
            yield from (sub.number for sub in item.sub_items)
        yield from (veto.number for veto in self.catalogue.vetoes)

    def _stands(self, volume: VolumePlan) -> bool:
        """Whether a volume is made at all: not where all its sections are unchosen electives without evidence."""
        states = (section.standing.state for section in volume.sections)
        return bool(volume.pieces) or any(state is not State.NOT_CHOSEN for state in states)

    def _lacks(self, number: int, year: int | None) -> bool:
        return year is not None and any(gap.year == year for gap in self.covered.standings[number].gaps)

    def _item(self, item: Item) -> VolumePlan:
        dimension = next(one.title for one in self.catalogue.dimensions if item in one.items)
        name = f"第{zero_padded(item.number)}卷 {item.title}"
        parts = self._held(sub.number for sub in item.sub_items)
        return self._volume(item.number, f"item-{item.number}", name, item.title, dimension, parts)

    def _single(self, number: int, place: int) -> VolumePlan:
        item, dimension = self.catalogue.item_of(number), self.catalogue.dimension_of(number)
        title = item.title if item else "否决项"
        heading = dimension.title if dimension else "否决项"
        name = f"小项{number:03d} {title}"
        shown = f"{sub_item_mark(number)}{title}"
        return self._volume(place, f"sub-item-{number}", name, shown, heading, self._held([number]))

    def _department(self, name: str, place: int) -> VolumePlan:
        numbers = (sub.number for sub in self.catalogue.sub_items if name in self.catalogue.responsible(sub))
        return self._volume(place, f"department-{name}", f"部门 {name}", name, "责任部门分卷", self._held(numbers))

    def _vetoes(self, number: int, name: str) -> VolumePlan:
        parts = self._held(veto.number for veto in self.catalogue.vetoes)
        return self._volume(number, "vetoes", name, "否决项", "否决项", parts)

    def _held(self, numbers: Iterable[int]) -> list[tuple[int, tuple[Piece, ...]]]:
        return [(number, tuple(self._pieces(number))) for number in numbers]

    def _volume(
        self,
        number: int,
        key: str,
        name: str,
        title: str,
        dimension: str,
        parts: Iterable[tuple[int, tuple[Piece, ...]]],
        year: int | None = None,
    ) -> VolumePlan:
        sections: list[Section] = []
        ordinal = 1
        for one, pieces in parts:
            numbered = tuple(replace(piece, ordinal=at) for at, piece in enumerate(pieces, ordinal))
            sections.append(self._section(one, numbered, year))
            ordinal += len(numbered)
        return VolumePlan(number, key, name, title, dimension, tuple(sections))

    def _section(self, number: int, pieces: tuple[Piece, ...], year: int | None) -> Section:
        section = section_of(self.catalogue, self.dossier, self.covered, number, pieces)
        if year is None:
            return section
        gaps = tuple(gap for gap in section.standing.gaps if gap.year == year)
        valid: dict[int | None, tuple[int, ...]] = {year: section.standing.valid.get(year, ())}
        return replace(section, standing=replace(section.standing, gaps=gaps, valid=valid))

    def _pieces(self, number: int) -> Iterator[Piece]:
        """What a number holds, in order, under its codes; ordinals are given by the volume."""
        item = self.catalogue.item_of(number)
        held = sorted(self.dossier.assigned_to.get(number, ()), key=partial(order_in, self.dossier))
        serial: dict[int | None, int] = {}
        for evidence in held:
            serial[evidence.year] = serial.get(evidence.year, 0) + 1
            files = self.dossier.files_of.get(evidence.id, ())
            stem = f"{item.number}-({number})" if item else f"({number})"
            yield Piece(
                ordinal=0,
                code=f"{stem}-{evidence.year or '无年度'}-{serial[evidence.year]:03d}",
                number=number,
                evidence=evidence,
                title=WITHHELD if is_withheld(files) else evidence.title,
                parts=self._parts(evidence, files, number),
                remark=self._remark(evidence, files),
            )

    def _parts(self, evidence: Evidence, files: tuple[EvidenceFile, ...], number: int) -> tuple[Part, ...]:
        """Every file whole; where only some pages belong to the number, those of the first file, which they count."""
        pages = self._ranges.get((evidence.id, number))
        meant = files[:1] if pages else files
        parts = [Part(file, slip_reason(file, evidence), pages) for file in meant or (None,)]
        if not self.recipe.photos or pages or is_withheld(files):
            return tuple(parts)
        return tuple(on_photo_sheets(parts, self.recipe.photos))

    @cached_property
    def _ranges(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {(one.evidence_id, one.number): one.pages for one in self.dossier.assignments if one.pages is not None}

    def _remark(self, evidence: Evidence, files: tuple[EvidenceFile, ...]) -> str:
        notes = ["内容变动待确认"] if any(file.changed for file in files) else []
        return "；".join([*notes, evidence.note] if evidence.note else notes)


_ArchiveGroup = tuple[int | None, str, str]
"""Year, retention and organ."""


def _archive_group(evidence: Evidence) -> _ArchiveGroup:
    return evidence.year, evidence.retention, evidence.organ


def _archive_key(group: _ArchiveGroup) -> str:
    return f"archive-{'-'.join(str(part or 'none') for part in group)}"


def _archive_order(group: _ArchiveGroup) -> tuple[object, ...]:
    """Years in order, longest retention first, then the organ; what is undecided after what is decided."""
    year, retention, organ = group
    terms = list(RETENTION_LABELS)
    term = terms.index(retention) if retention in terms else len(terms) + (not retention)
    return (year if year is not None else 9999, term, retention, not organ, organ)
