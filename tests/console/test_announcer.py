"""A large catch-up is told in pieces, in order, and the event loop has its turn in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from console.announcer import CHUNK, Announcer, Applied
from console.tasks import Tasks
from db import feed
from tests.console.cases import case_named

AT = feed.Cursor("E", 1, "00", "city")


def test_pieces_come_in_order_with_turns_of_the_loop_in_between() -> None:
    told: list[str] = []

    async def run() -> None:
        tasks = Tasks()
        tasks.start()
        announcer = Announcer(
            tasks, lambda news: told.append(f"applied {len(news.cases)}"), lambda ids: None
        )
        cases = [case_named(f"case-{n}") for n in range(5 * CHUNK)]
        announcer.page(feed.Applied(AT, [], cases, []))
        announcer.page(feed.Applied(replace(AT, seq=2), [], cases[:1], ["gone"]))
        for _ in range(20):
            told.append("turn")
            await asyncio.sleep(0)
        await tasks.stop()

    asyncio.run(run())
    announced = [line for line in told if line != "turn"]
    assert announced == [f"applied {CHUNK}"] * 5 + ["applied 1", "applied 0"]
    between = "".join("t" if line == "turn" else "a" for line in told)
    assert "aa" not in between


def test_a_new_base_makes_old_news_void() -> None:
    changed: list[list[str] | None] = []
    applied: list[Applied] = []

    async def run() -> None:
        tasks = Tasks()
        tasks.start()
        announcer = Announcer(tasks, applied.append, changed.append)
        cases = [case_named(f"case-{n}") for n in range(3 * CHUNK)]
        announcer.page(feed.Applied(AT, [], cases, []))
        announcer.everything()
        await asyncio.sleep(0.01)
        await tasks.stop()

    asyncio.run(run())
    assert len(applied) == 1
    assert changed[-1] is None
