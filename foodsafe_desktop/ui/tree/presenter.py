"""What every node of the tree says. No Qt."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from foodsafe_desktop.domain.catalogue import Catalogue, Dimension, Item, SubItem
from foodsafe_desktop.domain.gaps import Standing
from foodsafe_desktop.domain.states import State
from foodsafe_desktop.domain.wording import chinese_number, points_text, sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.prepared import beforehand
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, INBOX, NUMBERED, VETOES, Kind, Node, NodeKey, folded, leaves_of
from foodsafe_desktop.ui.wording import standing_counts, state_word

_ASKED = (State.COMPLETE, State.PARTIAL, State.MISSING)
"""States of what is asked for."""


@beforehand
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


def missing_others(overview: Overview) -> str:
    """What the button 缺失 leaves besides sub-items that are 缺失, in words; empty for nothing else."""
    catalogue, standings = overview.catalogue, overview.coverage.standings
    omitted = sum(
        1
        for sub in catalogue.sub_items
        if standings[sub.number].state is State.OMITTED and _lacks_all(standings[sub.number])
    )
    vetoes = sum(1 for veto in catalogue.vetoes if _lacks_all(standings[veto.number]))
    others = (("缺情况说明的合理缺项", omitted), ("缺情况说明的否决项", vetoes))
    return "，".join(f"{words} {count}" for words, count in others if count)


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
