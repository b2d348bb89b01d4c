"""Ways into the cases of a place and a time: what may be the same problem is found by them."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cases by the square their point lies in (`CELL` of `db/tables.py`), and by area."""
    op.execute(
        "CREATE INDEX ix_cases_cell ON cases ("
        "CAST(json_extract(doc, '$.place.lat') * 200 AS INTEGER) * 1000000 "
        "+ CAST(json_extract(doc, '$.place.lng') * 200 AS INTEGER), first_at, state)"
    )
    op.create_index(
        op.f("ix_cases_area_first_at_state"), "cases", ["area", "first_at", "state"], unique=False
    )
