"""导入任务分工表: which table and which columns, what the table does not say, and what was read of it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.task_table import (
    CatalogueDraft,
    CatalogueHead,
    Column,
    Table,
    TableRead,
    guess_columns,
    read_table,
)
from foodsafe_desktop.ui.editions.presenter import (
    HEAD_FIELDS,
    column_names,
    head_of,
    head_texts,
    lacking_columns,
    read_summary,
    sample_rows,
    table_width,
)
from foodsafe_desktop.ui.forms.base import Form, line
from foodsafe_desktop.ui.measures import scaled
from foodsafe_desktop.ui.parts import Body, label
from foodsafe_desktop.ui.text_table import TextTable

_NONE = "没有此列"
_SAMPLE = 170
_HINTS = {
    "title": "如：某区创建食品安全示范区任务分工表",
    "document_number": "如：某府发〔2025〕1号",
    "issued_by": "如：某区人民政府",
    "id": "字母和数字，如：mouqu-2025",
    "evidence_from": "如：2022-01-01",
    "application_month": "如：2024-06",
    "acceptance_month": "如：2024-12",
}


class ImportForm(Form):
    """Three tabs, in the order of the work. `write` makes the catalogue file of what was read."""

    def __init__(
        self,
        parent: QWidget,
        tables: Sequence[Table],
        now: Catalogue | None,
        write: Callable[[TableRead, CatalogueHead], CatalogueDraft],
        on_saved: Callable[[CatalogueDraft], object],
    ) -> None:
        super().__init__(parent, "导入任务分工表", "保存为细则文件…", width=820)
        self._tables, self._write, self._on_saved = tables, write, on_saved
        self.table, self.header = _combo("表格"), QSpinBox()
        self.columns = {one: _combo(one.label) for one in Column}
        self.head = {name: line(text, head_texts(now).get(name, ""), _HINTS[name]) for name, text in HEAD_FIELDS}
        self.sample = QTableView()
        self.summary = label("", "section")
        self.report = QPlainTextEdit()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._build_columns(), "1　表格与各栏")
        self.tabs.addTab(self._build_head(), "2　表格未写明的内容")
        self.tabs.addTab(self._build_report(), "3　读取结果")
        self.tabs.setMinimumHeight(200)
        self.fields.addRow(self.tabs)
        self._choose_table()
        self._connect()

    def problem(self) -> str:
        """The columns that are needed, then the head."""
        lacking = lacking_columns(self._mapping())
        if lacking:
            return lacking
        if not self._read().lines:
            return "按所指定的列没有读到小项，请核对表头行和各列。"
        head = head_of(self._head_texts())
        return f"第2页：{head}" if isinstance(head, str) else ""

    def check(self) -> None:
        """Read anew with what is chosen now, and say what came of it."""
        super().check()
        read = None if lacking_columns(self._mapping()) else self._read()
        self.summary.setText(read_summary(read) if read else "")
        lines = [one.sentence for one in read.unread] if read else []
        if read and not self.problem():
            lines = list(self._draft(read).remarks)
        self.report.setPlainText("\n".join(lines) or "没有需要核对的事项。")

    def confirm(self) -> None:
        """Hand on the catalogue file."""
        self._on_saved(self._draft(self._read()))

    def _draft(self, read: TableRead) -> CatalogueDraft:
        head = head_of(self._head_texts())
        assert isinstance(head, CatalogueHead)  # noqa: S101 - `problem` has seen to it
        return self._write(read, head)

    def _read(self) -> TableRead:
        return read_table(self._current(), self._mapping(), self.header.value() - 1)

    def _current(self) -> Table:
        return self._tables[max(0, self.table.currentIndex())]

    def _mapping(self) -> dict[Column, int]:
        return {one: box.currentIndex() - 1 for one, box in self.columns.items() if box.currentIndex() > 0}

    def _head_texts(self) -> dict[str, str]:
        return {name: field.text() for name, field in self.head.items()}

    def _choose_table(self) -> None:
        """Guess the columns of another table; a guess to be looked at."""
        table = self._current()
        found = guess_columns(table)
        header, columns = found if found else (-1, {})
        self.header.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.header.setRange(0, len(table.rows))
        self.header.setValue(header + 1)
        self.header.blockSignals(False)  # noqa: FBT003
        self._name_columns({one: at + 1 for one, at in columns.items()})
        model = TextTable(("行", *(f"第{at + 1}列" for at in range(table_width(table)))), parent=self)
        model.show_texts(sample_rows(table))
        self.sample.setModel(model)
        for column in range(model.columnCount()):
            self.sample.setColumnWidth(column, scaled(_SAMPLE if column else 44))
        self.check()

    def _choose_header(self) -> None:
        self._name_columns({one: box.currentIndex() for one, box in self.columns.items()})
        self.check()

    def _name_columns(self, chosen: dict[Column, int]) -> None:
        names = column_names(self._current(), self.header.value() - 1)
        for one, box in self.columns.items():
            box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            box.clear()
            box.addItems([_NONE, *names])
            box.setCurrentIndex(chosen.get(one, 0))
            box.blockSignals(False)  # noqa: FBT003

    def _build_columns(self) -> QWidget:
        self.table.addItems([f"{one.name}（{len(one.rows)}行）" for one in self._tables])
        self.header.setAccessibleName("表头所在行")
        self.header.setSpecialValueText("没有表头")
        self.header.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.sample.setAccessibleName("表格内容")
        self.sample.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.sample.setWordWrap(False)
        self.sample.setTabKeyNavigation(False)
        self.sample.verticalHeader().hide()
        self.sample.horizontalHeader().setStretchLastSection(True)
        self.sample.setMinimumHeight(90)
        page = Body()
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        named = {"表格": self.table, "表头所在行": self.header, **{one.label: box for one, box in self.columns.items()}}
        for at, (name, field) in enumerate(named.items()):
            grid.addWidget(QLabel(name), at // 2, at % 2 * 2)
            grid.addWidget(field, at // 2, at % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(page)
        layout.addLayout(grid)
        layout.addWidget(self.sample, 1)
        return page

    def _build_head(self) -> QWidget:
        page = QWidget()
        layout = QFormLayout(page)
        layout.setContentsMargins(8, 12, 8, 8)
        layout.setVerticalSpacing(9)
        for name, text in HEAD_FIELDS:
            layout.addRow(text, self.head[name])
        return page

    def _build_report(self) -> QWidget:
        self.report.setReadOnly(True)
        self.report.setAccessibleName("须核对的事项")
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addWidget(self.summary)
        layout.addWidget(self.report, 1)
        return page

    def _connect(self) -> None:
        self.table.currentIndexChanged.connect(self._choose_table)
        self.header.valueChanged.connect(self._choose_header)
        for box in self.columns.values():
            box.currentIndexChanged.connect(self.check)
        for field in self.head.values():
            field.textChanged.connect(self.check)


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
