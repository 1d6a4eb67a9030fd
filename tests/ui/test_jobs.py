"""The one worker thread: order, results on the GUI thread, cancel, errors, few signals."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.errors import Cancelled, CannotWrite
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.ui import jobs
from foodsafe_desktop.ui.jobs import JobRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.close()


def idle(runner: JobRunner) -> bool:
    return not runner.is_busy


def test_results_come_back_in_order_on_the_gui_thread(runner: JobRunner, qtbot: QtBot) -> None:
    got: list[tuple[int, bool, bool]] = []
    here = threading.get_ident()

    def work(number: int, _job: Job) -> tuple[int, bool]:
        return number, threading.get_ident() != here

    for number in range(20):
        runner.run("数", partial(work, number), lambda result: got.append((*result, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: idle(runner))
    assert got == [(number, True, True) for number in range(20)]


def test_many_steps_make_few_signals(runner: JobRunner, qtbot: QtBot) -> None:
    seen: list[int] = []
    runner.progressed.connect(lambda _task, progress: seen.append(progress.done))

    def work(job: Job) -> None:
        for done in range(2000):
            job.step(done, 2000, "步")

    runner.run("走", work)
    qtbot.waitUntil(lambda: idle(runner))
    assert seen[0] == 0
    assert len(seen) < 100


def test_what_waits_until_the_window_is_drawn_counts_as_work_and_lets_others_by(
    runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(jobs, "DRAWN", 1)
    runner.run("刷新", lambda _job: "刷新", done.append, once_drawn=True)
    runner.run("保存", lambda _job: "保存", done.append)
    assert runner.is_busy
    qtbot.waitUntil(lambda: idle(runner))
    assert done == ["保存", "刷新"]


def test_what_still_waits_to_be_drawn_is_given_up_at_the_end(
    runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(jobs, "DRAWN", 1)
    runner.run("刷新", lambda _job: "刷新", done.append, once_drawn=True)
    runner.close()
    after = JobRunner()
    after.run("后", lambda _job: None, once_drawn=True)
    qtbot.waitUntil(lambda: idle(after))
    after.close()
    assert not done


def test_cancel_stops_what_runs_and_what_waits_in_silence(runner: JobRunner, qtbot: QtBot) -> None:
    running = threading.Event()
    said: list[object] = []
    runner.failed.connect(lambda *args: said.append(args))
    runner.crashed.connect(lambda *args: said.append(args))

    def work(job: Job) -> None:
        running.set()
        while True:
            job.step(1, 0, "等")

    runner.run("等", work, said.append)
    runner.run("后", lambda _job: "未到", said.append)
    qtbot.waitUntil(running.is_set)
    runner.cancel()
    qtbot.waitUntil(lambda: idle(runner))
    assert not said


def test_errors_for_people_and_mistakes_are_told_apart(runner: JobRunner, qtbot: QtBot) -> None:
    failed: list[str] = []
    crashed: list[type] = []
    runner.failed.connect(lambda _task, error: failed.append(error.sentence))
    runner.crashed.connect(lambda _task, error: crashed.append(type(error)))

    def refuse(_job: Job) -> None:
        raise CannotWrite("装订本.pdf")

    def stumble(_job: Job) -> None:
        raise KeyError("x")

    runner.run("写", refuse)
    runner.run("错", stumble)
    qtbot.waitUntil(lambda: idle(runner))
    assert len(failed) == 1
    assert "装订本.pdf" in failed[0]
    assert crashed == [KeyError]


def test_close_runs_the_last_thing_after_everything_else(qtbot: QtBot) -> None:
    runner = JobRunner()
    order: list[str] = []
    runner.run("一", lambda _job: order.append("一"))
    qtbot.waitUntil(lambda: idle(runner))
    runner.close(lambda: order.append("末"))
    runner.close(lambda: order.append("再"))
    assert order == ["一", "末"]


def test_nothing_begins_once_it_is_closed() -> None:
    """A timer or a signal that was under way when the window closed asks for work all the same."""
    runner = JobRunner()
    runner.close()
    done: list[str] = []
    task = runner.run("晚", lambda _job: done.append("晚"))
    with pytest.raises(Cancelled):
        task.job.check()
    assert not runner.is_busy
    assert done == []
