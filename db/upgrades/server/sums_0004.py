"""Sums of the cases by who may see them, and a place for what only the server may know."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PIECE = 2000


def upgrade() -> None:
    """Make both tables, and add up the cases that are there."""
    op.create_table(
        "sums",
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("agencies", sa.Text(), nullable=False),
        sa.Column("cases", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("secret", "agencies", name=op.f("pk_sums")),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secrets")),
    )
    rows = [
        {"secret": secret, "agencies": agencies, "cases": cases, "digest": f"{digest:016x}"}
        for (secret, agencies), (cases, digest) in _added_up().items()
    ]
    if rows:
        names = ("secret", "agencies", "cases", "digest")
        op.get_bind().execute(sa.insert(sa.table("sums", *map(sa.column, names))), rows)


def _added_up() -> dict[tuple[bool, str], tuple[int, int]]:
    # Written out here, since a revision must do the same when the program has long gone on.
    query = sa.text("SELECT secret, agencies, doc FROM cases")
    found: dict[tuple[bool, str], tuple[int, int]] = {}
    with op.get_bind().execute(query, execution_options={"yield_per": _PIECE}) as rows:
        for secret, agencies, doc in rows:
            names = sorted(agencies[1:-1].split(",")) if agencies else []
            key = (bool(secret), f",{','.join(names)}," if names else "")
            cases, digest = found.get(key, (0, 0))
            own = int.from_bytes(sha256(doc.encode()).digest()[:8], "big")
            found[key] = cases + 1, (digest + own) % 2**64
    return found
