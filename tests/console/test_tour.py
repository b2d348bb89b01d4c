"""The tour of five cards: who sees it, that it takes no key from the desk, and how it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from console.pages import tour as tour_page
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.lane import Lane
from widgets.tour_card import TourCard

Key = Qt.Key
MANY = 5


@pytest.fixture
def enter(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Callable[..., Seat]:
    """Somebody at a desk that shows newcomers round, with two cases on the board."""
    agus = room.desk("agus")
    for text in ("Sampah menumpuk", "Lampu padam"):
        room.received(agus, text)

    def sits(login: str = "siti", *, tour: bool = True) -> Seat:
        seat = sit("desk", tour=tour)
        loop.run(seat.enter(room.url, login, PASSWORD))
        loop.run(until(lambda: len(seat.program.book) == 2, "the cases are shown"))
        return seat

    return sits


def card(seat: Seat) -> TourCard | None:
    shown = [one for one in seat.frame.findChildren(TourCard) if one.isVisible()]
    return shown[0] if shown else None


def said(seat: Seat) -> str:
    shown = card(seat)
    return shown.accessibleName() if shown else ""


def spot(seat: Seat, name: str) -> QRect:
    found = seat.frame.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return QRect(found.mapTo(seat.frame, found.rect().topLeft()), found.size())


def test_whoever_is_new_is_shown_round_once(enter: Callable[..., Seat], loop: Loop) -> None:
    async def to_the_end(seat: Seat) -> None:
        await until(lambda: "1 dari 5" in said(seat), "the tour has begun")
        for n in range(2, MANY + 1):
            await seat.press(Key.Key_F1)
            assert f"{n} dari 5" in said(seat)
        await seat.press(Key.Key_F1)
        assert card(seat) is None
        await seat.close()

    async def nothing_comes(seat: Seat) -> None:
        seat.frame.tick()
        await seat.rest()
        assert card(seat) is None
        await seat.press(Key.Key_F1)  # but it can be seen again
        assert "1 dari 5" in said(seat)
        await seat.close()

    loop.run(to_the_end(enter()))
    loop.run(nothing_comes(enter()))
    agus = enter("agus")  # who sits at this desk for the first time
    loop.run(until(lambda: "1 dari 5" in said(agus), "the other officer is shown round"))


def test_nobody_is_who_has_not_asked_for_it(enter: Callable[..., Seat], loop: Loop) -> None:
    seat = enter(tour=False)
    seat.frame.tick()
    loop.run(seat.rest())
    assert card(seat) is None


def test_all_keys_do_what_they_always_do(enter: Callable[..., Seat], loop: Loop) -> None:
    async def journey(seat: Seat) -> None:
        await until(lambda: card(seat) is not None, "the tour has begun")
        before, at = seat.frame.board.current_id(), QApplication.focusWidget()
        await seat.press(Key.Key_J)
        assert QApplication.focusWidget() is at
        assert seat.frame.board.current_id() != before
        shown = card(seat)
        assert shown is not None
        (go_on,) = (b for b in shown.findChildren(QPushButton) if b.text() == "Lanjut")
        QTest.mouseClick(go_on, Qt.MouseButton.LeftButton)
        assert "2 dari 5" in said(seat)
        assert QApplication.focusWidget() is at
        await seat.press(Key.Key_F)  # out of the way of what is being done, and back after it
        await until(lambda: seat.frame.sheet is not None, "the sheet is open")
        await seat.rest()
        assert card(seat) is None
        await seat.press(Key.Key_Escape)
        await until(lambda: card(seat) is not None, "the card is back")
        await seat.press(Key.Key_Return)
        await until(lambda: seat.frame.case_page.isVisible(), "Enter opens the case")
        await seat.press(Key.Key_Escape)
        assert seat.frame.board.isVisible()
        assert card(seat) is not None

    loop.run(journey(enter()))


def test_it_can_be_left_at_any_time(enter: Callable[..., Seat], loop: Loop) -> None:
    async def leave(seat: Seat) -> None:
        await until(lambda: card(seat) is not None, "the tour has begun")
        await seat.press(Key.Key_Escape)
        assert card(seat) is None
        await seat.close()

    loop.run(leave(enter()))
    again = enter()
    again.frame.tick()
    loop.run(again.rest())
    assert card(again) is None


def test_a_card_stands_beside_what_it_speaks_about(enter: Callable[..., Seat], loop: Loop) -> None:
    async def journey(seat: Seat) -> None:
        await until(lambda: card(seat) is not None, "the tour has begun")
        for name in ("lane received", "lane forwarded", "bell", "connection", "person"):
            shown = card(seat)
            assert shown is not None
            assert not shown.geometry().intersects(spot(seat, name))
            near = spot(seat, name).adjusted(-12, -12, 12, 12)
            assert shown.geometry().intersects(near)
            assert seat.frame.rect().contains(shown.geometry())
            seat.program.resize(1600, 900)
            await seat.rest()
            seat.program.resize(1366, 768)
            await seat.rest()
            await seat.press(Key.Key_F1)

    loop.run(journey(enter()))


def test_in_a_storm_of_alarms_it_does_not_come(
    enter: Callable[..., Seat], loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour_page, "STORM", -1)
    seat = enter()
    seat.frame.tick()
    loop.run(seat.rest())
    assert card(seat) is None
    monkeypatch.setattr(tour_page, "STORM", 10)
    seat.frame.tick()  # nor later, in the middle of the work
    assert card(seat) is None
    loop.run(seat.close())
    calm = enter()
    loop.run(until(lambda: card(calm) is not None, "the next sign-in is calm"))
    monkeypatch.setattr(tour_page, "STORM", -1)
    calm.frame.tick()
    assert card(calm) is None


def test_its_keys_are_those_of_the_officer(enter: Callable[..., Seat], loop: Loop) -> None:
    async def journey(seat: Seat) -> None:
        await until(lambda: card(seat) is not None, "the tour has begun")
        seat.frame.keys_changed.emit({"next": "B", "tour": "F2"})
        await until(lambda: "B dan K berpindah" in said(seat), "it says the new keys")
        await seat.press(Key.Key_F2)
        assert "2 dari 5" in said(seat)

    loop.run(journey(enter()))


def test_in_the_table_it_stands_beside_that(enter: Callable[..., Seat], loop: Loop) -> None:
    async def journey(seat: Seat) -> None:
        await until(lambda: card(seat) is not None, "the tour has begun")
        seat.frame.board.toggle_table()
        await until(lambda: not seat.frame.findChildren(Lane)[0].isVisible(), "the table is shown")
        seat.frame.tick()
        assert card(seat) is not None
        assert seat.frame.rect().contains(card(seat).geometry())  # type: ignore[union-attr]

    loop.run(journey(enter()))
