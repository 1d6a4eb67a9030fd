"""归档文件目录 of a volume: one row a piece, one band a sub-item."""

from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Pagination, Piece, Section, VolumePlan, stand_in
from foodsafe_desktop.lettering.typesetting import lines
from foodsafe_desktop.output.forms.flow import Column, Flow, Row, Table
from foodsafe_desktop.output.forms.paper import GREY, PALE, Align, Paper
from foodsafe_desktop.output.forms.sizes import (
    BAND,
    CONTENTS_COLUMNS,
    CONTENTS_FRAME,
    CONTENTS_ROW,
    FORM_TITLE,
    NOTE,
)
from foodsafe_desktop.output.forms.withheld import described, remark
from foodsafe_desktop.output.forms.words import volume_heading, years_text
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "归档文件目录"
_BAND_SPANS = (len(CONTENTS_COLUMNS) - 2, 1, 1)
_LEFT = ("档号", "文号", "责任者", "题名", "备注")


@dataclass(frozen=True, slots=True)
class ContentsLink:
    """A place on the contents that leads to a body page.

    `page_index` counts contents pages from 0; `rect` is x0, y0, x1, y1 in points of the page; `target` is the body
    page's number from 1.
    """

    page_index: int
    rect: tuple[float, float, float, float]
    target: int


@dataclass(frozen=True, slots=True)
class ContentsSheet:
    """The printed contents, how many pages they have, and where their rows lead."""

    pdf: bytes
    pages: int
    links: tuple[ContentsLink, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a piece's ten cells, or a band's text, page and note. `target` None leads nowhere.

    Under each title stands the piece's code, by which dividers and slip sheets name it. It is no 档号: that is given
    by the archive that takes the set.
    """

    cells: tuple[str, ...]
    band: bool
    target: int | None


def entries(plan: VolumePlan, pagination: Pagination) -> tuple[Entry, ...]:
    """Every line of the contents in order, as PDF and DOCX both print them."""
    found: list[Entry] = []
    for section in plan.sections:
        page = pagination.divider_page(section)
        found.append(Entry((f"{section.heading}{section.text}", str(page), "隔页"), band=True, target=page))
        found += [_piece(piece, pagination) for piece in section.pieces]
        if not section.pieces:
            found.append(_nothing(section, page))
    return tuple(found)


def contents(plan: VolumePlan, pagination: Pagination, facts: BinderFacts) -> ContentsSheet:
    """The volume's contents, A4 landscape (297 × 210): columns of DA/T 22-2015 归档文件目录 and the page number.

    The last page is ruled to its end. Texts of any length are printed in full.
    """
    listed = entries(plan, pagination)
    paper = Paper(CONTENTS_FRAME.page)
    flow = Flow(paper, CONTENTS_FRAME, lambda page: _head(page, plan, facts))
    placed = flow.table(_table(), [_row(entry) for entry in listed], fill=True)
    links = tuple(
        ContentsLink(one.page, one.rect, target) for one in placed if (target := listed[one.row].target) is not None
    )
    return ContentsSheet(paper.finished(), paper.pages, links)


def _table() -> Table:
    def align(title: str) -> Align:
        return "left" if title in _LEFT else "centre"

    return Table(tuple(Column(title, width, align(title)) for title, width in CONTENTS_COLUMNS), CONTENTS_ROW)


def _row(entry: Entry) -> Row:
    if entry.band:
        return Row(entry.cells, _BAND_SPANS, BAND, PALE, keep=True)
    return Row(entry.cells, None if len(entry.cells) > 1 else (len(CONTENTS_COLUMNS),))


def _piece(piece: Piece, pagination: Pagination) -> Entry:
    page, count = pagination.piece_pages(piece)
    evidence = described(piece)
    on_paper = all(part.file is None for part in piece.parts) and evidence.pages
    cells = (
        str(piece.ordinal),
        evidence.reference_code,
        evidence.document_number,
        evidence.author,
        f"{piece.title}\n编号 {piece.code}",
        evidence.dated.strftime("%Y%m%d") if evidence.dated else "",
        evidence.secrecy,
        str(on_paper or count),
        str(page),
        "；".join(note for note in (stand_in(piece, pagination.slips), remark(piece)) if note),
    )
    return Entry(cells, band=False, target=page)


def _nothing(section: Section, page: int) -> Entry:
    return Entry((f"（本小项无材料，状态：{section.standing.state.label}）",), band=False, target=page)


def _head(paper: Paper, plan: VolumePlan, facts: BinderFacts) -> float:
    """Title and the line that says of what; returns the y of the table."""
    frame = CONTENTS_FRAME
    y = paper.block(frame.left, 16, frame.width, TITLE, FORM_TITLE, "centre")
    right = f"{years_text(facts.years)}　共{len(plan.pieces)}件"
    left = f"{facts.archive_title}　{volume_heading(plan)}"
    paper.block(frame.left, y, frame.width, [right], NOTE, "right", GREY)
    wrapped = lines(left, NOTE, frame.width - 45)
    return paper.block(frame.left, y, frame.width - 45, wrapped, NOTE, grey=GREY) + 1.5
