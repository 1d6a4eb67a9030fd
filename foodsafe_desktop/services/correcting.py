"""Corrections of the catalogue against the original. Each has a reason, is in the history and can be taken back.

The catalogue's file stays as it is; the printed reading stays in `Archive.rules.edition`.
"""

from collections.abc import Sequence

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.corrections import (
    LEAD,
    VETO,
    Correction,
    CorrectionKind,
    corrected,
    named_departments,
    without_effect,
)
from foodsafe_desktop.domain.errors import CorrectionRefused
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive


def settle_doubt(
    archive: Archive, number: int, doubt: Doubt, reason: str, *, reading: str | None = None, of_item: bool = False
) -> Decision:
    """Settle a doubt of a sub-item (`of_item`: of 大项 `number`) against the original.

    `reading`: what the original says, where it differs from what the program shows; only for doubts about departments,
    text or 大项, whose correction is kept with it. Raises CorrectionRefused.
    """
    kind = CorrectionKind.ITEM_DOUBT if of_item else CorrectionKind.DOUBT_SETTLED
    ones = [_new(archive, kind, number, doubt.field, doubt.why, reason)]
    if reading is not None:
        corrects = {"departments": CorrectionKind.DEPARTMENTS, "text": CorrectionKind.TEXT, "item": CorrectionKind.ITEM}
        if of_item or doubt.field not in corrects:
            raise CorrectionRefused(number, "这一处疑点不涉及责任部门、文字或所属大项，不能同时录入更正内容")
        ones.insert(0, _new(archive, corrects[doubt.field], number, "", reading, reason))
    named = f"第{number}大项" if of_item else sub_item_mark(number)
    return _correct(archive, ones, f"已核实{named}的疑点：{doubt.why}。")


def change_departments(
    archive: Archive, number: int, departments: Sequence[str], reason: str, *, lead: bool = False
) -> Decision:
    """Say who is responsible for a sub-item; `lead`: the first named leads (牵头). Raises CorrectionRefused."""
    value = "、".join(named_departments(archive.catalogue, "、".join(departments)))
    one = _new(archive, CorrectionKind.DEPARTMENTS, number, LEAD if lead else "", value, reason)
    return _correct(archive, [one], f"已将{sub_item_mark(number)}的责任部门改为{value}。")


def change_text(archive: Archive, number: int, text: str, reason: str) -> Decision:
    """Put right the text of a sub-item as the original prints it. Raises CorrectionRefused."""
    if archive.catalogue.sub_item(number) is None:
        raise CorrectionRefused(number, "只有小项的文字可以更正；保留号请用“补录”")
    one = _new(archive, CorrectionKind.TEXT, number, "", text, reason)
    return _correct(archive, [one], f"已更正{sub_item_mark(number)}的文字。")


def enter_reserved(archive: Archive, number: int, text: str, item: int | None, reason: str) -> Decision:
    """Enter the text of a reserved number with the original at hand: under 大项 `item`, or (None) as a 否决项.

    Its departments are a correction of their own; nothing is taken for granted. Raises CorrectionRefused.
    """
    if all(reserved.number != number for reserved in archive.catalogue.reserved):
        raise CorrectionRefused(number, "不是保留号")
    one = _new(archive, CorrectionKind.TEXT, number, VETO if item is None else str(item), text, reason)
    return _correct(archive, [one], f"已按原件补录{sub_item_mark(number)}。")


def move_sub_item(archive: Archive, number: int, item: int, reason: str) -> Decision:
    """Put a sub-item under another 大项, as the original shows. Raises CorrectionRefused."""
    one = _new(archive, CorrectionKind.ITEM, number, "", str(item), reason)
    return _correct(archive, [one], f"已将{sub_item_mark(number)}归入第{item}大项。")


def withdraw(archive: Archive, correction_id: int) -> Decision:
    """Take back an earlier correction: what is printed (or corrected before it) stands again.

    Raises CorrectionRefused when there is none of that id.
    """
    with archive.store.begin() as unit:
        one = next((one for one in unit.corrections() if one.id == correction_id), None)
    if one is None:
        raise CorrectionRefused(correction_id, "没有这一条更正，可能已被撤销")
    _take_back(archive, [one])
    return Decision(
        f"已撤销{_of(one)}的{one.kind.label}。",
        lambda: _keep(archive, [one], "correction_restored"),
        lambda: _take_back(archive, [one]),
    )


def _new(archive: Archive, kind: CorrectionKind, number: int, field: str, value: str, reason: str) -> Correction:
    if not value.strip():
        raise CorrectionRefused(number, "更正内容为空")
    if not reason.strip():
        raise CorrectionRefused(number, "须写明更正的依据（如：经与原件核对）")
    return Correction(0, kind, number, field, value.strip(), reason.strip(), archive.clock(), archive.who)


def _correct(archive: Archive, ones: Sequence[Correction], sentence: str) -> Decision:
    unfit = without_effect(archive.catalogue, ones)
    if unfit:
        raise CorrectionRefused(unfit[0].number, _why_unfit(unfit[0]))
    stored = _keep(archive, ones, "corrected")
    return Decision(sentence, lambda: _take_back(archive, stored), lambda: _keep(archive, stored, "corrected"))


def _why_unfit(one: Correction) -> str:
    return {
        CorrectionKind.DOUBT_SETTLED: "没有这一处疑点，可能已经核实过",
        CorrectionKind.ITEM_DOUBT: "没有这一处疑点，可能已经核实过",
        CorrectionKind.DEPARTMENTS: "没有这一小项，或没有写明责任部门",
        CorrectionKind.TEXT: f"评价细则中没有第{one.field}大项",
        CorrectionKind.ITEM: f"没有第{one.value}大项，或该小项已在其中，或原大项的小项不能再少",
    }[one.kind]


def _keep(archive: Archive, ones: Sequence[Correction], verb: str) -> list[Correction]:
    with archive.store.begin() as unit:
        stored = [unit.save_correction(one) for one in ones]
        for one in stored:
            detail: dict[str, object] = {"kind": str(one.kind), "field": one.field, "value": one.value}
            unit.record(archive.clock(), archive.who, verb, _subject(one), {**detail, "reason": one.reason})
        kept = unit.corrections()
    archive.rules.correct(kept)
    return stored


def _take_back(archive: Archive, ones: Sequence[Correction]) -> None:
    """Remove corrections. A number that evidence hangs on must not vanish from under it: CorrectionRefused."""
    with archive.store.begin() as unit:
        for one in ones:
            unit.remove_correction(one.id)
            detail: dict[str, object] = {"kind": str(one.kind), "field": one.field, "value": one.value}
            unit.record(archive.clock(), archive.who, "correction_withdrawn", _subject(one), detail)
        dossier = unit.dossier()
        without = corrected(archive.rules.edition.catalogue, dossier.corrections)
        for number, held in dossier.assigned_to.items():
            if archive.catalogue.takes_evidence(number) and not without.takes_evidence(number):
                raise CorrectionRefused(number, f"其下已归入 {len(held)} 件材料，须先移出，才能撤销补录")
    archive.rules.correct(dossier.corrections)


def _subject(one: Correction) -> str:
    return f"item {one.number}" if one.kind is CorrectionKind.ITEM_DOUBT else f"number {one.number}"


def _of(one: Correction) -> str:
    return f"第{one.number}大项" if one.kind is CorrectionKind.ITEM_DOUBT else sub_item_mark(one.number)
