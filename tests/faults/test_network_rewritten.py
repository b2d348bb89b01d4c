"""A history that was rewritten, reordered or shortened: the first desk that pulls says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.chain import chain_next, chain_start, leaf_of
from tests.faults.network_town import Town, live
from tests.journeys.processes import until

Change = Callable[[sqlite3.Connection, int], None]
NOTICED = {"history_differs", "cursor_beyond_head", "history_broken", "digest_differs"}


def rewritten(conn: sqlite3.Connection, head: int) -> None:
    """Another text in a change of long ago."""
    alter = "UPDATE changes SET body = replace(body, 'Sampah', 'Semprah') WHERE seq = ?"
    assert conn.execute(alter, (head - 3,)).rowcount == 1


def reordered(conn: sqlite3.Connection, head: int) -> None:
    """Two changes have changed places."""
    for old, new in ((head - 3, -1), (head - 2, head - 3), (-1, head - 2)):
        conn.execute("UPDATE changes SET seq = ? WHERE seq = ?", (new, old))


def shortened(conn: sqlite3.Connection, head: int) -> None:
    """The last changes never were."""
    conn.execute("DELETE FROM decisions WHERE seq > ?", (head - 2,))
    conn.execute("DELETE FROM changes WHERE seq > ?", (head - 2,))


def falsified(town: Town, change: Change) -> None:
    """Change the history behind the server's back and make chain and head fit it."""
    town.site.kill()
    path = Path(town.site.database.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as conn, conn:
        epoch, head = conn.execute("SELECT epoch, seq FROM head").fetchone()
        change(conn, head)
        chain, last = chain_start(epoch), 0
        rows = conn.execute("SELECT seq, salt, body FROM changes ORDER BY seq").fetchall()
        for last, salt, body in rows:
            leaf = leaf_of(salt, body.encode())
            chain = chain_next(chain, leaf)
            fit = "UPDATE changes SET leaf = ?, chain = ? WHERE seq = ?"
            conn.execute(fit, (leaf, chain, last))
        conn.execute("UPDATE head SET seq = ?, chain = ?, high_water = ?", (last, chain, last))
    town.site.start()


@pytest.mark.parametrize("change", [rewritten, reordered, shortened])
def test_a_falsified_history_is_noticed(town: Town, full: bool, change: Change) -> None:
    if not full:
        pytest.skip("a server and a desk for each: only with make faults")
    for n in range(6):
        town.channel.post(f"Sampah {n}")
    desk = town.seat("siti")
    town.settled(desk)
    assert not NOTICED & {told["key"] for told in desk.ask("notices")}
    falsified(town, change)
    until(
        lambda: bool(NOTICED & {told["key"] for told in desk.ask("notices")}),
        "the desk notices that the history is another one",
        60,
    )
    if change is rewritten:  # of the others there is nothing whole that a desk could take
        until(lambda: live(desk), "the desk goes on with what the server has", 60)
    print(f"\n{change.__name__}: {[told['key'] for told in desk.ask('notices')]}")
