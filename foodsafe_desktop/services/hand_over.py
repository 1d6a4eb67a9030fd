"""移交: the whole dossier as one package that an archive (档案馆) or the next archivist can check, read and open.

It is one verification in which all that agrees with its record is copied while it is read: what is in the package is
what the record says, and what is not so is named on a list. The package holds no evidence that bears a secrecy mark,
nor any file of such a piece, nor a volume that shows it: secrets go their own way (保守国家秘密法), never on a medium
that is not made for them. The database goes whole, with its record of them, for its history is a chain.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.as_issued import hidden_since
from foodsafe_desktop.domain.errors import FileStillChanging, OutputOnArchive
from foodsafe_desktop.domain.evidence import WITHHELD, EvidenceFile, Fixity
from foodsafe_desktop.domain.packages import (
    DATABASE,
    EVIDENCE,
    LeftOut,
    Reason,
    is_partial,
    left_out,
    renamed,
)
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.services import four_properties_check
from foodsafe_desktop.services.binders import kept_path
from foodsafe_desktop.services.coding import coding_of
from foodsafe_desktop.services.cover_facts import facts_of as cover_facts
from foodsafe_desktop.services.fixity_check import fixities, verify_archive
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.ports.folder import Take
from foodsafe_desktop.services.ports.packages import Compiled, Package, PackageFacts
from foodsafe_desktop.services.reporting import facts_of, refuse_own_places
from foodsafe_desktop.services.review import Overview, overview
from foodsafe_desktop.services.settings import folder_settings

HANDED_OVER = "handed_over"
"""The history's verb for it."""
_BEFORE = "hand_over"


@dataclass(frozen=True, slots=True)
class HandOver:
    """A package that is complete, with files and bytes of its payload and the SHA-256 of its payload manifest.

    `partial` when `left_out` names anything that a person did not put aside; `faults` are sentences on database and
    history, `notes` such as are no fault.
    """

    package: Path
    files: int
    bytes: int
    sha256: str
    left_out: tuple[LeftOut, ...]
    partial: bool
    seconds: float
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def hand_over(archive: Archive, out: Path, job: Job) -> HandOver:
    """Make a package in `out`, an empty folder or none, all of it or nothing.

    Raises TargetNotEmpty, OutputInEvidence, OutputOnArchive, FolderGone, FolderEmptied, DiskFull, CannotWrite,
    AlgorithmMissing, Cancelled; then nothing was written.
    """
    started = time.monotonic()
    _refuse_own_places(archive, out)
    now = overview(archive)
    volumes = _volumes(archive, now)
    algorithm = folder_settings(archive).algorithm
    with archive.press.package(out, _size(archive, now, volumes), (algorithm,)) as package:
        copy = archive.store.backup(package.scratch, _BEFORE, archive.clock(), job)
        assert copy is not None  # noqa: S101 - without `since` one is always made
        package.take(DATABASE, copy, job)
        packing = _Packing(package, now)
        verified = verify_archive(archive, job, packing.read)
        hidden = {file.evidence_id for file in now.dossier.files if packing.reasons.get(file.id) is Reason.SECRET}
        lacking = package.add_binders(archive.place.binders, volumes, hidden, job)
        left = (*packing.left_out(verified), *lacking)
        results = four_properties_check.check(archive, job, verified)
        gone = {one.path for one in lacking}
        there = [one for one in volumes if one.pdf.exists() and kept_path(archive, one.pdf) not in gone]
        with archive.store.begin() as unit:
            coding = coding_of(unit)
        cover = cover_facts(archive)
        facts = PackageFacts(
            facts_of(now, archive.clock().date()),
            packing.packed,
            packing.renamed,
            left,
            results,
            cover.archive_id,
            cover.compiled_by,
            cover.fonds,
            coding.retention,
            len({one.key for one in there}),
            len({one.key for one in there if one.issued}),
            archive.clock(),
        )
        made = package.finish(facts, job)
    with archive.store.begin() as unit:
        detail: dict[str, object] = {"file_count": made.files, "bytes": made.size, "left_out": len(left)}
        unit.record(archive.clock(), archive.who, HANDED_OVER, str(out), detail | {"sha256": made.sha256})
    seconds = round(time.monotonic() - started, 3)
    partial = is_partial(left)
    return HandOver(out, made.files, made.size, made.sha256, left, partial, seconds, verified.faults, verified.notes)


