"""Reads back what the forms print: text, where it stands, how large the pages are, what a QR code says."""

import io
import re

import pikepdf
import pypdfium2
import zxingcpp

from foodsafe_desktop.lettering.fonts import printable

MM = 72 / 25.4


def bare(text: str) -> str:
    """Without spaces; the reader tells a hyphen at a line's end as U+FFFE or U+0002."""
    return re.sub(r"\s", "", printable(re.sub("[\ufffe\x02]", "-", text)))


def pages_of(pdf: bytes) -> list[str]:
    """Each page's text without spaces and line ends."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [bare(page.get_textpage().get_text_range()) for page in document]


def text_of(pdf: bytes) -> str:
    """All text without spaces and line ends."""
    return "".join(pages_of(pdf))


def sizes_of(pdf: bytes) -> set[tuple[float, float]]:
    """The sizes that pages have, in mm to two places; the boxes must begin at the origin."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        boxes = [[float(edge) for edge in page.mediabox] for page in document.pages]
    assert all(box[:2] == [0, 0] for box in boxes)
    return {(round(box[2] / MM, 2), round(box[3] / MM, 2)) for box in boxes}


def places(pdf: bytes, text: str, page: int = 0) -> list[tuple[float, float]]:
    """Where a text on one line begins: left edge and baseline side of its first character, mm from the top left."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        height = document[page].get_height()
        content = document[page].get_textpage()
        search = content.search(text)
        while (hit := search.get_next()) is not None:
            left, bottom, _, _ = content.get_charbox(hit[0])
            found.append((left / MM, (height - bottom) / MM))
    return found


def extent(pdf: bytes, page: int = 0, above: float = 999) -> tuple[float, float, float, float]:
    """The rectangle of a page's characters (those above a line): left, top, right, bottom, mm from the top left."""
    with pypdfium2.PdfDocument(pdf) as document:
        height = document[page].get_height()
        content = document[page].get_textpage()
        boxes = [content.get_charbox(index) for index in range(content.count_chars())]
    boxes = [box for box in boxes if box[2] > box[0] and box[3] > box[1] and height - box[3] < above * MM]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return left / MM, (height - top) / MM, right / MM, (height - bottom) / MM


def codes(pdf: bytes, page: int = 0) -> list[tuple[str, tuple[float, float], float]]:
    """The QR codes on the picture of a page: text, upper left corner and size, in mm from the top left."""
    scale = 6
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=scale, grayscale=True).to_pil()
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        corner, right = code.position.top_left, code.position.top_right
        per_mm = scale * MM
        found.append((code.text, (corner.x / per_mm, corner.y / per_mm), (right.x - corner.x) / per_mm))
    return found
