"""GET /figures...: what all cases add up to, for those who may see them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from db import trails
from db.domain.bad_wire import BadWire
from db.domain.city import City
from db.domain.states import Colour, Role
from db.store import Conn
from server.body import json_answer
from server.changes import Feed
from server.figures.arrivals import PARTS, arrivals
from server.figures.asked import Asked, asked_of
from server.figures.mirror import Mirror, Shown
from server.figures.sums import Sums
from server.pages import stamp
from server.people import People

# A channel knows its own reports alone, a wall what every passer-by may.
READERS = tuple(sorted(set(Role) - {Role.CHANNEL, Role.WALL, Role.SYSTEM}))

WHATS = ("received", "finished", "open")
"""The numbers whose cases can be listed."""

MOST = 1000
"""Cases in one list; `total` says how many there are."""


def routes(
    mirror: Mirror,
    feed: Feed,
    city: City,
    people: People,
    readers: Executor,
    now: Callable[[], datetime],
) -> APIRouter:
    """The routes of figures; what they count is worked out on a reader's thread."""
    router = APIRouter()

    async def worked_out(work: Callable[[], dict[str, Any]], seq: int) -> Response:
        found = await asyncio.get_running_loop().run_in_executor(readers, work)
        beside = {"seq": seq, "server_time": stamp(now())}
        return json_answer(beside | found, headers={"Cache-Control": "no-store"})

    def sums(shown: Shown, asked: Asked) -> Sums:
        return Sums(shown.cube, shown.words, mirror.wall, city, asked, now())

    @router.get("/figures")
    async def of_period(request: Request) -> Response:
        signed = await people.signed_in(request, *READERS)
        asked = asked_of(request.query_params, signed.viewer.scope)
        shown = mirror.shown
        return await worked_out(lambda: sums(shown, asked).answer(), shown.seq)

    @router.get("/figures/cases")
    async def of_cases(request: Request) -> Response:
        signed = await people.signed_in(request, *READERS)
        asked = asked_of(request.query_params, signed.viewer.scope)
        what = _one_of(request, "what", WHATS)
        colour = _one_of(request, "colour", ("", *Colour))
        shown = mirror.shown

        def read(conn: Conn) -> dict[str, Any]:
            opened = sums(shown, asked).opened(what, colour)
            ids = trails.cases_opened_by(conn, opened[:MOST])
            return {"cases": [ids[seq] for seq in opened[:MOST]], "total": len(opened)}

        found = await feed.read(read)
        return json_answer({"seq": shown.seq, "server_time": stamp(now())} | found)

    @router.get("/figures/arrivals")
    async def of_arrivals(request: Request) -> Response:
        signed = await people.signed_in(request, *READERS)
        asked = asked_of(request.query_params, signed.viewer.scope)
        parts = _parts(request.query_params.get("parts", ""))
        shown = mirror.shown
        return await worked_out(
            lambda: arrivals(shown.cube, shown.words, asked, city, parts), shown.seq
        )

    return router


def _one_of(request: Request, name: str, words: Sequence[str]) -> str:
    word = request.query_params.get(name, words[0])
    if word not in words:
        raise BadWire(name, f"must be one of {', '.join(filter(None, words))}")
    return word


def _parts(text: str) -> tuple[str, ...]:
    parts = tuple(dict.fromkeys(text.split(","))) if text else PARTS[:3]
    if any(part not in PARTS for part in parts):
        raise BadWire("parts", f"must be some of {', '.join(PARTS)}, between commas")
    return parts
