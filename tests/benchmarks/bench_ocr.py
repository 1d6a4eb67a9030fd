"""How fast and how well scans are read: ``python -m tests.benchmarks.bench_ocr [--pages N]``.

Draws pages of official prose (三号, 22 lines of 28 signs, GB/T 9704-2012) in the shipped typefaces, makes PDFs of
pictures at 300 dpi of them, clean, with noise, and turned by one degree, and has them read by the program's own workers
on all cores. Prints pages a minute and the share of signs read rightly (1 - edit distance / length, white space and
width left out).
"""

import argparse
import io
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import img2pdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from foodsafe_desktop.domain.folding import folded
from foodsafe_desktop.domain.texts import FileText
from foodsafe_desktop.renditions.text_reader import TextWorkers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.shipped import resource_path
from tests.benchmarks.table import row

SMALL = ("--pages", "1")
DPI = 300
A4 = (2480, 3508)
LINES, SIGNS = 22, 28
LEFT, TOP, LINE, SIZE = 331, 437, 121, 66
"""Pixels: the margins of 28 and 37 mm, 22 lines in 225 mm, and 三号 (16 pt)."""


def main() -> None:
    """Draw, read, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=6, help="pages of each kind")
    options = parser.parse_args()
    reader = TextWorkers()
    if reader.lacks_ocr():
        sys.exit(reader.lacks_ocr())
    texts = [prose(number) for number in range(options.pages)]
    try:
        with tempfile.TemporaryDirectory(prefix="bench-ocr-") as folder:
            _read(reader, [scan(Path(folder) / "warm.pdf", texts[:2], clean)])  # starts workers, loads models
            for name, spoil in (("clean", clean), ("noise", _noisy), ("1 degree", _askew)):
                begin = time.perf_counter()
                found = _read(reader, [scan(Path(folder) / f"{name}.pdf", texts, spoil)])[0]
                _say(name, texts, found, time.perf_counter() - begin)
    finally:
        reader.close()


def prose(number: int) -> list[str]:
    """22 lines of 28 signs out of the catalogue's own wording, with figures and 文号 as official prose has them."""
    chance = random.Random(number)
    wording = resource_path("catalogues", "baiyun-2023-40.toml").read_text(encoding="utf-8")
    phrases = re.findall("[\u4e00-\u9fff、，；]{12,60}", wording)
    written = ""
    while len(written) < LINES * SIGNS:
        year, figure = chance.randint(2022, 2024), chance.randint(3, 980)
        written += chance.choice(phrases) + chance.choice(
            ("。", f"，共{figure}批次。", f"（示食安办〔{year}〕{figure}号）。", f"，达到{figure / 10:.1f}％。")
        )
    return [written[at : at + SIGNS] for at in range(0, LINES * SIGNS, SIGNS)]


def _draw(lines: Sequence[str], face: str) -> Image.Image:
    page = Image.new("L", A4, 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(resource_path("fonts", face)), SIZE)
    for number, line in enumerate(lines):
        pen.text((LEFT, TOP + number * LINE), line, fill=15, font=font)
    return page


def clean(page: Image.Image, _chance: random.Random) -> Image.Image:
    return page


def _noisy(page: Image.Image, chance: random.Random) -> Image.Image:
    """Grey grain and a little blur, as a hurried scan has them."""
    grain = Image.frombytes("L", A4, chance.randbytes(A4[0] * A4[1])).point([int(value * 0.3) for value in range(256)])
    blurred = page.filter(ImageFilter.GaussianBlur(1.2))
    return Image.composite(grain, blurred, Image.new("L", A4, 50))


def _askew(page: Image.Image, _chance: random.Random) -> Image.Image:
    return page.rotate(1, Image.Resampling.BICUBIC, fillcolor=255)


def scan(target: Path, texts: Sequence[list[str]], spoil: Callable[[Image.Image, random.Random], Image.Image]) -> Path:
    faces = sorted(path.name for path in resource_path("fonts").glob("Noto*SC-Regular.ttf"))
    pictures = []
    for number, lines in enumerate(texts):
        buffer = io.BytesIO()
        page = spoil(_draw(lines, faces[number % len(faces)]), random.Random(number))
        page.save(buffer, "JPEG", quality=80, dpi=(DPI, DPI))
        pictures.append(buffer.getvalue())
    target.write_bytes(img2pdf.convert(pictures))
    return target


def _read(reader: TextWorkers, paths: Sequence[Path]) -> list[FileText]:
    found: dict[int, FileText] = {}
    reader.read(paths, Job(), found.__setitem__, ocr=True)
    return [found[place] for place in range(len(paths))]


def _say(name: str, texts: Sequence[list[str]], found: FileText, seconds: float) -> None:
    read = {page.page: page.text for page in found.pages}
    wrong = length = 0
    worst = 1.0
    for number, lines in enumerate(texts, start=1):
        right = _plain("".join(lines))
        errors = _distance(right, _plain(read.get(number, "")))
        wrong, length, worst = wrong + errors, length + len(right), min(worst, 1 - errors / len(right))
    speed = len(texts) * 60 / seconds
    line = (
        f"{name:9} {100 * (1 - wrong / length):6.2f} % right, worst page {100 * worst:6.2f} %, {speed:5.1f} pages/min"
    )
    sys.stdout.write(f"{line} on {os.cpu_count()} cores\n")
    row(f"scans at {DPI} dpi, {name}", f"{speed:.1f} pages/min", f"{1 - wrong / length:.2%} of the signs right")
    sys.stdout.flush()


def _plain(text: str) -> str:
    return "".join(folded(text).split())


def _distance(right: str, read: str) -> int:
    """Levenshtein's."""
    row = list(range(len(read) + 1))
    for place, sign in enumerate(right, start=1):
        before, row[0] = row[0], place
        for at, other in enumerate(read, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (sign != other))
    return row[-1]


if __name__ == "__main__":
    main()
