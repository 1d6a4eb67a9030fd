"""A chase: what is missing, who is reminded, evidence arrives, and next week's bulletin shows it closed."""

import datetime as dt
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest

from foodsafe_desktop import app
from tests.journeys.conftest import Command

MONDAY = dt.datetime(2024, 5, 6, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Calendar:
    """Today as the program sees it, moved on by hand."""

    def __init__(self) -> None:
        self.today = MONDAY

    def __call__(self) -> dt.datetime:
        return self.today


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    one = Calendar()
    monkeypatch.setattr(app, "_now", one)
    return one


@pytest.fixture
def root(tmp_path: Path, command: Command) -> Path:
    command("init", tmp_path / "档案")
    return tmp_path / "档案"


def _words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.docinfo["/Title"] = path.stem  # no two alike: equal bytes would be asked about
        pdf.save(path)


def test_a_chase_from_the_gap_to_the_bulletin_that_shows_it_closed(
    command: Command, root: Path, calendar: Calendar
) -> None:
    out = root.parent / "催报"
    code, first = command("gaps", root, "--department", "区卫健委")
    assert code == 1
    asked = {gap["requirement"]: gap["title"] for gap in first["gaps"] if gap["sub_item"] == 9 and gap["year"] == 2023}
    assert asked
    assert all(gap["title"] and gap["reason"] and "区卫健委" in gap["departments"] for gap in first["gaps"])

    code, chased = command("remind", root, "--out", out)
    assert code == 1
    assert [Path(path).suffix for path in chased["files"]] == [".docx"] * len(chased["files"])
    assert len(chased["reminders"]) == len(chased["files"]) - 1
    [form] = [Path(path) for path in chased["reminders"] if Path(path).stem.endswith("区卫健委")]
    text = _words(form)
    assert all(title in text for title in asked.values())
    assert "2024年5月13日" in text
    assert "本期为首期" in _words(Path(chased["bulletin"]))

    for title in asked.values():
        _pdf(root / "evidence" / "(9) 食源性疾病" / "2023" / f"{title}.pdf")
    assert command("scan", root)[0] == 0
    _, second = command("gaps", root, "--department", "区卫健委")
    still = {gap["requirement"] for gap in second["gaps"] if gap["sub_item"] == 9 and gap["year"] == 2023}
    closed = set(asked) - still
    assert closed

    calendar.today = MONDAY + dt.timedelta(days=7)
    _, chased = command("remind", root, "--out", out)
    bulletin = _words(Path(chased["bulletin"]))
    assert "2024年第2期" in bulletin
    assert "2024年5月6日" in bulletin
    assert f"补齐缺口{len(first['gaps']) - len(second['gaps'])}处，新增缺口0处" in bulletin
    assert all(asked[key] in bulletin for key in closed)
    assert Path(chased["bulletin"]) != out / "每周调度通报 2024年第1期.docx"
    assert (out / "每周调度通报 2024年第1期.docx").exists()


def test_gaps_of_one_year_go_into_a_workbook_and_a_document(command: Command, root: Path) -> None:
    sheet, word = root.parent / "缺口.xlsx", root.parent / "缺口.docx"
    _, facts = command("gaps", root, "--year", 2023, "--xlsx", sheet, "--docx", word)
    assert {gap["year"] for gap in facts["gaps"]} == {2023, None}
    assert facts["points"]["at_risk"] == facts["points"]["attainable"] - facts["points"]["secured"] > 0
    cells = {str(cell.value) for row in openpyxl.load_workbook(sheet).worksheets[0].iter_rows() for cell in row}
    assert {gap["title"] for gap in facts["gaps"]} <= cells
    assert all(gap["title"] in _words(word) for gap in facts["gaps"][:5])


def test_reminders_are_refused_inside_the_evidence_folder_and_without_a_place(command: Command, root: Path) -> None:
    code, refused = command("remind", root, "--out", root / "evidence" / "催报")
    assert (code, "佐证材料文件夹内" in refused["error"]) == (2, True)
    assert not (root / "evidence" / "催报").exists()
    code, refused = command("remind", root)
    assert (code, "--out" in refused["error"]) == (2, True)
