"""编制: what is compiled, by which recipe, and where it goes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from foodsafe_desktop.ui.forms.base import Form, PathField, note
from foodsafe_desktop.ui.forms.requirement import Choice


class BindingForm(Form):
    """Confirms scope and recipe in words and asks for the folder; Enter takes the default.

    `scopes`: what may be compiled, each with its words, the first is the default; `recipe`: empty for the usual one.
    """

    def __init__(
        self,
        parent: QWidget,
        scopes: Sequence[tuple[str, str]],
        recipe: str,
        out: Path,
        on_out: Callable[[str, Path], object],
    ) -> None:
        super().__init__(parent, "编制", "开始编制", width=620)
        self._on_out = on_out
        self.scope = Choice("装订范围", scopes, scopes[0][0])
        self.out = PathField("输出文件夹", str(out))
        words = scopes[0][1]
        self.fields.addRow("装订范围", self.scope if len(scopes) > 1 else note(words, ""))
        self.fields.addRow("装订方案", note(recipe or "默认方案", ""))
        self.fields.addRow("输出文件夹", self.out)
        self.fields.addRow("", note("同名的旧装订本将被新的替换；佐证材料原件不作任何改动。"))
        self.out.on_change(self.check)

    def problem(self) -> str:
        """A whole path is needed."""
        if self.out.path is None or not self.out.path.is_absolute():
            return "请填写输出文件夹的完整路径。"
        return ""

    def confirm(self) -> None:
        """Hand on scope and folder."""
        assert self.out.path is not None  # noqa: S101 - `problem` has seen to it
        self._on_out(self.scope.value, self.out.path)
