"""What a desk met reaches the server once, when there is one, and without anybody's path."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from console.api import Api
from console.faults import Denied
from console.presence import Presence, Present
from console.tasks import Tasks
from console.troubles import Troubles
from console.worker import Worker
from server.measures import TROUBLES
from tests.console.scripted import Reply, Scripted, problem


@pytest.fixture
def server() -> Iterator[Scripted]:
    server = Scripted()
    server.replies.append(Reply(204))
    yield server
    server.stop()


class Line:
    """A connection that may be missing."""

    def __init__(self, url: str) -> None:
        self.up = True
        self._api = Api(url, access="a")

    def __call__(self) -> Api:
        if not self.up:
            raise Denied("token_missing")
        return self._api


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("waited in vain")


def test_troubles_wait_for_a_connection_and_are_told_once(server: Scripted) -> None:
    async def told() -> None:
        tasks, worker, line = Tasks(), Worker("test"), Line(server.url)
        tasks.start()
        troubles = Troubles(tasks, worker, line)
        line.up = False
        troubles.met("cache_rebuilt", {"aside": "/home/sari/cache.db.aside-1", "detail": "/home/x"})
        troubles.met("digest_differs", {"seq": 12, "said": "3/ff"})
        await asyncio.sleep(0.05)
        assert server.asked == []
        line.up = True
        troubles.send()
        await until(lambda: len(server.asked) == 1)
        assert server.asked[0].path == "/troubles"
        assert server.asked[0].body == {"troubles": [
            {"key": "cache_rebuilt", "facts": {"aside": "cache.db.aside-1", "detail": "…"}},
            {"key": "digest_differs", "facts": {"seq": 12, "said": "3/ff"}},
        ]}  # fmt: skip
        troubles.send()
        await asyncio.sleep(0.05)
        assert len(server.asked) == 1
        await tasks.stop()
        worker.shutdown()

    asyncio.run(told())


@pytest.mark.parametrize(("status", "kind", "again"), [(404, "unknown", 1), (503, "busy", 2)])
def test_a_server_that_will_never_take_them_is_asked_once(
    server: Scripted, status: int, kind: str, again: int
) -> None:
    server.replies.clear()
    server.replies.append(problem(status, kind))

    async def told() -> None:
        tasks, worker = Tasks(), Worker("test")
        tasks.start()
        troubles = Troubles(tasks, worker, Line(server.url))
        troubles.met("unknown_kind", {})
        await until(lambda: len(server.asked) == 1)
        await asyncio.sleep(0.05)
        troubles.send()
        await asyncio.sleep(0.1)
        assert len(server.asked) == again
        await tasks.stop()
        worker.shutdown()

    asyncio.run(told())


def test_presence_says_where_one_is_and_shows_the_others(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.presence.RENEW", 0.1)
    shown: list[Present] = []
    dewi = {"case": "c1", "person": "p-dewi", "name": "Dewi", "mode": "view"}
    me = {**dewi, "person": "p-sari"}

    async def told() -> None:
        tasks, worker = Tasks(), Worker("test")
        tasks.start()
        presence = Presence(tasks, worker, Line(server.url), shown.append)
        presence.attend("c1", "view")
        await until(lambda: len(server.asked) >= 3)  # renewed
        presence.attend("c1", "edit")
        presence.attend("c2", "view")
        presence.attend(None, "view")
        await until(lambda: server.asked[-1].body == {"case": None, "mode": "here"})
        count = len(server.asked)
        await until(lambda: len(server.asked) >= count + 2)  # renewed as well
        presence.lock(locked=True)
        await until(lambda: server.asked[-1].body == {"case": None, "mode": "view"})
        count = len(server.asked)
        await asyncio.sleep(0.25)
        assert len(server.asked) == count  # nobody is anywhere: nothing to renew
        presence.seen([me, dewi], "p-sari")
        presence.seen([dewi, me], "p-sari")
        presence.seen(None, "p-sari")
        assert shown == [(dewi,)]
        presence.lost()
        assert shown == [(dewi,), ()]
        await tasks.stop()
        worker.shutdown()

    asyncio.run(told())
    assert {one.path for one in server.asked} == {"/presence"}
    assert server.asked[0].body == {"case": "c1", "mode": "view"}


def test_a_desk_says_that_somebody_is_there_when_the_stream_begins_and_once(
    server: Scripted,
) -> None:
    async def told() -> None:
        tasks, worker = Tasks(), Worker("test")
        tasks.start()
        presence = Presence(tasks, worker, Line(server.url), lambda others: None)
        for count in (1, 2):
            for _ in range(3):
                presence.seen(None, "p-sari")
                await asyncio.sleep(0.05)
            await until(lambda count=count: len(server.asked) == count)  # type: ignore[misc]
            presence.lost()
        await tasks.stop()
        worker.shutdown()

    asyncio.run(told())
    assert [one.body for one in server.asked] == [{"case": None, "mode": "here"}] * 2


@pytest.mark.parametrize("kind", ["torn_line", "bad_line", "set_aside", "restored", "lost"])
def test_what_is_mended_in_an_outbox_goes_by_a_name_the_server_counts(
    server: Scripted, kind: str
) -> None:
    async def told() -> None:
        tasks, worker = Tasks(), Worker("test")
        tasks.start()
        Troubles(tasks, worker, Line(server.url)).met(f"outbox_{kind}", {})
        await until(lambda: len(server.asked) == 1)
        (trouble,) = server.asked[0].body["troubles"]
        assert trouble["key"] in TROUBLES
        worker.shutdown()
        await tasks.stop()

    asyncio.run(told())
