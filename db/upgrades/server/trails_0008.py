"""What figures count of each case; a server fills it from the journal as soon as it runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "trails",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_trails")),
    )
    op.create_index(op.f("ix_trails_seq"), "trails", ["seq"], unique=False)
    op.create_table(
        "trails_reached",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_trails_reached")),
    )
