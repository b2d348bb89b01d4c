"""POST /reports from channels, and who sent a report: looked at with a reason, or written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request, Response

from db.domain.city import City
from db.domain.commands import LAWS, Receive
from db.domain.locating import Locator, located
from db.domain.states import Role
from server import identity
from server.body import body_of, json_answer, text_of
from server.identity import Look, Named
from server.intake import Brought, take_in
from server.people import People
from server.writing import Writer

ENTRY = tuple(sorted(LAWS[Receive].roles - {Role.SYSTEM}))
ROOM = (Role.OFFICER, Role.SUPERVISOR)


def routes(writer: Writer, city: City, people: People, now: Callable[[], datetime]) -> APIRouter:
    """The routes of reports and of those who sent them."""
    router = APIRouter()
    locator = Locator(city)

    @router.post("/reports")
    async def report(request: Request) -> Response:
        signed = await people.signed_in(request, *ENTRY)
        writer.check_pace()
        brought = await body_of(Brought, request)
        brought = replace(brought, place=located(brought.place, locator))
        key = request.headers.get("idempotency-key")
        if not brought.source_id and key:
            brought = replace(brought, source_id=text_of(key, "header Idempotency-Key"))
        source, first = await take_in(writer, city, signed.actor, brought, now())
        told = {"case": source.case, "number": source.number, "report": source.report}
        return json_answer({**told, "seq": source.seq}, 201 if first else 200)

    @router.post("/reports/{report}/identity/look")
    async def look(report: str, request: Request) -> Response:
        signed = await people.signed_in(request, *ROOM)
        asked, named = await body_of(Look, request), text_of(report, "report")
        found = await identity.look(writer, named, asked, signed.actor, now)
        fields = ("name", "phone", "email", "nik", "original_text")
        # What is shown here is kept nowhere on the way.
        return json_answer(
            {field: getattr(found, field) for field in fields},
            headers={"Cache-Control": "no-store"},
        )

    @router.put("/reports/{report}/identity")
    async def name(report: str, request: Request) -> Response:
        signed = await people.signed_in(request, *ROOM)
        given, named = await body_of(Named, request), text_of(report, "report")
        await identity.name(writer, named, given, signed.actor)
        return Response(status_code=204)

    return router
