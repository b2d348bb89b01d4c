"""Pages of the feed: what one scope may see of a stretch of the journal, as bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.domain.wire import canonical
from db.journal import Entry
from db.scopes import sees
from server.scopes import CITY_AND_SECRET
from server.squeeze import Member, squeezed

_PRIVATE = frozenset({"refused", "repeated"})


@dataclass(frozen=True, slots=True)
class Page:
    """Entries `start` + 1 to `end`, encoded once and shared by everybody who needs them.

    `tail` lacks the opening of the object: see `opening`. `packed` is the tail for those who take
    gzip, made when the first of them comes.
    """

    end: int
    chain: str
    tail: bytes
    authors: frozenset[str]
    _packed: list[bytes] = field(default_factory=list, compare=False)

    @property
    def packed(self) -> bytes:
        """The tail as blocks of a gzip member."""
        if not self._packed:
            self._packed.append(squeezed(self.tail))
        return self._packed[0]


def page_of(
    entries: Sequence[Entry],
    scope: str,
    viewer: str,
    start: int,
    shown: Mapping[int, Sequence[str]],
    seal: Callable[[Entry], str],
) -> Page:
    """A page of at least one entry. `shown` holds, by seq, the cases that come into sight."""
    pieces = ",".join(_piece(entry, scope, viewer, shown) for entry in entries)
    last = entries[-1]
    tail = _tail(start, last.seq, last.chain, seal(last), pieces)
    authors = frozenset(entry.author for entry in entries if entry.kind in _PRIVATE)
    return Page(last.seq, last.chain, tail.encode(), authors)


def empty_page(seq: int, chain: str, seal: str) -> Page:
    """Nothing new after `seq`."""
    return Page(seq, chain, _tail(seq, seq, chain, seal, "").encode(), frozenset())


def _tail(start: int, end: int, chain: str, seal: str, pieces: str) -> str:
    place = f'"from":{start},"to":{end},"chain":"{chain}","seal":"{seal}"'
    return f'{place},"changes":[{pieces}]}}'


def opening(epoch: str, head: int, now: datetime, beside: str = "") -> bytes:
    """What is true only at the moment a page is sent; its tail follows.

    A desk takes the server's time from it, and an old one would make its clocks run late. `beside`
    are further members of the object, with a comma after each.
    """
    return f'{{"epoch":"{epoch}","head":{head},"server_time":"{stamp(now)}",{beside}'.encode()


def sent(opening: bytes, page: Page, member: Member | None, end: bytes = b"") -> bytes:
    """A page as it goes over the wire, into the reader's gzip member if there is one."""
    if member is None:
        return opening + page.tail + end
    pieces = [member.piece(opening), member.piece(page.tail, page.packed)]
    if end:
        pieces.append(member.piece(end))
    return b"".join(pieces)


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
