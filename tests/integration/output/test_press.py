"""A volume on disk: every number agrees with every other, nothing acts, and nothing half-done is ever left."""

import errno
import io
import json
import multiprocessing
import os
import random
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from foodsafe_desktop.domain.binder import Part
from foodsafe_desktop.domain.errors import Cancelled, CannotWrite
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.sheets import Measured
from foodsafe_desktop.output import assembly, stamp
from foodsafe_desktop.output.manifest import verify_binder
from foodsafe_desktop.output.marks import Mark
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import BoundVolume, FailedLate, NotPrintable, Rendition
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
    text_of,
)
from tests.integration.output.plans import bare_volume, page_count


def _put(root: Path, name: str, content: bytes) -> Part:
    (root / name).write_bytes(content)
    return part(name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def _outline(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _outline(item.children)


def _check_numbers(bound: BoundVolume) -> None:
    """Label = stamped number = link target = bookmark target = printed contents number = manifest, for every page."""
    data = bound.pdf.read_bytes()
    manifest = json.loads(bound.manifest.read_text("utf-8"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        labels = [page.label for page in pdf.pages]
        where = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        body = labels.index("1")
        listed = body - 1
        assert labels == [
            "封面",
            *(f"目录{number}" for number in range(1, listed + 1)),
            *(str(number) for number in range(1, bound.body_pages + 1)),
            *(f"备考表{number}" for number in range(1, len(labels) - body - bound.body_pages + 1)),
        ]
        document = pdfium.PdfDocument(data)
        texts = [page.get_textpage().get_text_bounded() for page in document]
        document.close()
        for label, text in list(zip(labels, texts, strict=True))[1:]:
            assert label in text.split(), label
        targets = [where[a.Dest[0].objgen] for page in pdf.pages[1:body] for a in page.obj.get(Name.Annots, [])]
        starts = [piece["first_page"] for piece in manifest["pieces"]]
        assert set(starts) <= {labels[target] for target in targets}
        contents_text = "".join(texts[1:body]).split()
        assert all(str(start) in contents_text for start in starts)
        with pdf.open_outline() as outline:
            marks = [(item.title, where[place_of(item)]) for item in _outline(outline.root)]
        for piece in manifest["pieces"]:
            assert (piece["title"], labels.index(piece["first_page"])) in marks
            assert sum(file["pages"] for file in piece["files"]) == piece["pages"]
        assert [title for title, _ in marks][1:3] == ["封面", "目录"]
        assert marks[-1] == ("备考表", body + bound.body_pages)
        assert bound.pages == manifest["pages"] == len(labels)


_PARTS = st.sampled_from(["one.pdf", "three.pdf", "turned.pdf", "broken.pdf", "paper", "slip"])
_PLANS = st.lists(st.lists(st.lists(_PARTS, min_size=1, max_size=3), max_size=4), min_size=1, max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=_PLANS)
def test_all_numbers_of_a_volume_agree(root: Path, drawn: list[list[list[str]]]) -> None:
    turned = pikepdf.new()
    turned.add_blank_page(page_size=(400, 300)).obj.Rotate = 90
    for name, content in (
        ("one.pdf", pdf_bytes(1)),
        ("three.pdf", pdf_bytes(3)),
        ("turned.pdf", saved(turned)),
        ("broken.pdf", b"%PDF-1.7 nothing"),
    ):
        (root / name).write_bytes(content)
    special = {"paper": Part(None, "本件为纸质材料。"), "slip": part("x.doc", slip="文件损坏，不能直接打印。")}
    plan = plan_of([[[special.get(p) or part(p) for p in piece] for piece in section] for section in drawn])
    with tempfile.TemporaryDirectory() as place:
        bound = bind(plan, root, Path(place))
        _check_numbers(bound)
        flat = [p for section in drawn for piece in section for p in piece]
        assert bound.insert_paper == flat.count("paper")
        assert len(bound.not_printed) == flat.count("broken.pdf") + flat.count("slip")
        assert verify_binder(bound.pdf).mismatched == ()
        assert verify_binder(bound.pdf).checked == 1


def test_numbers_agree_over_contents_of_any_length_and_after_titles_grew(root: Path, out: Path) -> None:
    listed = []
    for count in (1, 24, 70):
        plan = plan_of([[[Part(None, "纸质")]] * count, [[_put(root, "a.pdf", pdf_bytes(2))]]])
        bound = bind(plan, root, out)
        _check_numbers(bound)
        listed.append(bound.pages - bound.body_pages)
    assert listed[0] < listed[1] < listed[2] - 2, "contents of one page, of two and of five or so"
    first, second = plan.sections
    grown = tuple(replace(piece, title="关于报送食品安全工作情况的" * 12) for piece in first.pieces)
    bound = bind(replace(plan, sections=(replace(first, pieces=grown), second)), root, out)
    assert bound.pages - bound.body_pages > listed[2]
    _check_numbers(bound)


def test_same_inputs_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(2)), Part(None, "纸质")]], [[_put(root, "b.pdf", _formal())]]])
    one, two = bind(plan, root, tmp_path / "1"), bind(plan, root, tmp_path / "2")
    assert one.pdf.read_bytes() == two.pdf.read_bytes()
    assert one.manifest.read_bytes() == two.manifest.read_bytes()
    assert one.docx.read_bytes() == two.docx.read_bytes()


