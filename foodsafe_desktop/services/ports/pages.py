"""What looking at pages on a screen needs of the world. Implemented beside the renditions, handed out by `Front`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

Area = tuple[float, float, float, float]
"""A place on a page as it is seen: left, top, right, bottom as shares (0 to 1) of its width and height."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page: `pixels` are four bytes each in the order blue, green, red, unused, `stride` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class OpenPages(Protocol):
    """A PDF that is open. Belongs to the thread that opened it; no other thread may have one open meanwhile."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page as it is seen, in points."""
        ...

    def picture(self, page: int, width: int, is_wanted: Callable[[], bool]) -> PagePicture | None:
        """Draw a page (from 0) `width` pixels wide, or less where it would be huge; None once nobody wants it."""
        ...

    def find(self, page: int, words: str) -> tuple[Area, ...]:
        """Where words stand on a page: all of them wherever one does, over line ends too, as a search reads them."""
        ...

    def text_between(
        self, page: int, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[str, Sequence[Area]]:
        """The text from one point to another in reading order, and its places. Points as shares, see `Area`."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
