"""The charts of the page of figures, each with its words below: nothing is told by shape alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.pages import figures_words as told
from widgets.bar_chart import BarChart
from widgets.calendar_map import CalendarMap
from widgets.labels import Elided, label
from widgets.theme import Theme
from widgets.trend_chart import Trend, TrendChart

Answer = Mapping[str, Any]


class Charts(QObject):
    """Days as bars and lines and as a calendar, and times; `opened` carries a day."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._answer: Answer | None = None
        self._theme = theme
        self._trend = TrendChart(theme, self.tr("Laporan per hari"))
        self._map = CalendarMap(theme, self.tr("Kalender laporan masuk"))
        self._bars = BarChart(theme, self.tr("Sebaran waktu"))
        self._captions = [Elided("", theme.fonts.secondary, None, "secondary") for _ in range(3)]
        self._measure = QComboBox()
        self._measure.setAccessibleName(self.tr("Waktu yang ditampilkan"))
        for key, word in told.measures():
            self._measure.addItem(word, key)
        self._measure.currentIndexChanged.connect(self._show_times)
        keys = [
            (theme.layer.step3, self.tr("masuk")),
            (theme.accent.text, self.tr("selesai")),
            (theme.text.main, self.tr("terbuka di akhir hari")),
            (theme.text.secondary, self.tr("masuk, pembanding (putus-putus)")),
        ]
        self.days = _Panel(theme, self.tr("Per hari"), self._trend, self._captions[0], keys)
        self.calendar = _Panel(theme, self.tr("Kalender"), self._map, self._captions[1])
        self.times = _Panel(theme, "", self._bars, self._captions[2], beside=self._measure)
        for chart in (self._trend, self._map):
            chart.moved.connect(self._moved)
            chart.opened.connect(self._opened)
        self._bars.moved.connect(self._bar_moved)

    def show_answer(self, answer: Answer, before: Answer | None) -> None:
        """Show a period, and what it is compared with."""
        self._answer = answer
        days = answer["days"]
        then = before["days"]["received"] if before is not None else ()
        names = [told.short_day(day) for day in days["day"]]
        self._trend.show_trend(Trend(names, days["received"], days["finished"], days["open"], then))
        weekday = date.fromisoformat(days["day"][0]).weekday()
        self._map.show_days(days["received"], weekday, told.weekdays())
        self._say_day(self._trend.at)
        self._show_times()

    def step(self, days: int) -> None:
        """Another day in hand; counted from the last where none is."""
        if self._answer is None:
            return
        last = len(self._answer["days"]["day"]) - 1
        at = self._trend.at if self._trend.at >= 0 else last
        self._moved(max(0, min(at + days, last)))

    @Slot(int)
    def _moved(self, place: int) -> None:
        """Both charts of days are at the same day."""
        self._trend.go_to(place)
        self._map.go_to(place)
        self._say_day(place)

    @Slot(int)
    def _opened(self, place: int) -> None:
        if self._answer is not None:
            self.opened.emit(self._answer["days"]["day"][place])

    def _say_day(self, place: int) -> None:
        assert self._answer is not None, "no chart moves before it shows something"
        days = self._answer["days"]
        if 0 <= place < len(days["day"]):
            said = self.tr("{day}: {received} masuk, {finished} selesai, {open} terbuka").format(
                day=told.day(days["day"][place]),
                received=told.number(days["received"][place]),
                finished=told.number(days["finished"][place]),
                open=told.number(days["open"][place]),
            )
        else:
            said = self.tr("{received} masuk, {finished} selesai dalam {n} hari").format(
                received=told.number(sum(days["received"])),
                finished=told.number(sum(days["finished"])),
                n=told.number(len(days["day"])),
            )
        for caption in self._captions[:2]:
            caption.say(said)
        self._trend.setAccessibleDescription(said)
        self._map.setAccessibleDescription(said)

    @Slot()
    def _show_times(self) -> None:
        if self._answer is None:
            return
        key, edges = str(self._measure.currentData()), self._answer["edges"]
        if key == "ages":
            self._bars.show_bars(told.ages(tuple(edges["ages"])), self._answer["ages"])
            many = told.number(sum(self._answer["ages"]))
            said = self.tr("{n} laporan terbuka di akhir periode").format(n=many)
        else:
            one = self._answer[key]
            self._bars.show_bars(told.steps(tuple(edges["took"])), one["bars"])
            said = told.spread_words(one)
        self._captions[2].say(said)
        self._bars.setAccessibleDescription(said)

    @Slot(int)
    def _bar_moved(self, place: int) -> None:
        assert self._answer is not None, "no chart moves before it shows something"
        key, edges = str(self._measure.currentData()), self._answer["edges"]
        ages = key == "ages"
        values = self._answer["ages"] if ages else self._answer[key]["bars"]
        names = told.ages(tuple(edges["ages"])) if ages else told.steps(tuple(edges["took"]))
        said = f"{names[place]}: {told.share(values[place], sum(values))}"
        said = self.tr("{n} · {share}").format(n=told.number(values[place]), share=said)
        self._captions[2].say(said)
        self._bars.setAccessibleDescription(said)


class _Panel(QFrame):
    """A title, what the colours mean, a chart, and its words."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        chart: QWidget,
        caption: QLabel,
        keys: list[tuple[QColor, str]] | None = None,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s, theme.space.xs, theme.space.s, theme.space.xs)
        column.setSpacing(theme.space.xs)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s)
        if title:
            head.addWidget(label(title, theme.fonts.strong, self))
        if beside is not None:
            head.addWidget(beside, 1)
        for colour, word in keys or ():
            swatch = QLabel(self)
            swatch.setPixmap(_swatch(colour, theme.px(10)))
            head.addSpacing(theme.space.xs)
            head.addWidget(swatch)
            head.addWidget(label(word, theme.fonts.secondary, self, "secondary"))
        if beside is None:
            head.addStretch(1)
        column.addLayout(head)
        column.addWidget(chart, 1)
        caption.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addWidget(caption)


def _swatch(colour: QColor, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(colour)
    return picture
