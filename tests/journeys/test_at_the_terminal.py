"""Every way a command can end: its exit code, one object on standard output, a sentence, and never a traceback."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foodsafe_desktop import __main__ as program
from foodsafe_desktop import cli
from foodsafe_desktop.app import Program, main
from foodsafe_desktop.cli import speaking
from tests.journeys.conftest import Command

START = [sys.executable, "-m", "foodsafe_desktop"]


@pytest.mark.parametrize(
    "argv",
    [
        ["scan"],
        ["frob"],
        ["--frob"],
        ["scan", "档案", "--frob"],
        ["gaps", "档案", "--year", "去年"],
        ["init", ""],
        ["bind", "档案", "--out", ""],
        ["init", "长" * 300],
        ["verify", "长" * 300],
        ["watch", "档案", "--seconds", "nan"],
        ["watch", "档案", "--seconds", "-1"],
    ],
)
def test_arguments_that_make_no_sense_are_refused_to_programs_too(
    command: Command, argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = command(*argv)
    assert (code, list(said)) == (2, ["error"])
    assert said["error"].endswith("--help 查看用法。")
    assert not list(tmp_path.iterdir())


def test_an_archives_database_stands_for_the_archive(command: Command, tmp_path: Path) -> None:
    command("init", tmp_path / "档案")
    assert command("scan", tmp_path / "档案" / "dossier.sqlite3")[0] == 0
    assert command("verify", tmp_path / "档案" / "dossier.sqlite3")[1]["ok"] is True


@pytest.mark.parametrize(
    ("error", "named"),
    [(PermissionError(13, "denied", "/某处/某文件.pdf"), "“/某处/某文件.pdf”"), (KeyError("某文件.pdf"), "KeyError")],
)
def test_what_nobody_foresaw_is_refused_and_not_called_done(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, named: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Program, "open_archive", fails)
    code, said = command("gaps", tmp_path)
    assert (code, list(said)) == (2, ["error"])
    assert named in said["error"]
    assert "Traceback" not in said["error"]


def test_ctrl_c_before_the_command_listens_is_a_cancel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_argv: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("foodsafe_desktop.app.main", interrupted)
    monkeypatch.setattr(sys, "argv", ["foodsafe-desktop", "gaps", "档案", "--json"])
    assert program.main() == 130
    said = capsys.readouterr()
    assert json.loads(said.out)["cancelled"] is True
    assert "已取消" in said.err


def test_whoever_reads_no_further_ends_no_work(tmp_path: Path) -> None:
    """As in `gaps … --json | head -1`: the reader is gone before the object is written."""
    main(["init", str(tmp_path / "档案")])
    reading, writing = os.pipe()
    os.close(reading)
    try:
        for where in ("stdout", "stderr"):
            streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, where: writing}
            asked = [*START, "gaps", str(tmp_path / "档案"), "--json"]
            ended = subprocess.run(asked, **streams, check=False, text=True, encoding="utf-8")  # type: ignore[call-overload]
            assert ended.returncode == 1
            assert "Traceback" not in (ended.stderr or "")
            assert "Error" not in (ended.stderr or "")
    finally:
        os.close(writing)


def test_where_there_is_no_standard_error_the_object_comes_all_the_same(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert command("init", tmp_path / "档案")[0] == 0
    assert command("gaps", tmp_path / "档案")[1]["complete"] == 0


def test_an_object_that_could_not_be_given_is_not_called_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert cli.told(0, {"files": []}) == 2
    assert "标准输出" in capsys.readouterr().err


def test_help_is_readable_on_a_console_without_chinese(tmp_path: Path) -> None:
    with (tmp_path / "说明.txt").open("w", encoding="ascii") as console:
        speaking.write(console, "用法：gaps\n")
    assert (tmp_path / "说明.txt").read_text("ascii") == "\\u7528\\u6cd5\\uff1agaps\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_the_window_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "argv", ["foodsafe-desktop", "--archive", "档案"])
    assert program.main() == 2
    assert "没有图形显示" in capsys.readouterr().err
