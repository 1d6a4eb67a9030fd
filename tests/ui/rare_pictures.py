"""Pictures of what is seldom seen: a first sight, an office document that is being converted, rare forms."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from PySide6.QtWidgets import QApplication, QWidget

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Verdict
from foodsafe_desktop.domain.findings import WeekSnapshot
from foodsafe_desktop.domain.members import ArchiveContents, ArchiveMember
from foodsafe_desktop.services import accession
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Rendition
from foodsafe_desktop.services.restoring import Differences, Holding, Restoration
from foodsafe_desktop.ui.checking.restoring import RestoreForm
from foodsafe_desktop.ui.first_sight import FirstSight
from foodsafe_desktop.ui.forms.weeks import WeeksForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.members.form import MembersForm
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.settings.form import SettingsForm
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fake_texts import text
from tests.fakes import NOW, FakeRenderer
from tests.sure import sure
from tests.ui.desktop import FakeFront, JudgingInspector, asked_archive

Take = Callable[..., None]
_DOCUMENT = "(8) 会商/2023/白府发〔2023〕41号 关于开展食品安全会商的通知.docx"


class DocumentInspector(JudgingInspector):
    """Knows an office document."""

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        for at, _path in enumerate(paths):
            report(at, Verdict("docx", Condition.OK, "", 2, printable=True))


class SlowRenderer(FakeRenderer):
    """Makes pages only once it is let go."""

    def __init__(self) -> None:
        self.go = Event()

    def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition:
        while not self.go.wait(0.01):
            job.check()
        return Rendition(source, 1, sizes=((210.0, 297.0),))


def rare_front(home: Path) -> FakeFront:
    """An archive with a document whose pages take their time; its words were read before."""
    (home / "rare").mkdir()
    archive = replace(asked_archive(home / "rare"), renderer=SlowRenderer(), inspector=DocumentInspector())
    words = "各街道办事处，区政府有关部门：\n为做好食品安全会商工作，现将有关事项通知如下。"
    archive.texts.reader.texts = {_DOCUMENT.rpartition("/")[2]: text(words, "二、会商内容\n分析研判本季度风险。")}
    archive.folder.put(_DOCUMENT, b"office")
    accession.scan(archive, Job())
    return FakeFront(archive)


def take_rare(window: MainWindow, front: FakeFront, take: Take, until: Callable[[Callable[[], bool]], None]) -> None:
    """All of it."""
    room = window.reading_room

    def settle() -> None:
        until(lambda: not (room.readings.is_put_off or any(one.is_busy for one in (window.runner, *room.runners))))

    take("A0 start, archives opened before")
    window.desk.open(front.archive.place.root)
    settle()
    window.desk.scan()
    settle()
    _take_waiting(window, front, take, settle, until)
    window.notices.dismiss()
    _take_forms(window, take, settle)
    _take_built(window, take)


def _take_waiting(
    window: MainWindow, front: FakeFront, take: Take, settle: Callable[[], None], until: Callable[..., None]
) -> None:
    room = window.reading_room
    with front.archive.store.begin() as unit:
        held = next(one for one in unit.recorded() if one.path == _DOCUMENT)
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    if not room.sides["catalogue"].is_on:
        room.toggle_preview()
    window.evidence.select_piece(held.evidence_id)
    pane = room.previews["catalogue"].pane
    until(pane.waiting.words.isVisible)
    take("A0 preview, pages are being made")
    assert isinstance(front.archive.renderer, SlowRenderer)
    front.archive.renderer.go.set()
    settle()


def _take_forms(window: MainWindow, take: Take, settle: Callable[[], None]) -> None:
    gaps = window.chasing.gaps
    window.views.show_view("papers")
    settle()
    papers = window.checking.papers
    papers.table.selectRow(0)
    asks: dict[str, Callable[[], object]] = {
        "omission": lambda: window.page_view.omission_wanted.emit(8),
        "note": lambda: window.page_view.note_wanted.emit(8),
        "join": papers._commands[-1].trigger,
    }
    for name, ask in asks.items():
        ask()
        settle()
        _taken(f"A1 form {name}", take)
    window.views.show_view("gaps")
    settle()
    gaps.table.selectRow(0)
    gaps.actions_["finding"].trigger()
    _taken("A2 form deadline", take)
    window.commands["settings"].trigger()
    settle()
    form = QApplication.activeModalWidget()
    assert isinstance(form, SettingsForm)
    for at, name in ((2, "days"), (3, "looks")):
        form.tabs.setCurrentIndex(at)
        take(f"A3 settings of {name}", form)
    form.close()
    copies = sure(window.desk.archive).place.backups
    copies.mkdir(parents=True)
    for name in ("by_hand_20240506-120000", "daily_20240505-173012"):
        (copies / f"dossier_{name}.sqlite3").write_bytes(b"copy" * 90_000)
    window.views.show_view("safety")
    settle()
    take("A4 copies")


def _take_built(window: MainWindow, take: Take) -> None:
    members = [ArchiveMember(at, f"附件{at}　会商纪要.pdf", 81_000 * (at + 1), "2023-05-18 09:30") for at in range(5)]
    members.append(ArchiveMember(5, "附件/加密.zip", 900, "2023-05-18 09:31", "设有密码"))
    holding = Holding(128, 160, 131, 2, 4, 1, 902, "demo", "evidence")
    differences = Differences(holding, holding, (), 3, strangers=False, broken=False)
    found = Restoration(Path("copy"), differences, replaced=False)
    weeks = [
        WeekSnapshot(NOW.date() - dt.timedelta(days=7 * at), frozenset({("8-meetings", 2022)}), "1", "130", ())
        for at in range(3)
    ]
    forms = {
        "members": MembersForm(window, "(8) 会商/2023/附件.zip", ArchiveContents(tuple(members)), lambda _places: None),
        "restore": RestoreForm(window, "dossier_daily_20240506-120000.sqlite3", found, lambda: None),
        "weeks": WeeksForm(window, weeks, lambda _day: None),
    }
    for name, form in forms.items():
        form.open()
        _taken(f"A5 form {name}", take)


def take_first_sight(remembered: Remembered, root: Path, size: tuple[int, int], take: Take) -> None:
    """The frame before anything is loaded, with and without an archive to open."""
    for name, at in (("A6 first sight", root), ("A7 first sight without archive", None)):
        frame = FirstSight(remembered, at)
        frame.resize(*size)
        frame.show()
        take(name, frame)
        frame.close()


def _taken(name: str, take: Take) -> None:
    found: QWidget | None = QApplication.activeModalWidget()
    assert found is not None, name
    take(name, found)
    found.close()
