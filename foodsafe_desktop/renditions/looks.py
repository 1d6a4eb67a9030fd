"""How pictures look, for finding near duplicates; and round red places on pages, which may be seals. Pillow only.

`look_of` hashes by a discrete cosine transform of 32 by 32 greys and by the 256 differences of 17 by 16 of them: both
stay nearly the same when a picture is resized or written anew. Whether two pictures are the same nobody decides here.
"""

import math
from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageOps, ImageStat

from foodsafe_desktop.domain.texts import Box, Look

_SIDE, _KEPT = 32, 8
_COSINES = [[math.cos((2 * at + 1) * wave * math.pi / (2 * _SIDE)) for at in range(_SIDE)] for wave in range(_KEPT)]
_FLAT = 4.0
"""Standard deviation of greys up to which a picture shows nothing: a blank page, a covered lens."""
_SAME_GREY = 2
"""Neighbours that differ by no more count as alike, so that plain areas give no chance bits."""
_FINE = 16
_DRAFT = 256
_MOST_PIXELS = 64_000_000

_MM = 25.4
_CELL = 2.0
"""mm of a page that are looked at together."""
_RED, _REDDISH = 45, 24
"""How far red stands out in a pixel, and the mean share (of 255) of such pixels in a cell."""
_SMALLEST, _LARGEST = 28.0, 60.0
"""mm across: seals of organs and companies measure 38 to 45 (国发〔1999〕25号), phones enlarge."""
_ANGLES, _MOST_OPEN = 16, 4
_WITHIN, _OUTSIDE = 1.12, 0.04
_RING = (0.72, 1.15)


def look_of(image: Image.Image, *, is_scan: bool = False) -> Look | None:
    """How the picture looks as it stands upright; None where it shows nothing or is too large. Decodes it."""
    image.draft("L", (_DRAFT, _DRAFT))  # a JPEG is decoded at an eighth of its size at least
    if image.width * image.height > _MOST_PIXELS:
        return None
    grey = ImageOps.exif_transpose(image).convert("L")
    small = grey.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    if ImageStat.Stat(small).stddev[0] <= _FLAT:
        return None
    return Look(_slow(small.tobytes()), _differences(grey), is_scan)


def _slow(greys: bytes) -> int:
    """64 bits: which of the 63 slowest waves are above their median; the mean itself is left out."""
    rows = [greys[at : at + _SIDE] for at in range(0, _SIDE * _SIDE, _SIDE)]
    across = [[sum(map(_times, row, wave)) for wave in _COSINES] for row in rows]
    columns = list(zip(*across, strict=True))
    waves = [sum(map(_times, column, wave)) for wave in _COSINES for column in columns][1:]
    median = sorted(waves)[len(waves) // 2]
    return _bits(wave > median for wave in waves)


def _times(one: float, other: float) -> float:
    return one * other


def _differences(grey: Image.Image) -> int:
    small = grey.resize((_FINE + 1, _FINE), Image.Resampling.BOX).tobytes()
    rows = [small[at : at + _FINE + 1] for at in range(0, len(small), _FINE + 1)]
    return _bits(row[at] > row[at + 1] + _SAME_GREY for row in rows for at in range(_FINE))


def _bits(values: Iterator[bool]) -> int:
    found = 0
    for value in values:
        found = found << 1 | value
    return found


def red_rounds(image: Image.Image, dpi: float) -> tuple[Box, ...]:
    """Places on a page, in mm, where something red and round of a seal's size stands; none on a page beyond A2."""
    width, height = (max(1, round(side / dpi * _MM / _CELL)) for side in image.size)
    if image.mode not in ("RGB", "RGBA") or width * height > _MOST_CELLS:
        return ()
    red, green, blue = image.convert("RGB").split()
    stands_out = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda value: 255 * (value > _RED))
    shares = stands_out.resize((width, height), Image.Resampling.BOX).tobytes()
    cells = {divmod(at, width) for at, share in enumerate(shares) if share > _REDDISH}
    boxes = (_round(group) for group in _connected(cells))
    return tuple(box for box in boxes if box is not None)


_MOST_CELLS = 210 * 300
_Cell = tuple[int, int]


def _connected(cells: set[_Cell]) -> Iterator[list[_Cell]]:
    """Groups of cells that touch, also at corners."""
    left = set(cells)
    while left:
        group = [left.pop()]
        for y, x in group:  # grows while it is gone through
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            group.extend(near)
        yield group


def _round(group: Sequence[_Cell]) -> Box | None:
    """The place of a group that is a ring or a disc of a seal's size, in mm."""
    y0, y1 = min(y for y, _ in group), max(y for y, _ in group) + 1
    x0, x1 = min(x for _, x in group), max(x for _, x in group) + 1
    sides = ((x1 - x0) * _CELL, (y1 - y0) * _CELL)
    if not (min(sides) >= _SMALLEST and max(sides) <= _LARGEST and max(sides) <= 1.25 * min(sides)):
        return None
    middle, half = ((y0 + y1) / 2, (x0 + x1) / 2), ((y1 - y0) / 2, (x1 - x0) / 2)
    places = [((y + 0.5 - middle[0]) / half[0], (x + 0.5 - middle[1]) / half[1]) for y, x in group]
    away = [math.hypot(*place) for place in places]
    outside = sum(distance > _WITHIN for distance in away)
    met = {
        int((math.atan2(*place) / math.tau % 1) * _ANGLES)
        for place, distance in zip(places, away, strict=True)
        if _RING[0] <= distance <= _RING[1]
    }
    if outside > _OUTSIDE * len(group) or len(met) < _ANGLES - _MOST_OPEN:
        return None
    return (x0 * _CELL, y0 * _CELL, x1 * _CELL, y1 * _CELL)
