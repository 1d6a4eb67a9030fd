"""What an archive holds: documents that someone vouches for, their bytes, and where they belong."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Presence(StrEnum):
    """Whether the file was there at the last scan."""

    PRESENT = "present"
    MISSING = "missing"


class Condition(StrEnum):
    """What an inspection found. Only OK lets a file satisfy a requirement: unknown is not OK."""

    OK = "ok"
    EMPTY = "empty"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    """The system would not let it be read (rights, vanished while reading, name not decodable)."""
    UNKNOWN = "unknown"
    """A type that this program cannot open: its bytes are kept, but nobody has said that it opens."""
    SUSPENDED = "suspended"
    """Its name or first page bears a secrecy mark: it is not opened, copied or printed (保守国家秘密法)."""

    @property
    def label(self) -> str:
        """The state in one Chinese word, as screens and sheets print it."""
        return _CONDITION_LABELS[self]

    @property
    def finding(self) -> str:
        """The state said of a file, as the beginning of a sentence: 文件损坏, 空文件."""
        return self.label if "文件" in self.label else f"文件{self.label}"


_CONDITION_LABELS = {
    Condition.OK: "可用",
    Condition.EMPTY: "空文件",
    Condition.DAMAGED: "损坏",
    Condition.ENCRYPTED: "加密",
    Condition.UNREADABLE: "无法读取",
    Condition.UNKNOWN: "未能核验",
    Condition.SUSPENDED: "暂停使用",
}


DOES_NOT_OPEN = (Condition.EMPTY, Condition.DAMAGED, Condition.ENCRYPTED, Condition.UNREADABLE)
"""What is counted as files that do not open."""


@dataclass(frozen=True, slots=True)
class Fixity:
    """校验值: size in bytes, modification time in ns since the epoch, and the digest at one moment."""

    size: int
    mtime_ns: int
    algorithm: str
    digest: str

    def same_content(self, other: "Fixity") -> bool:
        """Whether both speak of the same bytes (times do not matter)."""
        return (self.size, self.algorithm, self.digest) == (other.size, other.algorithm, other.digest)


class Fact(StrEnum):
    """What an inspection saw in a file beside whether it opens. No fact is a fault, and none decides anything.

    A fact that is not there was not seen, which is no proof of the contrary: looking is bounded.
    """

    HAS_TEXT = "has_text"
    NO_TEXT = "no_text"
    """Every page was looked at, and none shows text: a scan without a text layer."""
    SIGNED = "signed"
    """A signature is in it; whether it is valid nobody here has checked."""
    MACROS = "macros"
    JAVASCRIPT = "javascript"
    EMBEDDED_FILES = "embedded_files"
    EXTERNAL_LINKS = "external_links"
    """It draws on other files or sends to addresses; ordinary hyperlinks are not meant."""
    FORM = "form"
    RESTRICTED = "restricted"
    """It opens without a password, but an owner password restricts what readers let one do."""
    PDF_A = "pdf_a"
    """It claims to be PDF/A; nobody here has validated that."""
    DATE_TAKEN = "date_taken"
    """The photograph says when it was taken. Never used silently as the date of the evidence."""

    @property
    def label(self) -> str:
        """The fact in a few Chinese words, as screens print it."""
        return _FACT_LABELS[self]


_FACT_LABELS = {
    Fact.HAS_TEXT: "有文字层",
    Fact.NO_TEXT: "无文字层",
    Fact.SIGNED: "含电子签名",
    Fact.MACROS: "含宏",
    Fact.JAVASCRIPT: "含脚本",
    Fact.EMBEDDED_FILES: "内嵌其他文件",
    Fact.EXTERNAL_LINKS: "引用外部文件",
    Fact.FORM: "含表单",
    Fact.RESTRICTED: "设有权限限制",
    Fact.PDF_A: "声明为 PDF/A",
    Fact.DATE_TAKEN: "带有拍摄时间",
}


PENDING = "尚未核验"
"""How the sentence begins on a file that is registered and that no inspection has opened yet."""
INTERRUPTED = "核验中断"
"""How the sentence begins on a file whose inspection did not end: a lost worker says nothing of the file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an inspection says of a file: its kind by signature, whether it opens, and in one sentence why not.

    `format` is a short name such as ``pdf``, ``jpeg``, ``docx``, ``ole``, ``ofd``, ``zip``, ``text`` or ``unknown``;
    `pages` only where the file has countable pages; `printable` whether it can become pages of a binder here; `facts`
    are values of `Fact`, and maybe others that a newer version of the program saw.
    """

    format: str
    condition: Condition
    detail: str = ""
    pages: int | None = None
    printable: bool = False
    facts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The state in one Chinese word; a file that waits for its inspection is not one that cannot be inspected."""
        return PENDING if self.is_pending else self.condition.label

    @property
    def finding(self) -> str:
        """The state said of a file, as the beginning of a sentence."""
        return f"文件{PENDING}" if self.is_pending else self.condition.finding

    @property
    def is_pending(self) -> bool:
        """Whether no inspection has opened the file yet. Unknown until then, so it counts for nothing."""
        return self.condition is Condition.UNKNOWN and self.detail.startswith(PENDING)

    @property
    def was_interrupted(self) -> bool:
        """Whether the inspection did not come to its end: the next scan inspects the file again."""
        return self.condition is Condition.UNKNOWN and self.detail.startswith(INTERRUPTED)

    @property
    def fact_labels(self) -> tuple[str, ...]:
        """The facts in Chinese, those that this version knows."""
        return tuple(_FACT_LABELS[Fact(fact)] for fact in self.facts if fact in _FACT_LABELS)


