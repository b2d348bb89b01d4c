"""GET /past and GET /past/steps: the board as it was, and what happened from there on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from db.domain.periods import YEARS
from db.domain.wire import BadWire
from server.endpoints.feed import READERS
from server.past import Past
from server.people import People
from server.squeeze import wants_gzip

_AHEAD = timedelta(minutes=5)
"""By so much a desk's clock may run ahead: it means now."""

Since = Annotated[int, Query(ge=0, lt=2**53)]


def routes(past: Past, people: People, now: Callable[[], datetime]) -> APIRouter:
    """For whoever reads the feed; each in their own scope."""
    router = APIRouter()

    @router.get("/past")
    async def board(request: Request, at: str) -> Response:
        signed = await people.signed_in(request, *READERS)
        packed = _packed(request)
        instant = _instant(at, "at", now())
        return _answer(await past.board(signed.viewer.scope, instant, packed=packed), packed)

    @router.get("/past/steps")
    async def steps(request: Request, epoch: str, since: Since, until: str) -> Response:
        signed = await people.signed_in(request, *READERS)
        packed = _packed(request)
        end, scope = _instant(until, "until", now()), signed.viewer.scope
        return _answer(await past.steps(scope, epoch, since, end, packed=packed), packed)

    return router


def _packed(request: Request) -> bool:
    return wants_gzip(request.headers.get("accept-encoding", ""))


def _answer(body: bytes, packed: bool) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    coded = {"Content-Encoding": "gzip"} if packed else {}
    return Response(body, headers={**headers, **coded}, media_type="application/json")


def _instant(text: str, place: str, now: datetime) -> datetime:
    """An instant that has passed. Raises BadWire."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadWire(place, "must be an instant like 2026-11-26T14:02:00Z") from None
    if instant.tzinfo is None:
        raise BadWire(place, "must say its time zone, like 2026-11-26T14:02:00Z")
    if instant > now + _AHEAD:
        raise BadWire(place, "has not come yet")
    if instant.year < YEARS[0]:
        raise BadWire(place, f"is not of our age, which begins in {YEARS[0]}")
    return min(instant, now).astimezone(UTC)
