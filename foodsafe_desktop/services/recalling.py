"""What a scan has to know of what is recorded: not all of a hundred thousand files, only those something happened to.

Records are gone through one by one and let go again where the folder shows the file as it was.
"""

from collections.abc import Sequence, Set

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.services.following import content
from foodsafe_desktop.services.ports import FolderListing, FoundFile
from foodsafe_desktop.services.ports.store import UnitOfWork
from foodsafe_desktop.services.reading import Reading, is_as_recorded


def recall(
    unit: UnitOfWork, listing: FolderListing, algorithm: str, unlike: Set[int], *, accept_changes: bool
) -> tuple[Dossier, list[FoundFile]]:
    """The records that differ from what was found, with all that hangs on them, and the files that are no record's.

    The first holds every record that is not in the listing, the second every file that is new or lies otherwise.
    `unlike` are records of which it is known that their files differ, whatever these look like.
    """
    left = {one.path: one for one in listing.files}
    keys: set[str] = set()
    kept = []
    for file in unit.recorded():
        found = left.get(file.path)
        as_recorded = found is not None and file.id not in unlike and is_as_recorded(found, file, algorithm)
        if found is not None and as_recorded and not (file.changed and accept_changes):
            if found.key == file.key:
                del left[file.path]
                continue
            keys.update([found.key] if found.key else ())
        kept.append(file)
    known = {file.id for file in kept}
    others = [file for file in unit.recorded() if file.key in keys and file.id not in known] if keys else []
    beside = {file.path for file in others}
    wanted = [one for one in listing.files if one.path in left or one.path in beside]
    return unit.dossier_of(_in_order([*kept, *others])), wanted


def recall_copies(
    unit: UnitOfWork, before: Dossier, readings: Sequence[Reading], listing: FolderListing
) -> tuple[Dossier, list[Reading]]:
    """The same with the records that hold the bytes of what was read, or of what is gone, each beside its file."""
    here = {one.found.path for one in readings}
    read = [one.fixity for one in readings]
    gone = [file.fixity for file in before.files if file.path not in here]
    contents = {has for fixity in (*read, *gone) if (has := content(fixity)) is not None}
    if not contents:
        return before, list(readings)
    known = {file.id for file in before.files}
    alike = unit.recorded({digest for _, _, digest in contents})
    copies = [file for file in alike if file.id not in known and content(file.fixity) in contents]
    if not copies:
        return before, list(readings)
    at = {file.path for file in copies}
    beside = [Reading(one) for one in listing.files if one.path in at]
    return unit.dossier_of(_in_order([*before.files, *copies])), [*readings, *beside]


def _in_order(files: list[EvidenceFile]) -> list[EvidenceFile]:
    return sorted(files, key=lambda file: file.id)
