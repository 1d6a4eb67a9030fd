"""The archivist's one chain: an empty folder, evidence comes in, what is missing, the binder, and its check."""

import hashlib
import json
import os
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from foodsafe_desktop.cli import say
from tests.journeys.conftest import Command


def _pdf(path: Path, pages: int = 2, *, password: str | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        encryption = pikepdf.Encryption(user=password, owner="owner") if password else False
        pdf.save(path, encryption=encryption)


def _photo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (640, 480), (120, 160, 90)).save(path)


def _fixities(folder: Path) -> dict[str, tuple[str, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in files}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "创建档案"


def test_from_an_empty_folder_to_a_verified_binder(command: Command, root: Path) -> None:
    evidence, out = root / "evidence", root.parent / "成册"

    code, made = command("init", root)
    assert code == 0
    assert made["counts"] == {"dimensions": 5, "items": 36, "sub_items": 107, "vetoes": 4, "reserved": 1, "doubts": 76}

    code, empty = command("gaps", root)
    assert code == 1
    assert (empty["complete"], empty["partial"], empty["omitted"], empty["not_counted"]) == (0, 0, 20, 1)
    assert empty["points"]["secured"] == 0
    assert empty["points"]["attainable"] == 130

    _pdf(evidence / "(8) 抽检会商/2022/示食安办〔2022〕5号 会议纪要.pdf")
    _pdf(evidence / "（8）会商/2023年/关于召开会商会的通知.pdf")
    _photo(evidence / "008/2024/现场照片.jpg")
    _pdf(evidence / "9.食源性疾病/2022/病例报送统计表（加密）.pdf", password="secret")
    (evidence / "9.食源性疾病/2023").mkdir()
    (evidence / "9.食源性疾病/2023/病例报送统计表.docx").write_bytes(b"not a docx at all")
    _pdf(evidence / "待整理/来文.pdf")
    originals = _fixities(evidence)

    code, scanned = command("scan", root)
    assert code == 1
    assert (scanned["seen"], scanned["new"]) == (6, 6)
    assert scanned["unreadable"] >= 1

    code, gaps = command("gaps", root)
    assert code == 1
    assert (gaps["complete"], gaps["partial"]) == (0, 1)
    meetings = {gap["year"]: gap["reason"] for gap in gaps["gaps"] if gap["requirement"] == "8-meeting"}
    assert "签到表" in meetings[2022]
    assert "会议通知2份" in meetings[2022]
    assert "会议通知1份" in meetings[2023]
    reasons = {gap["year"]: gap["reason"] for gap in gaps["gaps"] if gap["requirement"] == "9-cases"}
    assert set(reasons) == {2022, 2023, 2024}
    assert "加密" in reasons[2022]
    assert "病例报送统计表.docx" in reasons[2023]
    assert reasons[2024] == "无佐证材料"

    code, bound = command("bind", root, "--scope", "item:4", "--out", out)
    assert code == 1
    assert bound["partial"] is True
    [volume] = bound["volumes"]
    assert volume["pieces"] == 5
    assert {Path(one["path"]).name for one in volume["not_printable"]} == {
        "病例报送统计表（加密）.pdf",
        "病例报送统计表.docx",
    }
    pdf = Path(volume["path"])
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == volume["sha256"]
    _page_labels_are_stamped(pdf, volume["pages"])

    code, checked = command("verify", out)
    assert (code, checked["ok"]) == (0, True)
    code, checked = command("verify", root)
    assert (code, checked["ok"]) == (0, True)

    with pdf.open("ab") as stream:
        stream.write(b"%tampered")
    code, checked = command("verify", pdf)
    assert (code, checked["ok"]) == (1, False)

    assert _fixities(evidence) == originals


def _page_labels_are_stamped(pdf: Path, pages: int) -> None:
    """Every page but the cover shows its own PDF page label as text near the top right corner of what is seen."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == pages
    for index in range(1, pages):
        page = document[index]
        width, height = page.get_size()
        corner = page.get_textpage().get_text_bounded(width * 0.6, height * 0.88, width, height)
        assert document.get_page_label(index) in corner
    document.close()


def test_the_same_evidence_compiles_to_the_same_bytes(command: Command, root: Path) -> None:
    command("init", root)
    _pdf(root / "evidence/(8) 会商/2022/纪要.pdf")
    _photo(root / "evidence/(8) 会商/2023/照片.jpg")
    command("scan", root)
    for out in ("一", "二"):
        command("bind", root, "--scope", "sub-item:8", "--out", root.parent / out)
    first, second = ({p.name: p.read_bytes() for p in (root.parent / out).iterdir()} for out in ("一", "二"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_an_archive_carried_elsewhere_opens_there(command: Command, root: Path) -> None:
    command("init", root)
    _pdf(root / "evidence/(8) 会商/2022/纪要.pdf")
    command("scan", root)
    elsewhere = root.rename(root.parent / "搬迁后")
    code, scanned = command("scan", elsewhere)
    assert (code, scanned["seen"], scanned["new"], scanned["missing"]) == (0, 1, 0, 0)


def test_an_archive_named_by_another_way_in_is_carried_elsewhere_too(command: Command, root: Path) -> None:
    (root.parent / "别处").mkdir()
    _, made = command("init", root.parent / "别处" / ".." / root.name, "--evidence", root / "材料")
    assert made["archive"] == str(root)
    assert command("scan", root.rename(root.parent / "搬迁后"))[0] == 0


@pytest.mark.parametrize("own", ["binders", "backups", "cache/材料"])
def test_evidence_is_not_kept_where_the_program_writes_and_clears(command: Command, root: Path, own: str) -> None:
    code, refused = command("init", root, "--evidence", root / own)
    assert code == 2
    assert "位于档案自用的" in refused["error"]
    assert not root.exists()


def test_one_archive_does_not_lie_in_another(command: Command, root: Path) -> None:
    command("init", root)
    for argv in (("init", root / "evidence/又一份"), ("init", root.parent / "乙", "--evidence", root)):
        code, refused = command(*argv)
        assert code == 2
        assert "在另一份档案" in refused["error"]
    assert not list((root / "evidence").iterdir())
    assert command("init", root.parent / "丙", "--evidence", root / "evidence")[0] == 0, "one folder for two is allowed"


def test_a_file_in_the_evidence_folders_place_is_named(command: Command, root: Path) -> None:
    (root.parent / "文件").write_bytes(b"")
    code, refused = command("init", root, "--evidence", root.parent / "文件")
    assert code == 2
    assert f"“{root.parent / '文件'}”" in refused["error"]


def test_refusals_are_one_chinese_sentence_and_exit_code_2(
    command: Command, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, refused = command("scan", tmp_path / "没有")
    assert code == 2
    assert "不是食安档案的档案目录" in refused["error"]
    command("init", root)
    for argv, word in (
        (("init", root), "已有档案"),
        (("bind", root, "--scope", "item:99"), "无法识别"),
        (("bind", root, "--out", root / "evidence" / "x"), "佐证材料文件夹内"),
        (("verify", tmp_path), "既不是档案目录"),
        (("gaps", root, "--xlsx", tmp_path / "缺失.docx"), "须以 .xlsx 结尾"),
        (("check", root, "--docx", tmp_path / "检测.txt"), "须以 .docx 结尾"),
        (("init", tmp_path / "b", "--catalogue", tmp_path / "无此文件.toml"), "无此文件.toml"),
    ):
        code, refused = command(*argv)
        assert code == 2
        assert word in refused["error"]
        assert refused["error"].endswith("。")
        assert refused["error"].count("\n") == 0
    assert not (tmp_path / "b").exists()


def test_the_gap_list_can_be_handed_over(command: Command, root: Path) -> None:
    command("init", root)
    word, sheet = root.parent / "缺失清单.docx", root.parent / "缺失清单.xlsx"
    _, facts = command("gaps", root, "--department", "区卫健委", "--docx", word, "--xlsx", sheet)
    rows = len(facts["gaps"])
    assert rows
    assert all("区卫健委" in gap["departments"] for gap in facts["gaps"])
    assert len(docx.Document(str(word)).tables[0].rows) == rows + 1
    assert openpyxl.load_workbook(sheet).worksheets[0].max_row == rows + 3


def test_a_name_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("未登记：a\x1b[31m\x9b2J\u202efdp.exe\n未登记：䶮.pdf")
    assert capsys.readouterr().err == "未登记：a\\x1b[31m\\x9b2J\\u202efdp.exe\n未登记：䶮.pdf\n"


def test_json_survives_names_that_no_encoding_can_write(command: Command, root: Path) -> None:
    command("init", root)
    raw = bytes(root / "evidence" / "(8) x") + b"/2022"
    Path(raw.decode()).mkdir(parents=True)
    Path(os.fsdecode(raw + b"/\xff\xfe.pdf")).write_bytes(b"%PDF-broken")
    code, scanned = command("scan", root)
    assert (code, scanned["seen"], scanned["new"]) == (1, 1, 1)
    _, bound = command("bind", root, "--scope", "sub-item:8", "--out", root.parent / "out")
    assert json.dumps(bound)
    assert bound["partial"] is True
