"""Stores: tables as the upgrades make them, one writer, many readers, faults with a remedy."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from db import tables
from db.store import FaultKey, Kind, Store, StoreFault
from db.tables import NEWEST, SCHEMAS
from db.upgrades import run


def differences(store: Store) -> list[object]:
    options = {"include_name": lambda name, kind, parents: not str(name).startswith("case_words")}
    with store.read() as conn, warnings.catch_warnings():
        # A test of its own sees that it is there and used.
        warnings.filterwarnings("ignore", ".*expression-based index '?ix_cases_cell")
        found: list[object] = compare_metadata(
            MigrationContext.configure(conn, opts=options), SCHEMAS[store.kind]
        )
    return found


def test_the_upgrades_make_the_tables_of_the_server(server: Store) -> None:
    assert differences(server) == []


@pytest.mark.parametrize("kind", [Kind.CACHE, Kind.OUTBOX])
def test_the_upgrades_make_the_tables_of_a_console(tmp_path: Path, kind: Kind) -> None:
    store = Store.open(tmp_path / "console.db", kind)
    assert differences(store) == []
    store.close()


@pytest.mark.parametrize("kind", list(Kind))
def test_the_newest_revision_is_the_last_one_there_is(kind: Kind) -> None:
    assert run.newest(kind) == NEWEST[kind]


def test_opening_again_finds_what_was_written(server_where: str) -> None:
    store = Store.open(server_where, Kind.SERVER)
    with store.write() as conn:
        conn.execute(
            insert(tables.imports).values(file_hash="a", mapping_hash="b", at=1, rows=2, cases=2)
        )
    store.close()
    store = Store.open(server_where, Kind.SERVER)
    with store.read() as conn:
        assert conn.execute(select(tables.imports.c.rows)).scalar() == 2
    store.close()


def test_asking_whether_it_is_there_makes_nothing(server_where: str, tmp_path: Path) -> None:
    assert not Store.is_there(server_where, Kind.SERVER)
    assert list(tmp_path.iterdir()) == []
    Store.open(server_where, Kind.SERVER).close()
    assert Store.is_there(server_where, Kind.SERVER)


@pytest.mark.parametrize("holds", ["", "CREATE TABLE birds (n INTEGER)"])
def test_a_file_of_another_program_is_none_of_ours_and_stays_as_it_is(
    tmp_path: Path, holds: str
) -> None:
    file = tmp_path / "birds.db"
    other = sqlite3.connect(file)
    other.executescript(holds)
    other.close()
    before = file.read_bytes()
    assert not Store.is_there(file, Kind.SERVER)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_opening_it_twice_lets_nobody_take_the_log_away(tmp_path: Path) -> None:
    """Closing a file ends all locks that this process has on it, whoever took them."""
    path = tmp_path / "city.db"
    first = Store.open(path, Kind.SERVER)
    with first.write() as conn:
        conn.execute(text("CREATE TABLE kept (n INTEGER)"))
    second = Store.open(path, Kind.SERVER)
    look = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT n FROM kept')"
    )
    subprocess.run([sys.executable, "-c", f"{look}; db.close()", str(path)], check=True)
    assert path.with_name("city.db-wal").exists()
    second.close()
    first.close()


def test_a_write_that_fails_leaves_nothing(server: Store) -> None:
    row = {"file_hash": "a", "mapping_hash": "b", "at": 1, "rows": 2, "cases": 2}
    once = insert(tables.imports).values(**row)

    def twice() -> None:
        with server.write() as conn:
            conn.execute(once)
            conn.execute(once)

    with pytest.raises(IntegrityError) as caught:
        twice()
    # A message may reach a log; what was being written must not.
    assert "'file_hash': " not in str(caught.value)
    assert "parameters hidden" in str(caught.value)
    with server.read() as conn:
        assert conn.execute(select(tables.imports)).all() == []


def test_a_reader_sees_one_moment_and_cannot_write(server: Store) -> None:
    row = {"file_hash": "a", "mapping_hash": "b", "at": 1, "rows": 2, "cases": 2}
    with server.read() as reader:
        assert reader.execute(select(tables.imports)).all() == []
        with server.write() as conn:
            conn.execute(insert(tables.imports).values(**row))
        assert reader.execute(select(tables.imports)).all() == []
    with pytest.raises(StoreFault) as caught, server.read() as reader:
        reader.execute(insert(tables.imports).values(**row))
    assert caught.value.key is FaultKey.READ_ONLY


def test_writers_of_one_store_wait_for_each_other(server: Store) -> None:
    with server.write() as conn:
        conn.execute(
            insert(tables.head).values(city="x", epoch="e", seq=0, chain="", cases=0, high_water=0)
        )

    def count_up() -> None:
        for _ in range(20):
            with server.write() as conn:
                seq = conn.execute(select(tables.head.c.seq)).scalar_one()
                conn.execute(tables.head.update().values(seq=seq + 1))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with server.read() as conn:
        assert conn.execute(select(tables.head.c.seq)).scalar() == 80


@pytest.mark.parametrize(
    ("kind", "journal", "synchronous"),
    [(Kind.SERVER, "wal", 2), (Kind.CACHE, "wal", 1), (Kind.OUTBOX, "delete", 3)],
)
def test_each_file_is_as_safe_as_it_must_be(
    tmp_path: Path, kind: Kind, journal: str, synchronous: int
) -> None:
    store = Store.open(tmp_path / "a.db", kind)
    with store.write() as conn:
        settings = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "mmap_size", "foreign_keys")
        }
    store.close()
    assert settings["journal_mode"] == journal
    assert settings["synchronous"] == synchronous
    assert settings["mmap_size"] in (0, None)
    assert settings["foreign_keys"] == 1
    assert stat.S_IMODE(os.stat(tmp_path / "a.db").st_mode) == 0o600


def newer(path: Path, kind: Kind) -> None:
    store = Store.open(path, kind)
    with store.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()


def test_a_newer_server_store_is_left_alone(tmp_path: Path) -> None:
    newer(tmp_path / "a.db", Kind.SERVER)
    with pytest.raises(StoreFault, match="Update this program") as caught:
        Store.open(tmp_path / "a.db", Kind.SERVER)
    assert caught.value.key is FaultKey.TOO_NEW
    assert caught.value.path == str(tmp_path / "a.db")


def test_a_newer_outbox_goes_on_being_used(tmp_path: Path) -> None:
    newer(tmp_path / "a.db", Kind.OUTBOX)
    store = Store.open(tmp_path / "a.db", Kind.OUTBOX)
    with store.read() as conn:
        assert conn.execute(select(tables.commands)).all() == []
    store.close()


def test_a_newer_cache_is_put_aside_and_made_anew(tmp_path: Path) -> None:
    newer(tmp_path / "a.db", Kind.CACHE)
    store = Store.open(tmp_path / "a.db", Kind.CACHE)
    assert store.set_aside is not None
    assert store.set_aside.exists()
    assert differences(store) == []
    store.close()


@pytest.mark.parametrize("garbage", [b"not a database, by far" * 100, b"SQLite format 3\0" * 500])
def test_a_damaged_cache_is_put_aside_and_a_server_store_is_not(
    tmp_path: Path, garbage: bytes
) -> None:
    (tmp_path / "a.db").write_bytes(garbage)
    with pytest.raises(StoreFault) as caught:
        Store.open(tmp_path / "a.db", Kind.SERVER)
    assert caught.value.key is FaultKey.DAMAGED
    assert (tmp_path / "a.db").read_bytes() == garbage
    store = Store.open(tmp_path / "a.db", Kind.CACHE)
    assert store.set_aside is not None
    assert store.set_aside.read_bytes() == garbage
    store.close()


def test_damage_whose_own_words_nobody_can_read_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    Store.open(path, Kind.OUTBOX).close()
    data = path.read_bytes()
    assert data.count(b"CREATE TABLE commands") == 1
    path.write_bytes(data.replace(b"CREATE TABLE commands", b"CRE\xf6TE TABLE \xf6ommands"))
    with pytest.raises(StoreFault) as fault:
        Store.open(path, Kind.OUTBOX)
    assert fault.value.key is FaultKey.DAMAGED


def test_another_program_that_keeps_the_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.store._BUSY_MS", 20)
    store = Store.open(tmp_path / "a.db", Kind.SERVER)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFault) as caught, store.write():
        pass
    assert caught.value.key is FaultKey.LOCKED
    other.close()
    with store.write():
        pass
    store.close()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(StoreFault) as caught:
        Store.open(tmp_path / "a" / "b.db", Kind.CACHE)
    assert caught.value.key in (FaultKey.CANNOT_OPEN, FaultKey.IO)


def test_a_database_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreFault) as caught:
        Store.open(f"postgresql+psycopg://nobody@/none?host={tmp_path}", Kind.SERVER)
    assert caught.value.key is FaultKey.UNREACHABLE


_FILL = """
import resource, sys
from pathlib import Path
from sqlalchemy import insert
from db import tables
from db.store import Kind, Store, StoreFault
store = Store.open(Path(sys.argv[1]), Kind.SERVER)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
n = 0
try:
    while n < 100:
        row = {"file_hash": "x" * 9000 + str(n), "mapping_hash": "b", "at": 1}
        row |= {"rows": 2, "cases": 2}
        with store.write() as conn:
            conn.execute(insert(tables.imports).values(**row))
        n += 1
except StoreFault as fault:
    print(n, fault.key, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit to set")
def test_a_file_that_cannot_grow_is_told_and_keeps_what_it_has(
    tmp_path: Path, project: Path
) -> None:
    path = tmp_path / "a.db"
    # Python ignores SIGXFSZ, so a write past the limit fails as one on a full disk does.
    ran = subprocess.run(
        [sys.executable, "-c", _FILL, str(path)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    written, key = ran.stdout.split()
    assert key in (FaultKey.DISK_FULL, FaultKey.IO)
    store = Store.open(path, Kind.SERVER)
    with store.read() as conn:
        assert len(conn.execute(select(tables.imports.c.at)).all()) == int(written)
    store.close()
