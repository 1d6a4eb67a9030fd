"""What is known of every piece of evidence beside its text, laid out for searching: made once for a dossier.

Names and titles of a hundred thousand pieces are gone through in some ten milliseconds, so they need no index on disk.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.folding import folded
from foodsafe_desktop.domain.texts import content_key


class FileKind(StrEnum):
    """Families of file formats, as a person filters by them."""

    PDF = "pdf"
    DOCUMENT = "document"
    SHEET = "sheet"
    SLIDES = "slides"
    PICTURE = "picture"
    MAIL = "mail"
    MEDIA = "media"
    ARCHIVE = "archive"
    TEXT = "text"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The family in Chinese."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    FileKind.PDF: "版式文件",
    FileKind.DOCUMENT: "文字文档",
    FileKind.SHEET: "电子表格",
    FileKind.SLIDES: "演示文稿",
    FileKind.PICTURE: "图片",
    FileKind.MAIL: "电子邮件",
    FileKind.MEDIA: "音视频",
    FileKind.ARCHIVE: "压缩包",
    FileKind.TEXT: "纯文本",
    FileKind.OTHER: "其他",
}
_KINDS = {
    format_name: kind
    for kind, names in {
        FileKind.PDF: "pdf ofd",
        FileKind.DOCUMENT: "docx odt doc rtf",
        FileKind.SHEET: "xlsx ods xls",
        FileKind.SLIDES: "pptx odp ppt",
        FileKind.PICTURE: "jpeg png tiff gif bmp webp jp2 heic",
        FileKind.MAIL: "eml msg",
        FileKind.MEDIA: "mp4 mov mp3",
        FileKind.ARCHIVE: "zip rar 7z",
        FileKind.TEXT: "text",
    }.items()
    for format_name in names.split()
}


class Standing(StrEnum):
    """States of evidence that a person filters by; a piece may be in several."""

    USABLE = "usable"
    INBOX = "inbox"
    MISSING = "missing"
    CHANGED = "changed"
    PROBLEM = "problem"
    PAPER = "paper"

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return _STANDING_LABELS[self]


_STANDING_LABELS = {
    Standing.USABLE: "可用",
    Standing.INBOX: "待归入",
    Standing.MISSING: "不在原处",
    Standing.CHANGED: "内容有变动",
    Standing.PROBLEM: "不能打开或未能核验",
    Standing.PAPER: "纸质原件",
}

_COMMON = 400
"""Entries found one by one before a word counts as common."""
_REMEMBERED = 32
"""Words whose entries are kept, for one types a word sign by sign, and others before and behind it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be; None: anything. `kind` and `standing` hold where one of the evidence's files is so."""

    number: int | None = None
    year: int | None = None
    department: str | None = None
    kind: FileKind | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence and what is known of it, folded.

    `head`: title and 文号; `named`: file names and notes too; `all`: the folders as well.
    """

    evidence: Evidence
    files: tuple[EvidenceFile, ...]
    numbers: tuple[int, ...]
    title: str
    head: str
    named: str
    all: str
    keys: tuple[str, ...]

    @property
    def standings(self) -> frozenset[Standing]:
        """All states that the piece is in."""
        found = set() if self.numbers else {Standing.INBOX}
        if not self.files:
            found.add(Standing.PAPER)
        for file in self.files:
            if file.presence is Presence.MISSING:
                found.add(Standing.MISSING)
            elif file.verdict.condition is not Condition.OK:
                found.add(Standing.PROBLEM)
            else:
                found.add(Standing.CHANGED if file.changed else Standing.USABLE)
        return frozenset(found)


@dataclass
class SearchIndex:
    """Every piece that may be found. Suspended and recycled ones are not in it.

    Made anew for a new dossier with the former one beside it, so that only what changed is laid out again.
    """

    catalogue: Catalogue
    entries: Mapping[int, Entry]
    _places: Mapping[str, int] | None = None
    _owners: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    _chosen: dict[Filters, frozenset[int]] = field(default_factory=dict)
    _held: dict[tuple[str, bool], frozenset[int]] = field(default_factory=dict)

    def at_places(self, places: Mapping[str, int]) -> Mapping[int, tuple[int, ...]]:
        """Number in the texts' index → the ids of the evidence that has such a file. Kept as long as `places` is."""
        if self._places is not places:
            found: dict[int, list[int]] = {}
            for key, entry in self.entries.items():
                for content in entry.keys:
                    if content in places:
                        found.setdefault(places[content], []).append(key)
            self._places, self._owners = places, {place: tuple(ids) for place, ids in found.items()}
        return self._owners

    def holding(self, word: str, *, heads: bool = False) -> frozenset[int]:
        """The ids of entries of which a folded word is known, with `heads` by title or 文号. The last ones are kept."""
        if (word, heads) not in self._held:
            if len(self._held) >= _REMEMBERED:
                self._held.clear()
            self._held[word, heads] = frozenset(self._holding(word, *(self._heads if heads else self._names)))
        return self._held[word, heads]

    def _holding(self, word: str, texts: list[str], names: str, starts: list[int]) -> Iterator[int]:
        """A word that few have is found fastest in all texts at once, one that many have by asking each."""
        ids, at, found = list(self.entries), names.find(word), []
        while at >= 0:
            place = bisect_right(starts, at)
            found.append(ids[place - 1])
            if len(found) > _COMMON:
                return (key for key, text in zip(ids, texts, strict=True) if word in text)
            at = names.find(word, starts[place]) if place < len(starts) else -1
        return iter(found)

    @cached_property
    def _names(self) -> tuple[list[str], str, list[int]]:
        return _in_one_piece([entry.all for entry in self.entries.values()])

    @cached_property
    def _heads(self) -> tuple[list[str], str, list[int]]:
        return _in_one_piece([entry.head for entry in self.entries.values()])

    def chosen(self, filters: Filters) -> frozenset[int] | None:
        """The ids of the entries that pass the filters; None: all do. Kept, for one types with filters that stay."""
        checks = list(_checks(self.catalogue, filters))
        if not checks:
            return None
        if filters not in self._chosen:
            self._chosen.clear()
            passing = self.entries
            for check in checks:  # no new object for each entry: a hundred thousand of them wake the garbage collector
                passing = {key: entry for key, entry in passing.items() if check(entry)}
            self._chosen[filters] = frozenset(passing)
        return self._chosen[filters]


