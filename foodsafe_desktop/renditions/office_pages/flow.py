"""Text with mixed faces, sizes and colours, and pictures in it, as one reportlab flowable that breaks over pages.

Each character is printed by the first shipped face that has it, and lines are broken by the rules of `lettering`;
reportlab's own paragraphs know neither.
"""

# mypy: disable-error-code="no-untyped-call"
# reportlab types only some of what its classes hand on.

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Protocol

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.lettering.fonts import Face, printable, runs, text_width
from foodsafe_desktop.lettering.typesetting import may_break

_OBJECT = "\ufffc"
"""Stands for a picture among the characters."""
_WIDEST_STRETCH = 0.12
"""Of the line: what is shorter is not stretched to the margin."""
_BELOW = 0.22
"""Of the size: how far the line's descenders reach below the base line."""
_MOST_ON_A_LINE = 4000
_HIGHEST = 440.0
"""Of a line of text, in points: more does not go on a lying page."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a span is printed. `size` in points, `colour` as RRGGBB, `raised` in parts of the size."""

    face: Face = Face.SONG
    size: float = 10.5
    colour: str = "000000"
    underline: bool = False
    struck: bool = False
    raised: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look. A tab goes to the next stop, a line break breaks."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands among the text, in points."""

    image: ImageReader
    width: float
    height: float


