"""自查整改: findings are raised, get a deadline, are closed with evidence and reopened. Each step can be undone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import FindingRefused
from foodsafe_desktop.domain.evidence import WITHHELD, is_withheld
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.gaps import Gap, invalid_because
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)


def raise_finding(
    archive: Archive,
    number: int,
    what: str,
    *,
    department: str | None = None,
    deadline: dt.date | None = None,
    found_by: str = "",
    found_on: dt.date | None = None,
) -> Decision:
    """Put down what a self-check found at a sub-item or veto. Raises FindingRefused.

    `department` None: the first responsible one. `found_on` None: today.
    """
    catalogue, day = archive.catalogue, found_on or archive.clock().date()
    if not catalogue.takes_evidence(number):
        raise FindingRefused(f"编号（{number}）不是评价细则中的小项或否决项")
    if not what.strip():
        raise FindingRefused("没有写明存在的问题")
    if day > archive.clock().date():
        raise FindingRefused("发现日期晚于今天")
    _check_deadline(day, deadline)
    sub = catalogue.sub_item(number)
    responsible = catalogue.responsible(sub) if sub else ()
    owner = next(iter(responsible), "") if department is None else catalogue.normalised(department.strip())
    finding = Finding(0, number, what.strip(), day, found_by.strip() or archive.who, owner, deadline)
    with archive.store.begin() as unit:
        stored = unit.save_finding(finding)
        _record(archive, unit, "finding_raised", stored)
    return Decision(
        f"已登记{sub_item_mark(number)}的问题。",
        lambda: _remove(archive, stored),
        lambda: _raise_again(archive, stored),
    )


def raise_from_gap(archive: Archive, gap: Gap, *, deadline: dt.date | None = None) -> Decision:
    """Put down a gap as a finding. Raises FindingRefused."""
    year = f"{gap.year}年 " if gap.year else ""
    owner = next(iter(gap.departments), None)
    return raise_finding(
        archive, gap.number, f"{year}{gap.text}", department=owner, deadline=deadline, found_by="缺口核查"
    )


def raise_from_gaps(archive: Archive, gaps: Sequence[Gap], *, deadline: dt.date | None = None) -> Decision:
    """Put down several gaps, each as a finding of its own. Raises FindingRefused."""
    _check_deadline(archive.clock().date(), deadline)
    made = [raise_from_gap(archive, gap, deadline=deadline) for gap in gaps]

    def undo() -> None:
        for decision in reversed(made):
            decision.undo()

    def again() -> None:
        for decision in made:
            if decision.redo is not None:
                decision.redo()

    return made[0] if len(made) == 1 else Decision(f"已登记 {len(made)} 个问题。", undo, again)


def set_deadline(archive: Archive, finding_id: int, deadline: dt.date | None) -> Decision:
    """Say by when an open finding must be put right (None: no day yet). Raises FindingRefused."""
    with archive.store.begin() as unit:
        before = _open(unit, finding_id)
        _check_deadline(before.found_on, deadline)
        _keep(archive, unit, replace(before, deadline=deadline), "finding_deadline_set")
    return Decision(
        "已保存整改时限。", lambda: _put_back(archive, before), lambda: set_deadline(archive, finding_id, deadline)
    )


def close(archive: Archive, finding_id: int, evidence_id: int, *, note: str = "") -> Decision:
    """Close a finding today with the evidence that shows it was put right. Raises FindingRefused.

    The evidence must be one that counts: there, unchanged, openable, not suspended, or a paper that was located.
    """
    today = archive.clock().date()
    with archive.store.begin() as unit:
        before, dossier = _open(unit, finding_id), unit.dossier()
        _check_evidence(dossier, evidence_id)
        now = replace(before, rectified_by=evidence_id, closed_on=today, note=note.strip() or before.note)
        _keep(archive, unit, now, "finding_closed")
    return Decision(
        f"{sub_item_mark(before.number)}的问题已销号。",
        lambda: _put_back(archive, before),
        lambda: close(archive, finding_id, evidence_id, note=note),
    )


def reopen(archive: Archive, finding_id: int, *, note: str = "") -> Decision:
    """Open a closed finding again; what it was closed with is taken off it. Raises FindingRefused."""
    with archive.store.begin() as unit:
        before = _finding(unit, finding_id)
        if before.closed_on is None:
            raise FindingRefused("该问题尚未销号，无须重新打开")
        now = replace(before, rectified_by=None, closed_on=None, note=note.strip() or before.note)
        _keep(archive, unit, now, "finding_reopened")
    return Decision(
        f"{sub_item_mark(before.number)}的问题已重新打开。",
        lambda: _put_back(archive, before),
        lambda: reopen(archive, finding_id, note=note),
    )


def _check_deadline(found_on: dt.date, deadline: dt.date | None) -> None:
    if deadline is not None and deadline < found_on:
        raise FindingRefused(f"整改时限 {deadline} 早于发现日期 {found_on}")


def _check_evidence(dossier: Dossier, evidence_id: int) -> None:
    evidence = dossier.evidence.get(evidence_id)
    if evidence is None or evidence.recycled:
        raise FindingRefused("所选整改佐证不在档案中，或已移入回收状态")
    files = dossier.files_of.get(evidence_id, ())
    problem = invalid_because(evidence, files)
    if problem:
        title = WITHHELD if is_withheld(files) else f"《{evidence.title}》"
        raise FindingRefused(f"整改佐证{title}不能作为销号依据（{problem}）")


def _finding(unit: UnitOfWork, finding_id: int) -> Finding:
    found = next((one for one in unit.findings() if one.id == finding_id), None)
    if found is None:
        raise FindingRefused("没有这一条问题，可能已被撤销")
    return found


def _open(unit: UnitOfWork, finding_id: int) -> Finding:
    found = _finding(unit, finding_id)
    if found.closed_on is not None:
        raise FindingRefused("该问题已经销号，请先重新打开")
    return found


def _keep(archive: Archive, unit: UnitOfWork, finding: Finding, verb: str) -> None:
    unit.save_finding(finding)
    _record(archive, unit, verb, finding)


def _put_back(archive: Archive, before: Finding) -> None:
    with archive.store.begin() as unit:
        _keep(archive, unit, before, "finding_put_back")


def _remove(archive: Archive, finding: Finding) -> None:
    with archive.store.begin() as unit:
        unit.remove_finding(finding.id)
        _record(archive, unit, "finding_withdrawn", finding)


def _raise_again(archive: Archive, finding: Finding) -> None:
    """Under the id it had: what was decided about it later can be made again too."""
    with archive.store.begin() as unit:
        unit.restore_finding(finding)
        _record(archive, unit, "finding_raised", finding)


def _record(archive: Archive, unit: UnitOfWork, verb: str, finding: Finding) -> None:
    detail: dict[str, object] = {"finding": finding.id, "what": finding.what, "department": finding.department}
    if finding.deadline:
        detail["deadline"] = finding.deadline.isoformat()
    if finding.rectified_by is not None:
        detail["evidence"] = [finding.rectified_by]
    unit.record(archive.clock(), archive.who, verb, f"number {finding.number}", detail)
