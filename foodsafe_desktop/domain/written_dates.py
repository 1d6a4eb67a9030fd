"""Dates as documents write them: 2023年4月3日, 二〇二三年四月三日. Texts are folded by NFKC, without white space."""

import datetime as dt
import re

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○◯Oo0", 0)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"
    rf"|(?P<cy>[一二][{''.join(_DIGITS)}]{{3}})年(?P<cm>{_NUMERAL})月(?P<cd>{_NUMERAL})日"
)


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
