"""The archive's own word on the 建议清单: requirements changed, added, struck out, restored. Each can be undone.

The list that came with the catalogue stays as it is; edits are laid over it, and kept when a newer edition comes.
"""

from foodsafe_desktop.domain.errors import RequirementRefused
from foodsafe_desktop.domain.requirements import Requirement, RequirementEdit, RequirementList, edited, flaw
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)


def free_id(archive: Archive, number: int) -> str:
    """An id for a requirement that the archivist adds to `number`: one that no list and no edit has."""
    with archive.store.begin() as unit:
        taken = {edit.id for edit in unit.dossier().requirement_edits}
    taken |= set(archive.rules.edition.requirements.by_id)
    return next(name for at in range(1, len(taken) + 2) if (name := f"{number}-own-{at}") not in taken)


def save_requirement(archive: Archive, requirement: Requirement) -> Decision:
    """Keep a requirement as the archivist wants it: changed where its id is known, else added.

    Raises RequirementRefused for one that nothing, or anything, would satisfy.
    """
    named = f"佐证要求“{requirement.title.strip() or requirement.id}”"
    found = flaw(requirement, archive.catalogue)
    if found:
        raise RequirementRefused(named, found.problem)
    with archive.store.begin() as unit:
        known = _in_use(archive, unit).by_id.get(requirement.id) or _original(archive).by_id.get(requirement.id)
        if known is not None and known.number != requirement.number:
            raise RequirementRefused(named, f"它属于{sub_item_mark(known.number)}，不能改到别的小项，请另行新增")
        before = _edit(unit, requirement.id)
        _keep(archive, unit, RequirementEdit(requirement.id, requirement), requirement.number)
    done = "修改" if known else "新增"
    return Decision(
        f"已{done}{sub_item_mark(requirement.number)}的{named}。",
        lambda: _put_back(archive, requirement.id, before),
        lambda: save_requirement(archive, requirement),
    )


def strike_out(archive: Archive, requirement_id: str) -> Decision:
    """Ask no more for a requirement. Raises RequirementRefused where the list has none of that id.

    A number whose last requirement is struck out is asked for by the plain rule: evidence of every year.
    """
    with archive.store.begin() as unit:
        listed = _in_use(archive, unit)
        known = listed.by_id.get(requirement_id)
        if known is None:
            raise RequirementRefused(f"佐证要求“{requirement_id}”", "清单中没有这一条")
        proves = [one.title for one in listed.indicators_of(known.number) if one.supported_by == requirement_id]
        if proves:
            named = f"佐证要求“{known.title}”"
            raise RequirementRefused(named, f"它是指标“{'”“'.join(proves)}”的证明材料，不能删去，可以改写")
        before = _edit(unit, requirement_id)
        _keep(archive, unit, RequirementEdit(requirement_id, None), known.number)
    return Decision(
        f"已删去{sub_item_mark(known.number)}的佐证要求“{known.title}”。",
        lambda: _put_back(archive, requirement_id, before),
        lambda: strike_out(archive, requirement_id),
    )


def restore(archive: Archive, requirement_id: str) -> Decision:
    """Let the list's own requirement stand again. Raises RequirementRefused where it has none, or nothing changed."""
    original = _original(archive).by_id.get(requirement_id)
    with archive.store.begin() as unit:
        before = _edit(unit, requirement_id)
        if original is None or before is None:
            raise RequirementRefused(f"佐证要求“{requirement_id}”", "建议清单中没有这一条，或它未曾改动")
        unit.remove_requirement_edits([requirement_id])
        _record(archive, unit, "requirement_restored", original.number, requirement=requirement_id)
    return Decision(
        f"已恢复{sub_item_mark(original.number)}的佐证要求“{original.title}”。",
        lambda: _put_back(archive, requirement_id, before),
        lambda: restore(archive, requirement_id),
    )


def _original(archive: Archive) -> RequirementList:
    return archive.rules.edition.requirements


def _in_use(archive: Archive, unit: UnitOfWork) -> RequirementList:
    return edited(_original(archive), unit.dossier().requirement_edits)


def _edit(unit: UnitOfWork, requirement_id: str) -> RequirementEdit | None:
    return next((one for one in unit.dossier().requirement_edits if one.id == requirement_id), None)


def _keep(archive: Archive, unit: UnitOfWork, edit: RequirementEdit, number: int) -> None:
    unit.save_requirement_edits([edit])
    verb = "requirement_saved" if edit.requirement else "requirement_struck_out"
    title = edit.requirement.title if edit.requirement else ""
    _record(archive, unit, verb, number, requirement=edit.id, title=title)


def _put_back(archive: Archive, requirement_id: str, before: RequirementEdit | None) -> None:
    with archive.store.begin() as unit:
        now = _edit(unit, requirement_id)
        one = (before.requirement if before else None) or (now.requirement if now else None)
        known = one or _original(archive).by_id.get(requirement_id)
        if before is None:
            unit.remove_requirement_edits([requirement_id])
        else:
            unit.save_requirement_edits([before])
        _record(archive, unit, "requirement_put_back", known.number if known else 0, requirement=requirement_id)


def _record(archive: Archive, unit: UnitOfWork, verb: str, number: int, **detail: object) -> None:
    unit.record(archive.clock(), archive.who, verb, f"number {number}", detail)
