"""What stands in the place of pages: a sentence; and while pages are made, for how long, and the words read already."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from foodsafe_desktop.ui.parts import label
from foodsafe_desktop.ui.preview.presenter import making_sentence

_SECOND = 1_000


class WaitingPage(QWidget):
    """Counts the seconds by itself from `wait` on, until it is told something else."""

    def __init__(self) -> None:
        super().__init__()
        self.message = label("", "muted")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.head = label("已识读的文字（未按原样排版）", "section")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("已识读的文字")
        self._name, self._seconds = "", 0
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._tick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 12)
        layout.addWidget(self.message, 1)
        layout.addWidget(self.head)
        layout.addWidget(self.words, 2)
        self.say("")

    @property
    def is_waiting(self) -> bool:
        """Whether pages are being made."""
        return self._clock.isActive()

    def say(self, sentence: str) -> None:
        """A sentence, and nothing goes on."""
        self._clock.stop()
        self.message.setText(sentence)
        self.show_words("")

    def wait(self, name: str) -> None:
        """Pages are being made of the file of that name, from now on."""
        self.say(making_sentence(name, 0))
        self._name, self._seconds = name, 0
        self._clock.start()

    def show_words(self, words: str) -> None:
        """What was read of the file before; empty: nothing."""
        self.words.setPlainText(words)
        for part in (self.head, self.words):
            part.setVisible(bool(words))

    def _tick(self) -> None:
        self._seconds += 1
        self.message.setText(making_sentence(self._name, self._seconds))
