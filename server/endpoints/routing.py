"""GET /routing: what the city's decisions teach, for those who forward cases."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from db.domain.commands import LAWS, Forward
from db.domain.states import Role
from server.people import People
from server.routing import Learner
from server.squeeze import wants_gzip

# An agency sees its own cases alone, and the words of all others' stand in here.
FORWARDERS = tuple(sorted(LAWS[Forward].roles - {Role.SYSTEM}))


def routes(learner: Learner, people: People) -> APIRouter:
    """The route of what was learned."""
    router = APIRouter()

    @router.get("/routing")
    async def routing(request: Request) -> Response:
        await people.signed_in(request, *FORWARDERS)
        now = learner.published
        if now is None:
            return Response(status_code=204)
        headers = {"ETag": f'"{now.version}"', "Vary": "Accept-Encoding"}
        known = request.headers.get("if-none-match", "").split(",")
        if headers["ETag"] in (tag.strip() for tag in known):
            return Response(status_code=304, headers=headers)
        if wants_gzip(request.headers.get("accept-encoding", "")):
            packed = {**headers, "Content-Encoding": "gzip"}
            return Response(now.packed, headers=packed, media_type="application/json")
        return Response(now.plain, headers=headers, media_type="application/json")

    return router
