"""Facilities on the map page: the layer under the cases, and the card of the one in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.pages import facility_words as words
from console.pages.facility_card import CaseNear, FacilityCard
from console.pages.facility_choice import FacilityChoice
from db.domain.city import City
from db.domain.facilities import KINDS, Facility
from db.domain.mercator import to_plane
from widgets.map_view import MapView
from widgets.theme import Theme

_MOST_TOLD = 6


class MapFacilities(QObject):
    """`near` tells which cases are nearest to a point (degrees). `chosen`: another one is in hand,
    or none.
    """

    chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        city: City,
        view: MapView,
        choice: FacilityChoice,
        near: Callable[[float, float], Sequence[CaseNear]],
        parent: QWidget,
        keys: str = "",
    ) -> None:
        super().__init__(parent)
        self._rows = city.facilities.rows
        self._view, self._choice, self._near = view, choice, near
        self._at = -1
        self.card = FacilityCard(theme, parent, keys=keys)
        self.card.closed.connect(self.leave)
        view.facilities.set_places(
            [to_plane(row.lat, row.lng) for row in self._rows],
            [KINDS.index(row.kind) for row in self._rows],
            [row.name for row in self._rows],
            [words.ICONS[kind] for kind in KINDS],
        )
        view.explain_places(self._told)
        view.places_chosen.connect(self._chosen)
        choice.changed.connect(self._follow)
        self._follow()

    @property
    def current(self) -> Facility | None:
        """The one in hand."""
        return self._rows[self._at] if self._at >= 0 else None

    def show(self, number: int) -> None:
        """Take one in hand, by its place in the pack, and bring it into view."""
        if self._rows[number].kind not in self._choice.kinds or not self._choice.shown:
            self._choice.choose({*self._choice.kinds, self._rows[number].kind})
        self._take(number, show=True)

    @Slot()
    def leave(self) -> None:
        """None is in hand any more."""
        if self._at >= 0:
            self._take(-1)

    @Slot()
    def look_again(self) -> None:
        """Cases have moved or come."""
        if self.current is not None:
            self._show_card()

    @Slot()
    def _follow(self) -> None:
        choice = self._choice
        kinds = [KINDS.index(kind) for kind in choice.kinds] if choice.shown else []
        self._view.facilities.show_kinds(kinds)
        current = self.current
        if current is not None and (not choice.shown or current.kind not in choice.kinds):
            self.leave()
        self._view.update()

    @Slot(object)
    def _chosen(self, numbers: Sequence[int]) -> None:
        """On one spot each further click is the next of them."""
        at = numbers.index(self._at) + 1 if self._at in numbers else 0
        self._take(numbers[at % len(numbers)])

    def _take(self, number: int, *, show: bool = False) -> None:
        self._at = number
        self._view.select_place(number, show=show)
        self._show_card()
        self.chosen.emit()

    def _show_card(self) -> None:
        current = self.current
        near = self._near(current.lat, current.lng) if current is not None else ()
        self.card.show_place(current, near)

    def _told(self, numbers: Sequence[int]) -> str:
        """What is told to who hovers over one or many."""
        rows = [self._rows[number] for number in numbers]
        if len(rows) == 1:
            one = rows[0]
            about = (one.name, words.kind_name(one.kind), one.address)
            return "\n".join([*filter(None, about), words.phone_words(one.phone)])
        lines = [f"{words.kind_name(row.kind)}: {row.name}" for row in rows[:_MOST_TOLD]]
        more = len(rows) - _MOST_TOLD
        rest = [self.tr("dan {n} lagi").format(n=more)] if more > 0 else []
        return "\n".join([*lines, *rest])
