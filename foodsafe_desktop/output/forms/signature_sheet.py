"""责任单位签字确认表: each department that answers for a part of the volume signs and seals for it."""

from collections.abc import Sequence

from foodsafe_desktop.domain.binder import SigningRow, VolumePlan
from foodsafe_desktop.domain.signing import signing_rows
from foodsafe_desktop.lettering.typesetting import lines
from foodsafe_desktop.output.forms.flow import Column, Flow, Row, Table
from foodsafe_desktop.output.forms.paper import GREY, Align, Paper
from foodsafe_desktop.output.forms.sizes import (
    CONTENTS_FRAME,
    FORM_TITLE,
    NOTE,
    SIGNATURE_COLUMNS,
    SIGNATURE_SHEET_ROW,
    VALUE,
)
from foodsafe_desktop.output.forms.words import volume_heading
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "责任单位签字确认表"
SAID = "本单位对所负责小项材料的真实性、完整性、有效性负责，签字、盖章确认。"
_CENTRED = ("件数",)
_TO_WRITE = ("",) * (len(SIGNATURE_COLUMNS) - 3)


def signature_rows(volume: VolumePlan, issue: int = 0) -> tuple[SigningRow, ...]:
    """The lines of the volume's sheet, of an issued one as it was signed; with `issue` those of that supplement."""
    found = {one.issue: one.rows for one in volume.signings}
    return found[issue or min(found)] if found else tuple(signing_rows(volume.sections))


def signature_words(issue: int = 0) -> tuple[str, str]:
    """The title, and what is signed for."""
    if not issue:
        return TITLE, SAID
    return f"{TITLE}（补签）", f"仅列第{issue}次发出的补编中新增、变动的材料；原签字确认表仍然有效。{SAID}"


def signature_sheet(volume: VolumePlan, facts: BinderFacts, issue: int = 0) -> bytes:
    """The table to be signed by hand, A4 landscape; the last page is ruled to its end for departments added by hand.

    `issue`: the sheet for what that supplement brought.
    """
    paper = Paper(CONTENTS_FRAME.page)
    flow = Flow(paper, CONTENTS_FRAME, lambda page: _head(page, volume, facts, issue))
    write_signature_sheet(flow, signature_rows(volume, issue))
    return paper.finished()


def write_signature_sheet(flow: Flow, lines_: Sequence[SigningRow]) -> None:
    """The table without its head."""
    columns = tuple(Column(title, width, _align(title)) for title, width in SIGNATURE_COLUMNS)
    rows = [Row((*row, *_TO_WRITE), style=VALUE) for row in lines_]
    flow.table(Table(columns, SIGNATURE_SHEET_ROW), rows, fill=True)


def _align(title: str) -> Align:
    return "centre" if title in _CENTRED else "left"


def _head(paper: Paper, volume: VolumePlan, facts: BinderFacts, issue: int) -> float:
    frame, (title, said) = CONTENTS_FRAME, signature_words(issue)
    y = paper.block(frame.left, 16, frame.width, title, FORM_TITLE, "centre")
    left = f"{facts.archive_title}　{volume_heading(volume)}"
    y = paper.block(frame.left, y, frame.width, lines(left, NOTE, frame.width), NOTE, grey=GREY)
    return paper.block(frame.left, y, frame.width, said, NOTE) + 1.5
