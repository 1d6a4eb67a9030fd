"""The lines of the tree, and which of them a filter leaves. No Qt and no rules: it is there before they are loaded."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from foodsafe_desktop.domain.states import State


class Kind(StrEnum):
    """What a node stands for."""

    INBOX = "inbox"
    CATALOGUE = "catalogue"
    DIMENSION = "dimension"
    ITEM = "item"
    SUB_ITEM = "sub_item"
    VETOES = "vetoes"
    VETO = "veto"
    RESERVED = "reserved"


NUMBERED = (Kind.SUB_ITEM, Kind.VETO, Kind.RESERVED)
"""Kinds whose `number` is a number of the catalogue's numbered lines."""
TAKING = (Kind.SUB_ITEM, Kind.VETO)
"""Those that evidence is assigned to."""


@dataclass(frozen=True, slots=True)
class NodeKey:
    """A node's identity; it survives every refresh. `number` is 0 where the kind has no numbers."""

    kind: Kind
    number: int = 0


INBOX = NodeKey(Kind.INBOX)
CATALOGUE = NodeKey(Kind.CATALOGUE)
VETOES = NodeKey(Kind.VETOES)


@dataclass(frozen=True, slots=True)
class Node:
    """One row. `state` is None for inbox and catalogue; `word` and `counts` are the second line.

    `lacks_all`: something is asked of this number and nothing of it is there. That is 缺失, and also a 合理缺项 whose
    statement is missing. `changed` counts the pieces at and below it that are not as they were printed.
    """

    key: NodeKey
    label: str
    tip: str
    state: State | None
    word: str
    counts: str
    search: str = ""
    lacks_all: bool = False
    children: tuple["Node", ...] = ()
    changed: int = 0

    @property
    def spoken(self) -> str:
        """The whole row for a screen reader."""
        changed = f"印发后变动{self.changed}件" if self.changed else ""
        return "，".join(part for part in (self.label, self.word, self.counts, changed) if part)


_NUMBER = re.compile(r"第?\(?(\d{1,3})\)?(?:小项|项|号)?\.?")
"""How people write the number of a line, folded: 8, （8）, 第8项, 8."""

READING = "正在读取…"
"""In place of a state, as long as it is not known: what is not known is neither covered nor missing."""


def written(nodes: Iterable[Node]) -> str:
    """What does not change from one day to the next: the lines themselves, without how they stand."""
    return json.dumps([_plain(node) for node in nodes], ensure_ascii=False)


def read_written(text: str) -> tuple[Node, ...]:
    """The lines that `written` wrote; none where the text is anything else."""
    try:
        return tuple(map(_node, json.loads(text)))
    except (ValueError, TypeError):
        return ()


def _plain(node: Node) -> list[Any]:
    return [node.key.kind, node.key.number, node.label, node.tip, node.search, [_plain(one) for one in node.children]]


def _node(plain: list[Any]) -> Node:
    kind, number, label, tip, search, children = plain
    key = NodeKey(Kind(kind), int(number))
    return Node(key, str(label), str(tip), None, READING, "", str(search), children=tuple(map(_node, children)))


def leaves_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """The numbered lines at or below these nodes, in order."""
    for node in nodes:
        if node.children:
            yield from leaves_of(node.children)
        elif node.key.kind in NUMBERED:
            yield node


def folded(text: str) -> str:
    """Text as the filter compares it: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def visible_keys(
    nodes: Iterable[Node], text: str, states: frozenset[State], *, changed: bool = False
) -> frozenset[NodeKey] | None:
    """Keys of the nodes a filter leaves, with the parents of what it finds; None: no filter, everything shows.

    A number (8, （8）, 第8项) finds the line of that number, any other text what contains it: text, departments,
    headings. Inbox and catalogue always show. `changed`: only what is not as it was printed.
    """
    wanted = folded(text).strip()
    number = int(found_number[1]) if (found_number := _NUMBER.fullmatch(wanted)) else None
    if not wanted and not states and not changed:
        return None
    found = {INBOX, CATALOGUE}
    for node in nodes:
        _collect(node, wanted, number, states, found, under_match=False)
    if changed:
        return frozenset(found) & {INBOX, CATALOGUE, *_changed_keys(nodes)}
    return frozenset(found)


def _sounds_so(wanted: str, node: Node) -> bool:
    if not (wanted.isascii() and any(map(str.isalpha, wanted))):
        return False
    from foodsafe_desktop.domain import pinyin  # noqa: PLC0415 - the tree shows before letters are typed

    return pinyin.matches(wanted, node.label)


def _changed_keys(nodes: Iterable[Node]) -> Iterator[NodeKey]:
    for node in nodes:
        if node.changed:
            yield node.key
            yield from _changed_keys(node.children)


def _collect(
    node: Node, wanted: str, number: int | None, states: frozenset[State], found: set[NodeKey], *, under_match: bool
) -> bool:
    matches = under_match or (number is None and (wanted in node.search or _sounds_so(wanted, node)))
    if node.children:
        below = [_collect(child, wanted, number, states, found, under_match=matches) for child in node.children]
        shown = any(below)
    elif node.key.kind in NUMBERED:
        hit = matches if number is None else node.key.number == number
        shown = hit and (not states or node.state in states or (node.lacks_all and State.MISSING in states))
    else:
        return False
    if shown:
        found.add(node.key)
    return shown
