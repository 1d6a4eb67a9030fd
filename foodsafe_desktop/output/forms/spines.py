"""盒脊: labels to cut out and stick on the boxes of a set."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.boxes import spine_for, thickness
from foodsafe_desktop.lettering.fonts import Face, printable, text_width
from foodsafe_desktop.lettering.typesetting import GOOD_ENDS, MM, Style, may_break
from foodsafe_desktop.output.forms.cover import COMPILED_BY
from foodsafe_desktop.output.forms.paper import GREY, Paper, fitting
from foodsafe_desktop.output.forms.sizes import (
    A4,
    FRAME_RULE,
    HAIRLINE,
    NOTE,
    SPINE_CLEARANCE,
    SPINE_HEIGHT,
)
from foodsafe_desktop.output.forms.words import box_text
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_TOP, _SIDE, _BETWEEN, _RULER_Y = 22.0, 15.0, 8.0, 282.0
_UPRIGHT = str.maketrans("（）《》〈〉【】〔〕「」『』—…“”", "︵︶︽︾︿﹀︻︼︹︺﹁﹂﹃﹄︱︙﹃﹄")
_NEARLY, _ENOUGH = 0.85, 0.6
"""How much of the largest possible type is given up for fewer columns, and for columns that end where phrases do."""
# Cells from top to bottom and their heights; together SPINE_HEIGHT.
_YEARS, _ARCHIVE, _DIMENSION, _TITLE, _RANGE, _NUMBER, _COMPILER = 13.0, 78.0, 30.0, 60.0, 13.0, 18.0, 32.0

_FONDS, _RETENTION, _ORGAN, _PIECE, _BOX = 26.0, 50.0, 60.0, 26.0, 30.0

_SMALL = Style(Face.SONG, 7, 9)
_Cell = tuple[float, float, float, float]
"""x, y, width, height."""
_Draw = Callable[[Paper, _Cell, str, Style], None]


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell says, line by line with the style of each; `downwards`: in columns from right to left."""

    height: float
    lines: tuple[tuple[str, Style], ...]
    downwards: bool


@dataclass(frozen=True, slots=True)
class SpineLabel:
    """A label for a spine of that width in mm; its cells from top to bottom: height, how to draw, text, style."""

    spine: float
    cells: tuple[tuple[float, _Draw, str, Style], ...]

    @property
    def width(self) -> float:
        """How wide it is cut."""
        return self.spine - SPINE_CLEARANCE

    @property
    def texts(self) -> tuple["CellText", ...]:
        """Its cells as texts, as large as they go in."""
        return tuple(_told(height, draw, text, style, self.width) for height, draw, text, style in self.cells)


@dataclass(frozen=True, slots=True)
class ArchivalBox:
    """What DA/T 22-2015 wants on an archival box; `organ` (机构或问题) is optional, empty fields are written by hand.

    `first` and `last` are the 起止件号; `retention` is in words (永久, 30年); `fonds_name` stands on the front only.
    """

    fonds: str = ""
    year: str = ""
    retention: str = ""
    first: str = ""
    last: str = ""
    number: str = ""
    organ: str = ""
    fonds_name: str = ""
    spine: float = 30.0


def _told(height: float, draw: _Draw, text: str, style: Style, width: float) -> CellText:
    caption, _, value = text.partition("\n") if "\n" in text else ("", "", text)
    if draw is _across:
        lines = ((caption, _SMALL), (value, _narrowed(value, style, width - 3.2)))
        return CellText(height, tuple(line for line in lines if line[0]), downwards=False)
    if not value:
        return CellText(height, ((caption, _SMALL),), downwards=True)
    return CellText(height, ((value, _set(printable(value), style, width - 3.2, height - 4)[1]),), downwards=True)


def spines(volumes: Sequence[BoundVolume], facts: BinderFacts) -> bytes:
    """Spine labels with crop marks, several to a page, A4 portrait, with a ruler to check the print's scale.

    One label a volume, as wide as the box it needs; of a volume in several boxes each is a volume, marked 1/2 and 2/2.
    """
    return label_sheets(indicator_label(volume, facts) for volume in volumes)


def label_sheets(labels: Iterable[SpineLabel]) -> bytes:
    """Any labels with crop marks, several to a page, A4 portrait, with the ruler."""
    paper = Paper(A4)
    x = _SIDE
    _foot(paper)
    for label in labels:
        if x + label.width > A4[0] - _SIDE:
            paper.next_page()
            _foot(paper)
            x = _SIDE
        _draw(paper, x, label)
        x += label.width + _BETWEEN
    return paper.finished()


