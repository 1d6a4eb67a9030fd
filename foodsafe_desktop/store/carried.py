"""The last snapshot of the holdings, kept so that the next one need only read the rows that were written since."""

from foodsafe_desktop.domain.dossier import Dossier

_MANY = 2_000
"""From so many rows on, reading everything is no slower than finding them."""
_KEYS = {
    "evidence": 1,
    "evidence_file": 1,
    "assignment": 2,
    "omission": 0,
    "elected": 0,
    "requirement_edit": 0,
    "indicator_value": 0,
    "correction": 0,
    "question": 0,
}
"""The tables of a dossier, and how many of their first columns tell a row; 0: so few rows that all are read again."""
Key = tuple[object, ...]


class Carried:
    """One snapshot of what is committed, and what was written since, be it undone or not.

    Every transaction of a store begins with `begin` and holds the database's write lock, so that two threads are never
    in here at once. What another connection committed is not known row by row: everything is read again then.
    """

    def __init__(self) -> None:
        self.dossier: Dossier | None = None
        self.written: dict[str, set[Key]] = {}
        self.is_clean = True
        self._seen: tuple[object, int] | None = None

    def begin(self, connection: object, version: int) -> None:
        """A transaction begins on a connection, at whose `PRAGMA data_version` nobody else has written meanwhile."""
        if (connection, version) != self._seen:
            self._seen = connection, version
            self.forget()
        self.is_clean = True

    def note(self, table: str, row: Key) -> None:
        """A row was written, as it was before or as it is now."""
        places = _KEYS.get(table)
        if places is None:
            return
        self.is_clean = False
        if self.dossier is not None:
            keys = self.written.setdefault(table, set())
            keys.add(row[:places])
            if len(keys) > _MANY:
                self.forget()

    def keep(self, dossier: Dossier) -> None:
        """The snapshot as it is now, unless this transaction has written: it may be undone."""
        if self.is_clean:
            self.dossier = dossier
            self.written = {}

    def forget(self) -> None:
        """Let everything go: the next snapshot is read from nothing."""
        self.dossier, self.written = None, {}
