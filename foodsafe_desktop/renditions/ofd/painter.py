"""Objects of a page (GB/T 33190-2016, 8 to 13) onto a sheet: each in a group of its own, so that none harms another."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Object

from foodsafe_desktop.renditions.making import CannotPrint
from foodsafe_desktop.renditions.ofd.document import Document
from foodsafe_desktop.renditions.ofd.faces import Face, NotAFont
from foodsafe_desktop.renditions.ofd.glyphs import GlyphStore
from foodsafe_desktop.renditions.ofd.images import NotAPicture, image_object
from foodsafe_desktop.renditions.ofd.package import PartMissing, Remarks, children, text_of
from foodsafe_desktop.renditions.ofd.paint import Paint, Style, fills, shading, strokes, style_of
from foodsafe_desktop.renditions.ofd.paths import path
from foodsafe_desktop.renditions.ofd.scribe import Scribe
from foodsafe_desktop.renditions.ofd.sheet import Sheet, SheetFull
from foodsafe_desktop.renditions.ofd.values import (
    IDENTITY,
    Box,
    Matrix,
    apply,
    box,
    is_true,
    matrix,
    number,
    pdf,
    shifted,
    times,
)

_DEEPEST = 12
_MOST_OBJECTS = 200_000
_MOST_CELLS = 2_500
_SLACK = 0.5
"""Millimetres that an object may reach beyond its boundary: many producers measure it without the line's width."""
_UPSIDE_DOWN: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, 1.0)
_MODES = ("Normal", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight")


@dataclass(slots=True)
class Workshop:
    """What all pages of a file share: the PDF being written, its glyphs, faces and pictures, and the remarks."""

    target: pikepdf.Pdf
    remarks: Remarks
    glyphs: GlyphStore
    faces: dict[tuple[Document, str], Face | None] = field(default_factory=dict)
    pictures: dict[tuple[Document, str, str], Object | None] = field(default_factory=dict)
    objects: int = 0

    def count(self) -> None:
        """Count an object of the page being drawn. Raises SheetFull when there are too many."""
        self.objects += 1
        if self.objects > _MOST_OBJECTS:
            raise SheetFull


class Painter:
    """Draws blocks of a document on one sheet."""

    def __init__(self, workshop: Workshop, document: Document, sheet: Sheet) -> None:
        self._workshop, self._document, self.sheet = workshop, document, sheet
        self._resources = document.resources
        self._scribe = Scribe(workshop.glyphs, sheet, workshop.remarks)

    def use(self, page: Element, base: str) -> None:
        """Know also the resources that a page brings for itself (7.7, PageRes)."""
        for one in children(page, "PageRes"):
            self._resources = self._resources | self._document.resources_at(base, one.text)

    def block(self, objects: Iterable[Element], parameters: str | None = None, deep: int = 0) -> None:
        """Draw objects in their order; `parameters` are the drawing parameters of their layer.

        What fails is taken back and remarked upon. Raises SheetFull.
        """
        for element in objects:
            mark = self.sheet.mark()
            try:
                self._draw(element, parameters, deep)
            except (SheetFull, CannotPrint):
                raise
            except Exception:  # whatever a stranger's file brings up, the rest of the page is drawn
                self.sheet.back_to(mark)
                self._workshop.remarks.add("有图元数据异常，未能打印")

    def _draw(self, element: Element, parameters: str | None, deep: int) -> None:
        if element.tag == "PageBlock":
            if deep < _DEEPEST:
                self.block(element, parameters, deep + 1)
            else:
                self._workshop.remarks.add("有嵌套过深的图元，未能打印")
            return
        draw = {
            "TextObject": self._text,
            "PathObject": self._path,
            "ImageObject": self._image,
            "CompositeObject": self._composite,
        }.get(str(element.tag))
        if draw is None or not is_true(element.get("Visible"), default=True):
            return
        self._workshop.count()
        boundary = box(element.get("Boundary")) or Box(0, 0, 0, 0)
        self.sheet.put("q")
        self.sheet.concatenate(shifted(boundary.x, boundary.y))
        if element.tag != "TextObject":  # letters reach beyond their boundary in many files, and no reader cuts them
            self._cut(boundary, number(element.get("LineWidth")))
        own = matrix(element.get("CTM"))
        for clips in children(element, "Clips"):
            self._clip(clips, own)
        draw(element, style_of(element, parameters, self._resources), own, deep)
        self.sheet.put("Q")

    def _cut(self, boundary: Box, line: float) -> None:
        """Clip to the boundary, but for lines, whose boundary has no height."""
        if boundary.width > 0 and boundary.height > 0:
            slack = _SLACK + line
            around = (-slack, -slack, boundary.width + 2 * slack, boundary.height + 2 * slack)
            self.sheet.put(f"{pdf(*around)} re W n")

    def _clip(self, clips: Element, own: Matrix) -> None:
        """Clips (8.4): the areas of one clip add up, several clips are intersected."""
        outer = own if is_true(clips.get("TransFlag"), default=True) else IDENTITY
        for clip in children(clips, "Clip"):
            operators: list[str] = []
            for area in children(clip, "Area"):
                inner = times(matrix(area.get("CTM")), outer)
                for one in children(area, "Path"):
                    start = box(one.get("Boundary")) or Box(0, 0, 0, 0)
                    placed = times(times(matrix(one.get("CTM")), shifted(start.x, start.y)), inner)
                    operators += path(text_of(one, "AbbreviatedData"), placed)[0]
            if operators:
                self.sheet.put(*operators, "W n")
            elif clip.find("Area/Text") is not None:
                self._workshop.remarks.add("有以文字轮廓裁剪的图元，裁剪未予执行")

    def _blend(self, element: Element, fill: Paint, stroke: Paint) -> None:
        whole = max(0.0, min(1.0, number(element.get("Alpha"), 255) / 255))
        mode = element.get("BlendMode") or "Normal"
        self.sheet.blend(fill.alpha * whole, stroke.alpha * whole, mode if mode in _MODES else "Normal")

    def _text(self, element: Element, style: Style, own: Matrix, _deep: int) -> None:
        fill, stroke = style.paint("FillColor"), style.paint("StrokeColor")
        self._blend(element, fill, stroke)
        self.sheet.concatenate(own)
        identity = element.get("Font") or ""
        found = self._resources.get(identity)
        font = Element("Font") if found is None else found.element
        self._scribe.write(element, style, font, self._face(identity))

    def _face(self, identity: str) -> Face | None:
        """The embedded face of a font; None where it has none that can be read."""
        key = self._document, identity
        faces, found = self._workshop.faces, self._resources.get(identity)
        if key not in faces:
            location = None if found is None else text_of(found.element, "FontFile")
            faces[key] = None
            if found is not None and location:
                try:
                    package = self._document.package
                    content = package.read(package.locate(found.base, location))
                    faces[key] = Face(content, f"{len(faces)}")
                except (PartMissing, NotAFont):
                    self._workshop.remarks.add("有内嵌字体不能读取，以随附字体代替")
        return faces[key]

    def _path(self, element: Element, style: Style, own: Matrix, deep: int) -> None:
        fill, stroke = style.paint("FillColor"), style.paint("StrokeColor")
        operators, reach = path(text_of(element, "AbbreviatedData"))
        if not operators:
            return
        self._blend(element, fill, stroke)
        self.sheet.concatenate(own)
        even_odd = "*" if element.get("Rule") == "Even-Odd" else ""
        paints, lines = fills(element), strokes(element)
        if paints and fill.special is not None:
            self.sheet.put("q", *operators, f"W{even_odd} n")
            self._special(fill, reach, own, deep)
            self.sheet.put("Q")
            paints = False
        if paints:
            self.sheet.put(fill.operator())
        if lines:
            self.sheet.put(stroke.operator(stroke=True), *style.line())
        if paints or lines:
            self.sheet.put(*operators, f"B{even_odd}" if paints and lines else f"f{even_odd}" if paints else "S")

    def _special(self, fill: Paint, reach: Box, own: Matrix, deep: int) -> None:
        """Fill the clipped area with a shading or a pattern."""
        found = fill.special
        if found is None:
            return
        if found.tag == "Pattern":
            self._pattern(found, reach, own, deep)
            return
        made = shading(self._workshop.target, found, self._resources)
        if made is None:
            self.sheet.put(fill.operator(), f"{pdf(*reach)} re f")
            self._workshop.remarks.add("有复杂渐变，以平均颜色代替")
        else:
            self.sheet.put(f"{self.sheet.name('Shading', made.objgen, made)} sh")

    def _pattern(self, found: Element, reach: Box, own: Matrix, deep: int) -> None:
        """A tiling (8.3.3) drawn tile by tile from the object's corner."""
        width, height = number(found.get("Width")), number(found.get("Height"))
        step_x = max(abs(number(found.get("XStep"), width)), 0.01)
        step_y = max(abs(number(found.get("YStep"), height)), 0.01)
        placed = matrix(found.get("CTM"))
        inverse = _inverse(placed)
        if width <= 0 or height <= 0 or inverse is None or deep >= _DEEPEST:
            return
        del own  # the path is in the same system as the tiles
        corners = [
            apply(inverse, x, y) for x in (reach.x, reach.x + reach.width) for y in (reach.y, reach.y + reach.height)
        ]
        columns = _places([x for x, _ in corners], width, step_x)
        rows = _places([y for _, y in corners], height, step_y)
        if len(columns) * len(rows) > _MOST_CELLS:
            self._workshop.remarks.add("有过密的底纹，未予打印")
            return
        cell = Painter(self._workshop, self._document, Sheet())
        cell._resources = self._resources
        for content in children(found, "CellContent"):
            cell.block(content, None, deep + 1)
        form = cell.sheet.as_form(self._workshop.target, Box(0, 0, width, height))
        name = self.sheet.name("XObject", form.objgen, form)
        self.sheet.concatenate(placed)
        for row in rows:
            for column in columns:
                self.sheet.put("q", f"{pdf(*shifted(column * step_x, row * step_y))} cm {name} Do", "Q")

    def _image(self, element: Element, _style: Style, own: Matrix, _deep: int) -> None:
        boundary = box(element.get("Boundary")) or Box(0, 0, 0, 0)
        if element.get("CTM") is None:
            own = (boundary.width, 0.0, 0.0, boundary.height, 0.0, 0.0)
        picture = self._picture(element.get("ResourceID") or "", element.get("ImageMask") or "")
        self._blend(element, Paint(), Paint())
        self.sheet.concatenate(own)
        if picture is None:
            self._frame(own)
            return
        self.sheet.concatenate(_UPSIDE_DOWN)
        self.sheet.put(f"{self.sheet.name('XObject', picture.objgen, picture)} Do")

    def _picture(self, identity: str, mask: str) -> Object | None:
        key = self._document, identity, mask
        pictures = self._workshop.pictures
        if key not in pictures:
            hiding = self._medium(mask) if mask else None
            try:
                pictures[key] = image_object(self._workshop.target, self._medium(identity) or b"", hiding)
            except NotAPicture:
                pictures[key] = None
        if pictures[key] is None:
            self._workshop.remarks.add("有图像不能读取，原位置已加框注明")
        return pictures[key]

    def _medium(self, identity: str) -> bytes | None:
        found = self._resources.get(identity)
        if found is None:
            return None
        try:
            package = self._document.package
            return package.read(package.locate(found.base, text_of(found.element, "MediaFile")))
        except PartMissing:
            return None

    def _frame(self, own: Matrix) -> None:
        """A frame around the unit square with a note in it, for what is not there."""
        width = max((own[0] ** 2 + own[1] ** 2) ** 0.5, 0.01)
        height = max((own[2] ** 2 + own[3] ** 2) ** 0.5, 0.01)
        self.sheet.concatenate((1 / width, 0.0, 0.0, 1 / height, 0.0, 0.0))
        frame(self.sheet, self._scribe, Box(0, 0, width, height), "图像不能读取")

    def _composite(self, element: Element, _style: Style, own: Matrix, deep: int) -> None:
        found = self._resources.get(element.get("ResourceID") or "")
        if found is None or deep >= _DEEPEST:
            self._workshop.remarks.add("有复合图元缺失，未能打印")
            return
        self._blend(element, Paint(), Paint())
        self.sheet.concatenate(own)
        for content in children(found.element, "Content"):
            self.block(content, None, deep + 1)


def frame(sheet: Sheet, scribe: Scribe, place: Box, words: str) -> None:
    """A thin grey frame with words in it, as large as they fit."""
    inner = (place.x, place.y, place.width, place.height)
    sheet.put("q", "0.45 g 0.45 G 0.2 w", f"{pdf(*inner)} re S")
    size = min(4.0, place.width / (len(words) + 1), place.height * 0.8)
    left = place.x + (place.width - size * len(words)) / 2
    scribe.line(words, left, place.y + place.height / 2 + size * 0.36, size)
    sheet.put("Q")


def _places(reach: list[float], size: float, step: float) -> range:
    """The numbers of tiles of that size that touch the reach."""
    first = int((min(reach) - size) // step)
    return range(first, int(max(reach) // step) + 1)


def _inverse(of: Matrix) -> Matrix | None:
    a, b, c, d, e, f = of
    scale = a * d - b * c
    if abs(scale) < 1e-9:
        return None
    return (d / scale, -b / scale, -c / scale, a / scale, (c * f - d * e) / scale, (b * e - a * f) / scale)