def trial_labels(spines: Sequence[float]) -> bytes:
    """An empty label for each width of spine, to be held against the boxes before the real ones are printed."""
    style = Style(Face.HEI_BOLD, 24, 28)
    texts = (f"试印样张盒脊{spine:.0f}毫米" for spine in spines)
    return label_sheets(
        SpineLabel(spine, ((SPINE_HEIGHT, _down, text, style),)) for spine, text in zip(spines, texts, strict=True)
    )


def _draw(paper: Paper, x: float, label: SpineLabel) -> None:
    width, y = label.width, _TOP
    paper.crop_marks(x, y, width, SPINE_HEIGHT)
    paper.box(x + 0.8, y + 0.8, width - 1.6, SPINE_HEIGHT - 1.6, FRAME_RULE)
    for height, draw, text, style in label.cells:
        if y > _TOP:
            paper.rule(x + 0.8, y, x + width - 0.8, y, HAIRLINE)
        draw(paper, (x + 1.6, y, width - 3.2, height), text, style)
        y += height
    note = f"盒脊{label.spine:.0f}毫米"
    paper.write(x + width / 2, y + 7, note, Style(Face.SONG, 7, 9), "centre", GREY)


def indicator_label(volume: BoundVolume, facts: BinderFacts) -> SpineLabel:
    """The label of a volume filed by indicator, as wide as the box it needs; no standard rules its fields."""
    spine = spine_for(thickness(volume.laid), volume.laid.recipe)
    return SpineLabel(spine, tuple(_indicator_cells(volume.plan, facts)))


def _indicator_cells(plan: VolumePlan, facts: BinderFacts) -> Iterator[tuple[float, _Draw, str, Style]]:
    dimension = "" if plan.dimension == plan.title else plan.dimension
    yield _YEARS, _across, "—".join(str(year) for year in dict.fromkeys(facts.years)), Style(Face.SONG, 11, 14)
    yield _ARCHIVE, _down, facts.archive_title, Style(Face.XIAO_BIAO_SONG, 20, 23)
    if dimension:
        yield _DIMENSION, _down, dimension, Style(Face.SONG, 14, 16)
    yield _TITLE if dimension else _TITLE + _DIMENSION, _down, plan.title, Style(Face.HEI_BOLD, 24, 28)
    yield _RANGE, _across, f"小项\n{_numbers(plan)}", Style(Face.SONG, 11, 14)
    yield _NUMBER, _across, f"{box_text(plan) or '卷号'}\n{plan.number or '——'}", Style(Face.HEI_BOLD, 18, 22)
    yield _COMPILER, _captioned, f"{COMPILED_BY}\n{facts.compiled_by}", Style(Face.SONG, 11, 13)


def archival_label(box: ArchivalBox) -> SpineLabel:
    """The label of an archival box: the cells that DA/T 22-2015 requires, the first 件号 above the last.

    The standard's figure gives no heights that are known here; these are this program's own. Without 机构或问题
    its cell falls out and 保管期限 has its room.
    """
    figures, words = Style(Face.SONG, 14, 18), Style(Face.SONG, 18, 22)
    cells = (
        (_FONDS, _across, f"全宗号\n{box.fonds}", figures),
        (_FONDS, _across, f"年度\n{box.year}", figures),
        (_RETENTION if box.organ else _RETENTION + _ORGAN, _across, f"保管期限\n{box.retention}", words),
        (_ORGAN if box.organ else 0.0, _captioned, f"机构（问题）\n{box.organ}", words),
        (_PIECE, _across, f"起件号\n{box.first}", figures),
        (_PIECE, _across, f"止件号\n{box.last}", figures),
        (_BOX, _across, f"盒号\n{box.number}", Style(Face.HEI_BOLD, 18, 22)),
    )
    return SpineLabel(box.spine, tuple(cell for cell in cells if cell[0]))


def _numbers(plan: VolumePlan) -> str:
    numbers = [section.number for section in plan.sections]
    return "—".join(str(number) for number in dict.fromkeys((numbers[0], numbers[-1]))) if numbers else "——"


def _across(paper: Paper, cell: _Cell, text: str, style: Style) -> None:
    """One horizontal line, as large as the cell allows, under a small caption if there is one."""
    x, y, width, height = cell
    caption, _, value = text.rpartition("\n")
    style = _narrowed(value, style, width)
    middle = y + height / 2
    if caption:
        paper.block(x, y + 1.5, width, [caption], _SMALL, "centre", GREY)
        middle += 1.8
    paper.write(x + width / 2, middle + style.size * 0.36 / MM, value, style, "centre")


