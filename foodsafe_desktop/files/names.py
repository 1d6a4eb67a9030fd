"""File names: which are not evidence at all, what a name looks like when shown, which names Windows can bear."""

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterable

from foodsafe_desktop.domain.file_names import is_device

_PASSING_FILES = (
    "~$*",
    "*.tmp",
    "*.temp",
    "*.filepart",
    "*.part",
    "*.partial",
    "*.crdownload",
    "*.download",
    "*.downloading",
    "*.xltd",
    "*.td",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".*",
)
"""Locks of Word, Excel and WPS, half copies and downloads (browsers, 迅雷, 百度网盘), the system's own files."""
_SYSTEM_FOLDERS = ("$recycle.bin", "system volume information", ".*")
_NOT_ON_WINDOWS = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_WILD = re.compile(r"[*?\[]")


class Names:
    """Which names in an evidence folder are no evidence: the known temporary ones, and the archive's own patterns.

    `ignore`: patterns (``*.bak``) for files and for folders with all that is in them. Case makes no difference.
    """

    def __init__(self, ignore: Iterable[str] = ()) -> None:
        own = tuple(pattern.strip().lower() for pattern in ignore)
        self.is_passing_file = _any_of((*_PASSING_FILES, *own))
        """Whether a file is a lock, temporary, half-copied, system or ignored file: never taken in, never reported.

        Dot files are hidden everywhere but on Windows: ``.DS_Store``, ``._*`` and ``.~lock.*`` are among them.
        """
        self.is_passing_folder = _any_of((*_SYSTEM_FOLDERS, *own))
        """Whether a folder belongs to the system (recycle bin, volume information), is hidden or is ignored."""

    def is_evidence(self, path: str) -> bool:
        """Whether a file with this relative POSIX path would be taken in."""
        above, _, name = path.rpartition("/")
        return not self.is_passing_file(name) and self.is_entered(above)

    def is_entered(self, folder: str) -> bool:
        """Whether a folder with this relative POSIX path is gone through."""
        return not any(map(self.is_passing_folder, folder.split("/")))


def _any_of(patterns: Iterable[str]) -> Callable[[str], bool]:
    """What says whether a name fits one of these; most only fix how it begins or ends, which is soon seen."""
    whole, begins, ends, others = set(), [], [], []
    for pattern in patterns:
        if not _WILD.search(pattern):
            whole.add(pattern)
        elif pattern[0] == "*" and not _WILD.search(pattern[1:]):
            ends.append(pattern[1:])
        elif pattern[-1] == "*" and not _WILD.search(pattern[:-1]):
            begins.append(pattern[:-1])
        else:
            others.append(fnmatch.translate(pattern))
    starts, tails, fits = tuple(begins), tuple(ends), re.compile("|".join(others)).match if others else None

    def is_one(name: str) -> bool:
        low = name.lower()
        plainly = low.startswith(starts) or low.endswith(tails) or low in whole
        return plainly or (fits is not None and fits(low) is not None)

    return is_one


def shown(path: str) -> str:
    """A path as it can be printed: bytes that are no text are shown as �."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def safe_folder_name(name: str, longest: int) -> str:
    """`name` as a folder name that Windows accepts, at most `longest` characters; forbidden signs become full-width."""
    plain = _CONTROLS.sub(" ", unicodedata.normalize("NFC", name).translate(_NOT_ON_WINDOWS))
    plain = " ".join(plain.split())[:longest].strip(" .")
    return f"_{plain}" if is_device(plain) else plain
