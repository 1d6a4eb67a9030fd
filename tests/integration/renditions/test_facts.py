"""What is seen in files beside whether they open."""

import base64
import io
import struct
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import ExifTags, Image

from foodsafe_desktop.domain.evidence import Condition, Fact
from foodsafe_desktop.renditions import pdf_facts
from foodsafe_desktop.renditions.inspection import inspect_file
from tests.integration.renditions import makers
from tests.integration.renditions.makers import put

SHOWN = b"BT /F1 12 Tf (text) Tj ET"


def seen(folder: Path, content: bytes) -> set[str]:
    verdict = inspect_file(put(folder, "无扩展名", content))
    assert verdict.condition is Condition.OK, verdict.detail
    assert list(verdict.facts) == [fact for fact in Fact if fact in verdict.facts], "in one order, each once"
    return set(verdict.facts)


def pdf(change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    change(made)
    buffer = io.BytesIO()
    made.save(buffer, **saving)  # type: ignore[arg-type]
    return buffer.getvalue()


def content(*streams: bytes, **saving: object) -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].Contents = Array([made.make_stream(stream) for stream in streams])

    return pdf(change, **saving)


def root(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            made.Root[f"/{key}"] = value

    return change


@pytest.mark.parametrize(
    "drawn",
    [
        (SHOWN,),
        (b"BT [(te) -20 (xt) ] TJ ET",),
        (b"BT <0041> Tj ET",),
        (b"BT 3 Tr (under the picture) ' ET",),
        (b"BT (te\\)xt)\nTj ET",),
        (b"q 1 0 0 1 0 0 cm Q", b"BT (text)", b"Tj ET"),
        (b"BI /W 1 /H 1 ID \x00 EI " + SHOWN,),
    ],
)
@pytest.mark.parametrize("compressed", [True, False])
def test_text_on_a_page_is_seen(drawn: tuple[bytes, ...], compressed: bool, tmp_path: Path) -> None:
    assert seen(tmp_path, content(*drawn, compress_streams=compressed)) == {"has_text"}


@pytest.mark.parametrize(
    "drawn",
    [
        (b"",),
        (b"q 595 0 0 842 0 0 cm /Im0 Do Q",),
        (b"BT () Tj ( ) Tj [] TJ <> Tj ET",),
        (b"BI /W 9 /H 1 ID x) Tj y> Tj EI",),
    ],
)
def test_a_scan_has_no_text(drawn: tuple[bytes, ...], tmp_path: Path) -> None:
    assert seen(tmp_path, content(*drawn)) == {"no_text"}


def test_text_on_the_last_page_or_deep_in_forms_is_seen(tmp_path: Path) -> None:
    def last(made: pikepdf.Pdf) -> None:
        for _ in range(30):
            made.add_blank_page()
        made.pages[-1].Contents = made.make_stream(SHOWN)

    def deep(made: pikepdf.Pdf) -> None:
        inner = Stream(made, SHOWN, Type=Name.XObject, Subtype=Name.Form)
        outer = Stream(made, b"/X Do", Type=Name.XObject, Subtype=Name.Form)
        outer.Resources = Dictionary(XObject=Dictionary(X=inner, Self=outer))
        made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=outer))

    assert seen(tmp_path, pdf(last)) == {"has_text"}
    assert seen(tmp_path, pdf(deep)) == {"has_text"}


def test_other_packings_of_a_page_are_undone_and_what_cannot_be_is_not_judged(tmp_path: Path) -> None:
    def filtered(name: str, raw: bytes) -> bytes:
        def change(made: pikepdf.Pdf) -> None:
            made.pages[0].Contents = Stream(made, raw, Filter=Array([Name(name)]))

        return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    assert seen(tmp_path, filtered("/ASCIIHexDecode", SHOWN.hex().encode() + b">")) == {"has_text"}
    in_85 = base64.a85encode(SHOWN, wrapcol=20, adobe=True).removeprefix(b"<~")
    assert seen(tmp_path, filtered("/ASCII85Decode", in_85)) == {"has_text"}
    assert seen(tmp_path, filtered("/LZWDecode", b"\x80\x0b\x60\x50")) == set()


def test_a_page_that_unfolds_to_gigabytes_is_not_unfolded(tmp_path: Path) -> None:
    bomb = content(b" " * 300_000_000 + SHOWN)
    assert len(bomb) < 500_000
    assert seen(tmp_path, bomb) == set(), "neither is said: nobody has looked at all of it"


