"""What lists hold of cases, in columns: filled on any thread, then given to the book whole."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Any

from console.slot_index import Slot, SlotIndex
from db.domain.brief import Brief
from db.domain.states import Lane, State
from widgets.roles import NO_PLACE, SECRET

FlagsOf = Callable[[Brief], int]

CODED = ("state", "lane", "rule", "category", "area", "channel", "opds", "report_class")
"""Columns that hold words, as numbers: a city has few of them, and they repeat."""

SLOT_BITS = 20
SLOT_MASK = 2**SLOT_BITS - 1
_NO_DUE = 2**42 - 1
_NEVER = 2**32 - 1
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
        self.first_at = array("q")
        self._lead = array("I")  # s from the warning to the deadline
        self.rank = array("q")
        """Deadline, then slot: the board's order in one number, no two of which are alike."""
        self.codes = {name: array("H") for name in CODED}
        self.flags, self.reports, self.media = array("H"), array("H"), array("H")
        self._index = SlotIndex(self.ids)
        self.slot = self._index.get
        """slot(case): where it stands, or None when it is not held."""
        self._free: list[Slot] = []
        self._ahead: dict[Members, array[int]] = {}
        self._in_order = True  # of deadlines, as the cache yields them; sorting holds up painting
        self.stamp = object()
        """Another one after every change: what was worked out from the values is true with it."""

    def __len__(self) -> int:
        return len(self.ids) - len(self._free)

    def __iter__(self) -> Iterator[str]:
        """The cases."""
        return filter(None, self.ids)

    def slots(self) -> Iterable[Slot]:
        """Where cases stand."""
        everywhere = range(len(self.ids))
        return compress(everywhere, self.ids) if self._free else everywhere

    def due(self, slot: Slot) -> int:
        """The deadline of a case, ms; 0 for none."""
        due = self.rank[slot] >> SLOT_BITS
        return 0 if due == _NO_DUE else due

    def warn(self, slot: Slot) -> int:
        """When its deadline begins to press, ms, up to a second early; 0 for never."""
        lead = self._lead[slot]
        return 0 if lead == _NEVER else self.due(slot) - lead * 1000

    def word(self, column: str, slot: Slot) -> str:
        """The word in a coded column: `state`, `lane`, `category`, `area`, `opds` and so on."""
        return self.words.by_code[self.codes[column][slot]]

    def members(self, belongs: Members) -> array[int]:
        """Slots of a list, the soonest deadline first and those without one last."""
        ahead = self._ahead.pop(belongs, None)
        return belongs.of(self, self._ordered()) if ahead is None else ahead

    def arrange(self) -> None:
        """Work out the lists of the board ahead, on the thread that filled the columns."""
        order = self._ordered()
        for belongs in BOARD:
            self._ahead[belongs] = belongs.of(self, order)
            time.sleep(_BREATH)

    def _ordered(self) -> array[int]:
        if self._in_order:
            return rows_of(range(len(self.ids)))
        return rows_of(sorted(self.slots(), key=self.rank.__getitem__))

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
        slots = range(len(self.ids), len(self.ids) + len(rows))
        last = self.rank[-1:].tolist()
        for held, values in self._values(rows, flags, slots):
            held.extend(values)
        ranks = last + self.rank[slots.start :].tolist()
        self._in_order = self._in_order and ranks == sorted(ranks)
        for row, slot in zip(rows, slots, strict=True):
            self._index.add(row.id, slot)

    def put(
        self, rows: Sequence[Brief], flags: Sequence[int], known: Sequence[Slot | None]
    ) -> list[Slot]:
        """Write the values of cases; of one told twice the last. `known` is where they stand, None
        for new ones. Returns where each stands now.
        """
        if not rows:
            return []
        slots = [
            self._slot_for(row.id) if slot is None else slot
            for row, slot in zip(rows, known, strict=True)
        ]
        for held, values in self._values(rows, flags, slots):
            for slot, value in zip(slots, values, strict=True):
                held[slot] = value
        self._touch()
        return slots

    def _values(
        self, rows: Sequence[Brief], flags: Sequence[int], slots: Sequence[Slot]
    ) -> Iterator[tuple[list[Any] | array[int], Iterable[Any]]]:
        """Each column, and what these rows write in it."""
        given: dict[str, Sequence[Any]] = dict(
            zip(Brief._fields, zip(*rows, strict=True), strict=True)
        )
        yield self.ids, given["id"]
        yield self.numbers, given["number"]
        yield self.titles, given["title"]
        yield self._lead, map(_lead_of, given["due"], given["warn"])
        yield self.first_at, given["first_at"]
        yield self.rank, map(rank_of, given["due"], slots)
        yield self.flags, flags
        for held, counts in ((self.reports, given["reports"]), (self.media, given["media"])):
            yield held, [min(count, _MANY) for count in counts]
        for name, codes in self.codes.items():
            yield codes, map(self.words.__getitem__, given[name])

    def drop(self, case: str) -> Slot:
        """A case leaves, and the next new one may get its slot; -1 where it was not here."""
        slot = self._index.pop(case)
        if slot is None:
            return -1
        self.ids[slot] = self.numbers[slot] = self.titles[slot] = ""
        self._free.append(slot)
        self._touch()
        return slot

    def _touch(self) -> None:
        self._ahead.clear()
        self._in_order = False
        self.stamp = object()

    def _slot_for(self, case: str) -> Slot:
        """Where a new case will stand; it may have been told of before."""
        slot = self._index.get(case)
        if slot is None:
            slot = self._free.pop() if self._free else self._new_slot()
            self._index.add(case, slot)
            self.ids[slot] = case
        return slot

    def _new_slot(self) -> Slot:
        for words in (self.ids, self.numbers, self.titles):
            words.append("")
        plain = (self._lead, self.first_at, self.rank, self.flags, self.reports, self.media)
        for numbers in (*plain, *self.codes.values()):
            numbers.append(0)
        return len(self.ids) - 1


