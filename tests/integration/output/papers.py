"""Plans and PDFs that the tests of the output room make for themselves."""

import datetime as dt
import io
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import Measured, SheetRef, part_refs
from foodsafe_desktop.lettering.fonts import font_face
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.seen import sizes_of
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume, FailedLate, Rendition

A4 = (595.0, 842.0)
FACTS = BinderFacts("食品安全示范创建迎检档案", "白府发〔2023〕40号", (2022, 2024), dt.date(2024, 6, 1))

PLAIN = Recipe(signatures=False)


def pdf_bytes(pages: int, size: tuple[float, float] = A4, content: bytes = b"0.9 g 40 40 200 200 re f") -> bytes:
    """A plain PDF of so many pages."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Contents = pdf.make_stream(content)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def covers(font_name: str, text: str) -> bool:
    """Whether that font has a glyph for every character of `text`."""
    glyphs = font_face(font_name).charToGlyph
    return all(glyphs.get(ord(character)) for character in text)


def plan_of(
    sections: Sequence[Sequence[Sequence[Part]]], *, name: str = "第04卷 试验", key: str = "item-4"
) -> VolumePlan:
    """A volume of sections of pieces of parts; sub-items are numbered from 8, pieces through the volume."""
    made: list[Section] = []
    ordinal = 0
    for offset, pieces in enumerate(sections):
        number = 8 + offset
        here: list[Piece] = []
        for parts in pieces:
            ordinal += 1
            evidence = Evidence(ordinal, f"材料{ordinal}", 2023)
            code = f"4-({number})-2023-{ordinal:03d}"
            here.append(Piece(ordinal, code, number, evidence, evidence.title, tuple(parts), ""))
        standing = Standing(number, State.PARTIAL, Decimal(1), {}, (), len(here), len(here), ())
        text = "定期研究部署食品安全工作，形成会议纪要并督促落实到位。"
        made.append(Section(number, "sub_item", text, "党政同责", ("区食安办",), "", standing, tuple(here)))
    return VolumePlan(4, key, name, "试验", "基础工作", tuple(made))


def part(path: str, *, slip: str | None = None, condition: Condition = Condition.OK) -> Part:
    fixity = Fixity(1, 0, "sha256", "0" * 64)
    return Part(EvidenceFile(1, path, 1, fixity, Verdict("pdf", condition, printable=slip is None)), slip)


def measured_in(plan: VolumePlan, root: Path) -> dict[SheetRef, Measured]:
    """The measures of the volume's files below `root`; one page is taken for what does not open."""
    found: dict[SheetRef, Measured] = {}
    for one in plan.pieces:
        for ref, part in zip(part_refs(one), one.parts, strict=True):
            sizes: tuple[tuple[float, float], ...] = ((210.0, 297.0),)
            if part.slip is None and part.file is not None:
                path = root / part.file.path
                with suppress(OSError, pikepdf.PdfError, pikepdf.PasswordError), pikepdf.open(path) as pdf:
                    sizes = sizes_of(pdf)
                    sizes = sizes[part.pages[0] - 1 : part.pages[1]] if part.pages else sizes
            found[ref] = Measured(sizes, part.slip)
    return found


def bind(
    plan: VolumePlan, root: Path, out: Path, job: Job | None = None, recipe: Recipe = PLAIN, facts: BinderFacts = FACTS
) -> BoundVolume:
    """A volume of the files below `root`, laid out anew with a slip whenever one fails, as the service does it."""
    press, parts = Press(), measured_in(plan, root)
    pieces = {piece.ordinal: piece for piece in plan.pieces}

    def pages_of(ref: SheetRef) -> Rendition:
        part = pieces[ref.ordinal].parts[ref.part]
        assert part.file is not None
        return Rendition(root / part.file.path, 1, photos=tuple(root / file.path for file in part.photos))

    while True:
        try:
            return press.bind(press.lay_out(plan, recipe, facts, parts), pages_of, facts, out, job or Job())
        except FailedLate as failed:
            parts[failed.ref] = Measured((), failed.sentence)


def place_of(mark: pikepdf.OutlineItem) -> tuple[int, int]:
    """The page that a bookmark leads to."""
    assert isinstance(mark.destination, pikepdf.Array)
    return mark.destination[0].objgen


def picture(data: bytes, index: int = 0, scale: float = 1.0) -> Image.Image:
    """A page as seen, annotations and all."""
    document = pdfium.PdfDocument(data)
    try:
        seen: Image.Image = document[index].render(scale=scale).to_pil().convert("RGB")
        return seen
    finally:
        document.close()


def text_of(data: bytes, index: int = 0) -> str:
    document = pdfium.PdfDocument(data)
    try:
        page = document[index]
        words = page.get_textpage()
        return str(words.get_text_bounded())
    finally:
        document.close()
