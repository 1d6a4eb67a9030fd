"""Files are registered and shown first; opening them goes on in the background, can be cancelled, and resumes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.evidence import Verdict
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.store import Tally
from foodsafe_desktop.ui.main_window import MainWindow
from tests.ui.at_window import opened_window, settle
from tests.ui.desktop import FakeFront, JudgingInspector, sample_archive


class HeldInspector(JudgingInspector):
    """Opens nothing until it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        while not self.may.wait(0.01):
            job.check()
        super().inspect(paths, job, report)


@pytest.fixture
def held() -> HeldInspector:
    return HeldInspector()


@pytest.fixture
def front(tmp_path: Path, held: HeldInspector) -> FakeFront:
    return FakeFront(replace(sample_archive(tmp_path), inspector=held))


@pytest.fixture
def opened(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    with opened_window(front, qtbot) as window:
        yield window


def pending(window: MainWindow) -> int:
    assert window.desk.overview is not None
    return sum(file.verdict.is_pending for file in window.desk.overview.dossier.files)


def test_new_files_are_shown_before_they_are_opened_and_cancelling_leaves_them_for_the_next_scan(
    opened: MainWindow, front: FakeFront, held: HeldInspector, qtbot: QtBot
) -> None:
    told: list[Tally] = []
    opened.desk.inspected.connect(told.append)
    for number in range(70):
        front.archive.folder.put(f"(8) 机构队伍/2022/第{number}号 损坏.pdf", f"new {number}".encode())
    opened.desk.scan()
    qtbot.waitUntil(lambda: pending(opened) == 70)
    assert opened.runner.is_busy
    opened.runner.cancel()
    settle(opened, qtbot)
    assert (pending(opened), told) == (70, [])
    held.may.set()
    opened.desk.scan()
    settle(opened, qtbot)
    assert pending(opened) == 0
    [tally] = told
    assert (tally.uninspected, tally.unreadable) == (0, 72)
