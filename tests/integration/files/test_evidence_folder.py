import hashlib
import os
import shutil
import socket
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import AlgorithmMissing, Cancelled, FileStillChanging, FolderGone
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.files.quiet import Settling
from foodsafe_desktop.services.job import Job, Progress


def folder_at(root: Path) -> DiskFolder:
    """A folder whose files need not be waited for: they were written a moment ago, and nobody writes on."""
    return DiskFolder(root, wait=lambda _seconds: None)


def put(root: Path, path: str, content: bytes = b"x") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def listed(root: Path) -> list[str]:
    return [found.path for found in folder_at(root).walk(Job()).files]


def refused(root: Path) -> dict[str, str]:
    return {one.path: one.sentence for one in folder_at(root).walk(Job()).unreachable}


def test_files_are_listed_with_posix_paths_in_path_order(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", b"12345")
    put(tmp_path, "(8) 会议/2022/通知〔2022〕3号.pdf")
    put(tmp_path, "(8) 会议/䶮𠮷😀.pdf")
    put(tmp_path, "a/b/c/d/e/f/g.txt")
    os.utime(tmp_path / "b.pdf", ns=(1, 1_700_000_000_123_456_700))
    listing = folder_at(tmp_path).walk(Job())
    paths = [found.path for found in listing.files]
    assert paths == sorted(paths)
    assert set(paths) == {"(8) 会议/2022/通知〔2022〕3号.pdf", "(8) 会议/䶮𠮷😀.pdf", "a/b/c/d/e/f/g.txt", "b.pdf"}
    last = listing.files[-1]
    assert (last.path, last.size, last.mtime_ns) == ("b.pdf", 5, 1_700_000_000_123_456_700)
    assert listing.unreachable == []


def test_what_lies_in_a_folder_stands_where_its_path_belongs(tmp_path: Path) -> None:
    """Between files of the folder above: a stroke comes after a full stop and before a digit."""
    paths = ["a-b/c", "a.txt", "a/.d/e", "a/b.txt", "a/b/c", "a/b0", "a0/x", "a0.txt", "aa", "é", "éa/x", "中/文"]
    for path in paths:
        put(tmp_path, path)
    paths.remove("a/.d/e")
    assert listed(tmp_path) == sorted(paths)


def test_temporary_and_system_names_are_neither_listed_nor_reported(tmp_path: Path) -> None:
    for name in ("~$a.docx", "a.tmp", "a.pdf.filepart", ".DS_Store", ".git/config", "$RECYCLE.BIN/x.pdf", "Thumbs.db"):
        put(tmp_path, name)
    put(tmp_path, "真.pdf")
    listing = folder_at(tmp_path).walk(Job())
    assert [found.path for found in listing.files] == ["真.pdf"]
    assert listing.unreachable == []


def test_depth_is_no_limit(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder = folder / "深"
    folder.mkdir(parents=True)
    (folder / "底.txt").write_bytes(b"x")
    assert listed(tmp_path) == ["/".join(["深"] * 400 + ["底.txt"])]


def test_a_missing_root_is_offline_and_not_empty(tmp_path: Path) -> None:
    with pytest.raises(FolderGone, match="离线"):
        folder_at(tmp_path / "没有").walk(Job())
    with pytest.raises(FolderGone):
        folder_at(put(tmp_path, "是文件")).walk(Job())


def test_a_root_that_vanishes_during_the_walk_is_offline(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    put(root, "a/1.pdf")

    def unplug(_progress: Progress) -> None:
        if root.exists():
            root.rename(tmp_path / "拔出")

    with pytest.raises(FolderGone):
        folder_at(root).walk(Job(report=unplug))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
class TestLinks:
    def test_a_link_out_of_the_root_is_reported_and_not_followed(self, tmp_path: Path) -> None:
        root = tmp_path / "evidence"
        put(tmp_path, "外/密.pdf")
        put(root, "a.pdf")
        (root / "外面的文件.pdf").symlink_to(tmp_path / "外" / "密.pdf")
        (root / "外面的文件夹").symlink_to(tmp_path / "外")
        assert listed(root) == ["a.pdf"]
        assert set(refused(root)) == {"外面的文件.pdf", "外面的文件夹"}
        assert "以外的链接" in refused(root)["外面的文件.pdf"]

    def test_a_link_to_a_file_inside_counts_and_one_to_a_folder_does_not(self, tmp_path: Path) -> None:
        put(tmp_path, "(8)/a.pdf")
        (tmp_path / "(9)").mkdir()
        (tmp_path / "(9)" / "同一件.pdf").symlink_to(tmp_path / "(8)" / "a.pdf")
        (tmp_path / "(9)" / "回到上级").symlink_to(tmp_path)
        (tmp_path / "失效.pdf").symlink_to(tmp_path / "没有.pdf")
        assert listed(tmp_path) == ["(8)/a.pdf", "(9)/同一件.pdf"]
        assert set(refused(tmp_path)) == {"(9)/回到上级", "失效.pdf"}

    def test_a_root_that_is_a_link_itself_is_walked(self, tmp_path: Path) -> None:
        put(tmp_path, "真/a.pdf")
        (tmp_path / "入口").symlink_to(tmp_path / "真")
        assert listed(tmp_path / "入口") == ["a.pdf"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_pipes_and_sockets_are_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.pdf")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        assert set(refused(tmp_path)) == {"管道.pdf", "s"}
    with pytest.raises(OSError, match="不是普通文件"):
        folder_at(tmp_path).fixity("管道.pdf", Job())


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_names_that_are_no_text_are_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xd6\xd0.pdf")  # 中.pdf in GBK
    put(tmp_path, name, b"abc")
    (tmp_path / os.fsdecode(b"\xd6\xd0.lnk")).symlink_to("/")
    listing = folder_at(tmp_path).walk(Job())
    assert [found.path for found in listing.files] == [name]
    assert folder_at(tmp_path).fixity(name, Job()).digest == hashlib.sha256(b"abc").hexdigest()
    listing.unreachable[0].sentence.encode("utf-8")


def test_a_folder_without_rights_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "禁/a.pdf")
    put(tmp_path, "可/b.pdf")
    scandir = os.scandir

    def guarded(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "禁":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert listed(tmp_path) == ["可/b.pdf"]
    assert refused(tmp_path) == {"禁": "“禁”文件夹无权读取或读取出错，其中的文件未能查看。请检查权限或磁盘后重新扫描。"}


@pytest.mark.parametrize(("losing", "files", "reported"), [("来件", [], ["来件"]), ("", [], ["来件"])])
def test_a_share_that_comes_and_goes_during_the_walk_loses_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, losing: str, files: list[str], reported: list[str]
) -> None:
    """Windows says "not found" of a folder on a share that is not reached at the moment: nothing may follow from it."""
    put(tmp_path, "来件/a.pdf")
    scandir, met = os.scandir, []

    def away_for_a_moment(path: Path) -> Iterator[os.DirEntry[str]]:
        at = Path(path).relative_to(tmp_path).as_posix()
        met.append(at)
        if at == "来件" or (losing == "" and "来件" in met and met.count(".") <= 3):
            raise FileNotFoundError(2, "The network path was not found")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", away_for_a_moment)
    listing = folder_at(tmp_path).walk(Job())
    assert [found.path for found in listing.files] == files
    assert [one.path for one in listing.unreachable] == reported


def test_a_folder_that_was_deleted_during_the_walk_is_no_longer_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "删/下级/a.pdf")
    put(tmp_path, "留/b.pdf")
    scandir = os.scandir

    def deleted(path: Path | int) -> Iterator[os.DirEntry[str]]:
        if not isinstance(path, int) and Path(path).name == "下级" and Path(path).exists():
            shutil.rmtree(tmp_path / "删")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deleted)
    listing = folder_at(tmp_path).walk(Job())
    assert ([found.path for found in listing.files], listing.unreachable) == (["留/b.pdf"], [])


def test_walking_can_be_cancelled(tmp_path: Path) -> None:
    put(tmp_path, "a/b.pdf")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        folder_at(tmp_path).walk(job)


def test_fixity_is_size_time_and_sha256(tmp_path: Path) -> None:
    content = os.urandom(3 * 1024 * 1024 + 17)
    file = put(tmp_path, "子/大.bin", content)
    found = folder_at(tmp_path).fixity("子/大.bin", Job())
    assert found.size == len(content)
    assert found.mtime_ns == file.stat().st_mtime_ns
    assert (found.algorithm, found.digest) == ("sha256", hashlib.sha256(content).hexdigest())
    assert folder_at(tmp_path).absolute("子/大.bin") == file


def test_fixity_of_nothing(tmp_path: Path) -> None:
    put(tmp_path, "空.pdf", b"")
    assert folder_at(tmp_path).fixity("空.pdf", Job()).digest == hashlib.sha256(b"").hexdigest()
    with pytest.raises(FileNotFoundError):
        folder_at(tmp_path).fixity("没有.pdf", Job())


class MeddlingJob(Job):
    """Does something to the file at the first check, that is in the middle of reading it."""

    def __init__(self, meddle: "object") -> None:
        super().__init__()
        self.meddle = meddle

    def check(self) -> None:
        meddle, self.meddle = self.meddle, None
        if callable(meddle):
            meddle()
        super().check()


@pytest.mark.parametrize("opens_folders", [True, False])
def test_a_folder_in_the_place_of_a_file_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens_folders: bool
) -> None:
    put(tmp_path, "改成文件夹.pdf/a.pdf")
    put(tmp_path, "改成文件")
    opened = os.open

    def guarded(path: str, flags: int) -> int:
        if not opens_folders and Path(path).is_dir():  # as Windows has it
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", guarded)
    for path in ("改成文件夹.pdf", "改成文件/b.pdf"):
        with pytest.raises(FileNotFoundError):
            folder_at(tmp_path).fixity(path, Job())


