"""An archive goes to the next archivist as a package: made, checked without this program, laid out, checked again."""

import errno
import hashlib
import json
import os
import shutil
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest

from foodsafe_desktop.app import Program
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import Cancelled, DiskFull
from foodsafe_desktop.domain.evidence import WITHHELD, Condition
from foodsafe_desktop.domain.packages import BAGIT_TEXT
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.output.package import bag
from foodsafe_desktop.services import accession, deciding, settings
from foodsafe_desktop.services.hand_over import hand_over
from foodsafe_desktop.services.job import Job, Progress
from tests.journeys.conftest import Command

FOLDER = "(8) 抽检会商/2022"
PLAIN = f"{FOLDER}/会商会议纪要 2022-05-01.pdf"
SECRET = f"{FOLDER}/机密 会商方案.txt"
WILD = (
    *("CON", "100% 合格.txt", "点.", "a:b?.txt", "换\n行.txt", os.fsdecode(b"\xd6\xd0\xce\xc4.txt"), "Scan.txt"),
    *("scan.txt", unicodedata.normalize("NFD", "é.txt"), unicodedata.normalize("NFC", "é.txt")),
)


def put(root: Path, path: str, content: bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (1_700_000_000, 1_700_000_000))
    return file


def put_pdf(root: Path, path: str) -> None:
    file = put(root, path, b"")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file)
    os.utime(file, (1_700_000_000, 1_700_000_000))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a piece that prints, a secret one, and a paper that was never scanned."""
    root = tmp_path_factory.mktemp("packages") / "创建档案"
    with closing(Program().found_archive(root)) as archive:
        put_pdf(root / "evidence", PLAIN)
        put(root / "evidence", SECRET, b"secret")
        accession.scan(archive, Job())
        deciding.register_paper(archive, 9, "监测年报", 2022, "2柜-3层-第5盒", 12)
    return root


@pytest.fixture
def root(tmp_path: Path, template: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(template, tmp_path / "创建档案"))


def checked_by_hand(package: Path, algorithm: str = "sha256") -> set[str]:
    """What ``sha256sum -c`` does, and that nothing else lies there; returns the paths of the payload."""
    listed = set()
    for line in (package / f"manifest-{algorithm}.txt").read_text(encoding="utf-8").splitlines():
        digest, path = line.split("  ", 1)
        path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        assert hashlib.new(algorithm, (package / path).read_bytes()).hexdigest() == digest, path
        listed.add(path)
    there = {one.relative_to(package).as_posix() for one in (package / "data").rglob("*") if one.is_file()}
    assert there == listed
    return {path.removeprefix("data/") for path in listed}


def dossier_of(root: Path) -> Dossier:
    with closing(Program().open_archive(root)) as archive, archive.store.begin() as unit:
        return unit.dossier()


def left_out(said: dict[str, Any]) -> dict[str, str]:
    return {one["path"]: one["reason"] for one in said["left_out"]}


def test_from_archive_to_package_and_back(command: Command, root: Path, tmp_path: Path) -> None:
    package, back = tmp_path / "U盘" / "移交", tmp_path / "新电脑" / "档案"
    evidence = {path: path.read_bytes() for path in (root / "evidence").rglob("*") if path.is_file()}
    command("bind", root, "--scope", "sub-item:8")
    code, made = command("hand-over", root, "--out", package)
    assert (code, made["partial"], Path(made["package"])) == (1, True, package)
    assert left_out(made) == {WITHHELD: "疑似涉密，不得装入，请按保密规定另行移交"}
    held = checked_by_hand(package)
    assert {"dossier.sqlite3", f"evidence/{PLAIN}", "目录/元数据.xml", "目录/未装入清单.xlsx"} <= held
    assert any(path.startswith("binders/") and path.endswith(".pdf") for path in held)
    assert not any("机密" in path for path in held)
    assert hashlib.sha256((package / "manifest-sha256.txt").read_bytes()).hexdigest() == made["sha256"]
    assert {path: path.read_bytes() for path in evidence} == evidence, "the folder is only read"
    assert list(package.parent.iterdir()) == [package], "nothing else is left beside it"

    code, checked = command("verify", package)
    assert (code, checked["ok"], checked["mismatched"], checked["unexpected"]) == (0, True, [], [])
    code, done = command("restore", package, back)
    assert (code, Path(done["path"])) == (0, back / "dossier.sqlite3")
    assert (back / "evidence" / PLAIN).read_bytes() == (root / "evidence" / PLAIN).read_bytes()
    assert dossier_of(back) == dossier_of(root)
    code, checked = command("verify", back)
    assert (code, checked["missing"], checked["mismatched"], checked["faults"]) == (0, [], [], [])
    code, scanned = command("scan", back)
    assert (scanned["new"], scanned["changed"], scanned["moved"], scanned["missing"]) == (0, 0, 0, 1)
    assert command("gaps", back)[1]["points"] == command("gaps", root)[1]["points"]


def test_what_people_and_other_systems_read_in_it(command: Command, root: Path, tmp_path: Path) -> None:
    package = tmp_path / "移交"
    made = command("hand-over", root, "--out", package)[1]
    lists = package / "data" / "目录"
    pieces = ET.parse(lists / "元数据.xml").getroot().findall("件")
    titles = [piece.findtext("题名") for piece in pieces]
    assert sorted(map(str, titles)) == sorted(["会商会议纪要 2022-05-01", WITHHELD, "监测年报"])
    piece = pieces[titles.index("会商会议纪要 2022-05-01")]
    assert piece.findtext("电子文件/计算机文件名") == f"data/evidence/{PLAIN}"
    digest = hashlib.sha256((root / "evidence" / PLAIN).read_bytes()).hexdigest()
    assert piece.findtext("电子文件/数字摘要") == digest
    paper = pieces[titles.index("监测年报")]
    assert (paper.findtext("载体"), paper.findtext("当前位置")) == ("纸质", "2柜-3层-第5盒")

    book = openpyxl.load_workbook(lists / "归档文件目录.xlsx")
    assert book.sheetnames == ["归档文件目录", "电子文件"]
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "原件在2柜-3层-第5盒。" in cells
    assert f"evidence/{PLAIN}" in cells
    words = [cell.text for table in docx.Document(str(package / "移交清单.docx")).tables for cell in table._cells]
    assert made["sha256"] in {word.replace(" ", "") for word in words}
    assert "1个文件未装入，见 data/目录/未装入清单.xlsx" in words
    assert "3件：有电子文件的1件，有纸质原件的1件（另行交接）；装订本0卷，其中已发出0卷" in words
    for file in package.rglob("*"):
        if file.suffix in (".xlsx", ".docx", ".xml", ".txt", ".json"):
            assert "会商方案".encode() not in file.read_bytes(), file
    assert "会商方案" not in "\n".join(cells)
    info = (package / "bag-info.txt").read_text(encoding="utf-8")
    size = sum(file.stat().st_size for file in (package / "data").rglob("*") if file.is_file())
    assert f"Payload-Oxum: {size}.{made['files']}\n" in info
    assert "Contact" not in info


def test_what_is_not_as_recorded_is_named_and_not_packed(command: Command, root: Path, tmp_path: Path) -> None:
    evidence = root / "evidence"
    for name in ("改.txt", "丢.txt", "收.txt", "在.txt"):
        put(evidence, f"{FOLDER}/{name}", name.encode())
    command("scan", root)
    with closing(Program().open_archive(root)) as archive:
        with archive.store.begin() as unit:
            titles = {one.title: one.id for one in unit.dossier().evidence.values()}
        deciding.recycle(archive, [titles["收"]])
    put(evidence, f"{FOLDER}/改.txt", b"x")  # of the same size and time: only its bytes tell
    (evidence / FOLDER / "丢.txt").unlink()
    put(evidence, f"{FOLDER}/新到.txt", b"new")
    put(evidence, f"{FOLDER}/绝密 新到.txt", b"new")
    code, made = command("hand-over", root, "--out", tmp_path / "移交")
    found = left_out(made)
    assert code == 1
    assert found == {
        f"{FOLDER}/改.txt": "内容与登记的不同，请重新扫描并确认变动",
        f"{FOLDER}/丢.txt": "不在登记的位置，请找回后重新扫描",
        f"{FOLDER}/收.txt": "已移入回收站，不移交",
        f"{FOLDER}/新到.txt": "尚未登记，请先扫描",
        WITHHELD: "疑似涉密，不得装入，请按保密规定另行移交",
    }
    held = checked_by_hand(tmp_path / "移交")
    assert {path for path in held if path.startswith("evidence/")} == {f"evidence/{PLAIN}", f"evidence/{FOLDER}/在.txt"}
    rows = openpyxl.load_workbook(tmp_path / "移交" / "data" / "目录" / "未装入清单.xlsx").active
    assert rows is not None
    said = [str(cell.value) for row in rows.iter_rows() for cell in row]
    assert all(path in said for path in found)


@pytest.mark.skipif(os.name == "nt", reason="Windows has none of these names")
def test_names_of_every_kind_go_and_come_back(command: Command, root: Path, tmp_path: Path) -> None:
    for number, name in enumerate(WILD):
        put(root / "evidence", f"{FOLDER}/{name}", b"%d" % number)
    command("scan", root)
    package, back = tmp_path / "移交", tmp_path / "新"
    made = command("hand-over", root, "--out", package)[1]
    assert len(made["left_out"]) == 1, "only the secret one"
    held = checked_by_hand(package)
    names = json.loads((package / "data" / "目录" / "原文件名.json").read_bytes())
    assert len(held) == len({unicodedata.normalize("NFC", path).casefold() for path in held})
    assert len(names) == 7
    assert f"evidence/{FOLDER}/100% 合格.txt" in held
    command("restore", package, back)
    for number, name in enumerate(WILD):
        assert (back / "evidence" / FOLDER / name).read_bytes() == b"%d" % number
    assert command("scan", back)[1]["moved"] == 0


def test_a_folder_elsewhere_and_sm3_and_what_was_handed_out(command: Command, tmp_path: Path) -> None:
    root, share = tmp_path / "档案", tmp_path / "共享"
    command("init", root, "--evidence", share)
    put_pdf(share, PLAIN)
    with closing(Program().open_archive(root)) as archive:
        settings.save_folder_settings(archive, FolderSettings(algorithm="sm3"))
    command("scan", root)
    issued, elsewhere = tmp_path / "发出", tmp_path / "移交"
    command("issue", root, "--scope", "sub-item:8", "--out", issued)
    command("bind", root, "--scope", "sub-item:8")
    put_pdf(share, PLAIN.replace("05-01", "06-01"))
    command("scan", root)
    assert command("supplement", root, "--volume", "sub-item-8", "--out", tmp_path / "补编")[0] == 0
    code, made = command("hand-over", root, "--out", elsewhere)
    assert (code, made["left_out"]) == (0, [])
    sheet = docx.Document(str(elsewhere / "移交清单.docx"))
    [words] = [cell.text for cell in sheet.tables[0]._cells if "装订本" in cell.text]
    assert words.endswith("装订本1卷，其中已发出1卷"), "one volume, however often it was compiled and handed out"
    held = checked_by_hand(elsewhere)
    assert held == checked_by_hand(elsewhere, "sm3")
    pdf = next(path for path in issued.glob("*.pdf") if path.with_suffix(".manifest.json").exists())
    [packed] = (elsewhere / "data" / "binders" / "另存").glob(f"*/{pdf.name}")
    assert packed.read_bytes() == pdf.read_bytes()
    shutil.rmtree(share)
    shutil.rmtree(issued)
    back = tmp_path / "新"
    assert command("restore", elsewhere, back)[0] == 0
    checked = command("verify", back)[1]
    assert (checked["ok"], checked["notes"]) == (True, [])
    assert command("issued", back)[0] == 0, "what was handed out is found where the package has it"
    assert command("hand-over", back, "--out", tmp_path / "再移交")[1]["left_out"] == []
    with closing(Program().open_archive(back)) as archive:
        assert archive.place.evidence == back / "evidence"


def test_a_volume_that_shows_what_is_secret_by_now_stays(command: Command, root: Path, tmp_path: Path) -> None:
    command("bind", root, "--scope", "sub-item:8")
    with closing(Program().open_archive(root)) as archive, archive.store.begin() as unit:
        [file] = [one for one in unit.dossier().files if one.path == PLAIN]
        unit.save_files([replace(file, verdict=replace(file.verdict, condition=Condition.SUSPENDED))])
    made = command("hand-over", root, "--out", tmp_path / "移交")[1]
    held = checked_by_hand(tmp_path / "移交")
    assert not [path for path in held if path.startswith("binders/")]
    assert any(path.startswith("binders/") and path.endswith(".pdf") for path in left_out(made))


def nothing_left(folder: Path) -> bool:
    return not any(one.name.startswith(".") or one.name == "移交" for one in folder.iterdir())


def test_it_is_refused_where_it_would_spoil_something(command: Command, root: Path, tmp_path: Path) -> None:
    (tmp_path / "有物").mkdir()
    (tmp_path / "有物" / "信.txt").write_text("mine", encoding="utf-8")
    for out, word in (
        (tmp_path / "有物", "已有内容"),
        (root / "evidence" / "移交", "佐证材料文件夹内"),
        (root / "binders" / "移交", "档案自身"),
    ):
        code, said = command("hand-over", root, "--out", out)
        assert (code, word in said["error"]) == (2, True), said
    assert (tmp_path / "有物" / "信.txt").read_text(encoding="utf-8") == "mine"
    command("hand-over", root, "--out", tmp_path / "移交")
    code, said = command("restore", tmp_path / "移交", tmp_path / "有物")
    assert (code, "已有内容" in said["error"]) == (2, True)
    code, said = command("gaps", tmp_path / "移交")
    assert (code, "不能直接打开" in said["error"]) == (2, True)
    code, said = command("restore", tmp_path / "移交", tmp_path / "移交" / "新")
    assert (code, "已有内容" in said["error"]) == (2, True)
    (tmp_path / "移交" / "移交清单.docx").write_bytes(b"filled in")
    assert command("verify", tmp_path / "移交")[0] == 0, "the sheet is made to be filled in"
    (tmp_path / "移交" / "bagit.txt").unlink()
    assert "缺少 bagit.txt" in "".join(command("verify", tmp_path / "移交")[1]["faults"])
    code, said = command("gaps", tmp_path / "移交")
    assert (code, "不能直接打开" in said["error"]) == (2, True), "a package still, though it lacks its declaration"
    (tmp_path / "移交" / "bagit.txt").write_text(BAGIT_TEXT, encoding="ascii")
    (tmp_path / "移交" / "data" / "evidence" / PLAIN).write_bytes(b"changed")
    code, said = command("restore", tmp_path / "移交", tmp_path / "新")
    assert (code, "未通过校验" in said["error"], (tmp_path / "新").exists()) == (2, True, False)


def test_no_room_is_said_before_and_while_writing(
    command: Command, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10, 10, 0))
        code, said = command("hand-over", root, "--out", tmp_path / "移交")
        assert (code, "磁盘空间不足" in said["error"], nothing_left(tmp_path)) == (2, True, True)
    real, written = bag.write_all, 0

    def write(stream: Any, content: bytes) -> None:
        nonlocal written
        written += 1
        if written == 4:
            raise OSError(errno.ENOSPC, "full")
        real(stream, content)

    monkeypatch.setattr(bag, "write_all", write)
    with closing(Program().open_archive(root)) as archive, pytest.raises(DiskFull):
        hand_over(archive, tmp_path / "移交", Job())
    assert nothing_left(tmp_path)


def test_it_can_be_stopped_at_any_step(root: Path, tmp_path: Path) -> None:
    steps: list[Progress] = []
    with closing(Program().open_archive(root)) as archive:
        hand_over(archive, tmp_path / "移交", Job(report=steps.append))
        shutil.rmtree(tmp_path / "移交")
        assert any(one.total and one.what == PLAIN for one in steps)
        for stop in range(0, len(steps), max(1, len(steps) // 2)):
            job = _stopping(stop)
            with pytest.raises(Cancelled):
                hand_over(archive, tmp_path / "移交", job)
            assert nothing_left(tmp_path)
        with archive.store.begin() as unit:
            assert [line.verb for line in unit.history()].count("handed_over") == 1


def _stopping(after: int) -> Job:
    count: Iterator[int] = iter(range(1_000_000))

    def report(_progress: Progress) -> None:
        if next(count) == after:
            job.cancel()

    job = Job(report=report)
    return job


def test_what_a_killed_run_left_goes_with_the_next(command: Command, root: Path, tmp_path: Path) -> None:
    with bag.apart(tmp_path / "移交", ".移交中-") as folder:
        left = folder
    left.mkdir()
    (left / "half").write_bytes(b"x")
    command("hand-over", root, "--out", tmp_path / "移交")
    assert not left.exists()
    assert not (tmp_path / "移交" / "half").exists()
