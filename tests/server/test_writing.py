"""The one writer and the feed behind it: who waits is told at once, the head never goes back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from db import journal
from db.domain import commands as verb
from db.seals import Seal
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
    writer = Writer(store, city, lambda: datetime.now(UTC), lambda entries, at: None)

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
        feed = Feed(store, readers, head, room.clock, Seal(b"key"))
        first = replace(head, seq=1, chain=entries[0].chain)
        feed.committed(
            entries[:1], first
        )  # told late: another process has committed the second already
        assert (feed.head, feed.chain) == (2, entries[1].chain)
    store.close()


def test_what_a_database_gives_no_known_reason_for_is_borne_by_one_alone(
    database: str, pack: Path
) -> None:
    store = Store.open(database, Kind.SERVER)
    city, _ = open_city(pack)
    with store.write() as conn:
        journal.begin(conn, city.id)
    writer = Writer(store, city, lambda: datetime.now(UTC), lambda entries, at: None)

    def spoiled(conn: Any) -> None:
        conn.exec_driver_sql("SELECT * FROM no_such_table")

    async def ask_all() -> list[Any]:
        asked = [writer.write(work) for work in (lambda conn: 1, spoiled, lambda conn: 3)]
        waiting = asyncio.gather(*asked, return_exceptions=True)
        await asyncio.sleep(0)
        running = asyncio.create_task(writer.run())
        told = await waiting
        writer.close()
        await running
        return told

    first, second, third = asyncio.run(ask_all())
    store.close()
    assert (first, third) == (1, 3)
    assert isinstance(second, StoreFault)
    assert second.key is FaultKey.FAILED
