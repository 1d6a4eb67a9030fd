"""备考表: what a volume holds, what it lacks, and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Section, VolumePlan
from foodsafe_desktop.domain.evidence import WITHHELD
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.recipe import Grouping, Numbering, Standard
from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.flow import Flow
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import (
    BODY,
    FORM_TITLE,
    FRAME_RULE,
    HAIRLINE,
    HEADING,
    LABEL,
    NOTE,
    SIGNATURE_ROW,
    TABLE_FRAME,
    VALUE,
    Frame,
)
from foodsafe_desktop.output.forms.withheld import masked
from foodsafe_desktop.output.forms.words import box_text, volume_heading, volume_mark
from foodsafe_desktop.services.ports import BinderFacts, NotPrinted, not_printed


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What a standard calls the note, and who signs it when: a row of two labels each."""

    heading: str
    signatures: tuple[tuple[str, str], tuple[str, str]]


NOTE_FORMS = {
    Standard.BY_PIECE: NoteForm("盒内文件情况说明", (("整理人", "整理日期"), ("检查人", "检查日期"))),
    Standard.BY_VOLUME: NoteForm("本卷情况说明", (("立卷人", "立卷时间"), ("检查人", "检查时间"))),
}
"""DA/T 22-2015 盒内备考表; GB/T 9705-2008 卷内备考表 (检查时间 is this program's own)."""
_INSIDE, _NOTE_LINES = 5.0, 4
_TEXT_FRAME = Frame(
    TABLE_FRAME.page,
    TABLE_FRAME.left + _INSIDE,
    TABLE_FRAME.top,
    TABLE_FRAME.right + _INSIDE,
    TABLE_FRAME.bottom + _INSIDE,
)
_SIGNATURES_HEIGHT = SIGNATURE_ROW * 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the situation note, as PDF and DOCX both print it."""

    text: str
    heading: bool = False


def situation(laid: BinderPlan, facts: BinderFacts) -> tuple[Paragraph, ...]:
    """盒内文件情况说明: counts, what is missing, what could not be printed (in full), what to insert on paper."""
    plan = laid.volume
    printed = [piece for piece in plan.pieces if piece.printed_at is None]
    files = sum(len(part.files) for piece in printed for part in piece.parts)
    referred = len(plan.pieces) - len(printed)
    name = f"{volume_mark(plan)}“{plan.title}”{box_text(plan)}"
    first = (
        f"本卷为《{facts.archive_title}》{name}，共收入材料{len(plan.pieces)}件（电子文件{files}个"
        f"{f'；其中{referred}件已装订在他处，以互见页指引' if referred else ''}），"
        f"{_numbering(laid)}本卷编制于{day_text(facts.on)}。"
    )
    found = [Paragraph(first)]
    if laid.recipe.grouping is not Grouping.ARCHIVE:  # such boxes hold what there is, whatever a sub-item still lacks
        found += _lacking(plan)
    found += _unprinted(plan, not_printed(laid))
    paper = [(run.labels[0], piece) for run, piece, part, _ in laid.not_printed if part.file is None]
    if paper:
        found.append(Paragraph(f"须插入的纸质原件（{len(paper)}件）", heading=True))
        found += [
            Paragraph(
                f"{index}. 第{page}页，（{piece.number}）{piece.title}，"
                f"存放位置：{piece.evidence.paper_place or '尚未登记'}。"
            )
            for index, (page, piece) in enumerate(paper, 1)
        ]
    if facts.supplements:
        found += [Paragraph("补编情况", heading=True), *map(Paragraph, facts.supplements)]
    return tuple(found)


def _numbering(laid: BinderPlan) -> str:
    if laid.recipe.numbering is Numbering.PIECE:
        return f"正文{laid.body_pages}页，按件编页，每件自1起编号；封面、目录、隔页、备考表不编页号。"
    return f"正文{laid.body_pages}页，页号自{laid.recipe.prefix}1起连续编排；封面、目录、备考表不编页号。"


def closing_note(laid: BinderPlan, facts: BinderFacts) -> bytes:
    """备考表, A4 portrait, with the fields of the recipe's standard (`NOTE_FORMS`).

    Names and dates are left for signing. A long note runs on over further pages; the signatures stand on the last.
    """
    paper = Paper(TABLE_FRAME.page)
    form = NOTE_FORMS[laid.recipe.standard]
    flow = _BoxedFlow(paper, laid.volume, form.signatures)
    flow.text(form.heading, LABEL, grey=GREY)
    flow.gap(2)
    for paragraph in situation(laid, facts):
        if paragraph.heading:
            flow.gap(3)
            flow.need(HEADING.line + VALUE.line)
        flow.text(paragraph.text, HEADING if paragraph.heading else VALUE)
    _by_hand(flow)
    flow.close()
    return paper.finished()


class _BoxedFlow(Flow):
    """Text inside a frame that is drawn page by page; the last page leaves room for the signatures."""

    def __init__(self, paper: Paper, plan: VolumePlan, signatures: Sequence[tuple[str, str]]) -> None:
        self._signatures = signatures
        super().__init__(paper, _TEXT_FRAME, lambda page: _head(page, plan))

    def next_page(self) -> None:
        self._box(TABLE_FRAME.end)
        super().next_page()

    def close(self) -> None:
        self._box(TABLE_FRAME.end)
        y = TABLE_FRAME.end - _SIGNATURES_HEIGHT
        for left, right in self._signatures:
            _signature(self.paper, y, left, right)
            y += SIGNATURE_ROW

    def _box(self, end: float) -> None:
        top = self._top - _INSIDE
        self.paper.box(TABLE_FRAME.left, top, TABLE_FRAME.width, end - top, FRAME_RULE)


def _head(paper: Paper, plan: VolumePlan) -> float:
    title = "备考表" if paper.pages == 1 else "备考表（续）"
    y = paper.block(TABLE_FRAME.left, TABLE_FRAME.top, TABLE_FRAME.width, title, FORM_TITLE, "centre")
    y = paper.block(TABLE_FRAME.left, y, TABLE_FRAME.width, volume_heading(plan), NOTE, "centre", GREY)
    return y + 1.5 + _INSIDE


def _by_hand(flow: Flow) -> None:
    """Ruled lines for what is added, taken out or destroyed later."""
    line = BODY.line + 2
    flow.gap(3)
    flow.need(HEADING.line + _NOTE_LINES * line + _SIGNATURES_HEIGHT + _INSIDE)
    flow.text("修改、补充、移出、销毁等情况（手写）", HEADING)
    room = flow.frame.end + _INSIDE - _SIGNATURES_HEIGHT - flow.y - 3
    for _ in range(min(int(room / line), 8)):
        flow.y += line
        flow.paper.rule(flow.frame.left, flow.y, flow.frame.left + flow.frame.width, flow.y, HAIRLINE, GREY)


def _signature(paper: Paper, y: float, left: str, right: str) -> None:
    width = TABLE_FRAME.width / 2
    for index, label in enumerate((left, right)):
        x = TABLE_FRAME.left + index * width
        paper.box(x, y, width, SIGNATURE_ROW)
        paper.box(x, y, 28, SIGNATURE_ROW)
        paper.block(x, y + (SIGNATURE_ROW - LABEL.line) / 2, 28, label, LABEL, "centre")


def _lacking(plan: VolumePlan) -> list[Paragraph]:
    listed = [text for section in plan.sections for text in _gaps(section)]
    if not listed:
        return [Paragraph("本卷各小项材料齐全，无缺口。")]
    return [Paragraph(f"缺少的材料（{len(listed)}项）", heading=True), *(Paragraph(text) for text in listed)]


def _gaps(section: Section) -> list[str]:
    standing = section.standing
    if standing.state is State.NOT_CHOSEN:
        return [f"{section.heading}未选用的自选项，不要求材料。"]
    found = []
    for gap in standing.gaps:
        when = f"{gap.year}年度" if gap.year else ""
        reason = masked(gap.text, section.pieces).removesuffix("。")
        found.append(f"{section.heading}{when}：{reason}。")
    return found


def _unprinted(plan: VolumePlan, slips: Sequence[NotPrinted]) -> list[Paragraph]:
    if not slips:
        return []
    secret = {
        part.file.path for piece in plan.pieces if piece.is_withheld for part in piece.parts if part.file is not None
    }
    heading = Paragraph(f"未能打印的文件（{len(slips)}个）", heading=True)
    return [
        heading,
        *(
            Paragraph(
                f"{index}. 第{one.page}页，（{one.number}）{WITHHELD if one.path in secret else one.path}："
                f"{masked(one.reason, plan.pieces)}"
            )
            for index, one in enumerate(slips, 1)
        ),
    ]
