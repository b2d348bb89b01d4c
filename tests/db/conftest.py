"""Stores for the tests of db/."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Kind, Store


@pytest.fixture
def server(server_where: str) -> Iterator[Store]:
    """An empty server store, on each engine."""
    store = Store.open(server_where, Kind.SERVER)
    yield store
    store.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Store]:
    """An empty server store on SQLite, for tests of a console."""
    store = Store.open(tmp_path / "embedded.db", Kind.SERVER)
    yield store
    store.close()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Store]:
    """An empty cache."""
    store = Store.open(tmp_path / "cache.db", Kind.CACHE)
    yield store
    store.close()
