"""Recognising words on pictures (OCR), in a worker process: pages of a scan, photographs. The extra `ocr` brings it.

RapidOCR's wheel holds its models; their paths are given to it, so that it never has a reason to download any. Pages
are rendered at 300 dpi. Without the extra everything else works, and `lacking` says so.
"""

import importlib.util
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
from pi_heif.as_plugin import register_heif_opener
from PIL import Image, ImageOps

from foodsafe_desktop.domain.texts import Line, PageText, TextSource
from foodsafe_desktop.renditions.looks import red_rounds
from foodsafe_desktop.renditions.pictures import PictureRefused, open_picture
from foodsafe_desktop.renditions.signature import Format, identify

if TYPE_CHECKING:
    from rapidocr import RapidOCR

NOT_INSTALLED = "未安装文字识别组件，扫描件和照片上的文字未读取。"
MODELS_MISSING = "文字识别组件不完整（缺少模型文件），扫描件和照片上的文字未读取。请重新安装本程序。"
DPI = 300
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy")
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
_MOST_PIXELS = 16_000_000
"""A4 at 300 dpi has 8.7 million, A3 twice that; what is larger is brought down before it is looked at."""
_LONGEST_SIDE = 2000
"""Pixels to which a page is brought down for finding lines."""
_MM = 25.4
_PHOTO_DPI = 200.0
"""Assumed of pictures that do not say, for the places of lines."""
_HALF_LINE = 0.5
_LEAST_SCORE = 0.6
_FEWEST = 2
"""Signs on a page: a single one is a shadow or a knot of wood that looks like 大."""


class OcrRefused(Exception):
    """A page that cannot be made a picture of."""


def lacking() -> str:
    """Why nothing can be recognised on this machine, as a sentence; empty if all is there. Imports nothing heavy."""
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        return NOT_INSTALLED
    return "" if all(path.is_file() for path in _model_paths().values()) else MODELS_MISSING


def _model_paths() -> dict[str, Path]:
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    return {key: folder / name for key, name in _MODELS.items()}


def recognise(path: Path, pages: Sequence[int], threads: int) -> list[PageText]:
    """The words on these pages (from 1) of a PDF or picture. One that cannot be drawn has none. Raises OSError."""
    engine = _engine(threads)
    found = identify(path)
    drawn = _of_pdf(path, pages) if found is Format.PDF else _of_picture(path, found, pages)
    return [_read(engine, number, image, dpi) for number, image, dpi in drawn]


@cache
def _engine(threads: int) -> "RapidOCR":
    import onnxruntime  # noqa: PLC0415 - an extra, and a second's work
    from rapidocr import RapidOCR  # noqa: PLC0415 - as above

    # Windows' build heeds this instead of the environment (see the package's own __init__).
    onnxruntime.disable_telemetry_events()  # type: ignore[attr-defined] # exported, but not by name
    settings: dict[str, Any] = {key: str(path) for key, path in _model_paths().items()}
    settings |= {
        "Global.log_level": "critical",
        "Global.text_score": _LEAST_SCORE,
        "Global.max_side_len": _LONGEST_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": max(1, min(threads, os.cpu_count() or 1)),
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=settings)


def _of_pdf(path: Path, pages: Sequence[int]) -> Iterator[tuple[int, Image.Image, float]]:
    with pypdfium2.PdfDocument(path) as document:
        for number in pages:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            yield number, page.render(scale=scale).to_pil().convert("RGB"), scale * 72
            page.close()


def _of_picture(path: Path, found: Format, pages: Sequence[int]) -> Iterator[tuple[int, Image.Image, float]]:
    try:
        with _open(path, found) as (image, count):
            for number in pages:
                if number > count:
                    return
                if number > 1:
                    image.seek(number - 1)
                yield number, *_upright(image)
    except PictureRefused as error:
        raise OcrRefused from error


@contextmanager
def _open(path: Path, found: Format) -> Iterator[tuple[Image.Image, int]]:
    if found is not Format.HEIC:
        with open_picture(path, found) as opened:
            yield opened
        return
    register_heif_opener()
    with Image.open(path, formats=("HEIF",)) as image:
        yield image, 1


def _upright(image: Image.Image) -> tuple[Image.Image, float]:
    """The picture as a person sees it, small enough, and its dots per inch after that."""
    stated = image.info.get("dpi", (0, 0))
    dpi = float(stated[0]) if isinstance(stated, tuple) and 72 < float(stated[0]) <= 2400 else _PHOTO_DPI
    image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))  # a JPEG may be decoded at half its size at once
    before = image.size
    plain = ImageOps.exif_transpose(image).convert("RGB")
    shrink = min(1.0, (_MOST_PIXELS / (plain.width * plain.height)) ** 0.5)
    if shrink < 1:
        plain = plain.resize((max(1, round(plain.width * shrink)), max(1, round(plain.height * shrink))))
    return plain, dpi * shrink * (image.width / max(1, before[0]))


def _read(engine: "RapidOCR", number: int, image: Image.Image, dpi: float) -> PageText:
    import numpy  # noqa: PLC0415 - comes with the extra

    result: Any = engine(numpy.asarray(image)[:, :, ::-1])  # its declared type depends on settings that are never used
    if result.boxes is None or result.txts is None:
        return PageText(number, "", TextSource.OCR)
    mm = _MM / dpi
    lines = [
        Line(
            text,
            round(float(box[:, 0].min()) * mm, 1),
            round(float(box[:, 1].min()) * mm, 1),
            round(float(box[:, 0].max()) * mm, 1),
            round(float(box[:, 1].max()) * mm, 1),
            round(float(score), 3),
        )
        for text, box, score in zip(result.txts, result.boxes, result.scores, strict=True)
    ]
    rows = reading_order(lines)
    text = "\n".join("\t".join(line.text for line in row) for row in rows)
    if sum(not sign.isspace() for sign in text) < _FEWEST:
        return PageText(number, "", TextSource.OCR)
    return PageText(number, text, TextSource.OCR, tuple(line for row in rows for line in row), red_rounds(image, dpi))


def reading_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Pieces of lines as rows from the top, each from the left: cells of a table row stand beside each other."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.y0 + one.y1) / 2):
        middle = (line.y0 + line.y1) / 2
        last = rows[-1] if rows else []
        height = min((one.y1 - one.y0 for one in last), default=0.0)
        if last and middle - sum((one.y0 + one.y1) / 2 for one in last) / len(last) < _HALF_LINE * height:
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.x0) for row in rows]
