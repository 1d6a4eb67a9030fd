"""The files in an archive (压缩包), as they are shown to a person, and under which names they are taken out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.domain.file_names import FORBIDDEN, is_device

MOST_TAKEN, MOST_BYTES = 1000, 2 * 1024**3
"""Files and bytes that are taken out of an archive at once."""
_LONGEST_PART, _MOST_FOLDERS = 80, 6
_ENDS = " .\t　"


class MembersRefused(DossierError):
    """Files are not taken out of an archive; `why` is the rest of the sentence."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"压缩包“{path}”内的文件未能取出：{why}。")


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A file in an archive: its place in the directory from 0, its name, bytes as declared, when it was changed.

    `withheld` says in a few words why it is not taken out, empty where it can be.
    """

    place: int
    name: str
    size: int
    modified: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveContents:
    """The files in an archive. `refused`: why none of them can be taken out here, as a sentence; empty if they can."""

    members: tuple[ArchiveMember, ...]
    refused: str = ""
    truncated: bool = False


def folder_for(path: str) -> str:
    """The folder beside an archive into which its files are taken: 附件.zip has 附件 内文件."""
    folder, slash, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return f"{folder}{slash}{_part(stem)} 内文件"


def safe_names(names: Iterable[str]) -> list[str]:
    """Where members may be written, relative, POSIX, no two alike on any disk, and never outside the folder."""
    taken: set[str] = set()
    found = []
    for name in names:
        parts = [_part(one) for one in name.replace("\\", "/").split("/") if one.strip(_ENDS)] or [_part("")]
        *folders, last = parts
        place = "/".join([*folders[-_MOST_FOLDERS:], last])
        found.append(free_name(place, taken))
        taken.add(found[-1].casefold())
    return found


def free_name(place: str, taken: Iterable[str]) -> str:
    """The name itself, or with a number behind it, so that it is none of `taken` (in small letters)."""
    stem, dot, ending = place.rpartition(".")
    if "/" in ending or not stem:
        stem, dot, ending = place, "", ""
    known, number, name = set(taken), 1, place
    while name.casefold() in known:
        number += 1
        name = f"{stem} ({number}){dot}{ending}"
    return name


def _part(name: str) -> str:
    """A name of one folder or file that every system takes."""
    name = FORBIDDEN.sub("_", name).strip(_ENDS)
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST_PART:
        name = (
            f"{stem[: _LONGEST_PART - len(ending) - 1]}.{ending}" if dot and len(ending) < 12 else name[:_LONGEST_PART]
        )
    name = name.strip(_ENDS) or "未命名"
    return f"_{name}" if is_device(name) or name.startswith(("~$", ".")) else name
