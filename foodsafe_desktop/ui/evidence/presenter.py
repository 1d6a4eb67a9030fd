"""One row an Evidence: what it is, where it lies, and in one word whether it counts. No Qt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain

from foodsafe_desktop.domain.evidence import PENDING, Condition, Evidence, EvidenceFile, Presence, page_count
from foodsafe_desktop.domain.gaps import invalid_because
from foodsafe_desktop.domain.issuing import ChangedPiece
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.converting import CONVERTED
from foodsafe_desktop.services.members import FORMATS
from foodsafe_desktop.services.reading import is_marked_inside
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.services.stretches import sorted_in_stretches
from foodsafe_desktop.ui.tree.nodes import NUMBERED, VETOES, Kind, NodeKey
from foodsafe_desktop.ui.wording import date_text

SortKey = tuple[object, ...]


class Sign(StrEnum):
    """The picture before a row's state; each has a drawing ``evidence-….svg``."""

    VALID = "valid"
    WAITING = "waiting"
    PAPER = "paper"
    FAULT = "fault"
    GONE = "gone"
    CHANGED = "changed"
    SUSPENDED = "suspended"
    NOT_COUNTED = "not-counted"
    RECYCLED = "recycled"


@dataclass(frozen=True)
class EvidenceRow:
    """A row of the table: a piece with all that is known of it where it is shown.

    What a person reads of it is put into words when the row is looked at, and kept: of the thousands that lie under
    a line a window shows twenty. `counts`: as evidence of one of the numbers it is asked about; `remark` says why not,
    as far as that is known; `printed` what became of it since its volume was printed, empty for nothing.
    """

    evidence: Evidence
    files: tuple[EvidenceFile, ...]
    numbers: tuple[int, ...]
    counts: bool
    remark: str
    printed: str

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """What it says, in the order of COLUMNS."""
        one = self.evidence
        year = str(one.year) if one.year else "未注明"
        pages = str(self.page_count or "")
        assigned = "、".join(sub_item_mark(number) for number in self.numbers) or "未归入"
        dated = date_text(one.dated)
        return one.title, year, one.document_number, dated, self.place, pages, self._state[1], assigned

    @property
    def sign(self) -> Sign:
        """The picture of its state."""
        return self._state[0]

    @property
    def reason(self) -> str:
        """Its state's full sentence."""
        return self._state[2]

    @cached_property
    def _state(self) -> tuple[Sign, str, str]:
        sign, word, reason = _state(self)
        if self.printed:
            return sign, f"{word}，变动", f"{reason}与已发出的卷不同：{self.printed}，可在“装订”中补编。"
        return sign, word, reason

    @property
    def sort(self) -> "SortKeys":
        """What it is sorted by in each column."""
        return SortKeys(self)

    @property
    def place(self) -> str:
        """Where it lies: its file, its place as paper, or both."""
        evidence, files = self.evidence, self.files
        if not files:
            return f"纸质：{evidence.paper_place or '位置未登记'}"
        more = f"（等{len(files)}个文件）" if len(files) > 1 else ""
        paper = f"；纸质：{evidence.paper_place}" if evidence.paper_place else ""
        return f"{files[0].path}{more}{paper}"

    @property
    def page_count(self) -> int:
        """How many pages are known of it, 0 where none are."""
        return page_count(self.evidence, self.files) or 0

    @property
    def path(self) -> str | None:
        """Its first file, None where it has none."""
        return self.files[0].path if self.files else None

    @property
    def changed(self) -> bool:
        """Whether a file of it is not as it was accepted."""
        return any(file.changed for file in self.files)

    @property
    def missing(self) -> tuple[EvidenceFile, ...]:
        """Those of its files that are not where they were."""
        return tuple(file for file in self.files if file.presence is Presence.MISSING)

    @property
    def archive(self) -> EvidenceFile | None:
        """The one of its files that holds other files."""
        return next(filter(_holds_others, self.files), None)

    @property
    def convertible(self) -> tuple[EvidenceFile, ...]:
        """Those of its files that office programs lay out."""
        return tuple(file for file in self.files if file.verdict.format in CONVERTED)

    @property
    def can_be_released(self) -> bool:
        """Whether it is suspended for a mark on a page alone."""
        return any(map(is_marked_inside, self.files))

    @property
    def can_open(self) -> bool:
        """Whether there is a file that may be opened: never one that bears a secrecy mark."""
        return self.path is not None and self.sign not in (Sign.SUSPENDED, Sign.GONE)


