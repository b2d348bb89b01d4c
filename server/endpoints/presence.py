"""PUT /presence: a desk says which case it is on, or only that somebody is at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response

from db import cases
from server.body import body_of
from server.changes import Feed
from server.endpoints.feed import READERS
from server.pages import stamp
from server.people import People, Signed
from server.positions import Positions
from server.presence import Attended, Attending, Presence, desk_id
from server.problems import unknown
from server.scopes import may_see


def routes(
    presence: Presence,
    feed: Feed,
    people: People,
    now: Callable[[], datetime],
    positions: Positions,
) -> APIRouter:
    """The route of presence."""
    router = APIRouter()

    @router.put("/presence")
    async def attend(request: Request) -> Response:
        signed = await people.signed_in(request, *READERS)
        asked = await body_of(Attended, request)
        secret, opds = False, tuple(filter(None, (signed.actor.opd,)))
        if asked.case is not None:
            id = asked.case
            case = await feed.read(lambda conn: cases.one(conn, id))
            if case is None or not may_see(signed.viewer.scope, case):
                raise unknown("case")
            secret, opds = case.secret, tuple(task.opd for task in case.tasks)
        presence.attend(_attending(signed, asked, stamp(now()), secret, opds))
        positions.opens(signed.actor, asked.case)
        return Response(status_code=204)

    return router


def _attending(
    signed: Signed, asked: Attended, since: str, secret: bool, opds: tuple[str, ...]
) -> Attending:
    who = signed.actor
    id = desk_id(signed.session.family)
    return Attending(
        id,
        asked.case or "",
        who.id,
        who.name,
        who.desk,
        asked.mode,
        since,
        secret,
        opds,
        who.role.value,
        who.opd or "",
    )
