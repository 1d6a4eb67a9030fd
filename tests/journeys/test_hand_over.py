"""Before a hand-over: the four-property check as a person at a terminal meets it, and its report."""

from pathlib import Path

import docx
import openpyxl
import pytest

from tests.journeys.conftest import Command

MOBILE = "138" + "0000" + "1309"  # put together, for the tree holds no number that could be somebody's


@pytest.fixture
def root(tmp_path: Path, command: Command) -> Path:
    root = tmp_path / "档案"
    command("init", root)
    paper = root / "evidence" / "(8) 抽检会商" / "2022" / "会议签到表.txt"
    paper.parent.mkdir(parents=True)
    paper.write_text(f"签到表\n联系电话 {MOBILE}\n", encoding="utf-8")
    command("scan", root)
    command("text", root)
    return root


def test_a_check_before_a_hand_over(command: Command, root: Path) -> None:
    report, book = root.parent / "四性检测报告.docx", root.parent / "四性检测报告.xlsx"
    code, said = command("check", root, "--docx", report, "--xlsx", book)
    results = {one["id"]: one for one in said["results"]}
    assert code == 1  # evidence is missing everywhere: 归档范围 fails
    assert results["GD-1-1"]["state"] == "通过"
    assert results["GD-2-9"]["state"] == "不通过"
    assert results["GD-4-1"]["state"] == "人工确认"
    private = results["附-2"]
    assert private["state"] == "不通过"
    assert private["details"][0] == "“(8) 抽检会商/2022/会议签到表.txt”中有手机号码1个，供查阅或复制前请遮盖。"

    document = docx.Document(str(report))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
    for text in (words, "\n".join(cells)):
        assert all(one["name"] in text for one in said["results"])
        assert "手机号码1个" in text
        assert MOBILE not in text  # a report that repeats the number would spread it


def test_a_changed_file_and_a_new_one_are_found_by_reading(command: Command, root: Path) -> None:
    folder = root / "evidence" / "(8) 抽检会商" / "2022"
    (folder / "会议签到表.txt").write_text("改过", encoding="utf-8")
    (folder / "新到.txt").write_text("新", encoding="utf-8")
    results = {one["id"]: one for one in command("check", root)[1]["results"]}
    assert results["GD-1-1"]["details"] == ["“(8) 抽检会商/2022/会议签到表.txt”与登记的校验值不符。"]
    assert any("新到.txt" in sentence for sentence in results["GD-4-3"]["details"])


def test_the_report_is_never_written_into_the_evidence_folder(command: Command, root: Path) -> None:
    code, said = command("check", root, "--docx", root / "evidence" / "报告.docx")
    assert code == 2
    assert "error" in said
    assert not (root / "evidence" / "报告.docx").exists()
