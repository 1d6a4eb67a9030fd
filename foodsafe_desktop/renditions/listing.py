"""What is in a ZIP, RAR or 7z archive, by its directory. Nothing is unpacked, and no program is called to help."""

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from typing import Protocol

import rarfile

from foodsafe_desktop.renditions.seven_zip import members_of
from foodsafe_desktop.renditions.seven_zip_cursor import SevenZipBroken, SevenZipForeign, SevenZipLocked
from foodsafe_desktop.renditions.signature import Format, identify
from foodsafe_desktop.renditions.zip_directory import DirectoryTooLong, names_of, open_zip, read_together

MOST_MEMBERS = 10_000
_LONGEST_NAME = 260
_MOST_READS = 10 * MOST_MEMBERS
_DRIVE = re.compile(r"[A-Za-z]:")
_LINK_MODE = 0xA
_RAR_5, _EPOCH = 50, 1980


@dataclass(frozen=True, slots=True)
class Member:
    """A file, folder (its name ends in `/`) or link in an archive; `size` in bytes as declared, unpacked.

    `name` is fit to be shown: at most 260 characters, none that is invisible. `astray`: by its own name it would be
    written outside the folder into which the archive is unpacked. `modified`: when its writer says that it was changed,
    by that machine's clock, to the minute; empty where it does not say.
    """

    name: str
    size: int
    encrypted: bool = False
    link: bool = False
    astray: bool = False
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The members in the archive's order; `truncated`: there are more than are listed."""

    members: tuple[Member, ...]
    truncated: bool

    @property
    def files(self) -> tuple[Member, ...]:
        """The members that are no folders."""
        return tuple(one for one in self.members if not one.name.endswith("/"))

    @property
    def size(self) -> int:
        """Bytes that the members would take, as the archive itself declares."""
        return sum(one.size for one in self.members)


class Why(Enum):
    """Why an archive is not listed."""

    BROKEN = auto()
    LOCKED = auto()
    """Even the names are encrypted."""
    VOLUME = auto()
    """It is a part of several."""
    FOREIGN = auto()
    """Its directory is longer than the limits, or packed in a way that is not read here."""


class NotListed(Exception):
    """The archive's directory was not read."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


def list_members(path: Path) -> Listing:
    """What is in an archive; its kind is seen from its content. Raises NotListed, and OSError from the disk."""
    found = identify(path)
    if found is Format.RAR:
        return list_rar(path)
    if found is Format.SEVEN_ZIP:
        return list_7z(path)
    try:
        with open_zip(path) as package:
            return list_zip(package)
    except DirectoryTooLong as error:
        raise NotListed(Why.FOREIGN) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise NotListed(Why.BROKEN) from error


def list_zip(package: zipfile.ZipFile) -> Listing:
    """What is in a ZIP that is open."""
    members = package.infolist()[: MOST_MEMBERS + 1]
    return _listing(
        _member(
            name,
            one.file_size,
            encrypted=bool(one.flag_bits & 1),
            link=one.external_attr >> 28 == _LINK_MODE,
            modified=_moment(one.date_time),
        )
        for name, one in zip(names_of(members), members, strict=True)
    )


def list_7z(path: Path) -> Listing:
    """What is in a 7z archive. Raises NotListed, OSError."""
    try:
        with path.open("rb") as file:
            return _listing(
                _member(
                    _as_folder(one.name, folder=one.folder),
                    one.size,
                    encrypted=one.encrypted,
                    link=one.link,
                    modified=_since_1601(one.modified),
                )
                for one in members_of(file, path.stat().st_size)
            )
    except SevenZipLocked as error:
        raise NotListed(Why.LOCKED) from error
    except SevenZipForeign as error:
        raise NotListed(Why.FOREIGN) from error
    except SevenZipBroken as error:
        raise NotListed(Why.BROKEN) from error


class _Full(Exception):
    """Enough has been listed."""


class _Counted(io.BufferedReader):
    """A file that is not read forever: a number or a row of heads in a RAR may be as long as its writer likes."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > _MOST_READS:
            raise NotListed(Why.FOREIGN)
        return super().read(size)


