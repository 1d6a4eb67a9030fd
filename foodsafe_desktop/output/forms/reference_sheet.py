"""互见页: stands where a piece belongs too, and says where its pages are printed."""

from foodsafe_desktop.domain.binder import Piece
from foodsafe_desktop.domain.wording import day_text, sub_item_mark
from foodsafe_desktop.output.forms.letter import Letter, running_head
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import COVER_LINE, COVER_VOLUME, LETTER_FRAME, NOTE
from foodsafe_desktop.output.forms.withheld import described
from foodsafe_desktop.services.ports import BinderFacts

PAGE_UNKNOWN = "页号见该卷目录"


def reference_sheet(piece: Piece, facts: BinderFacts) -> bytes:
    """The sheet for a piece that is printed elsewhere (`printed_at` must be set), A4 portrait, one page as a rule.

    Of a withheld piece nothing but its masked title, its numbers and its place is printed.
    """
    paper = Paper(LETTER_FRAME.page)
    where = f"编号 {piece.code}"
    flow = Letter(paper, LETTER_FRAME, lambda page: running_head(page, facts.archive_title, where))
    write_reference_sheet(flow, piece)
    return paper.finished()


def write_reference_sheet(flow: Letter, piece: Piece) -> None:
    """The sheet without its running head."""
    place = piece.printed_at
    if place is None:
        raise ValueError(f"piece {piece.code} is printed here")
    flow.text("互见页", COVER_VOLUME, align="centre")
    flow.gap(5)
    flow.text("本件同时归入其他小项，正文在下列位置装订", COVER_LINE, align="centre")
    flow.gap(5)
    evidence = described(piece)
    flow.fields(
        (
            ("材料题名", piece.title),
            ("文号", evidence.document_number),
            ("责任者", evidence.author),
            ("成文日期", day_text(evidence.dated) if evidence.dated else ""),
            ("档号", evidence.reference_code),
            ("装订卷册", place.volume),
            ("装订小项", sub_item_mark(place.number)),
            ("装订编号", place.code),
            ("页号", f"第{place.page}页" if place.page else PAGE_UNKNOWN),
        ),
    )
    flow.gap(4)
    flow.text("查阅正文请到上列卷册；本页只占序号和页号，不重复计件。", NOTE, grey=GREY)
