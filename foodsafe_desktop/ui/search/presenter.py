"""Hits, choices of the filters and what is said about a search, in words. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.texts import TextSource, TextState
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.search_index import FileKind, Standing
from foodsafe_desktop.services.searching import Hit, Ranges, SearchResult

Choice = tuple[str, object]
"""What a filter says, and what it stands for; None, under the filter's own name: anything."""
WELCOME = "输入文字即可检索题名、文号、文件名、附注和全部文件的正文。\n多个词以空格分开，须同时出现。"
_MOST_IN_TITLE = 24


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit: title and passage with the places of the words in them, and a line on where it belongs."""

    hit: Hit
    title: str
    title_ranges: Ranges
    where: str
    passage: str
    ranges: Ranges

    @property
    def spoken(self) -> str:
        """The whole row for a screen reader."""
        return "，".join(part for part in (self.title, self.where, self.passage) if part)


def hit_rows(result: SearchResult) -> tuple[HitRow, ...]:
    """The hits in the order given."""
    return tuple(_row(hit) for hit in result.hits)


def _row(hit: Hit) -> HitRow:
    snippet = hit.snippet
    marks = "".join(map(sub_item_mark, hit.numbers[:6])) or "待归入"
    parts = [marks, f"{hit.year}年" if hit.year else "", hit.document_number]
    parts.append(PurePosixPath(hit.path).name if hit.path else "纸质件")
    if snippet is not None and snippet.source is not TextSource.DOCUMENT:
        parts.append(f"第{snippet.page}页" + ("（文字识别，仅供参考）" if snippet.source is TextSource.OCR else ""))
    where = " · ".join(part for part in parts if part)
    return HitRow(
        hit,
        hit.title,
        hit.title_ranges,
        where,
        snippet.text if snippet is not None else "",
        snippet.ranges if snippet is not None else (),
    )


def result_text(result: SearchResult) -> str:
    """How many were found, and what was not looked at."""
    if not result.total:
        return f"没有找到。{result.note}"
    count = f"共 {result.total} 件" if result.is_exact else f"至少 {result.total} 件"
    shown = f"，列出前 {len(result.hits)} 件" if result.total > len(result.hits) else ""
    return f"{count}{shown}。{result.note}"


def number_choices(catalogue: Catalogue, dossier: Dossier) -> list[Choice]:
    """The lines that have evidence."""
    found: list[Choice] = [("小项", None)]
    for number in sorted(dossier.assigned_to):
        text = catalogue.text_of(number)
        more = "…" if len(text) > _MOST_IN_TITLE else ""
        found.append((f"{sub_item_mark(number)}{text[:_MOST_IN_TITLE]}{more}", number))
    return found


def year_choices(dossier: Dossier) -> list[Choice]:
    """The years of the evidence, newest first."""
    years = {one.year for one in dossier.evidence.values() if one.year is not None and not one.recycled}
    return [("年度", None), *((f"{year}年", year) for year in sorted(years, reverse=True))]


def department_choices(catalogue: Catalogue) -> list[Choice]:
    """All departments that are responsible for something."""
    names = dict.fromkeys(name for sub in catalogue.sub_items for name in catalogue.responsible(sub))
    return [("部门", None), *((name, name) for name in sorted(names))]


def kind_choices() -> list[Choice]:
    """Families of formats."""
    return [("类型", None), *((kind.label, kind) for kind in FileKind)]


def standing_choices() -> list[Choice]:
    """States of evidence."""
    return [("状态", None), *((standing.label, standing) for standing in Standing)]


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the texts of all files have been read. `lack`: why scans cannot be read here, or empty."""

    waiting: int = 0
    scans: int = 0
    lack: str = ""

    @property
    def sentence(self) -> str:
        """What a search therefore does not see; empty where it sees everything."""
        parts = []
        if self.waiting:
            parts.append(f"还有 {self.waiting} 个文件的正文尚未读取。")
        if self.scans:
            parts.append(f"{self.scans} 个文件含扫描页，待文字识别。")
        if self.scans and self.lack:
            parts.append(self.lack)
        return "".join(parts)


def reading_of(dossier: Dossier, states: Mapping[str, TextState], lack: str) -> Reading:
    """Count what was not read yet."""
    waiting = sum(1 for key in dossier.contents if key not in states)
    scans = sum(1 for key in dossier.contents if states.get(key) is TextState.NEEDS_OCR)
    return Reading(waiting, scans, lack)
