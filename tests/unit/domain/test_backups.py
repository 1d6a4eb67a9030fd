"""Which copies of a database stay, and what their names tell."""

import datetime as dt
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.backups import DAYS, WEEKS, Copy, Schedule, copy_of, is_fresh, new_name, superfluous


def _at(stamp: str) -> dt.datetime:
    copy = copy_of(f"dossier_daily_{stamp}.sqlite3")
    assert copy is not None
    return copy.at


TODAY = dt.date(2024, 5, 6)
moments = st.datetimes(_at("20220101-000000"), _at("20240601-000000")).map(lambda at: at.replace(microsecond=0))
reasons = st.sampled_from(["daily", "by_hand", "bulk", "before_0004", "before_upgrade", "before_restore"])


@st.composite
def _some(draw: st.DrawFn) -> list[Copy]:
    names: list[str] = []
    for at, why in draw(st.lists(st.tuples(moments, reasons), max_size=60)):
        names.append(new_name(why, at, names))
    return [copy for name in names if (copy := copy_of(name)) is not None]


def _left(copies: list[Copy], today: dt.date = TODAY) -> list[Copy]:
    gone = set(superfluous(copies, today))
    return [one for one in copies if one not in gone]


@given(st.text(), moments, st.integers(1, 4))
def test_a_name_tells_what_it_was_made_of(stranger: str, at: dt.datetime, count: int) -> None:
    names: list[str] = []
    for _ in range(count):
        names.append(new_name("before_0004", at, names))
    assert len(set(names)) == count
    assert [copy_of(name) for name in names] == [Copy(name, "before_0004", at) for name in names]
    assert copy_of(stranger) is None


def _months(copies: Iterable[Copy], until: dt.date) -> set[tuple[int, int]]:
    """Months that have a copy; in the weeks after `until` one copy a week stands for two months where they meet."""
    return {(one.at.year, one.at.month) for one in copies if one.at.date() <= until}


@given(_some())
def test_what_must_stay_stays(copies: list[Copy]) -> None:
    left = _left(copies)
    assert {one for one in copies if one.at.date() >= TODAY} <= set(left)
    assert {one for one in copies if one.before_a_step and (TODAY - one.at.date()).days < DAYS} <= set(left)
    if copies:
        assert max(one.at for one in copies) in {one.at for one in left}
    old = TODAY - dt.timedelta(days=DAYS + 7 * WEEKS)
    assert _months(copies, old) == _months(left, old)
    recent = TODAY - dt.timedelta(days=DAYS)
    assert {one.at.date() for one in copies if one.at.date() > recent} <= {one.at.date() for one in left}
    assert _left(left) == left


@given(_some())
def test_no_more_stay_than_days_weeks_and_months_allow(copies: list[Copy]) -> None:
    ages = [(TODAY - one.at.date()).days for one in _left(copies) if not one.before_a_step]
    assert len([age for age in ages if 0 < age < DAYS]) < DAYS
    assert len([age for age in ages if DAYS <= age < DAYS + 7 * WEEKS]) <= WEEKS + 1
    assert len([age for age in ages if age >= DAYS + 7 * WEEKS]) <= 30


def test_a_year_of_daily_copies_thins_out_evenly() -> None:
    copies: list[Copy] = []
    for number in range(400):
        day = _at("20230403-080000") + dt.timedelta(days=number)
        copies.append(Copy(new_name("daily", day, ()), "daily", day))
        copies = _left(copies, day.date())
    ages = [(copies[-1].at - one.at).days for one in reversed(copies)]
    assert ages[:DAYS] == list(range(DAYS))
    between = [later - earlier for earlier, later in zip(ages[DAYS:], ages[DAYS + 1 :], strict=False)]
    assert max(between[: WEEKS - 2]) <= 7
    assert max(between) <= 35  # the last Sundays of two months
    assert len(copies) <= DAYS + WEEKS + 14


def test_a_schedule_asks_for_a_day_or_a_week() -> None:
    now = dt.datetime(2024, 5, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert Schedule.OFF.since(now) is None
    yesterday = [Copy("", "daily", _at("20240505-235900"))]
    daily, weekly = Schedule.DAILY.since(now), Schedule.WEEKLY.since(now)
    assert daily is not None
    assert weekly is not None
    assert not is_fresh(yesterday, daily, now)
    assert is_fresh(yesterday, weekly, now)
    assert not is_fresh([Copy("", "daily", _at("20240429-235900"))], weekly, now)
    assert all(schedule.label for schedule in Schedule)
