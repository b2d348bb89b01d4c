"""POST /commands: what people and channels ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from db.domain.city import City
from server.body import body_of, json_answer
from server.commands import Batch, carry_out
from server.people import People
from server.writing import Writer


def endpoint(
    writer: Writer, city: City, people: People
) -> Callable[[Request], Awaitable[Response]]:
    """The answer to a batch: sent after the commit, and never altering a case.

    A plain endpoint, since this is the busiest route and asks nothing of FastAPI.
    """

    async def commands(request: Request) -> Response:
        signed = await people.signed_in(request)
        batch = await body_of(Batch, request)
        answers = await carry_out(writer, city, signed.actor, batch)
        return json_answer({"outcomes": [answer.plain() for answer in answers]})

    return commands
