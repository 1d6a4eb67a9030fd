"""Dates as documents write them: 2023年4月3日, 二〇二三年四月三日. Texts are folded by NFKC, without white space."""

import datetime as dt
import re

from foodsafe_desktop.domain.page_rows import Row

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○◯Oo0", 0)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"
    rf"|(?P<cy>[一二][{''.join(_DIGITS)}]{{3}})年(?P<cm>{_NUMERAL})月(?P<cd>{_NUMERAL})日"
)

_DATE_ROW = re.compile(rf"^(?P<before>\D{{0,40}}?)(?:{DATE.pattern})(?:\(.{{0,20}}\))?$")
_BRACKETED_DATE = re.compile(rf"^\((?:{DATE.pattern}).{{0,40}}\)$")
_STRAY = re.compile(r"(?<=日)\s+[\u4e00-\u9fff]\s*$")
_CUT = re.compile(r"^0[0-3]\d年")


def date_in(found: re.Match[str]) -> dt.date | None:
    """The date of a match of DATE, also as part of a larger pattern; None for a day that is none."""
    parts = found.groupdict()
    try:
        if parts["y"]:
            return dt.date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        year = int("".join(str(_DIGITS[sign]) for sign in parts["cy"]))
        return dt.date(year, _value(parts["cm"]), _value(parts["cd"]))
    except ValueError:
        return None


def _value(text: str) -> int:
    """十 → 10, 二十一 → 21. Raises ValueError for what is no numeral."""
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError(text)
    return (
        (_DIGITS[tens] if tens else 1) * 10 * bool(ten)
        + (_DIGITS[ones] if ones else 0)
        + (0 if ten or not tens else _DIGITS[tens])
    )


def date_row(row: Row) -> re.Match[str] | None:
    """A row that is a date, alone or behind a name.

    A seal set upon it may have left a sign of its own behind it, or have hidden the year's first digit.
    """
    plain = row.plain[:-1] if _STRAY.search(row.text) else row.plain
    return _DATE_ROW.match(f"2{plain}" if _CUT.match(plain) else plain)


def is_date(row: Row) -> bool:
    """Whether a row is a date and nothing else but, before it, a name; or one in brackets."""
    return bool(date_row(row) or is_bracketed_date(row))


def is_bracketed_date(row: Row) -> bool:
    """Whether a row is a date in brackets, maybe with what happened on it: （2023年4月3日通过）."""
    return bool(_BRACKETED_DATE.match(row.plain))


def is_cut(row: Row) -> bool:
    """Whether the first digit of the year in a row is missing."""
    return bool(_CUT.match(row.plain))
