"""What must never happen: a file of the user replaced or removed, the archive's own files taken for evidence."""

from pathlib import Path

import pytest

from foodsafe_desktop.app import main
from tests.journeys.conftest import Command


def test_the_demo_never_writes_where_something_is(command: Command, tmp_path: Path) -> None:
    own = tmp_path / "档案/evidence/(8) 抽检会商/2022/会议纪要.docx"
    own.parent.mkdir(parents=True)
    own.write_bytes("本人的材料".encode())
    code, refused = command("demo", tmp_path / "档案")
    assert code == 2
    assert "演示档案不会写入其中" in refused["error"]
    assert [path for path in (tmp_path / "档案").rglob("*") if path.is_file()] == [own]
    assert own.read_bytes() == "本人的材料".encode()


@pytest.mark.parametrize("name", ["evidence/(8) 会商/2023/纪要.docx", "dossier.sqlite3", "backups/旧.docx"])
def test_a_list_never_replaces_evidence_or_the_archives_own_files(command: Command, tmp_path: Path, name: str) -> None:
    command("init", tmp_path)
    target = tmp_path / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(b"keep")
    before = target.read_bytes()
    option = "--docx" if name.endswith(".docx") else "--xlsx"
    code, refused = command("gaps", tmp_path, option, target)
    assert code == 2
    assert refused["error"].endswith("。")
    assert target.read_bytes() == before


@pytest.mark.parametrize("evidence", [".", ".."])
def test_an_archive_never_lies_in_its_own_evidence_folder(command: Command, tmp_path: Path, evidence: str) -> None:
    root = tmp_path / "材料" / "档案"
    code, refused = command("init", root, "--evidence", root / evidence)
    assert code == 2
    assert "之内" in refused["error"]
    assert not (root / "dossier.sqlite3").exists()


def test_files_that_need_someone_are_named(command: Command, tmp_path: Path) -> None:
    command("init", tmp_path)
    for path, content in (("a/空.pdf", b""), ("(8) 会商/2022/甲.txt", b"x"), ("(9) 监测/2022/乙.txt", b"x")):
        target = tmp_path / "evidence" / path
        target.parent.mkdir(parents=True)
        target.write_bytes(content)
    _, scanned = command("scan", tmp_path)
    assert [one["path"] for one in scanned["problems"]] == ["a/空.pdf"]
    assert scanned["problems"][0]["detail"].endswith("。")
    assert scanned["equal"] == [["(8) 会商/2022/甲.txt", "(9) 监测/2022/乙.txt"]]
    assert scanned["inbox"] == ["a/空.pdf"]


@pytest.mark.parametrize(("option", "value"), [("--department", "不存在局"), ("--year", 1999)])
def test_a_filter_that_names_nothing_is_refused_with_what_there_is(
    command: Command, tmp_path: Path, option: str, value: object
) -> None:
    command("init", tmp_path)
    code, refused = command("gaps", tmp_path, option, value)
    assert code == 2
    assert "可用：" in refused["error"]


def test_gaps_say_when_the_folder_is_offline(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("init", tmp_path)
    (tmp_path / "evidence").rmdir()
    _, facts = command("gaps", tmp_path)
    assert facts["folder_online"] is False
    main(["gaps", str(tmp_path)])
    assert "离线" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv", [["frob"], ["gaps"], ["gaps", "x", "--year", "y"], ["scan", "a", "b"], ["bind", "a", "--scope"]]
)
def test_a_wrong_command_is_told_in_chinese(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    told = capsys.readouterr().err
    assert "用法" in told
    assert not any(word in told for word in ("argument", "invalid", "required", "choose", "expected"))


def test_an_emptied_folder_is_offline_until_a_person_says_otherwise(command: Command, tmp_path: Path) -> None:
    command("init", tmp_path)
    paper = tmp_path / "evidence/(8) 会商/2022/甲.txt"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"x")
    command("scan", tmp_path)
    (tmp_path / "evidence").rename(tmp_path / "已取走")
    (tmp_path / "evidence").mkdir()
    code, refused = command("scan", tmp_path)
    assert code == 2
    assert "没有任何文件" in refused["error"]
    assert command("gaps", tmp_path)[1]["folder_online"] is False
    code, accepted = command("scan", tmp_path, "--accept-empty")
    assert (code, accepted["missing"]) == (1, 1)
    assert command("gaps", tmp_path)[1]["folder_online"] is True
