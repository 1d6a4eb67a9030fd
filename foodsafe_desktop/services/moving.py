"""Moving evidence from one number of the catalogue to another, as one decision. Files stay where they lie."""

from collections.abc import Sequence

from foodsafe_desktop.domain.errors import NumberUnknown
from foodsafe_desktop.domain.evidence import Assignment, Origin
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.backups import before_bulk
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive


def move(archive: Archive, evidence_ids: Sequence[int], source: int, target: int) -> Decision:
    """Take pieces out of one sub-item or veto and assign them to another. Raises NumberUnknown."""
    if not archive.catalogue.takes_evidence(target):
        raise NumberUnknown(target)
    before_bulk(archive, len(evidence_ids))
    wanted, now = set(evidence_ids), archive.clock()
    with archive.store.begin() as unit:
        held = unit.dossier().assignments
        before = [one for one in held if one.evidence_id in wanted and one.number in (source, target)]
        unit.unassign((key, source) for key in evidence_ids)
        unit.assign(Assignment(key, target, Origin.PERSON, now, archive.who) for key in evidence_ids)
        for verb, number in (("unassigned", source), ("assigned", target)):
            unit.record(now, archive.who, verb, f"number {number}", {"evidence": list(evidence_ids)})

    def undo() -> None:
        with archive.store.begin() as unit:
            unit.unassign((key, number) for key in evidence_ids for number in (source, target))
            unit.assign(before)
            for number in (source, target):
                detail = {"evidence": list(evidence_ids)}
                unit.record(archive.clock(), archive.who, "assignments_restored", f"number {number}", detail)

    said = f"已将 {len(evidence_ids)} 件从{sub_item_mark(source)}改归{sub_item_mark(target)}，原文件未移动。"
    return Decision(said, undo, lambda: move(archive, evidence_ids, source, target))
