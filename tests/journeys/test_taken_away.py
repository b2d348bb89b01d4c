"""A colleague takes the card an officer is at: no key falls on its neighbour, and words say why."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from console.pages.board import Board
from console.pages.forward import ForwardSheet
from db.domain import commands as verb
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room, forward
from widgets.card_view import CardView
from widgets.roles import CARD, LEFT
from widgets.toast import Toast

Key = Qt.Key
Journey = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


class Shift:
    """Siti at a desk with three cases that wait for the room; Agus works elsewhere."""

    def __init__(self, room: Room, seat: Seat) -> None:
        self.seat, self.agus = seat, room.desk("agus")
        made = [room.received(self.agus, f"Sampah {n}", category="sampah") for n in range(3)]
        self.first, self.second, self.third = made

    async def begin(self) -> None:
        """All three are there, and the second is the one she is at."""
        await until(lambda: set(self.shown) == self.everything, "three wait in the lane")
        self.board.choose(self.second)
        await self.seat.rest()

    @property
    def board(self) -> Board:
        return self.seat.frame.board

    @property
    def everything(self) -> set[str]:
        return {self.first, self.second, self.third}

    @property
    def view(self) -> CardView:
        return self.board._view_in_use()

    @property
    def shown(self) -> list[str]:
        """The cases in use as they stand, from the top."""
        model = self.view.model()
        return [model.index(row, 0).data(CARD).id for row in range(model.rowCount())]

    @property
    def top(self) -> int:
        """Where on the screen the card she is at stands (px)."""
        return self.view.visualRect(self.view.currentIndex()).top()

    def taken(self, case: str) -> None:
        """Agus forwards it."""
        self.does(case, forward("dlh"))

    def does(self, case: str, act: verb.Verb) -> None:
        """Agus acts on it."""
        outcome = self.agus.do(case, act, 0)
        assert outcome["outcome"] == "accepted", outcome

    async def left(self) -> None:
        """The desk has heard of it."""
        await until(lambda: self.board.current_left, "the card has become a ghost")
        await self.seat.rest()

    def said(self) -> str:
        """The short message, "" when there is none."""
        (toast,) = self.seat.frame.findChildren(Toast)
        return toast.accessibleName() if toast.isVisible() else ""


@pytest.fixture
def shift(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Shift:
    """Siti has signed in."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return Shift(room, seat)


@pytest.mark.parametrize("table", [False, True])
def test_a_key_acts_on_nothing_until_the_officer_moves_on(
    shift: Shift, loop: Loop, table: bool
) -> None:
    async def journey() -> None:
        await shift.begin()
        if table:  # there a case leaves when it is merged
            shift.board.toggle_table()
            await shift.seat.rest()
        at, order = shift.top, shift.shown
        if table:
            shift.does(shift.second, verb.Merge(shift.first))
        else:
            shift.taken(shift.second)
        await shift.left()
        assert (shift.shown, shift.top) == (order, at), "everything stands where it stood"
        await shift.seat.press(Key.Key_F)
        await until(lambda: "Agus" in shift.said(), "it is said who took it")
        assert shift.seat.frame.sheet is None
        assert "J ke kasus berikutnya" in shift.said()

        await shift.seat.press(Key.Key_J)
        assert shift.board.current_id() == order[order.index(shift.second) + 1]
        assert shift.second not in shift.shown, "the ghost goes when the officer moves"
        assert not shift.view.currentIndex().data(CARD).flags & LEFT
        await shift.seat.press(Key.Key_F)
        await until(lambda: isinstance(shift.seat.frame.sheet, ForwardSheet), "she works on")

    loop.run(journey())


def test_the_card_says_what_it_is_now_and_no_figure_counts_it(shift: Shift, loop: Loop) -> None:
    async def journey() -> None:
        await shift.begin()
        shift.taken(shift.second)
        await shift.left()
        card = shift.view.currentIndex().data(CARD)
        assert (card.state, card.owner, card.due) == ("forwarded", "DLH · belum menerima", 0)
        listing = shift.board._listing_in_use()
        assert (len(listing.rows), listing.rowCount()) == (2, 3)
        assert sum(listing.reports().values()) == 2

    loop.run(journey())


def test_what_stands_above_leaves_and_the_card_she_is_at_stays(shift: Shift, loop: Loop) -> None:
    async def journey() -> None:
        await shift.begin()
        at, above = shift.top, shift.shown[0]
        assert shift.shown.index(shift.second) == 1
        shift.taken(above)
        await until(lambda: above not in shift.shown, "the one above has left")
        await shift.seat.rest()
        assert shift.board.current_id() == shift.second
        assert shift.top == at > 0
        await shift.seat.press(Key.Key_J)
        await shift.seat.rest()
        assert shift.view.verticalOffset() == 0, "a list keeps to its ends once she moves"

    loop.run(journey())


def test_her_own_act_leaves_no_ghost(shift: Shift, loop: Loop) -> None:
    async def journey() -> None:
        await shift.begin()
        following = shift.shown[2]
        await shift.seat.press(Key.Key_F)
        await until(lambda: isinstance(shift.seat.frame.sheet, ForwardSheet), "the sheet is open")
        await shift.seat.press(Key.Key_Return)
        await until(lambda: shift.second not in shift.shown, "it has left the lane")
        await until(lambda: shift.board.current_id() == following, "the next one is at hand")
        assert not shift.board.current_left

    loop.run(journey())


def test_from_the_last_card_the_next_key_leads_back(shift: Shift, loop: Loop) -> None:
    async def journey() -> None:
        await shift.begin()
        *_, before, last = shift.shown
        shift.board.choose(last)
        await shift.seat.rest()
        shift.taken(last)
        await shift.left()
        await shift.seat.press(Key.Key_J)
        assert shift.board.current_id() == before
        await shift.seat.rest()
        assert last not in shift.shown

    loop.run(journey())
