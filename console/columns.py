"""What lists hold of cases, in columns: filled on any thread, then given to the book whole."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any

from db.domain.brief import Brief
from db.domain.states import Lane, State
from widgets.roles import NO_PLACE, SECRET

Slot = int
"""Where a case's values stand in the columns; it never changes while the case is held."""
FlagsOf = Callable[[Brief], int]

CODED = ("state", "lane", "rule", "category", "area", "channel", "opds", "report_class")
"""Columns that hold words, as numbers: a city has few of them, and they repeat."""
_coded_of = attrgetter(*CODED)

SLOT_BITS = 20
_SLOT_MASK = 2**SLOT_BITS - 1
_NO_DUE = 2**42 - 1
_MANY = 65_535
_PIECE, _BREATH = 500, 0.0005
"""Rows taken in at a time, and seconds of rest after them. One paint asks for the interpreter some
hundred times; without a rest it would wait for a turn (console/worker.py) as often."""


def rows_of(slots: Iterable[Slot]) -> array[int]:
    """A list of slots."""
    return array("I", slots)


class Words(dict[str, int]):
    """Each word of the coded columns and its number. Any thread may ask for a new one."""

    def __init__(self) -> None:
        super().__init__({"": 0})
        self.by_code = [""]
        self._adding = threading.Lock()

    def __missing__(self, word: str) -> int:
        with self._adding:
            known = self.get(word)
            if known is None:
                self.by_code.append(word)
                known = self[word] = len(self.by_code) - 1
        return known


class Columns:
    """The values of cases, one slot each. Whoever fills it is the only one to know it meanwhile."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.ids: list[str] = []
        self.numbers: list[str] = []
        self.titles: list[str] = []
        self.due, self.warn, self.first_at = array("q"), array("q"), array("q")
        self.rank = array("q")
        """Deadline, then slot: the board's order in one number, no two of which are alike."""
        self.codes = {name: array("H") for name in CODED}
        self.flags, self.reports, self.media = array("H"), array("H"), array("H")
        self.slot_of: dict[str, Slot] = {}
        self._free: list[Slot] = []
        self._ahead: dict[Members, array[int]] = {}
        self._in_order = True  # of deadlines, as the cache yields them; sorting holds up painting
        self.stamp = object()
        """Another one after every change: what was worked out from the values is true with it."""

    def __len__(self) -> int:
        return len(self.slot_of)

    def word(self, column: str, slot: Slot) -> str:
        """The word in a coded column: `state`, `lane`, `category`, `area`, `opds` and so on."""
        return self.words.by_code[self.codes[column][slot]]

    def members(self, belongs: Members) -> array[int]:
        """Slots of a list, the soonest deadline first and those without one last."""
        ahead = self._ahead.get(belongs)
        return belongs.of(self, self._ordered()) if ahead is None else ahead[:]

    def arrange(self) -> None:
        """Work out the lists of the board ahead, on the thread that filled the columns."""
        order = self._ordered()
        for belongs in BOARD:
            self._ahead[belongs] = belongs.of(self, order)
            time.sleep(_BREATH)

    def _ordered(self) -> array[int]:
        if self._in_order:
            return rows_of(range(len(self.ids)))
        return rows_of(sorted(self.slot_of.values(), key=self.rank.__getitem__))

    # --- filling ---

    def take(self, rows: Iterable[Brief], flags_of: FlagsOf) -> None:
        """Take in cases that are not here yet, a piece at a time."""
        left = iter(rows)
        while piece := list(islice(left, _PIECE)):
            self.extend(piece, list(map(flags_of, piece)))
            time.sleep(_BREATH)

    def extend(self, rows: Sequence[Brief], flags: Sequence[int]) -> None:
        """The same for one piece, column by column: a tenth of the time of row by row."""
        if not rows:
            return
        first = len(self.ids)
        given: dict[str, Sequence[Any]] = dict(
            zip(Brief._fields, zip(*rows, strict=True), strict=True)
        )
        self.ids.extend(given["id"])
        self.numbers.extend(given["number"])
        self.titles.extend(given["title"])
        for held, name in ((self.due, "due"), (self.warn, "warn"), (self.first_at, "first_at")):
            held.extend(array("q", given[name]))
        for held, counts in ((self.reports, given["reports"]), (self.media, given["media"])):
            held.extend(array("H", [min(count, _MANY) for count in counts]))
        self.flags.extend(array("H", flags))
        for name, codes in self.codes.items():
            codes.extend(array("H", list(map(self.words.__getitem__, given[name]))))
        ranks = [rank_of(due, n) for n, due in enumerate(given["due"], first)]
        last = self.rank[-1:].tolist()
        self._in_order = self._in_order and last + ranks == sorted(last + ranks)
        self.rank.extend(array("q", ranks))
        self.slot_of.update(zip(given["id"], range(first, first + len(rows)), strict=True))

    def put(self, row: Brief, flags: int) -> Slot:
        """Write the values of a case that is here, or of a new one; its slot."""
        slot = self.slot_of.get(row.id)
        if slot is None:
            slot = self._new_slot(row.id)
        self._touch()
        self.ids[slot], self.numbers[slot], self.titles[slot] = row.id, row.number, row.title
        self.due[slot], self.warn[slot], self.first_at[slot] = row.due, row.warn, row.first_at
        self.rank[slot] = rank_of(row.due, slot)
        self.flags[slot] = flags
        self.reports[slot], self.media[slot] = min(row.reports, _MANY), min(row.media, _MANY)
        for codes, word in zip(self.codes.values(), _coded_of(row), strict=True):
            codes[slot] = self.words[word]
        return slot

    def drop(self, case: str) -> None:
        """A case leaves; the next new one may get its slot."""
        slot = self.slot_of.pop(case, None)
        if slot is not None:
            self._free.append(slot)
            self._touch()

    def _touch(self) -> None:
        self._ahead.clear()
        self._in_order = False
        self.stamp = object()

    def _new_slot(self, case: str) -> Slot:
        if self._free:
            slot = self._free.pop()
        else:
            slot = len(self.ids)
            for column in (self.ids, self.numbers, self.titles):
                column.append("")
            plain = [self.due, self.warn, self.first_at, self.rank]
            for numbers in (*plain, self.flags, self.reports, self.media, *self.codes.values()):
                numbers.append(0)
        self.slot_of[case] = slot
        return slot


