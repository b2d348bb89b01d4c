"""A server restored from a backup: what it lost is offered again, listed, and written out."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from console.sync_status import Link
from db import journal
from db.asides import KEPT
from db.domain import commands as verb
from db.domain.states import State
from db.store import Kind, Store
from tests.journeys.test_sync import FORWARD, Officer, Site, equal, stands, until
from tests.server.room import PASSWORD


def put_back(site: Site, backup: Path) -> None:
    """Put a backup in place and tell nobody."""
    target = Path(site.database.removeprefix("sqlite:///"))
    for tail in ("", "-wal", "-shm"):
        Path(f"{target}{tail}").unlink(missing_ok=True)
    shutil.copy(backup, target)
    for mark in target.parent.rglob("mark.json"):
        mark.unlink()  # on another machine there is none


def restore(site: Site, backup: Path) -> None:
    """Put a backup in place, as a keeper does; the journal begins a new epoch."""
    put_back(site, backup)
    store = Store.open(site.database, Kind.SERVER)
    with store.write() as conn:
        journal.new_epoch(conn)
    store.close()


class Hears(Officer):
    """An officer who remembers the notices."""

    def __init__(self, folder: Path, login: str) -> None:
        super().__init__(folder, login)
        self.notices: list[str] = []
        self.sync.noticed.connect(lambda key, facts: self.notices.append(key))


def test_after_a_restore_nothing_a_desk_still_holds_is_lost(
    tmp_path: Path, qapp: QCoreApplication
) -> None:
    site, backup = Site(tmp_path), tmp_path / "backup.db"

    async def journey() -> None:
        siti, agus, budi = (Hears(tmp_path / name, name) for name in ("siti", "agus", "budi"))
        everyone = (siti, agus, budi)
        for officer in everyone:
            await officer.sign_in(site.url)
        await until(lambda: all(o.sync.status.link is Link.LIVE for o in everyone), "all are live")
        old = await siti.take_call("Sampah menumpuk")
        await stands(budi, old, State.RECEIVED)
        site.stop()
        shutil.copy(site.database.removeprefix("sqlite:///"), backup)
        site.start()
        await until(lambda: all(o.sync.status.link is Link.LIVE for o in everyone), "live again")

        again = await siti.take_call("Lampu mati")
        forwarded = await siti.do(old, FORWARD, 0)
        gone = await agus.take_call("Pohon tumbang")
        noted = await agus.do(gone, verb.Note("menutup jalan"))
        await stands(budi, again, State.RECEIVED)
        await stands(budi, old, State.FORWARDED)
        await until(lambda: not agus.sync.overlay(gone), "all of it is decided")
        await stands(budi, gone, State.RECEIVED)
        await until(lambda: not any(o.sync.status.lag for o in everyone), "budi has seen it all")
        await agus.sync.stop()  # this desk burns down with the server
        shutil.rmtree(tmp_path / "agus")
        site.kill()
        restore(site, backup)
        site.start()

        left = (siti, budi)
        await until(lambda: all("history_broken" in o.notices for o in left), "both are told")
        await until(
            lambda: (
                {entry.case for entry in site.entries()} >= {again, old}
                and forwarded in {entry.id for entry in site.entries()}
            ),
            "what siti had done is decided again",
        )
        await until(lambda: not any(o.sync.status.waiting for o in left), "all is decided again")
        entries = [entry.id for entry in site.entries()]
        assert entries.count(forwarded) == 1
        assert noted not in entries

        await until(lambda: "cases_missing" in budi.notices, "budi is told what is lost")
        await budi.sync.tidy()
        for _ in range(200):  # until what siti offered again is back on budi's desk
            if [lost.id for lost in budi.sync.lost] == [gone]:
                break
            await asyncio.sleep(0.05)
            await budi.sync.look_for_lost()
        assert [lost.id for lost in budi.sync.lost] == [gone]
        await stands(budi, again, State.RECEIVED)
        await stands(budi, old, State.FORWARDED)
        assert budi.sync.lost[0].title == "Pohon tumbang"
        file = tmp_path / "lost.ndjson"
        await budi.sync.lost_cases.write(file, budi.sync.lost)
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        assert [line["case"]["id"] for line in lines if "case" in line] == [gone]
        assert noted in [line["body"]["id"] for line in lines if "body" in line]
        assert file.stat().st_mode & 0o777 == 0o600

        await budi.sync.lost_cases.dealt_with()
        await budi.sync.look_for_lost()
        assert budi.sync.lost == ()
        (aside,) = budi.folder.glob("cache.db.aside-history-*")
        await budi.sync.tidy()
        assert aside.exists()
        long_ago = time.time() - KEPT.total_seconds() - 60
        os.utime(aside, (long_ago, long_ago))
        await budi.sync.tidy()
        assert not aside.exists()
        await equal(site, *left)
        for officer in left:
            await officer.sync.stop()

    try:
        asyncio.run(journey())
    finally:
        site.stop()


def test_after_a_restore_a_displaced_officer_still_gives_what_was_accepted(
    tmp_path: Path, qapp: QCoreApplication
) -> None:
    site, backup = Site(tmp_path), tmp_path / "backup.db"

    async def journey() -> None:
        siti = Hears(tmp_path / "meja", "siti")
        await siti.sign_in(site.url)
        await until(lambda: siti.sync.status.link is Link.LIVE, "siti is live")
        site.stop()
        shutil.copy(site.database.removeprefix("sqlite:///"), backup)
        site.start()
        await until(lambda: siti.sync.status.link is Link.LIVE, "live again")
        case = await siti.take_call("Lampu mati")
        await until(lambda: not siti.sync.overlay(case), "it is accepted: nothing of hers waits")
        await siti.sync.stop()
        site.kill()
        restore(site, backup)
        site.start()

        agus = Hears(tmp_path / "meja", "agus")
        await agus.sign_in(site.url)
        await until(lambda: case in {entry.case for entry in site.entries()}, "decided again")
        assert {entry.case: entry.author for entry in site.entries()}[case] == "siti"
        await until(lambda: not agus.keeper.draining(), "now siti's session is over")
        await agus.sync.stop()

    try:
        asyncio.run(journey())
    finally:
        site.stop()


def test_a_desk_that_saw_more_shows_a_server_that_it_was_restored(
    tmp_path: Path, qapp: QCoreApplication
) -> None:
    site, backup = Site(tmp_path), tmp_path / "backup.db"

    async def journey() -> None:
        siti = Hears(tmp_path / "siti", "siti")
        await siti.sign_in(site.url)
        await until(lambda: siti.sync.status.link is Link.LIVE, "siti is live")
        await stands(siti, await siti.take_call("Sampah menumpuk"), State.RECEIVED)
        site.stop()
        shutil.copy(site.database.removeprefix("sqlite:///"), backup)
        site.start()
        await until(lambda: siti.sync.status.link is Link.LIVE, "live again")
        case = await siti.take_call("Lampu mati")
        await stands(siti, case, State.RECEIVED)
        await until(lambda: not siti.sync.overlay(case), "the feed has brought it")
        await siti.sync.stop()
        site.kill()
        put_back(site, backup)  # and nobody says that this is not what it was
        site.start()
        assert case not in {entry.case for entry in site.entries()}

        again = Hears(tmp_path / "siti", "siti")
        await again.keeper.open()
        await again.sync.open()
        await again.sync.start(await again.keeper.unlock("siti", PASSWORD))
        await until(lambda: "history_broken" in again.notices, "the server has seen the proof")
        assert "cursor_beyond_head" in again.notices
        await until(lambda: case in {entry.case for entry in site.entries()}, "it is decided again")
        await until(lambda: again.sync.status.link is Link.LIVE, "live on the new history")
        await stands(again, case, State.RECEIVED)
        await until(lambda: not again.sync.status.lag, "all is caught up")
        await equal(site, again)
        await again.sync.stop()

    try:
        asyncio.run(journey())
    finally:
        site.stop()
