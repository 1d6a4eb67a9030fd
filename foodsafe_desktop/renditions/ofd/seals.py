"""Seals (GB/T 33190-2016, 18; GB/T 38540-2020 and GM/T 0031-2014): where signatures stamp, and the picture they hold.

Signatures are not verified. The picture is an OCTET STRING in the signed value, beside a string that names its type and
two integers for its size (SES_ESPictrueInfo); it is found by that shape, since the standards nest it differently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from foodsafe_desktop.renditions.ofd.document import Document
from foodsafe_desktop.renditions.ofd.package import PartMissing, children, text_of
from foodsafe_desktop.renditions.ofd.values import Box, box

_MOST_SIGNATURES, _MOST_STAMPS, _MOST_NODES = 200, 5_000, 20_000
_DEEPEST = 24
_BITS, _OCTETS = 0x03, 0x04
_STRINGS = (0x0C, 0x13, 0x14, 0x16, 0x1A)
_KINDS = (b"ofd", b"png", b"jpg", b"jpeg", b"bmp", b"gif", b"tif", b"tiff", b"svg")
_BEGINNINGS = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal on a page: where (in the page's coordinates), what part of it is shown, and its picture if it has one."""

    page: str
    boundary: Box
    clip: Box | None
    picture: bytes | None


def stamps_of(document: Document) -> list[Stamp]:
    """All stamps of a document's signatures."""
    if not document.signatures:
        return []
    package = document.package
    try:
        path = package.locate("ofd.xml", document.signatures)
        listed = list(children(package.xml(path), "Signature"))[:_MOST_SIGNATURES]
    except PartMissing:
        package.remarks.add("有签章数据不能读取，印章未能打印")
        return []
    stamps: list[Stamp] = []
    for one in listed:
        try:
            stamps += _stamps(document, package.locate(path, one.get("BaseLoc")))
        except PartMissing:
            package.remarks.add("有签章数据不能读取，印章未能打印")
    return stamps[:_MOST_STAMPS]


def _stamps(document: Document, path: str) -> Iterator[Stamp]:
    signature = document.package.xml(path)
    places = [one for one in children(signature.find("SignedInfo"), "StampAnnot") if box(one.get("Boundary"))]
    if not places:  # a signature without a seal
        return
    picture = _picture(document, path, signature)
    for one in places[:_MOST_STAMPS]:
        boundary = box(one.get("Boundary"))
        if boundary is not None:
            yield Stamp(one.get("PageRef", ""), boundary, box(one.get("Clip")), picture)


def _picture(document: Document, path: str, signature: Element) -> bytes | None:
    """The seal's picture: from the signed value, else from the seal that lies beside it."""
    package, info = document.package, signature.find("SignedInfo")
    seal = None if info is None else info.find("Seal")
    for location in (text_of(signature, "SignedValue"), None if seal is None else text_of(seal, "BaseLoc")):
        try:
            found = picture_in(package.read(package.locate(path, location))) if location else None
        except PartMissing:
            continue
        if found is not None:
            return found
    return None


def picture_in(value: bytes) -> bytes | None:
    """The picture in a signed value or a seal (DER), None where there is none."""
    unnamed = None
    for siblings in _sequences(value):
        for place, (tag, content) in enumerate(siblings):
            if tag != _OCTETS:
                continue
            before = siblings[place - 1] if place else (0, b"")
            if before[0] in _STRINGS and before[1].strip(b"\0 .").lower() in _KINDS:
                return content
            if unnamed is None and content.startswith(_BEGINNINGS):
                unnamed = content
    return unnamed


def _sequences(value: bytes) -> Iterator[list[tuple[int, bytes]]]:
    """The members of every constructed value, outermost first; also of DER that is wrapped in an OCTET STRING."""
    waiting = [(value, 0)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        content, deep = waiting.pop(0)
        members = _members(content)
        if members is None:
            continue
        seen += len(members) + 1
        yield members
        if deep < _DEEPEST:
            waiting += [(inner, deep + 1) for tag, inner in members if tag & 0x20 or _wraps(tag, inner)]


def _wraps(tag: int, content: bytes) -> bool:
    """Whether an OCTET STRING or BIT STRING looks as if there were DER in it."""
    return tag in (_OCTETS, _BITS) and content.lstrip(b"\0")[:1] in (b"\x30", b"\x31")


def _members(content: bytes) -> list[tuple[int, bytes]] | None:
    """Tags and contents, None for what is no DER. A length of BER's indefinite form reaches to the end."""
    content = content[1:] if content[:1] == b"\0" else content
    found: list[tuple[int, bytes]] = []
    at = 0
    while at + 2 <= len(content):
        tag, length = content[at], content[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            if size > 4 or at + size > len(content):
                return None
            length = int.from_bytes(content[at : at + size], "big") if size else len(content) - at - size
            at += size
        if at + length > len(content) or len(found) >= _MOST_NODES:
            return None
        found.append((tag, content[at : at + length]))
        at += length
    return found
