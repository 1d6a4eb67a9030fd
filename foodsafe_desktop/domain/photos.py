"""照片页: which pictures of a piece stand together on one sheet."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from foodsafe_desktop.domain.binder import Part

PICTURES = frozenset(("jpeg", "png", "tiff", "bmp", "gif", "webp", "heic"))
"""Formats of files that may be photographs."""


def _is_photo(part: Part) -> bool:
    verdict = part.file.verdict if part.file is not None and part.slip is None else None
    return verdict is not None and verdict.format in PICTURES and verdict.pages in (None, 1)


def on_photo_sheets(parts: Sequence[Part], most: int) -> Iterator[Part]:
    """The parts with pictures that follow each other put together, at most so many to a sheet."""
    for photos, group in groupby(parts, _is_photo):
        if not photos:
            yield from group
            continue
        files = [part.file for part in group if part.file is not None]
        for at in range(0, len(files), most):
            yield Part(files[at], None, None, tuple(files[at : at + most]))
