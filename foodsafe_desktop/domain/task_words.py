"""How a 任务分工表 writes its cells: headings with points, numbered sub-items, departments with 牵头 and 配合."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# All patterns read text folded by `plain`: half-width digits, brackets and stops.
_DIMENSION = re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.,]\s*([^()]+?)\s*(?:\(([^()]*)\))?$")
_ITEM = re.compile(r"^(\d{1,3})\s*[.、,．]\s*(.+?)\s*(?:\(([^()]*分[^()]*)\))?$", re.DOTALL)
_MARK = re.compile(r"(?:^|(?<=[\s。;]))\(\s*(\d{1,3})\s*\)\s*")
_WORTH = re.compile(r"\s*\((\d{1,3}(?:\.\d{1,2})?)\s*分\)\s*[。.]?\s*$")
_POINTS = re.compile(r"(?:^|[^\d.])(?:共|合计)?(\d{1,3}(?:\.\d{1,2})?)\s*分")
_REQUIRED, _ELECTIVE = re.compile(r"必选项\s*(\d{1,3}(?:\.\d)?)\s*分"), re.compile(r"自选项\s*(\d{1,3}(?:\.\d)?)\s*分")
_CHOOSE = re.compile(r"任选\s*(\d{1,2})\s*项")
_DUTY = re.compile(r"(?:各?按|依)职责(?:分工)?(?:负责)?|分别负责|负责|配合|参与|协助")
_WIDE = str.maketrans({"(": "（", ")": "）", ",": "，", ";": "；", ":": "："})


@dataclass(frozen=True, slots=True)
class Heading:
    """A 方面 (number None: printed as 一、二、) or 大项, with what its brackets say."""

    title: str
    number: int | None = None
    points: Decimal | None = None
    required: Decimal | None = None
    elective: Decimal | None = None
    group: str | None = None
    choose: int | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is responsible: the lead where one is named as 牵头, and the others."""

    lead: str | None
    departments: tuple[str, ...]
    as_printed: str


def plain(text: str) -> str:
    """Text with half-width digits and marks, and one space for any run of blanks, so that patterns can read it."""
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFKC", text)).strip()


def chinese_marks(text: str) -> str:
    """Text on one line with the full-width marks that Chinese prints; blanks between Chinese are the scan's."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text.replace("\n", ""))
    return joined.translate(_WIDE).strip()


def dimension(text: str) -> Heading | None:
    """五、示范引领(50分,必选项30分、自选项20分); None if the text is no such heading."""
    found = _DIMENSION.match(plain(text))
    if found is None:
        return None
    inside = found[2] or ""
    total = re.match(r"\s*(\d{1,3}(?:\.\d)?)\s*分", inside)
    return Heading(
        found[1].strip(),
        points=Decimal(total[1]) if total else None,
        required=_amount(_REQUIRED, inside),
        elective=_amount(_ELECTIVE, inside),
    )


def item(text: str) -> Heading | None:
    """29. 机制创新(自选项,共5分); None if the text is no such heading."""
    found = _ITEM.match(plain(text))
    if found is None:
        return None
    inside = found[3] or ""
    group = next((word for word in ("必选项", "自选项") if word in inside), None)
    choose = _CHOOSE.search(inside)
    title = chinese_marks(found[2])
    return Heading(
        title, int(found[1]), _amount(_POINTS, inside), group=group, choose=int(choose[1]) if choose else None
    )


def _amount(pattern: re.Pattern[str], text: str) -> Decimal | None:
    found = pattern.search(text)
    return Decimal(found[1]) if found else None


def numbered(text: str) -> list[tuple[int, str, Decimal | None]]:
    """The sub-items written in one cell: number, text and points where printed behind it, in their order.

    A bracketed number begins a sub-item only at the start, after a blank or a full stop, and only when it is larger
    than the one before: ``(12345)`` and ``(2)`` inside a sentence begin nothing.
    """
    folded = plain(text)
    starts: list[re.Match[str]] = []
    for mark in _MARK.finditer(folded):
        if not starts or int(mark[1]) > int(starts[-1][1]):
            starts.append(mark)
    if not starts or starts[0].start() > 0:
        return []
    ends = [mark.start() for mark in starts[1:]] + [len(folded)]
    return [_sub_item(int(mark[1]), folded[mark.end() : end]) for mark, end in zip(starts, ends, strict=True)]


def _sub_item(number: int, text: str) -> tuple[int, str, Decimal | None]:
    worth = _WORTH.search(text)
    return number, chinese_marks(text[: worth.start()] if worth else text), Decimal(worth[1]) if worth else None


def duty(text: str) -> Duty:
    """区水务局牵头，区公安分局、区市场监管局按职责分工负责: the lead, the others, and the cell as printed."""
    printed = chinese_marks(plain(text))
    names: list[str] = []
    lead: str | None = None
    for part in re.split(r"[、，；,;\s]+", printed):
        name = _DUTY.sub("", part.strip())
        if name.endswith("牵头") and lead is None:
            lead = name.removesuffix("牵头")
        elif name:
            names.append(name.removesuffix("牵头"))
    return Duty(lead or None, tuple(dict.fromkeys(name for name in names if name != lead)), printed)
