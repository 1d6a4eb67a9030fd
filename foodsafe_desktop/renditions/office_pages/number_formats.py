"""A cell's value as a workbook shows it (ECMA-376 part 1, 18.8.31): the formats that office work meets."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[(?!(?:h|m|s)+\])([^\]]*)\]", re.IGNORECASE)
_DATE_PART = re.compile(r"\[h+\]|\[m+\]|\[s+\]|y+|m+|d+|h+|s+|a{3,4}|AM/PM|上午/下午|0+", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?(?:E[+-]?0+)?")
_GENERAL = re.compile("G/通用格式|General", re.IGNORECASE)
"""常规, also as Chinese editions of office programs write it into files."""
_FRACTION = re.compile(r"[#0?]\s*/\s*([#?]+)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS = "一二三四五六日"

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


def shown(value: Value, code: str, digits: int = 10) -> str:
    """The text of a value under a number format; 常规 shows no more than `digits` of a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _date(value, code)
    return _number(value, code, digits)


def is_date(code: str) -> bool:
    """Whether a format shows numbers as dates or times."""
    bare = _BRACKETS.sub("", _QUOTED.sub("", _SECTION.split(code)[0])).lower()
    return "general" not in bare and bool(re.search(r"[ymdhs]", bare))


def _plain(value: float, most: int) -> str:
    """A number as 常规 shows it: eleven digits at most."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value)) if abs(value) < 1e12 else f"{value:.5E}"
    return f"{value:.{max(most, 3)}g}"


def _number(value: float, code: str, most: int) -> str:
    sections = _SECTION.split(code)
    place = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = _BRACKETS.sub(lambda found: _symbol(found[1]), sections[place])
    if not section or section.strip() == "@":
        return _plain(value, most)
    size = abs(value) if place == 1 else value
    texts = [found[1] or found[2] or "" for found in _QUOTED.finditer(section)]
    bare = _QUOTED.sub("\x00", section)
    if _GENERAL.search(bare):
        return _filled(_GENERAL.sub(_plain(size, most), bare), texts)
    if fraction := _FRACTION.search(bare):
        return _fraction(value, len(fraction[1]))
    pattern = _DIGITS.search(bare)
    if pattern is None:
        return _filled(bare, texts)
    try:
        number = _digits(size * 100 if "%" in bare else size, pattern[0])
    except InvalidOperation:  # too long a number for so many places
        return _plain(value, most)
    return _filled(bare[: pattern.start()] + number + _DIGITS.sub("", bare[pattern.end() :]), texts)


def _symbol(inside: str) -> str:
    """What a bracket shows: the currency sign of ``[$¥-804]``, and nothing of colours, conditions and locales."""
    return inside[1:].partition("-")[0] if inside.startswith("$") else ""


def _filled(text: str, texts: list[str]) -> str:
    rest = iter(texts)
    return re.sub("\x00", lambda _found: next(rest, ""), text).strip()


def _digits(size: float, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    if "E" in pattern:
        return f"{size:.{len(decimals.split('E')[0])}E}"
    for _ in range(len(whole) - len(whole.rstrip(","))):  # a comma at the end: thousands
        size /= 1000
    grouped = "," if "," in whole.rstrip(",") else ""
    exact = Decimal(repr(abs(size))).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{exact:{grouped}f}"
    least = sum(one == "0" for one in decimals)
    while decimals and len(text.rpartition(".")[2]) > least and text.endswith("0"):
        text = text[:-1]
    text = text.rstrip(".") if not least else text
    integer, dot, rest = text.partition(".")
    zeros = whole.count("0")
    integer = integer.zfill(zeros) if not grouped else integer
    integer = "" if integer == "0" and zeros == 0 and dot else integer
    return ("-" if size < 0 and float(text.replace(",", "") or 0) else "") + integer + dot + rest


def _fraction(value: float, places: int) -> str:
    near = Fraction(abs(value)).limit_denominator(10**places - 1)
    whole, rest = divmod(near.numerator, near.denominator)
    text = f"{whole or ''} {rest}/{near.denominator}".strip() if rest else str(whole)
    return ("-" if value < 0 else "") + text


def _duration(value: dt.timedelta) -> str:
    seconds = int(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _date(value: dt.datetime | dt.date | dt.time, code: str) -> str:
    section = _BRACKETS.sub("", _SECTION.split(code)[0])
    texts = [found[1] or found[2] or "" for found in _QUOTED.finditer(section)]
    bare = _QUOTED.sub("\x00", section)
    if not re.search(r"[ymdhs]|aaa", bare, re.IGNORECASE):
        bare = "yyyy-mm-dd" if not isinstance(value, dt.time) else "hh:mm:ss"
    afternoon = bool(re.search("AM/PM|上午/下午", bare, re.IGNORECASE))
    after_hour = False
    parts: list[str] = []
    at = 0
    for found in _DATE_PART.finditer(bare):
        parts.append(bare[at : found.start()])
        at = found.end()
        kind = found[0].lower().strip("[]")
        minutes = kind[0] == "m" and (after_hour or bool(re.match(r"[^a-z]*s", bare[at:], re.IGNORECASE)))
        parts.append(_part(value, kind, minutes=minutes, afternoon=afternoon))
        after_hour = kind[0] == "h" or (after_hour and kind[0] not in "ymd")
    parts.append(bare[at:])
    return _filled("".join(parts), texts)


def _part(value: dt.datetime | dt.date | dt.time, kind: str, *, minutes: bool, afternoon: bool) -> str:
    hour = getattr(value, "hour", 0)
    if kind.startswith(("am", "上")):
        return ("上午" if hour < 12 else "下午") if kind.startswith("上") else ("AM" if hour < 12 else "PM")
    if kind[0] == "0":
        return "0" * len(kind)
    if kind[0] == "a" and isinstance(value, dt.date):
        return ("星期" if len(kind) > 3 else "") + _WEEKDAYS[value.weekday()]
    number = {
        "y": getattr(value, "year", 1900),
        "m": getattr(value, "minute", 0) if minutes else getattr(value, "month", 1),
        "d": getattr(value, "day", 1),
        "h": (hour % 12 or 12) if afternoon else hour,
        "s": getattr(value, "second", 0),
    }.get(kind[0], 0)
    if kind[0] == "y" and len(kind) <= 2:
        return f"{number % 100:02d}"
    if kind[0] in "dm" and not minutes and len(kind) > 2 and isinstance(value, dt.date):
        name = _DAYS[value.weekday()] if kind[0] == "d" else _MONTHS[value.month - 1]
        return name if len(kind) > 3 else name[:3]
    return f"{number:02d}" if len(kind) >= 2 else str(number)
