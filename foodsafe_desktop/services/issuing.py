"""Handing volumes out on paper, and what comes after: what is not as printed any more, and the sheets to exchange."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from foodsafe_desktop.domain.binder import Signing, VolumePlan
from foodsafe_desktop.domain.errors import (
    AlreadyIssued,
    BoxesIssuedTogether,
    NothingToIssue,
    NothingToSupplement,
    NotIssued,
    VolumeIncomplete,
)
from foodsafe_desktop.domain.imprint import Imprint
from foodsafe_desktop.domain.issuing import ChangedPiece, FrozenVolume, changed_since, freeze, latest
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.domain.signing import signing_rows
from foodsafe_desktop.domain.supplements import Supplement
from foodsafe_desktop.services import binders, rehashed
from foodsafe_desktop.services.binders import Compiling
from foodsafe_desktop.services.handing_out import apart, beside_in_place, in_place, promise
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, BinderFacts, BoundVolume
from foodsafe_desktop.services.ports.store import UnitOfWork
from foodsafe_desktop.services.pressing import pressed
from foodsafe_desktop.services.recipes import default_recipe
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.supplementing import Supplementing

ISSUED = "已发出"
"""The folder under the binders that holds what was handed out, an issue in a folder of its own."""


@dataclass(frozen=True)
class IssueReport:
    """What was handed out: the volumes as frozen, and what compiling them says.

    `before`: those of the scope that had been handed out already, and were not again.
    """

    volumes: tuple[FrozenVolume, ...]
    bound: binders.BindReport
    before: tuple[FrozenVolume, ...] = ()


@dataclass(frozen=True)
class SupplementReport:
    """A supplement that was handed out: the volume as it is now, and the PDF with the list and the sheets to put in."""

    volume: FrozenVolume
    found: Supplement
    bound: BoundVolume
    exchange: Path


@dataclass(frozen=True)
class VolumeCheck:
    """Whether an issued volume still agrees: its PDF (None: not where it was put), and the holdings."""

    volume: FrozenVolume
    pdf_agrees: bool | None
    changes: tuple[ChangedPiece, ...]

    @property
    def agrees(self) -> bool:
        """Whether PDF, database and folder say the same."""
        return self.pdf_agrees is True and not self.changes


def issued_volumes(archive: Archive) -> tuple[FrozenVolume, ...]:
    """The last issue of every volume that was handed out, in the order of their first."""
    with archive.store.begin() as unit:
        return latest(rehashed.issued(unit))


def issue(
    archive: Archive, scope: str, out: Path, job: Job, recipe: Recipe | None = None, word: str = ""
) -> IssueReport:
    """Compile the volumes of a scope and hand them out: their numbers, bytes and fixities are frozen from now on.

    Volumes of the scope that were handed out before stay as they are. `word`: what the person says to volumes that
    are not complete, kept in the history; without it these are refused. All of them or none: nothing lies in `out`
    that is not recorded, and nothing is recorded that does not lie there. Raises ScopeUnknown, AlreadyIssued (where
    nothing else is in the scope), BoxesIssuedTogether, NothingToIssue, VolumeIncomplete, CannotWrite,
    OutputInEvidence, Cancelled.
    """
    started = time.monotonic()
    compiling = Compiling(archive, scope, recipe or default_recipe(archive), job, issue=1)
    planned = compiling.planned(half=True)
    before = tuple(one.frozen for one in planned if one.frozen is not None)
    free = [one for one in planned if one.frozen is None]
    _require_issuable([one.laid.plan for one in free], before, word)
    binders.require_free(archive, out, {one.volume.base for one in free})
    with apart(archive, out) as made:
        volumes = list(compiling.press(free, made.folder))
        _require_whole([volume.laid for volume in volumes], word)  # a file may have broken since it was planned
        beside = compiling.beside(volumes, made.folder, is_rest=bool(before))
        volumes = [in_place(volume, out) for volume in volumes]
        frozen = [_frozen(archive, volume, compiling.facts, word) for volume in volumes]
        promise(made, frozen)
        with archive.store.begin() as unit:
            for volume in volumes:
                binders.register_in(unit, archive, scope, volume)
            kept = tuple(map(partial(_keep, archive, unit), frozen, volumes))
    seconds = round(time.monotonic() - started, 3)
    return IssueReport(kept, binders.reported(volumes, beside_in_place(beside, out), seconds), before)


def plan_supplement(archive: Archive, key: str, job: Job, *, addendum: bool = False) -> Supplement:
    """What a supplement to an issued volume would exchange; nothing is written. Raises NotIssued, Cancelled."""
    return Supplementing(archive, key, job, addendum=addendum).planned()[1]


def issue_supplement(
    archive: Archive, key: str, out: Path, job: Job, *, addendum: bool = False, word: str = ""
) -> SupplementReport:
    """Compile an issued volume with what came since, keep it as its next issue, and write the sheets to exchange.

    `addendum`: late pieces go behind the last page instead of beside their neighbours. Raises NotIssued,
    NothingToSupplement, VolumeIncomplete, CannotWrite, OutputInEvidence, IssuedThere, Cancelled.
    """
    doing = Supplementing(archive, key, job, addendum=addendum)
    planned, found = doing.planned()
    before = doing.frozen
    if found.is_empty:
        raise NothingToSupplement(before.name)
    binders.require_free(archive, out, {before.base})
    _require_whole([planned.laid.plan], word)
    with apart(archive, out) as made:
        bound = pressed(archive, doing.planner, planned, made.folder, job)
        _require_whole([bound.laid], word)
        facts = doing.planner.facts
        found = doing.against(bound.laid)
        today = replace(facts, on=archive.clock().date())
        exchange = out / archive.press.exchange(bound, found, today, job).name
        bound = in_place(bound, out)
        frozen = _frozen(archive, bound, facts, word, before)
        promise(made, [frozen])
        with archive.store.begin() as unit:
            binders.register_in(unit, archive, f"supplement:{key}", bound)
            kept = _keep(archive, unit, frozen, bound, found)
    return SupplementReport(kept, found, bound, exchange)


def check(archive: Archive, key: str, now: Overview, job: Job) -> VolumeCheck:
    """Whether an issued volume's PDF is as it was handed out, and the holdings as printed. Raises NotIssued."""
    issued = issued_volumes(archive)
    volume = _of(issued, key)
    changes = changed_since(volume, now.dossier, issued)
    try:
        agrees = archive.press.digest(archive.place.volume(volume.path), job) == volume.sha256
    except OSError:
        return VolumeCheck(volume, None, changes)
    return VolumeCheck(volume, agrees, changes)


