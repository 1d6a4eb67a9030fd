"""归档章: the mark of six cells on the first page of a piece, as a drawing of its own size to be laid over a page."""

from dataclasses import dataclass

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.lettering.typesetting import Style
from foodsafe_desktop.output.forms.paper import BLACK, RED, Ink, Paper, fitting
from foodsafe_desktop.output.forms.sizes import ARCHIVE_STAMP, ARCHIVE_STAMP_CELL, FRAME_RULE, RULE

_CAPTION, _VALUE = Style(Face.SONG, 4.5, 5.5), Style(Face.SONG, 9, 10)
_PAD, _LEAST = 0.8, 3.5


@dataclass(frozen=True, slots=True)
class StampFields:
    """What the six cells hold, as printed; empty cells are filled in by hand. `organ` (机构或问题) is optional."""

    fonds: str = ""
    year: str = ""
    number: str = ""
    organ: str = ""
    retention: str = ""
    pages: str = ""


def archive_stamp(*stamps: StampFields, colour: bool = True) -> bytes:
    """Stamps as a PDF, each a page of exactly 45 × 16 mm (DA/T 22-2015): frame red, or black; entries black.

    First row 全宗号, 年度, 件号; second row 机构或问题, 保管期限, 页数. Entries are set smaller until they fit;
    one that cannot be read then is left to be written in by hand.
    """
    paper = Paper(ARCHIVE_STAMP)
    for index, fields in enumerate(stamps):
        if index:
            paper.next_page()
        _draw(paper, fields, RED if colour else BLACK)
    return paper.finished()


def _draw(paper: Paper, fields: StampFields, ink: Ink) -> None:
    rows = (
        (("全宗号", fields.fonds), ("年度", fields.year), ("件号", fields.number)),
        (("机构或问题", fields.organ), ("保管期限", fields.retention), ("页数", fields.pages)),
    )
    width, height = ARCHIVE_STAMP_CELL
    for down, row in enumerate(rows):
        for across, (caption, value) in enumerate(row):
            x, y = across * width, down * height
            paper.block(x + _PAD, y + 0.6, width, [caption], _CAPTION, grey=ink)
            top = 0.6 + _CAPTION.line
            room = (width - 2 * _PAD, height - top - 0.4)
            if (style := fitting(value, _VALUE, room, _LEAST)) is not None:
                paper.block(x + _PAD, y + top, room[0], value, style, "centre")
    _frame(paper, ink)


def _frame(paper: Paper, ink: Ink) -> None:
    """The outline within the page's edge, so that no half of it is cut off, and the rules between the cells."""
    (width, height), (across, down), inset = ARCHIVE_STAMP, ARCHIVE_STAMP_CELL, FRAME_RULE / 2
    paper.box(inset, inset, width - 2 * inset, height - 2 * inset, FRAME_RULE, ink=ink)
    paper.rule(0, down, width, down, RULE, ink)
    for x in (across, 2 * across):
        paper.rule(x, 0, x, height, RULE, ink)
