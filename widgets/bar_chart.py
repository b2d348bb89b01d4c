"""How a number of things is spread over steps, as bars with their steps below."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from widgets.plot import Plot
from widgets.theme import Theme


class BarChart(Plot):
    """One bar a step; see Plot for its keys and signals."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._bars = pg.BarGraphItem(x=[], height=[], width=0.8, pen=None, brush=theme.layer.step4)
        self.addItem(self._bars)

    def show_bars(self, steps: Sequence[str], values: Sequence[int]) -> None:
        """Show these; as many steps as values."""
        places = list(range(len(values)))
        self._bars.setOpts(x=places, height=list(values), width=0.8)
        # Every other one: they are wide, and the words below tell of the one in hand.
        self.getAxis("bottom").setTicks([list(zip(places, steps, strict=True))[::2]])
        self.set_places(len(places))
        self.set_height(max([0, *values]))
