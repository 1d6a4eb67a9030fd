"""计分与核对口径: the fields for what the plan leaves open, each with a sentence on what it does."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from foodsafe_desktop.domain.gaps import CoverageOptions, OmissionScoring
from foodsafe_desktop.services.reckoning import LONGEST_SLACK
from foodsafe_desktop.ui.forms.base import note
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import chosen

_OMISSIONS = ((OmissionScoring.FULL, "附有情况说明的按满分计"), (OmissionScoring.EXCLUDED, "不计入总分"))


class ReckoningFields(QWidget):
    """Says the options as they stand in its fields; `changed` is called when one changes."""

    def __init__(self, shown: CoverageOptions, changed: Callable[[], object]) -> None:
        super().__init__()
        self.omissions = QComboBox()
        self.practice = QCheckBox("惯例建议的材料也须齐全")
        self.doubts = QCheckBox("疑点未核实的小项不算齐全")
        self.paper = QCheckBox("须登记纸质原件存放位置")
        self.slack = QSpinBox()
        self._fill(shown)
        self._lay_out()
        self.omissions.currentIndexChanged.connect(changed)
        self.slack.valueChanged.connect(changed)
        for box in (self.practice, self.doubts, self.paper):
            box.toggled.connect(changed)

    def options(self) -> CoverageOptions:
        """What the fields say."""
        return CoverageOptions(
            practice_counts=self.practice.isChecked(),
            doubts_count=self.doubts.isChecked(),
            paper_required=self.paper.isChecked(),
            omissions=chosen(self.omissions, OmissionScoring) or OmissionScoring.FULL,
            date_slack_months=self.slack.value(),
        )

    def _fill(self, shown: CoverageOptions) -> None:
        self.omissions.setAccessibleName("合理缺项计分")
        for value, words in _OMISSIONS:
            self.omissions.addItem(words, value)
        self.omissions.setCurrentIndex(self.omissions.findData(shown.omissions))
        self.practice.setChecked(shown.practice_counts)
        self.doubts.setChecked(shown.doubts_count)
        self.paper.setChecked(shown.paper_required)
        self.slack.setAccessibleName("成文日期宽限，个月")
        self.slack.setRange(0, LONGEST_SLACK)
        self.slack.setSuffix(" 个月")
        self.slack.setMinimumWidth(scaled(120))
        self.slack.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.slack.setValue(shown.date_slack_months)

    def _lay_out(self) -> None:
        fields = QFormLayout(self)
        fields.setContentsMargins(12, 12, 12, 12)
        fields.setHorizontalSpacing(14)
        fields.setVerticalSpacing(9)
        fields.addRow(note("评价细则未作规定之处，由本档案自定；保存后缺失、分值和各类报表随即按新口径计算。"))
        for title, field, means in (
            ("合理缺项", self.omissions, "不计入总分的，其分值既不算可得，也不算已落实。"),
            ("惯例材料", self.practice, "不勾选时，原文未要求的材料只作提示；无论是否勾选，均不占分值。"),
            ("疑点", self.doubts, "不勾选时，疑点只作提示，不影响小项状态。"),
            ("纸质原件", self.paper, "勾选后，未登记存放位置的材料不计入。"),
            ("成文日期宽限", self.slack, "成文日期超出所属年度首尾不多于此数的，仍计入该年度。"),
        ):
            beside = QVBoxLayout()
            beside.setSpacing(2)
            beside.addWidget(field)
            beside.addWidget(note(means))
            fields.addRow(title, beside)
