"""Where the pages of a document lie when they hang below each other, at a zoom, in a pane so wide. No Qt."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

GAP, MARGIN = 12, 10
POINT = 96 / 72
"""Pixels of a point at 100 %, before the screen's own scaling."""
SMALLEST, LARGEST = 0.1, 5.0
STEPS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 5.0)


@dataclass(frozen=True)
class Layout:
    """Pages of `sizes` (points) in a pane `width` pixels wide. `zoom` None: each page as wide as the pane."""

    sizes: Sequence[tuple[float, float]]
    width: int
    zoom: float | None = None

    def page_size(self, page: int) -> tuple[int, int]:
        """Width and height of a page on the screen, in pixels."""
        across, down = self.sizes[page]
        scale = self.scale(page)
        return max(1, round(across * scale)), max(1, round(down * scale))

    def scale(self, page: int) -> float:
        """Pixels a point."""
        if self.zoom is not None:
            return self.zoom * POINT
        return max(self.width - 2 * MARGIN, 40) / max(self.sizes[page][0], 1.0)

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """The upper edge of every page."""
        heights: dict[tuple[float, float], int] = {}
        at, found = MARGIN, []
        for page, size in enumerate(self.sizes):
            found.append(at)
            if size not in heights:
                heights[size] = self.page_size(page)[1]
            at += heights[size] + GAP
        return tuple(found)

    @cached_property
    def height(self) -> int:
        """All of it."""
        return self.tops[-1] + self.page_size(len(self.sizes) - 1)[1] + MARGIN if self.sizes else 0

    @cached_property
    def widest(self) -> int:
        """The widest page with its margins."""
        if self.zoom is None:
            return self.width if self.sizes else 2 * MARGIN
        return max((self.page_size(page)[0] for page in range(len(self.sizes))), default=0) + 2 * MARGIN

    def left(self, page: int) -> int:
        """The left edge of a page: in the middle, where the pane is wider."""
        return max(MARGIN, (max(self.width, self.widest) - self.page_size(page)[0]) // 2)

    def page_at(self, y: float) -> int:
        """The page at a height, or the one above the gap there."""
        return max(0, bisect_right(self.tops, y) - 1)

    def shown(self, top: int, height: int) -> range:
        """The pages of which something lies between `top` and `top` + `height`."""
        if not self.sizes:
            return range(0)
        return range(self.page_at(top), self.page_at(top + max(height - 1, 0)) + 1)

    def next_zoom(self, page: int, *, larger: bool) -> float:
        """The step above or below the zoom that a page is shown at."""
        now = self.scale(page) / POINT
        if larger:
            return next((step for step in STEPS if step > now * 1.01), LARGEST)
        return next((step for step in reversed(STEPS) if step < now * 0.99), SMALLEST)