class Placed(Protocol):
    """Something drawn at a place of its own beside the text's first line."""

    def draw_at(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw; the origin is the block's lower left corner, `height` its upper edge."""
        ...


@dataclass(frozen=True, slots=True)
class Setting:
    """How a block is set, in points. `align`: left, center, right or both. `leading`: exact, or 0 for `stretch`.

    `pitch` is the grid of lines that heights are rounded up to, 0 where there is none.
    """

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    leading: float = 0.0
    least: float = 0.0
    stretch: float = 1.3
    pitch: float = 0.0
    tab: float = 21.0


Atom = tuple[str, Look | Picture, float]
"""Text, look and width."""


@dataclass(slots=True)
class _Line:
    pieces: list[Atom] = field(default_factory=list)
    last: bool = False
    height: float = 0.0
    base: float = 0.0

    @property
    def width(self) -> float:
        return sum(width for _, _, width in self.pieces)


class TextBlock(Flowable):
    """One paragraph."""

    def __init__(
        self,
        content: Sequence[Span | Picture],
        setting: Setting | None = None,
        before: float = 0.0,
        after: float = 0.0,
        placed: Sequence[Placed] = (),
    ) -> None:
        super().__init__()
        self.content, self.setting = content, setting or Setting()
        self.placed = placed
        self.spaceBefore, self.spaceAfter = before, after
        self._lines: list[_Line] | None = None
        self._for_width = -1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height in points."""
        if self._for_width != width:
            if self._lines is None or self._for_width >= 0:
                self._lines = _broken(self.content, self.setting, width)
            self._for_width = width
        return width, sum(line.height for line in self._lines or ())

    def split(self, width: float, height: float) -> list[Flowable]:
        """As many lines as go in, and the rest."""
        self.wrap(width, height)
        lines = self._lines or []
        count, used = 0, 0.0
        for line in lines:
            if used + line.height > height + 0.01:
                break
            used += line.height
            count += 1
        if len(lines) - count == 1 and count > 2:  # no line alone on the next page
            count -= 1
        if count == 0 or (count == 1 and len(lines) > 3 and lines[0].height < _HIGHEST / 4):
            return []
        return [self._part(lines[:count], width, first=True), self._part(lines[count:], width, first=False)]

    def _part(self, lines: list[_Line], width: float, *, first: bool) -> "TextBlock":
        setting = self.setting if first else replace(self.setting, first=0.0)
        part = TextBlock(
            (),
            setting,
            self.getSpaceBefore() if first else 0.0,
            0.0 if first else self.getSpaceAfter(),
            self.placed if first else (),
        )
        part._lines, part._for_width = lines, width
        return part

    def minWidth(self) -> float:  # noqa: N802 - reportlab asks for it by this name
        """The narrowest that a table may make it."""
        return self.setting.left + self.setting.right + 12

    def draw(self) -> None:
        """Onto the canvas that reportlab has set."""
        canvas: Canvas = self.canv
        height = sum(line.height for line in self._lines or ())
        for one in self.placed:
            one.draw_at(canvas, self._for_width, height)
        at = height
        for number, line in enumerate(self._lines or ()):
            first = self.setting.first if number == 0 else 0.0
            room = self._for_width - self.setting.left - self.setting.right - first
            _draw_line(canvas, line, self.setting, self.setting.left + first, at - line.base, room)
            at -= line.height


def _atoms(content: Sequence[Span | Picture]) -> list[Atom]:
    """Every printed character with its look and width; pictures and line breaks among them."""
    found: list[Atom] = []
    for one in content:
        if isinstance(one, Picture):
            found.append((_OBJECT, one, one.width))
            continue
        for character in one.text.replace("\r\n", "\n"):
            if character in "\n\t":
                found.append((character, one.look, 0.0))
                continue
            face, size = one.look.face, one.look.size
            found.extend((printed, one.look, text_width(printed, face, size)) for printed in printable(character))
    return found


def _broken(content: Sequence[Span | Picture], setting: Setting, width: float) -> list[_Line]:
    atoms = _atoms(content)
    text = "".join(atom[0] for atom in atoms)
    usual = next((one.look for one in content if isinstance(one, Span)), Look())
    lines: list[_Line] = []
    at = 0
    while at < len(atoms) or not lines:
        room = max(width - setting.left - setting.right - (0 if lines else setting.first), 8.0)
        end, following, last = _cut(atoms, text, at, room, setting)
        line = _Line(_pieces(atoms[at:end], setting), last)
        _measure(line, setting, usual)
        lines.append(line)
        if following == at:
            break
        at = following
    lines[-1].last = True
    return lines


def _cut(atoms: Sequence[Atom], text: str, at: int, room: float, setting: Setting) -> tuple[int, int, bool]:
    """End of the line that begins at `at`, beginning of the next, and whether it ends for good there."""
    used = 0.0
    for place in range(at, min(len(atoms), at + _MOST_ON_A_LINE)):
        character, _, width = atoms[place]
        if character == "\n":
            return place, place + 1, True
        used = _next_stop(used, setting.tab) if character == "\t" else used + width
        if used > room + 0.01 and character != " ":
            end = next((one for one in range(place, at, -1) if _may_break(text, one)), max(place, at + 1))
            following = end
            while following < len(atoms) and text[following] == " ":
                following += 1
            return end, following, False
    end = min(len(atoms), at + _MOST_ON_A_LINE)
    return end, end, end == len(atoms)


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if _OBJECT in (before, after) or before in "\t " or after == "\t":
        return True
    return may_break(text, at)


def _next_stop(used: float, tab: float) -> float:
    return (int(used / tab + 0.02) + 1) * tab


def _pieces(atoms: Sequence[Atom], setting: Setting) -> list[Atom]:
    """Atoms of one look put together; tabs become room."""
    found: list[Atom] = []
    used = 0.0
    for (look, is_tab), group in groupby(atoms, key=lambda atom: (atom[1], atom[0] == "\t")):
        for part in [[one] for one in group] if is_tab or isinstance(look, Picture) else [list(group)]:
            text = "".join(one[0] for one in part)
            width = _next_stop(used, setting.tab) - used if is_tab else sum(one[2] for one in part)
            found.append(("" if is_tab else text, look, width))
            used += width
    while found and found[-1][0] and not found[-1][0].strip(" ") and not _is_ruled(found[-1][1]):
        found.pop()
    return found


def _is_ruled(look: Look | Picture) -> bool:
    """Whether blanks of this look are seen: underlined ones are lines to write on."""
    return isinstance(look, Look) and look.underline


def _measure(line: _Line, setting: Setting, usual: Look) -> None:
    looks = [look for _, look, _ in line.pieces if isinstance(look, Look)] or [usual]
    size = max(look.size for look in looks)
    picture = max((one.height for _, one, _ in line.pieces if isinstance(one, Picture)), default=0.0)
    if setting.leading and not picture:
        line.height = setting.leading
    elif setting.pitch and not picture:
        rows = -(-size * 1.12 // setting.pitch)
        line.height = max(rows * setting.pitch * setting.stretch / 1.3, setting.least)
    else:
        line.height = max(size * setting.stretch, setting.least, picture + (size * _BELOW if picture else 0))
    if not picture:
        line.height = min(line.height, _HIGHEST)
    slack = max(line.height - size, 0) / 2
    line.base = line.height - size * _BELOW if picture else min(line.height, slack + size * (1 - _BELOW) + size * 0.06)


def _draw_line(canvas: Canvas, line: _Line, setting: Setting, x: float, y: float, room: float) -> None:
    slack = room - line.width
    gap = 0.0
    if setting.align == "center":
        x += slack / 2
    elif setting.align == "right":
        x += slack
    elif setting.align == "both" and not line.last and 0 < slack < room * _WIDEST_STRETCH:
        count = sum(len(text) for text, _, _ in line.pieces)
        gap = slack / (count - 1) if count > 1 else 0.0
    for text, look, width in line.pieces:
        if isinstance(look, Picture):
            canvas.drawImage(look.image, x, y, look.width, look.height, mask="auto")
            x += width + gap
            continue
        _draw_text(canvas, text, look, x, y, gap)
        spread = width + gap * len(text)
        _rule(canvas, look, x, y, spread)
        x += spread


def _draw_text(canvas: Canvas, text: str, look: Look, x: float, y: float, gap: float) -> None:
    canvas.setFillColor(f"#{look.colour}")
    for font, part in runs(text, look.face):
        drawn: Any = canvas.beginText(x, y + look.raised * look.size)
        drawn.setFont(font, look.size)
        if gap:
            drawn.setCharSpace(gap)
        drawn.textOut(part)
        if gap:
            drawn.setCharSpace(0)
        canvas.drawText(drawn)
        x += text_width(part, look.face, look.size) + gap * len(part)


def _rule(canvas: Canvas, look: Look, x: float, y: float, width: float) -> None:
    canvas.setStrokeColor(f"#{look.colour}")
    canvas.setLineWidth(max(look.size / 20, 0.4))
    if look.underline:
        canvas.line(x, y - look.size * 0.14, x + width, y - look.size * 0.14)
    if look.struck:
        canvas.line(x, y + look.size * 0.3, x + width, y + look.size * 0.3)