NOT_INSPECTED = Verdict("unknown", Condition.UNKNOWN, f"{PENDING}：文件已登记，等待程序打开核验；核验前不计入佐证。")
"""What is known of a file whose bytes are registered and that nobody has opened."""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """电子文件: bytes under the evidence folder. `path` is relative to it, POSIX separators. id 0: not yet stored.

    `changed` is set when the content differs from what was last accepted, and cleared by a person's word. `key` is
    the file's identity on its disk (device and number) where the system has one: it outlives a rename with an edit.
    """

    id: int
    path: str
    evidence_id: int
    fixity: Fixity | None
    verdict: Verdict
    presence: Presence = Presence.PRESENT
    changed: bool = False
    revision: int = 1
    key: str | None = None


WITHHELD = "［疑似涉密，不予列名］"
"""Stands on lists and paper in place of a title or path that bears a secrecy mark."""


def is_withheld(files: Iterable[EvidenceFile]) -> bool:
    """Whether a document with these files must not be named on lists and paper."""
    return any(file.verdict.condition is Condition.SUSPENDED for file in files)


@dataclass(frozen=True, slots=True)
class Evidence:
    """佐证材料（件, DA/T 22-2015）: one document with its description. id 0: not yet stored.

    `year` is the year it speaks for; `dated` its own date (成文日期) where known. `paper_place` says where the
    paper original lies (柜-层-盒), None while it has not been located; `pages` is the paper's page count.
    `retention` is the 保管期限 as codes have it (Y, D30, D10) and `organ` the 机构或问题; empty while undecided.
    `paper_kind` is a value of `PaperKind` and `holder` who holds the paper; empty while unknown.
    """

    id: int
    title: str
    year: int | None = None
    dated: dt.date | None = None
    document_number: str = ""
    author: str = ""
    reference_code: str = ""
    secrecy: str = ""
    note: str = ""
    paper_place: str | None = None
    pages: int | None = None
    recycled: bool = False
    retention: str = ""
    organ: str = ""
    paper_kind: str = ""
    holder: str = ""


def taken_back(before: Evidence, after: Evidence, now: Evidence) -> Evidence:
    """What is known `now` without what made `before` into `after`: only these fields, where nothing was said since."""
    touched = {
        one.name: getattr(before, one.name)
        for one in fields(Evidence)
        if getattr(before, one.name) != getattr(after, one.name) == getattr(now, one.name)
    }
    return replace(now, **touched)


def page_count(piece: Evidence, files: Sequence[EvidenceFile]) -> int | None:
    """Pages of the files where all have pages, else of the paper where somebody counted them."""
    counted = [file.verdict.pages for file in files if file.verdict.pages]
    return sum(counted) if counted and len(counted) == len(files) else piece.pages


class Origin(StrEnum):
    """Who decided an assignment: the folder the file lies in, or a person."""

    FOLDER = "folder"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Assignment:
    """归入: evidence belongs to the sub-item or veto of that number.

    `requirements` are the ids of the requirements that a person says it serves; empty: read from its title. `pages`:
    only these pages of its file belong there, first and last from 1; None: all of it.
    """

    evidence_id: int
    number: int
    origin: Origin
    at: dt.datetime
    who: str
    requirements: tuple[str, ...] = ()
    pages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """合理缺项 decided in this archive (beside those that the catalogue prints), with its reason.

    `approving_document`: the document it was approved by, as a person cites it (文号、题名); empty: not entered.
    """

    number: int
    reason: str
    approving_document: str = ""
