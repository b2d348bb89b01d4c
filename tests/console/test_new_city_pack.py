"""A city pack that came while the desk was open: taken up when nothing is lost by it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.filter_bar import Filters

NAME = "Lampu kota dan taman"


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti, signed in and live."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    loop.run(until(lambda: seat.program.desk.online, "the desk is live"))
    return seat


def renamed(seat: Seat) -> str:
    """The city gives a category another name; which one."""
    pack = seat.program.sync.pack
    data = json.loads(pack.text)
    table = data["city"]["categories"]["category"]
    row = table[0] if isinstance(table, list) else next(iter(table.values()))
    row["name"] = NAME
    pack._take({**data, "version": "another"})
    return next(id for id, one in seat.program.desk.city.categories.items() if one.name == NAME)


def test_a_desk_at_rest_takes_it_up_by_itself(room: Room, seat: Seat, loop: Loop) -> None:
    cases = [room.received(room.desk("agus")) for _ in range(3)]

    async def played() -> None:
        await until(lambda: len(seat.program.book) == 3, "the cases are here")
        before, board = seat.frame, seat.frame.board
        board.choose(cases[1])
        board.filters.set_filters(Filters(text="sampah"))
        await until(lambda: seat.program.book.wanted.cases is not None, "it is searched for")
        category = renamed(seat)
        await until(lambda: seat.frame is not before, "it is built anew")
        assert seat.frame.board.filters.filters().text == "sampah"
        await until(lambda: seat.frame.board.current_id() == cases[1], "it is chosen again")
        now = seat.frame
        await seat.rest()
        seat.program._keep_up()
        assert seat.frame is now
        now.board.filters.set_filters(Filters(category=(category,)))
        assert NAME in now.board.filters.in_words()

    loop.run(played())


@pytest.mark.parametrize("way", ["sheet", "typed", "another page", "palette", "locked"])
def test_nobody_loses_what_they_are_at(room: Room, seat: Seat, loop: Loop, way: str) -> None:
    case = room.received(room.desk("agus"), category="sampah")

    async def played() -> None:
        await until(lambda: seat.program.book.slot(case) is not None, "the case is here")
        frame = seat.frame
        ends = await begun(way)
        renamed(seat)
        seat.program._keep_up()
        await seat.rest()
        assert seat.frame is frame
        ends()
        seat.program._keep_up()
        assert seat.frame is not frame

    async def begun(way: str) -> Callable[[], object]:
        frame = seat.frame
        if way == "sheet":
            frame.board.choose(case)
            frame.ask("note")
            await until(lambda: frame._sheets.current is not None, "a sheet is open")
            return frame._sheets.close
        if way == "typed":
            entry = frame.shift.log.note
            entry.insert("Ganti shift")
            return entry.clear
        if way == "another page":
            frame.go("figures")
            return lambda: frame.go("board")
        if way == "palette":
            frame.guide.show_palette()
            await until(lambda: frame.guide.palette is not None, "the palette is open")
            return frame.guide.leave
        seat.program.guard.lock()
        return seat.program.guard.unlock

    loop.run(played())
