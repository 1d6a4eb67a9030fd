"""The folder is followed on the command line, by the real program in a process of its own."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from foodsafe_desktop.app import main
from foodsafe_desktop.cli import watching as watching_command
from foodsafe_desktop.domain.errors import Cancelled, StoreFailed
from foodsafe_desktop.services import accession
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive

PATIENCE = 60.0
Line = dict[str, Any]


class Watching:
    """A running `watch`, and the lines it prints."""

    def __init__(self, root: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "foodsafe_desktop", "watch", str(root), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.lines: list[Line] = []
        self._news: queue.SimpleQueue[Line] = queue.SimpleQueue()
        self._said: list[str] = []
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_sentences)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._news.put(json.loads(line))

    def _read_sentences(self) -> None:
        assert self.process.stderr
        self._said.extend(self.process.stderr)

    def until(self, wanted: Callable[[Line], bool]) -> Line:
        """The next line that is wanted."""
        while True:
            line = self._news.get(timeout=PATIENCE)
            self.lines.append(line)
            if wanted(line):
                return line

    def event(self, name: str, path: str | None = None) -> Line:
        return self.until(lambda line: line["event"] == name and path in (None, line.get("path")))

    def end(self) -> tuple[int, str]:
        """Wait for the end; the exit code and what was said to people."""
        code = self.process.wait(PATIENCE)
        self.close()
        while not self._news.empty():
            self.lines.append(self._news.get())
        return code, "".join(self._said)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for reader in self._readers:
            reader.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            stream.close()
        self.process.wait()


def _pdf(path: Path, pages: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "档案"
    assert main(["init", str(place)]) == 0
    return place


@pytest.fixture
def watching(root: Path) -> Iterator[Watching]:
    _pdf(root / "evidence/(8) 会商/2022/旧.pdf", 1)
    run = Watching(root, "--seconds", "120")
    yield run
    run.close()


@pytest.mark.skipif(os.name == "nt", reason="an interrupt cannot be sent to one process there")
def test_every_change_of_the_folder_is_one_line_until_the_person_interrupts(watching: Watching, root: Path) -> None:
    evidence = root / "evidence"
    assert watching.event("state")["label"] == "在线"
    watching.event("file_taken_in", "(8) 会商/2022/旧.pdf")

    _pdf(evidence / "(8) 会商/2023/新.pdf", 2)
    watching.event("file_taken_in", "(8) 会商/2023/新.pdf")
    assert watching.event("scanned")["new"] == 1

    (evidence / "(8) 会商/2023/新.pdf").rename(evidence / "(8) 会商/2023/改名.pdf")
    moved = watching.event("file_moved", "(8) 会商/2023/改名.pdf")
    assert moved["detail"]["from"] == "(8) 会商/2023/新.pdf"

    shutil.move(evidence, root / "拔出")
    assert watching.event("state")["label"] == "离线"
    shutil.move(root / "拔出", evidence)
    assert watching.event("state")["label"] == "在线"

    watching.process.send_signal(signal.SIGINT)
    code, said = watching.end()
    assert code == 0
    assert "已停止跟踪" in said
    assert "Traceback" not in said
    assert "file_missing" not in {line["event"] for line in watching.lines}
    assert main(["verify", str(root)]) == 0


def test_it_ends_by_the_clock_and_sums_up(root: Path) -> None:
    run = Watching(root, "--seconds", "0", "--json")
    code, _said = run.end()
    assert code == 0
    assert [line["event"] for line in run.lines] == ["state", "scanned", "stopped"]
    assert run.lines[-1]["scans"] == 1


def test_a_database_that_is_held_for_a_while_does_not_end_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "evidence/来件.txt").write_text("来件")
    scan, tried = accession.scan, []

    def held_at_first(archive: Archive, job: Job) -> ScanReport:
        tried.append(archive)
        if len(tried) == 1:
            raise StoreFailed("dossier.sqlite3")
        scan(archive, job)
        raise Cancelled

    monkeypatch.setattr(accession, "scan", held_at_first)
    monkeypatch.setattr(watching_command, "_AGAIN", 0.0)
    assert main(["watch", str(root), "--seconds", "60"]) == 0
    assert len(tried) == 2
    assert "无法读写数据库" in capsys.readouterr().err
    assert main(["verify", str(root)]) == 0
