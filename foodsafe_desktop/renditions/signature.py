"""What a file is, by its content. Extensions lie, and are never asked here."""

import codecs
import re
import zipfile
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

from foodsafe_desktop.renditions import compound
from foodsafe_desktop.renditions.encodings import guess
from foodsafe_desktop.renditions.zip_directory import DirectoryTooLong, open_zip

_HEAD = 64 * 1024


class Format(StrEnum):
    """The formats told apart; the value is what `Verdict.format` says."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    GIF = "gif"
    BMP = "bmp"
    WEBP = "webp"
    JPEG2000 = "jp2"
    HEIC = "heic"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    OFD = "ofd"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    MSG = "msg"
    OLE = "ole"
    RTF = "rtf"
    EML = "eml"
    MP4 = "mp4"
    MOV = "mov"
    MP3 = "mp3"
    WAV = "wav"
    TEXT = "text"
    UNKNOWN = "unknown"


IMAGES = frozenset(
    {Format.JPEG, Format.PNG, Format.TIFF, Format.GIF, Format.BMP, Format.WEBP, Format.JPEG2000, Format.HEIC},
)
"""Those that become pages here."""
PACKAGES = frozenset(
    {Format.DOCX, Format.XLSX, Format.PPTX, Format.ODT, Format.ODS, Format.ODP, Format.OFD, Format.ZIP},
)
LAID_OUT = frozenset(
    {Format.DOCX, Format.XLSX, Format.PPTX, Format.OFD, Format.XLS, Format.EML, Format.MSG, Format.TEXT},
)
"""Documents that the program lays out itself."""
CONVERTED = frozenset(
    {
        *(Format.DOC, Format.DOCX, Format.RTF, Format.ODT),
        *(Format.XLS, Format.XLSX, Format.ODS),
        *(Format.PPT, Format.PPTX, Format.ODP),
    },
)
"""Documents that other programs lay out, where they are installed."""
COMPOUNDS = frozenset({Format.DOC, Format.XLS, Format.PPT, Format.MSG, Format.OLE})

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"II+\0", Format.TIFF),
    (b"MM\0+", Format.TIFF),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"\0\0\0\x0cjP  ", Format.JPEG2000),
    (b"\xff\x4f\xff\x51", Format.JPEG2000),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"PK\x07\x08PK\x03\x04", Format.ZIP),
    (b"PK00PK\x03\x04", Format.ZIP),
    (b"Rar!\x1a\x07", Format.RAR),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (compound.MAGIC, Format.OLE),
    (b"{\\rtf", Format.RTF),
    (b"ID3", Format.MP3),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MAIL_HEADER = re.compile(
    r"^(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type|x-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_MULTIPART = re.compile(r"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
LETTERS = (".eml", ".mht", ".mhtml")
"""Names of mails and of web pages kept as mails, whose heads may be too short to tell them from other text."""
MAILS = frozenset({Format.EML, Format.MSG})
_ODF_TYPE = b"application/vnd.oasis.opendocument."
_ODF = {b"text": Format.ODT, b"spreadsheet": Format.ODS, b"presentation": Format.ODP}
_OOXML = {"word/": Format.DOCX, "xl/": Format.XLSX, "ppt/": Format.PPTX}
_STREAMS = (
    (("WordDocument",), Format.DOC),
    (("Workbook", "Book"), Format.XLS),
    (("PowerPoint Document",), Format.PPT),
    (("__properties_version1.0",), Format.MSG),
)


_HEADERS = 16_384
"""Characters within which a mail says that it is one."""
_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1A), *range(0x1C, 0x20)))
"""What no text has: control characters but tab, line and page ends, and the marks that old programs end files with."""
_WIDE_CONTROL = re.compile(f"[{re.escape(_CONTROLS.decode('ascii'))}]")
"""The same for UTF-16; in the other encodings such a byte is never part of another character, and bytes are faster."""


def as_named(path: Path, found: Format) -> Format:
    """A text under a mail's name is a mail."""
    return Format.EML if found is Format.TEXT and path.suffix.lower() in LETTERS else found


