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
from db.domain.brief import Brief
from db.domain.case import Actor
from db.domain.logbook import Kept
from db.domain.mailings import Mailings
from db.domain.refused import Refused

T = TypeVar("T", int, str)
R = TypeVar("R")

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
class Viewed:
    """A token for looking as a role, and the role as an actor that is nobody's."""

    access: str
    access_expires: datetime
    person: Actor
    city: str


@dataclass(frozen=True, slots=True)
class Hello:
    """Which server this is and what it speaks; `schema_to` is 1 of one that does not say."""

    city: str
    name: str
    protocol_from: int
    protocol_to: int
    version: str
    epoch: str
    schema_to: int = 1


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


def fault_of(status: int, headers: Mapping[str, str], body: bytes, heard: Heard) -> Exception:
    """The error a status of 300 or above stands for. `heard` is where the answer's history is."""
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
        return SnapshotNeeded(heard.seq if heard.epoch else -1, heard.epoch)
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


def viewed_of(data: Mapping[str, Any]) -> Viewed:
    """A token for looking. Raises BadAnswer."""
    try:
        return wire.decode(Viewed, dict(data))
    except wire.BadWire as fault:
        raise BadAnswer(fault.reason, fault.place) from fault


def mailings_of(data: Mapping[str, Any]) -> Mailings:
    """Reports by e-mail. Raises BadAnswer."""
    try:
        return wire.decode(Mailings, dict(data))
    except wire.BadWire as fault:
        raise BadAnswer(fault.reason, fault.place) from fault


def kept_of(data: Mapping[str, Any]) -> Kept:
    """An entry of the shift log as the server keeps it. Raises BadAnswer."""
    return of_kind(Kept, data)


def of_kind(kind: type[R], data: Mapping[str, Any]) -> R:
    """Something of the domain as the server keeps it. Raises BadAnswer."""
    try:
        return wire.decode(kind, dict(data))
    except wire.BadWire as fault:
        raise BadAnswer(fault.reason, fault.place) from fault


Row = tuple[Brief, tuple[float, float] | None]
"""A case of the past as a list shows it, and where it was (latitude, longitude)."""


@dataclass(frozen=True, slots=True)
class PastBoard:
    """The board after change `seq`, at an instant (ms)."""

    epoch: str
    seq: int
    at: int
    cases: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PastStep:
    """What one change did to that board at an instant (ms)."""

    at: int
    cases: tuple[Row, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastSteps:
    """What happened up to change `to`, which is everything until `reached` (ms)."""

    to: int
    reached: int
    steps: tuple[PastStep, ...]


def past_board_of(data: Mapping[str, Any]) -> PastBoard:
    """Raises BadAnswer."""
    epoch, seq, at = _typed(data, "epoch", str), _typed(data, "seq", int), data.get("at")
    return PastBoard(epoch, seq, int(instant_ms(at)), _rows(data, data.get("cases")))


def past_steps_of(data: Mapping[str, Any]) -> PastSteps:
    """Raises BadAnswer."""
    to, reached, steps = _typed(data, "to", int), _typed(data, "reached", int), data.get("steps")
    try:
        made = [
            PastStep(int(one["at"]), _rows(data, one["cases"]), tuple(map(str, one["gone"])))
            for one in steps or ()
        ]
    except (KeyError, TypeError, ValueError) as fault:
        raise BadAnswer("steps of the past that are none", "steps") from fault
    return PastSteps(to, reached, tuple(made))


def _rows(data: Mapping[str, Any], rows: Any) -> tuple[Row, ...]:
    """Cases by the names of their fields; those that are not known here are passed over."""
    try:
        places = [data["fields"].index(name) for name in (*Brief._fields, "lat", "lng")]
        return tuple(_row([row[place] for place in places]) for row in rows)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as fault:
        raise BadAnswer("cases of the past that cannot be read", "cases") from fault


def _row(values: list[Any]) -> Row:
    *brief, lat, lng = values
    point = (float(lat), float(lng)) if lat is not None and lng is not None else None
    return Brief._make(brief), point


def hello_of(data: Mapping[str, Any]) -> Hello:
    """Raises BadAnswer, for another program that happens to listen there."""
    try:
        city, protocol, schema = data["city"], data["protocol"], data.get("schema") or {"to": 1}
        return Hello(
            city=str(city["id"]),
            name=str(city["name"]),
            protocol_from=int(protocol["from"]),
            protocol_to=int(protocol["to"]),
            version=str(data["version"]),
            epoch=str(data["epoch"]),
            schema_to=int(schema["to"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise BadAnswer("this is not a LIVE Room server") from fault
