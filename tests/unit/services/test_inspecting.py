"""Opening what is registered: pending, cancelled, taken up again, and never for bytes other than those recorded."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Verdict
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.inspecting import inspect
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, FakeFolder, FakeInspector


@pytest.fixture
def inspector(archive: FakeArchive) -> FakeInspector:
    return archive.inspector


def files(archive: Archive) -> dict[str, EvidenceFile]:
    return {file.path: file for file in overview(archive).dossier.files}


def reasons(archive: Archive) -> list[str]:
    return [gap.reason for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (8, 2022)]


def register(archive: Archive) -> int:
    return scan(archive, Job(), inspect=False).uninspected


def test_a_file_that_is_only_registered_covers_nothing_and_says_why(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/会议纪要.pdf", b"a")
    assert register(archive) == 1
    assert reasons(archive) == ["文件尚未核验：(8) 会商/2022/会议纪要.pdf"]
    came = inspect(archive, Job())
    assert (came.is_done, came.opened, came.tally.uninspected) == (True, 1, 0)
    assert reasons(archive) == []


def test_what_was_registered_by_a_program_that_then_ended_is_opened_by_the_next_scan_of_the_same_folder(
    archive: Archive, folder: FakeFolder, inspector: FakeInspector
) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.bad", b"b")
    register(archive)
    folder.read.clear()
    report = scan(archive, Job())
    assert (report.new, report.uninspected, report.unreadable) == (0, 0, 1)
    assert (sorted(inspector.inspected), folder.read) == (["a.pdf", "b.bad"], [])
    inspector.inspected.clear()
    assert scan(archive, Job()).unreadable == 1
    assert inspector.inspected == []


def test_cancelled_while_files_are_opened_everything_stays_registered_and_goes_on_later(
    archive: Archive, folder: FakeFolder, inspector: FakeInspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        folder.put(f"{number}.pdf", str(number).encode())
    job = Job()

    def cancel_in_the_second_go(paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        if inspector.inspected:
            job.cancel()
        FakeInspector.inspect(inspector, paths, job, report)

    with monkeypatch.context() as patch:
        patch.setattr(inspector, "inspect", cancel_in_the_second_go)
        with pytest.raises(Cancelled):
            scan(archive, job)
    states = [file.verdict.condition for file in files(archive).values()]
    assert (states.count(Condition.OK), states.count(Condition.UNKNOWN)) == (64, 136)
    assert register(archive) == 136
    inspector.inspected.clear()
    assert scan(archive, Job()).uninspected == 0
    assert len(inspector.inspected) == 136


def test_opening_goes_on_where_it_stopped(archive: Archive, folder: FakeFolder, inspector: FakeInspector) -> None:
    for number in range(100):
        folder.put(f"{number}.pdf", str(number).encode())
    inspector.interrupted.add("1.pdf")
    register(archive)
    first = inspect(archive, Job(), seconds=1e-9)
    assert (first.is_done, first.opened) == (False, 64)
    second = inspect(archive, Job(), after=first.after, opened=first.opened)
    assert (second.is_done, second.opened, second.tally.uninspected) == (True, 100, 1)
    assert len(inspector.inspected) == 100


def test_a_file_that_changed_after_it_was_registered_gets_no_verdict_for_other_bytes(
    archive: Archive, folder: FakeFolder, inspector: FakeInspector
) -> None:
    folder.put("a.pdf", b"a")
    folder.put("gone.pdf", b"g")
    folder.put("b.pdf", b"b")
    register(archive)
    folder.put("a.pdf", b"other", mtime=2)
    del folder.files["gone.pdf"]
    assert inspect(archive, Job()).tally.uninspected == 2
    assert [path for path, file in files(archive).items() if file.verdict.is_pending] == ["a.pdf", "gone.pdf"]
    report = scan(archive, Job())
    assert (report.changed, report.missing, report.uninspected) == (1, 1, 0)
    now = files(archive)
    assert (now["a.pdf"].verdict.condition, now["a.pdf"].changed) == (Condition.OK, True)
    assert now["gone.pdf"].verdict.is_pending
    folder.put("gone.pdf", b"g")
    assert scan(archive, Job()).returned == 1
    assert files(archive)["gone.pdf"].verdict.condition is Condition.OK


def test_a_verdict_is_not_kept_for_a_record_that_has_other_bytes_by_now(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    register(archive)
    was = files(archive)["a.pdf"]
    folder.put("a.pdf", b"other", mtime=2)
    register(archive)
    with archive.store.begin() as unit:
        unit.save_verdicts([(was, Verdict("pdf", Condition.OK))])
    assert files(archive)["a.pdf"].verdict.is_pending


def test_a_file_that_bears_a_secrecy_mark_is_neither_hashed_nor_opened(
    archive: Archive, folder: FakeFolder, inspector: FakeInspector
) -> None:
    folder.put("(8) 会商/2022/机密★5年 通报.pdf", b"a")
    assert register(archive) == 0
    inspect(archive, Job())
    assert (folder.read, inspector.inspected) == ([], [])


def test_known_bytes_need_not_be_opened_again_and_what_is_wrong_with_them_is_said_of_the_file_itself(
    archive: Archive, folder: FakeFolder, inspector: FakeInspector
) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.bad", b"b")
    scan(archive, Job())
    inspector.inspected.clear()
    folder.put("copy.pdf", b"a")
    folder.put("b.bad", b"b", mtime=5)
    folder.put("other name.bad", b"b")
    assert register(archive) == 1
    now = files(archive)
    assert now["copy.pdf"].verdict.condition is Condition.OK
    assert now["b.bad"].verdict.condition is Condition.DAMAGED
    assert now["other name.bad"].verdict.is_pending
    inspect(archive, Job())
    assert inspector.inspected == ["other name.bad"]