def test_a_file_that_grows_while_it_is_read_has_no_fixity(tmp_path: Path) -> None:
    file = put(tmp_path, "正在复制.pdf", b"x" * 2_000_000)

    def grow() -> None:
        with file.open("ab") as stream:
            stream.write(b"more")

    with pytest.raises(FileStillChanging, match=r"“正在复制\.pdf”.*仍在变动") as caught:
        folder_at(tmp_path).fixity("正在复制.pdf", MeddlingJob(grow))
    assert isinstance(caught.value, OSError)


def test_a_file_that_is_replaced_while_it_is_read_has_no_fixity(tmp_path: Path) -> None:
    file = put(tmp_path, "正在保存.docx", b"x" * 2_000_000)

    def replace() -> None:
        put(tmp_path, "新", b"y" * 2_000_000).replace(file)

    os.utime(file, ns=(1, 1))
    with pytest.raises(FileStillChanging):
        folder_at(tmp_path).fixity("正在保存.docx", MeddlingJob(replace))


def test_hashing_can_be_cancelled_between_steps(tmp_path: Path) -> None:
    put(tmp_path, "大.bin", b"x" * 3_000_000)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        folder_at(tmp_path).fixity("大.bin", job)


def test_cancelling_ends_the_reading_of_many_at_once(tmp_path: Path) -> None:
    for number in range(50):
        put(tmp_path, f"{number}.bin", b"x" * 100_000)
    job = Job()
    results = folder_at(tmp_path).fixities([f"{number}.bin" for number in range(50)], job)
    job.cancel()
    with pytest.raises(Cancelled):
        list(results)


