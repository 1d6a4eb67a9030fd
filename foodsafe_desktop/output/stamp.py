"""What pages get printed on them in a volume: numbers, codes and archive stamps, upright as the pages are seen."""

from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.lettering.typesetting import MM
from foodsafe_desktop.output.forms.sizes import ARCHIVE_STAMP, ARCHIVE_STAMP_TOP
from foodsafe_desktop.output.marks import Mark, Spot
from foodsafe_desktop.output.page_content import enclosure
from foodsafe_desktop.output.page_ending import streams
from foodsafe_desktop.output.qr import QUIET_ZONE, packed
from foodsafe_desktop.output.stamp_face import Face, embed, face
from foodsafe_desktop.output.upright import operands, scale_of, upright
from foodsafe_desktop.seen import FALLBACK_BOX, Seen, box_of, inherited, seen

SIDE = 12 * MM
"""From the seen page's left or right edge to the label, on A4."""
TOP = 9 * MM
"""From the seen page's top edge to the top of the label's figures, and from the bottom edge to their foot, on A4."""
SIZE = 12.0
"""小四, on A4. Larger pages get a label in proportion, so that it is as large once they are printed on A4."""
LEAST_SIZE = 6.0
"""Below this nobody reads it; smaller only where the page itself leaves no room."""
CODE = 9 * MM
"""A code without its quiet zone, on A4: with it, it ends below the 15 mm that the forms leave white."""
LEAST_CODE = 8 * MM
"""What a cheap camera still reads; smaller only where the page itself leaves no room."""
CODE_EDGE = 4.8 * MM
"""From the page's corner to a code's modules, on A4: printers leave 4 to 5 mm white."""
_NEVER_MORE = 0.25
"""Of the page's shorter side, for a code."""
_BESIDE = 2 * MM

Bounds = tuple[float, float, float, float]


class CannotStamp(Exception):
    """A page that takes no stamp; `index` counts pages from 0."""

    def __init__(self, index: int) -> None:
        super().__init__(f"page {index}")
        self.index = index


def stamp(
    pdf: pikepdf.Pdf,
    marks: Sequence[Mark],
    check: Callable[[], None] = lambda: None,
    archive_stamps: Sequence[pikepdf.Object] = (),
) -> None:
    """Print each page's mark on it; a page whose mark is empty stays as it is.

    Labels use the characters of `stamp_face.ALPHABET`; `archive_stamps` are forms of 45 × 16 mm in this document.
    Raises ValueError when there are not as many marks as pages, CannotStamp at a page that is beyond repair. `check`
    is called before every page, and may raise to stop.
    """
    if len(marks) != len(pdf.pages):
        raise ValueError(f"{len(marks)} marks for {len(pdf.pages)} pages")
    stamper = _Stamper(pdf, archive_stamps)
    for index, (page, mark) in enumerate(zip(pdf.pages, marks, strict=True)):
        check()
        if mark.label or mark.code or mark.archive_stamp is not None:
            try:
                stamper.put(page, mark)
            except Exception as error:
                # Nothing narrower is known of what a broken page makes qpdf's binding raise; the caller names the file.
                raise CannotStamp(index) from error


def place_label(page: Seen, mark: Mark, lettering: Face) -> tuple[float, float, float]:
    """Left end and foot of a label in the upright page, and the size of its letters."""
    width, height = page.size
    scale = scale_of(page)
    em_width, em_height = lettering.width(mark.label) / 1000, lettering.cap_height / 1000
    room = min(width * 0.8 / em_width, height * 0.5 / em_height)
    size = min(max(SIZE * scale, LEAST_SIZE), room)
    long, high = em_width * size, em_height * size
    across, up = mark.at.value
    side = min(SIDE * scale, width - long)
    if mark.code and mark.at is mark.code_at:
        left, _, right, _ = place_code(page, mark.code_at)
        quiet = (right - left) * 0.2
        side = min((width - left if across > 0 else right) + quiet + _BESIDE * scale, width - long)
    x = {-1: side, 0: (width - long) / 2, 1: width - side - long}[across]
    edge = min(TOP * scale, height - high)
    return (x, height - edge - high if up > 0 else edge, size)


