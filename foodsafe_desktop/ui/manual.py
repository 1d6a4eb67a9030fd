"""F1: the manual, opened in the system's browser at the place that goes with what a person is looking at."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from foodsafe_desktop.shipped import manual_path
from foodsafe_desktop.ui.notices import Notices

PLACES: Mapping[str, str] = {
    "": "start.html",
    "overview": "gaps.html#总览",
    "inbox": "incoming.html#收件箱",
    "catalogue": "gaps.html#佐证要求",
    "search": "search.html#检索",
    "gaps": "gaps.html#缺口视图",
    "findings": "chasing.html#整改",
    "binding": "binding.html#预排",
    "check": "usable.html#材料的状态",
    "files": "usable.html#材料的状态",
    "doubts": "gaps.html#疑点和更正",
    "papers": "incoming.html#纸质材料",
    "safety": "handover.html#备份",
    "properties": "handover.html#四性检测",
    "questions": "incoming.html#待答问题",
    "history": "handover.html#操作历史",
    "bin": "incoming.html#回收站",
}
"""View, or tab of one (empty: the start page) -> page and anchor of the manual."""
_FIRST = "index.html"


def address(folder: Path, view: str) -> QUrl:
    """The place of the manual in `folder` that goes with a view; its first page where there is none."""
    page, _, anchor = PLACES.get(view, _FIRST).partition("#")
    found = QUrl.fromLocalFile(str(folder / page))
    found.setFragment(anchor)
    return found


def open_manual(view: str, notices: Notices) -> None:
    """Open it, or say why that cannot be done."""
    folder = manual_path()
    if folder is None:
        notices.warn("使用手册尚未生成。请在源代码目录中执行 make manual，或直接阅读其中 docs 文件夹里的文件。")
    elif not QDesktopServices.openUrl(address(folder, view)):
        notices.warn(f"本机没有能打开网页的程序。使用手册在“{folder}”中，另有 PDF 文件可供打印。")
