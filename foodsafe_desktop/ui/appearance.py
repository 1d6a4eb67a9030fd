"""How the program looks on this machine: light or dark, how large its letters are; kept with the window's shape."""

import logging
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import app_icon
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.style import style_sheet

_log = logging.getLogger(__name__)

TITLE = "食安档案"
SCALES = (100, 125, 150, 200)
"""Sizes of the letters that can be chosen, in per cent of the usual one."""
STYLE = ("-style", "Fusion")
"""Arguments for QApplication. Where it is set later, all that can be asked of a style is made known first; that takes
as long as to make the window's frame."""
_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


class Look(StrEnum):
    """Which theme a person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def label(self) -> str:
        """In words."""
        return {Look.SYSTEM: "跟随系统", Look.LIGHT: "浅色", Look.DARK: "深色"}[self]


class Appearance(QObject):
    """Follows the choice, and the system where that is the choice."""

    changed = Signal()
    """The colours are others now: what was drawn from them is to be drawn again."""

    chosen = Signal(object, int)
    """The Look and the size of letters that are to be remembered."""

    def __init__(self, parent: QObject, look: Look, scale: int) -> None:
        super().__init__(parent)
        self.look, self.scale = look, scale
        self._worn = scale
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def wear(self, look: Look) -> None:
        """Take another look now."""
        self.look = look
        self._apply()

    def keep(self, look: Look, scale: int) -> None:
        """A person chose: the look is worn now, the size of the letters from the next start on."""
        self.scale = scale
        self.chosen.emit(look, scale)
        if look is not self.look:
            self.wear(look)

    def _follow_system(self) -> None:
        if self.look is Look.SYSTEM and _is_dark(self.look) != theme.is_dark():
            self._apply()

    def _apply(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - there is a window, so there is one
        paint(application, self.look, self._worn)
        self.changed.emit()


def dress(application: QApplication, look: Look = Look.SYSTEM, scale: int = 100) -> None:
    """Give the application its name, font, language and look. `scale`: the size of its letters in per cent."""
    QCoreApplication.setApplicationName("foodsafe-desktop")
    application.setApplicationDisplayName(TITLE)
    for name in _FONTS:
        if QFontDatabase.addApplicationFont(str(resource_path("fonts", name))) == -1:
            _log.warning("font %s cannot be loaded; the system's own is used", name)
    font = QFont(theme.UI_FONT)
    font.setPointSizeF(theme.FONT_POINTS * scale / 100)
    application.setFont(font)
    _speak_chinese(application)
    paint(application, look, scale)
    application.setWindowIcon(app_icon())


def paint(application: QApplication, look: Look, scale: int) -> None:
    """Put the colours of a look on everything that the style draws."""
    theme.use(dark=_is_dark(look))
    application.setPalette(_palette())
    application.setStyleSheet(style_sheet(scale / 100))


def _is_dark(look: Look) -> bool:
    if look is Look.SYSTEM:
        return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return look is Look.DARK


def _speak_chinese(application: QApplication) -> None:
    """Qt's own dialogs and menus in Chinese, whatever the system's language is."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)
    else:
        _log.warning("Qt's Chinese translation is not in %s", folder)


def _palette() -> QPalette:
    """Qt derives the shades of its frames from the first two colours."""
    palette = QPalette(QColor(theme.SURFACE), QColor(theme.BACKGROUND))
    role = QPalette.ColorRole
    tones = {
        role.WindowText: Tone.TEXT,
        role.Base: Tone.SURFACE,
        role.AlternateBase: Tone.STRIPE,
        role.Text: Tone.TEXT,
        role.ButtonText: Tone.TEXT,
        role.BrightText: Tone.TEXT,
        role.Mid: Tone.EDGE,
        role.Highlight: Tone.SELECTED,
        role.HighlightedText: Tone.TEXT,
        role.ToolTipBase: Tone.SURFACE,
        role.ToolTipText: Tone.TEXT,
        role.Link: Tone.ACCENT,
        role.LinkVisited: Tone.RESERVED,
        role.PlaceholderText: Tone.MUTED,
        role.Accent: Tone.ACCENT,
    }
    for one, tone in tones.items():
        palette.setColor(one, QColor(theme.colour(tone)))
    for one in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.DISABLED))
    return palette
