"""The window's commands: their names, pictures and keys, the tool bar and the menu made of them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.measures import scaled, square
from foodsafe_desktop.ui.palettes import Tone
from foodsafe_desktop.ui.parts import action, tool_button

_COMMANDS = (
    ("new", "folder-new", "新建档案…", "Ctrl+N", ""),
    ("open", "folder-open", "打开档案…", "Ctrl+O", ""),
    ("demo", "demo", "试用演示档案", "", "在“文档”文件夹中建立样例档案并打开"),
    ("scan", "scan", "扫描", "F5", "扫描佐证材料文件夹，登记新增和变动"),
    ("bind", "bind", "装订当前…", "Ctrl+B", "装订目录中选定的小项、大项或方面"),
    ("bind_all", "bind-all", "装订全部…", "Ctrl+Shift+B", "装订全部卷册，附总目录和盒脊"),
    ("missing", "state-missing", "只看缺失", "Ctrl+M", "目录中只显示缺失的小项"),
    ("electives", "electives", "自选项…", "Ctrl+E", "选定计分的自选大项和小项"),
    ("paper", "evidence-paper", "登记纸质件…", "Ctrl+R", "在当前小项下登记纸质材料"),
    ("verify", "verify", "校验", "F6", "重新读取全部文件，与登记的校验值核对"),
    ("scan_notes", "notice", "扫描记录…", "Ctrl+Shift+F5", "最近一次扫描的情况和需处理的事项"),
    ("check_result", "verify", "校验结果…", "Shift+F6", "最近一次校验的逐项结果"),
    ("history", "history", "操作历史", "Ctrl+H", "选定材料或小项的操作历史"),
    ("settings", "settings", "档案设置…", "Ctrl+,", "忽略样式、扫描间隔、校验算法和材料文件夹位置"),
    ("upgrade", "upgrade", "细则更新…", "Ctrl+U", "载入新版评价细则，与现行版逐项比较，确认后更新"),
    ("import", "catalogue", "导入任务分工表…", "", "从 DOCX 或 XLSX 的任务分工表生成细则文件"),
    ("undo", "undo", "撤销", "Ctrl+Z", ""),
    ("redo", "redo", "重做", "Ctrl+Shift+Z", ""),
    ("find", "search", "筛选小项", "Ctrl+F", "筛选小项；正在预览时，在文件中查找"),
    ("search", "search", "检索", "Ctrl+K", "检索题名、文号和全部文件的正文"),
    ("preview", "preview", "预览", "F4", "显示或隐藏材料预览"),
    ("evidence_folder", "folder", "打开佐证材料文件夹", "Ctrl+Shift+E", ""),
    ("binder_folder", "folder", "打开装订本文件夹", "", ""),
    ("help", "help", "使用手册", "F1", "打开手册中与当前视图有关的一节"),
    ("quit", "close", "退出", "Ctrl+Q", ""),
)
NEEDS_ARCHIVE = (
    *("scan", "bind", "bind_all", "missing", "electives", "paper", "verify", "find", "evidence_folder"),
    *("scan_notes", "check_result", "history", "settings", "upgrade", "search", "preview"),
)
_BAR = (
    *("new", "open", "", "scan", "missing", "", "bind", "bind_all", "", "electives", "paper", "verify", ""),
    *("preview", "", "undo"),
)
_SELDOM = ("open", "new", "electives", "bind_all", "verify", "paper", "undo", "missing", "preview", "bind", "scan")
"""What leaves a bar that is too narrow, in this order."""
_SHORT = {"new": "新建", "open": "打开"}
"""What the bar says where it differs from the menu; the dots of commands that ask first are left to the menu."""

_LONGEST, _LONGEST_LARGE, _LARGE = 14, 8, 150
"""Characters of a decision that the menu names."""

_MENU = (
    *("new", "open", "demo", "", "scan", "scan_notes", "verify", "check_result", "", "bind", "bind_all", ""),
    *("electives", "paper", "undo", "redo", "", "find", "search", "preview", "missing", "history", ""),
    *("evidence_folder", "binder_folder", "settings", "", "upgrade", "import", "", "help", "quit"),
)


def build_commands(window: QWidget, runs: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """All commands by name, each bound to what it runs."""
    made = {name: action(window, drawing, text, keys, tip) for name, drawing, text, keys, tip in _COMMANDS}
    made["missing"].setCheckable(True)
    made["missing"].setIcon(icon("state-missing", Tone.MISSING))
    for name, one in made.items():
        one.setIconText(_SHORT.get(name, one.text().rstrip("…")))
    for name, one in made.items():
        one.triggered.connect(lambda _checked=False, run=runs[name]: run())
        window.addAction(one)
    return made


def show_decision(command: QAction, word: str, sentence: str) -> None:
    """Let 撤销 or 重做 name in the menu what it is about; an empty sentence disables it."""
    said = sentence.rstrip("。")
    longest = _LONGEST if scaled(100) <= _LARGE else _LONGEST_LARGE  # a menu of two columns fits a small screen
    short = said if len(said) <= longest else f"{said[:longest]}…"
    keys = command.shortcut().toString()
    command.setEnabled(bool(said))
    command.setText(f"{word}：{short}".replace("&", "&&") if said else word)
    command.setIconText(word)
    command.setToolTip(f"{word}：{said}（{keys}）" if said else f"没有可{word}的操作")


class CommandBar(QToolBar):
    """The tool bar; its last button opens the menu of everything with the keys beside it."""

    def __init__(self, commands: Mapping[str, QAction]) -> None:
        super().__init__("工具栏")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._buttons: list[QToolButton] = []
        self._places: dict[str, QAction] = {}
        for name in _BAR:
            if name:
                self._places[name] = self._add(tool_button(commands[name]))
            else:
                self.addSeparator()
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.menu = _build_menu(self, commands)
        self._add(_build_menu_button(self.menu))
        self._roomy = self.sizeHint().width()

    def fit(self, width: int) -> None:
        """Leave the pictures out where the window is too narrow for pictures and words, then what is used seldom.

        The menu has all of it, and always stays.
        """
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if width >= self._roomy else style.ToolButtonTextOnly
        for button in self._buttons:
            button.setToolButtonStyle(wanted)
        for place in self._places.values():
            place.setVisible(True)
        for name in _SELDOM:
            if self.sizeHint().width() <= width:
                break
            self._places[name].setVisible(False)

    def _add(self, button: QToolButton) -> QAction:
        self._buttons.append(button)
        return self.addWidget(button)


def _build_menu(parent: QWidget, commands: Mapping[str, QAction]) -> QMenu:
    menu = QMenu(parent)
    for name in _MENU:
        if name:
            menu.addAction(commands[name])
        else:
            menu.addSeparator()
    return menu


def _build_menu_button(menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText("菜单")
    button.setIcon(icon("menu"))
    button.setIconSize(square(18))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolTip("全部功能和快捷键")
    button.setMenu(menu)
    return button
