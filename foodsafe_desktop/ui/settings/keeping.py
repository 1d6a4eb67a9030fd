"""日期与备份: the days that count, how often a copy is made, which program lays out documents."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from foodsafe_desktop.domain.backups import Schedule
from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.services.deadlines import Deadlines
from foodsafe_desktop.ui.forms.base import date_or_none, line, note
from foodsafe_desktop.ui.settings.presenter import Keeping, conversion_words, found_words
from foodsafe_desktop.ui.wording import date_text


class KeepingFields(QWidget):
    """Says the choices as they stand in its fields; `changed` is called when one changes."""

    def __init__(self, shown: Keeping, changed: Callable[[], object]) -> None:
        super().__init__()
        self._shown = shown
        self.application = line("申报日期", date_text(shown.deadlines.application), "如 2024-06-20；不填按方案所列月份")
        self.acceptance = line("验收日期", date_text(shown.deadlines.acceptance), "如 2024-12-10；不填按方案所列月份")
        self.schedule, self.conversion = QComboBox(), QComboBox()
        self.schedule.setAccessibleName("备份周期")
        for one in Schedule:
            self.schedule.addItem(one.label, one)
        self.schedule.setCurrentIndex(self.schedule.findData(shown.schedule))
        self.conversion.setAccessibleName("文档转换方式")
        for choice in Conversion:
            self.conversion.addItem(conversion_words(choice, shown.converters), choice)
        self.conversion.setCurrentIndex(self.conversion.findData(shown.conversion))
        self._lay_out()
        for field in (self.application, self.acceptance):
            field.textChanged.connect(lambda _text: changed())
        for box in (self.schedule, self.conversion):
            box.currentIndexChanged.connect(lambda _at: changed())

    def problem(self) -> str:
        """Days that are days, in their order."""
        try:
            days = self.deadlines()
        except ValueError:
            return "申报日期和验收日期请按“2024-06-20”填写；不填则按方案所列月份计算。"
        if days.application and days.acceptance and days.acceptance < days.application:
            return "验收日期不能早于申报日期，请改正。"
        return ""

    def deadlines(self) -> Deadlines:
        """What the fields say. Raises ValueError."""
        return Deadlines(date_or_none(self.application.text()), date_or_none(self.acceptance.text()))

    def _lay_out(self) -> None:
        fields = QFormLayout(self)
        fields.setContentsMargins(12, 12, 12, 12)
        fields.setHorizontalSpacing(14)
        fields.setVerticalSpacing(9)
        for title, field, means in (
            ("申报日期", self.application, ""),
            ("验收日期", self.acceptance, "总览中的剩余天数按这两个日期计算。"),
            ("备份周期", self.schedule, "打开档案时按周期自动备份数据库；批量操作、升级和恢复之前另行备份。"),
            ("文档转换方式", self.conversion, f"用于排版 Word、Excel 等文档。{found_words(self._shown.converters)}"),
        ):
            beside = QVBoxLayout()
            beside.setSpacing(2)
            beside.addWidget(field)
            if means:
                beside.addWidget(note(means))
            fields.addRow(title, beside)
