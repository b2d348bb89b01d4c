"""POST /commands: what people and channels ask for."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from db.domain.city import City
from server.body import body_of, json_answer
from server.commands import Batch, carry_out
from server.people import People
from server.writing import Writer


def routes(writer: Writer, city: City, people: People) -> APIRouter:
    """The route of commands. Each answer is sent after the commit and never alters a case."""
    router = APIRouter()

    @router.post("/commands")
    async def commands(request: Request) -> Response:
        signed = await people.signed_in(request)
        batch = await body_of(Batch, request)
        answers = await carry_out(writer, city, signed.actor, batch)
        return json_answer({"outcomes": [answer.plain() for answer in answers]})

    return router
