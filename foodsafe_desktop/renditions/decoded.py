"""How large a PDF's pages are once they are decoded: a few kilobytes can unfold to gigabytes.

Whoever draws on a page has to read its content through, so what is too large for that is refused here, in the worker,
before anybody does. Sizes are measured in steps: nothing is ever unfolded as a whole that zlib can unfold in parts.
Forms multiply (ISO 32000-1, 8.10): ten within each of ten within each of ten … keep every viewer busy for ever, and a
volume with such a page is lost as a whole. What a form draws is counted once, however often it is drawn.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

MOST_ON_A_PAGE = 64 << 20
"""Bytes of content. Drawings of whole towns come to some 20 MiB."""
MOST_IN_A_FILE = 1 << 30
MOST_OPERATORS = 500_000
"""Of those on a page that must be balanced when something is drawn after them; each takes memory of its own."""
MOST_DRAWN, MOST_DRAWINGS = 512 << 20, 200_000
"""Bytes of content that viewers go through for a page, each form as often as it is drawn, and times that one is."""

TOO_LARGE = (
    "页面内容展开后过大（单页超过64 MB、全文超过1 GB，或图形操作过多），未予打印。"
    "请用原软件另存为普通 PDF，或导出为图像后放入同一文件夹。"
)

_STEP = 1 << 20
_BALANCED = re.compile(rb"\b(?:q|Q|BT|ET|BMC|BDC|EMC)\b")
_CALLS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(Do|gs|scn|SCN)\b")
"""How content draws a form, one as a mask, and one as a pattern."""
_CATEGORIES = {b"Do": Name.XObject, b"gs": Name.ExtGState, b"scn": Name.Pattern, b"SCN": Name.Pattern}
_LONGEST_CALL = 256
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FLATE = frozenset(["/FlateDecode", "/Fl"])
_Key = tuple[tuple[int, int], tuple[int, int]]
"""A stream, and the one whose resources it draws from."""


def is_too_large(pdf: pikepdf.Pdf) -> bool:
    """Whether a page, or all together, unfold to more than a volume takes. Raises MemoryError."""
    drawings = _Drawings()
    total = 0
    for page in pdf.pages:
        streams = list(_drawn(page))
        measures = [drawings.measure(stream) for stream in streams]
        size = sum(one.size for one in measures)
        total += size
        operators = sum(one.operators for one in measures)
        if size > MOST_ON_A_PAGE or operators > MOST_OPERATORS or total > MOST_IN_A_FILE:
            return True
        if drawings.are_too_many(streams, page):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Measure:
    """Bytes and balanced operators of a stream, and how often it calls what by which name and operator."""

    size: int
    operators: int
    calls: Counter[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Content:
    """A stream that draws, with the resources it finds names in, and whose these are."""

    stream: Stream
    resources: Dictionary
    owner: tuple[int, int]

    @property
    def key(self) -> _Key:
        return self.stream.objgen, self.owner


@dataclass(slots=True)
class _Drawings:
    """What streams draw, measured once each."""

    _measures: dict[tuple[int, int], _Measure] = field(default_factory=dict)
    _costs: dict[_Key, tuple[int, int]] = field(default_factory=dict)

    def measure(self, stream: Stream) -> _Measure:
        if stream.objgen not in self._measures:
            self._measures[stream.objgen] = _measured(stream)
        return self._measures[stream.objgen]

    def are_too_many(self, streams: Iterable[Stream], page: pikepdf.Page) -> bool:
        """Whether a viewer gets lost in what these streams of a page draw."""
        size = times = 0
        for stream in streams:
            own, drawn = self._cost(_content(stream, page.resources, page.obj.objgen))
            size, times = size + own, times + drawn
        return size > MOST_DRAWN or times > MOST_DRAWINGS

    def _cost(self, content: _Content) -> tuple[int, int]:
        """Bytes to go through for it, and drawings in it. Without recursion: chains may be of any length."""
        waiting, begun = [content], set[_Key]()
        while waiting:
            one = waiting[-1]
            if one.key in self._costs:
                waiting.pop()
                continue
            called = list(self._called(one))
            unknown = [form for form, _ in called if form.key not in self._costs and form.key not in begun]
            if unknown and one.key not in begun:
                begun.add(one.key)
                waiting += unknown
                continue
            size, times = self.measure(one.stream).size, 0
            for form, often in called:
                own, drawn = self._costs.get(form.key, (0, 0))  # one that draws itself is not drawn again
                size, times = size + often * own, times + often * (1 + drawn)
            self._costs[one.key] = min(size, MOST_DRAWN + 1), min(times, MOST_DRAWINGS + 1)
            waiting.pop()
        return self._costs[content.key]

    def _called(self, content: _Content) -> Iterator[tuple[_Content, int]]:
        """The forms, masks and patterns that a stream draws, and how often."""
        for (name, operator), often in self.measure(content.stream).calls.items():
            held = content.resources.get(_CATEGORIES[operator])
            one = held.get(_key(name)) if isinstance(held, Dictionary) else None
            if operator == b"gs":
                mask = one.get(Name.SMask) if isinstance(one, Dictionary) else None
                one = mask.get(Name.G) if isinstance(mask, Dictionary) else None
            if isinstance(one, Stream) and one.get(Name.Subtype) != Name.Image:
                yield _content(one, content.resources, content.owner), often


def _content(stream: Stream, resources: Dictionary, owner: tuple[int, int]) -> _Content:
    """A stream with resources of its own, or those of whom it is drawn by (7.8.3)."""
    own = stream.get(Name.Resources)
    return _Content(stream, own, stream.objgen) if isinstance(own, Dictionary) else _Content(stream, resources, owner)


def _key(name: bytes) -> str:
    return "/" + _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), name).decode("utf-8", "replace")


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


def _measured(stream: Stream) -> _Measure:
    """No further than until there is too much."""
    size = operators = 0
    calls: Counter[tuple[bytes, bytes]] = Counter()
    rest = b""
    for chunk in _decoded(stream):
        size += len(chunk)
        operators += sum(1 for _ in _BALANCED.finditer(chunk))
        end = 0
        for found in _CALLS.finditer(text := rest + chunk):
            calls[found[1], found[2]] += 1
            end = found.end()
        rest = text[max(end, len(text) - _LONGEST_CALL) :]
        if size > MOST_ON_A_PAGE or operators > MOST_OPERATORS:
            break
    return _Measure(size, operators, calls)


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
