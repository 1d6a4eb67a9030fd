"""What is done with folder and record beside arranging: questions, history, recycle bin, settings, relinking."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from foodsafe_desktop.domain.questions import Answer
from foodsafe_desktop.domain.watching import FolderSettings
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import answering, deciding, relinking
from foodsafe_desktop.services.accession import ScanReport
from foodsafe_desktop.services.converting import save_conversion
from foodsafe_desktop.services.cover_facts import save_compiled_by
from foodsafe_desktop.services.deadlines import save_deadlines
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.ports.store import Tally
from foodsafe_desktop.services.reckoning import save_coverage_options
from foodsafe_desktop.services.relinking import RootCheck
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.settings import save_backup_schedule, save_folder_settings
from foodsafe_desktop.ui import reports
from foodsafe_desktop.ui.appearance import Appearance, Look
from foodsafe_desktop.ui.bin.view import BinPane
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.evidence.presenter import EvidenceRow
from foodsafe_desktop.ui.evidence.view import EvidencePane
from foodsafe_desktop.ui.history.presenter import WHOLE_ARCHIVE, Of, Subject, read_history
from foodsafe_desktop.ui.history.view import HistoryPane
from foodsafe_desktop.ui.listing.dialog import ListingDialog
from foodsafe_desktop.ui.listing.presenter import check_listing, scan_listing
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.questions.presenter import badge
from foodsafe_desktop.ui.questions.view import QuestionsPane
from foodsafe_desktop.ui.settings.form import OnSettings, SettingsForm
from foodsafe_desktop.ui.settings.presenter import ArchiveSettings, read_settings
from foodsafe_desktop.ui.settings.relocation import RelocationForm
from foodsafe_desktop.ui.tree.nodes import NUMBERED, NodeKey
from foodsafe_desktop.ui.views import Views

_NOTES = 2_000
"""Notes of earlier scans that are kept to be read."""


class Upkeep(QObject):
    """Has views of its own, and listens to the desk. `open_file` opens a path in the evidence folder."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        notices: Notices,
        views: Views,
        evidence: EvidencePane,
        open_file: Callable[[str], object],
        appearance: Appearance,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices, self._views = window, desk, notices, views
        self._evidence, self._appearance = evidence, appearance
        self._notes: dict[str, None] = {}
        self._report: ScanReport | None = None
        self._check: CheckReport | None = None
        self.questions, self.history, self.bin = QuestionsPane(), HistoryPane(), BinPane()
        desk.opened.connect(self._forget)
        desk.changed.connect(self._show_overview)
        desk.scanned.connect(self._tell_scan)
        desk.inspected.connect(self._tell_inspection)
        desk.checked.connect(self._tell_check)
        views.shown.connect(self._enter_view)
        self.questions.answered.connect(self._answer)
        self.questions.open_wanted.connect(open_file)
        self.history.wanted.connect(self._read_history)
        self.bin.restore_wanted.connect(self._restore)
        self.bin.history_wanted.connect(self._show_life)
        evidence.history_wanted.connect(self._show_life)
        evidence.relink_wanted.connect(self._ask_file)
        evidence.relink_folder_wanted.connect(self._ask_folder)

    def add_questions(self) -> None:
        """Add the questions to what is to be checked."""
        self._views.add_inside("check", "questions", badge(0), self.questions)

    def add_views(self) -> None:
        """Add its other views."""
        self._views.add_inside("check", "history", "操作历史", self.history)
        self._views.add_inside("check", "bin", "回收站", self.bin)

    def show_history(self, key: NodeKey | None) -> None:
        """The history of what a person is at: a selected piece, else the current line, else the whole archive."""
        rows = self.bin.selected() if self._views.current() == "bin" else []
        focus = QApplication.focusWidget()
        if self._views.current() == "catalogue" and focus is not None and self._evidence.isAncestorOf(focus):
            rows = self._evidence.selected()
        if len(rows) == 1:
            self._show_life(rows[0])
        elif self._views.current() == "catalogue" and key is not None and key.kind in NUMBERED:
            self._show_subject(Subject(Of.NUMBER, key.number, sub_item_mark(key.number)))
        else:
            self._show_subject(WHOLE_ARCHIVE)

    def show_scan_notes(self) -> None:
        """What the last scan met, as a list."""
        if self._report is None or self._desk.overview is None:
            self._notices.tell("打开档案后尚未扫描。")
            return
        ListingDialog(self._window, scan_listing(self._report, self._notes, self._desk.overview.dossier)).open()

    def show_check_result(self) -> None:
        """What the last check found, as a list."""
        if self._check is None:
            self._notices.tell("打开档案后尚未校验，请先执行“校验”。")
            return
        ListingDialog(self._window, check_listing(self._check)).open()

    def ask_settings(self) -> None:
        """Show the archive's settings."""
        found = self._desk.converters
        self._desk.ask("读取设置", lambda archive, _job: read_settings(archive, found()), self._show_settings)

    def _show_settings(self, shown: ArchiveSettings) -> None:
        def save(settings: FolderSettings) -> None:
            self._desk.decide(lambda archive: save_folder_settings(archive, settings))

        def keep(saving: Callable[[Archive, Any], Decision]) -> Callable[[Any], None]:
            return lambda value: self._desk.decide(lambda archive: saving(archive, value))

        others = OnSettings(
            compiler=keep(save_compiled_by),
            reckoned=keep(save_coverage_options),
            deadlines=keep(save_deadlines),
            schedule=keep(save_backup_schedule),
            conversion=keep(save_conversion),
            looks=self._wear,
        )
        looks = self._appearance.look, self._appearance.scale
        SettingsForm(self._window, shown, save, self._ask_root, others, looks).open()

    def _wear(self, look: Look, scale: int) -> None:
        larger = scale != self._appearance.scale
        self._appearance.keep(look, scale)
        self._notices.tell("字号已保存，重新启动程序后生效。" if larger else "界面主题已更换。")

    def _ask_root(self) -> None:
        archive = self._desk.archive
        if archive is None:
            return

        def chosen(root: Path) -> None:
            def done(found: RootCheck) -> None:
                RelocationForm(self._window, found, lambda: self._desk.move_evidence(root)).open()

            title = "查看新的材料文件夹"
            self._desk.ask(title, lambda now, job: relinking.check_root(now, root, job), done, shown=True)

        self._notices.choose_folder("选择佐证材料文件夹的新位置", archive.place.evidence.parent, chosen)

    def _forget(self, _archive: Archive) -> None:
        self._notes.clear()
        self._report = self._check = None
        self.history.forget()

    def _show_overview(self, overview: Overview) -> None:
        if (archive := self._desk.archive) is not None:
            today = archive.clock().date()
            self.questions.take(overview, today)
            self.bin.take(overview, today)
            self.history.refresh()
            waiting = len(overview.questions)
            self._views.say("questions", badge(waiting))
            check = self._views.actions_["check"]
            check.setIconText(f"检查 {waiting}" if waiting else "检查")
            check.setToolTip(f"检查（{check.shortcut().toString()}），待答问题 {waiting} 个")

    def _enter_view(self, name: str) -> None:
        inside = {"questions": self.questions.list, "history": self.history.table, "bin": self.bin.table}
        if name in inside:
            inside[name].setFocus()

    def _tell_scan(self, report: ScanReport, asked: bool) -> None:  # noqa: FBT001 - a signal's argument
        went = self._report is not None and report.missing > self._report.missing
        self._report = report
        self._notes.update(dict.fromkeys(report.notes))
        while len(self._notes) > _NOTES:
            del self._notes[next(iter(self._notes))]
        if asked or went or report.new or report.moved or report.changed or report.returned or report.questions:
            look = Action("查看", self.show_scan_notes) if report.needs_attention else None
            answer = Action("去答复", lambda: self._views.show_view("questions"))
            self._notices.tell(reports.scan_sentence(report), answer if report.questions else look)

    def _tell_inspection(self, tally: Tally) -> None:
        if self._report is None:
            return
        known = self._report
        self._report = replace(known, unreadable=max(known.unreadable, tally.unreadable), uninspected=tally.uninspected)
        if tally.unreadable > known.unreadable:
            look = Action("查看", self.show_scan_notes)
            self._notices.tell(f"核验完成：有 {tally.unreadable} 个文件不能打开。", look)

    def _tell_check(self, report: CheckReport) -> None:
        self._check = report
        tell = self._notices.tell if report.ok else self._notices.warn
        more = not report.ok or report.unexpected or report.notes
        tell(reports.check_sentence(report), Action("查看", self.show_check_result) if more else None)

    def _answer(self, ids: list[int], said: Answer) -> None:
        self._desk.decide(lambda archive: answering.answer(archive, ids, said))

    def _restore(self, rows: list[EvidenceRow]) -> None:
        ids = [row.evidence.id for row in rows]
        self._desk.decide(lambda archive: deciding.bring_back(archive, ids))

    def _show_life(self, row: EvidenceRow) -> None:
        self._show_subject(Subject(Of.EVIDENCE, row.evidence.id, f"《{row.evidence.title}》"))

    def _show_subject(self, subject: Subject) -> None:
        self.history.show_subject(subject)
        self._views.show_view("history")

    def _read_history(self, subject: Subject, everything: bool, check: bool) -> None:  # noqa: FBT001 - a signal's
        overview = self._desk.overview
        if overview is not None:
            self._desk.ask(
                "读取操作历史",
                lambda archive, _job: read_history(
                    archive, overview.dossier, subject, everything=everything, check_chain=check
                ),
                self.history.show_page,
                shown=check or everything,
            )

    def _ask_file(self, row: EvidenceRow) -> None:
        if (archive := self._desk.archive) is None or not row.missing:
            return
        file = row.missing[0]

        def chosen(new: str) -> None:
            self._desk.decide_slowly("重新指定文件", lambda now, job: relinking.relink_file(now, file.id, new, job))

        self._choose(archive, f"“{PurePosixPath(file.path).name}”现在是哪个文件", chosen, folder=False)

    def _ask_folder(self, row: EvidenceRow) -> None:
        if (archive := self._desk.archive) is None or not row.missing:
            return
        old = row.missing[0].path.rpartition("/")[0]

        def chosen(new: str) -> None:
            self._desk.decide_slowly("重新指定文件夹", lambda now, job: relinking.relink_folder(now, old, new, job))

        self._choose(archive, f"原“{old or '佐证材料文件夹'}”中的文件现在在哪个文件夹", chosen, folder=True)

    def _choose(self, archive: Archive, title: str, on_chosen: Callable[[str], object], *, folder: bool) -> None:
        """Let a person pick a file or folder inside the evidence folder; hands on its relative path."""
        root = archive.place.evidence
        dialog = QFileDialog(self._window, title, str(root))
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.Directory if folder else mode.ExistingFile)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, folder)
        dialog.fileSelected.connect(lambda chosen: self._take_chosen(root, Path(chosen), on_chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_chosen(self, root: Path, chosen: Path, on_chosen: Callable[[str], object]) -> None:
        if not chosen.is_relative_to(root):
            self._notices.warn(f"“{chosen}”不在佐证材料文件夹“{root}”中。请先将它放入该文件夹，再重新指定。")
            return
        on_chosen("" if chosen == root else chosen.relative_to(root).as_posix())
