"""The one writer and the feed behind it: who waits is told at once, the head never goes back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from db import journal
from db.domain import commands as verb
from db.store import FaultKey, Kind, Store, StoreFault
from server.changes import Feed
from server.city import open_city
from server.writing import Writer
from tests.server.room import Room


def test_a_disk_that_takes_nothing_is_asked_once_for_all_who_wait(
    database: str, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    def locked(store: Store) -> None:
        nonlocal tries
        tries += 1
        raise StoreFault(store.where, FaultKey.LOCKED)

    store = Store.open(database, Kind.SERVER)
    city, _ = open_city(pack)
    writer = Writer(store, city, lambda: datetime.now(UTC), lambda entries: None)

    async def ask_all() -> list[Any]:
        asked = [writer.write(lambda conn: None) for _ in range(20)]
        waiting = asyncio.gather(*asked, return_exceptions=True)
        await asyncio.sleep(0)
        running = asyncio.create_task(writer.run())
        told = await waiting
        writer.close()
        await running
        return told

    monkeypatch.setattr(Store, "write", locked)
    told = asyncio.run(ask_all())
    monkeypatch.undo()
    store.close()
    assert [type(one) for one in told] == [StoreFault] * 20
    assert tries == 1


def test_a_head_that_ran_ahead_of_our_own_commit_stays_there(room: Room) -> None:
    siti = room.desk("siti")
    siti.do(room.received(siti), verb.Note("sudah dicek"))
    store = room.store()
    with store.read() as conn:
        head, entries = journal.head(conn), journal.after(conn, 0)
    with ThreadPoolExecutor(1) as readers:
        feed = Feed(store, readers, head, room.clock)
        feed.committed(entries[:1])  # told late: another process has committed the second already
        assert (feed.head, feed.chain) == (2, entries[1].chain)
    store.close()
