"""From the holdings to volumes: what goes into a binder, in which order, under which codes, and what cannot print."""

from collections.abc import Iterator
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue, Item
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import ScopeUnknown
from foodsafe_desktop.domain.evidence import WITHHELD, Condition, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.gaps import Coverage, State
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.wording import sub_item_mark, zero_padded


def plan_volumes(catalogue: Catalogue, dossier: Dossier, covered: Coverage, scope: str) -> tuple[VolumePlan, ...]:
    """The volumes of a scope: ``all``, ``dimension:1``, ``item:4``, ``sub-item:8``, ``department:NAME`` or ``box:3``.

    Whole sets have one volume an item, numbered by the item, and one for the vetoes after the last: a box is meant by
    that number. Items that are not chosen and hold nothing make no volume. Raises ScopeUnknown for a scope that names
    nothing.
    """
    kind, _, value = scope.strip().partition(":")
    arrange = _Arranging(catalogue, dossier, covered)
    whole = {volume.number: volume for volume in arrange.whole_set()}
    if kind == "all" and not value:
        return tuple(whole.values())
    found: tuple[VolumePlan | None, ...] = ()
    if kind in ("item", "box") and value.isdecimal():
        known = whole if kind == "box" else {item.number for item in catalogue.items}
        found = (whole.get(int(value)),) if int(value) in known else ()
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


def scope_title(catalogue: Catalogue, scope: str) -> str:
    """What a scope that `plan_volumes` knows is called on an index: 第4大项; empty for the whole set."""
    kind, _, value = scope.strip().partition(":")
    numbered = {"dimension": "第{}方面", "item": "第{}大项", "sub-item": "第{}小项", "box": "第{}卷"}
    if kind in numbered:
        return numbered[kind].format(int(value))
    return catalogue.normalised(value.strip()) if kind == "department" else ""


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
            lead=self.catalogue.normalised(sub.lead) if sub and sub.lead else None,
            doubts=(*(item.doubts if item else ()), *(sub.doubts if sub else ())),
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
        notes = ["内容变动待确认"] if any(file.changed for file in files) else []
        return "；".join([*notes, evidence.note] if evidence.note else notes)
