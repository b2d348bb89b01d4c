"""Audit points: a desk's rows are added up as they stood there, while pages go on coming."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from console import auditor
from console.auditor import Audited
from console.cache import CaseCache
from db import cases, feed, journal
from db.audits import PIECE, Audit, audit_of
from db.store import Kind, Store
from tests.db.history import CITY, note, receive, write

Page = dict[str, Any]


class Server:
    """A journal, and the pages it would send with an audit point on each."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "embedded.db", Kind.SERVER)
        self.case = receive().case

    def page(self, since: int) -> Page:
        with self.store.read() as conn:
            at = journal.head(conn)
            entries = journal.after(conn, since, 10_000)
            count, digest = cases.digest_of(conn)
        return {
            "epoch": at.epoch, "from": since, "to": at.seq, "head": at.seq, "chain": at.chain,
            "changes": [
                {"seq": e.seq, "salt": e.salt, "body": json.loads(e.body)} for e in entries
            ],
            "audit": {"seq": at.seq, "cases": count, "digest": digest},
        }  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Server:
    server = Server(tmp_path)
    made = [receive(f"Lampu {n}") for n in range(2 * PIECE + 10)]
    server.case = made[0].case
    write(server.store, made)
    return server


@asynccontextmanager
async def opened(
    folder: Path, told: Callable[[Audited], None], page: Mapping[str, Any]
) -> AsyncIterator[CaseCache]:
    """A cache at the end of this page, whose audit point is not looked into."""
    cache = CaseCache(folder, audited=told)
    await cache.open()
    await cache.write(lambda conn: feed.start(conn, epoch=page["epoch"], scope="city+secret"))
    await cache.apply({**page, "audit": None}, CITY)
    yield cache
    await cache.close()


async def heard(found: list[Audited], many: int = 1) -> Audited:
    for _ in range(1000):
        if len(found) >= many:
            return found[-1]
        await asyncio.sleep(0.005)
    raise AssertionError("no audit was told")


def test_rows_that_are_the_servers_add_up_to_what_it_says(tmp_path: Path, server: Server) -> None:
    found: list[Audited] = []

    async def audited() -> None:
        page = server.page(0)
        async with opened(tmp_path, found.append, page) as cache:
            await cache.audit({**page, "from": page["to"], "changes": []})
            first = await heard(found)
            assert first.same
            assert first.cases == 2 * PIECE + 10
            write(server.store, [note(server.case)])
            await cache.apply(server.page(page["to"]), CITY)
            assert (await heard(found, 2)).said.seq == page["to"] + 1
            assert found[-1].same

    asyncio.run(audited())


def test_one_letter_of_one_row_is_noticed(tmp_path: Path, server: Server) -> None:
    found: list[Audited] = []

    async def audited() -> None:
        page = server.page(0)
        async with opened(tmp_path, found.append, page) as cache:
            other = sqlite3.connect(tmp_path / "cache.db")
            with other:
                other.execute(
                    "UPDATE cases SET doc = replace(doc, 'Lampu 7\"', 'Lampu 8\"') WHERE id IN "
                    "(SELECT id FROM cases WHERE doc LIKE '%Lampu 7\"%')"
                )
            other.close()
            await cache.audit(page)
            differs = await heard(found)
            assert not differs.same
            assert differs.cases == differs.said.cases

    asyncio.run(audited())


def test_pages_come_in_while_an_audit_runs_and_do_not_disturb_it(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Audited] = []
    paused, go_on = threading.Event(), threading.Event()

    class Slow:
        def __call__(self) -> None:
            paused.set()
            assert go_on.wait(10)

    monkeypatch.setattr(auditor, "_Pause", Slow)

    async def audited() -> None:
        page = server.page(0)
        async with opened(tmp_path, found.append, page) as cache:
            await cache.audit(page)
            assert paused.is_set() or await asyncio.to_thread(paused.wait, 10)
            write(server.store, [note(server.case), receive("Lubang")])
            done = await cache.apply(server.page(page["to"]), CITY)
            assert done.cursor.seq == page["to"] + 2
            assert not found  # the second audit point was passed over, the first still runs
            go_on.set()
            assert (await heard(found)).same
            assert found[0].said.seq == page["to"]

    asyncio.run(audited())
    assert len(found) == 1


def test_an_audit_point_of_another_moment_is_passed_over(tmp_path: Path, server: Server) -> None:
    found: list[Audited] = []

    async def audited() -> None:
        page = server.page(0)
        async with opened(tmp_path, found.append, page) as cache:
            for late in (
                {**page, "epoch": "other"},
                {**page, "to": 3, "audit": {**page["audit"], "seq": 3}},
            ):
                await cache.audit(late)
                await asyncio.sleep(0.05)  # one at a time: its thread must be through with it
            await cache.audit(page)
            assert (await heard(found)).said.seq == page["to"]

    asyncio.run(audited())
    assert len(found) == 1


@pytest.mark.parametrize(
    "audit",
    [None, 7, {"seq": 4, "cases": 1}, {"seq": "5", "cases": 1, "digest": "0" * 16},
     {"seq": 4, "cases": 1, "digest": "0" * 16}],
)  # fmt: skip
def test_an_odd_audit_point_counts_as_none(audit: Any) -> None:
    assert audit_of({"epoch": "E", "to": 5, "audit": audit}) is None


def test_an_audit_point_is_read() -> None:
    page = {"epoch": "E", "to": 5, "audit": {"seq": 5, "cases": 1, "digest": "0" * 16}}
    assert audit_of(page) == Audit("E", 5, 1, "0" * 16)
