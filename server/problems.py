"""Error answers: RFC 9457 problem+json, one shape for every fault on the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

from db.domain.changes import Fact
from db.domain.refused import Refused
from db.domain.wire import BadWire

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is an error. `kind` is the part of its type behind `liveroom:`."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        key: str = "",
        facts: Mapping[str, Fact] | None = None,
        place: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, kind, key)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.key = key
        self.facts = dict(facts or {})
        self.place = place
        self.headers = dict(headers or {})


_TITLES = {
    "bad-wire": "The request is not what it must be",
    "denied": "Not allowed",
    "unknown": "No such thing",
    "refused": "The rules say no",
    "gone": "Take a snapshot",
    "too-large": "Too large",
    "outdated": "Another protocol is spoken here",
    "busy": "Try again later",
    "fault": "The server failed",
}


def answer(problem: Problem) -> Response:
    """The problem as an HTTP answer; empty members are left out."""
    members = {
        "type": f"liveroom:{problem.kind}",
        "title": _TITLES[problem.kind],
        "status": problem.status,
        "detail": problem.detail,
        "key": problem.key,
        "facts": problem.facts,
        "place": problem.place,
    }
    body = json.dumps({name: value for name, value in members.items() if value}).encode()
    return Response(body, problem.status, problem.headers, MEDIA_TYPE)


def bad_wire(fault: BadWire) -> Problem:
    """400: not JSON, or a field is not what it must be."""
    return Problem(400, "bad-wire", str(fault), place=fault.place)


_DENIED = {
    "token_missing": "send the access token as Authorization: Bearer",
    "token_unknown": "this token is not known here; sign in",
    "token_expired": "this token has expired; refresh it or sign in",
    "token_revoked": "this session was ended; sign in again",
    "bad_credentials": "login or password is wrong",
}


def denied(key: str) -> Problem:
    """401: nobody we know; `key` says why."""
    return Problem(
        401,
        "denied",
        _DENIED[key],
        key=key,
        headers={"WWW-Authenticate": 'Bearer realm="liveroom"'},
    )


def not_allowed(what: str, **facts: Fact) -> Problem:
    """403: known, but the role may not."""
    return Problem(403, "denied", f"your role may not {what}", key="not_allowed", facts=facts)


def unknown(what: str) -> Problem:
    """404: there is no such thing."""
    return Problem(404, "unknown", f"there is no such {what}")


def refused(no: Refused) -> Problem:
    """409: the rules say no."""
    return Problem(409, "refused", f"the rules refuse this: {no.key}", key=no.key, facts=no.facts)


def gone(reason: str) -> Problem:
    """410: the cursor leads nowhere any more."""
    return Problem(410, "gone", f"{reason}; take a snapshot", key="take_snapshot")


def too_large(what: str, limit: int) -> Problem:
    """413: more than the limit."""
    return Problem(413, "too-large", f"{what} is larger than the limit of {limit}")


def outdated(number: str, oldest: int, newest: int) -> Problem:
    """426: the caller speaks another protocol than those from `oldest` to `newest`."""
    return Problem(
        426,
        "outdated",
        f"protocol {number[:20]!r} is not spoken here, {oldest} to {newest} are; "
        "update the program",
        headers={"Upgrade": f"liveroom/{newest}"},
    )


def busy(status: int, detail: str, seconds: int) -> Problem:
    """429 or 503: later; nothing was decided."""
    return Problem(status, "busy", detail, headers={"Retry-After": str(seconds)})
