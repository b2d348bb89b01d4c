"""A desk whose map is open with cases on it."""

from __future__ import annotations

from collections.abc import Sequence

from console.pages.map import MapPage
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room


def at_the_map(room: Room, cases: Sequence[str], loop: Loop, seat: Seat) -> MapPage:
    """Siti signs in and goes to the map, once these cases are on it."""
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    book = seat.program.book
    loop.run(until(lambda: all(book.slot(c) is not None for c in cases), "the cases are here"))
    loop.run(seat.press("g"))
    loop.run(seat.press("m"))
    loop.run(until(lambda: seat.frame.map.page is not None, "the map is loaded"))
    page = map_of(seat)
    loop.run(until(lambda: page.settled and all(map(page.shows, cases)), "the cases are shown"))
    loop.run(seat.rest())
    return page


def map_of(seat: Seat) -> MapPage:
    """The page, which is loaded."""
    page = seat.frame.map.page
    assert page is not None
    return page
