"""GET /reports/{kind}: the figures of a day, a week or a month as a file."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response

from db.domain.bad_wire import BadWire
from db.domain.periods import day_of
from db.domain.states import Role
from server.log import note
from server.people import People
from server.problems import busy, unknown
from server.reports import Form, Kind, Maker
from server.reports.printing import Unprintable

READERS = (Role.SUPERVISOR, Role.AGENCY_HEAD, Role.MAYOR, Role.ADMIN)
"""Who answers for a whole period, each for what their scope shows."""


def routes(maker: Maker, people: People) -> APIRouter:
    """The route of reports to be read on paper."""
    router = APIRouter()

    @router.get("/reports/{kind}")
    async def report(request: Request, kind: str) -> Response:
        signed = await people.signed_in(request, *READERS)
        if kind not in [*Kind]:
            raise unknown("report")
        start, form = _day(request), _one_of(request, "form", [*Form])
        try:
            made = await maker.make(Kind(kind), start, Form(form), signed.viewer.scope)
        except Unprintable as fault:
            note("report not printed", logging.ERROR, reason=str(fault))
            raise busy(503, "the report could not be set on pages", 30) from fault
        headers = {
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Cache-Control": "no-store",
        }
        return Response(made.content, media_type=made.media_type, headers=headers)

    return router


def _day(request: Request) -> date:
    try:
        return day_of(request.query_params.get("date", ""))
    except ValueError:
        raise BadWire("date", "must be a day of our age, YYYY-MM-DD") from None


def _one_of(request: Request, name: str, words: Sequence[str]) -> str:
    word = request.query_params.get(name, words[0])
    if word not in words:
        raise BadWire(name, f"must be one of {', '.join(words)}")
    return word
