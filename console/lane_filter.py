"""What passes the board's filters: tested one by one for a change, column by column for a list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

Slot = int


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


class LaneFilter:
    """A set of wanted codes for each filtered column; `passes` and `of` always agree."""

    def __init__(
        self,
        columns: Sequence[tuple[array[int], frozenset[int]]],
        slots: frozenset[Slot] | None,
        due: array[int],
        due_before: int,
    ) -> None:
        self._columns, self._slots = columns, slots
        self._due, self._due_before = due, due_before

    def passes(self, slot: Slot) -> bool:
        """Whether one case is wanted."""
        if self._slots is not None and slot not in self._slots:
            return False
        if self._due_before and not 0 < self._due[slot] < self._due_before:
            return False
        return all(column[slot] in codes for column, codes in self._columns)

    def of(self, slots: list[Slot]) -> list[Slot]:
        """The wanted ones, in the order given."""
        if self._slots is not None:
            wanted = self._slots
            slots = [slot for slot in slots if slot in wanted]
        if self._due_before:
            due, before = self._due, self._due_before
            slots = [slot for slot in slots if 0 < due[slot] < before]
        for column, codes in self._columns:
            slots = [slot for slot in slots if column[slot] in codes]
        return slots


def codes_of(
    words: Sequence[str], wanted: Collection[str], within: Callable[[str], Collection[str]]
) -> frozenset[int]:
    """Codes of the words that hold one of the wanted keys (`within` splits joined words)."""
    keys = set(wanted)
    return frozenset(code for code, word in enumerate(words) if keys & set(within(word)))
