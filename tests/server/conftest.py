"""A server for each test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from tests.server.room import CITY, Room


@pytest.fixture
def database(server_where: str) -> str:
    """URL of an empty database."""
    return server_where if "://" in server_where else f"sqlite:///{server_where}"


@pytest.fixture
def pack() -> Path:
    """The city pack of Kota Tangerang."""
    return resources.path("cities", CITY)


@pytest.fixture
def room(database: str, tmp_path: Path, pack: Path) -> Iterator[Room]:
    """A running server with people who may sign in."""
    room = Room(database, tmp_path / "data", pack)
    yield room
    room.stop()
