"""Pictures of a worksheet at their anchors (ECMA-376 part 1, 20.5): those in the file, in formats decoded here."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor
from openpyxl.worksheet.worksheet import Worksheet

from foodsafe_desktop.renditions.office_pages.grid import GridPicture
from foodsafe_desktop.renditions.office_pages.word_pictures import readable

_EMU, _PIXEL = 12700, 0.75
_LOW_ROW, _NARROW_COLUMN = 13.5, 45.0
_MOST = 100
_LARGEST = 1500.0
"""Points: a picture is no larger than a few pages, whatever its anchor says."""
_MOST_BEYOND = 120
"""Rows and columns that pictures may make a sheet longer and wider than its texts."""


def reach(sheet: Worksheet, last: tuple[int, int]) -> tuple[int, int]:
    """The last row and column, from 1, that texts and pictures together come to; `last`: what texts come to."""
    row, column = last
    for image in _images(sheet):
        start, end = _start(image.anchor), getattr(image.anchor, "to", None)
        if start is None:
            continue
        down, right = (end.row, end.col) if end is not None else _far(image, start)
        row = max(row, min(down + 1, last[0] + _MOST_BEYOND))
        column = max(column, min(right + 1, last[1] + _MOST_BEYOND))
    return row, column


def _far(image: Any, start: Any) -> tuple[int, int]:  # noqa: ANN401 - openpyxl's markers have no types
    """About where a picture without a last cell ends, by rows and columns as low and narrow as they usually are."""
    width, height = _own_size(image)
    return start.row + math.ceil(height / _LOW_ROW), start.col + math.ceil(width / _NARROW_COLUMN)


def pictures_of(
    sheet: Worksheet,
    row_at: Mapping[int, int],
    column_at: Mapping[int, int],
    grid: tuple[Sequence[float], Sequence[float]],
) -> tuple[list[GridPicture], int]:
    """The pictures that begin on this part of a sheet, and how many cannot be drawn.

    `row_at`, `column_at`: where the sheet's rows and columns from 1 stand in the grid; `grid`: its widths and heights.
    """
    found, missing = [], max(len(_images(sheet, None)) - _MOST, 0)
    for image in _images(sheet):
        start = _start(image.anchor)
        if start is None:
            missing += 1
        elif start.row + 1 in row_at and start.col + 1 in column_at:
            made = _picture(image, start, row_at[start.row + 1], column_at[start.col + 1], grid)
            found += [made] if made else []
            missing += made is None
    return found, missing


def _images(sheet: Worksheet, most: int | None = _MOST) -> list[Any]:
    return list(sheet._images[:most])  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl shows them nowhere else


def _start(anchor: Any) -> Any:  # noqa: ANN401 - openpyxl's markers have no types
    return None if isinstance(anchor, AbsoluteAnchor | str) else getattr(anchor, "_from", None)


def _picture(
    image: Any,  # noqa: ANN401 - as above
    start: Any,  # noqa: ANN401
    row: int,
    column: int,
    grid: tuple[Sequence[float], Sequence[float]],
) -> GridPicture | None:
    width, height = _size(image, start, row, column, grid)
    drawn = readable(image.ref.getvalue(), width) if width > 0 and height > 0 else None
    if drawn is None:
        return None
    return GridPicture(drawn, row, column, start.colOff / _EMU, start.rowOff / _EMU, width, height)


def _size(
    image: Any,  # noqa: ANN401
    start: Any,  # noqa: ANN401
    row: int,
    column: int,
    grid: tuple[Sequence[float], Sequence[float]],
) -> tuple[float, float]:
    """In points: what the anchor says, from cell to cell or by itself; else the picture's own at 96 dpi."""
    end = getattr(image.anchor, "to", None)
    if end is not None:
        spans = ((end.col - start.col, column, 0), (end.row - start.row, row, 1))
        sides = [sum(grid[of][at : at + max(count, 0)]) for count, at, of in spans]
        width = sides[0] + (end.colOff - start.colOff) / _EMU
        height = sides[1] + (end.rowOff - start.rowOff) / _EMU
    else:
        width, height = _own_size(image)
    return min(width, _LARGEST), min(height, _LARGEST)


def _own_size(image: Any) -> tuple[float, float]:  # noqa: ANN401
    own = getattr(image.anchor, "ext", None)
    size = (own.width / _EMU, own.height / _EMU) if own is not None else (image.width * _PIXEL, image.height * _PIXEL)
    return min(size[0], _LARGEST), min(size[1], _LARGEST)
