"""File names: which are not evidence at all, what a name looks like when shown, which names Windows can bear."""

import fnmatch
import re
import unicodedata

_PASSING_FILES = (
    "~$*",
    "~wrl*.tmp",
    "*.tmp",
    "*.filepart",
    "*.part",
    "*.crdownload",
    "thumbs.db",
    "desktop.ini",
    ".*",
)
_SYSTEM_FOLDERS = ("$recycle.bin", "system volume information", ".*")
_NOT_ON_WINDOWS = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_passing_file(name: str) -> bool:
    """Whether a file is a lock, temporary, half-copied or system file: never evidence, never reported.

    Dot files are hidden everywhere but on Windows: ``.DS_Store``, ``._*`` and ``.~lock.*`` are among them.
    """
    return any(fnmatch.fnmatchcase(name.lower(), pattern) for pattern in _PASSING_FILES)


def is_system_folder(name: str) -> bool:
    """Whether a folder belongs to the system (recycle bin, volume information) or is hidden."""
    return any(fnmatch.fnmatchcase(name.lower(), pattern) for pattern in _SYSTEM_FOLDERS)


def shown(path: str) -> str:
    """A path as it can be printed: bytes that are no text are shown as �."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def safe_folder_name(name: str, longest: int) -> str:
    """`name` as a folder name that Windows accepts, at most `longest` characters; forbidden signs become full-width."""
    plain = _CONTROLS.sub(" ", unicodedata.normalize("NFC", name).translate(_NOT_ON_WINDOWS))
    plain = " ".join(plain.split())[:longest].strip(" .")
    return f"{plain}_" if _DEVICES.fullmatch(plain) else plain
