"""A fake of pages on a screen: plain pictures of so many pages, with the words that it is told stand on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.errors import PagesUnreadable
from foodsafe_desktop.services.ports.pages import Area, PagePicture

WORDS_AT: Area = (0.1, 0.2, 0.5, 0.25)


@dataclass
class FakePages:
    """Three pages of A4. A path with 打不开 in it does not open; `words` by page, at WORDS_AT."""

    path: Path
    words: dict[int, str] = field(default_factory=dict)
    sizes: tuple[tuple[float, float], ...] = ((595.0, 842.0),) * 3
    drawn: list[tuple[int, int]] = field(default_factory=list)
    closed: bool = False

    def __post_init__(self) -> None:
        if "打不开" in self.path.name:
            raise PagesUnreadable(self.path.name)

    def picture(self, page: int, width: int, is_wanted: Callable[[], bool]) -> PagePicture | None:
        if not is_wanted():
            return None
        self.drawn.append((page, width))
        height = max(1, round(width * 842 / 595))
        return PagePicture(width, height, width * 4, b"\xff" * (width * 4 * height))

    def find(self, page: int, words: str) -> tuple[Area, ...]:
        return (WORDS_AT,) if words in self.words.get(page, "") else ()

    def text_between(
        self, page: int, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[str, Sequence[Area]]:
        text = self.words.get(page, "")
        return text, (WORDS_AT,) if text else ()

    def close(self) -> None:
        self.closed = True