def _narrowed(text: str, style: Style, width: float) -> Style:
    """The style, smaller where one line of it would be too wide."""
    natural = text_width(text, style.face, style.size) / MM
    size = style.size * min(1, width / natural) if natural else style.size
    return Style(style.face, size, size)


def _down(paper: Paper, cell: _Cell, text: str, style: Style) -> None:
    """Vertical text in as many columns as need be, from right to left, as large as the cell allows."""
    x, y, width, height = cell
    columns, style = _set(printable(text.replace("\n", "")), style, width, height - 4)
    longest = max(map(len, columns), default=0)
    right = x + width / 2 + (len(columns) - 1) * style.line / 2
    for index, column in enumerate(columns):
        top = y + (height - longest * style.line) / 2
        paper.vertical(right - index * style.line, top, column.translate(_UPRIGHT), style)


def _captioned(paper: Paper, cell: _Cell, text: str, style: Style) -> None:
    """Vertical text under a small caption: without text a place to write on."""
    x, y, width, height = cell
    caption, _, value = text.partition("\n")
    paper.block(x, y + 1.2, width, caption, fitting(caption, _SMALL, (width, 3.5)) or _SMALL, "centre", GREY)
    _down(paper, (x, y + 3, width, height - 3), value, style)


def _set(text: str, style: Style, width: float, height: float) -> tuple[list[str], Style]:
    """The text as columns, and the style that fits them into the cell.

    Columns end where a phrase does if that costs no more than 40 % of the type size, else between words (Chinese
    words are mostly of two characters, counted from where a phrase begins), else anywhere.
    """
    phrases = [at for at in range(1, len(text)) if may_break(text, at) and _ends_phrase(text, at)]
    words = [at for at in range(1, len(text)) if may_break(text, at) and _ends_word(text, at, phrases)]
    found = [_largest(text, set(ends), style, width, height) for ends in (phrases, words, range(1, len(text)))]
    least = found[-1][1].size * _ENOUGH
    return next(one for one in found if one[1].size >= least)


def _ends_phrase(text: str, at: int) -> bool:
    return text[at - 1] in GOOD_ENDS or text[at] in "《“（"


def _ends_word(text: str, at: int, phrases: Sequence[int]) -> bool:
    return (at - max((one for one in phrases if one <= at), default=0)) % 2 == 0


def _largest(text: str, ends: set[int], style: Style, width: float, height: float) -> tuple[list[str], Style]:
    """The fewest columns, broken only at `ends`, that allow nearly the largest type that any number of them would."""
    found: list[tuple[float, list[str]]] = [(0.0, [])]
    for count in range(1, len(text) + 1):
        across = min(style.line, width / (count - 0.2))
        if across <= max(found)[0]:
            break
        columns = _columns(text, ends, count)
        found.append((min(across, height / max(map(len, columns))), columns))
    least = max(found)[0] * _NEARLY
    line, columns = next(one for one in found if one[0] >= least)
    return columns, Style(style.face, style.size * line / style.line, style.leading * line / style.line)


def _columns(text: str, ends: set[int], count: int) -> list[str]:
    """At most `count` columns, the longest as short as can be, each as long as that allows."""
    for most in range(math.ceil(len(text) / count), len(text)):
        columns: list[str] = []
        start = 0
        while len(text) - start > most:
            end = next((at for at in range(start + most, start, -1) if at in ends), None)
            if end is None or len(columns) + 1 == count:
                break
            columns.append(text[start:end])
            start = end
        else:
            return [*columns, text[start:]]
    return [text]


def _foot(paper: Paper) -> None:
    """A ruler of 100 mm and how to print."""
    paper.rule(_SIDE, _RULER_Y, _SIDE + 100, _RULER_Y)
    for step in range(101):
        length = 3.0 if step % 10 == 0 else 2.2 if step % 5 == 0 else 1.4
        paper.rule(_SIDE + step, _RULER_Y, _SIDE + step, _RULER_Y - length, HAIRLINE)
    for step in range(0, 101, 20):
        paper.write(_SIDE + step, _RULER_Y + 3, str(step), Style(Face.SONG, 7, 9), "centre")
    paper.write(_SIDE + 106, _RULER_Y, "按实际大小（100%）打印；标尺应为100毫米", NOTE)
