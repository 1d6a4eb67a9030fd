"""What goes with a set of volumes as one document: cover, index, job sheet, and the labels of its boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from foodsafe_desktop.domain.recipe import Grouping
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.docx.cover import field_rows, title_pars, volume_titles, write_title
from foodsafe_desktop.output.docx.manuscript import Cell, Manuscript, Par, TableRow, table_xml
from foodsafe_desktop.output.docx.writing import Writing, type_of
from foodsafe_desktop.output.docx_parts import SONG, Type
from foodsafe_desktop.output.forms import job_sheet
from foodsafe_desktop.output.forms.box_front import ARCHIVAL_TITLE, NAME_BLANK, archival_fields
from foodsafe_desktop.output.forms.cover import cover_fields, title_lines
from foodsafe_desktop.output.forms.set_cover import SET_TITLE, set_fields
from foodsafe_desktop.output.forms.sizes import A4, BOX_FRONT, FORM_TITLE, LETTER_FRAME, NOTE, TABLE_FRAME, Frame
from foodsafe_desktop.output.forms.spines import SpineLabel
from foodsafe_desktop.output.forms.volume_index import write_volume_index
from foodsafe_desktop.output.forms.words import years_text
from foodsafe_desktop.output.set_sheets import archival_box, spine_label, volume_job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_LABEL_FRAME = Frame(A4, left=15, top=20, right=15, bottom=15)
_BETWEEN = 8.0
_FRONT_FIELDS = (32.0, 100.0)
_EMPTY = Par("", Type(SONG, 1, leading=1))


def set_docx(volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, of: str = "") -> bytes:
    """All of it; labels are as large as printed, to be cut out along their rules."""
    manuscript = Manuscript()
    manuscript.section(LETTER_FRAME)
    manuscript.paragraph(Par("", Type(SONG, 12), after=90))
    write_title(manuscript, "\n".join(title_lines(facts)), (of,), SET_TITLE, set_fields(volumes, facts))
    _table_sheet(manuscript, f"总目录（{of}）" if of else "总目录", f"{facts.archive_title}　{years_text(facts.years)}")
    write_volume_index(Writing(manuscript, TABLE_FRAME), volumes, not_bound, facts)
    _table_sheet(manuscript, job_sheet.TITLE, f"{facts.archive_title}　{day_text(facts.on)}")
    job_sheet.write_job_sheet(Writing(manuscript, TABLE_FRAME), [volume_job(volume.laid) for volume in volumes])
    _fronts(manuscript, volumes, facts)
    _spines(manuscript, [spine_label(volume, facts) for volume in volumes])
    return manuscript.finished()


def _table_sheet(manuscript: Manuscript, title: str, line: str) -> None:
    manuscript.section(TABLE_FRAME)
    manuscript.paragraph(Par(title, type_of(FORM_TITLE), "center"))
    manuscript.paragraph(Par(line, type_of(NOTE), "center", after=6, grey=True))


def _fronts(manuscript: Manuscript, volumes: Sequence[BoundVolume], facts: BinderFacts) -> None:
    for index, volume in enumerate(volumes):
        if index:
            manuscript.turn()
        else:
            manuscript.section(_LABEL_FRAME)
        if volume.laid.recipe.grouping is Grouping.ARCHIVE:
            box = archival_box(volume.laid, facts)
            titles, fields = title_pars(box.fonds_name or NAME_BLANK, (), ARCHIVAL_TITLE), archival_fields(box)
        else:
            above, large = volume_titles(volume.laid)
            titles, fields = title_pars("\n".join(title_lines(facts)), above, large), cover_fields(volume.laid, facts)
        inner = table_xml(_FRONT_FIELDS, field_rows(fields), ruled=False)
        label = TableRow((Cell(titles, inner=inner),), BOX_FRONT[1], exact=True)
        manuscript.table([BOX_FRONT[0]], [label], pad=8.0)


def _spines(manuscript: Manuscript, labels: Sequence[SpineLabel]) -> None:
    """Labels side by side, as many as go on a page."""
    pages: list[list[SpineLabel]] = []
    for label in labels:
        if not pages or sum(one.width + _BETWEEN for one in (*pages[-1], label)) > _LABEL_FRAME.width + _BETWEEN:
            pages.append([])
        pages[-1].append(label)
    for index, page in enumerate(pages):
        if index:
            manuscript.turn()
        else:
            manuscript.section(_LABEL_FRAME)
        manuscript.paragraph(Par("按实际大小（100%）打印，沿外框裁下", type_of(NOTE), "center", after=8, grey=True))
        row = TableRow(tuple(Cell((_EMPTY,), inner=_label(label), top=True) for label in page), 1)
        manuscript.table([label.width + _BETWEEN for label in page], [row], pad=_BETWEEN / 2, gap=0, ruled=False)


def _label(label: SpineLabel) -> str:
    rows = []
    for cell in label.texts:
        pars = tuple(
            Par(line, type_of(replace(style, leading=style.size * 1.15)), "center") for line, style in cell.lines
        )
        rows.append(TableRow((Cell(pars, upright=cell.downwards),), cell.height, exact=True))
    return table_xml([label.width], rows, pad=1.0, gap=0.3)
