"""A volume's own sheets, drawn before it is put together: what they measure decides where every page comes.

Sheets of the body are drawn first, as none prints a page number but those that refer elsewhere; then contents and
the other front and back matter, from the numbers that follow.
"""

import hashlib
import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import pikepdf

from foodsafe_desktop.domain.binder import Elsewhere, Part, Piece, VolumePlan
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.paper_codes import NumberCode
from foodsafe_desktop.domain.recipe import Coded, Recipe
from foodsafe_desktop.domain.references import Document, completed, printed_in
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Measured, SheetKind, SheetRef, lay_out, order
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.commitment import commitment
from foodsafe_desktop.output.forms.contents import contents
from foodsafe_desktop.output.forms.cover import cover
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.indicator_sheet import indicator_sheet
from foodsafe_desktop.output.forms.omission_sheet import omission_sheet
from foodsafe_desktop.output.forms.photo_sheet import Photo, photo_captions
from foodsafe_desktop.output.forms.reference_sheet import reference_sheet
from foodsafe_desktop.output.forms.signature_sheet import signature_sheet
from foodsafe_desktop.output.forms.slip import slip
from foodsafe_desktop.seen import sizes_of
from foodsafe_desktop.services.ports import BinderFacts, Laid, Place, Sheet

_UNDRAWN = Measured((A4,))
_MATTER: dict[SheetKind, Callable[[BinderPlan, BinderFacts], Sheet]] = {
    SheetKind.COVER: lambda plan, facts: Sheet(cover(plan, facts)),
    SheetKind.COMMITMENT: lambda plan, facts: Sheet(commitment(facts, plan.volume)),
    SheetKind.CONTENTS: contents,
    SheetKind.SIGNATURES: lambda plan, facts: Sheet(signature_sheet(plan.volume, facts)),
    SheetKind.CLOSING: lambda plan, facts: Sheet(closing_note(plan, facts)),
}
"""Front and back matter, which says what is on which page."""


@dataclass
class Drawing:
    """One volume's sheets. `parts` are the measures of its files, `place` gives the runs their places.

    Sheets whose measures are `known`, by `repr` of their refs, are not drawn.
    """

    volume: VolumePlan
    recipe: Recipe
    facts: BinderFacts
    parts: Mapping[SheetRef, Measured]
    place: Place = lay_out
    check: Callable[[], None] = lambda: None
    """Called before every sheet is drawn; may raise to stop."""
    known: Mapping[str, Measured] = field(default_factory=dict)
    drawn: dict[SheetRef, Measured] = field(default_factory=dict)
    """What each own sheet measures."""
    _sheets: dict[SheetRef, Sheet] = field(default_factory=dict)
    _measured: dict[SheetRef, Measured] = field(default_factory=dict)

    def laid(self) -> Laid:
        """Draw everything that is not known, and say where all of it comes."""
        self._sections = {section.number: section for section in self.volume.sections}
        self._pieces = {piece.ordinal: piece for piece in self.volume.pieces}
        slips = {ref for ref, found in self.parts.items() if found.slip is not None}
        for ref in order(self.volume, self.recipe):
            if ref.kind is SheetKind.PART:
                self._part(ref)
            elif ref.kind is SheetKind.DIVIDER:
                self._keep(ref, partial(self._divider, ref.number, slips))
            elif ref.kind is SheetKind.INDICATOR:
                self._keep(ref, partial(self._indicator, ref.number))
            elif ref.kind is SheetKind.OMISSION:
                self._keep(ref, partial(self._omission, ref.number))
            else:
                self._measured[ref] = _UNDRAWN
        self._references()
        draft = self._plan()
        for ref in order(self.volume, self.recipe):
            if (draw := _MATTER.get(ref.kind)) is not None:
                self._keep(ref, partial(draw, draft, self.facts))
            elif ref.kind is SheetKind.LATE_SIGNATURES:
                self._keep(ref, partial(self._late_signatures, draft.volume, ref.issue))
        return Laid(self._plan(), self._sheets)

    def _divider(self, number: int, slips: Collection[SheetRef]) -> Sheet:
        """The divider of a sub-item, with a code that leads to it and a tab mark where the recipe wants them."""
        coded = self.recipe.coded is not Coded.NONE and self.facts.archive_id
        code = NumberCode(self.facts.archive_id, number).text if coded else ""
        tab = (list(self._sections).index(number), len(self._sections)) if self.recipe.tab_marks else None
        return Sheet(divider(self._sections[number], self.volume, self.facts, slips, code=code, tab=tab))

    def _indicator(self, number: int) -> Sheet:
        return Sheet(indicator_sheet(self._sections[number], self.volume, self.facts))

    def _omission(self, number: int) -> Sheet:
        section = self._sections[number]
        return Sheet(omission_sheet(section, self.facts, section.omitted_because, section.omission_basis))

    def _late_signatures(self, volume: VolumePlan, issue: int) -> Sheet:
        return Sheet(signature_sheet(volume, self.facts, issue))

    def _references(self) -> None:
        """Sheets that refer elsewhere. Where that is in this volume, a number may change by what they measure."""
        refs = [ref for ref in order(self.volume, self.recipe) if ref.kind is SheetKind.REFERENCE]
        known: dict[Document, Elsewhere] | None = None
        while refs and known != (found := printed_in([self._plan()])):
            known = found
            self.volume = completed(self.volume, known)
            pieces = {piece.ordinal: piece for piece in self.volume.pieces}
            for ref in refs:
                self._keep(ref, partial(_reference, pieces[ref.ordinal], self.facts))

    def _plan(self) -> BinderPlan:
        return self.place(self.volume, self.recipe, self._measured)

    def _part(self, ref: SheetRef) -> None:
        """A file as measured, or the slip sheet in its place."""
        found, piece = self.parts[ref], self._pieces[ref.ordinal]
        part = piece.parts[ref.part]
        if found.slip is not None:
            self._keep(ref, partial(_slip, piece, part, found, self.facts))
            self._measured[ref] = replace(self._measured[ref], slip=found.slip, notes=found.notes)
            return
        if part.photos:
            self._keep(ref, partial(_captions, piece, part, self.recipe, self.facts))
            drawn = self._measured[ref]
            # What the captions say is printed too: pictures alone do not tell the sheet.
            both = f"{drawn.fingerprint}|{found.fingerprint}" if found.fingerprint else ""
            found = replace(found, sizes=drawn.sizes, fingerprint=both)
        self._measured[ref] = found

    def _keep(self, ref: SheetRef, draw: Callable[[], Sheet]) -> None:
        found = self.known.get(repr(ref))
        if found is None:
            self.check()
            sheet = self._sheets[ref] = draw()
            with pikepdf.open(io.BytesIO(sheet.pdf)) as pdf:
                sizes = sizes_of(pdf)
            found = Measured(sizes, fingerprint=hashlib.sha256(sheet.pdf).hexdigest()[:32])
        self._measured[ref] = self.drawn[ref] = found


def _reference(piece: Piece, facts: BinderFacts) -> Sheet:
    return Sheet(reference_sheet(piece, facts))


def _slip(piece: Piece, part: Part, found: Measured, facts: BinderFacts) -> Sheet:
    return Sheet(slip(piece, part, found.slip or "", facts, found.annex))


def _captions(piece: Piece, part: Part, recipe: Recipe, facts: BinderFacts) -> Sheet:
    return Sheet(photo_captions(piece, [_photo(file, piece) for file in part.photos], recipe.photos, facts))


def _photo(file: EvidenceFile, piece: Piece) -> Photo:
    name = file.path.rpartition("/")[2]
    return Photo(piece.title, name, piece.evidence.dated)
