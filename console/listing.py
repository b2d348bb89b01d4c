"""One list of cases as Qt sees it: slots in the order of a key, looked at by a lane or the table.

It never sorts while it is looked at: one change is bisected into its place, and a flood of them is
too, but told to the views as one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.columns import SLOT_BITS, SLOT_MASK, Columns, Members, Tally, rows_of
from console.ghost import Ghost, ghost_of
from console.lane_filter import LaneFilter
from console.slot_index import Slot
from widgets.card_words import left_word
from widgets.roles import CARD, LEFT, PENDING, Card

Index = QModelIndex | QPersistentModelIndex
Key = Callable[[Slot], Any]

_NEAR = 127
"""Many changes lie close together: the next one is looked for so far first."""
_CARD_ROLES = (CARD, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)


class Cases(Protocol):
    """What a list needs of the book."""

    columns: Columns

    def attach(self, listing: Listing) -> None:
        """Keep a list true from now on."""


class Listing(QAbstractListModel):
    """Slots of one view in the order of its key. `belongs` says which cases are of it at all, the
    book's filter which of them are shown; `card` makes what is painted.

    A place is where a slot stands in `rows`. Rows are as views count them: a ghost is one of them.
    """

    def __init__(
        self,
        book: Cases,
        belongs: Members,
        card: Callable[[Slot], Card],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._card, self._belongs = book, card, belongs
        self._columns = book.columns
        self._sieve: LaneFilter | None = None
        self._value: Key | None = None
        self._reverse = False
        self._tally = Tally(book.columns)
        self._pinned: list[tuple[QModelIndex, str]] = []
        self.kept = ""
        self._ghost: Ghost | None = None
        self._before: tuple[Any, Card] | None = None
        self.order = self.rows = rows_of(())
        self._gather()
        book.attach(self)

    # --- what a view asks ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows of the list; none below a row."""
        return 0 if parent.isValid() else len(self.rows) + (self._ghost is not None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The card of a row, and its words for screen readers."""
        row = index.row()
        if role not in _CARD_ROLES or not 0 <= row < self.rowCount():
            return None
        ghost = self._ghost
        if ghost is None:
            card = self._card(self.rows[row])
        else:
            card = ghost.card if row == ghost.at else self._card(self.rows[self._place(row)])
        if role == CARD:
            return card
        gone = left_word() if card.flags & LEFT else ""
        return ", ".join(filter(None, (gone, card.number, card.category, card.title, card.owner)))

    def id_at(self, row: int) -> str | None:
        """The case in a row."""
        if not 0 <= row < self.rowCount():
            return None
        if self._ghost is not None and row == self._ghost.at:
            return self._ghost.case
        return self._columns.ids[self.rows[self._place(row)]]

    def row_of(self, case: str) -> int:
        """The row of a case, -1 when this list does not show it."""
        if self._ghost is not None and self._ghost.case == case:
            return self._ghost.at
        slot = self._columns.slot(case)
        place = -1 if slot is None else self.place_of(slot)
        return self._row(place) if place >= 0 else -1

    def _row(self, place: int) -> int:
        return place + (self._ghost is not None and place >= self._ghost.at)

    def _place(self, row: int) -> int:
        return row - (self._ghost is not None and row > self._ghost.at)

    # --- what somebody is at ---

    @property
    def ghost(self) -> str:
        """The case whose row stays although it has left the list, "" when there is none."""
        return "" if self._ghost is None else self._ghost.case

    def keep(self, case: str) -> None:
        """Somebody is at this case: its row stays, as a ghost, when another takes it from the list.

        The ghost goes when another case is kept. What this desk does itself leaves none.
        """
        self.kept, ghost = case, self._ghost
        if ghost is not None and ghost.case != case:
            self.beginRemoveRows(QModelIndex(), ghost.at, ghost.at)
            self._ghost = None
            self.endRemoveRows()

    def _note_before(self, slot: Slot) -> None:
        """Before the values of a slot change: what its ghost would be."""
        if self._columns.ids[slot] == self.kept:
            self._before = self._key(slot), self._card(slot)

    def _haunted(self, case: str, at: int) -> Ghost | None:
        """The ghost of a case that leaves place `at`, if somebody else takes it away."""
        if self._before is None or case != self.kept:
            return None
        (key, card), self._before = self._before, None
        slot = self._columns.slot(case)
        if slot is not None:  # else the book no longer has it
            card = self._card(slot)
        if card.flags & PENDING:
            return None
        return ghost_of(card, key, at, known=slot is not None)

    def _ahead_of_ghost(self, slot: Slot) -> bool:
        assert self._ghost is not None
        key = self._key(slot)
        ahead: bool = key > self._ghost.key if self._reverse else key < self._ghost.key
        return ahead

    def breached(self, now: int) -> int:
        """How many shown cases are past their deadline at `now` (ms); only in deadline order."""
        return bisect_left(self.rows, now << SLOT_BITS, key=self._columns.rank.__getitem__)

    def reports(self) -> dict[str, int]:
        """Reports of the shown cases by state."""
        return self._tally.reports(self.rows)

    def oldest(self) -> int:
        """When the oldest of the shown cases came in (ms), 0 when none is shown."""
        return self._tally.oldest(self.rows)

    # --- what the page and the book ask ---

    def belong(self, belongs: Members) -> None:
        """Other cases belong to this view from now on."""
        self.pin()
        self._belongs = belongs
        self._gather()
        self.release()

    def order_by(self, value: Key | None, *, reverse: bool = False) -> None:
        """Another order; None is the soonest deadline first, which also parts what is alike."""
        self.pin()
        self._value, self._reverse = value, reverse
        self._gather()
        self.release()

    def adopt(self, columns: Columns, sieve: LaneFilter | None) -> None:
        """Other columns; between pin() and release()."""
        self._columns, self._sieve = columns, sieve
        self._gather()

    def narrow(self, sieve: LaneFilter | None) -> None:
        """Show only what passes."""
        self.pin()
        self._sieve = sieve
        self._show()
        self.release()

    def learn(self, sieve: LaneFilter | None) -> None:
        """The same filter, which knows more words now; nothing shown has them yet."""
        self._sieve = sieve

    def _gather(self) -> None:
        """Work the rows out from nothing."""
        self.order = self._columns.members(self._belongs)
        if self._value is not None:
            self.order = rows_of(sorted(self.order, key=self._value))
        if self._reverse:
            self.order.reverse()
        self._show()

    def _show(self) -> None:
        self.rows = self.order if self._sieve is None else self._sieve.of(self.order)
        self._ghost = None
        self._tally = Tally(self._columns)

    def _key(self, slot: Slot) -> Any:
        rank = self._columns.rank[slot]
        return rank if self._value is None else (self._value(slot), rank)

    # --- many changes, told as one; selection and current row stay with their cases ---

    def pin(self) -> None:
        """Rows are about to come and go."""
        self.layoutAboutToBeChanged.emit()
        self._pinned = [
            (index, self.id_at(index.row()) or "") for index in self.persistentIndexList()
        ]

    def release(self) -> None:
        """They have."""
        for index, case in self._pinned:
            row = self.row_of(case)
            self.changePersistentIndex(index, self.index(row) if row >= 0 else QModelIndex())
        self._pinned = []
        self.layoutChanged.emit()

    def lift(self, slots: array[int]) -> None:
        """Before the values of these change: out with them."""
        self._before = None
        held = self._belongs.of(self._columns, slots)
        shown = held if self._sieve is None else self._sieve.of(held)
        self._tally.take(shown)
        kept = self._columns.slot(self.kept)
        if kept is not None and kept in shown:
            self._note_before(kept)
        filtered = self.rows is not self.order
        self.order = self._without(self.order, held)
        self.rows = self._without(self.rows, shown) if filtered else self.order

    def lay(self, slots: array[int]) -> None:
        """Their values are new: in with those that belong here."""
        held = self._belongs.of(self._columns, slots)
        shown = held if self._sieve is None else self._sieve.of(held)
        self._tally.add(shown)
        filtered = self.rows is not self.order
        self.order = self._with(self.order, held)
        self.rows = self._with(self.rows, shown) if filtered else self.order
        self._place_ghost(shown)

    def _place_ghost(self, came: array[int]) -> None:
        """After many changes: where it stands, whether there is one now, or not any more."""
        kept = self._columns.slot(self.kept)
        if kept is not None and kept in came:
            self._ghost = None
        else:
            self._ghost = self._haunted(self.kept, 0) or self._ghost
        if self._ghost is not None:
            self._ghost.at = self._bisect_key(self.rows, self._ghost.key, 0, len(self.rows))

    def _without(self, rows: array[int], slots: array[int]) -> array[int]:
        kept, start = rows_of(()), 0
        for place, _ in self._places(rows, slots):
            kept += rows[start:place]
            start = place + 1
        return kept + rows[start:]

    def _with(self, rows: array[int], slots: array[int]) -> array[int]:
        merged, start = rows_of(()), 0
        for place, slot in self._places(rows, slots):
            merged += rows[start:place]
            merged.append(slot)
            start = place
        return merged + rows[start:]

    def _places(self, rows: array[int], slots: array[int]) -> Iterator[tuple[int, Slot]]:
        """These in the order of the list, each with where it stands in `rows` or would."""
        if self._value is not None or self._reverse:
            yield from self._places_by_key(rows, slots)
            return
        key, start, end = self._columns.rank.__getitem__, 0, len(rows)
        for wanted in sorted(map(key, slots)):
            near = start + _NEAR
            high = near if near < end and key(rows[near]) >= wanted else end
            start = bisect_left(rows, wanted, start, high, key=key)
            yield start, wanted & SLOT_MASK

    def _places_by_key(self, rows: array[int], slots: array[int]) -> Iterator[tuple[int, Slot]]:
        """The same in any other order."""
        start, end = 0, len(rows)
        for slot in sorted(slots, key=self._key, reverse=self._reverse):
            start = self._bisect_key(rows, self._key(slot), start, end)
            yield start, slot

    # --- one change at a time, told row by row ---

    def place_of(self, slot: Slot) -> int:
        """Shown row of a slot by its present values, -1 when it is not shown."""
        return self._bisect(self.rows, slot, 0, len(self.rows)) if self._shows(slot) else -1

    def _shows(self, slot: Slot) -> bool:
        return self._belongs.has(self._columns, slot) and (
            self._sieve is None or self._sieve.passes(slot)
        )

    def leaving(self, slot: Slot) -> int:
        """Before the slot's values change: take it out of the order; its shown row or -1."""
        place = self.place_of(slot)
        if self.rows is not self.order and self._belongs.has(self._columns, slot):
            del self.order[self._bisect(self.order, slot, 0, len(self.order))]
        if place >= 0:
            self._tally.take([slot])
            self._note_before(slot)
        return place

    def arriving(self, slot: Slot, old: int) -> None:
        """The slot's values are new; it was shown in place `old` (-1: not shown)."""
        if self.rows is not self.order and self._belongs.has(self._columns, slot):
            self.order.insert(self._bisect(self.order, slot, 0, len(self.order)), slot)
        if not self._shows(slot):
            self.dropped(slot, old)
            return
        self._tally.add([slot])
        if old >= 0:
            self._shift(slot, old)
        elif self._ghost is not None and self._ghost.case == self._columns.ids[slot]:
            at, self._ghost = self._ghost.at, None
            self.rows.insert(at, slot)  # it has come back into its own row
            self._shift(slot, at)
        else:
            self._insert(slot)

    def dropped(self, slot: Slot, place: int) -> None:
        """What was shown in this place is gone; its row, too, unless somebody is at it."""
        if place < 0:
            return
        ghost = self._haunted(self._columns.ids[slot], place)
        row = self._row(place)
        if ghost is not None:
            del self.rows[place]
            self._ghost = ghost
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        self._take_out(place)
        self.endRemoveRows()

    def _insert(self, slot: Slot) -> None:
        place = self._bisect(self.rows, slot, 0, len(self.rows))
        row = self._row(place)
        if self._ghost is not None and place == self._ghost.at and self._ahead_of_ghost(slot):
            row = place
        self.beginInsertRows(QModelIndex(), row, row)
        self._put_in(place, slot, row)
        self.endInsertRows()

    def _shift(self, slot: Slot, old: int) -> None:
        new = self._bisect(self.rows, slot, 0, old)
        if new == old:
            new = self._bisect(self.rows, slot, old + 1, len(self.rows)) - 1
        before, after = self._row(old), self._row_after(slot, old, new)
        if before != after:
            beyond = after + (after > before)
            self.beginMoveRows(QModelIndex(), before, before, QModelIndex(), beyond)
            self._take_out(old)
            self._put_in(new, slot, after)
            self.endMoveRows()
        self.dataChanged.emit(self.index(after), self.index(after))

    def _row_after(self, slot: Slot, old: int, new: int) -> int:
        """The row of a slot once it has moved from one place to another."""
        if self._ghost is None:
            return new
        at = self._ghost.at - (old < self._ghost.at)
        return new + (new > at or (new == at and not self._ahead_of_ghost(slot)))

    def _take_out(self, place: int) -> None:
        del self.rows[place]
        if self._ghost is not None and place < self._ghost.at:
            self._ghost.at -= 1

    def _put_in(self, place: int, slot: Slot, row: int) -> None:
        self.rows.insert(place, slot)
        if self._ghost is not None and row <= self._ghost.at:
            self._ghost.at += 1

    def _bisect(self, rows: array[int], slot: Slot, low: int, high: int) -> int:
        if self._value is None:
            return self._bisect_key(rows, self._columns.rank[slot], low, high)
        return self._bisect_key(rows, self._key(slot), low, high)

    def _bisect_key(self, rows: array[int], wanted: Any, low: int, high: int) -> int:
        key = self._columns.rank.__getitem__ if self._value is None else self._key
        if not self._reverse:
            return bisect_left(rows, wanted, low, high, key=key)
        while low < high:
            middle = (low + high) // 2
            if key(rows[middle]) > wanted:
                low = middle + 1
            else:
                high = middle
        return low
