"""Reading a bag again, ours or anybody's (RFC 8493), and saying what is not as its manifests say.

A bag may be hostile: only regular files that a walk met inside it are ever opened, whatever a manifest names.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.errors import NotVerifiable
from foodsafe_desktop.domain.packages import (
    BAG_INFO,
    BAGIT,
    PAYLOAD,
    Vouched,
    labelled,
    leads_out,
    manifest_name,
    manifest_of,
    vouched,
)
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import CheckReport

_BLOCK = 1 << 20
_MOST_LINES, _LONGEST_LINE, _LONGEST_TAG = 2_000_000, 1 << 16, 1 << 20
_KNOWN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3")
_ENCODINGS = ("utf-8", "utf-16", "gb18030", "gbk", "gb2312", "big5", "us-ascii", "iso-8859-1")
_JUNCTION = 0xA0000003
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store")
"""What file managers leave behind where somebody only looked."""


@dataclass
class Bag:
    """What was read of a bag: its files, and for each that a manifest vouches for, its digests by algorithm.

    `faults` are sentences on the bag itself; `missing` are paths that are vouched for and not there.
    """

    root: Path
    sizes: dict[str, int] = field(default_factory=dict)
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def unexpected(self) -> list[str]:
        """Files of the payload that no manifest vouches for."""
        return sorted(path for path in self.sizes if path.startswith(PAYLOAD) and path not in self.digests)


def verify_package(root: Path, job: Job) -> CheckReport:
    """Read every file of a bag; see `Front.verify_package`."""
    bag = read_bag(root, job)
    return compared(bag, job, lambda path: digests_of(root / path, bag.digests[path], job))


def compared(bag: Bag, job: Job, read: Callable[[str], Mapping[str, str]]) -> CheckReport:
    """What is found as every file of a bag is read: `read` gives the digests of one, and may copy it meanwhile."""
    mismatched, checked = [], 0
    for done, (path, digests) in enumerate(bag.digests.items()):
        job.step(done, len(bag.digests), path)
        try:
            found = read(path)
        except OSError:
            mismatched.append(path)
            continue
        checked += 1
        if found != digests:
            mismatched.append(path)
    paths = tuple(sorted(mismatched)), tuple(sorted(bag.missing)), tuple(bag.unexpected)
    return CheckReport(checked, *paths, tuple(dict.fromkeys(bag.faults)), tuple(bag.notes))


def _is_of_the_system(path: str) -> bool:
    return path.rpartition("/")[2].lower() in _OF_THE_SYSTEM


def read_bag(root: Path, job: Job) -> Bag:
    """What a bag's manifests say, held against the names and sizes of its files. Raises NotVerifiable, Cancelled."""
    bag = Bag(root, dict(_walk(root, job)))
    manifests = {name: found for name in bag.sizes if (found := manifest_of(name)) is not None}
    if BAGIT not in bag.sizes and not manifests:
        raise NotVerifiable(str(root))
    percent, encoding = _declaration(bag)
    usual = {unicodedata.normalize("NFC", path): path for path in bag.sizes}
    listed: dict[str, set[str]] = {}
    for name, (is_tag, algorithm) in sorted(manifests.items()):
        if algorithm not in _KNOWN or algorithm not in hashlib.algorithms_available:
            bag.faults.append(f"清单 {name} 使用的算法本机不能计算，未核对。")
            continue
        lines = _Lines(bag, name, percent=percent, encoding=encoding)
        listed[name] = {_vouch(bag, usual, one, algorithm) for one in lines.read(payload=not is_tag, job=job)}
    _compare(bag, {name: paths for name, paths in listed.items() if not manifests[name][0]})
    _sum_up(bag, encoding)
    return bag


def digests_of(
    file: Path, algorithms: Iterable[str], job: Job, take: Callable[[bytes], object] = lambda _block: None
) -> dict[str, str]:
    """The digests of a regular file; `take` is given its bytes as well. Raises OSError, Cancelled."""
    digests = {algorithm: hashlib.new(algorithm) for algorithm in algorithms}
    for block in _blocks(file, job):
        take(block)
        for digest in digests.values():
            digest.update(block)
    return {algorithm: digest.hexdigest() for algorithm, digest in digests.items()}


def _blocks(file: Path, job: Job) -> Iterator[bytes]:
    """A regular file, part by part. Raises OSError, Cancelled."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(file, flags), "rb", buffering=0) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError("not a regular file")
        while block := stream.read(_BLOCK):
            job.check()
            yield block


def _walk(root: Path, job: Job) -> Iterator[tuple[str, int]]:
    """Every regular file below `root` by relative path, with its size; links are not followed, and are no files."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        job.check()
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    path = f"{folder}{entry.name}"
                    if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
                        waiting.append(f"{path}/")
                    elif entry.is_file(follow_symlinks=False):
                        yield path, entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # what lies in it is then missing


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Windows' other kind of link to a folder."""
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def _declaration(bag: Bag) -> tuple[bool, str]:
    """Whether per cent signs are encoded, and the encoding of the other tag files; faults where it is not said."""
    if BAGIT not in bag.sizes:
        bag.faults.append("信息包缺少 bagit.txt。")
        return True, "utf-8"
    said = labelled(_text(bag, BAGIT, "utf-8-sig"))
    version, encoding = said.get("bagit-version", ""), said.get("tag-file-character-encoding", "").lower()
    if not version or encoding not in _ENCODINGS:
        bag.faults.append("bagit.txt 未写明版本和字符编码，或所写的编码不能识别。")
    return version[:2] not in ("0.", ""), encoding if encoding in _ENCODINGS else "utf-8"