def _in_one_piece(texts: list[str]) -> tuple[list[str], str, list[int]]:
    """The texts, the same joined, and where each one begins in that."""
    return texts, "\0".join(texts), list(accumulate((len(text) + 1 for text in texts), initial=0))[: len(texts)]


def _checks(catalogue: Catalogue, filters: Filters) -> Iterable[Callable[[Entry], bool]]:
    number, year, kind, standing = filters.number, filters.year, filters.kind, filters.standing
    if number is not None:
        yield lambda entry: number in entry.numbers
    if year is not None:
        yield lambda entry: entry.evidence.year == year
    if filters.department is not None:
        wanted = catalogue.normalised(filters.department)
        owned = {sub.number for sub in catalogue.sub_items if wanted in catalogue.responsible(sub)}
        yield lambda entry: not owned.isdisjoint(entry.numbers)
    if kind is not None:
        yield lambda entry: any(_KINDS.get(file.verdict.format, FileKind.OTHER) is kind for file in entry.files)
    if standing is not None:
        yield lambda entry: standing in entry.standings


def search_index(catalogue: Catalogue, dossier: Dossier, former: SearchIndex | None = None) -> SearchIndex:
    """Lay out a dossier for searching; `former` is an earlier one, of which unchanged entries are taken over."""
    known = former.entries if former else {}
    entries: dict[int, Entry] = {}
    for key, evidence in dossier.evidence.items():
        files = dossier.files_of.get(key, ())
        if evidence.recycled or is_withheld(files):
            continue
        numbers, old = dossier.numbers_of.get(key, ()), known.get(key)
        same = old is not None and (old.evidence, old.files, old.numbers) == (evidence, files, numbers)
        entries[key] = old if same and old is not None else _entry(evidence, files, numbers)
    return SearchIndex(catalogue, entries)


def _entry(evidence: Evidence, files: tuple[EvidenceFile, ...], numbers: tuple[int, ...]) -> Entry:
    head = f"{evidence.title}\n{evidence.document_number}"
    rest = (evidence.author, evidence.reference_code, evidence.note, evidence.paper_place or "")
    named = "\n".join((head, *(file.path.rpartition("/")[2] for file in files), *rest))
    everything = "\n".join((named, *(file.path for file in files)))
    keys = tuple(dict.fromkeys(key for file in files if (key := content_key(file)) is not None))
    return Entry(
        evidence, files, numbers, folded(evidence.title), folded(head), folded(named), folded(everything), keys
    )