def identify(path: Path) -> Format:
    """The format of a file by its first bytes, and for containers by what they hold. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _by_start(head)
    if found is Format.ZIP:
        return _package(path)
    if found is Format.OLE:
        return _compound(path)
    if found is not Format.UNKNOWN:
        return found
    if (text := _as_text(head)) is not None:
        return _text(text)
    # A ZIP may have anything before it: a self-extracting program, a damaged first volume.
    return _package(path) if _ends_as_zip(path) else Format.UNKNOWN


def _as_text(head: bytes) -> str | None:
    """The text that `head` begins, None if it is none without control characters in an encoding that is in use."""
    marked = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    expected = next((name for mark, name in marked.items() if head.startswith(mark)), None)
    if expected is None and (guessed := guess(head).name) != "gb18030":
        expected = guessed
    is_wide = expected is not None and expected.startswith("utf-16")
    if not is_wide and len(head.translate(None, _CONTROLS)) < len(head):
        return None
    for name in (expected,) if expected else ("utf-8", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(name)().decode(head, final=len(head) < _HEAD)
        except UnicodeDecodeError:
            continue
        if not is_wide or not _WIDE_CONTROL.search(text):
            return text
    return None


def _by_start(head: bytes) -> Format:
    by_magic = next((found for start, found in _STARTS if head.startswith(start)), None)
    if by_magic is not None:
        return by_magic
    if b"%PDF-" in head[:1024]:  # ISO 32000-1, annex H.3.4.1: readers accept it within the first 1024 bytes
        return Format.PDF
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return next((found for looks_so, found in _PATTERNS if looks_so(head)), Format.UNKNOWN)


_BMP_HEADERS = frozenset(length.to_bytes(4, "little") for length in (12, 40, 52, 56, 64, 108, 124))
"""How long the header of a picture is, in all the versions there have been; what precedes it no program reads."""
_PATTERNS: tuple[tuple[Callable[[bytes], bool], Format], ...] = (
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", Format.WEBP),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE", Format.WAV),
    (lambda head: head.startswith(b"BM") and head[14:18] in _BMP_HEADERS, Format.BMP),
    # MPEG audio: frame sync, layer III, a bit rate that exists
    (lambda head: len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0, Format.MP3),
)


def _by_brand(head: bytes) -> Format:
    """ISO base media (ISO/IEC 14496-12): the major brand, then the compatible ones."""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brand, brands = head[8:12], {head[at : at + 4] for at in range(16, length, 4)}
    if brand.startswith(b"avi"):
        return Format.UNKNOWN
    if brand in _HEIF_BRANDS or brands & _HEIF_BRANDS:
        return Format.HEIC
    return Format.MOV if brand == b"qt  " else Format.MP4


def _ends_as_zip(path: Path) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except zipfile.BadZipFile:  # it has the end record, and that record is wrong or of a split archive
        return True


def _package(path: Path) -> Format:
    try:
        with open_zip(path) as package:
            names = package.namelist()
            kind = package.read("mimetype")[:80] if _holds_short(package, "mimetype") else b""
    except (DirectoryTooLong, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Format.ZIP  # damaged or too long: what it holds cannot be known, and the inspection will say so
    if kind.startswith(_ODF_TYPE):
        family = kind.removeprefix(_ODF_TYPE).split(b"-")[0].strip()
        return _ODF.get(family, Format.ODT)
    return _by_members(names)


def _holds_short(package: zipfile.ZipFile, name: str) -> bool:
    """Whether there is such a member, small enough that nobody need fear to read it."""
    return name in package.NameToInfo and package.NameToInfo[name].file_size < 1024


def _by_members(names: Iterable[str]) -> Format:
    lowered = {name.replace("\\", "/").lower() for name in names}
    if "ofd.xml" in lowered:
        return Format.OFD
    if "[content_types].xml" in lowered:
        for folder, found in _OOXML.items():
            if any(name.startswith(folder) for name in lowered):
                return found
    return Format.ZIP


def _compound(path: Path) -> Format:
    try:
        with path.open("rb") as file:
            container = compound.CompoundFile(file, path.stat().st_size)
    except compound.NotACompoundFile:
        return Format.OLE
    if container.find("EncryptedPackage"):
        return Format.OLE
    return next((found for names, found in _STREAMS if container.find(*names)), Format.OLE)


def _text(text: str) -> Format:
    text = text.lstrip("\ufeff")[:_HEADERS]
    if not _MAIL_HEADER.match(text):  # nearly every text: no need to look for the end of a mail's headers
        return Format.TEXT
    headers = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    names = {match[0].lower() for match in _MAIL_HEADER.finditer(headers)}
    is_page = "mime-version:" in names and _MULTIPART.search(headers) is not None  # as browsers save them (MHT)
    return Format.EML if len(names) >= 3 or is_page else Format.TEXT
