"""What is asked with a form of its own before it is decided: electives, papers, reasons for omissions, notes."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services import deciding, notes
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.describe import PaperForm
from foodsafe_desktop.ui.forms.electives import ElectivesForm
from foodsafe_desktop.ui.forms.omission import OmissionForm, citations
from foodsafe_desktop.ui.forms.sub_item_note import SubItemNoteForm
from foodsafe_desktop.ui.page.presenter import page
from foodsafe_desktop.ui.page.view import PageView
from foodsafe_desktop.ui.tree.view import TreePane


class Asking(QObject):
    """Shows the forms, and hands what a person enters to the desk."""

    def __init__(self, window: QWidget, desk: Desk, tree: TreePane, page_view: PageView) -> None:
        super().__init__(window)
        self._window, self._desk, self._tree, self._page_view = window, desk, tree, page_view
        page_view.omission_wanted.connect(self.ask_omission)
        page_view.note_wanted.connect(self.ask_note)

    def ask_electives(self) -> None:
        """Ask which electives are chosen."""
        if (overview := self._desk.overview) is not None:

            def choose(items: frozenset[int], sub_items: frozenset[int]) -> None:
                self._desk.decide(lambda archive: deciding.choose_electives(archive, items, sub_items))

            ElectivesForm(self._window, overview.catalogue, overview.dossier.election, choose).open()

    def ask_paper(self) -> None:
        """Ask for a paper record under the current line."""
        key = self._tree.current()
        if key is not None and self._desk.overview is not None:

            def register(number: int, paper: Evidence) -> None:
                self._desk.decide(lambda archive: deciding.register(archive, number, paper))

            PaperForm(self._window, key.number, page(self._desk.overview, key).text, register).open()

    def ask_omission(self, number: int) -> None:
        """Ask why a sub-item is omitted, or let what was said of it be changed."""
        overview = self._desk.overview
        sub = overview.catalogue.sub_item(number) if overview is not None else None
        if overview is None or sub is None:
            return

        def mark(reason: str, document: str) -> None:
            self._desk.decide(lambda archive: deciding.mark_omission(archive, number, reason, document))

        said, offered = overview.dossier.omissions.get(number), citations(overview.dossier, number)
        printed = sub.reasonable_omission
        OmissionForm(self._window, number, sub.text, mark, printed=printed, said=said, offered=offered).open()

    def ask_note(self, number: int) -> None:
        """Ask what is to be noted on a numbered line."""
        if (shown := self._page_view.page) is not None:

            def save(text: str) -> None:
                self._desk.decide(lambda archive: notes.save_note(archive, number, text))

            SubItemNoteForm(self._window, number, shown.text, shown.note or "", save).open()
