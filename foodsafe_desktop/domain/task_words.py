"""How a 任务分工表 writes its cells: headings with points, numbered sub-items, departments with 牵头 and 配合."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# All patterns read text folded by `plain`: half-width digits, brackets and stops.
_DIMENSION = re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.,]\s*([^()]+?)\s*(?:\(([^()]*)\))?$")
_ITEM = re.compile(r"^(\d{1,3})\s*[.、,．]\s*(.+)$", re.DOTALL)
_ITEM_POINTS = re.compile(
    r"\s*\(([^()]*\d\s*分(?!钟|之)[^()]*)\)\s*|[\s,]((?:共|合计)?\s*\d{1,3}(?:\.\d{1,2})?\s*分)\s*$"
)
_ITEM_WORDS = re.compile(r"[\s,;、()]*(?:(?:必选项?|自选项?|任选\s*\d{1,2}\s*项?)[\s,;、()]*)*")
_CIRCLED = "\u2460-\u2473\u3251-\u325f\u32b1-\u32bf"
# A sub-item's number is written one way throughout a cell: another way begins an enumeration inside its text.
_MARKS = (
    re.compile(r"(?:^|(?<=[\s。;]))\(\s*(\d{1,3})\s*\)\s*"),
    re.compile(rf"(?:^|(?<=[\s。;]))([{_CIRCLED}])\s*"),
    re.compile(r"(?:^|(?<=\n))\s*(\d{1,3})\s*(?:、|[.．](?!\d))\s*"),
)
_WORTH = re.compile(r"\s*\((\d{1,3}(?:\.\d{1,2})?)\s*分\)\s*[。.]?\s*$")
_POINTS = re.compile(r"(?:^|[^\d.])(?:共|合计)?(\d{1,3}(?:\.\d{1,2})?)\s*分")
_REQUIRED, _ELECTIVE = re.compile(r"必选项\s*(\d{1,3}(?:\.\d)?)\s*分"), re.compile(r"自选项\s*(\d{1,3}(?:\.\d)?)\s*分")
_CHOOSE = re.compile(r"任选\s*(\d{1,2})\s*项?")
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
    """Text with half-width digits and marks, and one space for any run of blanks, so that patterns can read it.

    Circled numbers stay circled: folded they would be digits of the sentence.
    """
    folded = re.sub(rf"[^{_CIRCLED}]+", lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return re.sub(r"[^\S\n]+", " ", folded).strip()


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
    """29. 机制创新(自选项,共5分); None if the text is no such heading. The points may be followed by other words."""
    found = _ITEM.match(plain(text))
    if found is None:
        return None
    title, worth = found[2], _ITEM_POINTS.search(found[2])
    said = title
    if worth:
        after = title[worth.end() :]
        # What follows the points and is no rule of choice belongs to the title.
        title = title[: worth.start()] + ("" if _ITEM_WORDS.fullmatch(after) else after)
        said = f"{worth[1] or worth[2]} {after}"
    group = next((word for word in ("必选项", "自选项") if word in said), None) if worth else None
    choose = _CHOOSE.search(said) if worth else None
    points = _amount(_POINTS, said) if worth else None
    return Heading(chinese_marks(title), int(found[1]), points, group=group, choose=int(choose[1]) if choose else None)


def _amount(pattern: re.Pattern[str], text: str) -> Decimal | None:
    found = pattern.search(text)
    return Decimal(found[1]) if found else None


def numbered(text: str) -> list[tuple[int, str, Decimal | None]]:
    """The sub-items written in one cell: number, text and points where printed behind it, in their order.

    The number is written ``(5)``, ``⑤``, or at the start of a line ``5、`` or ``5.``; the first one says how. Another
    begins a sub-item only at the start, after a blank or a full stop, and only when it is larger than the one before:
    ``(12345)`` and ``(2)`` inside a sentence begin nothing.
    """
    folded = plain(text)
    marks = next((marks for marks in _MARKS if marks.match(folded)), None)
    starts: list[tuple[int, re.Match[str]]] = []
    for mark in marks.finditer(folded) if marks else ():
        number = int(unicodedata.normalize("NFKC", mark[1]))
        if not starts or number > starts[-1][0]:
            starts.append((number, mark))
    if not starts:
        return []
    ends = [mark.start() for _, mark in starts[1:]] + [len(folded)]
    return [_sub_item(number, folded[mark.end() : end]) for (number, mark), end in zip(starts, ends, strict=True)]


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
