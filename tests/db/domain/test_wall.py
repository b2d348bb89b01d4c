"""A wall's numbers, codes and lines, without a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain.bad_wire import BadWire
from db.domain.wall import (
    QUARTER_MS,
    Agency,
    Figures,
    Picture,
    Share,
    Shown,
    Wait,
    agency_of,
    code_of,
    days_of,
    first_day,
    plain_code,
)
from db.domain.wall_line import after, kept, line_of, same_tail, tail_of
from db.domain.wall_tally import WallTally

NOW = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
OPENING = b'{"epoch":"e","server_time":"2026-11-26T11:00:00.000Z",'


def shown(state: str = "received", due: int = 0) -> Shown:
    return Shown(state, "sampah", "36.71.01", due, "room", 1, "", 1, -6.2, 106.6)


def test_half_and_nine_of_ten_are_real_waits() -> None:
    waits = [Wait("dlh", 0, minutes * 60_000) for minutes in range(1, 11)]
    waits += [Wait("dlh", 7, 0), Wait("dlh", 5, 0)]
    assert agency_of("dlh", waits, 1) == Agency("dlh", 10, 300, 540, 2, 5)
    assert agency_of("dlh", waits, 600_000) == Agency("dlh", 1, 600, 600, 2, 5)
    assert agency_of("dlh", [], 1) == Agency("dlh", 0, 0, 0, 0, 0)


def test_a_day_is_the_citys_own_and_an_hour_that_comes_twice_is_counted_once() -> None:
    midnight = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    at = int(midnight.timestamp() * 1000) // QUARTER_MS
    today, *before = days_of({at - 1: 5, at: 2, at + 4 * 23 + 3: 1, at + 4 * 24: 9}, NOW, ZONE)
    assert (today.hours[0], today.hours[23], sum(today.hours)) == (2, 1, 3)
    assert [sum(day.hours) for day in before] == [0, 0, 0, 0]
    assert first_day(NOW, ZONE) == int((midnight - timedelta(weeks=4)).timestamp() * 1000)
    berlin, back = ZoneInfo("Europe/Berlin"), datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
    begun = int(datetime(2026, 10, 24, 22, 0, tzinfo=UTC).timestamp() * 1000) // QUARTER_MS
    (day, *_) = days_of({begun + n: 1 for n in range(100)}, back, berlin)
    assert (day.hours[2], sum(day.hours), len(day.hours)) == (8, 100, 24)


def test_a_code_is_read_as_it_is_typed() -> None:
    code = code_of("a token")
    assert len(code) == 10
    assert plain_code(f" {code[:5].lower()}-{code[5:]} ") == code
    assert plain_code(code[:9]) == plain_code("!" * 10) == ""
    assert plain_code("0OI1AAAAAA") == "9988AAAAAA"
    codes = {code_of(str(n)) for n in range(2000)}
    assert len(codes) == 2000
    assert all(plain_code(one) == one for one in codes)


def test_lines_lead_from_one_picture_to_the_next() -> None:
    figures = Figures(4, {"received": 2}, 2)
    first = after(None, line_of(OPENING + tail_of(7, figures, [(1, shown()), (2, shown())])))
    assert (first.n, first.figures, list(first.rows), first.at) == (7, figures, [1, 2], NOW)
    beat = line_of(OPENING.replace(b":00.000Z", b":02.000Z") + same_tail(7))
    assert after(first, beat).at == NOW + timedelta(seconds=2)
    later = tail_of(8, Figures(5, {"accepted": 1}, 1), [(2, shown("accepted"))], [1], since=7)
    second = after(first, line_of(OPENING + later))
    assert second.rows == {2: shown("accepted")}
    assert len(first.rows) == 2
    assert after(None, line_of(kept(second))) == second
    for held in (None, second, Picture("other", 7, NOW, figures)):
        with pytest.raises(BadWire):
            after(held, line_of(OPENING + later))
    with pytest.raises(BadWire):
        after(second, beat)


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"<html>", b"\xff", OPENING + b'"n":"x"}', OPENING + b'"n":1,"put":[[1]]}']
)
def test_what_is_no_line_is_none(line: bytes) -> None:
    with pytest.raises(BadWire):
        line_of(line)


def _arrived(days: int) -> int:
    return int((NOW - timedelta(days=days)).timestamp() * 1000)


STATES = ("received", "forwarded", "accepted", "resolved", "archived", "merged")
OPEN = STATES[:3]


@st.composite
def shares(draw: st.DrawFn) -> Share | None:
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    state, at = draw(st.sampled_from(STATES)), _arrived(draw(st.integers(0, 40)))
    waits: tuple[Wait, ...] = ()
    if draw(st.booleans()):
        took = at + 60_000 * draw(st.integers(0, 3))
        waits = (
            Wait(draw(st.sampled_from(["dlh", "dpupr"])), at, took if state != "forwarded" else 0),
        )
    reports = 0 if state == "merged" else draw(st.integers(1, 3))
    return Share(state, reports, at, shown(state) if state in OPEN else None, waits)


@given(st.lists(st.tuples(st.integers(0, 6), shares()), max_size=40))
def test_whatever_happens_the_sum_is_that_of_a_fresh_start(
    history: list[tuple[int, Share | None]],
) -> None:
    tally, now_is, rows = WallTally(ZONE), dict[str, Share](), dict[int, Shown]()
    tally.begin({}, 0, [], {}, NOW)
    for number, share in history:
        case = str(number)
        tally.alter(case, now_is.get(case), share)
        now_is.pop(case, None)
        if share is not None:
            now_is[case] = share
        put, drop = tally.moved()
        rows |= put
        for key in drop:
            del rows[key]
    fresh = WallTally(ZONE)
    fresh.begin({}, 0, [], {}, NOW)
    for case, share in now_is.items():
        fresh.alter(case, None, share)
    assert tally.figures(NOW) == fresh.figures(NOW)
    assert sorted(rows.values()) == sorted(s.shown for s in now_is.values() if s.shown)
    before = tally.figures(NOW)
    tally.forget(NOW)
    assert tally.figures(NOW) == before
    for case, share in now_is.items():
        tally.alter(case, share, None)
    empty = tally.figures(NOW)
    assert (empty.states, empty.problems, empty.agencies) == ({}, 0, ())
    assert sum(sum(day.hours) for day in empty.days) == 0