COLUMNS = ("题名", "年度", "文号", "日期", "文件／存放位置", "页数", "状态", "归入")
TITLE, YEAR, NUMBER, DATE, PLACE, PAGES, STATE, ASSIGNED = range(len(COLUMNS))
_NO_YEAR, _NO_DATE = 9999, "9999"
"""What is not dated comes last."""

_SORTED_BY: tuple[Callable[[EvidenceRow], SortKey], ...] = (
    lambda row: (natural_key(row.evidence.title),),
    lambda row: (row.evidence.year or _NO_YEAR,),
    lambda row: (natural_key(row.evidence.document_number),),
    lambda row: (date_text(row.evidence.dated) or _NO_DATE,),
    lambda row: (natural_key(row.place),),
    lambda row: (row.page_count,),
    lambda row: (list(Sign).index(row.sign), row.cells[STATE]),
    lambda row: row.numbers,
)


class SortKeys:
    """A row's keys in the order of COLUMNS, each made when it is asked for: a table is sorted by one of them."""

    __slots__ = ("_row",)

    def __init__(self, row: EvidenceRow) -> None:
        self._row = row

    def __getitem__(self, column: int) -> SortKey:
        return _SORTED_BY[column](self._row)


AT_ONCE = 2_000
"""Pieces whose rows are made while a person waits; a whole 方面 may have twenty thousand."""


def evidence_count(overview: Overview, key: NodeKey) -> int:
    """How many pieces lie at and below a node; one under several of its numbers counts for each."""
    if key.kind is Kind.INBOX:
        return len(overview.dossier.inbox)
    return sum(len(overview.dossier.assigned_to.get(number, ())) for number in numbers_below(overview, key))


def evidence_rows(overview: Overview, key: NodeKey) -> tuple[EvidenceRow, ...]:
    """The live evidence at and below a node, by year, date and name; each piece once."""
    dossier = overview.dossier
    if key.kind is Kind.INBOX:
        held: Iterable[Evidence] = dossier.inbox
    else:
        numbers = numbers_below(overview, key)
        held = {one.id: one for number in numbers for one in dossier.assigned_to.get(number, ())}.values()
    own = key.number if key.kind in NUMBERED else None
    places = dossier.numbers_of
    said = _Said(overview)
    keyed = sorted_in_stretches([(_by_year(one), one) for one in held], _first)
    return tuple([_row(said, one, own, places.get(one.id, ())) for _key, one in keyed])


def _first(keyed: tuple[str, Evidence]) -> str:
    return keyed[0]


def _by_year(one: Evidence) -> str:
    return f"{one.year or _NO_YEAR:04}{date_text(one.dated) or _NO_DATE:10}{natural_key(one.title)}\0{one.id:012}"


def recycled_rows(overview: Overview) -> tuple[EvidenceRow, ...]:
    """The evidence that was put aside, by name; each row says where it would count again."""
    places = overview.dossier.numbers_of
    held = [one for one in overview.dossier.evidence.values() if one.recycled]
    said = _Said(overview)
    held.sort(key=lambda one: (natural_key(one.title), one.id))
    return tuple([_row(said, one, None, places.get(one.id, ())) for one in held])


def numbers_below(overview: Overview, key: NodeKey) -> tuple[int, ...]:
    """The numbered lines at and below a node."""
    catalogue = overview.catalogue
    if key.kind in NUMBERED:
        return (key.number,)
    if key == VETOES:
        return tuple(veto.number for veto in catalogue.vetoes)
    if key.kind is Kind.ITEM:
        return tuple(sub.number for item in catalogue.items if item.number == key.number for sub in item.sub_items)
    if key.kind is Kind.DIMENSION:
        return tuple(sub.number for dimension, _, sub in catalogue.walk() if dimension.number == key.number)
    return ()


