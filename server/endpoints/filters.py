"""GET /filters, PUT and DELETE /filters/{id}: what the room shares, for those who work in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response

from db import shared_filters as kept
from db.domain.shared_filters import SHARERS, NamedTerms, Shared, check
from db.domain.wire import canonical, encode
from server import shared_filters
from server.body import body_of, json_answer, text_of
from server.changes import Feed
from server.people import People
from server.writing import Writer

_SHARERS = tuple(sorted(SHARERS))


def routes(writer: Writer, feed: Feed, people: People, now: Callable[[], datetime]) -> APIRouter:
    """The routes of shared filters."""
    router = APIRouter()

    @router.get("/filters")
    async def all_of_them(request: Request) -> Response:
        await people.signed_in(request, *_SHARERS)
        body = canonical(encode(Shared(await feed.read(kept.everything))))
        version = hashlib.sha256(body).hexdigest()
        headers = {"ETag": f'"{version}"'}
        known = request.headers.get("if-none-match", "").split(",")
        if headers["ETag"] in (tag.strip() for tag in known):
            return Response(status_code=304, headers=headers)
        whole = f'{{"version":"{version}","filters":'.encode() + body + b"}"
        return Response(whole, headers=headers, media_type="application/json")

    @router.put("/filters/{id}")
    async def put(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_SHARERS)
        writer.check_pace()
        id, given = text_of(id, "id", 64), await body_of(NamedTerms, request)
        check(given)
        by = signed.actor
        done = await writer.write(lambda conn: shared_filters.put(conn, id, given, by, now()))
        return json_answer(encode(done))

    @router.delete("/filters/{id}")
    async def delete(id: str, request: Request) -> Response:
        signed = await people.signed_in(request, *_SHARERS)
        id = text_of(id, "id", 64)
        await writer.write(lambda conn: shared_filters.withdraw(conn, id, signed.actor))
        return Response(status_code=204)

    return router
