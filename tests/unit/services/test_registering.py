"""Very many new files come in in parts: what that must not change, and what stays when it is broken off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Condition, Fixity, Presence
from foodsafe_desktop.services import accession, registering
from foodsafe_desktop.services.accession import ScanReport, scan
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, FakeFolder, fake_archive

PART = 3


@dataclass
class Ordered(FakeFolder):
    """Reads in order, as far as readers do."""

    def fixities(
        self, paths: Sequence[str], job: Job, algorithm: str | None = None
    ) -> Iterator[tuple[str, Fixity | OSError]]:
        return super().fixities(paths[::-1], job, algorithm)


@pytest.fixture
def folder() -> FakeFolder:
    return Ordered()


@pytest.fixture
def archive(catalogue: Catalogue, folder: FakeFolder, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(accession, "PART", PART)
    monkeypatch.setattr(registering, "PART", PART)
    return replace(fake_archive(catalogue), folder=folder)


def fill(folder: FakeFolder, count: int) -> list[str]:
    paths = [f"(8) 会商/2022/{number:02d}.pdf" for number in range(count)]
    for path in paths:
        folder.put(path, path.encode())
    return paths


def recorded(archive: Archive) -> dict[str, Presence]:
    return {file.path: file.presence for file in overview(archive).dossier.files}


def breaking_off_at(done: int) -> Job:
    def report(progress: Progress) -> None:
        if progress.done == done:
            job.cancel()

    job = Job(report)
    return job


@pytest.mark.parametrize("kind", [Ordered, FakeFolder])
def test_parts_leave_what_one_transaction_leaves(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, kind: type[FakeFolder]
) -> None:
    def taken_in() -> tuple[object, ...]:
        archive = replace(fake_archive(catalogue), folder=kind())
        fill(archive.folder, 11)
        archive.folder.put("(8) 会商/2022/(9) 附件/密件 机密★5年.pdf", b"s")
        archive.folder.put("(8) 会商/2022/不可读.pdf", b"r")
        archive.folder.broken.add("(8) 会商/2022/不可读.pdf")
        archive.folder.put("杂项/副本.pdf", "(8) 会商/2022/01.pdf".encode())
        archive.folder.put("杂项/又一份.pdf", "(8) 会商/2022/01.pdf".encode())
        archive.folder.put("杂项/又一份.PDF", b"t")
        report = scan(archive, Job())
        with archive.store.begin() as unit:
            lines = [(one.verb, one.subject, one.detail) for one in unit.history()]
        by_verb = sorted(lines, key=lambda line: line[0] != "file_taken_in")
        dossier = overview(archive).dossier
        return dossier.files, dossier.evidence, dossier.assignments, dossier.questions, by_verb, _timeless(report)

    at_once = taken_in()
    monkeypatch.setattr(accession, "PART", PART)
    monkeypatch.setattr(registering, "PART", PART)
    assert taken_in() == at_once


def _timeless(report: ScanReport) -> tuple[object, ...]:
    return (report.seen, report.new, report.questions, report.duplicates, report.unreadable, sorted(report.notes))


def test_what_is_registered_stays_when_a_person_breaks_off(archive: Archive, folder: FakeFolder) -> None:
    paths = fill(folder, 10)
    with pytest.raises(Cancelled):
        scan(archive, breaking_off_at(7))
    assert list(recorded(archive)) == paths[:6]
    folder.read.clear()
    report = scan(archive, Job())
    assert folder.read == paths[6:]
    assert (report.new, report.seen, report.missing) == (4, 10, 0)
    assert list(recorded(archive)) == paths


def test_a_copy_of_a_piece_that_came_in_before_the_break_is_asked_about(archive: Archive, folder: FakeFolder) -> None:
    fill(folder, 8)
    with pytest.raises(Cancelled):
        scan(archive, breaking_off_at(4))
    for number in range(5):
        folder.put(f"杂项/副本{number}.pdf", "(8) 会商/2022/00.pdf".encode())
    assert scan(archive, Job()).questions == 5
    first = next(file for file in overview(archive).dossier.files if file.path.endswith("00.pdf"))
    assert {one.other for one in overview(archive).dossier.questions} == {first.evidence_id}


def test_a_folder_that_is_as_before_a_broken_scan_is_looked_at_again(archive: Archive, folder: FakeFolder) -> None:
    [first] = fill(folder, 1)
    scan(archive, Job())
    paths = fill(folder, 9)
    with pytest.raises(Cancelled):
        scan(archive, breaking_off_at(5))
    assert len(recorded(archive)) > 1
    for path in paths[1:]:
        del folder.files[path]
    scan(archive, Job())
    assert {path for path, presence in recorded(archive).items() if presence is Presence.PRESENT} == {first}


def test_what_could_not_be_read_in_a_part_is_looked_at_again(archive: Archive, folder: FakeFolder) -> None:
    paths = fill(folder, 7)
    folder.broken.add(paths[1])
    scan(archive, Job())
    folder.broken.clear()
    scan(archive, Job())
    assert {file.verdict.condition for file in overview(archive).dossier.files} == {Condition.OK}


def test_files_are_read_while_a_folder_is_walked_for_the_first_time_only(archive: Archive, folder: FakeFolder) -> None:
    fill(folder, 2 * PART)
    scan(archive, Job())
    assert folder.read_ahead == 1
    fill(folder, 4 * PART)
    scan(archive, Job())
    assert folder.read_ahead == 1


def test_only_parts_that_would_be_read_again_need_not_outlast_a_power_cut(
    archive: FakeArchive, folder: FakeFolder
) -> None:
    fill(folder, 2 * PART)
    scan(archive, Job(), inspect=False)
    repeatable = archive.store.repeatable
    assert repeatable.count(True) == 2
    assert repeatable[-1] is False


def test_what_is_registered_when_a_person_cancels_outlasts_a_power_cut(
    archive: FakeArchive, folder: FakeFolder
) -> None:
    fill(folder, 3 * PART)
    with pytest.raises(Cancelled):
        scan(archive, breaking_off_at(2 * PART), inspect=False)
    repeatable = archive.store.repeatable
    assert True in repeatable
    assert repeatable[-1] is False
