"""Page numbers, where DA/T 22-2015 wants them: at the top right of the page as a reader sees it.

A page's own coordinates say little of what is seen: it may be turned, cropped, moved off the origin, scaled by a
UserUnit. The number is placed in the seen page and turned back into the page's own space.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.output.page_content import enclosure, streams
from foodsafe_desktop.output.stamp_face import Face, embed, face
from foodsafe_desktop.seen import FALLBACK_BOX, Seen, box_of, inherited, seen

MM = 72 / 25.4
RIGHT = 12 * MM
"""From the seen page's right edge to the label's right end, on A4."""
TOP = 9 * MM
"""From the seen page's top edge to the top of the label's figures, on A4."""
SIZE = 12.0
"""小四, on A4. Larger pages get a label in proportion, so that it is as large once they are printed on A4."""
LEAST_SIZE = 6.0
"""Below this nobody reads it; smaller only where the page itself leaves no room."""

_A4 = (210 * MM, 297 * MM)
_TURNS = {
    # rotation: (which corner of the box is seen top right, direction of reading)
    0: ((2, 3), (1, 0)),
    90: ((0, 3), (0, 1)),
    180: ((0, 1), (-1, 0)),
    270: ((2, 1), (0, -1)),
}


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a label goes: the matrix from its own space (points, origin at the baseline) to the page, and its size."""

    matrix: tuple[float, float, float, float, float, float]
    size: float


class CannotStamp(Exception):
    """A page that takes no stamp; `index` counts pages from 0."""

    def __init__(self, index: int) -> None:
        super().__init__(f"page {index}")
        self.index = index


def stamp(pdf: pikepdf.Pdf, labels: Sequence[str | None], check: Callable[[], None] = lambda: None) -> None:
    """Put each page's label at its seen top-right corner; None leaves that page alone.

    Labels use the characters of `stamp_face.ALPHABET`. Raises ValueError when there are not as many labels as pages,
    CannotStamp at a page that is beyond repair. `check` is called before every page, and may raise to stop.
    """
    if len(labels) != len(pdf.pages):
        raise ValueError(f"{len(labels)} labels for {len(pdf.pages)} pages")
    stamper = _Stamper(pdf)
    for index, (page, label) in enumerate(zip(pdf.pages, labels, strict=True)):
        check()
        if label:
            try:
                stamper.put(page, label)
            except Exception as error:
                # Nothing narrower is known of what a broken page makes qpdf's binding raise; the caller names the file.
                raise CannotStamp(index) from error


def place(page: Seen, label: str, lettering: Face) -> Placing:
    """Where a label goes on a page, and how large."""
    width, height = page.size
    scale = max(min(width, height) / _A4[0], max(width, height) / _A4[1])
    em_width, em_height = lettering.width(label) / 1000, lettering.cap_height / 1000
    room = min(width * 0.8 / em_width, height * 0.5 / em_height)
    size = min(max(SIZE * scale, LEAST_SIZE), room)
    right = min(RIGHT * scale, width - em_width * size)
    top = min(TOP * scale, height - em_height * size)
    corner, (along_x, along_y) = _TURNS[page.rotation]
    # From the seen corner: back by margin and width against the reading direction, down by margin and height.
    back, down = (right + em_width * size) / page.unit, (top + em_height * size) / page.unit
    x = page.box[corner[0]] - along_x * back + along_y * down
    y = page.box[corner[1]] - along_y * back - along_x * down
    per = 1 / page.unit
    return Placing((along_x * per, along_y * per, -along_y * per, along_x * per, x, y), size)


class _Stamper:
    """One document's stamp: the objects that all its pages share."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._font, self._halos = embed(pdf)
        self._save = pdf.make_stream(b"q\n")

    def put(self, page: pikepdf.Page, label: str) -> None:
        where = seen(page)
        _make_explicit(page, where)
        enclosed = enclosure(self._pdf, page)
        draw = self._drawing(self._own_resources(page), label, place(where, label, face()))
        before = self._save if enclosed.before == b"q\n" else self._pdf.make_stream(enclosed.before)
        page.obj.Contents = Array([before, *streams(page), self._pdf.make_stream(enclosed.after + draw)])

    def _drawing(self, resources: Dictionary, label: str, placing: Placing) -> bytes:
        """The halo of every character, then the label as text over them."""
        lettering = face()
        scale = placing.size / 1000
        parts = ["q", _operands(placing.matrix), "cm q", _operands((scale, 0, 0, scale, 0, 0)), "cm"]
        advance = 0
        for char in label:
            halo = _named(resources, Name.XObject, f"/FsdN{ord(char):x}", self._halos[char])
            parts += [_operands((1, 0, 0, 1, advance, 0)), f"cm {halo} Do"]
            advance = lettering.advance[char]
        font = _named(resources, Name.Font, "/FsdN", self._font)
        parts += [f"Q 0 g BT {font} {placing.size:.4f} Tf <{lettering.encoded(label)}> Tj ET Q\n"]
        return " ".join(parts).encode("ascii")

    def _own_resources(self, page: pikepdf.Page) -> Dictionary:
        """The page's resources; shared ones stay shared, for every page adds the same few names to them."""
        found = inherited(page, Name.Resources)
        resources = found if isinstance(found, Dictionary) else Dictionary()
        if not resources.is_indirect:
            resources = self._pdf.make_indirect(resources)
        page.obj.Resources = resources
        return resources


def _named(resources: Dictionary, category: Name, name: str, value: pikepdf.Object) -> str:
    """The name under which `value` stands in the resources: the given one, or the first free one after it."""
    group = resources.get(category)
    if not isinstance(group, Dictionary):
        resources[category] = group = Dictionary()
        group = resources[category]
    candidate, count = name, 0
    while True:
        found = group.get(candidate)
        if found is None:
            group[candidate] = value
            return candidate
        if isinstance(found, pikepdf.Object) and found.is_indirect and found.objgen == value.objgen:
            return candidate
        count += 1
        candidate = f"{name}.{count}"


def _make_explicit(page: pikepdf.Page, where: Seen) -> None:
    """Say on the page itself what viewers would otherwise each guess in their own way."""
    if box_of(page.obj.get(Name.MediaBox)) is None:
        page.obj.MediaBox = Array(box_of(inherited(page, Name.MediaBox)) or FALLBACK_BOX)
    if Name.CropBox in page.obj and box_of(page.obj.CropBox) != where.box:
        page.obj.CropBox = Array(where.box)
    if page.obj.get(Name.Rotate) != where.rotation:
        page.obj.Rotate = where.rotation


def _operands(values: Sequence[float]) -> str:
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
