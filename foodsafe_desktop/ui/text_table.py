"""A plain table of text for Qt, used wherever rows need no more than words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from foodsafe_desktop.ui.table_model import RowsModel


@dataclass(frozen=True, slots=True)
class TextRow:
    """Words, and what they are about, if anything."""

    cells: tuple[str, ...]
    key: object = None


class TextTable(RowsModel[TextRow]):
    """Rows of text under named columns, each with what it is about. `right`: columns of figures."""

    def __init__(self, columns: Sequence[str], right: Sequence[int] = (), parent: QObject | None = None) -> None:
        super().__init__(columns, right=right, parent=parent)

    def show_texts(self, texts: Sequence[tuple[str, ...]], keys: Sequence[object] | None = None) -> None:
        """Take other rows, and what each is about."""
        abouts = (None,) * len(texts) if keys is None else keys
        self.show([TextRow(cells, key) for cells, key in zip(texts, abouts, strict=True)])
