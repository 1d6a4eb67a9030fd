"""The corrections of one number as the page shows them: what stands now, what is printed, on what ground. No Qt."""

from dataclasses import dataclass

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.corrections import VETO, Correction, CorrectionKind
from foodsafe_desktop.domain.wording import field_word
from foodsafe_desktop.services.review import Overview


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction. `printed` is the reading of the source, empty where it stays as it is."""

    id: int
    text: str
    printed: str
    ground: str


def correction_lines(overview: Overview, number: int, *, of_item: bool = False) -> tuple[CorrectionLine, ...]:
    """The corrections of a sub-item, veto, or (`of_item`) 大项, oldest first."""
    idle = {one.id for one in overview.idle}
    return tuple(
        _line(overview.printed, one, idle=one.id in idle)
        for one in overview.dossier.corrections
        if one.number == number and (one.kind is CorrectionKind.ITEM_DOUBT) is of_item
    )


def _line(printed: Catalogue, one: Correction, *, idle: bool) -> CorrectionLine:
    said = _SETTLED if one.kind in (CorrectionKind.DOUBT_SETTLED, CorrectionKind.ITEM_DOUBT) else _CORRECTED
    value = f"第{one.value}大项" if one.kind is CorrectionKind.ITEM else one.value
    text = said.format(kind=one.kind.label, field=field_word(one.field), value=value)
    where = ""
    if one.kind is CorrectionKind.TEXT and one.field:
        where = "（列为否决项）" if one.field == VETO else f"（列入第{one.field}大项）"
    effect = "（现用版本中没有对应之处，未起作用）" if idle else ""
    ground = f"依据：{one.reason}　{one.at:%Y-%m-%d}　{one.who}"
    return CorrectionLine(one.id, f"{text}{where}{effect}", _printed(printed, one), ground)


_SETTLED = "{kind}：【{field}】{value}"
_CORRECTED = "{kind}：{value}"


def _printed(printed: Catalogue, one: Correction) -> str:
    sub, home = printed.sub_item(one.number), printed.item_of(one.number)
    if one.kind is CorrectionKind.DEPARTMENTS:
        return sub.departments_as_printed if sub else ""
    if one.kind is CorrectionKind.TEXT:
        return sub.text if sub else "保留号，未印文字"
    if one.kind is CorrectionKind.ITEM:
        return f"第{home.number}大项" if home else ""
    return ""
