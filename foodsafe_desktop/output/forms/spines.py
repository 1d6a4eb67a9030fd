"""盒脊: labels to cut out and stick on the boxes of a set."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.lettering.fonts import Face, printable, text_width
from foodsafe_desktop.lettering.typesetting import GOOD_ENDS, MM, Style, may_break
from foodsafe_desktop.output.forms.cover import COMPILED_BY
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import (
    A4,
    BOX_SPINES,
    FRAME_RULE,
    HAIRLINE,
    LEAF_THICKNESS,
    NOTE,
    SPINE_CLEARANCE,
    SPINE_HEIGHT,
)
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_TOP, _SIDE, _BETWEEN, _RULER_Y = 22.0, 15.0, 8.0, 282.0
_UPRIGHT = str.maketrans("（）《》〈〉【】〔〕「」『』—…“”", "︵︶︽︾︿﹀︻︼︹︺﹁﹂﹃﹄︱︙﹃﹄")
_NEARLY, _ENOUGH = 0.85, 0.6
"""How much of the largest possible type is given up for fewer columns, and for columns that end where phrases do."""
# Cells from top to bottom and their heights; together SPINE_HEIGHT.
_YEARS, _ARCHIVE, _DIMENSION, _TITLE, _RANGE, _NUMBER, _COMPILER = 13.0, 78.0, 30.0, 60.0, 13.0, 18.0, 32.0

_Cell = tuple[float, float, float, float]
"""x, y, width, height."""
_Draw = Callable[[Paper, _Cell, str, Style], None]


@dataclass(frozen=True, slots=True)
class _Label:
    plan: VolumePlan
    spine: float
    box: int
    boxes: int

    @property
    def width(self) -> float:
        return self.spine - SPINE_CLEARANCE


def spine_width(leaves: int) -> float:
    """The narrowest box spine, in mm, that holds so many leaves; the widest there is when none does."""
    thickness = leaves * LEAF_THICKNESS
    return next((spine for spine in BOX_SPINES if thickness <= spine - SPINE_CLEARANCE), BOX_SPINES[-1])


def spines(volumes: Sequence[BoundVolume], facts: BinderFacts) -> bytes:
    """Spine labels with crop marks, several to a page, A4 portrait, with a ruler to check the print's scale.

    One label a volume; a volume thicker than the widest box gets one a box, marked 1/2 and 2/2.
    """
    paper = Paper(A4)
    x = _SIDE
    _foot(paper)
    for label in (label for volume in volumes for label in _labels(volume)):
        if x + label.width > A4[0] - _SIDE:
            paper.next_page()
            _foot(paper)
            x = _SIDE
        _draw(paper, x, label, facts)
        x += label.width + _BETWEEN
    return paper.finished()


def _labels(volume: BoundVolume) -> Iterator[_Label]:
    widest = int((BOX_SPINES[-1] - SPINE_CLEARANCE) / LEAF_THICKNESS)
    boxes = max(1, math.ceil(volume.pages / widest))
    for box in range(1, boxes + 1):
        yield _Label(volume.plan, spine_width(math.ceil(volume.pages / boxes)), box, boxes)


def _draw(paper: Paper, x: float, label: _Label, facts: BinderFacts) -> None:
    width, y = label.width, _TOP
    paper.crop_marks(x, y, width, SPINE_HEIGHT)
    paper.box(x + 0.8, y + 0.8, width - 1.6, SPINE_HEIGHT - 1.6, FRAME_RULE)
    for height, draw, text, style in _cells(label, facts):
        if y > _TOP:
            paper.rule(x + 0.8, y, x + width - 0.8, y, HAIRLINE)
        draw(paper, (x + 1.6, y, width - 3.2, height), text, style)
        y += height
    note = f"盒脊{label.spine:.0f}毫米"
    paper.write(x + width / 2, y + 7, note, Style(Face.SONG, 7, 9), "centre", GREY)


def _cells(label: _Label, facts: BinderFacts) -> Iterator[tuple[float, _Draw, str, Style]]:
    """A label's cells from top to bottom: height, how to draw, text, style."""
    plan = label.plan
    dimension = "" if plan.dimension == plan.title else plan.dimension
    yield _YEARS, _across, "—".join(str(year) for year in dict.fromkeys(facts.years)), Style(Face.SONG, 11, 14)
    yield _ARCHIVE, _down, facts.archive_title, Style(Face.XIAO_BIAO_SONG, 20, 23)
    if dimension:
        yield _DIMENSION, _down, dimension, Style(Face.SONG, 14, 16)
    yield _TITLE if dimension else _TITLE + _DIMENSION, _down, plan.title, Style(Face.HEI_BOLD, 24, 28)
    yield _RANGE, _across, f"小项\n{_numbers(plan)}", Style(Face.SONG, 11, 14)
    caption = f"第{label.box}盒／共{label.boxes}盒" if label.boxes > 1 else "卷号"
    yield _NUMBER, _across, f"{caption}\n{plan.number or '——'}", Style(Face.HEI_BOLD, 18, 22)
    yield _COMPILER, _by_hand, facts.compiled_by, Style(Face.SONG, 11, 13)


def _numbers(plan: VolumePlan) -> str:
    numbers = [section.number for section in plan.sections]
    return "—".join(str(number) for number in dict.fromkeys((numbers[0], numbers[-1]))) if numbers else "——"


def _across(paper: Paper, cell: _Cell, text: str, style: Style) -> None:
    """One horizontal line, as large as the cell allows, under a small caption if there is one."""
    x, y, width, height = cell
    caption, _, value = text.rpartition("\n")
    natural = text_width(value, style.face, style.size) / MM
    size = style.size * min(1, width / natural) if natural else style.size
    middle = y + height / 2
    if caption:
        small = Style(Face.SONG, 7, 9)
        paper.block(x, y + 1.5, width, [caption], small, "centre", GREY)
        middle += 1.8
    paper.write(x + width / 2, middle + size * 0.36 / MM, value, Style(style.face, size, size), "centre")


def _down(paper: Paper, cell: _Cell, text: str, style: Style) -> None:
    """Vertical text in as many columns as need be, from right to left, as large as the cell allows."""
    x, y, width, height = cell
    columns, style = _set(printable(text.replace("\n", "")), style, width, height - 4)
    longest = max(map(len, columns), default=0)
    right = x + width / 2 + (len(columns) - 1) * style.line / 2
    for index, column in enumerate(columns):
        top = y + (height - longest * style.line) / 2
        paper.vertical(right - index * style.line, top, column.translate(_UPRIGHT), style)


def _by_hand(paper: Paper, cell: _Cell, text: str, style: Style) -> None:
    """Vertical text under the caption of the cover's field: without text a place to write on."""
    x, y, width, height = cell
    paper.block(x, y + 1.2, width, [COMPILED_BY], Style(Face.SONG, 7, 9), "centre", GREY)
    _down(paper, (x, y + 3, width, height - 3), text, style)


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