def test_leaving_the_reading_of_many_ends_its_threads(tmp_path: Path) -> None:
    for number in range(50):
        put(tmp_path, f"{number}.bin", b"x")
    before = set(threading.enumerate())
    results = folder_at(tmp_path).fixities([f"{number}.bin" for number in range(50)], Job())
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) == before


def test_many_files_are_read_once_each_and_what_cannot_be_read_is_a_value(tmp_path: Path) -> None:
    paths = [f"(8) 会议/{number}.pdf" for number in range(200)]
    for path in paths:
        put(tmp_path, path, path.encode())
    found = folder_at(tmp_path).fixities([*paths, *paths, "没有.pdf", "(8) 会议"], Job())
    results = list(found)
    assert len(results) == 202
    digests = {path: one.digest for path, one in results if isinstance(one, Fixity)}
    assert digests == {path: hashlib.sha256(path.encode()).hexdigest() for path in paths}
    errors = {path: type(one) for path, one in results if isinstance(one, OSError)}
    assert errors["没有.pdf"] is FileNotFoundError
    assert issubclass(errors["(8) 会议"], OSError)
    assert list(folder_at(tmp_path).fixities([], Job())) == []


def test_a_mistake_in_a_reading_thread_is_not_lost(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")

    class Broken(Job):
        def check(self) -> None:
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        list(folder_at(tmp_path).fixities(["a.pdf"], Broken()))


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="OpenSSL without SM3")
def test_sm3_where_the_settings_ask_for_it_and_what_is_recorded_otherwise_can_still_be_verified(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"abc")
    folder = folder_at(tmp_path)
    folder.adopt(FolderSettings(algorithm="sm3"))
    standard = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905-2016, A.1
    assert folder.fixity("a.txt", Job()) == Fixity(3, (tmp_path / "a.txt").stat().st_mtime_ns, "sm3", standard)
    [(_, many)] = folder.fixities(["a.txt"], Job())
    assert isinstance(many, Fixity)
    assert many.digest == standard
    older = folder.fixity("a.txt", Job(), "sha256")
    assert (older.algorithm, older.digest) == ("sha256", hashlib.sha256(b"abc").hexdigest())
    assert folder.elsewhere(tmp_path).fixity("a.txt", Job()).algorithm == "sm3"