def test_looks_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_facts, "_MOST_PAGES", 2)
    assert seen(tmp_path, makers.pdf(3)) == set()
    assert seen(tmp_path, makers.pdf(2)) == {"no_text"}
    monkeypatch.setattr(pdf_facts, "_DECODED", 100)
    assert seen(tmp_path, makers.pdf(2)) == set()
    monkeypatch.setattr(pdf_facts, "_MOST_OBJECTS", 0)
    assert "javascript" not in seen(tmp_path, pdf(root(OpenAction=SCRIPT)))


SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
SIGNATURE = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 1, 2, 3]))
ENCLOSED = Dictionary(Type=Name.Filespec, F="a.doc", EF=Dictionary(F=Dictionary()))
SEEN_IN_PDF = {
    "script on opening": (root(OpenAction=SCRIPT), {"javascript"}),
    "script by name": (root(Names=Dictionary(JavaScript=Dictionary(Names=Array(["a", SCRIPT])))), {"javascript"}),
    "script of a field": (
        root(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=SCRIPT))]))),
        {"javascript", "form"},
    ),
    "enclosed file": (
        root(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array(["a.doc", ENCLOSED])))),
        {"embedded_files"},
    ),
    "signature": (
        root(AcroForm=Dictionary(SigFlags=3, Fields=Array([Dictionary(FT=Name.Sig, T="a", V=SIGNATURE)]))),
        {"signed"},
    ),
    "a place to sign": (root(AcroForm=Dictionary(SigFlags=1, Fields=Array([Dictionary(FT=Name.Sig, T="a")]))), set()),
    "form": (root(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Btn, T="a")]))), {"form"}),
    "start of a program": (root(OpenAction=Dictionary(S=Name.Launch, F="a.exe")), {"external_links"}),
    "address": (root(OpenAction=Dictionary(S=Name.URI, URI="https://example.org")), set()),
}


@pytest.mark.parametrize("name", SEEN_IN_PDF)
def test_what_a_pdf_holds_is_seen(name: str, tmp_path: Path) -> None:
    change, facts = SEEN_IN_PDF[name]
    assert seen(tmp_path, pdf(change)) == facts | {"no_text"}


def test_scripts_and_enclosures_on_pages_are_seen(tmp_path: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=ENCLOSED)
        button = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=SCRIPT)
        made.pages[0].obj.Annots = Array([made.make_indirect(note), button])

    assert seen(tmp_path, pdf(change)) == {"no_text", "embedded_files", "javascript"}


def test_restrictions_and_the_claim_of_pdf_a_are_seen(tmp_path: Path) -> None:
    assert seen(tmp_path, makers.locked_pdf(user="")) == {"no_text", "restricted"}

    def claim(made: pikepdf.Pdf) -> None:
        with made.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"

    assert seen(tmp_path, pdf(claim)) == {"no_text", "pdf_a"}


