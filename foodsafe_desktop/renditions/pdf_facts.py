"""What can be seen in a PDF beside whether it opens (ISO 32000-1): text, signatures, scripts, forms, enclosed files.

Every look is bounded, in objects and in decoded bytes, and what the bounds leave open is not said.
"""

import base64
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import pikepdf

from foodsafe_desktop.domain.evidence import Fact

_MOST_OBJECTS = 20_000
_MOST_PAGES = 2_000
_MOST_FORMS = 2_000
_DECODED, _DECODED_AT_ONCE, _RAW_AT_ONCE = 32 * 1024 * 1024, 1024 * 1024, 8 * 1024 * 1024
"""Bytes: of all pages together, of one stream, and of one stream as it lies in the file."""
_NOT_FOLLOWED = {"/Parent", "/P", "/Contents", "/Resources", "/StructTreeRoot", "/Dest", "/D", "/AP", "/Thumb", "/Font"}
_OUTSIDE = {"/Launch", "/GoToR", "/SubmitForm", "/ImportData"}
_FIELDS = {"/Tx", "/Btn", "/Ch"}
_SHOWN = re.compile(rb"[^(<\[\s]\s*[)>\]]\s*(?:T[jJ]|['\"])(?![^\s\[(<%/])")
"""A string or array that is not empty, and an operator that shows it (9.4.3)."""
_CLAIM = re.compile(rb"pdfaid:part\b|http://www\.aiim\.org/pdfa/ns/id/")


def facts_of_pdf(pdf: pikepdf.Pdf) -> tuple[Fact, ...]:
    """The facts that an open PDF shows, in the order of `Fact`. Never raises: facts are extras."""
    found = {Fact.RESTRICTED} if pdf.is_encrypted else set()
    for look in (_objects, _claims, _text):
        with suppress(Exception):  # hostile objects meet qpdf with any exception, and the verdict stands without facts
            found.update(look(pdf))
    return tuple(fact for fact in Fact if fact in found)


def _objects(pdf: pikepdf.Pdf) -> Iterator[Fact]:
    """What dictionaries reachable from the document's root say; the form and the names before the pages."""
    waiting: deque[pikepdf.Object] = deque(
        pdf.Root[key] for key in ("/AcroForm", "/Names", "/OpenAction", "/AA") if key in pdf.Root
    )
    waiting.append(pdf.Root)
    seen: set[tuple[int, int]] = set()
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        one = waiting.popleft()
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, pikepdf.Dictionary):
            yield from _said_by(one)
        waiting.extend(_followed(one))


def _followed(one: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(one, pikepdf.Dictionary):
        held = [value for key, value in one.items() if key not in _NOT_FOLLOWED]
    elif isinstance(one, pikepdf.Array):
        held = list(one.as_list())
    else:
        return
    yield from (value for value in held if isinstance(value, pikepdf.Dictionary | pikepdf.Array))


def _said_by(one: pikepdf.Dictionary) -> Iterator[Fact]:
    action, kind = str(one.get("/S", "")), str(one.get("/FT", ""))
    if action == "/JavaScript" or "/JS" in one:
        yield Fact.JAVASCRIPT
    if action in _OUTSIDE:
        yield Fact.EXTERNAL_LINKS
    if "/EF" in one:
        yield Fact.EMBEDDED_FILES
    if kind == "/Sig" and isinstance(one.get("/V"), pikepdf.Dictionary):
        yield Fact.SIGNED
    if kind in _FIELDS or "/XFA" in one:
        yield Fact.FORM


def _claims(pdf: pikepdf.Pdf) -> Iterator[Fact]:
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream) and _CLAIM.search(_decoded(metadata) or b""):
        yield Fact.PDF_A


def _text(pdf: pikepdf.Pdf) -> Iterator[Fact]:
    """HAS_TEXT at the first page that shows any; NO_TEXT when all of all pages was looked at and none does."""
    budget = _Budget()
    for number, page in enumerate(pdf.pages):
        if number >= _MOST_PAGES or budget.spent:
            return
        if _shows_text(page, budget):
            yield Fact.HAS_TEXT
            return
    if not budget.spent:
        yield Fact.NO_TEXT


