"""GET /health and /metrics for those who watch the server, POST /troubles for consoles."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response

from db.domain.states import Role
from db.domain.wire import BadWire
from server.body import body_of, json_answer
from server.endpoints.feed import READERS
from server.log import note
from server.measures import CONTENT_TYPE, TROUBLES, Measures
from server.people import People
from server.problems import denied, not_allowed
from server.wedge import BESIDE

MOST = 100
"""Troubles in one body."""

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Met:
    """One thing a console met. `facts` are read and left alone: people may have written them."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Troubles:
    """The body of POST /troubles."""

    troubles: tuple[Met, ...]


def routes(
    measures: Measures, people: People, trouble: Callable[[], tuple[str, ...]], token: str
) -> APIRouter:
    """`trouble` are the keys of what is wedged now; `token` opens /metrics ("": loopback only)."""
    router = APIRouter()

    @router.get("/health")
    async def health() -> Response:
        keys = trouble()
        wedged = any(key not in BESIDE for key in keys)
        return json_answer({"trouble": list(keys)}, 503 if wedged else 200, _FRESH)

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        _check_reader(request, token)
        return Response(measures.text(), headers={**_FRESH, "Content-Type": CONTENT_TYPE})

    @router.post("/troubles")
    async def troubles(request: Request) -> Response:
        signed = await people.signed_in(request, *READERS, Role.CHANNEL)
        told = (await body_of(Troubles, request)).troubles
        if len(told) > MOST:
            raise BadWire("troubles", f"has {len(told)} of them; at most {MOST} are taken")
        for met in told:
            kind = met.key if met.key in TROUBLES else "other"
            measures.trouble(kind)
            note("console trouble", logging.ERROR, key=kind, role=signed.actor.role, **_safe(met))
        return Response(status_code=204)

    return router


_FRESH = {"Cache-Control": "no-store"}


def _safe(met: Met) -> dict[str, int]:
    """Of the facts only numbers of the journal are kept: a text could hold anything."""
    numbers = ((name, met.facts.get(name)) for name in ("seq", "cases", "cursor", "head"))
    return {name: value for name, value in numbers if isinstance(value, int) and 0 <= value < 2**53}


def _check_reader(request: Request, token: str) -> None:
    """Raises Problem 401 or 403 for those who may not read the measures."""
    if token:
        given = request.headers.get("authorization", "").partition(" ")[2].encode()
        if not given:
            raise denied("token_missing")
        if not secrets.compare_digest(given, token.encode()):
            raise denied("token_unknown")
    elif not _is_near(request):
        raise not_allowed("read the measures from afar without LIVEROOM_METRICS_TOKEN")


def _is_near(request: Request) -> bool:
    """A caller on this machine; what a proxy passes on comes from anywhere."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
