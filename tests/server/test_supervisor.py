"""A part of the server that ends with a fault is told everywhere, and begins again by itself."""

import asyncio
import itertools
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from db.domain import commands as verb
from db.faults import FaultKey
from db.store import Kind, Store, StoreFault
from server.supervisor import Supervisor
from tests.server.room import Room
from tests.server.test_health import measured, until

ENDED = "a part of the server has ended"


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same parts, with all waits shortened."""
    for name, seconds in {
        "supervisor.FIRST_WAIT": 0.3,
        "supervisor.WELL": 1.0,
        "abreast.LOOK_EVERY": 0.05,
        "streams.TICK": 0.05,
        "watch.EVERY": 0.05,
        "vigil.EVERY": 0.05,
        "uploads._SWEEP_EVERY": 0.05,
        "deliveries.LONGEST_WAIT": 0.05,
    }.items():
        monkeypatch.setattr(f"server.{name}", seconds)


def told(room: Room) -> list[str]:
    """The troubles of /health."""
    answer = httpx.get(f"{room.url}/health", timeout=30)
    keys: list[str] = answer.json()["trouble"]
    assert answer.status_code == (503 if keys else 200)
    return keys


class Spoiled:
    """A method that fails once, with a fault nobody foresaw, and then works as before."""

    def __init__(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        self.whole, self.calls, self.due = getattr(owner, name), 0, threading.Event()
        spoiled = self

        def called(*given: Any, **named: Any) -> Any:
            spoiled.calls += 1
            if spoiled.due.is_set():
                spoiled.due.clear()
                raise ArithmeticError("nobody foresaw this")
            return spoiled.whole(*given, **named)

        patch.setattr(owner, name, called)


PARTS = {
    "looks": "server.changes.Feed.look",
    "ticks": "server.streams.Streams.tick",
    "watch": "server.watch.Watch.look",
    "vigil": "server.vigil.Vigil.look",
    "uploads": "server.uploads.Uploads.sweep",
    "deliveries": "server.deliveries.Deliveries.turn",
    "writer": "server.writing.Writer._carry_out",
}


@pytest.mark.expects_log(ENDED)
@pytest.mark.parametrize("name", PARTS)
def test_every_part_begins_again_after_a_fault_nobody_foresaw(
    soon: None, room: Room, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module, kind, method = PARTS[name].rsplit(".", 2)
    owner = getattr(__import__(module, fromlist=[kind]), kind)
    spoiled = Spoiled(monkeypatch, owner, method)
    siti = room.desk("siti")
    with siti.following() as pages:
        next(pages)
        spoiled.due.set()
        assert any("part_ended" in page.get("trouble", ()) for page in pages)
        assert told(room) == ["part_ended"]
        found = measured(room)
        # Whoever waited for the writer has failed with it.
        assert found["liveroom_parts_ended"] == 1 or name == "writer"
        assert found["liveroom_troubles"] == 1
        calls = spoiled.calls
        assert any("trouble" not in page for page in pages)
    assert told(room) == []
    until(lambda: spoiled.calls > calls)
    assert siti.do(room.received(siti), verb.Note("masih bekerja"))["outcome"] == "accepted"


@pytest.mark.expects_log(f"{ENDED}|trouble|could not|store fault")
def test_a_table_that_is_gone_for_a_while_is_told_and_then_all_is_well(
    soon: None, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while a backup is put back under a running server."""
    monkeypatch.setattr("server.abreast.PATIENCE", 0.2)
    siti = room.desk("siti")
    room.received(siti)
    store = room.store()
    with store.write() as conn:
        conn.execute(text("ALTER TABLE head RENAME TO head_gone"))
    until(lambda: {"part_ended", "database_fails"} <= set(told(room)))
    assert siti.http.get("/snapshot").status_code == 503
    with store.write() as conn:
        conn.execute(text("ALTER TABLE head_gone RENAME TO head"))
    store.close()
    until(lambda: told(room) == [])
    room.received(siti)


class TestSupervisor:
    """Alone, with parts of our own."""

    @pytest.mark.expects_log(ENDED)
    def test_it_waits_longer_each_time_and_no_longer_than_the_longest(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("server.supervisor.FIRST_WAIT", 0.02)
        monkeypatch.setattr("server.supervisor.LONGEST_WAIT", 0.08)
        begun: list[float] = []

        async def part() -> None:
            begun.append(time.monotonic())
            if len(begun) < 6:
                raise ArithmeticError

        heard: list[bool] = []
        asyncio.run(Supervisor(heard.append).keep("part", part))
        waits = [after - before for before, after in itertools.pairwise(begun)]
        least = (0.02, 0.04, 0.08, 0.08, 0.08)
        assert all(wait >= short for wait, short in zip(waits, least, strict=True))
        assert max(waits) < 0.08 * 4
        assert heard == [True] * 5 + [False]

    def test_to_end_it_is_to_end_its_part(self) -> None:
        ends: list[str] = []

        async def part() -> None:
            try:
                await asyncio.sleep(3600)
            finally:
                await asyncio.sleep(0)
                ends.append("part")

        async def play() -> None:
            task = asyncio.create_task(Supervisor(lambda ended: None).keep("part", part))
            await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.wait({task})
            assert task.cancelled()

        asyncio.run(play())
        assert ends == ["part"]


@pytest.mark.parametrize("state", ["42P01", "57014", "XX000", "0A000"])
def test_what_postgresql_gives_no_known_reason_for_is_a_fault_of_the_store(
    postgres: Callable[[], str], state: str
) -> None:
    store = Store.open(postgres(), Kind.SERVER)
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StoreFault) as caught, store.read() as conn:
        conn.exec_driver_sql(raised)
    assert caught.value.key is FaultKey.FAILED
    store.close()
