"""PUT /policies/{id}, GET /policies and /policies/{id}: signed policy briefs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response

from db import policies as kept
from db.domain.city import City
from db.domain.policy import READERS, WRITERS, Policy
from db.domain.wire import BadWire, encode
from db.seals import Seal
from server.body import body_of, json_answer, text_of
from server.changes import Feed
from server.people import People
from server.policies import read, sign
from server.problems import unknown
from server.writing import Writer

_WRITERS, _READERS = tuple(sorted(WRITERS)), tuple(sorted(READERS))


def routes(
    writer: Writer, feed: Feed, city: City, seal: Seal, people: People, now: Callable[[], datetime]
) -> APIRouter:
    """The routes of policy briefs."""
    router = APIRouter()

    @router.put("/policies/{id}")
    async def put(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_WRITERS)
        writer.check_pace()
        given = await body_of(Policy, request)
        if given.id != text_of(id, "id", 64):
            raise BadWire("id", "is not the one of the path")
        return json_answer(await sign(writer, feed, city, seal, given, signed.actor, now))

    @router.get("/policies")
    async def listed(request: Request) -> Response:
        await people.signed_in(request, *_READERS)
        found = await feed.read(kept.headings)
        return json_answer({"policies": [encode(one) for one in found]})

    @router.get("/policies/{id}")
    async def one(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_READERS)
        by, scope, wanted = signed.actor, signed.viewer.scope, text_of(id, "id", 64)
        found = await feed.read(lambda conn: read(conn, wanted, by, scope))
        if found is None:
            raise unknown("policy")
        return json_answer(found)

    return router
