"""What the page of a node says, as plain text and facts. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Catalogue, Doubt, Item, SubItem
from foodsafe_desktop.domain.gaps import Standing, State, weight
from foodsafe_desktop.domain.shelves import omission_basis
from foodsafe_desktop.domain.wording import chinese_number, field_word, month_text, points_text, sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.page.asked import NOTHING, Checklist, checklist
from foodsafe_desktop.ui.page.corrected import CorrectionLine, correction_lines
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from foodsafe_desktop.ui.tree.presenter import missing_others, progress, state_counts
from foodsafe_desktop.ui.wording import state_word


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubt as a sentence; `doubt` is None where nobody can settle it here (the source's own contradictions)."""

    text: str
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A node's page. `facts` are (label, value); `remarks` are in the checklist.

    `can_omit` and `can_readmit` say whether the line may be marked as, or taken back from, 合理缺项; with both, what
    was said of it may be changed. Where the plan prints it as such (`omitted_in_print`), only its reason is entered,
    changed or taken back. `can_correct` says whether the printed reading may be put right, `can_enter` whether a
    reserved number's text may be entered. `note` is what was noted on the line, None where nothing can be.
    """

    key: NodeKey
    crumb: str
    heading: str
    text: str
    state: State | None
    word: str
    facts: tuple[tuple[str, str], ...] = ()
    asked: Checklist = NOTHING
    doubts_title: str = ""
    doubts: tuple[DoubtLine, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    can_omit: bool = False
    can_readmit: bool = False
    omitted_in_print: bool = False
    can_correct: bool = False
    can_enter: bool = False
    note: str | None = None


_DOUBTS = "疑点（请对照原件核实）"


def page(overview: Overview, key: NodeKey) -> Page:
    """The page of any node."""
    return _PAGES[key.kind](overview, key)


def _sub_item(overview: Overview, key: NodeKey) -> Page:
    catalogue, standing = overview.catalogue, overview.coverage.standings[key.number]
    sub, item = catalogue.sub_item(key.number), catalogue.item_of(key.number)
    dimension = catalogue.dimension_of(key.number)
    assert sub is not None and item is not None and dimension is not None  # noqa: S101, PT018 - keys come from this very catalogue
    omission = overview.dossier.omissions.get(key.number)
    facts = [("责任部门", _departments(catalogue, sub)), ("完成时限", sub.deadline or "细则未注明")]
    facts.append(("分值", _points(item, sub, standing)))
    if omission:
        facts.append(("缺项理由", omission.reason))
    elif sub.reasonable_omission:
        facts.append(("缺项理由", "细则已列为合理缺项"))
    if omission or sub.reasonable_omission:
        facts.append(("依据文件", omission_basis(catalogue, overview.dossier, sub.number) or "未填，请补填"))
    return Page(
        key,
        f"{chinese_number(dimension.number)}、{dimension.title}　›　{item.number}．{item.title}",
        f"{sub_item_mark(sub.number)}小项",
        sub.text,
        standing.state,
        standing.state.label,
        tuple(facts),
        checklist(overview, sub.number),
        _DOUBTS,
        tuple(_doubt(one) for one in sub.doubts),
        correction_lines(overview, sub.number),
        can_omit=standing.state is not State.NOT_CHOSEN,
        can_readmit=omission is not None,
        omitted_in_print=sub.reasonable_omission,
        can_correct=True,
        note=overview.notes.get(key.number, ""),
    )


def _veto(overview: Overview, key: NodeKey) -> Page:
    catalogue, standing = overview.catalogue, overview.coverage.standings[key.number]
    veto = catalogue.veto(key.number)
    assert veto  # noqa: S101 - keys come from this very catalogue
    return Page(
        key,
        "否决项",
        f"{sub_item_mark(veto.number)}否决项",
        veto.text,
        standing.state,
        state_word(standing.state, catalogue, veto.number),
        asked=checklist(overview, veto.number),
        corrections=correction_lines(overview, veto.number),
        note=overview.notes.get(key.number, ""),
    )


def _reserved(overview: Overview, key: NodeKey) -> Page:
    why = next(one.why for one in overview.catalogue.reserved if one.number == key.number)
    return Page(
        key,
        "评价细则",
        f"{sub_item_mark(key.number)}保留号",
        "细则未给出该编号的内容。本号仅作保留，不归入材料，不计缺失。",
        State.RESERVED,
        State.RESERVED.label,
        doubts_title=_DOUBTS,
        doubts=(DoubtLine(f"{why}。"),),
        can_enter=True,
        note=overview.notes.get(key.number, ""),
    )


def _item(overview: Overview, key: NodeKey) -> Page:
    catalogue = overview.catalogue
    dimension, item = next((d, i) for d in catalogue.dimensions for i in d.items if i.number == key.number)
    facts = [("分值", f"{points_text(item.points)}分"), ("小项", _span([sub.number for sub in item.sub_items]))]
    if item.group:
        facts.append(("类别", item.group))
    if item.choose:
        facts.append(("任选规则", f"{len(item.sub_items)}小项中任选{item.choose}项"))
    facts.append(("进度", _tally(overview, [sub.number for sub in item.sub_items])))
    return Page(
        key,
        f"{chinese_number(dimension.number)}、{dimension.title}",
        f"{item.number}．{item.title}",
        "",
        None,
        "",
        tuple(facts),
        doubts_title=_DOUBTS,
        doubts=tuple(_doubt(one) for one in item.doubts),
        corrections=correction_lines(overview, item.number, of_item=True),
    )


def _dimension(overview: Overview, key: NodeKey) -> Page:
    dimension = next(one for one in overview.catalogue.dimensions if one.number == key.number)
    numbers = [sub.number for item in dimension.items for sub in item.sub_items]
    total = dimension.points
    points = f"{points_text(total)}分" if total is not None else "细则未注明"
    facts = [("分值", points), ("构成", f"{len(dimension.items)}大项，{len(numbers)}小项"), ("编号", _span(numbers))]
    if dimension.elective:
        rule = dimension.elective
        of = "、".join(map(str, rule.items))
        facts.append(("自选规则", f"第{of}大项中自选{rule.choose}项，共{points_text(rule.points)}分"))
        chosen = sorted(overview.dossier.election.items & set(rule.items))
        said = "、".join(f"第{number}大项" for number in chosen) if chosen else "尚未选定，暂按全部要求计"
        facts.append(("已选定", said))
    facts.append(("进度", _tally(overview, numbers)))
    heading = f"{chinese_number(dimension.number)}、{dimension.title}"
    return Page(key, "评价细则", heading, "", None, "", tuple(facts))


def _vetoes(overview: Overview, key: NodeKey) -> Page:
    numbers = [veto.number for veto in overview.catalogue.vetoes]
    states = [overview.coverage.standings[number].state for number in numbers]
    facts = (
        ("编号", _span(numbers)),
        ("佐证要求", "每项一份证明该情形不存在的情况说明"),
        ("进度", f"有说明 {states.count(State.COMPLETE)}，缺说明 {states.count(State.MISSING)}"),
    )
    return Page(key, "评价细则", "否决项", "所列情形均不得存在，每项以情况说明为证。", None, "", facts)


def _inbox(overview: Overview, key: NodeKey) -> Page:
    count = len(overview.dossier.inbox)
    if count:
        text = (
            "以下材料未能按所在文件夹归入小项。请选中后按“归入”指定小项；也可在文件夹中移入带小项编号的目录后重新扫描。"
        )
    else:
        text = "所有佐证材料均已归入小项。"
    return Page(key, "", f"收件箱（{count}件）", text, None, "")


def _catalogue(overview: Overview, key: NodeKey) -> Page:
    catalogue, counts, points = overview.catalogue, overview.catalogue.counts, overview.coverage.points
    complete, asked = progress(overview)
    facts = (
        ("文号", catalogue.document_number),
        ("制发机关", catalogue.issued_by),
        (
            "佐证期限",
            f"{catalogue.years[0]}—{catalogue.years[-1]}年（自 {catalogue.evidence_from.isoformat()} 起至创建验收）",
        ),
        ("申请与验收", f"{month_text(catalogue.application_month)}申请，{month_text(catalogue.acceptance_month)}验收"),
        (
            "目录构成",
            (
                f"{counts.dimensions}方面，{counts.items}大项，{counts.sub_items}小项，否决项{counts.vetoes}，"
                f"保留号{counts.reserved}，疑点{counts.doubts}处"
            ),
        ),
        ("小项进度", f"{_tally(overview, [sub.number for sub in catalogue.sub_items])}（齐全 {complete}/{asked}）"),
        *_all_missing(overview),
        (
            "得分预估",
            (
                f"有佐证支撑 {points_text(points.secured)} 分，满分 {points_text(points.attainable)} 分，"
                f"尚缺 {points_text(points.at_risk)} 分"
            ),
        ),
        ("成员单位", "、".join(catalogue.member_units) or "细则未列"),
    )
    return Page(
        key,
        "评价细则",
        catalogue.title,
        "",
        None,
        "",
        facts,
        doubts_title="原文前后不一致之处（以原件核定为准）",
        doubts=tuple(DoubtLine(f"{text}。") for text in catalogue.contradictions),
    )


def _departments(catalogue: Catalogue, sub: SubItem) -> str:
    lead = catalogue.normalised(sub.lead) if sub.lead else None
    names = [f"{name}（牵头）" if name == lead else name for name in catalogue.responsible(sub)]
    return "、".join(names) or "细则未注明"


def _points(item: Item, sub: SubItem, standing: Standing) -> str:
    text = f"{points_text(weight(item, sub))}分"
    if sub.points is None:
        text += f"（细则未单列，按本大项{points_text(item.points)}分均摊）"
    lost = sum((gap.points for gap in standing.gaps), start=standing.points * 0)
    return f"{text}，其中 {points_text(lost)} 分尚缺佐证" if lost else text


def _doubt(doubt: Doubt) -> DoubtLine:
    likely = f"（可能应为“{doubt.likely}”）" if doubt.likely else ""
    return DoubtLine(f"【{field_word(doubt.field)}】{doubt.why}{likely}。", doubt)


def _tally(overview: Overview, numbers: list[int]) -> str:
    states = [overview.coverage.standings[number].state for number in numbers]
    return "，".join(f"{state.label} {states.count(state)}" for state in State if state in states)


def _all_missing(overview: Overview) -> tuple[tuple[str, str], ...]:
    """How the figure on the button 缺失 comes about, where it is not that of the sub-items alone."""
    if not (others := missing_others(overview)):
        return ()
    return (("缺失合计", f"{state_counts(overview)[State.MISSING]}，其中{others}"),)


def _span(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return sub_item_mark(numbers[0])
    return f"{sub_item_mark(numbers[0])}至{sub_item_mark(numbers[-1])}"


_PAGES: Mapping[Kind, Callable[[Overview, NodeKey], Page]] = {
    Kind.INBOX: _inbox,
    Kind.CATALOGUE: _catalogue,
    Kind.DIMENSION: _dimension,
    Kind.ITEM: _item,
    Kind.SUB_ITEM: _sub_item,
    Kind.VETOES: _vetoes,
    Kind.VETO: _veto,
    Kind.RESERVED: _reserved,
}
