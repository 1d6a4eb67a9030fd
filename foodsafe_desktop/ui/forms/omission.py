"""合理缺项: why a sub-item rightly has no evidence."""

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, note
from foodsafe_desktop.ui.measures import scaled


class OmissionForm(Form):
    """Asks for the reason; nothing is left out without one. `printed`: the catalogue has left it out already."""

    def __init__(
        self, parent: QWidget, number: int, text: str, on_reason: Callable[[str], object], *, printed: bool = False
    ) -> None:
        super().__init__(parent, *(("填写缺项理由", "保存") if printed else ("列为合理缺项", "列为合理缺项")))
        self._on_reason = on_reason
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName("缺项理由")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(scaled(96))
        self.reason.setPlaceholderText("如：辖区内无乳制品生产企业，经区食药安办核定。")
        self.fields.addRow("小项", note(f"{sub_item_mark(number)}{text}", ""))
        self.fields.addRow("缺项理由", self.reason)
        self.fields.addRow(
            "",
            note(f"{'合理缺项' if printed else '列为合理缺项后，'}仍需归入一份题名含“缺项”的情况说明。"),
        )
        self.reason.textChanged.connect(self.check)
        self.ok.setEnabled(False)
        self.reason.setFocus()

    def problem(self) -> str:
        """A reason is needed."""
        return "" if self.reason.toPlainText().strip() else "请填写缺项理由。"

    def confirm(self) -> None:
        """Hand on the reason."""
        self._on_reason(self.reason.toPlainText().strip())
