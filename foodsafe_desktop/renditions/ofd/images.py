"""Pictures to PDF image XObjects: JPEG and JBIG2 data untouched, everything else decoded and packed without loss."""

import io
import struct
import warnings
import zlib

import pikepdf
from pikepdf import Dictionary, Name, Object
from PIL import Image

_FORMATS = ("PNG", "JPEG", "MPO", "BMP", "GIF", "TIFF", "WEBP", "JPEG2000")
_MOST_PIXELS = 60_000_000
_JBIG2 = b"\x97JB2\r\n\x1a\n"
_PAGE_BITMAP, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51
_MOST_SEGMENTS = 20_000


class NotAPicture(Exception):
    """The data cannot be decoded, or is too large."""


def image_object(target: pikepdf.Pdf, content: bytes, mask: bytes | None = None) -> Object:
    """The image XObject of a picture; `mask` is another picture whose light parts show it. Raises NotAPicture."""
    if content.startswith(_JBIG2):
        return _jbig2(target, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags are no error, and the limit on size is set below
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                return _from_pillow(target, content, image, None if mask is None else _grey(mask))
    except Exception as error:  # decoders meet hostile bytes with any exception
        raise NotAPicture from error


def _check(image: Image.Image) -> None:
    if image.width * image.height > _MOST_PIXELS or min(image.size) < 1:
        raise NotAPicture


def _grey(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        _check(image)
        return image.convert("L")


def _from_pillow(target: pikepdf.Pdf, content: bytes, image: Image.Image, mask: Image.Image | None) -> Object:
    _check(image)
    image.load()
    as_is = image.format == "JPEG" and image.mode in ("L", "RGB")
    if "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBA", "RGBa"):
        image = image.convert("RGBA")
        own = image.getchannel("A")
        mask = own if mask is None else mask
        if mask.getextrema() == (255, 255):
            mask = None
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value * (1 / 256) + 0).convert("L")
    plain = image if image.mode in ("1", "L", "RGB") else image.convert("L" if image.mode == "F" else "RGB")
    stream = target.make_stream(content) if as_is else target.make_stream(zlib.compress(plain.tobytes()))
    stream.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=plain.width,
            Height=plain.height,
            ColorSpace=Name.DeviceRGB if plain.mode == "RGB" else Name.DeviceGray,
            BitsPerComponent=1 if plain.mode == "1" else 8,
            Filter=Name.DCTDecode if as_is else Name.FlateDecode,
        )
    )
    if mask is not None:
        stream.SMask = _soft_mask(target, mask)
    return stream


def _soft_mask(target: pikepdf.Pdf, mask: Image.Image) -> Object:
    stream = target.make_stream(zlib.compress(mask.tobytes()))
    stream.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=mask.width,
            Height=mask.height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.FlateDecode,
        )
    )
    return stream


def _jbig2(target: pikepdf.Pdf, content: bytes) -> Object:
    """The first page of a JBIG2 file (ITU-T T.88, annex D) as PDF embeds it: segments without the file's header."""
    try:
        kept, width, height = _segments(content)
    except (struct.error, IndexError) as error:
        raise NotAPicture from error
    if not 0 < width * height <= _MOST_PIXELS * 8:
        raise NotAPicture
    stream = target.make_stream(kept)
    stream.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=1,
            Filter=Name.JBIG2Decode,
        )
    )
    return stream


def _segments(content: bytes) -> tuple[bytes, int, int]:
    """The segments of the global page and page 1, and the page's size; 7.2 tells how a segment's header is laid out."""
    flags = content[8]
    at = 9 if flags & 2 else 13
    headers: list[tuple[int, int, bytes]] = []  # kind, length of data, header
    kept = b""
    width = height = 0
    sequential = bool(flags & 1)
    while at < len(content) and len(headers) < _MOST_SEGMENTS:
        kind, length, header = _header(content, at)
        at += len(header)
        headers.append((kind, length, header))
        if kind == _END_OF_FILE:
            break
        if sequential:
            kept, width, height = _with(kept, (kind, header), content[at : at + length], (width, height))
            at += length
    if not sequential:
        for kind, length, header in headers:
            kept, width, height = _with(kept, (kind, header), content[at : at + length], (width, height))
            at += length
    return kept, width, height


def _with(kept: bytes, segment: tuple[int, bytes], data: bytes, size: tuple[int, int]) -> tuple[bytes, int, int]:
    kind, header = segment
    if kind == _PAGE_BITMAP:
        size = struct.unpack_from(">II", data)
    if kind in (_END_OF_PAGE, _END_OF_FILE):  # which PDF leaves out (ISO 32000-1, 7.4.7)
        return kept, *size
    return kept + header + data, *size


def _header(content: bytes, at: int) -> tuple[int, int, bytes]:
    number, flags, referred = struct.unpack_from(">IBB", content, at)
    end = at + 5
    count = referred >> 5
    if count == 7:
        count = struct.unpack_from(">I", content, end)[0] & 0x1FFFFFFF
        end += 4 + (count + 8) // 8
    else:
        end += 1
    end += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
    end += 4 if flags & 0x40 else 1
    length: int = struct.unpack_from(">I", content, end)[0]
    return flags & 0x3F, length, content[at : end + 4]
