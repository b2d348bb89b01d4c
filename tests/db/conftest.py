"""Stores for the tests of db/."""

import shutil
import subprocess
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


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB of its own; skips where this user may not mount one."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mounting, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
