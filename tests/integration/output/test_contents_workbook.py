"""The workbook of a set's contents: texts stay texts, dates are dates, what is not printed is said."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from foodsafe_desktop.output.contents_workbook import contents_xlsx
from foodsafe_desktop.output.manifest import verify_binder
from foodsafe_desktop.output.press import Press
from tests.integration.output.plans import FACTS, LONG_TITLE, bound, piece, risk_volume, thick_volume, veto_volume


def opened(packed: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(packed))


@pytest.fixture(scope="module")
def workbook() -> openpyxl.Workbook:
    return opened(contents_xlsx([bound(risk_volume()), bound(veto_volume())], FACTS, "第4大项"))


def rows(workbook: openpyxl.Workbook, sheet: str) -> list[list[object]]:
    """All rows from the heading on, by what they show."""
    found: list[list[object]] = [[cell.value for cell in row] for row in workbook[sheet].iter_rows()]
    top = next(index for index, row in enumerate(found) if row[1] is not None)
    return found[top:]


def test_every_piece_has_its_row(workbook: openpyxl.Workbook) -> None:
    heading, first, *others = rows(workbook, "分卷目录")
    named = dict(zip(heading, first, strict=True))
    assert list(heading[2:]) == [
        "序号",
        "档号",
        "编号",
        "文号",
        "责任者",
        "题名",
        "日期",
        "密级",
        "页数",
        "页号",
        "盒号",
        "备注",
    ]
    assert named["卷册"] == "第04卷 风险监测"
    assert (named["小项"], named["序号"], named["页数"], named["页号"]) == (8, 1, 3, 2)
    assert named["日期"] == dt.datetime(2023, 3, 7)  # noqa: DTZ001 - as a workbook has it
    assert (named["题名"], named["盒号"]) == (LONG_TITLE, "第4卷")
    assert len(others) == 6


def test_the_index_counts_what_the_printed_one_counts(workbook: openpyxl.Workbook) -> None:
    _, first, second, total = rows(workbook, "总目录")
    assert (first[0], first[6], first[8]) == (4, 6, "2个小项有缺口；2个文件未能打印；1件纸质原件待插入")
    assert second[0] == 37
    assert (total[0], total[7]) == ("合计　2盒", 19)


def test_what_is_not_printed_is_said_plainly(workbook: openpyxl.Workbook) -> None:
    found = [dict(zip(rows(workbook, "未打印材料")[0], row, strict=True)) for row in rows(workbook, "未打印材料")[1:]]
    assert [one["情况"] for one in found] == ["未打印", "未打印", "待插入原件"]
    assert "文件损坏" in str(found[1]["原因"])
    assert "未能打印或待插入纸质原件 3 处" in str(workbook["总目录"]["A3"].value)
    notes = [row[-1] for row in rows(workbook, "分卷目录")]
    assert "未打印（替代页）" in notes
    assert "未打印（纸质件）" in notes
    whole = opened(contents_xlsx([bound(thick_volume(2))], FACTS))
    assert "全部材料均已打印" in str(whole["总目录"]["A3"].value)


def test_nothing_of_a_withheld_piece_is_in_it() -> None:
    workbook = opened(contents_xlsx([bound(risk_volume())], FACTS))
    whole = "".join(str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row)
    for secret in ("某专项督查方案", "密字〔2022〕9号", "8/2022/"):
        assert secret not in whole
    assert "疑似涉密" in whole


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    volume = veto_volume()
    hostile = replace(volume.sections[0], pieces=(piece(1, 108, '=HYPERLINK("http://a","b")', author="+1-1"),))
    workbook = opened(contents_xlsx([bound(replace(volume, sections=(hostile,)))], FACTS))
    cells = {cell.value: cell for row in workbook["分卷目录"].iter_rows() for cell in row}
    for text in ('=HYPERLINK("http://a","b")', "+1-1"):
        assert (cells[text].data_type, cells[text].quotePrefix) == ("s", True)


def test_sheets_print_on_wide_a4_with_their_heading_on_every_page(workbook: openpyxl.Workbook) -> None:
    for sheet in workbook:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        top = int(str(sheet.freeze_panes).lstrip("A")) - 1
        assert sheet.print_title_rows == f"${top}:${top}"
    assert workbook["分卷目录"].auto_filter.ref


def test_the_same_set_gives_the_same_bytes_beside_its_index(tmp_path: Path) -> None:
    made = [Press().index([bound(risk_volume())], {}, FACTS, tmp_path / name) for name in "ab"]
    files = [next(path for path in one.others if path.suffix == ".xlsx") for one in made]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].name == "总目录.xlsx"
    files[0].write_bytes(b"edited")
    again = Press().index([bound(risk_volume())], {}, FACTS, tmp_path / "a")
    assert "总目录（已修改 2024-06-03）.xlsx" in again.notes[0]
    assert verify_binder(tmp_path / "a").ok
