"""Domain values to plain JSON values; what each class needs is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from db.domain.commands import LAWS

Encode = Callable[[Any], Any]

_AS_THEY_ARE = frozenset({str, int, bool, float, NoneType})
_ENCODERS: dict[Any, Encode] = {}


def encoder(kind: Any) -> Encode:
    """What makes plain values of a value of this very type."""
    known = _ENCODERS.get(kind)
    if known is None:
        known = _ENCODERS[kind] = _of_dataclass(kind) if is_dataclass(kind) else _of_type(kind)
    return known


def plain(value: Any) -> Any:
    """Plain values of a value of any type of the domain. Raises ValueError for a naive instant."""
    kind = value.__class__
    return value if kind in _AS_THEY_ARE else encoder(kind)(value)


def _of_type(kind: Any) -> Encode:
    if kind in _AS_THEY_ARE:
        return _itself
    if issubclass(kind, StrEnum):
        return str.__str__
    if kind is datetime:
        return _moment
    if issubclass(kind, tuple | list):
        return _list(plain)
    if issubclass(kind, Mapping):
        return lambda value: {str(key): plain(item) for key, item in value.items()}
    if issubclass(kind, frozenset):
        return sorted
    raise TypeError(f"{kind.__name__} is no type of the domain")


def _itself(value: Any) -> Any:
    return value


def default_of(f: Field[Any]) -> Any:
    """The value of a field that is not given, MISSING where it must be."""
    return f.default if f.default_factory is MISSING else f.default_factory()


@lru_cache(maxsize=4096)
def _moment(value: datetime) -> str:
    """The same few instants stand in a case many times over, and again after each change."""
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no zone; give UTC")
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return f"{value.isoformat(timespec='microseconds')[:-6]}Z"


def _of_dataclass(kind: Any) -> Encode:
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)]
    parts = [(f.name, default_of(f), _of_hint(hints[f.name])) for f in fields(kind)]
    all_of = _values(names)
    verb = LAWS[kind].name if kind in LAWS else None

    def encoded(value: Any) -> Any:
        data = {} if verb is None else {"verb": verb}
        for (name, default, one), held in zip(parts, all_of(value), strict=True):
            if held is not default and (default is MISSING or held != default):
                data[name] = held if one is None else one(held)
        return data

    return encoded


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads all fields at once."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _of_hint(hint: Any) -> Encode | None:
    """What encodes a field of this type; None when it is plain already."""
    kinds = [k for k in get_args(hint) if k is not NoneType]
    if get_origin(hint) in (Union, UnionType):
        return _or_none(_of_hint(kinds[0])) if len(kinds) == 1 else plain
    if get_origin(hint) is tuple:
        return _list(_of_hint(kinds[0]))
    if hint in (str, int, bool, float):
        return None
    if hint is datetime:
        return _moment
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return str.__str__
    return encoder(hint) if is_dataclass(hint) else plain


def _or_none(one: Encode | None) -> Encode | None:
    if one is None:
        return None
    return lambda value: None if value is None else one(value)


def _list(one: Encode | None) -> Encode:
    if one is None:
        return list
    return lambda value: [one(item) for item in value]
