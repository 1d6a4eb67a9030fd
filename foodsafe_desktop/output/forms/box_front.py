"""盒封面: labels for the front of a box, to be cut out and stuck on."""

from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.output.forms.cover import cover_fields, title_page
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import A4, BOX_FRONT, FRAME_RULE, NOTE
from foodsafe_desktop.output.forms.spines import ArchivalBox
from foodsafe_desktop.output.forms.words import box_text, volume_mark
from foodsafe_desktop.services.ports import BinderFacts

_LEFT, _TOP = (A4[0] - BOX_FRONT[0]) / 2, (A4[1] - BOX_FRONT[1]) / 2
_INSET = 2.0
NAME_BLANK, ARCHIVAL_TITLE = "＿＿＿＿＿＿＿＿＿＿", "归档文件"


def box_front(laid: BinderPlan, facts: BinderFacts) -> bytes:
    """The front of a box filed by indicator: B5 with crop marks on A4; says what the volume's cover says."""
    plan = laid.volume
    paper = _framed()
    above = tuple(text for text in (plan.dimension, volume_mark(plan)) if text != plan.title)
    title_page(paper, facts.archive_title, (above, plan.title, box_text(plan)), cover_fields(laid, facts))
    return paper.finished()


def archival_box_front(box: ArchivalBox) -> bytes:
    """The front of an archival box: 全宗名称 over a double rule (DA/T 22-2015), and what stands on the spine."""
    paper = _framed()
    title_page(paper, box.fonds_name or NAME_BLANK, ((), ARCHIVAL_TITLE, ""), archival_fields(box))
    return paper.finished()


def archival_fields(box: ArchivalBox) -> tuple[tuple[str, str], ...]:
    """Labels and values on the front of an archival box; empty ones are lines to write on."""
    return (
        ("全宗号", box.fonds),
        ("年度", box.year),
        ("保管期限", box.retention),
        ("机构或问题", box.organ),
        ("起止件号", "—".join(filter(None, (box.first, box.last)))),
        ("盒号", box.number),
    )


def _framed() -> Paper:
    """A page with the label's outline and crop marks."""
    paper = Paper(A4)
    width, height = BOX_FRONT
    paper.crop_marks(_LEFT, _TOP, width, height)
    paper.box(_LEFT + _INSET, _TOP + _INSET, width - 2 * _INSET, height - 2 * _INSET, FRAME_RULE)
    note = f"按实际大小（100%）打印，沿裁切线裁下；成品{width:.0f}×{height:.0f}毫米"
    paper.write(A4[0] / 2, _TOP + height + 9, note, NOTE, "centre", GREY)
    return paper
