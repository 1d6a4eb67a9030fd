"""An issued volume laid out as today's holdings fill it: with the numbers, codes and facts that it was issued with."""

from collections.abc import Mapping
from dataclasses import replace

from foodsafe_desktop.domain.arranging import plan_volumes, scope_of
from foodsafe_desktop.domain.as_issued import signings_of
from foodsafe_desktop.domain.binder import Piece, Signing, VolumePlan
from foodsafe_desktop.domain.errors import NotIssued
from foodsafe_desktop.domain.issued_boxes import emptied, for_box, in_order_of_pages, on_paper
from foodsafe_desktop.domain.issuing import FrozenVolume, latest
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.references import as_printed
from foodsafe_desktop.domain.sheets import BinderPlan, Measured, SheetKind, SheetRef, lay_out
from foodsafe_desktop.domain.signing import late_rows, signing_rows
from foodsafe_desktop.domain.supplements import Supplement, record_of, supplement
from foodsafe_desktop.services import rehashed
from foodsafe_desktop.services.cover_facts import facts_as_issued, facts_of
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import Planned, Planner, weight
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview


class Supplementing:
    """One issued volume and what it would hold today. Raises NotIssued for a key that no issue has."""

    def __init__(self, archive: Archive, key: str, job: Job, *, addendum: bool = False) -> None:
        self._archive, self._addendum = archive, addendum
        with archive.store.begin() as unit:
            self._issues = rehashed.issued(unit)
        self._last = latest(self._issues)
        found = next((volume for volume in self._last if volume.key == key), None)
        if found is None:
            raise NotIssued(key)
        self.frozen: FrozenVolume = found
        facts = facts_as_issued(facts_of(archive, found.issue + 1), found)
        self.planner = Planner(archive, found.recipe, facts, job, place=self._place)

    def planned(self) -> tuple[Planned, Supplement]:
        """The volume laid out in printed order, and what that exchanges.

        Where that is nothing, it is laid out as its last issue was, down to the codes on its sheets.
        """
        arranged = self._arranged()
        planned = self.planner.whole(arranged, weight(arranged))
        volume = in_order_of_pages(planned.laid.plan)
        if volume != planned.volume:  # late pieces are arranged by date or name, and lie behind what was printed
            planned = self.planner.whole(volume, weight(volume))
        found = self.against(planned.laid.plan)
        issue = self.frozen.issue
        if found.is_empty:
            self.planner.facts = replace(self.planner.facts, issue=issue, supplements=self._said_before())
            self.planner.again(planned)
            return planned, found
        said = record_of(issue + 1, self._archive.clock().date(), found.steps)
        self.planner.facts = replace(self.planner.facts, supplements=(*self._said_before(), said))
        self.planner.again(planned, self._to_be_signed(volume, found))
        return planned, self.against(planned.laid.plan)

    def against(self, laid: BinderPlan) -> Supplement:
        """What a volume that is laid out exchanges of the printed one."""
        return supplement(self.frozen, laid, addendum=self._addendum)

    def _place(self, volume: VolumePlan, recipe: Recipe, measured: Mapping[SheetRef, Measured]) -> BinderPlan:
        return self.against(lay_out(volume, recipe, measured)).plan

    def _arranged(self) -> VolumePlan:
        """The volume as today's holdings fill it; of one that was issued in several boxes, this box's share."""
        now = overview(self._archive)
        key, recipe = self.frozen.base, self.frozen.recipe
        paper = on_paper(self._last, now.dossier, recipe)
        scope = scope_of(key, recipe)
        arranged = plan_volumes(now.catalogue, now.dossier, now.coverage, scope, recipe, paper)
        whole = next((one for one in arranged if one.key == key), emptied(self.frozen))
        boxes = [volume for volume in self._last if volume.base == key]
        share = for_box(whole, boxes, self.frozen.key, self._issues)
        share = replace(share, signings=self._signed(share))
        self.planner.known = dict(paper.lies) if scope == "all" else {}
        if recipe.repeat:
            return share
        here = {(block.number, block.evidence) for block in self.frozen.blocks if block.kind is SheetKind.PART}
        return as_printed(share, here, self.planner.known if whole.number else {})

    def _signed(self, share: VolumePlan) -> tuple[Signing, ...]:
        """What was signed with the issues so far; of a first one that did not keep it, reckoned from its blocks."""
        issues = [one for one in self._issues if one.key == self.frozen.key]
        first = issues[0]
        if first.imprint is not None:
            return signings_of(issues)
        held = {(block.number, block.evidence) for block in first.blocks if block.evidence}
        rows = signing_rows(share.sections, lambda piece: (piece.number, piece.evidence.id) in held)
        return (Signing(first.issue, tuple(rows), len(held)), *signings_of(issues))

    def _to_be_signed(self, volume: VolumePlan, found: Supplement) -> VolumePlan:
        """The volume with the sheet on which what this supplement brings is signed for."""
        lacking = {one.run.ref for one in found.plan.not_printed if one.part.file and one.run.slip is not None}
        late = {(ref.number, ref.ordinal) for ref in found.reprinted - lacking if ref.ordinal}

        def is_late(piece: Piece) -> bool:
            return (piece.number, piece.ordinal) in late

        rows = tuple(late_rows(volume.sections, is_late))
        signing = Signing(self.frozen.issue + 1, rows, len(volume.pieces))
        return replace(volume, signings=(*volume.signings, signing))

    def _said_before(self) -> tuple[str, ...]:
        if self.frozen.imprint is not None:
            return self.frozen.imprint.supplements
        issues = [one for one in self._issues if one.key == self.frozen.key and one.issue > 1]
        return tuple(f"{one.at:%Y}年{one.at.month}月{one.at.day}日第{one.issue}次发出补编。" for one in issues)
