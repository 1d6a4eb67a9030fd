"""How a person gets to an archive: the start page, a new one in three steps, one that is there, the demo."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.restoring import is_package
from foodsafe_desktop.ui.checking.packages import ask_restore
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.new_archive import NewArchiveForm
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.start_page import StartPage

_DEMO = "食安档案演示"


class Beginning(QObject):
    """Runs the commands 新建, 打开 and 演示, and remembers what was opened."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices, remembered: Remembered) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices, self._remembered = window, desk, notices, remembered
        self._made: Path | None = None
        desk.opened.connect(self._remember)

    def take(self, page: StartPage) -> None:
        """Let the start page list what was opened before, open it, and forget it."""

        def forget(root: Path) -> None:
            self._remembered.forget(root)
            page.show_former(self._remembered.former())

        page.show_former(self._remembered.former())
        page.archive_wanted.connect(self._desk.open)
        page.forget_wanted.connect(forget)

    def ask_new(self) -> None:
        """Ask in three steps where an archive shall be and what it starts from."""
        NewArchiveForm(self._window, _documents() / "食安档案", self._found).open()

    def ask_open(self) -> None:
        """Ask which archive shall be opened; a hand-over package is laid out as one first."""

        def chosen(root: Path) -> None:
            if is_package(root):
                ask_restore(self._desk, self._notices, root)
            else:
                self._desk.open(root)

        former = [root for root in self._remembered.former() if root.is_dir()]
        start = former[0].parent if former else _documents()
        self._notices.choose_folder("打开档案：选择档案目录或移交信息包", start, chosen)

    def make_demo(self) -> None:
        """Make the demo archive among the documents, or open the one that is there."""
        root = _documents() / _DEMO
        if (root / "dossier.sqlite3").is_file():
            self._desk.open(root)
        else:
            self._desk.make_demo(root)

    def _found(self, root: Path, evidence: Path | None, catalogue: Path | None, skeleton: bool) -> None:  # noqa: FBT001
        self._made = root
        self._desk.found(root, evidence, catalogue, skeleton=skeleton)

    def _remember(self, archive: Archive) -> None:
        self._remembered.keep_opened(archive.place.root)
        made, self._made = self._made, None
        if made is not None and made.resolve() == archive.place.root.resolve():
            folder = archive.place.evidence
            self._notices.tell(
                f"档案已建好。请把各部门的材料放入“{folder}”，放入后自动登记。",
                Action("打开该文件夹", lambda: self._desk.open_folder(folder)),
            )


def _documents() -> Path:
    """The user's own folder of documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
