"""A desk acts alone on a report that a flood folds meanwhile: its officer is asked, all is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from console.sync_status import Item, Link
from db import cases
from db.domain import commands as verb
from db.domain.case import SYSTEM, Case
from db.domain.flood import was_folded
from db.domain.states import State
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.rain import TEXT, Rain, held
from tests.server.room import CITY, PASSWORD, Room

FORWARD = verb.Forward(("dpupr",), "banjir", "complaint")
NOTED = "sudah ditelepon, air setinggi lutut"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A running server that looks for a flood all the time."""
    monkeypatch.setattr("server.flood.EVERY", 0.02)
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


class Outage:
    """Siti's desk is cut off; the rain goes on, on a server that she does not reach."""

    def __init__(self, room: Room, seat: Seat) -> None:
        self.room, self.seat, self.rain = room, seat, Rain(room)
        self.first, self.acted, self.noted = self.rain.fall(3)

    async def begin(self) -> None:
        """She has seen the first reports, and is alone."""
        for id in (self.first, self.acted, self.noted):
            await until_held(self.seat, id)
        self.port = self.room.socket.getsockname()[1]
        await asyncio.to_thread(self.room.stop)
        await until(lambda: self.seat.program.sync.status.link is Link.OFFLINE, "she is alone")

    async def act(self) -> list[str]:
        """A note and a forward of one report, a note on another: all stored, none sent."""
        desk, made = self.seat.program.desk, []
        for id, act in ((self.acted, verb.Note(NOTED)), (self.acted, FORWARD),
                        (self.noted, verb.Note(NOTED))):  # fmt: skip
            (case,) = await desk.cases([id])
            made.append((await desk.do(case, act)).command.id)
        return made

    async def rains(self) -> None:
        """What she acted on is folded before the server can know of it."""
        self.room.start()
        made = [self.acted, self.noted, *await asyncio.to_thread(self.rain.begin, 9)]
        await until(lambda: all(map(was_folded, held(self.room, made))), "all were folded")
        await asyncio.to_thread(self.room.stop)

    async def back(self) -> None:
        """The server is where she looks for it."""
        self.room.start(self.port)
        await until(lambda: self.seat.program.sync.status.link is Link.LIVE, "she is back")

    def items(self) -> list[Item]:
        return list(self.seat.program.desk.items())

    def case(self, id: str) -> Case:
        (found,) = held(self.room, [id])
        return found


async def until_held(seat: Seat, case: str) -> None:
    for _ in range(2000):
        if await seat.program.sync.cache.case(case) is not None:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the desk never heard of it")


async def same_rows(outage: Outage) -> None:
    """Until the desk's own rows are the server's."""
    for _ in range(2000):
        store = outage.room.store()
        with store.read() as conn:
            there = cases.cache_digest(conn)
        store.close()
        if await outage.seat.program.sync.cache.read(cases.cache_digest) == there:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the desk never became equal to the server")


def test_it_comes_back_as_a_conflict_that_she_sees_and_settles(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    outage = Outage(room, seat)

    async def journey() -> None:
        await outage.begin()
        note, forward, other = await outage.act()
        await outage.rains()
        await outage.back()
        await until(lambda: [one.state for one in outage.items()] == ["rejected"], "she is asked")
        (lost,) = outage.items()
        assert (lost.command.id, lost.reason) == (forward, "assignment_changed")
        assert lost.facts["state"] == "merged"

        # Her words stand with the case that goes on, once each; nobody was sent anywhere.
        assert outage.case(outage.first).notes == 2
        assert {note, other} <= {entry["id"] for entry in room.desk("siti").bodies()}
        folded = outage.case(outage.acted)
        assert (folded.state, folded.tasks, folded.text) == (State.MERGED, (), TEXT)

        await until(lambda: seat.program.desk.items()[0].facts.get("did") == "merged", "by whom")
        seat.frame.go("outbox")
        await seat.rest()
        shown = " | ".join(one.text() for one in seat.frame.outbox.findChildren(QLabel))
        assert "Perlu tindakan · 1" in shown
        assert folded.number in shown
        assert SYSTEM.name in shown

        # It stays until she has settled it: her report is given back, and goes where she said.
        (case,) = await seat.program.desk.cases([outage.acted])
        await seat.program.desk.do(case, verb.Unmerge("lipatan dibuka"))
        await until(lambda: outage.case(outage.acted).state is State.RECEIVED, "it is given back")
        await same_rows(outage)
        assert [one.command.id for one in outage.items()] == [forward]
        await seat.program.desk.send_again(lost.command)
        await until(lambda: outage.case(outage.acted).state is State.FORWARDED, "it is forwarded")
        await until(lambda: not outage.items(), "nothing waits for her")
        await same_rows(outage)
        assert len(outage.case(outage.first).reports) == 11

    loop.run(journey())
