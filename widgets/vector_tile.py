"""Reads a vector tile: layers of features with their tags, and all their corners as arrays.

The form is Mapbox Vector Tile 2 (github.com/mapbox/vector-tile-spec). Corners are unpacked a layer
at a time, by numpy: one by one they would take longer than painting them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Value = str | float | int | bool
Tags = dict[str, Value]

POINT, LINE, POLYGON = 1, 2, 3

_MOVE, _LINE, _CLOSE = 1, 2, 7
_LONGEST_NUMBER = 5
_LARGEST_EXTENT = 1 << 16


class Damaged(ValueError):
    """What was read is no vector tile, or only a part of one."""


class Part(NamedTuple):
    """A run of corners of one feature: a ring of it, a line of it, or its points."""

    feature: int
    first: int
    many: int


class Layer(NamedTuple):
    """`kinds` and `tags` are one for each feature; `x`, `y` of all corners go from 0 to 1 over the
    tile and some way beyond. `wound`: holes run the other way round (version 2)."""

    name: str
    wound: bool
    kinds: list[int]
    tags: list[Tags]
    parts: list[Part]
    x: NDArray[np.float64]
    y: NDArray[np.float64]


def layers_of(data: bytes, wanted: Container[str]) -> list[Layer]:
    """The layers with these names. Raises Damaged."""
    try:
        return list(_layers(data, wanted))
    except (IndexError, struct.error, UnicodeDecodeError, OverflowError) as fault:
        raise Damaged(str(fault)) from fault


def _layers(data: bytes, wanted: Container[str]) -> Iterator[Layer]:
    for field, value in _fields(data):
        if field != 3:
            continue
        held = list(_fields(_bytes(value)))
        name = next((_bytes(value).decode() for field, value in held if field == 1), "")
        if name in wanted:
            yield _layer(name, held)


def _layer(name: str, held: list[tuple[int, int | bytes]]) -> Layer:
    keys = [_bytes(value).decode() for field, value in held if field == 3]
    values = [_value(_bytes(value)) for field, value in held if field == 4]
    extent = next((_int(value) for field, value in held if field == 5), 4096)
    version = next((_int(value) for field, value in held if field == 15), 1)
    if not 0 < extent <= _LARGEST_EXTENT:
        raise Damaged(f"an extent of {extent}")
    kinds, named, shapes = list[int](), list[bytes](), list[bytes]()
    for field, value in held:
        if field == 2:
            feature = dict(_fields(_bytes(value)))
            kinds.append(_int(feature.get(3, 0)))
            named.append(_bytes(feature.get(2, b"")))
            shapes.append(_bytes(feature.get(4, b"")))
    tags = _tags(keys, values, named)
    parts, x, y = _corners(shapes)
    return Layer(name, version >= 2, kinds, tags, parts, x / extent, y / extent)


def _tags(keys: list[str], values: list[Value], named: list[bytes]) -> list[Tags]:
    """What each feature says of itself, from pairs of places in `keys` and `values`."""
    numbers, ends = _all_numbers(named)
    words, tags, at = numbers.tolist(), list[Tags](), 0
    for end in ends.tolist():
        pairs = zip(words[at:end:2], words[at + 1 : end : 2], strict=False)
        tags.append({keys[key]: values[value] for key, value in pairs})
        at = end
    return tags


def _corners(
    shapes: list[bytes],
) -> tuple[list[Part], NDArray[np.float64], NDArray[np.float64]]:
    """Every part of every feature, and where all corners are, in units of the layer."""
    numbers, ends = _all_numbers(shapes)
    words = numbers.tolist()
    held = np.zeros(len(words), bool)
    parts, firsts, at, many = list[Part](), list[int](), 0, 0
    for feature, end in enumerate(ends.tolist()):
        firsts.append(many)
        while at < end:
            act, count = words[at] & 7, words[at] >> 3
            at += 1
            if act == _CLOSE:
                continue
            if act not in (_MOVE, _LINE) or at + 2 * count > end:
                raise Damaged(f"a feature whose command is {act} for {count} corners")
            if act == _MOVE or not parts or parts[-1].feature != feature:
                parts.append(Part(feature, many, count))
            else:
                parts[-1] = Part(feature, parts[-1].first, parts[-1].many + count)
            held[at : at + 2 * count] = True
            at, many = at + 2 * count, many + count
    zigzag = numbers[held].astype(np.int64)
    steps = ((zigzag >> 1) ^ -(zigzag & 1)).reshape(-1, 2)
    return parts, *_summed(steps, firsts)


def _summed(
    steps: NDArray[np.int64], firsts: list[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Steps from corner to corner as places; each feature begins at the corner of the tile."""
    along = np.cumsum(steps, axis=0)
    begin = np.asarray(firsts, np.intp)
    before = np.where(begin[:, None] > 0, along[np.maximum(begin - 1, 0)], 0) if len(along) else 0
    many = np.diff(np.append(begin, len(along)))
    place = along - np.repeat(before, many, axis=0) if len(along) else along
    return place[:, 0].astype(np.float64), place[:, 1].astype(np.float64)


