"""盒脊: labels to cut out and stick on the boxes of a set."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.output.fonts import Face, printable, text_width
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
from foodsafe_desktop.output.typesetting import MM, Style
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_TOP, _SIDE, _BETWEEN, _RULER_Y = 22.0, 15.0, 8.0, 282.0
_UPRIGHT = str.maketrans("（）《》〈〉【】〔〕「」『』—…“”", "︵︶︽︾︿﹀︻︼︹︺﹁﹂﹃﹄︱︙﹃﹄")
# Cells from top to bottom and their heights; together SPINE_HEIGHT.
_YEARS, _ARCHIVE, _DIMENSION, _TITLE, _RANGE, _NUMBER, _ISSUER = 13.0, 78.0, 30.0, 60.0, 13.0, 18.0, 32.0

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
    yield _ISSUER, _down, facts.issued_by, Style(Face.SONG, 11, 13)


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
    characters = printable(text.replace("\n", "")).translate(_UPRIGHT)
    if not characters:
        return
    room = height - 4
    while True:
        each = max(1, int(room / style.line))
        columns = math.ceil(len(characters) / each)
        if columns * style.line <= width + style.line * 0.2 or style.size < 3:
            break
        style = Style(style.face, style.size * 0.94, style.leading * 0.94)
    each = math.ceil(len(characters) / columns)
    right = x + width / 2 + (columns - 1) * style.line / 2
    for column in range(columns):
        part = characters[column * each : (column + 1) * each]
        top = y + (height - each * style.line) / 2
        paper.vertical(right - column * style.line, top, part, style)


def _foot(paper: Paper) -> None:
    """A ruler of 100 mm and how to print."""
    paper.rule(_SIDE, _RULER_Y, _SIDE + 100, _RULER_Y)
    for step in range(101):
        length = 3.0 if step % 10 == 0 else 2.2 if step % 5 == 0 else 1.4
        paper.rule(_SIDE + step, _RULER_Y, _SIDE + step, _RULER_Y - length, HAIRLINE)
    for step in range(0, 101, 20):
        paper.write(_SIDE + step, _RULER_Y + 3, str(step), Style(Face.SONG, 7, 9), "centre")
    paper.write(_SIDE + 106, _RULER_Y, "按实际大小（100%）打印；标尺应为100毫米", NOTE)
