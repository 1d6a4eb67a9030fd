"""Texts and their index in a SQLite file of their own, which may be deleted at any time (FTS5, contentless).

The index holds pairs of signs with their places (`folding.tokens`), so that a phrase of two signs or more is found
exactly; texts are kept beside it, compressed by the page. Every call opens the file anew, which takes a fraction of a
millisecond: thus any thread may call, and a file that was deleted meanwhile is simply made again. One that is damaged
or none of ours is thrown away: everything in it can be read again from the evidence.
"""

import json
import logging
import sqlite3
import threading
import zlib
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from foodsafe_desktop.domain.folding import Term, tokens
from foodsafe_desktop.domain.texts import FileText, Line, Look, PageText, TextSource, TextState
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.texts import Matched
from foodsafe_desktop.store.engine import BUSY_SECONDS
from foodsafe_desktop.store.faults import translated

_log = logging.getLogger(__name__)

_APPLICATION, _VERSION = 0x46535458, 3
"""What marks the file as ours, and the form of its tables and tokens: another one is thrown away and made anew."""
_TABLES = """
CREATE TABLE text (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, state TEXT NOT NULL, detail TEXT NOT NULL, look TEXT
);
CREATE TABLE page (place INTEGER PRIMARY KEY, source TEXT NOT NULL, words BLOB NOT NULL, lines BLOB);
CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='unicode61 remove_diacritics 0');
"""
_PAGES = 1 << 20
"""Room for the pages of a text in `place`: its number times this, and the page. One number for both keeps a page's
words within the table's own leaf; an index over two columns would spend a block of the disk on each."""
_MAKING = threading.Lock()
_THROWN_AWAY = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA}
_AT_ONCE = 500
_SCANNED, _FEW = 10_000, 1_500
"""Texts with the words that are gone through before it is looked at how many are wanted; to ask one takes a hundred
times as long as to go on to the next."""
_MOST_SCANNED = 20_000
"""Texts with the words after which it is enough to have found a page of wanted ones."""
_ASKED, _ENOUGH = 500, 50
"""Wanted texts that are asked one by one, and how many must have been found before no more are asked."""
_MERGED = 500
"""Blocks of the index that are rewritten in one transaction: about 2 MB."""


