"""POST /commands: what people and channels ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from db.domain.city import City
from server.body import body_of, json_answer
from server.commands import Batch, carry_out
from server.measures import Measures
from server.media import Library
from server.people import People
from server.writing import Writer


def endpoint(
    writer: Writer, city: City, people: People, measures: Measures, library: Library
) -> Callable[[Request], Awaitable[Response]]:
    """The answer to a batch: sent after the commit, and never altering a case.

    A plain endpoint, since this is the busiest route and asks nothing of FastAPI.
    """

    async def commands(request: Request) -> Response:
        signed = await people.signed_in(request)
        writer.check_pace()
        batch = await body_of(Batch, request)
        answers = await carry_out(writer, city, signed.actor, batch, library)
        measures.answered(answer.outcome for answer in answers)
        return json_answer({"outcomes": [answer.plain() for answer in answers]})

    return commands
