"""File names of compiled volumes, such as every system in the office can keep."""

import re
import unicodedata
from pathlib import Path

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.output.manifest import SUFFIX, ManifestBroken, read_one

_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(\..*)?$", re.IGNORECASE)
_MOST_BYTES = 180
"""Of UTF-8, so that suffixes still fit into the 255 bytes of Linux file systems."""


def safe_name(name: str) -> str:
    """`name` as a file name without suffix that Windows and Linux both take, in NFC."""
    plain = _REFUSED.sub("_", unicodedata.normalize("NFC", name))
    while len(plain.encode()) > _MOST_BYTES:
        plain = plain[:-1]
    plain = plain.strip().rstrip(". ")
    return f"_{plain}" if not plain or _RESERVED.match(plain) else plain


def name_for(out: Path, key: str, name: str) -> str:
    """The stem under which the volume `key` is kept in `out`: its own from last time, or one that nobody has yet.

    Differing only in case is the same name. A file that no manifest vouches for is the user's, and is not replaced.
    Raises CannotWrite.
    """
    try:
        present = {path.name.casefold(): path for path in out.iterdir()} if out.is_dir() else {}
    except OSError as error:
        raise CannotWrite(str(out), str(error)) from error
    stem, count = safe_name(name), 1
    while not _is_free(present, stem, key):
        count += 1
        stem = f"{safe_name(name)}（{count}）"
    manifest = present.get(f"{stem}{SUFFIX}".casefold())
    return manifest.name.removesuffix(SUFFIX) if manifest is not None else stem


def _is_free(present: dict[str, Path], stem: str, key: str) -> bool:
    manifest = present.get(f"{stem}{SUFFIX}".casefold())
    if manifest is None:
        return not any(f"{stem}{suffix}".casefold() in present for suffix in (".pdf", ".docx"))
    try:
        return read_one(manifest).key == key
    except (OSError, ManifestBroken):
        return False
