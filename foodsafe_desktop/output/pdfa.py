"""PDF/A-2b (ISO 19005-2) for sheets that the program makes itself: index, spines, lists.

They are drawn so that nothing in them forbids it (fonts embedded and mapped, no transparency, no script); this says
so, and says what its colours mean. A volume with evidence cannot claim it: the evidence is as others made it.
"""

import io
from functools import lru_cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

_MADE, _MADE_TO = 24, 36
"""The bytes of an ICC profile's header that hold when it was made (ICC.1, 7.2.8)."""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """An ICC profile of sRGB (IEC 61966-2-1), as Little CMS makes it, without the moment it was made."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:_MADE] + bytes((7, 208, 0, 1, 0, 1)) + bytes(_MADE_TO - _MADE - 6) + profile[_MADE_TO:]


def archivable(drawn: bytes, title: str) -> bytes:
    """The same sheets as PDF/A-2b under a title. Raises ValueError where they hold what that does not allow."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        if problem := _problem(pdf):
            raise ValueError(f"no PDF/A: {problem}")
        root = pdf.Root
        packet = _PACKET.format(title=escape(_holdable(title)))
        root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
        profile = pdf.make_stream(srgb(), N=3)
        intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)
        intent.OutputConditionIdentifier = intent.Info = String("sRGB IEC61966-2.1")
        root.OutputIntents = Array([pdf.make_indirect(intent)])
        root.Lang = String("zh-CN")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _holdable(title: str) -> str:
    return "".join(one if one.isprintable() else " " for one in title)


def _problem(pdf: pikepdf.Pdf) -> str:
    """The first thing found that PDF/A-2b does not allow, of what drawn sheets could hold; empty if there is none."""
    for one in pdf.objects:
        if isinstance(one, Dictionary | pikepdf.Stream):
            if Name.JS in one or Name.Launch in one or one.get(Name.S) in (Name.JavaScript, Name.Launch):
                return "an action"
            filters = one.get(Name.Filter) if isinstance(one, pikepdf.Stream) else None
            if filters is not None and "/LZWDecode" in [str(name) for name in _listed(filters)]:
                return "LZW"
            if one.get(Name.Type) == Name.Font and (why := _font_problem(one)):
                return why
    return ""


def _listed(value: pikepdf.Object) -> list[object]:
    return list(value.as_list()) if isinstance(value, Array) else [value]


def _font_problem(font: pikepdf.Object) -> str:
    """A composite font's descendant is a font of its own, and checked as such."""
    descriptor = font.get(Name.FontDescriptor)
    if Name.DescendantFonts in font:
        return ""
    if not isinstance(descriptor, Dictionary):
        return f"{font.get(Name.BaseFont)} is not embedded"
    embedded = any(key in descriptor for key in (Name.FontFile, Name.FontFile2, Name.FontFile3))
    return "" if embedded else f"{font.get(Name.BaseFont)} is not embedded"
