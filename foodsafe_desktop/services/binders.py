"""Compile binders: plan them from the holdings, print what can be printed, say what cannot, register the result.

What was handed out is never numbered anew: see `as_issued` for the rule.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from foodsafe_desktop.domain.arranging import plan_volumes, scope_title
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled, CannotWrite, IssuedThere, OutputInEvidence
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.preflight import remarks
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.services import rehashed
from foodsafe_desktop.services.as_issued import Cupboard, is_of_set
from foodsafe_desktop.services.cover_facts import facts_of
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.planning import BindingPlan, Planned, Planner, costs_of, weight
from foodsafe_desktop.services.ports import Archive, BoundVolume, SetFiles
from foodsafe_desktop.services.ports.store import BinderRecord, UnitOfWork
from foodsafe_desktop.services.pressing import pressed
from foodsafe_desktop.services.recipes import default_recipe
from foodsafe_desktop.services.review import Overview, overview


@dataclass(frozen=True, slots=True)
class BindReport:
    """What was compiled, and what goes with the set. `partial` when anything became a slip sheet that should print.

    `notes` are sentences on what a person should know besides, such as an edited DOCX that was kept.
    """

    volumes: tuple[BoundVolume, ...]
    beside: SetFiles
    partial: bool
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass
class Compiling:
    """What one run compiles: the volumes of a scope, those that were handed out as they were handed out."""

    archive: Archive
    scope: str
    recipe: Recipe
    job: Job
    issue: int = 0

    def __post_init__(self) -> None:
        self.now = overview(self.archive)
        self.facts = facts_of(self.archive, self.issue)
        self._cupboard = cupboard = Cupboard(self.archive, self.now, self.recipe)
        now = self.now
        found = plan_volumes(now.catalogue, now.dossier, now.coverage, self.scope, self.recipe, cupboard.paper)
        of_set = all(is_of_set(volume, self.recipe) for volume in found)
        if of_set and self.scope.partition(":")[0] in ("all", "box"):
            found = (*found, *cupboard.beside(found))
        self.volumes = sorted(found, key=lambda volume: volume.number)
        known = dict(cupboard.paper.lies) if of_set else {}
        self._planner = Planner(self.archive, self.recipe, self.facts, self.job, known, issued=cupboard.boxes)

    def planned(self, *, half: bool = False) -> list[Planned]:
        """All laid out; that may be `half` of the job."""
        return self._planner.plan(self.scope, self.volumes, (2 if half else 1) * sum(map(weight, self.volumes)))

    def compiled(self, out: Path) -> Iterator[BoundVolume]:
        """Plan all, then compile one after the other: what is there stays if one fails."""
        return self.press(self.planned(half=True), out)

    def press(self, planned: Sequence[Planned], out: Path) -> Iterator[BoundVolume]:
        """Compile what was planned, as the other half of the job."""
        measuring = sum(map(weight, self.volumes))
        pressing = max(1, sum(weight(one.volume) for one in planned))
        done = 0
        for one in planned:
            share = weight(one.volume)
            span = (measuring + measuring * done // pressing, measuring + measuring * (done + share) // pressing)
            job = _within(self.job, span, 2 * measuring, one.volume.name)
            if one.frozen is not None:
                yield self._cupboard.compiled(one, one.frozen, out, job)
            else:
                yield pressed(self.archive, self._planner, one, out, job)
            done += share

    def beside(self, volumes: Sequence[BoundVolume], out: Path, *, is_rest: bool = False) -> SetFiles:
        """What goes with these volumes; `is_rest`: with the rest of a scope, whose lists then say so."""
        of = scope_title(self.archive.catalogue, self.scope)
        if is_rest:
            of += f"其余{len({volume.plan.base for volume in volumes})}卷"
        return self.archive.press.index(volumes, _not_bound(self.now, self.scope), self.facts, out, of)

    def notes(self) -> tuple[str, ...]:
        """What to know of those that were handed out."""
        return self._cupboard.notes()


def plan(archive: Archive, scope: str, job: Job, recipe: Recipe | None = None) -> BindingPlan:
    """What binding a scope would print, sheet by sheet, and what to know before: nothing is written but the cache.

    `recipe`: None for the archive's default. Files are taken for what they were at the last scan; volumes that were
    handed out are shown as they were. Raises ScopeUnknown, and FolderGone where pages would be missing only because
    the evidence folder is.
    """
    recipe = recipe or default_recipe(archive)
    laid = tuple(one.laid.plan for one in Compiling(archive, scope, recipe, job).planned())
    return BindingPlan(scope, recipe, laid, remarks(laid), costs_of(laid))


def bind(archive: Archive, scope: str, out: Path, job: Job, recipe: Recipe | None = None) -> BindReport:
    """Compile the volumes of a scope into `out`. A volume is either complete on disk or as it was before.

    Each is registered as soon as it is complete. `recipe`: None for the archive's default; volumes that were handed
    out keep theirs, and come out as they were (`as_issued`). Raises ScopeUnknown, FolderGone, CannotWrite,
    OutputInEvidence, IssuedThere, IssuedLost, IssuedHidden; Cancelled and CannotWrite say which volumes were complete
    by then.
    """
    started = time.monotonic()
    compiling = Compiling(archive, scope, recipe or default_recipe(archive), job)
    require_free(archive, out, {volume.base for volume in compiling.volumes})
    volumes: list[BoundVolume] = []
    try:
        for volume in compiling.compiled(out):
            register(archive, scope, volume)
            volumes.append(volume)
        beside = compiling.beside(volumes, out)
    except Cancelled as error:
        raise Cancelled([volume.plan.name for volume in volumes]) from error
    except CannotWrite as error:
        raise CannotWrite(error.target, error.detail, [volume.plan.name for volume in volumes]) from error
    return reported(volumes, beside, round(time.monotonic() - started, 3), compiling.notes())


def reported(
    volumes: Sequence[BoundVolume], beside: SetFiles, seconds: float, notes: tuple[str, ...] = ()
) -> BindReport:
    """What is told of compiled volumes."""
    partial = any(volume.laid.partial for volume in volumes)
    met = (*(volume.note for volume in volumes if volume.note), *beside.notes, *notes)
    return BindReport(tuple(volumes), beside, partial, seconds, met)


def require_free(archive: Archive, out: Path, bases: Collection[str]) -> None:
    """Raise OutputInEvidence, or IssuedThere where a folder holds what was handed out of one of these volumes."""
    if out.resolve().is_relative_to(archive.place.evidence.resolve()):
        raise OutputInEvidence(str(out))
    with archive.store.begin() as unit:
        issues = [one for one in rehashed.issued(unit) if one.base in bases]
    there = [one.name for one in issues if (archive.place.root / one.path).parent.resolve() == out.resolve()]
    if there:
        raise IssuedThere(str(out), list(dict.fromkeys(there)))


def _within(job: Job, span: tuple[int, int], total: int, name: str) -> Job:
    """A job for one volume that reports into its span of the whole; cancelling stops it too."""

    def report(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 0
        job.step(round(span[0] + (span[1] - span[0]) * share), total, f"{name}：{progress.what}")

    return replace(job, report=report)


def _not_bound(now: Overview, scope: str) -> dict[str, str]:
    """Items of a whole set that make no volume, with the reason, so that the index hides nothing."""
    if scope != "all":
        return {}
    return {
        f"{item.number}．{item.title}": "未选自选项，不装订"
        for item in now.catalogue.items
        if _holds_nothing_chosen(now.catalogue, now, item.number)
    }


def _holds_nothing_chosen(catalogue: Catalogue, now: Overview, number: int) -> bool:
    standings = [
        now.coverage.standings[sub.number]
        for item in catalogue.items
        if item.number == number
        for sub in item.sub_items
    ]
    return all(standing.state is State.NOT_CHOSEN and not standing.assigned for standing in standings)


def register(archive: Archive, scope: str, volume: BoundVolume) -> None:
    """Keep where a compiled volume lies and what its bytes are."""
    with archive.store.begin() as unit:
        register_in(unit, archive, scope, volume)


def register_in(unit: UnitOfWork, archive: Archive, scope: str, volume: BoundVolume) -> None:
    """Keep it as part of a transaction that keeps more."""
    at = archive.clock()
    pdf = kept_path(archive, volume.pdf)
    partial = bool(volume.not_printed)
    detail: dict[str, object] = {"scope": scope, "sha256": volume.sha256, "pages": volume.pages}
    unit.add_binder(BinderRecord(volume.plan.key, pdf, volume.sha256, volume.pages, partial, at))
    unit.record(at, archive.who, "bound", volume.plan.name, detail)


def kept_path(archive: Archive, pdf: Path) -> str:
    """How a compiled volume's place is registered: relative to the archive inside it, so that it can be carried off."""
    root, absolute = archive.place.root.absolute(), pdf.absolute()
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else str(absolute)
