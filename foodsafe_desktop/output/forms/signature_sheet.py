"""责任单位签字确认表: each department that answers for a part of the volume signs and seals for it."""

from foodsafe_desktop.domain.binder import Section, VolumePlan
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
from foodsafe_desktop.output.forms.words import departments_of, volume_heading
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "责任单位签字确认表"
SAID = "本单位对所负责小项材料的真实性、完整性、有效性负责，签字、盖章确认。"
UNKNOWN = "（原文未列责任单位）"
_CENTRED = ("件数",)
_TO_WRITE = ("",) * (len(SIGNATURE_COLUMNS) - 3)


def signature_rows(volume: VolumePlan) -> tuple[tuple[str, str, str], ...]:
    """Department, the sub-items it answers for and how many pieces lie there; in order of first mention."""
    found = [
        _row(department, [section for section in volume.sections if department in section.departments])
        for department in departments_of(volume.sections)
    ]
    orphans = [section for section in volume.sections if not section.departments]
    return (*found, *([_row(UNKNOWN, orphans)] if orphans else ()))


def signature_sheet(volume: VolumePlan, facts: BinderFacts) -> bytes:
    """The table to be signed by hand, A4 landscape; the last page is ruled to its end for departments added by hand."""
    paper = Paper(CONTENTS_FRAME.page)
    write_signature_sheet(Flow(paper, CONTENTS_FRAME, lambda page: _head(page, volume, facts)), volume)
    return paper.finished()


def write_signature_sheet(flow: Flow, volume: VolumePlan) -> None:
    """The table without its head."""
    columns = tuple(Column(title, width, _align(title)) for title, width in SIGNATURE_COLUMNS)
    rows = [Row((*row, *_TO_WRITE), style=VALUE) for row in signature_rows(volume)]
    flow.table(Table(columns, SIGNATURE_SHEET_ROW), rows, fill=True)


def _row(department: str, sections: list[Section]) -> tuple[str, str, str]:
    lead = any(section.lead == department for section in sections)
    marks = "".join(section.heading for section in sections)
    name = f"{department}（牵头）" if lead else department
    return name, marks, str(sum(len(section.pieces) for section in sections))


def _align(title: str) -> Align:
    return "centre" if title in _CENTRED else "left"


def _head(paper: Paper, volume: VolumePlan, facts: BinderFacts) -> float:
    frame = CONTENTS_FRAME
    y = paper.block(frame.left, 16, frame.width, TITLE, FORM_TITLE, "centre")
    left = f"{facts.archive_title}　{volume_heading(volume)}"
    y = paper.block(frame.left, y, frame.width, lines(left, NOTE, frame.width), NOTE, grey=GREY)
    return paper.block(frame.left, y, frame.width, SAID, NOTE) + 1.5