def test_a_machine_without_sm3_says_so_and_keeps_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    put(tmp_path, "a.txt", b"abc")
    folder = folder_at(tmp_path)
    with pytest.raises(AlgorithmMissing, match="不支持 SM3"):
        folder.adopt(FolderSettings(algorithm="sm3"))
    with pytest.raises(AlgorithmMissing):
        folder.fixities(["a.txt"], Job(), "sm3")
    assert folder.fixity("a.txt", Job()).algorithm == "sha256"


def test_ignored_names_are_neither_listed_nor_reported(tmp_path: Path) -> None:
    for path in ("a.bak", "草稿/b.pdf", "c.pdf", "(8)/草稿.pdf"):
        put(tmp_path, path)
    folder = folder_at(tmp_path)
    folder.adopt(FolderSettings(ignore=("*.bak", "草稿")))
    listing = folder.walk(Job())
    assert [found.path for found in listing.files] == ["(8)/草稿.pdf", "c.pdf"]
    assert (listing.unreachable, listing.unsettled) == ([], [])


@pytest.mark.skipif(os.name == "nt", reason="no file numbers while listing")
def test_the_key_outlives_a_rename_and_a_link_has_none(tmp_path: Path) -> None:
    file = put(tmp_path, "a.pdf")
    (tmp_path / "链接.pdf").symlink_to(file)
    before = {found.path: found.key for found in folder_at(tmp_path).walk(Job()).files}
    file.rename(tmp_path / "b.pdf")
    after = {found.path: found.key for found in folder_at(tmp_path).walk(Job()).files}
    assert before["链接.pdf"] is None
    assert before["a.pdf"] == after["b.pdf"] is not None


