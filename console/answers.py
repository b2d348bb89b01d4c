"""The server's answers as values: headers, problems, pages, outcomes, tokens. No network here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from console.faults import BadAnswer, Denied, Offline, Outdated, SnapshotNeeded
from console.replica_events import Decided, Page
from db.domain import wire
from db.domain.case import Actor
from db.domain.refused import Refused

T = TypeVar("T", int, str)

_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Heard:
    """What every answer tells beside its body. `sent` and `got` are boot-clock seconds.

    `epoch` is "" and `server_ms` 0 where the answer did not say, as a proxy's would not.
    """

    epoch: str
    seq: int
    server_ms: float
    sent: float
    got: float


@dataclass(frozen=True, slots=True)
class Granted:
    """Tokens and whose they are."""

    access: str
    access_expires: datetime
    refresh: str
    refresh_expires: datetime
    person: Actor
    city: str


@dataclass(frozen=True, slots=True)
class Hello:
    """Which server this is and what it speaks."""

    city: str
    name: str
    protocol_from: int
    protocol_to: int
    version: str
    epoch: str


def heard(headers: Mapping[str, str], sent: float, got: float) -> Heard:
    """The two headers of every answer; what is missing or odd counts as not said."""
    epoch, _, seq = headers.get("Liveroom-Head", "").rpartition("/")
    if not seq.isdecimal():
        epoch, seq = "", "0"
    return Heard(epoch, int(seq), instant_ms(headers.get("Liveroom-Time", "")), sent, got)


def instant_ms(text: Any) -> float:
    """Ms since the epoch of an instant on the wire; 0 for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return 0.0
    return moment.timestamp() * 1000 if moment.tzinfo else 0.0


def parsed(body: bytes | str) -> dict[str, Any]:
    """A JSON object. Raises BadAnswer for anything else, a captive portal's page say."""
    try:
        data = wire.parse(body)
    except wire.BadWire as fault:
        raise BadAnswer(f"the answer {fault.reason}") from fault
    if not isinstance(data, dict):
        raise BadAnswer("the answer is not a JSON object")
    return data


def fault_of(status: int, headers: Mapping[str, str], body: bytes, head: int) -> Exception:
    """The error a status of 300 or above stands for. `head` is the seq the answer named."""
    if status in _BUSY or status >= 500:
        after = headers.get("Retry-After", "")
        key = "busy" if status in (429, 503) else "server_error"
        return Offline(key, float(after) if after.isdecimal() else 0.0)
    problem = _problem(headers, body)
    if problem is None:
        # Not our server's words: what stands in between must not cost a command or a session.
        return BadAnswer(f"an answer of status {status} that is not from a LIVE Room server")
    key = str(problem.get("key", ""))
    if status in (401, 403):
        return Denied(key or "not_allowed")
    if status == 409:
        facts = problem.get("facts")
        return Refused(key, **(facts if isinstance(facts, dict) else {}))
    if status == 410:
        return SnapshotNeeded(head)
    if status == 426:
        return Outdated()
    return BadAnswer(str(problem.get("detail", status)), str(problem.get("place", "")), status)


def _problem(headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    kind = headers.get("Content-Type", "").partition(";")[0].strip()
    if kind != "application/problem+json":
        return None
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(data, dict) and str(data.get("type", "")).startswith("liveroom:")
    return data if ours else None


def page_of(data: Mapping[str, Any]) -> Page:
    """A page's numbers; what it holds is for the cache to judge. Raises BadAnswer."""
    first, to, head = (_typed(data, name, int) for name in ("from", "to", "head"))
    epoch, chain = (_typed(data, name, str) for name in ("epoch", "chain"))
    return Page(epoch, first, to, head, chain, data)


def _typed(data: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = data.get(name)
    if not isinstance(value, kind):
        raise BadAnswer(f"a page whose {name!r} is missing or odd", name)
    return value


def decided_of(data: Mapping[str, Any]) -> tuple[Decided, ...]:
    """The outcomes of a batch. Raises BadAnswer."""
    outcomes = data.get("outcomes")
    if not isinstance(outcomes, list):
        raise BadAnswer("an answer to commands without outcomes")
    return tuple(_decided(one) for one in outcomes)


def _decided(one: Any) -> Decided:
    if not isinstance(one, dict) or not isinstance(one.get("outcome"), str):
        raise BadAnswer("an outcome that is none")
    facts = one.get("facts") or ({"place": one["place"]} if one.get("place") else {})
    reason = str(one.get("reason", ""))
    if one["outcome"] == "bad_wire":
        facts, reason = {**facts, "detail": reason}, "bad_wire"
    return Decided(str(one.get("id", "")), one["outcome"], int(one.get("seq", 0)), reason, facts)


def granted_of(data: Mapping[str, Any]) -> Granted:
    """Tokens and person. Raises BadAnswer."""
    try:
        return wire.decode(Granted, dict(data))
    except wire.BadWire as fault:
        raise BadAnswer(fault.reason, fault.place) from fault


def hello_of(data: Mapping[str, Any]) -> Hello:
    """Raises BadAnswer, for another program that happens to listen there."""
    try:
        city, protocol = data["city"], data["protocol"]
        return Hello(
            city=str(city["id"]),
            name=str(city["name"]),
            protocol_from=int(protocol["from"]),
            protocol_to=int(protocol["to"]),
            version=str(data["version"]),
            epoch=str(data["epoch"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise BadAnswer("this is not a LIVE Room server") from fault
