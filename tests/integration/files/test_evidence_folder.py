import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import Cancelled, FileStillChanging, FolderGone
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.services.job import Job, Progress


def put(root: Path, path: str, content: bytes = b"x") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def listed(root: Path) -> list[str]:
    return [found.path for found in DiskFolder(root).walk(Job()).files]


def refused(root: Path) -> dict[str, str]:
    return {one.path: one.sentence for one in DiskFolder(root).walk(Job()).unreachable}


def test_files_are_listed_with_posix_paths_in_path_order(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", b"12345")
    put(tmp_path, "(8) 会议/2022/通知〔2022〕3号.pdf")
    put(tmp_path, "(8) 会议/䶮𠮷😀.pdf")
    put(tmp_path, "a/b/c/d/e/f/g.txt")
    os.utime(tmp_path / "b.pdf", ns=(1, 1_700_000_000_123_456_700))
    listing = DiskFolder(tmp_path).walk(Job())
    paths = [found.path for found in listing.files]
    assert paths == sorted(paths)
    assert set(paths) == {"(8) 会议/2022/通知〔2022〕3号.pdf", "(8) 会议/䶮𠮷😀.pdf", "a/b/c/d/e/f/g.txt", "b.pdf"}
    last = listing.files[-1]
    assert (last.path, last.size, last.mtime_ns) == ("b.pdf", 5, 1_700_000_000_123_456_700)
    assert listing.unreachable == []


def test_temporary_and_system_names_are_neither_listed_nor_reported(tmp_path: Path) -> None:
    for name in ("~$a.docx", "a.tmp", "a.pdf.filepart", ".DS_Store", ".git/config", "$RECYCLE.BIN/x.pdf", "Thumbs.db"):
        put(tmp_path, name)
    put(tmp_path, "真.pdf")
    listing = DiskFolder(tmp_path).walk(Job())
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
        DiskFolder(tmp_path / "没有").walk(Job())
    with pytest.raises(FolderGone):
        DiskFolder(put(tmp_path, "是文件")).walk(Job())


def test_a_root_that_vanishes_during_the_walk_is_offline(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    put(root, "a/1.pdf")

    def unplug(_progress: Progress) -> None:
        if root.exists():
            root.rename(tmp_path / "拔出")

    with pytest.raises(FolderGone):
        DiskFolder(root).walk(Job(report=unplug))


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
        DiskFolder(tmp_path).fixity("管道.pdf", Job())


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_names_that_are_no_text_are_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xd6\xd0.pdf")  # 中.pdf in GBK
    put(tmp_path, name, b"abc")
    (tmp_path / os.fsdecode(b"\xd6\xd0.lnk")).symlink_to("/")
    listing = DiskFolder(tmp_path).walk(Job())
    assert [found.path for found in listing.files] == [name]
    assert DiskFolder(tmp_path).fixity(name, Job()).digest == hashlib.sha256(b"abc").hexdigest()
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
        return scandir(path)  # type: ignore[return-value]

    monkeypatch.setattr(os, "scandir", guarded)
    assert listed(tmp_path) == ["可/b.pdf"]
    assert refused(tmp_path) == {"禁": "“禁”文件夹无权读取或读取出错，其中的文件未能查看。请检查权限或磁盘后重新扫描。"}


def test_walking_can_be_cancelled(tmp_path: Path) -> None:
    put(tmp_path, "a/b.pdf")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        DiskFolder(tmp_path).walk(job)


def test_fixity_is_size_time_and_sha256(tmp_path: Path) -> None:
    content = os.urandom(3 * 1024 * 1024 + 17)
    file = put(tmp_path, "子/大.bin", content)
    found = DiskFolder(tmp_path).fixity("子/大.bin", Job())
    assert found.size == len(content)
    assert found.mtime_ns == file.stat().st_mtime_ns
    assert (found.algorithm, found.digest) == ("sha256", hashlib.sha256(content).hexdigest())
    assert DiskFolder(tmp_path).absolute("子/大.bin") == file


def test_fixity_of_nothing(tmp_path: Path) -> None:
    put(tmp_path, "空.pdf", b"")
    assert DiskFolder(tmp_path).fixity("空.pdf", Job()).digest == hashlib.sha256(b"").hexdigest()
    with pytest.raises(FileNotFoundError):
        DiskFolder(tmp_path).fixity("没有.pdf", Job())


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


def test_a_file_that_grows_while_it_is_read_has_no_fixity(tmp_path: Path) -> None:
    file = put(tmp_path, "正在复制.pdf", b"x" * 2_000_000)

    def grow() -> None:
        with file.open("ab") as stream:
            stream.write(b"more")

    with pytest.raises(FileStillChanging, match=r"“正在复制\.pdf”.*仍在变动") as caught:
        DiskFolder(tmp_path).fixity("正在复制.pdf", MeddlingJob(grow))
    assert isinstance(caught.value, OSError)


def test_a_file_that_is_replaced_while_it_is_read_has_no_fixity(tmp_path: Path) -> None:
    file = put(tmp_path, "正在保存.docx", b"x" * 2_000_000)

    def replace() -> None:
        put(tmp_path, "新", b"y" * 2_000_000).replace(file)

    os.utime(file, ns=(1, 1))
    with pytest.raises(FileStillChanging):
        DiskFolder(tmp_path).fixity("正在保存.docx", MeddlingJob(replace))


def test_hashing_can_be_cancelled_between_steps(tmp_path: Path) -> None:
    put(tmp_path, "大.bin", b"x" * 3_000_000)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        DiskFolder(tmp_path).fixity("大.bin", job)
