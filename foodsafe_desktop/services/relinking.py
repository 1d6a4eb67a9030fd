"""Find files again that a scan cannot follow by itself: the whole folder elsewhere, one file, all below a folder.

Nothing on the disk is touched; what changes is where the dossier looks. Digests are compared: other bytes at the new
place are a new revision that waits for a person's word.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import (
    ArchiveInArchive,
    EvidenceAmongOwn,
    FolderGone,
    FolderInsideFolder,
    RelinkRefused,
)
from foodsafe_desktop.domain.evidence import EvidenceFile, Fixity, Presence
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.following import content, differs
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.last_scan import keep
from foodsafe_desktop.services.ports import (
    Archive,
    ArchivePlace,
    FoundFile,
)
from foodsafe_desktop.services.ports.store import (
    HistoryLine,
    UnitOfWork,
)
from foodsafe_desktop.services.reading import Reading, read_paths

EVIDENCE_FOLDER = "evidence_folder"
"""The archive's setting that says where its evidence folder lies, relative to the archive where it is inside it."""


@dataclass(frozen=True, slots=True)
class RootCheck:
    """What of the recorded files lies in another folder.

    `by_path`: at the same path with the same size; `by_content`: elsewhere in it, same bytes; `absent`: neither.
    """

    root: Path
    recorded: int
    by_path: int
    by_content: int
    absent: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What a person is told before deciding."""
        found = f"按路径和大小找到 {self.by_path} 个，按内容找到 {self.by_content} 个"
        return f"新文件夹“{self.root}”中，已登记的 {self.recorded} 个文件{found}，未找到 {len(self.absent)} 个。"


def check_root(archive: Archive, new_root: Path, job: Job) -> RootCheck:
    """How many recorded files lie in the folder `new_root`. Only files that are at no known path are read.

    Raises FolderGone if it is not there.
    """
    with archive.store.begin() as unit:
        files = [file for file in unit.dossier().files if file.presence is Presence.PRESENT]
    folder = archive.folder.elsewhere(new_root)
    here = {found.path: found for found in folder.walk(job).files}
    left = [file for file in files if not _lies_at(here.get(file.path), file)]
    sizes = {file.fixity.size for file in left if file.fixity}
    known = {file.path for file in files} - {file.path for file in left}
    strangers = [found.path for found in here.values() if found.path not in known and found.size in sizes]
    contents = set()
    for algorithm in {file.fixity.algorithm for file in left if file.fixity}:
        read = folder.fixities(strangers, job, algorithm)
        contents |= {content(result) for _, result in read if isinstance(result, Fixity)} - {None}
    absent = tuple(file.path for file in left if content(file.fixity) not in contents)
    return RootCheck(new_root, len(files), len(files) - len(left), len(left) - len(absent), absent)


def _lies_at(found: FoundFile | None, file: EvidenceFile) -> bool:
    """Whether a file was found at its path with its size; a suspended one is not measured."""
    return found is not None and (file.fixity is None or file.fixity.size == found.size)


def full_path(path: Path) -> Path:
    """From the root of the disk on, without `..`, which hides that one folder lies in another."""
    return path.resolve() if ".." in path.parts else path.absolute()


def kept_folder(place: ArchivePlace) -> str:
    """An archive's evidence folder as it is recorded: relative where it lies inside, so that all can be carried off.

    Raises FolderInsideFolder, EvidenceAmongOwn and ArchiveInArchive where it must not lie.
    """
    root, evidence = place.root.resolve(), place.evidence.resolve()
    if root.is_relative_to(evidence):
        raise FolderInsideFolder(str(place.root), str(place.evidence))
    for own in (place.binders, place.backups, place.cache):
        if evidence.is_relative_to(own.resolve()):
            raise EvidenceAmongOwn(str(place.evidence), str(own))
    refuse_other_archives(place.evidence, (evidence,))
    for inside, home in ((place.evidence, place.root), (evidence, root)):
        if inside.is_relative_to(home):
            return inside.relative_to(home).as_posix()
    return str(place.evidence)


def refuse_other_archives(folder: Path, among: Iterable[Path]) -> None:
    """Raise ArchiveInArchive if one of these folders is an archive. What cannot be looked into is none."""
    for other in among:
        with suppress(OSError):
            if ArchivePlace(other, other).database.exists():
                raise ArchiveInArchive(str(folder), str(other))


def relink_root(archive: Archive, new_root: Path) -> Decision:
    """Look for the evidence in another folder from now on. It holds once the archive is opened anew.

    Ask `check_root` first, and the person after. Raises FolderGone if the folder is not there, and what `kept_folder`
    raises.
    """
    root = full_path(new_root)
    if not root.is_dir():
        raise FolderGone(str(new_root))
    kept = kept_folder(ArchivePlace(archive.place.root, root))
    with archive.store.begin() as unit:
        before = unit.setting(EVIDENCE_FOLDER) or "evidence"
    _set_root(archive, kept)
    return Decision(
        f"已改用佐证材料文件夹“{root}”，重新打开档案后生效。",
        lambda: _set_root(archive, before),
        lambda: _set_root(archive, kept),
    )


def _set_root(archive: Archive, kept: str) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(EVIDENCE_FOLDER, kept)
        unit.record(archive.clock(), archive.who, "root_relinked", EVIDENCE_FOLDER, {"to": kept})


def relink_file(archive: Archive, file_id: int, new_path: str, job: Job) -> Decision:
    """Say that a missing file is the one at `new_path` (relative to the evidence folder).

    If a scan took that one in as a document of its own, this document is put aside. Raises RelinkRefused.
    """
    with archive.store.begin() as unit:
        before = unit.dossier()
    file = next((one for one in before.files if one.id == file_id), None)
    if file is None or file.presence is not Presence.MISSING:
        raise RelinkRefused(file.path if file else new_path, "该文件并非“不在原处”的状态")
    links = _links(archive, before, {new_path: file}, job)
    if not links:
        raise RelinkRefused(file.path, f"在“{new_path}”处没有可读取的文件")
    return _decide(archive, before, links, lambda: relink_file(archive, file_id, new_path, Job()))


def relink_folder(archive: Archive, old_prefix: str, new_prefix: str, job: Job) -> Decision:
    """Say that all that is missing below one folder lies below another, under the same names.

    Files that are not there stay missing. Raises RelinkRefused if none is there.
    """
    with archive.store.begin() as unit:
        before = unit.dossier()
    old, new = old_prefix.strip("/"), new_prefix.strip("/")
    wanted = {
        "/".join(part for part in (new, file.path[len(old) :].lstrip("/")) if part): file
        for file in before.files
        if file.presence is Presence.MISSING and (not old or file.path.startswith(f"{old}/"))
    }
    links = _links(archive, before, wanted, job)
    if not links:
        raise RelinkRefused(old_prefix, f"在“{new_prefix}”下没有找到任何对应的文件")
    again = lambda: relink_folder(archive, old_prefix, new_prefix, Job())  # noqa: E731 - passed on, not called here
    return _decide(archive, before, links, again, len(wanted) - len(links))


@dataclass(frozen=True, slots=True)
class _Link:
    """A missing file as it was and as it will be, and the record that holds its new path so far."""

    before: EvidenceFile
    after: EvidenceFile
    in_place: EvidenceFile | None


def _links(archive: Archive, before: Dossier, wanted: dict[str, EvidenceFile], job: Job) -> list[_Link]:
    """Read what lies at the wanted paths. A path that another document's settled file holds is not taken from it."""
    holders = {file.path: file for file in before.files if file.path in wanted}
    free = [path for path in wanted if path not in holders or _may_give_way(before, holders[path])]
    links = []
    for reading in read_paths(archive, before, free, job):
        file = wanted[reading.found.path]
        if reading.fixity is not None and reading.verdict is not None and file.path != reading.found.path:
            links.append(_Link(file, _linked(file, reading), holders.get(reading.found.path)))
    return links


