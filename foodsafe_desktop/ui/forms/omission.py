"""合理缺项: why a sub-item rightly has no evidence, and by which document that was approved."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QPlainTextEdit, QSizePolicy, QWidget

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Omission, is_withheld
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, note
from foodsafe_desktop.ui.measures import scaled


def citations(dossier: Dossier, number: int) -> tuple[str, ...]:
    """What is assigned to the number, as an approving document is cited: 文号 and title. Nothing that is withheld."""
    held = [one for one in dossier.assigned_to.get(number, ()) if not is_withheld(dossier.files_of.get(one.id, ()))]
    held.sort(key=lambda one: not one.document_number)  # those with a 文号 are the likely ones
    return tuple(dict.fromkeys(f"{one.document_number or ''}《{one.title}》" for one in held))


class OmissionForm(Form):
    """Asks for the reason, without which nothing is left out, and the approving document, which may follow later.

    `printed`: the catalogue has left it out already. `said`: what was entered before, to be changed. `offered`: texts
    that the approving document may be chosen from.
    """

    def __init__(
        self,
        parent: QWidget,
        number: int,
        text: str,
        on_said: Callable[[str, str], object],
        *,
        printed: bool = False,
        said: Omission | None = None,
        offered: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, *_titles(printed=printed, said=said))
        self._on_said = on_said
        self.reason = QPlainTextEdit(said.reason if said else "")
        self.reason.setAccessibleName("缺项理由")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(scaled(96))
        self.reason.setPlaceholderText("如：辖区内无乳制品生产企业，经区食药安办核定。")
        self.document = _document_box(offered, said.approving_document if said else "")
        self.fields.addRow("小项", note(f"{sub_item_mark(number)}{text}", ""))
        self.fields.addRow("缺项理由", self.reason)
        self.fields.addRow("依据文件", self.document)
        self.fields.addRow("", note("批准缺项的文件，写明文号和题名；也可从已归入本小项的材料中选。可以以后再补填。"))
        self.fields.addRow(
            "",
            note(f"{'合理缺项' if printed or said else '列为合理缺项后，'}仍需归入一份题名含“缺项”的情况说明。"),
        )
        self.reason.textChanged.connect(self.check)
        self.ok.setEnabled(said is not None)
        self.reason.setFocus()

    def problem(self) -> str:
        """A reason is needed."""
        return "" if self.reason.toPlainText().strip() else "请填写缺项理由。"

    def confirm(self) -> None:
        """Hand on the reason and the document."""
        self._on_said(self.reason.toPlainText().strip(), self.document.currentText().strip())


def _titles(*, printed: bool, said: Omission | None) -> tuple[str, str]:
    if said is not None:
        return "修改缺项理由", "保存"
    return ("填写缺项理由", "保存") if printed else ("列为合理缺项", "列为合理缺项")


def _document_box(offered: Sequence[str], text: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName("依据文件")
    box.setEditable(True)
    if (completer := box.completer()) is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)  # else it writes on by itself
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.addItems(offered)
    box.setCurrentIndex(-1)
    box.setEditText(text)
    if (edit := box.lineEdit()) is not None:
        edit.setPlaceholderText("如：区食安委〔2023〕3号《关于核定合理缺项的批复》")
        edit.setCursorPosition(0)  # a long text shows its beginning, which is the 文号
    return box
