"""What passes the board's filters: tested one by one for a change, column by column for a list."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from console.columns import Columns, rank_of, rows_of
from console.slot_index import Slot


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters as keys of the city pack; an empty one wants everything. `cases` are ids or None."""

    categories: Collection[str] = ()
    areas: Collection[str] = ()
    opds: Collection[str] = ()
    channels: Collection[str] = ()
    classes: Collection[str] = ()
    states: Collection[str] = ()
    cases: Collection[str] | None = None
    due_before: int = 0

    @property
    def everything(self) -> bool:
        """Whether nothing is filtered away."""
        return self == Wanted()


_FILTERED = {
    "category": "categories",
    "area": "areas",
    "opds": "opds",
    "channel": "channels",
    "report_class": "classes",
    "state": "states",
}


class LaneFilter:
    """A set of wanted codes for each filtered column; `passes` and `of` always agree.

    It knows the words there were when it was made: make it anew when there are more.
    """

    def __init__(self, wanted: Wanted, columns: Columns) -> None:
        self.words = len(columns.words)
        self._ids = columns.ids
        self._cases = None if wanted.cases is None else frozenset(wanted.cases)
        self._ranks, self._beyond = columns.rank, rank_of(wanted.due_before, 0)
        self._due_before = wanted.due_before > 0
        self._columns: list[tuple[array[int], frozenset[int]]] = []
        for name, field in _FILTERED.items():
            keys = getattr(wanted, field)
            if keys:
                codes = codes_of(columns.words.by_code, keys)
                self._columns.append((columns.codes[name], codes))

    def passes(self, slot: Slot) -> bool:
        """Whether one case is wanted."""
        if self._cases is not None and self._ids[slot] not in self._cases:
            return False
        if self._due_before and self._ranks[slot] >= self._beyond:
            return False
        return all(column[slot] in codes for column, codes in self._columns)

    def of(self, slots: array[int]) -> array[int]:
        """The wanted ones, in the order given."""
        left: Sequence[Slot] = slots
        if self._cases is not None:
            ids, cases = self._ids, self._cases
            left = [slot for slot in left if ids[slot] in cases]
        if self._due_before:
            ranks, beyond = self._ranks, self._beyond
            left = [slot for slot in left if ranks[slot] < beyond]
        for column, codes in self._columns:
            left = [slot for slot in left if column[slot] in codes]
        return rows_of(left)


def codes_of(words: Sequence[str], wanted: Collection[str]) -> frozenset[int]:
    """Codes of the words that are, or join with commas, one of the wanted keys."""
    keys = set(wanted)
    return frozenset(code for code, word in enumerate(words) if keys & set(word.split(",")))
