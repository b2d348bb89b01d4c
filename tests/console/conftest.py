"""A theme, the city of the pack, a real server and seats at a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.domain.city import City
from resources import path
from server.city import open_city
from tests.plugins.seats import loop, sit
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
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people who may sign in."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()
