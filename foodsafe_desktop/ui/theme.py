"""Colours and measures of the light theme, and the style sheet made of them. Every text colour has contrast ≥ 4.5:1."""

from foodsafe_desktop.domain.gaps import State

BACKGROUND = "#f3f5f7"
SURFACE = "#ffffff"
SELECTED = "#dbe8f7"
HOVER = "#edf2f8"
TEXT = "#1f2933"
MUTED = "#52606d"
DISABLED = "#8a949e"
BORDER = "#ccd4dc"
ACCENT = "#1f5fa8"
ACCENT_DARK = "#184b85"
ON_ACCENT = "#ffffff"

COMPLETE = "#17693a"
PARTIAL = "#7d5200"
MISSING = "#b3261e"
OMITTED = "#41528c"
NOT_CHOSEN = "#53606c"
RESERVED = "#684a96"

STATE_COLOURS = {
    State.COMPLETE: COMPLETE,
    State.PARTIAL: PARTIAL,
    State.MISSING: MISSING,
    State.OMITTED: OMITTED,
    State.NOT_CHOSEN: NOT_CHOSEN,
    State.RESERVED: RESERVED,
}
STATE_TINTS = {
    State.COMPLETE: "#e8f4ec",
    State.PARTIAL: "#fbf2de",
    State.MISSING: "#fbeae9",
    State.OMITTED: "#eaedf7",
    State.NOT_CHOSEN: "#eef1f4",
    State.RESERVED: "#f1ecf8",
}

DOUBT_TINT = "#fdf6e3"
NOTE_TINT = "#f4f6fa"
NOTICE_GROUND = "#2b3a4a"
ERROR_GROUND = "#8c1d18"
ON_NOTICE = "#ffffff"
NOTICE_LINK = "#bcdcff"

TEXT_PAIRS = (
    *((colour, ground) for colour in (TEXT, MUTED, *STATE_COLOURS.values()) for ground in (SURFACE, SELECTED, HOVER)),
    *((STATE_COLOURS[state], tint) for state, tint in STATE_TINTS.items()),
    *((TEXT, tint) for tint in STATE_TINTS.values()),
    (TEXT, BACKGROUND),
    (MUTED, BACKGROUND),
    (ACCENT, SURFACE),
    (ACCENT, BACKGROUND),
    (ON_ACCENT, ACCENT),
    (ON_ACCENT, ACCENT_DARK),
    (PARTIAL, DOUBT_TINT),
    (TEXT, DOUBT_TINT),
    (TEXT, NOTE_TINT),
    (MUTED, NOTE_TINT),
    (MISSING, NOTE_TINT),
    (ON_NOTICE, NOTICE_GROUND),
    (ON_NOTICE, ERROR_GROUND),
    (NOTICE_LINK, NOTICE_GROUND),
    (NOTICE_LINK, ERROR_GROUND),
)
"""Every (text, ground) that the style sheet and the delegates put together."""

UI_FONT = "Noto Sans SC"
FONT_POINTS = 10.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two colours given as ``#rrggbb``, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


