"""The map of the desk: the board's cases where they are, and beside it those that have no point."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.async_slot import async_slot
from console.case_model import CaseBook, Listing, OnMap, Wanted
from console.pages.cards import Cards
from console.pages.deeds import with_keys
from console.pages.facility_card import CaseNear
from console.pages.facility_choice import FacilityChoice
from console.pages.filter_options import offer_options
from console.pages.keys import press_focused
from console.pages.layer_chip import LayerChip
from console.pages.map_behind import Behind
from console.pages.map_facilities import MapFacilities
from console.pages.map_ground import attribution_of, ground_of
from console.pages.map_layers import Layer, Layers
from console.pages.map_points import Points
from console.pages.map_rising import RisingPanel
from console.pages.map_rulers import MapRulers
from console.pages.map_selection import MapSelection
from console.pages.map_side import MapSide
from console.pages.map_trends import NoTrends, Trends
from db.domain.city import City
from db.domain.hotspots import Rising
from db.domain.mercator import metres_across, to_plane
from widgets.figure_list import FigureList
from widgets.filter_bar import FilterBar, Filters
from widgets.labels import label
from widgets.many_chip import ManyChip
from widgets.map_places import Places
from widgets.map_print import Caption, MapPrint
from widgets.map_view import MapView
from widgets.marks import word_of
from widgets.theme import Theme

_SOON_MS = 120
_MOST_NEAR, _HIGH = 4, 900
"""So many cases are told of beside a facility, half of them on a page that is not so high (px)."""
_FARTHEST_NEAR = 3_000.0
_PIECE = 4_000
"""So many points are asked for at a time: what comes back is taken in within one frame."""


class MapPage(QWidget):
    """`opened` asks for a case's page, `chosen` says which is current, `selected` which are
    chosen together, `said` is a sentence, `base_asked` asks what is to lie beneath the cases.
    """

    opened = Signal(str)
    chosen = Signal(str)
    selected = Signal(object)
    said = Signal(str)
    base_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        book: CaseBook,
        city: City,
        now_ms: Callable[[], int],
        points: Points,
        filters: FilterBar,
        keys: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        choice: FacilityChoice | None = None,
        trends: Trends | None = None,
        past: bool = False,
    ) -> None:
        super().__init__(parent)
        self._choice, self._call_keys = choice or FacilityChoice(self), keys.get("call_nearest", "")
        self._theme, self._book, self._city, self._now = theme, book, city, now_ms
        self._past = past  # what is chosen for the present, or rises now, is not of then
        self._points_of, self._trends = points, trends or NoTrends()
        self.filters = FilterBar(theme, self)
        self._places = Places(book)
        self._current, self._moved = "", set[str]()
        self._shows = self._reading = False
        self._unfiltered: tuple[Filters, Filters] | None = None  # before a rise, and for it
        self._cards = Cards(book, city)
        self._placed = Listing(book, OnMap(placed=True), self._cards, self)
        self._astray = Listing(book, OnMap(placed=False), self._cards, self)
        self._build(theme, keys)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._follow)
        self.selection = MapSelection(
            self.view, self._places, self._placed, book, city, self.current_id
        )
        self.selection.changed.connect(self._show_how_many)
        self.selection.changed.connect(self.selected)
        self.selection.one.connect(self._take)
        self.selection.said.connect(self.said)
        self.rulers = MapRulers(theme, self.view, lambda: self._places.number(self._current))
        self.rulers.said.connect(self.said)
        for signal in (
            self._placed.rowsInserted, self._placed.rowsRemoved, self._placed.dataChanged,
            self._placed.layoutChanged, book.changed,
        ):  # fmt: skip
            signal.connect(self._stir)
        book.came.connect(self._come)
        self._share(filters)
        self._follow()

    def _share(self, others: FilterBar) -> None:
        """The same filters here and on the board, whichever is used."""
        offer_options(self.filters, self._city)
        self.filters.set_filters(others.filters())
        self.filters.changed.connect(others.set_filters)
        others.changed.connect(self.filters.set_filters)

    # --- what the frame uses ---

    def current_id(self) -> str:
        """The case that keys act on, "" when none is chosen."""
        return self._current

    def learn(self, points: Mapping[str, tuple[float, float]]) -> None:
        """Where some cases are (degrees); they are shown at the next look."""
        self._places.ask(points)
        self._places.learn(points, _on_plane(points))
        self._stir()

    def shows(self, case: str) -> bool:
        """Whether a case is on the map."""
        return self._places.number(case) >= 0

    def counts(self) -> tuple[int, int]:
        """How many cases are on the map, and how many have no point."""
        return len(self._places), len(self._astray.rows)

    def printed(self, title: str, lines: tuple[str, ...], ratio: int) -> QImage:
        """The map for paper, with what is written over it; `ratio` px for each of the screen's."""
        view = self.view
        made = MapPrint(self._theme, Caption(title, lines), view.size(), ratio)
        return made.picture(lambda painter: view.paint_on(painter, ratio))

    @property
    def settled(self) -> bool:
        """Whether everything that is known is shown."""
        return not (self._reading or self._soon.isActive())

    def mark(self, case: str) -> None:
        """Make a case current where it stands; the view stays where it is."""
        self._current, self._shows = case, False
        self._show_current()

    def select(self, cases: Sequence[str]) -> None:
        """These were chosen together elsewhere."""
        self.selection.set_ids(cases)
        self._show_how_many()

    def extend(self, rows: int) -> None:
        """Choose the next case as well."""
        case = self.selection.extend(rows)
        if case:
            self._current, self._shows = case, True
            self._show_current()

    def choose(self, case: str) -> None:
        """Make a case current and bring it into view, once its point is known."""
        if self._placed.row_of(case) < 0:
            self.said.emit(self.tr("Kasus ini tidak ada di papan, atau tersaring."))
            return
        self._current, self._shows = case, True
        self._show_current()

    def step(self, rows: int) -> None:
        """The next or previous case on the map, the soonest deadline first."""
        at = self._placed.row_of(self._current) if self._current else -1
        row = max(0, at + rows) if at >= 0 else 0
        case = self._placed.id_at(min(row, len(self._placed.rows) - 1))
        if case is not None:
            self.choose(case)
            self.chosen.emit(case)

    def show_layer(self, name: str) -> None:
        """Show a layer by its name."""
        self.layers.choose(Layer(name))

    def switch_areas(self) -> None:
        """Tell of kecamatan in place of kelurahan, or the other way round."""
        self.layers.choose_level(large=not self.layers.level.large)

    def show_rising(self) -> None:
        """Go to the list of what rises, if anything does."""
        if self.rising.rising:
            self.rising.list.setFocus()
            self.rising.list.choose_row(0)
        else:
            self.said.emit(self.rising.state)

    def moved(self, cases: frozenset[str]) -> None:
        """These may stand elsewhere now, or otherwise: their points are asked for anew."""
        self._moved |= cases
        self._places.forget(cases)
        self._stir()

    def tick(self) -> None:
        """A second has passed."""
        self._side.tick()
        self.behind.tick()

    # --- building ---

    def _build(self, theme: Theme, keys: Mapping[str, str]) -> None:
        space = theme.space
        self.view = MapView(theme, self)
        self._areas = FigureList(theme, self.tr("Angka tiap wilayah"), self)
        shown = self._shown_rows
        self.layers = Layers(
            theme, self._city, self._book, self.view, shown, self._areas, self._trends
        )
        self.layers.asked.connect(self._show_asked)
        self.layers.changed.connect(self._show_layer)
        self.layers.wanted.connect(self._show_cases_of)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, space.s, 0, 0)
        whole.setSpacing(space.s)
        top = QHBoxLayout()
        top.setContentsMargins(space.m, 0, space.m, 0)
        top.addWidget(self.filters, 1)
        self._count = label("", theme.fonts.text, self)
        self._count.setContentsMargins(0, theme.px(6), 0, 0)  # level with the words beside it
        above = Qt.AlignmentFlag.AlignTop
        base = QPushButton(theme.icons.icon("layers", "main"), self.tr("Alas peta"), self)
        base.setToolTip(with_keys(self.tr("Jalan di bawah kasus"), keys.get("basemap", "")))
        base.clicked.connect(self.base_asked)
        base.setVisible(not self._past)
        top.addWidget(base, 0, above)
        top.addWidget(LayerChip(theme, self.layers, keys, self), 0, above)
        top.addWidget(self._count, 0, above)
        self._many = ManyChip(theme, self)
        self._many.clicked.connect(lambda: self.selection.clear())
        top.addWidget(self._many, 0, above)
        whole.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(0)
        whole.addLayout(row, 1)
        self.view.set_ground(ground_of(self._city, theme), attribution_of(self._city))
        self.view.explain(self._explained)
        self.view.chosen.connect(self._chosen_on_map)
        self.view.opened.connect(lambda number: self.opened.emit(self._places.case(number)))
        self.view.gathered.connect(self._gathered)
        row.addWidget(self.view, 1)
        near, call = self._cases_near, self._call_keys
        self.facilities = MapFacilities(
            theme, self._city, self.view, self._choice, near, self, call
        )
        self.facilities.card.opened.connect(self.opened)
        self.behind = Behind(theme, self._city, self._now, self._trends, self)
        self.rising = RisingPanel(theme, self._city, self._now, self._trends, self.behind, self)
        around, instead = (self.facilities.card, self.rising), (self._areas, self.behind)
        self.rising.setVisible(not self._past)
        self._side = MapSide(theme, self._now, self._astray, around, instead, self)
        self._side.opened.connect(self.opened)
        self._side.chosen.connect(self._take)
        self._side.card_opened.connect(self._open_current)
        self.rising.found.connect(self._outline)
        self.rising.asked.connect(self._show_behind)
        self.behind.opened.connect(self.opened)
        self.behind.left.connect(self._leave_behind)
        row.addWidget(self._side)
        self._show_card()

    # --- following the book ---

    @Slot()
    def _stir(self) -> None:
        """Changes come in bursts; nobody pays for them while another page is shown."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _come(self, cases: Sequence[str]) -> None:
        self._places.come(cases)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._stir()

    @async_slot
    async def _follow(self) -> None:
        """Ask for the points that are not known yet, then show everything as it is now."""
        if self._reading:
            return
        self._reading = True
        try:
            while asked := self._places.unasked(self._placed.rows, _PIECE):
                await self._ask(asked)
        finally:
            self._reading = False
        if isValid(self):  # the desk may have been built anew meanwhile
            self._show_cases()

    async def _ask(self, cases: Sequence[str]) -> None:
        self._places.ask(cases)
        found: Mapping[str, tuple[float, float]] | None = None
        try:
            found = await self._points_of(cases)
        finally:
            if found is None:
                self._places.forget(cases)
        self._places.learn(cases, _on_plane(found))

    def _show_cases(self) -> None:
        news = self._places.show(self._placed.rows, self._moved)
        self._moved.clear()
        self.view.set_cases(self._places.x, self._places.y, self._places.states)
        self.layers.look()
        self.rising.look()
        self.view.pulse(news)
        self._say_how_many()
        self.selection.show()
        self._show_how_many()
        self._show_current()
        self.facilities.look_again()
        self.tick()

    def _say_how_many(self) -> None:
        count = len(self._places)
        if count:
            many = QLocale().toString(count)
            self._count.setText(self.tr("{n} di peta").format(n=many))
            self._side.lane.set_empty(self.tr("Semua kasus ada di peta"))
        elif self.filters.filters().active:
            self._count.setText(self.tr("Tidak ada yang cocok"))
            hint = self.tr("Hapus saringan untuk melihat semuanya.")
            self._side.lane.set_empty(self.tr("Tidak ada yang cocok"), hint, "filter-outline")
        else:
            self._count.setText(self.tr("Tidak ada kasus di peta"))
            self._side.lane.set_empty(self.tr("Tidak ada kasus"))

    # --- layers ---

    def _shown_rows(self) -> array[int]:
        """Slots of everything that the filters leave, on the map or beside it."""
        return self._placed.rows + self._astray.rows

    @Slot()
    def _show_layer(self) -> None:
        """Beside a layer of areas stand their figures, else what has no point."""
        self._put_back()
        self._side.put(self._areas if self.layers.layer.of_areas else None)

    @Slot(object)
    def _outline(self, rising: Sequence[Rising]) -> None:
        self.layers.outline([one.area for one in rising], self.rising.told)

    @Slot(object)
    def _show_behind(self, one: Rising) -> None:
        """The cases that rise: those that are open on the map, all of them in the list beside."""
        areas = self.layers.parts_of(one.area)
        self.layers.choose(Layer.CASES)
        rise = Filters(category=(one.category,), area=areas)
        self._unfiltered = self.filters.filters(), rise
        self.filters.set_filters(rise)
        self._side.put(self.behind)
        self.view.show_areas(areas)

    @Slot()
    def _leave_behind(self) -> None:
        self._show_layer()
        self.view.setFocus()

    def _put_back(self) -> None:
        """The filters from before a rise was shown, unless others were chosen meanwhile."""
        before, self._unfiltered = self._unfiltered, None
        if before is not None and self.filters.filters() == before[1]:
            self.filters.set_filters(before[0])

    @Slot(str, object, object, object)
    def _show_asked(self, title: str, since: int, until: int, wanted: Wanted) -> None:
        self._side.put(self.behind)
        self.behind.ask(title, since, until, wanted)

    @Slot(object)
    def _show_cases_of(self, areas: tuple[str, ...]) -> None:
        """The cases behind a figure: those of these areas, each for itself."""
        self.filters.set_filters(replace(self.filters.filters(), area=areas))
        self.layers.choose(Layer.CASES)
        self.view.show_areas(areas)
        self.view.setFocus()

    def _cases_near(self, lat: float, lng: float) -> list[CaseNear]:
        """The cases on the map nearest to a point, the nearest first."""
        metres, found = metres_across(lat), list[CaseNear]()
        most = _MOST_NEAR if self.height() >= self._theme.px(_HIGH) else _MOST_NEAR // 2
        for case, apart in self._places.nearest(*to_plane(lat, lng), most):
            slot = self._book.slot(case)
            if slot is not None and apart * metres <= _FARTHEST_NEAR:
                card = self._cards(slot)
                near = CaseNear(case, card.number, card.state, card.title, apart * metres)
                found.append(near)
        return found

    # --- choosing ---

    @Slot()
    def _show_how_many(self) -> None:
        self._many.show_count(len(self.selection.ids))

    def _show_current(self) -> None:
        number = self._places.number(self._current)
        self.view.select(number, show=self._shows and number >= 0)
        self.rulers.look_again()
        if number >= 0:
            self._shows = False
        self._show_card()

    def _show_card(self) -> None:
        slot = self._book.slot(self._current) if self._current else None
        self._side.show_card(self._cards(slot) if slot is not None else None)

    @Slot(int)
    def _chosen_on_map(self, number: int) -> None:
        self._take(self._places.case(number))

    @Slot(object)
    def _gathered(self, numbers: Sequence[int]) -> None:
        """Cases on one spot: each further click is the next of them."""
        here = [self._places.case(number) for number in numbers]
        at = here.index(self._current) + 1 if self._current in here else 0
        self._take(here[at % len(here)])

    @Slot(str)
    def _take(self, case: str) -> None:
        self.selection.clear()
        self._current = case
        self._show_current()
        self.chosen.emit(case)

    @Slot()
    def _open_current(self) -> None:
        if self._current:
            self.opened.emit(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button in focus; else it opens what is chosen, or, while a distance is
        measured, sets a point."""
        if press_focused(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.rulers.measuring:
                self.rulers.point_here()
            else:
                self._open_current()
            return
        super().keyPressEvent(event)

    # --- words ---

    def _explained(self, number: int, mix: Mapping[str, int]) -> str:
        """What is told of a mark, or of a ring by how many of which state it holds."""
        if sum(mix.values()) > 1:
            parts = ", ".join(f"{many} {word_of(state)}" for state, many in mix.items())
            return self.tr("{n} kasus: {parts}").format(n=sum(mix.values()), parts=parts)
        slot = self._book.slot(self._places.case(number))
        if slot is None:
            return ""
        card = self._cards(slot)
        lines = (f"{card.number} · {word_of(card.state)}", card.category, card.area, card.title)
        return "\n".join(filter(None, lines))


def _on_plane(points: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    return {case: to_plane(lat, lng) for case, (lat, lng) in points.items()}
