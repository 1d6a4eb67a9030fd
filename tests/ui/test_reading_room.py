"""A day's inbox and the way from a word to its page, in the window; and the threads behind the preview."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Verdict
from foodsafe_desktop.domain.suggesting import Suggestion
from foodsafe_desktop.domain.texts import TextState, content_key
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, NotPrintable, Rendition
from foodsafe_desktop.services.ports.pages import PagePicture
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.dragging import dragged_pieces, pieces_data
from foodsafe_desktop.ui.forms.page_range import PageRangeForm
from foodsafe_desktop.ui.forms.pick_number import PickNumberForm
from foodsafe_desktop.ui.inbox.presenter import COLUMNS, inbox_rows
from foodsafe_desktop.ui.inbox.view import InboxModel
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.preview.presenter import WITHHELD
from foodsafe_desktop.ui.preview.reading import PageReader, PageThreads
from foodsafe_desktop.ui.search import reading
from foodsafe_desktop.ui.search.model import HIT_ROLE, HitModel
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fake_pages import WORDS_AT, FakePages
from tests.fake_texts import text
from tests.fakes import FakeRenderer
from tests.sure import sure
from tests.ui.at_window import opened_window, settle
from tests.ui.desktop import FakeFront, sample_archive
from tests.ui.rare_pictures import SlowRenderer, rare_front

LETTER = "关于报送2023年食品安全宣传周活动总结的函.pdf"
MINUTES = "白府发〔2022〕12号 关于加强食品安全监管队伍建设的通知.pdf"


@pytest.fixture
def opened_pages() -> list[FakePages]:
    return []


@pytest.fixture
def front(tmp_path: Path, opened_pages: list[FakePages]) -> FakeFront:
    archive = sample_archive(tmp_path)
    archive.texts.reader.texts = {
        LETTER: text("食品安全宣传周活动总结", "参加群众三千余人"),
        MINUTES: text("封面", "监管队伍建设经费由区财政保障"),
    }

    def opener(path: Path) -> FakePages:
        opened_pages.append(FakePages(path, words={1: "监管队伍建设经费由区财政保障"}))
        return opened_pages[-1]

    return FakeFront(archive, opener=opener)


@pytest.fixture
def window(front: FakeFront, qtbot: QtBot) -> Iterator[MainWindow]:
    with opened_window(front, qtbot, (1600, 900)) as opened:
        yield opened


def waiting(window: MainWindow) -> list[str]:
    return [row.title for row in window.reading_room.inbox.rows]


def numbers(window: MainWindow, title: str) -> tuple[int, ...]:
    assert window.desk.overview is not None
    dossier = window.desk.overview.dossier
    key = next(one.id for one in dossier.evidence.values() if one.title == title)
    return dossier.numbers_of.get(key, ())


def test_a_day_in_the_inbox(window: MainWindow, qtbot: QtBot) -> None:
    pane, preview = window.reading_room.inbox, window.reading_room.previews["inbox"].pane
    window.views.actions_["inbox"].trigger()
    settle(window, qtbot)
    assert window.views.actions_["inbox"].text() == "收件箱 3"
    titles = waiting(window)
    assert [row.guesses is not None for row in pane.rows] == [True] * 3
    assert [row.title for row in pane.chosen()] == titles[:1]
    assert preview.canvas.has_picture(0)
    [letter] = [row for row in pane.rows if "宣传周" in row.title]
    assert letter.guesses
    assert letter.guesses[0].number == 37  # 食品安全宣传周

    pane.choose_piece(letter.evidence_id)
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert numbers(window, letter.title) == (37,)
    assert letter.title not in waiting(window)
    assert len(pane.chosen()) == 1  # what took its place

    [second] = [row for row in pane.rows if "明厨亮灶" in row.title]
    pane.choose_piece(second.evidence_id)
    assert second.guesses
    qtbot.keyClick(pane.table, Qt.Key.Key_2)
    settle(window, qtbot)
    assert numbers(window, second.title) == (second.guesses[1].number,)

    [last] = pane.rows
    qtbot.keyClick(pane.table, Qt.Key.Key_4)
    form = QApplication.activeModalWidget()
    assert isinstance(form, PickNumberForm)
    assert form.box.text() == "4"
    qtbot.keyClicks(form.box, "6")
    form.accept()
    settle(window, qtbot)
    assert numbers(window, last.title) == (46,)
    assert waiting(window) == []
    assert pane.nothing.isVisible()
    for left in (1, 2, 3):
        window.commands["undo"].trigger()
        settle(window, qtbot)
        assert len(waiting(window)) == left
        assert [row.title for row in pane.chosen()] == [row.title for row in (last, second, letter)][left - 1 : left]
    assert waiting(window) == titles


def test_several_are_recycled_at_once_and_come_back(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.reading_room.inbox
    window.views.show_view("inbox")
    settle(window, qtbot)
    pane.table.selectAll()
    assert len(pane.chosen()) == 3
    qtbot.keyClick(pane.table, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert waiting(window) == []
    window.commands["undo"].trigger()
    settle(window, qtbot)
    assert len(waiting(window)) == 3


def test_all_that_is_sure_is_accepted_as_one_decision(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.reading_room.inbox
    window.views.show_view("inbox")
    settle(window, qtbot)
    ids = [row.evidence_id for row in pane.rows]
    certain = {ids[0]: (Suggestion(8, 0.9, ()),), ids[1]: (Suggestion(9, 0.81, ()),), ids[2]: (Suggestion(9, 0.5, ()),)}
    pane.show_guesses(certain)
    pane.table.selectRow(0)
    qtbot.keyClick(
        pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settle(window, qtbot)
    assert [row.evidence_id for row in pane.rows] == [ids[2]]
    window.commands["undo"].trigger()
    settle(window, qtbot)
    assert len(pane.rows) == 3


def test_from_a_word_to_its_page(window: MainWindow, qtbot: QtBot, opened_pages: list[FakePages]) -> None:
    room = window.reading_room
    window.commands["search"].trigger()
    assert window.views.current() == "search"
    qtbot.waitUntil(room.search_pane.box.hasFocus)
    room.search_pane.box.setText("财政保障")
    qtbot.waitUntil(lambda: len(room.search_pane.model.rows) == 1)
    [row] = room.search_pane.model.rows
    assert row.passage[slice(*row.ranges[0])] == "财政保障"
    assert "第2页" in row.where
    assert room.search_pane.said.text() == "共 1 件。"
    qtbot.keyClick(room.search_pane.box, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.views.current() == "catalogue"
    assert window.tree.current() == NodeKey(Kind.SUB_ITEM, 8)
    assert [one.evidence.id for one in window.evidence.selected()] == [row.hit.evidence_id]
    pane = room.previews["catalogue"].pane
    assert (pane.canvas.page, pane.number.text(), pane.box.text()) == (1, "2/3页", "财政保障")
    assert pane.canvas._current == (1, WORDS_AT)
    assert pane.hits_said.text() == "1/1"


def test_typing_on_replaces_what_was_found(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.reading_room.search_pane
    window.commands["search"].trigger()
    pane.box.setText("食品安全")
    qtbot.waitUntil(lambda: len(pane.model.rows) > 1)
    pane.filters["状态"].setCurrentText("待归入")
    qtbot.waitUntil(lambda: [row.where.split(" ")[0] for row in pane.model.rows] == ["待归入"])
    pane.box.setText("没有这样的话")
    qtbot.waitUntil(lambda: pane.nothing.isVisible() and "没有找到" in pane.nothing.text())
    pane.box.clear()
    qtbot.waitUntil(lambda: "输入文字" in pane.nothing.text())


def test_texts_are_read_after_the_scan_and_scans_wait_for_recognition(
    window: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    archive, pane = front.archive, window.reading_room.search_pane
    assert LETTER in archive.texts.reader.read_names
    assert not any("机密" in name for name in archive.texts.reader.read_names)
    archive.texts.reader.pictures["新扫描件.pdf"] = text("扫描")
    archive.texts.reader.lack = "本机未安装文字识别组件。"
    archive.folder.put("(8) 机构队伍/2024/新扫描件.pdf", b"new")
    window.desk.scan()
    settle(window, qtbot)
    window.views.show_view("search")
    settle(window, qtbot)
    qtbot.waitUntil(lambda: pane.waiting.text() == "1 个文件含扫描页，待文字识别。本机未安装文字识别组件。")
    assert pane.read.isHidden()


def test_reading_begins_once_nothing_has_been_asked_for_a_while(
    window: MainWindow, front: FakeFront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = window.reading_room.readings
    monkeypatch.setattr(reading, "REST", 600_000)
    readings.want_at_rest(front.archive)
    assert readings.is_put_off
    assert not readings.is_running
    monkeypatch.setattr(reading, "REST", 0)
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))  # waits anew: no longer at all, now
    with qtbot.waitSignal(readings.came):
        qtbot.waitUntil(lambda: not readings.is_put_off)


def test_the_preview_is_hidden_and_shown_by_its_key_and_opens_nothing_while_hidden(
    window: MainWindow, qtbot: QtBot, opened_pages: list[FakePages]
) -> None:
    pane = window.reading_room.previews["catalogue"].pane
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    assert pane.isVisible()
    window.commands["preview"].trigger()
    assert not pane.isVisible()
    opened_pages.clear()
    window.evidence.table.selectRow(0)
    settle(window, qtbot)
    assert opened_pages == []
    window.commands["preview"].trigger()
    settle(window, qtbot)
    assert opened_pages
    assert pane.canvas.has_picture(0)


def test_marked_and_missing_files_are_not_opened(
    window: MainWindow, qtbot: QtBot, opened_pages: list[FakePages]
) -> None:
    pane = window.reading_room.previews["catalogue"].pane
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    opened_pages.clear()
    said = {}
    for at in range(window.evidence.order.rowCount()):
        window.evidence.table.selectRow(at)
        settle(window, qtbot)
        said[window.evidence.selected()[0].evidence.title] = pane.message.text()
    assert said["机密 情况通报"] == WITHHELD
    assert "不在原处" in next(sentence for title, sentence in said.items() if "培训签到表" in title)
    assert not any("机密" in one.path.name or "培训签到表" in one.path.name for one in opened_pages)


def test_closing_closes_what_is_open(window: MainWindow, qtbot: QtBot, opened_pages: list[FakePages]) -> None:
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(0)
    settle(window, qtbot)
    window.views.show_view("inbox")
    settle(window, qtbot)
    assert opened_pages
    window.close()
    assert all(one.closed for one in opened_pages)


def test_zoom_search_and_files_of_a_piece(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.reading_room.previews["catalogue"].pane
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(0)
    settle(window, qtbot)
    before = pane.canvas.layout_.page_size(0)[0]
    pane.actions_["larger"].trigger()
    assert pane.canvas.layout_.page_size(0)[0] > before
    pane.actions_["fit"].trigger()
    assert pane.canvas.layout_.page_size(0)[0] == before
    pane.canvas.setFocus()
    qtbot.waitUntil(pane.canvas.hasFocus)
    window.commands["find"].trigger()
    assert pane.box.hasFocus()
    pane.box.setText("财政")
    qtbot.keyClick(pane.box, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert pane.hits_said.text() == "1/1"
    assert pane.canvas.page == 1
    pane.canvas.text_wanted.emit(1, (0.1, 0.1), (0.9, 0.9))
    settle(window, qtbot)
    assert pane.canvas.text == "监管队伍建设经费由区财政保障"
    pane.actions_["copy"].trigger()
    assert QApplication.clipboard().text() == pane.canvas.text


class HeldPages(FakePages):
    """Draws nothing until it may."""

    may = threading.Event()

    def picture(self, page: int, width: int, is_wanted: Callable[[], bool]) -> PagePicture | None:
        while not self.may.wait(0.005):
            if not is_wanted():
                return None
        return super().picture(page, width, is_wanted)


class Reads:
    """A reader, and all that it says."""

    def __init__(self, archive: Archive, opener: Callable[[Path], FakePages]) -> None:
        self.archive, self.threads = archive, PageThreads()
        self.reader = PageReader(opener, self.threads)
        self.opened: list[int] = []
        self.failed: list[str] = []
        self.pictured: list[int] = []
        self.reader.opened.connect(lambda sizes: self.opened.append(len(sizes)))
        self.reader.failed.connect(self.failed.append)
        self.reader.pictured.connect(lambda page, _image: self.pictured.append(page))

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: not self.reader.is_busy)

    def close(self) -> None:
        self.reader.close()
        self.threads.close()


@pytest.fixture
def reads(tmp_path: Path, qapp: QApplication) -> Iterator[Reads]:
    HeldPages.may.clear()
    made = Reads(sample_archive(tmp_path), HeldPages)
    yield made
    HeldPages.may.set()
    made.close()


def file_named(archive: Archive, word: str) -> EvidenceFile:
    return next(file for file in overview(archive).dossier.files if word in file.path)


def test_what_is_no_longer_looked_at_is_neither_drawn_nor_told(reads: Reads, qtbot: QtBot) -> None:
    first, second = (file_named(reads.archive, word) for word in ("第二册", "第十册"))
    reads.reader.open_itself(reads.archive, first)
    reads.settle(qtbot)
    reads.reader.want([(0, 100), (1, 100), (2, 100)])
    reads.reader.open_itself(reads.archive, second)  # the drawing of the first one stops without being let go on
    reads.settle(qtbot)
    assert (reads.opened, reads.pictured) == ([3, 3], [])
    HeldPages.may.set()
    reads.reader.want([(2, 100), (0, 100)])
    reads.settle(qtbot)
    assert reads.pictured == [2, 0]


def test_scrolling_on_drops_the_pages_that_went_out_of_sight(reads: Reads, qtbot: QtBot) -> None:
    reads.reader.open_itself(reads.archive, file_named(reads.archive, "第二册"))
    reads.settle(qtbot)
    reads.reader.want([(0, 100), (1, 100)])
    reads.reader.want([(2, 100)])
    HeldPages.may.set()
    reads.settle(qtbot)
    assert reads.pictured == [2]


def test_pages_are_made_of_other_files_and_what_has_none_says_why(reads: Reads, qtbot: QtBot) -> None:
    HeldPages.may.set()
    file = replace(file_named(reads.archive, "第二册"), verdict=Verdict("docx", Condition.OK))
    reads.reader.make(reads.archive, file)
    reads.settle(qtbot)
    assert reads.opened == [3]

    class Refusing(FakeRenderer):
        def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition | NotPrintable:
            return NotPrintable("视频文件不能打印。")

    reads.reader.make(replace(reads.archive, renderer=Refusing()), file)
    reads.settle(qtbot)
    assert (reads.opened, reads.failed) == ([3], ["视频文件不能打印。"])


def test_while_pages_are_made_the_preview_names_the_file_and_shows_what_was_read(tmp_path: Path, qtbot: QtBot) -> None:
    front = rare_front(tmp_path)
    with opened_window(front, qtbot) as window:
        window.desk.scan()
        settle(window, qtbot)
        window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
        window.reading_room.toggle_preview()
        piece = next(row.evidence.id for row in window.evidence.order.shown() if row.convertible)
        window.evidence.select_piece(piece)
        pane = window.reading_room.previews["catalogue"].pane
        qtbot.waitUntil(pane.waiting.words.isVisible)
        assert "白府发〔2023〕41号 关于开展食品安全会商的通知.docx" in pane.message.text()
        assert "分析研判本季度风险。" in pane.waiting.words.toPlainText()
        assert isinstance(front.archive.renderer, SlowRenderer)
        front.archive.renderer.go.set()
        settle(window, qtbot)
        assert not pane.waiting.is_waiting
        assert pane.stack.currentWidget() is pane.canvas


def test_a_file_whose_first_page_bears_a_mark_is_not_opened(reads: Reads, qtbot: QtBot) -> None:
    file = file_named(reads.archive, "第二册")
    key = content_key(file)
    assert key is not None
    reads.archive.texts.store.keep([(key, text(state=TextState.SECRET))])
    reads.reader.open_itself(reads.archive, file)
    reads.reader.make(reads.archive, file)
    reads.settle(qtbot)
    assert (reads.opened, reads.failed) == ([], [WITHHELD])


def test_what_does_not_open_is_a_sentence(reads: Reads, qtbot: QtBot) -> None:
    file = replace(file_named(reads.archive, "第二册"), path="打不开.pdf")
    reads.reader.open_itself(reads.archive, file)
    reads.settle(qtbot)
    assert len(reads.failed) == 1
    assert "打不开.pdf" in reads.failed[0]


def test_the_inbox_s_model_is_sound_and_drags_its_pieces(tmp_path: Path, qtmodeltester: ModelTester) -> None:
    rows = inbox_rows(overview(sample_archive(tmp_path)), {})
    model = InboxModel(COLUMNS)
    qtmodeltester.check(model)
    model.show(rows)
    qtmodeltester.check(model)
    data = model.mimeData([model.index(0, 0), model.index(0, 1), model.index(2, 0)])
    assert dragged_pieces(data) == sorted((rows[0].evidence_id, rows[2].evidence_id))


def test_the_model_of_hits_is_sound(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = HitModel()
    qtmodeltester.check(model)
    pane = window.reading_room.search_pane
    window.views.show_view("search")
    pane.box.setText("食品安全")
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    model.show(pane.model.rows)
    qtmodeltester.check(model)
    qtmodeltester.check(pane.model)
    assert model.index(0).data(HIT_ROLE) is pane.model.rows[0]
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith(pane.model.rows[0].title)


def drop(window: MainWindow, data: QMimeData, key: NodeKey, *, keep: bool = False) -> bool:
    """Drop something on a line; whether it was taken."""
    tree = window.tree.tree
    window.tree.select(key)
    at = QPointF(tree.visualRect(tree.currentIndex()).center())
    modifiers = Qt.KeyboardModifier.ControlModifier if keep else Qt.KeyboardModifier.NoModifier
    actions, button = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    event = QDropEvent(at, actions, data, button, modifiers)
    event.ignore()
    tree.dropEvent(event)
    return event.isAccepted()


def test_pieces_dropped_on_a_line_are_assigned_and_headings_take_none(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk.overview is not None
    row = window.desk.overview.dossier.inbox[0]
    assert not drop(window, pieces_data([row.id]), NodeKey(Kind.ITEM, 4))
    assert drop(window, pieces_data([row.id]), NodeKey(Kind.SUB_ITEM, 9))
    settle(window, qtbot)
    assert numbers(window, row.title) == (9,)


def test_a_folder_of_the_evidence_is_dropped_with_all_that_is_registered_in_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    archive, overview = window.desk.archive, window.desk.overview
    assert archive is not None
    assert overview is not None
    waiting = {one.id for one in overview.dossier.inbox}
    file = next(file for file in overview.dossier.files if file.evidence_id in waiting and "/" in file.path)
    folder = file.path.rpartition("/")[0]
    within = [one for one in overview.dossier.files if one.path.startswith(f"{folder}/")]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(archive.place.evidence / name)) for name in (folder, "尚未登记.pdf")])
    assert drop(window, data, NodeKey(Kind.SUB_ITEM, 9))
    assert window.notices.last is not None
    assert "“尚未登记.pdf”已在佐证材料文件夹中" in window.notices.last.sentence
    settle(window, qtbot)
    assert {one.evidence_id for one in sure(window.desk.overview).dossier.assignments if one.number == 9} >= {
        one.evidence_id for one in within
    }


@pytest.mark.parametrize(("keep", "after"), [(False, (9,)), (True, (8, 9))])
def test_pieces_of_a_line_are_moved_to_another_or_kept_in_both(
    window: MainWindow, qtbot: QtBot, keep: bool, after: tuple[int, ...]
) -> None:
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(0)
    [row] = window.evidence.selected()
    data = window.evidence.model.mimeData([window.evidence.model.index(window.evidence.model.rows.index(row), 0)])
    target = NodeKey(Kind.SUB_ITEM, 9)
    window.tree.tree.pieces_dropped.emit(dragged_pieces(data), target, keep)
    settle(window, qtbot)
    assert numbers(window, row.evidence.title) == after
    window.commands["undo"].trigger()
    settle(window, qtbot)
    assert numbers(window, row.evidence.title) == (8,)


def test_files_of_the_folder_are_assigned_where_they_are_dropped(
    window: MainWindow, front: FakeFront, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(front.archive.place.evidence / "各部门报送/市场监管局" / LETTER))])
    assert drop(window, data, NodeKey(Kind.SUB_ITEM, 37))
    settle(window, qtbot)
    assert numbers(window, LETTER.removesuffix(".pdf")) == (37,)


def test_letters_find_lines_by_their_sound(window: MainWindow) -> None:
    window.tree.box.setText("cjjc")  # 抽检监测
    assert window.tree.filter.mapFromSource(window.tree.model.index_of(NodeKey(Kind.SUB_ITEM, 8))).isValid()
    assert not window.tree.filter.mapFromSource(window.tree.model.index_of(NodeKey(Kind.SUB_ITEM, 1))).isValid()


def test_a_line_s_menu_offers_what_is_done_there(window: MainWindow, qtbot: QtBot) -> None:
    key = NodeKey(Kind.SUB_ITEM, 8)
    window.tree.select(key)
    menu = window.tree_decisions.menu(key)
    said = [one.text() for one in menu.actions() if one.text()]
    assert said[:4] == ["打开文件夹", "登记纸质件…", "列为合理缺项…", "装订当前…"]
    chase = next(one for one in menu.actions() if one.text().startswith("查看缺口："))
    chase.trigger()
    assert window.views.current() == "gaps"
    menu.deleteLater()
    heading = window.tree_decisions.menu(NodeKey(Kind.DIMENSION, 1))
    assert [one.text() for one in heading.actions()] == ["装订当前…"]
    heading.deleteLater()


def test_pages_of_a_piece_are_assigned_by_themselves(window: MainWindow, qtbot: QtBot) -> None:
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(next(at for at in range(9) if window.evidence.order.shown()[at].page_count > 2))
    settle(window, qtbot)
    [row] = window.evidence.selected()
    window.evidence.actions_["pages"].trigger()
    form = QApplication.activeModalWidget()
    assert isinstance(form, PageRangeForm)
    assert not form.ok.isEnabled()
    form.number.setText("（9）")
    form.first.setValue(3)
    form.last.setValue(2)
    assert form.problem_label.text() == "起始页不能大于终止页。"
    form.first.setValue(2)
    form.last.setValue(3)
    form.accept()
    settle(window, qtbot)
    assert window.desk.overview is not None
    held = [one for one in window.desk.overview.dossier.assignments if one.evidence_id == row.evidence.id]
    assert {one.number: one.pages for one in held} == {8: None, 9: (2, 3)}
