"""界面: light or dark, and how large the letters are. These belong to the machine, not to the archive."""

from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from foodsafe_desktop.ui.appearance import SCALES, Look
from foodsafe_desktop.ui.forms.base import note
from foodsafe_desktop.ui.parts import chosen


class LookFields(QWidget):
    """Says the choices as they stand in its fields."""

    def __init__(self, look: Look, scale: int) -> None:
        super().__init__()
        self.look, self.scale = QComboBox(), QComboBox()
        self.look.setAccessibleName("界面主题")
        for one in Look:
            self.look.addItem(one.label, one)
        self.look.setCurrentIndex(self.look.findData(look))
        self.scale.setAccessibleName("字号")
        for percent in SCALES:
            self.scale.addItem(f"{percent}%", percent)
        self.scale.setCurrentIndex(self.scale.findData(scale))
        fields = QFormLayout(self)
        fields.setContentsMargins(12, 12, 12, 12)
        fields.setHorizontalSpacing(14)
        fields.setVerticalSpacing(9)
        for title, field, means in (
            ("界面主题", self.look, "“跟随系统”随系统的浅色、深色设置变换；打印和装订不受影响。"),
            ("字号", self.scale, "在系统缩放之外另行放大界面文字，重新启动程序后生效。"),
        ):
            beside = QVBoxLayout()
            beside.setSpacing(2)
            beside.addWidget(field)
            beside.addWidget(note(means))
            fields.addRow(title, beside)
        fields.addRow(note("以上两项只保存在本机，不随档案搬移。"))

    def looks(self) -> tuple[Look, int]:
        """What the fields say."""
        return chosen(self.look, Look) or Look.SYSTEM, int(self.scale.currentData())
