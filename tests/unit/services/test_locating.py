"""From paper back to the record: codes of this archive's sheets, and sentences for all others."""

import datetime as dt
from dataclasses import replace

import pytest

from foodsafe_desktop.domain.blocks import Block
from foodsafe_desktop.domain.errors import CodeUnknown
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.paper_codes import NumberCode, SheetCode, page_name, read_code
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.services.locating import locate
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.restoring import ARCHIVE_ID

BLOCKS = (
    Block(SheetKind.DIVIDER, 8, 0, "隔页", "", ("1",), "a"),
    Block(SheetKind.PART, 8, 7, "会议纪要", "4-(8)-2023-001", ("2", "3"), "b"),
)
FIRST = FrozenVolume(
    0,
    "item-4",
    1,
    "第04卷",
    dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
    "我",
    "a.pdf",
    "0",
    "",
    Recipe(),
    BLOCKS,
    frozenset(),
)


@pytest.fixture(autouse=True)
def _issued(archive: Archive) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(ARCHIVE_ID, "abc")
        unit.add_issued(FIRST)
        changed = replace(BLOCKS[1], fingerprint="c")
        unit.add_issued(replace(FIRST, issue=2, blocks=(BLOCKS[0], changed)))


def test_a_sheet_leads_to_its_evidence(archive: Archive) -> None:
    found = locate(archive, SheetCode("abc", "item-4", 2, "3").text + "\r\n")
    assert (found.number, found.evidence, found.is_current) == (8, 7, True)
    assert "会议纪要" in found.sentence


def test_a_sheet_that_was_exchanged_says_so(archive: Archive) -> None:
    found = locate(archive, SheetCode("abc", "item-4", 1, "2").text)
    assert not found.is_current
    assert "补编" in found.sentence


def test_where_each_piece_counts_from_one_the_code_says_which(archive: Archive) -> None:
    other = Block(SheetKind.PART, 8, 9, "会议通知", "4-(8)-2023-002", ("1", "2"), "d")
    blocks = (replace(BLOCKS[1], labels=("1", "2")), other)
    with archive.store.begin() as unit:
        unit.add_issued(replace(FIRST, key="archive-2023-none-none", blocks=blocks))
    name = page_name("2", other.code)
    found = locate(archive, SheetCode("abc", "archive-2023-none-none", 1, name).text)
    assert (found.evidence, found.label, found.is_current) == (9, "2", True)
    with pytest.raises(CodeUnknown, match="4-\\(8\\)-2023-002的第3页"):
        locate(archive, SheetCode("abc", "archive-2023-none-none", 1, page_name("3", other.code)).text)


def test_sheets_without_a_number_go_by_their_name(archive: Archive) -> None:
    contents = Block(SheetKind.CONTENTS, 0, 0, "目录", "", ("目录1",), "e")
    signed = Block(SheetKind.SIGNATURES, 0, 0, "责任单位签字确认表", "", ("签字表1",), "f")
    with archive.store.begin() as unit:
        unit.add_issued(replace(FIRST, key="item-5", blocks=(contents, signed)))
    said = [locate(archive, SheetCode("abc", "item-5", 1, label).text).sentence for label in ("目录1", "签字表1")]
    assert said == ["“第04卷”目录1。", "“第04卷”签字表1：责任单位签字确认表。"]
    with pytest.raises(CodeUnknown, match="卷item-5，封面"):
        locate(archive, SheetCode("abc", "item-5", 0, "封面").text)


def test_a_divider_leads_to_its_sub_item(archive: Archive) -> None:
    assert locate(archive, NumberCode("abc", 8).text).number == 8


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://example.invalid", "不是本程序"),
        ("FSD1|other|item-4|1|2", "另一份档案"),
        ("FSD1|abc|item-4|0|2", "未发出"),
        ("FSD1|abc|item-4|9|2", "没有这一次"),
        ("FSD1|abc|item-4|1|99", "没有第99页"),
        ("FSD1|abc|小项112", "没有编号"),
    ],
)
def test_other_codes_get_a_sentence(archive: Archive, text: str, why: str) -> None:
    with pytest.raises(CodeUnknown, match=why):
        locate(archive, text)


def test_codes_are_read_as_written() -> None:
    for code in (SheetCode("a", "item-4.2", 3, "12-1"), NumberCode("a", 111)):
        assert read_code(code.text) == code
