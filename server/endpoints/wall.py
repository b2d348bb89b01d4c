"""GET /wall and POST /wall/session: what walls show, and how one is let in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from db.domain.states import Role
from server.pages import sent
from server.people import People
from server.squeeze import Member, wants_gzip
from server.wall import Wall


def routes(wall: Wall, people: People) -> APIRouter:
    """The routes of walls."""
    router = APIRouter()

    @router.post("/wall/session")
    async def session(request: Request) -> Response:
        await people.admit(request)
        return Response(status_code=204)

    @router.get("/wall")
    async def picture(request: Request, follow: bool = False) -> Response:
        signed = await people.signed_in(request, Role.WALL)
        packed = wants_gzip(request.headers.get("accept-encoding", ""))
        member = Member() if packed else None
        coded = {"Content-Encoding": "gzip"} if packed else {}
        headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store", **coded}
        page = await wall.picture()
        if not follow:
            body = sent(wall.opening(), page, member)
            body = body if member is None else body + member.end()
            return Response(body, headers=headers, media_type="application/json")

        async def allowed() -> bool:
            return await people.still_valid(signed)

        lines = wall.follow(allowed, member)
        return StreamingResponse(lines, headers=headers, media_type="application/x-ndjson")

    return router
