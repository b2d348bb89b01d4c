"""GET /changes and GET /snapshot: how consoles learn what happened."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse

from db import journal
from db.domain.states import Role
from db.domain.wire import BadWire
from server.changes import Feed
from server.people import People
from server.problems import Problem
from server.snapshot import Snapshots
from server.writing import Writer

_RANGE = re.compile(r"bytes=([0-9]{1,18})-([0-9]{0,18})")

READERS = (
    Role.OFFICER,
    Role.SUPERVISOR,
    Role.OPD_OPERATOR,
    Role.AGENCY_HEAD,
    Role.MAYOR,
    Role.ADMIN,
)

Since = Annotated[int, Query(ge=0, lt=2**53)]
Limit = Annotated[int, Query(ge=1, le=5000)]


def routes(feed: Feed, snapshots: Snapshots, people: People, writer: Writer) -> APIRouter:
    """The routes of the feed."""
    router = APIRouter()

    async def saw(seq: int) -> None:
        await writer.write(lambda conn: journal.saw(conn, seq))

    @router.get("/changes")
    async def changes(
        request: Request,
        epoch: str,
        since: Since,
        limit: Limit = 1000,
        follow: bool = False,
        chain: str | None = None,
    ) -> Response:
        signed = await people.signed_in(request, *READERS)
        page = await feed.start(epoch, since, chain, saw)
        if follow:
            lines = feed.follow(signed.viewer, page, limit, lambda: people.still_valid(signed))
            return StreamingResponse(lines, media_type="application/x-ndjson")
        if page.end < feed.head:
            page = await feed.page(signed.viewer, page.end, limit)
        return Response(feed.line(page), media_type="application/json")

    @router.get("/snapshot")
    async def snapshot(request: Request) -> Response:
        signed = await people.signed_in(request, *READERS)
        named = request.headers.get("if-range", request.headers.get("if-match", ""))
        made = await snapshots.of(signed.viewer.scope, named.strip().strip('"'))
        tag = f'"{made.tag}"'
        headers = {"ETag": tag}
        if request.headers.get("if-range", tag) == tag:
            _check_range(request.headers.get("range", "bytes=0-"), made.path.stat().st_size)
        return FileResponse(made.path, media_type="application/x-ndjson", headers=headers)

    return router


def _check_range(wanted: str, size: int) -> None:
    """One stretch of the file, from a byte that it has. Raises BadWire, or Problem 416."""
    found = _RANGE.fullmatch(wanted)
    if found is None or int(found[2] or size) < int(found[1]) < size:
        raise BadWire("header Range", "is no range that is served here; write bytes=FIRST-")
    if int(found[1]) >= size:
        there = {"Content-Range": f"bytes */{size}"}
        detail = f"the file has {size} bytes and ends before this range; fetch it from its start"
        raise Problem(416, "bad-wire", detail, place="header Range", headers=there)
