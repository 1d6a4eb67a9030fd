"""对应: a person's word on which requirements of a number a piece of evidence serves. It can be undone."""

from collections.abc import Sequence
from dataclasses import replace

from foodsafe_desktop.domain.errors import NumberUnknown, RequirementRefused
from foodsafe_desktop.domain.evidence import Assignment, Origin
from foodsafe_desktop.domain.requirements import edited, omission_statement, plain_requirement
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)


def serve(archive: Archive, evidence_ids: Sequence[int], number: int, requirements: Sequence[str]) -> Decision:
    """Say which requirements of `number` these pieces serve; none: let their titles decide again.

    Each of `requirements` is a requirement's id, or ``id#part`` for one part of a set. The pieces must be assigned to
    `number`. Raises NumberUnknown, RequirementRefused.
    """
    if not archive.catalogue.takes_evidence(number):
        raise NumberUnknown(number)
    with archive.store.begin() as unit:
        check_requirements(archive, unit, number, requirements)
        wanted = set(evidence_ids)
        before = [one for one in unit.dossier().assignments if one.number == number and one.evidence_id in wanted]
        now, named = archive.clock(), tuple(dict.fromkeys(requirements))
        after = [replace(one, origin=Origin.PERSON, at=now, who=archive.who, requirements=named) for one in before]
        _keep(archive, unit, number, after)
    said = f"已将 {len(after)} 件对应到{sub_item_mark(number)}的 {len(named)} 条佐证要求。"
    return Decision(
        said if named else f"{sub_item_mark(number)}的 {len(after)} 件已改由题名判断所对应的佐证要求。",
        lambda: _put_back(archive, number, before),
        lambda: _put_back(archive, number, after),
    )


def check_requirements(archive: Archive, unit: UnitOfWork, number: int, requirements: Sequence[str]) -> None:
    """Raise RequirementRefused for a word that names no requirement of `number`, or no part of its set."""
    listed = edited(archive.rules.edition.requirements, unit.dossier().requirement_edits)
    asked = (*listed.of(number), omission_statement(number), plain_requirement(archive.catalogue, number))
    known = {one.id: one for one in asked}
    for word in requirements:
        key, _, part = word.partition("#")
        if key not in known or (part and part not in known[key].parts):
            raise RequirementRefused(f"佐证要求“{word}”", f"{sub_item_mark(number)}的清单中没有这一条")


def _put_back(archive: Archive, number: int, before: Sequence[Assignment]) -> None:
    with archive.store.begin() as unit:
        _keep(archive, unit, number, before)


def _keep(archive: Archive, unit: UnitOfWork, number: int, assignments: Sequence[Assignment]) -> None:
    unit.assign(assignments)
    named = sorted({word for one in assignments for word in one.requirements})
    detail: dict[str, object] = {"evidence": [one.evidence_id for one in assignments], "requirements": named}
    unit.record(archive.clock(), archive.who, "serving_said", f"number {number}", detail)
