"""A photo from a desk's disk to everybody else's: offline, killed, lost, refused, handed over."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from console.photo_store import NotAPhoto
from console.sync_status import Link
from db.domain import commands as verb
from tests.journeys.test_sync import Officer, Site, until
from tests.plugins.pictures import bomb, jpeg, sha256
from tests.server.room import PASSWORD

PHOTO, LARGE = jpeg(), jpeg(3000, 2000, seed=3)


@pytest.fixture
def site(tmp_path: Path, qapp: QCoreApplication) -> Any:
    """A running server."""
    site = Site(tmp_path)
    yield site
    site.stop()


def played(journey: Coroutine[Any, Any, None]) -> None:
    """Run it to its end."""
    asyncio.run(journey)


async def live(site: Site, folder: Path, login: str = "siti") -> Officer:
    """Somebody who is signed in and follows the feed."""
    officer = Officer(folder / login, login)
    await officer.sign_in(site.url)
    await until(lambda: officer.sync.status.link is Link.LIVE, f"{login} is live")
    return officer


async def delivered(officer: Officer) -> None:
    """Until nothing waits any more."""
    await until(lambda: not officer.sync.status.waiting, "the outbox is empty")


async def named(officer: Officer, case: str, hash: str) -> None:
    """Until this desk sees that the case names it."""
    for _ in range(2000):
        found = await officer.sync.cache.case(case)
        if found is not None and hash in found.media:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{officer.login} never saw the photo")


def kept(site_folder: Path, hash: str) -> bool:
    """Whether the server has it."""
    return (site_folder / "data" / "media" / hash[:2] / hash / "facts.json").exists()


def test_a_photo_goes_up_before_the_command_that_names_it(tmp_path: Path, site: Site) -> None:
    async def journey() -> None:
        siti, agus = await live(site, tmp_path), await live(site, tmp_path, "agus")
        case = await siti.take_call("Sampah menumpuk")
        hash = await siti.sync.photos.stage(LARGE)
        assert hash == sha256(LARGE)
        await siti.do(case, verb.Attach((hash,)))
        await siti.do(case, verb.Note("lihat foto"))
        assert siti.sync.photos.share(hash) is not None
        await named(agus, case, hash)
        assert kept(tmp_path, hash)
        await delivered(siti)
        assert siti.sync.photos.share(hash) is None
        assert siti.sync.photos.here(hash) is not None
        for officer in (siti, agus):
            await officer.sync.stop()

    played(journey())


def test_a_photo_taken_offline_goes_up_after_a_restart(tmp_path: Path, site: Site) -> None:
    async def journey() -> None:
        siti = await live(site, tmp_path)
        case, other = await siti.take_call("Satu"), await siti.take_call("Dua")
        await delivered(siti)
        site.kill()
        await until(lambda: siti.sync.status.link is Link.OFFLINE, "the outage is noticed")
        hash = await siti.sync.photos.stage(PHOTO)
        await siti.do(case, verb.Attach((hash,)))
        await siti.do(other, verb.Note("tanpa foto"))
        await siti.sync.stop()

        siti = Officer(tmp_path / "siti", "siti")
        await siti.keeper.open()
        await siti.sync.open()
        await siti.sync.start(await siti.keeper.unlock("siti", PASSWORD))
        assert [item.state for item in siti.sync.waiting()] == ["queued"] * 2
        site.start()
        await delivered(siti)
        await named(siti, case, hash)
        await siti.sync.stop()

    played(journey())


def test_a_server_killed_again_and_again_gets_the_photo_all_the_same(
    tmp_path: Path, site: Site
) -> None:
    async def journey() -> None:
        siti = await live(site, tmp_path)
        siti.sync.photos._pace.size = 64 * 1024
        case, hash = await siti.take_call("Satu"), await siti.sync.photos.stage(LARGE)
        await delivered(siti)
        await siti.do(case, verb.Attach((hash,)))
        for pause in (0.02, 0.1, 0.3):
            await asyncio.sleep(pause)
            site.kill()
            site.start()
        await delivered(siti)
        await named(siti, case, hash)
        await siti.sync.stop()

    played(journey())


def test_a_server_that_lost_its_photos_gets_them_again(tmp_path: Path, site: Site) -> None:
    async def journey() -> None:
        siti = await live(site, tmp_path)
        case, hash = await siti.take_call("Satu"), await siti.sync.photos.stage(PHOTO)
        await siti.do(case, verb.Attach((hash,)))
        await delivered(siti)
        shutil.rmtree(tmp_path / "data" / "media")
        await siti.do(await siti.take_call("Dua"), verb.Attach((hash,)))
        await delivered(siti)
        assert kept(tmp_path, hash)
        await siti.sync.stop()

    played(journey())


def test_a_photo_that_is_nowhere_is_for_the_officer_to_judge(tmp_path: Path, site: Site) -> None:
    async def journey() -> None:
        siti = await live(site, tmp_path)
        told: list[str] = []
        siti.sync.noticed.connect(lambda key, facts: told.append(f"{key} {facts['reason']}"))
        case, other = await siti.take_call("Satu"), await siti.take_call("Dua")
        id = await siti.do(case, verb.Attach(("ab" * 32,)))
        await siti.do(other, verb.Note("tanpa foto"))
        await until(lambda: siti.sync.status.needs_action == 1, "it needs an act")
        assert set(told) == {"photo_refused lost"}
        assert {i.command.id: i.state for i in siti.sync.waiting()}[id] == "parked"
        await siti.sync.dismiss(id)
        await delivered(siti)
        await siti.sync.stop()

    played(journey())


def test_a_photo_that_the_server_refuses_does_not_hold_up_anything_else(
    tmp_path: Path, site: Site
) -> None:
    async def journey() -> None:
        siti = await live(site, tmp_path)
        told: list[str] = []
        siti.sync.noticed.connect(lambda key, facts: told.append(f"{key} {facts['reason']}"))
        with pytest.raises(NotAPhoto):
            await siti.sync.photos.stage(b"GIF89a" + bytes(100))
        case, hash = await siti.take_call("Satu"), await siti.sync.photos.stage(bomb())
        id = await siti.do(case, verb.Attach((hash,)))
        await until(lambda: siti.sync.status.needs_action == 1, "it needs an act")
        assert told == ["photo_refused too_many_pixels"]
        await siti.sync.send_again(id)
        await until(lambda: len(told) == 2, "the server is asked once more, and says the same")
        await until(lambda: siti.sync.status.needs_action == 1, "it needs an act again")
        assert siti.sync.photos.here(hash) is not None
        await siti.sync.stop()

    played(journey())


def test_what_an_officer_leaves_behind_goes_up_in_their_name(tmp_path: Path, site: Site) -> None:
    async def journey() -> None:
        desk = await live(site, tmp_path)
        case = await desk.take_call("Satu")
        await delivered(desk)
        site.kill()
        hash = await desk.sync.photos.stage(PHOTO)
        id = await desk.do(case, verb.Attach((hash,)))
        await desk.sync.sign_out()
        site.start()
        await desk.sync.start(await desk.keeper.sign_in(site.url, "agus", PASSWORD, "meja"))
        await until(lambda: not desk.keeper.draining(), "what siti left has been delivered")
        assert {entry.id: entry.author for entry in site.entries()}[id] == "siti"
        await desk.sync.stop()

    played(journey())
