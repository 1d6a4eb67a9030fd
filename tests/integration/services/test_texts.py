"""Reading words: what is read, what is not, and going on where it stopped."""

from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled, FolderGone
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Fixity, Presence, Verdict
from foodsafe_desktop.domain.texts import FileText, TextState
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Archive, ArchivePlace
from foodsafe_desktop.services.texts import read_texts
from foodsafe_desktop.services.withholding import release, withhold_marked
from tests.fake_texts import text
from tests.fakes import fake_archive


class Shelf:
    """An archive whose files really lie in a folder, since their times are looked at."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.folder = root / "evidence"
        self.folder.mkdir()
        fakes = fake_archive(catalogue)
        self.reader, self.store = fakes.texts.reader, fakes.texts.store
        made: Archive = fakes
        self.archive = replace(made, place=ArchivePlace(root, self.folder), folder=DiskFolder(self.folder))

    def add(
        self,
        name: str,
        content: str | None = None,
        verdict: Verdict = Verdict("pdf", Condition.OK),  # noqa: B008 - frozen
        presence: Presence = Presence.PRESENT,
    ) -> str:
        """A file with its evidence; returns the key of its text."""
        content = content or name
        path = self.folder / name
        path.write_text(content)
        there = path.stat()
        fixity = Fixity(there.st_size, there.st_mtime_ns, "sha256", content)
        with self.archive.store.begin() as unit:
            (held,) = unit.save_evidence([Evidence(0, name)])
            unit.save_files([EvidenceFile(0, name, held.id, fixity, verdict, presence)])
        return f"sha256:{content}"


@pytest.fixture
def shelf(tmp_path: Path, catalogue: Catalogue) -> Shelf:
    return Shelf(tmp_path, catalogue)


def test_every_content_is_read_once(shelf: Shelf) -> None:
    key = shelf.add("a.pdf", "same")
    shelf.add("b.pdf", "same")
    shelf.reader.texts["a.pdf"] = text("食品安全")
    report = read_texts(shelf.archive, Job())
    assert (report.read, report.remaining) == (1, 0)
    assert shelf.store.kept[key].pages[0].text == "食品安全"
    assert read_texts(shelf.archive, Job()).read == 0


def test_a_batch_goes_on_where_the_last_one_stopped(shelf: Shelf) -> None:
    for number in range(5):
        shelf.add(f"{number}.pdf")
    assert [read_texts(shelf.archive, Job(), limit=2).remaining for _ in range(3)] == [3, 1, 0]
    assert sorted(shelf.reader.read_names) == [f"{number}.pdf" for number in range(5)]


def test_nothing_marked_secret_gone_or_locked_is_opened(shelf: Shelf) -> None:
    shelf.add("机密★5年.pdf")
    shelf.add("copy.pdf", "twice")
    shelf.add("绝密.pdf", "twice")
    shelf.add("gone.pdf", presence=Presence.MISSING)
    shelf.add("locked.pdf", verdict=Verdict("pdf", Condition.ENCRYPTED))
    assert read_texts(shelf.archive, Job()).read == 0
    assert shelf.reader.read_names == []


def test_a_mark_on_the_page_is_told_and_its_text_is_not_kept(shelf: Shelf) -> None:
    key = shelf.add("a.pdf")
    shelf.reader.texts["a.pdf"] = text(state=TextState.SECRET)
    report = read_texts(shelf.archive, Job())
    assert report.secret == ("a.pdf",)
    assert shelf.store.kept[key].pages == ()


def test_what_was_released_is_read_and_what_is_suspended_again_is_forgotten(shelf: Shelf) -> None:
    key, archive = shelf.add("a.pdf"), shelf.archive
    shelf.reader.texts["a.pdf"] = FileText(TextState.SECRET)
    shelf.reader.cleared["a.pdf"] = text("关于秘密花园的通知")
    assert read_texts(archive, Job()).secret == ("a.pdf",)
    assert withhold_marked(archive) is not None
    read_texts(archive, Job())
    assert key not in shelf.store.states()
    decision = release(archive, 1, Job())
    report = read_texts(archive, Job())
    assert (report.secret, report.read) == ((), 1)
    assert shelf.store.text_of(key) == text("关于秘密花园的通知")
    assert withhold_marked(archive) is None
    shelf.store.forget_others(())
    assert (read_texts(archive, Job()).secret, shelf.store.states()[key]) == ((), TextState.READ)
    decision.undo()
    assert shelf.store.text_of(key) == FileText(TextState.SECRET)


def test_scans_wait_for_recognition_and_are_read_when_it_is_there(shelf: Shelf) -> None:
    key = shelf.add("scan.jpg")
    shelf.reader.pictures["scan.jpg"] = text("会议纪要")
    shelf.reader.lack = "未安装文字识别组件。"
    assert read_texts(shelf.archive, Job()).lacks_ocr == "未安装文字识别组件。"
    assert shelf.store.kept[key].state is TextState.NEEDS_OCR
    assert read_texts(shelf.archive, Job()).read == 0
    shelf.reader.lack = ""
    assert read_texts(shelf.archive, Job(), ocr=False).read == 0
    assert read_texts(shelf.archive, Job()).read == 1
    assert shelf.store.kept[key].state is TextState.READ


def test_what_failed_is_tried_again_only_when_asked(shelf: Shelf) -> None:
    shelf.add("a.pdf")
    shelf.reader.texts["a.pdf"] = replace(text(state=TextState.INTERRUPTED), detail="中断。")
    assert read_texts(shelf.archive, Job()).unreadable == {"a.pdf": "中断。"}
    assert read_texts(shelf.archive, Job()).read == 0
    assert read_texts(shelf.archive, Job(), again=True).read == 1


def test_a_file_that_changed_since_the_scan_waits_for_the_next_one(shelf: Shelf) -> None:
    shelf.add("a.pdf")
    (shelf.folder / "a.pdf").write_text("something longer")
    shelf.add("b.pdf")
    (shelf.folder / "b.pdf").unlink()
    assert read_texts(shelf.archive, Job()).changed == ("a.pdf", "b.pdf")
    assert shelf.store.kept == {}


def test_cancelling_keeps_what_was_read(shelf: Shelf) -> None:
    for number in range(3):
        shelf.add(f"{number}.pdf")
    job = Job()

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            job.cancel()

    job.report = stop
    with pytest.raises(Cancelled):
        read_texts(shelf.archive, job)
    assert len(shelf.store.kept) == 2
    assert read_texts(shelf.archive, Job()).read == 1


def test_texts_of_files_that_are_no_longer_wanted_are_dropped(shelf: Shelf) -> None:
    shelf.store.keep([("sha256:former", text("旧"))])
    key = shelf.add("a.pdf")
    read_texts(shelf.archive, Job())
    assert list(shelf.store.kept) == [key]


def test_an_offline_folder_drops_nothing(shelf: Shelf) -> None:
    shelf.store.keep([("sha256:former", text("旧"))])
    shelf.folder.rmdir()
    with pytest.raises(FolderGone):
        read_texts(shelf.archive, Job())
    assert "sha256:former" in shelf.store.kept
