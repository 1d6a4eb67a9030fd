"""档案设置: the form. Nothing is saved before 保存; the folder's place is changed in a dialog of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QWidget,
)

from foodsafe_desktop.domain.backups import Schedule
from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.errors import SettingRefused
from foodsafe_desktop.domain.gaps import CoverageOptions
from foodsafe_desktop.domain.watching import ALGORITHMS, FolderSettings
from foodsafe_desktop.services.deadlines import Deadlines
from foodsafe_desktop.ui.appearance import SCALES, Look
from foodsafe_desktop.ui.forms.base import Form, note
from foodsafe_desktop.ui.forms.scrolling import ScrollingPage
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import chosen
from foodsafe_desktop.ui.settings.keeping import KeepingFields
from foodsafe_desktop.ui.settings.looking import LookFields
from foodsafe_desktop.ui.settings.presenter import ALGORITHM_WORDS, ArchiveSettings, folder_advice, patterns_of
from foodsafe_desktop.ui.settings.reckoning import ReckoningFields

_GAP = 8
_LEAST_WIDTH = 560
_LEAST_SETTLE, _MOST_SETTLE, _MOST_MINUTES = 2.0, 600.0, 1440


def _nothing(*_said: object) -> None:
    """Where nobody asks."""


@dataclass(frozen=True)
class OnSettings:
    """What is called with each kind of setting that was changed."""

    compiler: Callable[[str], object] = _nothing
    reckoned: Callable[[CoverageOptions], object] = _nothing
    deadlines: Callable[[Deadlines], object] = _nothing
    schedule: Callable[[Schedule], object] = _nothing
    conversion: Callable[[Conversion], object] = _nothing
    looks: Callable[[Look, int], object] = _nothing


class SettingsForm(Form):
    """Hands on what was changed, kind by kind; `on_move` is called when another evidence folder is wanted."""

    def __init__(
        self,
        parent: QWidget,
        shown: ArchiveSettings,
        on_saved: Callable[[FolderSettings], object],
        on_move: Callable[[], object],
        others: OnSettings | None = None,
        looks: tuple[Look, int] = (Look.SYSTEM, SCALES[0]),
    ) -> None:
        super().__init__(parent, "档案设置", "保存", width=640)
        self._shown, self._on_saved, self._on_move = shown, on_saved, on_move
        self._others, self._looks = others or OnSettings(), looks
        self.move_button = QPushButton("更改位置…")
        self.compiler = QLineEdit(shown.compiled_by)
        self.ignore = self._build_ignore(shown.settings)
        self.settle = QDoubleSpinBox()
        self.rescan = QSpinBox()
        self.polling = QCheckBox("按间隔查看（网络共享收不到通知时选用）")
        self.algorithm = QComboBox()
        self.advice = note("")
        self.reckoning = ReckoningFields(shown.options, self.check)
        self.keeping = KeepingFields(shown.keeping, self.check)
        self.looking = LookFields(*looks)
        self._fill(shown)
        self.tabs = QTabWidget()
        self.tabs.addTab(ScrollingPage(self._folder_page(shown), _LEAST_WIDTH), "材料文件夹")
        self.tabs.addTab(ScrollingPage(self.reckoning, _LEAST_WIDTH), "计分与核对口径")
        self.tabs.addTab(ScrollingPage(self.keeping, _LEAST_WIDTH), "日期与备份")
        self.tabs.addTab(ScrollingPage(self.looking, _LEAST_WIDTH), "界面")
        self.fields.addRow(self.tabs)
        # beside the buttons, where it is seen even while the fields scroll
        self.layout_.insertWidget(self.layout_.indexOf(self.problem_label), self.advice)
        self.check()

    def settings(self) -> FolderSettings:
        """What the form says. Raises SettingRefused."""
        return FolderSettings(
            patterns_of(self.ignore.toPlainText()),
            self.settle.value(),
            self.rescan.value(),
            self.polling.isChecked(),
            self.algorithm.currentData(),
        )

    def problem(self) -> str:
        """The settings' own rules."""
        return self.folder_problem() or self.keeping.problem()

    def folder_problem(self) -> str:
        """What stands against the fields on the folder."""
        try:
            self.settings()
        except SettingRefused as refused:
            return refused.sentence
        return ""

    def check(self) -> None:
        """Say also what follows from the change."""
        super().check()
        said = "" if self.folder_problem() else "".join(folder_advice(self._shown.settings, self.settings()))
        self.advice.setText(said)
        self.advice.setVisible(bool(said))
        self.fit()

    def confirm(self) -> None:
        """Hand on what was changed; nothing if nothing was."""
        others, kept = self._others, self._shown.keeping
        if (name := self.compiler.text().strip()) != self._shown.compiled_by:
            others.compiler(name)
        if (now := self.settings()) != self._shown.settings:
            self._on_saved(now)
        if (options := self.reckoning.options()) != self._shown.options:
            others.reckoned(options)
        if (days := self.keeping.deadlines()) != kept.deadlines:
            others.deadlines(days)
        if (schedule := chosen(self.keeping.schedule, Schedule)) and schedule != kept.schedule:
            others.schedule(schedule)
        if (conversion := chosen(self.keeping.conversion, Conversion)) and conversion != kept.conversion:
            others.conversion(conversion)
        if (looks := self.looking.looks()) != self._looks:
            others.looks(*looks)

    def _move(self) -> None:
        self.reject()
        self._on_move()

    @staticmethod
    def _build_ignore(settings: FolderSettings) -> QPlainTextEdit:
        made = QPlainTextEdit("\n".join(settings.ignore))
        made.setAccessibleName("忽略的文件名，每行一个样式")
        made.setPlaceholderText("每行一个名称样式，如\n*.bak\n草稿*")
        made.setTabChangesFocus(True)
        made.setFixedHeight(scaled(84))
        return made

    def _fill(self, shown: ArchiveSettings) -> None:
        settings = shown.settings
        self.settle.setRange(_LEAST_SETTLE, _MOST_SETTLE)
        self.settle.setDecimals(1)
        self.settle.setSuffix(" 秒")
        self.settle.setValue(settings.settle_seconds)
        self.settle.setAccessibleName("静置时间，秒")
        self.rescan.setRange(1, _MOST_MINUTES)
        self.rescan.setSuffix(" 分钟")
        self.rescan.setValue(settings.rescan_minutes)
        self.rescan.setAccessibleName("定时扫描间隔，分钟")
        self.polling.setChecked(settings.polling)
        self.algorithm.setAccessibleName("校验算法")
        for name in ALGORITHMS:
            known = name in shown.algorithms
            if known or name == settings.algorithm:
                self.algorithm.addItem(ALGORITHM_WORDS[name] + ("" if known else "（本机不支持）"), name)
        self.algorithm.setCurrentIndex(self.algorithm.findData(settings.algorithm))

    def _folder_page(self, shown: ArchiveSettings) -> QWidget:
        page = QWidget()
        fields = QFormLayout(page)
        fields.setContentsMargins(12, 12, 12, 12)
        fields.setHorizontalSpacing(14)
        fields.setVerticalSpacing(9)
        folder = QLineEdit(shown.folder)
        folder.setReadOnly(True)
        folder.setAccessibleName("佐证材料文件夹")
        folder.setToolTip(shown.folder)
        self.move_button.setAutoDefault(False)
        self.move_button.setAccessibleName("更改佐证材料文件夹位置")
        self.move_button.clicked.connect(self._move)
        place = QHBoxLayout()
        place.setSpacing(_GAP)
        place.addWidget(folder, 1)
        place.addWidget(self.move_button)
        fields.addRow("佐证材料文件夹", place)
        fields.addRow(note(shown.folder_note))
        self.compiler.setAccessibleName("编制单位")
        self.compiler.setPlaceholderText("印在封面和盒脊上；不填则留空白，供手写")
        fields.addRow("编制单位", self.compiler)
        fields.addRow("忽略的文件名", self.ignore)
        fields.addRow("静置时间", _beside(self.settle, "文件停止变动达到此时间后才登记。"))
        fields.addRow("定时扫描间隔", _beside(self.rescan, "不论有无通知，均按此间隔核对一遍。"))
        fields.addRow("轮询", self.polling)
        fields.addRow("校验算法", self.algorithm)
        if len(shown.algorithms) < len(ALGORITHMS):
            missing = "、".join(ALGORITHM_WORDS[one] for one in ALGORITHMS if one not in shown.algorithms)
            fields.addRow(note(f"本机的加密库不支持 {missing}，未列出。"))
        self.ignore.textChanged.connect(self.check)
        self.settle.valueChanged.connect(self.check)
        self.rescan.valueChanged.connect(self.check)
        self.polling.toggled.connect(self.check)
        self.algorithm.currentIndexChanged.connect(self.check)
        return page


def _beside(field: QAbstractSpinBox, text: str) -> QHBoxLayout:
    field.setMinimumWidth(scaled(120))
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    row.addWidget(field)
    row.addWidget(note(text), 1)
    return row
