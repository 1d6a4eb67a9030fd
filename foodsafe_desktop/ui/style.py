"""The style sheet: one text with a place for every tone and size, filled for the theme in use."""

from string import Template

from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.palettes import Tone


def style_sheet(scale: float = 1.0) -> str:
    """The sheet in the colours of the theme in use; `scale` is the size of its letters, 1 for 100 %."""
    sizes = {name: f"{points * scale:.1f}pt" for name, points in _POINTS.items()}
    sizes |= {name: f"{round(pixels * scale)}px" for name, pixels in _PIXELS.items()}
    drawn = resource_path("icons", "dark" if theme.is_dark() else "light")
    colours = {tone.value: theme.colour(tone) for tone in Tone}
    return _Sheet(_SHEET + _CONTROLS + _TONED).substitute(colours, **sizes, DRAWN=drawn.as_posix())


class _Sheet(Template):
    delimiter = "@"


_POINTS = {"HEADING": 13.0, "FIGURE": 15.0, "TITLE": 20.0}
_PIXELS = {"ICON": 16, "BOX": 15, "BOX_INSIDE": 13, "ARROW": 11, "SMALL_ARROW": 9, "DROP": 24, "BAR": 13}
"""Sizes at 100 %."""

_TONED = "".join(f'QLabel[tone="{tone}"] {{ color: @{tone}; font-weight: bold; }}\n' for tone in theme.SAYING)
"""Labels that say a state bear its tone: they follow a change of theme by themselves."""

_CONTROLS = """
QMenu, QHeaderView, QLineEdit, QPushButton { icon-size: @ICON; }
QCheckBox::indicator, QAbstractItemView::indicator {
  width: @BOX; height: @BOX; border: 1px solid @EDGE; border-radius: 3px; background: @SURFACE; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate,
QAbstractItemView::indicator:checked, QAbstractItemView::indicator:indeterminate {
  background: @ACCENT; border-color: @ACCENT; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { image: url("@DRAWN/tick.svg"); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { image: url("@DRAWN/some.svg"); }
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled { background: @BACKGROUND; }
QCheckBox::indicator:focus { border: 2px solid @TEXT; width: @BOX_INSIDE; height: @BOX_INSIDE; }
QComboBox {
  background: @SURFACE; border: 1px solid @EDGE; border-radius: 4px; padding: 4px 6px; color: @TEXT;
  placeholder-text-color: @MUTED; selection-background-color: @SELECTED; selection-color: @TEXT; }
QComboBox:focus, QComboBox:on { border-color: @ACCENT; }
QComboBox:disabled { color: @DISABLED; }
QComboBox::drop-down { border: none; width: @DROP; }
QComboBox::down-arrow { image: url("@DRAWN/down.svg"); width: @ARROW; height: @ARROW; }
QComboBox QAbstractItemView { background: @SURFACE; border: 1px solid @EDGE; color: @TEXT; }
QHeaderView::down-arrow { image: url("@DRAWN/down.svg"); }
QHeaderView::up-arrow { image: url("@DRAWN/up.svg"); }
QTreeView::branch:has-children:closed { image: url("@DRAWN/right.svg"); padding: 3px; }
QTreeView::branch:has-children:open { image: url("@DRAWN/down.svg"); padding: 3px; }
QScrollBar { background: @BACKGROUND; border: none; }
QScrollBar:vertical { width: @BAR; }
QScrollBar:horizontal { height: @BAR; }
QScrollBar::handle { background: @EDGE; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @MUTED; }
QScrollBar::handle:vertical { min-height: @DROP; }
QScrollBar::handle:horizontal { min-width: @DROP; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QTabWidget::pane { border: 1px solid @BORDER; border-radius: 4px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
  background: @BACKGROUND; color: @TEXT; border: 1px solid @BORDER; padding: 5px 14px; margin-right: 2px;
  border-top-left-radius: 4px; border-top-right-radius: 4px; }
QTabBar::tab:selected { background: @SURFACE; border-bottom: 3px solid @ACCENT; font-weight: bold; }
QTabBar::tab:hover { background: @HOVER; }
QTabBar::tab:focus { border-color: @ACCENT; }
QTabBar::tab:disabled { color: @DISABLED; }
"""

