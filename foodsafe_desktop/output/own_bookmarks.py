"""The bookmarks that a file brings along: kept below its piece's, as far as they lead to pages that are bound."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name, String

from foodsafe_desktop.output.targets import Targets

_MOST, _DEEPEST = 2000, 8
"""Bookmarks of one file, and how deep they go: more help nobody, and hostile files have them without end."""


@dataclass(slots=True)
class Bookmark:
    """A title as the file has it, and the page from 0 among those that are bound."""

    title: str
    page: int
    children: list["Bookmark"] = field(default_factory=list)


def own_bookmarks(pdf: pikepdf.Pdf) -> list[Bookmark]:
    """The bookmarks of an opened source. One that leads nowhere goes, unless others below it lead somewhere."""
    outlines = pdf.Root.get(Name.Outlines)
    if not isinstance(outlines, Dictionary):
        return []
    return _Reader(pdf).below(outlines, 0)


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._targets = Targets(pdf)
        self._pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self._met: set[tuple[int, int]] = set()

    def below(self, parent: Dictionary, depth: int) -> list[Bookmark]:
        found: list[Bookmark] = []
        for item in self._children(parent):
            children = self.below(item, depth + 1) if depth < _DEEPEST else []
            target = self._targets.of(item)
            if target is not None:
                page = self._pages[target[0].objgen]
            elif children:
                page = children[0].page
            else:
                continue
            title = item.get(Name.Title)
            found.append(Bookmark(str(title) if isinstance(title, String) else "", page, children))
        return found

    def _children(self, parent: Dictionary) -> Iterator[Dictionary]:
        """The items below one, each once in the whole file: real files have loops."""
        item = parent.get(Name.First)
        while isinstance(item, Dictionary) and item.objgen not in self._met and len(self._met) < _MOST:
            self._met.add(item.objgen)
            yield item
            item = item.get(Name.Next)
