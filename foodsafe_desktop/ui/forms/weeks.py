"""补印往期通报: which of the weeks that were kept."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from foodsafe_desktop.domain.findings import WeekSnapshot, dispatch_day, weeks
from foodsafe_desktop.ui.forms.base import Form


class WeeksForm(Form):
    """One list, the newest week first."""

    def __init__(self, parent: QWidget, kept: Sequence[WeekSnapshot], on_chosen: Callable[[dt.date], object]) -> None:
        super().__init__(parent, "补印往期通报", "选择文件夹…")
        self._on_chosen = on_chosen
        self.week = QComboBox()
        self.week.setAccessibleName("期次")
        for one in reversed(weeks(kept)):
            self.week.addItem(f"{dispatch_day(one.on):%Y-%m-%d} 调度，缺口 {len(one.gaps)} 项", one.on)
        self.fields.addRow("期次", self.week)

    def confirm(self) -> None:
        """Hand on a day of that week."""
        self._on_chosen(self.week.currentData())
