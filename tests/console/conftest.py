"""A theme, the city of the pack, a real server and seats at a desk."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.pages.map_late import load_place_map
from console.places import Places
from db.domain.city import City
from db.store import Conn
from db.told_places import Page
from resources import path
from server.city import open_city
from tests.plugins.seats import Loop, loop, sit
from tests.server.room import CITY, Room
from widgets.theme import Theme, apply_theme, load_theme

__all__ = ["loop", "sit"]


@pytest.fixture
def dark(qapp: QApplication) -> Theme:
    """The default theme, applied to the application."""
    theme = load_theme()
    apply_theme(qapp, theme)
    return theme


@pytest.fixture(scope="session")
def city() -> City:
    """The city pack that comes with the program."""
    return open_city(path("cities", CITY))[0]


@pytest.fixture
def places(city: City, loop: Loop) -> Iterator[Places]:
    """The places of a city in which nothing has happened yet."""

    async def nothing(_question: Callable[[Conn], Page]) -> Page:
        return Page([], 0)

    # From now on there is a running loop for slots, and the map is loaded without a wait.
    loop.run(load_place_map())
    places = Places(lambda: city, lambda: "siti", nothing)
    yield places
    loop.run(places.learn())  # a field that asked may still be on its way
    loop.run(asyncio.sleep(0.1))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people who may sign in."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()
