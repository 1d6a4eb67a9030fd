"""A TOML table read with types, where every mistake knows its file, line and field.

`tomllib` gives values without places, so the places of headers and keys come from a light scan of the text.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from foodsafe_desktop.domain.errors import CatalogueBroken

_Word = TypeVar("_Word", bound=StrEnum)

Place = tuple[str | int, ...]
"""Where a value is: keys and, in arrays of tables, zero-based places: ``("dimensions", 0, "items", 2, "points")``."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*["']?([\w-]+)["']?\s*=""")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_LARGEST_NUMBER = 999


class TomlTable:
    """One table. Reading a key marks it as known; `done()` refuses whatever was never asked for."""

    def __init__(self, values: Mapping[str, Any], at: Place, lines: Mapping[Place, int], file: str) -> None:
        self._values, self._at, self._lines, self._file = values, at, lines, file
        self._asked: set[str] = set()

    def broken(self, field: str, problem: str) -> CatalogueBroken:
        """The error for `field` of this table, with the nearest line that is known."""
        place: Place = (*self._at, *field.split("."))
        while place and place not in self._lines:
            place = place[:-1]
        return CatalogueBroken(self._file, self._lines.get(place), field, problem)

    def text(self, key: str) -> str:
        """A text that must be there and must not be blank."""
        value: str = self._typed(key, str, "文字")
        if not value.strip():
            raise self.broken(key, "内容为空")
        return value

    def plain(self, key: str) -> str:
        """A text that must be there and may be blank."""
        return str(self._typed(key, str, "文字"))

    def optional_text(self, key: str) -> str | None:
        """A text that may be left out, but not left blank."""
        return self.text(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        return self._typed(key, bool, "true 或 false") if self.has(key) else False

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none blank, none twice; empty where it is left out."""
        found = self._typed(key, list, "列表") if self.has(key) else []
        if not all(isinstance(one, str) and one.strip() for one in found):
            raise self.broken(key, "列表中须逐个为非空文字")
        if len(set(found)) < len(found):
            raise self.broken(key, "列表中有重复的名称")
        return tuple(found)

    def number(self, key: str = "number") -> int:
        """A whole number from 1 to 999."""
        value: int = self._typed(key, int, "整数")
        if not 1 <= value <= _LARGEST_NUMBER:
            raise self.broken(key, f"须为 1 至 {_LARGEST_NUMBER} 的整数，现为 {value}")
        return value

    def whole(self, key: str) -> int:
        """A whole number of any size."""
        return int(self._typed(key, int, "整数"))

    def amount(self, key: str) -> Decimal:
        """A number that may have decimals."""
        return Decimal(self._typed(key, (int, Decimal), "数字"))

    def amounts(self, key: str) -> tuple[Decimal, ...]:
        """A list of numbers that may have decimals."""
        found = self._typed(key, list, "数字列表")
        if not all(isinstance(one, int | Decimal) and not isinstance(one, bool) for one in found):
            raise self.broken(key, "列表中须逐个为数字")
        return tuple(Decimal(one) for one in found)

    def word(self, key: str, kind: type[_Word]) -> _Word:
        """One of the words of an enumeration."""
        written = self.text(key)
        if written not in {one.value for one in kind}:
            known = "、".join(f"“{one.value}”" for one in kind)
            raise self.broken(key, f"只能是{known}之一，现为“{written}”")
        return kind(written)

    def optional_number(self, key: str) -> int | None:
        """A whole number that may be left out."""
        return self.number(key) if self.has(key) else None

    def points(self, key: str = "points") -> Decimal:
        """Points: more than nought, at most two decimals."""
        value = self._typed(key, (int, Decimal), "分值（数字）")
        points = Decimal(value)
        if not points.is_finite() or not 0 < points <= _LARGEST_NUMBER:
            raise self.broken(key, f"分值须大于 0、不超过 {_LARGEST_NUMBER}，现为 {value}")
        if points != round(points, 2):
            raise self.broken(key, f"分值至多两位小数，现为 {value}")
        return points

    def optional_points(self, key: str = "points") -> Decimal | None:
        """Points, where printed."""
        return self.points(key) if self.has(key) else None

    def day(self, key: str) -> dt.date:
        """A calendar day, written 2022-01-01."""
        value: dt.date = self._typed(key, dt.date, "日期（如 2022-01-01）")
        if isinstance(value, dt.datetime):
            raise self.broken(key, "应为日期（如 2022-01-01），不带时刻")
        return value

    def month(self, key: str) -> tuple[int, int]:
        """A month, written "2024-06", as year and month."""
        match = _MONTH.fullmatch(self.text(key))
        if match is None or not 1 <= int(match[2]) <= 12:
            raise self.broken(key, '应为年月（如 "2024-06"）')
        return int(match[1]), int(match[2])

    def numbers(self, key: str) -> tuple[tuple[str, int], ...]:
        """An inline table of names with whole numbers from nought; empty where it is left out."""
        found = self._typed(key, dict, "{ 名称 = 数目 } 形式") if self.has(key) else {}
        for name, value in found.items():
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise self.broken(f"{key}.{name}", "须为不小于 0 的整数")
        return tuple(found.items())

    def table(self, key: str) -> "TomlTable":
        """A sub-table that must be there."""
        return TomlTable(self._typed(key, dict, "[表]"), (*self._at, key), self._lines, self._file)

    def tables(self, key: str) -> Iterator["TomlTable"]:
        """An array of tables, none where it is left out."""
        found = self._typed(key, list, "[[表]]") if self.has(key) else []
        if not all(isinstance(one, dict) for one in found):
            raise self.broken(key, "应写作 [[表]]")
        for place, one in enumerate(found):
            yield TomlTable(one, (*self._at, key, place), self._lines, self._file)

    def has(self, key: str) -> bool:
        """Whether the key is written at all."""
        self._asked.add(key)
        return key in self._values

    def done(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass in silence."""
        for key in self._values:
            if key not in self._asked:
                raise self.broken(key, "没有这个字段，请检查拼写")

    def _typed(self, key: str, wanted: type | tuple[type, ...], called: str) -> Any:  # noqa: ANN401 - TOML's own types
        if not self.has(key):
            raise self.broken(key, "缺少此字段")
        value = self._values[key]
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise self.broken(key, f"类型不符，应为{called}")
        return value


def read_toml(text: str, file: str) -> TomlTable:
    """The whole document as a table. Raises CatalogueBroken with the line for anything that is not TOML."""
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else len(text.split("\n"))
        column = f"第{found[2]}列" if found else "行末"
        raise CatalogueBroken(file, line, "", f"{column}附近不合 TOML 写法（引号、括号、等号或重复的字段）") from error
    except (ValueError, ArithmeticError) as error:  # from Python's own numbers, which know no line
        raise CatalogueBroken(file, None, "", "其中有过长或无法识别的数字") from error
    except RecursionError as error:
        raise CatalogueBroken(file, None, "", "括号嵌套过深") from error
    return TomlTable(values, (), _places(text), file)


def _places(text: str) -> dict[Place, int]:
    """The 1-based line of every header and key. Keys inside multi-line strings may add places nobody asks for."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    at: Place = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            at = _header_place(header[2], counts, is_array=header[1] == "[[")
            lines.setdefault(at, number)
            lines.setdefault(at[:-1], number)
        elif key := _KEY.match(line):
            lines.setdefault((*at, key[1]), number)
    return lines


def _header_place(name: str, counts: dict[Place, int], *, is_array: bool) -> Place:
    at: Place = ()
    keys = [part.strip().strip("\"'") for part in name.split(".")]
    for key in keys[:-1]:
        at = (*at, key)
        if at in counts:
            at = (*at, counts[at])
    at = (*at, keys[-1])
    if is_array:
        counts[at] = counts.get(at, -1) + 1
        at = (*at, counts[at])
    return at
