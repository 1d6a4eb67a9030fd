"""A scan of a real folder into the real store: names that disks allow, rights, a full disk, programs that save."""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import StoreFailed
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.domain.questions import Answer
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.services import answering, deciding, relinking
from foodsafe_desktop.services.accession import ScanReport, scan
from foodsafe_desktop.services.fixity_check import verify_archive
from foodsafe_desktop.services.history import life_of_evidence, life_of_file, life_of_number
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.settings import save_folder_settings
from foodsafe_desktop.store import SqliteStore, statements
from tests.integration.services.conftest import archive_on_disk

Put = Callable[..., Path]
NAMES = (
    "关于〔2022〕5号.pdf",
    "䶮𠮷😀.pdf",
    unicodedata.normalize("NFC", "é.pdf"),
    unicodedata.normalize("NFD", "é.pdf"),
    "Scan.PDF",
    "scan.pdf",
    "CON",
    "aux.txt",
    "点. .",
    "空格 ",
    "长" * 83 + ".pdf.",
    os.fsdecode(b"\xd6\xd0\xce\xc4.pdf"),
)


def run(archive: Archive) -> ScanReport:
    return scan(archive, Job(), accept_empty=True)


def lies(archive: Archive) -> dict[int, tuple[str, Presence]]:
    with archive.store.begin() as unit:
        return {file.id: (file.path, file.presence) for file in unit.dossier().files}


@pytest.mark.skipif(os.name == "nt", reason="Windows has none of these names")
def test_every_name_a_disk_allows_is_followed_verified_and_kept_apart(archive: Archive, put: Put) -> None:
    for number, name in enumerate(NAMES):
        put(f"来件/{name}", f"{number}".encode())
    assert run(archive).new == len(NAMES)
    before = {path: key for key, (path, _) in lies(archive).items()}
    assert set(before) == {f"来件/{name}" for name in NAMES}
    (archive.place.evidence / "来件").rename(archive.place.evidence / "(8) 会商")
    report = run(archive)
    assert (report.moved, report.new, report.missing) == (len(NAMES), 0, 0)
    assert {path: key for key, (path, _) in lies(archive).items()} == {
        path.replace("来件", "(8) 会商"): key for path, key in before.items()
    }
    assert verify_archive(archive, Job()).ok


def test_all_that_happened_while_the_archive_was_closed_is_found_when_it_is_opened(
    archive: Archive, put: Put, catalogue: Catalogue, store: SqliteStore
) -> None:
    for name in ("留", "改", "移", "删"):
        put(f"(8) 会商/{name}.pdf", name.encode())
    run(archive)
    keys = {path: key for key, (path, _) in lies(archive).items()}
    evidence = archive.place.evidence
    put("(8) 会商/改.pdf", "另改".encode(), 2)
    (evidence / "(9) 监测").mkdir()
    (evidence / "(8) 会商/移.pdf").rename(evidence / "(9) 监测/移.pdf")
    (evidence / "(8) 会商/删.pdf").unlink()
    put("(8) 会商/新.pdf", b"new")

    opened = archive_on_disk(catalogue, store, archive.place.root)  # nothing is known but what the store kept
    report = run(opened)
    assert (report.new, report.changed, report.moved, report.missing) == (1, 1, 1, 1)
    held = lies(opened)
    assert {name: held[keys[f"(8) 会商/{name}.pdf"]] for name in ("留", "改", "移", "删")} == {
        "留": ("(8) 会商/留.pdf", Presence.PRESENT),
        "改": ("(8) 会商/改.pdf", Presence.PRESENT),
        "移": ("(9) 监测/移.pdf", Presence.PRESENT),
        "删": ("(8) 会商/删.pdf", Presence.MISSING),
    }
    again = run(opened)
    assert (again.new, again.changed, again.moved) == (0, 0, 0)


