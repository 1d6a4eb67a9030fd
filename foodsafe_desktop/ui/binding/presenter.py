"""What the 装订 view says of planned and issued volumes, of what to know before printing, and of recipes. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from foodsafe_desktop.domain.boxes import spine_for, thickness
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.issuing import ChangedPiece, FrozenVolume
from foodsafe_desktop.domain.preflight import Remark, RemarkKind
from foodsafe_desktop.domain.recipe import Grouping, Numbering, Recipe, Standard
from foodsafe_desktop.domain.reference_codes import Coding
from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.domain.supplements import Action, Step, pages_text
from foodsafe_desktop.domain.wording import chinese_number, sub_item_mark, zero_padded
from foodsafe_desktop.services.coding import coding_of
from foodsafe_desktop.services.issuing import VolumeCheck
from foodsafe_desktop.services.planning import BindingPlan
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.recipes import KeptRecipe, recipes
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.listing.presenter import Group, Listing
from foodsafe_desktop.ui.scopes import ALL


class Mark(StrEnum):
    """The picture before a row's word."""

    WHOLE = "whole"
    LACKING = "lacking"
    ISSUED = "issued"
    CHANGED = "changed"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one of the tables. `about` is what it stands for."""

    cells: tuple[str, ...]
    mark: Mark | None = None
    about: object = None


@dataclass(frozen=True)
class Shelf:
    """What the archive keeps for binding: recipes, how codes are written, and where compiled volumes lie."""

    recipes: tuple[KeptRecipe, ...] = ()
    coding: Coding = field(default_factory=Coding)
    compiled: Mapping[str, str] = field(default_factory=dict)
    """Where the newest PDF of a volume lies, by the volume's key."""


def read_shelf(archive: Archive) -> Shelf:
    """Read it; runs on the dossier thread. Raises RecipesBroken."""
    kept = recipes(archive)
    with archive.store.begin() as unit:
        return Shelf(kept, coding_of(unit), {one.key: one.path for one in unit.binders()})


VOLUME_COLUMNS = ("卷／盒", "题名", "件数", "页数", "张数", "盒脊", "状态")
PLACE, TITLE, PIECES, PAGES, LEAVES, SPINE, STANDING = range(len(VOLUME_COLUMNS))
REMARK_COLUMNS = ("种类", "说明", "小项", "卷／盒")
STEP_COLUMNS = ("动作", "页号", "位置", "题名", "编号", "原因")
RECIPE_COLUMNS = ("名称", "分卷", "印刷", "编页", "目录格式", "来源")


@dataclass(frozen=True)
class Volume:
    """A volume as planned, as issued, or both. `scope` compiles it alone (None: only with the others)."""

    key: str
    name: str
    plan: BinderPlan | None
    frozen: FrozenVolume | None
    changes: tuple[ChangedPiece, ...]
    pdf: str | None
    scope: str | None

    @property
    def recipe(self) -> Recipe | None:
        """The recipe that it is laid out by."""
        return self.plan.recipe if self.plan else self.frozen.recipe if self.frozen else None


def volumes_of(overview: Overview, planned: BindingPlan | None, shelf: Shelf) -> tuple[Volume, ...]:
    """The planned volumes in order, then those issued that are not among them."""
    issued = {one.key: one for one in overview.issued}
    plans = planned.volumes if planned else ()
    made = [
        _volume(overview, shelf, plan.volume.key, plan.volume.name, plan, issued.pop(plan.volume.key, None), scope)
        for plan, scope in zip(plans, scopes_alone(planned), strict=True)
    ]
    made += [_volume(overview, shelf, one.key, one.name, None, one, None) for one in issued.values()]
    return tuple(made)


def _volume(
    overview: Overview,
    shelf: Shelf,
    key: str,
    name: str,
    plan: BinderPlan | None,
    frozen: FrozenVolume | None,
    scope: str | None,
) -> Volume:
    pdf = frozen.path if frozen else shelf.compiled.get(key)
    return Volume(key, name, plan, frozen, overview.changes.get(key, ()), pdf, scope)


def scopes_alone(planned: BindingPlan | None) -> tuple[str | None, ...]:
    """For each planned volume the scope that gives it alone, None where there is none."""
    if planned is None:
        return ()
    if len(planned.volumes) == 1:
        return (planned.scope,)
    return tuple(_scope_alone(planned, place, one) for place, one in enumerate(planned.volumes, 1))


