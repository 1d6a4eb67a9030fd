"""What coverage and identity need: requirements, indicators, corrections, questions, findings, weeks, file keys."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence_file", sa.Column("key", sa.Text()))
    op.add_column("assignment", sa.Column("requirements", sa.Text(), nullable=False, server_default="[]"))
    _coverage()
    _asked_and_corrected()
    _self_checks()


def _coverage() -> None:
    op.create_table(
        "requirement_edit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("title", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("cadence", sa.String(16)),
        sa.Column("at_least", sa.Integer()),
        sa.Column("within", sa.Integer()),
        sa.Column("parts", sa.Text()),
        sa.Column("basis", sa.String(16)),
        sa.Column("from_year", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_requirement_edit"),
    )
    op.create_table(
        "indicator_value",
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("indicator", "year", name="pk_indicator_value"),
    )


def _asked_and_corrected() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_question_evidence_id_evidence"),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )


def _self_checks() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date()),
        sa.Column("rectified_by", sa.Integer()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rectified_by"], ["evidence.id"], name="fk_finding_rectified_by_evidence"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "week_snapshot",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("gaps", sa.Text(), nullable=False),
        sa.Column("secured", sa.Text(), nullable=False),
        sa.Column("attainable", sa.Text(), nullable=False),
        sa.Column("departments", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("on", name="pk_week_snapshot"),
    )
