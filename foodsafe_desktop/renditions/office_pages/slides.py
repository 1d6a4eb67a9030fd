"""A presentation (PPTX) as a plain listing: the texts and pictures of every slide, not its looks."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from reportlab.platypus.flowables import Flowable

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.charts import NoChart, diagram_words, read_chart
from foodsafe_desktop.renditions.making import CannotPrint, Made
from foodsafe_desktop.renditions.office_pages.flow import Look, Picture, Setting, Span, TextBlock
from foodsafe_desktop.renditions.office_pages.sheets import HEADING, MM, OWN, SMALL, paragraph, write_pages
from foodsafe_desktop.renditions.office_pages.word_pictures import readable
from foodsafe_desktop.renditions.office_pages.word_styles import Element
from foodsafe_desktop.renditions.office_pages.word_text import ALTERNATIVES, COMMENTED, MATH, ONE_LINE, branch

LISTING = "本件为幻灯片文字稿：仅列出各页文字和图片，不是幻灯片原貌。"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What a package lets out where a part of it cannot be unpacked."""
_SPOKEN = "演讲者备注未排出。"
_BEHIND = "母版、版式上的文字和图片未排出。"
_PLAYED = "幻灯片中的音频、视频未排出。"
_NO_WORDS = frozenset({"sldNum", "dt", "hdr", "ftr", "sldImg"})
"""Placeholders (19.7.10) of numbers, days and the like."""
_MOST_SLIDES, _LONGEST_PART, _MOST_PICTURES = 500, 16 * 1024 * 1024, 20
_TEXT, _SETTING = Look(Face.SONG, 11), Setting(stretch=1.5)
_PICTURE = (80 * MM, 60 * MM)


def slides_to_pdf(source: Path, place: Path) -> Made:
    """Write a PPTX file's listing. Raises CannotPrint, and whatever a parser raises for hostile bytes."""
    with zipfile.ZipFile(source) as package:
        names = list(_in_order(package))
        if not names:
            raise CannotPrint("演示文稿中没有幻灯片，未予打印。请核对文件。")
        if len(names) > _MOST_SLIDES:
            raise CannotPrint(
                f"演示文稿有{len(names)}页，超过{_MOST_SLIDES}页，未予打印。请另存为 PDF 后放入同一文件夹。"
            )
        story: list[Flowable] = [
            paragraph("幻灯片文字稿", Look(Face.HEI_BOLD, 16), after=4),
            paragraph(LISTING, SMALL, after=8),
        ]
        lost: list[int] = []
        notes: dict[str, None] = {LISTING: None}
        for number, name in enumerate(names, 1):
            try:
                story += list(_slide(package, name, (number, len(names)), notes))
            except (KeyError, SyntaxError, ValueError, *UNREADABLE):  # gone or malformed; lxml's error is a SyntaxError
                lost.append(number)
                story.append(TextBlock([Span(f"第{number}页／共{len(names)}页", HEADING)], None, 10, 4))
                story.append(paragraph("〔本页内容缺失或已损坏，未能排出〕", SMALL))
    if len(lost) == len(names):
        raise CannotPrint("演示文稿各页的内容均缺失或已损坏，未能打印。请重新索取原文件。")
    if lost:
        notes[f"第{'、'.join(map(str, lost))}页幻灯片的内容缺失或已损坏，未能排出。"] = None
    return Made(write_pages(place, story), tuple(notes), OWN)


def _parsed(package: zipfile.ZipFile, name: str) -> Element:
    if package.getinfo(name).file_size > _LONGEST_PART:
        raise CannotPrint("演示文稿内容过大，未予打印。请另存为 PDF 后放入同一文件夹。")

    return parse_xml(package.read(name))


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Where a part's relations lead inside the package, by id; those that lead outside are left out."""
    return {identity: target for identity, _, target in _related(package, part)}


