"""The quick way of finding what a page leaves open agrees with reading it through."""

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.output.page_ending import Ending, ending

_PICTURE = b"\nBI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI\n"
"""Pages with a picture inside are always read through; it leaves nothing open by itself."""
_TOKENS = [
    *b"q Q BT ET BMC EMC BDC q1 Qq BTx re f* Tj 1 -0.5 .5 /q /Span#20A true null ' \" [ ] << >> ( ) { } < > %".split(),
    *[b"(a q b)", b"(a(Q)b)", rb"(a\)q)", b"[(a)-3<41> q]", b"[(q)-3<41>]", b"<0041>", b"<</A<FE>/B(q)/C[/Q 1]>>"],
    *[b"<</A q>>", b"% q\n", b"%(\r", b"\0", b"\f", b"()", b"[]", b"<>", b"(a\nq\n"],
]


def _ending(content: bytes) -> Ending:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(content)
        return ending(pdf, page)


@given(st.lists(st.tuples(st.sampled_from(_TOKENS), st.sampled_from([b" ", b"\n", b""])), max_size=12))
def test_both_ways_agree(tokens: list[tuple[bytes, bytes]]) -> None:
    content = b"".join(token + gap for token, gap in tokens)
    read_through = _ending(content + _PICTURE)
    if read_through.plain:  # else the picture itself may have been swallowed by what was left open
        assert _ending(content) == read_through


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"q 1 0 0 1 0 0 cm (q ( q ) \\) q) Tj", Ending(opened=1)),
        (b"Q Q q", Ending(lowest=-2, opened=-1)),
        (b"/Span <</MCID 0/ActualText<FEFF0071>>> BDC [(q)-20<71>] TJ", Ending(marked=1)),
        (b"EMC BT ET", Ending()),
        (b"BT (text", Ending(plain=False)),
        (b"q BT", Ending(opened=1, plain=False)),
        (b"[ 1 2 q", Ending(plain=False)),
        (b"q1 Qx 1 re", Ending()),
        (b"q % Q\nQ", Ending()),
    ],
)
def test_what_is_left_open(content: bytes, found: Ending) -> None:
    assert _ending(content) == found


def test_content_in_parts_is_one_content() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pikepdf.Array([pdf.make_stream(one) for one in (b"q (a", b" q) Tj q", b"Q")])
        assert ending(pdf, page) == Ending(opened=1)


def test_what_is_no_content_is_not_plain() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pikepdf.Array([pdf.make_stream(b"q Q"), pdf.make_indirect(pikepdf.Dictionary())])
        assert not ending(pdf, page).plain
