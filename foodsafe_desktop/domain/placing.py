"""Where a file belongs, read from its path alone: sub-item by folder, year by folder or name, facts by name.

Nothing is ever read from file times: a document's date is the document's own.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from foodsafe_desktop.domain.catalogue import Catalogue

# All patterns read names folded by NFKC: full-width digits, brackets and stops are half-width by then.
_BRACKETED = re.compile(r"^[(〔【\[]?\s*(\d{1,3})\s*[)〕】\]]\s*(.*)$", re.DOTALL)
_SUB_ITEM_WORD = re.compile(r"^第?\s*(\d{1,3})\s*小项\s*(.*)$|^小项\s*(\d{1,3})\s*(.*)$", re.DOTALL)
_PADDED = re.compile(r"^(0\d{2})(?!\d)(?!(?:[年月日号个次周]|季度|批次))(.*)$", re.DOTALL)
_SEPARATED = re.compile(r"^(\d{1,3})(?:$|\s*[.、,_—–-](?!\d))(.*)$", re.DOTALL)
_LOOSE = re.compile(r"^(\d{1,3})\s*(?!\d)(.+)$", re.DOTALL)
"""A number with nothing but space, or nothing at all, before words: it counts only if the words speak of it."""
_COUNTED = "份人户家批次元吨个张页件号"
_YEAR_FOLDER = re.compile(
    rf"^((?:19|20)\d{{2}})(?:(?![\d{_COUNTED}])(?!.*(?:19|20)\d{{2}}).*|[-.]?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?$"
)
_DIGITS = "〇一二三四五六七八九零○"
_CHINESE_YEAR = re.compile(r"^[一二][〇零○一二三四五六七八九]{3}(?=年)")
_ELSEWHERE = re.compile(
    r"《[^》]*》?|(?<![A-Za-z])(?:[A-Z]{2,4}\d{0,4})(?:[/∕]?[TZ])?\s*\d+(?:\.\d+)*[-—–](?:19|20)\d{2}(?!\d)"
)
"""Names of other documents, and numbers of standards (GB 2760-2014): their years and numbers are not the document's."""
_MAY_NAME_OTHERS = re.compile("[《\\-—–]")
"""One of these signs is in each of them, and in few other names."""
_NUMBER = re.compile(
    r"(?:^|(?<=[\s(（\[【〔_,，、.．\-—)）]))(?!关于|转发|印发|根据|依据|落实|贯彻|按照|学习|对)"
    r"([\u4e00-\u9fffA-Za-z]{1,12})\s*[〔\[［（(【]\s*((?:19|20)\d{2})\s*[〕\]］）)】]\s*(?:第\s*)?0*(\d{1,5})\s*号"
)
_LEADING_DATE = re.compile(r"^(?:19|20)\d{2}(?:\d{4}|[-._]\d{1,2}[-._]\d{1,2})(?!\d)[\s_.\-—]*(?=\D{2})")
_AROUND = " \t\u3000_-—.．、，,：:"
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年|[-._/])(\d{1,2})(?:月|[-._/])(\d{1,2})(?!\d)日?"
    r"|(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"
)
_MAY_BE_DATED = re.compile(r"\d(?:[年\-._/]\d|\d{7})")
"""Finds in a fifth of the time that there is no date, as in most names."""
_YEAR = re.compile(r"(?<!\d)(?:((?:19|20)\d{2})(?=\s*年)|(20\d{2})(?![\dA-Za-z]))")
_SECRET = re.compile(
    r"[绝絕]\s*密|[机機]\s*密(?![码碼])|秘\s*密|(?<!加)密件|(?<!加)密电|涉密(?!人员|管理|工作|培训|制度)"
)
_NOT_SECRET = re.compile(r"商业秘密|工作秘密|国家秘密(?=法|知识|教育|宣传|培训)|保守.{0,4}秘密|非涉密|不涉密|无密级")


@dataclass(frozen=True, slots=True)
class FolderNumber:
    """A folder that names a sub-item: its number, and the other numbers further up that disagree."""

    number: int
    folder: str
    passed_over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What a file's path says of the document. `year_conflict` names a second year that disagrees, else None."""

    title: str
    year: int | None
    dated: dt.date | None
    document_number: str
    year_conflict: int | None = None


def leading_number(folder: str, catalogue: Catalogue) -> int | None:
    """The sub-item or veto number a folder name starts with, or None.

    Understood: ``(8)``, ``（8）``, ``8）``, ``008``, ``8.``, ``8、``, ``第8小项``, full-width digits alike;
    ``8 抽检`` and ``8抽检`` where the words stand in the sub-item's text, so that ``7 天`` or ``24 小时值班`` is
    none. Not understood, on purpose: ``2022``, ``3.15``, ``12月``, ``100批次``, and ``01 基础工作`` where number and
    title are those of a 方面 or 大项. A bracketed number that the catalogue does not have is no number.
    """
    name = unicodedata.normalize("NFKC", folder).strip()
    for pattern in (_BRACKETED, _SUB_ITEM_WORD, _PADDED, _SEPARATED, _LOOSE):
        match = pattern.match(name)
        if match is None:
            continue
        found, *rest = (part for part in match.groups() if part is not None)
        number, title = int(found), (rest[0] if rest else "").strip()
        if pattern in (_PADDED, _SEPARATED, _LOOSE) and _is_heading(number, title, catalogue):
            return None
        if pattern is _LOOSE and not _speaks_of(number, title, catalogue):
            return None
        return number if catalogue.takes_evidence(number) else None
    return None


