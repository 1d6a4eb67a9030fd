"""每周一调度: which day ends a week, what stands for it, and what two weeks say of each other."""

import datetime as dt

import pytest

from foodsafe_desktop.domain.findings import (
    Finding,
    WeekSnapshot,
    compare_weeks,
    dispatch_day,
    issue_number,
    overdue,
    week_before,
    week_of,
    weeks,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def week(on: str, *gaps: tuple[str, int], **departments: int) -> WeekSnapshot:
    return WeekSnapshot(day(on), frozenset(gaps), "1", "10", tuple(sorted(departments.items())))


@pytest.mark.parametrize(
    ("on", "reported"),
    [("2024-05-06", "2024-05-06"), ("2024-05-07", "2024-05-13"), ("2024-05-12", "2024-05-13")],
)
def test_a_week_ends_with_the_monday_on_which_it_is_reported(on: str, reported: str) -> None:
    assert dispatch_day(day(on)) == day(reported)


def test_the_last_snapshot_of_a_week_stands_for_it() -> None:
    taken = [week("2024-05-13"), week("2024-05-07"), week("2024-05-10"), week("2024-05-02")]
    assert [one.on for one in weeks(taken)] == [day("2024-05-02"), day("2024-05-13")]
    assert week_of(taken, day("2024-05-08")) == taken[0]
    assert week_of(taken, day("2024-05-20")) is None


def test_the_week_before_passes_over_weeks_without_a_snapshot_and_over_its_own() -> None:
    taken = [week("2024-04-22"), week("2024-05-07"), week("2024-05-13")]
    assert week_before(taken, day("2024-05-13")) == taken[0]
    assert week_before(taken, day("2024-04-22")) is None


def test_issues_count_weeks_of_the_year_not_snapshots() -> None:
    taken = [week("2023-12-20"), week("2024-05-07"), week("2024-05-09"), week("2024-05-14")]
    assert issue_number(taken, day("2024-05-09")) == 1
    assert issue_number(taken, day("2024-05-14")) == 2
    assert issue_number([], day("2024-05-14")) == 1


def test_the_first_week_has_nothing_to_compare_with() -> None:
    found = compare_weeks(week("2024-05-06", ("8-plan", 2022), a=1), None)
    assert (found.closed, found.new, found.ranking[0].before, found.ranking[0].closed) == ((), (), None, 0)


def test_closed_and_new_gaps_and_the_ranking() -> None:
    before = week("2024-05-06", ("8-plan", 2022), ("8-plan", 2023), ("9-report", 0), 甲=3, 乙=1, 丙=2)
    now = week("2024-05-13", ("8-plan", 2023), ("20-daily", 2024), 甲=1, 丁=1, 丙=2)
    found = compare_weeks(now, before)
    assert found.closed == (("8-plan", 2022), ("9-report", 0))
    assert found.new == (("20-daily", 2024),)
    assert [(row.department, row.before, row.gaps, row.closed) for row in found.ranking] == [
        ("甲", 3, 1, 2),
        ("乙", 1, 0, 1),
        ("丙", 2, 2, 0),
        ("丁", 0, 1, -1),
    ]


def test_overdue_is_open_after_its_deadline_and_not_on_it() -> None:
    late, due, closed = (
        Finding(at, 8, "缺签到表", day("2024-04-01"), "督查组", "区卫健委", day(deadline), closed_on=on)
        for at, (deadline, on) in enumerate(
            [("2024-05-01", None), ("2024-05-06", None), ("2024-05-01", day("2024-05-02"))], 1
        )
    )
    assert overdue([due, closed, late], day("2024-05-06")) == (late,)
