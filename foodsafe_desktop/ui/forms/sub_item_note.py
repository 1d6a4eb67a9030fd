"""备注: what the archivist wants to remember of a sub-item."""

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, note
from foodsafe_desktop.ui.measures import scaled


class SubItemNoteForm(Form):
    """Asks for the note; an emptied one is taken away."""

    def __init__(
        self, parent: QWidget, number: int, text: str, written: str, on_written: Callable[[str], object]
    ) -> None:
        super().__init__(parent, "备注", "保存")
        self._on_written, self._before = on_written, written
        self.written = QPlainTextEdit(written)
        self.written.setAccessibleName("备注")
        self.written.setTabChangesFocus(True)
        self.written.setFixedHeight(scaled(120))
        self.written.setPlaceholderText("如：纸质台账在区卫健委，约定3月底前补交。")
        self.fields.addRow("编号", note(f"{sub_item_mark(number)}{text}", ""))
        self.fields.addRow("备注", self.written)
        self.fields.addRow("", note("只在窗口中显示，不印入装订本和报表。清空即删去。"))
        self.written.textChanged.connect(self.check)
        self.written.setFocus()

    def problem(self) -> str:
        """Nothing to save."""
        return "" if self.written.toPlainText().strip() != self._before else "备注没有改动。"

    def confirm(self) -> None:
        """Hand on the note."""
        self._on_written(self.written.toPlainText().strip())
