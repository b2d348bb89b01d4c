"""GET /hello and GET /city: which city this is, what is spoken here, and the whole city pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from db.domain.city import City
from db.domain.states import Role
from db.domain.wire import OLDEST, PROTOCOL, SCHEMA
from server.body import json_answer
from server.changes import Feed
from server.here import our_version
from server.pages import stamp
from server.people import People


def routes(
    city: City,
    pack: Mapping[str, Any],
    feed: Feed,
    people: People,
    now: Callable[[], datetime],
) -> APIRouter:
    """The routes about the city itself."""
    router = APIRouter()
    # In the pack's own order: classes and channels are offered as the city lists them.
    plain = json.dumps(pack, separators=(",", ":"), ensure_ascii=False).encode()
    pack_version = hashlib.sha256(plain).hexdigest()
    tag = f'"{pack_version}"'
    whole = f'{{"version":"{pack_version}","city":'.encode() + plain + b"}"

    @router.get("/hello")
    async def hello() -> Response:
        return json_answer(
            {
                "city": {"id": city.id, "name": city.name},
                "protocol": {"from": OLDEST, "to": PROTOCOL},
                "schema": {"from": 1, "to": SCHEMA},
                "version": our_version(),
                "epoch": feed.epoch,
                "server_time": stamp(now()),
            }
        )

    @router.get("/city")
    async def the_city(request: Request) -> Response:
        await people.signed_in(request, *Role)
        if tag in (known.strip() for known in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers={"ETag": tag})
        return Response(whole, headers={"ETag": tag}, media_type="application/json")

    return router
