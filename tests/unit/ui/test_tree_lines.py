"""The tree's lines as they are kept from one day to the next: all of them, and nothing of how they stood."""

from collections.abc import Iterable, Iterator

import pytest

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.ui.tree.nodes import READING, Kind, Node, NodeKey, read_written, visible_keys, written

_SEARCHED = "抽检会商 市场监管局"
LEAF = Node(NodeKey(Kind.SUB_ITEM, 8), "（8）抽检会商", "全文", State.COMPLETE, "齐全", "2/2项 · 5件", _SEARCHED)
ITEM = NodeKey(Kind.ITEM, 1)
TREE = (Node(ITEM, "1．组织领导", "第1大项", State.MISSING, "缺失", "齐全 0/1", "组织", children=(LEAF,)),)


def everything(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from everything(node.children)


def test_no_state_outlives_the_day() -> None:
    kept = list(everything(read_written(written(TREE))))
    assert [node.key for node in kept] == [node.key for node in everything(TREE)]
    assert {(node.state, node.word, node.counts, node.lacks_all) for node in kept} == {(None, READING, "", False)}


def test_kept_lines_are_found_by_text_number_and_department() -> None:
    kept = read_written(written(TREE))
    for text in ("会商", "8", "市场"):
        found = visible_keys(kept, text, frozenset())
        assert found is not None
        assert LEAF.key in found


@pytest.mark.parametrize("text", ["", "{", "3", "[[1]]", '[["no such kind", 1, "", "", "", []]]'])
def test_anything_else_is_no_tree(text: str) -> None:
    assert read_written(text) == ()
