"""Processes that read very many files: they say what threads say, end when they should, and one may be lost."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import Cancelled, FileStillChanging
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files import digests, reading
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.files.readers import AT_ONCE, Reader
from foodsafe_desktop.services.job import Job

COUNT = 3 * AT_ONCE
Read = tuple[dict[str, Fixity], dict[str, type]]


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    (tmp_path / "(8) 会议").mkdir()
    names = [*(f"{number}.txt" for number in range(COUNT)), os.fsdecode(b"\xff\xfe.txt")]
    for name in names:
        (tmp_path / "(8) 会议" / name).write_bytes(os.fsencode(name) * 100)
    return [*(f"(8) 会议/{name}" for name in names), "没有.pdf", "(8) 会议"]


@pytest.fixture
def by_threads(tmp_path: Path, paths: list[str], monkeypatch: pytest.MonkeyPatch) -> Read:
    """What threads read; from then on processes read this many files."""
    read = _read(tmp_path, paths)
    assert len(read[0]) == COUNT + 1
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(reading, "MANY", COUNT)
    return read


def _read(root: Path, paths: list[str]) -> Read:
    found = list(DiskFolder(root).fixities(paths, Job()))
    assert len(found) == len(paths)
    right = {path: one for path, one in found if isinstance(one, Fixity)}
    return right, {path: type(one) for path, one in found if not isinstance(one, Fixity)}


def _children() -> set[int | None]:
    return {process.pid for process in multiprocessing.active_children()}


def test_processes_say_what_threads_say(
    tmp_path: Path, paths: list[str], by_threads: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    class Counted(Reader):
        def __init__(self, root: str, algorithm: str) -> None:
            super().__init__(root, algorithm)
            begun.append(root)

    def nothing_here(*_: object) -> Fixity:
        raise AssertionError("read on a thread")

    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.Reader", Counted)
    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.read_fixity", nothing_here)
    before = _children()
    assert _read(tmp_path, paths) == by_threads
    assert begun == [str(tmp_path)] * 2
    assert _children() == before


def test_what_a_lost_process_was_asked_is_read_all_the_same(
    tmp_path: Path, paths: list[str], by_threads: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = []

    class Dying(Reader):
        def __init__(self, root: str, algorithm: str) -> None:
            super().__init__(root, algorithm)
            self._process.kill()
            lost.append(self._process.pid)

    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.Reader", Dying)
    assert _read(tmp_path, paths) == by_threads
    assert len(lost) == 2


def test_where_no_process_can_be_begun_threads_read(
    tmp_path: Path, paths: list[str], by_threads: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(root: str, algorithm: str) -> Reader:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.Reader", refuse)
    assert _read(tmp_path, paths) == by_threads


@pytest.mark.usefixtures("by_threads")
def test_cancelling_ends_the_processes(tmp_path: Path, paths: list[str]) -> None:
    job, before = Job(), _children()
    results = DiskFolder(tmp_path).fixities(paths, job)
    job.cancel()
    with pytest.raises(Cancelled):
        list(results)
    assert _children() == before


def test_a_file_that_still_changes_is_said_to_over_the_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = iter([["a.txt"]])
    here, there = multiprocessing.Pipe()
    monkeypatch.setattr(digests, "digest_of", lambda *_: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(digests, "_stand_back", lambda: None)  # it would be this process that does
    with Reader(str(tmp_path), "sha256") as reader:
        reader._pipe.close()
        reader._pipe = here  # answered on a thread, where what is read can be arranged
        server = threading.Thread(target=digests.serve, args=(there, str(tmp_path), "sha256"))
        server.start()
        [[(path, said)]] = reader.read(lambda: next(questions, []), lambda: None)
    server.join()
    assert (path, str(said)) == ("a.txt", str(FileStillChanging("a.txt")))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Reader]:
    """The processes that are begun from now on; two or three files are very many."""
    begun: list[Reader] = []

    class Counted(Reader):
        def __init__(self, root: str, algorithm: str) -> None:
            super().__init__(root, algorithm)
            begun.append(self)

    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.Reader", Counted)
    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.MANY", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return begun


def any_file(_path: str) -> bool:
    return True


@pytest.fixture
def at_rest(tmp_path: Path, paths: list[str], monkeypatch: pytest.MonkeyPatch) -> DiskFolder:
    """The folder a while later; three files are very many."""
    monkeypatch.setattr(reading, "MANY", 3)
    later = max((tmp_path / path).stat().st_mtime for path in paths[:-2]) + 60
    return DiskFolder(tmp_path, clock=lambda: later)


def test_files_are_read_during_a_walk(
    at_rest: DiskFolder, paths: list[str], by_threads: Read, counted: list[Reader]
) -> None:
    before = _children()
    with at_rest.reading_ahead(any_file):
        at_rest.walk(Job())
        found = {path: one for path, one in at_rest.fixities(paths, Job()) if isinstance(one, Fixity)}
        assert found == by_threads[0]
        assert len(counted) == 2
    assert _children() == before


def test_only_what_was_asked_for_comes_of_what_was_read_ahead(
    at_rest: DiskFolder, paths: list[str], counted: list[Reader]
) -> None:
    with at_rest.reading_ahead(any_file):
        at_rest.walk(Job())
        assert [path for path, _ in at_rest.fixities([paths[7], paths[7]], Job())] == [paths[7]]
        again = [path for path, _ in at_rest.fixities(paths[:2], Job())]
    assert sorted(again) == sorted(paths[:2])
    assert len(counted) == 2


def test_what_is_being_written_and_what_may_not_be_opened_is_not_read_ahead(
    tmp_path: Path, at_rest: DiskFolder, paths: list[str], counted: list[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    give = reading.ReadTogether.give

    def noting(together: reading.ReadTogether, some: Iterable[str]) -> None:
        given.extend(some := list(some))
        give(together, some)

    monkeypatch.setattr(reading.ReadTogether, "give", noting)
    young = DiskFolder(tmp_path)
    with young.reading_ahead(any_file):
        young._walk(Job(), lambda met: young._read_ahead(met, Job()))
    assert given == []
    with at_rest.reading_ahead(lambda path: path != paths[0]):
        at_rest.walk(Job())
    assert sorted(given) == sorted(paths[1:-2])
    assert len(counted) == 4


def test_processes_that_read_ahead_end_with_a_walk_that_does(
    at_rest: DiskFolder, paths: list[str], counted: list[Reader]
) -> None:
    before = _children()

    def broken_off() -> None:
        with at_rest.reading_ahead(any_file):
            assert len(at_rest.walk(Job()).files) == len(paths) - 2
            raise Cancelled

    at_rest.walk(Job())
    assert not counted  # nobody said that all is to be read
    with pytest.raises(Cancelled):
        broken_off()
    assert _children() == before
    assert len(counted) == 2
    at_rest.walk(Job())
    assert len(counted) == 2


def test_nothing_is_read_ahead_by_another_algorithm(
    at_rest: DiskFolder, paths: list[str], counted: list[Reader]
) -> None:
    before = _children()
    with at_rest.reading_ahead(any_file):
        at_rest.walk(Job())
        found = {one.algorithm for _, one in at_rest.fixities(paths[:5], Job(), "sha512") if isinstance(one, Fixity)}
        assert (found, len(counted)) == ({"sha512"}, 4)
    assert _children() == before


def test_a_walk_goes_on_where_no_process_can_be_begun(
    at_rest: DiskFolder, paths: list[str], by_threads: Read, counted: list[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(root: str, algorithm: str) -> Reader:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(reading, "MANY", 3)
    monkeypatch.setattr("foodsafe_desktop.files.evidence_folder.Reader", refuse)
    with at_rest.reading_ahead(any_file):
        at_rest.walk(Job())
        found = {path: one for path, one in at_rest.fixities(paths, Job()) if isinstance(one, Fixity)}
    assert (found, counted) == (by_threads[0], [])


def test_little_is_loaded_for_a_process_that_reads() -> None:
    """A scan of very many files waits until it has come up."""
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, {digests.__name__}; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    ours = {name for name in said if name.startswith("foodsafe_desktop.")}
    wanted = ("domain", "domain.file_names", "files", "files.digests", "files.system_paths")
    assert ours == {f"foodsafe_desktop.{name}" for name in wanted}


@pytest.mark.skipif(not hasattr(os, "nice"), reason="there is no such number here")
def test_a_process_that_reads_stands_back_behind_the_program(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    questions = iter([["a.txt"]])
    with Reader(str(tmp_path), "sha256") as reader:
        list(reader.read(lambda: next(questions, []), lambda: None))
        ours, its = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, reader._process.pid or 0))
        assert its > ours or its == 19  # the last there is


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows sends Ctrl+C otherwise")
def test_a_reader_that_comes_up_does_not_hear_ctrl_c(tmp_path: Path, paths: list[str]) -> None:
    with Reader(str(tmp_path), "sha256") as reader:
        [pid] = _children()
        os.kill(pid or 0, signal.SIGINT)
        asked = iter([paths])
        [answered] = reader.read(lambda: next(asked, ()), lambda: None)
    assert len(answered) == len(paths)
