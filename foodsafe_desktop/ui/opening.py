"""Hand a file or folder to the system's own programs."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_path(path: Path) -> bool:
    """Open a file or folder with what the system has for it; False when it is not there or nothing takes it."""
    return path.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def reveal(path: Path) -> bool:
    """Show a file in its folder, selected where the system can do that; False when the folder is not there."""
    if sys.platform == "win32" and path.exists():
        return bool(QProcess.startDetached("explorer", ["/select,", str(path)]))
    return open_path(path.parent)
