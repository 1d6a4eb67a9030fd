"""A source made ready for binding, in memory only: what is seen becomes part of the page, what acts is taken out.

Form fields, seals and other annotations that have a picture are drawn into the page: so equal field names of two
files cannot disturb each other, and no viewer calls a seal's signature broken, which in a merged copy it must be.
Only pages are copied into a volume, and of a page only what draws it: scripts, launch and web actions, attachments
and private entries stay behind. The file itself is never written to.
"""

from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name

from foodsafe_desktop.output.appearances import draw_missing
from foodsafe_desktop.output.page_content import close_off
from foodsafe_desktop.output.standard_stamps import draw_stamps
from foodsafe_desktop.output.targets import Targets

_KEPT_OF_A_PAGE = frozenset(
    [
        "/Type",
        "/Parent",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/Rotate",
        "/UserUnit",
        "/Resources",
        "/Contents",
        "/Group",
    ]
)
_KEPT_OF_A_LINK = ("/Rect", "/QuadPoints", "/Border", "/BS", "/C")
_KEPT_OF_A_MARK = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Rect",
        "/Contents",
        "/F",
        "/C",
        "/CA",
        "/Border",
        "/BS",
        "/BE",
        "/QuadPoints",
        "/InkList",
        "/Vertices",
        "/L",
        "/LE",
        "/IC",
        "/DA",
        "/Q",
    ]
)
_MARKS = frozenset(
    [
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Caret",
        "/Ink",
    ]
)


def make_fair(pdf: pikepdf.Pdf, check: Callable[[], None] = lambda: None) -> None:
    """Prepare an opened source for copying, in memory. Raises what pikepdf raises at files that are beyond repair.

    `check` is called before every page, and may raise to stop.
    """
    draw_missing(pdf, check)
    draw_stamps(pdf, check)
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        form.NeedAppearances = False  # qpdf draws no field of a form that says its pictures are out of date
    for page in pdf.pages:
        if isinstance(page.obj.get(Name.Annots), Array):
            check()
            close_off(pdf, page)
    pdf.flatten_annotations("all")
    if Name.AcroForm in pdf.Root:
        del pdf.Root.AcroForm
    targets = Targets(pdf)
    for page in pdf.pages:
        check()
        _strip(pdf, page, targets)
    if _carries_files(pdf):
        _drop_files(pdf)
    for key in (Name.Names, Name.Dests):
        if key in pdf.Root:
            del pdf.Root[key]


def _carries_files(pdf: pikepdf.Pdf) -> bool:
    names = pdf.Root.get(Name.Names)
    return Name.AF in pdf.Root or (isinstance(names, Dictionary) and Name.EmbeddedFiles in names)


def _drop_files(pdf: pikepdf.Pdf) -> None:
    """Let no picture or form of a page hold on to an attached file (ISO 32000-2, 14.13)."""
    for one in pdf.objects:
        if isinstance(one, Dictionary | pikepdf.Stream):
            for key in (Name.AF, Name.EF):
                if key in one:
                    del one[key]


def _strip(pdf: pikepdf.Pdf, page: pikepdf.Page, targets: Targets) -> None:
    annotations = page.obj.get(Name.Annots)
    for key in [key for key in page.obj.keys() if key not in _KEPT_OF_A_PAGE]:  # noqa: SIM118 - not a dict
        del page.obj[key]
    if not isinstance(annotations, Array):
        return
    kept = [_stripped(one, targets) for one in annotations.as_list() if isinstance(one, Dictionary)]
    kept_objects = [pdf.make_indirect(one) for one in kept if one is not None]
    if kept_objects:
        page.obj.Annots = Array(kept_objects)


def _stripped(annotation: Dictionary, targets: Targets) -> Dictionary | None:
    """What stays of an annotation that has no picture: a mark as it is drawn by viewers, a link inside the file."""
    subtype = str(annotation.get(Name.Subtype))
    if subtype == "/Link":
        target = targets.of(annotation)
        if target is None or Name.Rect not in annotation:
            return None
        link = {key: annotation[key] for key in _KEPT_OF_A_LINK if key in annotation}
        return Dictionary({"/Type": Name.Annot, "/Subtype": Name.Link, "/Dest": target, **link})
    if subtype not in _MARKS:
        return None
    return Dictionary({key: annotation[key] for key in annotation.keys() if key in _KEPT_OF_A_MARK})  # noqa: SIM118