def test_a_program_that_saves_by_renaming_keeps_one_record(archive: Archive, put: Put) -> None:
    put("(8) 会商/报告.docx", b"one")
    run(archive)
    for revision in (2, 3):
        target = archive.place.evidence / "(8) 会商" / "报告.docx"
        temporary = put("(8) 会商/~WRL0001.tmp", f"text {revision}".encode(), revision)
        target.rename(target.with_name("~WRL0002.tmp"))
        temporary.rename(target)
        target.with_name("~WRL0002.tmp").unlink()
        assert run(archive).changed == 1
    assert lies(archive) == {1: ("(8) 会商/报告.docx", Presence.PRESENT)}
    assert [line.verb for line in life_of_file(archive, 1)] == ["file_taken_in", "file_changed", "file_changed"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_without_rights_is_said_and_the_rest_goes_on(archive: Archive, put: Put) -> None:
    put("a.pdf", b"a").chmod(0)
    put("b.pdf", b"b")
    report = run(archive)
    assert (report.new, report.unreadable) == (2, 1)
    (archive.place.evidence / "a.pdf").chmod(0o600)
    assert run(archive).unreadable == 0


def test_a_disk_that_is_full_leaves_the_archive_as_it_was(
    archive: Archive, put: Put, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.pdf", b"a")
    run(archive)
    before = lies(archive)
    put("b.pdf", b"b")
    with monkeypatch.context() as patch:
        # The database may not grow by a single page: what SQLite says then is what it says on a full disk.
        enter = statements.Statements._add_objects

        def full(self: statements.Statements, *given: Any) -> object:
            [pages] = self._connection.exec_driver_sql("PRAGMA page_count").one()
            self._connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            for _ in range(500):
                self._connection.exec_driver_sql("INSERT INTO setting VALUES (hex(randomblob(16)), zeroblob(4000))")
            return enter(self, *given)

        patch.setattr(statements.Statements, "_add_objects", full)
        with pytest.raises(StoreFailed):
            run(archive)
    assert lies(archive) == before
    with store.begin() as unit:
        assert unit.broken_history() == []


def test_a_question_is_kept_asked_once_answered_and_told_by_the_history(archive: Archive, put: Put) -> None:
    put("(8) 会商/2022/a.pdf", b"a")
    run(archive)
    (archive.place.evidence / "(9) 监测").mkdir()
    (archive.place.evidence / "(8) 会商/2022/a.pdf").rename(archive.place.evidence / "(9) 监测/a.pdf")
    put("(9) 监测/b.pdf", b"a")
    assert run(archive).questions == 2
    moved, copied = overview(archive).questions
    answering.answer(archive, [moved.id], Answer.MOVE)
    decision = answering.answer(archive, [copied.id], Answer.COPY)
    assert overview(archive).questions == ()
    decision.undo()
    assert overview(archive).questions == (copied,)
    assert run(archive).questions == 0
    told = [line.verb for line in life_of_evidence(archive, 1)]
    assert told[:4] == ["file_taken_in", "file_moved", "question_asked", "question_asked"]
    assert "question_answered" in [line.verb for line in life_of_number(archive, 9)]


def test_a_missing_file_is_linked_anew_and_back_in_the_real_store(archive: Archive, put: Put) -> None:
    put("(8) 会商/a.pdf", b"a").unlink()
    put("(8) 会商/a.pdf", b"a")
    run(archive)
    (archive.place.evidence / "(8) 会商/a.pdf").unlink()
    run(archive)
    put("新/扫描.jpg", b"scanned anew", 2)
    run(archive)
    before = lies(archive)
    decision = relinking.relink_file(archive, 1, "新/扫描.jpg", Job())
    assert lies(archive) == {1: ("新/扫描.jpg", Presence.PRESENT), 2: ("(8) 会商/a.pdf", Presence.MISSING)}
    report = verify_archive(archive, Job())
    assert (report.mismatched, report.missing) == (("新/扫描.jpg",), ())  # its new bytes wait for a person's word
    deciding.accept_changes(archive, [1])
    assert verify_archive(archive, Job()).ok
    decision.undo()
    assert lies(archive) == before


def test_another_root_is_measured_and_switched_to(archive: Archive, put: Put, tmp_path: Path) -> None:
    put("a.pdf", b"a")
    put("b.pdf", b"b")
    run(archive)
    other = tmp_path / "新盘"
    other.mkdir()
    (other / "a.pdf").write_bytes(b"a")
    (other / "moved.pdf").write_bytes(b"b")
    check = relinking.check_root(archive, other, Job())
    assert (check.by_path, check.by_content, check.absent) == (1, 1, ())
    relinking.relink_root(archive, other)
    with archive.store.begin() as unit:
        assert unit.setting(relinking.EVIDENCE_FOLDER) == str(other)


def test_sm3_is_recorded_where_asked_for_and_verified_as_such(archive: Archive, put: Put) -> None:
    put("a.pdf", b"abc")
    run(archive)
    save_folder_settings(archive, FolderSettings(algorithm="sm3"))
    assert run(archive).changed == 0
    with archive.store.begin() as unit:
        [file] = unit.dossier().files
    assert file.fixity is not None
    # GB/T 32905-2016, appendix A.1
    assert file.fixity.digest == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert verify_archive(archive, Job()).ok
    put("a.pdf", b"abd")
    assert verify_archive(archive, Job()).mismatched == ("a.pdf",)
    assert file.verdict.condition is Condition.OK


def test_a_time_that_no_record_can_hold_keeps_nothing_else_out(archive: Archive, put: Put) -> None:
    """Of what has no time, Windows says 1601; wrong clocks say 2400."""
    put("(8) 会商/无时间.pdf", b"1", mtime=2**63 + 1_000_000_000)
    put("(8) 会商/在后.pdf", b"2")
    assert run(archive).new == 2
    assert run(archive).changed == 0
    assert verify_archive(archive, Job()).ok
