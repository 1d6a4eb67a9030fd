"""真实性承诺书: who compiled a volume answers for its truth."""

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.lettering.fonts import text_width
from foodsafe_desktop.lettering.typesetting import MM, lines
from foodsafe_desktop.output.forms.flow import Flow
from foodsafe_desktop.output.forms.paper import Paper
from foodsafe_desktop.output.forms.sizes import LETTER_BODY, LETTER_FRAME, LETTER_TITLE, SEAL
from foodsafe_desktop.output.forms.words import volume_mark
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "真实性承诺书"
PROMISES = (
    "一、所提供材料真实、完整、有效，复印件与原件一致。",
    "二、电子文件与纸质材料内容一致，数据与实际情况相符。",
    "三、未收入涉及国家秘密的材料。",
    "四、如有不实，愿承担相应责任。",
)
UNIT_BLANK, SIGNER, DATE = "＿＿＿＿＿＿＿＿＿＿＿＿（盖章）", "负责人（签字）：＿＿＿＿＿＿", "　　　年　　月　　日"
_RIGHT = LETTER_BODY.size / MM * 4


def commitment(facts: BinderFacts, volume: VolumePlan) -> bytes:
    """The letter, A4 portrait in the layout of GB/T 9704-2012: 二号 title, 三号 body, first lines two characters in.

    Who promises is `compiled_by`, else a line to write on. It stands centred over the date, which is left open, the
    longer of them four characters from the right (7.3.5.1), so that one seal covers both.
    """
    paper = Paper(LETTER_FRAME.page)
    flow = Flow(paper, LETTER_FRAME)
    flow.text(TITLE, LETTER_TITLE, align="centre")
    flow.gap(LETTER_BODY.line)
    for paragraph in (promised(facts, volume), *PROMISES[:-1]):
        _paragraph(flow, paragraph)
    named = lines(facts.compiled_by, LETTER_BODY, flow.frame.width - _RIGHT) or [UNIT_BLANK]
    # A page with nothing but a signature proves nothing: the last promise goes with it.
    flow.need((len(named) + 3) * LETTER_BODY.line + SEAL / 2)
    _paragraph(flow, PROMISES[-1])
    flow.y += SEAL / 2
    _signature(flow, named)
    return paper.finished()


def promised(facts: BinderFacts, volume: VolumePlan) -> str:
    """The letter's first sentence: of which volume it speaks."""
    name = f"{volume_mark(volume)}“{volume.title}”"
    pieces = volume.signings[0].pieces if volume.signings else len(volume.pieces)  # what was signed stays
    return f"现就《{facts.archive_title}》{name}（共{pieces}件）所收材料作出如下承诺："


def _paragraph(flow: Flow, text: str) -> None:
    """Full-width text whose first line begins two characters in."""
    for line in lines("　　" + text, LETTER_BODY, flow.frame.width):
        flow.need(LETTER_BODY.line)
        flow.y = flow.paper.block(flow.frame.left, flow.y, flow.frame.width, [line], LETTER_BODY)


def _signature(flow: Flow, named: list[str]) -> None:
    """Unit, signer and date centred over one another, so that one seal covers unit and date."""
    every = (*named, SIGNER, DATE)
    longest = max(text_width(line, LETTER_BODY.face, LETTER_BODY.size) / MM for line in every)
    left = flow.frame.left + flow.frame.width - _RIGHT - longest
    for line in every:
        flow.y = flow.paper.block(left, flow.y, longest, [line], LETTER_BODY, "centre")
