"""Evidence pages made to fit the paper: narrowed at the binding edge, or brought down to A4, and moved nowhere else.

The drawing becomes a form that is shown smaller; not a byte of it is changed. A form and not a mere scaling, because
patterns and shadings of a page keep to the page's own space, and would stay behind.
"""

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.domain.printed_size import printed
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.lettering.typesetting import MM
from foodsafe_desktop.output.page_content import as_form, enclosure
from foodsafe_desktop.output.page_ending import streams
from foodsafe_desktop.output.upright import Matrix, bounds, moved, operands, upright
from foodsafe_desktop.seen import Box, Seen, number_of, seen

_FORM = "/FsdPage"
_EDGES = (Name.BleedBox, Name.TrimBox, Name.ArtBox, Name.UserUnit)
_POINTS = ("/QuadPoints", "/Vertices", "/L")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page becomes: by how much it is scaled and whereto, in its own space, and the box that is seen then."""

    matrix: Matrix
    box: Box


def frame(page: Seen, recipe: Recipe, *, front: bool) -> Frame | None:
    """How a page of evidence goes onto its paper; None where it stays as it is.

    Portrait pages are narrowed at the left on fronts and at the right on backs. Landscape pages stay so, and are bound
    by their head as the contents are: they are narrowed at the top on fronts, at the foot on backs.
    """
    width, height = page.size
    target = tuple(length * MM for length in printed((width / MM, height / MM), recipe))
    smaller = min(1.0, target[0] / width, target[1] / height)
    if smaller > 1 - 1e-4:
        target, smaller = (width, height), 1.0
    wide, high = target
    landscape = wide > high
    gutter = min(recipe.gutter * MM, (high if landscape else wide) / 4)
    if smaller == 1 and not gutter:
        return None
    room = (wide, high - gutter) if landscape else (wide - gutter, high)
    scale = min(smaller, room[0] / width, room[1] / height)
    x, y = (room[0] - width * scale) / 2, (room[1] - height * scale) / 2
    if landscape:
        return _own(page, scale, (x, y if front else y + gutter), target)
    return _own(page, scale, (x + gutter if front else x, y), target)


def _own(page: Seen, scale: float, origin: tuple[float, float], target: tuple[float, ...]) -> Frame:
    """From the upright space, where the old page's lower left corner goes to `origin`, to the page's own."""
    matrix = upright(page)
    if target == page.size:
        here, there = moved(matrix, (0, 0)), moved(matrix, origin)
        box, factor = page.box, scale
    else:
        # A new sheet begins at 0, 0 in points of its own: its unit, its crop and whatever lay outside are gone.
        turned = page.rotation in (90, 270)
        box = (0.0, 0.0, target[1], target[0]) if turned else (0.0, 0.0, target[0], target[1])
        here, there = moved(matrix, (0, 0)), moved(upright(Seen(box, page.rotation, 1.0)), origin)
        factor = scale * page.unit
    return Frame((factor, 0, 0, factor, there[0] - factor * here[0], there[1] - factor * here[1]), box)


def reframe(pdf: pikepdf.Pdf, page: pikepdf.Page, recipe: Recipe, *, front: bool) -> None:
    """Fit one page of an opened source, in memory, with what is left of its annotations."""
    before = seen(page)
    to = frame(before, recipe, front=front)
    if to is None:
        return
    shown = f"q {operands(to.matrix)} cm"
    form = as_form(pdf, page, before.box)
    if form is not None:
        page.obj.Resources = Dictionary(XObject=Dictionary({_FORM: form}))
        page.obj.Contents = pdf.make_stream(f"{shown} {_FORM} Do Q\n".encode())
    else:
        enclosed = enclosure(pdf, page)
        x0, y0, x1, y1 = before.box
        clip = f"{shown} {operands((x0, y0, x1 - x0, y1 - y0))} re W n\n".encode()
        first, last = pdf.make_stream(clip + enclosed.before), pdf.make_stream(enclosed.after + b"Q\n")
        page.obj.Contents = Array([first, *streams(page), last])
    for key in _EDGES if to.box != before.box else ():
        if key in page.obj:
            del page.obj[key]
    page.obj.MediaBox = Array(to.box)
    if Name.CropBox in page.obj or to.box == before.box:
        page.obj.CropBox = Array(to.box)
    page.obj.Rotate = before.rotation
    for annotation in page.obj.get(Name.Annots, Array()):
        _move(annotation, to.matrix)


def _move(annotation: pikepdf.Object, matrix: Matrix) -> None:
    """Take a mark or a link along; one whose places are no numbers stays where it is."""
    if isinstance(rect := annotation.get(Name.Rect), Array) and len(rect) == 4:
        corners = [number_of(one) for one in rect.as_list()]
        x0, y0, x1, y1 = (one if one is not None else 0.0 for one in corners)
        annotation.Rect = Array(bounds(matrix, (x0, y0, x1, y1)))
    for key in _POINTS:
        if isinstance(points := annotation.get(key), Array):
            annotation[key] = _moved_points(points, matrix)
    if isinstance(strokes := annotation.get(Name.InkList), Array):
        drawn = [one for one in strokes.as_list() if isinstance(one, Array)]
        annotation.InkList = Array([_moved_points(one, matrix) for one in drawn])


def _moved_points(points: Array, matrix: Matrix) -> Array:
    numbers = [number_of(one) or 0.0 for one in points.as_list()]
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    return Array([value for pair in pairs for value in moved(matrix, pair)])
