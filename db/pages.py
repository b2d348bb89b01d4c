"""What a page of the feed says, checked as a whole before any of it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.chain import chain_next, leaf_of
from db.domain import wire
from db.domain.case import Case
from db.domain.changes import Change, Fact


class PageRefused(Exception):
    """A page or snapshot that does not fit; nothing of it was used.

    `reason` is a key: other_epoch, not_my_cursor, lower_to, hole, wrong_seq, wrong_chain,
    case_missing, malformed, count, digest, unfinished. `facts` say where.
    """

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts: Mapping[str, Fact] = facts


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a page. Without a `change` the session may not see what it was.

    `hide` are cases that leave the session's sight, `show` cases that come into it, as they stand
    after the change.
    """

    seq: int
    salt: str
    leaf: str
    change: Change | None
    body: str
    hide: tuple[str, ...]
    show: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose numbers and chain are in order."""

    to: int
    chain: str
    lines: tuple[Line, ...]


def read_page(data: Mapping[str, Any], epoch: str, seq: int, chain: str) -> Page:
    """The page, if it goes on exactly where `epoch`, `seq` and `chain` stand.

    Raises PageRefused, `wire.UnknownKind` for a change this version does not know, `wire.BadWire`
    for one that is malformed.
    """
    _check_ends(data, epoch, seq)
    lines = []
    for line in _lines(data, seq):
        chain = _after(chain, line)
        lines.append(line)
    to = seq + len(lines)
    if _whole(data, "to") != to:
        raise PageRefused("hole", to=_whole(data, "to"), last=to)
    if _text(data, "chain") != chain:
        raise PageRefused("wrong_chain", seq=to)
    return Page(to, chain, tuple(lines))


def _check_ends(data: Mapping[str, Any], epoch: str, seq: int) -> None:
    if _text(data, "epoch") != epoch:
        raise PageRefused("other_epoch", epoch=_text(data, "epoch"))
    start, to, head = _whole(data, "from"), _whole(data, "to"), _whole(data, "head")
    if start != seq:
        raise PageRefused("not_my_cursor", cursor=seq, start=start)
    if to < start or head < to:
        raise PageRefused("lower_to", start=start, to=to, head=head)


def _lines(data: Mapping[str, Any], seq: int) -> Iterator[Line]:
    entries = data.get("changes")
    if not isinstance(entries, list):
        raise PageRefused("malformed", place="changes")
    for index, entry in enumerate(entries):
        place = f"changes[{index}]"
        if not isinstance(entry, dict):
            raise PageRefused("malformed", place=place)
        expected = seq + 1 + index
        if _whole(entry, "seq", place) != expected:
            raise PageRefused("hole", seq=_whole(entry, "seq", place), expected=expected)
        yield _line(entry, expected, place)


def _line(entry: Mapping[str, Any], seq: int, place: str) -> Line:
    show = tuple(
        wire.decode(Case, doc, f"{place}.show[{index}]")
        for index, doc in enumerate(entry.get("show") or ())
    )
    if "body" not in entry:
        leaf = _text(entry, "leaf", place)
        return Line(seq, "", leaf, None, "", _hidden(entry, None, place), show)
    change = wire.decode(Change, entry["body"], f"{place}.body")
    if change.seq != seq:
        raise PageRefused("wrong_seq", seq=seq, said=change.seq)
    salt, body = _text(entry, "salt", place), wire.canonical(entry["body"])
    try:
        leaf = leaf_of(salt, body)
    except ValueError:
        raise PageRefused("malformed", place=f"{place}.salt") from None
    return Line(seq, salt, leaf, change, body.decode(), _hidden(entry, change, place), show)


def _hidden(entry: Mapping[str, Any], change: Change | None, place: str) -> tuple[str, ...]:
    hide = entry.get("hide")
    if hide is None or hide is False:
        return ()
    if hide is True and change is not None:
        return (change.case,)
    ids = hide if isinstance(hide, list) else [hide]
    if not all(isinstance(id, str) for id in ids):
        raise PageRefused("malformed", place=f"{place}.hide")
    return tuple(ids)


def _after(chain: str, line: Line) -> str:
    try:
        return chain_next(chain, line.leaf)
    except ValueError:
        raise PageRefused("malformed", place=f"leaf of {line.seq}") from None


def _whole(data: Mapping[str, Any], name: str, place: str = "") -> int:
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PageRefused("malformed", place=f"{place}.{name}".lstrip("."))
    return value


def _text(data: Mapping[str, Any], name: str, place: str = "") -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise PageRefused("malformed", place=f"{place}.{name}".lstrip("."))
    return value