@dataclass(slots=True)
class _Budget:
    """What may still be decoded; `spent` too when something could not be looked at."""

    left: int = field(default_factory=lambda: _DECODED)
    spent: bool = False
    forms: set[tuple[int, int]] = field(default_factory=set)

    def content(self, stream: pikepdf.Object) -> bytes:
        decoded = _decoded(stream) if self.left > 0 and isinstance(stream, pikepdf.Stream) else None
        if decoded is None or len(decoded) >= _DECODED_AT_ONCE:
            self.spent = True
        self.left -= len(decoded or b"")
        return decoded or b""


def _shows_text(page: pikepdf.Page, budget: _Budget) -> bool:
    contents = page.obj.get("/Contents", pikepdf.Array())
    parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
    if _shows(b"\n".join(budget.content(part) for part in parts)):
        return True
    return any(_form_shows_text(form, budget) for form in page.form_xobjects.values())


def _form_shows_text(form: pikepdf.Object, budget: _Budget) -> bool:
    """Whether a form XObject (8.10) or one within it does; each is looked at once."""
    waiting = [form]
    while waiting:
        one = waiting.pop()
        if one.objgen in budget.forms or not isinstance(one, pikepdf.Stream) or str(one.get("/Subtype")) != "/Form":
            continue
        budget.forms.add(one.objgen)
        if len(budget.forms) > _MOST_FORMS:
            budget.spent = True
            return False
        if _shows(budget.content(one)):
            return True
        held = one.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
        waiting.extend(value for _, value in held.items())
    return False


def _shows(content: bytes) -> bool:
    """Whether a content stream shows text; what looks so within the data of an inline image (8.9.7) does not count."""
    return bool(_SHOWN.search(content)) and bool(_SHOWN.search(b"".join(_beside_inline_images(content))))


def _beside_inline_images(content: bytes) -> Iterator[bytes]:
    at = 0
    while (begin := content.find(b"BI", at)) >= 0 and (data := content.find(b"ID", begin)) >= 0:
        end = content.find(b"EI", data)
        yield content[at:begin]
        if end < 0:
            return
        at = end + 2
    yield content[at:]


def _decoded(stream: pikepdf.Stream) -> bytes | None:
    """The beginning of a stream's content, None where it is too long or in a filter that cannot be bounded."""
    if int(stream.get("/Length", 0)) > _RAW_AT_ONCE:
        return None
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(one) for one in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if len(names) > 3 or any(name not in _UNPACKED for name in names) or _has_predictor(stream):
        return None
    content = stream.read_raw_bytes()
    try:
        for name in names:
            content = _UNPACKED[name](content)[:_DECODED_AT_ONCE]
    except (zlib.error, ValueError):
        return None
    return content[:_DECODED_AT_ONCE]


def _has_predictor(stream: pikepdf.Stream) -> bool:
    parameters = stream.get("/DecodeParms")
    several = parameters.as_list() if isinstance(parameters, pikepdf.Array) else [parameters]
    return any(isinstance(one, pikepdf.Dictionary) and int(one.get("/Predictor", 1)) > 1 for one in several)


def _inflated(content: bytes) -> bytes:
    return zlib.decompressobj().decompress(content, _DECODED_AT_ONCE)


def _from_ascii_85(content: bytes) -> bytes:
    text = b"".join(content.split()).removeprefix(b"<~").split(b"~")[0]
    return base64.a85decode(text)


def _from_hex(content: bytes) -> bytes:
    digits = b"".join(content.split()).split(b">")[0]
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


_UNPACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": _inflated,
    "/Fl": _inflated,
    "/ASCII85Decode": _from_ascii_85,
    "/A85": _from_ascii_85,
    "/ASCIIHexDecode": _from_hex,
    "/AHx": _from_hex,
}
