"""What is kept of a form: the size of its pages, its texts with their places, a small picture of its first page."""

import io
import json
from pathlib import Path
from typing import TypedDict

import pypdfium2
from PIL import Image, ImageChops, ImageStat

FOLDER = Path(__file__).parent
MM = 72 / 25.4
_DPI, _TILE = 40, 8
_MEAN, _WORST = 0.6, 40
"""Of 255: how much two pictures may differ all over, and in any place of five millimetres."""


class Page(TypedDict):
    """Width and height in mm; what stands there, with its left edge and foot in mm, in half mm."""

    size: list[float]
    texts: list[tuple[str, float, float]]


def pages_of(pdf: bytes) -> list[Page]:
    """Boxes and texts of every page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(document[index]) for index in range(len(document))]


def _page(page: pypdfium2.PdfPage) -> Page:
    words, height = page.get_textpage(), page.get_height()
    texts: list[tuple[str, float, float]] = []
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        text = words.get_text_bounded(left, bottom, right, top).strip()
        if text:
            texts.append((text, _half(left / MM), _half((height - bottom) / MM)))
    return {"size": [_half(page.get_width() / MM), _half(height / MM)], "texts": texts}


def _half(millimetres: float) -> float:
    return round(millimetres * 2) / 2


def picture_of(pdf: bytes) -> Image.Image:
    """The first page at 40 dpi, in sixteen greys; a small one larger, so that something is seen of it."""
    with pypdfium2.PdfDocument(pdf) as document:
        scale = _DPI / 72 if document[0].get_width() > 100 * MM else 4 * _DPI / 72
        grey: Image.Image = document[0].render(scale=scale, grayscale=True).to_pil().convert("L")
    return grey.point([round(level / 17) * 17 for level in range(256)])


def kept_pages(form: str) -> list[Page]:
    """The pages as they were kept."""
    found: list[Page] = json.loads((FOLDER / f"{form}.json").read_text(encoding="utf-8"))
    return found


def kept_picture(form: str) -> Image.Image:
    """The picture as it was kept."""
    return Image.open(io.BytesIO((FOLDER / f"{form}.png").read_bytes())).convert("L")


def keep(form: str, pdf: bytes) -> None:
    """Keep a form as it is now."""
    pages = ",\n".join(_written(page) for page in pages_of(pdf))
    (FOLDER / f"{form}.json").write_text(f"[{pages}]\n", encoding="utf-8", newline="\n")
    picture_of(pdf).save(FOLDER / f"{form}.png", optimize=True)


def _written(page: Page) -> str:
    texts = ",\n".join(json.dumps(one, ensure_ascii=False) for one in page["texts"])
    return f'{{"size": {json.dumps(page["size"])}, "texts": [\n{texts}]}}'


def difference(one: Image.Image, other: Image.Image) -> str:
    """How two pictures differ, in words; empty where nobody would see it."""
    if one.size != other.size:
        return f"size {one.size} and {other.size}"
    apart = ImageChops.difference(one, other)
    mean, worst = ImageStat.Stat(apart).mean[0], max(apart.reduce(_TILE).tobytes())
    return f"mean {mean:.2f}, worst {worst}" if mean > _MEAN or worst > _WORST else ""
