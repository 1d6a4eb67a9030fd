"""Each thing's life can be read on its own, and nothing of it is left out."""

from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.history import latest, life_of_evidence, life_of_file, life_of_number
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from tests.fakes import NOW, FakeFolder

A, B = "(8) 会商/2022/a.pdf", "(8) 会商/2022/b.pdf"


def test_file_evidence_and_number_each_have_a_life_of_their_own(archive: Archive, folder: FakeFolder) -> None:
    folder.put(A, b"a")
    folder.put(B, b"b")
    scan(archive, Job())
    deciding.assign(archive, [1, 2], 9)
    folder.put(A, b"changed", mtime=2)
    scan(archive, Job())
    deciding.accept_changes(archive, [1])
    folder.move(A, "(8) 会商/2022/改名.pdf")
    scan(archive, Job())
    deciding.recycle(archive, [2])
    file = ["file_taken_in", "file_changed", "change_accepted", "file_moved"]
    assert [line.verb for line in life_of_file(archive, 1)] == file
    assert [line.verb for line in life_of_evidence(archive, 1)] == [file[0], "assigned", *file[1:]]
    assert [line.verb for line in life_of_evidence(archive, 2)] == ["file_taken_in", "assigned", "recycled"]
    assert [line.verb for line in life_of_number(archive, 8)] == ["file_taken_in", "file_taken_in"]
    assert [line.verb for line in life_of_number(archive, 9)] == ["assigned"]
    assert [line.verb for line in latest(archive, 1)] == ["recycled"]
    assert {(line.who, line.at) for line in latest(archive)} == {("tester@desk", NOW)}
    assert life_of_file(archive, 1)[1].detail["revision"] == 2


def test_an_idle_scan_writes_nothing(archive: Archive, folder: FakeFolder) -> None:
    folder.put(A, b"a")
    scan(archive, Job())
    before = latest(archive)
    scan(archive, Job())
    scan(archive, Job(), accept_changes=True)
    assert latest(archive) == before
