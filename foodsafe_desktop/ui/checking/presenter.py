"""Files that need someone, doubts to settle, and papers that do not agree with their scans, as rows. No Qt."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.catalogue import Catalogue, Doubt
from foodsafe_desktop.domain.evidence import (
    WITHHELD,
    Condition,
    Evidence,
    EvidenceFile,
    Presence,
    is_withheld,
)
from foodsafe_desktop.domain.papers import ORDER, unreconciled_piece
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.wording import field_word, sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.prepared import beforehand, by_piece
from foodsafe_desktop.ui.tree.nodes import INBOX, Kind, NodeKey

FILE_COLUMNS = ("情况", "文件", "归入", "说明")
KIND, FILE, PLACED, WHY = range(len(FILE_COLUMNS))
DOUBT_COLUMNS = ("编号", "存疑之处", "疑点", "可能的读法")
PAPER_COLUMNS = ("情况", "题名", "归入", "原件页数", "扫描页数", "存放位置")


class Trouble(StrEnum):
    """What is the matter with a file, gravest first. The value is its word."""

    GONE = "不在原处"
    CHANGED = "内容变动"
    SUSPENDED = "暂停使用"
    DAMAGED = "损坏"
    ENCRYPTED = "加密"
    EMPTY = "空文件"
    UNREADABLE = "无法读取"
    PENDING = "尚未核验"
    UNKNOWN = "未能核验"
    EQUAL = "内容相同"


_BY_CONDITION = {
    Condition.SUSPENDED: Trouble.SUSPENDED,
    Condition.DAMAGED: Trouble.DAMAGED,
    Condition.ENCRYPTED: Trouble.ENCRYPTED,
    Condition.EMPTY: Trouble.EMPTY,
    Condition.UNREADABLE: Trouble.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of any of these lists, and where it leads: a node of the catalogue, and a piece there if there is one."""

    kind: str
    key: NodeKey
    evidence: int | None
    cells: tuple[str, ...]
    sort: tuple[object, ...]


@beforehand
def file_rows(overview: Overview) -> tuple[CheckRow, ...]:
    """Every live file with something the matter, gravest first; a file has one row for each matter."""
    dossier, equal = overview.dossier, _equal(overview)
    order = list(Trouble)
    rows = []
    for file in dossier.files:
        if _is_fine(file) and file.id not in equal:  # nearly all
            continue
        evidence = dossier.evidence.get(file.evidence_id)
        if evidence is None or evidence.recycled:
            continue
        for trouble, why in _troubles(file, equal):
            shown = WITHHELD if trouble is Trouble.SUSPENDED else file.path
            placed = _placed(dossier.numbers_of.get(evidence.id, ()))
            cells = (trouble.value, shown, placed, why)
            sort = (order.index(trouble), natural_key(file.path), placed, why)
            rows.append(CheckRow(trouble.value, _key_of(overview, evidence.id), evidence.id, cells, sort))
    return tuple(sorted(rows, key=lambda row: row.sort[:2]))


def kinds(rows: Iterable[CheckRow]) -> tuple[tuple[str, int], ...]:
    """Which kinds there are, with how many of each, in the order of the rows."""
    return tuple(Counter(row.kind for row in rows).items())


def doubt_rows(overview: Overview) -> tuple[CheckRow, ...]:
    """Doubts of items and sub-items that nobody has settled, in their order."""
    rows = []
    for item in overview.catalogue.items:
        rows += [_doubt(f"第{item.number}大项", NodeKey(Kind.ITEM, item.number), doubt) for doubt in item.doubts]
        for sub in item.sub_items:
            key = NodeKey(Kind.SUB_ITEM, sub.number)
            rows += [_doubt(sub_item_mark(sub.number), key, doubt) for doubt in sub.doubts]
    return tuple(rows)


@beforehand
def paper_rows(overview: Overview) -> tuple[CheckRow, ...]:
    """Papers and scans that do not agree, page counts first, in the order of their ids."""
    rows = _paper_row(overview)
    by_kind: dict[str, list[CheckRow]] = {kind.label: [] for kind in ORDER}
    for key in sorted(rows):
        by_kind[rows[key].kind].append(rows[key])
    return tuple(row for some in by_kind.values() for row in some)


