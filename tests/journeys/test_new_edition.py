"""A newer edition arrives: as a file, and as a table in a workbook; nothing that was decided is lost."""

import datetime as dt
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from foodsafe_desktop.app import Program
from foodsafe_desktop.domain.editions import Change
from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.domain.requirements import Cadence, Requirement
from foodsafe_desktop.domain.task_table import CatalogueHead, guess_columns, read_table
from foodsafe_desktop.services import correcting, requirements_editing, upgrading
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.review import overview
from tests.shipped_edition import TEXT
from tests.sure import sure

WHY = "经与纸质原件核对"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Number 8 became 150, 28 is reworded, 38 is a reserved number."""
    text = TEXT
    for old, new in (
        ('id = "baiyun-2023-40"', 'id = "baiyun-2025"'),
        ("number = 8\ntext", "number = 150\ntext"),
        ("依法依规向社会公开监督抽检结果及", "依法依规及时向社会公开监督抽检结果及"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "新版.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_newer_edition_is_looked_at_taken_in_and_holds_after_reopening(tmp_path: Path, newer: Path) -> None:
    program, root = Program(), tmp_path / "档案"
    archive = program.found_archive(root)
    try:
        paper = root / "evidence/(8) 会商/2023/会议纪要.pdf"
        paper.parent.mkdir(parents=True)
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(paper)
        scan(archive, Job())
        correcting.enter_reserved(archive, 112, "原件第112项。", 36, WHY)
        correcting.change_departments(archive, 9, ["区卫健委", "区教育局"], WHY)
        own = Requirement("8-own-1", 8, "会商照片", "照片", Cadence.EACH_YEAR)
        requirements_editing.save_requirement(archive, own)
        before = overview(archive)

        edition = program.load_edition(newer)
        preview = upgrading.preview(archive, edition)
        assert {match.old: match.new for match in preview.to_confirm} == {8: 150, 29: 29}
        assert {one.change for one in preview.differences} == {Change.RENUMBERED, Change.TEXT, Change.KEPT}
        assert overview(archive) == before
        confirmed = {match.old: match.new for match in preview.matches}
        upgrading.upgrade(archive, edition, confirmed).undo()
        assert overview(archive) == before
        upgrading.upgrade(archive, edition, confirmed)
    finally:
        archive.close()

    archive = program.open_archive(root)
    try:
        now = overview(archive)
        assert now.printed.id == "baiyun-2025"
        assert [one.number for one in now.dossier.assignments] == [150]
        assert [one.title for one in now.requirements.of(150)][-1] == "会商照片"
        assert now.catalogue.sub_item(112) is not None
        assert now.catalogue.responsible(sure(now.catalogue.sub_item(9))) == ("区卫健委", "区教育局")
        assert list((root / "backups").glob("dossier_before_upgrade_*.sqlite3"))
        assert archive.store.is_sound()
    finally:
        archive.close()


def test_a_list_that_does_not_fit_its_catalogue_is_refused_before_anything_is_made(tmp_path: Path, newer: Path) -> None:
    newer.with_name("新版.requirements.toml").write_text(
        '[[requirements]]\nsub_item = 8\nid = "8-a"\ntitle = "纪要"\nkind = "纪要"\ncadence = "once"\nbasis = "text"\n',
        encoding="utf-8",
    )
    with pytest.raises(DossierError, match=r"新版\.requirements\.toml”第2行"):
        Program().load_edition(newer)
    with pytest.raises(DossierError):
        Program().found_archive(tmp_path / "档案", catalogue=newer)
    assert not (tmp_path / "档案").exists()


def test_a_table_in_a_workbook_becomes_an_archive(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["某县任务分工表"],
        ["项目", "工作目标任务", "责任部门", "完成时限"],
        ["一、基础工作（3分）"],
        ["1.党政同责（3分）", "(1) 落实责任制。", "县委办牵头，县政府办配合", "2025年5月底"],
        [None, "(2) 开展评议考核。", "县委组织部", "合理缺项"],
        ["备注：以上由县食药安办解释"],
    ):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "分工表.xlsx")

    program = Program()
    [table] = program.read_task_table(tmp_path / "分工表.xlsx", Job())
    found = guess_columns(table)
    assert found is not None
    head = CatalogueHead(
        "xx-2025", "某县任务分工表", "某府发〔2025〕1号", "某县人民政府", dt.date(2024, 1, 1), (2025, 6), (2025, 12)
    )
    draft = program.catalogue_from_table(read_table(table, found[1], found[0]), head)
    assert draft.catalogue is not None
    assert draft.remarks == ("第6行：没有读到带编号的小项：备注：以上由县食药安办解释。",)
    program.save_catalogue(draft, tmp_path / "某县.toml")
    archive = program.found_archive(tmp_path / "档案", catalogue=tmp_path / "某县.toml")
    try:
        assert archive.catalogue == draft.catalogue
        assert [gap.requirement for gap in overview(archive).coverage.gaps] == ["1-annual", "1-annual", "2-omission"]
    finally:
        archive.close()
