"""Where more cases come in than chance explains: a list beside the map, worked out every hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.async_slot import async_slot
from console.case_model import Wanted
from console.pages.map_behind import Behind
from console.pages.map_trends import Trends
from console.pages.words import category_name
from db.domain.city import City
from db.domain.hotspots import DAYS, RULE, Look, Rising
from widgets.figure_list import Figure, FigureList
from widgets.labels import label
from widgets.theme import Theme

translate = QCoreApplication.translate

_HOUR = 3_600_000
_AGAIN = 60_000
"""Ms until the same hour is worked out anew: what was taken in late may belong to it."""
_SHOWN = 4


class RisingPanel(QWidget):
    """`found` carries what rises, `asked` one of them whose cases are to be shown."""

    found = Signal(object)
    asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        city: City,
        now_ms: Callable[[], int],
        trends: Trends,
        behind: Behind,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._city, self._now, self._trends = theme, city, now_ms, trends
        self._zone, self._behind = ZoneInfo(city.zone), behind
        self._look: Look | None = None
        self._until, self._looked_at, self._looking = 0, -_AGAIN, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.xs)
        self._heading = label(self.tr("Sedang naik"), theme.fonts.strong, self)
        self._words = label("", theme.fonts.secondary, self, "secondary", wrap=True)
        self.list = FigureList(theme, self.tr("Sedang naik"), self)
        self.list.row_opened.connect(self._open)
        for part in (self._heading, self._words, self.list):
            column.addWidget(part)
        self._show()

    @property
    def rising(self) -> tuple[Rising, ...]:
        """What is listed, the least likely first."""
        return self._look.rising if self._look is not None else ()

    @property
    def state(self) -> str:
        """Whether anything rises, and as of when that is known."""
        if self._look is None:
            return self.tr("Belum dihitung.")
        if not self._look.weeks:
            said = self.tr("Riwayat belum cukup: perlu {n} pekan.")
            return said.format(n=RULE.least_weeks + 2)
        said = self.tr("7 hari sampai {until}, dibanding {weeks} pekan sebelumnya.")
        if not self.rising:
            said = self.tr("Tidak ada yang naik melebihi kebetulan. {said}").format(said=said)
        return said.format(until=self._moment(self._until), weeks=self._look.weeks)

    @async_slot
    async def look(self) -> None:
        """Work it out anew, once an hour, and a minute after the last time at the soonest."""
        now = self._now()
        if self._looking or now - self._looked_at < _AGAIN:
            return
        self._looking = True
        try:
            until = await self._trends.until() // _HOUR * _HOUR
            found = await self._trends.rising(until)
        finally:
            self._looking = False
        self._looked_at = now
        if found is not None:
            self._look, self._until = found, until
            self._show()
            self.found.emit(found.rising)

    def told(self, area: str) -> str:
        """What rises in an area, in words; "" when nothing does."""
        return "\n".join(self._line(one) for one in self.rising if one.area == area)

    # --- inside ---

    def _show(self) -> None:
        self._heading.setText(self._title())
        self._words.setText(self.state)
        self._words.setToolTip(rule_words())
        self.list.setToolTip(rule_words())
        self.list.setAccessibleDescription(f"{self.state} {rule_words()}")
        self.list.show_all(self._figure(one) for one in self.rising)
        self.list.setVisible(bool(self.rising))
        shown = min(len(self.rising), _SHOWN)
        self.list.setFixedHeight(shown * self._theme.px(42) + 2)

    def _title(self) -> str:
        count = len(self.rising)
        return self.tr("Sedang naik · {n}").format(n=count) if count else self.tr("Sedang naik")

    def _figure(self, one: Rising) -> Figure:
        said = self.tr("biasanya {usual} per pekan · sejak {since}")
        began = self._moment(self._until - one.since * 24 * _HOUR, day_only=True)
        text = said.format(usual=_decimal(one.expected), since=began)
        return Figure(self._name(one), QLocale().toString(one.many), text)

    def _line(self, one: Rising) -> str:
        said = self.tr("Sedang naik: {name}, {n} dalam 7 hari, biasanya {usual}")
        return said.format(name=self._name(one), n=one.many, usual=_decimal(one.expected))

    def _name(self, one: Rising) -> str:
        category, area = self._city.categories.get(one.category), self._city.areas.get(one.area)
        kind = category_name(category) if category is not None else one.category
        return f"{area.name if area is not None else one.area} · {kind}"

    def _moment(self, ms: int, *, day_only: bool = False) -> str:
        at = datetime.fromtimestamp(ms / 1000, self._zone)
        day = QLocale().toString(at.date(), "ddd d MMM")  # type: ignore[call-overload]
        return str(day) if day_only else f"{day} {at:%H.%M}"

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        one = self.rising[index.row()]
        self.asked.emit(one)
        self._list_cases(one)

    def _list_cases(self, one: Rising) -> None:
        week = timedelta(days=DAYS) // timedelta(milliseconds=1)
        since = self._until - week
        codes = [one.area, *(a.code for a in self._city.areas.values() if a.parent == one.area)]
        title = self.tr("{name}, {since} – {until}").format(
            name=self._name(one), since=self._moment(since), until=self._moment(self._until)
        )
        self._behind.ask(title, since, self._until, Wanted((one.category,), tuple(codes)))


def rule_words() -> str:
    """The rule, for whoever wants to know what "rising" means."""
    rule = translate("rising", "Aturan: dalam 7 hari lebih banyak daripada kebetulan.")
    least = translate("rising", "Sedikitnya {least} kasus dan {times} kali biasanya.")
    calm = translate("rising", "Kota tenang: paling banyak {rate} % hitungan salah menyala.")
    least = least.format(least=RULE.least, times=_decimal(RULE.times))
    return f"{rule} {least} {calm.format(rate=_decimal(100 * RULE.rate))}"


def _decimal(value: float) -> str:
    return QLocale().toString(round(value, 1), "g", 4)