_SHEET = """
QMainWindow, QDialog { background: @BACKGROUND; color: @TEXT; }
QToolTip { background: @SURFACE; color: @TEXT; border: 1px solid @BORDER; padding: 4px; }
QToolBar { background: @SURFACE; border: none; border-bottom: 1px solid @BORDER; spacing: 2px; padding: 3px 6px; }
QToolBar::separator { background: @BORDER; width: 1px; margin: 5px 5px; }
QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 4px 7px; color: @TEXT; }
QToolButton:hover { background: @HOVER; }
QToolButton:pressed { background: @SELECTED; }
QToolButton:focus { border-color: @ACCENT; }
QToolButton:disabled { color: @DISABLED; }
QToolButton:checked { background: @SELECTED; border-color: @ACCENT; }
QToolButton::menu-indicator { image: none; }
QToolButton[bare="true"] { border: none; padding: 0; }
QToolButton[chip="true"] { background: @SURFACE; border-color: @EDGE; padding: 2px 5px; }
QToolButton[chip="true"]:checked { background: @SELECTED; border-color: @ACCENT; }
QFrame#rail { background: @SURFACE; border-right: 1px solid @BORDER; }
QFrame#rail QToolButton { padding: 3px 6px; }
QPushButton {
  background: @SURFACE; border: 1px solid @EDGE; border-radius: 4px; padding: 5px 14px; color: @TEXT; }
QPushButton::menu-indicator {
  image: url("@DRAWN/down.svg"); width: @SMALL_ARROW; height: @SMALL_ARROW;
  subcontrol-position: right center; right: 7px; }
QPushButton[menu="true"] { padding-right: @DROP; }
QPushButton:hover { background: @HOVER; }
QPushButton:pressed { background: @SELECTED; }
QPushButton:focus { border-color: @ACCENT; }
QPushButton:disabled { color: @DISABLED; }
QPushButton:default, QPushButton[primary="true"] { background: @ACCENT; border-color: @ACCENT; color: @ON_ACCENT; }
QPushButton:default:hover, QPushButton[primary="true"]:hover { background: @ACCENT_DARK; }
QPushButton:default:disabled { background: @BORDER; border-color: @BORDER; color: @TEXT; }
QPushButton[primary="true"]:focus, QPushButton:default:focus { border: 2px solid @TEXT; padding: 4px 13px; }
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox {
  background: @SURFACE; border: 1px solid @EDGE; border-radius: 4px; padding: 4px 6px; color: @TEXT;
  placeholder-text-color: @MUTED; selection-background-color: @ACCENT; selection-color: @ON_ACCENT; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: @ACCENT; }
QLineEdit:read-only { background: @BACKGROUND; }
QTreeView, QTableView, QListView {
  background: @SURFACE; border: 1px solid @BORDER; color: @TEXT; outline: 0;
  selection-background-color: @SELECTED; selection-color: @TEXT; }
QTreeView:focus, QTableView:focus, QListView:focus { border-color: @ACCENT; }
QTableView { gridline-color: @GRID; alternate-background-color: @STRIPE; }
QTableView::item { padding: 2px 4px; }
QHeaderView::section {
  background: @BACKGROUND; color: @TEXT; border: none; border-right: 1px solid @BORDER;
  border-bottom: 1px solid @BORDER; padding: 4px 6px; font-weight: bold; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: @SMALL_ARROW; height: @SMALL_ARROW; }
QSplitter::handle { background: @BACKGROUND; }
QSplitter::handle:hover { background: @BORDER; }
QStatusBar { background: @SURFACE; border-top: 1px solid @BORDER; }
QStatusBar::item { border: none; }
QStatusBar QPushButton { padding: 1px 12px; }
QProgressBar { border: 1px solid @BORDER; border-radius: 4px; background: @BACKGROUND; }
QProgressBar::chunk { background: @ACCENT; border-radius: 3px; }
QScrollArea { border: none; background: @SURFACE; }
QScrollArea#fields, QWidget#fields { background: transparent; }
QMenu { background: @SURFACE; border: 1px solid @BORDER; padding: 4px; }
QMenu::item { padding: 3px 28px 3px 10px; border-radius: 3px; color: @TEXT; }
QMenu::item:selected { background: @SELECTED; }
QMenu::item:disabled { color: @DISABLED; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @BORDER; margin: 4px 6px; }
QLabel[role="muted"] { color: @MUTED; }
QLabel[role="crumb"] { color: @MUTED; }
QLabel[role="heading"] { font-size: @HEADING; font-weight: bold; }
QLabel[role="section"] { font-weight: bold; }
QLabel[role="title"] { font-size: @TITLE; font-weight: bold; }
QLabel[role="problem"] { color: @MISSING; }
QWidget#page, QWidget#evidence, QWidget#start { background: @SURFACE; }
QWidget#evidence[taking="true"] { background: @SELECTED; border: 2px solid @ACCENT; }
QFrame[role="doubt"] { background: @DOUBT_TINT; border: 1px solid @DOUBT_BORDER; border-radius: 4px; }
QFrame[role="card"] { background: @NOTE_TINT; border: 1px solid @BORDER; border-radius: 6px; }
QLabel[role="figure"] { font-size: @FIGURE; font-weight: bold; }
QLabel[role="figure"][presses="true"] { color: @MISSING; }
QPushButton[role="former"] { text-align: left; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: @ACCENT; padding: 1px 2px;
  text-align: left; font-weight: bold; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: @ACCENT; }
QFrame[role="note"] { background: @NOTE_TINT; border: 1px solid @BORDER; border-radius: 4px; }
QFrame[role="toast"] { background: @NOTICE_GROUND; border-radius: 6px; }
QFrame[role="toast"][error="true"] { background: @ERROR_GROUND; }
QFrame[role="toast"] QLabel { color: @ON_NOTICE; }
QFrame[role="toast"] QPushButton {
  background: transparent; border: 1px solid @NOTICE_LINK; color: @NOTICE_LINK; padding: 3px 10px; }
QFrame[role="toast"] QPushButton:focus { border: 2px solid @ON_NOTICE; padding: 2px 9px; }
QFrame[role="toast"] QToolButton { border: 1px solid transparent; }
QFrame[role="toast"] QToolButton:hover, QFrame[role="toast"] QToolButton:focus {
  background: transparent; border-color: @NOTICE_LINK; }
"""
