"""How the window words counts, points, years and dates: the few notations that several panes share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foodsafe_desktop.domain.states import State

if TYPE_CHECKING:  # only named here: the tree shows before they are loaded
    import datetime as dt

    from foodsafe_desktop.domain.catalogue import Catalogue
    from foodsafe_desktop.domain.gaps import Standing


def year_text(year: int | None) -> str:
    """2023 → 2023年; None → 不分年度."""
    return "不分年度" if year is None else f"{year}年"


def date_text(date: dt.date | None) -> str:
    """A date as tables print it, empty where not known."""
    return date.isoformat() if date else ""


def checks_done(standing: Standing) -> tuple[int, int]:
    """How many of the checks that count (each requirement in each period) are met, and how many there are."""
    advised = {(gap.requirement, gap.year, gap.quarter) for gap in standing.advice}
    counted = [
        check for check in standing.checks if (check.requirement.id, *check.period) not in advised or check.is_met
    ]
    return sum(1 for check in counted if check.is_met), len(counted)


def standing_counts(standing: Standing) -> str:
    """2/3项 · 5件; for an omission whether it has its statement."""
    pieces = f"{standing.assigned}件"
    if standing.state is State.RESERVED:
        return "不计缺失"
    if standing.state is State.NOT_CHOSEN:
        return f"不要求 · {pieces}"
    done, asked = checks_done(standing)
    if standing.state is State.OMITTED:
        return f"{'有' if done else '缺'}说明 · {pieces}"
    return f"{done}/{asked}项 · {pieces}"


def state_word(state: State, catalogue: Catalogue, number: int) -> str:
    """The state's word; a veto is never 齐全 or 缺失: it has its statement or lacks it."""
    if catalogue.veto(number) is not None:
        return "有说明" if state is State.COMPLETE else "缺说明"
    return state.label


def tip_text(text: str) -> str:
    """Plain text as a tooltip that wraps, and that no file name can turn into markup."""
    import html  # noqa: PLC0415 - not before a tip is asked for

    return f"<p>{html.escape(text).replace(chr(10), '<br>')}</p>"


def time_left(elapsed: float, done: int, to_do: int) -> str:
    """How long a job will still take, from the seconds it took so far; empty while it is too early to say."""
    if elapsed < 3 or done <= 0 or to_do <= 0:
        return ""
    seconds = elapsed / done * to_do
    if seconds < 60:
        return "约剩不到 1 分钟"
    if seconds < 3600:
        return f"约剩 {round(seconds / 60)} 分钟"
    return f"约剩 {seconds / 3600:.1f} 小时"
