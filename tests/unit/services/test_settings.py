"""Settings of the folder: kept in the archive, told to the folder, taken back by undo."""

from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.fixity_check import verify_archive
from foodsafe_desktop.services.history import latest
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.settings import folder_settings, save_folder_settings
from tests.fakes import FakeFolder


def algorithms(archive: Archive) -> set[str]:
    return {file.fixity.algorithm for file in overview(archive).dossier.files if file.fixity}


def test_settings_are_kept_told_to_the_folder_and_taken_back(archive: Archive, folder: FakeFolder) -> None:
    assert folder_settings(archive) == FolderSettings()
    wanted = FolderSettings(ignore=("*.bak",), settle_seconds=5, rescan_minutes=10, polling=True, algorithm="sm3")
    decision = save_folder_settings(archive, wanted)
    assert folder_settings(archive) == wanted
    assert folder.algorithm == "sm3"
    decision.undo()
    assert folder_settings(archive) == FolderSettings()
    assert folder.algorithm == "sha256"
    assert [line.verb for line in latest(archive)] == ["settings_saved", "settings_saved"]


def test_patterns_that_leave_out_what_is_recorded_say_so(archive: Archive, folder: FakeFolder) -> None:
    for path in ("(8) 会商/纪要.bak", "旧稿/通知.pdf", "通知.pdf"):
        folder.put(path, path.encode())
    scan(archive, Job())
    decision = save_folder_settings(archive, FolderSettings(ignore=("*.BAK", "旧稿")))
    assert "已登记的 2 个文件符合忽略的样式" in decision.sentence
    again = save_folder_settings(archive, FolderSettings(ignore=("*.BAK", "旧稿", "*.old")))
    assert "已登记" not in again.sentence


def test_another_algorithm_is_recorded_by_the_next_scan_and_changes_nothing_else(
    archive: Archive, folder: FakeFolder
) -> None:
    for name in "abc":
        folder.put(f"{name}.pdf", name.encode())
    scan(archive, Job())
    save_folder_settings(archive, FolderSettings(algorithm="sm3"))
    folder.move("a.pdf", "z.pdf")
    folder.read.clear()
    report = scan(archive, Job())
    assert (report.changed, report.moved, report.new, report.missing, report.questions) == (0, 1, 0, 0, 0)
    assert sorted(folder.read) == sorted(2 * ["b.pdf", "c.pdf", "z.pdf"]), "by both algorithms"
    assert algorithms(archive) == {"sm3"}
    assert [line.verb for line in latest(archive, 3)] == ["file_rehashed", "file_rehashed", "file_moved"]
    folder.read.clear()
    scan(archive, Job())
    assert folder.read == []


def test_a_file_that_changed_along_with_the_algorithm_is_changed(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    scan(archive, Job())
    save_folder_settings(archive, FolderSettings(algorithm="sm3"))
    folder.put("a.pdf", b"other", mtime=2)
    assert scan(archive, Job()).changed == 1


def test_verifying_reads_each_file_with_the_algorithm_it_was_recorded_with(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("a.pdf", b"a")
    scan(archive, Job())
    save_folder_settings(archive, FolderSettings(algorithm="sm3"))
    assert verify_archive(archive, Job()).ok
    folder.put("b.pdf", b"b")
    folder.broken.add("a.pdf")
    scan(archive, Job())
    folder.broken.clear()
    report = verify_archive(archive, Job())
    assert (report.ok, report.checked, algorithms(archive)) == (True, 2, {"sha256", "sm3"})
