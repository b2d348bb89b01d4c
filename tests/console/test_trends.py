"""What came in, from the cache of a real desk: also without the server, as far as it knows."""

from __future__ import annotations

from collections.abc import Callable

from console.lane_filter import Wanted
from console.sync_status import Link
from console.trends import Trends
from db.domain.case import Place
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

CIKOKOL = "36.71.01.1005"


def test_a_desk_counts_what_it_holds_and_says_how_far_it_knows(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    program, agus = seat.program, room.desk("agus")
    here = Place("Jl. Merdeka", area=CIKOKOL)
    made = {room.received(agus, place=here) for _ in range(3)}
    loop.run(until(lambda: made <= set(program.book.columns), "the cases are here"))
    trends = Trends(program.sync, program.clock.now_ms)
    now = loop.run(trends.until())
    assert abs(now - program.clock.now_ms()) < 60_000
    week = 7 * 86_400_000
    assert loop.run(trends.by_area(now - week, now + week, Wanted())) == {CIKOKOL: 3}
    one = Wanted(cases=frozenset(list(made)[:1]))
    assert loop.run(trends.by_area(now - week, now + week, one)) == {CIKOKOL: 1}
    look = loop.run(trends.rising(now + week))
    assert look is not None
    assert look.weeks == 0  # a city of one day

    room.stop()
    offline = until(lambda: program.sync.status.link is Link.OFFLINE, "the line is noticed as dead")
    loop.run(offline)
    known = loop.run(trends.until())
    assert 0 < known <= program.clock.now_ms()
    assert known == program.sync.status.heard_ms
    assert loop.run(trends.by_area(now - week, now + week, Wanted())) == {CIKOKOL: 3}
