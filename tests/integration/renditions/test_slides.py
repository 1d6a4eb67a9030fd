"""Presentations as listings: what is in them is listed once, and what is not listed is said."""

from pathlib import Path

from tests.integration.renditions import makers
from tests.integration.renditions.test_office_pages import made, words

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:r="{_OFFICE}"'
)


def part(tag: str, body: str) -> bytes:
    return f"<p:{tag} {_SPACES}>{body}</p:{tag}>".encode()


def shape(text: str, holder: str = "") -> str:
    inside = f'<p:ph type="{holder}"/>' if holder else ""
    return f"<p:sp><p:nvPr>{inside}</p:nvPr><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp>"


def leads(**targets: str) -> bytes:
    lines = (f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="../{at}"/>' for kind, at in targets.items())
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}'
        "</Relationships>"
    ).encode()


def show(slide: str, parts: dict[str, bytes]) -> bytes:
    return makers.slides(
        part("presentation", '<p:sldIdLst><p:sldId r:id="slide"/></p:sldIdLst>'),
        {
            "ppt/_rels/presentation.xml.rels": leads(slide="ppt/slides/slide1.xml"),
            "ppt/slides/slide1.xml": part("sld", slide),
            **parts,
        },
    )


def test_words_are_listed_once_and_pictures_beyond_twenty_are_counted(tmp_path: Path) -> None:
    picture = '<p:pic><a:blip r:embed="image"/></p:pic>'
    choices = (
        f"<mc:AlternateContent><mc:Choice>{shape('甲式')}<a:p><m:oMath><m:r><m:t>乙=1</m:t></m:r></m:oMath></a:p>"
        f"</mc:Choice><mc:Fallback>{shape('甲式')}</mc:Fallback></mc:AlternateContent>"
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{shape('丙式')}</mc:Fallback></mc:AlternateContent>"
    )
    parts = {"ppt/slides/_rels/slide1.xml.rels": leads(image="media/a.png"), "ppt/media/a.png": makers.image("PNG")}
    found = made(tmp_path, "a.pptx", show(choices + 23 * picture, parts))
    text = "".join(words(found))
    assert [text.count(one) for one in ("甲式", "乙=1", "丙式")] == [1, 1, 1]
    assert "另有3个图片或图形未能排出" in text
    assert any("公式" in note for note in found.notes)


def test_what_a_listing_leaves_out_is_said(tmp_path: Path) -> None:
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": leads(
            notesSlide="notesSlides/n.xml", slideLayout="slideLayouts/l.xml", comments="comments/c.xml"
        ),
        "ppt/notesSlides/n.xml": part("notes", shape("备注", "body") + shape("1", "sldNum")),
        "ppt/slideLayouts/l.xml": part("sldLayout", shape("单击此处", "body")),
        "ppt/slideLayouts/_rels/l.xml.rels": leads(slideMaster="slideMasters/m.xml"),
        "ppt/slideMasters/m.xml": part("sldMaster", shape("内部使用")),
    }
    film = '<p:pic><p:nvPr><a:videoFile r:link="x"/></p:nvPr></p:pic>'
    said = "".join(made(tmp_path, "a.pptx", show(film, parts)).notes)
    assert all(one in said for one in ("备注未排出", "母版", "音频、视频", "批注"))
    plain = parts | {
        "ppt/slides/_rels/slide1.xml.rels": leads(notesSlide="notesSlides/n.xml", slideLayout="slideLayouts/l.xml"),
        "ppt/notesSlides/n.xml": part("notes", shape("1", "sldNum")),
        "ppt/slideMasters/m.xml": part("sldMaster", shape("单击此处", "title")),
    }
    assert len(made(tmp_path, "b.pptx", show(shape("甲"), plain)).notes) == 1
