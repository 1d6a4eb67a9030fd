"""Corrections of the catalogue by the archivist. The catalogue's file stays untouched; each correction has a reason.

`corrected` is the catalogue as the archive uses it: the printed one with the archive's corrections laid over it.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class CorrectionKind(StrEnum):
    """What is corrected."""

    DOUBT_SETTLED = "doubt_settled"
    """A doubt was settled against the original; `field` and `value` name the doubt (field, its why)."""
    DEPARTMENTS = "departments"
    """The responsible departments are `value` (、 between them, the lead first where `field` is ``lead``)."""
    TEXT = "text"
    """The sub-item's (or the reserved number's) text is `value`: only with the original at hand."""
    ITEM = "item"
    """The sub-item belongs to 大项 number `value`."""


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
