"""The one live list of cases: columns, an order for each view, and the models views look through.

A case is a slot in columns of plain values. Lists hold slots in order and never sort while they are
looked at: one change is bisected into its place, a flood of them is merged at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter, or_
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from console.lane_filter import LaneFilter, Wanted, codes_of
from db.domain.brief import Brief
from widgets.roles import CARD, Card

Index = QModelIndex | QPersistentModelIndex
Slot = int
"""Where a case's values stand in the columns; it never changes while the case is in the book."""
Keep = Callable[[Slot], bool]
Key = Callable[[Slot], Any]

ONE_BY_ONE = 24
"""Changes told to views row by row; more at once are merged and told as one new list."""

_NO_DUE = 2**42 - 1
_SLOT_BITS = 20
_SLOT_MASK = 2**_SLOT_BITS - 1
_MANY = 65_535


class CaseBook(QObject):
    """Every case the board may show, in columns. `changed` says that counts may differ now."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: list[str] = []
        self.numbers: list[str] = []
        self.titles: list[str] = []
        self.due, self.warn = array("q"), array("q")
        self.first_at, self.changed_at = array("q"), array("q")
        self.rank = array("q")
        self.seq = array("l")
        self.codes = {name: array("H") for name in _CODED}
        self.flags, self.reports, self.media = array("H"), array("H"), array("H")
        self.words: list[str] = [""]
        self._code_of: dict[str, int] = {"": 0}
        self._slot_of: dict[str, Slot] = {}
        self._free: list[Slot] = []
        self._listings: list[Listing] = []

    def __len__(self) -> int:
        return len(self._slot_of)

    def slot(self, case: str) -> Slot | None:
        """Where a case stands, or None when it is not in the book."""
        return self._slot_of.get(case)

    def slots(self) -> Iterable[Slot]:
        """All slots in use."""
        return self._slot_of.values()

    def code(self, word: str) -> int:
        """The number a word (an agency, an area, a state …) has in this book's columns."""
        known = self._code_of.get(word)
        if known is None:
            known = self._code_of[word] = len(self.words)
            self.words.append(word)
        return known

    def word(self, column: str, slot: Slot) -> str:
        """The word in a coded column: `state`, `lane`, `category`, `area`, `opds` and so on."""
        return self.words[self.codes[column][slot]]

    def alike(self, case: str, limit: int) -> list[tuple[str, str, str, str]]:
        """Cases most like this one, as (id, number, title, area): category, then area, then new."""
        slot = self.slot(case)
        if slot is None:
            return []
        kind, area = self.codes["category"], self.codes["area"]
        others = sorted(
            (s for s in self.slots() if s != slot),
            key=lambda s: (kind[s] != kind[slot], area[s] != area[slot], -self.first_at[s]),
        )
        return [
            (self.ids[s], self.numbers[s], self.titles[s], self.word("area", s))
            for s in others[:limit]
        ]

    def counted(self, rows: Iterable[Slot]) -> dict[str, int]:
        """Reports of these cases by state."""
        sums: dict[int, int] = {}
        states, reports = self.codes["state"], self.reports
        for slot in rows:
            code = states[slot]
            sums[code] = sums.get(code, 0) + reports[slot]
        return {self.words[code]: count for code, count in sums.items()}

    def sort_key(self, column: str) -> Key | None:
        """The order by a table's column; None for the soonest deadline."""
        if column in self.codes or column in _CODED_COLUMNS:
            codes = self.codes[_CODED_COLUMNS.get(column, column)]
            return lambda slot: self.words[codes[slot]]
        plain: dict[str, Sequence[Any]] = {
            "number": self.numbers,
            "title": self.titles,
            "reports": self.reports,
            "arrived": self.first_at,
        }
        return plain[column].__getitem__ if column in plain else None

    def attach(self, listing: Listing) -> None:
        """Keep a list true from now on."""
        self._listings.append(listing)

    def narrow(self, wanted: Wanted) -> None:
        """Every view shows only what is wanted, from now on."""
        sieve = None if wanted.everything else self._sieve(wanted)
        for listing in self._listings:
            listing.narrow(sieve)
        self.changed.emit()

    def _sieve(self, wanted: Wanted) -> LaneFilter:
        columns = []
        for name, field in _FILTERED.items():
            keys = getattr(wanted, field)
            if keys:
                codes = codes_of(self.words, keys, lambda word: word.split(","))
                columns.append((self.codes[name], codes))
        slots = None
        if wanted.cases is not None:
            slots = frozenset(self._slot_of[i] for i in wanted.cases if i in self._slot_of)
        return LaneFilter(columns, slots, self.due, wanted.due_before)

    def load(self, rows: Sequence[Brief], flags: Sequence[int]) -> None:
        """Replace everything by these briefs with their flags; views are told once."""
        for listing in self._listings:
            listing.beginResetModel()
        self._forget_all()
        if rows:
            self._fill(rows, flags)
        for listing in self._listings:
            listing.gather()
            listing.endResetModel()
        self.changed.emit()

    def _fill(self, rows: Sequence[Brief], flags: Sequence[int]) -> None:
        """All columns at once: a tenth of the time of writing case by case."""

        def column(name: str) -> list[Any]:
            return list(map(itemgetter(Brief._fields.index(name)), rows))

        self.ids, self.numbers, self.titles = column("id"), column("number"), column("title")
        for name in ("due", "warn", "first_at", "changed_at", "seq"):
            held: array[int] = getattr(self, name)
            held[:] = array(held.typecode, column(name))
        for name in ("reports", "media"):
            getattr(self, name)[:] = array("H", [min(n, _MANY) for n in column(name)])
        self.flags[:] = array("H", flags)
        for name, codes in self.codes.items():
            words = column(name)
            known = {word: self.code(word) for word in set(words)}
            codes[:] = array("H", list(map(known.__getitem__, words)))
        ranks = [(due or _NO_DUE) << _SLOT_BITS for due in self.due]
        self.rank[:] = array("q", list(map(or_, ranks, range(len(ranks)))))
        self._slot_of = dict(zip(self.ids, range(len(self.ids)), strict=True))

    def put(self, rows: Sequence[tuple[Brief, int]], gone: Sequence[str] = ()) -> None:
        """Take in new and changed cases and drop the ones gone; views follow."""
        if len(rows) + len(gone) > ONE_BY_ONE:
            self._merge(rows, gone)
        else:
            for row, flags in rows:
                self._put_one(row, flags)
            for case in gone:
                self._drop_one(case)
        self.changed.emit()

    def _put_one(self, row: Brief, flags: int) -> None:
        slot = self._slot_of.get(row.id)
        places = [-1] * len(self._listings)
        if slot is None:
            slot = self._new_slot(row.id)
        else:
            places = [listing.leaving(slot) for listing in self._listings]
        self._write(slot, row, flags)
        for listing, place in zip(self._listings, places, strict=True):
            listing.arriving(slot, place)

    def _drop_one(self, case: str) -> None:
        slot = self._slot_of.pop(case, None)
        if slot is None:
            return
        for listing in self._listings:
            listing.dropped(listing.leaving(slot))
        self._free.append(slot)

    def _merge(self, rows: Sequence[tuple[Brief, int]], gone: Sequence[str]) -> None:
        for listing in self._listings:
            listing.beginResetModel()
        touched = {self._slot_of[row.id] for row, _ in rows if row.id in self._slot_of}
        dropped = {self._slot_of.pop(case) for case in gone if case in self._slot_of}
        written = []
        for row, flags in rows:
            slot = self._slot_of.get(row.id)
            written.append(self._new_slot(row.id) if slot is None else slot)
            self._write(written[-1], row, flags)
        for listing in self._listings:
            listing.merge(touched | dropped, dict.fromkeys(written))
            listing.endResetModel()
        self._free.extend(dropped)

    def _new_slot(self, case: str) -> Slot:
        if self._free:
            slot = self._free.pop()
        else:
            slot = len(self.ids)
            for column in (self.ids, self.numbers, self.titles):
                column.append("")
            for numbers in self._arrays():
                numbers.append(0)
        self._slot_of[case] = slot
        return slot

    def _arrays(self) -> list[array[int]]:
        plain = [self.due, self.warn, self.first_at, self.changed_at, self.rank, self.seq]
        return [*plain, self.flags, self.reports, self.media, *self.codes.values()]

    def _write(self, slot: Slot, row: Brief, flags: int) -> None:
        self.ids[slot], self.numbers[slot], self.titles[slot] = row.id, row.number, row.title
        self.due[slot], self.warn[slot] = row.due, row.warn
        self.first_at[slot], self.changed_at[slot] = row.first_at, row.changed_at
        self.rank[slot] = ((row.due or _NO_DUE) << _SLOT_BITS) | (slot & _SLOT_MASK)
        self.seq[slot] = row.seq
        self.flags[slot] = flags
        self.reports[slot], self.media[slot] = min(row.reports, _MANY), min(row.media, _MANY)
        code_of = self._code_of
        for name, column in self.codes.items():
            word = getattr(row, name)
            known = code_of.get(word)
            column[slot] = self.code(word) if known is None else known

    def _forget_all(self) -> None:
        self._slot_of.clear()
        self._free.clear()
        for column in (self.ids, self.numbers, self.titles):
            column.clear()
        for numbers in self._arrays():
            del numbers[:]


