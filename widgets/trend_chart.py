"""What came in each day as bars, what was finished and what stayed open as lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from widgets.plot import Plot, pen
from widgets.theme import Theme

_TICKS = 7


class Trend(NamedTuple):
    """A value a day; `before` is what came in in the period compared with, or nothing."""

    days: Sequence[str]
    received: Sequence[int]
    finished: Sequence[int]
    still_open: Sequence[int]
    before: Sequence[int] = ()


class TrendChart(Plot):
    """Bars and lines over days; see Plot for its keys and signals."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._bars = pg.BarGraphItem(x=[], height=[], width=0.7, pen=None, brush=theme.layer.step3)
        self._open = pg.PlotCurveItem(pen=pen(theme.text.main, 2))
        self._finished = pg.PlotCurveItem(pen=pen(theme.accent.text, 2))
        self._before = pg.PlotCurveItem(pen=pen(theme.text.secondary, 1.5, dashed=True))
        for item in (self._bars, self._before, self._finished, self._open):
            self.addItem(item)

    def show_trend(self, trend: Trend) -> None:
        """Show these days."""
        places = list(range(len(trend.days)))
        self._bars.setOpts(x=places, height=list(trend.received), width=0.7)
        for curve, values in (
            (self._open, trend.still_open),
            (self._finished, trend.finished),
            (self._before, trend.before),
        ):
            shown = list(values)[: len(places)]
            curve.setData(places[: len(shown)], shown)
        every = max(1, -(-len(places) // _TICKS))
        self.getAxis("bottom").setTicks([[(n, trend.days[n]) for n in places[::every]]])
        self.set_places(len(places))
        every_line = trend.received, trend.finished, trend.still_open, trend.before
        self.set_height(max([0, *chain.from_iterable(every_line)]))
