"""Compiling a volume that was handed out: it comes out as it lies in the cupboard, never numbered anew.

The rule: whatever is compiled of an issued volume (`bind`, the set's lists, an inspector's copy) is its last issue.
Its PDF is the very file that was handed out, with the recipe, the numbers, the 全宗号 and the day of then; contents,
codes, manifest and lists follow from what was frozen. What changed since is told and not taken in: that is what a
supplement is for. Where the PDF is lost and nothing changed, the same pages are made again; where something did, the
volume is refused, and so is one in which a secrecy mark was found since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from foodsafe_desktop.domain.arranging import scope_of, section_of
from foodsafe_desktop.domain.as_issued import as_issued, hidden_since
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.errors import IssuedHidden, IssuedLost
from foodsafe_desktop.domain.issued_boxes import emptied, on_paper
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.references import OnPaper
from foodsafe_desktop.domain.wording import volumes_named
from foodsafe_desktop.services import rehashed
from foodsafe_desktop.services.cover_facts import facts_as_issued, facts_of
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import Planned
from foodsafe_desktop.services.ports import Archive, BoundVolume, Laid
from foodsafe_desktop.services.pressing import pressed
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.supplementing import Supplementing


@dataclass
class Cupboard:
    """The issued volumes, as what is compiled by a recipe meets them."""

    archive: Archive
    now: Overview
    recipe: Recipe
    used: dict[str, FrozenVolume] = field(default_factory=dict)
    """Those that were asked for, by their keys."""

    @cached_property
    def paper(self) -> OnPaper:
        """What is settled for the set that the recipe makes."""
        return on_paper(self.now.issued, self.now.dossier, self.recipe)

    def beside(self, arranged: Sequence[VolumePlan]) -> list[VolumePlan]:
        """Issued volumes of the set into which nothing belongs any more: they are in the cupboard all the same."""
        there = {volume.key for volume in arranged}
        gone = {one.base: one for one in self.now.issued if one.base in self.paper.keys - there}
        return [emptied(one) for one in gone.values()]

    def boxes(self, base: str) -> list[Planned]:
        """The boxes of an issued volume, laid out as issued; none where it was not issued."""
        boxes = [one for one in self.now.issued if one.base == base]
        self.used |= {one.key: one for one in boxes}
        return [self._planned(one, boxes) for one in boxes]

    def _planned(self, frozen: FrozenVolume, boxes: Sequence[FrozenVolume]) -> Planned:
        now = self.now
        with self.archive.store.begin() as unit:
            issues = [one for one in rehashed.issued(unit) if one.key == frozen.key]
        of = partial(section_of, now.catalogue, now.dossier, now.coverage)
        return Planned(Laid(as_issued(frozen, boxes, issues, now.dossier, of), {}), {}, {}, frozen)

    def compiled(self, planned: Planned, frozen: FrozenVolume, out: Path, job: Job) -> BoundVolume:
        """The volume in `out`, as it was handed out. Raises IssuedHidden, IssuedLost, CannotWrite, Cancelled."""
        if codes := hidden_since(frozen, self.now.dossier):
            raise IssuedHidden(frozen.name, codes)
        archive = self.archive
        facts = facts_as_issued(facts_of(archive, frozen.issue), frozen)
        pdf = archive.place.volume(frozen.path)
        try:
            is_whole = archive.press.digest(pdf, job) == frozen.sha256
        except OSError:
            is_whole = False
        if is_whole:
            return archive.press.reissue(planned.laid.plan, pdf, facts, out, job)
        doing = Supplementing(archive, frozen.key, job)
        again, found = doing.planned()
        if not found.is_empty:
            raise IssuedLost(frozen.name, str(pdf))
        return pressed(archive, doing.planner, again, out, job)

    def notes(self) -> tuple[str, ...]:
        """Sentences on the issued volumes among those that were compiled."""
        if not self.used:
            return ()
        used = volumes_named([one.name for one in self.used.values()])
        told = [f"{used}已经发出，按发出时的原样编制，页号、目录与纸质卷一致。"]
        other = [one.name for one in self.used.values() if one.recipe != self.recipe]
        if other:
            more = f"等{len(other)}卷" if len(other) > 1 else ""
            told.append(f"已发出的“{other[0]}”{more}仍按发出时的装订方案，不随本次所选方案改变。")
        changed = {one.name: self.now.changes.get(one.key, ()) for one in self.used.values()}
        told += [
            f"“{name}”发出后有变动（{len(changes)}件），未收入本次编制；请用“补编”换页。"
            for name, changes in changed.items()
            if changes
        ]
        return tuple(told)


def is_of_set(volume: VolumePlan, recipe: Recipe) -> bool:
    """Whether a volume is one of the set that a recipe makes, and does not stand alone."""
    return scope_of(volume.base, recipe) == "all"
