"""Compile binders: plan them from the holdings, print what can be printed, say what cannot, register the result."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from foodsafe_desktop.domain.arranging import plan_volumes, scope_title
from foodsafe_desktop.domain.binder import Part, VolumePlan
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled, CannotWrite, IssuedThere, OutputInEvidence
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.issuing import lying_in
from foodsafe_desktop.domain.preflight import remarks
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import Measured, part_refs
from foodsafe_desktop.domain.wording import binder_title
from foodsafe_desktop.services.coding import coding_of
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.planning import BindingPlan, Planned, Planner, costs_of, weight
from foodsafe_desktop.services.ports import Archive, BinderFacts, BoundVolume, FailedLate, SetFiles
from foodsafe_desktop.services.recipes import default_recipe
from foodsafe_desktop.services.restoring import ARCHIVE_ID
from foodsafe_desktop.services.review import Overview, overview
from foodsafe_desktop.services.store_ports import (
    BinderRecord,
)

COMPILED_BY = "compiled_by"
"""The name under which the store keeps who compiles the set."""


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


def plan(archive: Archive, scope: str, job: Job, recipe: Recipe | None = None) -> BindingPlan:
    """What binding a scope would print, sheet by sheet, and what to know before: nothing is written but the cache.

    `recipe`: None for the archive's default. Files are taken for what they were at the last scan. Raises
    ScopeUnknown, and FolderGone where pages would be missing only because the evidence folder is.
    """
    recipe = recipe or default_recipe(archive)
    now = overview(archive)
    volumes = arranged(now, scope, recipe)
    planner = Planner(archive, recipe, facts_of(archive), job, lying_in(now.issued, now.dossier))
    laid = tuple(one.laid.plan for one in planner.plan(scope, volumes, sum(map(weight, volumes))))
    return BindingPlan(scope, recipe, laid, remarks(laid), costs_of(laid))


def bind(archive: Archive, scope: str, out: Path, job: Job, recipe: Recipe | None = None, issue: int = 0) -> BindReport:
    """Compile the volumes of a scope into `out`. A volume is either complete on disk or as it was before.

    Each is registered as soon as it is complete. `recipe`: None for the archive's default; `issue` counts how often
    the volumes are handed out, 0 where they are not. Raises ScopeUnknown, FolderGone,
    CannotWrite, OutputInEvidence, IssuedThere; Cancelled and CannotWrite say which volumes were complete by then.
    """
    started = time.monotonic()
    recipe = recipe or default_recipe(archive)
    now = overview(archive)
    arrangement = arranged(now, scope, recipe)
    require_free(archive, out, {volume.base for volume in arrangement})
    facts = facts_of(archive, issue)
    volumes: list[BoundVolume] = []
    try:
        planner = Planner(archive, recipe, facts, job, lying_in(now.issued, now.dossier))
        for volume in compiled(archive, scope, planner, arrangement, out):
            register(archive, scope, volume)
            volumes.append(volume)
        of = scope_title(archive.catalogue, scope)
        beside = archive.press.index(volumes, _not_bound(now, scope), facts, out, of)
    except Cancelled as error:
        raise Cancelled([volume.plan.name for volume in volumes]) from error
    except CannotWrite as error:
        raise CannotWrite(error.target, error.detail, [volume.plan.name for volume in volumes]) from error
    partial = any(volume.laid.partial for volume in volumes)
    notes = (*(volume.note for volume in volumes if volume.note), *beside.notes)
    notes = (*notes, *(() if issue else issued_notes(now, volumes)))
    return BindReport(tuple(volumes), beside, partial, round(time.monotonic() - started, 3), notes)


def issued_notes(now: Overview, volumes: Sequence[BoundVolume]) -> tuple[str, ...]:
    """A sentence for each volume that was handed out: compiled anew its pages are numbered anew, not as on paper."""
    last = {one.base: one.issue for one in now.issued}
    names = {volume.plan.base: volume.plan.name for volume in volumes}
    return tuple(
        f"“{name}”已第{last[base]}次发出，本次编制的页号自1起重编，可能与纸质卷不一致；"
        "换页请用“补编”，核对以已发出的 PDF 为准。"
        for base, name in names.items()
        if base in last
    )


def require_free(archive: Archive, out: Path, bases: Collection[str]) -> None:
    """Raise OutputInEvidence, or IssuedThere where a folder holds what was handed out of one of these volumes."""
    if out.resolve().is_relative_to(archive.place.evidence.resolve()):
        raise OutputInEvidence(str(out))
    with archive.store.begin() as unit:
        issues = [one for one in unit.issued() if one.base in bases]
    there = [one.name for one in issues if (archive.place.root / one.path).parent.resolve() == out.resolve()]
    if there:
        raise IssuedThere(str(out), list(dict.fromkeys(there)))


def arranged(now: Overview, scope: str, recipe: Recipe) -> tuple[VolumePlan, ...]:
    """The volumes of a scope as they stand. Raises ScopeUnknown."""
    return plan_volumes(now.catalogue, now.dossier, now.coverage, scope, recipe)


def compiled(
    archive: Archive, scope: str, planner: Planner, volumes: Sequence[VolumePlan], out: Path
) -> Iterator[BoundVolume]:
    """Plan all, then compile one after the other: what is there stays if one fails."""
    measuring = sum(map(weight, volumes))
    planned = planner.plan(scope, volumes, 2 * measuring)
    pressing = max(1, sum(weight(one.volume) for one in planned))
    done = 0
    for one in planned:
        share = weight(one.volume)
        span = (measuring + measuring * done // pressing, measuring + measuring * (done + share) // pressing)
        yield pressed(archive, planner, one, out, _within(planner.job, span, 2 * measuring, one.volume.name))
        done += share


def pressed(archive: Archive, planner: Planner, planned: Planned, out: Path, job: Job) -> BoundVolume:
    """One volume compiled. What turns out not to be printable gets a slip sheet, and the volume is laid out anew.

    Every round refuses one part more, so this ends.
    """
    changed = _refuse_changed(archive, planned, job)
    if changed or not planner.is_current(planned):
        planner.again(planned)
    while True:
        try:
            return archive.press.bind(planned.laid, planned.pages.__getitem__, planner.facts, out, job)
        except FailedLate as failed:
            planned.parts[failed.ref] = Measured((), slip=failed.sentence)
            planner.again(planned)


def _refuse_changed(archive: Archive, planned: Planned, job: Job) -> bool:
    """Put a slip in place of files whose bytes are not those that were recorded; whether there are any."""
    refused = {
        ref: Measured((), slip=sentence)
        for piece in planned.volume.pieces
        if piece.printed_at is None
        for ref, part in zip(part_refs(piece), piece.parts, strict=True)
        if planned.parts[ref].slip is None and (sentence := _why_not(archive, part, job))
    }
    planned.parts.update(refused)
    return bool(refused)


def _why_not(archive: Archive, part: Part, job: Job) -> str:
    """Why a part may not be printed as it is now; empty if all its files are as recorded."""
    if not part.photos:
        return _why_changed(archive, part.file, job)
    whys = ((file.path.rpartition("/")[2], _why_changed(archive, file, job)) for file in part.photos)
    return next((f"“{name}”：{why}" for name, why in whys if why), "")


def _why_changed(archive: Archive, file: EvidenceFile | None, job: Job) -> str:
    job.check()
    if file is None or file.fixity is None:
        return "文件尚未登记校验值，未予打印。请重新扫描后再装订。"
    try:
        fixity = archive.folder.fixity(file.path, job)
    except OSError:
        return "装订时文件已不在原处或无法读取。请找回文件、重新扫描后再装订。"
    if not fixity.same_content(file.fixity):
        return "文件内容在最近一次扫描后又有变动，未予打印。请重新扫描并确认后再装订。"
    return ""


def _within(job: Job, span: tuple[int, int], total: int, name: str) -> Job:
    """A job for one volume that reports into its span of the whole; cancelling stops it too."""

    def report(progress: Progress) -> None:
        share = progress.done / progress.total if progress.total else 0
        job.step(round(span[0] + (span[1] - span[0]) * share), total, f"{name}：{progress.what}")

    return replace(job, report=report)


def facts_of(archive: Archive, issue: int = 0, supplements: tuple[str, ...] = ()) -> BinderFacts:
    """What covers, closing notes and codes say beside the plan."""
    catalogue = archive.catalogue
    with archive.store.begin() as unit:
        fonds, archive_id = coding_of(unit).fonds, unit.setting(ARCHIVE_ID) or ""
    return BinderFacts(
        archive_title=binder_title(catalogue.title),
        document_number=catalogue.document_number,
        years=(catalogue.years[0], catalogue.years[-1]),
        on=archive.clock().date(),
        compiled_by=compiled_by(archive),
        fonds=fonds,
        archive_id=archive_id,
        issue=issue,
        supplements=supplements,
    )


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
    at = archive.clock()
    pdf = kept_path(archive, volume.pdf)
    partial = bool(volume.not_printed)
    detail: dict[str, object] = {"scope": scope, "sha256": volume.sha256, "pages": volume.pages}
    with archive.store.begin() as unit:
        unit.add_binder(BinderRecord(volume.plan.key, pdf, volume.sha256, volume.pages, partial, at))
        unit.record(at, archive.who, "bound", volume.plan.name, detail)


def kept_path(archive: Archive, pdf: Path) -> str:
    """How a compiled volume's place is registered: relative to the archive inside it, so that it can be carried off."""
    root, absolute = archive.place.root.absolute(), pdf.absolute()
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else str(absolute)


def compiled_by(archive: Archive) -> str:
    """Who compiles the set, as covers name them (编制单位); empty where that is filled in by hand."""
    with archive.store.begin() as unit:
        return unit.setting(COMPILED_BY) or ""


def save_compiled_by(archive: Archive, name: str) -> Decision:
    """Say who compiles the set; an empty name leaves a line to write on."""
    before = compiled_by(archive)
    _save_compiled_by(archive, name.strip())
    return Decision(
        "已保存编制单位，下次装订起生效。",
        lambda: _save_compiled_by(archive, before),
        lambda: _save_compiled_by(archive, name.strip()),
    )


def _save_compiled_by(archive: Archive, name: str) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(COMPILED_BY, name)
        unit.record(archive.clock(), archive.who, "settings_saved", COMPILED_BY, {"name": name})
