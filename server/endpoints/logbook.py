"""PUT /logbook/{id} and GET /logbook: signed handovers, their receipts, and notes of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from fastapi import APIRouter, Request, Response

from db import logbook
from db.domain.city import City
from db.domain.logbook import SIGNERS, Entry
from db.domain.wire import BadWire, encode
from server.body import body_of, json_answer, text_of
from server.changes import Feed
from server.logbook import take
from server.people import People
from server.writing import Writer

_SIGNERS = tuple(sorted(SIGNERS))


def routes(
    writer: Writer, feed: Feed, city: City, people: People, now: Callable[[], datetime]
) -> APIRouter:
    """The routes of the shift log; only those who may sign may read it."""
    router = APIRouter()

    @router.put("/logbook/{id}")
    async def put(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_SIGNERS)
        writer.check_pace()
        entry = await body_of(Entry, request)
        if entry.id != text_of(id, "id"):
            raise BadWire("id", "is not the one of the path")
        return json_answer(encode(await take(writer, city, entry, signed.actor, now)))

    @router.get("/logbook")
    async def of_day(request: Request) -> Response:
        await people.signed_in(request, *_SIGNERS)
        day = _day(request.query_params.get("day", ""))
        kept = await feed.read(lambda conn: logbook.of_day(conn, day))
        return json_answer({"entries": [encode(one) for one in kept]})

    return router


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadWire("day", "must be a day like 2026-11-26") from None
