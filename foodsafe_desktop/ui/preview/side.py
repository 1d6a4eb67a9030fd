"""Where the preview stands: at the right of a view, hidden or shown as it was left."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.remembered import Remembered

_THREE_FROM, _TWO_FROM = 1300, 820
"""Widths of a view of three parts, and of one of two, from which a preview is shown at first; as all widths here
they are meant for letters of the usual size."""
_ALONE_BELOW, _NARROW, _NARROWED = 1150, 1500, 300
"""Below these widths the third part hides, or is no wider than so much, while the preview shows."""
_SHARE, _LEAST = 0.36, 260


class PreviewSide(QObject):
    """A splitter: the view's own widget, and the preview. `gives_way`: a third part, which may hide or be narrowed."""

    shown = Signal()
    """The preview shows from now on."""

    def __init__(
        self, name: str, own: QWidget, pane: QWidget, remembered: Remembered, gives_way: QWidget | None = None
    ) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        super().__init__(self.split)
        self._name, self._pane, self._remembered, self._gives_way = name, pane, remembered, gives_way
        self._is_on: bool | None = remembered.flag(name)
        self._own, self._laid = own, False
        self._wide: list[int] = []
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(6)
        self.split.addWidget(own)
        self.split.addWidget(pane)
        self.split.setStretchFactor(0, 1)
        pane.setMinimumWidth(scaled(_LEAST))
        pane.hide()
        self.split.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the preview shows in this view."""
        if self._is_on is None:
            return self.split.width() >= scaled(_TWO_FROM if self._gives_way is None else _THREE_FROM)
        return self._is_on

    def toggle(self) -> None:
        """Show it or hide it."""
        self._is_on = not self.is_on
        self._fit()

    def keep(self) -> None:
        """Keep all for the next time."""
        if self._is_on is not None:
            self._remembered.keep_flag(self._name, on=self._is_on)
        if self._laid and self._pane.isVisible():
            self._remembered.keep_sizes(self._name, self.split.sizes())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit when the view gets another size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        on, width = self.is_on, self.split.width()
        if self._pane.isVisibleTo(self.split) != on:
            self._pane.setVisible(on)
            if on:
                self.shown.emit()
        if self._gives_way is not None:
            self._gives_way.setVisible(not (on and width < scaled(_ALONE_BELOW)))
            self._narrow(on=on and width < scaled(_NARROW))
        if on and not self._laid and self.split.isVisible():
            self._laid = True
            wide = max(scaled(_LEAST), int(width * _SHARE))
            self.split.setSizes(self._remembered.sizes(self._name) or [width - wide, wide])

    def _narrow(self, *, on: bool) -> None:
        """Let the third part be narrow while the preview needs the room, and as wide as it was afterwards."""
        if not isinstance(self._own, QSplitter) or on is bool(self._wide) or not self.split.isVisible():
            return
        if on:
            self._wide = self._own.sizes()
            self._own.setSizes([scaled(_NARROWED), max(1, sum(self._wide) - scaled(_NARROWED))])
        else:
            self._own.setSizes(self._wide)
            self._wide = []
