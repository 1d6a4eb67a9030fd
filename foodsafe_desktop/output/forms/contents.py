"""归档文件目录 or 卷内文件目录 of a volume: one row a piece, one band a sub-item."""

from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Piece, Section, VolumePlan
from foodsafe_desktop.domain.recipe import Grouping, Standard
from foodsafe_desktop.domain.sheets import BinderPlan, SheetKind, SheetRef, stand_in
from foodsafe_desktop.lettering.typesetting import lines
from foodsafe_desktop.output.forms.flow import Column, Flow, Row, Table
from foodsafe_desktop.output.forms.paper import GREY, PALE, Align, Paper
from foodsafe_desktop.output.forms.sizes import (
    BAND,
    CONTENTS_COLUMNS,
    CONTENTS_FRAME,
    CONTENTS_ROW,
    FORM_TITLE,
    NOTE,
    TABLE_FRAME,
    VOLUME_CONTENTS_COLUMNS,
    VOLUME_CONTENTS_ROW,
    Frame,
)
from foodsafe_desktop.output.forms.withheld import described, remark
from foodsafe_desktop.output.forms.words import volume_heading, years_text
from foodsafe_desktop.services.ports import BinderFacts, Sheet, SheetLink

LEFT = ("档号", "文号", "责任者", "题名", "备注")
"""The columns that are not centred."""
_ORDINAL, _CODE, _NUMBER, _AUTHOR, _TITLE, _DATE, _SECRECY, _PAGES, _PAGE, _REMARK = range(10)


@dataclass(frozen=True, slots=True)
class ContentsForm:
    """How a standard wants the contents: title, page, columns with widths in mm, which facts they show.

    `top`: where the title begins. `to_end`: the last piece's 页号 names its last page too.
    """

    title: str
    frame: Frame
    top: float
    row: float
    columns: tuple[tuple[str, float], ...]
    shown: tuple[int, ...]
    to_end: bool = False


FORMS = {
    Standard.BY_PIECE: ContentsForm(
        "归档文件目录", CONTENTS_FRAME, 16, CONTENTS_ROW, CONTENTS_COLUMNS, tuple(range(10))
    ),
    Standard.BY_VOLUME: ContentsForm(
        "卷内文件目录",
        TABLE_FRAME,
        TABLE_FRAME.top,
        VOLUME_CONTENTS_ROW,
        VOLUME_CONTENTS_COLUMNS,
        (_ORDINAL, _NUMBER, _AUTHOR, _TITLE, _DATE, _PAGE, _REMARK),
        to_end=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a piece's cells, or a band's text, page and note. `target` None leads nowhere.

    Under each title stands the piece's code, by which dividers and slip sheets name it. It is no 档号: that is given
    by the archive that takes the set.
    """

    cells: tuple[str, ...]
    band: bool
    target: SheetRef | None


def entries(plan: BinderPlan) -> tuple[Entry, ...]:
    """Every line of the contents in order, its cells those of the form that the recipe's standard wants."""
    form = FORMS[plan.recipe.standard]
    last = plan.volume.pieces[-1] if plan.volume.pieces else None
    found: list[Entry] = []
    for section in plan.volume.sections:
        first = plan.first_run(section)
        target = first.ref if first is not None else None
        mark = "隔页" if target is not None and target.kind is SheetKind.DIVIDER else ""
        text = f"{section.heading}{section.text}{'（续）' if section.continued else ''}"
        if plan.recipe.grouping is not Grouping.ARCHIVE:  # whose boxes go by year and term, not by sub-item
            found.append(Entry((text, plan.page_of(section), mark), band=True, target=target))
        found += [_piece(piece, plan, form, ends=form.to_end and piece is last) for piece in section.pieces]
        if not section.pieces:
            found.append(_nothing(section, target))
    return tuple(found)


def contents(plan: BinderPlan, facts: BinderFacts) -> Sheet:
    """The volume's contents, in the form that the recipe's standard wants.

    归档文件目录: A4 landscape, columns of DA/T 22-2015 and the page number. 卷内文件目录: A4 portrait, margins and
    columns of GB/T 9705-2008. The last page is ruled to its end. Texts of any length are printed in full.
    """
    form = FORMS[plan.recipe.standard]
    listed = entries(plan)
    paper = Paper(form.frame.page)
    flow = Flow(paper, form.frame, lambda page: _head(page, form, plan.volume, facts))
    placed = flow.table(_table(form), [_row(form, entry) for entry in listed], fill=True)
    links = tuple(
        SheetLink(one.page, one.rect, target) for one in placed if (target := listed[one.row].target) is not None
    )
    return Sheet(paper.finished(), links)


def _table(form: ContentsForm) -> Table:
    def align(title: str) -> Align:
        return "left" if title in LEFT else "centre"

    return Table(tuple(Column(title, width, align(title)) for title, width in form.columns), form.row)


def _row(form: ContentsForm, entry: Entry) -> Row:
    columns = len(form.columns)
    if entry.band:
        return Row(entry.cells, (columns - 2, 1, 1), BAND, PALE, keep=True)
    return Row(entry.cells, None if len(entry.cells) > 1 else (columns,))


def _piece(piece: Piece, plan: BinderPlan, form: ContentsForm, *, ends: bool) -> Entry:
    """A piece's line; `ends`: its 页号 names the last page too."""
    runs = plan.piece_runs(piece)
    first = runs[0].labels[0]
    evidence = described(piece)
    on_paper = all(part.file is None for part in piece.parts) and piece.printed_at is None and evidence.pages
    notes = (referred(piece), "" if piece.printed_at else stand_in(piece, plan.slips), remark(piece))
    cells = (
        str(piece.ordinal),
        evidence.reference_code,
        evidence.document_number,
        evidence.author,
        f"{piece.title}\n编号 {piece.code}",
        evidence.dated.strftime("%Y%m%d") if evidence.dated else "",
        evidence.secrecy,
        str(on_paper or plan.piece_pages(piece)),
        "—".join(dict.fromkeys((first, runs[-1].labels[-1]))) if ends else first,
        "；".join(note for note in notes if note),
    )
    return Entry(tuple(cells[index] for index in form.shown), band=False, target=runs[0].ref)


def referred(piece: Piece) -> str:
    """互见第4卷第12页: where a piece is printed that is only referred to; empty where it is printed here."""
    place = piece.printed_at
    return f"互见{place.volume}{f'第{place.page}页' if place.page else ''}" if place else ""


def _nothing(section: Section, target: SheetRef | None) -> Entry:
    return Entry((f"（本小项无材料，状态：{section.standing.state.label}）",), band=False, target=target)


def _head(paper: Paper, form: ContentsForm, plan: VolumePlan, facts: BinderFacts) -> float:
    """Title and the line that says of what; returns the y of the table."""
    frame = form.frame
    y = paper.block(frame.left, form.top, frame.width, form.title, FORM_TITLE, "centre")
    right = f"{years_text(facts.years)}　共{len(plan.pieces)}件"
    left = f"{facts.archive_title}　{volume_heading(plan)}"
    paper.block(frame.left, y, frame.width, [right], NOTE, "right", GREY)
    wrapped = lines(left, NOTE, frame.width - 45)
    return paper.block(frame.left, y, frame.width - 45, wrapped, NOTE, grey=GREY) + 1.5
