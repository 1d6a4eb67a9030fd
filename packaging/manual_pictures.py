"""Bring the manual's pictures up to date from those that the screen checks took.

Run by ``make manual PICTURES=1`` after ``make screenshots``. Pictures of the window and of printed forms are scaled
down to what a page shows and kept with a palette, so that the whole set stays small in the repository.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from tests.golden.forms import FORMS

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS, TARGET = ROOT / "build" / "screenshots", ROOT / "docs" / "pictures"
FORM_WIDTH = 640
"""Pixels that stand for the width of A4."""
KEPT = ((1000, 128), (960, 128), (920, 128), (860, 64), (800, 32), (740, 24))
"""Width in pixels and colours: the first with which a picture is small enough."""
MOST_BYTES = 60_000
FROM_SCREEN = {
    "start": "01 start",
    "catalogue": "04 sub-item with evidence",
    "inbox": "03 inbox",
    "checklist": "61 checklist, high",
    "overview": "64 overview, 总体情况",
    "gaps": "67 gaps",
    "findings": "68 findings",
    "binding": "62 binding planned",
    "questions": "41 question moved",
    "evidence": "48 evidence with history and relink",
    "form-new": "20 form new",
    "form-paper": "23 form paper",
    "form-assign": "24 form",
}
"""Picture -> what the screen check calls it."""
FROM_FORMS = {
    "cover": "cover",
    "contents": "contents_by_piece",
    "divider": "divider",
    "closing": "closing_note_by_piece",
    "slip": "slip",
    "spines": "spines_paper",
    "job": "job_sheet",
    "change-list": "change_list",
}
"""Picture -> the golden form."""


def main(screenshots: Path) -> int:
    """Write every picture, those of the window from the folder that the screen checks wrote. Returns the exit code."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, shot in FROM_SCREEN.items():
        found = [screenshots / f"1366x768@1{look} {shot}.png" for look in (" light", "")]
        source = next((one for one in found if one.is_file()), None)
        if source is None:
            print(f"{found[0]} is not there: run `make screenshots` first", file=sys.stderr)
            return 2
        with Image.open(source) as picture:
            keep(picture.convert("RGB"), TARGET / f"{name}.png")
    for name, form in FROM_FORMS.items():
        keep(drawn(FORMS[form]()), TARGET / f"{name}.png")
    large = [one.name for one in TARGET.iterdir() if one.stat().st_size > MOST_BYTES]
    if large:
        print(f"more than {MOST_BYTES} bytes: {', '.join(large)}", file=sys.stderr)
    return 1 if large else 0


def drawn(pdf: bytes) -> Image.Image:
    """The first page of a form, as far down as anything stands on it."""
    with pypdfium2.PdfDocument(pdf) as document:
        page: Image.Image = document[0].render(scale=FORM_WIDTH / 595).to_pil().convert("RGB")
    box = ImageOps.invert(page.convert("L")).getbbox()
    return page.crop((0, 0, page.width, min(page.height, box[3] + 24))) if box else page


def keep(picture: Image.Image, target: Path) -> None:
    """Scale a picture down where it is wider than a page, and keep it with a palette.

    Colours are moved to the middle of what they stand for: without it the pale tints of states turned into others.
    """
    for width, colours in KEPT:
        size = (min(width, picture.width), round(picture.height * min(1, width / picture.width)))
        small = picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)
        kept = small.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        kept.save(target, optimize=True)
        if target.stat().st_size <= MOST_BYTES:
            return


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SCREENSHOTS))
