"""GET /replies: what a channel may tell its reporters, in order, each thing once by its id."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request, Response

from db import replies
from db.domain.city import City
from db.domain.states import Role, State
from db.domain.told import Told
from db.domain.wire import BadWire
from server.body import json_answer
from server.changes import Feed
from server.pages import stamp
from server.people import People

_CURSOR = re.compile(r"([0-9a-f]{1,64})\.([0-9]{1,15})")

_LATEST = "latest"
"""For a channel that is connected late: its reporters know what was before."""

_WORDS = {
    State.RECEIVED: "Masuk",
    State.FORWARDED: "Diteruskan",
    State.ACCEPTED: "Diterima OPD",
    State.ON_SITE: "Di lapangan",
    State.SCHEDULED: "Terjadwal",
    State.AWAITING_VALIDATION: "Menunggu validasi",
    State.RESOLVED: "Selesai ditangani",
    State.CLOSED: "Selesai",
    State.RETURNED: "Dikembalikan",
    State.NOT_OURS: "Bukan wewenang",
    State.ARCHIVED: "Arsip",
}


def routes(feed: Feed, city: City, people: People) -> APIRouter:
    """For channels alone; each reads what concerns its own reports."""
    router = APIRouter()

    @router.get("/replies")
    async def of_channel(request: Request) -> Response:
        signed = await people.signed_in(request, Role.CHANNEL)
        after = request.query_params.get("after", "")
        epoch, since = (feed.epoch, feed.head) if after == _LATEST else _cursor(after)
        channel = signed.actor.id
        found = await feed.read(lambda conn: replies.after(conn, channel, epoch, since))
        answer = {
            "replies": [_plain(one, city) for one in found.told],
            "next": f"{found.epoch}.{found.to}",
            "more": found.more,
        }
        return json_answer(answer, headers={"Cache-Control": "no-store"})

    return router


def _cursor(text: str) -> tuple[str, int]:
    if not text:
        return "", 0
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadWire("after", "is no `next` of an earlier answer; leave it out to begin anew")
    return found[1], int(found[2])


def _plain(one: Told, city: City) -> dict[str, Any]:
    agencies = [city.agencies[opd] for opd in one.opds if opd in city.agencies]
    return {
        "id": one.id,
        "source_id": one.report.source_id,
        "report": one.report.id,
        "at": stamp(one.at),
        "kind": one.kind,
        "number": one.number,
        "state": one.state,
        "word": _WORDS[one.state],
        "agencies": [{"id": agency.id, "name": agency.name} for agency in agencies],
        "text": one.text,
        "planned_for": stamp(one.planned_for) if one.planned_for is not None else None,
        "reason": city.archive_reasons.get(one.reason, ""),
    }
