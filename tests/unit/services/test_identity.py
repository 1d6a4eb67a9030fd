"""Which recorded file a found one is: moved, edited, replaced, missing, returned. One record each, whatever happens."""

import pytest

from foodsafe_desktop.domain.errors import FileStillChanging
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Presence
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.services import accession, deciding
from foodsafe_desktop.services.accession import ScanReport, scan
from foodsafe_desktop.services.history import life_of_file
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, Unreachable
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.settings import save_folder_settings
from tests.fakes import FakeFolder


def run(archive: Archive) -> ScanReport:
    return scan(archive, Job(), accept_empty=True)


def files(archive: Archive) -> dict[int, EvidenceFile]:
    return {file.id: file for file in overview(archive).dossier.files}


def lies(archive: Archive) -> dict[int, tuple[str, Presence]]:
    return {key: (file.path, file.presence) for key, file in files(archive).items()}


def verbs(archive: Archive, file_id: int) -> list[str]:
    return [line.verb for line in life_of_file(archive, file_id)]


HERE, GONE = Presence.PRESENT, Presence.MISSING


def test_a_moved_folder_of_two_hundred_files_is_followed_file_by_file(archive: Archive, folder: FakeFolder) -> None:
    for number in range(200):
        folder.put(f"来件/{number}.pdf", f"{number % 150}".encode())
    run(archive)
    before = lies(archive)
    for number in range(200):
        folder.move(f"来件/{number}.pdf", f"整理/来件/{number}.pdf")
    report = run(archive)
    assert (report.moved, report.new, report.missing, report.questions) == (200, 0, 0, 0)
    assert lies(archive) == {key: (f"整理/{path}", HERE) for key, (path, _) in before.items()}


@pytest.mark.parametrize("has_keys", [True, False])
def test_equal_files_that_move_keep_their_own_records(archive: Archive, folder: FakeFolder, has_keys: bool) -> None:
    folder.has_keys = has_keys
    for name in ("甲", "乙", "丙"):
        folder.put(f"来件/{name}.pdf", b"same")
    run(archive)
    before = {path: key for key, (path, _) in lies(archive).items()}
    for name in ("丙", "甲", "乙"):
        folder.move(f"来件/{name}.pdf", f"(8) 会商/{name}.pdf")
    run(archive)
    after = {path: key for key, (path, _) in lies(archive).items()}
    assert after == {path.replace("来件", "(8) 会商"): key for path, key in before.items()}


def test_a_file_renamed_and_edited_while_nobody_looked_is_one_record(archive: Archive, folder: FakeFolder) -> None:
    folder.put("来件/初稿.docx", b"draft")
    run(archive)
    folder.move("来件/初稿.docx", "来件/定稿.docx")
    folder.put("来件/定稿.docx", b"final text", mtime=2)
    report = run(archive)
    assert (report.moved, report.changed, report.new, report.missing) == (1, 1, 0, 0)
    [file] = files(archive).values()
    assert (file.path, file.revision, file.changed) == ("来件/定稿.docx", 2, True)
    assert verbs(archive, file.id) == ["file_taken_in", "file_moved", "file_changed"]


