"""What the program's own sheets claim as PDF/A-2b, and that they keep to it: point by point, without a validator."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Stream
from PIL import ImageCms

from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.domain.supplements import Action, Step, Supplement
from foodsafe_desktop.output.exchange import write_exchange
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.contents import contents
from foodsafe_desktop.output.forms.cover import cover
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.spines import spines
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.output.pdfa import archivable, srgb
from foodsafe_desktop.services.job import Job
from tests.integration.output.papers import bind, part, pdf_bytes, picture, plan_of, text_of
from tests.integration.output.plans import FACTS, bound, page_count, risk_volume, veto_volume

SHEETS: dict[str, Callable[[], bytes]] = {
    "index": lambda: volume_index([bound(risk_volume()), bound(veto_volume())], {}, FACTS),
    "spines": lambda: spines([bound(risk_volume())], FACTS),
    "cover": lambda: cover(page_count(risk_volume()), FACTS),
    "contents": lambda: contents(page_count(risk_volume()), FACTS).pdf,
    "divider": lambda: divider(risk_volume().sections[0], risk_volume(), FACTS, code="FSD1|8", tab=(0, 3)),
    "closing note": lambda: closing_note(page_count(risk_volume()), FACTS),
}
_PDFAID, _DC = "{http://www.aiim.org/pdfa/ns/id/}", "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_of_our_own_keeps_to_pdf_a_2b(name: str) -> None:
    drawn = SHEETS[name]()
    made = archivable(drawn, "总目录 <试> & 䶮")
    assert made == archivable(SHEETS[name](), "总目录 <试> & 䶮")
    assert picture(made).tobytes() == picture(drawn).tobytes()
    assert text_of(made) == text_of(drawn)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pdf_version == "1.7"
        assert not pdf.is_encrypted
        assert Name.ID in pdf.trailer
        assert Name.Info not in pdf.trailer  # nothing that could disagree with the metadata
        _check_metadata(pdf)
        _check_colours(pdf)
        for one in pdf.objects:
            if isinstance(one, Dictionary | Stream):
                _check_object(one)


def _check_metadata(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata
    assert Name.Filter not in packet or packet.read_bytes()
    said = ET.fromstring(packet.read_bytes())
    assert [one.text for one in said.iter(_PDFAID + "part")] == ["2"]
    assert [one.text for one in said.iter(_PDFAID + "conformance")] == ["B"]
    (title,) = said.iter(_DC + "title")
    assert [one.text for one in title.iter(_RDF + "li")] == ["总目录 <试> & 䶮"]


def _check_colours(pdf: pikepdf.Pdf) -> None:
    """Grey and RGB are what the one output intent speaks for."""
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == Name.GTS_PDFA1
    profile = ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes()))
    assert profile.profile.xcolor_space.strip() == "RGB"
    assert intent.DestOutputProfile.N == 3
    for page in pdf.pages:
        operators = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
        assert not operators & {"k", "K", "sh", "scn", "SCN"}
        assert not {"Group", "AA"} & {key[1:] for key in page.obj.keys()}  # noqa: SIM118 - not a dict


def _check_object(one: pikepdf.Object) -> None:
    forbidden = ("/JS", "/AA", "/EF", "/SMask", "/CA", "/ca", "/XFA", "/TR", "/HTP")
    assert not [key for key in forbidden if key in one]
    assert str(one.get(Name.Filter, "")) != "/LZWDecode"
    if one.get(Name.Type) != Name.Font or Name.CIDSystemInfo in one:
        return
    assert Name.ToUnicode in one
    if one.Subtype == Name.Type0:  # of the page numbers (ISO 19005-2, 6.2.11.3.2)
        (face,) = one.DescendantFonts
        assert Name.CIDToGIDMap in face
        assert Name.FontFile2 in face.FontDescriptor
        return
    assert int(one.FontDescriptor.Flags) & 4  # symbolic
    assert Name.Encoding not in one  # forbidden for symbolic TrueType fonts
    font = TTFont(io.BytesIO(one.FontDescriptor.FontFile2.read_bytes()))
    (table,) = font["cmap"].tables
    scale = 1000 / vars(font["head"])["unitsPerEm"]
    for code, width in enumerate(one.Widths, int(one.FirstChar)):
        if code in table.cmap:
            assert abs(float(width) - font["hmtx"][table.cmap[code]][0] * scale) <= 1


def test_the_profile_is_srgb_and_always_the_same() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    srgb.cache_clear()
    assert srgb() == profile.tobytes()


def test_what_cannot_be_pdf_a_does_not_claim_it() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_bytes(1)))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    out = io.BytesIO()
    pdf.save(out)
    with pytest.raises(ValueError, match="not embedded"):
        archivable(out.getvalue(), "试")


@pytest.mark.parametrize("kinds", [(SheetKind.CONTENTS, SheetKind.DIVIDER), (SheetKind.CONTENTS, SheetKind.PART)])
def test_what_a_supplement_exchanges_is_pdf_a_unless_evidence_is_in_it(tmp_path: Path, kinds: tuple[SheetKind]) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(1))
    made = bind(plan_of([[[part("a.pdf")]]]), tmp_path, tmp_path / "out")
    refs = frozenset(run.ref for run in made.laid.runs if run.ref.kind in kinds)
    step = Step(Action.EXCHANGE, "目录", "", ("目录1",), ("目录1",), "", "随本次补编更新")
    out = io.BytesIO()
    write_exchange(made, Supplement(made.laid, (step,), refs), FACTS, out, Job())
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 1 + len(refs)
        if SheetKind.PART in kinds:
            assert Name.Metadata not in pdf.Root
            return
        assert b"<pdfaid:part>2<" in pdf.Root.Metadata.read_bytes()
        _check_colours(pdf)
        for one in pdf.objects:
            if isinstance(one, Dictionary | Stream):
                _check_object(one)
