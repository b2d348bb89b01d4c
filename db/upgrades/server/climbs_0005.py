"""When each case is due for the next step of a ladder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; cases that are there are looked at when their soonest clock falls due."""
    op.create_table(
        "climbs",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_climbs")),
    )
    op.create_index(op.f("ix_climbs_at"), "climbs", ["at"])
    op.execute('INSERT INTO climbs ("case", at) SELECT id, due FROM cases WHERE due > 0')