def rank_of(due: int, slot: Slot) -> int:
    """The place of a case in the order of deadlines (ms; 0, none, comes last)."""
    rank: int = ((due or _NO_DUE) << SLOT_BITS) | (slot & SLOT_MASK)
    return rank


def _lead_of(due: int, warn: int) -> int:
    """Seconds, which take half of what an instant does."""
    return max(0, -((warn - due) // 1000)) if due and warn else _NEVER


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
            return rows_of(slot for slot in slots if codes[slot] != code)
        return rows_of(slot for slot in slots if codes[slot] == code)


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

    def add(self, slots: Sequence[Slot]) -> None:
        """Cases came in, with the values they have now."""
        self._count(slots, 1)
        if self._oldest is not None and slots:
            first = min(map(self._columns.first_at.__getitem__, slots))
            self._oldest = min(self._oldest, first) if self._oldest else first

    def take(self, slots: Sequence[Slot]) -> None:
        """Cases go, with the values they still have."""
        self._count(slots, -1)
        if self._oldest in list(map(self._columns.first_at.__getitem__, slots)):
            self._oldest = None

    def _count(self, slots: Sequence[Slot], sign: int) -> None:
        if self._by_state is not None:
            self._sum(self._by_state, slots, sign)

    def _sum(self, sums: dict[int, int], slots: Iterable[Slot], sign: int) -> None:
        states, reports = self._columns.codes["state"], self._columns.reports
        for slot in slots:
            state = states[slot]
            sums[state] = sums.get(state, 0) + sign * reports[slot]

    def reports(self, slots: Iterable[Slot]) -> dict[str, int]:
        """Reports by state of these, the rows of the list; states without any may be missing."""
        if self._by_state is None:
            self._by_state = {}
            self._sum(self._by_state, slots, 1)
        word = self._columns.words.by_code
        return {word[state]: count for state, count in self._by_state.items() if count}

    def oldest(self, slots: Iterable[Slot]) -> int:
        """When the oldest of these, the rows of the list, came in (ms; 0 when there are none)."""
        if self._oldest is None:
            self._oldest = min(map(self._columns.first_at.__getitem__, slots), default=0)
        return self._oldest
