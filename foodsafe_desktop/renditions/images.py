"""Pictures to A4 pages: one a picture, or one a page of a multi-page TIFF. JPEG data goes into the PDF untouched.

Below a photograph that says when it was taken stands that time, by the camera's own clock, which may be wrong: it is
never taken for a date of the evidence.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import img2pdf
import pikepdf
from PIL import ExifTags, Image, ImageOps
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering.fonts import Face, runs, text_width
from foodsafe_desktop.renditions.pictures import decode, open_picture, time_taken
from foodsafe_desktop.renditions.signature import Format

_MM = 72 / 25.4
_A4 = (210 * _MM, 297 * _MM)
_MARGIN = 15 * _MM
"""Leaves room for the page number and for the holes."""
_LARGEST_PIXEL = 72 / 100
"""Points. Small pictures are not blown up beyond 100 dpi."""
_HUGE, _ENOUGH = 10_000, 7016
"""Pixels along the longer side: above the first, a picture is brought down to the second (A4 at 600 dpi)."""
_CAPTION, _CAPTION_GREY, _BASELINE = 8.0, 0.3, 6.5 * _MM
"""Size in points, grey level, and how far above the lower edge the time of taking stands."""
_TURNED_ONLY = (None, 1, 3, 6, 8)
"""Orientations that a page's /Rotate can express (TIFF 6.0, tag 274); the others are mirrored."""


def picture_to_pdf(source: Path, found: Format, target: Path) -> int:
    """Write the picture's pages to `target` and return their count. Same input, same bytes.

    Raises PictureRefused when it does not decode, and OSError from the disk.
    """
    with open_picture(source, found) as (image, pages), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent)))
        with pikepdf.new() as pdf:
            for page, content in enumerate(_pages(source, found, image, pages)):
                part = folder / f"{page}.pdf"  # on disk, so that a thick TIFF is never in memory as a whole
                part.write_bytes(content)
                pdf.pages.extend(stack.enter_context(pikepdf.open(part)).pages)
            if pages == 1 and (taken := time_taken(image)):
                _write_below(pdf, taken)
            pdf.save(target, deterministic_id=True)
    return pages


def _write_below(pdf: pikepdf.Pdf, taken: str) -> None:
    """The caption in the margin below, as the page is seen."""
    page = pdf.pages[0]
    turned = int(page.get("/Rotate", 0)) % 360
    width, height = (float(page.mediabox[at]) - float(page.mediabox[at - 2]) for at in (2, 3))
    if turned in (90, 270):
        width, height = height, width
    with io.BytesIO() as buffer:
        canvas = Canvas(buffer, (width, height), initialFontName=Face.HEI.font, invariant=1)
        text = f"拍摄时间：{taken}（据照片内记录）"
        canvas.setFillGray(_CAPTION_GREY)
        x = (width - text_width(text, Face.HEI, _CAPTION)) / 2
        for font, part in runs(text, Face.HEI):
            canvas.setFont(font, _CAPTION)
            canvas.drawString(x, _BASELINE, part)
            x += text_width(part, Face.HEI, _CAPTION)
        canvas.save()
        with pikepdf.open(buffer) as caption:
            form = pdf.copy_foreign(pikepdf.Page(caption.pages[0]).as_form_xobject())
    name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.TimeTaken)
    # A page that is turned when shown has its form turned the other way.
    turn = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }[turned]
    placed = " ".join(f"{one:g}" for one in turn)
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {placed} cm {name} Do Q".encode("ascii"))


def _pages(source: Path, found: Format, image: Image.Image, count: int) -> Iterator[bytes]:
    if found is Format.JPEG and (content := _untouched(source, image)) is not None:
        yield content
        return
    for page in range(count):
        if page:
            image.seek(page)
        yield _to_page(_as_png(image))


def _untouched(source: Path, image: Image.Image) -> bytes | None:
    """The page with the JPEG's own data, None where that cannot be: huge, mirrored, or a colour space of its own."""
    orientation = image.getexif().get(ExifTags.Base.Orientation)
    if max(image.size) > _HUGE or orientation not in _TURNED_ONLY or image.mode not in ("L", "RGB", "CMYK"):
        return None
    with Image.open(source, formats=("JPEG", "MPO")) as trial:
        decode(trial)  # a picture cut short must not get as far as the paper
    try:
        return _to_page(source.read_bytes())
    except (img2pdf.ImageOpenError, img2pdf.JpegColorspaceError, img2pdf.UnsupportedColorspaceError):
        return None


def _to_page(picture: bytes) -> bytes:
    page = img2pdf.convert(
        picture,
        layout_fun=_layout,
        rotation=img2pdf.Rotation.ifvalid,
        first_frame_only=True,
        nodate=True,
    )
    assert isinstance(page, bytes)  # noqa: S101 - it is, unless an output stream is given
    return page


def _layout(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """Page and picture size in points: A4 lying or standing as the picture does, filled up to the margin.

    The picture's own resolution is not trusted, only its ratio, which tells the tall pixels of a fax.
    """
    ratio = dpi[0] / dpi[1] if dpi[1] and 0.25 <= dpi[0] / dpi[1] <= 4 else 1.0
    tall = height * ratio
    page = _A4 if width <= tall else _A4[::-1]
    scale = min((page[0] - 2 * _MARGIN) / width, (page[1] - 2 * _MARGIN) / tall, _LARGEST_PIXEL)
    return page[0], page[1], width * scale, tall * scale


def _as_png(image: Image.Image) -> bytes:
    """The current page as PNG in black and white, grey or RGB, upright, without transparency."""
    dpi = image.info.get("dpi")
    upright = plain(ImageOps.exif_transpose(image))  # which copies in any case
    if max(upright.size) > _HUGE:
        upright.thumbnail((_ENOUGH, _ENOUGH))
    upright.info.clear()  # a profile of the former colour space, texts, times
    buffer = io.BytesIO()
    upright.save(buffer, "PNG", compress_level=3, **({"dpi": dpi} if dpi else {}))
    return buffer.getvalue()


def plain(image: Image.Image) -> Image.Image:
    """The picture in black and white, grey or RGB, on white paper where it is transparent."""
    if "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBA", "RGBa"):
        colours = image.convert("RGBA")
        paper = Image.new("RGB", colours.size, "white")
        paper.paste(colours, mask=colours.getchannel("A"))
        return paper
    if image.mode in ("1", "L", "RGB"):
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Deep greys to 256 of them: 16-bit values by their range, others by the darkest and lightest there are."""
    extremes = image.getextrema()
    low, high = (float(value) for value in extremes if isinstance(value, int | float))
    if image.mode != "F" and low >= 0 and high <= 0xFFFF:
        low, high = 0.0, float(0xFFFF)
    scale = 255 / (high - low) if high > low else 0.0
    return image.point(lambda value: value * scale - low * scale).convert("L")
