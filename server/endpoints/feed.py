"""GET /changes and GET /snapshot: how consoles learn what happened."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from db.domain.states import Role
from db.domain.wire import BadWire
from server.changes import Cursor, Feed, Viewer
from server.pages import Page, sent
from server.people import People, Signed
from server.positions import Positions
from server.problems import Problem, gone
from server.snapshot import Snapshot, Snapshots
from server.squeeze import Member, wants_gzip
from server.streams import Streams
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


def routes(
    feed: Feed,
    streams: Streams,
    snapshots: Snapshots,
    people: People,
    writer: Writer,
    positions: Positions,
) -> APIRouter:
    """The routes of the feed."""
    router = APIRouter()

    @router.get("/changes")
    async def changes(
        request: Request,
        epoch: str,
        since: Since,
        limit: Limit = 1000,
        follow: bool = False,
        chain: str | None = None,
        seal: str | None = None,
        audit: bool = False,
    ) -> Response:
        signed = await people.signed_in(request, *READERS)
        page = await feed.start(Cursor(epoch, since, chain, seal), writer.mend)
        if not signed.viewing:
            positions.took(signed.actor, epoch, since)
        member = Member() if wants_gzip(request.headers.get("accept-encoding", "")) else None
        headers = _headers(member)
        if audit:
            await feed.audited()
        if follow:
            lines = _lines(streams, people, signed, page, limit, member, positions)
            return StreamingResponse(lines, headers=headers, media_type="application/x-ndjson")
        body = await _one_page(feed, streams, signed.viewer, page, limit, member)
        if feed.epoch != epoch:
            raise gone("the history this cursor belongs to has ended")
        return Response(body, headers=headers, media_type="application/json")

    @router.get("/snapshot")
    async def snapshot(request: Request, epoch: str = "", at_least: Since = 0) -> Response:
        signed = await people.signed_in(request, *READERS)
        gzip = wants_gzip(request.headers.get("accept-encoding", ""))
        named = request.headers.get("if-range", request.headers.get("if-match", ""))
        scope, tag = signed.viewer.scope, named.strip().strip('"')
        # Of another history the reader's number says nothing.
        oldest = at_least if epoch in ("", feed.epoch) else 0
        made = await snapshots.of(scope, tag, oldest, packed=gzip)
        headers = {"ETag": f'"{made.tag}"', "Vary": "Accept-Encoding"}
        if made.packed:
            headers["Content-Encoding"] = "gzip"
        if request.headers.get("if-range", headers["ETag"]) == headers["ETag"]:
            _check_range(request.headers.get("range", "bytes=0-"), made.path.stat().st_size)
        return _Sent(snapshots, made, headers)

    return router


def _headers(member: Member | None) -> dict[str, str]:
    coded = {} if member is None else {"Content-Encoding": "gzip"}
    # A page is of one moment and one session: nothing on the way may keep it.
    return {"Vary": "Accept-Encoding", "Cache-Control": "no-store", **coded}


def _lines(
    streams: Streams,
    people: People,
    signed: Signed,
    page: Page,
    limit: int,
    member: Member | None,
    positions: Positions,
) -> AsyncIterator[bytes]:
    async def allowed() -> bool:
        return await people.still_valid(signed)

    family, viewer = signed.session.family, signed.viewer
    if signed.viewing:
        return streams.follow(viewer, family, page, limit, allowed, member)
    took = positions.took_by(signed.actor)
    return streams.follow(viewer, family, page, limit, allowed, member, took)


async def _one_page(
    feed: Feed, streams: Streams, viewer: Viewer, page: Page, limit: int, member: Member | None
) -> bytes:
    if page.end < feed.head:
        page = await feed.page(viewer, page.end, limit)
    taken = feed.audit
    beside = streams.told
    if taken is not None and page.end == taken.at.seq:
        beside += taken.told(viewer.scope)
    body = sent(feed.opening(beside), page, member)
    return body if member is None else body + member.end()


class _Sent(FileResponse):
    """The file, counted while it is on its way."""

    def __init__(self, snapshots: Snapshots, made: Snapshot, headers: dict[str, str]) -> None:
        super().__init__(made.path, media_type="application/x-ndjson", headers=headers)
        self._snapshots = snapshots

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        self._snapshots.sending += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._snapshots.sending -= 1


def _check_range(wanted: str, size: int) -> None:
    """One stretch of the file, from a byte that it has. Raises BadWire, or Problem 416."""
    found = _RANGE.fullmatch(wanted)
    if found is None or int(found[2] or size) < int(found[1]) < size:
        raise BadWire("header Range", "is no range that is served here; write bytes=FIRST-")
    if int(found[1]) >= size:
        there = {"Content-Range": f"bytes */{size}"}
        detail = f"the file has {size} bytes and ends before this range; fetch it from its start"
        raise Problem(416, "bad-wire", detail, place="header Range", headers=there)
