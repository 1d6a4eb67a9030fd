"""Every decision a person makes about evidence and catalogue lines. Each can be undone, each is in the history."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.errors import ElectionRefused, NumberUnknown
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission, Origin, taken_back
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.backups import before_bulk
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)


@dataclass(frozen=True)
class Decision:
    """A decision that was made: what to tell the person, and how to take it back (`undo` writes its own history).

    `redo` makes it once more after it was taken back; None where it cannot be made again just as it was.
    """

    sentence: str
    undo: Callable[[], object]
    redo: Callable[[], object] | None = None


def assign(archive: Archive, evidence_ids: Sequence[int], number: int) -> Decision:
    """Assign evidence to a sub-item or veto, beside where it already belongs. Raises NumberUnknown."""
    if not archive.catalogue.takes_evidence(number):
        raise NumberUnknown(number)
    before_bulk(archive, len(evidence_ids))
    before = _assignments(archive, evidence_ids, number)
    with archive.store.begin() as unit:
        now = archive.clock()
        unit.assign(Assignment(key, number, Origin.PERSON, now, archive.who) for key in evidence_ids)
        _record(archive, unit, "assigned", number, evidence=list(evidence_ids))
    return Decision(
        f"已将 {len(evidence_ids)} 件归入{sub_item_mark(number)}。",
        lambda: _restore_assignments(archive, evidence_ids, number, before),
        lambda: assign(archive, evidence_ids, number),
    )


def unassign(archive: Archive, evidence_ids: Sequence[int], number: int) -> Decision:
    """Take evidence out of a sub-item or veto; with nothing left it waits in the inbox."""
    before_bulk(archive, len(evidence_ids))
    before = _assignments(archive, evidence_ids, number)
    with archive.store.begin() as unit:
        unit.unassign((key, number) for key in evidence_ids)
        _record(archive, unit, "unassigned", number, evidence=list(evidence_ids))
    return Decision(
        f"已将 {len(evidence_ids)} 件从{sub_item_mark(number)}移出。",
        lambda: _restore_assignments(archive, evidence_ids, number, before),
        lambda: unassign(archive, evidence_ids, number),
    )


def accept_changes(
    archive: Archive, evidence_ids: Sequence[int], seen: Iterable[EvidenceFile] | None = None
) -> Decision:
    """Confirm that the changed content of these pieces' files is the right one.

    `seen`: the files as the person saw them, if anything may have happened since. Where one has other bytes again, it
    waits for another word.
    """
    known = None if seen is None else {(file.id, file.revision, file.fixity) for file in seen}
    with archive.store.begin() as unit:
        held = unit.dossier().files_of
        changed = (file for key in evidence_ids for file in held.get(key, ()) if file.changed)
        files = [file for file in changed if known is None or (file.id, file.revision, file.fixity) in known]
        _keep_changed(archive, unit, files, changed=False)

    def undo() -> None:
        with archive.store.begin() as unit:
            _keep_changed(archive, unit, files, changed=True)

    said = f"已确认 {len(files)} 个文件的内容变动。"
    return Decision(said, undo, lambda: accept_changes(archive, evidence_ids, files))


def describe(archive: Archive, evidence: Evidence) -> Decision:
    """Keep an edited description (著录): title, year, date, 文号, 责任者, place of the paper, note."""
    with archive.store.begin() as unit:
        before = unit.dossier().evidence[evidence.id]
    _save_description(archive, evidence)

    def turn(was: Evidence, becomes: Evidence) -> None:
        with archive.store.begin() as unit:
            now = unit.dossier().evidence[evidence.id]
        _save_description(archive, taken_back(becomes, was, now))

    return Decision(
        f"已保存《{evidence.title}》的著录内容。",
        lambda: turn(evidence, before),
        lambda: turn(before, evidence),
    )


def register_paper(
    archive: Archive, number: int, title: str, year: int | None, paper_place: str | None, pages: int | None
) -> Decision:
    """Take in a paper original that has no file yet, and assign it. `pages` is its page count. Raises NumberUnknown."""
    return register(archive, number, Evidence(0, title, year, paper_place=paper_place or None, pages=pages))


def register(archive: Archive, number: int, described: Evidence) -> Decision:
    """Take in a paper original as described (its id is 0), and assign it. Raises NumberUnknown."""
    if not archive.catalogue.takes_evidence(number):
        raise NumberUnknown(number)
    with archive.store.begin() as unit:
        [paper] = unit.save_evidence([described])
        unit.assign([Assignment(paper.id, number, Origin.PERSON, archive.clock(), archive.who)])
        _record(archive, unit, "paper_registered", number, evidence=paper.id, title=paper.title)
    return Decision(
        f"已登记纸质件《{paper.title}》。",
        lambda: recycle(archive, [paper.id]),
        lambda: bring_back(archive, [paper.id]),
    )


def recycle(archive: Archive, evidence_ids: Sequence[int]) -> Decision:
    """Put pieces aside: they count nowhere, nothing is deleted, the files stay where they are."""
    before_bulk(archive, len(evidence_ids))
    _set_recycled(archive, evidence_ids, recycled=True)
    return Decision(
        f"已将 {len(evidence_ids)} 件移入回收状态，原文件未作改动。",
        lambda: _set_recycled(archive, evidence_ids, recycled=False),
        lambda: _set_recycled(archive, evidence_ids, recycled=True),
    )


def bring_back(archive: Archive, evidence_ids: Sequence[int]) -> Decision:
    """Take pieces out of the recycle state: they count again, with the assignments they had."""
    _set_recycled(archive, evidence_ids, recycled=False)
    return Decision(
        f"已从回收站恢复 {len(evidence_ids)} 件，原有归入关系不变。",
        lambda: _set_recycled(archive, evidence_ids, recycled=True),
        lambda: _set_recycled(archive, evidence_ids, recycled=False),
    )


def mark_omission(archive: Archive, number: int, reason: str, approving_document: str = "") -> Decision:
    """Decide that a sub-item is rightly without evidence, or say why one is that the catalogue prints as such.

    `approving_document` is the one that approved it (文号、题名), empty while there is none. What was said before is
    replaced. Raises NumberUnknown for anything but a sub-item.
    """
    sub = archive.catalogue.sub_item(number)
    if sub is None:
        raise NumberUnknown(number)
    before, now = _dossier(archive).omissions.get(number), Omission(number, reason, approving_document)
    _set_omission(archive, number, now)
    mark = sub_item_mark(number)
    if before is not None:
        said = f"已修改{mark}的缺项理由。"
    else:
        said = f"已登记{mark}的缺项理由。" if sub.reasonable_omission else f"已将{mark}列为合理缺项。"
    return Decision(
        said,
        lambda: _set_omission(archive, number, before),
        lambda: _set_omission(archive, number, now),
    )


def withdraw_omission(archive: Archive, number: int) -> Decision:
    """Take back an omission decided in this archive (those that the catalogue prints stay, without a reason)."""
    before = _dossier(archive).omissions.get(number)
    _set_omission(archive, number, None)
    sub = archive.catalogue.sub_item(number)
    what = "缺项理由" if sub and sub.reasonable_omission else "合理缺项"
    return Decision(
        f"已取消{sub_item_mark(number)}的{what}。",
        lambda: _set_omission(archive, number, before),
        lambda: _set_omission(archive, number, None),
    )


def choose_electives(archive: Archive, items: frozenset[int], sub_items: frozenset[int]) -> Decision:
    """Choose which 自选项 count, as the catalogue's rules allow; both empty: nothing is chosen yet.

    Raises ElectionRefused when the numbers are not electives or their count is not the one asked for.
    """
    before = _dossier(archive).election
    chosen = Election(items, sub_items)
    _check_election(archive, chosen)
    _set_election(archive, chosen)
    return Decision("已保存自选项。", lambda: _set_election(archive, before), lambda: _set_election(archive, chosen))


def _check_election(archive: Archive, chosen: Election) -> None:
    rules = [dimension.elective for dimension in archive.catalogue.dimensions if dimension.elective]
    strangers = chosen.items - {number for rule in rules for number in rule.items}
    if strangers:
        raise ElectionRefused("第" + "、".join(map(str, sorted(strangers))) + "大项不是自选项")
    for rule in rules:
        count = len(chosen.items & set(rule.items))
        if count not in (0, rule.choose):
            raise ElectionRefused(f"自选大项须选{rule.choose}项，现选了{count}项")
    choosing = [item for item in archive.catalogue.items if item.choose]
    strangers = chosen.sub_items - {sub.number for item in choosing for sub in item.sub_items}
    if strangers:
        raise ElectionRefused("小项" + "、".join(map(str, sorted(strangers))) + "不在任选范围内")
    for item in choosing:
        count = len(chosen.sub_items & {sub.number for sub in item.sub_items})
        if count not in (0, item.choose):
            raise ElectionRefused(f"第{item.number}大项“{item.title}”须任选{item.choose}项，现选了{count}项")


def _dossier(archive: Archive) -> Dossier:
    with archive.store.begin() as unit:
        return unit.dossier()


def _assignments(archive: Archive, evidence_ids: Sequence[int], number: int) -> list[Assignment]:
    wanted = set(evidence_ids)
    return [one for one in _dossier(archive).assignments if one.number == number and one.evidence_id in wanted]


def _restore_assignments(
    archive: Archive, evidence_ids: Sequence[int], number: int, before: Sequence[Assignment]
) -> None:
    with archive.store.begin() as unit:
        unit.unassign((key, number) for key in evidence_ids)
        unit.assign(before)
        _record(archive, unit, "assignments_restored", number, evidence=list(evidence_ids))


def _keep_changed(archive: Archive, unit: UnitOfWork, files: Sequence[EvidenceFile], *, changed: bool) -> None:
    """Mark the files, as they are now, as changed or confirmed."""
    wanted = {file.id for file in files}
    unit.save_files([replace(file, changed=changed) for file in unit.dossier().files if file.id in wanted])
    for file in files:
        verb = "change_reopened" if changed else "change_accepted"
        detail = {"file": file.id, "evidence": file.evidence_id, "revision": file.revision}
        unit.record(archive.clock(), archive.who, verb, file.path, detail)


def _save_description(archive: Archive, evidence: Evidence) -> None:
    with archive.store.begin() as unit:
        unit.save_evidence([evidence])
        fields = {"title": evidence.title, "year": evidence.year, "document_number": evidence.document_number}
        unit.record(archive.clock(), archive.who, "described", f"evidence {evidence.id}", fields)


def _set_recycled(archive: Archive, evidence_ids: Sequence[int], *, recycled: bool) -> None:
    with archive.store.begin() as unit:
        held = unit.dossier().evidence
        unit.save_evidence([replace(held[key], recycled=recycled) for key in evidence_ids])
        verb = "recycled" if recycled else "brought_back"
        for key in evidence_ids:
            unit.record(archive.clock(), archive.who, verb, f"evidence {key}", {})


def _set_omission(archive: Archive, number: int, omission: Omission | None) -> None:
    with archive.store.begin() as unit:
        if omission is None:
            unit.remove_omission(number)
            _record(archive, unit, "omission_withdrawn", number)
        else:
            unit.save_omission(omission)
            detail = {"reason": omission.reason, "approving_document": omission.approving_document}
            _record(archive, unit, "omission_marked", number, **detail)


def _set_election(archive: Archive, election: Election) -> None:
    with archive.store.begin() as unit:
        unit.save_election(election)
        detail: dict[str, object] = {"items": sorted(election.items), "sub_items": sorted(election.sub_items)}
        unit.record(archive.clock(), archive.who, "electives_chosen", "election", detail)


def _record(archive: Archive, unit: UnitOfWork, verb: str, number: int, **detail: object) -> None:
    unit.record(archive.clock(), archive.who, verb, f"number {number}", detail)