def place_code(page: Seen, at: Spot) -> Bounds:
    """Where a code's modules stand in the upright page, without the white around them."""
    width, height = page.size
    scale = scale_of(page)
    side = min(max(CODE * scale, LEAST_CODE), _NEVER_MORE * min(width, height))
    edge = CODE_EDGE * min(scale, side / CODE)
    across, up = at.value
    x = {-1: edge, 0: (width - side) / 2, 1: width - edge - side}[across]
    y = edge if up < 0 else height - edge - side
    return (x, y, x + side, y + side)


def place_archive_stamp(page: Seen) -> Bounds:
    """Where the archive stamp stands: in the middle of the upper edge, as DA/T 22-2015 has it."""
    width, height = page.size
    wide, high = (length * MM for length in ARCHIVE_STAMP)
    factor = min(scale_of(page), 0.5 * width / wide, 0.4 * height / high)
    x, top = (width - wide * factor) / 2, height - ARCHIVE_STAMP_TOP * MM * factor
    return (x, top - high * factor, x + wide * factor, top)


class _Stamper:
    """One document's stamp: the objects that all its pages share."""

    def __init__(self, pdf: pikepdf.Pdf, archive_stamps: Sequence[pikepdf.Object]) -> None:
        self._pdf = pdf
        self._font, self._halos = embed(pdf)
        self._save = pdf.make_stream(b"q\n")
        self._archive_stamps = archive_stamps

    def put(self, page: pikepdf.Page, mark: Mark) -> None:
        where = seen(page)
        _make_explicit(page, where)
        enclosed = enclosure(self._pdf, page)
        draw = self._drawing(self._own_resources(page), mark, where)
        before = self._save if enclosed.before == b"q\n" else self._pdf.make_stream(enclosed.before)
        page.obj.Contents = Array([before, *streams(page), self._pdf.make_stream(enclosed.after + draw)])

    def _drawing(self, resources: Dictionary, mark: Mark, where: Seen) -> bytes:
        parts = ["q", operands(upright(where)), "cm"]
        if mark.archive_stamp is not None:
            x, y, right, _ = place_archive_stamp(where)
            form = self._archive_stamps[mark.archive_stamp]
            name = _named(resources, Name.XObject, f"/FsdA{mark.archive_stamp}", form)
            factor = (right - x) / (ARCHIVE_STAMP[0] * MM)
            parts += ["q", operands((factor, 0, 0, factor, x, y)), f"cm {name} Do Q"]
        if mark.code:
            parts += _code(mark.code, place_code(where, mark.code_at))
        if mark.label:
            parts += self._label(resources, mark, where)
        return " ".join([*parts, "Q\n"]).encode("ascii")

    def _label(self, resources: Dictionary, mark: Mark, where: Seen) -> list[str]:
        """The halo of every character, then the label as text over them."""
        lettering = face()
        x, y, size = place_label(where, mark, lettering)
        scale = size / 1000
        parts = ["q", operands((scale, 0, 0, scale, x, y)), "cm"]
        halos = {char: _named(resources, Name.XObject, f"/FsdN{ord(char):x}", self._halos[char]) for char in mark.label}
        parts += [f"{halos[char]} Do 1 0 0 1 {lettering.advance[char]} 0 cm" for char in mark.label]
        font = _named(resources, Name.Font, "/FsdN", self._font)
        shown = lettering.encoded(mark.label)
        return [*parts, f"Q 0 g BT {font} {size:.4f} Tf {operands((x, y))} Td <{shown}> Tj ET"]

    def _own_resources(self, page: pikepdf.Page) -> Dictionary:
        """The page's resources; shared ones stay shared, for every page adds the same few names to them."""
        found = inherited(page, Name.Resources)
        resources = found if isinstance(found, Dictionary) else Dictionary()
        if not resources.is_indirect:
            resources = self._pdf.make_indirect(resources)
        page.obj.Resources = resources
        return resources


def _code(text: str, where: Bounds) -> list[str]:
    """A code as one picture of a bit a module, on white as wide as its quiet zone."""
    code = packed(text)
    x, y, right, _ = where
    side = right - x
    quiet = side / code.modules * QUIET_ZONE
    white = operands((x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet))
    picture = f"BI /W {code.modules} /H {code.modules} /BPC 1 /IM true /D [1 0] /F /AHx ID {code.bits.hex()}> EI"
    return ["1 g", white, "re f 0 g q", operands((side, 0, 0, side, x, y)), "cm", picture, "Q"]


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