def _of(volumes: Sequence[FrozenVolume], key: str) -> FrozenVolume:
    found = next((volume for volume in volumes if volume.key == key), None)
    if found is None:
        raise NotIssued(key)
    return found


def _require_issuable(plans: Sequence[BinderPlan], before: Sequence[FrozenVolume], word: str) -> None:
    """Raise where what is planned, apart from what was handed out `before`, cannot be handed out as it is."""
    if before and not plans:
        raise AlreadyIssued([volume.name for volume in before])
    if len(plans) == 1 and plans[0].volume.box is not None:
        raise BoxesIssuedTogether(plans[0].volume.name)
    if not any(plan.volume.pieces for plan in plans):
        raise NothingToIssue
    _require_whole(plans, word)


def _require_whole(plans: Sequence[BinderPlan], word: str) -> None:
    if not word.strip() and (lacking := [plan.volume.name for plan in plans if plan.partial]):
        raise VolumeIncomplete(lacking)


def _frozen(
    archive: Archive, bound: BoundVolume, facts: BinderFacts, word: str, before: FrozenVolume | None = None
) -> FrozenVolume:
    """A compiled volume as it is handed out now."""
    return freeze(
        bound.laid,
        at=archive.clock(),
        who=archive.who,
        path=binders.kept_path(archive, bound.pdf),
        sha256=bound.sha256,
        word=word.strip() if bound.laid.partial else "",
        imprint=_imprint(bound.plan, facts),
        before=before,
    )


def _imprint(volume: VolumePlan, facts: BinderFacts) -> Imprint:
    signed = {one.issue: one for one in volume.signings}
    mine = signed.get(facts.issue) or Signing(facts.issue, (), 0)
    rows = mine.rows if signed else tuple(signing_rows(volume.sections))
    pieces = volume.signings[0].pieces if volume.signings else len(volume.pieces)
    return Imprint(
        volume.number,
        volume.title,
        volume.dimension,
        facts.on,
        facts.fonds,
        facts.compiled_by,
        pieces,
        rows,
        facts.supplements,
    )


def _keep(
    archive: Archive, unit: UnitOfWork, frozen: FrozenVolume, bound: BoundVolume, found: Supplement | None = None
) -> FrozenVolume:
    number = frozen.issue
    detail: dict[str, object] = {"key": frozen.key, "issue": number, "sha256": bound.sha256, "pages": bound.pages}
    if frozen.word:
        detail["word"] = frozen.word
    if found is not None:
        detail["steps"] = [f"{step.action.label} {'、'.join(step.into or step.out)}" for step in found.steps]
    kept = unit.add_issued(frozen)
    unit.record(frozen.at, archive.who, "issued" if number == 1 else "supplemented", bound.plan.name, detail)
    return kept
