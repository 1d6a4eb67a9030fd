"""Whether a paper is the original or a copy, and who holds it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("paper_kind", sa.Text(), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("holder", sa.Text(), nullable=False, server_default=""))