class SqliteTextStore:
    """Implements `ports.texts.TextStore` in the file `database`, whose folder is made when first something is kept."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self._places: tuple[object, Mapping[str, int]] = (None, MappingProxyType({}))

    def states(self) -> Mapping[str, TextState]:
        """How far the reading of every content got."""
        with self._open() as connection:
            return {key: TextState(state) for key, state in connection.execute("SELECT key, state FROM text")}

    def keep(self, texts: Iterable[tuple[str, FileText]]) -> None:
        """Keep what was read, in one transaction. Raises StoreFailed (full disk)."""
        with self._open() as connection, _transaction(connection):
            for key, text in texts:
                _drop(connection, [key])
                row = connection.execute(
                    "INSERT INTO text (key, state, detail, look) VALUES (?, ?, ?, ?)",
                    (key, text.state, text.detail, _look_row(text.look)),
                )
                rows = [_page_row(row.lastrowid or 0, page) for page in text.pages]
                connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", rows)
                if text.pages:
                    body = tokens(page.text for page in text.pages)
                    connection.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (row.lastrowid, body))

    def call_anew(self, keys: Sequence[tuple[str, str]]) -> None:
        """Keep texts under other keys from now on; see `TextStore.call_anew`. Raises StoreFailed."""
        if not keys or not self.database.exists():
            return
        with self._open() as connection, _transaction(connection):
            connection.executemany("UPDATE OR IGNORE text SET key = ?2 WHERE key = ?1", keys)
        self._places = None, MappingProxyType({})

    def forget_others(self, keys: Collection[str]) -> int:
        """Drop all texts but those of `keys`; returns how many."""
        wanted = frozenset(keys)
        with self._open() as connection, _transaction(connection):
            gone = [key for (key,) in connection.execute("SELECT key FROM text") if key not in wanted]
            _drop(connection, gone)
        return len(gone)

    def gather(self, job: Job) -> None:
        """Write the index's parts anew as one, where more than a quarter of it lies outside the largest of them.

        Every search looks into each part: over one it takes a quarter of the time. Raises Cancelled, StoreFailed.
        """
        with self._open() as connection:
            parts = [blocks for (blocks,) in connection.execute("SELECT count(*) FROM words_idx GROUP BY segid")]
            if len(parts) < 2 or 4 * max(parts) > 3 * sum(parts):
                return
            blocks, before = -_MERGED, -2  # a negative number has all parts taken together, of whatever size
            while connection.total_changes - before > 1:
                job.check()
                before = connection.total_changes
                with _transaction(connection):
                    connection.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (blocks,))
                blocks = _MERGED

    def text_of(self, key: str) -> FileText | None:
        """All that was read of a content, None if nothing was."""
        with self._open() as connection:
            row = connection.execute("SELECT id, state, detail, look FROM text WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            pages = connection.execute(_WHOLE, _pages_at(row[0]))
            return FileText(TextState(row[1]), tuple(_page(*one) for one in pages), row[2], _look(row[3]))

    def looks(self) -> Mapping[str, Look]:
        """How the pictures among all contents look."""
        with self._open() as connection:
            rows = connection.execute("SELECT key, look FROM text WHERE look IS NOT NULL")
            return {key: look for key, kept in rows if (look := _look(kept)) is not None}

    def places(self) -> Mapping[str, int]:
        """Key → the number under which the index knows it, of all that have words. The same object while unchanged."""
        with self._open() as connection:
            last = connection.execute("SELECT seq FROM sqlite_sequence").fetchone()
            mark = (self.database.stat().st_ino, last)
            if mark != self._places[0]:
                states = (TextState.READ, TextState.NEEDS_OCR)
                rows = connection.execute("SELECT key, id FROM text WHERE state IN (?, ?)", states)
                self._places = mark, MappingProxyType(dict(rows.fetchall()))
            return self._places[1]

    def matching(self, terms: Sequence[Term], wanted: Collection[int], limit: int, job: Job) -> Matched:
        """Those of `wanted` whose text holds all terms; see `TextStore.matching`."""
        asked = " AND ".join(f'"{" ".join(term.phrase)}"{"*" if term.is_open else ""}' for term in terms)
        found: list[int] = []
        seen = 0
        with self._open() as connection:
            rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC", (asked,))
            while some := rows.fetchmany(_AT_ONCE):
                job.check()
                found += [place for (place,) in some if place in wanted]
                if len(found) > limit:
                    return Matched(found[:limit], is_all=False)
                seen += len(some)
                if seen >= _MOST_SCANNED and len(found) >= _ENOUGH:
                    return Matched(found, is_all=False)
                if seen - len(some) < _SCANNED <= seen and isinstance(wanted, frozenset):
                    rest = sorted((one for one in wanted if one < some[-1][0]), reverse=True)
                    if len(rest) < _FEW:  # the words are common and few texts are wanted: these are asked one by one
                        return _asked(connection, asked, rest, found, limit, job)
        return Matched(found, is_all=True)

    def pages(self, places: Sequence[int]) -> Generator[tuple[int, Iterator[PageText]], None, None]:
        """Of each text its pages in order, read one after the other as they are asked for; without lines' places."""
        with self._open() as connection:
            for place in places:
                rows = connection.execute(_WORDS, _pages_at(place))
                yield place, (_page(*row) for row in rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database, made where it is not there or not ours; one that proves damaged in use is thrown away."""
        with translated(self.database):
            try:
                with closing(self._connection()) as connection:
                    yield connection
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _THROWN_AWAY:
                    self._throw_away()
                raise

    def _connection(self) -> sqlite3.Connection:
        try:
            return self._checked()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _THROWN_AWAY:
                raise
            self._throw_away()
            return self._checked()

    def _checked(self) -> sqlite3.Connection:
        self.database.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if marks != [_APPLICATION, _VERSION]:
                _make(connection, self.database)
                # A new file may have the number on the disk, and the count of texts, that the former one had.
                self._places = (None, MappingProxyType({}))
            # A cache need not outlive a power cut whole: what is lost is read again.
            connection.execute("PRAGMA synchronous=NORMAL")
        except BaseException:  # also when interrupted: no open handle stays
            connection.close()
            raise
        return connection

    def _throw_away(self) -> None:
        _log.warning("全文检索缓存已损坏或不是本程序的文件，已删除；文字将重新读取，档案不受影响。")
        _remove(self.database)


def _asked(
    connection: sqlite3.Connection, asked: str, rest: Sequence[int], found: list[int], limit: int, job: Job
) -> Matched:
    """What was found, and those of the rest that the index has under what is asked, as far as is affordable."""
    for number, place in enumerate(rest):
        if len(found) > limit or (number >= _ASKED and len(found) >= _ENOUGH):
            return Matched(found[:limit], is_all=False)
        job.check()
        if connection.execute("SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?", (asked, place)).fetchone():
            found.append(place)
    return Matched(found[:limit], is_all=len(found) <= limit)


def _make(connection: sqlite3.Connection, database: Path) -> None:
    """Tables in an empty file. Another program's, or another version's, counts as damage: raises DatabaseError."""
    with _MAKING:  # SQLite does not wait for another that changes the way of keeping a journal
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
    with _transaction(connection):
        if connection.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == _VERSION:  # another thread was quicker
                return
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise _Foreign(str(database))
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={_APPLICATION}")
        connection.execute(f"PRAGMA user_version={_VERSION}")


class _Foreign(sqlite3.DatabaseError):
    """The file holds other tables than ours."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + suffix).unlink()


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:  # also when interrupted
        with suppress(sqlite3.Error):  # the error on its way out is the one that matters
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _drop(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Texts out of the tables and out of the index, which must be given again what it was given."""
    for key in keys:
        row = connection.execute("SELECT id FROM text WHERE key = ?", (key,)).fetchone()
        if row is None:
            continue
        pages = connection.execute(_WORDS, _pages_at(row[0])).fetchall()
        if pages:
            body = tokens(_unpacked(words) for _place, _source, words in pages)
            connection.execute("INSERT INTO words (words, rowid, body) VALUES ('delete', ?, ?)", (*row, body))
        connection.execute("DELETE FROM page WHERE place BETWEEN ? AND ?", _pages_at(row[0]))
        connection.execute("DELETE FROM text WHERE id = ?", row)


_WHOLE = "SELECT place, source, words, lines FROM page WHERE place BETWEEN ? AND ? ORDER BY place"
_WORDS = "SELECT place, source, words FROM page WHERE place BETWEEN ? AND ? ORDER BY place"


def _pages_at(text: int) -> tuple[int, int]:
    """Between which places the pages of a text lie."""
    return text * _PAGES, text * _PAGES + _PAGES - 1


def _page_row(text: int, page: PageText) -> tuple[int, str, bytes, bytes | None]:
    lines = [(one.text, one.x0, one.y0, one.x1, one.y1, one.score) for one in page.lines]
    places = {"lines": lines, "seals": page.seals}
    packed = zlib.compress(json.dumps(places, ensure_ascii=False).encode()) if lines or page.seals else None
    return text * _PAGES + page.page, page.source, zlib.compress(page.text.encode("utf-8")), packed


def _page(place: int, source: str, words: bytes, places: bytes | None = None) -> PageText:
    kept = json.loads(zlib.decompress(places)) if places else {"lines": (), "seals": ()}
    seals = tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in kept["seals"])
    return PageText(
        place % _PAGES, _unpacked(words), TextSource(source), tuple(Line(*one) for one in kept["lines"]), seals
    )


def _look_row(look: Look | None) -> str | None:
    return f"{look.hash:016x} {look.fine:064x} {look.is_scan:d}" if look else None


def _look(kept: str | None) -> Look | None:
    if kept is None:
        return None
    slow, fine, is_scan = kept.split()
    return Look(int(slow, 16), int(fine, 16), is_scan == "1")


def _unpacked(words: bytes) -> str:
    return zlib.decompress(words).decode("utf-8")
