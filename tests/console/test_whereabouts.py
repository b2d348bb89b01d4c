"""Where cases are, from the cache of a real desk, with what waits in its outbox on top."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.desk import Desk
from db.domain import commands as verb
from db.domain.case import Place
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

HERE = Place("Jl. Merdeka", lat=-6.17, lng=106.64)


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti, signed in and live."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return seat


def test_points_come_from_the_cache_and_the_outbox(room: Room, seat: Seat, loop: Loop) -> None:
    agus, program = room.desk("agus"), seat.program
    case = room.received(agus, place=HERE)
    other = room.received(agus, place=Place("di pasar"))
    both = {case, other}
    loop.run(until(lambda: both <= set(program.book.columns), "the cases are here"))
    assert program._workplace is not None
    whereabouts = program._workplace.whereabouts

    assert loop.run(whereabouts.of([case, other, "unknown"])) == {case: (-6.17, 106.64)}
    assert loop.run(whereabouts.of([])) == {}

    room.stop()
    desk: Desk = program.desk
    view = loop.run(desk.view(other))
    assert view is not None
    moved = Place("di pasar", lat=-6.2, lng=106.65)
    loop.run(desk.do(view.case, verb.Edit("place", old_place=view.case.place, new_place=moved)))
    assert loop.run(whereabouts.of([case, other])) == {
        case: (-6.17, 106.64),
        other: (-6.2, 106.65),
    }


def test_m_shows_the_case_in_hand_on_the_map(room: Room, seat: Seat, loop: Loop) -> None:
    frame, program = seat.frame, seat.program
    case = room.received(room.desk("agus"), place=HERE)
    loop.run(until(lambda: program.book.slot(case) is not None, "the case is here"))
    frame.board.choose(case)
    frame.board.focus_cases()

    QTest.keyClick(frame.focusWidget(), Qt.Key.Key_M)

    loop.run(until(lambda: frame.map.current_id() == case, "the map shows the case"))
    page = frame.map.page
    assert page is not None
    loop.run(until(lambda: page.shows(case), "its point is known"))
    assert page.isVisible()
    loop.run(until(page.view.hasFocus, "keys go to the map"))
    before = page.view.sight
    QTest.keyClick(page.view, Qt.Key.Key_Right)  # not a lane of the board
    assert page.view.sight.x > before.x
    # Acts are on the case that is chosen here.
    QTest.keyClick(page.view, Qt.Key.Key_N)
    loop.run(until(lambda: frame.sheet is not None, "a note on it is begun"))
    frame.close_sheet()
    frame.go("board")
    assert frame.board.current_id() == case
