"""File names: which are not evidence at all, what a name looks like when shown, which names Windows can bear."""

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterable

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
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class Names:
    """Which names in an evidence folder are no evidence: the known temporary ones, and the archive's own patterns.

    `ignore`: patterns (``*.bak``) for files and for folders with all that is in them. Case makes no difference.
    """

    def __init__(self, ignore: Iterable[str] = ()) -> None:
        own = tuple(pattern.strip().lower() for pattern in ignore)
        self._files = _any_of((*_PASSING_FILES, *own))
        self._folders = _any_of((*_SYSTEM_FOLDERS, *own))

    def is_passing_file(self, name: str) -> bool:
        """Whether a file is a lock, temporary, half-copied, system or ignored file: never taken in, never reported.

        Dot files are hidden everywhere but on Windows: ``.DS_Store``, ``._*`` and ``.~lock.*`` are among them.
        """
        return self._files(name.lower()) is not None

    def is_passing_folder(self, name: str) -> bool:
        """Whether a folder belongs to the system (recycle bin, volume information), is hidden or is ignored."""
        return self._folders(name.lower()) is not None

    def is_evidence(self, path: str) -> bool:
        """Whether a file with this relative POSIX path would be taken in."""
        *folders, name = path.split("/")
        return not self.is_passing_file(name) and not any(map(self.is_passing_folder, folders))


def _any_of(patterns: Iterable[str]) -> Callable[[str], re.Match[str] | None]:
    return re.compile("|".join(fnmatch.translate(pattern) for pattern in patterns)).match


def shown(path: str) -> str:
    """A path as it can be printed: bytes that are no text are shown as �."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def safe_folder_name(name: str, longest: int) -> str:
    """`name` as a folder name that Windows accepts, at most `longest` characters; forbidden signs become full-width."""
    plain = _CONTROLS.sub(" ", unicodedata.normalize("NFC", name).translate(_NOT_ON_WINDOWS))
    plain = " ".join(plain.split())[:longest].strip(" .")
    return f"{plain}_" if _DEVICES.fullmatch(plain) else plain
