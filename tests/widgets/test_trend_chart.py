"""Each day of a trend lies on its chart, whichever of its numbers is the highest."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from widgets.theme import Theme
from widgets.trend_chart import Trend, TrendChart

LOW = (3, 1)


@pytest.mark.parametrize("highest", range(4), ids=Trend._fields[1:])
def test_the_highest_number_lies_on_the_chart(qtbot: QtBot, dark: Theme, highest: int) -> None:
    chart = TrendChart(dark, "Tren")
    qtbot.addWidget(chart)
    numbers = [LOW] * 4
    numbers[highest] = (600, 1)
    chart.show_trend(Trend(("1", "2"), *numbers))
    assert chart.getViewBox().viewRange()[1][1] >= 600
