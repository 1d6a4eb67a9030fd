"""What is printed is what was planned, whatever the recipe: contents, labels, numbers on pages, links, bookmarks."""

import io
import json
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Name

from foodsafe_desktop.domain.binder import Elsewhere, Part, VolumePlan
from foodsafe_desktop.domain.recipe import Grouping, Numbering, Recipe, Standard
from foodsafe_desktop.domain.sheets import A4, Measured, SheetKind, part_refs
from foodsafe_desktop.output.forms.photo_sheet import photo_frames
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services.ports import BoundVolume
from tests.integration.output.papers import FACTS, bind, part, pdf_bytes, picture, plan_of, saved, text_of

_PARTS = st.sampled_from(["one.pdf", "three.pdf", "turned.pdf", "two-of-three.pdf", "broken.pdf", "paper", "elsewhere"])
_SHAPES = st.lists(st.lists(st.lists(_PARTS, min_size=1, max_size=2), max_size=3), min_size=1, max_size=3)
_RECIPES = st.builds(
    Recipe,
    standard=st.sampled_from(Standard),
    duplex=st.booleans(),
    numbering=st.sampled_from(Numbering),
    prefix=st.sampled_from(["", "4·"]),
    dividers=st.booleans(),
    tab_marks=st.booleans(),
    indicators=st.booleans(),
    signatures=st.booleans(),
    commitment=st.booleans(),
    gutter=st.sampled_from([0.0, 8.0]),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    turned = pikepdf.new()
    turned.add_blank_page(page_size=(400, 300)).obj.Rotate = 90
    for name, content in (
        ("one.pdf", pdf_bytes(1)),
        ("three.pdf", pdf_bytes(3)),
        ("turned.pdf", saved(turned)),
        ("two-of-three.pdf", pdf_bytes(3)),
        ("broken.pdf", b"%PDF-1.7 nothing"),
    ):
        (folder / name).write_bytes(content)
    return folder


def _volume(shape: list[list[list[str]]]) -> VolumePlan:
    def made(name: str) -> Part:
        if name == "paper":
            return Part(None, "本件为纸质材料。")
        return replace(part(name), pages=(2, 3)) if name == "two-of-three.pdf" else part(name)

    plan = plan_of([[[made(name) for name in names] for names in section] for section in shape])
    elsewhere = {at for at, names in enumerate((n for section in shape for n in section), 1) if "elsewhere" in names}
    place = Elsewhere("item-1", "第01卷 甲", 1, "1-(1)-2023-001", "7")
    return replace(
        plan,
        sections=tuple(
            replace(
                one,
                pieces=tuple(
                    replace(p, printed_at=place, parts=(part("one.pdf"),)) if p.ordinal in elsewhere else p
                    for p in one.pieces
                ),
            )
            for one in plan.sections
        ),
    )


def _check(bound: BoundVolume) -> None:
    laid = bound.laid
    labels = [label for run in laid.runs for label in run.labels]
    data = bound.pdf.read_bytes()
    document = pdfium.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    sizes = [page.get_size() for page in document]
    document.close()
    assert len(texts) == laid.pages == bound.pages
    for run in laid.runs:
        for index, (label, (width, height)) in enumerate(zip(run.labels, run.sizes, strict=True), run.start):
            assert sizes[index] == pytest.approx((width / 25.4 * 72, height / 25.4 * 72), abs=0.4)
            if run.ref.kind is SheetKind.BLANK:
                assert texts[index].strip() == ""
            elif run.ref.kind is not SheetKind.COVER:
                assert label in texts[index].split()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [page.label for page in pdf.pages] == labels
        where = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        listed = laid.by_ref[next(ref for ref in laid.by_ref if ref.kind is SheetKind.CONTENTS)]
        pages = range(listed.start, listed.start + listed.pages)
        targets = [where[one.Dest[0].objgen] for at in pages for one in pdf.pages[at].obj.get(Name.Annots, [])]
        starts = [laid.piece_runs(piece)[0].start for piece in bound.plan.pieces]
        assert set(starts) <= set(targets)
        assert all(before <= after for before, after in pairwise(targets))
        printed = "".join(texts[at] for at in pages).split()
        assert all(any(labels[target] in word for word in printed) for target in targets)
    manifest = json.loads(bound.manifest.read_text("utf-8"))
    assert [one["first_page"] for one in manifest["pieces"]] == [labels[start] for start in starts]
    assert manifest["pages"] == len(labels)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=_SHAPES, recipe=_RECIPES)
