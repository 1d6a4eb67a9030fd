"""Finding files again by hand: one, all below a folder, the whole root. Each can be taken back exactly."""

from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import FolderInsideFolder, RelinkRefused
from foodsafe_desktop.domain.evidence import Presence
from foodsafe_desktop.services import deciding, relinking
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.fixity_check import verify_archive
from foodsafe_desktop.services.history import life_of_file
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, ArchivePlace
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, FakeFolder

OLD, NEW = "(8) 会商/2022/a.pdf", "来件/新扫描.pdf"


def by_path(archive: Archive) -> dict[str, tuple[int, Presence]]:
    return {file.path: (file.id, file.presence) for file in overview(archive).dossier.files}


@pytest.fixture
def lost(archive: Archive, folder: FakeFolder) -> Archive:
    """One file that a person assigned to (9) as well is gone; another that a scan took in lies elsewhere."""
    folder.put(OLD, b"a")
    scan(archive, Job(), accept_empty=True)
    deciding.assign(archive, [1], 9)
    del folder.files[OLD]
    scan(archive, Job(), accept_empty=True)
    folder.put(NEW, b"scanned anew", mtime=2)
    scan(archive, Job(), accept_empty=True)
    return archive


def linked(archive: Archive, folder: FakeFolder) -> Decision:
    """A missing file is linked to one that no scan has met."""
    folder.put("其他.pdf", b"o")
    folder.put(OLD, b"a")
    scan(archive, Job())
    del folder.files[OLD]
    scan(archive, Job())
    folder.put(NEW, b"scanned anew", mtime=2)
    return relinking.relink_file(archive, 1, NEW, Job())


def test_a_missing_file_is_linked_to_a_new_place_with_its_record_and_assignments(lost: Archive) -> None:
    before = overview(lost).dossier
    decision = relinking.relink_file(lost, 1, NEW, Job())
    assert "1 个内容与原登记不同，待确认" in decision.sentence
    dossier = overview(lost).dossier
    [file] = dossier.files_of[1]
    assert (file.path, file.presence, file.revision, file.changed) == (NEW, Presence.PRESENT, 2, True)
    assert {one.number for one in dossier.assignments if one.evidence_id == 1} == {8, 9}
    assert dossier.evidence[2].recycled
    assert [line.verb for line in life_of_file(lost, 1)][-1] == "file_relinked"
    report = scan(lost, Job())
    assert (report.new, report.missing, report.moved, report.changed) == (0, 0, 0, 0)
    assert verify_archive(lost, Job()).mismatched == (NEW,)  # until a person confirms the other content
    decision.undo()
    assert overview(lost).dossier == before


def test_the_same_bytes_at_the_new_place_are_no_new_revision(archive: Archive, folder: FakeFolder) -> None:
    folder.has_keys = False
    folder.put(OLD, b"a")
    scan(archive, Job(), accept_empty=True)
    del folder.files[OLD]
    scan(archive, Job(), accept_empty=True)
    folder.put(NEW, b"a")
    decision = relinking.relink_file(archive, 1, NEW, Job())
    assert "待确认" not in decision.sentence
    [file] = overview(archive).dossier.files
    assert (file.path, file.revision, file.changed) == (NEW, 1, False)


def test_what_comes_to_the_old_place_later_is_a_document_of_its_own(lost: FakeArchive) -> None:
    relinking.relink_file(lost, 1, NEW, Job())
    lost.folder.put(OLD, b"something else", mtime=9)
    report = scan(lost, Job())
    assert (report.new, report.changed) == (1, 0)
    dossier = overview(lost).dossier
    assert [one.id for one in dossier.assigned_to[8]] == [1, 3]


def test_what_a_taken_back_link_leaves_without_a_record_is_found_by_the_next_scan(
    archive: Archive, folder: FakeFolder
) -> None:
    decision = linked(archive, folder)
    scan(archive, Job())
    decision.undo()
    assert scan(archive, Job()).new == 1
    assert by_path(archive)[NEW] == (3, Presence.PRESENT)
    assert by_path(archive)[OLD] == (1, Presence.MISSING)


def test_a_link_is_not_taken_back_over_what_came_since(lost: FakeArchive) -> None:
    decision = relinking.relink_file(lost, 1, NEW, Job())
    lost.folder.put(OLD, b"something else", mtime=9)
    scan(lost, Job())
    before = overview(lost).dossier
    with pytest.raises(RelinkRefused, match="不能撤销"):
        decision.undo()
    assert overview(lost).dossier == before


