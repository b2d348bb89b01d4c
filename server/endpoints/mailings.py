"""GET /mailings, PUT and DELETE /mailings/{id}, POST /mailings/{id}/run: reports by e-mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from db import mailings as kept
from db.domain.city import City
from db.domain.mailings import KEEPERS, Mailings, Terms, check_id, check_scopes, shown
from db.domain.wire import encode
from db.store import Conn
from server.body import body_of, json_answer
from server.changes import Feed
from server.log import note
from server.mailing import keeping
from server.mailing.due import next_due
from server.mailing.sends import Sends
from server.people import People
from server.problems import unknown
from server.writing import Writer

_KEEPERS = tuple(sorted(KEEPERS))

SHOWN = 100
"""Letters in the answer, the newest first."""


def routes(
    sends: Sends,
    writer: Writer,
    feed: Feed,
    city: City,
    people: People,
    now: Callable[[], datetime],
) -> APIRouter:
    """The routes of schedules."""
    router, zone = APIRouter(), ZoneInfo(city.zone)

    def everything(conn: Conn) -> Mailings:
        sent = tuple(shown(one) for one in kept.newest(conn, SHOWN))
        held, at = kept.everything(conn), now()
        due = {one.id: next_due(one, zone, at) for one in held if not one.terms.paused}
        return Mailings(held, sent, due, sends.ready)

    @router.get("/mailings")
    async def all_of_them(request: Request) -> Response:
        await people.signed_in(request, *_KEEPERS)
        found = await feed.read(everything)
        return json_answer(encode(found), headers={"Cache-Control": "no-store"})

    @router.put("/mailings/{id}")
    async def put(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_KEEPERS)
        writer.check_pace()
        check_id(id)
        terms, by = await body_of(Terms, request), signed.actor
        check_scopes(terms, city.agencies)
        done = await writer.write(lambda conn: keeping.put(conn, id, terms, by.name, zone, now()))
        note("reports scheduled", mailing=id, person=by.id, kind=terms.kind, at=terms.at,
             recipients=len(terms.recipients), paused=terms.paused)  # fmt: skip
        sends.wake()
        return json_answer(encode(done))

    @router.delete("/mailings/{id}")
    async def delete(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_KEEPERS)
        check_id(id)
        if await writer.write(lambda conn: kept.remove(conn, id)):
            note("reports no longer scheduled", mailing=id, person=signed.actor.id)
        return Response(status_code=204)

    @router.post("/mailings/{id}/run")
    async def run(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_KEEPERS)
        writer.check_pace()
        check_id(id)
        made = await writer.write(lambda conn: keeping.run_now(conn, id, zone, now()))
        if made is None:
            raise unknown("schedule")
        note("reports asked for", mailing=id, person=signed.actor.id, letters=len(made))
        sends.wake()
        return json_answer({"letters": len(made)}, 202)

    return router
