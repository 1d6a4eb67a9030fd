"""Every character that can be given is printed by a face that has it, or said to be missing."""

import io
import unicodedata
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from foodsafe_desktop.lettering.fonts import Face, printable, runs, text_width
from tests.integration.output.papers import covers

any_text = st.text(st.characters(exclude_categories=()), max_size=80)
faces = st.sampled_from(Face)


@settings(deadline=None)
@given(any_text, faces)
def test_runs_keep_every_printable_character_and_each_is_covered_by_its_font(text: str, face: Face) -> None:
    found = runs(text, face)
    assert "".join(run for _, run in found) == printable(text)
    assert all(covers(font, run) for font, run in found)
    assert all(one[0] != other[0] for one, other in pairwise(found))


@settings(deadline=None)
@given(any_text)
def test_what_can_be_printed_is_printed_as_it_is(text: str) -> None:
    """Letters of any script are either there or marked, in their order; nothing visible is dropped."""
    expected = ""
    for character in text:
        if unicodedata.category(character)[0] in "LNS":
            known = any(covers(name, character) for name in Face.SONG.value)
            expected += character if known else f"〔U+{ord(character):04X}〕"
    rest = iter(printable(text))
    assert all(character in rest for character in expected)


DATA = Path(__file__).parents[2] / "data"


def _set(encoding: str, leads: range, trails: range) -> set[str]:
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found.add(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue
    return found


def test_all_of_gbk_is_covered() -> None:
    gbk = _set("gbk", range(0x81, 0xFF), range(0x40, 0xFF))
    assert len(gbk) == 21791
    assert {c for c in gbk if printable(c) != c} == set()


def test_the_8105_standard_characters_are_covered_by_song_and_hei_themselves() -> None:
    standard = (DATA / "tongyong-guifan-8105.txt").read_text(encoding="utf-8").strip()
    assert len(set(standard)) == 8105
    for face in (Face.SONG, Face.HEI):
        assert covers(face.value[0], standard)


def test_bold_faces_cover_gb2312_themselves() -> None:
    gb2312 = _set("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)) - {"—"}
    for face in (Face.XIAO_BIAO_SONG, Face.HEI_BOLD):
        hanzi = "".join(c for c in gb2312 if "\u4e00" <= c <= "\u9fff")
        assert len(hanzi) == 6763
        assert covers(face.value[0], hanzi)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("𠮷野", "〔U+20BB7〕野"),
        ("甲\r\n乙\u2028丙\t丁", "甲 乙 丙 丁"),
        ("零\u200b宽\ufeff接\u200d合\ufe0f", "零宽接合"),
        ("报告\u202efdp.exe", "报告〔U+202E〕fdp.exe"),
        ("\x00\x1b\ue000\ud800", "〔U+0000〕〔U+001B〕〔U+E000〕〔U+D800〕"),
        ("䶮、㐂、𬭎😀", "䶮、㐂、𬭎😀"),
        ("\ufffe\uffff", "〔U+FFFE〕〔U+FFFF〕"),
    ],
)
def test_what_has_no_picture(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_bold_falls_back_to_the_regular_of_its_own_family_first() -> None:
    assert runs("䶮", Face.HEI_BOLD) == [("NotoSansSC-Regular", "䶮")]
    assert runs("䶮", Face.XIAO_BIAO_SONG) == [("NotoSerifSC-Regular", "䶮")]
    assert runs("㐂", Face.HEI_BOLD) == [("NotoSerifSC-Regular", "㐂")]


def test_a_full_width_character_is_one_em_wide() -> None:
    assert text_width("档案〔〕", Face.SONG, 10) == pytest.approx(40)
    assert text_width("", Face.SONG, 10) == 0


def test_characters_beyond_the_first_plane_are_themselves_in_the_text_layer() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    [(font, text)] = runs("😀🌈", Face.SONG)
    canvas.setFont(font, 20)
    canvas.drawString(100, 100, text)
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        assert pdf[0].get_textpage().get_text_bounded() == "😀🌈"