class _Said:
    """What an overview says of pieces, laid out so that thousands of rows can be made of it."""

    def __init__(self, overview: Overview) -> None:
        self.dossier, self.shelves = overview.dossier, overview.coverage.shelves
        self._standings = overview.coverage.standings
        self._valid: dict[int, frozenset[int]] = {}
        self._changed: dict[int, list[ChangedPiece]] = {}
        for one in (one for found in overview.changes.values() for one in found):
            self._changed.setdefault(one.evidence, []).append(one)

    def counts(self, evidence: int, number: int) -> bool:
        """Whether a piece counts under a number."""
        if number not in self._valid:
            self._valid[number] = frozenset(chain(*self._standings[number].valid.values()))
        return evidence in self._valid[number]

    def remark(self, evidence: int, numbers: Sequence[int]) -> str:
        """The first that is remarked on a piece under these numbers, empty for nothing."""
        for number in numbers:
            piece = self.shelves[number].pieces.get(evidence)
            if piece is not None and piece.remarks:
                return piece.remarks[0]
        return ""

    def since_printing(self, evidence: int, own: int | None) -> str:
        """What became of a piece since its volume was printed, empty for nothing; `own`: only under this number."""
        changed = self._changed.get(evidence)
        if changed is None:
            return ""
        changes = (one for one in changed if own in (None, one.number))
        return "、".join(dict.fromkeys(one.change.label for one in changes))


def _row(said: _Said, evidence: Evidence, own: int | None, numbers: tuple[int, ...]) -> EvidenceRow:
    asked = numbers if own is None else (own,)
    counts = any(said.counts(evidence.id, number) for number in asked)
    return EvidenceRow(
        evidence,
        said.dossier.files_of.get(evidence.id, ()),
        numbers,
        counts,
        "" if counts else said.remark(evidence.id, asked),
        said.since_printing(evidence.id, own),
    )


def _holds_others(file: EvidenceFile) -> bool:
    """Whether it is an archive (压缩包) that may be looked into."""
    there = file.presence is Presence.PRESENT and file.verdict.condition is not Condition.SUSPENDED
    return there and file.verdict.format in FORMATS


def _state(row: EvidenceRow) -> tuple[Sign, str, str]:
    """Sign, word and reason: first what is wrong with the piece itself, then whether it counts where it is."""
    evidence, files = row.evidence, row.files
    if evidence.recycled:
        return Sign.RECYCLED, "已回收", "已移入回收状态，不计入任何小项；恢复后按原归入关系计入。"
    problem = invalid_because(evidence, files)
    if problem:
        sign, word = _fault(files)
        details = [file.verdict.detail for file in files if file.verdict.detail]
        return sign, word, "；".join([problem, *details])
    if not row.numbers:
        return Sign.WAITING, "待归入", "尚未归入任何小项，不计入任何年度。"
    if row.counts:
        return (Sign.VALID, "有效", "计入本项佐证。") if files else (Sign.PAPER, "有效纸质件", "计入本项佐证。")
    return Sign.NOT_COUNTED, "不计入", row.remark or "本项当前不要求该材料。"


def _fault(files: Sequence[EvidenceFile]) -> tuple[Sign, str]:
    if not files:
        return Sign.PAPER, "位置未登记"
    if any(file.verdict.condition is Condition.SUSPENDED for file in files):
        return Sign.SUSPENDED, Condition.SUSPENDED.label
    if any(file.presence is Presence.MISSING for file in files):
        return Sign.GONE, "文件缺失"
    faulty = [file.verdict for file in files if file.verdict.condition is not Condition.OK]
    if not faulty:
        return Sign.CHANGED, "变动待确认"
    pending = all(verdict.is_pending for verdict in faulty)
    return (Sign.WAITING, PENDING) if pending else (Sign.FAULT, faulty[0].label)
