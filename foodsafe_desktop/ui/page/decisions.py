"""What a person decides on a page: each wish of the page becomes a form, and its answer a decision of the desk."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.requirements import Requirement
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import correcting, indicators, requirements_editing, serving
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.forms.correcting import DepartmentsForm, EnterForm, PlaceForm, SettleForm, TextForm
from foodsafe_desktop.ui.forms.requirement import ExemptionForm, RequirementForm
from foodsafe_desktop.ui.forms.serving import ServingForm
from foodsafe_desktop.ui.notices import Notices
from foodsafe_desktop.ui.page.view import PageView
from foodsafe_desktop.ui.wording import year_text


class PageDecisions(QObject):
    """Listens to one page view. `window` is what its forms belong to."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices, view: PageView) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        view.departments_wanted.connect(self._ask_departments)
        view.text_wanted.connect(self._ask_text)
        view.item_wanted.connect(self._ask_item)
        view.entering_wanted.connect(self._ask_reserved)
        view.doubt_settled.connect(self._ask_settling)
        view.correction_unwanted.connect(lambda one: self._do(lambda archive: correcting.withdraw(archive, one)))
        view.serving_wanted.connect(self.ask_serving)
        view.requirement_wanted.connect(self._ask_requirement)
        view.requirement_unwanted.connect(
            lambda one: self._do(lambda archive: requirements_editing.strike_out(archive, one))
        )
        view.requirement_restored.connect(
            lambda one: self._do(lambda archive: requirements_editing.restore(archive, one))
        )
        view.value_entered.connect(self._enter)
        view.value_removed.connect(
            lambda one, year: self._do(lambda archive: indicators.remove_value(archive, one, year))
        )
        view.exemption_wanted.connect(self._ask_exemption)
        view.refused.connect(notices.warn)

    def ask_serving(self, number: int, evidence: list[int]) -> None:
        """Ask which requirements of a number these pieces serve."""
        overview = self._desk.overview
        if overview is None or not evidence:
            return
        asked = dict.fromkeys(check.requirement for check in overview.coverage.standings[number].checks)
        named = overview.dossier.named_requirements.get((evidence[0], number), ())
        titles = [overview.dossier.evidence[key].title for key in evidence]

        def serve(words: list[str]) -> None:
            self._do(lambda archive: serving.serve(archive, evidence, number, words))

        ServingForm(self._window, number, titles, tuple(asked), named, serve).open()

    def _do(self, make: Callable[[Archive], Decision]) -> None:
        self._desk.decide(make)

    def _ask_departments(self, number: int) -> None:
        def change(names: list[str], lead: bool, ground: str) -> None:  # noqa: FBT001 - the form's answer
            self._do(lambda archive: correcting.change_departments(archive, number, names, ground, lead=lead))

        if (overview := self._desk.overview) and (sub := overview.catalogue.sub_item(number)):
            DepartmentsForm(self._window, overview.catalogue, sub, change).open()

    def _ask_text(self, number: int) -> None:
        def change(text: str, ground: str) -> None:
            self._do(lambda archive: correcting.change_text(archive, number, text, ground))

        if (overview := self._desk.overview) and (sub := overview.catalogue.sub_item(number)):
            TextForm(self._window, sub, change).open()

    def _ask_item(self, number: int) -> None:
        def move(item: int, ground: str) -> None:
            self._do(lambda archive: correcting.move_sub_item(archive, number, item, ground))

        if (overview := self._desk.overview) and (sub := overview.catalogue.sub_item(number)):
            PlaceForm(self._window, overview.catalogue, sub, move).open()

    def _ask_reserved(self, number: int) -> None:
        def enter(text: str, item: int | None, ground: str) -> None:
            self._do(lambda archive: correcting.enter_reserved(archive, number, text, item, ground))

        if (overview := self._desk.overview) is not None:
            EnterForm(self._window, overview.catalogue, number, enter).open()

    def _ask_settling(self, number: int, doubt: Doubt, of_item: bool) -> None:  # noqa: FBT001 - the signal's own
        def settle(ground: str, reading: str | None) -> None:
            self._do(
                lambda archive: correcting.settle_doubt(
                    archive, number, doubt, ground, reading=reading, of_item=of_item
                )
            )

        where = f"第{number}大项" if of_item else f"{sub_item_mark(number)}小项"
        SettleForm(self._window, where, doubt, settle, of_item=of_item).open()

    def _ask_requirement(self, number: int, former: Requirement | None) -> None:
        def save(one: Requirement) -> None:
            self._do(lambda archive: requirements_editing.save_requirement(archive, _named(archive, one, former)))

        if (overview := self._desk.overview) is not None:
            RequirementForm(self._window, overview.catalogue, number, former, save).open()

    def _enter(self, indicator: str, year: int | None, value: Decimal) -> None:
        self._do(lambda archive: indicators.enter_value(archive, indicator, year, value))

    def _ask_exemption(self, indicator: str, year: int | None) -> None:
        def exempt(reason: str) -> None:
            self._do(lambda archive: indicators.mark_not_applicable(archive, indicator, year, reason))

        listed = self._desk.overview.requirements.indicators if self._desk.overview else ()
        title = next((one.title for one in listed if one.id == indicator), indicator)
        ExemptionForm(self._window, title, year_text(year), exempt).open()


def _named(archive: Archive, one: Requirement, former: Requirement | None) -> Requirement:
    """A new requirement gets an id that nothing has; asked for on the dossier thread, where the store is."""
    if former is not None:
        return one
    return replace(one, id=requirements_editing.free_id(archive, one.number))
