"""校验与备份: read everything again, make a copy, put one back, hand everything over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from foodsafe_desktop.ui.checking.copies import COLUMNS, CopyRow, last_copy
from foodsafe_desktop.ui.parts import Body, action, label, tool_button
from foodsafe_desktop.ui.table_model import RowsModel
from foodsafe_desktop.ui.table_view import RowsOrNothing, RowsView

_WIDTHS = {0: 180, 1: 150, 2: 90, 3: 340}
_NOT_VERIFIED = "本次打开档案后尚未校验。校验重新读取全部文件，与登记的校验值核对，可随时取消。"
_HANDING_OVER = "移交给档案馆或接任的档案员：对方不用本程序也能核对和查看；用“打开档案”选信息包，即可恢复为档案。"
_NO_COPIES = "尚无备份。\n按“立即备份”制作一份；程序也会按设置的周期自动备份。"


class SafetyPane(QWidget):
    """Asks for what a person wants; shows what was found and which copies there are."""

    verify_wanted = Signal()
    result_wanted = Signal()
    backup_wanted = Signal()
    restore_wanted = Signal(object)
    """The path of a copy."""
    folder_wanted = Signal()
    hand_over_wanted = Signal()
    package_wanted = Signal()
    """To be checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.verdict, self.count = label(_NOT_VERIFIED), label("", wraps=True)
        self.verify = action(self, "verify", "开始校验", tip="重新读取全部文件，与登记的校验值核对")
        self.result = action(self, "report", "逐项结果…", tip="最近一次校验的逐项结果")
        self.backup = action(self, "add", "立即备份", tip="制作一份数据库备份，并读通核对")
        self.restore = action(self, "undo", "恢复…", tip="先列出与现状的差别，确认后以选定的备份替换现有数据库")
        self.folder = action(self, "folder", "打开备份文件夹", tip="备份所在的文件夹")
        self.hand_over = action(
            self, "issue", "生成信息包…", tip="材料、数据库、装订本和目录合为一个可核对的移交信息包"
        )
        self.package = action(self, "verify", "校验信息包…", tip="读取收到的移交信息包，逐个核对校验值")
        self.model: RowsModel[CopyRow] = RowsModel(COLUMNS, right=(2,), parent=self)
        self.table = RowsView("备份列表", self.model, _WIDTHS, (3,), single=True)
        self._stack = RowsOrNothing(self.table, _NO_COPIES)
        self._lay_out()
        self.verify.triggered.connect(self.verify_wanted)
        self.result.triggered.connect(self.result_wanted)
        self.backup.triggered.connect(self.backup_wanted)
        self.folder.triggered.connect(self.folder_wanted)
        self.hand_over.triggered.connect(self.hand_over_wanted)
        self.package.triggered.connect(self.package_wanted)
        self.restore.triggered.connect(lambda: self.restore_wanted.emit(self.table.current().path))
        self.table.wanted.connect(lambda row: self.restore_wanted.emit(row.path))
        self.table.offer([self.restore, self.folder])
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self.setFocusProxy(self.table)
        self.forget()

    def forget(self) -> None:
        """Another archive: nothing was verified yet."""
        self.say_verdict(_NOT_VERIFIED, has_result=False)

    def say_verdict(self, sentence: str, *, has_result: bool = True) -> None:
        """Show what the last check found."""
        self.verdict.setText(sentence)
        self.result.setEnabled(has_result)

    def show_copies(self, rows: tuple[CopyRow, ...]) -> None:
        """Show which copies there are."""
        self.model.show(rows)
        self.count.setText(last_copy(rows))
        self._stack.show_rows(some=bool(rows))
        self._enable()

    def _enable(self) -> None:
        self.restore.setEnabled(self.table.current() is not None)

    def _lay_out(self) -> None:
        checking, keeping, handing = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        checking.addWidget(self.verdict, 1)
        for one in (self.verify, self.result):
            checking.addWidget(tool_button(one))
        keeping.addWidget(self.count, 1)
        for one in (self.backup, self.restore, self.folder):
            keeping.addWidget(tool_button(one))
        handing.addWidget(label(_HANDING_OVER), 1)
        for one in (self.hand_over, self.package):
            handing.addWidget(tool_button(one))
        body = Body()
        body.setObjectName("page")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 10, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(label("校验", "section"))
        layout.addLayout(checking)
        layout.addSpacing(8)
        layout.addWidget(label("移交", "section"))
        layout.addLayout(handing)
        layout.addSpacing(8)
        layout.addWidget(label("备份", "section"))
        layout.addLayout(keeping)
        layout.addWidget(self._stack, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
