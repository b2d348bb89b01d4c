"""Plain JSON values to domain values; what each class needs is worked out once.

A reader is given the value alone. The path of a fault is put together on its way out, so that what
is in order pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from db.domain.bad_wire import BadWire, UnknownKind
from db.domain.case import Act, Case
from db.domain.commands import VERBS, Verb
from db.domain.encoders import default_of

MAX_TEXT = 20_000
"""Characters of one text; a longer one is refused by name."""

Decode = Callable[[Any], Any]

_DECODERS: dict[Any, Decode] = {}


def decoder(kind: Any) -> Decode:
    """What makes a value of this type of plain ones. It raises BadWire with a place like `.id`."""
    known = _DECODERS.get(kind)
    if known is None:
        known = _DECODERS[kind] = _new(kind)
    return known


def _new(kind: Any) -> Decode:
    if kind is Any:
        return lambda data: data
    if kind == Verb:
        return _verb
    if get_origin(kind) in (Union, UnionType):
        return _one_of(kind)
    if get_origin(kind) is tuple:
        return _tuple(decoder(get_args(kind)[0]))
    if get_origin(kind) is not None and issubclass(get_origin(kind), Mapping):
        return _mapping(decoder(get_args(kind)[1]))
    if kind is Act:
        return _act()
    if is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enum(kind)
    return _SCALARS[kind]


def _verb(data: Any) -> Any:
    if not isinstance(data, dict):
        raise BadWire("", "must be an object")
    name = data.get("verb")
    if not isinstance(name, str) or name not in VERBS:
        raise UnknownKind(".verb", f"unknown command kind {str(name)[:40]!r}")
    return decoder(VERBS[name])(data)


def _dataclass(kind: Any) -> Decode:
    hints = get_type_hints(kind)
    known = {f.name: decoder(hints[f.name]) for f in fields(kind)}
    needed = [f.name for f in fields(kind) if default_of(f) is MISSING]
    all_needed = frozenset(needed)

    def decoded(data: Any) -> Any:
        if not isinstance(data, dict):
            raise BadWire("", f"must be an object, not {_shown(data)}")
        if not all_needed.issubset(data):
            missing = next(name for name in needed if name not in data)
            raise BadWire(f".{missing}", "is missing")
        return kind(**_known_fields(data, known))

    return decoded


def _known_fields(data: Mapping[str, Any], known: Mapping[str, Decode]) -> dict[str, Any]:
    """The values of those fields that we know."""
    given = {}
    name, find = "", known.get
    try:
        for name, value in data.items():
            if (one := find(name)) is not None:
                given[name] = one(value)
    except BadWire as fault:
        fault.within(f".{name}")
        raise
    return given


def _act() -> Decode:
    """`before` holds fields of a case as they were; each is read as that field of a case is."""
    plain_act = _dataclass(Act)
    hints = get_type_hints(Case)
    # Made when first needed: a case is made of acts.
    known: dict[str, Decode] = {}

    def decoded(data: Any) -> Any:
        act = plain_act(data)
        if not known:
            known.update((name, decoder(hint)) for name, hint in hints.items())
        try:
            before = _known_fields(act.before, known)
        except BadWire as fault:
            fault.within(".before")
            raise
        return Act(act.change, act.kind, act.by, act.at, before, act.other)

    return decoded


def _one_of(kind: Any) -> Decode:
    kinds = [k for k in get_args(kind) if k is not NoneType]
    *others, last = [decoder(k) for k in kinds]
    nullable = NoneType in get_args(kind)

    def decoded(data: Any) -> Any:
        if data is None and nullable:
            return None
        for one in others:
            try:
                return one(data)
            except BadWire:
                continue
        return last(data)

    return decoded


def _tuple(one: Decode) -> Decode:
    def decoded(data: Any) -> Any:
        if not isinstance(data, list):
            raise BadWire("", f"must be a list, not {_shown(data)}")
        taken: list[Any] = []
        try:
            for value in data:
                taken.append(one(value))
        except BadWire as fault:
            fault.within(f"[{len(taken)}]")
            raise
        return tuple(taken)

    return decoded


def _mapping(one: Decode) -> Decode:
    def decoded(data: Any) -> Any:
        if not isinstance(data, dict):
            raise BadWire("", f"must be an object, not {_shown(data)}")
        taken = {}
        for name, value in data.items():
            _string(name)
            try:
                taken[name] = one(value)
            except BadWire as fault:
                fault.within(f".{name}")
                raise
        return taken

    return decoded


def _enum(kind: type[StrEnum]) -> Decode:
    members = {member.value: member for member in kind}

    def decoded(data: Any) -> Any:
        if not isinstance(data, str) or data not in members:
            raise BadWire("", f"{_shown(data)} is none of {', '.join(members)}")
        return members[data]

    return decoded


def _string(data: Any) -> str:
    if not isinstance(data, str):
        raise BadWire("", f"must be text, not {_shown(data)}")
    if len(data) > MAX_TEXT:
        raise BadWire("", f"has {len(data)} characters; at most {MAX_TEXT} are taken")
    if data.isascii() and data.isprintable():
        return data
    for index, sign in enumerate(data):
        code = ord(sign)
        control = (code < 32 and sign not in "\n\r\t") or 127 <= code < 160
        if control or 0xD800 <= code <= 0xDFFF:
            raise BadWire("", f"has a sign that no text may hold, U+{code:04X}, at {index}")
    return data


def _integer(data: Any) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not -(2**53) < data < 2**53:
        raise BadWire("", f"must be a whole number, not {_shown(data)}")
    return data


def _number(data: Any) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise BadWire("", f"must be a number, not {_shown(data)}")
    if not -1e300 < data < 1e300:  # 1e999 in JSON is infinity
        raise BadWire("", f"{_shown(data)} is out of all measure")
    return float(data)


def _boolean(data: Any) -> bool:
    if not isinstance(data, bool):
        raise BadWire("", f"must be true or false, not {_shown(data)}")
    return data


def _instant(data: Any) -> datetime:
    return instant_of(data if data.__class__ is str else _string(data))


@lru_cache(maxsize=16_384)
def instant_of(data: str) -> datetime:
    """The instant (UTC) of a text. Raises BadWire; what is no text, TypeError."""
    _string(data)
    try:
        moment = datetime.fromisoformat(data)
    except ValueError as fault:
        raise BadWire("", f"{_shown(data)} is no time; write 2026-11-22T05:40:06Z") from fault
    if moment.tzinfo is None:
        raise BadWire("", f"{_shown(data)} has no zone; write it in UTC with Z")
    if not 1900 <= moment.year < 2200:
        # Far from the ends of the calendar, where reckoning with zones and deadlines overflows.
        raise BadWire("", f"{_shown(data)} is not of these centuries")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _shown(data: Any) -> str:
    return repr(data)[:60]


_SCALARS: dict[Any, Decode] = {
    str: _string,
    int: _integer,
    float: _number,
    bool: _boolean,
    datetime: _instant,
}
