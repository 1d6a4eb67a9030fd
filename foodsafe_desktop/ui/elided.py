"""A button, a line of text and a choice, which say with an ellipsis that there is no room for all of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from foodsafe_desktop.ui.wording import tip_text

_FRAME = 8


class ElidedLine(QLabel):
    """One line that a long name cannot widen; the whole text is its tip and what a screen reader says."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setProperty("role", role)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(self.width(), _FRAME))
        self.setText(shown)
        self.setToolTip(tip_text(self._whole) if shown != self._whole else "")


class ElidedLink(QPushButton):
    """Looks like a link; the whole text is its tip and what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("role", "link")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tip: str = "") -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(tip_text(tip or text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width() - _FRAME, 20)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))


class ElidedChoice(QComboBox):
    """Of a long choice both the beginning and the count at its end can be read; Qt would cut it within a figure."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box, and what is chosen in the room that is left of it."""
        option, controls, parts = QStyleOptionComboBox(), QStyle.ComplexControl, QStyle.SubControl
        self.initStyleOption(option)
        field = self.style().subControlRect(controls.CC_ComboBox, option, parts.SC_ComboBoxEditField, self)
        whole = self.currentText()
        room = field.width() - _FRAME
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, room)  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(controls.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
