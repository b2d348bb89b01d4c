"""What a tick repaints is what a whole repaint shows, point by point."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.case_table import CaseTable
from widgets.gallery_cases import Cards
from widgets.lane import Lane
from widgets.marks import MARKS
from widgets.roles import EMERGENCY, PENDING, Card
from widgets.theme import Theme

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000

# For each card, how far its deadline is and how long before it the warning comes: figures grow and
# shrink, gain a sign or a plate, and go from days to hours to seconds while the test runs.
DUE = (
    (2 * SECOND, MINUTE),
    (HOUR + SECOND, 0),
    (HOUR + 2 * SECOND, HOUR + SECOND),
    (DAY + SECOND, 0),
    (10 * DAY + SECOND, 0),
    (9 * HOUR, HOUR),
    (-9 * MINUTE - 58 * SECOND, 0),
    (-HOUR + 2 * SECOND, 0),
    (-30 * DAY, 0),
)


def cards(now: int) -> list[Card]:
    """A card in each state with each of the deadlines."""
    states, made = tuple(MARKS), []
    for n, (due, warn) in enumerate(DUE):
        made.append(
            Card(
                id=f"c{n}",
                number=f"KT-26-{n:06}",
                state=states[n % len(states)],
                title="Lampu jalan padam sejak tiga malam, gelap sekali",
                category="Lampu PJU",
                icon="lightbulb-outline",
                area="Cipondoh",
                channel="LAKSA",
                owner="Dishub",
                due=now + due,
                warn=now + due - warn if warn else 0,
                rule="terima OPD",
                flags=(EMERGENCY if n % 2 else 0) | (PENDING if n % 3 == 0 else 0),
            )
        )
    return made


def on_screen(window: QWidget) -> QImage:
    """What the window has put on the screen so far, nothing painted anew."""
    return window.screen().grabWindow(window.winId()).toImage()


def unlike(one: QImage, other: QImage) -> list[tuple[int, int]]:
    """Points that differ."""
    assert one.size() == other.size()
    return [
        (x, y)
        for y in range(one.height())
        for x in range(one.width())
        if one.pixel(x, y) != other.pixel(x, y)
    ]


def compare_ticks(qtbot: QtBot, clock: object, shown: Lane | CaseTable, width: int) -> None:
    """Let three seconds pass one by one, then repaint everything and look for a difference."""
    shown.set_model(Cards(cards(clock.now)))  # type: ignore[attr-defined]
    shown.resize(width, 1000)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.setFocus()
    shown.choose_row(1)
    qtbot.wait(20)
    before = on_screen(shown)
    for _ in range(3):
        clock.now += SECOND  # type: ignore[attr-defined]
        shown.tick()
        qtbot.wait(1)
    ticked = on_screen(shown)
    assert unlike(before, ticked), "time has not passed on the screen"
    shown.view.viewport().update()
    qtbot.wait(20)
    assert unlike(ticked, on_screen(shown))[:5] == []


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("width", [180, 240, 420])
def test_a_lane_after_ticks_is_as_painted_anew(
    qtbot: QtBot, dark: Theme, clock: Callable[[], int], width: int, compact: bool
) -> None:
    lane = Lane(dark, clock, "Ruang", states=("received",), compact=compact)
    compare_ticks(qtbot, clock, lane, width)


def test_a_table_after_ticks_is_as_painted_anew(
    qtbot: QtBot, dark: Theme, clock: Callable[[], int]
) -> None:
    compare_ticks(qtbot, clock, CaseTable(dark, clock), 900)
