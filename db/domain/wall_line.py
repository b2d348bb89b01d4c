"""The lines a wall follows: the whole picture, what changed since, or that all is as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from db.domain.bad_wire import BadWire
from db.domain.wall import Figures, Flooding, Picture, Shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Without figures nothing has changed; without `since` they begin a new picture.

    `n` counts pictures of one server process, `put` and `drop` name open cases by numbers that
    mean nothing beyond this one stream.
    """

    server_time: datetime
    epoch: str
    n: int
    since: int | None = None
    figures: Figures | None = None
    put: tuple[tuple[int, Shown], ...] = ()
    drop: tuple[int, ...] = field(default=())


def tail_of(
    n: int,
    figures: Figures,
    put: Iterable[tuple[int, Shown]],
    drop: Iterable[int] = (),
    since: int | None = None,
) -> bytes:
    """A line but for its opening, which is of the moment it is sent."""
    told: dict[str, object] = {"n": n, "figures": figures, "put": list(put), "drop": list(drop)}
    if since is not None:
        told["since"] = since
    return msgspec.json.encode(told)[1:]


def same_tail(n: int) -> bytes:
    """Nothing has changed."""
    return f'"n":{n}}}'.encode()


def line_of(data: bytes) -> Line:
    """Raises BadWire for what is no such line."""
    try:
        return _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise BadWire("", f"is no line of a wall: {fault}") from fault


def after(held: Picture | None, line: Line) -> Picture:
    """The picture after a line. Raises BadWire when the line does not follow what is held."""
    if line.figures is not None and line.since is None:
        return Picture(line.epoch, line.n, line.server_time, line.figures, dict(line.put))
    known = held is not None and held.epoch == line.epoch
    if held is None or not known or held.n != (line.n if line.since is None else line.since):
        raise BadWire("since", "does not follow what was told before")
    if line.figures is None:
        return replace(held, at=line.server_time)
    rows = dict(held.rows) | dict(line.put)
    for key in line.drop:
        rows.pop(key, None)
    return Picture(line.epoch, line.n, line.server_time, line.figures, rows)


def kept(picture: Picture) -> bytes:
    """A picture as a wall keeps it on its own disk; `line_of` and `after` bring it back."""
    opening: Mapping[str, object] = {"server_time": picture.at, "epoch": picture.epoch}
    tail = tail_of(picture.n, picture.figures, picture.rows.items())
    return msgspec.json.encode(opening)[:-1] + b"," + tail


def flooding_of(told: Mapping[str, object]) -> Flooding:
    """The flood as desks are told of it."""
    return msgspec.convert(told, Flooding)


_DECODER = msgspec.json.Decoder(Line)
