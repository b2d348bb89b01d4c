"""What a desk knows of places: the names of its pack at once, the streets of its cases soon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from console.places import Places
from db.domain.city import City
from db.domain.facilities import Facilities, Facility, text_of
from db.domain.gazetteer import Kind
from db.domain.streets import Told
from db.store import Conn
from db.told_places import Page
from tests.plugins.seats import Loop

MARKET = Facility("tourism", "Pasar Lama", -6.178, 106.63)


class Desk:
    """Whose desk it is, of which city, and what its cache says."""

    def __init__(self, city: City, *told: str) -> None:
        self.city, self.person, self.asked = city, "siti", 0
        self.told = [Told(text, (), -6.18, 106.63, "") for text in told]
        self.places = Places(lambda: self.city, lambda: self.person, self._ask)
        self.learned = 0
        self.places.learned.connect(self._note)

    async def _ask(self, _question: Callable[[Conn], Page]) -> Page:
        self.asked += 1
        return Page(self.told, 0)

    def _note(self) -> None:
        self.learned += 1

    def names(self, text: str) -> list[str]:
        return [match.named.name for match in self.places.find(text)]


@pytest.fixture
def desk(city: City) -> Desk:
    """A desk whose cases name two streets, one of them often enough."""
    city = replace(city, facilities=Facilities(text_of([MARKET])))
    return Desk(city, *["Jl. Kenari No 3"] * 3, *["Gg. Merak"] * 2)


def test_names_of_the_pack_are_known_before_any_case_is_read(desk: Desk) -> None:
    assert desk.names("cipondo")[0] == "Cipondoh"
    assert "Jalan Kenari" not in desk.names("kenari")


def test_streets_and_facilities_are_learned(desk: Desk, loop: Loop) -> None:
    loop.run(desk.places.learn())
    assert desk.names("jl kenary")[0] == "Jalan Kenari"
    assert "Gang Merak" not in desk.names("gg merak")
    (market,) = [m.named for m in desk.places.find("pasar lama") if m.named.name == "Pasar Lama"]
    assert (market.kind, market.group, market.lat) == (Kind.FACILITY, "tourism", -6.178)
    near = desk.places.near(-6.1785, 106.63)
    assert [one.named.name for one in near] == ["Pasar Lama", "Jalan Kenari"]
    assert desk.learned == 1


def test_it_is_not_learned_twice_in_a_row(desk: Desk, loop: Loop) -> None:
    async def both() -> None:
        await asyncio.gather(desk.places.learn(), desk.places.learn())
        await desk.places.learn()

    loop.run(both())
    assert (desk.asked, desk.learned) == (1, 1)


def test_another_person_finds_nothing_of_what_was_learned(desk: Desk, loop: Loop) -> None:
    loop.run(desk.places.learn())
    desk.person, desk.told = "budi", []
    assert "Jalan Kenari" not in desk.names("kenari")
    loop.run(desk.places.learn())
    assert "Jalan Kenari" not in desk.names("kenari")
    assert desk.asked == 2


def test_who_left_while_it_was_read_leaves_nothing(desk: Desk, loop: Loop) -> None:
    async def journey() -> None:
        work = asyncio.ensure_future(desk.places.learn())
        await asyncio.sleep(0)
        desk.person = "budi"
        await work

    loop.run(journey())
    assert "Jalan Kenari" not in desk.names("kenari")
    assert desk.learned == 0


def test_coordinates_are_read_around_the_city(desk: Desk) -> None:
    reading = desk.places.read("106.63, -6.18")
    assert reading is not None
    assert reading.remarks == ("swapped",)
    assert desk.places.locate(-6.9, 107.6).area == ""