def test_sources_are_not_touched(root: Path, out: Path) -> None:
    content = _formal()
    plan = plan_of([[[_put(root, "a.pdf", content)]]])
    before = (root / "a.pdf").stat()
    bind(plan, root, out)
    assert (root / "a.pdf").read_bytes() == content
    assert (root / "a.pdf").stat().st_mtime_ns == before.st_mtime_ns


def _formal(value: str = "甲单位") -> bytes:
    """A form with a Chinese value and no picture of it, a seal as annotation, and everything that acts."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"), Next=script)
    seal = pdf.make_stream(b"1 0 0 rg 0 0 80 80 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 80, 80]))
    file = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("x"), EF=Dictionary(F=pdf.make_stream(b"MZ"))))
    common = {"/Type": Name.Annot, "/F": 4, "/AA": Dictionary(E=script)}
    field = pdf.make_indirect(
        Dictionary(
            {
                **common,
                "/Subtype": Name.Widget,
                "/FT": Name.Tx,
                "/T": String("单位"),
                "/V": String(value),
                "/DA": String("/Helv 0 Tf 0 g"),
                "/Rect": Array([50, 700, 300, 730]),
            }
        )
    )
    others = [
        Dictionary({**common, "/Subtype": Name.Stamp, "/Rect": Array([50, 500, 130, 580]), "/AP": Dictionary(N=seal)}),
        Dictionary({**common, "/Subtype": Name.Link, "/Rect": Array([0, 0, 9, 9]), "/A": launch}),
        Dictionary(
            {
                **common,
                "/Subtype": Name.Link,
                "/Rect": Array([0, 0, 9, 9]),
                "/A": Dictionary(S=Name.URI, URI=b"http://x"),
            }
        ),
        Dictionary({**common, "/Subtype": Name.FileAttachment, "/Rect": Array([0, 0, 9, 9]), "/FS": file}),
        Dictionary({**common, "/Subtype": Name.Highlight, "/Rect": Array([0, 0, 9, 9]), "/A": script}),
    ]
    page.obj.Annots = Array([field, *(pdf.make_indirect(one) for one in others)])
    page.obj.AA = Dictionary(O=launch)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), DA=String("/Helv 0 Tf 0 g")))
    pdf.Root.OpenAction = launch
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(script)])))
    pdf.attachments["evil.exe"] = b"MZ"
    return saved(pdf)


FORBIDDEN = {"/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie"}


def assert_nothing_acts(pdf: pikepdf.Pdf) -> None:
    """No object that can be reached does anything but be seen, or lead to a page of the same volume."""
    for key in ("/OpenAction", "/AA", "/Names", "/AcroForm", "/AF"):
        assert key not in pdf.Root
    for one in pdf.objects:
        if isinstance(one, Dictionary | pikepdf.Stream):
            assert "/JS" not in one
            assert "/AA" not in one
            assert "/EF" not in one
            action = one.get("/A")
            assert not isinstance(action, Dictionary) or str(action.get("/S")) == "/GoTo" or "/Type" not in one
            assert not (str(one.get("/S")) in FORBIDDEN and ("/JS" in one or "/F" in one or "/URI" in one))


def test_forms_with_equal_names_keep_their_values_and_seals_and_nothing_acts(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", _formal("甲单位"))], [_put(root, "b.pdf", _formal("乙单位䶮"))]]])
    bound = bind(plan, root, out)
    data = bound.pdf.read_bytes()
    first = bound.pages - bound.body_pages - 1 + 1
    assert "甲单位" in text_of(data, first)
    assert "乙单位䶮" in text_of(data, first + 1)
    for index in (first, first + 1):
        assert picture(data, index).getpixel((90, 842 - 540)) == (255, 0, 0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert_nothing_acts(pdf)
        kinds = [str(one.Subtype) for one in pdf.pages[first].obj.Annots]
        assert kinds == ["/Highlight"]


def test_links_inside_a_file_still_lead_to_its_own_pages(root: Path, out: Path) -> None:
    def linked() -> bytes:
        pdf = pikepdf.new()
        for _ in range(3):
            pdf.add_blank_page(page_size=(200, 200))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), Dest=String("end"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        names = Array([String("end"), Array([pdf.pages[2].obj, Name.Fit])])
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=names)))
        return saved(pdf)

    plan = plan_of([[[_put(root, "a.pdf", linked())], [_put(root, "b.pdf", linked())]]])
    bound = bind(plan, root, out)
    with pikepdf.open(bound.pdf) as pdf:
        first = bound.pages - bound.body_pages - 1 + 1
        for start in (first, first + 3):
            target = pdf.pages[start].obj.Annots[0].Dest[0]
            assert target.objgen == pdf.pages[start + 2].obj.objgen
            assert pdf.pages[start + 2].label == str(start + 2 - first + 2)


def test_titles_of_every_kind_reach_the_bookmarks(root: Path, out: Path) -> None:
    titles = ["关于〔2023〕12号的《通知》䶮\U00020bb7", "有换\n行", "半个\udc80字", "长" * 300, " ", "😀"]
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1)), Part(None, "纸质")]] * len(titles)])
    pieces = tuple(replace(p, title=t) for p, t in zip(plan.sections[0].pieces, titles, strict=True))
    bound = bind(replace(plan, sections=(replace(plan.sections[0], pieces=pieces),)), root, out)
    with pikepdf.open(bound.pdf) as pdf, pdf.open_outline() as outline:
        section = outline.root[0].children[2]
        assert section.title.startswith("（8）定期研究")
        assert [item.title for item in section.children] == [
            titles[0],
            "有换 行",
            "半个〔U+DC80〕字",
            titles[3],
            "（无题名）",
            "😀",
        ]
        assert [item.title for item in section.children[0].children] == ["a.pdf", "纸质原件"]


def test_paper_originals_are_counted_apart_and_slips_say_why(root: Path, out: Path) -> None:
    docx = part("不能.docx")
    plan = plan_of([[[Part(None, "纸质"), part("坏.pdf", slip="文件损坏，不能打开。")]], [[docx]]])
    parts = measured_in(plan, root)
    last = next(reversed(parts))
    laid = Press().lay_out(plan, PLAIN, FACTS, parts)
    with pytest.raises(FailedLate) as caught:
        Press().bind(laid, lambda _ref: NotPrintable("未安装文档转换程序，未能打印。"), FACTS, out, Job())
    assert caught.value.ref == last
    parts[last] = Measured((), caught.value.sentence)
    bound = Press().bind(Press().lay_out(plan, PLAIN, FACTS, parts), lambda _ref: _never(), FACTS, out, Job())
    assert bound.insert_paper == 1
    assert [(one.path, one.number, one.page, one.reason) for one in bound.not_printed] == [
        ("坏.pdf", 8, "3", "文件损坏，不能打开。"),
        ("不能.docx", 9, "5", "未安装文档转换程序，未能打印。"),
    ]
    manifest = json.loads(bound.manifest.read_text("utf-8"))
    assert manifest["partial"] is True
    files = [file for piece in manifest["pieces"] for file in piece["files"]]
    assert [file["printed"] for file in files] == [False, False, False]
    assert [file["medium"] for file in files] == ["paper", "file", "file"]


def _never() -> Rendition:
    raise AssertionError("asked")


def test_a_part_with_a_slip_is_never_asked_for(out: Path) -> None:
    plan = plan_of([[[part("密.pdf", slip="未打开。", condition=Condition.SUSPENDED)]]])
    laid = Press().lay_out(plan, PLAIN, FACTS, measured_in(plan, out))
    bound = Press().bind(laid, lambda _ref: _never(), FACTS, out, Job())
    assert "密.pdf" not in bound.manifest.read_text("utf-8")
    assert b"\xe5\xaf\x86.pdf" not in bound.pdf.read_bytes()


def test_a_source_that_is_gone_becomes_a_slip_sheet(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(2))], [part("gone.pdf")], [_put(root, "b.pdf", pdf_bytes(1))]]])
    bound = bind(plan, root, out)
    assert [(one.path, one.page) for one in bound.not_printed] == [("gone.pdf", "4")]
    assert "无法读取" in bound.not_printed[0].reason
    _check_numbers(bound)


def test_a_source_that_fails_when_it_is_stamped_becomes_a_slip_sheet(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(2))], [_put(root, "bad.pdf", pdf_bytes(3, size=(333, 444)))]]])
    put = stamp._Stamper.put

    def picky(self: stamp._Stamper, page: pikepdf.Page, mark: Mark) -> None:
        if page.mediabox[2] == 333:
            raise RuntimeError("beyond repair")
        put(self, page, mark)

    monkeypatch.setattr(stamp._Stamper, "put", picky)
    bound = bind(plan, root, out)
    assert [(one.path, one.page) for one in bound.not_printed] == [("bad.pdf", "4")]
    assert bound.body_pages == 4
    _check_numbers(bound)


def test_what_does_not_fit_into_memory_goes_over_the_disk_and_prints_the_same(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [[_put(root, f"{number}.pdf", _formal(f"单位{number}"))] for number in range(6)]
    plan = plan_of([parts])
    in_memory = bind(plan, root, out.with_name("memory"))
    monkeypatch.setattr(assembly, "_MOST_HELD", 3000)
    bound = bind(plan, root, out)
    _check_numbers(bound)
    assert bound.pages == in_memory.pages
    one, other = bound.pdf.read_bytes(), in_memory.pdf.read_bytes()
    for index in range(bound.pages):
        assert text_of(one, index) == text_of(other, index)
        assert picture(one, index).tobytes() == picture(other, index).tobytes()
    assert {path.name for path in out.iterdir()} == {bound.pdf.name, bound.docx.name, bound.manifest.name}


def _write_to_a_full_disk(target: Path, shortage: int) -> None:
    """Run in a process of its own, which an error inside qpdf's destructors would end with SIGABRT."""
    import resource  # noqa: PLC0415 - not on Windows

    sheet = pdf_bytes(3, content=b"%" + b"0123456789" * 4000)
    with assembly.Assembly(page_count(bare_volume()), target.parent, lambda: None) as one:
        one.add_sheet(sheet)
        whole = io.BytesIO()
        one.write(whole, lambda _percent: None)
        room = max(0, len(whole.getvalue()) - shortage)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        with suppress(OSError), target.open("wb") as stream:  # closing it fails too
            try:
                one.write(stream, lambda _percent: None)
                stream.flush()
            except OSError as error:
                os._exit(10 + (error.errno == errno.EFBIG))


