"""A small file that unfolds to a huge page is refused in the worker, before anybody reads it through."""

import tracemalloc
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.renditions import decoded
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.pages import make_pages
from foodsafe_desktop.services.ports import NotPrintable, Rendition


def _page(*contents: bytes, filters: tuple[str, ...] = ("/FlateDecode",), pages: int = 1) -> pikepdf.Pdf:
    """Pages that share content streams given as they stand in the file."""
    pdf = pikepdf.new()
    streams = [pdf.make_stream(content) for content in contents]
    for stream in streams:
        stream.Filter = Array([Name(one) for one in filters])
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842)).obj.Contents = Array(streams)
    return pdf


def _folded(content: bytes, times: int = 1) -> bytes:
    """`content` repeated, without it ever being in memory as a whole."""
    folding = zlib.compressobj(9)
    return b"".join([folding.compress(content) for _ in range(times)]) + folding.flush()


_MIB = b" " * (1 << 20)


def test_a_page_within_bounds_passes() -> None:
    assert not decoded.is_too_large(_page(_folded(_MIB, 60)))
    assert not decoded.is_too_large(_page(b"0 0 m", filters=()))


def test_a_page_that_unfolds_without_end_is_refused_without_unfolding_it() -> None:
    bomb = _page(_folded(_MIB, 300))
    tracemalloc.start()
    try:
        assert decoded.is_too_large(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_bomb_inside_a_bomb_is_one() -> None:
    assert decoded.is_too_large(_page(zlib.compress(_folded(_MIB, 100), 9), filters=("/FlateDecode", "/FlateDecode")))


def test_many_streams_of_a_page_and_many_pages_of_a_file_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    one = _folded(_MIB, 40)
    assert decoded.is_too_large(_page(one, one))
    monkeypatch.setattr(decoded, "MOST_IN_A_FILE", 100 << 20)
    assert not decoded.is_too_large(_page(one, pages=2))
    assert decoded.is_too_large(_page(one, pages=3))


def test_other_filters_are_measured_too() -> None:
    runs = b"\x81 " * 400_000  # RunLengthDecode: 128 spaces each, 48 MiB
    assert not decoded.is_too_large(_page(runs, filters=("/RunLengthDecode",)))
    assert decoded.is_too_large(_page(runs, runs, filters=("/RunLengthDecode",)))


def test_too_many_operators_that_need_balance_are_refused() -> None:
    assert not decoded.is_too_large(_page(_folded(b"q Q " * 200_000)))
    assert decoded.is_too_large(_page(_folded(b"q Q " * 300_000)))
    assert not decoded.is_too_large(_page(_folded(b"1 2 m 3 4 l S " * 300_000)))


def test_the_pictures_of_annotations_count() -> None:
    pdf = _page(b"", filters=())
    look = pdf.make_stream(_folded(_MIB, 80))
    look.Filter = Name.FlateDecode
    for normal in (look, Dictionary(On=look, Off=pdf.make_stream(b""))):
        widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], AP=Dictionary(N=normal))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(widget)])
        assert decoded.is_too_large(pdf)


def _nested(levels: int, often: int, how: bytes = b"/X Do ") -> pikepdf.Pdf:
    """A page that draws a form, which draws one `often` times, which again draws one …"""
    pdf = _page(b"", filters=())
    inner = None
    for _ in range(levels):
        form = pdf.make_stream(how * often if inner is not None else b"0 0 1 1 re f", Subtype=Name.Form)
        form.BBox = [0, 0, 9, 9]
        if inner is not None:
            mask = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Alpha, G=inner))
            held = Dictionary(X=inner)
            form.Resources = Dictionary(XObject=held, Pattern=held, ExtGState=Dictionary(X=mask))
        inner = form
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=inner))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/#58 Do")
    return pdf


@pytest.mark.parametrize("how", [b"/X Do ", b"/X gs ", b"/Pattern cs /X scn 0 0 1 1 re f "])
def test_forms_that_draw_forms_without_end_are_refused(how: bytes) -> None:
    assert decoded.is_too_large(_nested(30, 10, how))
    assert not decoded.is_too_large(_nested(4, 10, how))


def test_a_long_chain_of_forms_and_one_that_draws_itself_end() -> None:
    assert not decoded.is_too_large(_nested(3_000, 1))
    pdf = _nested(2, 10)
    form = pdf.pages[0].obj.Resources.XObject.X
    form.Resources.XObject.X.Resources = Dictionary(XObject=Dictionary(X=form))
    form.Resources.XObject.X.write(b"/X Do " * 10)
    assert not decoded.is_too_large(pdf)


def test_a_form_finds_names_where_it_has_none_with_whom_it_is_drawn_by() -> None:
    pdf = _page(b"", filters=())
    heavy = pdf.make_stream(_folded(_MIB, 60), Subtype=Name.Form)
    heavy.Filter = Name.FlateDecode
    form = pdf.make_stream(b"/Y Do " * 10, Subtype=Name.Form)
    for held, refused in ((Dictionary(X=form), False), (Dictionary(X=form, Y=heavy), True)):
        pdf.pages[0].obj.Resources = Dictionary(XObject=held)
        pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do")
        assert decoded.is_too_large(pdf) == refused


def test_what_would_hang_a_viewer_opens_and_is_not_printable(tmp_path: Path) -> None:
    _nested(30, 10).save(tmp_path / "a.pdf")
    verdict = inspect_file(tmp_path / "a.pdf")
    assert (verdict.condition, verdict.printable, verdict.pages) == (Condition.OK, False, 1)
    assert "图形操作过多" in verdict.detail


def test_what_nobody_can_decode_is_no_bomb() -> None:
    assert not decoded.is_too_large(_page(b"x" * 100, filters=("/JPXDecode",)))


@pytest.mark.parametrize("damage", [b"no zlib at all", _folded(b"q 1 0 0 1 0 0 cm Q" * 50)[:40]])
def test_damaged_content_is_no_bomb(damage: bytes) -> None:
    assert not decoded.is_too_large(_page(damage))


def test_a_bomb_gets_a_sentence_and_an_ordinary_file_its_pages(tmp_path: Path) -> None:
    _page(_folded(_MIB, 100)).save(tmp_path / "bomb.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    refused = make_pages(tmp_path / "bomb.pdf", tmp_path / "made.pdf")
    assert isinstance(refused, NotPrintable)
    assert "展开后过大" in refused.sentence
    _page(_folded(b"q Q ")).save(tmp_path / "plain.pdf")
    plain = make_pages(tmp_path / "plain.pdf", tmp_path / "made.pdf")
    assert isinstance(plain, Rendition)
    assert (plain.pdf, plain.pages) == (tmp_path / "plain.pdf", 1)
