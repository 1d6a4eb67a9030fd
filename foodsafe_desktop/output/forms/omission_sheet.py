"""合理缺项情况说明: why a sub-item rightly has no evidence, on what basis, signed and sealed by who answers for it."""

from foodsafe_desktop.domain.binder import Section
from foodsafe_desktop.output.forms.letter import Letter, running_head
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import COVER_VOLUME, LETTER_FRAME, NOTE, VALUE, WRITING_LINE
from foodsafe_desktop.output.forms.withheld import masked
from foodsafe_desktop.output.forms.words import departments_of
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "合理缺项情况说明"
_LINES_TO_WRITE = 4


def omission_sheet(section: Section, facts: BinderFacts, reason: str = "", basis: str = "") -> bytes:
    """The statement for one sub-item, A4 portrait; each responsible department has a place to sign and seal.

    Without `reason` there are lines to write it on; `basis` is the document or decision it rests on, empty for a line.
    """
    paper = Paper(LETTER_FRAME.page)
    where = f"小项{section.heading}　{section.item_title}"
    flow = Letter(paper, LETTER_FRAME, lambda page: running_head(page, facts.archive_title, where))
    write_omission_sheet(flow, section, reason, basis)
    return paper.finished()


def write_omission_sheet(flow: Letter, section: Section, reason: str = "", basis: str = "") -> None:
    """The statement without its running head."""
    basis = masked(basis, section.pieces)
    flow.text(TITLE, COVER_VOLUME, align="centre")
    flow.gap(5)
    departments = departments_of((section,))
    flow.fields(
        (
            ("小项", section.heading),
            ("内容", section.text),
            ("所属大项", section.item_title),
            ("责任部门", "、".join(departments) or "原文未列"),
            ("依据文件", basis or "（未填，由责任部门在下方补写）"),
            ("已附材料", "\n".join(f"{piece.code}　{piece.title}" for piece in section.pieces)),
        ),
    )
    flow.gap(4)
    _written(flow, "缺项事由", masked(reason, section.pieces), _LINES_TO_WRITE)
    if not basis:
        _written(flow, "依据文件", "", 1)
    flow.gap(2)
    flow.text("以上情况属实，由责任部门负责人签字并加盖公章。", VALUE)
    flow.gap(2)
    flow.signing_blocks(departments or ("责任部门：＿＿＿＿＿＿＿＿＿＿",))


def _written(flow: Letter, label: str, text: str, empty: int) -> None:
    """A paragraph under its label, or so many lines to write it on."""
    flow.heading(label)
    if text:
        flow.text(text, VALUE)
        flow.gap(3)
        return
    flow.need(empty * WRITING_LINE)
    flow.writing_lines(empty)
    flow.gap(1)
    flow.text("（由责任部门填写）", NOTE, grey=GREY)
    flow.gap(2)
