"""发出 and 补编: forms for what cannot be taken back. Who hands out a volume that lacks something says why."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from foodsafe_desktop.domain.supplements import Supplement
from foodsafe_desktop.domain.wording import volumes_named
from foodsafe_desktop.ui.binding.presenter import STEP_COLUMNS, step_rows
from foodsafe_desktop.ui.binding.table import MarkedTable, MarkedView
from foodsafe_desktop.ui.forms.base import Form, PathField, note
from foodsafe_desktop.ui.forms.requirement import Choice

OnIssue = Callable[[str, Path, str], object]
"""Scope, folder, and what the person says to what is lacking."""


class Word(QPlainTextEdit):
    """What a person says to handing out what is not whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("不完整发出的说明")
        self.setPlaceholderText("如：检验报告原件下周送达，先行印发，届时补编。")
        self.setTabChangesFocus(True)
        self.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 14)

    @property
    def said(self) -> str:
        """The words without blanks around them."""
        return self.toPlainText().strip()


class IssueForm(Form):
    """`scopes`: what can be handed out, as scope, words, and the names of those of its volumes that are not whole."""

    def __init__(
        self, parent: QWidget, scopes: Sequence[tuple[str, str, Sequence[str]]], out: Path, on_issue: OnIssue
    ) -> None:
        super().__init__(parent, "发出", "发出", width=660)
        self._on_issue = on_issue
        self._lacking = {scope: tuple(names) for scope, _, names in scopes}
        self.scope = Choice("发出范围", [(scope, words) for scope, words, _ in scopes], scopes[0][0])
        self.out, self.word, self.lacks = PathField("输出文件夹", str(out)), Word(), note("")
        self.fields.addRow("发出范围", self.scope)
        self.fields.addRow("输出文件夹", self.out)
        self.fields.addRow(note("发出后，这些卷的页号、文件校验值和目录即固定，不再改动；其后的增补用“补编”换页。"))
        self.fields.addRow(self.lacks)
        self.fields.addRow("情况说明", self.word)
        self.scope.currentIndexChanged.connect(self.check)
        self.word.textChanged.connect(self.check)
        self.out.on_change(self.check)
        self.check()

    def check(self) -> None:
        """The word is asked for only where something is lacking."""
        names = self._lacking[self.scope.value]
        self.lacks.setText(
            f"{volumes_named(names)}有未打印的文件，不完整。仍要发出的，请写明情况，将记入操作历史。" if names else ""
        )
        for field in (self.lacks, self.word):
            self.fields.setRowVisible(field, bool(names))
        super().check()
        self.fit()

    def problem(self) -> str:
        """A whole path, and a word where it is needed."""
        if self.out.path is None or not self.out.path.is_absolute():
            return "请填写输出文件夹的完整路径。"
        if self._lacking[self.scope.value] and not self.word.said:
            return "请写明不完整发出的情况。"
        return ""

    def confirm(self) -> None:
        """Hand on scope, folder and word."""
        assert self.out.path is not None  # noqa: S101 - `problem` has seen to it
        word = self.word.said if self._lacking[self.scope.value] else ""
        self._on_issue(self.scope.value, self.out.path, word)


class SupplementForm(Form):
    """The steps that a supplement asks for. `on_planned_anew` is asked for other steps when the switch changes."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        found: Supplement,
        out: Path,
        on_planned_anew: Callable[[bool], object],
        on_issue: Callable[[bool, Path, str], object],
    ) -> None:
        super().__init__(parent, f"补编：{name}", "发出补编", width=900)
        self._on_issue, self._found, self._waits = on_issue, found, False
        self.model = MarkedTable(STEP_COLUMNS, 0, parent=self)
        self.table = MarkedView("换页步骤", self.model, {0: 76, 1: 136, 2: 172, 3: 180, 4: 112, 5: 116}, 3, spare=(4,))
        self.table.setMinimumHeight(150)
        self.summary, self.word, self.lacks = note(""), Word(), note("")
        self.addendum = QCheckBox("新增材料附在卷末（页号接在最后一页之后）")
        self.addendum.setToolTip("不选时，新增材料插在同一小项之内，页号如 12-1、12-2。")
        self.out = PathField("输出文件夹", str(out))
        self.fields.addRow(self.summary)
        self.fields.addRow(self.table)
        self.fields.addRow(self.addendum)
        self.fields.addRow("输出文件夹", self.out)
        self.fields.addRow(self.lacks)
        self.fields.addRow("情况说明", self.word)
        self.addendum.toggled.connect(self._plan_anew)
        self.addendum.toggled.connect(on_planned_anew)
        self.word.textChanged.connect(self.check)
        self.out.on_change(self.check)
        self.show_found(found)

    def show_found(self, found: Supplement) -> None:
        """Show what the supplement would be."""
        self._found, self._waits = found, False
        self.model.show(step_rows(found.steps))
        pages = sum(len(step.into) for step in found.steps)
        self.summary.setText(
            "现有材料与已发出的内容一致，无须补编。"
            if found.is_empty
            else f"共 {len(found.steps)} 步，需打印 {pages} 页；换页清单随换页材料一并生成。"
        )
        lacks = found.plan.partial and not found.is_empty
        self.lacks.setText(
            "补编后的卷有未打印的文件，不完整。仍要发出的，请写明情况，将记入操作历史。" if lacks else ""
        )
        for field in (self.lacks, self.word):
            self.fields.setRowVisible(field, lacks)
        self.check()
        self.fit()

    def problem(self) -> str:
        """Something to exchange, a whole path, and a word where it is needed."""
        if self._waits:
            return "正在重新计算换页步骤。"
        if self._found.is_empty:
            return "没有需要换的页。"
        if self.out.path is None or not self.out.path.is_absolute():
            return "请填写输出文件夹的完整路径。"
        if self._found.plan.partial and not self.word.said:
            return "请写明不完整发出的情况。"
        return ""

    def confirm(self) -> None:
        """Hand on switch, folder and word."""
        assert self.out.path is not None  # noqa: S101 - `problem` has seen to it
        self._on_issue(self.addendum.isChecked(), self.out.path, self.word.said if self._found.plan.partial else "")

    def _plan_anew(self) -> None:
        self._waits = True
        self.check()
