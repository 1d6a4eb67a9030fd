"""A volume's own sheets, drawn before it is put together: what they measure decides where every page comes.

Sheets of the body are drawn first, as none prints a page number but those that refer elsewhere; then contents and
the other front and back matter, from the numbers that follow.
"""

import hashlib
import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import pikepdf

from foodsafe_desktop.domain.binder import Elsewhere, Piece, VolumePlan
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
    """One volume's sheets. `parts` are the measures of its files, `place` gives the runs their places."""

    volume: VolumePlan
    recipe: Recipe
    facts: BinderFacts
    parts: Mapping[SheetRef, Measured]
    place: Place = lay_out
    _sheets: dict[SheetRef, Sheet] = field(default_factory=dict)
    _measured: dict[SheetRef, Measured] = field(default_factory=dict)

    def laid(self) -> Laid:
        """Draw everything, and say where it comes."""
        self._sections = {section.number: section for section in self.volume.sections}
        self._pieces = {piece.ordinal: piece for piece in self.volume.pieces}
        slips = {ref for ref, found in self.parts.items() if found.slip is not None}
        for ref in order(self.volume, self.recipe):
            if ref.kind is SheetKind.PART:
                self._part(ref)
            elif ref.kind is SheetKind.DIVIDER:
                self._keep(ref, self._divider(ref.number, slips))
            elif ref.kind is SheetKind.INDICATOR:
                self._keep(ref, Sheet(indicator_sheet(self._sections[ref.number], self.volume, self.facts)))
            elif ref.kind is SheetKind.OMISSION:
                section = self._sections[ref.number]
                self._keep(ref, Sheet(omission_sheet(section, self.facts, section.omitted_because)))
            else:
                self._measured[ref] = _UNDRAWN
        self._references()
        draft = self._plan()
        for ref in order(self.volume, self.recipe):
            if (draw := _MATTER.get(ref.kind)) is not None:
                self._keep(ref, draw(draft, self.facts))
            elif ref.kind is SheetKind.LATE_SIGNATURES:
                self._keep(ref, Sheet(signature_sheet(draft.volume, self.facts, ref.issue)))
        return Laid(self._plan(), self._sheets)

    def _divider(self, number: int, slips: Collection[SheetRef]) -> Sheet:
        """The divider of a sub-item, with a code that leads to it and a tab mark where the recipe wants them."""
        coded = self.recipe.coded is not Coded.NONE and self.facts.archive_id
        code = NumberCode(self.facts.archive_id, number).text if coded else ""
        tab = (list(self._sections).index(number), len(self._sections)) if self.recipe.tab_marks else None
        return Sheet(divider(self._sections[number], self.volume, self.facts, slips, code=code, tab=tab))

    def _references(self) -> None:
        """Sheets that refer elsewhere. Where that is in this volume, a number may change by what they measure."""
        refs = [ref for ref in order(self.volume, self.recipe) if ref.kind is SheetKind.REFERENCE]
        known: dict[Document, Elsewhere] | None = None
        while refs and known != (found := printed_in([self._plan()])):
            known = found
            self.volume = completed(self.volume, known)
            pieces = {piece.ordinal: piece for piece in self.volume.pieces}
            for ref in refs:
                self._keep(ref, Sheet(reference_sheet(pieces[ref.ordinal], self.facts)))

    def _plan(self) -> BinderPlan:
        return self.place(self.volume, self.recipe, self._measured)

    def _part(self, ref: SheetRef) -> None:
        """A file as measured, or the slip sheet in its place."""
        found, piece = self.parts[ref], self._pieces[ref.ordinal]
        photos = piece.parts[ref.part].photos
        if found.slip is None:
            if photos:
                self._keep(
                    ref,
                    Sheet(photo_captions(piece, [_photo(p, piece) for p in photos], self.recipe.photos, self.facts)),
                )
                drawn = self._measured[ref]
                # What the captions say is printed too: pictures alone do not tell the sheet.
                both = f"{drawn.fingerprint}|{found.fingerprint}" if found.fingerprint else ""
                found = replace(found, sizes=drawn.sizes, fingerprint=both)
            self._measured[ref] = found
            return
        self._keep(ref, Sheet(slip(piece, piece.parts[ref.part], found.slip, self.facts, found.annex)))
        self._measured[ref] = replace(self._measured[ref], slip=found.slip, notes=found.notes)

    def _keep(self, ref: SheetRef, sheet: Sheet) -> None:
        with pikepdf.open(io.BytesIO(sheet.pdf)) as pdf:
            sizes = sizes_of(pdf)
        self._sheets[ref] = sheet
        self._measured[ref] = Measured(sizes, fingerprint=hashlib.sha256(sheet.pdf).hexdigest()[:32])


def _photo(file: EvidenceFile, piece: Piece) -> Photo:
    name = file.path.rpartition("/")[2]
    return Photo(piece.title, name, piece.evidence.dated)
