"""The pen: gives changes their number and hash, and holds them until the transaction ends."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db.book import Book
from db.chain import chain_next, leaf_of
from db.domain import wire
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Receive
from db.entries import Entry
from db.rows import agencies
from db.sums import Sight, Sum

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal of a city stands.

    `seq` and `chain` are of the last change, `cases` counts numbers given to cases, `high_water`
    is the furthest seq that was ever written here or shown by a console.
    """

    city: str
    epoch: str
    seq: int
    chain: str
    cases: int
    high_water: int


class Shelf:
    """Decoded cases, their digests and the sums over all, kept between transactions; one a server.

    It counts only while the journal's chain is where the shelf saw it last: after a rollback, or
    when another process has written, the chain differs and the shelf starts empty.
    """

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._chain = ""
        self._held: OrderedDict[str, Case | None] = OrderedDict()
        self.digests: dict[str, int] = {}
        self.sums: dict[Sight, Sum] | None = None

    def take(self, chain: str) -> OrderedDict[str, Case | None]:
        """What is held, if the chain is still this; it is not valid again until `give`."""
        if chain != self._chain:
            self._held = OrderedDict()
            self.digests, self.sums = {}, None
        self._chain = ""
        return self._held

    def give(self, chain: str) -> None:
        """What is held is now as of this chain."""
        while len(self._held) > self._size:
            id, _ = self._held.popitem(last=False)
            self.digests.pop(id, None)
        self._chain = chain


class Pen:
    """Numbers changes and holds them, with the cases they altered, until the transaction ends.

    `before` holds those cases as they stood when the transaction began.
    """

    def __init__(self, book: Book, at: Head, held: OrderedDict[str, Case | None]) -> None:
        self._book = book
        self._at = at
        self._held = held
        self._altered: dict[str, Case] = {}
        self.before: dict[str, Case | None] = {}
        self.added: list[Entry] = []

    @property
    def epoch(self) -> str:
        """The epoch of the journal."""
        return self._at.epoch

    @property
    def next_seq(self) -> int:
        """The number the next change must carry."""
        return self._at.seq + 1

    @property
    def at(self) -> Head:
        """The head as it will be."""
        return self._at

    @property
    def altered(self) -> dict[str, Case]:
        """The cases altered so far, as they stand."""
        return self._altered

    def load(self, ids: Iterable[str]) -> None:
        """Read the cases of a whole batch at once; afterwards `case` costs nothing."""
        missing = {id for id in ids if id not in self._held}
        if missing:
            found = self._book.cases(missing)
            self._held.update((id, found.get(id)) for id in missing)

    def case(self, id: str) -> Case | None:
        """The case as it stands, with everything added so far; None if there is none."""
        if id not in self._held:
            self.load([id])
        self._held.move_to_end(id)
        return self._held[id]

    def root(self, id: str) -> Case | None:
        """The case, or the one it was merged into, to the last."""
        case = self.case(id)
        while case is not None and case.master is not None:
            case = self.case(case.master)
        return case

    def merged_into(self, id: str) -> list[Case]:
        """The cases that are merged into this one as they stand, not those merged into these."""
        asked = {*self._book.merged_into(id), *self._altered}
        self.load(asked)
        found = (self.case(one) for one in sorted(asked))
        return [case for case in found if case is not None and case.master == id]

    def number_for(self, city: City, at: datetime) -> str:
        """The number the next case gets: prefix, the city's year, a counter (KT-26-000123).

        It is used up when the change that opens the case is added.
        """
        year = at.astimezone(ZoneInfo(city.zone)).year % 100
        return f"{city.number_prefix}-{year:02d}-{self._at.cases + 1:06d}"

    def add(self, change: Change, *cases: Case) -> Entry:
        """Take a change that carries `next_seq`, and every case it altered as it stands after.

        Raises ValueError when a number does not fit; nothing is taken then.
        """
        self._check(change, cases)
        entry = self._entry(change, cases)
        for case in cases:
            self.before.setdefault(case.id, self._held.get(case.id))
            self._held[case.id] = self._altered[case.id] = case
        opened = change.alters and isinstance(change.act, Receive)
        self._at = replace(
            self._at,
            seq=entry.seq,
            chain=entry.chain,
            cases=self._at.cases + opened,
            high_water=max(self._at.high_water, entry.seq),
        )
        self.added.append(entry)
        return entry

    def _check(self, change: Change, cases: Sequence[Case]) -> None:
        if change.seq != self.next_seq:
            raise ValueError(f"change {change.id} has seq {change.seq}, not {self.next_seq}")
        for case in cases:
            if case.seq != change.seq or case.id not in change.cases:
                raise ValueError(f"case {case.id} at {case.seq} is not of change {change.seq}")
        if change.alters and not cases:
            raise ValueError(f"change {change.id} ({change.kind}) alters a case; none was given")

    def _entry(self, change: Change, cases: Sequence[Case]) -> Entry:
        body = wire.change_bytes(change)
        salt = secrets.token_hex(_SALT_BYTES)
        leaf = leaf_of(salt, body)
        before = [case for id in change.cases if (case := self.case(id)) is not None]
        now = list(cases) if change.alters else before
        hidden = isinstance(change.act, Receive) and change.act.secret
        return Entry(
            seq=change.seq,
            id=change.id,
            case=change.case,
            other=change.other,
            kind=change.kind,
            at=change.at,
            author=change.by.id,
            # Whoever sees one of two cases must hear of it, or holds another case than we do.
            secret=hidden or (bool(now) and all(case.secret for case in now)),
            secret_before=bool(before) and all(case.secret for case in before),
            opds=_agencies(now),
            opds_before=_agencies(before),
            salt=salt,
            leaf=leaf,
            chain=chain_next(self._at.chain, leaf),
            body=body.decode(),
        )


def _agencies(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(opd for case in cases for opd in agencies(case)))
