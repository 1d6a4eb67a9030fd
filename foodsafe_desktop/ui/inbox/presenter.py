"""The rows of the inbox and what is suggested for each, in words. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import is_withheld
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.suggesting import Suggestion
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.prepared import beforehand

COLUMNS = ("题名", "所在文件夹", "首选推荐")
TITLE, FOLDER, FIRST = range(len(COLUMNS))
SURE = 0.8
"""The score from which suggestions are accepted all at once."""
SHOWN = 3


Guesses = Mapping[int, Sequence[Suggestion]]
"""By evidence id, best first. What is not in it has not been looked at yet."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A piece that waits. `guesses` None: not looked at yet. `can_open`: it has a file that may be opened."""

    evidence_id: int
    title: str
    cells: tuple[str, ...]
    guesses: tuple[Suggestion, ...] | None
    path: str | None
    can_open: bool

    @property
    def first(self) -> Suggestion | None:
        """The first suggestion."""
        return self.guesses[0] if self.guesses else None


def inbox_rows(overview: Overview, guesses: Guesses) -> list[InboxRow]:
    """All that waits, by folder and name: what was sent together stands together."""
    rows = list(_waiting(overview))
    for at, row in guessed_rows(overview, guesses):
        rows[at] = row
    return rows


def guessed_rows(overview: Overview, guesses: Guesses) -> list[tuple[int, InboxRow]]:
    """The rows of those pieces that wait and have been looked at, each with its place among all rows."""
    places, rows = places_of(overview), _waiting(overview)
    return [
        (at, _guessed(overview.catalogue, rows[at], tuple(found[:SHOWN])))
        for key, found in guesses.items()
        if (at := places.get(key)) is not None
    ]


@beforehand
def places_of(overview: Overview) -> Mapping[int, int]:
    """The place of every piece that waits among the rows, by evidence id."""
    return {row.evidence_id: at for at, row in enumerate(_waiting(overview))}


@beforehand
def _waiting(overview: Overview) -> Sequence[InboxRow]:
    rows = {one.id: _row(overview, one.id) for one in overview.dossier.inbox}
    folders: dict[str, list[InboxRow]] = {}
    for row in rows.values():
        folders.setdefault((row.path or "").rpartition("/")[0], []).append(row)
    # Folder by folder: to compare the names of very many in one go would hold the window up.
    by_folder = sorted(folders.items(), key=lambda one: natural_key(one[0]))
    return [row for _, group in by_folder for row in sorted(group, key=_by_name)]


def _by_name(row: InboxRow) -> tuple[object, ...]:
    return natural_key((row.path or "").rpartition("/")[2]), natural_key(row.title)


def _row(overview: Overview, evidence_id: int) -> InboxRow:
    evidence = overview.dossier.evidence[evidence_id]
    files = overview.dossier.files_of.get(evidence_id, ())
    path = files[0].path if files else None
    folder = (path.rpartition("/")[0] or "（根目录）") if path else "（纸质）"
    cells = (evidence.title, folder, first_text(overview.catalogue, None))
    return InboxRow(evidence_id, evidence.title, cells, None, path, bool(files) and not is_withheld(files))


def _guessed(catalogue: Catalogue, row: InboxRow, own: tuple[Suggestion, ...]) -> InboxRow:
    cells = (*row.cells[:FIRST], first_text(catalogue, own))
    return replace(row, cells=cells, guesses=own)


def first_text(catalogue: Catalogue, guesses: Sequence[Suggestion] | None) -> str:
    """（8）机构队伍… 92%; or that there is none, or not yet."""
    if guesses is None:
        return "…"
    return guess_text(catalogue, guesses[0]) if guesses else "无推荐"


def guess_text(catalogue: Catalogue, guess: Suggestion) -> str:
    """The score, the number and the beginning of its text."""
    return f"{guess.score:.0%}　{sub_item_mark(guess.number)}{catalogue.text_of(guess.number)}"


def accepted_first(rows: Iterable[InboxRow], at: int = 0) -> list[tuple[int, int]]:
    """(evidence id, number) of the `at`-th suggestion of those rows that have one."""
    return [(row.evidence_id, row.guesses[at].number) for row in rows if row.guesses and len(row.guesses) > at]


def any_sure(overview: Overview, guesses: Guesses) -> bool:
    """Whether there are any such among those that wait: asked at every turn, so not of all rows."""
    places = places_of(overview)
    return any(found and found[0].score >= SURE and key in places for key, found in guesses.items())


def sure_ones(rows: Iterable[InboxRow]) -> list[tuple[int, int]]:
    """(evidence id, number) of the first suggestions that are sure enough to be accepted together."""
    return [(row.evidence_id, row.first.number) for row in rows if row.first is not None and row.first.score >= SURE]


def heading(rows: Sequence[InboxRow]) -> str:
    """How many wait, and for how many there is something sure."""
    if not rows:
        return "收件箱"
    return f"收件箱（{len(rows)}件待归入）"


def badge(waiting: int) -> str:
    """What the rail says."""
    return f"收件箱 {waiting}" if waiting else "收件箱"
