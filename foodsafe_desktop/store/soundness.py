"""What the database itself says of its own health."""

import sqlite3


def complaints(connection: sqlite3.Connection, *, thorough: bool = False) -> list[str]:
    """Empty if pages, indexes and references are whole. `thorough` compares every index with its table as well.

    Raises sqlite3.Error where the file cannot be read that far.
    """
    check = "integrity_check" if thorough else "quick_check"
    pages = [str(row[0]) for row in connection.execute(f"PRAGMA {check}(10)") if row[0] != "ok"]
    references = [
        f"{table}: row {row} refers to nothing in {parent}"
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(10)
    ]
    return pages + references
