"""The history's rows, newest first, and which of them a filter leaves. No Qt."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import history
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    HistoryEntry,
)
from foodsafe_desktop.ui.history.words import SUBJECTS, Kind, detail_text, verb_kind, verb_word
from foodsafe_desktop.ui.tree.nodes import folded

COLUMNS = ("序号", "时间", "操作", "对象", "内容", "操作人")
LINE, AT, VERB, SUBJECT, DETAIL, WHO = range(len(COLUMNS))
NEWEST = 2_000
"""Lines that are read of the whole archive's history unless a person asks for all of it."""
_TITLES = 3
_THING = re.compile(r"(number|evidence|item) (\d+)")


class Of(StrEnum):
    """Whose history it is."""

    ARCHIVE = "archive"
    EVIDENCE = "evidence"
    FILE = "file"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history is shown, and what people call it. `id` is 0 for the archive; a number for sub-item or veto."""

    of: Of = Of.ARCHIVE
    id: int = 0
    name: str = "整个档案"


WHOLE_ARCHIVE = Subject()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line. `cells` in the order of COLUMNS; `broken`: it does not fit the chain of digests."""

    id: int
    cells: tuple[str, ...]
    kind: Kind
    search: str
    broken: bool = False

    @property
    def who(self) -> str:
        """The person as the history names them."""
        return self.cells[WHO]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What was read of a subject's history. `is_all`: older lines were not left out. `verdict` is None if not asked."""

    subject: Subject
    rows: tuple[HistoryRow, ...]
    is_all: bool
    broken: tuple[int, ...] | None


_LIVES = {
    Of.EVIDENCE: history.life_of_evidence,
    Of.FILE: history.life_of_file,
    Of.NUMBER: history.life_of_number,
}


def read_history(
    archive: Archive, dossier: Dossier, subject: Subject, *, everything: bool, check_chain: bool
) -> HistoryPage:
    """Read a subject's history; runs on the dossier thread. `check_chain` reads every line of the archive."""
    if subject.of is Of.ARCHIVE:
        entries = history.latest(archive, None if everything else NEWEST)
        is_all = everything or len(entries) < NEWEST
    else:
        entries, is_all = _LIVES[subject.of](archive, subject.id), True
    broken = tuple(history.broken_lines(archive)) if check_chain else None
    return HistoryPage(subject, history_rows(entries, dossier, broken or ()), is_all, broken)


def history_rows(
    entries: Iterable[HistoryEntry], dossier: Dossier, broken: Collection[int] = ()
) -> tuple[HistoryRow, ...]:
    """Rows of entries that come oldest first; returned newest first."""
    wrong = set(broken)
    rows = [_row(entry, dossier.evidence, broken=entry.id in wrong) for entry in entries]
    return tuple(reversed(rows))


def filtered(rows: Sequence[HistoryRow], text: str, who: str, kind: Kind | None) -> tuple[HistoryRow, ...]:
    """Rows that hold all words of `text`, of one person (empty: all) and one kind (None: all)."""
    words = folded(text).split()
    return tuple(
        row
        for row in rows
        if (kind is None or row.kind is kind)
        and (not who or row.who == who)
        and all(word in row.search for word in words)
    )


def people(rows: Iterable[HistoryRow]) -> tuple[str, ...]:
    """Everybody who did anything, in the order of their names."""
    return tuple(sorted({row.who for row in rows}))


def chain_sentence(broken: Sequence[int] | None) -> str:
    """The verdict on the chain."""
    if broken is None:
        return "历史记录的完整性尚未核对。"
    if broken:
        first = broken[0]
        return f"核对未通过：自第 {first} 条起与校验链不符，记录可能被改动过。请与备份核对。"
    return "核对通过：历史记录完整，未发现改动。"


def count_sentence(page: HistoryPage, shown: int) -> str:
    """How many lines are shown, of how many."""
    total = len(page.rows)
    said = f"共 {total} 条" if page.is_all else f"最近 {total} 条"
    return said if shown == total else f"{said}，筛选出 {shown} 条"


def _row(entry: HistoryEntry, evidence: Mapping[int, Evidence], *, broken: bool) -> HistoryRow:
    kind = verb_kind(entry.verb)
    subject = _subject(entry.subject, evidence)
    said = [_titles(entry.detail, evidence) if kind is not Kind.FILES else "", detail_text(entry.verb, entry.detail)]
    detail = "；".join(part for part in said if part)
    if broken:
        detail = "；".join(part for part in ("与校验链不符", detail) if part)
    cells = (
        str(entry.id),
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        verb_word(entry.verb),
        subject,
        detail,
        entry.who,
    )
    return HistoryRow(entry.id, cells, kind, folded(" ".join(cells)), broken)


def _subject(subject: str, evidence: Mapping[int, Evidence]) -> str:
    if named := _THING.fullmatch(subject):
        number = int(named[2])
        if named[1] == "number":
            return sub_item_mark(number) if number else "评价细则"
        if named[1] == "item":
            return f"第{number}大项"
        return f"《{evidence[number].title}》" if number in evidence else f"材料 {number}"
    return SUBJECTS.get(subject, subject.removeprefix("week "))


def _titles(detail: Mapping[str, object], evidence: Mapping[int, Evidence]) -> str:
    """The pieces that a line names, the first few by title."""
    value = detail.get("evidence")
    ids = value if isinstance(value, list | tuple) else [value]
    named = [f"《{evidence[one].title}》" for one in ids if isinstance(one, int) and one in evidence]
    if len(named) > _TITLES:
        return f"{'、'.join(named[:_TITLES])}等 {len(named)} 件"
    return "、".join(named)
