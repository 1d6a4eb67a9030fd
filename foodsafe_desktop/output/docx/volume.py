"""A volume's own sheets as one document, in printing order: the same entries, sizes and words as on paper.

What only print can have is left out: slip sheets, codes, tab marks. No dates or names of people are in the document's
properties; same input, same bytes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Piece, Section
from foodsafe_desktop.domain.sheets import BinderPlan, SheetKind, SheetRef
from foodsafe_desktop.output.docx.cover import write_cover
from foodsafe_desktop.output.docx.manuscript import Cell, Manuscript, Par, TableRow
from foodsafe_desktop.output.docx.writing import Writing, type_of
from foodsafe_desktop.output.docx_parts import FANG_SONG, HEI, Type
from foodsafe_desktop.output.forms import commitment, signature_sheet
from foodsafe_desktop.output.forms.closing_note import NOTE_FORMS, situation
from foodsafe_desktop.output.forms.contents import FORMS, LEFT, ContentsForm, Entry, entries
from foodsafe_desktop.output.forms.divider import divider_number, divider_place, write_divider
from foodsafe_desktop.output.forms.indicator_sheet import write_indicator_sheet
from foodsafe_desktop.output.forms.omission_sheet import write_omission_sheet
from foodsafe_desktop.output.forms.reference_sheet import write_reference_sheet
from foodsafe_desktop.output.forms.sizes import (
    BAND,
    CELL,
    CELL_HEADING,
    CONTENTS_FRAME,
    FORM_TITLE,
    LABEL,
    LETTER_BODY,
    LETTER_FRAME,
    LETTER_TITLE,
    NOTE,
    SIGNATURE_ROW,
    SUB_ITEM_NUMBER,
    TABLE_FRAME,
)
from foodsafe_desktop.output.forms.words import volume_heading, years_text
from foodsafe_desktop.services.ports import BinderFacts

_GAP = 1.0
"""What is left above and below a row's text, so that as many rows stand on a page as in print."""
_BODY, _SUBHEADING = Type(FANG_SONG, 12), Type(HEI, 12)
_LETTER = (SheetKind.DIVIDER, SheetKind.INDICATOR, SheetKind.OMISSION, SheetKind.REFERENCE)
_HEAD_TOP = 16.0
"""Where the head of the signature sheet begins, as in print."""


def volume_docx(laid: BinderPlan, facts: BinderFacts) -> bytes:
    """All of a volume's own sheets but slip sheets, in the forms that its recipe wants."""
    return _Volume(laid, facts).written()


