"""Issued volumes; retention and organ of a document; the pages of a file that are assigned."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("retention", sa.Text(), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("organ", sa.Text(), nullable=False, server_default=""))
    op.add_column("assignment", sa.Column("pages", sa.Text()))
    op.create_table(
        "issued_volume",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.UniqueConstraint("key", "issue", name="uq_issued_volume_key_issue"),
        sqlite_autoincrement=True,
    )
