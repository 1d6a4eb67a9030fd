"""The document by which a 合理缺项 was approved."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("omission", sa.Column("approving_document", sa.Text(), nullable=False, server_default=""))
