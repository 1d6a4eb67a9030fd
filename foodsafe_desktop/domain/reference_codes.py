"""档号: what an archive writes on each piece so that it is found again; by DA/T 22-2015 or by DA/T 13-2022.

Both name 全宗号, 档案门类代码, 年度, 保管期限, 机构（问题）and 件号; they differ in what joins them. A code that was
given is never given to anything else and never changed: numbers go on behind the highest that is known.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from foodsafe_desktop.domain.evidence import Evidence


class Scheme(StrEnum):
    """Which standard a code is written by."""

    DA_T_22_2015 = "da-t-22-2015"
    """``Z109-WS·2011-Y-BGS-0001``"""
    DA_T_13_2022 = "da-t-13-2022"
    """``Z109-WS·2011·Y·办公室-0001``"""

    @property
    def label(self) -> str:
        """The standard's name."""
        return {"da-t-22-2015": "DA/T 22-2015《归档文件整理规则》", "da-t-13-2022": "DA/T 13-2022《档号编制规则》"}[
            self.value
        ]


RETENTION_LABELS = {"Y": "永久", "D30": "30年", "D10": "10年"}
"""保管期限: the code, and how stamps and spines write it."""
_FONDS = re.compile(r"[A-Z]\d{3}|[0-9]{4}|[A-Z0-9]{4}")
_ORGAN = {Scheme.DA_T_22_2015: re.compile(r"[A-Z0-9]{3}"), Scheme.DA_T_13_2022: re.compile(r"[^\s·\-]{1,20}")}
_CATEGORY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Coding:
    """How an archive writes its codes. `fonds`: 全宗号, given by the 档案馆; `category`: WS for 文书.

    `retention` and `organ` stand for pieces that have none of their own; `organ` empty: not classed by it, and then it
    is left out with its joint.
    """

    fonds: str = ""
    scheme: Scheme = Scheme.DA_T_22_2015
    category: str = "WS"
    retention: str = "D30"
    organ: str = ""

    @property
    def sample(self) -> str:
        """The first code of 2024, to show how codes look."""
        return f"{_stem(self, 2024, self.retention, self.organ)}-0001"


def refusal(coding: Coding) -> str:
    """Why codes cannot be given by this, as a sentence; empty if they can."""
    if not _FONDS.fullmatch(coding.fonds):
        return "尚未填写全宗号，或全宗号不是4位（数字，或1位大写字母加3位数字）。请按档案馆分配的全宗号填写。"
    if not _CATEGORY.fullmatch(coding.category):
        return "档案门类代码应为2位大写字母，如文书档案为WS。"
    if coding.retention not in RETENTION_LABELS:
        return "保管期限应为永久（Y）、30年（D30）或10年（D10）。"
    if coding.organ and not _ORGAN[coding.scheme].fullmatch(coding.organ):
        return "机构（问题）代码按DA/T 22-2015应为3位大写字母或数字；按DA/T 13-2022可用汉字，但不得含空格、“·”和“-”。"
    return ""


@dataclass(frozen=True, slots=True)
class GivenCodes:
    """The codes to be given, by evidence id; and why some pieces get none, as sentences by evidence id."""

    codes: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)


def give_codes(coding: Coding, pieces: Sequence[Evidence], known: Iterable[str]) -> GivenCodes:
    """Codes for the pieces that have none, in the order given; 件号 runs within each lowest class.

    `known`: every code that was ever given in the archive, whatever scheme it was written by.
    """
    highest: dict[str, int] = {}
    for code in known:
        stem, _, number = code.rpartition("-")
        if number.isascii() and number.isdigit():
            highest[stem] = max(highest.get(stem, 0), int(number))
    codes: dict[int, str] = {}
    refused: dict[int, str] = {}
    for piece in pieces:
        if piece.reference_code:
            continue
        if piece.year is None:
            refused[piece.id] = f"《{piece.title}》没有年度，不能编档号。请先补全著录。"
            continue
        stem = _stem(coding, piece.year, piece.retention, piece.organ or coding.organ)
        highest[stem] = highest.get(stem, 0) + 1
        codes[piece.id] = f"{stem}-{highest[stem]:04d}"
    return GivenCodes(codes, refused)


def _stem(coding: Coding, year: int, retention: str, organ: str) -> str:
    joint = "-" if coding.scheme is Scheme.DA_T_22_2015 else "·"
    classes = [str(year), retention or coding.retention, *([organ] if organ else [])]
    return f"{coding.fonds}-{coding.category}·{joint.join(classes)}"


_PATTERNS = {
    Scheme.DA_T_22_2015: re.compile(r"[A-Z0-9]{4}-[A-Z]{2}·\d{4}-(Y|D30|D10)(-[A-Z0-9]{3})?-\d{4}"),
    Scheme.DA_T_13_2022: re.compile(r"[A-Z0-9]{4}-[A-Z]{2}(·[A-Z0-9]{2,4})?·\d{4}·(Y|D\d{1,2})(·[^·\-]+)?-\d{3,5}"),
}


def is_well_formed(code: str, scheme: Scheme) -> bool:
    """Whether a code is written as the scheme wants it."""
    return _PATTERNS[scheme].fullmatch(code) is not None


def piece_number(code: str) -> str:
    """件号, the last part of a reference code of either scheme; empty for anything else."""
    number = code.rpartition("-")[2]
    return number if any(is_well_formed(code, scheme) for scheme in Scheme) else ""
