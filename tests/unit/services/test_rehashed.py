"""Another algorithm for the fixity: what was remembered by old digests holds, and other bytes do not slip through."""

from pathlib import Path

import pytest

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile
from foodsafe_desktop.domain.issuing import Change, changed_since
from foodsafe_desktop.domain.texts import FileText, PageText, TextSource, TextState, content_key
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.services.accession import ScanReport, scan
from foodsafe_desktop.services.history import latest
from foodsafe_desktop.services.issuing import issue, issued_volumes, plan_supplement
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.relinking import relink_file
from foodsafe_desktop.services.settings import save_folder_settings
from foodsafe_desktop.services.withholding import release, withhold_marked
from tests.fakes import FakeFolder
from tests.sure import sure

A, B = "(8) 会商/2022/会议纪要.pdf", "(8) 会商/2022/签到表.pdf"


def run(archive: Archive, algorithm: str = "") -> ScanReport:
    if algorithm:
        save_folder_settings(archive, FolderSettings(algorithm=algorithm))
    return scan(archive, Job())


def files(archive: Archive) -> dict[str, EvidenceFile]:
    with archive.store.begin() as unit:
        return {file.path: file for file in unit.dossier().files}


def changes(archive: Archive) -> list[Change]:
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    [volume] = issued_volumes(archive)
    return [one.change for one in changed_since(volume, dossier)]


@pytest.fixture
def shelf(archive: Archive, folder: FakeFolder) -> Archive:
    folder.put(A, b"first")
    folder.put(B, b"other")
    run(archive)
    return archive


def test_what_was_issued_is_as_printed_and_exchanges_no_sheet(shelf: Archive, folder: FakeFolder) -> None:
    issue(shelf, "item:4", Path("/out"), Job())
    [frozen] = issued_volumes(shelf)
    for algorithm in ("sm3", "sha256", "sm3"):
        run(shelf, algorithm)
        assert changes(shelf) == []
        assert plan_supplement(shelf, frozen.key, Job()).is_empty
    folder.put(A, b"later", mtime=2)
    run(shelf)
    assert changes(shelf) == [Change.CHANGED]
    run(shelf, "sha256")
    assert changes(shelf) == [Change.CHANGED]


def test_a_file_that_moved_along_with_the_change_is_as_printed(shelf: Archive, folder: FakeFolder) -> None:
    issue(shelf, "item:4", Path("/out"), Job())
    folder.move(A, "(8) 会商/2022/纪要.pdf")
    assert run(shelf, "sm3").moved == 1
    assert changes(shelf) == []


def test_other_bytes_of_the_same_size_and_time_do_not_slip_through(shelf: Archive, folder: FakeFolder) -> None:
    folder.put(A, b"FIRST")
    assert run(shelf).changed == 0, "nothing shows it but reading"
    assert run(shelf, "sm3").changed == 1
    assert files(shelf)[A].changed
    assert not files(shelf)[B].changed


def test_what_was_found_on_opening_is_not_found_out_again(shelf: Archive) -> None:
    report = run(shelf, "sm3")
    assert (report.uninspected, files(shelf)[A].verdict.condition) == (0, Condition.OK)
    [line] = [one for one in latest(shelf) if one.verb == "file_rehashed" and one.subject == A]
    assert {"sha256", "sm3"} <= line.detail.keys()


def test_a_mark_inside_keeps_the_file_out_of_use(shelf: Archive) -> None:
    key = content_key(files(shelf)[A])
    assert key is not None
    shelf.texts.store.keep([(key, FileText(TextState.SECRET))])
    withhold_marked(shelf)
    run(shelf, "sm3")
    assert files(shelf)[A].verdict.condition is Condition.SUSPENDED


def test_suspending_is_taken_back_and_made_again_with_the_digests_of_now(shelf: Archive) -> None:
    key = content_key(files(shelf)[A])
    assert key is not None
    shelf.texts.store.keep([(key, FileText(TextState.SECRET))])
    decision = sure(withhold_marked(shelf))
    run(shelf, "sm3")
    decision.undo()
    assert files(shelf)[A].verdict.condition is Condition.OK
    run(shelf, "sha256")
    sure(decision.redo)()
    assert files(shelf)[A].verdict.condition is Condition.SUSPENDED


def test_an_empty_file_of_another_day_is_as_empty_as_before(shelf: Archive, folder: FakeFolder) -> None:
    folder.put("空.pdf", b"")
    run(shelf)
    folder.put("空.pdf", b"", mtime=2)
    assert run(shelf, "sm3").changed == 0


def test_what_a_person_released_stays_released(shelf: Archive) -> None:
    key = content_key(files(shelf)[A])
    assert key is not None
    shelf.texts.store.keep([(key, FileText(TextState.SECRET))])
    withhold_marked(shelf)
    release(shelf, files(shelf)[A].evidence_id, Job())
    run(shelf, "sm3")
    now = content_key(files(shelf)[A])
    assert now is not None
    assert now != key
    shelf.texts.store.keep([(now, FileText(TextState.SECRET))])
    assert withhold_marked(shelf) is None


def test_words_that_were_read_need_not_be_read_again(shelf: Archive) -> None:
    key = content_key(files(shelf)[A])
    assert key is not None
    text = FileText(TextState.READ, (PageText(1, "会议纪要", TextSource.LAYER),))
    shelf.texts.store.keep([(key, text)])
    run(shelf, "sm3")
    now = content_key(files(shelf)[A])
    assert now is not None
    assert shelf.texts.store.text_of(now) == text


def test_a_file_that_was_missing_meanwhile_is_linked_as_the_same_one(shelf: Archive, folder: FakeFolder) -> None:
    content, _ = folder.files.pop(A)
    run(shelf)
    run(shelf, "sm3")
    folder.put("别处/纪要.pdf", content, mtime=9)
    relink_file(shelf, files(shelf)[A].id, "别处/纪要.pdf", Job())
    assert not files(shelf)["别处/纪要.pdf"].changed
