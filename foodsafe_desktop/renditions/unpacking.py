"""Files out of a ZIP, on a person's word and within limits; run in a worker. Archives in it are taken as they are."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from foodsafe_desktop.domain.evidence import WITHHELD
from foodsafe_desktop.domain.members import MOST_BYTES, MOST_TAKEN, ArchiveContents, ArchiveMember
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.renditions.archives import not_listed, refusal
from foodsafe_desktop.renditions.listing import Member, NotListed, list_members
from foodsafe_desktop.renditions.signature import Format, identify
from foodsafe_desktop.renditions.zip_directory import open_zip

_STEP = 1024 * 1024
_SWOLLEN, _LARGE = 200, 64 * 1024 * 1024
"""Times its packed size, and bytes: a member beyond both is a bomb."""
_BY_HAND = "本程序只能取出 ZIP 压缩包内的文件。请用解压软件解压后，把文件放入同一文件夹。"


class _Stopped(Exception):
    """Why it does not go on, as a part of a sentence."""


def contents_of(path: Path) -> ArchiveContents:
    """What is in a ZIP, RAR or 7z, and whether it can be taken out. Never raises."""
    try:
        found = identify(path)
        listing = list_members(path)
        against = refusal(listing, path.stat().st_size, found)
    except NotListed as error:
        return ArchiveContents((), not_listed(found, error.why).detail)
    except (OSError, MemoryError):
        return ArchiveContents((), "文件无法读取或已被移走。请检查后重试。")
    members = tuple(
        ArchiveMember(place, _shown(one), one.size, one.modified, _withheld(one))
        for place, one in enumerate(listing.members)
        if not one.name.endswith("/")
    )
    refused = against.detail if against else "" if found is Format.ZIP else _BY_HAND
    return ArchiveContents(members, refused, listing.truncated)


def _shown(member: Member) -> str:
    return WITHHELD if bears_secrecy_mark(member.name) else member.name


def _withheld(member: Member) -> str:
    if bears_secrecy_mark(member.name):
        return "名称带有密级标志"
    if member.encrypted:
        return "设有密码"
    return "路径异常" if member.link or member.astray else ""


def unpack(path: Path, wanted: Sequence[int], folder: Path) -> str:
    """Write the members at these places of the directory into `folder` as 0, 1, 2 … in that order. Never raises.

    Returns why not all are there, as a part of a sentence; empty if they are.
    """
    try:
        _unpack(path, wanted, folder)
    except _Stopped as stopped:
        return str(stopped)
    except (NotImplementedError, RuntimeError):
        return "采用了不支持的压缩方式"
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError):
        return "压缩包内的文件未通过校验，可能已损坏"
    except (OSError, MemoryError):
        return "读写出错，可能磁盘空间不足"
    return ""


def _unpack(path: Path, wanted: Sequence[int], folder: Path) -> None:
    known = {one.place: one for one in contents_of(path).members if not one.withheld}
    if any(place not in known for place in wanted):
        raise _Stopped("压缩包内容与列表不符")
    if len(wanted) > MOST_TAKEN or sum(known[place].size for place in wanted) > MOST_BYTES:
        raise _Stopped(f"一次最多取出{MOST_TAKEN}个文件、共{MOST_BYTES >> 30} GB，请分次选取")
    with open_zip(path) as package:
        members = package.infolist()
        for number, place in enumerate(wanted):
            if not _write(package, members[place], folder / str(number)):
                raise _Stopped(f"其中的“{known[place].name}”解压后体积异常")


def _write(package: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> bool:
    """Whether the member was written; not if it swells beyond what it declares, or beyond all measure."""
    size = 0
    with package.open(member) as stream, target.open("xb") as file:
        while step := stream.read(_STEP):
            size += len(step)
            if size > member.file_size or (size > _LARGE and size > _SWOLLEN * max(member.compress_size, 1)):
                return False
            file.write(step)
    return True
