"""Layers of the map: the cases themselves, how densely they lie, or how many each area has.

They show what the map's filters leave. Cases that lie in no area are counted in the list beside.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QModelIndex, QObject, Signal, Slot
from PySide6.QtGui import QColor

from console.async_slot import async_slot
from console.case_model import CaseBook
from console.pages.map_months import Compared, MonthsTold, compared
from console.pages.map_trends import Trends
from db.domain.area_levels import Counted, Level, classes
from db.domain.city import City
from db.domain.states import OPEN
from widgets.figure_list import Figure, FigureList
from widgets.map_counts import by_area
from widgets.map_dress import Dress
from widgets.map_heat import REACH, Heat, bounds
from widgets.map_legend import Legend, Step
from widgets.map_view import MapView
from widgets.theme import Theme


class Layer(StrEnum):
    """What the map shows of the cases."""

    CASES = "cases"
    HEAT = "heat"
    OPEN = "open"
    MONTHS = "months"

    @property
    def of_areas(self) -> bool:
        """Whether it tells of areas, not of single cases."""
        return self not in (Layer.CASES, Layer.HEAT)


class Layers(QObject):
    """Dresses the map. `changed` says that another layer or level is shown; `wanted` carries the
    codes of the smallest areas whose open cases are asked for, `asked` a title, a span (ms) and a
    filter of cases that came in.
    """

    changed = Signal()
    wanted = Signal(object)
    asked = Signal(str, object, object, object)

    def __init__(
        self,
        theme: Theme,
        city: City,
        book: CaseBook,
        view: MapView,
        rows: Callable[[], array[int]],
        figures: FigureList,
        trends: Trends,
    ) -> None:
        super().__init__(view)
        self._theme, self._book, self._view, self._rows = theme, book, view, rows
        self._levels = Level(city, large=False), Level(city, large=True)
        self._figures = figures
        self._listed: tuple[str, ...] = ()
        self._heat: Heat | None = None
        self._trends, self._zone = trends, ZoneInfo(city.zone)
        self._months: Compared | None = None
        self._comparing = self._stale = False
        self._said: Mapping[str, str] = {}
        self._outlined: frozenset[str] = frozenset()
        self._also: Callable[[str], str] = lambda _area: ""
        self.layer, self.level = Layer.CASES, self._levels[0]
        view.explain_areas(self._told)
        figures.row_opened.connect(self._open)

    def choose(self, layer: Layer) -> None:
        """Show another layer."""
        self.layer = layer
        self.look()
        self.changed.emit()

    def choose_level(self, *, large: bool) -> None:
        """Tell of kecamatan, or of kelurahan; a layer that tells of neither gives way."""
        self.level = self._levels[large]
        self.choose(self.layer if self.layer.of_areas else Layer.OPEN)

    @property
    def told(self) -> bool:
        """Whether there are figures of areas."""
        return bool(self._listed)

    def outline(self, areas: Collection[str], told: Callable[[str], str]) -> None:
        """Let these areas (of either level) stand out; what is told of one besides its figure."""
        parts = frozenset(code for area in areas for code in self.parts_of(area))
        self._outlined, self._also = parts, told
        self.look()

    def parts_of(self, area: str) -> tuple[str, ...]:
        """The smallest areas that an area of either level is made of."""
        return self._levels[1].parts.get(area) or self._levels[0].parts.get(area, (area,))

    def _told(self, code: str) -> str:
        """What is told to who hovers over an area."""
        above = self._levels[1].of(code)
        lines = (self._said.get(self.level.of(code), ""), self._also(code), self._also(above))
        return "\n".join(filter(None, lines))

    @Slot()
    def look(self) -> None:
        """The cases may be others now."""
        if self.layer is Layer.HEAT:
            self._show_heat()
        elif self.layer is Layer.OPEN:
            self._show_open()
        elif self.layer is Layer.MONTHS:
            self._show_months()
            self._compare()
        else:
            self._said = {}
            self._view.wear(Dress(outlined=self._outlined))

    # --- how densely they lie ---

    def _show_heat(self) -> None:
        heat = self._view.heat()
        if heat is None:
            return
        if self._heat is None or not heat.same(self._heat):
            self._heat = heat
        self._said = {}
        self._view.wear(
            Dress(outlined=self._outlined, over=self._heat),
            self._heat_legend(self._heat),
            cases=False,
        )

    def _heat_legend(self, heat: Heat) -> Legend:
        title, count = self.tr("Kepadatan kasus"), int(heat.counts.sum())
        if not count:
            return Legend(title, (), (self.tr("Tidak ada kasus di peta"),))
        colours = self._theme.layer.steps
        edges = [_number(edge) for edge in bounds(heat.top, len(colours))]
        word = self.tr("{low}–{high} kasus per km²")
        steps = tuple(
            Step(colour, word.format(low=low, high=high))
            for colour, low, high in zip(colours, edges[:-1], edges[1:], strict=True)
        )
        note = self.tr("{n} kasus; jangkauan tiap kasus {m} m")
        return Legend(title, steps, (note.format(n=_number(count), m=round(REACH)),))

    # --- how many each area has ---

    def _show_open(self) -> None:
        states = [state.value for state in OPEN]
        counted = self.level.count(by_area(self._book.columns, self._rows(), states))
        ranges = classes(max(counted.by_area.values(), default=0))
        colours = self._theme.layer.even, *self._theme.layer.steps
        steps = list(zip([(0, 0), *ranges], colours, strict=False))
        fills = {
            code: colour
            for code, many in counted.by_area.items()
            for (low, high), colour in steps
            if low <= many <= high
        }
        word = self.tr("{area}: {n} kasus terbuka")
        self._said = {
            code: word.format(area=self.level.areas[code].name, n=_number(many))
            for code, many in counted.by_area.items()
        }
        words = {code: _number(many) for code, many in counted.by_area.items() if many}
        self._list_open(counted, fills)
        self._wear(fills, words, self._open_legend(counted, steps))

    def _open_legend(
        self, counted: Counted, steps: Sequence[tuple[tuple[int, int], QColor]]
    ) -> Legend:
        title = self.tr("Terbuka sekarang per kelurahan")
        without = self.tr("{n} kasus, {m} di antaranya tanpa kelurahan")
        if self.level.large:
            title = self.tr("Terbuka sekarang per kecamatan")
            without = self.tr("{n} kasus, {m} di antaranya tanpa kecamatan")
        shown = tuple(
            Step(colour, f"{_number(low)}–{_number(high)}" if low < high else _number(low))
            for (low, high), colour in steps
        )
        note = without.format(n=_number(counted.total), m=_number(counted.without))
        return Legend(title, shown, (note,))

    def _list_open(self, counted: Counted, fills: Mapping[str, QColor]) -> None:
        """Areas with cases, most first; at the end those cases that lie in none."""
        areas = self.level.areas
        found = sorted(
            ((code, many) for code, many in counted.by_area.items() if many),
            key=lambda one: (-one[1], areas[one[0]].name),
        )
        share = self.tr("{percent} dari {n} kasus")
        rows = [
            Figure(
                areas[code].name,
                _number(many),
                share.format(percent=_percent(many, counted.total), n=_number(counted.total)),
                fills.get(code),
            )
            for code, many in found
        ]
        if counted.without:
            nowhere = self.tr("tidak ada di warna mana pun")
            rows.append(Figure(self.tr("Tanpa wilayah"), _number(counted.without), nowhere))
        self._listed = tuple(code for code, _ in found)
        self._figures.show_all(rows)

    # --- this month against the last ---

    @async_slot
    async def _compare(self) -> None:
        """Count anew, and again if anything changes meanwhile; what is shown stays till then."""
        self._stale = True
        if self._comparing:
            return
        self._comparing = True
        try:
            while self._stale:
                self._stale = False
                found = await compared(self._trends, self._zone, self._book.wanted)
        finally:
            self._comparing = False
        if found is not None and found != self._months:
            self._months = found
            if self.layer is Layer.MONTHS:
                self._show_months()

    def _show_months(self) -> None:
        if self._months is None:
            title = self.tr("Bulan ini banding bulan lalu")
            self._said, self._listed = {}, ()
            self._figures.show_all(())
            self._wear({}, {}, Legend(title, (), (self.tr("Menghitung …"),)))
            return
        told = MonthsTold(self._theme, self.level, self._months)
        self._said, self._listed = told.said, tuple(told.listed())
        self._figures.show_all(told.rows())
        self._wear(told.fills, told.words, told.legend(), told.hatched)

    def _ask_months(self, area: str, found: Compared) -> None:
        """The cases of an area that came in this month, open or over."""
        large = [area] if self.level.large else []
        areas = (*self.level.parts[area], *large)
        mine = tuple(a for a in areas if not found.wanted.areas or a in found.wanted.areas)
        wanted = replace(found.wanted, areas=mine)
        title = self.tr("{area}, bulan ini").format(area=self.level.areas[area].name)
        self.asked.emit(title, *found.span, wanted)

    # --- both ---

    def _wear(
        self,
        fills: Mapping[str, QColor],
        words: Mapping[str, str],
        legend: Legend,
        hatched: Collection[str] = (),
    ) -> None:
        """Colours of this level's areas, laid upon the smallest areas that are painted."""
        level = self.level
        parts = {part: fills[code] for code in fills for part in level.parts[code]}
        above = {level.areas[code].name: word for code, word in words.items()}
        dress = Dress(parts, {}, above) if level.large else Dress(parts, words)
        lined = frozenset(part for code in hatched for part in level.parts[code])
        dress = dress._replace(outlined=self._outlined, hatched=lined)
        self._view.wear(dress, legend, cases=False)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.row() >= len(self._listed):
            return
        area = self._listed[index.row()]
        if self.layer is Layer.MONTHS and self._months is not None:
            self._ask_months(area, self._months)
        else:
            self.wanted.emit(self.level.parts[area])


def _number(value: float) -> str:
    """Grouped as the language does, without needless places."""
    return QLocale().toString(value, "g", 6) if value % 1 else QLocale().toString(round(value))


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"
