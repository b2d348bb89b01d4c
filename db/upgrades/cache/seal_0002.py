"""The server's seal on the place a cache stands at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Caches of before have none; the next page brings one."""
    op.add_column("cursor", sa.Column("seal", sa.Text(), nullable=False, server_default=""))