def _may_give_way(before: Dossier, holder: EvidenceFile) -> bool:
    """Whether a record at the new path is no more than what a scan made of the file: its document's only file."""
    return len(before.files_of[holder.evidence_id]) == 1


def _linked(file: EvidenceFile, reading: Reading) -> EvidenceFile:
    other = differs(file.fixity, reading.fixity_like(file.fixity))
    verdict = reading.verdict or file.verdict
    return replace(
        file,
        path=reading.found.path,
        fixity=reading.fixity,
        verdict=verdict,
        presence=Presence.PRESENT,
        changed=file.changed or other,
        revision=file.revision + other,
        key=reading.found.key,
    )


def _decide(
    archive: Archive, before: Dossier, links: Sequence[_Link], again: Callable[[], Decision], not_found: int = 0
) -> Decision:
    """`again` reads anew: between undoing and redoing a scan may have met the files in their new place."""
    # The record that was in place takes the missing one's old path: a record is never thrown away.
    aside = [
        (link.in_place, replace(link.in_place, path=link.before.path, presence=Presence.MISSING, key=None))
        for link in links
        if link.in_place is not None
    ]
    documents = [before.evidence[was.evidence_id] for was, _ in aside]
    with archive.store.begin() as unit:
        unit.save_files([*(link.after for link in links), *(now for _, now in aside)])
        unit.save_evidence([replace(one, recycled=True) for one in documents])
        _record(archive, unit, "file_relinked", [(link.before, link.after) for link in links])
        _record(archive, unit, "file_gave_way", aside)

    def undo() -> None:
        with archive.store.begin() as unit:
            _refuse_if_others_lie_there(unit, links, [now for _, now in aside])
            unit.save_files([*(link.before for link in links), *(was for was, _ in aside)])
            recycled = {one.id: one.recycled for one in documents}
            held = unit.dossier().evidence
            unit.save_evidence([replace(held[key], recycled=was) for key, was in recycled.items()])
            _record(archive, unit, "relink_taken_back", [(link.after, link.before) for link in links])
            keep(unit, "")  # these records are none that the last scan compared with the folder

    return Decision(_sentence(links, not_found), undo, again)


