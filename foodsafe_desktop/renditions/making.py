"""How made pages come to lie in the cache: whole, in one step, and with what is to be said of them.

A maker writes a PDF where it is told, deterministic byte for byte, and returns `Made`; what it cannot print it refuses
with `CannotPrint`, whose sentence goes on the slip sheet.
"""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from foodsafe_desktop.seen import sizes_of
from foodsafe_desktop.services.ports import Rendition

_NOTES, _CONVERTER, _UNPRINTED = "/RenditionNotes", "/RenditionConverter", "/RenditionUnprinted"
"""Where the PDF itself keeps what is to be said of it: a second file could be lost alone."""


class CannotPrint(Exception):
    """Why a file is not printed, as a sentence for the slip sheet."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Made:
    """Pages that were written, sentences on how they differ from the file, and which program made them.

    `converter` is empty where pages are the file's own, as those of a picture. `unprinted` are sentences on what of the
    file is not among the pages.
    """

    pages: int
    notes: tuple[str, ...] = ()
    converter: str = ""
    unprinted: tuple[str, ...] = ()


Maker = Callable[[Path, Path], Made]
"""Called with the source and the place to write to, in a worker process. Same input, same bytes."""


def kept(target: Path) -> Rendition | None:
    """What an earlier run made, if it is whole: it was put there in one step, but disks fail."""
    try:
        with pikepdf.open(target) as pdf:
            notes, lacks = (tuple(json.loads(str(pdf.docinfo.get(key, "[]")))) for key in (_NOTES, _UNPRINTED))
            made = Made(len(pdf.pages), notes, str(pdf.docinfo.get(_CONVERTER, "")), lacks)
            return _rendition(target, made, sizes_of(pdf)) if made.pages else None
    except (OSError, ValueError, pikepdf.PdfError):
        return None


def put(target: Path, make: Callable[[Path], Made]) -> Rendition:
    """Let `make` write beside the target, and put the result there in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
        place = Path(folder) / target.name
        made = make(place)
        if made.notes or made.converter:
            _sign(place, made)
        with pikepdf.open(place) as pdf:
            sizes = sizes_of(pdf)
        with place.open("r+b") as written:
            os.fsync(written.fileno())
        place.replace(target)
    return _rendition(target, made, sizes)


def _rendition(target: Path, made: Made, sizes: tuple[tuple[float, float], ...]) -> Rendition:
    return Rendition(target, made.pages, made.notes, made.converter, sizes, unprinted=made.unprinted)


def measured(source: Path, target: Path) -> Rendition | None:
    """The pages of a PDF that prints as it is, as measured earlier; None where it was not."""
    try:
        sizes = tuple((float(width), float(height)) for width, height in json.loads(target.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return Rendition(source, len(sizes), sizes=sizes) if sizes else None


def measure(pdf: pikepdf.Pdf, source: Path, target: Path) -> Rendition:
    """Measure the pages of a PDF that prints as it is, and note that for the next time."""
    sizes = sizes_of(pdf)
    put_text(target, json.dumps(sizes, separators=(",", ":")))
    return Rendition(source, len(sizes), sizes=sizes)


def put_text(target: Path, text: str) -> None:
    """Put a small text into the cache in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
        place = Path(folder) / target.name
        place.write_text(text, "utf-8")
        place.replace(target)


def _sign(place: Path, made: Made) -> None:
    with pikepdf.open(place, allow_overwriting_input=True) as pdf:
        pdf.docinfo[_NOTES] = json.dumps(made.notes, ensure_ascii=False)
        if made.unprinted:
            pdf.docinfo[_UNPRINTED] = json.dumps(made.unprinted, ensure_ascii=False)
        pdf.docinfo[_CONVERTER] = made.converter
        pdf.save(place, deterministic_id=True)
