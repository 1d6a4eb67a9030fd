"""What an archive would lose and get back if a copy took the place of its database. Looks, and changes nothing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from foodsafe_desktop.domain.packages import looks_like_package
from foodsafe_desktop.services.ports.store import HistoryEntry, UnitOfWork
from foodsafe_desktop.services.relinking import EVIDENCE_FOLDER

ARCHIVE_ID = "archive_id"
"""The archive's setting that tells it from others, whatever its directory is called; its copies have the same."""
RESTORED = "restored"
"""The history's verb for it; ``set_aside`` of its detail lists the ends of the histories that were left for it."""


def is_package(folder: Path) -> bool:
    """Whether a person means a hand-over package by this folder, and not an archive. What cannot be read is none."""
    with suppress(OSError):
        return looks_like_package({entry.name for entry in folder.iterdir()})
    return False


@dataclass(frozen=True, slots=True)
class Holding:
    """What a database holds, in numbers; `issued` counts supplements too. `archive`: empty where none was given."""

    evidence: int
    files: int
    assignments: int
    omissions: int
    findings: int
    issued: int
    lines: int
    archive: str
    evidence_folder: str


@dataclass(frozen=True, slots=True)
class Differences:
    """The archive as it is (`now`, None where its database is missing or damaged) beside the copy (`then`).

    `beyond` are the history's lines that the archive has and the copy has not; `returning` counts those that only the
    copy has. `strangers`: the two are not of one archive. `broken`: the copy's history does not fit together.
    """

    now: Holding | None
    then: Holding
    beyond: tuple[HistoryEntry, ...]
    returning: int
    strangers: bool
    broken: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person is told before deciding."""
        return tuple(_sentences(self))

    @property
    def facts(self) -> Mapping[str, object]:
        """The same for programs."""
        since = self.beyond[0].at.isoformat() if self.beyond else None
        verbs: dict[str, int] = {}
        for line in self.beyond:
            verbs[line.verb] = verbs.get(line.verb, 0) + 1
        return {
            "now": asdict(self.now) if self.now else None,
            "then": asdict(self.then),
            "lost": {"lines": len(self.beyond), "since": since, "verbs": verbs},
            "returning": self.returning,
            "another_archive": self.strangers,
            "broken_history": self.broken,
            "sentences": list(self.sentences),
        }


@dataclass(frozen=True, slots=True)
class Restoration:
    """The database at `path`, what differs, whether it was `replaced`, and where the former one lies (`aside`)."""

    path: Path
    differences: Differences
    replaced: bool
    aside: Path | None = None


@dataclass(frozen=True, slots=True)
class PackageRestored:
    """An archive that was laid out from a package at `root`: files of evidence and volumes, and what to know."""

    root: Path
    files: int
    notes: tuple[str, ...] = ()


def differences(now: UnitOfWork | None, then: UnitOfWork, shared: int) -> Differences:
    """Compare the archive (None: it cannot be read) with a copy; the first `shared` lines of both histories are one."""
    copy = _holding(then)
    broken = bool(then.broken_history())
    if now is None:
        return Differences(None, copy, (), 0, strangers=False, broken=broken)
    here = _holding(now)
    lost = max(0, here.lines - shared)
    beyond = tuple(now.history(lost)) if lost else ()
    return Differences(here, copy, beyond, max(0, copy.lines - shared), _are_strangers(here, copy, shared), broken)


def _are_strangers(now: Holding, then: Holding, shared: int) -> bool:
    """Whether two are not of one archive: by their names, or, where one is too old to have one, by their first line."""
    if now.archive and then.archive:
        return now.archive != then.archive
    return bool(now.lines and then.lines and not shared)


def _holding(unit: UnitOfWork) -> Holding:
    dossier = unit.dossier()
    newest = unit.history(1)
    return Holding(
        evidence=sum(not one.recycled for one in dossier.evidence.values()),
        files=len(dossier.files),
        assignments=len(dossier.assignments),
        omissions=len(dossier.omissions),
        findings=len(unit.findings()),
        issued=len(unit.issued()),
        lines=newest[0].id if newest else 0,
        archive=unit.setting(ARCHIVE_ID) or "",
        evidence_folder=unit.setting(EVIDENCE_FOLDER) or "evidence",
    )


_COUNTED = (
    ("evidence", "佐证材料", "件"),
    ("files", "登记文件", "个"),
    ("assignments", "归入", "条"),
    ("omissions", "合理缺项", "项"),
    ("findings", "问题整改", "条"),
    ("issued", "发出和补编", "次"),
)


def _sentences(found: Differences) -> Sequence[str]:
    said = []
    if found.strangers:
        said.append("该备份属于另一份档案。")
    if found.now is None:
        said.append("现有数据库缺失或已损坏，恢复后以备份的内容为准。")
        rows = [f"{word} {getattr(found.then, name)} {unit}" for name, word, unit in _COUNTED]
        said.append(f"备份中有：{'，'.join(rows)}。")
    else:
        changed = [
            f"{word}由 {is_now} {unit}变为 {was} {unit}"
            for name, word, unit in _COUNTED
            if (is_now := getattr(found.now, name)) != (was := getattr(found.then, name))
        ]
        said.append(f"恢复后，{'，'.join(changed)}。" if changed else "恢复后，各项数量不变。")
        said += _on_history(found)
        if found.now.evidence_folder != found.then.evidence_folder:
            said.append(f"佐证材料文件夹将由“{found.now.evidence_folder}”改回备份时的“{found.then.evidence_folder}”。")
    if found.broken:
        said.append("该备份的操作历史与校验链不符，记录可能被改动过，请与其他备份核对。")
    return said


def _on_history(found: Differences) -> Sequence[str]:
    said = []
    if found.beyond:
        first, last = found.beyond[0], found.beyond[-1]
        scanned = sum(line.verb.startswith("file_") for line in found.beyond)
        by_people = len(found.beyond) - scanned
        said.append(
            f"备份之后的 {len(found.beyond)} 条操作（其中扫描登记 {scanned} 条，人工操作 {by_people} 条，"
            f"{first.at:%Y-%m-%d %H:%M} 至 {last.at:%Y-%m-%d %H:%M}，最后一条由 {last.who} 所作）将不再有效。"
        )
    if found.returning:
        said.append(f"备份中另有 {found.returning} 条操作是现有档案没有的，将随之恢复。")
    if not found.beyond and not found.returning:
        said.append("备份与现有档案的操作历史完全相同。")
    return said
