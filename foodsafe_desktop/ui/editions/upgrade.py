"""细则更新: the newer edition beside the one in use; what hangs on each number is confirmed before anything changes."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.editions import Renumbering
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.upgrading import Preview
from foodsafe_desktop.ui.editions.presenter import (
    DIFFERENCE_COLUMNS,
    GAP_COLUMNS,
    NO_COUNTERPART,
    MatchRow,
    consequences,
    difference_rows,
    gap_rows,
    line_texts,
    match_rows,
)
from foodsafe_desktop.ui.forms.base import Form, note
from foodsafe_desktop.ui.parts import Body, label
from foodsafe_desktop.ui.table_view import RowsView
from foodsafe_desktop.ui.text_table import TextTable

_TEXT = 20
_DIFFERENCE_WIDTHS = {0: 78, 1: 104, 2: 62, 3: 62, 4: 226, 5: 226}
_GAP_WIDTHS = {0: 70, 1: 90, 2: 340, 3: 200}


class UpgradeForm(Form):
    """Three tabs: what to confirm, all differences, what follows. A changed counterpart is asked about anew."""

    def __init__(
        self,
        parent: QWidget,
        now: Catalogue,
        preview: Preview,
        on_changed: Callable[[Renumbering], object],
        on_confirmed: Callable[[Renumbering], object],
    ) -> None:
        super().__init__(parent, "细则更新", "更新细则", width=820)
        self._now, self._on_changed, self._on_confirmed = now, on_changed, on_confirmed
        self._renumbering = {match.old: match.new for match in preview.matches}
        self._new_texts = line_texts(preview.edition.catalogue)
        self._is_over = False
        self.choices: dict[int, QComboBox] = {}
        self.differences = TextTable(DIFFERENCE_COLUMNS, parent=self)
        self.gaps = TextTable(GAP_COLUMNS, parent=self)
        self.gap_table = RowsView("新增缺口", self.gaps, _GAP_WIDTHS, (2, 3))
        self.consequences = label("")
        self.confirmed = QCheckBox("以上对应关系已逐项核对")
        self.confirmed.toggled.connect(self.check)
        self.tabs = QTabWidget()
        rows = match_rows(preview, now)
        self.tabs.addTab(self._build_matches(rows), f"须确认的对应（{len(rows)}）")
        self.tabs.addTab(RowsView("全部差异", self.differences, _DIFFERENCE_WIDTHS, (4, 5)), "")
        self.tabs.addTab(self._build_consequences(), "更新后的影响")
        newer = preview.edition.catalogue
        self.fields.addRow("现行版", note(f"{now.title}（{now.document_number}）", ""))
        self.fields.addRow("新版", note(f"{newer.title}（{newer.document_number}）", ""))
        self.fields.addRow(self.tabs)
        self.tabs.setMinimumHeight(200)
        self.show_preview(preview)
        self.check()

    def show_preview(self, preview: Preview) -> None:
        """Show what follows from the counterparts as they are chosen now; too late once the form is closed."""
        if self._is_over:
            return
        rows = difference_rows(preview)
        self.differences.show_texts(rows)
        self.tabs.setTabText(1, f"全部差异（{len(rows)}）")
        gaps = gap_rows(preview)
        self.gaps.show_texts(gaps)
        self.gap_table.setVisible(bool(gaps))
        self.consequences.setText(consequences(preview))

    def done(self, result: int) -> None:
        """Closed: a comparison that is still under way has nowhere to show."""
        self._is_over = True
        super().done(result)

    def problem(self) -> str:
        """Every number in doubt was looked at, and none of the newer edition is taken twice."""
        taken = [new for new in self._renumbering.values() if new is not None]
        twice = sorted({new for new in taken if taken.count(new) > 1})
        if twice:
            return f"新版的{'、'.join(map(sub_item_mark, twice))}被对应了不止一次，请改正。"
        if self.choices and not self.confirmed.isChecked():
            return "请逐项核对对应关系，核对后勾选确认。"
        return ""

    def confirm(self) -> None:
        """Hand on the renumbering."""
        self._on_confirmed(dict(self._renumbering))

    def _build_matches(self, rows: tuple[MatchRow, ...]) -> QWidget:
        body = Body()
        body.setObjectName("page")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for at, row in enumerate(rows):
            grid.addWidget(label(f"{sub_item_mark(row.old)}{row.text}\n{row.why}"), at, 0)
            newer = QVBoxLayout()
            newer.setSpacing(3)
            box, text = self._build_choice(row), label("", "muted")
            box.currentIndexChanged.connect(lambda _at, box=box, text=text: self._say(box, text))
            self._say(box, text)
            newer.addWidget(box)
            newer.addWidget(text)
            grid.addLayout(newer, at, 1)
        layout = QVBoxLayout(body)
        layout.addLayout(grid)
        if rows:
            layout.addWidget(self.confirmed)
        else:
            layout.addWidget(label("各项编号和文字均未变动，无须确认。", "muted"))
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        return scroll

    def _build_choice(self, row: MatchRow) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"{sub_item_mark(row.old)}在新版中的对应项")
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(NO_COUNTERPART, 0)
        for number, text in self._new_texts.items():
            box.addItem(f"{sub_item_mark(number)}{text[:_TEXT]}{'…' if len(text) > _TEXT else ''}", number)
        box.setCurrentIndex(max(0, box.findData(row.proposed or 0)))
        box.currentIndexChanged.connect(lambda _at: self._choose(row.old, int(box.currentData())))
        self.choices[row.old] = box
        return box

    def _say(self, box: QComboBox, text: QLabel) -> None:
        text.setText(self._new_texts.get(int(box.currentData()), ""))

    def _choose(self, old: int, new: int) -> None:
        self._renumbering[old] = new or None
        self.confirmed.setChecked(False)
        self.check()
        if not self.problem().startswith("新版的"):
            self._on_changed(dict(self._renumbering))

    def _build_consequences(self) -> QWidget:
        page = Body()
        layout = QVBoxLayout(page)
        layout.addWidget(self.consequences)
        layout.addWidget(self.gap_table, 1)
        layout.addStretch()
        return page
