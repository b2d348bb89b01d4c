"""Domain values to plain JSON and back; the one place that knows how they look on the wire.

Fields at their default are left out, unknown fields are passed over, unknown kinds are not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from db.domain.case import Act, Case
from db.domain.changes import Change
from db.domain.commands import LAWS, VERBS, Command, Verb

PROTOCOL = 1
"""Grows when a peer of the previous number could misread us."""

MAX_TEXT = 20_000
"""Characters of one text; a longer one is refused by name."""

T = TypeVar("T")
_Encode = Callable[[Any], Any]
_Decode = Callable[[Any, str], Any]


class BadWire(ValueError):
    """Something on the wire is not what it must be. `place` is its path, `reason` a sentence."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place or 'body'}: {reason}")
        self.place = place
        self.reason = reason


class UnknownKind(BadWire):
    """A verb this version does not know: it is never skipped, the program must be updated."""


def encode(value: Any) -> Any:
    """Plain JSON values (dict, list, str, int, float, bool, None) of a domain dataclass."""
    return _encoder(type(value))(value)


def decode(kind: type[T], data: Any, place: str = "") -> T:
    """A domain dataclass from plain JSON values. Raises BadWire with the path of the fault."""
    value: T = _decoder(kind)(data, place)
    return value


def canonical(data: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no blanks, UTF-8. Hashes are taken over it."""
    text = json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def dump(value: Any) -> str:
    """Compact JSON text of a domain dataclass."""
    return json.dumps(encode(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def load(kind: type[T], text: str | bytes) -> T:
    """A domain dataclass from JSON text. Raises BadWire, also for text that is not JSON."""
    return decode(kind, parse(text))


def parse(text: str | bytes) -> Any:
    """JSON values from text. Raises BadWire naming line and column, and for NaN and Infinity."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError as fault:
        raise BadWire("", f"is not UTF-8 at byte {fault.start}") from fault
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise BadWire("", f"is not JSON: {fault.msg} at {where}") from fault
    except ValueError as fault:
        if isinstance(fault, BadWire):
            raise
        raise BadWire("", "holds a number with far too many digits") from fault
    except RecursionError as fault:
        raise BadWire("", "is nested too deeply") from fault


def _no_constant(name: str) -> Any:
    raise BadWire("", f"{name} is not a number in JSON")


# --- encoding ---------------------------------------------------------------------------------


_ENCODERS: dict[Any, _Encode] = {}
_DECODERS: dict[Any, _Decode] = {}


def _encoder(kind: Any) -> _Encode:
    known = _ENCODERS.get(kind)
    if known is None:
        known = _dataclass_encoder(kind) if is_dataclass(kind) else _plain
        _ENCODERS[kind] = known
    return known


_AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})


def _plain(value: Any) -> Any:
    # Nearly all values are of these very types; a journal's worth of them is encoded every second.
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if type(value) in _ENCODERS:
        return _ENCODERS[type(value)](value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return encode(value)


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no zone; give UTC")
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return f"{value.isoformat(timespec='microseconds')[:-6]}Z"


def _dataclass_encoder(kind: Any) -> _Encode:
    names = [(f.name, _default(f)) for f in fields(kind)]
    verb = LAWS[kind].name if kind in LAWS else None

    def encoded(value: Any) -> Any:
        data = {} if verb is None else {"verb": verb}
        for name, default in names:
            held = getattr(value, name)
            if default is MISSING or held != default:
                data[name] = _plain(held)
        return data

    return encoded


def _default(f: Field[Any]) -> Any:
    if f.default_factory is not MISSING:
        return f.default_factory()
    return f.default


# --- decoding ---------------------------------------------------------------------------------


def _decoder(kind: Any) -> _Decode:
    known = _DECODERS.get(kind)
    if known is None:
        known = _DECODERS[kind] = _new_decoder(kind)
    return known


def _new_decoder(kind: Any) -> _Decode:
    if kind is Any:
        return lambda data, place: data
    if kind == Verb:
        return _decode_verb
    if get_origin(kind) in (Union, UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind)[0])
    if get_origin(kind) is not None and issubclass(get_origin(kind), Mapping):
        return _mapping(get_args(kind)[1])
    if kind is Act:
        return _decode_act
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enum(kind)
    return _SCALARS[kind]


def _decode_verb(data: Any, place: str) -> Any:
    if not isinstance(data, dict):
        raise BadWire(place, "must be an object")
    name = data.get("verb")
    if not isinstance(name, str) or name not in VERBS:
        raise UnknownKind(f"{place}.verb".lstrip("."), f"unknown command kind {str(name)[:40]!r}")
    return _decoder(VERBS[name])(data, place)


