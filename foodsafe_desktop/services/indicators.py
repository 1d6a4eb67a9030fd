"""The values of indicators (指标) as a person enters them. Each can be undone."""

from decimal import Decimal

from foodsafe_desktop.domain.errors import RequirementRefused
from foodsafe_desktop.domain.requirements import Indicator, IndicatorValue, Period
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    UnitOfWork,
)


def enter_value(archive: Archive, indicator_id: str, year: int | None, value: Decimal) -> Decision:
    """Enter what was measured, in the indicator's unit. `year` only where it is measured each year.

    Raises RequirementRefused.
    """
    one = _indicator(archive, indicator_id, year)
    if not value.is_finite() or value < 0:
        raise RequirementRefused(f"指标“{one.title}”", "数值须为不小于 0 的数")
    meets = "达到" if one.holds(value) else "未达到"
    sentence = f"已录入{_named(one, year)}：{value.normalize():f}{one.unit}，{meets}要求。"
    return _set(archive, one, year, IndicatorValue(one.id, year, value), sentence)


def mark_not_applicable(archive: Archive, indicator_id: str, year: int | None, note: str) -> Decision:
    """Say that there was nothing to count (no case, no such firm), and why. Raises RequirementRefused."""
    one = _indicator(archive, indicator_id, year)
    if not note.strip():
        raise RequirementRefused(f"指标“{one.title}”", "标为不适用时须写明理由（如：当年无此类案件）")
    value = IndicatorValue(one.id, year, None, not_applicable=True, note=note.strip())
    return _set(archive, one, year, value, f"已将{_named(one, year)}标为不适用。")


def remove_value(archive: Archive, indicator_id: str, year: int | None) -> Decision:
    """Take a value out: the indicator is open again. Raises RequirementRefused."""
    one = _indicator(archive, indicator_id, year)
    with archive.store.begin() as unit:
        if _value(unit, indicator_id, year) is None:
            raise RequirementRefused(f"指标“{one.title}”", "尚未录入数值")
    return _set(archive, one, year, None, f"已删去{_named(one, year)}的数值。")


def _indicator(archive: Archive, indicator_id: str, year: int | None) -> Indicator:
    indicators = archive.rules.edition.requirements.indicators
    one = next((one for one in indicators if one.id == indicator_id), None)
    if one is None:
        raise RequirementRefused(f"指标“{indicator_id}”", "清单中没有这一项指标")
    years = archive.catalogue.years
    if one.period is Period.YEAR and year not in years:
        raise RequirementRefused(f"指标“{one.title}”", f"它按年度计，须写明 {years[0]} 至 {years[-1]} 之间的年度")
    if one.period is not Period.YEAR and year is not None:
        raise RequirementRefused(f"指标“{one.title}”", "它不按年度计，不能写年度")
    return one


def _named(one: Indicator, year: int | None) -> str:
    return f"{sub_item_mark(one.number)}指标“{one.title}”" + (f" {year} 年" if year else "")


def _value(unit: UnitOfWork, indicator_id: str, year: int | None) -> IndicatorValue | None:
    values = unit.dossier().indicator_values
    return next((one for one in values if (one.indicator, one.year) == (indicator_id, year)), None)


def _set(archive: Archive, one: Indicator, year: int | None, value: IndicatorValue | None, sentence: str) -> Decision:
    before = _write(archive, one, year, value)
    return Decision(sentence, lambda: _write(archive, one, year, before), lambda: _write(archive, one, year, value))


def _write(archive: Archive, one: Indicator, year: int | None, value: IndicatorValue | None) -> IndicatorValue | None:
    """Put the value in place of what there is, or take it out (None); returned: what there was."""
    with archive.store.begin() as unit:
        before = _value(unit, one.id, year)
        if value is None:
            unit.remove_indicator_values([(one.id, year)])
        else:
            unit.save_indicator_values([value])
        kept = None if value is None else "不适用" if value.not_applicable else str(value.value)
        detail: dict[str, object] = {"indicator": one.id, "year": year, "value": kept}
        verb = "indicator_removed" if value is None else "indicator_entered"
        unit.record(archive.clock(), archive.who, verb, f"number {one.number}", detail)
    return before
