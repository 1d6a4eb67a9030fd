"""装订: what is compiled and where it goes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from foodsafe_desktop.ui.forms.base import Form, PathField
from foodsafe_desktop.ui.parts import label


class BindingForm(Form):
    """Confirms the scope in words and asks for the folder; Enter takes the default."""

    def __init__(self, parent: QWidget, scope_words: str, out: Path, on_out: Callable[[Path], object]) -> None:
        super().__init__(parent, "装订", "开始装订", width=620)
        self._on_out = on_out
        self.out = PathField("输出文件夹", str(out))
        self.fields.addRow("装订范围", label(scope_words, wraps=len(scope_words) > 32))
        self.fields.addRow("输出文件夹", self.out)
        self.fields.addRow("", label("同名的旧装订本将被新的替换；佐证材料原件不作任何改动。", "muted", wraps=False))
        self.out.on_change(self.check)

    def problem(self) -> str:
        """A whole path is needed."""
        if self.out.path is None or not self.out.path.is_absolute():
            return "请填写输出文件夹的完整路径。"
        return ""

    def confirm(self) -> None:
        """Hand on the folder."""
        assert self.out.path is not None  # noqa: S101 - `problem` has seen to it
        self._on_out(self.out.path)
