"""Trails as columns: a row a case, a report, a spell and an agency's part, for quick sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.domain.states import OPEN, Lane, lane

Column = NDArray[Any]

LANES = tuple(Lane)
OPEN_LANES = frozenset(lane(state) for state in OPEN)
NEVER = -1
"""In place of how long it took, where it has not come to that."""

FOR_EVER = np.iinfo(np.int64).max
ENDS = ("", "bounced", "moved")
LONG = np.iinfo(np.int32).max
"""The day on which what lasts ends."""


class _Numbers(dict[str, int]):
    """A number for each word, a new one for a new word."""

    def __init__(self, words: list[str]) -> None:
        self._words = words

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self._words)
        self._words.append(word)
        return number


class Words:
    """Every id that trails name, as a number; it only grows."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers = _Numbers(self.words)
        # Asked for some twenty words of each trail: a look-up, and no call of Python's.
        self.number = self._numbers.__getitem__

    def known(self, words: Iterable[str]) -> list[int]:
        """The numbers of those words that any trail names."""
        return [self._numbers[word] for word in words if word in self._numbers]


@dataclass(frozen=True, slots=True)
class Cases:
    """A row a case, by `opened`; words as numbers, `first_at` in ms.

    `forward` and `resolve` are whole seconds from the first report until an officer sent it on
    and until it was finished, NEVER where it has not come to that. `stands` is its lane and
    whether it kept its promises, as `standing` numbers them.
    """

    opened: Column
    secret: Column
    category: Column
    area: Column
    channel: Column
    report_class: Column
    officer: Column
    first_at: Column
    forward: Column
    resolve: Column
    stands: Column
    reopened: Column
    reports: Column
    day: Column
    shift: Column


@dataclass(frozen=True, slots=True)
class Reports:
    """A row a report, with the case that answers for it today."""

    case: Column
    channel: Column
    day: Column


@dataclass(frozen=True, slots=True)
class Spells:
    """So many reports of a channel stood in a lane from `at` until `until` (ms), not in it.

    Those that still last come first.
    """

    case: Column
    channel: Column
    reports: Column
    lane: Column
    at: Column
    until: Column


@dataclass(frozen=True, slots=True)
class Waits:
    """So many reports of a channel were open from one local day until another."""

    case: Column
    channel: Column
    reports: Column
    day: Column
    until_day: Column


@dataclass(frozen=True, slots=True)
class Ends:
    """So many reports of a channel came to be finished on a local day."""

    case: Column
    channel: Column
    reports: Column
    day: Column


@dataclass(frozen=True, slots=True)
class Parts:
    """A row for each time that an agency was sent a case; `accept`: seconds until it took it."""

    case: Column
    opd: Column
    accept: Column
    refused: Column
    end: Column
    day: Column


@dataclass(frozen=True, slots=True)
class Shares:
    """A row for each agency that has a part in a case today."""

    case: Column
    opd: Column


@dataclass(frozen=True)
class Block:
    """Some cases by `opened`; `case` in each table is the place of the case in `cases`."""

    cases: Cases
    reports: Reports
    spells: Spells
    waits: Waits
    ends: Ends
    parts: Parts
    shares: Shares

    def __len__(self) -> int:
        return len(self.cases.opened)

    @property
    def tables(self) -> tuple[Any, ...]:
        """All of them."""
        return tuple(getattr(self, one.name) for one in fields(self))

    @property
    def nbytes(self) -> int:
        """Bytes of all columns."""
        return sum(getattr(one, f.name).nbytes for one in self.tables for f in fields(one))

    @cached_property
    def came(self) -> tuple[int, int]:
        """The first and the last day on which something came in or was sent to an agency."""
        held = [one.day for one in (self.cases, self.reports, self.parts) if len(one.day)]
        return (min(int(day.min()) for day in held), max(int(day.max()) for day in held))

    @cached_property
    def stirred(self) -> tuple[int, int]:
        """When the first spell began, and when the last one began or ended (ms)."""
        return _span(self.spells.at, self.spells.until, FOR_EVER)

    @cached_property
    def waited(self) -> tuple[int, int]:
        """The days on which the first wait began, and the last one began or ended."""
        return _span(self.waits.day, self.waits.until_day, LONG)

    @cached_property
    def ended(self) -> tuple[int, int]:
        """The first and the last day on which something was finished."""
        return _span(self.ends.day, self.ends.day, LONG)

    @cached_property
    def first_at(self) -> tuple[int, int]:
        """When the first and when the last of its cases came in (ms)."""
        return int(self.cases.first_at.min()), int(self.cases.first_at.max())

    @cached_property
    def lasting(self) -> int:
        """How many spells still last."""
        return int((self.spells.until == FOR_EVER).sum())

    def without(self, opened: Column) -> Block:
        """All but the cases that these changes opened."""
        return self._of(np.flatnonzero(~np.isin(self.cases.opened, opened)))

    def in_order(self) -> Block:
        """The same cases by `opened`."""
        return self._of(np.argsort(self.cases.opened))

    def _of(self, places: Column) -> Block:
        """The cases at these places, in this order."""
        rank = np.full(len(self), -1, np.int32)
        rank[places] = np.arange(len(places), dtype=np.int32)
        made: list[Any] = [_rows(self.cases, places)]
        for table in self.tables[1:]:
            case = rank[table.case]
            keys = (case, table.until != FOR_EVER) if isinstance(table, Spells) else (case,)
            order = np.lexsort(keys)
            order = order[case[order] >= 0]
            made.append(_rows(table, order, case=case[order]))
        return Block(*made)


def _rows(table: Any, places: Column, **also: Column) -> Any:
    return type(table)(**{f.name: getattr(table, f.name)[places] for f in fields(table)} | also)


def _span(begun: Column, ended: Column, never: int) -> tuple[int, int]:
    last = ended[ended != never].max(initial=begun.max(initial=0))
    return int(begun.min(initial=never)), int(last)


def cut(block: Block, places: Iterable[int]) -> list[Block]:
    """A block in pieces that end before these places and at its end; pieces may be empty."""
    ends = [0, *places, len(block)]
    if len(ends) == 2:
        return [block]
    return [block._of(np.arange(start, end)) for start, end in pairwise(ends)]


def joined(blocks: Sequence[Block]) -> Block:
    """All their cases, one block's after another's."""
    starts = np.cumsum([0, *map(len, blocks)])[:-1]
    made: list[Any] = []
    for tables in zip(*(block.tables for block in blocks), strict=True):
        columns = {}
        for one in fields(tables[0]):
            pieces = [getattr(table, one.name) for table in tables]
            if one.name == "case":
                pieces = [p + np.int32(s) for p, s in zip(pieces, starts, strict=True)]
            columns[one.name] = np.concatenate(pieces)
        made.append(type(tables[0])(**columns))
    return Block(*made)
