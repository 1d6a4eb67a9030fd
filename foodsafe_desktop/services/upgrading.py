"""Take in a newer edition of the catalogue: look at it first, confirm the renumbering, then all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.backups import BEFORE
from foodsafe_desktop.domain.carrying import Carried, Decisions, asked_anew, carry_over, decisions_of
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.corrections import with_entered
from foodsafe_desktop.domain.editions import Difference, Edition, Match, Renumbering, differences, propose
from foodsafe_desktop.domain.errors import UpgradeRefused
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.lists import list_differences, with_list
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.backups import back_up
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)
from foodsafe_desktop.services.review import coverage_of, overview
from foodsafe_desktop.services.rules import REQUIREMENTS


@dataclass(frozen=True)
class Preview:
    """A newer edition beside the one in use. `matches` are proposals: whatever is not plain a person must confirm.

    `left_behind` and `asked_anew` say what follows from the renumbering that was looked at.
    """

    edition: Edition
    matches: tuple[Match, ...]
    differences: tuple[Difference, ...]
    left_behind: tuple[str, ...]
    asked_anew: tuple[Gap, ...]

    @property
    def to_confirm(self) -> tuple[Match, ...]:
        """The proposals that renumber a line, drop it, or reword it."""
        return tuple(match for match in self.matches if not match.is_plain)


def preview(archive: Archive, edition: Edition, renumbering: Renumbering | None = None) -> Preview:
    """What `edition` changes, with the proposed renumbering or one that a person has put right. Changes nothing."""
    # As printed on both sides: the archivist's corrections are carried over, they are no change of the edition.
    now, newer = (_printed(archive, one) for one in (archive.rules.edition, edition))
    matches = propose(now, newer)
    mapping = {match.old: match.new for match in matches} if renumbering is None else renumbering
    carried, gaps = _outlook(archive, edition, mapping)
    found = (*differences(now, newer, mapping), *list_differences(archive.rules.edition, edition, mapping))
    return Preview(edition, matches, found, carried.left_behind, gaps)


def upgrade(archive: Archive, edition: Edition, renumbering: Renumbering) -> Decision:
    """Put a newer edition in place of the one in use; every decision follows `renumbering`, in one transaction.

    An edition without a list of requirements goes on with the one in use.
    A copy of the database is put into `backups` first. Raises UpgradeRefused, CannotWrite; then nothing has changed.
    """
    asked = edition
    edition, unlisted = with_list(archive.rules.edition, edition, renumbering)
    _check(archive, edition, renumbering)
    at = archive.clock()
    copy = back_up(archive, Job(), f"{BEFORE}upgrade").path
    former = archive.rules.edition
    with archive.store.begin() as unit:
        before = decisions_of(unit.dossier(), unit.findings())
        carried = _carried(before, former, edition, renumbering, unlisted)
        detail = {"from": former.catalogue.id, "to": edition.catalogue.id, "renumbered": _renumbered(renumbering)}
        _write(unit, edition, before, carried.decisions)
        unit.record(at, archive.who, "catalogue_upgraded", "catalogue", {**detail, "left": list(carried.left_behind)})
    archive.rules.take(edition, carried.decisions.corrections)
    notes = "".join(f"\n{sentence}" for sentence in carried.left_behind)

    def undo() -> None:
        with archive.store.begin() as unit:
            now = decisions_of(unit.dossier(), unit.findings())
            if not now.same_as(carried.decisions):
                raise UpgradeRefused(f"更新之后又有新的归入或登记，不能直接撤销；更新前的数据库已备份在“{copy.name}”")
            _write(unit, former, now, before)
            back: dict[str, object] = {"to": former.catalogue.id}
            unit.record(archive.clock(), archive.who, "catalogue_upgrade_undone", "catalogue", back)
        archive.rules.take(former, before.corrections)

    return Decision(
        f"评价细则已更新为《{edition.catalogue.title}》。{notes}", undo, lambda: upgrade(archive, asked, renumbering)
    )


def _outlook(archive: Archive, edition: Edition, renumbering: Renumbering) -> tuple[Carried, tuple[Gap, ...]]:
    """The decisions as they would be carried over, and the gaps that would be new. Changes nothing."""
    now = overview(archive)
    before = decisions_of(now.dossier, now.findings)
    edition, unlisted = with_list(archive.rules.edition, edition, renumbering)
    carried = _carried(before, archive.rules.edition, edition, renumbering, unlisted)
    then = coverage_of(edition, carried.decisions.laid_over(now.dossier), now.options)
    return carried, asked_anew(now.coverage, then, renumbering)


def _carried(
    before: Decisions, former: Edition, edition: Edition, renumbering: Renumbering, unlisted: tuple[str, ...]
) -> Carried:
    carried = carry_over(before, former.catalogue, edition, renumbering, former.requirements)
    return replace(carried, left_behind=(*unlisted, *carried.left_behind))


def _check(archive: Archive, edition: Edition, renumbering: Renumbering) -> None:
    former, newer = archive.rules.edition, edition
    if (former.catalogue_text, former.requirements_text) == (newer.catalogue_text, newer.requirements_text):
        raise UpgradeRefused("载入的版本与档案现用的版本相同")
    now = archive.catalogue
    unsaid = [number for number in _held(now) if number not in renumbering]
    if unsaid:
        marks = "、".join(map(sub_item_mark, unsaid[:5]))
        raise UpgradeRefused(f"尚未确认{marks}等 {len(unsaid)} 个编号在新版中对应哪一项")
    there = _printed(archive, newer)
    for number, other in renumbering.items():
        if other is not None and not there.takes_evidence(other):
            raise UpgradeRefused(f"原{sub_item_mark(number)}对应的{sub_item_mark(other)}不是新版中的小项或否决项")


def _printed(archive: Archive, edition: Edition) -> Catalogue:
    return with_entered(edition.catalogue, archive.rules.corrections)


def _held(catalogue: Catalogue) -> tuple[int, ...]:
    return (*(sub.number for sub in catalogue.sub_items), *(veto.number for veto in catalogue.vetoes))


def _renumbered(renumbering: Renumbering) -> Mapping[str, int | None]:
    return {str(number): other for number, other in sorted(renumbering.items()) if number != other}


def _write(unit: UnitOfWork, edition: Edition, now: Decisions, then: Decisions) -> None:
    """Bring the store from one state of decisions to another, under `edition`."""
    unit.set_catalogue_text(edition.catalogue_text)
    unit.set_setting(REQUIREMENTS, edition.requirements_text)
    unit.unassign((one.evidence_id, one.number) for one in now.assignments)
    unit.assign(then.assignments)
    for gone in now.omissions:
        unit.remove_omission(gone.number)
    for omission in then.omissions:
        unit.save_omission(omission)
    unit.save_election(then.election)
    unit.remove_requirement_edits(edit.id for edit in now.edits)
    unit.save_requirement_edits(then.edits)
    for withdrawn in now.corrections:
        unit.remove_correction(withdrawn.id)
    for correction in then.corrections:
        unit.save_correction(correction)
    for finding in then.findings:
        unit.save_finding(finding)
    unit.save_questions(then.questions)
