"""Where something is, from the words of a call to the history of its case, on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from console.pages.intake import IntakeSheet
from console.pages.place_sheet import PlaceSheet
from db.domain import commands as verb
from db.domain.case import Case, Place
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room
from widgets.map_pick import PickView
from widgets.suggestions import Suggestions
from widgets.timeline import Timeline

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SUKAASIH = "36.71.01.1002"
HERE = Place("Jl. Kenari Raya No 3", -6.17139, 106.63828, SUKAASIH)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


class Officer:
    """Siti at a desk that is live, and cases that came in elsewhere before."""

    def __init__(self, room: Room, seat: Seat, loop: Loop) -> None:
        self.seat, self.colleague = seat, room.desk("agus")
        houses = [replace(HERE, text=f"Jl. Kenari Raya No {n}") for n in range(3)]
        secrets = [replace(HERE, text="Gg. Rahasia No 1")] * 3
        self.cases = [room.received(self.colleague, "Sampah", place=house) for house in houses]
        for place in secrets:
            hidden = room.received(self.colleague, "Suap", place=place)
            self.colleague.do(hidden, verb.Edit("secret", "no", "yes"))
        loop.run(seat.enter(room.url, "siti", PASSWORD))
        loop.run(self.shows(self.cases[0]))

    async def shows(self, case: str) -> None:
        """Wait until the board has it, and choose it there."""
        board = self.seat.frame.board
        await until(lambda: self.seat.program.book.slot(case) is not None, "the case is shown")
        self.seat.frame.go("board")
        board.choose(case)
        await until(lambda: board.current_id() == case, "the case is chosen")

    async def suggested(self, text: str) -> Suggestions:
        """Type into the field of where it is, and wait for the list."""
        self.seat.find(QLineEdit, "Lokasi").setFocus()
        await self.seat.press(text)
        (found,) = self.seat.program.findChildren(Suggestions)
        await until(found.isVisible, f"something is suggested for {text}")
        return found

    async def decided(self, case: str, true: Callable[[Case], bool]) -> Case:
        """As the server's feed brings it back to this desk."""
        for _ in range(1000):
            found = await self.seat.program.sync.cache.case(case)
            if found is not None and true(found):
                return found
            await self.seat.rest()
        raise AssertionError(f"{case} never became so")

    def chosen(self) -> str:
        return self.seat.frame.board.current_id()


@pytest.fixture
def officer(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Officer:
    """Siti, at her desk."""
    return Officer(room, sit(), loop)


def test_a_call_with_a_slip_in_its_street_is_sent_with_what_was_meant(
    officer: Officer, loop: Loop
) -> None:
    async def journey() -> None:
        seat = officer.seat
        await seat.program.desk.places.learn()
        await seat.press(Key.Key_N, CTRL)
        await until(lambda: isinstance(seat.frame.sheet, IntakeSheet), "the form is open")
        await seat.press("Lampu jalan mati sejak tadi malam")
        await officer.suggested("jl kenary raya no 12")
        await seat.press(Key.Key_Return)
        await seat.press(Key.Key_G, CTRL | SHIFT)  # the street lies in one kelurahan: an estimate
        await seat.press(Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "the call is stored")
        await until(lambda: officer.chosen() not in officer.cases, "the new case is chosen")
        case = await officer.decided(officer.chosen(), lambda case: bool(case.number))
        assert case.place == Place("Jalan Kenari Raya, no 12", None, None, SUKAASIH, True)

    loop.run(journey())


def test_what_only_secret_cases_name_is_suggested_to_nobody(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        await officer.seat.program.desk.places.learn()
        names = {one.named.name for one in officer.seat.program.desk.places.find("gg rahasia")}
        assert "Gang Rahasia" not in names
        assert officer.seat.program.desk.places.find("kenari raya")[0].named.cases == 3

    loop.run(journey())


def test_a_place_corrected_on_the_map_is_old_and_new_in_the_history(
    officer: Officer, loop: Loop
) -> None:
    async def journey() -> None:
        seat, case = officer.seat, officer.cases[0]
        await officer.shows(case)
        await seat.press(Key.Key_O, SHIFT)
        await until(lambda: isinstance(seat.frame.sheet, PlaceSheet), "the form is open")
        sheet = seat.frame.sheet
        assert isinstance(sheet, PlaceSheet)
        await seat.press(Key.Key_G, CTRL)
        await until(lambda: sheet.covered, "the map lies over the page")
        (view,) = sheet.findChildren(PickView)
        await until(view.hasFocus, "the map has the keys")
        for _ in range(5):
            await seat.press(Key.Key_Right, CTRL)
        await seat.press(Key.Key_Return)
        assert not sheet.covered
        await seat.press(Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "the place is stored")
        done = await officer.decided(case, lambda case: case.place.lng != HERE.lng)
        assert (done.place.text, done.place.area) == ("Jl. Kenari Raya No 0", SUKAASIH)
        assert done.place.lng is not None
        assert 0.0005 < done.place.lng - 106.63828 < 0.01
        assert done.place.lat == pytest.approx(-6.17139, abs=1e-5)
        seat.frame.open_case(case)
        page = seat.frame.case_page
        await until(lambda: page.view is not None and len(page.view.history) == 2, "its page")
        newest = page.findChildren(Timeline)[0]._entries[0]
        assert newest.what == "Lokasi diperbaiki"
        assert newest.text.splitlines() == [
            "Semula: Jl. Kenari Raya No 0 · Sukaasih (-6.17139, 106.63828)",
            f"Menjadi: Jl. Kenari Raya No 0 · Sukaasih (-6.17139, {done.place.lng:.5f})",
        ]

    loop.run(journey())


def test_the_page_of_a_case_says_what_lies_around(officer: Officer, loop: Loop) -> None:
    async def journey() -> None:
        seat = officer.seat
        seat.frame.open_case(officer.cases[0])

        def told() -> bool:
            texts = [one.text() for one in seat.frame.case_page.findChildren(QLabel)]
            return "di Jalan Kenari Raya" in texts

        await until(told, "the street is named, as soon as it was learned")

    loop.run(journey())


def test_without_the_server_places_are_found_and_corrected(
    officer: Officer, room: Room, loop: Loop
) -> None:
    async def journey() -> None:
        seat, case = officer.seat, officer.cases[1]
        await seat.program.desk.places.learn()
        room.stop()
        await until(lambda: not seat.program.desk.online, "the desk knows that it is alone")
        await officer.shows(case)
        await seat.press(Key.Key_O, SHIFT)
        await until(lambda: isinstance(seat.frame.sheet, PlaceSheet), "the form is open")
        await officer.suggested("106.6401 -6.1702")
        await seat.press(Key.Key_Return)
        await seat.press(Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "the place is stored")
        view = await seat.program.desk.view(case)
        assert view is not None
        assert (view.case.place.lat, view.case.place.lng) == (-6.1702, 106.6401)
        assert len(view.pending) == 1

    loop.run(journey())
