"""Requirement lists from one edition to the next: carried over where the newer one brings none, compared, written."""

import json
from collections.abc import Iterator
from dataclasses import replace

from foodsafe_desktop.domain.editions import Change, Difference, Edition, Level, Renumbering
from foodsafe_desktop.domain.requirements import (
    Indicator,
    Requirement,
    RequirementList,
    flaw,
    indicator_flaw,
)
from foodsafe_desktop.domain.wording import sub_item_mark


def with_list(former: Edition, newer: Edition, renumbering: Renumbering) -> tuple[Edition, tuple[str, ...]]:
    """The newer edition with the list in use where it brings none of its own, and a sentence on all that was lost.

    Requirements follow the renumbering and keep their ids, so that what was said of them still holds.
    """
    if newer.requirements_text or not former.requirements_text:
        return newer, ()
    left: dict[int, int] = {}
    kept = _carried(former.requirements, newer, renumbering, left)
    said = tuple(
        f"原{sub_item_mark(number)}的佐证要求和指标有 {count} 条在新版中没有对应的条目，未予沿用。"
        for number, count in sorted(left.items())
    )
    if not kept.requirements:
        return newer, said
    text = former.requirements_text if kept == former.requirements else written(kept, newer)
    return replace(newer, requirements=kept, requirements_text=text), said


def _carried(
    former: RequirementList, newer: Edition, renumbering: Renumbering, left: dict[int, int]
) -> RequirementList:
    catalogue = newer.catalogue
    first, requirements, indicators = catalogue.years[0], [], []
    for one in former.requirements:
        # What began before the newer edition's first year is simply asked for from that year on.
        since = one.from_year if one.from_year is None or one.from_year >= first else None
        moved = replace(one, number=renumbering.get(one.number) or 0, from_year=since)
        if flaw(moved, catalogue):
            left[one.number] = left.get(one.number, 0) + 1
        else:
            requirements.append(moved)
    by_id = {one.id: one for one in requirements}
    for measured in former.indicators:
        its = replace(measured, number=renumbering.get(measured.number) or 0)
        if indicator_flaw(its, by_id, catalogue):
            left[measured.number] = left.get(measured.number, 0) + 1
        else:
            indicators.append(its)
    ordered = sorted(requirements, key=lambda one: one.number), sorted(indicators, key=lambda one: one.number)
    return RequirementList(tuple(ordered[0]), tuple(ordered[1]))


def list_differences(former: Edition, newer: Edition, renumbering: Renumbering) -> tuple[Difference, ...]:
    """How the list in use differs from that of the newer edition, `newer` being as it was read: counts, then each."""
    if not former.requirements_text and not newer.requirements_text:
        return ()
    carried, _ = with_list(former, newer, renumbering)
    found = tuple(_compared(_own(former), _own(carried), renumbering))
    before, after = _counted(former), _counted(carried)
    if carried is not newer:
        return (_whole(Change.KEPT, before, f"新版未附佐证要求清单，沿用现有清单：{after}"), *found)
    if not carried.requirements_text:
        return (_whole(Change.LIST, before, f"新版未附佐证要求清单，现有清单也无可沿用：{after}"), *found)
    if not found:
        return ()
    added, removed = (
        len({_key(one) for one in found if one.change is kind}) for kind in (Change.ADDED, Change.REMOVED)
    )
    changed = len({_key(one) for one in found if one.change not in (Change.ADDED, Change.REMOVED)})
    counts = f"{after}（新增 {added} 条，删去 {removed} 条，变动 {changed} 条）"
    return (_whole(Change.LIST, before, counts), *found)


def _key(one: Difference) -> tuple[int | None, int | None, str, str]:
    return one.old, one.new, one.before, one.after


def _whole(change: Change, before: str, after: str) -> Difference:
    return Difference(Level.REQUIREMENT, change, None, None, before, after)


def _own(edition: Edition) -> RequirementList:
    """A list of its own; the plain rule of every year is none."""
    return edition.requirements if edition.requirements_text else RequirementList()


def _counted(edition: Edition) -> str:
    own = _own(edition)
    if not own.requirements:
        return "无清单，每项每年任一有效材料即可"
    return f"佐证要求 {len(own.requirements)} 条，指标 {len(own.indicators)} 项"


def _compared(former: RequirementList, newer: RequirementList, renumbering: Renumbering) -> Iterator[Difference]:
    before, after = _by_id(former), _by_id(newer)
    for key in sorted({*before, *after}, key=lambda key: ((after.get(key) or before[key]).number, key)):
        was, now = before.get(key), after.get(key)
        if was is None and now is not None:
            yield Difference(Level.REQUIREMENT, Change.ADDED, None, now.number, "", _titled(now))
        elif now is None and was is not None:
            yield Difference(Level.REQUIREMENT, Change.REMOVED, was.number, None, _titled(was), "")
        elif was is not None and now is not None and not _same(was, now, renumbering):
            yield Difference(Level.REQUIREMENT, Change.DEMAND, was.number, now.number, _titled(was), _titled(now))


def _by_id(listed: RequirementList) -> dict[str, Requirement | Indicator]:
    found: dict[str, Requirement | Indicator] = dict(listed.by_id)
    return found | {one.id: one for one in listed.indicators}


def _same(was: Requirement | Indicator, now: Requirement | Indicator, renumbering: Renumbering) -> bool:
    return replace(was, number=renumbering.get(was.number) or 0) == now


def _titled(one: Requirement | Indicator) -> str:
    """A title with all that is demanded."""
    if isinstance(one, Indicator):
        return f"指标“{one.title}”：{one.demand}，{one.basis.label}"
    parts = f"（{'、'.join(one.parts)}）" if one.parts else ""
    return f"{one.title}{parts}：{one.kind}，{one.asks}，{one.basis.label}"


def written(listed: RequirementList, edition: Edition) -> str:
    """A list as text to be kept with `edition`, in the format of a requirements file."""
    lines = ["# 沿用前一版评价细则的佐证要求清单，编号已按确认的对应关系改写。"]
    for one in listed.requirements:
        lines += ["", "[[requirements]]", _numbered(one.number, edition), *_requirement(one)]
    for measured in listed.indicators:
        lines += ["", "[[indicators]]", _numbered(measured.number, edition), *_indicator(measured)]
    return "\n".join(lines) + "\n"


def _numbered(number: int, edition: Edition) -> str:
    return f"{'sub_item' if edition.catalogue.veto(number) is None else 'veto'} = {number}"


def _requirement(one: Requirement) -> Iterator[str]:
    yield from (
        f"{key} = {toml_text(value)}" for key, value in (("id", one.id), ("title", one.title), ("kind", one.kind))
    )
    yield f"cadence = {toml_text(one.cadence)}"
    yield f"at_least = {one.at_least}"
    if one.within is not None:
        yield f"within = {one.within}"
    if one.parts:
        yield f"parts = [{', '.join(map(toml_text, one.parts))}]"
    yield f"basis = {toml_text(one.basis)}"
    if one.from_year is not None:
        yield f"from_year = {one.from_year}"


def _indicator(one: Indicator) -> Iterator[str]:
    texts = (("id", one.id), ("title", one.title), ("operator", one.operator), ("unit", one.unit))
    yield from (f"{key} = {toml_text(value)}" for key, value in texts)
    yield f"threshold = {one.threshold:f}"
    rest = (("period", one.period), ("supported_by", one.supported_by), ("basis", one.basis))
    yield from (f"{key} = {toml_text(value)}" for key, value in rest)


def toml_text(value: str) -> str:
    """A TOML basic string: JSON's escapes are all TOML's too, once what is no character is written as such."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