@dataclass
class _Packing:
    """Reads the files of a verification, and copies into the package what is as it was recorded."""

    package: Package
    now: Overview
    packed: set[int] = field(default_factory=set)
    renamed: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dossier = self.now.dossier
        for file in dossier.files:
            if (why := left_out(file, dossier)) is not None:
                self.reasons[file.id] = why

    def read(
        self, archive: Archive, files: Mapping[str, EvidenceFile], job: Job
    ) -> Iterator[tuple[EvidenceFile, Fixity | OSError]]:
        """Every file with what is read of it now: see `fixity_check.Reading`."""
        staying = {path: file for path, file in files.items() if file.id in self.reasons}
        yield from fixities(archive, staying, job)
        going = sorted(path for path in files if path not in staying)
        names = renamed(going)
        for done, path in enumerate(going):
            job.step(done, len(going), path)
            yield files[path], self._copied(archive, files[path], names.get(path, path), job)

    def left_out(self, verified: CheckReport) -> Iterator[LeftOut]:
        """What of the evidence is not in the package, in path order; secrets are counted, and not named."""
        for file in sorted(self.now.dossier.files, key=lambda one: one.path):
            if (why := self.reasons.get(file.id)) is not None:
                yield LeftOut(WITHHELD if why is Reason.SECRET else file.path, why)
        for path in verified.unexpected:
            secret = bears_secrecy_mark(path)
            yield LeftOut(WITHHELD if secret else path, Reason.SECRET if secret else Reason.UNREGISTERED)

    def _copied(self, archive: Archive, file: EvidenceFile, name: str, job: Job) -> Fixity | OSError:
        recorded = file.fixity
        assert recorded is not None  # noqa: S101 - a file without one stays

        def fill(take: Take) -> int:
            found = archive.folder.fixity(file.path, job, recorded.algorithm, take)
            if not found.same_content(recorded):
                raise _Differs(found)
            return found.mtime_ns

        try:
            self.package.add(EVIDENCE + name, fill)
        except _Differs as error:
            self.reasons[file.id] = Reason.CHANGED
            return error.found
        except FileStillChanging as error:
            self.reasons[file.id] = Reason.UNSETTLED
            return error
        except OSError as error:
            is_gone = isinstance(error, FileNotFoundError)
            self.reasons[file.id] = Reason.MISSING if is_gone else Reason.UNREADABLE
            return error
        self.packed.add(file.id)
        if name != file.path:
            self.renamed[file.id] = name
        return recorded


class _Differs(Exception):
    """A file is not as it was recorded."""

    def __init__(self, found: Fixity) -> None:
        super().__init__(found.digest)
        self.found = found


def _refuse_own_places(archive: Archive, out: Path) -> None:
    refuse_own_places(archive, out)
    place, wanted = archive.place, out.resolve()
    if any(wanted.is_relative_to(one.resolve()) for one in (place.binders, place.cache)) or wanted == place.root:
        raise OutputOnArchive(str(out))


def _size(archive: Archive, now: Overview, volumes: Sequence[Compiled]) -> int:
    """Bytes that the package will hold at least."""
    size = sum(file.fixity.size for file in now.dossier.files if file.fixity and left_out(file, now.dossier) is None)
    for file in (archive.place.database, *(one.pdf for one in volumes)):
        with suppress(OSError):  # a volume that is gone takes no room
            size += file.stat().st_size
    return size


def _volumes(archive: Archive, now: Overview) -> list[Compiled]:
    """Every registered volume, the newest of each place, and whether it shows what was suspended since."""
    where = archive.place.volume
    hidden = {where(one.path) for one in now.issued if hidden_since(one, now.dossier)}
    with archive.store.begin() as unit:
        issued = unit.issued()
        binders = {where(one.path): (one.sha256, one.key) for one in unit.binders()}
        binders |= {where(one.path): (one.sha256, one.key) for one in issued}
    hidden |= {where(one.path) for one in issued if hidden_since(one, now.dossier)}
    handed_out = {where(one.path) for one in issued}
    return [
        Compiled(pdf, digest, key, pdf in handed_out, pdf in hidden) for pdf, (digest, key) in sorted(binders.items())
    ]