@pytest.mark.skipif(os.name == "nt", reason="file size limits are Unix's")
@pytest.mark.parametrize("shortage", [1, 100, 2000, 100_000])
def test_a_disk_that_is_full_at_the_last_moment_does_not_end_the_process(tmp_path: Path, shortage: int) -> None:
    target = tmp_path / "volume.pdf"
    process = multiprocessing.get_context("spawn").Process(target=_write_to_a_full_disk, args=(target, shortage))
    process.start()
    process.join()
    assert process.exitcode == 11


@pytest.mark.parametrize("held", [1 << 30, 1000])
def test_a_disk_that_is_full_to_the_last_byte(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """On a real file system of 100 KB; with `held` 1000 the pages go to it before the volume does."""
    out = tmp_path / "small"
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", out], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount")
    monkeypatch.setattr(assembly, "_MOST_HELD", held)
    try:
        noise = b"%" + os.urandom(100_000).hex().encode()
        plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(3, content=noise))]]])
        with pytest.raises(CannotWrite):
            bind(plan, root, out)
        assert list(out.iterdir()) == []
    finally:
        subprocess.run(["umount", out], check=True)


def test_what_a_killed_program_left_goes_and_what_a_living_one_holds_stays(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    ready = "import sys; from pathlib import Path; from foodsafe_desktop.output.staging import staging\n"
    hold = f"{ready}with staging(Path(sys.argv[1])) as s: print(s.scratch, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        place = Path(holder.stdout.readline().decode().strip())
        (place / "half.pdf").write_bytes(b"half")
        os.utime(place, (0, 0))  # not one of the last minute
        bind(plan, root, out)
        assert (place / "half.pdf").exists()
        holder.kill()
        holder.wait()
        bind(plan, root, out)
        assert not place.exists()


def test_a_place_of_the_last_minute_is_left_alone(root: Path, out: Path) -> None:
    (out / ".装订中-new").mkdir(parents=True)
    bind(plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]]), root, out)
    assert (out / ".装订中-new").exists()


