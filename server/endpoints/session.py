"""POST, DELETE /session, /session/refresh, /session/view: who signs in, and who views as whom."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from db.domain.states import Role
from server.body import body_of, json_answer
from server.people import People, Refresh, SignIn
from server.viewing import AsRole


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
        await people.sign_out(await people.leaving(request))
        return Response(status_code=204)

    @router.post("/session/view")
    async def view(request: Request) -> Response:
        signed = await people.signed_in(request, Role.ADMIN)
        return json_answer(await people.view(signed, await body_of(AsRole, request)))

    return router