def headline(overview: Overview, rows: tuple[CheckRow, ...]) -> str:
    """How the files are, in one sentence."""
    live = _live(overview)
    if not rows:
        return f"已登记的 {live} 个文件均可正常使用。" if live else "尚未登记文件。"
    said = "，".join(f"{kind} {count}" for kind, count in kinds(rows))
    return f"已登记 {live} 个文件，其中：{said}。"


@beforehand
def _live(overview: Overview) -> int:
    return sum(1 for file in overview.dossier.files if _is_live(overview, file))


def _doubt(mark: str, key: NodeKey, doubt: Doubt) -> CheckRow:
    cells = (mark, field_word(doubt.field), doubt.why, doubt.likely or "")
    return CheckRow(field_word(doubt.field), key, None, cells, (key.kind is not Kind.ITEM, key.number, *cells[2:]))


@by_piece
def _paper_row(overview: Overview, evidence_id: int) -> CheckRow | None:
    one = unreconciled_piece(overview.dossier, evidence_id)
    if one is None:
        return None
    evidence = one.evidence
    placed = _placed(overview.dossier.numbers_of.get(evidence.id, ()))
    cells = (
        one.mismatch.label,
        _title(overview, evidence),
        placed,
        str(one.paper or ""),
        str(one.scan or ""),
        evidence.paper_place or "",
    )
    sort = (cells[0], natural_key(cells[1]), placed, one.paper or 0, one.scan or 0, natural_key(cells[5]))
    return CheckRow(one.mismatch.label, _key_of(overview, evidence.id), evidence.id, cells, sort)


def _is_fine(file: EvidenceFile) -> bool:
    return file.verdict.condition is Condition.OK and file.presence is Presence.PRESENT and not file.changed


def _troubles(file: EvidenceFile, equal: dict[int, str]) -> list[tuple[Trouble, str]]:
    if file.presence is Presence.MISSING:
        return [(Trouble.GONE, "最近一次扫描时文件不在原处，请找回后重新扫描，或重新指定文件。")]
    found = []
    if file.changed:
        found.append((Trouble.CHANGED, "内容与登记时不同，须由人确认后才计入。"))
    verdict = file.verdict
    if verdict.condition in _BY_CONDITION:
        found.append((_BY_CONDITION[verdict.condition], verdict.detail))
    elif verdict.condition is Condition.UNKNOWN:
        found.append((Trouble.PENDING if verdict.is_pending else Trouble.UNKNOWN, verdict.detail))
    if file.id in equal:
        found.append((Trouble.EQUAL, f"与“{equal[file.id]}”内容完全相同，只计一次。"))
    return found


def _equal(overview: Overview) -> dict[int, str]:
    """The path of another file with the same bytes, by the id of each file that has such."""
    alike: dict[tuple[int, str], list[EvidenceFile]] = defaultdict(list)
    times = Counter(file.fixity.digest for file in overview.dossier.files if file.fixity)
    for file in overview.dossier.files:
        if file.fixity is None or times[file.fixity.digest] == 1:  # nearly all
            continue
        fixity = file.fixity if file.presence is Presence.PRESENT and _is_live(overview, file) else None
        if fixity is not None and fixity.size:
            alike[fixity.size, fixity.digest].append(file)
    found: dict[int, str] = {}
    for group in alike.values():
        if len(group) > 1:
            ordered = sorted(group, key=lambda file: file.path)
            found |= {one.id: (ordered[1] if at == 0 else ordered[0]).path for at, one in enumerate(ordered)}
    return found


def _is_live(overview: Overview, file: EvidenceFile) -> bool:
    held = overview.dossier.evidence.get(file.evidence_id)
    return held is not None and not held.recycled


def _title(overview: Overview, evidence: Evidence) -> str:
    return WITHHELD if is_withheld(overview.dossier.files_of.get(evidence.id, ())) else evidence.title


def _placed(numbers: tuple[int, ...]) -> str:
    return "".join(sub_item_mark(number) for number in numbers) or "收件箱"


def _key_of(overview: Overview, evidence: int) -> NodeKey:
    numbers = overview.dossier.numbers_of.get(evidence, ())
    return node_of(overview.catalogue, numbers[0]) if numbers else INBOX


def node_of(catalogue: Catalogue, number: int) -> NodeKey:
    """The node of a sub-item or veto."""
    return NodeKey(Kind.SUB_ITEM if catalogue.veto(number) is None else Kind.VETO, number)
