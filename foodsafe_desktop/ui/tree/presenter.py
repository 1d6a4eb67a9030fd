"""What every node of the tree says, and which nodes a filter leaves. No Qt."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foodsafe_desktop.domain import pinyin
from foodsafe_desktop.domain.catalogue import Catalogue, Dimension, Item, SubItem
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.wording import chinese_number, points_text, sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.wording import standing_counts, state_word


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
_ASKED = (State.COMPLETE, State.PARTIAL, State.MISSING)
"""States of what is asked for."""


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


def build_nodes(overview: Overview) -> tuple[Node, ...]:
    """The top-level nodes: inbox, catalogue, the 方面, the vetoes, the reserved numbers."""
    catalogue = overview.catalogue
    standings = overview.coverage.standings
    waiting = len(overview.dossier.inbox)
    complete, asked = progress(overview)
    nodes = [
        Node(
            INBOX, "收件箱", "尚未归入任何小项的佐证材料", None, "", f"{waiting}件待归入" if waiting else "无待归入材料"
        ),
        Node(CATALOGUE, "评价细则", catalogue.title, None, catalogue.document_number, f"齐全 {complete}/{asked}"),
        *(_dimension(catalogue, dimension, standings) for dimension in catalogue.dimensions),
    ]
    if catalogue.vetoes:
        leaves = tuple(
            _leaf(catalogue, NodeKey(Kind.VETO, veto.number), veto.text, standings[veto.number])
            for veto in catalogue.vetoes
        )
        nodes.append(_branch(VETOES, "否决项", "否决项：须有情况说明证明该情形不存在", leaves, standings, "有说明"))
    nodes += [
        _leaf(catalogue, NodeKey(Kind.RESERVED, one.number), "保留号", standings[one.number], one.why)
        for one in catalogue.reserved
    ]
    changed = changed_counts(overview)
    return tuple(_marked(node, changed) for node in nodes) if changed else tuple(nodes)


def changed_counts(overview: Overview) -> Counter[int]:
    """How many pieces of each number are not as they were printed."""
    pieces = {(one.number, one.evidence) for changes in overview.changes.values() for one in changes}
    return Counter(number for number, _ in pieces)


def _marked(node: Node, changed: Counter[int]) -> Node:
    if node.key.kind in NUMBERED:
        return replace(node, changed=changed[node.key.number])
    children = tuple(_marked(child, changed) for child in node.children)
    return replace(node, children=children, changed=sum(child.changed for child in children))


def progress(overview: Overview, within: Iterable[SubItem] | None = None) -> tuple[int, int]:
    """How many sub-items are complete, and how many are asked for: not those passed over, nor 合理缺项.

    `within`: of these alone; of all where it is None.
    """
    standings = overview.coverage.standings
    subs = overview.catalogue.sub_items if within is None else within
    asked = [state for sub in subs if (state := standings[sub.number].state) in _ASKED]
    return asked.count(State.COMPLETE), len(asked)


def state_counts(overview: Overview) -> dict[State, int]:
    """How many numbered lines each of the filter's buttons leaves."""
    counts = {state: overview.coverage.count(state) for state in State}
    standings = overview.coverage.standings.values()
    return {**counts, State.MISSING: sum(1 for standing in standings if _lacks_all(standing))}


def _lacks_all(standing: Standing) -> bool:
    return bool(standing.gaps) and not any(standing.valid.values())


def _dimension(catalogue: Catalogue, dimension: Dimension, standings: Mapping[int, Standing]) -> Node:
    children = tuple(_item(catalogue, item, standings) for item in dimension.items)
    label = f"{chinese_number(dimension.number)}、{dimension.title}"
    return _branch(NodeKey(Kind.DIMENSION, dimension.number), label, label, children, standings)


def _item(catalogue: Catalogue, item: Item, standings: Mapping[int, Standing]) -> Node:
    children = tuple(
        _leaf(catalogue, NodeKey(Kind.SUB_ITEM, sub.number), sub.text, standings[sub.number], _departments(sub))
        for sub in item.sub_items
    )
    group = f"（{item.group}）" if item.group else ""
    label = f"{item.number}．{item.title}"
    tip = f"第{item.number}大项 {item.title}{group}，{points_text(item.points)}分"
    return _branch(NodeKey(Kind.ITEM, item.number), label, tip, children, standings)


def _departments(sub: SubItem) -> str:
    return "、".join(sub.responsible)


def _leaf(catalogue: Catalogue, key: NodeKey, text: str, standing: Standing, more: str = "") -> Node:
    word = state_word(standing.state, catalogue, key.number)
    tip = f"{sub_item_mark(key.number)}{text}" + (f"\n{more}" if more else "")
    label = f"{sub_item_mark(key.number)}{text}"
    search, lacking = folded(f"{text} {more}"), _lacks_all(standing)
    return Node(key, label, tip, standing.state, word, standing_counts(standing), search, lacking)


def _branch(
    key: NodeKey,
    label: str,
    tip: str,
    children: tuple[Node, ...],
    standings: Mapping[int, Standing],
    done_word: str = State.COMPLETE.label,
) -> Node:
    below = [standings[leaf.key.number] for leaf in leaves_of(children)]
    state = _joint_state([one.state for one in below])
    asked = [one.state for one in below if one.state in _ASKED]
    complete = asked.count(State.COMPLETE)
    pieces = sum(one.assigned for one in below)
    word = state.label if done_word == State.COMPLETE.label else ""
    done = f"{done_word} {complete}/{len(asked)}" if asked else "不计缺失"
    counts = f"{done} · {pieces}件"
    return Node(key, label, tip, state, word, counts, folded(label), children=children)


def _joint_state(states: Sequence[State]) -> State:
    """A parent is complete when all that counts below it is, missing when nothing of it has anything, else partial."""
    counted = [state for state in states if state not in (State.NOT_CHOSEN, State.RESERVED, State.OMITTED)]
    if not counted:
        return states[0] if len(set(states)) == 1 else State.OMITTED
    return counted[0] if len(set(counted)) == 1 else State.PARTIAL


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

    A number (8, （8）) finds the line of that number, any other text what contains it: text, departments, headings.
    Inbox and catalogue always show. `changed`: only what is not as it was printed.
    """
    wanted = folded(text).strip()
    if not wanted and not states and not changed:
        return None
    found = {INBOX, CATALOGUE}
    for node in nodes:
        _collect(node, wanted, states, found, under_match=False)
    if changed:
        return frozenset(found) & {INBOX, CATALOGUE, *_changed_keys(nodes)}
    return frozenset(found)


def _sounds_so(wanted: str, node: Node) -> bool:
    return wanted.isascii() and any(map(str.isalpha, wanted)) and pinyin.matches(wanted, node.label)


def _changed_keys(nodes: Iterable[Node]) -> Iterator[NodeKey]:
    for node in nodes:
        if node.changed:
            yield node.key
            yield from _changed_keys(node.children)


def _collect(node: Node, wanted: str, states: frozenset[State], found: set[NodeKey], *, under_match: bool) -> bool:
    digits = wanted.strip("()").strip()
    by_number = digits.isdecimal() and len(digits) <= 3
    matches = under_match or (not by_number and (wanted in node.search or _sounds_so(wanted, node)))
    if node.children:
        below = [_collect(child, wanted, states, found, under_match=matches) for child in node.children]
        shown = any(below)
    elif node.key.kind in NUMBERED:
        hit = node.key.number == int(digits) if by_number else matches
        shown = hit and (not states or node.state in states or (node.lacks_all and State.MISSING in states))
    else:
        return False
    if shown:
        found.add(node.key)
    return shown