def _speaks_of(number: int, title: str, catalogue: Catalogue) -> bool:
    """Whether two characters in a row of a folder's words stand in the text of that number."""
    line = catalogue.sub_item(number) or catalogue.veto(number)
    words = re.sub(r"\W", "", title)
    return line is not None and any(words[at : at + 2] in line.text for at in range(len(words) - 1))


def _is_heading(number: int, title: str, catalogue: Catalogue) -> bool:
    """Whether number and title are those of a 方面 or a 大项 (``01 基础工作``, ``8.食品抽检``)."""
    headings = [(one.number, one.title) for one in catalogue.dimensions]
    headings += [(one.number, one.title) for one in catalogue.items]
    return any(number == of and title.startswith(unicodedata.normalize("NFKC", text)) for of, text in headings)


def number_by_folder(path: str, catalogue: Catalogue) -> FolderNumber | None:
    """The nearest ancestor folder of the relative POSIX `path` that names a sub-item, or None."""
    found = [(n, f) for f in reversed(path.split("/")[:-1]) if (n := leading_number(f, catalogue)) is not None]
    if not found:
        return None
    number, folder = found[0]
    return FolderNumber(number, folder, tuple(dict.fromkeys(n for n, _ in found[1:] if n != number)))


def facts_by_name(path: str) -> NameFacts:
    """Title, year, date and 文号 from a relative POSIX path.

    The year comes from the nearest year folder (a person put the file there), else from the 文号, else from a
    full date in the name, else from a single year in the name. Two different years in the name are no year.
    """
    folders, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    folded = unicodedata.normalize("NFKC", stem)
    plain = _ELSEWHERE.sub(" ", folded) if _MAY_NAME_OTHERS.search(folded) else folded
    number = _number(plain)
    dated = _date(plain)
    folder_year = _year_of_folders(folders)
    name_year = int(number[2]) if number else dated.year if dated else _single_year(plain)
    year = folder_year if folder_year is not None else name_year
    return NameFacts(
        title=_title(stem, number if plain == stem else _number(stem)) or name,
        year=year,
        dated=dated,
        document_number=f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        year_conflict=name_year if None not in (folder_year, name_year) and folder_year != name_year else None,
    )


@lru_cache(maxsize=4096)
def _year_of_folders(folders: str) -> int | None:
    """The year of the nearest year folder. Kept, as hundreds of files lie in one folder."""
    return next((year for folder in reversed(folders.split("/")) if (year := _folder_year(folder))), None)


def _folder_year(folder: str) -> int | None:
    """The year a folder's name begins with: 2022, 2023年度, 2022上半年, 202206, 二〇二二年."""
    name = _CHINESE_YEAR.sub(
        lambda found: "".join(str(min(_DIGITS.index(c), 10) % 10) for c in found[0]), _folded(folder)
    )
    match = _YEAR_FOLDER.match(name)
    return int(match[1]) if match else None


def _number(text: str) -> re.Match[str] | None:
    """The 文号 in a name. Most names have none, and then no such sign either."""
    return _NUMBER.search(text) if "号" in text else None


def _title(stem: str, number: re.Match[str] | None) -> str:
    """The 题名 without the 文号 and the date in front of or behind it; all of the name where nothing else is left."""
    text = stem
    if number:
        before, after = text[: number.start()].strip(_AROUND), text[number.end() :].strip(_AROUND)
        if not before:
            text = after
        elif after in ("", ")", "）", "]", "】"):
            text = before.rstrip("(（[【" + _AROUND)
    return _LEADING_DATE.sub("", text).strip() or stem.strip()


def bears_secrecy_mark(path: str) -> bool:
    """Whether a folder or file name of the path carries a secrecy mark, so that the file must not be opened.

    Source of the word lists: the customary marks under 保守国家秘密法; 保密制度, 商业秘密 and the like do not count.
    """
    # No mark goes without this character, and no other one is folded to it.
    return "密" in path and any(map(_is_marked, path.split("/")))


def _is_marked(name: str) -> bool:
    # A name may have a full-width slash, which folding makes one like any other.
    return any(_SECRET.search(_NOT_SECRET.sub(" ", part)) for part in _folded(name).split("/"))


_ORDINAL = re.compile(r"第[一二三四五六七八九十百]+")
_AMOUNT = re.compile(rf"\d+|{_ORDINAL.pattern}")


@lru_cache(maxsize=16_384)
def natural_key(text: str) -> str:
    """A sort key under which 2 comes before 10 and 第二 before 第十, for paths and titles.

    One string, as tens of thousands of them are compared: numbers come before ordinals and these before words, each
    by how much it is and then as it is written.
    """
    return _AMOUNT.sub(_counted_key, _folded(text))


def _counted_key(found: re.Match[str]) -> str:
    part = found[0]
    if part[0] == "第":
        return f"\1{_value(part[1:]):03}{part}\0"
    digits = str(int(part))
    return f"\0{chr(len(digits))}{digits}{part}\0"


def _value(text: str) -> int:
    """Chinese numeral below a thousand: 十二 → 12."""
    total, digit = 0, 0
    for mark in text:
        unit = {"十": 10, "百": 100}.get(mark)
        if unit is None:
            digit = "一二三四五六七八九".index(mark) + 1
        else:
            total += (digit or 1) * unit
            digit = 0
    return total + digit


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _date(text: str) -> dt.date | None:
    for match in _DATE.finditer(text) if _MAY_BE_DATED.search(text) else ():
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return None


def _single_year(text: str) -> int | None:
    years = {int(found[1] or found[2]) for found in _YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None
