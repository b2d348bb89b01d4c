"""A photo that can never be ready is told of, so that what names it is parked where it is seen."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from console.api import Api
from console.photos import Photos
from console.replica_events import Entry, Event, Gone, Ready
from console.tasks import Tasks
from tests.console.scripted import Asked, Reply, Scripted, problem
from tests.plugins.pictures import jpeg, sha256

PHOTO = jpeg()
HASH = sha256(PHOTO)
OPEN = Reply(201, headers={"Liveroom-Upload": "open", "Upload-Offset": "0"})
THERE = Reply(201, headers={"Liveroom-Upload": "ready", "Upload-Offset": str(len(PHOTO))})


@pytest.fixture
def servers() -> Iterator[Callable[[Reply], Scripted]]:
    """Servers that always give one answer."""
    running: list[Scripted] = []

    def serve(reply: Reply) -> Scripted:
        server = Scripted()
        server.replies.append(reply)
        running.append(server)
        return server

    yield serve
    for server in running:
        server.stop()


class Desk:
    """A desk with one photo, which one command names."""

    def __init__(self, folder: Path, api: Api) -> None:
        self.api, self.told = api, list[Event]()
        self.reasons: list[Any] = []
        self.tasks = Tasks()
        self.photos = Photos(
            folder, self.tasks, lambda _: self.api, self.told.append,
            lambda key, facts: self.reasons.append((key, facts["reason"])),
        )  # fmt: skip
        self.file = folder / "photos" / HASH

    async def begin(self) -> None:
        """Keep the photo."""
        self.tasks.start()
        await self.photos.open()
        await self.photos.stage(PHOTO)

    def want(self) -> None:
        """The replica needs it."""
        self.photos.wanted([Entry("a", "case", "sari", needs=(HASH,))])

    async def heard(self) -> Event:
        """What the replica is told at last."""
        for _ in range(1500):
            if self.told:
                return self.told[0]
            await asyncio.sleep(0.02)
        pytest.fail("the replica heard nothing")

    async def end(self) -> None:
        """End the threads."""
        self.photos.close()
        await self.tasks.stop()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (problem(403, "denied", key="not_allowed"), "not_allowed"),
        (problem(409, "refused", key="id_reused"), "unfit"),
        (problem(413, "too-large"), "unfit"),
    ],
)
def test_when_the_server_will_never_take_it_then_it_is_gone(
    tmp_path: Path, servers: Callable[[Reply], Scripted], reply: Reply, reason: str
) -> None:
    async def played() -> None:
        desk = Desk(tmp_path, Api(servers(reply).url))
        await desk.begin()
        for _ in range(2):  # also when the officer asks once more
            desk.want()
            assert await desk.heard() == Gone(HASH)
            desk.told.clear()
        assert desk.reasons == [("photo_refused", reason)] * 2
        await desk.end()

    asyncio.run(played())


def test_when_the_disk_no_longer_gives_it_then_it_is_gone(
    tmp_path: Path, servers: Callable[[Reply], Scripted]
) -> None:
    async def played() -> None:
        desk = Desk(tmp_path, Api(servers(OPEN).url))
        await desk.begin()
        desk.file.unlink()
        desk.file.mkdir()  # there, and not to be read
        desk.want()
        assert await desk.heard() == Gone(HASH)
        assert desk.reasons == [("photo_refused", "unreadable")]
        await desk.end()

    asyncio.run(played())


def test_when_its_author_signs_in_again_meanwhile_then_it_goes_on_with_that_session(
    tmp_path: Path, servers: Callable[[Reply], Scripted]
) -> None:
    async def played() -> None:
        busy, fresh = servers(problem(503, "busy")), servers(THERE)
        desk = Desk(tmp_path, Api(busy.url))
        await desk.begin()
        desk.want()
        while not busy.asked:
            await asyncio.sleep(0.02)
        desk.api = Api(fresh.url)
        desk.want()  # a sign-in; the first attempt still waits
        assert await desk.heard() == Ready(HASH)
        await desk.end()

    asyncio.run(played())


def test_when_an_old_session_is_denied_after_a_new_sign_in_then_it_goes_on_with_the_new_one(
    tmp_path: Path, servers: Callable[[Reply], Scripted]
) -> None:
    old, fresh = servers(OPEN), servers(THERE)
    asked, signed_in = threading.Event(), threading.Event()

    def answer(_: Asked) -> Reply:
        asked.set()
        signed_in.wait(30)
        return problem(401, "denied", key="session_revoked")

    old.answer = answer

    async def played() -> None:
        desk = Desk(tmp_path, Api(old.url))
        await desk.begin()
        desk.want()
        while not asked.is_set():
            await asyncio.sleep(0.02)
        desk.api = Api(fresh.url)
        desk.want()  # the sign-in; the first attempt has no answer yet
        signed_in.set()
        assert await desk.heard() == Ready(HASH)
        await desk.end()

    asyncio.run(played())


def test_pieces_that_come_to_harm_are_sent_again_after_growing_pauses(
    tmp_path: Path, servers: Callable[[Reply], Scripted]
) -> None:
    server, pieces = servers(OPEN), list[float]()

    def answer(asked: Asked) -> Reply:
        if asked.method != "PATCH":
            return OPEN
        pieces.append(time.monotonic())
        return THERE if len(pieces) > 3 else problem(460, "checksum")

    server.answer = answer

    async def played() -> None:
        desk = Desk(tmp_path, Api(server.url))
        await desk.begin()
        desk.want()
        assert await desk.heard() == Ready(HASH)
        await desk.end()

    asyncio.run(played())
    pauses = [later - earlier for earlier, later in pairwise(pieces)]
    assert [pause > least for pause, least in zip(pauses, (0.4, 0.9, 1.9), strict=True)] == [
        True
    ] * 3


def test_a_photo_waiting_for_its_turn_moves_with_those_before_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Api("http://127.0.0.1:9"))
    desk.photos._share |= {HASH: 0.25, "other": 0.5}
    assert desk.photos.mark(HASH) == (HASH, 0.25)
    desk.photos._queueing.add(HASH)
    assert desk.photos.mark(HASH) == (HASH, 0.75)
    desk.photos.close()
