"""Whether what draws the pages of a PDF unfolds to its end (ISO 32000-1, 7.4.4): where it does not, pages lose content.

Viewers show such a page blank or cut off, and say nothing. Told apart from what is only untidy: a missing checksum
loses nothing, nor does data whose last block is not marked as the last one. In a file that had to be mended, what draws
a page, or a picture on it, may be gone altogether: then such a page is no blank one.
"""

import re
import zlib
from collections.abc import Collection, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_MOST_BYTES, _STEP = 256 << 20, 1 << 20
"""Bytes of content, unfolded, that are looked through in one file, and at once."""
_FLUSHED = b"\x00\x00\xff\xff"
"""Ends data that a program handed over complete, but without its last block (RFC 1979, 2.1)."""
_FLATE = ("/FlateDecode", "/Fl")
_FILTERS = frozenset(
    [
        *_FLATE,
        *("/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"),
        *("/CCITTFaxDecode", "/CCF", "/DCTDecode", "/DCT", "/JBIG2Decode", "/JPXDecode", "/Crypt"),
    ]
)


_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%#]+)\s+Do\b")


def first_broken_page(pdf: pikepdf.Pdf) -> int | None:
    """The number of the first page whose content breaks off, None where none does within the bounds."""
    known: set[tuple[int, int]] = set()
    left = _MOST_BYTES
    for number, page in enumerate(pdf.pages, 1):
        for stream in _streams(page):
            if stream.objgen in known:
                continue
            known.add(stream.objgen)
            length = _length(stream, left)
            if length is None:
                return number
            left -= length
            if left <= 0:
                return None
    return None


def _streams(page: pikepdf.Page) -> Iterator[Stream]:
    found = page.obj.get(Name.Contents)
    for one in found.as_list() if isinstance(found, Array) else [found]:
        if isinstance(one, Stream):
            yield one


def first_lost_page(pdf: pikepdf.Pdf, mended: Collection[int]) -> int | None:
    """The first page that was itself `mended` and that nothing draws now, or that draws what is not there.

    `mended` are the numbers of the objects that could not be read as they stand.
    """
    return next((number for number, page in enumerate(pdf.pages, 1) if _has_lost(page, mended)), None)


def _has_lost(page: pikepdf.Page, mended: Collection[int]) -> bool:
    found = page.obj.get(Name.Contents)
    parts = found.as_list() if isinstance(found, Array) else [found]
    streams = [one for one in parts if isinstance(one, Stream)]
    if len(streams) < len(parts):
        return found is not None or page.obj.objgen[0] in mended
    resources = page.obj.get(Name.Resources)
    held = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    there = {name for name, one in held.items() if isinstance(one, Stream)} if isinstance(held, Dictionary) else set()
    try:
        called = {f"/{one.decode('latin-1')}" for stream in streams for one in _DRAWS.findall(stream.read_bytes())}
    except pikepdf.PdfError:
        return True
    return not called <= there


def _length(stream: Stream, most: int) -> int | None:
    """Bytes of a stream once unfolded, as far as that is known, up to about `most`; None where it breaks off."""
    filters = stream.get(Name.Filter)
    names = [str(one) for one in (filters.as_list() if isinstance(filters, Array) else [filters]) if one is not None]
    if not _FILTERS.issuperset(names):
        return None
    if len(names) != 1 or names[0] not in _FLATE:
        return 0
    return _unfolded(stream.read_raw_bytes(), most)


def _unfolded(data: bytes, most: int) -> int | None:
    if not data.strip(b"\r\n"):  # a stream of nothing draws nothing
        return 0
    unfolding = zlib.decompressobj(-zlib.MAX_WBITS)  # past the header and without the checksum
    rest, length = data[2:], 0
    try:
        while rest and not unfolding.eof and length < most:
            length += len(unfolding.decompress(rest, _STEP))
            rest = unfolding.unconsumed_tail
    except zlib.error:
        return None
    whole = unfolding.eof or length >= most or data.rstrip(b"\r\n").endswith(_FLUSHED)
    return length if whole else None