def test_a_link_is_not_taken_back_once_its_file_moved_on(archive: Archive, folder: FakeFolder) -> None:
    decision = linked(archive, folder)
    folder.move(NEW, "来件/再移.pdf")
    folder.put(OLD, b"something else", mtime=9)
    scan(archive, Job())
    with pytest.raises(RelinkRefused, match="不能撤销"):
        decision.undo()


@pytest.mark.parametrize(
    ("file_id", "path", "why"), [(2, OLD, "并非"), (99, OLD, "并非"), (1, "没有/b.pdf", "没有可读取的文件")]
)
def test_what_cannot_be_linked_is_refused_and_changes_nothing(lost: Archive, file_id: int, path: str, why: str) -> None:
    before = overview(lost).dossier
    with pytest.raises(RelinkRefused, match=why):
        relinking.relink_file(lost, file_id, path, Job())
    assert overview(lost).dossier == before


def test_a_file_of_a_document_with_several_files_is_not_taken_from_it(lost: Archive) -> None:
    with lost.store.begin() as unit:
        [paper, *_] = unit.dossier().files_of[2]
        unit.save_files([type(paper)(0, "来件/附件.pdf", 2, None, paper.verdict)])
    with pytest.raises(RelinkRefused):
        relinking.relink_file(lost, 1, NEW, Job())


def test_all_that_is_missing_below_a_folder_is_linked_at_once(archive: Archive, folder: FakeFolder) -> None:
    for name in ("1/a", "1/b", "2/c"):
        folder.put(f"旧/{name}.pdf", name.encode())
    folder.put("旧的/d.pdf", b"d")
    scan(archive, Job(), accept_empty=True)
    folder.files.clear()
    scan(archive, Job(), accept_empty=True)
    folder.put("新/处/1/a.pdf", b"rescanned a", mtime=2)
    folder.put("新/处/2/c.pdf", b"rescanned c", mtime=2)
    scan(archive, Job(), accept_empty=True)
    before = overview(archive).dossier
    decision = relinking.relink_folder(archive, "旧/", "新/处", Job())
    assert decision.sentence == "已重新关联 2 个文件，其中 2 个内容与原登记不同，待确认，另有 1 个未找到。"
    assert {path: key for path, (key, state) in by_path(archive).items() if state is Presence.PRESENT} == {
        "新/处/1/a.pdf": 1,
        "新/处/2/c.pdf": 3,
    }
    decision.undo()
    assert overview(archive).dossier == before


def test_a_folder_without_any_of_the_files_is_refused(lost: Archive) -> None:
    with pytest.raises(RelinkRefused, match="没有找到任何"):
        relinking.relink_folder(lost, "(8) 会商", "没有", Job())


def test_another_root_is_measured_before_anything_is_switched(archive: Archive, folder: FakeFolder) -> None:
    for name in "abcd":
        folder.put(f"{name}.pdf", name.encode() * 3)
    scan(archive, Job(), accept_empty=True)
    other = FakeFolder()
    other.put("a.pdf", b"aaa", mtime=9)
    other.put("挪过/b.pdf", b"bbb", mtime=9)
    other.put("c.pdf", b"another size", mtime=9)
    folder.others[Path("/新盘")] = other
    check = relinking.check_root(archive, Path("/新盘"), Job())
    assert (check.recorded, check.by_path, check.by_content, check.absent) == (4, 1, 1, ("c.pdf", "d.pdf"))
    assert "4 个文件按路径和大小找到 1 个，按内容找到 1 个，未找到 2 个" in check.sentence
    assert other.read == ["挪过/b.pdf"]


def test_the_root_is_kept_relative_inside_the_archive_and_can_be_taken_back(archive: Archive, tmp_path: Path) -> None:
    def kept() -> str | None:
        with archive.store.begin() as unit:
            return unit.setting(relinking.EVIDENCE_FOLDER)

    decision = relinking.relink_root(archive, tmp_path)
    assert kept() == str(tmp_path)
    decision.undo()
    assert kept() == "evidence"


def test_a_root_in_which_the_archive_itself_lies_is_refused(archive: Archive, tmp_path: Path) -> None:
    home = tmp_path / "档案"
    home.mkdir()
    inside = replace(archive, place=ArchivePlace(home, home / "evidence"))
    for root in (tmp_path, home):
        with pytest.raises(FolderInsideFolder):
            relinking.relink_root(inside, root)
    (home / "evidence").mkdir()
    relinking.relink_root(inside, home / "evidence")
