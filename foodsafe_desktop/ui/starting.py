"""Start of the window: application, fonts, language, palette, and the hook for mistakes in the program itself."""

import gc
import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from foodsafe_desktop.services.front import Front
from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import app_icon
from foodsafe_desktop.ui.log_file import keep_log
from foodsafe_desktop.ui.main_window import TITLE, MainWindow
from foodsafe_desktop.ui.notices import Notices

_log = logging.getLogger(__name__)

_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def start(front: Front, archive_root: Path | None) -> int:
    """Show the window and run until it is closed; opens `archive_root` where one is given. Returns the exit code."""
    keep_log()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - a program without widgets has no business here
    dress(application)
    window = MainWindow(front)
    survive_mistakes(window)
    shorten_pauses()
    window.show()
    if archive_root is not None:
        window.desk.open(archive_root)
    return application.exec()


def shorten_pauses() -> None:
    """Let the garbage collector stop the program seldom and shortly.

    A full pass stops every thread for as long as there are objects; while a scan takes in thousands of files it came
    again and again and held the window up for tenths of a second. Nearly all that is made is freed without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 500)
    sys.setswitchinterval(0.002)  # the thread that draws waits for no more than this where another one reckons


def dress(application: QApplication) -> None:
    """Give the application its name, font, language, palette and style sheet."""
    QCoreApplication.setApplicationName("foodsafe-desktop")
    application.setApplicationDisplayName(TITLE)
    application.setWindowIcon(app_icon())
    for name in _FONTS:
        if QFontDatabase.addApplicationFont(str(resource_path("fonts", name))) == -1:
            _log.warning("font %s cannot be loaded; the system's own is used", name)
    font = QFont(theme.UI_FONT)
    font.setPointSizeF(theme.FONT_POINTS)
    application.setFont(font)
    _speak_chinese(application)
    application.setStyle("Fusion")
    application.setPalette(_palette())
    application.setStyleSheet(theme.STYLE_SHEET)


def survive_mistakes(window: MainWindow) -> None:
    """Log what nobody caught, say so with the place of the log, and let the window go on."""

    def said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("mistake in the program", exc_info=(kind, error, trace))
        _tell_mistake(window.notices)

    window.runner.crashed.connect(lambda _task, error: said(type(error), error, error.__traceback__))
    sys.excepthook = said


def _tell_mistake(notices: Notices) -> None:
    handlers = logging.getLogger().handlers
    files = [handler.baseFilename for handler in handlers if isinstance(handler, logging.FileHandler)]
    where = f"详情已记入日志“{files[-1]}”，请将该文件交给维护人员。" if files else "请重启程序后重试。"
    notices.warn(f"程序内部出错，本次操作未完成，已保存的内容不受影响。{where}")


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
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.BACKGROUND,
        role.WindowText: theme.TEXT,
        role.Base: theme.SURFACE,
        role.AlternateBase: "#f9fafb",
        role.Text: theme.TEXT,
        role.Button: theme.SURFACE,
        role.ButtonText: theme.TEXT,
        role.Highlight: theme.SELECTED,
        role.HighlightedText: theme.TEXT,
        role.ToolTipBase: theme.SURFACE,
        role.ToolTipText: theme.TEXT,
        role.Link: theme.ACCENT,
        role.PlaceholderText: theme.MUTED,
    }
    for one, colour in colours.items():
        palette.setColor(one, QColor(colour))
    for one in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.DISABLED))
    return palette
