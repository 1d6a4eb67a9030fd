"""Handing volumes out on paper, and what comes after: what is not as printed any more, and the sheets to exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.arranging import plan_volumes, scope_of
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.errors import (
    AlreadyIssued,
    BoxesIssuedTogether,
    NothingToSupplement,
    NotIssued,
    VolumeIncomplete,
)
from foodsafe_desktop.domain.issuing import (
    ChangedPiece,
    FrozenVolume,
    changed_since,
    freeze,
    latest,
    lying_in,
)
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.references import as_printed
from foodsafe_desktop.domain.sheets import BinderPlan, Measured, SheetKind, SheetRef, lay_out
from foodsafe_desktop.domain.supplements import (
    Supplement,
    emptied,
    for_box,
    record_of,
    supplement,
)
from foodsafe_desktop.services import binders
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import Planned, Planner, weight
from foodsafe_desktop.services.ports import Archive, BinderFacts, BoundVolume
from foodsafe_desktop.services.review import Overview, overview
from foodsafe_desktop.services.store_ports import UnitOfWork

ISSUED = "已发出"
"""The folder under the binders that holds what was handed out, an issue in a folder of its own."""


@dataclass(frozen=True)
class IssueReport:
    """What was handed out: the volumes as frozen, and what compiling them says."""

    volumes: tuple[FrozenVolume, ...]
    bound: binders.BindReport


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
        return latest(unit.issued())


def issue(
    archive: Archive, scope: str, out: Path, job: Job, recipe: Recipe | None = None, word: str = ""
) -> IssueReport:
    """Compile the volumes of a scope and hand them out: their numbers, bytes and fixities are frozen from now on.

    `word`: what the person says to volumes that are not complete, kept in the history; without it these are refused.
    All of them or none. Raises ScopeUnknown, AlreadyIssued, BoxesIssuedTogether, VolumeIncomplete, CannotWrite,
    OutputInEvidence, Cancelled.
    """
    planned = binders.plan(archive, scope, job, recipe)
    known = {volume.base for volume in issued_volumes(archive)}
    if again := [plan.volume.name for plan in planned.volumes if plan.volume.base in known]:
        raise AlreadyIssued(again)
    if len(planned.volumes) == 1 and planned.volumes[0].volume.box is not None:
        raise BoxesIssuedTogether(planned.volumes[0].volume.name)
    _require_whole(planned.volumes, word)
    bound = binders.bind(archive, scope, out, job, recipe, issue=1)
    laid = [volume.laid for volume in bound.volumes]
    _require_whole(laid, word)  # a file may have broken between planning and compiling
    with archive.store.begin() as unit:
        kept = tuple(_keep(archive, unit, volume, None, word) for volume in bound.volumes)
    return IssueReport(kept, bound)


def plan_supplement(archive: Archive, key: str, job: Job, *, addendum: bool = False) -> Supplement:
    """What a supplement to an issued volume would exchange; nothing is written. Raises NotIssued, Cancelled."""
    return _Supplementing(archive, key, job, addendum).planned()[1]


def issue_supplement(
    archive: Archive, key: str, out: Path, job: Job, *, addendum: bool = False, word: str = ""
) -> SupplementReport:
    """Compile an issued volume with what came since, keep it as its next issue, and write the sheets to exchange.

    `addendum`: late pieces go behind the last page instead of beside their neighbours. Raises NotIssued,
    NothingToSupplement, VolumeIncomplete, CannotWrite, OutputInEvidence, IssuedThere, Cancelled.
    """
    doing = _Supplementing(archive, key, job, addendum)
    planned, found = doing.planned()
    before = doing.frozen
    if found.is_empty:
        raise NothingToSupplement(before.name)
    binders.require_free(archive, out, {before.base})
    _require_whole([planned.laid.plan], word)
    bound = binders.pressed(archive, doing.planner, planned, out, job)
    binders.register(archive, f"supplement:{key}", bound)
    _require_whole([bound.laid], word)
    found = doing.against(bound.laid)
    exchange = archive.press.exchange(bound, found, doing.planner.facts, job)
    with archive.store.begin() as unit:
        kept = _keep(archive, unit, bound, before, word, found)
    return SupplementReport(kept, found, bound, exchange)


def check(archive: Archive, key: str, now: Overview, job: Job) -> VolumeCheck:
    """Whether an issued volume's PDF is as it was handed out, and the holdings as printed. Raises NotIssued."""
    issued = issued_volumes(archive)
    volume = _of(issued, key)
    changes = changed_since(volume, now.dossier, issued)
    try:
        agrees = archive.press.digest(archive.place.root / volume.path, job) == volume.sha256
    except OSError:
        return VolumeCheck(volume, None, changes)
    return VolumeCheck(volume, agrees, changes)


