"""从备份恢复: what would be lost and what would come back, before anything is replaced."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from foodsafe_desktop.services.restoring import Restoration
from foodsafe_desktop.ui.forms.base import Form, note


class RestoreForm(Form):
    """Shows the differences; 恢复 hands on."""

    def __init__(self, parent: QWidget, name: str, found: Restoration, on_confirmed: Callable[[], object]) -> None:
        super().__init__(parent, "从备份恢复", "恢复此备份", width=600)
        self._on_confirmed, self._strangers = on_confirmed, found.differences.strangers
        self.fields.addRow(note(f"备份：{name}", "section"))
        for sentence in found.differences.sentences:
            self.fields.addRow(note(sentence, ""))
        self.fields.addRow(note("现有数据库先另存一份再替换；佐证材料文件夹不作任何改动。恢复后档案重新打开。"))
        self.check()
        self.ask_carefully()  # nobody replaces an archive by pressing Enter once

    def problem(self) -> str:
        """A copy of another archive is not put here."""
        return "该备份属于另一份档案，不能恢复到这里。" if self._strangers else ""

    def confirm(self) -> None:
        """Hand on."""
        self._on_confirmed()
