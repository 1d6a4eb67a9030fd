r"""How a path is said to the system. Only Windows must be spoken to in two ways.

There a plain path of 260 characters or more is "not found", a point or blank that a name ends with is dropped, and a
name like ``nul.txt`` is a device, whatever lies in the folder: files that a share or another system put there would be
passed over in silence. Behind ``\\?\`` a path is taken as it is (Microsoft, "Naming Files, Paths, and Namespaces").
"""

import os
import re

from foodsafe_desktop.domain.file_names import DEVICE

_LONGEST = 248
"""Characters from which on a plain path of a folder is refused; one of a file may be a dozen longer."""
_AS_IT_IS, _OF_A_SHARE = "\\\\?\\", "\\\\?\\UNC\\"
_MISREAD = re.compile(rf"(?:^|\\)(?:[^\\]*[. ]|{DEVICE})(?:\\|$)", re.IGNORECASE)
_SEVERAL = re.compile(r"(?<!^)\\+")


def absolute(root: str, path: str) -> str:
    """Where a relative path lies below `root`, as the system is told it."""
    return for_system(f"{root}{os.sep}{path.replace('/', os.sep)}")  # a path is relative: nothing else to be joined


def for_system(path: str, *, is_windows: bool = os.name == "nt") -> str:
    """An absolute path as the system takes it for what it is; changed only where Windows would take it otherwise."""
    if not is_windows or path.startswith(_AS_IT_IS):
        return path
    plain = _SEVERAL.sub(r"\\", path.replace("/", "\\"))
    if len(plain) < _LONGEST and not _MISREAD.search(plain):
        return path
    return f"{_OF_A_SHARE}{plain.lstrip(chr(92))}" if plain.startswith("\\\\") else f"{_AS_IT_IS}{plain}"
