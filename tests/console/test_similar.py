"""What may be the same problem: on the case page, side by side, merged by one key and undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.pages.act import ActSheet
from console.pages.compare import CompareSheet, parts_of
from console.pages.similar import SimilarPanel, away, told
from db.domain.case import Place
from db.domain.city import City
from db.domain.likeness import Similar, likeness, traits
from db.domain.states import State
from tests.console.acted import Life
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.picker import Picker
from widgets.theme import Theme

HERE = Place("Jl. Daan Mogot", lat=-6.17, lng=106.6)
NEAR = replace(HERE, lat=-6.1703)


def pair(city: City, *, metres: float = 33, later: timedelta = timedelta(hours=2)) -> Similar:
    case = Life(city).case
    place = replace(HERE, lat=-6.17 + metres / 111_195)
    other = replace(
        case, id="b", number="TNG-26-000002", place=place, first_at=case.first_at + later
    )
    return Similar(other, likeness(traits(case), traits(other)))


@pytest.mark.parametrize(
    ("metres", "later", "said"),
    [
        (33, timedelta(hours=2), "33 m · 2 jam kemudian"),
        (1240, timedelta(days=-3), "1,2 km · 3 hari lebih awal"),
        (0, timedelta(0), "0 m · bersamaan"),
        (5, timedelta(minutes=-7), "5 m · 7 menit lebih awal"),
    ],
)
def test_distance_and_age_stand_in_words(
    city: City, metres: float, later: timedelta, said: str
) -> None:
    assert told(pair(city, metres=metres, later=later).likeness).startswith(said)


def test_without_points_the_words_do_not_invent_a_distance(city: City) -> None:
    case = Life(city, place=Place("Pasar", area=next(iter(city.areas)))).case
    assert away(likeness(traits(case), traits(case))) == "kelurahan yang sama"
    named = replace(case, place=Place("Jl. Daan Mogot 3"))
    pointed = replace(case, place=HERE)
    assert away(likeness(traits(named), traits(pointed))) == "nama tempat yang sama"
    placeless = replace(case, place=Place(no_place="tidak tahu"))
    assert away(likeness(traits(placeless), traits(case))) == "jarak tidak diketahui"


def test_the_younger_goes_into_the_older(city: City) -> None:
    case = Life(city).case
    for later, goes in ((timedelta(hours=1), "b"), (timedelta(hours=-1), case.id)):
        one = pair(city, later=later)
        assert parts_of(case, one)[0].id == goes


def test_the_list_names_what_is_alike_and_opens_it(qtbot: QtBot, dark: Theme, city: City) -> None:
    panel = SimilarPanel(dark, city)
    qtbot.addWidget(panel)
    asked: list[str] = []
    panel.asked.connect(asked.append)
    panel.show_similar([pair(city)])
    (row,) = panel.findChildren(QPushButton)
    assert "TNG-26-000002" in row.accessibleName()
    assert row.accessibleDescription().startswith("Mungkin sama: 33 m")
    row.click()
    assert asked == ["b"]
    panel.show_similar([])
    assert panel.isHidden()


Seats = Callable[..., Seat]


def test_two_keys_merge_what_is_the_same_and_one_undoes_it(
    room: Room, loop: Loop, sit: Seats
) -> None:
    siti = room.desk("siti")
    old = room.received(siti, "Sampah menumpuk di pasar", category="sampah", place=HERE)
    new = room.received(siti, "Ada sampah menumpuk, pasar", category="sampah", place=NEAR)
    room.received(siti, "Sampah lain", category="sampah", place=replace(HERE, lat=-6.2))
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def state(case: str) -> State:
        view = await seat.program.desk.view(case)
        assert view is not None
        return view.case.state

    async def becomes(case: str, wanted: State) -> None:
        for _ in range(1000):
            if await state(case) is wanted and not seat.program.desk.items():
                return
            await seat.rest()
        raise AssertionError(f"never {wanted}")

    async def journey() -> None:
        await until(lambda: len(seat.program.book) == 3, "the board is whole")
        seat.frame.open_case(new)
        panel = seat.frame.case_page.findChild(SimilarPanel)
        assert panel is not None
        await until(panel.isVisible, "the similar case is shown")
        (row,) = panel.findChildren(QPushButton)
        assert "33 m" in row.accessibleDescription()
        await seat.press(Qt.Key.Key_Equal)
        await until(lambda: isinstance(seat.frame.sheet, CompareSheet), "they are side by side")
        said = [part.text() for part in seat.frame.sheet.findChildren(QLabel)]  # type: ignore[union-attr]
        assert any("1 pelapor (Telepon) dijawab dari TNG-26-000001" in text for text in said)
        await seat.press(Qt.Key.Key_D)
        await becomes(new, State.MERGED)
        view = await seat.program.desk.view(old)
        assert view is not None
        assert len(view.case.reports) == 2
        await until(lambda: not panel.isVisible(), "what is merged has no similar case any more")
        await seat.press(Qt.Key.Key_Z)
        await becomes(new, State.RECEIVED)
        seat.frame.ask("merge")
        await until(lambda: isinstance(seat.frame.sheet, ActSheet), "the merge is asked")
        assert seat.frame.sheet is not None
        picker = seat.frame.sheet.findChild(Picker)
        assert picker is not None
        assert picker.current_key() == old

    loop.run(journey())
