"""A desk against a real server: wrong rows are noticed, others are seen, revoked is revoked."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import uuid
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import QCoreApplication

from console.cache import CaseCache
from console.sync_status import Link
from db import people, sessions
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.commands import VERBS
from db.domain.states import State
from db.store import Kind, Store
from tests.journeys.test_restored import Hears
from tests.journeys.test_sync import FORWARD, Site, equal, stands, until
from tests.server.room import PASSWORD

Journey = Callable[[Site], Coroutine[Any, Any, None]]


@pytest.fixture
def travel(tmp_path: Path, qapp: QCoreApplication) -> Callable[[Journey], None]:
    """Runs a journey with a server that is ended in any case."""

    def run(journey: Journey) -> None:
        site = Site(tmp_path)
        try:
            asyncio.run(journey(site))
        finally:
            site.stop()

    return run


async def live(*officers: Hears) -> None:
    await until(lambda: all(o.sync.status.link is Link.LIVE for o in officers), "all are live")


def revoke(site: Site, person: str) -> None:
    """As `liveroom-server user disable` does."""
    store = Store.open(site.database, Kind.SERVER)
    with store.write() as conn:
        people.set_active(conn, person, False)
        sessions.revoke_person(conn, person, datetime.now(UTC))
    store.close()


def spoil(cache: Path) -> None:
    """Another letter in one row, as a bad sector or a bug would leave it."""
    conn = sqlite3.connect(cache)
    with conn:
        changed = conn.execute("UPDATE cases SET doc = replace(doc, 'Sampah', 'Sampan')")
        assert changed.rowcount == 1
    conn.close()


def test_rows_that_are_not_the_servers_are_noticed_at_the_next_start_and_fetched_anew(
    tmp_path: Path, travel: Callable[[Journey], None]
) -> None:
    async def journey(site: Site) -> None:
        siti = Hears(tmp_path / "siti", "siti")
        await siti.sign_in(site.url)
        await live(siti)
        case = await siti.take_call("Sampah menumpuk")
        await stands(siti, case, State.RECEIVED)
        await until(lambda: not siti.sync.overlay(case), "the base has it")
        await siti.sync.stop()
        spoil(tmp_path / "siti" / "cache.db")

        again = Hears(tmp_path / "siti", "siti")
        await again.keeper.open()
        await again.sync.open()
        found = await again.sync.cache.case(case)
        assert found is not None
        assert found.text == "Sampan menumpuk"
        await again.sync.start(await again.keeper.unlock("siti", PASSWORD))
        await until(lambda: "digest_differs" in again.notices, "the difference is noticed")
        note = await again.do(case, verb.Note("kerja jalan terus"))
        await live(again)
        await until(lambda: not again.sync.status.waiting, "work went on meanwhile")
        await equal(site, again)
        assert note in {entry.id for entry in site.entries()}
        assert list((tmp_path / "siti").glob("cache.db.aside-*"))
        await again.sync.stop()

        third = Hears(tmp_path / "siti", "siti")
        await third.keeper.open()
        await third.sync.open()
        await third.sync.start(await third.keeper.unlock("siti", PASSWORD))
        await until(lambda: third.sync.last_audit is not None, "the start is audited")
        assert third.sync.last_audit is not None
        assert third.sync.last_audit.same
        assert third.notices == []
        await third.sync.stop()

    travel(journey)


def test_who_is_on_a_case_is_seen_by_the_others_and_forgotten_when_they_leave(
    tmp_path: Path, travel: Callable[[Journey], None]
) -> None:
    async def journey(site: Site) -> None:
        siti, agus = (Hears(tmp_path / name, name) for name in ("siti", "agus"))
        seen: list[tuple[Any, ...]] = []
        agus.sync.beside.presence_changed.connect(seen.append)
        await siti.sign_in(site.url)
        await agus.sign_in(site.url)
        await live(siti, agus)
        case = await siti.take_call("Sampah menumpuk")
        await stands(agus, case, State.RECEIVED)

        def told() -> list[tuple[str, str, str]]:
            return [(one["case"], one["name"], one["mode"]) for one in (seen[-1] if seen else ())]

        await until(lambda: told() == [("", "Siti", "here")], "agus sees that she is there")

        siti.sync.attend(case)
        await until(lambda: told() == [(case, "Siti", "view")], "agus sees siti")
        siti.sync.attend(case, "edit")
        await until(lambda: told() == [(case, "Siti", "edit")], "agus sees her act")
        siti.sync.attend(None)
        await until(lambda: told() == [("", "Siti", "here")], "agus sees that she is on none")
        siti.sync.beside.presence.lock(locked=True)
        await until(lambda: told() == [], "agus sees that she left")
        await siti.sync.stop()
        await agus.sync.stop()

    travel(journey)


def test_who_reported_is_told_while_a_snapshot_is_on_its_way(
    tmp_path: Path, travel: Callable[[Journey], None]
) -> None:
    async def journey(site: Site) -> None:
        siti = Hears(tmp_path / "siti", "siti")
        await siti.sign_in(site.url)
        await live(siti)
        report, case = str(uuid.uuid4()), str(uuid.uuid4())
        call = verb.Receive(report, "phone", "Sampah menumpuk", place=Place("Cikokol"))
        await siti.do(case, call)
        await stands(siti, case, State.RECEIVED)
        slow = threading.Event()
        siti.sync._fetcher.submit(slow.wait, 60.0)  # as a snapshot holds the thread on a slow line
        try:
            async with asyncio.timeout(10):
                await siti.sync.put_identity(case, report, "Pak Wiryo", "0812 3456 7890")
                found = await siti.sync.look(report, "menanyakan letak")
        finally:
            slow.set()
        assert found["name"] == "Pak Wiryo"
        await siti.sync.stop()

    travel(journey)


def test_a_revoked_officers_commands_stay_here_and_nobody_sends_them_as_their_own(
    tmp_path: Path, travel: Callable[[Journey], None]
) -> None:
    async def journey(site: Site) -> None:
        desk = Hears(tmp_path / "meja", "siti")
        await desk.sign_in(site.url)
        await live(desk)
        case = await desk.take_call("Sampah menumpuk")
        await stands(desk, case, State.RECEIVED)
        await until(lambda: not desk.sync.status.waiting, "the case is decided")
        site.kill()
        held = [await desk.do(case, FORWARD, 0), await desk.do(case, verb.Note("menyusul"))]
        revoke(site, "siti")
        site.start()
        await until(lambda: desk.sync.status.link is Link.DENIED, "siti is turned away")
        kept = dict.fromkeys(held, "queued")
        # The push that was under way is turned away by itself, before or after the stream.
        await until(
            lambda: {i.command.id: i.state for i in desk.sync.waiting()} == kept, "all is kept"
        )

        session = await desk.keeper.sign_in(site.url, "agus", PASSWORD, "meja")
        await desk.sync.start(session)
        await live(desk)
        mine = await desk.do(case, verb.Note("saya yang jaga"))
        await until(lambda: mine in {entry.id for entry in site.entries()}, "agus works on")
        assert not set(held) & {entry.id for entry in site.entries()}
        assert {i.command.id for i in desk.sync.waiting() if not i.mine} == set(held)
        assert desk.sync.status.others_waiting == 2
        await desk.sync.stop()

    travel(journey)


def test_a_program_too_old_to_read_the_feed_still_sends(
    tmp_path: Path, travel: Callable[[Journey], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey(site: Site) -> None:
        siti, agus = (Hears(tmp_path / name, name) for name in ("siti", "agus"))
        await siti.sign_in(site.url)
        await agus.sign_in(site.url)
        await live(siti, agus)
        case = await siti.take_call("Sampah menumpuk")
        await stands(agus, case, State.RECEIVED)
        await until(lambda: not siti.sync.status.waiting, "the case is decided")
        await agus.sync.stop()

        with monkeypatch.context() as old:
            old.delitem(VERBS, "note")  # a kind of change that came with a newer server
            note_by_another(site, case)
            await until(lambda: siti.sync.status.link is Link.OUTDATED, "siti's feed stops")
            assert siti.sync.status.key == "unknown_kind"
            assert "unknown_kind" in siti.notices
            forwarded = await siti.do(case, FORWARD, 0)
            await until(lambda: not siti.sync.status.waiting, "what she does is still sent")
            assert forwarded in {entry.id for entry in site.entries()}
            assert [c.id for c in siti.sync.overlay(case)] == [forwarded], "and stays on screen"
            await siti.sync.stop()

        newer = Hears(tmp_path / "siti", "siti")
        await newer.keeper.open()
        await newer.sync.open()
        await newer.sync.start(await newer.keeper.unlock("siti", PASSWORD))
        await stands(newer, case, State.FORWARDED)
        await until(lambda: not newer.sync.overlay(case), "the update has caught up")
        await equal(site, newer)
        await newer.sync.stop()

    travel(journey)


def note_by_another(site: Site, case: str) -> None:
    """Budi notes something by way of another program."""
    with httpx.Client(base_url=site.url, headers={"Liveroom-Protocol": "1"}) as http:
        body = {"login": "budi", "password": PASSWORD, "desk": "meja 9"}
        granted = http.post("/session", json=body).json()
        command = {
            "id": str(uuid.uuid4()), "case": case, "act": {"verb": "note", "text": "baru"},
            "author": granted["person"], "made_at": "2026-11-22T06:00:00Z",
        }  # fmt: skip
        answer = http.post(
            "/commands",
            json={"city": "kota-tangerang", "commands": [command]},
            headers={"Authorization": f"Bearer {granted['access']}"},
        )
        assert answer.json()["outcomes"][0]["outcome"] == "accepted", answer.text


@pytest.mark.expects_log("Exception in callback Tasks._finished")
def test_a_fault_of_the_desks_own_over_a_page_or_a_snapshot_does_not_end_its_downloads(
    travel: Callable[[Journey], None], tmp_path: Path
) -> None:
    async def journey(site: Site) -> None:
        siti, agus = Hears(tmp_path / "siti", "siti"), Hears(tmp_path / "agus", "agus")
        for officer, name in ((siti, "load"), (agus, "apply")):
            stumbles_once(officer.sync.cache, name)
            await officer.sign_in(site.url)
        await live(siti, agus)
        case = await siti.take_call("Sampah menumpuk")
        await stands(agus, case, State.RECEIVED)
        await equal(site, siti, agus)
        await siti.sync.stop()
        await agus.sync.stop()

    travel(journey)


def stumbles_once(cache: CaseCache, name: str) -> None:
    """The next call of this method meets a bug."""
    real = getattr(cache, name)

    async def stumbles(*given: object) -> object:
        setattr(cache, name, real)
        raise ValueError("a bug")

    setattr(cache, name, stumbles)
