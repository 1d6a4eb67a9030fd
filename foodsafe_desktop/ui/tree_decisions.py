"""What is done at a line of the tree: its menu, and what is dropped onto it or onto the table of its evidence."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from foodsafe_desktop.services import deciding, moving, node_folders
from foodsafe_desktop.services.taking_in import take_in
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.evidence.view import EvidencePane
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.notices import Notices
from foodsafe_desktop.ui.tree.nodes import NUMBERED, TAKING, Kind, NodeKey
from foodsafe_desktop.ui.tree.view import TreePane

_NAMED = 3
"""How many files a notice names."""


class TreeDecisions(QObject):
    """Listens to the tree. `commands` are the window's; `omit` asks for a 合理缺项.

    `remind` writes a department's 催报单, `chase` shows its gaps.
    """

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        notices: Notices,
        tree: TreePane,
        evidence: EvidencePane,
        omit: Callable[[int], object],
        remind: Callable[[str], object],
        chase: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, notices
        self._tree, self._evidence, self._omit = tree, evidence, omit
        self._remind, self._chase = remind, chase
        self.commands: Mapping[str, QAction] = {}
        tree.menu_wanted.connect(self._show_menu)
        for place in (tree.tree, evidence):
            place.pieces_dropped.connect(self._take_pieces)
            place.files_dropped.connect(self._take_files)

    def menu(self, key: NodeKey) -> QMenu:
        """What a person may want at a line; the line is the current one then."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if key.kind in TAKING:
            menu.addAction(icon("folder"), "打开文件夹", lambda: self._open_folder(key.number))
            menu.addAction(self.commands["paper"])
        if key.kind is Kind.SUB_ITEM:
            menu.addAction(icon("state-omitted"), self._omission_words(key.number), lambda: self._omit(key.number))
        menu.addAction(self.commands["bind"])
        departments = self._departments(key)
        if departments:
            menu.addSeparator()
        for name in departments:
            menu.addAction(icon("remind"), f"生成催报单：{name}", lambda name=name: self._remind(name))
        for name in departments:
            menu.addAction(icon("view-gaps"), f"查看缺口：{name}", lambda name=name: self._chase(name))
        return menu

    def _show_menu(self, key: NodeKey, at: QPoint) -> None:
        if self._desk.overview is not None:
            self.menu(key).popup(at)

    def _omission_words(self, number: int) -> str:
        """As the form that opens is headed."""
        overview = self._desk.overview
        if overview is not None and number in overview.dossier.omissions:
            return "修改缺项理由…"
        sub = overview.catalogue.sub_item(number) if overview is not None else None
        return "填写缺项理由…" if sub is not None and sub.reasonable_omission else "列为合理缺项…"

    def _departments(self, key: NodeKey) -> tuple[str, ...]:
        overview = self._desk.overview
        if overview is None or key.kind is not Kind.SUB_ITEM:
            return ()
        gaps = overview.coverage.standings[key.number].gaps
        return tuple(dict.fromkeys(name for gap in gaps for name in gap.departments))

    def _open_folder(self, number: int) -> None:
        def done(found: Path | None) -> None:
            if found is None:
                self._notices.tell(f"佐证材料文件夹中还没有以“({number})”开头的文件夹。把文件拖到该小项上即会建立。")
            else:
                self._desk.open_folder(found)

        self._desk.ask("查找文件夹", lambda archive, _job: node_folders.folder_of(archive, number), done)

    def _take_pieces(self, ids: list[int], key: NodeKey, keep: bool) -> None:  # noqa: FBT001 - a signal's argument
        here = self._evidence.key
        shown = {row.evidence.id for row in self._evidence.selected()}
        if not keep and here.kind in NUMBERED and here != key and shown.issuperset(ids):
            self._desk.decide(lambda archive: moving.move(archive, ids, here.number, key.number))
        elif here != key or not shown.issuperset(ids):
            self._desk.decide(lambda archive: deciding.assign(archive, ids, key.number))

    def _take_files(self, paths: list[Path], key: NodeKey) -> None:
        """Files that are registered, and all in folders of the evidence, are assigned; others are copied."""
        archive, overview = self._desk.archive, self._desk.overview
        if archive is None or overview is None:
            return
        root = archive.place.evidence
        inside = {path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root)}
        found: dict[str, list[int]] = {one: [] for one in inside}
        for file in overview.dossier.files:
            for one in inside:
                if file.path == one or file.path.startswith(f"{one}/"):
                    found[one].append(file.evidence_id)
        ids = list(dict.fromkeys(key for keys in found.values() for key in keys))
        outside = [path for path in paths if not path.is_relative_to(root)]
        if ids:
            self._desk.decide(lambda archive: deciding.assign(archive, ids, key.number))
        if unknown := [one for one, keys in found.items() if not keys]:
            names = "、".join(f"“{one}”" for one in sorted(unknown)[:_NAMED])
            self._notices.tell(f"{names}已在佐证材料文件夹中，但尚未登记。请先扫描，再拖到小项上。")
        if outside:
            self._desk.decide_slowly("放入佐证材料", lambda now, job: take_in(now, outside, key.number, job))
