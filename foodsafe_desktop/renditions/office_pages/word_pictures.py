"""Pictures in a Word document: only those that lie in the file itself, and only in formats decoded here."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from docx.opc.part import Part
from docx.oxml.ns import qn
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.renditions.charts import NoChart, diagram_words, read_chart
from foodsafe_desktop.renditions.images import plain
from foodsafe_desktop.renditions.office_pages.flow import Picture
from foodsafe_desktop.renditions.office_pages.word_styles import Element, number
from foodsafe_desktop.renditions.pictures import DECODER_NAMES

_EMU = 12700
_DPI = 300
_MOST_PIXELS = 60_000_000
OUTSIDE = "文中有链接到外部的图片，本程序不读取外部内容，图片处以文字标明。"
UNDRAWN = "文中有无法排出的图形（图表、公式、矢量图等），图形处以文字标明。"
IN_WORDS = "文中的图表和示意图未绘出，在原处列出其标题、数值和文字。"
_OUTSIDE_MARK, _UNDRAWN_MARK = "〔外部链接图片，未载入〕", "〔图形未能排出〕"


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture that stands over or under the text. `x`, `y` in points rightwards and downwards from what it names."""

    picture: Picture
    x: float
    y: float
    from_page: bool
    down_from_page: bool

    def draw_at(self, canvas: Canvas, _width: float, height: float) -> None:
        """Draw; the origin is the block's lower left corner."""
        origin = canvas.absolutePosition(0, 0)
        page_height = float(canvas._pagesize[1])  # noqa: SLF001 - reportlab has no other way to ask
        x = self.x - (origin[0] if self.from_page else 0)
        top = page_height - origin[1] - self.y if self.down_from_page else height - self.y
        one = self.picture
        canvas.drawImage(one.image, x, top - one.height, one.width, one.height, mask="auto")


def readable(content: bytes, width: float) -> ImageReader | None:
    """A picture's bytes for reportlab, brought down to what paper shows at `width` points; None if not decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=DECODER_NAMES) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            if image.format == "JPEG" and image.mode in ("L", "RGB") and image.width * 72 <= width * 2 * _DPI:
                image.load()
                return ImageReader(io.BytesIO(content))
            shown = plain(image)
            most = max(int(width / 72 * _DPI), 8)
            if shown.width > most:
                shown = shown.resize((most, max(1, shown.height * most // shown.width)))
            return ImageReader(shown.convert("L" if shown.mode in ("1", "L") else "RGB"))
    except (OSError, SyntaxError, ValueError, KeyError, EOFError, TypeError, Image.DecompressionBombError):
        return None


class Pictures:
    """Finds the pictures of one part; says on `note` what it could not draw. `width`, `height`: the most in points."""

    def __init__(self, part: Part, width: float, height: float, note: Callable[[str], None]) -> None:
        self._part, self._width, self._height, self._note = part, width, height, note

    def drawing(self, drawing: Element) -> Picture | PlacedPicture | str:
        """A w:drawing; a string stands in where it cannot be drawn."""
        blip = drawing.find(f".//{qn('a:blip')}")
        extent = drawing.find(f".//{qn('wp:extent')}")
        if blip is None or extent is None:
            return self._in_words(drawing)
        width, height = (number(extent.get(name)) / _EMU for name in ("cx", "cy"))
        anchor = drawing.find(qn("wp:anchor"))
        found = self._picture(blip.get(qn("r:embed")), blip.get(qn("r:link")), width, height)
        if anchor is None or isinstance(found, str) or anchor.find(qn("wp:wrapNone")) is None:
            return found
        return _placed(anchor, found)

    def _in_words(self, drawing: Element) -> str:
        """What stands in for a chart or diagram: what it says."""
        chart, diagram = drawing.find(f".//{qn('c:chart')}"), drawing.find(f".//{qn('dgm:relIds')}")
        words = ""
        if chart is not None and (part := self._inside(chart.get(qn("r:id")))):
            with suppress(NoChart):
                words = read_chart(part).words
        elif diagram is not None and (part := self._inside(diagram.get(qn("r:dm")))):
            words = diagram_words(part)
        self._note(IN_WORDS if words else UNDRAWN)
        return f"〔{words}〕" if words else _UNDRAWN_MARK

    def _inside(self, relation: str | None) -> bytes:
        found = self._part.rels.get(relation or "")
        return b"" if found is None or found.is_external else found.target_part.blob

    def shape(self, pict: Element) -> Picture | str | None:
        """A VML picture (w:pict, w:object); None where it has none."""
        data = next((one for one in pict.iter() if str(one.tag).endswith("}imagedata")), None)
        if data is None:
            return None
        style = next((one.get("style") for one in pict.iter() if one.get("style")), "") or ""
        sizes = dict(part.split(":", 1) for part in style.replace(" ", "").split(";") if ":" in part)
        width, height = _points(sizes.get("width")), _points(sizes.get("height"))
        return self._picture(data.get(qn("r:id")), data.get(qn("r:href")), width or 120, height or 90)

    def _picture(self, embedded: str | None, linked: str | None, width: float, height: float) -> Picture | str:
        found = self._found(embedded, linked, width, height)
        too_small_for_words = width < 40 or height < 6
        return "" if isinstance(found, str) and too_small_for_words else found

    def _found(self, embedded: str | None, linked: str | None, width: float, height: float) -> Picture | str:
        relation = self._part.rels.get(embedded or linked or "")
        if relation is None or relation.is_external:
            self._note(OUTSIDE if relation is not None or linked else UNDRAWN)
            return _OUTSIDE_MARK if relation is not None or linked else _UNDRAWN_MARK
        scale = min(1.0, self._width / max(width, 1), self._height / max(height, 1))
        width, height = max(width * scale, 1), max(height * scale, 1)
        image = readable(relation.target_part.blob, width)
        if image is None:
            self._note(UNDRAWN)
            return _UNDRAWN_MARK
        return Picture(image, width, height)


def _points(text: str | None) -> float:
    units = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
    return number(text[:-2]) * units.get(text[-2:], 0.0) if text else 0.0


def _placed(anchor: Element, picture: Picture) -> Picture | PlacedPicture:
    across, down = anchor.find(qn("wp:positionH")), anchor.find(qn("wp:positionV"))
    offsets = [one.find(qn("wp:posOffset")) if one is not None else None for one in (across, down)]
    x, y = (number(one.text) / _EMU if one is not None else None for one in offsets)
    if x is None or y is None:
        return picture
    return PlacedPicture(picture, x, y, across.get("relativeFrom") == "page", down.get("relativeFrom") == "page")
