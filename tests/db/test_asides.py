"""What was put aside goes after 30 days, of every file of a desk, and nothing else does."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.asides import KEPT, sweep
from db.store import set_aside

NAMES = ("cache.db", "outbox.db", "outbox.log")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_put_aside_goes_after_30_days_from_then(tmp_path: Path, name: str) -> None:
    file, now = tmp_path / name, datetime.now(UTC)
    for path in (file, Path(f"{file}-journal")):
        path.write_bytes(b"damaged")
        # Last written long before it was found damaged: the 30 days begin when it was put aside.
        os.utime(path, 2 * ((now - 3 * KEPT).timestamp(),))
    aside = set_aside(file)
    file.write_bytes(b"made anew")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert sweep(file, now + KEPT - timedelta(hours=1)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == left
    assert set(sweep(file, now + KEPT + timedelta(hours=1))) == {aside, Path(f"{aside}-journal")}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_only_looks_alike_stays(tmp_path: Path) -> None:
    long_after = datetime.now(UTC) + 9 * KEPT
    for name in ("outbox.db", "outbox.log.new", "outbox.db-journal", "outbox.epoch"):
        (tmp_path / name).write_bytes(b"needed")
    for name in NAMES:
        assert sweep(tmp_path / name, long_after) == []
