"""Pictures of preview, inbox and search; taken by `screenshots`, in a window of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering import fonts
from foodsafe_desktop.renditions.page_view import open_pages
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fake_texts import text
from tests.ui.desktop import FakeFront, sample_archive

_NUMBER, _TITLE = "白府发〔2022〕12号", "关于加强食品安全监管队伍建设的通知"
_BODY = ("各街道办事处，区政府有关部门：", "监管队伍建设经费由区财政保障。", "2022年3月1日")


def reading_front(home: Path) -> FakeFront:
    """The sample archive, in which every file looks like one letter of two pages and has been read."""
    letter = home / "letter.pdf"
    _draw(letter)
    archive = sample_archive(home / "reading")
    page = "\n".join((_NUMBER, _TITLE, *_BODY))
    archive.texts.reader.texts = {f"{_NUMBER} {_TITLE}.pdf": text(page, page)}
    return FakeFront(archive, opener=lambda _path: open_pages(letter))


def take_reading(
    window: MainWindow, front: FakeFront, take: Callable[..., None], until: Callable[[Callable[[], bool]], None]
) -> None:
    """All of it."""
    room = window.reading_room

    def settle() -> None:
        until(lambda: not any(runner.is_busy for runner in (window.runner, *room.runners)))

    def shown(name: str) -> None:
        settle()
        take(name)

    window.desk.open(front.archive.place.root)
    settle()
    window.notices.dismiss()
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    if not room.sides["catalogue"].is_on:
        room.toggle_preview()
    window.evidence.table.selectRow(0)
    shown("70 preview")
    marked = next(at for at, row in enumerate(window.evidence.order.shown()) if "机密" in row.evidence.title)
    window.evidence.table.selectRow(marked)
    shown("71 preview withheld")
    window.tree.box.setText("cjjc")
    shown("72 found by sound")
    window.tree.clear_filter()
    menu = window.tree_decisions.menu(NodeKey(Kind.SUB_ITEM, 8))
    menu.popup(window.mapToGlobal(window.rect().center()))
    take("73 menu of a line", menu)
    menu.close()
    window.evidence.table.selectRow(
        next(at for at, row in enumerate(window.evidence.order.shown()) if row.page_count > 1)
    )
    settle()
    window.evidence.actions_["pages"].trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    take("74 pages of a piece", dialog)
    dialog.close()
    window.views.show_view("inbox")
    shown("75 inbox")
    room.inbox.table.selectAll()
    shown("76 inbox, all selected")
    room.inbox.actions_["recycle"].trigger()
    settle()
    window.notices.dismiss()
    shown("77 inbox empty")
    window.views.show_view("search")
    shown("78 search")
    room.search_pane.box.setText("监管队伍")
    until(lambda: bool(room.search_pane.model.rows))
    shown("79 search finds")
    room.show_hit(room.search_pane.model.rows[0])
    shown("80 page of a hit")
    window.views.show_view("search")
    room.search_pane.box.setText("没有这样的话")
    until(lambda: not room.search_pane.model.rows)
    shown("81 search finds nothing")


def _draw(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fonts.register()
    canvas = Canvas(str(target), pagesize=(595, 842))
    for _ in range(2):
        canvas.setFont("NotoSerifSC-Regular", 14)
        canvas.drawCentredString(297, 700, _NUMBER)
        canvas.setFont("NotoSerifSC-Regular", 20)
        canvas.drawCentredString(297, 640, _TITLE)
        canvas.setFont("NotoSerifSC-Regular", 14)
        for at, line in enumerate(_BODY):
            canvas.drawString(80, 590 - 28 * at, line)
        canvas.showPage()
    canvas.save()
