"""The one live list of cases: its columns, and every list that looks at them kept true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest

from PySide6.QtCore import QObject, Signal

from console.columns import Belongs, Columns, OnMap, Tally, Words, rank_of, rows_of
from console.lane_filter import LaneFilter, Wanted
from console.listing import Key, Listing
from console.slot_index import Slot
from db.domain.brief import Brief
from db.domain.states import State

__all__ = ["Belongs", "CaseBook", "Columns", "Key", "Listing", "OnMap", "Slot", "Wanted"]

ONE_BY_ONE = 24
"""Changes told to views row by row; more at once are told as one."""


class CaseBook(QObject):
    """Every case the board may show, in columns. `changed` says that counts may differ now, `came`
    names the cases that nobody here had before.
    """

    changed = Signal()
    came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = Columns(Words())
        self._listings: list[Listing] = []
        self._wanted = Wanted()
        self._sieve: LaneFilter | None = None

    def __len__(self) -> int:
        return len(self.columns)

    def slot(self, case: str) -> Slot | None:
        """Where a case stands, or None when it is not in the book."""
        return self.columns.slot(case)

    def attach(self, listing: Listing) -> None:
        """Keep a list true from now on, until it is destroyed with its page."""
        self._listings.append(listing)
        if self._sieve is not None:
            listing.narrow(self._sieve)
        listing.destroyed.connect(lambda: self._listings.remove(listing))

    # --- the whole ---

    def fresh(self) -> Columns:
        """Empty columns to fill, on any thread, and to hand to `adopt`."""
        return Columns(self.columns.words)

    def adopt(self, columns: Columns) -> None:
        """Replace everything by these columns, made by `fresh`, filled and arranged.

        What was chosen stays chosen where it is still there.
        """
        for listing in self._listings:
            listing.pin()
        self.columns = columns
        self._sieve = self._filter()
        for listing in self._listings:
            listing.adopt(columns, self._sieve)
            listing.release()
        self.changed.emit()

    def load(self, rows: Sequence[Brief], flags: Sequence[int]) -> None:
        """Replace everything by these briefs with their flags; views are told once."""
        columns = self.fresh()
        columns.extend(rows, flags)
        columns.arrange()
        self.adopt(columns)

    def narrow(self, wanted: Wanted) -> None:
        """Every view shows only what is wanted, from now on."""
        self._wanted = wanted
        self._sieve = self._filter()
        for listing in self._listings:
            listing.narrow(self._sieve)
        self.changed.emit()

    @property
    def wanted(self) -> Wanted:
        """What every view shows now."""
        return self._wanted

    def _filter(self) -> LaneFilter | None:
        return None if self._wanted.everything else LaneFilter(self._wanted, self.columns)

    # --- changes ---

    def put(self, rows: Sequence[tuple[Brief, int]], gone: Sequence[str] = ()) -> None:
        """Take in new and changed cases and drop the ones gone; views follow."""
        slot_of = self.columns.slot
        before = [slot_of(row.id) for row, _ in rows]
        new = tuple(row.id for (row, _), slot in zip(rows, before, strict=True) if slot is None)
        if len(rows) + len(gone) > ONE_BY_ONE:
            self._put_many(rows, before, gone)
        else:
            for row, flags in rows:
                self._put_one(row, flags)
            for case in gone:
                self._drop_one(case)
        self.changed.emit()
        if new:
            self.came.emit(new)

    def _put_one(self, row: Brief, flags: int) -> None:
        slot = self.slot(row.id)
        places = [-1] * len(self._listings)
        if slot is not None:
            places = [listing.leaving(slot) for listing in self._listings]
        (slot,) = self.columns.put([row], [flags], [slot])
        self._learn_words()
        for listing, place in zip(self._listings, places, strict=True):
            listing.arriving(slot, place)

    def _drop_one(self, case: str) -> None:
        slot = self.slot(case)
        if slot is None:
            return
        for listing in self._listings:
            listing.dropped(slot, listing.leaving(slot))
        self.columns.drop(case)

    def _put_many(
        self,
        rows: Sequence[tuple[Brief, int]],
        before: Sequence[Slot | None],
        gone: Sequence[str],
    ) -> None:
        """`before` is where the cases of `rows` stand; `gone` is dropped after them."""
        lifted = rows_of(_known(before) | _known(map(self.slot, gone)))
        for listing in self._listings:
            listing.pin()
            listing.lift(lifted)
        briefs, flags = [row for row, _ in rows], [flags for _, flags in rows]
        after = set(self.columns.put(briefs, flags, before))
        for case in gone:
            after.discard(self.columns.drop(case))
        self._learn_words()
        laid = rows_of(after)
        for listing in self._listings:
            listing.lay(laid)
            listing.release()

    def _learn_words(self) -> None:
        """A filter is by words; a word that nobody had yet may be one of those wanted."""
        if self._sieve is not None and self._sieve.words < len(self.columns.words):
            self._sieve = self._filter()
            for listing in self._listings:
                listing.learn(self._sieve)

    # --- questions ---

    def reports(self) -> dict[str, int]:
        """Reports by state of every case of the board, whatever it is filtered by. Counts anew."""
        counts = Tally(self.columns).reports(self.columns.slots())
        counts.pop(State.MERGED.value, None)  # they count with the case they were merged into
        return counts

    def fell_due(self, since: int, until: int) -> bool:
        """Whether a deadline lies in between (ms), whatever the board is filtered by."""
        first, beyond = rank_of(since, 0), rank_of(until, 0)
        ranks = self.columns.rank
        return any(first <= ranks[slot] < beyond for slot in self.columns.slots())

    def named(self, case: str) -> str:
        """Number and first line of a case, "" when it is not in the book."""
        slot = self.slot(case)
        if slot is None:
            return ""
        columns = self.columns
        return " · ".join(filter(None, (columns.numbers[slot], columns.titles[slot])))

    def alike(self, case: str, limit: int) -> list[tuple[str, str, str, str]]:
        """Cases most like this one, as (id, number, title, area): category, then area, then new."""
        columns, slot = self.columns, self.slot(case)
        if slot is None:
            return []
        kind, area = columns.codes["category"], columns.codes["area"]
        groups: tuple[list[Slot], ...] = ([], [], [], [])
        for s in columns.slots():
            groups[2 * (kind[s] != kind[slot]) + (area[s] != area[slot])].append(s)
        groups[0].remove(slot)
        found: list[Slot] = []
        for group in groups:
            found += nlargest(limit - len(found), group, key=columns.first_at.__getitem__)
        return [
            (columns.ids[s], columns.numbers[s], columns.titles[s], columns.word("area", s))
            for s in found
        ]

    def sort_key(self, column: str) -> Key | None:
        """The order by a table's column; None for the soonest deadline."""
        name = _CODED_COLUMNS.get(column, column)
        if name in self.columns.codes:
            return lambda slot: self.columns.word(name, slot)
        return {
            "number": lambda slot: self.columns.numbers[slot],
            "title": lambda slot: self.columns.titles[slot],
            "reports": lambda slot: self.columns.reports[slot],
            "arrived": lambda slot: self.columns.first_at[slot],
        }.get(column)


def _known(slots: Iterable[Slot | None]) -> set[Slot]:
    return {slot for slot in slots if slot is not None}


_CODED_COLUMNS = {"mark": "state", "owner": "opds"}
