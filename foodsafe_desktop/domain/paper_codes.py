"""The text of the codes on paper, which lead from a sheet back to the record."""

import re
from dataclasses import dataclass

FORMAT = "FSD1"
"""Begins the text of every code; the figure is raised when its fields change."""
_SUB_ITEM = re.compile(r"小项(\d+)")


@dataclass(frozen=True, slots=True)
class SheetCode:
    """Of a page of a volume: archive, the volume's key, issue (0: it was not issued) and the page's `page_name`."""

    archive_id: str
    volume: str
    issue: int
    label: str

    @property
    def text(self) -> str:
        """As it is printed."""
        return "|".join((FORMAT, self.archive_id, self.volume, str(self.issue), self.label))


@dataclass(frozen=True, slots=True)
class NumberCode:
    """Of a divider: archive, and the number of its sub-item or veto."""

    archive_id: str
    number: int

    @property
    def text(self) -> str:
        """As it is printed."""
        return f"{FORMAT}|{self.archive_id}|小项{self.number}"


def page_name(label: str, piece: str = "") -> str:
    """What tells a page of a volume: its label, behind the 编号 of its piece where each piece counts from 1."""
    return f"{piece}/{label}" if piece else label


def parted(name: str) -> tuple[str, str]:
    """The piece's 编号 (empty where none is needed) and the label in a page's name."""
    piece, _, label = name.rpartition("/")
    return piece, label


def read_code(text: str) -> SheetCode | NumberCode | None:
    """What a code says; None for a text that is none. Hand scanners type it with a line end behind."""
    mark, *fields = text.strip().split("|")
    if mark != FORMAT:
        return None
    if len(fields) == 2 and (number := _SUB_ITEM.fullmatch(fields[1])):
        return NumberCode(fields[0], int(number[1]))
    if len(fields) == 4 and fields[2].isdecimal():
        return SheetCode(fields[0], fields[1], int(fields[2]), fields[3])
    return None