@pytest.mark.skipif(os.name == "nt", reason="file size limits are Unix's")
def test_a_disk_that_fills_up_while_the_pages_are_written(root: Path, out: Path) -> None:
    resource = pytest.importorskip("resource")
    noise = b"%" + os.urandom(400_000).hex().encode()
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(3, content=noise))]]])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(CannotWrite):
            bind(plan, root, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not out.exists()


def test_cancelling_at_any_step_leaves_everything_as_it_was(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(3))], [_put(root, "b.pdf", pdf_bytes(1))]]])
    bind(plan, root, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (root / "a.pdf").write_bytes(pdf_bytes(5))
    steps: list[Progress] = []
    bind(plan, root, out.with_name("other"), Job(steps.append))
    assert any(step.what == "写入 PDF" for step in steps)
    for last in range(len(steps)):
        job = Job()
        seen = 0

        def report(_progress: Progress, job: Job = job, last: int = last) -> None:
            nonlocal seen
            seen += 1
            if seen > last:
                job.cancel()

        job.report = report
        with pytest.raises(Cancelled):
            bind(plan, root, out, job)
        assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_cancelling_the_first_time_leaves_no_folder(root: Path, out: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        bind(plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]]), root, out / "deeper", job)
    assert not out.exists()


def test_binding_again_replaces_and_another_volume_of_that_name_does_not(root: Path, out: Path) -> None:
    parts = [[[_put(root, "a.pdf", pdf_bytes(1))]]]
    first = bind(plan_of(parts), root, out)
    again = bind(plan_of(parts), root, out)
    assert first.pdf == again.pdf
    other = bind(plan_of(parts, key="5", name="第04卷 试验"), root, out)
    assert other.pdf.name == "第04卷 试验（2）.pdf"
    (out / "总目录.pdf").write_bytes(b"the user's own")
    made = Press().index([first, other], {"30．某项": "未选自选项，不装订"}, FACTS, out)
    assert (out / "总目录.pdf").read_bytes() == b"the user's own"
    assert made.index.name == "总目录（2）.pdf"
    check = verify_binder(out)
    assert (check.checked, check.mismatched, check.missing) == (2 + 6, (), ())
    assert check.unexpected == ("总目录.pdf",)
    assert made.spines.exists()


