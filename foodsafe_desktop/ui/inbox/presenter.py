"""The rows of the inbox and what is suggested for each, in words. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import is_withheld
from foodsafe_desktop.domain.placing import natural_key
from foodsafe_desktop.domain.suggesting import Suggestion
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.review import Overview
from foodsafe_desktop.ui.wording import text_of

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


def inbox_rows(overview: Overview, guesses: Guesses) -> tuple[InboxRow, ...]:
    """All that waits, by folder and name: what was sent together stands together."""
    rows = [_row(overview, key.id, guesses) for key in overview.dossier.inbox]
    return tuple(sorted(rows, key=lambda row: (natural_key(row.path or ""), natural_key(row.title))))


def _row(overview: Overview, evidence_id: int, guesses: Guesses) -> InboxRow:
    evidence = overview.dossier.evidence[evidence_id]
    files = overview.dossier.files_of.get(evidence_id, ())
    path = files[0].path if files else None
    folder = str(PurePosixPath(path).parent) if path else "（纸质）"
    own = tuple(guesses[evidence_id][:SHOWN]) if evidence_id in guesses else None
    cells = (evidence.title, "（根目录）" if folder == "." else folder, first_text(overview.catalogue, own))
    return InboxRow(evidence_id, evidence.title, cells, own, path, bool(files) and not is_withheld(files))


def first_text(catalogue: Catalogue, guesses: Sequence[Suggestion] | None) -> str:
    """（8）机构队伍… 92%; or that there is none, or not yet."""
    if guesses is None:
        return "…"
    return guess_text(catalogue, guesses[0]) if guesses else "无推荐"


def guess_text(catalogue: Catalogue, guess: Suggestion) -> str:
    """The score, the number and the beginning of its text."""
    return f"{guess.score:.0%}　{sub_item_mark(guess.number)}{text_of(catalogue, guess.number)}"


def accepted_first(rows: Iterable[InboxRow], at: int = 0) -> list[tuple[int, int]]:
    """(evidence id, number) of the `at`-th suggestion of those rows that have one."""
    return [(row.evidence_id, row.guesses[at].number) for row in rows if row.guesses and len(row.guesses) > at]


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
