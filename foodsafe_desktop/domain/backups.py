"""Copies of an archive's database: what their names say, how often one is due, and which ones are kept.

Names are ``dossier_<why>_<YYYYMMDD-HHMMSS>.sqlite3``, the time being that of the machine's clock; ``-2`` and so on
follows where one second saw two. Whatever else lies in the folder is none of ours and stays.
"""

import datetime as dt
import re
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

DAILY = "daily"
BY_HAND = "by_hand"
BULK = "bulk"
BEFORE = "before_"
"""Begins the reason of a copy made before a step that may go wrong: a migration, an upgrade, a restoring."""

DAYS, WEEKS = 14, 8
"""Days of which one copy each is kept, and weeks before these of which one is; of the time before, one a month."""
BULK_FROM = 100
"""Pieces that one decision must concern for a copy to be made before it."""

_NAME = re.compile(r"^(?P<stem>[^_]+)_(?P<why>\w+)_(?P<at>\d{8}-\d{6})(?:-\d+)?\.sqlite3$", re.ASCII)
_STAMP = "%Y%m%d-%H%M%S"


class Schedule(StrEnum):
    """How often a copy is made by itself, when the archive is opened."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"

    @property
    def label(self) -> str:
        """In words."""
        return {Schedule.DAILY: "每天", Schedule.WEEKLY: "每周", Schedule.OFF: "不自动备份"}[self]

    def since(self, now: dt.datetime) -> dt.datetime | None:
        """A copy made since then spares another one; None: none is due at all."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        back = {Schedule.DAILY: 0, Schedule.WEEKLY: 6, Schedule.OFF: None}[self]
        return None if back is None else midnight - dt.timedelta(days=back)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its name tells of it: why and when (the clock's time, without a zone) it was made."""

    name: str
    why: str
    at: dt.datetime

    @property
    def before_a_step(self) -> bool:
        """Whether it was made before a step that may go wrong."""
        return self.why.startswith(BEFORE)


def copy_of(name: str) -> Copy | None:
    """What a file's name says of it; None if it is no copy of ours."""
    if (match := _NAME.match(name)) is None:
        return None
    try:
        return Copy(name, match["why"], dt.datetime.strptime(match["at"], _STAMP))  # noqa: DTZ007 - names have no zone
    except ValueError:
        return None


def new_name(why: str, at: dt.datetime, taken: Collection[str]) -> str:
    """The name of a copy made now, other than those that are `taken`."""
    first = f"dossier_{why}_{at:{_STAMP}}"
    name, count = f"{first}.sqlite3", 1
    while name in taken:
        count += 1
        name = f"{first}-{count}.sqlite3"
    return name


def is_fresh(copies: Iterable[Copy], since: dt.datetime, now: dt.datetime) -> bool:
    """Whether a copy was made between the two; one from the future tells only that a clock was wrong."""
    earliest, latest = (one.replace(tzinfo=None, microsecond=0) for one in (since, now))
    return any(earliest <= one.at <= latest for one in copies)


def superfluous(copies: Collection[Copy], today: dt.date) -> tuple[Copy, ...]:
    """The copies that may go, oldest first.

    Kept are all of today (and of a later day: the clock was set back), all that were made before a risky step in the
    last 14 days, the newest of each of these days, of each of the 8 weeks before, and of each month before that.
    """
    keeping: dict[Hashable, Copy] = {}
    for one in sorted(copies, key=lambda copy: (copy.at, copy.name)):
        keeping[_place(one, today)] = one
    kept = {one.name for one in keeping.values()}
    return tuple(sorted((one for one in copies if one.name not in kept), key=lambda copy: (copy.at, copy.name)))


def _place(copy: Copy, today: dt.date) -> Hashable:
    """Of the copies with the same place the newest is kept."""
    day = copy.at.date()
    age = (today - day).days
    if age <= 0 or (copy.before_a_step and age < DAYS):
        return copy.name
    if age < DAYS:
        return day
    if age < DAYS + 7 * WEEKS:
        return day.isocalendar()[:2]
    return day.year, day.month, "month"
