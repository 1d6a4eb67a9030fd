"""Stamps that viewers draw by their name alone are on paper too."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.output.fair_copy import make_fair


def stamped(**more: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 400))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[50, 300, 200, 340])
    for name, value in more.items():
        stamp[f"/{name}"] = value
    page.obj.Annots = Array([pdf.make_indirect(stamp)])
    return pdf


def text(pdf: pikepdf.Pdf) -> str:
    make_fair(pdf)
    buffer = io.BytesIO()
    pdf.save(buffer)
    with pypdfium2.PdfDocument(buffer.getvalue()) as shown:
        return str(shown[0].get_textpage().get_text_bounded()).strip()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"Name": Name.NotApproved}, "NOT APPROVED"),
        ({"Name": Name.Confidential, "C": Array([0, 0, 1])}, "CONFIDENTIAL"),
        ({}, "DRAFT"),
        ({"Name": Name.Draft, "F": 2}, ""),
        ({"Name": Name.Draft, "C": Array([])}, "DRAFT"),
    ],
    ids=["by name", "in blue", "without a name", "hidden", "without a colour"],
)
def test_a_stamp_without_a_picture_says_its_name(more: dict[str, object], says: str) -> None:
    assert text(stamped(**more)) == says


def test_a_stamp_with_a_picture_keeps_it() -> None:
    pdf = stamped(Name=Name.Approved)
    form = pdf.make_stream(b"1 0 0 rg 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form)
    form.BBox = [0, 0, 10, 10]
    pdf.pages[0].obj.Annots[0].AP = Dictionary(N=form)
    assert text(pdf) == ""
