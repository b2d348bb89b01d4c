"""Where the cases of a book are on the plane, and which of them the map shows, by slot.

What is looked at for all cases is looked at in columns; one by one only what has changed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from widgets.map_index import NO_CASE
from widgets.map_marks import STATES

_NOWHERE = np.nan, np.nan
_NUMBER_OF = {state: number for number, state in enumerate(STATES)}


class Words(Protocol):
    """Words by their number."""

    by_code: list[str]


class Columns(Protocol):
    """What is needed of the values of cases, a slot each."""

    @property
    def ids(self) -> Sequence[str]:
        """The case of each slot."""

    def slot(self, case: str) -> int | None:
        """The slot of a case, or None."""

    @property
    def codes(self) -> Mapping[str, array[int]]:
        """Numbers of words; those of `state` are asked for."""

    @property
    def words(self) -> Words:
        """What the numbers stand for."""


class Book(Protocol):
    """Holds columns, now and then others."""

    @property
    def columns(self) -> Columns:
        """Those of now."""


class Places:
    """`x`, `y` (0 to 1) are not numbers where no point is known; `states` are numbers in `STATES`,
    NO_CASE for what is not shown. There is room for slots that no case has yet.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._begin()

    def _begin(self) -> None:
        self._columns = self._book.columns
        self.x, self.y = np.zeros(0), np.zeros(0)
        self.states: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self._asked = np.zeros(0, bool)
        self._cases: list[str] = []
        """Whose slot it was when it was last shown: by now it may be another's."""
        self._taken = set[int]()

    def _keep_up(self) -> None:
        """Have room for all slots; of columns that are new, nothing is known."""
        if self._columns is not self._book.columns:
            self._begin()
        ids = self._columns.ids
        more = len(ids) - len(self.x)
        if more > 0:
            more += len(ids) // 8  # not anew for each case that comes
            nowhere = np.full(more, np.nan)
            self.x, self.y = np.append(self.x, nowhere), np.append(self.y, nowhere)
            self.states = np.append(self.states, np.full(more, NO_CASE, np.uint8))
            self._asked = np.append(self._asked, np.zeros(more, bool))
        self._cases += ids[len(self._cases) :]

    # --- points ---

    def come(self, cases: Iterable[str]) -> None:
        """New cases, some in the slots of others that have left."""
        slots = self._slots(cases)
        self.x[slots] = self.y[slots] = np.nan
        self._asked[slots] = False
        self._taken.update(slots)

    def forget(self, cases: Iterable[str]) -> None:
        """These may stand elsewhere: they are to be asked for anew."""
        slots = self._slots(cases)  # first: of new columns it makes new arrays
        self._asked[slots] = False

    def unasked(self, rows: array[int], most: int) -> list[str]:
        """Cases in these slots that nobody has been asked for, so many at most."""
        self._keep_up()
        slots = np.array(rows)
        return [self._columns.ids[slot] for slot in slots[~self._asked[slots]][:most].tolist()]

    def ask(self, cases: Iterable[str]) -> None:
        """These are being asked for; one that changes meanwhile will be once more."""
        slots = self._slots(cases)
        self._asked[slots] = True

    def learn(self, cases: Iterable[str], found: Mapping[str, tuple[float, float]]) -> None:
        """Where these are on the plane; those not among what was found have no point."""
        self._keep_up()
        for case in cases:
            slot = self._columns.slot(case)
            if slot is not None:
                self.x[slot], self.y[slot] = found.get(case, _NOWHERE)

    def _slots(self, cases: Iterable[str]) -> list[int]:
        self._keep_up()
        found = map(self._columns.slot, cases)
        return [slot for slot in found if slot is not None]

    # --- what is shown ---

    def show(self, rows: array[int], watched: Iterable[str]) -> list[int]:
        """Show these slots as they are now; which of those watched have come or changed."""
        self._keep_up()
        columns = self._columns
        shown = np.zeros(len(self.x), bool)
        shown[np.array(rows)] = True
        shown &= ~np.isnan(self.x)
        numbers = np.array([_NUMBER_OF.get(word, 0) for word in columns.words.by_code], np.uint8)
        states = np.full(len(self.x), NO_CASE, np.uint8)
        states[: len(columns.ids)] = numbers[np.array(columns.codes["state"])]
        states[~shown] = NO_CASE
        before, self.states = self.states, states
        news = [
            slot for case in watched
            if (slot := columns.slot(case)) is not None and shown[slot]
            and (before[slot] != states[slot] or self._cases[slot] != case)
        ]  # fmt: skip
        for slot in self._taken:
            self._cases[slot] = columns.ids[slot]
        self._taken.clear()
        return news

    def __len__(self) -> int:
        return int(np.count_nonzero(self.states != NO_CASE))

    def case(self, slot: int) -> str:
        """The case that was shown by this number."""
        return self._cases[slot]

    def number(self, case: str) -> int:
        """The number that a case is shown by, -1 when it is not shown."""
        slot = self._columns.slot(case)
        if slot is None or slot >= len(self._cases) or self._cases[slot] != case:
            return -1
        return slot if self.states[slot] != NO_CASE else -1

    def nearest(self, x: float, y: float, most: int) -> list[tuple[str, float]]:
        """Cases on the map, the nearest to a point of the plane first, and how far on it."""
        far = np.hypot(self.x - x, self.y - y)
        far[(self.states == NO_CASE) | np.isnan(far)] = np.inf
        some = np.argsort(far)[:most]
        return [(self.case(int(n)), float(far[n])) for n in some if np.isfinite(far[n])]
