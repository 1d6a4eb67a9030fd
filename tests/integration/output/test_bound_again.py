"""What a volume keeps of its files beside their pages, and what becomes of it when it is compiled again."""

import datetime as dt
import io
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.sheets import SheetKind, SheetRef
from foodsafe_desktop.output.kept import Kept
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume, Rendition
from tests.integration.output.papers import (
    FACTS,
    PLAIN,
    bind,
    measured_in,
    part,
    pdf_bytes,
    picture,
    place_of,
    plan_of,
    saved,
)
from tests.integration.output.test_press import assert_nothing_acts


def _booked() -> bytes:
    """Bookmarks: to pages, by name, by an action, to a script, to the web, to nothing, in a loop."""
    pdf = pikepdf.new()
    for _ in range(4):
        pdf.add_blank_page(page_size=(300, 300))
    names = Array([String("end"), Array([pdf.pages[3].obj, Name.Fit])])
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))
    with pdf.open_outline() as outline:
        first = OutlineItem("第一章", 0)
        first.children.append(OutlineItem("第一节\r\n续", 1))
        outline.root += [first, OutlineItem("名字", 0), OutlineItem("脚本", 0), OutlineItem("网址", 0)]
        outline.root += [OutlineItem("空", 0), OutlineItem("总", 0)]
        outline.root[-1].children.append(OutlineItem("末", 2))
    items = {str(one.Title): one for one in pdf.objects if isinstance(one, Dictionary) and Name.Title in one}
    items["名字"].Dest = String("end")
    for title, action in (
        ("脚本", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
        ("网址", Dictionary(S=Name.URI, URI=String("http://x"))),
    ):
        del items[title].Dest
        items[title].A = action
    del items["空"].Dest
    del items["总"].Dest
    items["末"].Next = items["总"]
    return saved(pdf)


def _below(bound: BoundVolume, *path: int) -> list[tuple[str, int, list[str]]]:
    with pikepdf.open(bound.pdf) as pdf, pdf.open_outline() as outline:
        assert_nothing_acts(pdf)
        where = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        at = outline.root[0].children[2]
        for index in path:
            at = at.children[index]
        return [(one.title, where[place_of(one)], [c.title for c in one.children]) for one in at.children]


def test_bookmarks_of_a_file_are_kept_below_its_piece_and_dead_ones_go(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_booked())
    (tmp_path / "b.pdf").write_bytes(pdf_bytes(2))
    plan = plan_of([[[part("b.pdf")], [part("a.pdf")], [part("b.pdf"), part("a.pdf")]]])
    bound = bind(plan, tmp_path, tmp_path / "out")
    start = bound.laid.by_ref[SheetRef(SheetKind.PART, 8, 2)].start
    expected = [("第一章", start, ["第一节 续"]), ("名字", start + 3, []), ("总", start + 2, ["末"])]
    assert _below(bound, 1) == expected
    later = bound.laid.by_ref[SheetRef(SheetKind.PART, 8, 3, 1)].start
    assert _below(bound, 2, 1) == [(title, page - start + later, below) for title, page, below in expected]


def test_bookmarks_that_lead_nowhere_or_say_nothing_and_a_broken_structure_are_left_behind(tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes(2)))
    titles = ("好", "页外", "负", "无此名", "已删", "", "  ")
    with pdf.open_outline() as outline:
        outline.root += [OutlineItem(title, 0) for title in titles]
    lost = pikepdf.new()
    lost.add_blank_page()
    removed = pdf.copy_foreign(lost.pages[0].obj)
    targets = {
        "页外": Array([99, Name.Fit]),
        "负": Array([-1, Name.Fit]),
        "无此名": String("no such name"),
        "已删": Array([removed, Name.Fit]),
    }
    for one in pdf.objects:
        if isinstance(one, Dictionary) and str(one.get(Name.Title, "")) in targets:
            one.Dest = targets[str(one.Title)]
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([7, removed]), ParentTree=9)
    )
    pdf.pages[0].obj.StructParents = 3
    (tmp_path / "a.pdf").write_bytes(saved(pdf))
    bound = bind(plan_of([[[part("a.pdf")]]]), tmp_path, tmp_path / "out")
    start = bound.laid.by_ref[SheetRef(SheetKind.PART, 8, 1)].start
    kept = _below(bound, 0)
    assert ("好", start, []) in kept
    assert all(title.strip() and page == start for title, page, _ in kept)
    assert not {title for title, _, _ in kept} & set(targets)
    with pikepdf.open(bound.pdf) as made:
        assert made.check_pdf_syntax() == []
        assert len(made.pages) == bound.pages


