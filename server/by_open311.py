"""An agency's Open311 server (GeoReport v2) gets a request, and never the same one twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from db.domain.deliveries import Attempt, Job, Notice, Reply
from server.outward import Answered, Lost, Outward, Unsent, outcome

_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Requests:
    """One server. `services` maps our categories to its service codes, `service` is for the rest.

    `lists_all`: GET /requests.json answers with every request of a stretch of time, so that one
    that is not in the list is not there.
    """

    url: str
    api_key: str = field(repr=False)
    service: str
    services: Mapping[str, str]
    jurisdiction: str = ""
    lists_all: bool = False


class Open311:
    """Blocking. The protocol has no key by which a repeated request is known, so after an attempt
    that may have arrived the server's list is searched; what cannot be found out, a person asks.
    """

    def __init__(
        self, servers: Mapping[str, Requests], outward: Outward, now: Callable[[], datetime]
    ) -> None:
        self._servers = servers
        self._outward = outward
        self._now = now

    def send(self, job: Job) -> Attempt:
        """The outcome of one attempt."""
        server = self._servers.get(job.opd)
        if server is None:
            return Attempt(Reply.REFUSED, "no_destination")
        if job.notice is Notice.WITHDRAWN:
            return Attempt(Reply.HOLD, "look_first")  # nothing in the protocol takes one back
        try:
            if job.told_at is not None:
                if self._is_there(server, job):
                    return Attempt(Reply.DELIVERED, "found")
                if not server.lists_all:
                    return Attempt(Reply.HOLD, "look_first")
            return self._posted(server, job)
        except Unsent as fault:
            refused = str(fault) == "address_refused"
            return Attempt(Reply.REFUSED if refused else Reply.UNSENT, str(fault))

    def _posted(self, server: Requests, job: Job) -> Attempt:
        body = urlencode(_form(server, json.loads(job.body))).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        try:
            answered = self._outward.call("POST", _at(server), headers, body)
        except Lost:
            return Attempt(Reply.UNKNOWN, "timeout")
        return outcome(answered, self._now())

    def _is_there(self, server: Requests, job: Job) -> bool:
        """Whether the list holds our reference. Raises Unsent when it cannot be had now."""
        # One that a person sends again counts as made then; what may be there is older.
        since = min(job.made_at, job.told_at or job.made_at)
        query = {
            "start_date": _stamp(since - _BEFORE),
            "end_date": _stamp(self._now() + _BEFORE),
            **({"jurisdiction_id": server.jurisdiction} if server.jurisdiction else {}),
        }
        try:
            answered = self._outward.call("GET", f"{_at(server)}?{urlencode(query)}", {})
        except Lost as fault:
            raise Unsent("timeout") from fault
        if answered.status != 200:
            raise Unsent(f"http_{answered.status}")
        return any(reference(job.id) in str(one.get("description", "")) for one in _list(answered))


def reference(id: str) -> str:
    """What stands in a description so that the request can be found again."""
    return f"[LR {id}]"


def _at(server: Requests) -> str:
    return f"{server.url.rstrip('/')}/requests.json"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _list(answered: Answered) -> list[dict[str, Any]]:
    try:
        found = json.loads(answered.body)
    except ValueError as fault:
        raise Unsent("bad_answer") from fault
    if not isinstance(found, list):
        raise Unsent("bad_answer")
    return [one for one in found if isinstance(one, dict)]


def _form(server: Requests, notice: Mapping[str, Any]) -> dict[str, str]:
    place, case = notice["place"], notice["case"]
    text = "(rahasia)" if notice["secret"] else notice["text"]
    form = {
        "api_key": server.api_key,
        "service_code": server.services.get(notice["category"]["id"], server.service),
        "description": f"{text}\n\n{case['number']} {reference(notice['id'])}",
    }
    if server.jurisdiction:
        form["jurisdiction_id"] = server.jurisdiction
    if place.get("lat") is not None and not notice["secret"]:
        form |= {"lat": f"{place['lat']:.6f}", "long": f"{place['lng']:.6f}"}
    words = ", ".join(part for part in (place.get("text"), place["area_name"]) if part)
    if words and not notice["secret"]:
        form["address_string"] = words
    return form