def test_objects_that_point_at_each_other_come_to_an_end(tmp_path: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        first, second = made.make_indirect(Dictionary()), made.make_indirect(Dictionary())
        first.Next, second.Next = second, first
        made.Root.Outlines = first

    assert seen(tmp_path, pdf(change)) == {"no_text"}


OUTSIDE = (
    b'<Relationships><Relationship Id="r" Type="http://x/attachedTemplate" Target="http://example.org/a.dotm" '
    b'TargetMode="External"/></Relationships>'
)
HYPERLINK = OUTSIDE.replace(b"attachedTemplate", b"hyperlink")


@pytest.mark.parametrize(
    ("part", "text", "facts"),
    [
        ("ppt/vbaProject.bin", b"x", {"macros"}),
        ("_xmlsignatures/sig1.xml", b"<x/>", {"signed"}),
        ("_xmlsignatures/origin.sigs", b"", set()),
        ("ppt/embeddings/oleObject1.bin", b"x", {"embedded_files"}),
        ("ppt/_rels/settings.xml.rels", OUTSIDE, {"external_links"}),
        ("ppt/_rels/presentation.xml.rels", HYPERLINK, set()),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", {"external_links"}),
        ("ppt/media/image1.png", b"x", set()),
    ],
)
def test_what_a_document_of_parts_holds_is_seen(part: str, text: bytes, facts: set[str], tmp_path: Path) -> None:
    assert seen(tmp_path, makers.slides(parts={part: text})) == facts


@pytest.mark.parametrize(
    ("package", "facts"),
    [
        (makers.odf(parts={"Basic/Standard/Module1.xml": b"x"}), {"macros"}),
        (makers.odf(parts={"META-INF/documentsignatures.xml": b"x"}), {"signed"}),
        (makers.odf(parts={"Object 1/content.xml": b"x"}), {"embedded_files"}),
        (makers.odf(parts={"ObjectReplacements/Object 1": b"x"}), set()),
        (makers.ofd(parts={"Doc_0/Signs/Sign_0/SignedValue.dat": b"x"}), {"signed"}),
        (makers.ofd(parts={"Doc_0/Attachs/a.xml": b"x"}), {"embedded_files"}),
        (makers.ofd(parts={"Doc_0/Signs/": b""}), set()),
    ],
)
def test_what_odf_and_ofd_hold_is_seen(package: bytes, facts: set[str], tmp_path: Path) -> None:
    assert seen(tmp_path, package) == facts


WORD, SLIDES = {"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0)}, b"\x0f\0\xe8\x03\0\0\0\0"
VBA = b"\x02\0\0\x04\x0c\0\0\0\x05\0\0\0"


@pytest.mark.parametrize(
    ("compound", "facts"),
    [
        (makers.compound({**WORD, "_VBA_PROJECT": b"x"}), {"macros"}),
        (makers.compound({**WORD, "_1269427461": b"x"}), {"embedded_files"}),
        (makers.compound({**WORD, "_1269427461": b"x", "Equation Native": b"x"}), set()),
        (makers.compound({**WORD, "_xmlsignatures": b"x"}), {"signed"}),
        (makers.compound({"__properties_version1.0": b"x", "__attach_version1.0_#00000000": b"x"}), {"embedded_files"}),
        (makers.old_excel((0x0085, b"\0\0\0\0\0\x01")), {"macros"}),
        (makers.old_excel((0x0085, b"\0\0\0\0\0\0")), set()),
        (makers.old_excel((0x01AE, b"\x01\0\x08\0a.xls")), {"external_links"}),
        (makers.old_excel((0x01AE, b"\x01\0\x01\x04")), set()),
        (makers.old_slides(more=VBA + b"\x01\0\0\0"), {"macros"}),
        (makers.old_slides(more=VBA + b"\0\0\0\0"), set()),
        (makers.old_slides(more=b"\x0f\0\xcc\x0f\0\0\0\0"), {"embedded_files"}),
    ],
)
def test_what_an_old_document_holds_is_seen(compound: bytes, facts: set[str], tmp_path: Path) -> None:
    assert seen(tmp_path, compound) == facts


@pytest.mark.parametrize(
    ("inside", "facts"),
    [
        (rb'{\field{\*\fldinst INCLUDEPICTURE "file:///srv/a.png" \\d}{\fldrslt x}}', {"external_links"}),
        (rb'{\field{\*\fldinst {\rtlch\fs24 \lang2052 includetext "a.doc"}}{\fldrslt x}}', {"external_links"}),
        (rb"{\object\objautlink\objw100{\*\objdata 01}}", {"external_links"}),
        (rb"{\*\template http://203.0.113.7/a.dotm}", {"external_links"}),
        (rb"{\*\template C:\\Templates\\Letter.dot}", set()),
        (rb'{\field{\*\fldinst {HYPERLINK "http://a.cn"}}{\fldrslt INCLUDEPICTURE}}', set()),
        (rb"\fldinst" + rb"\b1" * 200_000, set()),
    ],
    ids=["picture", "text", "object", "template", "own template", "hyperlink", "endless"],
)
def test_what_a_rich_text_fetches_is_seen(inside: bytes, facts: set[str], tmp_path: Path) -> None:
    assert seen(tmp_path, rb"{\rtf1\ansi " + inside + b"}") == facts


def photograph(taken: str | None) -> bytes:
    notes = Image.Exif()
    notes[ExifTags.Base.DateTime] = "2024:01:01 00:00:00"
    if taken is not None:
        notes.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    return makers.image("JPEG", exif=notes)


def test_a_photograph_says_when_it_was_taken(tmp_path: Path) -> None:
    assert seen(tmp_path, photograph("2023:05:06 07:08:09")) == {"date_taken"}
    for not_said in (None, "0000:00:00 00:00:00", "    :  :     :  :  "):
        assert seen(tmp_path, photograph(not_said)) == set()


def test_wrong_notes_beside_a_photograph_are_no_fault_of_it(tmp_path: Path) -> None:
    whole = photograph("2023:05:06 07:08:09")
    place = whole.index(b"Exif\0\0") + 6
    assert seen(tmp_path, whole[: place + 4] + b"\xff" * 20 + whole[place + 24 :]) == set()
