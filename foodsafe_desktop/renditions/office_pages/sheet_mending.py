"""What is taken out of a workbook's parts so that a reader gets to its cells (ECMA-376 part 1, 18).

Step by step: what no page shows and values that cannot be; then looks of cells; then pictures, widths and page setup.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Flag, auto

from docx.oxml import parse_xml

from foodsafe_desktop.renditions.office_pages.word_styles import Element

NO_LOOKS = "单元格格式无法读取，日期、百分比等可能显示为原始数值。"
NO_LAYOUT = "工作表的图片、列宽和页面设置无法读取，未按其排版。"


class Mend(Flag):
    """What is left out beside what is bad."""

    PARTS = auto()
    LOOKS = auto()
    LAYOUT = auto()


MENDED: Sequence[tuple[Mend, tuple[str, ...]]] = (
    (Mend.PARTS, ()),
    (Mend.PARTS | Mend.LOOKS, (NO_LOOKS,)),
    (Mend.PARTS | Mend.LAYOUT, (NO_LAYOUT,)),
    (Mend.PARTS | Mend.LOOKS | Mend.LAYOUT, (NO_LOOKS, NO_LAYOUT)),
)
"""What to try, the least loss first, and what is then to be said."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELLS = frozenset({"sheetData", "mergeCells"})
_LAYOUT = frozenset(
    {"sheetPr", "cols", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing"}
)
"""What pages need of a sheet beside its cells; all else that a sheet holds is for the screen."""
_BOOK_WITHOUT = frozenset({"externalReferences", "customWorkbookViews", "pivotCaches", "extLst", "bookViews"})
_STATES = ("visible", "hidden", "veryHidden")
_PLACE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_PLAIN_STYLES = parse_xml(
    f'<styleSheet xmlns="{_MAIN[1:-1]}"><fonts><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf xfId="0"/></cellXfs></styleSheet>'
)


def mended_part(name: str, root: Element, relations: frozenset[str], mend: Mend) -> Element:
    """A part's XML without what is to be left out; `relations` are the ids that lead somewhere from it."""
    lower = name.lower()
    if lower == "xl/workbook.xml":
        _mend_book(root, mend)
    elif lower == "xl/styles.xml" and Mend.LOOKS in mend:
        return _PLAIN_STYLES
    elif lower.startswith("xl/worksheets/") and root.tag == f"{_MAIN}worksheet":
        _mend_sheet(root, relations, mend)
    elif lower.startswith("xl/worksheets/_rels/") and Mend.LAYOUT in mend:
        for one in list(root):
            if (one.get("Type") or "").endswith("/drawing"):
                root.remove(one)
    return root


def _mend_book(root: Element, mend: Mend) -> None:
    left_out = _BOOK_WITHOUT | ({"definedNames"} if Mend.LAYOUT in mend else set())
    for one in list(root):
        if _local(one) in left_out:
            root.remove(one)
    for sheet in root.iter(f"{_MAIN}sheet"):
        if sheet.get("state") not in _STATES:
            sheet.attrib.pop("state", None)


def _mend_sheet(root: Element, relations: frozenset[str], mend: Mend) -> None:
    kept = _CELLS if Mend.LAYOUT in mend else _CELLS | _LAYOUT
    for one in list(root):
        if _local(one) not in kept or (one.get(_ID) or "") not in relations | {""}:
            root.remove(one)
    for area in list(root.iter(f"{_MAIN}mergeCell")):
        if not _is_area(area.get("ref") or ""):
            area.getparent().remove(area)
    for row in root.iter(f"{_MAIN}row"):
        _without(row, "ht", _is_number)
        _without(row, "r", str.isdecimal)
        if Mend.LOOKS in mend:
            row.attrib.pop("s", None)
        for cell in row.iter(f"{_MAIN}c"):
            _mend_cell(cell, mend)


def _mend_cell(cell: Element, mend: Mend) -> None:
    """A cell whose value is not what it says it is holds that as text."""
    _without(cell, "r", lambda place: bool(_PLACE.fullmatch(place)))
    if Mend.LOOKS in mend:
        cell.attrib.pop("s", None)
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v")
    if value is not None and not {"n": _is_number, "d": _is_date}.get(kind, bool)(value):
        cell.set("t", "str")


def _without(element: Element, name: str, is_right: Callable[[str], bool]) -> None:
    if (value := element.get(name)) is not None and not is_right(value):
        del element.attrib[name]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_area(ref: str) -> bool:
    first, _, last = ref.partition(":")
    places = [re.fullmatch(r"([A-Z]{1,3})([1-9]\d{0,6})", one) for one in (first, last or first)]
    if places[0] is None or places[1] is None:
        return False
    (left, top), (right, bottom) = places[0].groups(), places[1].groups()
    return (len(left), left) <= (len(right), right) and int(top) <= int(bottom)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
