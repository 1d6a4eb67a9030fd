"""更改佐证材料文件夹位置: what was found in the new folder, before anything is switched."""

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from foodsafe_desktop.services.relinking import RootCheck
from foodsafe_desktop.ui.forms.base import Form, note
from foodsafe_desktop.ui.measures import scaled

_AT_MOST = 500


class RelocationForm(Form):
    """Shows the counts; 改用此文件夹 hands on."""

    def __init__(self, parent: QWidget, found: RootCheck, on_confirmed: Callable[[], object]) -> None:
        super().__init__(parent, "更改佐证材料文件夹位置", "改用此文件夹", width=640)
        self._on_confirmed = on_confirmed
        self.fields.addRow(note(found.sentence, ""))
        if found.absent:
            self.fields.addRow(note("未找到的文件将列为“不在原处”，记录和归入关系均保留："))
            self.absent = QPlainTextEdit("\n".join(_first(found.absent)))
            self.absent.setReadOnly(True)
            self.absent.setTabChangesFocus(True)
            self.absent.setAccessibleName("未找到的文件")
            self.absent.setFixedHeight(scaled(150))
            self.fields.addRow(self.absent)
        self.fields.addRow(note("确认后将重新打开档案并扫描新文件夹。原文件夹不作任何改动，可以撤销。"))

    def confirm(self) -> None:
        """Hand on."""
        self._on_confirmed()


def _first(paths: tuple[str, ...]) -> list[str]:
    shown = list(paths[:_AT_MOST])
    if len(paths) > _AT_MOST:
        shown.append(f"（另有 {len(paths) - _AT_MOST} 个）")
    return shown