def test_printed_contents_are_the_labels_and_the_targets(
    root: Path, shape: list[list[list[str]]], recipe: Recipe
) -> None:
    with tempfile.TemporaryDirectory() as place:
        _check(bind(_volume(shape), root, Path(place), recipe=recipe))


def test_a_volume_that_only_refers_elsewhere_has_its_sheets_all_the_same(root: Path, tmp_path: Path) -> None:
    bound = bind(_volume([[["elsewhere"]]]), root, tmp_path)
    _check(bound)
    start = bound.laid.piece_runs(bound.plan.pieces[0])[0].start
    assert "第01卷 甲" in text_of(bound.pdf.read_bytes(), start)


def test_contents_of_an_archival_box_go_piece_by_piece_without_sub_items(root: Path, tmp_path: Path) -> None:
    recipe = Recipe(grouping=Grouping.ARCHIVE, dividers=False, signatures=False, numbering=Numbering.PIECE)
    bound = bind(_volume([[["one.pdf"], ["three.pdf"]], [["turned.pdf", "one.pdf"]]]), root, tmp_path, recipe=recipe)
    _check(bound)
    data = bound.pdf.read_bytes()
    assert "定期研究部署" not in text_of(data, 1)
    assert "缺少的材料" not in "".join(text_of(data, at) for at in range(bound.pages))


def test_only_the_pages_that_are_meant_are_printed(root: Path, tmp_path: Path) -> None:
    bound = bind(_volume([[["two-of-three.pdf"], ["three.pdf"]]]), root, tmp_path)
    assert [bound.laid.piece_pages(piece) for piece in bound.plan.pieces] == [2, 3]
    _check(bound)


def test_pictures_stand_in_their_frames_with_captions(root: Path, tmp_path: Path) -> None:
    for name, colour in (("红.pdf", b"1 0 0"), ("蓝.pdf", b"0 0 1")):
        (root / name).write_bytes(pdf_bytes(1, (300, 300), colour + b" rg 0 0 300 300 re f"))
    red, blue = part("红.pdf"), part("蓝.pdf")
    assert red.file is not None
    assert blue.file is not None
    plan = plan_of([[[Part(red.file, None, None, (red.file, blue.file))]]])
    bound = bind(plan, root, tmp_path, recipe=Recipe(photos=2, signatures=False))
    _check(bound)
    run = bound.laid.piece_runs(bound.plan.pieces[0])[0]
    assert run.pages == 1
    data = bound.pdf.read_bytes()
    assert all(name in text_of(data, run.start) for name in ("红.pdf", "蓝.pdf"))
    seen = picture(data, run.start)
    for frame, shown in zip(photo_frames(2), ((255, 0, 0), (0, 0, 255)), strict=True):
        x, y, width, height = (length * 72 / 25.4 for length in frame)
        assert seen.getpixel((int(x + width / 2), int(y + height / 2))) == shown
    manifest = json.loads(bound.manifest.read_text("utf-8"))
    assert [one["path"] for one in manifest["pieces"][0]["files"]] == ["红.pdf", "蓝.pdf"]


def test_a_photo_sheet_whose_captions_read_otherwise_is_another_print() -> None:
    picture_of = part("红.pdf")
    assert picture_of.file is not None
    plan = plan_of([[[Part(picture_of.file, None, None, (picture_of.file,))]]])
    section = plan.sections[0]
    [piece] = section.pieces
    retitled = replace(plan, sections=(replace(section, pieces=(replace(piece, title="另一题名"),)),))
    [ref] = part_refs(piece)
    parts = {ref: Measured((A4,), fingerprint="pictures")}
    recipe = Recipe(photos=2)
    first, again, other = (
        Press().lay_out(one, recipe, FACTS, parts).plan.by_ref[ref].fingerprint for one in (plan, plan, retitled)
    )
    assert first == again != other