def rank_of(due: int, slot: Slot) -> int:
    """The place of a case in the order of deadlines (ms; 0, none, comes last)."""
    rank: int = ((due or _NO_DUE) << SLOT_BITS) | (slot & _SLOT_MASK)
    return rank


@dataclass(frozen=True, slots=True)
class Belongs:
    """Which cases are of a list: those with `word` in a coded column, or all but those."""

    column: str
    word: str
    but: bool = False

    def has(self, columns: Columns, slot: Slot) -> bool:
        """Whether one case is of the list."""
        return (columns.codes[self.column][slot] == columns.words[self.word]) is not self.but

    def of(self, columns: Columns, slots: array[int]) -> array[int]:
        """Those of the list, in the order given."""
        codes, code = columns.codes[self.column], columns.words[self.word]
        if self.but:
            return rows_of([slot for slot in slots if codes[slot] != code])
        return rows_of([slot for slot in slots if codes[slot] == code])


@dataclass(frozen=True, slots=True)
class OnMap:
    """Cases with a point, or those without; never merged ones, and never secret ones."""

    placed: bool

    def has(self, columns: Columns, slot: Slot) -> bool:
        """Whether one case is of the list."""
        flags = columns.flags[slot]
        hidden = flags & SECRET or columns.codes["state"][slot] == columns.words[_MERGED]
        return not hidden and (not flags & NO_PLACE) is self.placed

    def of(self, columns: Columns, slots: array[int]) -> array[int]:
        """Those of the list, in the order given."""
        flags, states, merged = columns.flags, columns.codes["state"], columns.words[_MERGED]
        wanted = 0 if self.placed else NO_PLACE
        return rows_of(
            slot
            for slot in slots
            if flags[slot] & (SECRET | NO_PLACE) == wanted and states[slot] != merged
        )


Members = Belongs | OnMap
_MERGED = State.MERGED.value

BOARD = (
    *(Belongs("lane", lane.value) for lane in Lane),
    Belongs("state", State.MERGED.value, but=True),
)
"""The lists of the board: a lane for each who may owe the next act, and all that are not merged."""


class Tally:
    """Reports by state, and the oldest arrival, of the cases in a list; kept as they come and go.

    Counting anew would cost as much as there are rows, on every change.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._by_state: dict[int, int] | None = None
        self._oldest: int | None = None

    def add(self, slot: Slot) -> None:
        """A case came in, with the values it has now."""
        self._count(slot, 1)
        if self._oldest is not None:
            first = self._columns.first_at[slot]
            self._oldest = min(self._oldest, first) if self._oldest else first

    def take(self, slot: Slot) -> None:
        """A case goes, with the values it still has."""
        self._count(slot, -1)
        if self._oldest == self._columns.first_at[slot]:
            self._oldest = None

    def _count(self, slot: Slot, sign: int) -> None:
        if self._by_state is not None:
            state = self._columns.codes["state"][slot]
            count = self._by_state.get(state, 0) + sign * self._columns.reports[slot]
            self._by_state[state] = count

    def reports(self, slots: Iterable[Slot]) -> dict[str, int]:
        """Reports by state of these, the rows of the list; states without any may be missing."""
        if self._by_state is None:
            self._by_state = self._reports(slots)
        word = self._columns.words.by_code
        return {word[state]: count for state, count in self._by_state.items() if count}

    def _reports(self, slots: Iterable[Slot]) -> dict[int, int]:
        states, reports = self._columns.codes["state"], self._columns.reports
        sums: dict[int, int] = {}
        for slot in slots:
            state = states[slot]
            sums[state] = sums.get(state, 0) + reports[slot]
        return sums

    def oldest(self, slots: Iterable[Slot]) -> int:
        """When the oldest of these, the rows of the list, came in (ms; 0 when there are none)."""
        if self._oldest is None:
            self._oldest = min(map(self._columns.first_at.__getitem__, slots), default=0)
        return self._oldest
