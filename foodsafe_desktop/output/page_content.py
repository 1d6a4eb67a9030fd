"""A page's own drawing, kept from spilling into what is drawn after it.

Real files leave graphics states, text objects, hidden layers or whole strings open at the end of a page. Whatever is
added behind such content lands in the wrong place, unseen, or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from foodsafe_desktop.output.page_ending import Ending, ending, streams
from foodsafe_desktop.seen import inherited

_ENCLOSED = "/FsdEnclosed"


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
    found = ending(pdf, page)
    if not found.plain and _enclose(pdf, page):
        found = Ending()
    return Enclosure(found.before, found.after, found != Ending())


def close_off(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Enclose the page's content where that is needed."""
    found = enclosure(pdf, page)
    if found.needed:
        page.obj.Contents = Array([pdf.make_stream(found.before), *streams(page), pdf.make_stream(found.after)])


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
