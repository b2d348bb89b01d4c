"""Pages of the feed: what one scope may see of a stretch of the journal, as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.domain.wire import canonical
from db.journal import Entry
from db.scopes import sees
from server.scopes import CITY_AND_SECRET

_PRIVATE = frozenset({"refused", "repeated"})


@dataclass(frozen=True, slots=True)
class Page:
    """Entries `start` + 1 to `end`, encoded once and shared by everybody who needs them.

    `tail` lacks the opening of the object: see `line`.
    """

    end: int
    chain: str
    tail: bytes
    authors: frozenset[str]


def page_of(
    entries: Sequence[Entry],
    scope: str,
    viewer: str,
    start: int,
    shown: Mapping[int, Sequence[str]],
) -> Page:
    """A page of at least one entry. `shown` holds, by seq, the cases that come into sight."""
    pieces = ",".join(_piece(entry, scope, viewer, shown) for entry in entries)
    last = entries[-1]
    tail = f'"from":{start},"to":{last.seq},"chain":"{last.chain}","changes":[{pieces}]}}'
    authors = frozenset(entry.author for entry in entries if entry.kind in _PRIVATE)
    return Page(last.seq, last.chain, tail.encode(), authors)


def empty_page(seq: int, chain: str) -> Page:
    """Nothing new after `seq`."""
    tail = f'"from":{seq},"to":{seq},"chain":"{chain}","changes":[]}}'
    return Page(seq, chain, tail.encode(), frozenset())


def line(page: Page, epoch: str, head: int, now: datetime) -> bytes:
    """The page as it is sent. What is true only at this moment stands in front.

    A desk takes the server's time from it, and an old one would make its clocks run late.
    """
    opening = f'{{"epoch":"{epoch}","head":{head},"server_time":"{stamp(now)}",'
    return opening.encode() + page.tail


def stamp(now: datetime) -> str:
    """A UTC instant as the wire writes it."""
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def comes_into_sight(entry: Entry, scope: str) -> bool:
    """Whether a scope sees the case after this change and did not before, though it existed."""
    return (
        entry.kind not in _PRIVATE
        and entry.kind != "received"
        and sees(scope, entry.secret, entry.opds)
        and not sees(scope, entry.secret_before, entry.opds_before)
    )


def _piece(entry: Entry, scope: str, viewer: str, shown: Mapping[int, Sequence[str]]) -> str:
    if entry.kind in _PRIVATE:
        visible, hides = scope == CITY_AND_SECRET or entry.author == viewer, False
    else:
        visible = sees(scope, entry.secret, entry.opds)
        was = entry.kind != "received" and sees(scope, entry.secret_before, entry.opds_before)
        hides = was and not visible
    if visible:
        show = f',"show":[{",".join(shown[entry.seq])}]' if entry.seq in shown else ""
        return f'{{"seq":{entry.seq},"salt":"{entry.salt}","body":{entry.body}{show}}}'
    hide = f',"hide":{canonical(entry.case).decode()}' if hides else ""
    return f'{{"seq":{entry.seq},"leaf":"{entry.leaf}"{hide}}}'
