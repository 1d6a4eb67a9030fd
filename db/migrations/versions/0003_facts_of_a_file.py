"""What an inspection saw in a file beside whether it opens, as a list of codes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence_file", sa.Column("facts", sa.Text(), nullable=False, server_default="[]"))
