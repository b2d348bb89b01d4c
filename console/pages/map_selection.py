"""The cases that are chosen together on the map: drawn around, by the name of an area, by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from console.case_model import CaseBook, Listing
from db.domain.city import City
from widgets.card_view import MOST_SELECTED
from widgets.map_places import Places
from widgets.map_view import MapView


class MapSelection(QObject):
    """`changed` carries the cases, the soonest deadline first; of one alone nothing is kept.
    `one` is a case that is chosen alone, `said` a sentence. `listing` has the cases of the map.
    """

    changed = Signal(object)
    one = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        view: MapView,
        places: Places,
        listing: Listing,
        book: CaseBook,
        city: City,
        current: Callable[[], str],
    ) -> None:
        super().__init__(view)
        self._view, self._places, self._listing = view, places, listing
        self._book, self._city, self._current = book, city, current
        self._wide = ""
        self._ids: tuple[str, ...] = ()
        view.swept.connect(self.sweep)
        view.added.connect(self.add)
        view.named.connect(self.take_areas)

    @property
    def ids(self) -> list[str]:
        """Those that are still on the map, the soonest deadline first."""
        return [case for case in self._ids if self._places.number(case) >= 0]

    def show(self) -> None:
        """Mark them where they stand now."""
        self._view.select_many([self._places.number(case) for case in self.ids])

    def set_ids(self, ids: Sequence[str]) -> None:
        """Those that were chosen elsewhere; one alone is none."""
        self._ids = tuple(ids) if len(ids) > 1 else ()
        self.show()

    @Slot(object)
    def sweep(self, numbers: Sequence[int]) -> None:
        """These and no others, as many as one act may have."""
        wanted = set(numbers)
        rows = [slot for slot in self._listing.rows if slot in wanted]
        self._take([self._places.case(slot) for slot in rows[:MOST_SELECTED]], len(rows))

    @Slot(object)
    def add(self, numbers: Sequence[int]) -> None:
        """These as well; those that were all chosen are so no more."""
        chosen = self.ids or [case for case in [self._current()] if case]
        held = {self._places.number(case) for case in chosen}
        self.sweep(list(held - set(numbers) if held >= set(numbers) else held | set(numbers)))

    @Slot(object)
    def take_areas(self, codes: Sequence[str]) -> None:
        """The cases of these areas, as the board's filter would find them."""
        self.sweep(self._in_areas(codes))

    def _in_areas(self, codes: Sequence[str]) -> list[int]:
        columns, places = self._book.columns, self._places
        meant = {columns.words[code] for code in codes}
        areas, shown = columns.codes["area"], self._listing.rows
        return [n for n in shown if areas[n] in meant and places.number(columns.ids[n]) >= 0]

    def take_area(self) -> None:
        """All cases of the area of the current one; once more, of the larger one it lies in."""
        slot, city = self._book.slot(self._current()), self._city
        area = city.areas.get(self._book.columns.word("area", slot)) if slot is not None else None
        if area is None:
            self.said.emit(self.tr("Pilih dulu kasus yang diketahui kelurahannya."))
            return
        above = city.areas.get(area.parent or "")
        wider = above is not None and self._wide == area.code
        meant = above if wider and above is not None else area
        found = self._in_areas(
            [one.code for one in city.areas.values() if meant.code in (one.code, one.parent)]
        )
        self.sweep(found)
        self._wide = "" if wider else area.code
        if 0 < len(found) <= MOST_SELECTED:  # else it has been said that it is none, or not all
            said = self.tr("{area}: {n} kasus dipilih")
            self.said.emit(said.format(area=meant.name, n=len(found)))

    def take_view(self) -> None:
        """All cases in view."""
        self.sweep(self._view.numbers_in_view())

    def extend(self, rows: int) -> str:
        """The case so many further as well, which is told."""
        at = self._listing.row_of(self._current())
        case = self._listing.id_at(at + rows) if at >= 0 and at + rows >= 0 else None
        if case is None:
            return ""
        both = dict.fromkeys([*(self.ids or [self._current()]), case])
        self.sweep([self._places.number(one) for one in both])
        return case

    def clear(self) -> None:
        """None is chosen beside the current one."""
        if self._ids:
            self._take([], 0)

    def _take(self, ids: list[str], found: int) -> None:
        self._ids, self._wide = tuple(ids) if len(ids) > 1 else (), ""
        self.show()
        self.changed.emit(ids)
        if len(ids) == 1:
            self.one.emit(ids[0])
        self._say(len(ids), found)

    def _say(self, taken: int, found: int) -> None:
        number = QLocale().toString
        if not found:
            self.said.emit(self.tr("Tidak ada kasus di situ."))
        elif taken < found:
            said = self.tr("{n} dari {all} kasus dipilih: yang tenggatnya paling dekat.")
            self.said.emit(said.format(n=number(taken), all=number(found)))