_FILTERED = {
    "category": "categories",
    "area": "areas",
    "opds": "opds",
    "channel": "channels",
    "report_class": "classes",
    "state": "states",
}
_CODED_COLUMNS = {"mark": "state", "owner": "opds"}
_CODED = ("state", "lane", "rule", "category", "area", "channel", "opds", "report_class")


_CARD_ROLES = (CARD, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)


class Listing(QAbstractListModel):
    """Slots of one view in the order of its key. `keep` says which cases belong to it at all, the
    book's filter which of them are shown; `card` makes what is painted.
    """

    def __init__(self, book: CaseBook, keep: Keep, card: Callable[[Slot], Card]) -> None:
        super().__init__(book)
        self.order: list[Slot] = []
        self.rows = self.order
        self._book, self._card, self._keep = book, card, keep
        self._sieve: LaneFilter | None = None
        self._key: Key = book.rank.__getitem__
        self._reverse = False
        self.gather()
        book.attach(self)

    # --- what a view asks ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows of the list; none below a row."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The card of a row, and its words for screen readers."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        card = self._card(self.rows[index.row()]) if role in _CARD_ROLES else None
        if card is None or role == CARD:
            return card
        return ", ".join(filter(None, (card.number, card.category, card.title, card.owner)))

    def id_at(self, row: int) -> str | None:
        """The case in a row."""
        return self._book.ids[self.rows[row]] if 0 <= row < len(self.rows) else None

    def row_of(self, case: str) -> int:
        """The row of a case, -1 when this list does not hold it."""
        slot = self._book.slot(case)
        return -1 if slot is None else self.place_of(slot)

    def breached(self, now: int) -> int:
        """How many shown cases are past their deadline at `now` (ms); only in deadline order."""
        rank = self._book.rank.__getitem__
        return bisect_left(self.rows, now << _SLOT_BITS, key=rank)

    # --- what the page and the book ask ---

    def belong(self, keep: Keep) -> None:
        """Other cases belong to this view from now on."""
        self._anew(keep=keep)

    def order_by(self, key: Key | None, *, reverse: bool = False) -> None:
        """Another order; None is the soonest deadline first."""
        self._anew(key=self._book.rank.__getitem__ if key is None else key, reverse=reverse)

    def _anew(
        self, keep: Keep | None = None, key: Key | None = None, reverse: bool | None = None
    ) -> None:
        self.beginResetModel()
        self._keep = keep or self._keep
        self._key = key or self._key
        self._reverse = self._reverse if reverse is None else reverse
        self.gather()
        self.endResetModel()

    def narrow(self, sieve: LaneFilter | None) -> None:
        """Show only what passes."""
        self.beginResetModel()
        self._sieve = sieve
        self._show()
        self.endResetModel()

    def gather(self) -> None:
        """Work the rows out from nothing."""
        self.order = sorted(
            filter(self._keep, self._book.slots()), key=self._key, reverse=self._reverse
        )
        self._show()

    def _show(self) -> None:
        self.rows = self.order if self._sieve is None else self._sieve.of(self.order)

    # --- what the book tells ---

    def place_of(self, slot: Slot) -> int:
        """Shown row of a slot by its present values, -1 when it is not shown."""
        shown = self._keep(slot) and (self._sieve is None or self._sieve.passes(slot))
        return self._find(self.rows, slot) if shown else -1

    def leaving(self, slot: Slot) -> int:
        """Before the slot's values change: take it out of the order; its shown row or -1."""
        place = self.place_of(slot)
        if self.rows is not self.order and self._keep(slot):
            del self.order[self._find(self.order, slot)]
        return place

    def arriving(self, slot: Slot, old: int) -> None:
        """The slot's values are new; it was shown in row `old` (-1: not shown)."""
        if self._keep(slot) and self.rows is not self.order:
            self.order.insert(self._bisect(self.order, slot, 0, len(self.order)), slot)
        if not self._keep(slot) or not (self._sieve is None or self._sieve.passes(slot)):
            self.dropped(old)
        elif old < 0:
            place = self._bisect(self.rows, slot, 0, len(self.rows))
            self.beginInsertRows(QModelIndex(), place, place)
            self.rows.insert(place, slot)
            self.endInsertRows()
        else:
            self._shift(slot, old)

    def dropped(self, place: int) -> None:
        """The shown row is gone."""
        if place < 0:
            return
        self.beginRemoveRows(QModelIndex(), place, place)
        del self.rows[place]
        self.endRemoveRows()

    def merge(self, out: set[Slot], new: Iterable[Slot]) -> None:
        """Many at once: drop `out`, take in those of `new` that belong here."""
        kept = [slot for slot in self.order if slot not in out] if out else self.order
        kept.extend(filter(self._keep, new))
        kept.sort(key=self._key, reverse=self._reverse)  # nearly sorted: this merges
        self.order = kept
        self._show()

    def _shift(self, slot: Slot, old: int) -> None:
        new = self._bisect(self.rows, slot, 0, old)
        if new == old:
            new = self._bisect(self.rows, slot, old + 1, len(self.rows)) - 1
        if new != old:
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), new + (new > old))
            del self.rows[old]
            self.rows.insert(new, slot)
            self.endMoveRows()
        self.dataChanged.emit(self.index(new), self.index(new))

    def _find(self, rows: list[Slot], slot: Slot) -> int:
        place = self._bisect(rows, slot, 0, len(rows))
        if place < len(rows) and rows[place] == slot:
            return place
        return rows.index(slot)  # in other orders than the deadline's, keys may be equal

    def _bisect(self, rows: list[Slot], slot: Slot, low: int, high: int) -> int:
        key = self._key
        if not self._reverse:
            return bisect_left(rows, key(slot), low, high, key=key)
        wanted = key(slot)
        while low < high:
            middle = (low + high) // 2
            if key(rows[middle]) > wanted:
                low = middle + 1
            else:
                high = middle
        return low
