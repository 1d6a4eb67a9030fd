"""The self-check as those who install the program meet it: as a process of its own, without any network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foodsafe_desktop import app, cli, self_check
from foodsafe_desktop.domain.errors import CannotWrite

PROJECT = Path(__file__).resolve().parents[2]
WAY = ["建立档案", "扫描佐证材料", "另起程序读取", "识别文字", "编制装订本", "校验", "打开窗口"]


def _without_network() -> list[str]:
    """What runs a command where there is no network interface, as far as this machine allows it."""
    for words in (["unshare", "--net"], ["unshare", "--map-current-user", "--net"]):
        try:
            if subprocess.run([*words, "true"], check=False, capture_output=True).returncode == 0:
                return words
        except OSError:
            break
    return []


def test_the_whole_way_without_network_leaves_nothing_behind(tmp_path: Path) -> None:
    temporary, home = tmp_path / "tmp", tmp_path / "home"
    temporary.mkdir()
    home.mkdir()
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    there = {**dict.fromkeys(names, str(home)), **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}
    command = [*_without_network(), sys.executable, "-m", "foodsafe_desktop", "--self-check", "--json"]
    done = subprocess.run(command, check=False, capture_output=True, cwd=PROJECT, env={**os.environ, **there})
    found = json.loads(done.stdout)
    assert (done.returncode, found["ok"]) == (0, True), done.stderr.decode(errors="replace")
    assert [step["step"] for step in found["steps"]] == WAY
    assert list(temporary.iterdir()) == []
    assert not [file for file in home.rglob("*") if "foodsafe" in file.name]


def test_a_step_that_fails_ends_the_way_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_self: object, root: Path) -> None:
        raise CannotWrite(str(root), "No space left on device")

    monkeypatch.setattr(app.Program, "make_demo", full)
    assert app.main(["--self-check", "--json"]) == 2
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert [(step["step"], step["ok"]) for step in found["steps"]] == [("建立档案", False)]
    assert found["steps"][0]["said"] in said.err
    assert "自检未通过" in said.err


def test_a_mistake_in_the_program_is_a_failed_step_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_self: object, _root: Path) -> None:
        raise ImportError("libxcb-cursor.so.0")

    monkeypatch.setattr(app.Program, "make_demo", broken)
    assert app.main(["--self-check"]) == 2
    assert "libxcb-cursor.so.0" in capsys.readouterr().err


def test_a_reader_process_that_never_answers_is_a_failed_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_check, "_PATIENCE", -1)
    assert app.main(["--self-check", "--json"]) == 2
    step = json.loads(capsys.readouterr().out)["steps"][-1]
    assert (step["step"], step["said"]) == ("另起程序读取", "-1 秒内没有应答")


@pytest.mark.parametrize("argv", [["{}/dossier.sqlite3"], ["--archive", "{}/dossier.sqlite3"], ["--archive", "{}"]])
def test_the_database_of_an_archive_opens_the_archive(argv: list[str], tmp_path: Path) -> None:
    options = cli.parse([word.format(tmp_path) for word in argv])
    assert (options.archive, options.command) == (tmp_path, None)
