"""新建档案 in three steps: where it shall be, what it starts from, and what is going to be made."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from foodsafe_desktop.ui.forms.base import Form, PathField, note
from foodsafe_desktop.ui.parts import label

OnFound = Callable[[Path, Path | None, Path | None, bool], object]

_TITLES = ("第1步（共3步）　档案放在哪里", "第2步（共3步）　材料和评价细则", "第3步（共3步）　确认新建")
_LAST = len(_TITLES) - 1
_BETWEEN = 6


class NewArchiveForm(Form):
    """Every step has a good default: 下一步, 下一步, 新建 is enough. `suggested` is where the archive may be."""

    def __init__(self, parent: QWidget, suggested: Path, on_found: OnFound) -> None:
        super().__init__(parent, "新建档案", "下一步", width=640)
        self._on_found = on_found
        self.root = PathField("档案目录", str(_free(suggested)), placeholder="请选择空文件夹或输入新文件夹")
        self.evidence = PathField("佐证材料文件夹", placeholder="不填则在档案目录内新建 evidence 文件夹")
        self.catalogue = PathField(
            "评价细则文件", placeholder="不填则采用随程序提供的评价细则", pattern="评价细则 (*.toml)"
        )
        self.skeleton = QCheckBox("在佐证材料文件夹中按方面、大项、小项、年度建好空文件夹")
        self.skeleton.setChecked(True)
        self.back = QPushButton("上一步")
        self.back.setAutoDefault(False)
        for button in (self.back, self.ok):  # of one role: they stand in this order on every desktop
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.ok.clicked.connect(self.accept)
        self.heading, self.summary = label("", "heading"), note("", "")
        self.steps = QStackedWidget()
        for page in (self._where(), self._from(), self._ready()):
            self.steps.addWidget(page)
        self.fields.addRow(self.heading)
        self.fields.addRow(self.steps)
        for field in (self.root, self.evidence, self.catalogue):
            field.on_change(self.check)
        self._is_asked_for = False
        self.skeleton.clicked.connect(self._keep_skeleton)
        self.evidence.on_change(self._offer_skeleton)
        self.back.clicked.connect(lambda: self.go(self.steps.currentIndex() - 1))
        self.go(0)

    def go(self, step: int) -> None:
        """Show a step, from 0."""
        self.steps.setCurrentIndex(step)
        self.heading.setText(_TITLES[step])
        self.ok.setText("新建" if step == _LAST else "下一步")
        self.ok.setDefault(True)
        self.back.setEnabled(step > 0)
        if step == _LAST:
            self.summary.setText(self._said())
        (self.root, self.evidence, self.ok)[step].setFocus()
        self.check()
        self.fit()

    def problem(self) -> str:
        """A directory is needed, and absolute paths only."""
        if self.root.path is None:
            return "请选择档案目录。"
        paths = (self.root.path, self.evidence.path, self.catalogue.path)
        if any(path is not None and not path.is_absolute() for path in paths):
            return "请填写完整路径（从盘符或根目录写起）。"
        if (self.root.path / "dossier.sqlite3").exists():
            return "该目录中已有档案，请选择其他文件夹，或取消后用“打开档案”打开它。"
        return ""

    def accept(self) -> None:
        """The next step; after the last one, make the archive."""
        self.check()
        if self.problem():
            return
        if self.steps.currentIndex() < _LAST:
            self.go(self.steps.currentIndex() + 1)
        else:
            super().accept()

    def confirm(self) -> None:
        """Hand on the answers."""
        assert self.root.path is not None  # noqa: S101 - `problem` has seen to it
        self._on_found(self.root.path, self.evidence.path, self.catalogue.path, self.skeleton.isChecked())

    def _keep_skeleton(self) -> None:
        self._is_asked_for = True

    def _offer_skeleton(self) -> None:
        """Folders of the departments' own get no others unless a person asks for them."""
        if not self._is_asked_for:
            self.skeleton.setChecked(self.evidence.path is None)

    def _where(self) -> QWidget:
        return _page(
            note("数据库、装订本和备份都放在这个目录里，可整体搬移。", ""),
            self.root,
        )

    def _from(self) -> QWidget:
        return _page(
            note("佐证材料文件夹：各部门材料已经集中存放的，选那个文件夹；没有的留空。", ""),
            self.evidence,
            self.skeleton,
            _gap(),
            note("评价细则：一般留空，采用随程序提供的细则。", ""),
            self.catalogue,
        )

    def _ready(self) -> QWidget:
        return _page(self.summary, note("程序只读取佐证材料，不改名、不移动、不删除其中的任何文件。"))

    def _said(self) -> str:
        evidence = self.evidence.path or (self.root.path or Path()) / "evidence"
        catalogue = self.catalogue.path or "随程序提供的评价细则"
        skeleton = "建好空文件夹" if self.skeleton.isChecked() else "不建空文件夹"
        return f"档案目录：{self.root.path}\n佐证材料：{evidence}（{skeleton}）\n评价细则：{catalogue}"


def _gap() -> QWidget:
    between = QWidget()
    between.setFixedHeight(_BETWEEN)
    return between


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 4, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return page


def _free(wanted: Path) -> Path:
    """The folder wanted, or one beside it that is not there yet."""
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.name}{number}")
    return found
