import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import Cancelled, WorkersDoNotStart
from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.renditions import worker
from foodsafe_desktop.renditions.worker import WorkerInspector, WorkerLost, Workers
from foodsafe_desktop.services.job import Job
from tests.integration.renditions import hostile, makers
from tests.integration.renditions.makers import put

SECONDS = 2.0


@pytest.fixture
def inspector() -> Iterator[WorkerInspector]:
    made = WorkerInspector(look_into=hostile.look_into, seconds=SECONDS)
    yield made
    made.close()


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


def verdicts(inspector: WorkerInspector, names: list[str]) -> list[Verdict]:
    found: dict[int, Verdict] = {}
    threads = set()

    def report(place: int, verdict: Verdict) -> None:
        assert place not in found, "reported once only"
        threads.add(threading.current_thread())
        found[place] = verdict

    inspector.inspect([Path(name) for name in names], Job(), report)
    assert threads <= {threading.current_thread()}
    return [found[place] for place in range(len(names))]


def test_every_file_is_reported_once_under_its_own_place(inspector: WorkerInspector) -> None:
    names = [f"{number}.txt" for number in range(101)]
    assert [verdict.detail for verdict in verdicts(inspector, names)] == names
    assert verdicts(inspector, []) == []


def test_a_crash_is_one_files_verdict_and_nobody_elses(inspector: WorkerInspector) -> None:
    names = [f"{number}.txt" for number in range(20)]
    names[7] = "crash.pdf"
    found = verdicts(inspector, names)
    assert found[7].was_interrupted
    assert "异常退出" in found[7].detail
    assert [verdict.detail for place, verdict in enumerate(found) if place != 7] == names[:7] + names[8:]


def test_a_hang_is_cut_off_and_the_rest_goes_on(inspector: WorkerInspector) -> None:
    found = verdicts(inspector, ["a", "hang.pdf", "b", "crash.tif"])
    assert [verdict.condition for verdict in found] == [
        Condition.OK,
        Condition.UNKNOWN,
        Condition.OK,
        Condition.UNKNOWN,
    ]
    assert "超过 2 秒" in found[1].detail
    assert verdicts(inspector, ["c"])[0].condition is Condition.OK, "the workers are there again"


@pytest.mark.skipif(os.name == "nt", reason="limits are POSIX")
def test_memory_is_limited_and_running_out_of_it_is_a_verdict(inspector: WorkerInspector) -> None:
    found = verdicts(inspector, ["hog.tif", "a"])
    assert [verdict.condition for verdict in found] == [Condition.UNKNOWN, Condition.OK]
    memory, file, core = inspector.workers.run(Job(), SECONDS, hostile.limits)
    assert 0 < memory <= 2 * 1024**3
    assert 0 < file <= 4 * 1024**3
    assert core == 0


def test_what_a_worker_prints_goes_nowhere_and_its_verdicts_are_short(
    inspector: WorkerInspector, capfd: pytest.CaptureFixture[str]
) -> None:
    [verdict] = verdicts(inspector, ["flood.tif"])
    assert verdict.detail == "长" * 299 + "…"
    assert len(verdict.facts) < 20
    assert capfd.readouterr() == ("", "")


def test_work_is_done_in_another_process(workers: Workers) -> None:
    assert workers.run(Job(), SECONDS, hostile.process_id) != os.getpid()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows sends Ctrl+C otherwise")
def test_workers_do_not_hear_ctrl_c_not_even_while_they_come_up(workers: Workers) -> None:
    assert signal.SIGINT in workers.run(Job(), SECONDS, signal.pthread_sigmask, signal.SIG_BLOCK, ())
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_cancelling_stops_what_is_running(inspector: WorkerInspector) -> None:
    job = Job()
    reported: list[int] = []

    def report(place: int, _verdict: Verdict) -> None:
        reported.append(place)
        job.cancel()

    with pytest.raises(Cancelled):
        inspector.inspect([Path("a")] * 16 + [Path("hang")] * 40, job, report)
    assert len(reported) <= 16
    assert verdicts(inspector, ["c"])[0].detail == "c"


def test_a_cancelled_call_raises_cancelled(workers: Workers) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        workers.run(job, 600.0, hostile.look_into, Path("hang"))


def test_a_call_that_does_not_come_back_is_lost(workers: Workers) -> None:
    with pytest.raises(WorkerLost) as caught:
        workers.run(Job(), 0.5, hostile.look_into, Path("hang"))
    assert caught.value.timed_out
    for function, name in ((hostile.look_into, (Path("crash"),)), (hostile.fall_over, ())):
        with pytest.raises(WorkerLost) as caught:
            workers.run(Job(), SECONDS, function, *name)
        assert not caught.value.timed_out


def test_workers_that_do_not_come_up_are_said_once_instead_of_being_replaced_for_ever(
    inspector: WorkerInspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_limit_this_process", hostile.do_not_start)
    monkeypatch.setattr(worker, "_LONGEST_START", SECONDS)
    with pytest.raises(WorkersDoNotStart):
        verdicts(inspector, ["a"])
    with pytest.raises(WorkersDoNotStart):
        inspector.workers.run(Job(), SECONDS, hostile.process_id)
    monkeypatch.undo()
    assert verdicts(inspector, ["a"])[0].condition is Condition.OK


def test_a_system_that_gives_no_processes_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object) -> None:
        raise OSError(38, "Function not implemented")  # as where there is no /dev/shm to keep semaphores in

    monkeypatch.setattr(worker, "ProcessPool", refused)
    with pytest.raises(WorkersDoNotStart):
        Workers().require(Job())


def test_after_closing_the_next_call_starts_anew(workers: Workers) -> None:
    first = workers.run(Job(), SECONDS, hostile.process_id)
    workers.close()
    workers.close()
    assert workers.run(Job(), SECONDS, hostile.process_id) != first


def test_closing_without_ever_having_worked_is_nothing(workers: Workers) -> None:
    workers.close()


def test_the_real_inspection_runs_in_it(tmp_path: Path) -> None:
    made = WorkerInspector()
    names = [put(tmp_path, "a.pdf", makers.pdf(3)), put(tmp_path, "b.jpg", b"\xff\xd8\xff"), tmp_path / "没有.pdf"]
    found = verdicts(made, [str(name) for name in names])
    made.close()
    assert [verdict.condition for verdict in found] == [Condition.OK, Condition.DAMAGED, Condition.UNREADABLE]
    assert found[0].pages == 3
