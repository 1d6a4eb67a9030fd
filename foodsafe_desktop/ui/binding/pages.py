"""Which pages of a PDF go onto which paper, and in what order. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.boxes import is_large
from foodsafe_desktop.domain.sheets import Size


class Group(StrEnum):
    """Which pages are printed in one go."""

    ALL = "all"
    SMALL = "small"
    LARGE = "large"
    CHOSEN = "chosen"


class Large(StrEnum):
    """What pages larger than A4 are printed on."""

    A3 = "a3"
    A4 = "a4"


@dataclass(frozen=True)
class PrintChoice:
    """What was chosen: pages from 0 in order, and how."""

    pages: tuple[int, ...]
    duplex: bool
    large: Large


def pages_of(group: Group, sizes: Sequence[Size], text: str = "") -> tuple[int, ...]:
    """The pages of a group, from 0. `text` names those that were CHOSEN. Raises ValueError for what names none."""
    if group is Group.CHOSEN:
        return chosen(text, len(sizes))
    wanted = {Group.ALL: (True, False), Group.SMALL: (False,), Group.LARGE: (True,)}[group]
    return tuple(at for at, size in enumerate(sizes) if is_large(size) in wanted)


def chosen(text: str, count: int) -> tuple[int, ...]:
    """Pages named as 1-4、9, from 0 and in order. Raises ValueError where that is no range of the `count` pages."""
    found: set[int] = set()
    for part in text.replace("，", "、").replace(",", "、").replace("—", "-").replace("－", "-").split("、"):
        first, _, last = (one.strip() for one in part.partition("-"))
        ends = (int(first), int(last or first))
        if not 1 <= ends[0] <= ends[1] <= count:
            raise ValueError(part)
        found.update(range(ends[0] - 1, ends[1]))
    return tuple(sorted(found))


def sided(pages: Sequence[int], *, duplex: bool) -> tuple[int | None, ...]:
    """The pages in order, with None for a blank side wherever a front would come onto a back.

    In a volume for both sides, pages at even places are fronts: so those of a group stay on the side they have.
    """
    if not duplex:
        return tuple(pages)
    made: list[int | None] = []
    for page in pages:
        if len(made) % 2 != page % 2:
            made.append(None)
        made.append(page)
    return tuple(made)


def paper_for(size: Size, large: Large) -> str:
    """The paper of a page: A4, or A3 for what is larger where that is wanted."""
    return "A3" if is_large(size) and large is Large.A3 else "A4"


def placed(size: Size, paper: Size) -> tuple[float, float, float, float]:
    """Where a page lies on its paper, in mm: left, top, width, height. In actual size, smaller only if it must be."""
    width, height = size
    scale = min(1.0, paper[0] / width, paper[1] / height)
    if scale > 0.985:
        scale = 1.0  # a few mm over the edge, as scanners add them, are no reason to shrink a page
    width, height = width * scale, height * scale
    return (paper[0] - width) / 2, (paper[1] - height) / 2, width, height
