"""What the wishes of the 装订 view become: plans on the dossier thread, forms, compiled and issued volumes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.supplements import Supplement
from foodsafe_desktop.services import binders, issuing
from foodsafe_desktop.services.issuing import ISSUED, IssueReport, SupplementReport, VolumeCheck
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import BindingPlan
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.recipes import default_recipe, recipe_named
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.binding.issue_forms import IssueForm, SupplementForm
from foodsafe_desktop.ui.binding.keeping import Keeping
from foodsafe_desktop.ui.binding.presenter import (
    Shelf,
    Volume,
    badge,
    check_listing,
    check_sentence,
    read_shelf,
    volumes_of,
)
from foodsafe_desktop.ui.binding.printing import Printing
from foodsafe_desktop.ui.binding.view import BindingView
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.binding import BindingForm
from foodsafe_desktop.ui.jobs import JobRunner, Task
from foodsafe_desktop.ui.listing.dialog import ListingDialog
from foodsafe_desktop.ui.notices import Action, Notices
from foodsafe_desktop.ui.opening import open_path, reveal
from foodsafe_desktop.ui.views import Views

_PLAN = "预排"


@dataclass(frozen=True)
class _Looked:
    """What the view shows, as it was read and reckoned on the dossier thread."""

    shelf: Shelf
    volumes: tuple[Volume, ...]
    planned: BindingPlan | None
    is_stale: bool


class Binding(QObject):
    """Has the view of its own, and listens to the desk. `printing` is a thread beside the dossier's."""

    jump_wanted = Signal(int, int)
    """Number of the catalogue, and evidence id (0: none)."""

    def __init__(
        self, window: QWidget, desk: Desk, runner: JobRunner, printing: JobRunner, notices: Notices, views: Views
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices, self._views = window, desk, notices, views
        self._planned: BindingPlan | None = None
        self._dossier: Dossier | None = None
        self._shelf = Shelf()
        self._stale = True
        self.view = BindingView()
        self.printing = Printing(window, desk, printing, notices)
        self.keeping = Keeping(window, desk, notices)
        desk.beside.append(printing)
        desk.opened.connect(self._forget)
        desk.changed.connect(self._take)
        desk.bound.connect(self._look)
        runner.finished.connect(self._planned_or_not)
        views.shown.connect(self._enter)
        self.view.jump_wanted.connect(self.jump_wanted)
        self.view.wanted.connect(self._do)
        for box in (self.view.scope, self.view.recipe):
            box.activated.connect(lambda _at: self._compare())
        self.view.recipe_wanted.connect(lambda what, kept: self.keeping.recipe(what, kept, self._shelf.recipes))

    def add_view(self) -> None:
        """Add its view to those that there are."""
        self._views.add("binding", "bind-all", badge({}), self.view, "预排、编制、发出、补编和打印")

    def ask_bind(self, scopes: Sequence[tuple[str, str]], recipe: str = "") -> None:
        """Ask where the volumes of a scope go, and compile them. `recipe`: empty for the default."""
        if (archive := self._desk.archive) is not None:

            def bind(scope: str, out: Path) -> None:
                self._desk.bind(scope, out, recipe)

            BindingForm(self._window, scopes, recipe, archive.place.binders, bind).open()

    def plan(self) -> None:
        """Plan what is chosen, in the background."""
        if self._desk.overview is None:
            return
        scope, recipe, now = self.view.chosen_scope(), self.view.chosen_recipe(), self._desk.overview
        self.view.show_busy(busy=True)

        def work(archive: Archive, job: Job) -> _Looked:
            chosen = recipe_named(archive, recipe) if recipe else default_recipe(archive)
            planned = binders.plan(archive, scope, job, chosen)
            shelf = read_shelf(archive)
            return _Looked(shelf, volumes_of(now, planned, shelf), planned, is_stale=False)

        def done(looked: _Looked) -> None:
            self._planned, self._dossier = looked.planned, now.dossier
            self._show(looked)
            self.view.volumes.table.setFocus()

        self._desk.ask(_PLAN, work, done, shown=True)

    def _do(self, what: str) -> None:
        runs: dict[str, Callable[[], object]] = {
            "plan": self.plan,
            "bind": self._bind,
            "issue": self._ask_issue,
            "supplement": self._ask_supplement,
            "check": self._check,
            "open": self._open,
            "folder": self._open_folder,
            "print": self._print,
            "codes": lambda: self.keeping.codes(self._shelf.coding, self.view.current(), self._desk.overview),
        }
        runs[what]()

    def _forget(self, _archive: Archive) -> None:
        self._planned = self._dossier = None
        self._shelf = Shelf()
        self.view.show_volumes((), None)

    def _take(self, overview: Overview) -> None:
        said = badge(overview.changes)
        shown = self._views.actions_["binding"]
        shown.setText(said)
        shown.setIconText(said)
        self.view.show_scopes(overview.catalogue)
        self._look()

    def _enter(self, name: str) -> None:
        if name == "binding" and self._stale:
            self._look()

    def _look(self) -> None:
        """Read anew what the archive keeps, once anybody looks."""
        self._stale = self._views.current() != "binding"
        now, planned, dossier = self._desk.overview, self._planned, self._dossier
        if self._stale or now is None:
            return

        def work(archive: Archive, _job: Job) -> _Looked:
            shelf = read_shelf(archive)
            is_stale = dossier is not None and _prints_otherwise(dossier, now.dossier)
            return _Looked(shelf, volumes_of(now, planned, shelf), planned, is_stale)

        self._desk.ask("读取装订情况", work, self._show, shown=False)

    def _show(self, looked: _Looked) -> None:
        if looked.planned is not self._planned:
            return
        self._shelf = looked.shelf
        self.view.show_recipes(looked.shelf.recipes)
        self.view.show_volumes(looked.volumes, looked.planned)
        if looked.is_stale:
            self.view.show_stale()

    def _planned_or_not(self, task: Task) -> None:
        if task.title == _PLAN:
            self.view.show_busy(busy=False)

    def _bind(self) -> None:
        """What is chosen now comes first; what was planned is offered where it is of the same recipe."""
        chosen, planned, one = self.view.chosen_scope(), self._planned, self.view.current()
        scopes = [(chosen, self.view.chosen_words())]
        if planned is not None and planned.recipe.name == self.view.chosen_recipe():
            whole = (planned.scope, f"本次预排的全部卷（{len(planned.volumes)} 卷）")
            scopes = [whole] if planned.scope == chosen else [*scopes, whole]
            if one is not None and one.scope not in (None, planned.scope, chosen):
                scopes.append((one.scope or "", f"仅选定的一卷：{one.name}"))
        self.ask_bind(scopes, self.view.chosen_recipe())

    def _compare(self) -> None:
        """Once something else is chosen than what was planned, say so."""
        planned = self._planned
        if planned is not None:
            same = (planned.scope, planned.recipe.name) == (self.view.chosen_scope(), self.view.chosen_recipe())
            self.view.show_other(is_other=not same)

    def _ask_issue(self) -> None:
        archive, planned, one = self._desk.archive, self._planned, self.view.current()
        if archive is None or planned is None:
            return
        volumes = [row.about for row in self.view.model.rows if isinstance(row.about, Volume) and row.about.plan]
        free = [volume for volume in volumes if volume.frozen is None]
        lacking = [volume.name for volume in free if volume.plan and volume.plan.partial]
        whole = "本次预排的全部卷" if len(free) == len(volumes) else "本次预排中尚未发出的各卷"
        scopes = [(planned.scope, f"{whole}（{len(free)} 卷）", lacking)]
        alone = [volume for volume in free if volume.scope is not None and volume.scope != planned.scope]
        alone.sort(key=lambda volume: one is None or volume.key != one.key)
        for volume in alone:
            lacking = [volume.name] if volume.plan and volume.plan.partial else []
            scopes.append((volume.scope or "", volume.name, lacking))

        def issue(scope: str, out: Path, word: str) -> None:
            self._desk.carry_out(
                "发出", lambda now, job: issuing.issue(now, scope, out, job, planned.recipe, word), self._tell_issued
            )

        IssueForm(self._window, scopes, archive.place.binders / ISSUED / "第1次", issue).open()

    def _tell_issued(self, report: IssueReport) -> None:
        out = report.bound.volumes[0].pdf.parent
        sentence = f"已发出 {len(report.volumes)} 卷，页号自此固定；其后的增补请用“补编”。"
        self._notices.tell(sentence, Action("打开所在文件夹", lambda: self._desk.open_folder(out)))

    def _ask_supplement(self) -> None:
        archive, one = self._desk.archive, self.view.current()
        if archive is None or one is None or one.frozen is None:
            return
        key, issue = one.frozen.key, one.frozen.issue + 1
        out = archive.place.binders / ISSUED / f"第{issue}次"
        asked: list[SupplementForm] = []

        def plan(*, addendum: bool) -> None:
            title = "计算换页步骤"
            self._desk.ask(
                title, lambda now, job: issuing.plan_supplement(now, key, job, addendum=addendum), show, shown=True
            )

        def give_out(addendum: bool, folder: Path, word: str) -> None:  # noqa: FBT001 - as the form hands it on
            self._desk.carry_out(
                "发出补编",
                lambda now, job: issuing.issue_supplement(now, key, folder, job, addendum=addendum, word=word),
                self._tell_supplement,
            )

        def show(found: Supplement) -> None:
            if asked:
                asked[0].show_found(found)
                return
            form = SupplementForm(self._window, one.name, found, out, lambda on: plan(addendum=on), give_out)
            asked.append(form)
            form.open()

        plan(addendum=False)

    def _tell_supplement(self, report: SupplementReport) -> None:
        sentence = f"已发出“{report.volume.name}”的补编（第{report.volume.issue}次），共 {len(report.found.steps)} 步。"
        self._notices.tell(sentence, Action("打开换页材料", lambda: self._open_path(report.exchange)))

    def _check(self) -> None:
        def work(archive: Archive, job: Job) -> tuple[VolumeCheck, ...]:
            now = self._desk.overview
            assert now is not None  # noqa: S101 - an archive is open
            made = []
            for done, volume in enumerate(now.issued):
                job.step(done, len(now.issued), volume.name)
                made.append(issuing.check(archive, volume.key, now, job))
            return tuple(made)

        def done(checks: tuple[VolumeCheck, ...]) -> None:
            said = self._notices.tell if all(one.agrees for one in checks) else self._notices.warn
            look = Action("查看", lambda: ListingDialog(self._window, check_listing(checks)).open())
            said(check_sentence(checks), look)

        self._desk.ask("核对已发出的卷", work, done, shown=True)

    def _print(self) -> None:
        one = self.view.current()
        if one is not None and (pdf := self._pdf(one)) is not None:
            self.printing.ask(pdf, duplex=bool(one.recipe and one.recipe.duplex))

    def _open(self) -> None:
        one = self.view.current()
        if one is not None and (pdf := self._pdf(one)) is not None:
            self._open_path(pdf)

    def _open_folder(self) -> None:
        one = self.view.current()
        if one is not None and (pdf := self._pdf(one)) is not None and not reveal(pdf):
            self._notices.warn(f"无法打开“{pdf.parent}”。请确认文件夹在线后重试。")

    def _pdf(self, one: Volume) -> Path | None:
        archive = self._desk.archive
        return archive.place.volume(one.pdf) if archive is not None and one.pdf is not None else None

    def _open_path(self, path: Path) -> None:
        if not open_path(path):
            self._notices.warn(f"无法打开“{path}”。请确认它仍在原处，且本机装有能打开它的程序。")


def _prints_otherwise(one: Dossier, other: Dossier) -> bool:
    """Whether two states of the holdings could make different volumes."""

    def prints(dossier: Dossier) -> tuple[object, ...]:
        return dossier.evidence, dossier.files, dossier.assignments, dossier.omissions, dossier.election

    return prints(one) != prints(other)
