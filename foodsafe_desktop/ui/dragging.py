"""What is dragged: pieces of evidence inside the window, by their ids, and files from elsewhere on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt

if TYPE_CHECKING:  # only named here: each class of Qt takes time to be made known, and the tree is to show at once
    from collections.abc import Iterable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QDropEvent

PIECES = "application/x-foodsafe-pieces"


def pieces_data(ids: Iterable[int]) -> QMimeData:
    """Pieces as they are dragged."""
    data = QMimeData()
    data.setData(PIECES, ",".join(map(str, sorted(set(ids)))).encode())
    return data


def dragged_pieces(data: QMimeData) -> list[int]:
    """The ids of the pieces that are dragged; none where something else is."""
    said = bytes(data.data(PIECES).data()).decode("ascii", "ignore") if data.hasFormat(PIECES) else ""
    return [int(key) for key in said.split(",") if key.isdecimal()]


def dragged_files(data: QMimeData) -> list[Path]:
    """The files that are dragged from elsewhere on this machine."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def may_be_dropped(data: QMimeData) -> bool:
    """Whether a line could take it."""
    return bool(dragged_pieces(data) or dragged_files(data))


def take(event: QDropEvent, key: object, pieces: SignalInstance, files: SignalInstance) -> None:
    """Hand on what was dropped for the line `key`.

    `pieces` hears ids, line, and whether Ctrl keeps them where they are too; `files` hears paths and line.
    """
    if ids := dragged_pieces(event.mimeData()):
        pieces.emit(ids, key, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
    elif paths := dragged_files(event.mimeData()):
        files.emit(paths, key)
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
