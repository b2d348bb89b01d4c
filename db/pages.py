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
    """A page whose numbers and chain are in order. `seal` is the server's on where it ends."""

    to: int
    chain: str
    lines: tuple[Line, ...]
    seal: str = ""


def read_page(data: Mapping[str, Any], epoch: str, seq: int, chain: str) -> Page:
    """The page, if it goes on exactly where `epoch`, `seq` and `chain` stand.

    Numbers and chain are looked at before what the page says is read: a spoilt letter must not
    pass for a change of a newer server. Raises PageRefused, `wire.UnknownKind` for a change this
    version does not know, `wire.BadWire` for one that is malformed.
    """
    _check_ends(data, epoch, seq)
    links = tuple(_links(data, seq))
    for link in links:
        chain = _after(chain, link)
    to = seq + len(links)
    if _whole(data, "to") != to:
        raise PageRefused("hole", to=_whole(data, "to"), last=to)
    if _text(data, "chain") != chain:
        raise PageRefused("wrong_chain", seq=to)
    return Page(to, chain, tuple(map(_line, links)), seal_of(data))


def seal_of(data: Mapping[str, Any]) -> str:
    """The server's seal on where a page ends, "" of one that gives none."""
    seal = data.get("seal")
    return seal if isinstance(seal, str) else ""


def _check_ends(data: Mapping[str, Any], epoch: str, seq: int) -> None:
    if _text(data, "epoch") != epoch:
        raise PageRefused("other_epoch", epoch=_text(data, "epoch"))
    start, to, head = _whole(data, "from"), _whole(data, "to"), _whole(data, "head")
    if start != seq:
        raise PageRefused("not_my_cursor", cursor=seq, start=start)
    if to < start or head < to:
        raise PageRefused("lower_to", start=start, to=to, head=head)


@dataclass(frozen=True, slots=True)
class _Link:
    """What the chain needs of an entry; `body` is its canonical text, None of one out of sight."""

    seq: int
    place: str
    entry: Mapping[str, Any]
    salt: str
    leaf: str
    body: str | None


def _links(data: Mapping[str, Any], seq: int) -> Iterator[_Link]:
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
        yield _link(entry, expected, place)


def _link(entry: Mapping[str, Any], seq: int, place: str) -> _Link:
    if "body" not in entry:
        return _Link(seq, place, entry, "", _text(entry, "leaf", place), None)
    text, salt = _canonical(entry["body"], f"{place}.body"), _text(entry, "salt", place)
    try:
        return _Link(seq, place, entry, salt, leaf_of(salt, text.encode()), text)
    except ValueError:
        raise PageRefused("malformed", place=f"{place}.salt") from None


def _line(link: _Link) -> Line:
    entry, place = link.entry, link.place
    show = tuple(
        wire.decode(Case, doc, f"{place}.show[{index}]")
        for index, doc in enumerate(entry.get("show") or ())
    )
    if link.body is None:
        return Line(link.seq, "", link.leaf, None, "", _hidden(entry, None, place), show)
    change = wire.decode(Change, entry["body"], f"{place}.body")
    if change.seq != link.seq:
        raise PageRefused("wrong_seq", seq=link.seq, said=change.seq)
    hide = _hidden(entry, change, place)
    return Line(link.seq, link.salt, link.leaf, change, link.body, hide, show)


def _canonical(body: Any, place: str) -> str:
    try:
        return wire.canonical(body).decode()
    except (ValueError, TypeError, RecursionError):
        wire.decode(Change, body, place)  # says what is wrong, where it is in a known field
        raise PageRefused("malformed", place=place) from None


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


def _after(chain: str, link: _Link) -> str:
    try:
        return chain_next(chain, link.leaf)
    except ValueError:
        raise PageRefused("malformed", place=f"leaf of {link.seq}") from None


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
