"""Issued volumes come back as they were given, and none takes another's place."""

import datetime as dt
from dataclasses import replace

import pytest

from foodsafe_desktop.domain.blocks import Block
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.recipe import Grouping, Numbering, Position, Recipe
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.store.sqlite_store import SqliteStore

RECIPE = Recipe("自定", Grouping.YEAR, duplex=True, numbering=Numbering.PIECE, position=Position.BOTTOM_OUTER)
BLOCKS = (
    Block(SheetKind.DIVIDER, 8, 0, "隔页", "", ("1",), "abc"),
    Block(SheetKind.PART, 8, 7, "通知㐂", "4-(8)-2023-001", ("2", "2-1"), "d", "e\x1ff", ((3, "sha256:ab"), (0, ""))),
)
VOLUME = FrozenVolume(
    0,
    "item-4",
    1,
    "第04卷 风险监测",
    dt.datetime(2024, 6, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    "档案员@综合科",
    "binders/第04卷.pdf",
    "0" * 64,
    "缺第3页，先行发出",
    RECIPE,
    BLOCKS,
    frozenset({"1", "2", "2-1", "9"}),
)


def test_an_issue_comes_back_whole(store: SqliteStore) -> None:
    with store.begin() as unit:
        kept = unit.add_issued(VOLUME)
        second = unit.add_issued(replace(VOLUME, issue=2, word=""))
    assert kept == replace(VOLUME, id=kept.id)
    with store.begin() as unit:
        assert unit.issued() == [kept, second]


def test_an_issue_is_never_replaced(store: SqliteStore) -> None:
    with store.begin() as unit:
        unit.add_issued(VOLUME)
    with pytest.raises(ValueError, match="item-4"), store.begin() as unit:
        unit.add_issued(VOLUME)
