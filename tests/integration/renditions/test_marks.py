"""Marks of secrecy in places of real files where a first page's text alone would not show them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from foodsafe_desktop.domain.texts import TextState
from foodsafe_desktop.renditions.text.reading import read_words
from tests.sure import sure


def workbook(path: Path, *sheets: str, header: str = "") -> Path:
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "封面"
    cover["A1"] = sheets[0]
    for words in sheets[1:]:
        book.create_sheet()["A1"] = words
    sure(cover.oddHeader).left.text = header
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheets", "header"), [(("统计表",), "秘密★1年"), (("封面", "秘密★1年"), ""), (("机密★5年",), "")], ids=str
)
def test_a_marked_workbook_keeps_no_words(tmp_path: Path, sheets: tuple[str, ...], header: str) -> None:
    words = read_words(workbook(tmp_path / "a.xlsx", *sheets, header=header))
    assert (words.text.state, words.text.pages) == (TextState.SECRET, ())


def test_what_is_printed_at_the_edges_is_read_without_its_codes(tmp_path: Path) -> None:
    words = read_words(workbook(tmp_path / "a.xlsx", "统计表", header='&"宋体"&12食安办 第&P页'))
    assert words.text.pages[0].text == "食安办 第页\n统计表"
