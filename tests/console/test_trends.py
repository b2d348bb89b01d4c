"""What came in, from the cache of a real desk: also without the server, as far as it knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from console.lane_filter import Wanted
from console.sync_status import Link
from console.trends import Trends
from db.domain.case import Place
from db.domain.city import Area
from db.domain.hotspots import DAYS, RULE, Arrivals
from tests.db.domain.small_city import CITY
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


LEVELS = {
    "one level": [("1", None), ("2", None)],
    "two levels": [("1", None), ("1.1", "1"), ("2", None)],
}


@pytest.mark.parametrize("areas", LEVELS.values(), ids=LEVELS)
def test_an_area_of_no_other_rises_like_any_other(
    loop: Loop, monkeypatch: pytest.MonkeyPatch, areas: Sequence[tuple[str, str | None]]
) -> None:
    known = {code: Area(code, code, 0.0, 0.0, parent) for code, parent in areas}
    usual = [Arrivals("a", known_area, day, 1) for known_area in known for day in range(RULE.reach)]
    planted = [*usual, Arrivals("a", "2", DAYS - 1, 30)]
    monkeypatch.setattr("console.trends.arrivals.by_day", lambda *_: planted)

    async def read(question: Callable[[Any], Any]) -> Any:
        return question(None)

    sync: Any = SimpleNamespace(city=replace(CITY, areas=known), cache=SimpleNamespace(read=read))
    look = loop.run(Trends(sync, lambda: 0).rising(0))
    assert look is not None
    assert [one.area for one in look.rising] == ["2"]