def _text(bag: Bag, name: str, encoding: str) -> str:
    """A small tag file; what cannot be read is a fault, and empty."""
    if bag.sizes[name] <= _LONGEST_TAG:
        with suppress(OSError, ValueError):
            return b"".join(_blocks(bag.root / name, Job())).decode(encoding)
    bag.faults.append(f"{name} 无法读取。")
    return ""


@dataclass
class _Lines:
    """The lines of one manifest."""

    bag: Bag
    name: str
    percent: bool
    encoding: str

    def read(self, *, payload: bool, job: Job) -> Iterator[Vouched]:
        """What they vouch for; those that lead out, come twice or say nothing are faults."""
        seen: set[str] = set()
        for number, line in enumerate(self._lines(job), start=1):
            one = vouched(line, percent=self.percent)
            if one is None:
                self._fault(f"第 {number} 行无法识别")
            elif leads_out(one.path, payload=payload):
                self._fault(f"第 {number} 行指向清单范围之外，未予读取")
            elif one.path in seen:
                self._fault(f"重复列出“{_shown(one.path)}”")
            else:
                seen.add(one.path)
                yield one

    def _lines(self, job: Job) -> Iterator[str]:
        try:
            with (self.bag.root / self.name).open(encoding=self.encoding, newline="\n") as stream:
                for number in range(_MOST_LINES + 1):
                    job.check()
                    line = stream.readline(_LONGEST_LINE)
                    if not line:
                        return
                    if number == _MOST_LINES or (len(line) == _LONGEST_LINE and not line.endswith("\n")):
                        self._fault("过大，其余部分未核对")
                        return
                    if line := line.rstrip("\r\n"):
                        yield line
        except (OSError, ValueError):
            self._fault("无法读取")

    def _fault(self, what: str) -> None:
        if len(self.bag.faults) < 100:
            self.bag.faults.append(f"清单 {self.name} {what}。")


def _vouch(bag: Bag, usual: Mapping[str, str], one: Vouched, algorithm: str) -> str:
    """Note what is said of a file, under its name on the disk: accents may have been composed anew on the way."""
    path = one.path if one.path in bag.sizes else usual.get(unicodedata.normalize("NFC", one.path), "")
    if not path:
        bag.missing[one.path] = None
        return one.path
    bag.digests.setdefault(path, {})[algorithm] = one.digest
    return path


def _compare(bag: Bag, listed: Mapping[str, set[str]]) -> None:
    """All manifests of the payload list the same files (RFC 8493, 2.1.3); there is one at least."""
    if not listed:
        bag.faults.append("信息包没有可以核对的载荷清单（manifest-算法.txt）。")
    elif any(paths != next(iter(listed.values())) for paths in listed.values()):
        bag.faults.append("几份载荷清单所列的文件不一致。")


def _sum_up(bag: Bag, encoding: str) -> None:
    """Counts that bag-info.txt gives, files that are too many or would have to be fetched, and the figure on paper."""
    if BAG_INFO in bag.sizes:
        declared = labelled(_text(bag, BAG_INFO, encoding)).get("payload-oxum")
        own = {path for path in bag.unexpected if _is_of_the_system(path)}
        payload = [size for path, size in bag.sizes.items() if path.startswith(PAYLOAD) and path not in own]
        if declared and declared != f"{sum(payload)}.{len(payload)}":
            bag.faults.append(
                f"bag-info.txt 写明 {_shown(declared)}（字节数.文件数），实有 {sum(payload)}.{len(payload)}。"
            )
    if stray := [path for path in bag.unexpected if not _is_of_the_system(path)]:
        bag.faults.append(f"data 目录中有 {len(stray)} 个文件未列入清单，信息包生成之后可能被放入过文件。")
    if "fetch.txt" in bag.sizes:
        bag.notes.append("信息包中有 fetch.txt，所列文件须从网络取得；本程序不联网，未取得的列为找不到。")
    first = manifest_name("sha256")
    if first in bag.sizes:
        try:
            digest = digests_of(bag.root / first, ["sha256"], Job())["sha256"]
        except OSError:
            return
        bag.notes.append(f"{first} 的 SHA-256 校验值为 {digest}，请与移交清单上的校验值核对。")


def _shown(text: str) -> str:
    return text[:100].encode("utf-8", "replace").decode()
