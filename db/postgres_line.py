"""How long a PostgreSQL that vanished without a word is waited for."""

from __future__ import annotations

from sqlalchemy import URL

# Given up after some 20 s, by readers and the writer alike, whatever the system's own patience is:
# that may be two hours. Libpq's names.
PATIENCE = {
    "connect_timeout": "5",
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


def line_to(url: URL) -> dict[str, str]:
    """What the driver is given for a connection. What the URL says itself counts more."""
    given = {"application_name": "liveroom", **PATIENCE}
    return {name: said for name, said in given.items() if name not in url.query}
