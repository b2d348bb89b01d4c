"""Domain values to plain JSON and back; the one place that knows how they look on the wire.

Fields at their default are left out, unknown fields are passed over, unknown kinds are not.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from db.domain.bad_wire import BadWire, UnknownKind
from db.domain.changes import Change
from db.domain.commands import Command
from db.domain.decoders import MAX_TEXT, decoder
from db.domain.encoders import encoder

__all__ = [
    "MAX_TEXT",
    "OLDEST",
    "PROTOCOL",
    "SCHEMA",
    "BadWire",
    "UnknownKind",
    "canonical",
    "change_bytes",
    "command_bytes",
    "decode",
    "dump",
    "encode",
    "load",
    "parse",
    "text_of",
]

PROTOCOL = 1
"""Grows when a peer of the previous number could misread us."""

OLDEST = max(1, PROTOCOL - 1)
"""The lowest number that a server speaks in full; whoever has a lower one may still send."""

SCHEMA = 4
"""Grows with every new kind of change or field of a case; who knows less may still send.

2: deliveries of forwarded cases. 3: what has not arrived is settled by a person. 4: late clocks
climb their ladders, which agencies are told of, and each alarm is acknowledged by itself.
"""

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Plain JSON values (dict, list, str, int, float, bool, None) of a domain dataclass."""
    return encoder(type(value))(value)


def decode(kind: type[T], data: Any, place: str = "") -> T:
    """A domain dataclass from plain JSON values. Raises BadWire with the path of the fault."""
    try:
        value: T = decoder(kind)(data)
    except BadWire as fault:
        fault.place = f"{place}{fault.place}".lstrip(".")
        raise
    return value


def canonical(data: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no blanks, UTF-8. Hashes are taken over it."""
    return _CANONICAL(data).encode()


def dump(value: Any) -> str:
    """Compact JSON text of a domain dataclass."""
    return _COMPACT(encode(value))


def load(kind: type[T], text: str | bytes) -> T:
    """A domain dataclass from JSON text. Raises BadWire, also for text that is not JSON."""
    if isinstance(text, bytes):
        text = text_of(text)
    return decode(kind, parse(text))


def parse(text: str | bytes) -> Any:
    """JSON values from text. Raises BadWire naming line and column, and for NaN and Infinity."""
    try:
        return _PARSE(text)
    except (ValueError, RecursionError):
        return _parsed_again(text)


def _parsed_again(text: str | bytes) -> Any:
    """What was not taken, by the reader that says where the fault is.

    It takes a little more: other encodings than UTF-8, numbers out of measure and half characters,
    which are refused by the field they stand in.
    """
    try:
        return _PARSE_AGAIN(text if isinstance(text, str) else text_of(text))
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise BadWire("", f"is not JSON: {fault.msg} at {where}") from fault
    except ValueError as fault:
        if isinstance(fault, BadWire):
            raise
        raise BadWire("", "holds a number with far too many digits") from fault
    except RecursionError as fault:
        raise BadWire("", "is nested too deeply") from fault


def text_of(data: bytes) -> str:
    """JSON text from bytes. Raises BadWire for what is no UTF-8."""
    with suppress(UnicodeDecodeError):
        text = data.decode()
        if "\0" not in text and text[:1] != _MARK:  # else it may be another encoding
            return text
    try:
        return data.decode(json.detect_encoding(data), "surrogatepass")
    except UnicodeDecodeError as fault:
        raise BadWire("", f"is not UTF-8 at byte {fault.start}") from fault


_MARK = "\ufeff"


def _no_constant(name: str) -> Any:
    raise BadWire("", f"{name} is not a number in JSON")


# Made once: json.dumps and json.loads would make new ones for every call with such wishes.
_PARSE = msgspec.json.Decoder().decode
_PARSE_AGAIN = json.JSONDecoder(parse_constant=_no_constant).decode
_COMPACT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode


def change_bytes(change: Change) -> bytes:
    """The canonical bytes of a change, over which its leaf of the chain is taken."""
    return canonical(encode(change))


def command_bytes(command: Command) -> bytes:
    """The canonical bytes of a command: two sendings are the same when these are."""
    return canonical(encode(command))
