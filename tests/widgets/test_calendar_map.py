"""Days as a calendar: what a click picks, and what it does not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.calendar_map import CalendarMap
from widgets.theme import Theme

WEEKS, FIRST = 4, 2
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def days(qtbot: QtBot, dark: Theme) -> CalendarMap:
    """Four weeks from a Wednesday on; there is room beside and over the grid."""
    days = CalendarMap(dark, "Hari")
    qtbot.addWidget(days)
    days.show_days(
        [1] * (7 * WEEKS - FIRST), FIRST, ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
    )
    days.resize(900, 500)
    days.show()
    return days


def place_of(days: CalendarMap, week: float, day: float) -> QPoint:
    """A point of the widget, in weeks and days from the first cell's corner."""
    left, top, wide, high = days._grid()
    return QPointF(left + week * wide, top + day * high).toPoint()


@pytest.mark.parametrize(("week", "day"), [(0, 2), (1, 0), (2, 6), (3, 6)])
def test_a_click_picks_the_day_under_it(days: CalendarMap, week: int, day: int) -> None:
    picked = list[int]()
    days.moved.connect(picked.append)
    QTest.mouseClick(days, LEFT, NONE, place_of(days, week + 0.5, day + 0.5))
    assert picked == [7 * week + day - FIRST]


@pytest.mark.parametrize(
    ("week", "day"),
    [(1.5, -0.5), (1.5, 7.5), (-0.4, 4.5), (WEEKS + 0.5, 0.5), (0.5, 0.5), (2.5, -1.5)],
    ids=["over it", "below it", "on the words", "beyond it", "before its first day", "far over it"],
)
def test_a_click_beside_the_days_picks_none_and_opens_none(
    days: CalendarMap, week: float, day: float
) -> None:
    heard = list[int]()
    days.go_to(3)
    days.moved.connect(heard.append)
    days.opened.connect(heard.append)
    QTest.mouseClick(days, LEFT, NONE, place_of(days, week, day))
    QTest.mouseDClick(days, LEFT, NONE, place_of(days, week, day))
    assert heard == []


def test_a_double_click_opens_the_day_under_it(days: CalendarMap) -> None:
    opened = list[int]()
    days.opened.connect(opened.append)
    QTest.mouseDClick(days, LEFT, NONE, place_of(days, 2.5, 1.5))
    assert opened == [7 * 2 + 1 - FIRST]
