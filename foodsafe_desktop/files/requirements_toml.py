"""The requirements file (建议清单): TOML in, `RequirementList` out, every mistake named by file, line and field.

What makes a requirement usable is the domain's to say (`flaw`, `indicator_flaw`); here it gets its place in the file.
"""

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import CatalogueBroken, RequirementsBroken
from foodsafe_desktop.domain.requirements import (
    Basis,
    Cadence,
    Flaw,
    Indicator,
    Operator,
    Period,
    Requirement,
    RequirementList,
    flaw,
    indicator_flaw,
)
from foodsafe_desktop.files.catalogue_toml import read_catalogue_text
from foodsafe_desktop.files.toml_table import TomlTable, read_toml

_Word = TypeVar("_Word", bound=StrEnum)


def load_requirements(path: Path, catalogue: Catalogue) -> RequirementList:
    """Read a requirements file (UTF-8) for a catalogue. Raises RequirementsBroken, also when it cannot be read."""
    try:
        text = read_catalogue_text(path)
    except CatalogueBroken as error:
        raise _of_this_file(error) from error
    return parse_requirements(text, path.name, catalogue)


def parse_requirements(text: str, name: str, catalogue: Catalogue) -> RequirementList:
    """Build the list from TOML text; `name` is the file's name for error sentences. Raises RequirementsBroken."""
    try:
        return _Reading(catalogue).requirements(read_toml(text.removeprefix("\ufeff"), name))
    except CatalogueBroken as error:
        raise _of_this_file(error) from error


def _of_this_file(error: CatalogueBroken) -> RequirementsBroken:
    return RequirementsBroken(error.file, error.line, error.field, error.problem)


class _Reading:
    """One pass over one file; remembers which ids are taken."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._ids: set[str] = set()

    def requirements(self, root: TomlTable) -> RequirementList:
        found = [self._requirement(table) for table in root.tables("requirements")]
        if not found:
            raise root.broken("requirements", "没有任何佐证要求")
        by_id = {one.id: one for one in found}
        indicators = [self._indicator(table, by_id) for table in root.tables("indicators")]
        root.done()
        return RequirementList(
            tuple(sorted(found, key=lambda one: one.number)), tuple(sorted(indicators, key=lambda one: one.number))
        )

    def _requirement(self, table: TomlTable) -> Requirement:
        one = Requirement(
            id=self._id(table),
            number=self._number(table),
            title=table.text("title"),
            kind=table.text("kind"),
            cadence=_word(table, "cadence", Cadence),
            at_least=table.whole("at_least") if table.has("at_least") else 1,
            within=table.whole("within") if table.has("within") else None,
            parts=_parts(table),
            basis=_word(table, "basis", Basis),
            from_year=table.whole("from_year") if table.has("from_year") else None,
        )
        table.done()
        _refuse(table, flaw(one, self._catalogue))
        return one

    def _indicator(self, table: TomlTable, requirements: dict[str, Requirement]) -> Indicator:
        one = Indicator(
            id=self._id(table),
            number=self._number(table),
            title=table.text("title"),
            operator=_word(table, "operator", Operator),
            threshold=table.amount("threshold"),
            unit=table.text("unit"),
            period=_word(table, "period", Period),
            supported_by=table.text("supported_by"),
            basis=_word(table, "basis", Basis),
        )
        table.done()
        _refuse(table, indicator_flaw(one, requirements, self._catalogue))
        return one

    def _id(self, table: TomlTable) -> str:
        """Requirements and indicators share one row of ids."""
        one = table.text("id")
        if one in self._ids:
            raise table.broken("id", f"标识“{one}”重复")
        self._ids.add(one)
        return one

    def _number(self, table: TomlTable) -> int:
        key = "veto" if table.has("veto") else "sub_item"
        if key == "veto" and table.has("sub_item"):
            raise table.broken("veto", "sub_item 与 veto 只能写一个")
        number = table.number(key)
        one = self._catalogue
        if any(reserved.number == number for reserved in one.reserved):
            raise table.broken(key, f"{number} 是保留号，原文缺，不提佐证要求")
        if (one.veto(number) if key == "veto" else one.sub_item(number)) is None:
            raise table.broken(key, f"评价细则中没有编号为 {number} 的{'否决项' if key == 'veto' else '小项'}")
        return number


def _parts(table: TomlTable) -> tuple[str, ...]:
    parts = table.texts("parts")
    if table.has("parts") and not parts:
        raise table.broken("parts", "列表为空；不是成套材料的，请删去此字段")
    return parts


def _word(table: TomlTable, key: str, words: type[_Word]) -> _Word:
    text = table.text(key)
    try:
        return words(text)
    except ValueError as error:
        raise table.broken(key, f"“{text}”不可用，只能是：{'、'.join(words)}") from error


def _refuse(table: TomlTable, found: Flaw | None) -> None:
    if found:
        raise table.broken(found.field, found.problem)
