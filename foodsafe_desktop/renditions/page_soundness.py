"""Whether what draws the pages of a PDF unfolds to its end (ISO 32000-1, 7.4.4): where it does not, pages lose content.

Viewers show such a page blank or cut off, and say nothing. Told apart from what is only untidy: a missing checksum
loses nothing, nor does data whose last block is not marked as the last one.
"""

import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Name, Stream

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