def _dataclass_decoder(kind: Any) -> _Decode:
    hints = get_type_hints(kind)
    known = {f.name: _decoder(hints[f.name]) for f in fields(kind)}
    needed = [f.name for f in fields(kind) if _default(f) is MISSING]

    def decoded(data: Any, place: str) -> Any:
        if not isinstance(data, dict):
            raise BadWire(place, f"must be an object, not {_shown(data)}")
        for name in needed:
            if name not in data:
                raise BadWire(f"{place}.{name}".lstrip("."), "is missing")
        given = {
            name: known[name](value, f"{place}.{name}".lstrip("."))
            for name, value in data.items()
            if name in known
        }
        return kind(**given)

    return decoded


def _decode_act(data: Any, place: str) -> Any:
    """`before` holds fields of a case as they were; each is read as that field of a case is."""
    act = _dataclass_decoder(Act)(data, place)
    hints = _case_hints()
    before = {
        name: _decoder(hints[name])(value, f"{place}.before.{name}")
        for name, value in act.before.items()
        if name in hints
    }
    return Act(act.change, act.kind, act.by, act.at, before, act.other)


@cache
def _case_hints() -> dict[str, Any]:
    return get_type_hints(Case)


def _optional(kind: Any) -> _Decode:
    kinds = [k for k in get_args(kind) if k is not NoneType]
    decoders = [_decoder(k) for k in kinds]
    nullable = NoneType in get_args(kind)

    def decoded(data: Any, place: str) -> Any:
        if data is None and nullable:
            return None
        for one in decoders[:-1]:
            try:
                return one(data, place)
            except BadWire:
                continue
        return decoders[-1](data, place)

    return decoded


def _tuple(item: Any) -> _Decode:
    one = _decoder(item)

    def decoded(data: Any, place: str) -> Any:
        if not isinstance(data, list):
            raise BadWire(place, f"must be a list, not {_shown(data)}")
        return tuple(one(value, f"{place}[{index}]") for index, value in enumerate(data))

    return decoded


def _mapping(item: Any) -> _Decode:
    one = _decoder(item)

    def decoded(data: Any, place: str) -> Any:
        if not isinstance(data, dict):
            raise BadWire(place, f"must be an object, not {_shown(data)}")
        return {_string(k, place): one(value, f"{place}.{k}") for k, value in data.items()}

    return decoded


def _enum(kind: type[StrEnum]) -> _Decode:
    members = {member.value: member for member in kind}

    def decoded(data: Any, place: str) -> Any:
        if not isinstance(data, str) or data not in members:
            raise BadWire(place, f"{_shown(data)} is none of {', '.join(members)}")
        return members[data]

    return decoded


def _string(data: Any, place: str) -> str:
    if not isinstance(data, str):
        raise BadWire(place, f"must be text, not {_shown(data)}")
    if len(data) > MAX_TEXT:
        raise BadWire(place, f"has {len(data)} characters; at most {MAX_TEXT} are taken")
    if data.isascii() and data.isprintable():
        return data
    for index, sign in enumerate(data):
        code = ord(sign)
        control = (code < 32 and sign not in "\n\r\t") or 127 <= code < 160
        if control or 0xD800 <= code <= 0xDFFF:
            raise BadWire(place, f"has a sign that no text may hold, U+{code:04X}, at {index}")
    return data


def _integer(data: Any, place: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not -(2**53) < data < 2**53:
        raise BadWire(place, f"must be a whole number, not {_shown(data)}")
    return data


def _number(data: Any, place: str) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise BadWire(place, f"must be a number, not {_shown(data)}")
    if not -1e300 < data < 1e300:  # 1e999 in JSON is infinity
        raise BadWire(place, f"{_shown(data)} is out of all measure")
    return float(data)


def _boolean(data: Any, place: str) -> bool:
    if not isinstance(data, bool):
        raise BadWire(place, f"must be true or false, not {_shown(data)}")
    return data


def _instant(data: Any, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_string(data, place))
    except ValueError as fault:
        if isinstance(fault, BadWire):
            raise
        raise BadWire(place, f"{_shown(data)} is no time; write 2026-11-22T05:40:06Z") from fault
    if moment.tzinfo is None:
        raise BadWire(place, f"{_shown(data)} has no zone; write it in UTC with Z")
    if not 1900 <= moment.year < 2200:
        # Far from the ends of the calendar, where reckoning with zones and deadlines overflows.
        raise BadWire(place, f"{_shown(data)} is not of these centuries")
    return moment.astimezone(UTC)


def _shown(data: Any) -> str:
    return repr(data)[:60]


_SCALARS: dict[Any, _Decode] = {
    str: _string,
    int: _integer,
    float: _number,
    bool: _boolean,
    datetime: _instant,
}


def change_bytes(change: Change) -> bytes:
    """The canonical bytes of a change, over which its leaf of the chain is taken."""
    return canonical(encode(change))


def command_bytes(command: Command) -> bytes:
    """The canonical bytes of a command: two sendings are the same when these are."""
    return canonical(encode(command))
