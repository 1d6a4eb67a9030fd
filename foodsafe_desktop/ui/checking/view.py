"""The tabs of the 检查 view that are its own."""

from PySide6.QtWidgets import QTabWidget

from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.checking.lists import Listed
from foodsafe_desktop.ui.checking.presenter import (
    DOUBT_COLUMNS,
    FILE,
    FILE_COLUMNS,
    KIND,
    PAPER_COLUMNS,
    PLACED,
    WHY,
    CheckRow,
    doubt_rows,
    file_rows,
    headline,
    paper_rows,
)


def tabs() -> QTabWidget:
    """An empty view for tabs."""
    made = QTabWidget()
    made.setDocumentMode(True)
    made.setUsesScrollButtons(True)
    made.tabBar().setAccessibleName("检查的各项内容")
    return made


def _say_doubts(_overview: Overview, rows: tuple[CheckRow, ...]) -> str:
    return f"评价细则扫描件中有 {len(rows)} 处存疑，请对照原件后在小项页面核定。" if rows else "疑点均已核定。"


def _say_papers(_overview: Overview, rows: tuple[CheckRow, ...]) -> str:
    return f"纸质原件与扫描件有 {len(rows)} 处未核对一致。" if rows else "纸质原件与扫描件已全部核对一致。"


FILES = Listed(
    "文件情况表",
    FILE_COLUMNS,
    {KIND: 110, FILE: 330, PLACED: 90, WHY: 380},
    (FILE, WHY),
    file_rows,
    headline,
    "没有需要处理的文件。\n文件损坏、加密、变动、不在原处等情况会列在这里。",
    paths=(FILE,),
)
DOUBTS = Listed(
    "疑点表",
    DOUBT_COLUMNS,
    {0: 84, 1: 110, 2: 420, 3: 220},
    (2, 3),
    doubt_rows,
    _say_doubts,
    "没有未核定的疑点。",
)
PAPERS = Listed(
    "纸质核对表",
    PAPER_COLUMNS,
    {0: 190, 1: 320, 2: 90, 3: 84, 4: 84, 5: 180},
    (1, 5),
    paper_rows,
    _say_papers,
    "没有需要核对的纸质件。\n有扫描件而原件位置未登记、有原件而未扫描、页数不一致的材料会列在这里。",
    right=(3, 4),
    spare=(3, 5),
)