def _of(volumes: Sequence[FrozenVolume], key: str) -> FrozenVolume:
    found = next((volume for volume in volumes if volume.key == key), None)
    if found is None:
        raise NotIssued(key)
    return found


def _require_whole(plans: Sequence[BinderPlan], word: str) -> None:
    if not word.strip() and (lacking := [plan.volume.name for plan in plans if plan.partial]):
        raise VolumeIncomplete(lacking)


def _keep(
    archive: Archive,
    unit: UnitOfWork,
    bound: BoundVolume,
    before: FrozenVolume | None,
    word: str,
    found: Supplement | None = None,
) -> FrozenVolume:
    at = archive.clock()
    number = before.issue + 1 if before else 1
    said = word.strip() if bound.laid.partial else ""
    frozen = freeze(
        bound.laid,
        issue=number,
        at=at,
        who=archive.who,
        path=binders.kept_path(archive, bound.pdf),
        sha256=bound.sha256,
        word=said,
        before=before,
    )
    detail: dict[str, object] = {"key": frozen.key, "issue": number, "sha256": bound.sha256, "pages": bound.pages}
    if said:
        detail["word"] = said
    if found is not None:
        detail["steps"] = [f"{step.action.label} {'、'.join(step.into or step.out)}" for step in found.steps]
    kept = unit.add_issued(frozen)
    unit.record(at, archive.who, "issued" if before is None else "supplemented", bound.plan.name, detail)
    return kept


class _Supplementing:
    """One issued volume and what it would hold today, arranged as it was issued."""

    def __init__(self, archive: Archive, key: str, job: Job, addendum: bool) -> None:  # noqa: FBT001 - of this module
        self._archive, self._job, self._addendum = archive, job, addendum
        with archive.store.begin() as unit:
            self._issues = unit.issued()
        self._last = latest(self._issues)
        self.frozen = _of(self._last, key)
        self.planner = self._planner(binders.facts_of(archive, self.frozen.issue + 1))

    def planned(self) -> tuple[Planned, Supplement]:
        """The volume laid out in printed order, and what that exchanges."""
        volume = self._arranged()
        planned = self.planner.whole(volume, weight(volume))
        found = self.against(planned.laid.plan)
        if not found.is_empty:
            said = record_of(self.frozen.issue + 1, self._archive.clock().date(), found.steps)
            facts = binders.facts_of(self._archive, self.frozen.issue + 1, (*self._said_before(), said))
            self.planner.facts = facts
            self.planner.again(planned)
        return planned, found

    def against(self, laid: BinderPlan) -> Supplement:
        """What a volume that is laid out exchanges of the printed one."""
        return supplement(self.frozen, laid, addendum=self._addendum)

    def _planner(self, facts: BinderFacts) -> Planner:
        return Planner(self._archive, self.frozen.recipe, facts, self._job, place=self._place)

    def _place(self, volume: VolumePlan, recipe: Recipe, measured: Mapping[SheetRef, Measured]) -> BinderPlan:
        return self.against(lay_out(volume, recipe, measured)).plan

    def _arranged(self) -> VolumePlan:
        """The volume as today's holdings fill it; of one that was issued in several boxes, this box's share."""
        now = overview(self._archive)
        key, recipe = self.frozen.base, self.frozen.recipe
        arranged = plan_volumes(now.catalogue, now.dossier, now.coverage, scope_of(key, recipe), recipe)
        whole = next((one for one in arranged if one.key == key), emptied(self.frozen))
        if whole is None:
            raise NotIssued(self.frozen.key)
        boxes = [volume for volume in self._last if volume.base == key]
        share = for_box(whole, boxes, self.frozen.key, self._issues)
        self.planner.known = lying_in(self._last, now.dossier)
        if recipe.repeat:
            return share
        here = {(block.number, block.evidence) for block in self.frozen.blocks if block.kind is SheetKind.PART}
        return as_printed(share, here, self.planner.known if whole.number else {})

    def _said_before(self) -> tuple[str, ...]:
        issues = [one for one in self._issues if one.key == self.frozen.key and one.issue > 1]
        return tuple(f"{one.at:%Y}年{one.at.month}月{one.at.day}日第{one.issue}次发出补编。" for one in issues)
