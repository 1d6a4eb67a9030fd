"""Corrections of the catalogue by the archivist. The catalogue's file stays untouched; each correction has a reason.

`corrected` is the catalogue as the archive uses it: the printed one with the archive's corrections laid over it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue, Dimension, Doubt, Item, SubItem, Veto

LEAD = "lead"
VETO = "veto"
"""The place of a reserved number whose text turned out to be a 否决项."""


class CorrectionKind(StrEnum):
    """What is corrected."""

    DOUBT_SETTLED = "doubt_settled"
    """A doubt was settled against the original; `field` and `value` name the doubt (field, its why)."""
    ITEM_DOUBT = "item_doubt"
    """A doubt of 大项 `number` was settled; `field` and `value` as above."""
    DEPARTMENTS = "departments"
    """The responsible departments are `value` (、 between them, the lead first where `field` is ``lead``)."""
    TEXT = "text"
    """The sub-item's text is `value`, read from the original. For a reserved number `field` says what the original
    shows it to be: ``veto``, or the number of the 大项 it stands under."""
    ITEM = "item"
    """The sub-item belongs to 大项 number `value`."""

    @property
    def label(self) -> str:
        """The kind in Chinese, as lists and the history print it."""
        return {
            CorrectionKind.DOUBT_SETTLED: "疑点核实",
            CorrectionKind.ITEM_DOUBT: "大项疑点核实",
            CorrectionKind.DEPARTMENTS: "责任部门更正",
            CorrectionKind.TEXT: "文字更正",
            CorrectionKind.ITEM: "所属大项更正",
        }[self]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of number `number`. id 0: not yet stored. The latest of a kind and field counts."""

    id: int
    kind: CorrectionKind
    number: int
    field: str
    value: str
    reason: str
    at: dt.datetime
    who: str


def corrected(catalogue: Catalogue, corrections: Iterable[Correction]) -> Catalogue:
    """The catalogue with corrections laid over it in their order, later over earlier; `catalogue` itself stays.

    A correction that does not fit this edition (its number, doubt or 大项 is not there) changes nothing:
    `without_effect` names those.
    """
    for one in corrections:
        catalogue = _applied(catalogue, one) or catalogue
    return catalogue


def without_effect(catalogue: Catalogue, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that do not fit this edition, for the archivist to look at."""
    left = []
    for one in corrections:
        now = _applied(catalogue, one)
        if now is None:
            left.append(one)
        catalogue = now or catalogue
    return tuple(left)


def with_entered(catalogue: Catalogue, corrections: Iterable[Correction]) -> Catalogue:
    """The catalogue as printed, but for the reserved numbers whose text the archivist entered."""
    reserved = {one.number for one in catalogue.reserved}
    return corrected(
        catalogue, [one for one in corrections if one.kind is CorrectionKind.TEXT and one.number in reserved]
    )


def named_departments(catalogue: Catalogue, value: str) -> tuple[str, ...]:
    """The departments written in `value` with 、 between them, under their normalised names, none twice."""
    names = (name.strip() for name in value.replace("，", "、").replace(",", "、").split("、"))
    return tuple(dict.fromkeys(catalogue.normalised(name) for name in names if name))


def _applied(catalogue: Catalogue, one: Correction) -> Catalogue | None:
    """The catalogue after one correction, None if it does not fit."""
    sub = catalogue.sub_item(one.number)
    match one.kind:
        case CorrectionKind.DOUBT_SETTLED:
            doubts = _without(sub.doubts, one) if sub else None
            return _with_sub_item(catalogue, replace(sub, doubts=doubts)) if sub and doubts is not None else None
        case CorrectionKind.ITEM_DOUBT:
            return _item_doubt_settled(catalogue, one)
        case CorrectionKind.DEPARTMENTS:
            return _with_departments(catalogue, sub, one) if sub else None
        case CorrectionKind.TEXT:
            return _with_sub_item(catalogue, replace(sub, text=one.value)) if sub else _with_text(catalogue, one)
        case CorrectionKind.ITEM:
            return _moved(catalogue, sub, one.value) if sub else None


def _without(doubts: tuple[Doubt, ...], one: Correction) -> tuple[Doubt, ...] | None:
    left = tuple(doubt for doubt in doubts if (doubt.field, doubt.why) != (one.field, one.value))
    return left if len(left) < len(doubts) else None


def _item_doubt_settled(catalogue: Catalogue, one: Correction) -> Catalogue | None:
    item = next((item for item in catalogue.items if item.number == one.number), None)
    doubts = _without(item.doubts, one) if item else None
    return _with_item(catalogue, replace(item, doubts=doubts)) if item and doubts is not None else None


def _with_departments(catalogue: Catalogue, sub: SubItem, one: Correction) -> Catalogue | None:
    names = named_departments(catalogue, one.value)
    if not names:
        return None
    lead, others = (names[0], names[1:]) if one.field == LEAD else (None, names)
    return _with_sub_item(catalogue, replace(sub, departments=others, lead=lead))


def _with_text(catalogue: Catalogue, one: Correction) -> Catalogue | None:
    """A reserved number whose text was found: a veto, or a sub-item of the 大项 that the original shows."""
    if all(reserved.number != one.number for reserved in catalogue.reserved):
        return None
    left = tuple(reserved for reserved in catalogue.reserved if reserved.number != one.number)
    if one.field == VETO:
        vetoes = sorted((*catalogue.vetoes, Veto(one.number, one.value)), key=lambda veto: veto.number)
        return replace(catalogue, vetoes=tuple(vetoes), reserved=left)
    # Departments, points and deadline are left open: they are not invented, a correction of their own gives them.
    found = SubItem(one.number, one.value, (), "")
    placed = _placed(catalogue, found, one.field)
    return replace(placed, reserved=left) if placed else None


def _moved(catalogue: Catalogue, sub: SubItem, item: str) -> Catalogue | None:
    home = catalogue.item_of(sub.number)
    if home is None or str(home.number) == item or len(home.sub_items) <= (home.choose or 1):
        return None
    left = replace(home, sub_items=tuple(one for one in home.sub_items if one.number != sub.number))
    return _placed(_with_item(catalogue, left), sub, item)


def _placed(catalogue: Catalogue, sub: SubItem, number: str) -> Catalogue | None:
    item = next((one for one in catalogue.items if str(one.number) == number), None)
    if item is None:
        return None
    sub_items = sorted((*item.sub_items, sub), key=lambda one: one.number)
    return _with_item(catalogue, replace(item, sub_items=tuple(sub_items)))


def _with_sub_item(catalogue: Catalogue, sub: SubItem) -> Catalogue:
    item = catalogue.item_of(sub.number)
    assert item is not None  # noqa: S101 - only called with a sub-item of this catalogue
    sub_items = tuple(sub if one.number == sub.number else one for one in item.sub_items)
    return _with_item(catalogue, replace(item, sub_items=sub_items))


def _with_item(catalogue: Catalogue, item: Item) -> Catalogue:
    def within(dimension: Dimension) -> Dimension:
        if all(one.number != item.number for one in dimension.items):
            return dimension
        return replace(dimension, items=tuple(item if one.number == item.number else one for one in dimension.items))

    return replace(catalogue, dimensions=tuple(within(dimension) for dimension in catalogue.dimensions))
