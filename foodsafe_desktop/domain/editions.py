"""Editions of a catalogue: what a newer one changes, and where what hangs on each number goes.

Nothing is renumbered in silence. Where numbers shifted, `propose` names the likeliest counterpart by its text; a
person confirms, and only then `carrying.carry_over` says what becomes of what the archive holds.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.requirements import RequirementList
from foodsafe_desktop.domain.wording import month_text

ALIKE = 0.5
"""Least likeness of two texts for one to be proposed as the other's counterpart."""


@dataclass(frozen=True)
class Edition:
    """A catalogue with its requirement list, and both as text to be kept in the archive.

    `requirements_text` is empty where the list follows from the catalogue alone (`annual_requirements`).
    """

    catalogue: Catalogue
    catalogue_text: str
    requirements: RequirementList
    requirements_text: str = ""


class Change(StrEnum):
    """What a newer edition does to one line or heading."""

    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    TEXT = "text"
    POINTS = "points"
    DEPARTMENTS = "departments"
    DEADLINE = "deadline"
    OMISSION = "omission"
    KIND = "kind"
    CHOICE = "choice"
    TERM = "term"
    LIST = "list"
    KEPT = "kept"
    DEMAND = "demand"

    @property
    def label(self) -> str:
        """The change in Chinese."""
        return _CHANGE_LABELS[self]


_CHANGE_LABELS = {
    Change.ADDED: "新增",
    Change.REMOVED: "删去",
    Change.RENUMBERED: "编号变动",
    Change.MOVED: "所属大项变动",
    Change.TEXT: "文字变动",
    Change.POINTS: "分值变动",
    Change.DEPARTMENTS: "责任部门变动",
    Change.DEADLINE: "完成时限变动",
    Change.OMISSION: "合理缺项变动",
    Change.KIND: "类别变动",
    Change.CHOICE: "任选规则变动",
    Change.TERM: "期限变动",
    Change.LIST: "清单变动",
    Change.KEPT: "沿用清单",
    Change.DEMAND: "要求变动",
}


class Level(StrEnum):
    """On which level of the tree a difference lies."""

    CATALOGUE = "评价细则"
    DIMENSION = "方面"
    ITEM = "大项"
    LINE = "小项"
    REQUIREMENT = "佐证要求"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, side by side. `old` and `new` are numbers on `level`, None where that edition has no such one."""

    level: Level
    change: Change
    old: int | None
    new: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Match:
    """The proposed counterpart of number `old` in the newer edition; `likeness` of their texts from 0 to 1."""

    old: int
    new: int | None
    likeness: float

    @property
    def is_plain(self) -> bool:
        """Whether number and text stayed: nothing for a person to decide."""
        return self.new == self.old and self.likeness == 1


Renumbering = Mapping[int, int | None]
"""Old number to new one; None: it has no counterpart."""


Facts = tuple[tuple[Change, str], ...]
"""What of a line or heading can change, each as the words that are shown side by side."""
Heading = tuple[str, Facts]
"""A heading's title and facts."""


@dataclass(frozen=True, slots=True)
class _Line:
    kind: str
    text: str
    place: tuple[int, str]
    facts: Facts


def propose(old: Catalogue, new: Catalogue) -> tuple[Match, ...]:
    """The likeliest counterpart of each sub-item and veto of `old`, each of `new` at most once, in number order.

    The likeliest pairs come first, the same number before another one. Below `ALIKE` nothing is proposed.
    """
    former, later = _held(old), _held(new)
    pairs = [
        (likeness, number, other)
        for number, line in former.items()
        for other, its in later.items()
        if (likeness := alike(line.text, its.text)) >= ALIKE
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1] != pair[2], abs(pair[1] - pair[2]), pair[1]))
    found: dict[int, Match] = {}
    taken: set[int] = set()
    for likeness, number, other in pairs:
        if number not in found and other not in taken:
            found[number] = Match(number, other, likeness)
            taken.add(other)
    return tuple(found.get(number, Match(number, None, 0)) for number in sorted(former))


def alike(one: str, other: str) -> float:
    """Likeness of two texts from 0 to 1 by the pairs of characters they share (Dice); widths and marks do not count."""
    if one == other:
        return 1.0
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    # Texts that differ in marks only are as good as equal, and yet not plainly equal.
    return min(0.99, 2 * (first & second).total() / total) if total else 0.0


@lru_cache(maxsize=1024)
def _pairs(text: str) -> Counter[str]:
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum()]
    return Counter(map("".join, pairwise(letters)))


def differences(old: Catalogue, new: Catalogue, mapping: Renumbering | None = None) -> tuple[Difference, ...]:
    """All differences: terms first, then 方面, 大项, and lines by number; lines paired by `mapping` or as proposed."""
    pairing = {match.old: match.new for match in propose(old, new)} if mapping is None else mapping
    return (
        *_terms(old, new),
        *_headings(Level.DIMENSION, _dimensions(old), _dimensions(new)),
        *_headings(Level.ITEM, _items(old), _items(new)),
        *_lines(old, new, pairing),
    )


