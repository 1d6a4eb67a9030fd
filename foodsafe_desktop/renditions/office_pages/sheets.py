"""Pages of flowables: A4 or whatever a section asks for, with what stands above and below the text."""

# mypy: disable-error-code="no-untyped-call"
# reportlab types only some of what its classes hand on.

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.office_pages.flow import Look, Setting, Span, TextBlock

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
OWN = "本程序"
"""How a rendition names the program itself as the one that laid out its pages."""
OWN_LAYOUT = "由本程序自行排版，与原软件版式可能略有出入。"
MOST_PAGES = 1000


def _nothing(_canvas: Canvas, _page: int) -> None:
    """Draw nothing around the text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of page: size and margins in points, and what is drawn around the text of page n (from 1)."""

    size: tuple[float, float] = A4
    top: float = 22 * MM
    bottom: float = 22 * MM
    left: float = 22 * MM
    right: float = 20 * MM
    columns: int = 1
    gutter: float = 20.0
    around: Callable[[Canvas, int], None] = field(default=_nothing)

    @property
    def width(self) -> float:
        """Of one column."""
        whole = self.size[0] - self.left - self.right
        return (whole - self.gutter * (self.columns - 1)) / self.columns

    @property
    def height(self) -> float:
        """Of the text."""
        return self.size[1] - self.top - self.bottom


class _TooManyPages(Exception):
    """Raised while pages are laid out; reportlab puts words of its own before those of any exception it passes on."""


class _Pages(BaseDocTemplate):
    def handle_pageBegin(self) -> None:  # noqa: N802 - reportlab's name
        if self.page >= MOST_PAGES:
            raise _TooManyPages
        super().handle_pageBegin()


def write_pages(place: Path, story: Sequence[Flowable], sheets: Sequence[Sheet] = (Sheet(),)) -> int:
    """Write the flowables to a PDF and return the count of its pages.

    The first sheet is used until the story changes it by ``NextPageTemplate("1")`` and so on. Same input, same bytes.
    Raises CannotPrint when there are too many.
    """
    document = _Pages(str(place), invariant=1, title="", author="", creator="", producer="", allowSplitting=1)
    document.addPageTemplates([_template(str(number), sheet) for number, sheet in enumerate(sheets)])
    try:
        document.build(list(story) or [paragraph("（空白）")])
    except _TooManyPages:
        what = f"文件排版后超过{MOST_PAGES}页，未予打印。请核对内容，或用原软件另存为 PDF 后放入同一文件夹。"
        raise CannotPrint(what) from None
    return int(document.page)


def _template(name: str, sheet: Sheet) -> PageTemplate:
    step = sheet.width + sheet.gutter
    frames = [
        Frame(sheet.left + step * column, sheet.bottom, sheet.width, sheet.height, 0, 0, 0, 0)
        for column in range(sheet.columns)
    ]
    return PageTemplate(name, frames, lambda canvas, document: sheet.around(canvas, document.page), pagesize=sheet.size)


def paragraph(text: str, look: Look | None = None, setting: Setting | None = None, after: float = 0.0) -> TextBlock:
    """A paragraph of one look."""
    return TextBlock([Span(text, look or Look())], setting, 0.0, after)


HEADING = Look(Face.HEI_BOLD, 14)
SMALL = Look(Face.HEI, 9, "404040")
