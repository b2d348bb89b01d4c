"""Filters that the room shares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing was shared before."""
    op.create_table(
        "shared_filters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["people.id"], name=op.f("fk_shared_filters_author")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_filters")),
        sa.UniqueConstraint("folded", name=op.f("uq_shared_filters_folded")),
    )