def _refuse_if_others_lie_there(unit: UnitOfWork, links: Sequence[_Link], aside: Sequence[EvidenceFile]) -> None:
    """Raise RelinkRefused where a record moved on since, or another file was met in the place to go back to."""
    now = {file.id: (file.path, file.evidence_id) for file in unit.recorded()}
    mine = [*(link.after for link in links), *aside]
    others = {path for key, (path, _) in now.items() if key not in {file.id for file in mine}}
    for file in mine:
        if now[file.id] != (file.path, file.evidence_id):
            raise RelinkRefused(file.path, "此后该处又登记了别的变动，不能撤销")
    for link in links:
        if link.before.path in others:
            raise RelinkRefused(link.before.path, "此后原处又登记了别的文件，不能撤销")


def _sentence(links: Sequence[_Link], not_found: int) -> str:
    said = f"已重新关联 {len(links)} 个文件"
    if changed := sum(link.after.revision > link.before.revision for link in links):
        said += f"，其中 {changed} 个内容与原登记不同，待确认"
    if not_found:
        said += f"，另有 {not_found} 个未找到"
    return f"{said}。"


def _record(archive: Archive, unit: UnitOfWork, verb: str, moves: Sequence[tuple[EvidenceFile, EvidenceFile]]) -> None:
    lines = []
    for was, now in moves:
        detail = {"file": now.id, "evidence": now.evidence_id, "from": was.path, "revision": now.revision}
        if now.fixity is not None:
            detail[now.fixity.algorithm] = now.fixity.digest
        lines.append(HistoryLine(verb, now.path, detail))
    unit.record_all(archive.clock(), archive.who, lines)