def test_the_users_own_spines_are_kept_even_where_only_they_are_there(root: Path, out: Path) -> None:
    bound = bind(plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]]), root, out)
    (out / "盒脊.pdf").write_bytes(b"the user's own")
    first = Press().index([bound], {}, FACTS, out)
    again = Press().index([bound], {}, FACTS, out)
    assert (out / "盒脊.pdf").read_bytes() == b"the user's own"
    assert first == again
    assert (again.index, again.spines) == (out / "总目录（2）.pdf", out / "盒脊（2）.pdf")


def test_the_index_of_a_part_leaves_that_of_the_whole_set_alone(root: Path, out: Path) -> None:
    bound = bind(plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]]), root, out)
    whole = Press().index([bound, bound], {}, FACTS, out)
    before = [path.read_bytes() for path in (whole.index, whole.spines, *whole.others)]
    part_of_it = Press().index([bound], {}, FACTS, out, "第4大项")
    assert [part_of_it.index.name, part_of_it.spines.name] == ["总目录（第4大项）.pdf", "盒脊（第4大项）.pdf"]
    assert [path.read_bytes() for path in (whole.index, whole.spines, *whole.others)] == before
    assert Press().index([bound], {}, FACTS, out, "第4大项") == part_of_it
    assert verify_binder(out).ok


