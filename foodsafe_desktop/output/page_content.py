"""A page's own drawing, kept from spilling into what is drawn after it.

Real files leave graphics states, text objects, hidden layers or whole strings open at the end of a page. Whatever is
added behind such content lands in the wrong place, unseen, or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from foodsafe_desktop.seen import inherited

_ENCLOSED = "/FsdEnclosed"


@dataclass(frozen=True, slots=True)
class _Ending:
    """What a page's content leaves behind: `opened` states, `lowest` depth reached, layers, and whether all is plain.

    `plain` is False where the content cannot be read through, or ends inside a text object.
    """

    lowest: int = 0
    opened: int = 0
    marked: int = 0
    plain: bool = True

    @property
    def before(self) -> bytes:
        return b"q\n" * (1 - self.lowest)

    @property
    def after(self) -> bytes:
        return b"\n" + b"EMC\n" * self.marked + b"Q\n" * (1 + self.opened - self.lowest)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The operators to put before and after a page's content, so that it leaves nothing behind.

    `needed` is False where the content leaves nothing behind by itself, but for the outermost graphics state.
    """

    before: bytes
    after: bytes
    needed: bool


def enclosure(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Enclosure:
    """What encloses this page's content. The content's own bytes are never changed.

    Content that is only unbalanced gets its missing operators; content that cannot be read through is moved into a
    form of its own, whose end ends everything in it.
    """
    ending = _ending(pdf, page)
    if not ending.plain and _enclose(pdf, page):
        ending = _Ending()
    return Enclosure(ending.before, ending.after, ending != _Ending())


def close_off(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Enclose the page's content where that is needed."""
    found = enclosure(pdf, page)
    if found.needed:
        page.obj.Contents = Array([pdf.make_stream(found.before), *streams(page), pdf.make_stream(found.after)])


def streams(page: pikepdf.Page) -> list[Stream]:
    """The page's content streams; whatever else stands among them is left out, as viewers do."""
    found = page.obj.get(Name.Contents)
    candidates = list(found.as_list()) if isinstance(found, Array) else [found]
    return [one for one in candidates if isinstance(one, Stream)]


def _ending(pdf: pikepdf.Pdf, page: pikepdf.Page) -> _Ending:
    depth = lowest = marked = 0
    in_text = False
    pdf.get_warnings()  # takes older warnings away: those that follow are this page's
    try:
        for instruction in pikepdf.parse_content_stream(page, "q Q BT ET BMC BDC EMC"):
            operator = str(instruction.operator)
            if operator in ("BT", "ET"):
                if in_text == (operator == "BT"):
                    return _Ending(plain=False)
                in_text = not in_text
            elif operator in ("q", "Q"):
                depth += 1 if operator == "q" else -1
                lowest = min(lowest, depth)
            else:
                marked = max(0, marked + (-1 if operator == "EMC" else 1))
    except (pikepdf.PdfError, ValueError, TypeError):
        return _Ending(plain=False)
    return _Ending(lowest, depth, marked, plain=not in_text and not pdf.get_warnings())


def _enclose(pdf: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    """Move the content into a form. False where that cannot be done: several streams, one of them not decodable."""
    form = as_form(pdf, page, tuple(page.mediabox))
    if form is None:
        return False
    page.obj.Resources = Dictionary(XObject=Dictionary({_ENCLOSED: form}))
    page.obj.Contents = pdf.make_stream(f"{_ENCLOSED} Do".encode())
    return True


def as_form(pdf: pikepdf.Pdf, page: pikepdf.Page, box: Sequence[object]) -> Stream | None:
    """The page's content as a form that is clipped to `box`, its bytes as they are where it is one stream.

    None where that cannot be done: several streams, one of them not decodable.
    """
    own = streams(page)
    if len(own) == 1:
        form = pdf.make_stream(own[0].read_raw_bytes())
        for key in (Name.Filter, Name.DecodeParms):
            if key in own[0]:
                form[key] = own[0][key]
    else:
        try:
            form = pdf.make_stream(b"\n".join(stream.read_bytes() for stream in own))
        except pikepdf.PdfError:
            return None
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array(box)
    resources = inherited(page, Name.Resources)
    form.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
    return form
