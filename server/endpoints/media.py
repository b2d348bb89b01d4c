"""GET /media/{sha256}: photos and videos, for whoever sees a case that names them."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from db import cases, media
from db.domain.media import is_hash, of_case
from db.store import Conn
from server.body import json_answer
from server.changes import Feed
from server.endpoints.feed import READERS
from server.media import Library, Picture
from server.people import People, Signed
from server.problems import Problem, unknown
from server.scopes import may_see
from server.washed import Facts

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # What a hash names never changes; whether it may be seen does, so no proxy keeps it.
    "Cache-Control": "private, max-age=31536000, immutable",
}

Size = Annotated[int | None, Query()]


def routes(library: Library, people: People, feed: Feed, disk: Executor) -> APIRouter:
    """The routes of media. `disk` is where files are looked for."""
    router = APIRouter()

    async def allowed(request: Request, sha256: str) -> None:
        signed = await people.signed_in(request, *READERS)
        if not is_hash(sha256) or not await feed.read(lambda conn: _seen(conn, signed, sha256)):
            raise unknown("photo or video in your sight")

    @router.get("/media/{sha256}")
    async def picture(sha256: str, request: Request, size: Size = None) -> Response:
        await allowed(request, sha256)
        loop = asyncio.get_running_loop()
        found: Picture | None = await loop.run_in_executor(disk, library.picture, sha256, size)
        if found is None:
            raise _not_here()
        tag = f'"{sha256}-{size or "whole"}"'
        headers = {**_SAFE, "ETag": tag}
        if tag in (known.strip() for known in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers=headers)
        return FileResponse(found.path, media_type=found.type, headers=headers, filename=found.name)

    @router.get("/media/{sha256}/facts")
    async def facts(sha256: str, request: Request) -> Response:
        await allowed(request, sha256)
        loop = asyncio.get_running_loop()
        found: Facts | None = await loop.run_in_executor(disk, library.facts, sha256)
        if found is None:
            raise _not_here()
        told = {name: value for name, value in found.items() if name != "name"}
        return json_answer(told, headers=_SAFE)

    return router


def _not_here() -> Problem:
    detail = "a case names it, but it is not here, or not in this size"
    return Problem(404, "unknown", detail, key="media_missing")


def _seen(conn: Conn, signed: Signed, sha256: str) -> bool:
    """Whether a case in sight names it now; one that named it once does not count."""
    known = cases.many(conn, media.cases_with(conn, sha256))
    scope = signed.viewer.scope
    return any(may_see(scope, case) and sha256 in of_case(case) for case in known.values())
