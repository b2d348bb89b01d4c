"""A look up the ladders ends, and no case keeps another from climbing."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from db import cases, journal
from db.domain import commands as verb
from db.domain.climbs import id_of
from db.domain.ladder import steps
from db.seals import Seal
from db.store import Store
from server.changes import Feed
from server.city import open_city
from server.ladders import AGAIN, Ladders
from server.writing import Writer
from tests.server.room import Desk, Room, forward

PATIENCE = 10.0


def silent(siti: Desk) -> str:
    """A case that its agency does not accept."""
    case = siti.room.received(siti)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    return case


def use_up(siti: Desk, case: str) -> None:
    """Give notes under the ids with which the case would climb."""
    city, _ = open_city(siti.room.settings.city)
    for step in steps(siti.room.case(case), city):
        id = id_of(case, step.rule, step.started, step.step)
        note = siti.command(case, verb.Note("ditelepon"), id=id)
        assert siti.send(note)[0]["outcome"] == "accepted"


def climbed(store: Store, id: str) -> int:
    with store.read() as conn:
        case = cases.one(conn, id)
    assert case is not None
    return len(case.climbs)


@pytest.mark.parametrize("at_once", [1, 2])
def test_cases_that_cannot_climb_neither_end_in_a_circle_nor_hold_up_another(
    room: Room, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("server.ladders._AT_ONCE", at_once)
    siti = room.desk("siti")
    stuck = [silent(siti), silent(siti)]
    for case in stuck:
        use_up(siti, case)
    honest = silent(siti)
    room.stop()
    city, store = open_city(room.settings.city)[0], room.store()
    now = datetime.now(UTC) + timedelta(minutes=61)

    async def look(later: timedelta) -> int:
        with store.write() as conn:
            head, seal = journal.head(conn), Seal.of(conn)
        with ThreadPoolExecutor(1) as readers:
            feed = Feed(store, readers, head, lambda: now + later, seal)
            writer = Writer(store, city, lambda: now + later, feed.committed)
            running = asyncio.create_task(writer.run())
            try:
                ladders = Ladders(writer, feed, city, lambda: now + later)
                return await asyncio.wait_for(ladders.look(), PATIENCE)
            finally:
                writer.close()
                await running

    assert asyncio.run(look(timedelta(0))) == 1
    assert [climbed(store, case) for case in (*stuck, honest)] == [0, 0, 1]
    assert asyncio.run(look(AGAIN + timedelta(seconds=1))) == 0
    assert [climbed(store, case) for case in (*stuck, honest)] == [0, 0, 1]
    store.close()
