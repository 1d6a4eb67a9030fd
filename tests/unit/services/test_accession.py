"""Scanning: what a folder's changes do to the dossier. All in memory."""

import pytest

from foodsafe_desktop.domain.errors import Cancelled, FolderEmptied, FolderGone, FolderReplaced
from foodsafe_desktop.domain.evidence import Condition, Origin, Presence
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import ScanReport, scan
from foodsafe_desktop.services.history import latest
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, Unreachable
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, FakeFolder, FakeRenderer
from tests.sure import sure


def run(archive: Archive, **options: bool) -> ScanReport:
    """A scan; most folders here are of one file, and when that is taken away it is meant."""
    return scan(archive, Job(), **{"accept_empty": True} | options)


def paths(archive: Archive) -> dict[str, Presence]:
    return {file.path: file.presence for file in overview(archive).dossier.files}


def numbers(archive: Archive) -> set[tuple[str, int]]:
    dossier = overview(archive).dossier
    return {(dossier.files_of[one.evidence_id][0].path, one.number) for one in dossier.assignments}


def test_new_files_are_assigned_by_folder_and_the_rest_waits(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/示食安办〔2022〕3号 会议纪要.pdf", b"a")
    folder.put("杂项/通知.pdf", b"b")
    report = run(archive)
    assert (report.seen, report.new, report.changed, report.missing) == (2, 2, 0, 0)
    dossier = overview(archive).dossier
    [placed] = dossier.assigned_to[8]
    assert (placed.year, placed.document_number) == (2022, "示食安办〔2022〕3号")
    assert [one.title for one in dossier.inbox] == ["通知"]
    assert dossier.assignments[0].origin is Origin.FOLDER


def test_an_unchanged_folder_is_not_read_again(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    folder.read.clear()
    before = overview(archive).dossier
    report = run(archive)
    assert folder.read == []
    assert (report.seen, report.new, report.changed) == (1, 0, 0)
    assert overview(archive).dossier == before


def test_a_moved_file_keeps_its_record_and_what_a_person_assigned(archive: Archive, folder: FakeFolder) -> None:
    folder.put("杂项/a.pdf", b"a")
    run(archive)
    [evidence] = overview(archive).dossier.inbox
    deciding.assign(archive, [evidence.id], 9)
    folder.move("杂项/a.pdf", "(8) 会商/2023/b.pdf")
    report = run(archive)
    assert (report.moved, report.new, report.missing) == (1, 0, 0)
    assert paths(archive) == {"(8) 会商/2023/b.pdf": Presence.PRESENT}
    assert numbers(archive) == {("(8) 会商/2023/b.pdf", 9)}
    assert overview(archive).dossier.evidence[evidence.id].year == 2023


def test_a_file_that_was_assigned_nowhere_is_assigned_by_the_folder_it_moves_to(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("杂项/a.pdf", b"a")
    run(archive)
    folder.move("杂项/a.pdf", "(9) 监测/2022/a.pdf")
    report = run(archive)
    assert (report.moved, report.questions) == (1, 0)
    assert numbers(archive) == {("(9) 监测/2022/a.pdf", 9)}


def test_moved_out_of_all_numbered_folders_keeps_the_assignment_and_says_so(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    folder.move("(8) 会商/2022/a.pdf", "整理中/a.pdf")
    [note] = run(archive).notes
    assert "整理中/a.pdf" in note
    assert "仍归入（8）" in note
    assert numbers(archive) == {("整理中/a.pdf", 8)}


def test_changed_content_is_a_new_revision_that_waits_for_a_word(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    folder.put("(8) 会商/2022/a.pdf", b"b", mtime=2)
    report = run(archive)
    [file] = overview(archive).dossier.files
    assert (report.changed, file.changed, file.revision) == (1, True, 2)
    reasons = [gap.reason for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (8, 2022)]
    assert reasons == ["文件内容已变动，待确认：(8) 会商/2022/a.pdf"]
    decision = deciding.accept_changes(archive, [file.evidence_id])
    assert not [gap for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (8, 2022)]
    decision.undo()
    assert overview(archive).dossier.files[0].changed


def test_a_word_on_one_content_is_none_on_the_next(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    folder.put("(8) 会商/2022/a.pdf", b"b", mtime=2)
    run(archive)
    seen = overview(archive).dossier.files
    decision = deciding.accept_changes(archive, [1], seen)
    decision.undo()
    folder.put("(8) 会商/2022/a.pdf", b"c", mtime=3)
    run(archive)
    sure(decision.redo)()
    assert overview(archive).dossier.files[0].changed, "nobody has looked at it"
    deciding.accept_changes(archive, [1], seen)
    assert overview(archive).dossier.files[0].changed
    deciding.accept_changes(archive, [1])
    assert not overview(archive).dossier.files[0].changed


def test_a_file_may_go_while_its_bytes_come_to_the_place_of_one_put_aside(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    folder.put("b.pdf", b"b")
    run(archive)
    deciding.recycle(archive, [1])
    del folder.files["(8) 会商/2022/a.pdf"]
    run(archive)
    del folder.files["b.pdf"]
    folder.put("(8) 会商/2022/a.pdf", b"b", mtime=2)
    report = run(archive)
    assert (report.missing, report.new, report.notes) == (1, 1, ())


def test_a_change_stays_open_over_further_scans_until_accepted(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    folder.put("(8) 会商/2022/a.pdf", b"b", mtime=2)
    run(archive)
    run(archive)
    assert overview(archive).dossier.files[0].changed
    run(archive, accept_changes=True)
    [file] = overview(archive).dossier.files
    assert (file.changed, file.revision) == (False, 2)


def test_touched_but_equal_is_no_change(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    run(archive)
    folder.put("a.pdf", b"a", mtime=9)
    report = run(archive)
    [file] = overview(archive).dossier.files
    assert (report.changed, file.changed, file.revision) == (0, False, 1)
    assert file.fixity is not None
    assert file.fixity.mtime_ns == 9


def test_a_missing_file_keeps_its_record_and_returns(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    content = folder.files.pop("(8) 会商/2022/a.pdf")
    assert run(archive).missing == 1
    assert paths(archive) == {"(8) 会商/2022/a.pdf": Presence.MISSING}
    folder.files["(8) 会商/2022/a.pdf"] = content
    assert run(archive).missing == 0
    assert numbers(archive) == {("(8) 会商/2022/a.pdf", 8)}


def test_an_absent_folder_changes_nothing(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    before = overview(archive).dossier
    folder.gone = True
    with pytest.raises(FolderGone, match="离线"):
        run(archive)
    assert overview(archive).dossier == before


def test_files_below_an_unreachable_folder_are_not_missing(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    folder.files.clear()
    folder.unreachable.append(Unreachable("(8) 会商", "文件夹“(8) 会商”无法读取。"))
    report = run(archive)
    assert report.missing == 0
    assert report.unreadable == 1
    assert report.notes == ("文件夹“(8) 会商”无法读取。",)
    assert paths(archive) == {"(8) 会商/2022/a.pdf": Presence.PRESENT}


def test_equal_files_are_both_kept_and_counted_and_inspected_once(archive: FakeArchive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"same")
    folder.put("(9) 监测/2022/b.pdf", b"same")
    report = run(archive)
    assert (report.new, report.duplicates) == (2, 1)
    assert len(archive.inspector.inspected) == 1
    assert all(file.verdict.condition is Condition.OK for file in overview(archive).dossier.files)


def test_empty_files_are_no_duplicates_and_are_not_followed_as_moves(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"")
    folder.put("b.pdf", b"")
    assert run(archive).duplicates == 0
    folder.has_keys = False
    folder.move("a.pdf", "c.pdf")
    report = run(archive)
    assert (report.moved, report.new, report.missing) == (0, 1, 1)


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"b")
    folder.broken.add("a.pdf")
    report = run(archive)
    assert (report.new, report.unreadable) == (2, 1)
    states = {file.path: file.verdict.condition for file in overview(archive).dossier.files}
    assert states == {"a.pdf": Condition.UNREADABLE, "b.pdf": Condition.OK}
    folder.broken.clear()
    assert run(archive).unreadable == 0


def test_a_damaged_file_is_counted_and_says_so(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.bad", b"a")
    assert run(archive).unreadable == 1
    gap = next(gap for gap in overview(archive).coverage.gaps if (gap.number, gap.year) == (8, 2022))
    assert gap.reason == "文件损坏：(8) 会商/2022/a.bad"


def test_a_secrecy_mark_in_the_name_keeps_the_file_closed(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/机密★5年 通报.pdf", b"a")
    folder.put("(8) 会商/2022/保密制度.pdf", b"b")
    report = run(archive)
    assert report.suspended == 1
    assert folder.read == ["(8) 会商/2022/保密制度.pdf"]
    run(archive)
    assert folder.read == ["(8) 会商/2022/保密制度.pdf"]


def test_pages_made_of_a_file_go_when_its_name_comes_to_bear_a_secrecy_mark(
    archive: Archive, folder: FakeFolder
) -> None:
    renderer = archive.renderer
    assert isinstance(renderer, FakeRenderer)
    folder.put("(8) 会商/2022/通报.pdf", b"a")
    folder.put("(8) 会商/2022/纪要.pdf", b"b")
    run(archive)
    folder.move("(8) 会商/2022/通报.pdf", "(8) 会商/2022/机密★5年 通报.pdf")
    folder.move("(8) 会商/2022/纪要.pdf", "(8) 会商/2022/会议纪要.pdf")
    assert run(archive).suspended == 1
    assert renderer.forgotten == ["(8) 会商/2022/通报.pdf"]


def test_cancel_leaves_the_dossier_as_it_was(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        scan(archive, job)
    assert overview(archive).dossier.files == ()


def test_nested_numbers_and_disagreeing_years_are_said(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/(9) 附件/示食安办〔2023〕1号.pdf", b"a")
    report = run(archive)
    assert len(report.notes) == 2
    assert "（8）" in report.notes[0]
    assert "2023" in report.notes[1]
    assert numbers(archive) == {("(8) 会商/2022/(9) 附件/示食安办〔2023〕1号.pdf", 9)}


def test_two_files_that_swap_places_are_two_changes_and_lose_nothing(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"bb")
    run(archive)
    folder.put("a.pdf", b"bb", mtime=2)
    folder.put("b.pdf", b"a", mtime=2)
    report = run(archive)
    assert (report.changed, report.new, report.missing) == (2, 0, 0)


def test_every_step_of_a_files_life_is_in_the_history(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    run(archive)
    folder.put("a.pdf", b"b", mtime=2)
    run(archive)
    folder.move("a.pdf", "c.pdf")
    run(archive)
    folder.files.clear()
    run(archive)
    with archive.store.begin() as unit:
        verbs = [entry.verb for entry in unit.history()]
    assert verbs == ["file_taken_in", "file_changed", "file_moved", "file_missing"]


def test_a_folder_that_lost_every_file_at_once_is_offline_until_a_person_says_otherwise(
    archive: Archive, folder: FakeFolder
) -> None:
    run(archive, accept_empty=False)
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"b")
    run(archive, accept_empty=False)
    before, files = overview(archive).dossier, dict(folder.files)
    folder.files.clear()
    for _ in range(2):
        with pytest.raises(FolderEmptied, match=r"有 2 个.*--accept-empty"):
            run(archive, accept_empty=False)
    assert folder.expected
    assert overview(archive).dossier == before
    folder.files.update(files)
    assert run(archive, accept_empty=False).returned == 0
    folder.files.clear()
    assert run(archive, accept_empty=True).missing == 2
    assert (folder.expected, run(archive, accept_empty=False).missing) == (False, 2)


def test_another_drive_in_the_place_of_the_folder_changes_nothing(archive: Archive, folder: FakeFolder) -> None:
    for number in range(12):
        folder.put(f"(8) 会商/2022/{number}.pdf", b"ours %02d" % number)
    run(archive)
    ours, lines = dict(folder.files), len(latest(archive))
    for others in (b"of no size of ours", b"other 8"):  # known by its size, and by reading it
        folder.files = {"(9) 监测/2023/外来.pdf": (others, 5)}
        folder.read.clear()
        with pytest.raises(FolderReplaced, match="12 个文件一个也没有找到"):
            scan(archive, Job())
        assert folder.read == ([] if others.startswith(b"of") else ["(9) 监测/2023/外来.pdf"])
        assert len(latest(archive)) == lines
    folder.files = ours
    report = run(archive)
    assert (report.new, report.missing, report.returned) == (0, 0, 0)
    folder.files = {"(9) 监测/2023/外来.pdf": (b"other 8", 5)}
    assert scan(archive, Job(), accept_empty=True).missing == 12


def test_files_that_were_all_renamed_at_once_are_followed(archive: Archive, folder: FakeFolder) -> None:
    for number in range(12):
        folder.put(f"(8) 会商/2022/{number}.pdf", b"ours %02d" % number)
    run(archive)
    folder.files = {f"整理/新{at}": (content, 7) for at, (content, _) in enumerate(folder.files.values())}
    folder.numbers.clear()
    assert run(archive, accept_empty=False).moved == 12


def test_a_folder_whose_files_are_only_out_of_sight_is_not_emptied(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    run(archive)
    del folder.files["a.pdf"]
    folder.unsettled = ["a.pdf"]
    assert run(archive, accept_empty=False).missing == 0
    folder.unsettled = []
    folder.unreachable = [Unreachable("甲", "“甲”无权查看。")]
    assert run(archive, accept_empty=False).missing == 1


def test_an_interrupted_inspection_is_made_up_for_at_the_next_scan(archive: FakeArchive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    archive.inspector.interrupted.add("(8) 会商/2022/a.pdf")
    run(archive)
    assert run(archive).changed == 0
    [file] = overview(archive).dossier.files
    assert (file.verdict.condition, file.verdict.was_interrupted) == (Condition.UNKNOWN, True)
    archive.inspector.interrupted.clear()
    run(archive)
    [file] = overview(archive).dossier.files
    assert (file.verdict.condition, file.changed, file.revision) == (Condition.OK, False, 1)
    folder.read.clear()
    run(archive)
    assert folder.read == []
