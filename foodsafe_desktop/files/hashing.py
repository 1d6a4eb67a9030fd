"""校验值: reading one file through."""

import hashlib
from collections.abc import Callable

from foodsafe_desktop.domain.errors import AlgorithmMissing, FileStillChanging
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.digests import digest_of
from foodsafe_desktop.files.names import shown
from foodsafe_desktop.services.ports.folder import Take


def require_algorithm(name: str) -> None:
    """Raise AlgorithmMissing where this machine cannot reckon it: OpenSSL before 1.1.1, or built without SM3."""
    if name not in hashlib.algorithms_available:
        raise AlgorithmMissing(name.upper())


def read_fixity(
    absolute: str, path: str, algorithm: str, check: Callable[[], None], take: Take | None = None
) -> Fixity:
    """Read one file through; `path` is what errors call it, `check` is called before every MiB and may raise.

    `take` is given the bytes as they are read, for a copy that cannot differ from what was reckoned.

    Raises OSError (FileNotFoundError also where a folder lies there, or a file in place of one above it), and
    FileStillChanging (an OSError too) if the file changes or is replaced meanwhile.
    """
    read = digest_of(absolute, algorithm, check, take)
    if read is None:
        raise FileStillChanging(shown(path))
    size, mtime_ns, digest = read
    return Fixity(size, mtime_ns, algorithm, digest)
