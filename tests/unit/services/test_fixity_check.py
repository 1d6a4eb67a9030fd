"""Verifying an archive: every recorded file is read again, and only differences are reported."""

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.fixity_check import verify_archive
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from tests.fakes import FakeFolder, FakeStore, fake_archive


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    archive = fake_archive(catalogue)
    assert isinstance(archive.folder, FakeFolder)
    for name in "abc":
        archive.folder.put(f"{name}.pdf", name.encode())
    scan(archive, Job())
    return archive


def test_an_untouched_archive_is_whole(archive: Archive) -> None:
    report = verify_archive(archive, Job())
    assert report.ok
    assert report.checked == 3


def test_every_difference_is_named_even_where_size_and_time_agree(archive: Archive) -> None:
    assert isinstance(archive.folder, FakeFolder)
    archive.folder.put("a.pdf", b"A")
    del archive.folder.files["b.pdf"]
    archive.folder.put("d.pdf", b"d")
    report = verify_archive(archive, Job())
    assert not report.ok
    assert (report.mismatched, report.missing, report.unexpected) == (("a.pdf",), ("b.pdf",), ("d.pdf",))


def test_a_late_file_alone_is_no_fault(archive: Archive) -> None:
    assert isinstance(archive.folder, FakeFolder)
    archive.folder.put("d.pdf", b"d")
    report = verify_archive(archive, Job())
    assert report.ok
    assert report.unexpected == ("d.pdf",)


def test_a_file_that_can_no_longer_be_read_is_a_mismatch(archive: Archive) -> None:
    assert isinstance(archive.folder, FakeFolder)
    archive.folder.broken.add("c.pdf")
    assert verify_archive(archive, Job()).mismatched == ("c.pdf",)


def test_an_unsound_database_is_a_fault(archive: Archive) -> None:
    assert isinstance(archive.store, FakeStore)
    archive.store.sound = False
    report = verify_archive(archive, Job())
    assert not report.ok
    assert "backups" in report.faults[0]