STYLE_SHEET = f"""
QMainWindow, QDialog {{ background: {BACKGROUND}; }}
QToolTip {{ background: {SURFACE}; color: {TEXT}; border: 1px solid {BORDER}; padding: 4px; }}
QToolBar {{ background: {SURFACE}; border: none; border-bottom: 1px solid {BORDER}; spacing: 2px; padding: 3px 6px; }}
QToolBar::separator {{ background: {BORDER}; width: 1px; margin: 5px 5px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 7px; color: {TEXT}; }}
QToolButton:hover {{ background: {HOVER}; }}
QToolButton:pressed {{ background: {SELECTED}; }}
QToolButton:focus {{ border-color: {ACCENT}; }}
QToolButton:disabled {{ color: {DISABLED}; }}
QToolButton:checked {{ background: {SELECTED}; border-color: {ACCENT}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[chip="true"] {{ background: {SURFACE}; border-color: {BORDER}; padding: 2px 5px; }}
QToolButton[chip="true"]:checked {{ background: {SELECTED}; border-color: {ACCENT}; }}
QFrame#rail {{ background: {SURFACE}; border-right: 1px solid {BORDER}; }}
QFrame#rail QToolButton {{ padding: 3px 6px; }}
QPushButton {{
  background: {SURFACE}; border: 1px solid {BORDER}; border-radius: 4px; padding: 5px 14px; color: {TEXT}; }}
QPushButton::menu-indicator {{ subcontrol-position: right center; right: 6px; }}
QPushButton[menu="true"] {{ padding-right: 22px; }}
QPushButton:hover {{ background: {HOVER}; }}
QPushButton:pressed {{ background: {SELECTED}; }}
QPushButton:focus {{ border-color: {ACCENT}; }}
QPushButton:disabled {{ color: {DISABLED}; }}
QPushButton:default, QPushButton[primary="true"] {{ background: {ACCENT}; border-color: {ACCENT}; color: {ON_ACCENT}; }}
QPushButton:default:hover, QPushButton[primary="true"]:hover {{ background: {ACCENT_DARK}; }}
QPushButton:default:disabled {{ background: {BORDER}; border-color: {BORDER}; color: {TEXT}; }}
QPushButton[primary="true"]:focus, QPushButton:default:focus {{ border: 2px solid {TEXT}; padding: 4px 13px; }}
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox {{
  background: {SURFACE}; border: 1px solid {BORDER}; border-radius: 4px; padding: 4px 6px; color: {TEXT};
  placeholder-text-color: {MUTED}; selection-background-color: {ACCENT}; selection-color: {ON_ACCENT}; }}
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border-color: {ACCENT}; }}
QLineEdit:read-only {{ background: {BACKGROUND}; }}
QTreeView, QTableView, QListView {{
  background: {SURFACE}; border: 1px solid {BORDER}; color: {TEXT}; outline: 0;
  selection-background-color: {SELECTED}; selection-color: {TEXT}; }}
QTreeView:focus, QTableView:focus, QListView:focus {{ border-color: {ACCENT}; }}
QTableView {{ gridline-color: #e6eaee; alternate-background-color: #f9fafb; }}
QTableView::item {{ padding: 2px 4px; }}
QHeaderView::section {{
  background: {BACKGROUND}; color: {TEXT}; border: none; border-right: 1px solid {BORDER};
  border-bottom: 1px solid {BORDER}; padding: 4px 6px; font-weight: bold; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ width: 9px; height: 9px; }}
QSplitter::handle {{ background: {BACKGROUND}; }}
QSplitter::handle:hover {{ background: {BORDER}; }}
QStatusBar {{ background: {SURFACE}; border-top: 1px solid {BORDER}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QPushButton {{ padding: 1px 12px; }}
QProgressBar {{ border: 1px solid {BORDER}; border-radius: 4px; background: {BACKGROUND}; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 3px; }}
QScrollArea {{ border: none; background: {SURFACE}; }}
QMenu {{ background: {SURFACE}; border: 1px solid {BORDER}; padding: 4px; }}
QMenu::item {{ padding: 5px 28px 5px 10px; border-radius: 3px; color: {TEXT}; }}
QMenu::item:selected {{ background: {SELECTED}; }}
QMenu::item:disabled {{ color: {DISABLED}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {BORDER}; margin: 4px 6px; }}
QLabel[role="muted"] {{ color: {MUTED}; }}
QLabel[role="crumb"] {{ color: {MUTED}; }}
QLabel[role="heading"] {{ font-size: 13pt; font-weight: bold; }}
QLabel[role="section"] {{ font-weight: bold; }}
QLabel[role="title"] {{ font-size: 20pt; font-weight: bold; }}
QLabel[role="problem"] {{ color: {MISSING}; }}
QWidget#page, QWidget#evidence, QWidget#start {{ background: {SURFACE}; }}
QFrame[role="doubt"] {{ background: {DOUBT_TINT}; border: 1px solid #e7d9ab; border-radius: 4px; }}
QFrame[role="card"] {{ background: {NOTE_TINT}; border: 1px solid {BORDER}; border-radius: 6px; }}
QLabel[role="figure"] {{ font-size: 15pt; font-weight: bold; }}
QLabel[role="figure"][presses="true"] {{ color: {MISSING}; }}
QPushButton[role="link"] {{ border: 1px solid transparent; background: transparent; color: {ACCENT}; padding: 1px 2px;
  text-align: left; font-weight: bold; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border-color: {ACCENT}; }}
QFrame[role="note"] {{ background: {NOTE_TINT}; border: 1px solid {BORDER}; border-radius: 4px; }}
QFrame[role="toast"] {{ background: {NOTICE_GROUND}; border-radius: 6px; }}
QFrame[role="toast"][error="true"] {{ background: {ERROR_GROUND}; }}
QFrame[role="toast"] QLabel {{ color: {ON_NOTICE}; }}
QFrame[role="toast"] QPushButton {{
  background: transparent; border: 1px solid {NOTICE_LINK}; color: {NOTICE_LINK}; padding: 3px 10px; }}
QFrame[role="toast"] QPushButton:focus {{ border: 2px solid {ON_NOTICE}; padding: 2px 9px; }}
QFrame[role="toast"] QToolButton {{ border: 1px solid transparent; }}
QFrame[role="toast"] QToolButton:hover, QFrame[role="toast"] QToolButton:focus {{
  background: transparent; border-color: {NOTICE_LINK}; }}
"""
