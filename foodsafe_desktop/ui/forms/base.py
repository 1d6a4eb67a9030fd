"""What all forms share: fields below each other, the reason why OK is not possible, and Chinese buttons."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import dressed, label, set_role
from foodsafe_desktop.ui.tab_order import order_tabs, stops

_FRAME = 40
"""What a window's own frame and title take of the screen's height."""
_MOST, _HALF = 0.6, 0.5
"""Shares of the screen's height that a list may take: one that is all of a form, and one among other fields."""
_EDGES = 10
"""What the edges of a field of one line add to its height."""
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


class Form(QDialog):
    """Window-modal, opened with `open()`. Subclasses fill `fields`, and override `problem` and `confirm`.

    `width` is meant for letters of the usual size.
    """

    def __init__(self, parent: QWidget, title: str, ok_text: str, *, width: int = 560) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(scaled(width), self.screen().availableGeometry().width() - _FRAME))
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(14)
        self.fields.setVerticalSpacing(9)
        self.fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.problem_label = label("", "muted")
        self.buttons = QDialogButtonBox()
        self.ok = self.buttons.addButton(ok_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self._cancel = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._cancel.setAutoDefault(False)
        self.ok.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(18, 16, 18, 14)
        self.layout_.setSpacing(12)
        self._area = _Fields(self.fields, lambda: self.width() - self._margins())
        self.layout_.addWidget(self._area)
        self.layout_.addWidget(self.problem_label)
        self.layout_.addWidget(self.buttons)

    def problem(self) -> str:
        """Why the form cannot be confirmed as it stands, as a sentence; empty when it can."""
        return ""

    def confirm(self) -> None:
        """Hand the answers on."""

    def check(self) -> None:
        """Show the present problem, and make room for it; connected to every field's change.

        A form that has just opened says calmly what it needs; as a fault only once something was changed.
        """
        said = self.problem()
        self.problem_label.setText(said)
        set_role(self.problem_label, "problem" if self.isVisible() else "muted")
        self.ok.setEnabled(not said)
        if self.isVisible() and self._wanted() > self.height():
            self.fit()

    def check_at_first(self) -> None:
        """Say what is needed before anything was done, not as a fault."""
        self.check()
        set_role(self.problem_label, "muted")

    def fit(self) -> None:
        """Be as high as the text needs at the width there is; wrapped text asks for too much before it has one.

        Never higher than the screen: the fields scroll then, the buttons stay.
        """
        self.resize(self.width(), self._wanted())

    def _wanted(self) -> int:
        self._area.updateGeometry()
        bends = self.layout_.hasHeightForWidth()
        high = self.layout_.totalHeightForWidth(self.width()) if bends else self.layout_.totalSizeHint().height()
        return min(max(high, self.minimumHeight()), self.screen().availableGeometry().height() - _FRAME)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit once there is a width; a person's hands begin at the first field, not at the buttons made before it."""
        super().showEvent(event)
        _align(self.findChildren(QFormLayout))
        order_tabs(self)
        if not event.spontaneous():
            self.check_at_first()
        if self.focusWidget() is None:
            self._first().setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def ask_carefully(self) -> None:
        """Let Enter alone confirm nothing, for what replaces much at once."""
        self.ok.setAutoDefault(False)
        self._cancel.setDefault(True)  # where nothing is the default Qt takes OK for it

    def _margins(self) -> int:
        edges = self.layout_.contentsMargins()
        return edges.left() + edges.right()

    def _first(self) -> QWidget:
        """Where a person begins: the first field, else 取消 where OK must not be reached by Enter alone."""
        fields = (
            one
            for one in stops(self)
            if one.isVisible() and one.isEnabled() and not isinstance(one, QPushButton | QScrollArea)
        )
        return next(fields, self.ok if self.ok.isDefault() else self._cancel)

    def accept(self) -> None:
        """Confirm unless something stands against it."""
        self.check()
        if not self.problem():
            self.confirm()
            super().accept()


_ROLE = QFormLayout.ItemRole


class _Fields(QScrollArea):
    """The fields at their full height wherever the screen has room for it."""

    def __init__(self, fields: QFormLayout, room: Callable[[], int]) -> None:
        super().__init__()
        self._fields, self._room = fields, room
        body = _Body()
        body.setObjectName("fields")
        body.setLayout(fields)
        fields.setContentsMargins(0, 0, 0, 0)
        self.setObjectName("fields")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(body)

    def minimumSizeHint(self) -> QSize:
        """As wide as the fields must be; they scroll only downwards."""
        return QSize(self._fields.totalMinimumSize().width(), 0)

    def sizeHint(self) -> QSize:
        """As high as the fields are at the form's width, less a scroll bar: one that is there once goes only then."""
        wanted = self._fields.totalSizeHint()
        bends, room = self._fields.hasHeightForWidth(), self._room() - self.verticalScrollBar().sizeHint().width()
        high = self._fields.totalHeightForWidth(room) if bends else wanted.height()
        return QSize(wanted.width(), high)


class _Body(QWidget):
    def minimumSizeHint(self) -> QSize:
        """Wrapped text would ask for the height it has at its narrowest; the scroll area knows the width."""
        fields = self.layout()
        high = 0 if fields is None or fields.hasHeightForWidth() else fields.totalMinimumSize().height()
        return QSize(0, high)


def roomy(form: QWidget, pixels: int, *, alone: bool = True) -> int:
    """A height for what scrolls in a form, meant for letters of the usual size, as far as the screen has room for it.

    `alone`: the form has little else.
    """
    return min(scaled(pixels), round(form.screen().availableGeometry().height() * (_MOST if alone else _HALF)))


def _align(layouts: Iterable[QFormLayout]) -> None:
    """Set each name on one line with the first line of what it names: Qt leaves more room above it for high fields."""
    for layout in layouts:
        for row in range(layout.rowCount()):
            name, field = (layout.itemAt(row, role) for role in (_ROLE.LabelRole, _ROLE.FieldRole))
            if name is not None and field is not None:
                high = name.widget().fontMetrics().height()
                name.widget().setMaximumHeight(high if isinstance(field.widget(), QLabel) else high + _EDGES)


class _Note(QLabel):
    def sizeHint(self) -> QSize:
        """One line: a form takes the hint for the least, and text that wraps says the rest by its width."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing())


def note(text: str, role: str = "muted") -> QLabel:
    """A sentence between the fields of a form: no higher than its text is at the form's width."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made = dressed(_Note(text), role)
    made.setSizePolicy(policy)
    return made


class PathField(QWidget):
    """A folder or file as text with a 浏览 button beside it."""

    def __init__(self, title: str, text: str = "", *, placeholder: str = "", pattern: str = "") -> None:
        super().__init__()
        self._title, self._pattern = title, pattern
        self.edit = QLineEdit(text)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(title)
        button = QPushButton("浏览…")
        button.setAutoDefault(False)
        button.setAccessibleName(f"浏览{title}")
        button.clicked.connect(self._browse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(button)
        self.setFocusProxy(self.edit)

    @property
    def path(self) -> Path | None:
        """The path typed or chosen, None for an empty field."""
        text = self.edit.text().strip()
        return Path(text) if text else None

    def on_change(self, run: Callable[[], object]) -> None:
        """Call `run` whenever the text changes."""
        self.edit.textChanged.connect(lambda _text: run())

    def _browse(self) -> None:
        dialog = QFileDialog(self, f"选择{self._title}", self.edit.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._pattern:
            dialog.setNameFilter(self._pattern)
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.edit.setText)
        dialog.open()


def line(name: str, text: str = "", placeholder: str = "") -> QLineEdit:
    """A one-line field with its name for screen readers."""
    edit = QLineEdit(text)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    return edit


def year_or_none(text: str) -> int | None:
    """A year typed by a person (2023, 2023年, 2023年度), None for an empty field.

    Raises ValueError for anything else.
    """
    text = text.strip().removesuffix("度").removesuffix("年")
    if not text:
        return None
    if not (text.isdecimal() and 1900 <= int(text) <= 2100):
        raise ValueError(text)
    return int(text)


def date_or_none(text: str) -> dt.date | None:
    """A day as people write it (2023-04-03, 2023.4.3, 2023/4/3, 20230403, 2023年4月3日), None for an empty field.

    Raises ValueError for anything else.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    found = _DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    return dt.date(*map(int, found.groups()))


def count_or_none(text: str) -> int | None:
    """A page count typed by a person, None for an empty field. Raises ValueError for anything else."""
    text = text.strip().removesuffix("页")
    if not text:
        return None
    if not (text.isdecimal() and 0 < int(text) < 100_000):
        raise ValueError(text)
    return int(text)
