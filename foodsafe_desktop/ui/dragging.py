"""What is dragged inside the window: pieces of evidence, by their ids."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData

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