def list_rar(path: Path) -> Listing:
    """What is in a RAR archive of any version since 1.5. Raises NotListed, OSError."""
    heads = _RarHeads(path.stat().st_size)
    try:
        with _Counted(io.FileIO(path)) as file:
            # Only this file is looked at, never the other parts of a set; an archive that is cut off is an error.
            archive = rarfile.RarFile(file, part_only=True, errors="strict", info_callback=heads.take)
        if archive.needs_password() and not heads.files:
            raise NotListed(Why.LOCKED)
    except _Full:
        pass
    except (rarfile.Error, struct.error, ValueError, IndexError, OverflowError) as error:
        raise NotListed(Why.BROKEN) from error
    return _listing(heads.members())


class _RarHead(Protocol):
    """What is used here of a `rarfile.RarInfo`, whose fields are declared as None."""

    type: int
    flags: int
    extract_version: int
    data_offset: int
    add_size: int
    filename: str
    orig_filename: bytes
    file_size: int | None
    file_redir: object
    date_time: tuple[int, ...] | None

    def is_dir(self) -> bool: ...
    def is_symlink(self) -> bool: ...
    def needs_password(self) -> bool: ...


class _RarHeads:
    """Collects the heads of a RAR's files while `rarfile` reads them, so that it can be stopped."""

    def __init__(self, length: int) -> None:
        self.files: list[_RarHead] = []
        self._length = length

    def take(self, head: _RarHead) -> None:
        """One more head. Raises NotListed for a part of a set or a file cut off, _Full when it is enough."""
        if head.type == rarfile.RAR_BLOCK_MAIN and head.flags & rarfile.RAR_MAIN_VOLUME:
            raise NotListed(Why.VOLUME)
        if head.data_offset + head.add_size > self._length:
            raise NotListed(Why.BROKEN)
        if head.type == rarfile.RAR_BLOCK_FILE:
            self.files.append(head)
        if len(self.files) > MOST_MEMBERS:
            raise _Full

    def members(self) -> Iterator[Member]:
        """The files as members."""
        unclear = iter(read_together([one.orig_filename for one in self.files if _says_no_encoding(one)]))
        for one in self.files:
            name = _as_folder(next(unclear) if _says_no_encoding(one) else one.filename, folder=one.is_dir())
            link = one.is_symlink() or one.file_redir is not None
            when = _moment(one.date_time or ())
            yield _member(name, one.file_size or 0, encrypted=one.needs_password(), link=link, modified=when)


def _says_no_encoding(head: _RarHead) -> bool:
    """Up to version 4 a name may be in whatever the machine used; version 5 knows only UTF-8."""
    return head.extract_version < _RAR_5 and not head.flags & rarfile.RAR_FILE_UNICODE


def _no_comment(*_arguments: object, **_more: object) -> bytes:
    return b""


# To read a packed comment, the library would write a file and have whatever program calls itself unrar open it.
rarfile.rar3_decompress = _no_comment


def _as_folder(name: str, *, folder: bool) -> str:
    return name.rstrip("/\\") + "/" if folder else name


def _moment(parts: Sequence[int]) -> str:
    """Year to second as archives of the DOS family have them; 1980-01-01 stands for none."""
    try:
        moment = dt.datetime(*(int(one) for one in parts[:5]))  # type: ignore[arg-type] # noqa: DTZ001 - none is kept
    except (TypeError, ValueError):
        return ""
    return f"{moment:%Y-%m-%d %H:%M}" if moment.year > _EPOCH else ""


def _since_1601(ticks: int) -> str:
    """Windows' time in tenths of a microsecond since 1601 (UTC), as the clocks of China show it."""
    try:
        moment = dt.datetime(1601, 1, 1, 8) + dt.timedelta(microseconds=ticks // 10)  # noqa: DTZ001 - as above
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M}" if ticks and moment.year > _EPOCH else ""


def _member(name: str, size: int, *, encrypted: bool, link: bool, modified: str) -> Member:
    path = name.replace("\\", "/")
    astray = path.startswith("/") or _DRIVE.match(path) is not None or ".." in path.split("/")
    shown = "".join(sign if sign.isprintable() else "�" for sign in path[: _LONGEST_NAME + 1])
    if len(path) > _LONGEST_NAME:
        shown = shown[: _LONGEST_NAME - 2] + ("…/" if path.endswith("/") else "…")
    return Member(shown, size, encrypted, link, astray, modified)


def _listing(members: Iterable[Member]) -> Listing:
    listed = tuple(islice(members, MOST_MEMBERS + 1))
    return Listing(listed[:MOST_MEMBERS], len(listed) > MOST_MEMBERS)
