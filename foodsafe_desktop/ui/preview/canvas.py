"""The pages themselves: below each other, only those in sight drawn, with marks on what was found or selected."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from foodsafe_desktop.services.ports.pages import Area
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.preview.kept import Kept
from foodsafe_desktop.ui.preview.layout import LARGEST, SMALLEST, Layout

ROOM = 96 << 20
"""Bytes of pictures that are kept."""
_FOUND, _CURRENT, _CHOSEN = QColor(255, 214, 0, 90), QColor(255, 140, 0, 130), QColor(31, 95, 168, 70)
_AHEAD = 1
"""Pages before and after those in sight that are drawn too, when there is time."""


class PageCanvas(QAbstractScrollArea):
    """Shows one document. Asks for pictures by `pictures_wanted` and for text by `text_wanted`; is given both."""

    pictures_wanted = Signal(list)
    """[(page, width in device pixels)], those in sight first."""
    text_wanted = Signal(int, object, object)
    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("页面预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.layout_ = Layout((), 0)
        self.text = ""
        self._pictures: Kept[int, QImage] = Kept(ROOM)
        self._found: Mapping[int, Sequence[Area]] = {}
        self._current: tuple[int, Area] | None = None
        self._chosen: tuple[int, Sequence[Area]] = (0, ())
        self._drag: tuple[int, tuple[float, float]] | None = None
        self._page = 0
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self._moved)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show another document (none: no pages) from its beginning, at the zoom there is."""
        self._pictures.clear()
        self._found, self._current, self._chosen, self.text = {}, None, (0, ()), ""
        self._page = 0
        self._lay_out(sizes, self.layout_.zoom)
        self.verticalScrollBar().setValue(0)
        self.page_changed.emit(0)
        self._want()

    def put_picture(self, page: int, image: QImage) -> None:
        """A picture that was asked for has come."""
        self._pictures.put(page, image, image.sizeInBytes())
        self.viewport().update()

    def has_picture(self, page: int) -> bool:
        """Whether a page can be drawn, sharp or not."""
        return self._pictures.get(page) is not None

    def mark(self, found: Mapping[int, Sequence[Area]], current: tuple[int, Area] | None) -> None:
        """Mark places, the current one more strongly."""
        self._found, self._current = found, current
        self.viewport().update()

    def choose(self, page: int, text: str, areas: Sequence[Area]) -> None:
        """Show text as selected."""
        self.text, self._chosen = text, (page, areas)
        self.viewport().update()

    @property
    def page(self) -> int:
        """The page that is looked at, from 0."""
        return self._page

    def go_to(self, page: int, area: Area | None = None) -> None:
        """Bring a page, or a place on it, into sight."""
        if not 0 <= page < len(self.layout_.sizes):
            return
        bar, top = self.verticalScrollBar(), self.layout_.tops[page]
        if area is None:
            bar.setValue(top - 4)
            return
        height = self.layout_.page_size(page)[1]
        y0, y1 = top + area[1] * height, top + area[3] * height
        if not bar.value() <= y0 <= y1 <= bar.value() + self.viewport().height():
            bar.setValue(int(y0 - self.viewport().height() / 3))

    def zoom_to(self, zoom: float | None) -> None:
        """Another zoom, None: as wide as the pane. What is looked at stays where it is."""
        if zoom is not None:
            zoom = min(max(zoom, SMALLEST), LARGEST)
        bar = self.verticalScrollBar()
        page = self.layout_.page_at(bar.value()) if self.layout_.sizes else 0
        share = (bar.value() - self.layout_.tops[page]) / self.layout_.page_size(page)[1] if self.layout_.sizes else 0.0
        self._lay_out(self.layout_.sizes, zoom)
        if self.layout_.sizes:
            bar.setValue(round(self.layout_.tops[page] + share * self.layout_.page_size(page)[1]))
        self.zoom_changed.emit()
        self._want()

    def zoom_step(self, *, larger: bool) -> None:
        """The next step."""
        if self.layout_.sizes:
            self.zoom_to(self.layout_.next_zoom(self._page, larger=larger))

    def _lay_out(self, sizes: Sequence[tuple[float, float]], zoom: float | None) -> None:
        self.layout_ = Layout(sizes, self.viewport().width(), zoom)
        height, width = self.viewport().height(), self.viewport().width()
        self.verticalScrollBar().setRange(0, max(0, self.layout_.height - height))
        self.verticalScrollBar().setPageStep(height)
        self.verticalScrollBar().setSingleStep(40)
        across = 0 if zoom is None else max(0, self.layout_.widest - width)
        self.horizontalScrollBar().setRange(0, across)
        self.horizontalScrollBar().setPageStep(width)
        self.viewport().update()

    def _moved(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = min(self.layout_.page_at(middle), max(0, len(self.layout_.sizes) - 1))
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()
        self._want()

    def _want(self) -> None:
        """Ask for what is lacking: pages in sight, then those beside them."""
        if not self.isVisible() or not self.layout_.sizes:
            return
        shown = self.layout_.shown(self.verticalScrollBar().value(), self.viewport().height())
        beside = [shown.stop + step for step in range(_AHEAD)] + [shown.start - 1 - step for step in range(_AHEAD)]
        pages = [*shown, *(page for page in beside if 0 <= page < len(self.layout_.sizes))]
        wanted = [(page, self._sharp(page)) for page in pages]
        lacking = [(page, width) for page, width in wanted if not self._is_sharp(page, width)]
        self.pictures_wanted.emit(lacking)

    def _sharp(self, page: int) -> int:
        return max(1, round(self.layout_.page_size(page)[0] * self.devicePixelRatioF()))

    def _is_sharp(self, page: int, width: int) -> bool:
        held = self._pictures.get(page)
        return held is not None and (held.width() == width or held.width() * held.height() > 15_000_000)

    def _rect(self, page: int) -> QRectF:
        width, height = self.layout_.page_size(page)
        left = self.layout_.left(page) - self.horizontalScrollBar().value()
        return QRectF(left, self.layout_.tops[page] - self.verticalScrollBar().value(), width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme.BORDER))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self.layout_.shown(self.verticalScrollBar().value(), self.viewport().height()):
            rect = self._rect(page)
            picture = self._pictures.get(page)
            if picture is not None:
                painter.drawImage(rect, picture)
            else:
                painter.fillRect(rect, QColor(theme.SURFACE))
                painter.setPen(QColor(theme.MUTED))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "正在绘制…")
            self._paint_marks(painter, page, rect)
        painter.end()

    def _paint_marks(self, painter: QPainter, page: int, rect: QRectF) -> None:
        marks = [(area, _FOUND) for area in self._found.get(page, ())]
        if self._current is not None and self._current[0] == page:
            marks.append((self._current[1], _CURRENT))
        if self._chosen[0] == page:
            marks += [(area, _CHOSEN) for area in self._chosen[1]]
        for (x0, y0, x1, y1), colour in marks:
            place = QRectF(x0 * rect.width(), y0 * rect.height(), (x1 - x0) * rect.width(), (y1 - y0) * rect.height())
            painter.fillRect(place.translated(rect.topLeft()).adjusted(-1, -1, 1, 1), colour)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for the width."""
        super().resizeEvent(event)
        self.zoom_to(self.layout_.zoom)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what nobody could see before."""
        super().showEvent(event)
        self._want()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_step(larger=event.angleDelta().y() > 0)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and page keys move, Home and End go to the ends."""
        bar, key = self.verticalScrollBar(), Qt.Key
        steps = {
            key.Key_Down: bar.singleStep(),
            key.Key_Up: -bar.singleStep(),
            key.Key_PageDown: bar.pageStep() - 40,
            key.Key_Space: bar.pageStep() - 40,
            key.Key_PageUp: 40 - bar.pageStep(),
            key.Key_Home: -bar.maximum(),
            key.Key_End: bar.maximum(),
        }
        if event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        if event.button() == Qt.MouseButton.LeftButton and self.layout_.sizes:
            page = self.layout_.page_at(event.position().y() + self.verticalScrollBar().value())
            self._drag = page, self._share(page, event.position())
            self.choose(page, "", ())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select as far as the mouse goes, on the page where it began."""
        if self._drag is not None:
            page, start = self._drag
            self.text_wanted.emit(page, start, self._share(page, event.position()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The selection stays."""
        self._drag = None

    def _share(self, page: int, at: QPointF) -> tuple[float, float]:
        rect = self._rect(page)
        x, y = (at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def sizeHint(self) -> QSize:
        """Wide enough to read a page of A4."""
        return QSize(480, 600)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a small screen."""
        return QSize(220, 120)