def test_an_edited_docx_is_kept_under_another_name(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    first = bind(plan, root, out)
    assert bind(plan, root, out).note == ""
    kept: list[Path] = []
    for edit in (b"edited", b"edited again"):
        first.docx.write_bytes(edit)
        assert verify_binder(out).ok
        bound = bind(plan, root, out)
        kept.append(out / f"{first.docx.stem}（已修改 2024-06-01）{'（2）' if kept else ''}.docx")
        assert kept[-1].read_bytes() == edit
        assert bound.docx.read_bytes() not in (b"edited", b"edited again")
        assert kept[-1].name in bound.note
    (root / "a.pdf").write_bytes(pdf_bytes(2))
    assert bind(plan, root, out).note == ""
    assert len(list(out.glob("*.docx"))) == 3


def test_an_edited_docx_stays_where_it_is_if_the_volume_cannot_be_put_in_place(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    bound = bind(plan, root, out)
    bound.docx.write_bytes(b"edited")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    replace_file = os.replace

    def refused(source: Path, target: Path) -> None:
        if target == bound.manifest:
            raise PermissionError(13, "denied")
        replace_file(source, target)

    monkeypatch.setattr(os, "replace", refused)
    (root / "a.pdf").write_bytes(pdf_bytes(2))
    with pytest.raises(CannotWrite):
        bind(plan, root, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_docx_of_a_volume_that_told_no_digest_is_taken_for_edited(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    bound = bind(plan, root, out)
    content = json.loads(bound.manifest.read_text("utf-8"))
    del content["editable"]
    bound.manifest.write_text(json.dumps(content), "utf-8")
    bound.docx.write_bytes(b"from before")
    assert bind(plan, root, out).note != ""
    assert b"from before" in [path.read_bytes() for path in out.glob("*.docx")]


def test_a_part_that_fails_only_when_it_is_rendered_is_a_slip_sheet_on_the_divider_too(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))], [part("坏.pdf")]]])
    bound = bind(plan, root, out)
    data = bound.pdf.read_bytes()
    with pikepdf.open(bound.pdf) as pdf:
        first = [page.label for page in pdf.pages].index("1")
    assert text_of(data, first).count("替代页") == 1
    assert text_of(data, first - 1).count("替代页") == 1


def test_cancelling_is_heard_between_the_pages_of_one_file(root: Path, out: Path) -> None:
    heard = 0

    def check() -> None:
        nonlocal heard
        heard += 1
        if heard == 30:
            raise Cancelled

    with assembly.Assembly(page_count(bare_volume()), out, check) as one, pytest.raises(Cancelled):
        one.add_file((root / "a.pdf") if _put(root, "a.pdf", pdf_bytes(100)) else root)
    assert heard == 30


@pytest.mark.skipif(os.name == "nt", reason="rights work differently there")
def test_a_target_that_cannot_be_replaced_leaves_the_whole_volume_as_before(root: Path, out: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    bound = bind(plan, root, out)
    before = bound.pdf.read_bytes()
    (root / "a.pdf").write_bytes(pdf_bytes(4))
    bound.docx.unlink()
    bound.docx.mkdir()
    (bound.docx / "held").write_bytes(b"")
    with pytest.raises(CannotWrite) as caught:
        bind(plan, root, out)
    assert bound.docx.name in caught.value.sentence
    assert bound.pdf.read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == sorted(
        p.name for p in (bound.pdf, bound.docx, bound.manifest)
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_an_output_folder_that_takes_nothing_is_said_in_a_sentence(root: Path, tmp_path: Path) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(CannotWrite):
        bind(plan, root, blocked / "out")


def test_a_full_disk_is_said_in_a_sentence_and_leaves_the_old_volume(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of([[[_put(root, "a.pdf", pdf_bytes(1))]]])
    bound = bind(plan, root, out)
    before = bound.pdf.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite) as caught:
        bind(plan, root, out)
    assert bound.pdf.name in caught.value.sentence
    assert bound.pdf.read_bytes() == before
    assert stat.S_ISREG(bound.pdf.stat().st_mode)


def test_what_the_pages_of_a_file_share_is_kept_once(root: Path, out: Path) -> None:
    def sharing(noise: bytes) -> bytes:
        pdf = pikepdf.new()
        picture = pdf.make_stream(
            noise,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=400,
            Height=len(noise) // 400,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        for _ in range(40):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = Dictionary(XObject=Dictionary(P=picture))
            page.obj.Contents = pdf.make_stream(b"q 400 0 0 400 90 200 cm /P Do Q")
        return saved(pdf)

    def size(noise: bytes, name: str) -> int:
        return bind(plan_of([[[_put(root, f"{name}.pdf", sharing(noise))]]]), root, out / name).pdf.stat().st_size

    grey = random.Random(1).randbytes(400 * 400)
    assert size(grey, "noise") - size(bytes(len(grey)), "plain") < len(grey) * 1.1


def test_many_more_sources_than_may_be_open_at_once(root: Path, out: Path) -> None:
    resource = pytest.importorskip("resource")
    plan = plan_of([[[_put(root, f"{number}.pdf", pdf_bytes(1))] for number in range(300)]])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(150, hard), hard))
    try:
        bound = bind(plan, root, out)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert bound.body_pages == 301
    assert bound.not_printed == ()
    assert len(bound.laid.runs) == 304
