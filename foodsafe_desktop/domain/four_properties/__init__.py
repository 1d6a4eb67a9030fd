"""四性检测: whether the holdings are authentic, complete, usable and safe (DA/T 70-2018, the stage of 归档).

Here are the checks as pure functions over what `Holdings` says; reading the folder and writing the report are not.
A check that finds nothing to look at is 不适用 and one that no program can decide is 人工确认: neither ever passes.
"""

from foodsafe_desktop.domain.four_properties import authenticity, completeness, safety, usability
from foodsafe_desktop.domain.four_properties.frame import Holdings, Property, Result, State

RULES = (*authenticity.RULES, *completeness.RULES, *usability.RULES, *safety.RULES)
"""Every check, in the order of the standard."""


def four_properties(holdings: Holdings) -> tuple[Result, ...]:
    """The result of every check."""
    return tuple(rule.result(holdings) for rule in RULES)


__all__ = ["RULES", "Holdings", "Property", "Result", "State", "four_properties"]