@dataclass
class _Volume:
    laid: BinderPlan
    facts: BinderFacts

    def __post_init__(self) -> None:
        self._manuscript = Manuscript()
        self._sections = {section.number: section for section in self.laid.volume.sections}
        self._pieces = {piece.ordinal: piece for piece in self.laid.volume.pieces}
        self._before: SheetKind | None = None

    def written(self) -> bytes:
        write: Mapping[SheetKind, Callable[[SheetRef], None]] = {
            SheetKind.COVER: self._cover,
            SheetKind.COMMITMENT: self._commitment,
            SheetKind.CONTENTS: self._contents,
            SheetKind.DIVIDER: lambda ref: self._divider(self._sections[ref.number]),
            SheetKind.INDICATOR: lambda ref: self._indicator(self._sections[ref.number]),
            SheetKind.OMISSION: lambda ref: self._omission(self._sections[ref.number]),
            SheetKind.REFERENCE: lambda ref: self._reference(self._pieces[ref.ordinal]),
            SheetKind.SIGNATURES: self._signatures,
            SheetKind.LATE_SIGNATURES: self._signatures,
            SheetKind.CLOSING: self._closing,
        }
        for run in self.laid.runs:
            if (writer := write.get(run.ref.kind)) is not None:
                writer(run.ref)
                self._before = run.ref.kind
        return self._manuscript.finished()

    def _cover(self, _ref: SheetRef) -> None:
        self._manuscript.section(LETTER_FRAME)
        write_cover(self._manuscript, self.laid, self.facts)

    def _commitment(self, _ref: SheetRef) -> None:
        manuscript, body = self._manuscript, type_of(LETTER_BODY)
        manuscript.turn()
        manuscript.paragraph(Par(commitment.TITLE, type_of(LETTER_TITLE), "center", after=29))
        for text in (commitment.promised(self.facts, self.laid.volume), *commitment.PROMISES):
            manuscript.paragraph(Par(f"　　{text}", body))
        signed = (self.facts.compiled_by or commitment.UNIT_BLANK, commitment.SIGNER, commitment.DATE)
        for index, text in enumerate(signed):
            if index == 0:
                manuscript.paragraph(Par("", body, after=35))
            manuscript.paragraph(Par(f"{text}　　　　", body, "right"))

    def _contents(self, _ref: SheetRef) -> None:
        """The table, under a head that stands on every page as it does in print."""
        plan, form = self.laid.volume, FORMS[self.laid.recipe.standard]
        parts = (
            self.facts.archive_title,
            volume_heading(plan),
            years_text(self.facts.years),
            f"共{len(plan.pieces)}件",
        )
        heads = Par(form.title, type_of(FORM_TITLE), "center"), Par("　".join(parts), type_of(CELL))
        self._manuscript.section(form.frame, *heads, head_top=form.top)
        titles = (Cell((Par(title, type_of(CELL_HEADING), "center"),), shaded=True) for title, _ in form.columns)
        rows = [TableRow(tuple(titles), form.row, heads=True), *(_entry(form, one) for one in entries(self.laid))]
        self._manuscript.table([width for _, width in form.columns], rows, gap=_GAP)

    def _letter(self, where: str) -> Writing:
        """A new page of the letters' frame under its two lines of head."""
        if self._before in _LETTER:
            self._manuscript.turn()
        else:
            self._manuscript.section(LETTER_FRAME)
        flow = Writing(self._manuscript, LETTER_FRAME)
        flow.running_head(self.facts.archive_title, where)
        return flow

    def _divider(self, section: Section) -> None:
        flow = self._letter(divider_place(section, self.laid.volume))
        flow.text(divider_number(section), SUB_ITEM_NUMBER, align="centre")
        write_divider(flow, section, self.laid.slips)

    def _indicator(self, section: Section) -> None:
        write_indicator_sheet(self._letter(volume_heading(self.laid.volume)), section)

    def _omission(self, section: Section) -> None:
        flow = self._letter(f"小项{section.heading}　{section.item_title}")
        write_omission_sheet(flow, section, section.omitted_because, section.omission_basis)

    def _reference(self, piece: Piece) -> None:
        write_reference_sheet(self._letter(f"编号 {piece.code}"), piece)

    def _signatures(self, ref: SheetRef) -> None:
        title, said = signature_sheet.signature_words(ref.issue)
        line = f"{self.facts.archive_title}　{volume_heading(self.laid.volume)}"
        heads = (
            Par(title, type_of(FORM_TITLE), "center"),
            Par(line, type_of(NOTE)),
            Par(said, type_of(NOTE)),
        )
        self._manuscript.section(CONTENTS_FRAME, *heads, head_top=_HEAD_TOP)
        rows = signature_sheet.signature_rows(self.laid.volume, ref.issue)
        signature_sheet.write_signature_sheet(Writing(self._manuscript, CONTENTS_FRAME), rows)

    def _closing(self, _ref: SheetRef) -> None:
        self._manuscript.section(TABLE_FRAME)
        form = NOTE_FORMS[self.laid.recipe.standard]
        self._manuscript.paragraph(Par("备考表", type_of(FORM_TITLE), "center"))
        self._manuscript.paragraph(Par(volume_heading(self.laid.volume), Type(HEI, 9), "center", after=3))
        told = [
            Par(one.text, _SUBHEADING if one.heading else _BODY, after=2, keep=one.heading)
            for one in situation(self.laid, self.facts)
        ]
        by_hand = Par("修改、补充、移出、销毁等情况（手写）：", _SUBHEADING, after=60)
        label = type_of(LABEL)
        note = Cell((Par(form.heading, label), *told, by_hand), span=4, top=True)
        empty = Cell((Par("", label),))
        rows = [TableRow((note,), 150, splits=True)]
        rows += [
            TableRow(
                (Cell((Par(left, label, "center"),)), empty, Cell((Par(right, label, "center"),)), empty), SIGNATURE_ROW
            )
            for left, right in form.signatures
        ]
        self._manuscript.table((28, 57, 28, 57), rows, pad=3.0)


def _entry(form: ContentsForm, entry: Entry) -> TableRow:
    """A line of the contents; bands and notes cover the columns that they do not name."""
    spanned = len(form.columns) - len(entry.cells)
    kind = type_of(BAND if entry.band else CELL)
    cells: list[Cell] = []
    for index, (text, (title, _)) in enumerate(zip(entry.cells, form.columns[spanned:], strict=True)):
        first = spanned > 0 and index == 0
        centred = title not in LEFT and not first
        par = Par(text, kind, "center" if centred else "left", keep=entry.band)
        cells.append(Cell((par,), spanned + 1 if first else 1, shaded=entry.band))
    return TableRow(tuple(cells), form.row)
