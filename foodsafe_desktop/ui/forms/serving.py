"""对应到: which requirements of a number some pieces serve, and of a set which part."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from foodsafe_desktop.domain.requirements import Requirement
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.ui.forms.base import Form, note, roomy
from foodsafe_desktop.ui.parts import label


class ServingForm(Form):
    """A box for each requirement; below a set one for each of its parts. None at all: the titles decide again."""

    def __init__(
        self,
        parent: QWidget,
        number: int,
        pieces: Sequence[str],
        requirements: Sequence[Requirement],
        named: Sequence[str],
        on_named: Callable[[list[str]], object],
    ) -> None:
        super().__init__(parent, f"对应到{sub_item_mark(number)}的佐证要求", "保存", width=680)
        self._on_named = on_named
        self.boxes: dict[str, QCheckBox] = {}
        more = f"等{len(pieces)}件" if len(pieces) > 1 else ""
        self.fields.addRow("材料", note(f"《{pieces[0]}》{more}", ""))
        body = QWidget()
        body.setObjectName("page")
        layout = QVBoxLayout(body)
        layout.setSpacing(6)
        for one in requirements:
            whole = f"{one.title}（{one.asks}）"
            self._add(layout, one.id, f"{whole}：整套" if one.parts else whole, named, 0)
            for part in one.parts:
                self._add(layout, f"{one.id}#{part}", f"其中：{part}", named, 26)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(roomy(self, 320, alone=False))
        self.fields.addRow(scroll)
        self.fields.addRow(note("全部不选表示由题名判断。"))

    def confirm(self) -> None:
        """Hand on the requirement ids, with parts where parts were chosen."""
        self._on_named([word for word, box in self.boxes.items() if box.isChecked()])

    def _add(self, layout: QVBoxLayout, word: str, text: str, named: Sequence[str], indent: int) -> None:
        box = QCheckBox()
        box.setAccessibleName(text)
        box.setChecked(word in named)
        said = label(text)
        said.mousePressEvent = lambda _event: box.toggle()  # type: ignore[method-assign]
        row = QHBoxLayout()
        row.setContentsMargins(indent, 0, 8, 0)
        row.addWidget(box)
        row.addWidget(said, 1)
        layout.addLayout(row)
        self.boxes[word] = box