def _terms(old: Catalogue, new: Catalogue) -> Iterator[Difference]:
    for before, after, change in (
        (old.title, new.title, Change.TEXT),
        (old.document_number, new.document_number, Change.TEXT),
        (f"资料起始 {old.evidence_from}", f"资料起始 {new.evidence_from}", Change.TERM),
        (f"申请 {month_text(old.application_month)}", f"申请 {month_text(new.application_month)}", Change.TERM),
        (f"验收 {month_text(old.acceptance_month)}", f"验收 {month_text(new.acceptance_month)}", Change.TERM),
    ):
        if before != after:
            yield Difference(Level.CATALOGUE, change, None, None, before, after)


def _headings(level: Level, old: Mapping[int, Heading], new: Mapping[int, Heading]) -> Iterator[Difference]:
    """方面 or 大项 side by side by their number: a heading's number is its name in the printed tree."""
    for number in sorted({*old, *new}):
        before, after = old.get(number), new.get(number)
        if before is None or after is None:
            change, title = (Change.REMOVED, before[0]) if before else (Change.ADDED, after[0] if after else "")
            sides = (title, "") if before else ("", title)
            yield Difference(level, change, number if before else None, number if after else None, *sides)
            continue
        rows = [(Change.TEXT, before[0], after[0])]
        rows += [(change, was, now) for (change, was), (_, now) in zip(before[1], after[1], strict=True)]
        yield from (Difference(level, change, number, number, was, now) for change, was, now in rows if was != now)


def _dimensions(catalogue: Catalogue) -> dict[int, Heading]:
    return {
        one.number: (
            one.title,
            (
                (Change.POINTS, _points(one.points)),
                (Change.CHOICE, _choice(one.elective.choose if one.elective else 0)),
            ),
        )
        for one in catalogue.dimensions
    }


def _items(catalogue: Catalogue) -> dict[int, Heading]:
    return {
        one.number: (
            one.title,
            (
                (Change.POINTS, _points(one.points)),
                (Change.KIND, one.group or ""),
                (Change.CHOICE, _choice(one.choose or 0)),
            ),
        )
        for one in catalogue.items
    }


def _lines(old: Catalogue, new: Catalogue, mapping: Renumbering) -> Iterator[Difference]:
    former, later = _all_lines(old), _all_lines(new)
    reached = set(mapping.values())
    found: list[Difference] = []
    for number, line in former.items():
        other = mapping.get(number) if line.kind != "保留号" else (number if number in later else None)
        if other is None:
            found.append(Difference(Level.LINE, Change.REMOVED, number, None, line.text or line.kind, ""))
            continue
        if line.kind == "保留号":
            reached.add(number)
        found += _line(number, other, line, later[other])
        if _is_moved(line.place, later[other].place, new):
            sides = (_place(line.place), _place(later[other].place))
            found.append(Difference(Level.LINE, Change.MOVED, number, other, *sides))
    added = (number for number in later if number not in reached)
    found += (
        Difference(Level.LINE, Change.ADDED, None, number, "", later[number].text or later[number].kind)
        for number in added
    )
    return iter(sorted(found, key=lambda one: (one.new or one.old or 0, one.old is None)))


def _line(number: int, other: int, before: _Line, after: _Line) -> Iterator[Difference]:
    rows = [
        (Change.RENUMBERED, str(number), str(other)),
        (Change.KIND, before.kind, after.kind),
        (Change.TEXT, before.text, after.text),
    ]
    rows += [(change, was, now) for (change, was), (_, now) in zip(before.facts, after.facts, strict=True)]
    for change, was, now in rows:
        if was != now:
            yield Difference(Level.LINE, change, number, other, was, now)


def _is_moved(before: tuple[int, str], after: tuple[int, str], new: Catalogue) -> bool:
    """Whether a line stands under another 大项, not merely under its own with another number or title."""
    if before[0] == after[0]:
        return False
    still_there = any((item.number, item.title) == before for item in new.items)
    return before[1] != after[1] or still_there


def _place(place: tuple[int, str]) -> str:
    return f"{place[0]}．{place[1]}" if place[0] else place[1]


def _held(catalogue: Catalogue) -> dict[int, _Line]:
    return {number: line for number, line in _all_lines(catalogue).items() if line.kind != "保留号"}


def _all_lines(catalogue: Catalogue) -> dict[int, _Line]:
    """Every number with what is compared of it, in number order."""
    found: dict[int, _Line] = {}
    for _, item, sub in catalogue.walk():
        facts = (
            (Change.POINTS, _points(sub.points)),
            (Change.DEPARTMENTS, "、".join(catalogue.responsible(sub))),
            (Change.DEADLINE, sub.deadline or ""),
            (Change.OMISSION, "合理缺项" if sub.reasonable_omission else ""),
        )
        found[sub.number] = _Line("小项", sub.text, (item.number, item.title), facts)
    nothing = tuple((change, "") for change in (Change.POINTS, Change.DEPARTMENTS, Change.DEADLINE, Change.OMISSION))
    found |= {veto.number: _Line("否决项", veto.text, (0, "否决项"), nothing) for veto in catalogue.vetoes}
    found |= {one.number: _Line("保留号", "", (0, "保留号"), nothing) for one in catalogue.reserved}
    return dict(sorted(found.items()))


def _points(points: Decimal | None) -> str:
    return "" if points is None else f"{points.normalize():f}分"


def _choice(choose: int) -> str:
    return f"任选{choose}项" if choose else ""