def test_the_number_of_a_deleted_file_is_not_believed_for_another_kind_of_file(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("来件/a.docx", b"draft")
    run(archive)
    folder.move("来件/a.docx", "别处/b.jpg")
    folder.put("别处/b.jpg", b"a picture", mtime=2)
    report = run(archive)
    assert (report.moved, report.new, report.missing) == (0, 1, 1)


@pytest.mark.parametrize("new", ["别处/b.docx", "别处/b.pdf"])
def test_the_number_of_a_deleted_file_is_not_believed_elsewhere_under_another_name(
    archive: Archive, folder: FakeFolder, new: str
) -> None:
    folder.put("来件/a.docx", b"draft")
    run(archive)
    folder.move("来件/a.docx", new)
    folder.put(new, b"something else", mtime=2)
    report = run(archive)
    assert (report.moved, report.new, report.missing) == (0, 1, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [("2022年会议通知.pdf", "2022年工作总结.pdf"), ("IMG_0001.pdf", "IMG_0002.pdf"), ("1.pdf", "新.pdf")],
)
def test_the_number_of_a_deleted_file_is_not_believed_for_another_document_in_its_folder(
    archive: Archive, folder: FakeFolder, old: str, new: str
) -> None:
    folder.put(f"(8) 会商/{old}", b"one")
    run(archive)
    folder.move(f"(8) 会商/{old}", f"(8) 会商/{new}")
    folder.put(f"(8) 会商/{new}", b"something else", mtime=2)
    report = run(archive)
    assert (report.moved, report.changed, report.new, report.missing) == (0, 0, 1, 1)


@pytest.mark.parametrize("new", ["2022年会议通知（定稿）.pdf", "2022年会议的通知.pdf"])
def test_a_name_that_is_alike_is_that_of_the_same_document(archive: Archive, folder: FakeFolder, new: str) -> None:
    folder.put("(8) 会商/2022年会议通知.pdf", b"one")
    run(archive)
    folder.move("(8) 会商/2022年会议通知.pdf", f"(8) 会商/{new}")
    folder.put(f"(8) 会商/{new}", b"edited", mtime=2)
    assert (run(archive).moved, len(files(archive))) == (1, 1)


def test_the_number_of_a_file_that_is_long_gone_is_not_believed(archive: Archive, folder: FakeFolder) -> None:
    folder.put("来件/a.docx", b"draft")
    run(archive)
    number = folder.numbers["来件/a.docx"]
    del folder.files["来件/a.docx"]
    run(archive)
    folder.put("来件/b.docx", b"something else", mtime=2)
    folder.numbers["来件/b.docx"] = number
    report = run(archive)
    assert (report.moved, report.new, report.missing) == (0, 1, 1)


def test_programs_that_save_by_renaming_make_a_new_revision_of_one_record(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/报告.docx", b"one")
    run(archive)
    for revision in (2, 3):
        folder.replace("(8) 会商/报告.docx", f"text {revision}".encode(), mtime=revision)
        assert run(archive).changed == 1
        [file] = files(archive).values()
        assert file.revision == revision
    assert verbs(archive, 1) == ["file_taken_in", "file_changed", "file_changed"]


def test_a_backup_copy_that_a_program_leaves_behind_does_not_take_the_record(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("报告.docx", b"one")
    run(archive)
    folder.move("报告.docx", "报告 的备份.docx")
    folder.put("报告.docx", b"two", mtime=2)
    report = run(archive)
    assert (report.changed, report.new, report.missing, report.moved) == (1, 1, 0, 0)
    assert files(archive)[1].path == "报告.docx"
    assert files(archive)[1].revision == 2


def test_files_that_swap_names_keep_their_records(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"b")
    run(archive)
    folder.move("a.pdf", "t")
    folder.move("b.pdf", "a.pdf")
    folder.move("t", "b.pdf")
    report = run(archive)
    assert (report.moved, report.changed, report.new, report.missing) == (2, 0, 0, 0)
    assert lies(archive) == {1: ("b.pdf", HERE), 2: ("a.pdf", HERE)}


def test_a_row_of_renames_is_followed_to_its_end(archive: Archive, folder: FakeFolder) -> None:
    for name in "abc":
        folder.put(f"{name}.pdf", name.encode())
    run(archive)
    for old, new in (("a", "z"), ("b", "a"), ("c", "b")):
        folder.move(f"{old}.pdf", f"{new}.pdf")
    report = run(archive)
    assert (report.moved, report.changed, report.new, report.missing) == (3, 0, 0, 0)
    assert {key: path for key, (path, _) in lies(archive).items()} == {1: "z.pdf", 2: "a.pdf", 3: "b.pdf"}


def test_a_file_replaced_by_another_known_one_says_by_which_and_loses_nothing(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"b")
    run(archive)
    del folder.files["a.pdf"]
    folder.move("b.pdf", "a.pdf")
    report = run(archive)
    assert (report.changed, report.missing, report.new, report.moved) == (1, 1, 0, 0)
    assert lies(archive) == {1: ("a.pdf", HERE), 2: ("b.pdf", GONE)}
    assert "“b.pdf”" in report.notes[0]
    last = life_of_file(archive, 1)[-1]
    assert (last.verb, last.detail["same_as"]) == ("file_replaced", "b.pdf")


def test_missing_returned_and_replaced_are_told_apart(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    run(archive)
    kept = folder.files.pop("a.pdf")
    assert run(archive).missing == 1
    assert run(archive).missing == 1
    folder.files["a.pdf"] = kept
    assert run(archive).returned == 1
    folder.files.pop("a.pdf")
    run(archive)
    folder.put("新处/a.pdf", b"a", mtime=5)
    report = run(archive)
    assert (report.returned, report.moved, report.new) == (1, 1, 0)
    folder.files.pop("新处/a.pdf")
    run(archive)
    folder.put("新处/a.pdf", b"something else", mtime=6)
    report = run(archive)
    assert (report.returned, report.changed, report.new) == (0, 1, 0)
    told = verbs(archive, 1)
    assert told == [
        "file_taken_in",
        *("file_missing", "file_returned"),
        *("file_missing", "file_returned"),
        *("file_missing", "file_replaced"),
    ]


def test_a_file_that_cannot_be_read_for_a_while_keeps_its_digest_and_is_compared_afterwards(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("a.pdf", b"a")
    run(archive)
    folder.put("a.pdf", b"other", mtime=2)
    folder.broken.add("a.pdf")
    assert run(archive).changed == 0
    assert files(archive)[1].verdict.condition is Condition.UNREADABLE
    folder.broken.clear()
    report = run(archive)
    assert (report.changed, report.unreadable) == (1, 0)
    assert files(archive)[1].verdict.condition is Condition.OK


def test_a_file_that_vanishes_while_it_is_read_leaves_no_record(
    archive: Archive, folder: FakeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"b")
    read = FakeFolder.fixity

    def vanish(self: FakeFolder, path: str, job: Job, algorithm: str | None = None) -> object:
        self.files.pop("a.pdf", None)
        return read(self, path, job, algorithm)

    monkeypatch.setattr(FakeFolder, "fixity", vanish)
    report = run(archive)
    assert (report.new, report.unreadable) == (1, 0)
    assert lies(archive) == {1: ("b.pdf", HERE)}


def test_a_file_that_is_still_being_written_is_put_off_and_then_one_record(
    archive: Archive, folder: FakeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("known.pdf", b"known")
    run(archive)
    read = FakeFolder.fixity

    def growing(self: FakeFolder, path: str, job: Job, algorithm: str | None = None) -> object:
        raise FileStillChanging(path)

    before = files(archive)
    for size in range(8):
        monkeypatch.setattr(FakeFolder, "fixity", growing)
        folder.put("scan.pdf", b"x" * size, mtime=size)
        folder.put("known.pdf", b"y" * size, mtime=size + 2)
        assert run(archive).unsettled == 2
        assert files(archive) == before
    monkeypatch.setattr(FakeFolder, "fixity", read)
    report = run(archive)
    assert (report.new, report.changed, report.unreadable, report.unsettled) == (1, 1, 0, 0)
    assert [(file.path, file.revision) for file in files(archive).values()] == [("known.pdf", 2), ("scan.pdf", 1)]


def test_nothing_is_concluded_of_what_is_not_at_rest_or_out_of_sight(archive: Archive, folder: FakeFolder) -> None:
    folder.put("甲/a.pdf", b"a")
    folder.put("乙/b.pdf", b"b")
    run(archive)
    before = lies(archive)
    folder.files.clear()
    folder.unsettled.append("甲/a.pdf")
    folder.unreachable.append(Unreachable("乙", "“乙”无权查看。"))
    report = run(archive)
    assert (report.missing, report.notes) == (0, ("“乙”无权查看。",))
    assert lies(archive) == before


def test_a_share_with_new_file_numbers_is_not_read_again(archive: Archive, folder: FakeFolder) -> None:
    for name in "abc":
        folder.put(f"{name}.pdf", name.encode())
    run(archive)
    with archive.store.begin() as unit:
        lines = len(unit.history())
    folder.read.clear()
    folder.device = 9  # mounted anew
    report = run(archive)
    assert (folder.read, report.changed) == ([], 0)
    assert [file.key for file in files(archive).values()] == ["9:1", "9:2", "9:3"]
    with archive.store.begin() as unit:
        assert len(unit.history()) == lines


def test_files_of_one_size_and_time_that_swap_names_are_read_again(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"b")
    run(archive)
    folder.files["a.pdf"], folder.files["b.pdf"] = folder.files["b.pdf"], folder.files["a.pdf"]
    folder.numbers["a.pdf"], folder.numbers["b.pdf"] = folder.numbers["b.pdf"], folder.numbers["a.pdf"]
    assert run(archive).moved == 2


def test_a_suspended_file_is_followed_without_being_opened(archive: Archive, folder: FakeFolder) -> None:
    folder.put("来件/机密 通报.pdf", b"a")
    run(archive)
    folder.move("来件/机密 通报.pdf", "封存/机密 通报.pdf")
    report = run(archive)
    assert (report.moved, report.suspended, folder.read) == (1, 1, [])


def test_another_file_in_the_place_of_one_put_aside_is_taken_in_on_its_own(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("(8) 会商/a.pdf", b"a")
    run(archive)
    deciding.recycle(archive, [1])
    folder.files.clear()
    assert run(archive).missing == 0
    folder.put("(8) 会商/a.pdf", b"another", mtime=2)
    report = run(archive)
    assert (report.new, report.changed) == (1, 0)
    dossier = overview(archive).dossier
    assert [one.id for one in dossier.assigned_to[8]] == [2]
    assert dossier.evidence[1].recycled


def test_a_changed_file_of_a_document_put_aside_is_pointed_out(archive: Archive, folder: FakeFolder) -> None:
    folder.put("a.pdf", b"a")
    run(archive)
    deciding.recycle(archive, [1])
    folder.put("a.pdf", b"another", mtime=2)
    assert "是否仍应回收" in run(archive).notes[0]


def test_where_nothing_happened_nothing_is_compared(
    archive: Archive, folder: FakeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("a.pdf", b"a")
    folder.put("b.pdf", b"a")
    folder.put("机密 c.pdf", b"c")
    first = run(archive)

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("compared all the same")

    monkeypatch.setattr(accession, "compare", refuse)
    again = run(archive)
    assert (again.new, again.questions, again.notes) == (0, 0, ())
    assert (again.seen, again.duplicates, again.suspended) == (first.seen, first.duplicates, first.suspended)
    deciding.recycle(archive, [1])
    assert run(archive).duplicates == 1


NAMES = [
    "关于开展食品安全〔2022〕5号的通知.pdf",
    "䶮𠮷😀.pdf",
    "结尾有点..",
    "结尾有空格 ",
    "CON",
    "aux.txt",
    "全角：？＊.pdf",
    "\udcd6\udcd0.pdf",
    "é.pdf",
    "e\u0301.pdf",
    "Report.PDF",
    "report.pdf",
    "长" * 83 + ".pdf",
]


def test_odd_names_are_files_like_any_other_and_twins_stay_two(archive: Archive, folder: FakeFolder) -> None:
    for number, name in enumerate(NAMES):
        folder.put(f"来件/{name}", f"{number}".encode())
    report = run(archive)
    assert report.new == len(NAMES)
    twins = [note for note in report.notes if "分别登记" in note]
    assert len(twins) == 2
    for name in NAMES:
        folder.move(f"来件/{name}", f"(8) 会商/{name}")
    assert run(archive).moved == len(NAMES)
    assert {path for path, _ in lies(archive).values()} == {f"(8) 会商/{name}" for name in NAMES}
    run(archive)
    assert run(archive).notes == ()


@pytest.mark.parametrize("has_keys", [True, False])
def test_files_are_followed_over_a_change_of_the_algorithm(
    archive: Archive, folder: FakeFolder, has_keys: bool
) -> None:
    folder.has_keys = has_keys
    for name in ("甲", "乙", "丙"):
        folder.put(f"来件/{name}.pdf", name.encode())
    run(archive)
    before = {path: key for key, (path, _) in lies(archive).items()}
    still = {"来件/丙.pdf": before.pop("来件/丙.pdf"), "整理/丁.pdf": 4}
    save_folder_settings(archive, FolderSettings(algorithm="sm3"))
    for old, new in (("甲", "甲新名"), ("乙", "乙新名")):  # as a copy and a deletion make it
        folder.put(f"整理/{new}.pdf", old.encode(), 9)
        del folder.files[f"来件/{old}.pdf"]
    folder.put("来件/丙.pdf", "丙".encode(), 9)
    folder.put("整理/丁.pdf", "丁".encode(), 9)
    report = run(archive)
    assert (report.moved, report.new, report.changed, report.missing) == (2, 1, 0, 0)
    now = {path: key for key, (path, _) in lies(archive).items()}
    assert now == {**{path.replace("来件", "整理").replace(".", "新名."): key for path, key in before.items()}, **still}
    assert {file.fixity.algorithm for file in files(archive).values() if file.fixity} == {"sm3"}
    folder.read.clear()
    run(archive)
    assert folder.read == []


@pytest.mark.parametrize("other", ["WPS7A3F.pdf", "a.pdf~保存"])
@pytest.mark.parametrize("has_keys", [True, False])
def test_a_slow_save_by_way_of_another_name_stays_one_record(
    archive: Archive, folder: FakeFolder, has_keys: bool, other: str
) -> None:
    folder.has_keys = has_keys
    folder.put("来件/a.pdf", b"one")
    folder.put("来件/b.pdf", b"b")
    run(archive)
    folder.move("来件/a.pdf", f"来件/{other}")
    assert run(archive).moved == 1
    folder.put("来件/a.pdf", b"two")
    del folder.files[f"来件/{other}"]
    report = run(archive)
    assert (report.new, report.moved, report.changed, report.missing) == (0, 1, 1, 0)
    assert lies(archive) == {1: ("来件/a.pdf", HERE), 2: ("来件/b.pdf", HERE)}
    assert (files(archive)[1].revision, files(archive)[1].changed) == (2, True)


def test_what_lies_where_a_renamed_file_once_lay_is_new_if_the_file_lived_on(
    archive: Archive, folder: FakeFolder
) -> None:
    folder.put("来件/a.pdf", b"one")
    run(archive)
    folder.move("来件/a.pdf", "来件/b.pdf")
    run(archive)
    folder.put("来件/b.pdf", b"edited", 2)
    run(archive)
    folder.put("来件/a.pdf", b"two")
    del folder.files["来件/b.pdf"]
    report = run(archive)
    assert (report.new, report.moved, report.missing) == (1, 0, 1)
