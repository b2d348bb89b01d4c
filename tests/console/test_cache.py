"""The two local stores: a damaged cache is rebuilt, a stored command is on the disk."""

from __future__ import annotations

import asyncio
import errno
import gzip
import os
import sqlite3
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.cache import CacheLost, CaseCache
from console.outbox_store import NOTHING_ACCEPTED, OutboxStore
from console.replica_events import Decided
from db import feed
from db.domain import commands as verb
from db.domain import wire
from db.domain.case import Actor
from db.domain.commands import Command
from db.domain.states import Role
from db.outbox import Outbox
from db.pages import PageRefused
from db.store import FaultKey, Store, StoreFault

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SARI = Actor("p-sari", "Sari", Role.OFFICER, "meja 1")


def note(id: str, depends_on: str | None = None) -> Command:
    return Command(id, "case-1", verb.Note("x"), SARI, NOW, depends_on=depends_on)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_a_cache_that_is_damaged_is_put_aside_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"SQLite format 3\0" + b"nonsense" * 900)

    async def opened() -> None:
        cache = CaseCache(tmp_path)
        assert await cache.open() is None
        assert cache.set_aside is not None
        assert cache.set_aside.exists()
        assert await cache.rows() == []
        await cache.close()

    run(opened())


def test_damage_that_shows_only_where_the_cursor_is_read_ends_no_start(tmp_path: Path) -> None:
    async def opened() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        await cache.close()
        with sqlite3.connect(tmp_path / "cache.db") as raw:
            page = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'cursor'")
            (root,), (size,) = page.fetchone(), raw.execute("PRAGMA page_size").fetchone()
        raw.close()
        with (tmp_path / "cache.db").open("r+b") as file:
            file.seek((root - 1) * size)
            file.write(b"\xa5" * size)
        cache = CaseCache(tmp_path)
        assert await cache.open() is None
        assert cache.set_aside is not None
        assert await cache.rows() == []
        await cache.close()

    run(opened())


def test_a_cache_that_breaks_while_running_is_put_aside_and_made_anew(tmp_path: Path) -> None:
    async def worked() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        await cache.write(lambda conn: feed.start(conn, epoch="E", scope="city"))

        def breaks(conn: Any) -> None:
            raise StoreFault(str(tmp_path / "cache.db"), FaultKey.DAMAGED, "a page is torn")

        with pytest.raises(CacheLost) as lost:
            await cache.write(breaks)
        assert lost.value.aside.exists()
        assert await cache.read(feed.cursor) is None
        await cache.write(lambda conn: feed.start(conn, epoch="F", scope="city"))
        await cache.close()

    run(worked())


def test_damage_that_only_a_reader_meets_is_put_aside_too(tmp_path: Path) -> None:
    told: list[CacheLost] = []

    def breaks(conn: Any) -> None:
        raise StoreFault(str(tmp_path / "cache.db"), FaultKey.DAMAGED, "a page is torn")

    async def worked() -> None:
        cache = CaseCache(tmp_path, told.append)
        await cache.open()
        await cache.write(lambda conn: feed.start(conn, epoch="E", scope="city"))
        with pytest.raises(CacheLost) as lost:
            await cache.read(breaks)
        assert lost.value.aside.exists()
        assert told == [lost.value]
        assert await cache.read(feed.cursor) is None
        await cache.close()

    run(worked())


def test_who_asks_a_closed_cache_is_cancelled(tmp_path: Path) -> None:
    async def asked() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        closed = cache._reader.submit  # the reading thread still has jobs when the file goes
        await cache._writer.do(cache._close)
        cache._ended = True
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wrap_future(closed(cache._asked, feed.cursor))
        await cache.close()

    run(asked())


def test_who_asks_while_the_cache_is_renewed_waits_for_the_new_one(tmp_path: Path) -> None:
    async def worked() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        for _ in range(5):
            renewed = asyncio.ensure_future(cache.put_aside())
            while not renewed.done():
                with suppress(CacheLost):
                    await cache.read(feed.cursor)
            await renewed
        await cache.close()

    run(worked())


def test_starting_over_leaves_no_row_behind(tmp_path: Path) -> None:
    async def worked() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        await cache.write(lambda conn: feed.start(conn, epoch="E", scope="city+secret"))
        await cache.start_over()
        assert await cache.read(feed.cursor) is None
        await cache.close()

    run(worked())


SNAPSHOT = (
    '{{"epoch":"{epoch}","seq":{seq},"chain":"00","scope":"{scope}","cases":0,"changes":0,'
    '"digest":"0000000000000000"}}\n{{"end":true}}\n'
)


def test_a_packed_snapshot_is_loaded_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.ndjson"
    packed = gzip.compress(SNAPSHOT.format(epoch="E", seq=5, scope="city").encode())

    async def worked() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        for damaged in (packed[:-9], packed[:20] + b"\0" * 9 + packed[29:]):
            path.write_bytes(damaged)
            with pytest.raises((wire.BadWire, PageRefused)):
                await cache.load(path, "E", 0, "city")
        assert await cache.read(feed.cursor) is None
        path.write_bytes(packed)
        assert (await cache.load(path, "E", 0, "city")).seq == 5
        await cache.close()

    run(worked())


