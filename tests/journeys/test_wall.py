"""A wall with a real server: let in, live, cut off, killed, removed; it always comes back alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.pages.wall import SILENT, WallFace
from console.wall import WallProgram
from console.wall_options import WallOptions
from db import cases
from db.domain.case import Place
from db.domain.states import State
from db.domain.wall import Picture
from resources import path
from server import admission
from tests.faults.network_plain import Plain
from tests.faults.network_proxy import Message, Plan, Proxy
from tests.plugins.seats import Loop, loop, until
from tests.server.room import CITY, Room, forward

__all__ = ["loop"]

HERE = Place("Jl. Daan Mogot", -6.1719, 106.6317, "36.71.01.1001")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


def admit(room: Room, code: str, name: str = "Ruang kendali") -> None:
    store = room.store()
    with store.write() as conn:
        admission.expect(conn, name, code, room.clock())
    store.close()


def remove(room: Room) -> None:
    store = room.store()
    with store.write() as conn:
        wall = admission.named(conn, "Ruang kendali")
        assert wall is not None
        admission.remove(conn, wall, room.clock())
    store.close()


def sums(room: Room) -> dict[str, int]:
    """Reports by state, as the journal's own tables say."""
    store = room.store()
    with store.read() as conn:
        found = cases.counts(conn, "city")
    store.close()
    return {state.value: one.reports for state, one in found.items() if one.reports}


def face_of(program: WallProgram) -> WallFace:
    (window,) = program.screens.windows
    assert window.face is not None
    return window.face


def picture_of(program: WallProgram) -> Picture:
    assert program.link.picture is not None
    return program.link.picture


@pytest.fixture
def at_wall(
    loop: Loop, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[WallProgram], Coroutine[Any, Any, None]], str], None]:
    """Runs a journey with a wall that hangs, and takes it down."""
    monkeypatch.setattr("console.wall_link.ASKS", 0.1)
    monkeypatch.setattr("server.wall.LOOKS", 0.05)

    def run(journey: Callable[[WallProgram], Coroutine[Any, Any, None]], server: str) -> None:
        async def whole() -> None:
            program = WallProgram(loop.app, tmp_path / "wall", server, WallOptions())
            ended = asyncio.Event()
            program.ended.connect(ended.set)
            await program.begin()
            try:
                await journey(program)
            finally:
                program.close()
                await ended.wait()

        loop.run(whole())
        assert loop.faults == []

    return run


async def let_in(program: WallProgram, room: Room) -> None:
    await until(lambda: bool(program.link.code), "it shows its code")
    (window,) = program.screens.windows
    assert window.door is not None
    assert program.link.code[:5] in window.door.accessibleName()
    admit(room, program.link.code)
    await until(lambda: program.link.picture is not None, "it shows the city")


async def shows_truth(program: WallProgram, room: Room) -> None:
    """Until the wall says what the journal's sums say."""
    await until(
        lambda: (
            program.link.picture is not None
            and dict(program.link.picture.figures.states) == sums(room)
        ),
        "the wall shows what the journal says",
    )


def test_a_wall_is_let_in_and_follows_every_change(
    at_wall: Callable[..., None], room: Room, loop: Loop
) -> None:
    async def journey(program: WallProgram) -> None:
        siti = room.desk("siti")
        case = room.received(siti, place=HERE)
        await let_in(program, room)
        await shows_truth(program, room)
        room.received(siti)
        await shows_truth(program, room)
        siti.do(case, forward("dlh"), 0)
        await until(lambda: "forwarded" in picture_of(program).figures.states, "the wall has heard")
        await shows_truth(program, room)
        states = [row.state for row in picture_of(program).rows.values()]
        assert sorted(states) == [State.FORWARDED, State.RECEIVED]
        assert not face_of(program).stale

    at_wall(journey, room.url)


@pytest.mark.parametrize("how", ["network", "server"])
def test_what_cannot_be_heard_is_called_old_in_time_and_comes_back_alone(
    at_wall: Callable[..., None], room: Room, how: str
) -> None:
    between = Plain(room.url)
    port = int(room.url.rpartition(":")[2])

    async def journey(program: WallProgram) -> None:
        siti = room.desk("siti")
        room.received(siti, place=HERE)
        await let_in(program, room)
        await until(lambda: not face_of(program).stale, "it is live")
        if how == "network":
            between.shut = True
            between.cut()
        else:
            await asyncio.to_thread(room.stop)
        await until(lambda: face_of(program).stale, "it says that it is old")
        assert SILENT < program.link.silent() < 5.2  # seconds since the last word; a tick each
        assert picture_of(program).rows
        if how == "network":
            between.shut = False
        else:
            await asyncio.to_thread(room.start, port)
        await until(lambda: not face_of(program).stale, "it has come back")
        room.received(room.desk("siti"))
        await shows_truth(program, room)
        assert program.link.trouble == ""

    try:
        at_wall(journey, between.url)
    finally:
        between.close()


def test_a_removed_wall_shows_nothing_more_and_asks_to_be_let_in_anew(
    at_wall: Callable[..., None], room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.wall.CHECKS", 0.1)
    monkeypatch.setattr("server.people.TRUSTED", 0.0)

    async def journey(program: WallProgram) -> None:
        room.received(room.desk("siti"), place=HERE)
        await let_in(program, room)
        remove(room)
        await until(lambda: bool(program.link.code), "it shows a code again")
        (window,) = program.screens.windows
        assert (window.face, program.link.picture) == (None, None)
        admit(room, program.link.code)
        await shows_truth(program, room)

    at_wall(journey, room.url)


def test_a_wall_starts_with_what_it_showed_last_and_needs_no_code_again(
    at_wall: Callable[..., None], room: Room
) -> None:
    async def first(program: WallProgram) -> None:
        room.received(room.desk("siti"), place=HERE)
        await let_in(program, room)
        await shows_truth(program, room)

    async def second(program: WallProgram) -> None:
        assert dict(picture_of(program).figures.states) == {"received": 1}
        assert face_of(program).stale
        room.received(room.desk("siti"))
        await shows_truth(program, room)
        assert program.link.code == ""
        assert not face_of(program).stale

    at_wall(first, room.url)
    at_wall(second, room.url)


class Spoiled:
    """Three of eight lines of the stream are lost, doubled or cut."""

    def __init__(self) -> None:
        self.turn = 0

    def plan(self, _request: Message) -> Plan:
        return Plan(lines=self.lines)

    def lines(self, line: bytes) -> list[bytes]:
        self.turn += 1
        match self.turn % 8:
            case 3:
                return []
            case 5:
                return [line, line]
            case 7:
                return [line[: len(line) // 2]]
        return [line]


def test_lines_that_are_lost_doubled_or_spoiled_never_make_a_false_picture(
    at_wall: Callable[..., None], room: Room
) -> None:
    between, spoiled = Proxy(room.url), Spoiled()
    between.plan = spoiled.plan

    async def journey(program: WallProgram) -> None:
        siti = room.desk("siti")
        await let_in(program, room)
        for n in range(8):
            case = room.received(siti, place=HERE)
            if n % 2:
                siti.do(case, forward("dlh"), 0)
            await asyncio.sleep(0.3)
        await shows_truth(program, room)
        assert len(picture_of(program).rows) == 8
        assert spoiled.turn > 8

    try:
        at_wall(journey, between.url)
    finally:
        between.close()
