"""Copies and carried archives, as a person at a terminal meets them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from foodsafe_desktop.app import Program, main
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from tests.journeys.conftest import Command


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one scanned file; its evidence lies inside."""
    root = tmp_path_factory.mktemp("safekeeping") / "档案"
    with closing(Program().found_archive(root)) as archive:
        _put(archive.place.evidence, "甲")
        scan(archive, Job())
    return root


@pytest.fixture
def root(scanned: Path, tmp_path: Path) -> Path:
    """A directory of one's own, copied from there."""
    return Path(shutil.copytree(scanned, tmp_path / "档案"))


def _put(evidence: Path, name: str) -> Path:
    paper = evidence / f"(8) 会商/2022/{name}.txt"
    paper.parent.mkdir(parents=True, exist_ok=True)
    paper.write_text(name, encoding="utf-8")
    return paper


def test_back_up_go_on_look_and_come_back(command: Command, root: Path) -> None:
    code, made = command("backup", root)
    assert code == 0
    copy = Path(made["path"])
    assert copy.parent == root / "backups"
    _put(root / "evidence", "乙")
    command("scan", root)

    code, said = command("restore", copy, root)
    assert code == 1
    assert (said["replaced"], said["path"]) == (False, str(root / "dossier.sqlite3"))
    found = said["differences"]
    assert (found["now"]["files"], found["then"]["files"], found["lost"]["verbs"]) == (2, 1, {"file_taken_in": 1})
    assert command("scan", root)[1]["new"] == 0

    code, done = command("restore", copy, root, "--yes")
    assert (code, done["replaced"]) == (0, True)
    assert Path(done["aside"]).is_file()
    assert command("scan", root)[1]["new"] == 1
    assert command("verify", root)[1]["ok"] is True
    assert (root / "evidence/(8) 会商/2022/乙.txt").read_text(encoding="utf-8") == "乙"


def test_a_copy_of_another_archive_needs_a_word(command: Command, root: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一份"
    command("init", other)
    copy = command("backup", other)[1]["path"]
    before = (root / "dossier.sqlite3").read_bytes()
    code, said = command("restore", copy, root)
    assert (code, said["differences"]["another_archive"]) == (1, True)
    code, refused = command("restore", copy, root, "--yes")
    assert code == 2
    assert "另一份档案" in refused["error"]
    assert (root / "dossier.sqlite3").read_bytes() == before
    assert command("restore", copy, root, "--yes", "--other-archive")[0] == 0
    assert command("scan", root)[1]["new"] == 1


def test_where_there_is_no_database_a_copy_is_restored_at_once(command: Command, root: Path, tmp_path: Path) -> None:
    copy = command("backup", root)[1]["path"]
    (root / "dossier.sqlite3").unlink()
    for place in (root, tmp_path / "另一台电脑"):
        code, done = command("restore", copy, place)
        assert (code, done["replaced"], done["path"]) == (0, True, str(place / "dossier.sqlite3"))
        assert command("gaps", place)[0] == 1


def test_the_schedule_is_kept(command: Command, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(root), "--schedule", "weekly"]) == 0
    assert "每周" in capsys.readouterr().err
    assert main(["backup", str(root), "--schedule", "hourly"]) == 2
    assert "hourly" in capsys.readouterr().err


def test_an_archive_carried_elsewhere_just_opens_with_its_copies(command: Command, root: Path, tmp_path: Path) -> None:
    copy = Path(command("backup", root)[1]["path"])
    there = tmp_path / "E盘" / "食安 档案"
    shutil.copytree(root, there)
    shutil.rmtree(root)
    assert command("scan", there)[1]["seen"] == 1
    assert command("verify", there)[1]["ok"] is True
    code, said = command("restore", there / "backups" / copy.name, there)
    assert (code, said["differences"]["another_archive"]) == (1, False)


def test_evidence_outside_that_was_not_carried_along_is_offline_with_a_remedy(command: Command, tmp_path: Path) -> None:
    share, root = tmp_path / "共享", tmp_path / "档案"
    _put(share, "甲")
    command("init", root, "--evidence", share)
    command("scan", root)
    there = Path(shutil.copytree(root, tmp_path / "另一台"))
    shutil.move(share, tmp_path / "已拔出")
    code, refused = command("scan", there)
    assert code == 2
    for part in (str(share), "离线", "重新指定佐证材料文件夹", "归入关系均保持不变"):
        assert part in refused["error"]
    assert command("gaps", there)[1]["folder_online"] is False


def _no_database(root: Path) -> None:
    (root / "backups" / "dossier_daily_20240506-120000.sqlite3").write_bytes((root / "dossier.sqlite3").read_bytes())
    (root / "dossier.sqlite3").unlink()


def _only_the_journal(root: Path) -> None:
    (root / "dossier.sqlite3").rename(root / "dossier.sqlite3-wal")


def _truncated(root: Path) -> None:
    database = root / "dossier.sqlite3"
    database.write_bytes(database.read_bytes()[:20_000])


def _another_programs(root: Path) -> None:
    (root / "dossier.sqlite3").unlink()
    with closing(sqlite3.connect(root / "dossier.sqlite3")) as other:
        other.execute("CREATE TABLE setting (name, value)")


def _a_directory(root: Path) -> None:
    (root / "dossier.sqlite3").unlink()
    (root / "dossier.sqlite3").mkdir()


def _a_text(root: Path) -> None:
    (root / "dossier.sqlite3").write_text("这是一份说明", encoding="utf-8")


def _nothing_at_all(root: Path) -> None:
    shutil.rmtree(root)
    root.mkdir()


@pytest.mark.parametrize(
    ("hurt", "word"),
    [
        (_no_database, "未复制完"),
        (_only_the_journal, "未复制完"),
        (_truncated, "已损坏或不是本程序的数据库"),
        (_another_programs, "已损坏或不是本程序的数据库"),
        (_a_directory, "已损坏或不是本程序的数据库"),
        (_a_text, "已损坏或不是本程序的数据库"),
        (_nothing_at_all, "不是食安档案的档案目录"),
    ],
)
def test_what_is_no_whole_archive_is_one_sentence_and_stays_as_it_is(
    command: Command, root: Path, hurt: object, word: str
) -> None:
    assert callable(hurt)
    hurt(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "lock" not in path.name}
    code, refused = command("scan", root)
    assert code == 2
    assert word in refused["error"]
    assert refused["error"].endswith("。")
    assert "\n" not in refused["error"]
    assert command("verify", root)[0] == 2
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "lock" not in path.name}
    assert after == before


def test_an_archive_copied_without_its_copies_opens(command: Command, root: Path) -> None:
    shutil.rmtree(root / "backups")
    assert command("scan", root)[1]["seen"] == 1
    assert command("backup", root)[0] == 0
