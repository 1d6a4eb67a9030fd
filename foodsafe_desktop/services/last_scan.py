"""What the last scan saw, so that the next one knows at a glance whether anything happened.

Kept is one digest over the listing, not the listing: to compare a hundred thousand files costs little more than to walk
through them. It holds as long as every file of the listing could be read; the counts as long as nothing was written.
"""

import hashlib
import json
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from foodsafe_desktop.services.ports import (
    FolderListing,
)
from foodsafe_desktop.services.ports.store import (
    Tally,
    UnitOfWork,
)
from foodsafe_desktop.services.stretches import stretches

_NAME = "last_scan"
_DOUBTED = "doubted_files"


@dataclass(frozen=True, slots=True)
class LastScan:
    """`listing`: digest of what was found, empty if it must be looked at again. `tally` holds at that `line`."""

    listing: str
    line: int
    tally: Tally


def fingerprint(listing: FolderListing, algorithm: str) -> str:
    """Digest of everything that was found, under which names, and of the algorithm the fixity is kept with."""
    # Half the time of `repr`. Version 2: the later ones also write down which objects happen to be the same.
    digest = hashlib.sha256(marshal.dumps((algorithm, [one.path for one in listing.unreachable]), 2))
    for part in stretches(listing.files):
        digest.update(marshal.dumps(list(zip(*part, strict=True)), 2))
    return digest.hexdigest()


def last_scan(unit: UnitOfWork) -> LastScan | None:
    """What the last scan kept; None if there is none, or another version of the program kept it."""
    try:
        kept = json.loads(unit.setting(_NAME) or "null")
        return LastScan(kept["listing"], kept["line"], Tally(**kept["tally"]))
    except (ValueError, TypeError, KeyError):
        return None


def keep(unit: UnitOfWork, listing: str) -> Tally:
    """Keep the digest of a listing with the counts as they are now; returned are the counts."""
    tally = unit.tally()
    kept: Mapping[str, object] = {"listing": listing, "line": newest_line(unit), "tally": asdict(tally)}
    unit.set_setting(_NAME, json.dumps(kept))
    return tally


def doubted(unit: UnitOfWork) -> frozenset[int]:
    """Ids of files that a verification found with other bytes of the same size and time: a scan reads them anew."""
    return frozenset(json.loads(unit.setting(_DOUBTED) or "[]"))


def doubt(unit: UnitOfWork, files: Iterable[int]) -> None:
    """Have the next scan read these files, and no others, whatever they look like."""
    unit.set_setting(_DOUBTED, json.dumps(sorted(files)))


def newest_line(unit: UnitOfWork) -> int:
    """The id of the history's newest line, 0 for none."""
    newest = unit.history(1)
    return newest[0].id if newest else 0
