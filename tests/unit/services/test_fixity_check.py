"""Verifying an archive: every recorded file is read again, and only differences are reported."""

from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import FolderEmptied
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.fixity_check import verify_archive
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, Unreachable
from foodsafe_desktop.services.ports.store import (
    BinderRecord,
)
from foodsafe_desktop.services.review import overview
from tests.fakes import NOW, FakeArchive, FakePress, fake_archive


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    archive = fake_archive(catalogue)
    for name in "abc":
        archive.folder.put(f"{name}.pdf", name.encode())
    scan(archive, Job())
    return archive


def test_an_untouched_archive_is_whole(archive: Archive) -> None:
    report = verify_archive(archive, Job())
    assert report.ok
    assert report.checked == 3


def test_a_folder_without_any_file_is_offline_and_not_a_hundred_missing_files(archive: FakeArchive) -> None:
    archive.folder.files.clear()
    with pytest.raises(FolderEmptied, match="有 3 个"):
        verify_archive(archive, Job())
    scan(archive, Job(), accept_empty=True)
    assert verify_archive(archive, Job()).missing == ("a.pdf", "b.pdf", "c.pdf")


def test_every_difference_is_named_even_where_size_and_time_agree(archive: FakeArchive) -> None:
    archive.folder.put("a.pdf", b"A")
    del archive.folder.files["b.pdf"]
    archive.folder.put("d.pdf", b"d")
    report = verify_archive(archive, Job())
    assert not report.ok
    assert (report.mismatched, report.missing, report.unexpected) == (("a.pdf",), ("b.pdf",), ("d.pdf",))


def test_what_a_scan_does_not_see_it_sees_after_the_verification(archive: FakeArchive) -> None:
    archive.folder.put("a.pdf", b"A")
    assert scan(archive, Job()).changed == 0
    assert verify_archive(archive, Job()).mismatched == ("a.pdf",)
    assert scan(archive, Job()).changed == 1
    [file] = [one for one in overview(archive).dossier.files if one.changed]
    deciding.accept_changes(archive, [file.evidence_id])
    assert verify_archive(archive, Job()).ok
    archive.folder.read.clear()
    scan(archive, Job())
    assert archive.folder.read == [], "it was read anew once"


def test_a_late_file_alone_is_no_fault(archive: FakeArchive) -> None:
    archive.folder.put("d.pdf", b"d")
    report = verify_archive(archive, Job())
    assert report.ok
    assert report.unexpected == ("d.pdf",)


def test_a_file_that_can_no_longer_be_read_is_a_mismatch(archive: FakeArchive) -> None:
    archive.folder.broken.add("c.pdf")
    assert verify_archive(archive, Job()).mismatched == ("c.pdf",)
    archive.folder.put("c.pdf", b"other", mtime=2)
    archive.folder.put("d.pdf", b"never read")
    archive.folder.broken.add("d.pdf")
    scan(archive, Job())
    report = verify_archive(archive, Job())
    assert report.mismatched == ("c.pdf",), "also once a scan said that it cannot be read"
    assert [note.partition("，")[0] for note in report.notes] == ["文件“c.pdf”无法读取", "文件“d.pdf”无法读取"]


def test_a_folder_that_cannot_be_looked_at_is_named_though_nothing_in_it_is_recorded(archive: FakeArchive) -> None:
    archive.folder.unreachable = [Unreachable("来件", "“来件”文件夹无权读取。")]
    assert verify_archive(archive, Job()).notes == ("“来件”文件夹无权读取。",)


def test_an_unsound_database_is_a_fault(archive: FakeArchive) -> None:
    archive.store.sound = False
    report = verify_archive(archive, Job())
    assert not report.ok
    assert "backups" in report.faults[0]


def test_compiled_volumes_are_read_too_by_the_newest_record_of_each_place(archive: Archive) -> None:
    press, root = archive.press, archive.place.root
    assert isinstance(press, FakePress)
    press.digests = {root / "binders/一.pdf": "b" * 64, Path("/out/二.pdf"): "0" * 64}
    with archive.store.begin() as unit:
        for path, digest in (
            ("binders/一.pdf", "a"),
            ("binders/一.pdf", "b"),
            ("/out/二.pdf", "c"),
            ("/usb/三.pdf", "d"),
        ):
            unit.add_binder(BinderRecord("item-1", path, digest * 64, 3, partial=False, at=NOW))
    report = verify_archive(archive, Job())
    assert report.mismatched == ("/out/二.pdf",)
    assert report.missing == ()
    assert report.notes == ("装订本“/usb/三.pdf”已不在登记的位置，未核对。",)
    assert report.checked == 3 + 2
    press.digests[Path("/out/二.pdf")] = "c" * 64
    assert verify_archive(archive, Job()).ok


def test_a_change_stays_a_mismatch_after_a_scan_until_a_person_confirms_it(archive: FakeArchive) -> None:
    archive.folder.put("a.pdf", b"tampered", mtime=9)
    scan(archive, Job())
    assert verify_archive(archive, Job()).mismatched == ("a.pdf",)
    [file] = [one for one in overview(archive).dossier.files if one.path == "a.pdf"]
    deciding.accept_changes(archive, [file.evidence_id])
    assert verify_archive(archive, Job()).ok


def test_a_file_that_went_and_came_back_altered_is_a_mismatch(archive: FakeArchive) -> None:
    del archive.folder.files["a.pdf"]
    scan(archive, Job())
    archive.folder.put("a.pdf", b"altered")
    assert verify_archive(archive, Job()).mismatched == ("a.pdf",)


def test_what_the_store_says_of_its_history_is_a_fault(archive: FakeArchive) -> None:
    archive.store.faults = ["操作历史为空。"]
    assert verify_archive(archive, Job()).faults == ("操作历史为空。",)


def test_a_history_shorter_than_at_the_last_scan_is_a_fault(archive: FakeArchive) -> None:
    archive.store.cut_history(2)
    [fault] = verify_archive(archive, Job()).faults
    assert "只到第 2 条，而最近一次扫描时已有 3 条" in fault