def _scope_alone(planned: BindingPlan, place: int, one: BinderPlan) -> str | None:
    kind = one.volume.key.rpartition("-")[0]
    if one.volume.box is None and kind == planned.recipe.grouping.value and kind in ("item", "sub-item"):
        return f"{kind}:{one.volume.key.removeprefix(f'{kind}-')}"
    return f"box:{place}" if planned.scope == ALL else None


def volume_row(one: Volume) -> Row:
    """One line of the table of volumes."""
    mark, word = standing(one)
    if one.plan is None:
        assert one.frozen is not None  # noqa: S101 - a volume is planned or issued
        return Row((*_frozen_cells(one.frozen), word), mark, one)
    plan, volume = one.plan, one.plan.volume
    box = f" {volume.box.number}/{volume.box.of}盒" if volume.box else ""
    place = (f"第{zero_padded(volume.number)}卷" if volume.number else "单独成卷") + box
    spine = f"{spine_for(thickness(plan), plan.recipe):g} mm"
    counts = (str(len(volume.pieces)), str(plan.pages), str(plan.leaves), spine)
    return Row((place, volume.title, *counts, word), mark, one)


def _frozen_cells(frozen: FrozenVolume) -> tuple[str, ...]:
    place, _, title = frozen.name.partition(" ")
    pieces = len({(block.number, block.evidence) for block in frozen.blocks if block.evidence})
    lengths = [len(block.labels) for block in frozen.blocks]
    leaves = sum((length + 1) // 2 for length in lengths) if frozen.recipe.duplex else sum(lengths)
    return (place if title else "单独成卷", title or frozen.name, str(pieces), str(sum(lengths)), str(leaves), "")


def standing(one: Volume) -> tuple[Mark, str]:
    """How a volume stands, as picture and word."""
    if one.frozen is not None and one.changes:
        return Mark.CHANGED, f"印发后有变动（{len(one.changes)}件）"
    if one.frozen is not None:
        return Mark.ISSUED, f"已发出第{one.frozen.issue}次"
    if one.plan is not None and one.plan.partial:
        lacking = sum(lack.part.file is not None for lack in one.plan.not_printed)
        return Mark.LACKING, f"未印全（{lacking}处）"
    if one.plan is not None and not one.plan.volume.pieces:
        return Mark.NOTE, "无材料"
    return Mark.WHOLE, "完整"


def costs_sentence(planned: BindingPlan) -> str:
    """What the plan takes in paper."""
    costs = planned.costs
    duplex = {plan.recipe.duplex for plan in planned.volumes}  # issued volumes keep the recipe they were issued with
    sides = "" if len(duplex) > 1 else "双面" if duplex == {True} else "单面"
    large = f"，其中大于 A4 的 {costs.large} 页" if costs.large else "，无大于 A4 的页"
    colour = f"，彩色 {costs.coloured} 页（{costs.coloured_leaves} 张）" if costs.coloured else ""
    widths = {width: costs.spines.count(width) for width in sorted(set(costs.spines))}
    boxes = "、".join(f"{width:g} mm {count} 个" for width, count in widths.items())
    return f"共 {costs.volumes} 卷（盒），{costs.pages} 页，{sides}用纸 {costs.leaves} 张{large}{colour}。" + (
        f"档案盒：{boxes}。" if boxes else ""
    )


def remark_rows(remarks: Iterable[Remark]) -> tuple[Row, ...]:
    """What to know before printing; what will not be printed has another picture than what is only to be known."""
    return tuple(
        Row(
            (one.kind.label, one.sentence, sub_item_mark(one.number) if one.number else "", one.volume),
            Mark.LACKING if one.kind.lacks else Mark.CHANGED if one.kind is RemarkKind.CHANGED else Mark.NOTE,
            one,
        )
        for one in remarks
    )


def step_rows(steps: Iterable[Step]) -> tuple[Row, ...]:
    """The steps of a supplement in printed order."""
    told = ((one, (one.action.label, one.pages, _step_place(one), one.title, one.code, one.reason)) for one in steps)
    return tuple(Row(cells, _STEP_MARKS[one.action], one) for one, cells in told)


_STEP_MARKS = {Action.TAKE_OUT: Mark.LACKING, Action.PUT_IN: Mark.WHOLE, Action.EXCHANGE: Mark.CHANGED}


def _step_place(step: Step) -> str:
    """Behind which page sheets are put in, or which pages are given up where others take their place."""
    return step.where or (f"原第{pages_text(step.given_up)}页抽出不用" if step.given_up else "")


GROUPING_WORDS = {
    Grouping.ITEM: "每个大项一卷",
    Grouping.SUB_ITEM: "每个小项一卷",
    Grouping.DEPARTMENT: "每个责任部门一卷",
    Grouping.YEAR: "每个年度一卷",
    Grouping.ARCHIVE: "年度—保管期限—机构",
}
NUMBERING_WORDS = {Numbering.VOLUME: "全卷连编", Numbering.PIECE: "每件另起"}
STANDARD_WORDS = {
    Standard.BY_PIECE: "归档文件目录（DA/T 22-2015）",
    Standard.BY_VOLUME: "卷内文件目录（GB/T 9705-2008）",
}


def recipe_rows(kept: Iterable[KeptRecipe]) -> tuple[Row, ...]:
    """The archive's recipes; the one that is used where none is chosen is marked."""
    return tuple(
        Row(
            (
                one.recipe.name + ("（默认）" if one.is_default else ""),
                GROUPING_WORDS[one.recipe.grouping],
                "双面" if one.recipe.duplex else "单面",
                NUMBERING_WORDS[one.recipe.numbering],
                STANDARD_WORDS[one.recipe.standard].partition("（")[0],
                "本档案" if one.own else "随程序提供",
            ),
            Mark.WHOLE if one.is_default else None,
            one,
        )
        for one in kept
    )


def scope_choices(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """What can be bound, as scope and words: the whole set first, then 方面, 大项, departments."""
    whole = [(ALL, "全部卷册")]
    dimensions = [(f"dimension:{d.number}", f"{chinese_number(d.number)}、{d.title}") for d in catalogue.dimensions]
    items = [(f"item:{item.number}", f"第{item.number}大项 {item.title}") for item in catalogue.items]
    names = dict.fromkeys(
        name for item in catalogue.items for sub in item.sub_items for name in catalogue.responsible(sub)
    )
    departments = [(f"department:{name}", f"责任部门 {name}") for name in names]
    return (*whole, *dimensions, *items, *departments)


def badge(changes: Mapping[str, Sequence[ChangedPiece]]) -> str:
    """The view's name with the number of pieces that are not as printed."""
    count = sum(map(len, changes.values()))
    return f"装订 {count}" if count else "装订"


def check_listing(checks: Sequence[VolumeCheck]) -> Listing:
    """Whether issued volumes agree with their PDF and the holdings, in full."""
    altered = tuple(f"{one.volume.name}：{one.volume.path}" for one in checks if one.pdf_agrees is False)
    gone = tuple(f"{one.volume.name}：{one.volume.path}" for one in checks if one.pdf_agrees is None)
    changed = tuple(
        f"{one.volume.name}　{sub_item_mark(piece.number)}《{piece.title}》：{piece.change.label}"
        for one in checks
        for piece in one.changes
    )
    whole = tuple(f"{one.volume.name}　第{one.volume.issue}次发出" for one in checks if one.agrees)
    groups = (
        Group("PDF 已被改动", altered, "请用备份替换，或重新取得发出时的文件。"),
        Group("PDF 不在原处", gone, "请放回原处后再核对。"),
        Group("印发后有变动", changed, "请在“装订”中选定该卷，用“补编”换页。"),
        Group("一致", whole),
    )
    return Listing("核对结果", check_sentence(checks), tuple(group for group in groups if group.lines))


def check_sentence(checks: Sequence[VolumeCheck]) -> str:
    """The result in one sentence."""
    wrong = sum(not one.agrees for one in checks)
    if not wrong:
        return f"核对通过：已发出的 {len(checks)} 卷，PDF、登记和现有材料三者一致。"
    return f"核对完毕：已发出的 {len(checks)} 卷中有 {wrong} 卷与印发时不一致。"