@pytest.mark.parametrize(
    ("seq", "scope", "reason"), [(4, "city", "older"), (5, "city+secret", "other_scope")]
)
def test_a_snapshot_that_does_not_fit_changes_nothing(
    tmp_path: Path, seq: int, scope: str, reason: str
) -> None:
    path = tmp_path / "snapshot.ndjson"

    async def worked() -> None:
        cache = CaseCache(tmp_path)
        await cache.open()
        path.write_text(SNAPSHOT.format(epoch="E", seq=5, scope="city"))
        assert (await cache.load(path, "", 0, "city")).seq == 5
        path.write_text(SNAPSHOT.format(epoch="E", seq=seq, scope=scope))
        with pytest.raises(PageRefused) as refused:
            await cache.load(path, "E", 5, "city")
        assert refused.value.reason == reason
        kept = await cache.read(feed.cursor)
        assert kept is not None
        assert (kept.seq, kept.scope) == (5, "city")
        path.write_text(SNAPSHOT.format(epoch="F", seq=1, scope="city"))
        assert (await cache.load(path, "E", 5, "city")).epoch == "F"
        await cache.close()

    run(worked())


def test_a_put_command_is_in_both_files_before_it_returns(tmp_path: Path) -> None:
    async def worked() -> None:
        outbox = OutboxStore(tmp_path)
        await outbox.open()
        await outbox.put([note("c-1")], NOW)
        # Nothing is closed or flushed for these two readers.
        assert b'"c-1"' in (tmp_path / "outbox.log").read_bytes()
        other = sqlite3.connect(tmp_path / "outbox.db")
        assert other.execute("SELECT id FROM commands").fetchall() == [("c-1",)]
        other.close()
        await outbox.close()

    run(worked())


def test_what_the_disk_did_not_take_of_a_failure_does_not_keep_it_from_being_dismissed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def worked() -> None:
        outbox = OutboxStore(tmp_path)
        await outbox.open()
        for id in ("c-1", "c-2"):
            await outbox.put([note(id)], NOW)
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            with pytest.raises(StoreFault):
                await outbox.settle([Decided("c-1", "rejected", 7, "assignment_changed")], NOW)
            with pytest.raises(StoreFault):
                await outbox.park(["c-2"])
            with pytest.raises(StoreFault):
                await outbox.dismiss("c-1")
        await outbox.dismiss("c-1")
        await outbox.dismiss("c-2")
        assert await outbox.unsettled(0) == []
        await outbox.close()

    run(worked())


@pytest.mark.parametrize("gone", ["outbox.db", "outbox.log"])
def test_either_file_alone_brings_the_commands_back(tmp_path: Path, gone: str) -> None:
    async def worked() -> None:
        outbox = OutboxStore(tmp_path)
        await outbox.open()
        for id in ("c-1", "c-2"):
            await outbox.put([note(id)], NOW)
        await outbox.close()
        (tmp_path / gone).unlink()
        again = OutboxStore(tmp_path)
        await again.open()
        assert [row.id for row in await again.unsettled(0)] == ["c-1", "c-2"]
        await again.close()

    run(worked())


def test_a_disk_that_is_full_stores_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def worked() -> None:
        outbox = OutboxStore(tmp_path)
        await outbox.open()

        def full(self: Store) -> Any:
            raise StoreFault(self.where, FaultKey.DISK_FULL)

        with monkeypatch.context() as patch:
            patch.setattr(Store, "write", full)
            with pytest.raises(StoreFault):
                await outbox.put([note("c-1")], NOW)
        assert await outbox.unsettled(0) == []
        await outbox.close()

    run(worked())
    assert Outbox.open(tmp_path).waiting() == []


def test_a_new_history_queues_again_what_was_accepted_lately_in_its_old_order(
    tmp_path: Path,
) -> None:
    async def worked() -> None:
        outbox = OutboxStore(tmp_path)
        assert (await outbox.open())[0] == ""
        for id in ("old", "a", "no", "b"):
            await outbox.put([note(id)], NOW)
        await outbox.settle([Decided("old", "accepted", 1)], NOW - timedelta(days=40))
        done = [Decided("a", "accepted", 2), Decided("no", "rejected", 3, "illegal_state")]
        await outbox.settle(done, NOW)
        rows = await outbox.reoffer("F", NOW - timedelta(days=30), NOW)
        assert [(row.id, row.state, row.seq) for row in rows] == [
            ("a", "queued", 0),
            ("no", "decided", 0),
            ("b", "queued", 0),
        ]
        assert rows[1].reason == "illegal_state"
        await outbox.close()
        again = OutboxStore(tmp_path)
        assert (await again.open())[0] == "F"
        assert [row.id for row in await again.unsettled(NOTHING_ACCEPTED)] == ["a", "no", "b"]
        await again.close()

    run(worked())
