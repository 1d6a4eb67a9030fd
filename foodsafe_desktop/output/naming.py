"""File names of compiled volumes, such as every system in the office can keep."""

import os
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.file_names import FORBIDDEN, is_device
from foodsafe_desktop.output.apart import meant_for
from foodsafe_desktop.output.manifest import SUFFIX, ManifestBroken, read_manifest

_MOST_BYTES = 180
"""Of UTF-8, so that suffixes still fit into the 255 bytes of Linux file systems."""


def safe_name(name: str) -> str:
    """`name` as a file name without suffix that Windows and Linux both take, in NFC."""
    plain = FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    while len(plain.encode()) > _MOST_BYTES:
        plain = plain[:-1]
    plain = plain.strip().rstrip(". ")
    return f"_{plain}" if not plain or is_device(plain) else plain


def name_for(out: Path, key: str, name: str, beside: Callable[[str], Iterable[str]] = lambda _stem: ()) -> str:
    """The stem under which the volume `key` is kept in `out`: its own from last time, or one that nobody has yet.

    `beside` gives the further files that go with each stem. Differing only in case is the same name. A file
    that no manifest vouches for is the user's, and is not replaced. Raises CannotWrite.
    """
    out = meant_for(out)
    try:
        present = {path.name.casefold(): path for path in out.iterdir()} if out.is_dir() else {}
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error
    stem, count = safe_name(name), 1
    while not _is_free(present, stem, beside(stem), key):
        count += 1
        stem = f"{safe_name(name)}（{count}）"
    manifest = present.get(f"{stem}{SUFFIX}".casefold())
    return manifest.name.removesuffix(SUFFIX) if manifest is not None else stem


def _is_free(present: dict[str, Path], stem: str, others: Iterable[str], key: str) -> bool:
    taken = {name for name in (f"{stem}.pdf", f"{stem}.docx", *others) if name.casefold() in present}
    manifest = present.get(f"{stem}{SUFFIX}".casefold())
    if manifest is None:
        return not taken
    try:
        found = read_manifest(manifest)
    except (OSError, ManifestBroken):
        return False
    ours = {one.path.casefold() for one in (*found.printouts, *found.editable)} | {f"{stem}.docx".casefold()}
    return found.key == key and all(name.casefold() in ours for name in taken)


def free_name(file: Path, mark: str) -> str:
    """A name beside `file` that nobody has: its own with `mark` before the suffix, and a number if need be."""
    count, other = 1, f"{file.stem}{mark}{file.suffix}"
    while os.path.lexists(file.with_name(other)):
        count += 1
        other = f"{file.stem}{mark}（{count}）{file.suffix}"
    return other
