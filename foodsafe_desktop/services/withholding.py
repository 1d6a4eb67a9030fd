"""Suspending files whose first page bears a secrecy mark: what is found by reading, as names are judged before it.

Such a file is no longer shown, printed, copied or searched, and named nowhere; the history says that it was so,
without a word of its content. The bytes stay where they are: the program removes nothing. A person may say that they
are no secret; that word is kept with the bytes, also when all that was read is thrown away and read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.errors import ReleaseRefused
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Verdict
from foodsafe_desktop.domain.texts import FileText, TextState, content_key
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.last_scan import keep, last_scan
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import HistoryLine, UnitOfWork
from foodsafe_desktop.services.reading import SUSPENDED_BY_PAGE, is_marked_inside
from foodsafe_desktop.services.rehashed import same_bytes

_WITHHELD, _RELEASED = "file_withheld", "file_released"


@dataclass(frozen=True)
class Withheld(Decision):
    """Files that were suspended, by path. Undoing it is a person's word that they are no secret."""

    paths: tuple[str, ...] = ()


def withhold_marked(archive: Archive) -> Withheld | None:
    """Suspend every file whose text was found to bear a mark, but for those that a person released.

    None where there is nothing to suspend. Raises StoreFailed.
    """
    states = archive.texts.store.states()
    marked = {key for key, state in states.items() if state is TextState.SECRET}
    if not marked:
        return None
    with archive.store.begin() as unit:
        files = [file for file in unit.dossier().files if content_key(file) in marked]
        released = _released(unit, files)
        files = [file for file in files if _digest(file) not in released]
        _suspend(archive, unit, files)
    return _decision(archive, files) if files else None


def released_contents(archive: Archive) -> frozenset[str]:
    """The contents that bear marks, of which a person said that they are no secret, and whose words are not kept."""
    marked = {key for key, state in archive.texts.store.states().items() if state is TextState.SECRET}
    if not marked:
        return frozenset()
    with archive.store.begin() as unit:
        files = [file for file in unit.dossier().files if content_key(file) in marked]
        released = _released(unit, files)
    usable = (file for file in files if file.verdict.condition is not Condition.SUSPENDED)
    return frozenset(content_key(file) or "" for file in usable if _digest(file) in released)


def suspended_at(archive: Archive, path: str) -> Evidence:
    """The piece whose file at this path, in the evidence folder, is suspended for its pages. Raises ReleaseRefused."""
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    wanted = path.replace("\\", "/")
    for file in dossier.files:
        if file.path == wanted and is_marked_inside(file):
            return dossier.evidence[file.evidence_id]
    raise ReleaseRefused(path)


def release(archive: Archive, evidence_id: int, job: Job) -> Decision:
    """A person's word that the marks inside a piece's files mean nothing: they are opened, and used as any others.

    It holds for these bytes wherever they lie; their words are read when texts are read next. Raises ReleaseRefused
    where nothing of the piece is suspended for its pages, WorkersDoNotStart, Cancelled, StoreFailed.
    """
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    title = dossier.evidence[evidence_id].title
    marked = {_digest(file) for file in dossier.files_of.get(evidence_id, ()) if is_marked_inside(file)}
    if not marked:
        raise ReleaseRefused(title)
    files = [file for file in dossier.files if _digest(file) in marked and is_marked_inside(file)]
    opened: list[EvidenceFile] = []

    def report(index: int, verdict: Verdict) -> None:
        job.step(len(opened), len(files), files[index].path)
        opened.append(replace(files[index], verdict=verdict))

    archive.inspector.inspect([archive.folder.absolute(file.path) for file in files], job, report)
    _release(archive, opened)
    return Decision(
        f"《{title}》经核实不涉密，已恢复使用；正文在下次读取后可以检索。",
        lambda: _again(archive, opened),
        lambda: _release(archive, opened),
    )


def _released(unit: UnitOfWork, files: Sequence[EvidenceFile]) -> set[str]:
    """The contents among these that a person said are no secret, by digest."""
    found: set[str] = set()
    lines = unit.history(about={f"evidence {file.evidence_id}" for file in files}) if files else ()
    for line in lines:
        if line.verb == _RELEASED:
            found.add(str(line.detail["digest"]))
        elif line.verb == _WITHHELD:
            found.discard(str(line.detail["digest"]))
    same = same_bytes(lines)
    return found | {same[digest] for digest in found & same.keys()}


def _digest(file: EvidenceFile) -> str:
    return file.fixity.digest if file.fixity is not None else ""


def _suspend(archive: Archive, unit: UnitOfWork, files: Sequence[EvidenceFile]) -> None:
    for file in files:
        archive.renderer.forget(file)
    archive.texts.store.keep([(key, FileText(TextState.SECRET)) for file in files if (key := content_key(file))])
    _save(archive, unit, [(file, SUSPENDED_BY_PAGE) for file in files], _WITHHELD)


def _save(archive: Archive, unit: UnitOfWork, verdicts: Sequence[tuple[EvidenceFile, Verdict]], verb: str) -> None:
    if not verdicts:
        return
    unit.save_verdicts(verdicts)
    lines = [HistoryLine(verb, f"evidence {one.evidence_id}", {"digest": _digest(one)}) for one, _ in verdicts]
    unit.record_all(archive.clock(), archive.who, lines)
    last = last_scan(unit)
    keep(unit, last.listing if last is not None else "")


def _decision(archive: Archive, files: Sequence[EvidenceFile]) -> Withheld:
    said = (
        f"{len(files)} 个文件的页面带有疑似涉密标志，已暂停使用，不再预览、检索、打印和复制。"
        "请停止使用、保持断网，并按保密规定处理；已编制的装订本含有该文件的，一并处理。"
        "经核实不涉密的，可在窗口中选定该件“恢复使用”，或用 release 命令。"
    )
    return Withheld(
        said,
        lambda: _release(archive, files),
        lambda: _again(archive, files),
        tuple(file.path for file in files),
    )


def _release(archive: Archive, files: Sequence[EvidenceFile]) -> None:
    """What an inspection had said of these files holds again, of those that are still suspended with these bytes."""
    with archive.store.begin() as unit:
        held = _as_held(unit, files)
        verdicts = [(now, was.verdict) for was, now in held if now.verdict.condition is Condition.SUSPENDED]
        _save(archive, unit, verdicts, _RELEASED)


def _again(archive: Archive, files: Sequence[EvidenceFile]) -> Withheld:
    with archive.store.begin() as unit:
        held = [replace(now, verdict=was.verdict) for was, now in _as_held(unit, files)]
        _suspend(archive, unit, held)
    return _decision(archive, held)


def _as_held(unit: UnitOfWork, files: Sequence[EvidenceFile]) -> list[tuple[EvidenceFile, EvidenceFile]]:
    """Those of the files whose bytes are the same now, each with its record, be it by another algorithm."""
    now = unit.dossier().file_by_id
    same = same_bytes(unit.history(about={f"evidence {file.evidence_id}" for file in files}))
    pairs = ((file, now[file.id]) for file in files if file.id in now)
    return [(was, held) for was, held in pairs if _digest(held) in (_digest(was), same.get(_digest(was)))]