def test_of_a_range_only_the_bookmarks_of_its_pages_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_booked())
    bound = bind(plan_of([[[replace(part("a.pdf"), pages=(2, 3))]]]), tmp_path, tmp_path / "out")
    start = bound.laid.by_ref[SheetRef(SheetKind.PART, 8, 1)].start
    assert _below(bound, 0) == [("第一章", start, ["第一节 续"]), ("总", start + 1, ["末"])]


def test_a_file_that_hangs_on_a_picture_stays_behind(tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes(1)))
    held = Dictionary(Type=Name.Filespec, F=String("x"), EF=Dictionary(F=pdf.make_stream(b"MZ" * 99)))
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.AF = Array([pdf.make_indirect(held)])
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.Root.AF = Array([pdf.make_indirect(held)])
    (tmp_path / "a.pdf").write_bytes(saved(pdf))
    bound = bind(plan_of([[[part("a.pdf")]]]), tmp_path, tmp_path / "out")
    with pikepdf.open(bound.pdf) as made:
        assert_nothing_acts(made)
        assert not [one for one in made.objects if isinstance(one, Dictionary | pikepdf.Stream) and Name.AF in one]


def test_layers_that_a_file_hides_stay_hidden(tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes(1, content=b"/OC /L0 BDC 1 0 0 rg 0 0 595 842 re f EMC")))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="off"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    pdf.pages[0].obj.Resources = Dictionary(Properties=Dictionary(L0=layer))
    (tmp_path / "a.pdf").write_bytes(saved(pdf))
    bound = bind(plan_of([[[part("a.pdf")]]]), tmp_path, tmp_path / "out")
    start = bound.laid.by_ref[SheetRef(SheetKind.PART, 8, 1)].start
    assert picture(bound.pdf.read_bytes(), start).getpixel((100, 400)) == (255, 255, 255)


def _bind(
    press: Press, plan: VolumePlan, root: Path, out: Path, mark: str = "", facts: BinderFacts = FACTS
) -> BoundVolume:
    measured = measured_in(plan, root)
    parts = {ref: replace(one, fingerprint=f"sha256:{ref.ordinal}{mark}") for ref, one in measured.items()}
    laid = press.lay_out(plan, PLAIN, facts, parts)
    return press.bind(laid, lambda _ref: Rendition(root / "a.pdf", 1), facts, out, Job())


@pytest.fixture
def plan(tmp_path: Path) -> VolumePlan:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(2))
    return plan_of([[[part("a.pdf")], [part("a.pdf")]]])


def test_a_volume_in_which_nothing_changed_is_left_as_it_is(tmp_path: Path, plan: VolumePlan) -> None:
    out = tmp_path / "out"
    first = _bind(Press(), plan, tmp_path, out)
    at = first.pdf.stat().st_mtime_ns
    first.docx.write_bytes(b"edited by a person")
    later = replace(FACTS, on=FACTS.on + dt.timedelta(days=3))
    again = _bind(Press(), plan, tmp_path, out, facts=later)
    assert again.unchanged
    assert (again.sha256, again.pdf, again.pdf.stat().st_mtime_ns) == (first.sha256, first.pdf, at)
    assert first.docx.read_bytes() == b"edited by a person"


def test_whatever_is_no_longer_what_was_made_is_made_anew(tmp_path: Path, plan: VolumePlan) -> None:
    out, press = tmp_path / "out", Press()
    first = _bind(press, plan, tmp_path, out)
    whole = first.pdf.read_bytes()
    assert _bind(press, plan, tmp_path, out).unchanged
    assert not _bind(press, plan, tmp_path, out, "another file").unchanged
    assert not _bind(press, replace(plan, title="另名"), tmp_path, out, "another file").unchanged
    assert not _bind(press, plan, tmp_path, out, facts=replace(FACTS, compiled_by="某局")).unchanged
    assert not _bind(press, plan, tmp_path, out).unchanged
    for harm in (
        lambda: first.pdf.write_bytes(whole[:-9]),
        first.pdf.unlink,
        first.docx.unlink,
    ):
        harm()
        mended = _bind(press, plan, tmp_path, out)
        assert not mended.unchanged
        assert first.pdf.read_bytes() == whole


def test_files_of_which_nothing_is_known_are_never_taken_for_unchanged(tmp_path: Path, plan: VolumePlan) -> None:
    assert not bind(plan, tmp_path, tmp_path / "out").unchanged
    assert not bind(plan, tmp_path, tmp_path / "out").unchanged


def test_what_is_kept_goes_when_there_is_no_room() -> None:
    made: list[str] = []

    def make(what: str) -> str:
        made.append(what)
        return what

    kept = Kept[str](6, len)
    for what in ("aaa", "bbb", "aaa", "ccc", "aaa", "bbb", "dddddddd"):
        assert kept.get(what, partial(make, what)) == what
    assert made == ["aaa", "bbb", "ccc", "bbb", "dddddddd"]
