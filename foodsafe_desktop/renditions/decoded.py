"""How large a PDF's pages are once they are decoded: a few kilobytes can unfold to gigabytes.

Whoever draws on a page has to read its content through, so what is too large for that is refused here, in the worker,
before anybody does. Sizes are measured in steps: nothing is ever unfolded as a whole that zlib can unfold in parts.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

MOST_ON_A_PAGE = 64 << 20
"""Bytes of content. Drawings of whole towns come to some 20 MiB."""
MOST_IN_A_FILE = 1 << 30
MOST_OPERATORS = 500_000
"""Of those on a page that must be balanced when something is drawn after them; each takes memory of its own."""

_STEP = 1 << 20
_BALANCED = re.compile(rb"\b(?:q|Q|BT|ET|BMC|BDC|EMC)\b")
_FLATE = frozenset(["/FlateDecode", "/Fl"])


def is_too_large(pdf: pikepdf.Pdf) -> bool:
    """Whether a page, or all together, unfold to more than a volume takes. Raises MemoryError."""
    known: dict[tuple[int, int], tuple[int, int]] = {}
    total = 0
    for page in pdf.pages:
        size = operators = 0
        for stream in _drawn(page):
            if stream.objgen not in known:
                known[stream.objgen] = _measured(stream)
            size += known[stream.objgen][0]
            operators += known[stream.objgen][1]
        total += size
        if size > MOST_ON_A_PAGE or operators > MOST_OPERATORS or total > MOST_IN_A_FILE:
            return True
    return False


def _drawn(page: pikepdf.Page) -> Iterator[Stream]:
    """What draws a page: its content, and the pictures of its annotations."""
    yield from _streams(page.obj.get(Name.Contents))
    annotations = page.obj.get(Name.Annots)
    for one in annotations.as_list() if isinstance(annotations, Array) else ():
        looks = one.get(Name.AP) if isinstance(one, Dictionary) else None
        normal = looks.get(Name.N) if isinstance(looks, Dictionary) else None
        if isinstance(normal, Dictionary) and not isinstance(normal, Stream):
            normal = Array([normal[state] for state in normal.keys()])  # noqa: SIM118 - not a dict
        yield from _streams(normal)


def _streams(found: object) -> Iterator[Stream]:
    for one in found.as_list() if isinstance(found, Array) else [found]:
        if isinstance(one, Stream):
            yield one


def _measured(stream: Stream) -> tuple[int, int]:
    """Bytes and balanced operators of a stream, no further than until there are too many."""
    size = operators = 0
    for chunk in _decoded(stream):
        size += len(chunk)
        operators += sum(1 for _ in _BALANCED.finditer(chunk))
        if size > MOST_ON_A_PAGE or operators > MOST_OPERATORS:
            break
    return size, operators


def _decoded(stream: Stream) -> Iterable[bytes]:
    found = stream.get(Name.Filter)
    filters = [str(one) for one in (found.as_list() if isinstance(found, Array) else [found]) if one is not None]
    if not _FLATE.issuperset(filters):
        try:  # rare, and within the worker's limits
            return [stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)]
        except pikepdf.PdfError:  # damaged, or nothing that content may be coded with: nobody else unfolds it either
            return ()
    chunks: Iterable[bytes] = [stream.read_raw_bytes()]
    for _ in filters:
        chunks = _inflated(chunks)
    return chunks


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unfolded in steps. Where the data is damaged it ends: readers draw what came before."""
    unfolding = zlib.decompressobj()
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not unfolding.eof:
                out = unfolding.decompress(rest, _STEP)
                rest = unfolding.unconsumed_tail
                yield out
    except zlib.error:
        return
