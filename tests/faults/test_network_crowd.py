"""Many consoles on one server: five hundred that come at once, fifty that follow."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from random import Random

from db.domain import commands as verb
from tests.faults.network_reader import Reader, Turned
from tests.faults.network_town import Town, pairs, token, tokens
from tests.faults.server_scenarios import command, receive
from tests.server.room import CITY

CROWD, FOLLOWERS, COMMITS = 500, 50, 100
FIRST_PAGE = 10.0
P95, P99 = 0.300, 1.000


class Crowd:
    """Consoles that come back within one second, each with a token that has run out."""

    def __init__(self, town: Town, head: int) -> None:
        self.first_pages: list[float] = []
        self.turned: Counter[int] = Counter()
        self._town, self._since = town, head - 100
        self._epoch = town.site.epoch()

    async def come(self, refreshing: list[str]) -> None:
        """All of them; until each has its first page with changes."""
        dice = Random(1)
        async with asyncio.TaskGroup() as all_of_them:
            for one in refreshing:
                all_of_them.create_task(self._one(one, dice.random()))

    async def _one(self, refresh: str, after: float) -> None:
        await asyncio.sleep(after)
        begun = time.monotonic()
        while True:
            try:
                async with asyncio.timeout(60):
                    await self._back(refresh)
            except Turned as no:
                self.turned[no.status] += 1
                await asyncio.sleep(no.wait)
            except (OSError, EOFError):
                self.turned[0] += 1
                await asyncio.sleep(0.5)
            else:
                self.first_pages.append(time.monotonic() - begun)
                return

    async def _back(self, refresh: str) -> None:
        reader = Reader(self._town.site.url)
        await reader.ask("GET", "/hello")
        answer = await reader.ask("POST", "/session/refresh", {"refresh": refresh})
        reader.access = answer["access"]
        async with reader.following(self._epoch, self._since) as pages:
            async for page in pages:
                if page["changes"]:
                    return


def test_five_hundred_come_back_within_a_second(town: Town, full: bool) -> None:
    count = CROWD if full else 50
    case = [town.channel.post(f"Sampah {n}") for n in range(120)]
    refreshing = pairs(town.site.database, ("siti", "agus", "budi"), count)
    crowd = Crowd(town, len(case))
    asyncio.run(crowd.come(refreshing))
    p50, p99 = _percentiles(crowd.first_pages)[49], _percentiles(crowd.first_pages)[98]
    print(f"\n{count} in one second: first page p50 {p50:.2f} s, p99 {p99:.2f} s,", end=" ")
    print(f"turned away {dict(crowd.turned)}")
    assert len(crowd.first_pages) == count
    assert set(crowd.turned) <= {429}
    assert p99 <= FIRST_PAGE


def _percentiles(seconds: list[float]) -> list[float]:
    return statistics.quantiles(seconds, n=100, method="inclusive")


class Watched:
    """Followers that note when they saw which change."""

    def __init__(self, town: Town, head: int) -> None:
        self._town, self._head = town, head
        self._epoch = town.site.epoch()
        self.saw: dict[str, list[float]] = {}
        self.ready = 0

    async def follow(self, access: str) -> None:
        """For as long as the task lives."""
        reader = Reader(self._town.site.url, access)
        async with reader.following(self._epoch, self._head) as pages:
            self.ready += 1
            async for page in pages:
                now = time.monotonic()
                for entry in page["changes"]:
                    self.saw.setdefault(entry["body"]["id"], []).append(now)


def test_a_commit_is_with_fifty_followers_at_once(town: Town, full: bool) -> None:
    commits = COMMITS if full else 20
    access = tokens(town.site.database, "agus", FOLLOWERS)
    sender = Reader(town.site.url, token(town.site.database, "siti"))
    new = receive("siti")
    sent: dict[str, float] = {}

    async def post(one: dict[str, object]) -> None:
        await sender.ask("POST", "/commands", {"city": CITY, "commands": [one]})

    async def run() -> Watched:
        await post(new)
        watched = Watched(town, 1)
        tasks = [asyncio.create_task(watched.follow(one)) for one in access]
        while watched.ready < FOLLOWERS:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        for n in range(commits):
            one = command("siti", new["case"], verb.Note(f"catatan {n}"))
            sent[one["id"]] = time.monotonic()
            await post(one)
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return watched

    saw = asyncio.run(run()).saw
    all_ms = [(at - sent[id]) * 1000 for id in sent for at in saw.get(id, ())]
    last_ms = [(max(saw[id]) - sent[id]) * 1000 for id in sent]
    each, last = _percentiles(all_ms), _percentiles(last_ms)
    print(f"\n{commits} commits to {FOLLOWERS}: asked to seen p50 {each[49]:.0f} ms,", end=" ")
    print(f"p95 {each[94]:.0f} ms, p99 {each[98]:.0f} ms; by all p95 {last[94]:.0f} ms")
    assert all(len(saw[id]) == FOLLOWERS for id in sent)
    assert each[94] <= P95 * 1000
    assert each[98] <= P99 * 1000
