"""The schema as the program uses it today. Migrations never import it; a test keeps the two alike.

Column names of `evidence` are the field names of the dataclass. Numbers of sub-items are those of the catalogue.
"""

import datetime as dt
import re
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from foodsafe_desktop.domain.evidence import Condition, Origin, Presence

_ESCAPE = "\x1b"
_NOT_STORABLE = re.compile("[\x00\x1b\ud800-\udfff]")
_ESCAPED = re.compile("\x1b([0-9a-f]{4})")


class Words(TypeDecorator[str]):
    """Any Python text, character for character; NFC and NFD spellings and upper and lower case stay different.

    A file name on Linux is bytes; those that are no UTF-8 reach us as lone surrogates, which no database takes as text.
    They are stored as ESC and four hex digits, and so are NUL and ESC itself, which makes it reversible.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Text as stored."""
        if value is None or (value.isascii() and value.isprintable()):
            return value
        return _NOT_STORABLE.sub(lambda m: f"{_ESCAPE}{ord(m[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Text as it was given."""
        if value is None or _ESCAPE not in value:
            return value
        return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)


class Moment(TypeDecorator[dt.datetime]):
    """A time with its zone, kept as ISO 8601 text so that the offset a person saw is the offset that comes back."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """ISO text; raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without its zone: {value!r}")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """The time, with a fixed offset."""
        return None if value is None else dt.datetime.fromisoformat(value)


class Member(TypeDecorator[StrEnum]):
    """A member of an enumeration, by its value."""

    impl = String(16)
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of
        self._members = {one.value: one for one in of}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The member's value."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member; raises KeyError for a value that is none."""
        return None if value is None else self._members[value]


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

catalogue = Table(
    "catalogue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("toml", Words, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Words, nullable=False),
    Column("year", Integer),
    Column("dated", Date),
    Column("document_number", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("reference_code", Words, nullable=False),
    Column("secrecy", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("paper_place", Words),
    Column("pages", Integer),
    Column("recycled", Boolean, nullable=False),
)

evidence_file = Table(
    "evidence_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Words, nullable=False),
    Column("evidence_id", Integer, ForeignKey("evidence.id"), nullable=False, index=True),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("algorithm", String(16)),
    Column("digest", String(128)),
    Column("format", String(32), nullable=False),
    Column("condition", Member(Condition), nullable=False),
    Column("detail", Words, nullable=False),
    Column("pages", Integer),
    Column("printable", Boolean, nullable=False),
    Column("presence", Member(Presence), nullable=False),
    Column("changed", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("path"),
)

assignment = Table(
    "assignment",
    metadata,
    Column("evidence_id", Integer, ForeignKey("evidence.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("origin", Member(Origin), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
)

omission = Table(
    "omission",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reason", Words, nullable=False),
)

elected = Table(
    "elected",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
)

binder = Table(
    "binder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Words, nullable=False),
    Column("path", Words, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("partial", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    Column("verb", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)

history_end = Table(
    "history_end",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)
