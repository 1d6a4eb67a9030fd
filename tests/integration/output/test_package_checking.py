"""Bags of other people, whole and hostile: what is not as it should be is said, and nothing outside is ever read."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foodsafe_desktop.domain.errors import NotVerifiable, PackageUnsound, PackageWithoutArchive
from foodsafe_desktop.output.package import checking, laying_out
from foodsafe_desktop.output.package.checking import digests_of, verify_package
from foodsafe_desktop.output.package.laying_out import laid_out
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import CheckReport

PAYLOAD = {"data/a.pdf": b"a", "data/子/100% 乙.pdf": b"b"}
Change = Callable[[Path], object]


def digest(content: bytes, algorithm: str = "sha256") -> str:
    return hashlib.new(algorithm, content).hexdigest()


def manifest(algorithm: str = "sha256") -> str:
    return "".join(f"{digest(content, algorithm)}  {path.replace('%', '%25')}\n" for path, content in PAYLOAD.items())


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    root = tmp_path / "bag"
    for path, content in PAYLOAD.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (root / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", encoding="utf-8")
    (root / "manifest-sha256.txt").write_text(manifest(), encoding="utf-8")
    return root


def add(root: Path, line: str) -> None:
    with (root / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")


def test_a_bag_of_another_program_is_sound(bag: Path) -> None:
    (bag / "manifest-md5.txt").write_text(manifest("md5"), encoding="utf-8")
    (bag / "bag-info.txt").write_text("Payload-Oxum: 2.2\n", encoding="utf-8")
    tags = [f"{digest((bag / name).read_bytes())}  {name}\n" for name in ("bagit.txt", "bag-info.txt")]
    (bag / "tagmanifest-sha256.txt").write_text("".join(tags), encoding="utf-8")
    report = verify_package(bag, Job())
    assert (report.ok, report.checked, report.unexpected) == (True, 4, ())
    assert digest((bag / "manifest-sha256.txt").read_bytes()) in report.notes[-1]
    with pytest.raises(PackageWithoutArchive), laid_out(bag, bag.parent / "new", Job()):
        raise AssertionError("there is no archive in it")


def test_an_archive_is_laid_out_as_its_package_is_read_once(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("data/dossier.sqlite3", "data/evidence/甲.txt"):
        (bag / path).parent.mkdir(exist_ok=True)
        (bag / path).write_bytes(path.encode())
        add(bag, f"{digest(path.encode())}  {path}")
    read: list[Path] = []

    def reading(file: Path, *others: Any) -> dict[str, str]:
        read.append(file)
        return digests_of(file, *others)

    monkeypatch.setattr(laying_out, "digests_of", reading)
    with laid_out(bag, bag.parent / "new", Job()) as laid:
        assert laid.files == 1
    there = {one.relative_to(bag.parent / "new").as_posix() for one in (bag.parent / "new").rglob("*")}
    assert there == {"dossier.sqlite3", "evidence", "evidence/甲.txt", "binders"}
    assert len(read) == len(set(read)) == 4

    (bag / "data" / "a.pdf").write_bytes(b"A")  # not even a file of the archive
    with pytest.raises(PackageUnsound, match=r"“data/a\.pdf”内容不符"), laid_out(bag, bag.parent / "other", Job()):
        raise AssertionError("nothing is laid out from it")
    assert sorted(one.name for one in bag.parent.iterdir()) == ["bag", "new"]


FAULTS: list[tuple[Change, str]] = [
    (lambda bag: (bag / "bagit.txt").unlink(), "缺少 bagit.txt"),
    (lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n"), "字符编码"),
    (lambda bag: (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: zip\n"), "字符编码"),
    (lambda bag: add(bag, f"{digest(b'a')}  data/a.pdf"), "重复列出“data/a.pdf”"),
    (lambda bag: add(bag, f"{digest(b'x')}  ../outside.txt"), "指向清单范围之外"),
    (lambda bag: add(bag, f"{digest(b'x')}  data/../../outside.txt"), "指向清单范围之外"),
    (lambda bag: add(bag, f"{digest(b'x')}  C:/outside.txt"), "指向清单范围之外"),
    (lambda bag: add(bag, "what is this"), "第 3 行无法识别"),
    (lambda bag: (bag / "manifest-md5.txt").write_text(""), "所列的文件不一致"),
    (lambda bag: (bag / "manifest-sha256.txt").rename(bag / "manifest-rot13.txt"), "本机不能计算"),
    (lambda bag: (bag / "manifest-sha256.txt").unlink(), "没有可以核对的载荷清单"),
    (lambda bag: (bag / "manifest-sha256.txt").write_bytes(b"\xff\xfe\xff"), "无法读取"),
    (lambda bag: (bag / "bag-info.txt").write_text("Payload-Oxum: 9.9\n"), "写明 9.9"),
    (lambda bag: (bag / "data" / "多.pdf").write_bytes(b""), "1 个文件未列入清单"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS)
def test_what_is_wrong_with_a_bag_is_said(bag: Path, change: Change, said: str) -> None:
    (bag.parent / "outside.txt").write_bytes(b"x")
    change(bag)
    report = verify_package(bag, Job())
    assert not report.ok
    assert any(said in one for one in report.faults), report.faults
    with pytest.raises(PackageUnsound), laid_out(bag, bag.parent / "new", Job()):
        raise AssertionError("nothing is laid out from it")
    assert not (bag.parent / "new").exists()


def test_files_that_changed_went_or_came_are_named(bag: Path) -> None:
    (bag / "data" / "a.pdf").write_bytes(b"A")
    (bag / "data" / "子" / "100% 乙.pdf").rename(bag / "data" / "丙.pdf")
    (bag / "data" / "Thumbs.db").write_bytes(b"")
    report = verify_package(bag, Job())
    assert report.mismatched == ("data/a.pdf",)
    assert report.missing == ("data/子/100% 乙.pdf",)
    assert report.unexpected == ("data/Thumbs.db", "data/丙.pdf")


def test_what_a_file_manager_leaves_behind_spoils_no_bag(bag: Path) -> None:
    (bag / "bag-info.txt").write_text("Payload-Oxum: 2.2\n")
    (bag / "data" / "Thumbs.db").write_bytes(b"pictures")
    report = verify_package(bag, Job())
    assert (report.ok, report.unexpected) == (True, ("data/Thumbs.db",))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_followed(bag: Path) -> None:
    outside = bag.parent / "outside"
    outside.mkdir()
    (outside / "a.pdf").write_bytes(b"a")
    (bag / "data" / "a.pdf").unlink()
    (bag / "data" / "a.pdf").symlink_to(outside / "a.pdf")
    (bag / "data" / "folder").symlink_to(outside)
    add(bag, f"{digest(b'a')}  data/folder/a.pdf")
    assert verify_package(bag, Job()).missing == ("data/a.pdf", "data/folder/a.pdf")


def test_accents_that_were_composed_anew_are_the_same_name(bag: Path) -> None:
    (bag / "data" / "e\u0301.pdf").write_bytes(b"e")
    add(bag, f"{digest(b'e')}  data/\u00e9.pdf")
    assert verify_package(bag, Job()).ok


def test_a_manifest_without_end_is_given_up(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_MOST_LINES", 10)
    monkeypatch.setattr(checking, "_LONGEST_LINE", 1000)
    (bag / "manifest-sha256.txt").write_text("\n" * 10_000)
    assert any("过大" in one for one in verify_package(bag, Job()).faults)
    (bag / "manifest-sha256.txt").write_text("0" * 10_000)
    assert any("过大" in one for one in verify_package(bag, Job()).faults)


def test_an_older_bag_says_per_cent_as_it_is(bag: Path) -> None:
    (bag / "bagit.txt").write_text("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "manifest-sha256.txt").write_text(manifest().replace("%25", "%"), encoding="utf-8")
    assert verify_package(bag, Job()).ok


def test_a_folder_without_manifests_is_no_bag(tmp_path: Path) -> None:
    with pytest.raises(NotVerifiable):
        verify_package(tmp_path, Job())


def test_faults_alone_make_a_report_bad() -> None:
    assert not CheckReport(0, faults=("坏。",)).ok