def _all_numbers(shapes: list[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """The numbers of all shapes in a row, and after how many of them each shape ends."""
    data = b"".join(shapes)
    ends = np.cumsum([len(shape) for shape in shapes], dtype=np.intp)
    last = np.frombuffer(data, np.uint8) < 0x80
    counted = np.concatenate(([0], np.cumsum(last, dtype=np.intp)))
    return _numbers(data), counted[ends] if len(ends) else ends


def _numbers(data: bytes) -> NDArray[np.uint64]:
    """Packed numbers of 7 bits a byte, the least first."""
    raw = np.frombuffer(data, np.uint8)
    stops = np.flatnonzero(raw < 0x80)
    if len(raw) and (not len(stops) or stops[-1] != len(raw) - 1):
        raise Damaged("a number that does not end")
    starts = np.concatenate(([0], stops[:-1] + 1)) if len(stops) else stops
    longest = int((stops - starts).max(initial=0)) + 1
    if longest > _LONGEST_NUMBER:
        raise Damaged("a number that is too long")
    found = np.zeros(len(stops), np.uint64)
    for n in range(longest if len(stops) else 0):
        reached = starts + n <= stops
        bits = (raw[np.where(reached, starts + n, 0)] & 0x7F).astype(np.uint64)
        found |= np.where(reached, bits << np.uint64(7 * n), np.uint64(0))
    return found


# --- the wire of protocol buffers ---


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Each field of a message, by its number."""
    at, end = 0, len(data)
    while at < end:
        tag, at = _number(data, at)
        field, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _number(data, at)
            yield field, value
            continue
        size = {1: 8, 5: 4}.get(wire, -1)
        if wire == 2:
            size, at = _number(data, at)
        if size < 0 or at + size > end:
            raise Damaged("a field that reaches beyond its message")
        yield field, data[at : at + size]
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise Damaged("a number that is too long")


def _value(data: bytes) -> Value:
    for field, value in _fields(data):
        read = _VALUES.get(field)
        if read is not None:
            return read(value)
    return ""


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise Damaged("a number where bytes should be")
    return value


def _int(value: int | bytes) -> int:
    if not isinstance(value, int):
        raise Damaged("bytes where a number should be")
    return value


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


_VALUES: dict[int, Callable[[int | bytes], Value]] = {
    1: lambda value: _bytes(value).decode(),
    2: lambda value: float(struct.unpack("<f", _bytes(value))[0]),
    3: lambda value: float(struct.unpack("<d", _bytes(value))[0]),
    4: lambda value: _signed(_int(value)),
    5: _int,
    6: lambda value: (_int(value) >> 1) ^ -(_int(value) & 1),
    7: lambda value: bool(_int(value)),
}
