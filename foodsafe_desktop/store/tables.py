"""The schema as the program uses it today. Migrations never import it; a test keeps the two alike.

Column names are the field names of the dataclasses. Numbers of sub-items are those of the catalogue.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from foodsafe_desktop.domain.corrections import CorrectionKind
from foodsafe_desktop.domain.evidence import Condition, Origin, Presence
from foodsafe_desktop.domain.questions import Answer, QuestionKind
from foodsafe_desktop.domain.requirements import Basis, Cadence
from foodsafe_desktop.store.columns import Exact, Listed, Member, Moment, Words

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
    Column("retention", Words, nullable=False, server_default=""),
    Column("organ", Words, nullable=False, server_default=""),
    Column("paper_kind", Words, nullable=False, server_default=""),
    Column("holder", Words, nullable=False, server_default=""),
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
    Column("facts", Listed, nullable=False, server_default="[]"),
    Column("presence", Member(Presence), nullable=False),
    Column("changed", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("key", Words),
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
    Column("requirements", Listed, nullable=False, server_default="[]"),
    Column("pages", Listed),
)

omission = Table(
    "omission",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reason", Words, nullable=False),
    Column("approving_document", Words, nullable=False, server_default=""),
)

elected = Table(
    "elected",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
)

requirement_edit = Table(
    "requirement_edit",
    metadata,
    Column("id", Words, primary_key=True),
    Column("number", Integer),
    Column("title", Words),
    Column("kind", Words),
    Column("cadence", Member(Cadence)),
    Column("at_least", Integer),
    Column("within", Integer),
    Column("parts", Listed),
    Column("basis", Member(Basis)),
    Column("from_year", Integer),
)

indicator_value = Table(
    "indicator_value",
    metadata,
    Column("indicator", Words, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("value", Exact),
    Column("not_applicable", Boolean, nullable=False),
    Column("note", Words, nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Member(QuestionKind), nullable=False),
    Column("evidence_id", Integer, ForeignKey("evidence.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("path", Words, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answer", Member(Answer)),
)

# Of these two rows may go; their ids are never given again, for the history names them.
correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Member(CorrectionKind), nullable=False),
    Column("number", Integer, nullable=False),
    Column("field", Words, nullable=False),
    Column("value", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    sqlite_autoincrement=True,
)

finding = Table(
    "finding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("what", Words, nullable=False),
    Column("found_on", Date, nullable=False),
    Column("found_by", Words, nullable=False),
    Column("department", Words, nullable=False),
    Column("deadline", Date),
    Column("rectified_by", Integer, ForeignKey("evidence.id")),
    Column("closed_on", Date),
    Column("note", Words, nullable=False),
    sqlite_autoincrement=True,
)

week_snapshot = Table(
    "week_snapshot",
    metadata,
    Column("on", Date, primary_key=True),
    Column("gaps", Listed, nullable=False),
    Column("secured", Words, nullable=False),
    Column("attainable", Words, nullable=False),
    Column("departments", Listed, nullable=False),
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

# What was handed out on paper: never changed afterwards, never taken back.
issued_volume = Table(
    "issued_volume",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Words, nullable=False),
    Column("issue", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    Column("path", Words, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("word", Words, nullable=False),
    Column("sheets", Words, nullable=False),
    UniqueConstraint("key", "issue"),
    sqlite_autoincrement=True,
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