class TestFilesNotAtRest:
    """The clock stands at 1000 s; a walk without a watcher waits by calling `wait`."""

    def folder(self, root: Path, meanwhile: Callable[[], None] = lambda: None) -> DiskFolder:
        self.waited: list[float] = []

        def wait(seconds: float) -> None:
            if not self.waited:
                meanwhile()
            self.waited.append(seconds)

        return DiskFolder(root, clock=lambda: 1000.0, wait=wait)

    def put(self, root: Path, path: str, age: float) -> Path:
        file = put(root, path)
        os.utime(file, (1000.0 - age, 1000.0 - age))
        return file

    def test_a_folder_at_rest_is_taken_in_at_once(self, tmp_path: Path) -> None:
        self.put(tmp_path, "a.pdf", age=2.0)
        self.put(tmp_path, "将来.pdf", age=-86400)
        listing = self.folder(tmp_path).walk(Job())
        assert [found.path for found in listing.files] == ["a.pdf", "将来.pdf"]
        assert self.waited == []

    def test_a_young_file_is_looked_at_again_when_it_should_rest(self, tmp_path: Path) -> None:
        self.put(tmp_path, "a.pdf", age=1.5)
        listing = self.folder(tmp_path).walk(Job())
        assert [found.path for found in listing.files] == ["a.pdf"]
        assert sum(self.waited) == pytest.approx(0.5)
        assert listing.unsettled == []

    def test_one_that_grew_meanwhile_is_held_back_and_one_that_went_too(self, tmp_path: Path) -> None:
        growing, going = self.put(tmp_path, "长.pdf", age=1.0), self.put(tmp_path, "走.pdf", age=1.0)
        self.put(tmp_path, "静.pdf", age=1.0)

        def meanwhile() -> None:
            growing.write_bytes(b"more")
            going.unlink()

        listing = self.folder(tmp_path, meanwhile).walk(Job())
        assert [found.path for found in listing.files] == ["静.pdf"]
        assert listing.unsettled == sorted(["长.pdf", "走.pdf"])

    def test_a_long_settle_time_is_not_sat_out(self, tmp_path: Path) -> None:
        self.put(tmp_path, "a.pdf", age=100)
        self.put(tmp_path, "b.pdf", age=596)
        folder = self.folder(tmp_path)
        folder.adopt(FolderSettings(settle_seconds=600))
        listing = folder.walk(Job())
        assert [found.path for found in listing.files] == ["b.pdf"]
        assert listing.unsettled == ["a.pdf"]
        assert sum(self.waited) == pytest.approx(5.0)

    def test_waiting_can_be_cancelled(self, tmp_path: Path) -> None:
        self.put(tmp_path, "a.pdf", age=0)
        job = Job()
        with pytest.raises(Cancelled):
            self.folder(tmp_path, job.cancel).walk(job)

    def test_with_a_watcher_nothing_is_waited_for_and_the_watcher_is_told(self, tmp_path: Path) -> None:
        self.put(tmp_path, "静.pdf", age=60)
        young = self.put(tmp_path, "新.pdf", age=0)
        settling = Settling(2.0)
        settling.touched("走.pdf", 0.0)
        folder = self.folder(tmp_path)
        folder.follow_by(settling)
        listing = folder.walk(Job())
        assert [found.path for found in listing.files] == ["静.pdf"]
        assert listing.unsettled == sorted(["新.pdf", "走.pdf"])
        assert self.waited == []
        assert settling.waiting() == {"新.pdf", "走.pdf"}
        os.utime(young, (0, 0))
        folder.follow_by(None)
        assert [found.path for found in folder.walk(Job()).files] == ["新.pdf", "静.pdf"]

    def test_a_file_that_changes_while_it_is_read_is_waited_for(self, tmp_path: Path) -> None:
        file = put(tmp_path, "大.bin", b"x" * 2_000_000)
        settling = Settling(2.0)
        folder = self.folder(tmp_path)
        folder.follow_by(settling)
        with pytest.raises(FileStillChanging):
            folder.fixity("大.bin", MeddlingJob(lambda: file.write_bytes(b"y")))
        assert settling.waiting() == {"大.bin"}


LONGEST_NAME = "长" * 83 + "x.pdf"  # 83 * 3 + 5 = 254 bytes, the most that three-byte signs leave of 255
NAMES = (
    "䶮𠮷〔2022〕12号.pdf",
    "😀 照片.jpg",
    unicodedata.normalize("NFC", "café.pdf"),
    unicodedata.normalize("NFD", "café.pdf"),
    LONGEST_NAME,
    "结尾的点.",
    "结尾的空格 ",
    " 开头的空格.pdf",
    "con.pdf",
    "A.pdf",
    "a.pdf",
    "换\n行.pdf",
    "反\\斜.pdf",
    "引\"号'.pdf",
    "百分%20号.pdf",
    "\u202e右起.pdf",
)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take only some of these names")
def test_names_of_every_kind_are_listed_read_and_kept_apart(tmp_path: Path) -> None:
    assert len(os.fsencode(LONGEST_NAME)) == 254
    for name in NAMES:
        put(tmp_path, f"(8) 会议/{name}", name.encode())
    folder = folder_at(tmp_path)
    listing = folder.walk(Job())
    assert {found.path for found in listing.files} == {f"(8) 会议/{name}" for name in NAMES}
    assert listing.unreachable == []
    digests = dict(folder.fixities([found.path for found in listing.files], Job()))
    for name in NAMES:
        fixity = digests[f"(8) 会议/{name}"]
        assert isinstance(fixity, Fixity)
        assert fixity.digest == hashlib.sha256(name.encode()).hexdigest()
