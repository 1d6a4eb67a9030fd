"""新建档案: where it shall be, and where the evidence lies."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from foodsafe_desktop.ui.forms.base import Form, PathField, note

OnFound = Callable[[Path, Path | None, Path | None, bool], object]


class NewArchiveForm(Form):
    """Asks for the archive's directory; everything else has a good default."""

    def __init__(self, parent: QWidget, on_found: OnFound) -> None:
        super().__init__(parent, "新建档案", "新建", width=640)
        self._on_found = on_found
        self.root = PathField("档案目录", placeholder="必填，请选择空文件夹或输入新文件夹")
        self.evidence = PathField("佐证材料文件夹", placeholder="不填则在档案目录内新建 evidence 文件夹")
        self.catalogue = PathField(
            "评价细则文件", placeholder="不填则采用随程序提供的评价细则", pattern="评价细则 (*.toml)"
        )
        self.skeleton = QCheckBox("在佐证材料文件夹中按方面、大项、小项、年度建好空文件夹")
        self.skeleton.setChecked(True)
        self.fields.addRow("档案目录", self.root)
        self.fields.addRow("佐证材料文件夹", self.evidence)
        self.fields.addRow("评价细则文件", self.catalogue)
        self.fields.addRow("", self.skeleton)
        self.fields.addRow("", note("程序只读取佐证材料，不改名、不移动、不删除其中的任何文件。"))
        for field in (self.root, self.evidence, self.catalogue):
            field.on_change(self.check)
        self.ok.setEnabled(False)

    def problem(self) -> str:
        """A directory is needed, and absolute paths only."""
        if self.root.path is None:
            return "请选择档案目录。"
        paths = (self.root.path, self.evidence.path, self.catalogue.path)
        if any(path is not None and not path.is_absolute() for path in paths):
            return "请填写完整路径（从盘符或根目录写起）。"
        return ""

    def confirm(self) -> None:
        """Hand on the answers."""
        assert self.root.path is not None  # noqa: S101 - `problem` has seen to it
        self._on_found(self.root.path, self.evidence.path, self.catalogue.path, self.skeleton.isChecked())
