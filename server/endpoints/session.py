"""POST, DELETE /session and POST /session/refresh: who signs in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from server.body import body_of, json_answer
from server.people import People, Refresh, SignIn


def routes(people: People) -> APIRouter:
    """The routes of sessions."""
    router = APIRouter()

    @router.post("/session")
    async def sign_in(request: Request) -> Response:
        return json_answer(await people.sign_in(await body_of(SignIn, request)))

    @router.post("/session/refresh")
    async def refresh(request: Request) -> Response:
        asked = await body_of(Refresh, request)
        return json_answer(await people.refresh(asked.refresh))

    @router.delete("/session")
    async def sign_out(request: Request) -> Response:
        await people.sign_out(await people.signed_in(request))
        return Response(status_code=204)

    return router