def _related(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """A part's relations inside the package: ids, kinds by the last word of their types, and where they lead."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.NameToInfo:
        return
    for one in _parsed(package, path).iter(f"{_PACKAGE}Relationship"):
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, one.get("Target", ""))).lstrip("/")
            yield one.get("Id"), one.get("Type", "").rpartition("/")[2], target


def _in_order(package: zipfile.ZipFile) -> Iterator[str]:
    main = "ppt/presentation.xml"
    present = set(package.namelist())
    if main not in present:
        yield from sorted(
            (one for one in present if re.fullmatch(r"ppt/slides/slide\d+\.xml", one)),
            key=lambda one: int(re.sub(r"\D", "", one)),
        )
        return
    leads = _relations(package, main)
    for one in _parsed(package, main).iter(f"{_SLIDE}sldId"):
        yield leads.get(one.get(f"{_RELATION}id"), "")


def _slide(package: zipfile.ZipFile, name: str, place: tuple[int, int], notes: dict[str, None]) -> Iterator[Flowable]:
    root = _parsed(package, name)
    _choose(root)
    notes |= dict.fromkeys(_left_out(package, name, root, known=notes))
    number, count = place
    hidden = "（隐藏）" if root.get("show") in ("0", "false") else ""
    yield TextBlock([Span(f"第{number}页／共{count}页{hidden}", HEADING)], None, 10, 4)
    frames, undrawn = _frames(package, name, root)
    texts = [*_texts(root), *frames]
    for text in texts:
        yield paragraph(text, _TEXT, _SETTING)
    pictures, missing = _pictures(package, name, root)
    missing += undrawn
    if pictures:
        yield TextBlock(pictures, None, 4, 2)
    if missing:
        yield paragraph(f"〔另有{missing}个图片或图形未能排出〕", SMALL)
    if not texts and not pictures and not missing:
        yield paragraph("（本页没有文字和图片）", SMALL)


def _choose(root: Element) -> None:
    """Leave of alternatives only the one that is shown."""
    for one in list(root.iter(ALTERNATIVES)):
        chosen = branch(one)
        for child in list(one):
            if child is not chosen:
                one.remove(child)


def _left_out(package: zipfile.ZipFile, name: str, root: Element, known: Container[str]) -> Iterator[str]:
    """What a slide has that its listing does not show; what is `known` is not looked for again."""
    if next(root.iter(f"{MATH}t"), None) is not None:
        yield ONE_LINE
    if next(root.iter(f"{_DRAWING}videoFile", f"{_DRAWING}audioFile"), None) is not None:
        yield _PLAYED
    for _, kind, target in _related(package, name):
        if kind == "comments":
            yield COMMENTED
        elif kind == "notesSlide" and _SPOKEN not in known and _says(package, target, own=False):
            yield _SPOKEN
        elif kind == "slideLayout" and _BEHIND not in known:
            masters = [one for _, kind, one in _related(package, target) if kind == "slideMaster"]
            if any(_says(package, one, own=True) for one in (target, *masters)):
                yield _BEHIND


def _says(package: zipfile.ZipFile, part: str, *, own: bool) -> bool:
    """Whether a part shows something; `own`: of itself, not in places that slides fill in."""
    try:
        root = _parsed(package, part)
    except (KeyError, SyntaxError, ValueError, *UNREADABLE):  # what it would show nobody can say
        return True
    for shape in root.iter(f"{_SLIDE}sp", f"{_SLIDE}pic"):
        holder = shape.find(f".//{_SLIDE}nvPr/{_SLIDE}ph")
        if holder is not None and (own or holder.get("type") in _NO_WORDS):
            continue
        if shape.tag == f"{_SLIDE}pic" or next(_texts(shape), None) is not None:
            return True
    return False


def _texts(root: Element) -> Iterator[str]:
    for one in root.iter(f"{_DRAWING}p"):
        parts = [
            "\n" if part.tag == f"{_DRAWING}br" else part.text or ""
            for part in one.iter(f"{_DRAWING}t", f"{MATH}t", f"{_DRAWING}br")
        ]
        if text := "".join(parts).strip():
            yield text


def _pictures(package: zipfile.ZipFile, name: str, root: Element) -> tuple[list[Picture], int]:
    leads = _relations(package, name)
    found: list[Picture] = []
    blips = list(root.iter(f"{_DRAWING}blip"))
    missing = len(blips[_MOST_PICTURES:])
    for blip in blips[:_MOST_PICTURES]:
        target = leads.get(blip.get(f"{_RELATION}embed") or "", "")
        known = target in package.NameToInfo and package.getinfo(target).file_size < 8 * _LONGEST_PART
        image = readable(package.read(target), _PICTURE[0]) if known else None
        if image is None:
            missing += 1
            continue
        width, height = image.getSize()
        scale = min(_PICTURE[0] / max(width, 1), _PICTURE[1] / max(height, 1))
        found.append(Picture(image, width * scale, height * scale))
    return found, missing


def _frames(package: zipfile.ZipFile, name: str, root: Element) -> tuple[list[str], int]:
    """What charts and diagrams say, and how many frames hold something else; tables are among the texts."""
    leads = _relations(package, name)
    found: list[str] = []
    undrawn = 0
    for frame in root.iter(f"{_SLIDE}graphicFrame"):
        if frame.find(f".//{_DRAWING}tbl") is not None:
            continue
        words = _in_words(package, leads, frame)
        undrawn += not words and frame.find(f".//{_DRAWING}blip") is None  # an object has a picture of itself
        found += [f"〔{words}〕"] if words else []
    return found, undrawn


def _in_words(package: zipfile.ZipFile, leads: dict[str, str], frame: Element) -> str:
    chart, diagram = frame.find(f".//{qn('c:chart')}"), frame.find(f".//{qn('dgm:relIds')}")
    one, relation = (chart, "id") if chart is not None else (diagram, "dm")
    part = leads.get(one.get(f"{_RELATION}{relation}") or "", "") if one is not None else ""
    if part not in package.NameToInfo or package.getinfo(part).file_size > _LONGEST_PART:
        return ""
    if chart is None:
        return diagram_words(package.read(part))
    with suppress(NoChart):
        return read_chart(package.read(part)).words
    return ""
