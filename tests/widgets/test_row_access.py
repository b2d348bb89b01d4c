"""Lists that we paint ourselves, as a screen reader goes through them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

import widgets.row_access as row_access
from tests.widgets.test_lane import HOUR, a_lane, card
from widgets.case_table import CaseTable
from widgets.gallery_cases import Cards
from widgets.lane import Lane
from widgets.outcome_list import NOT, Outcome, OutcomeList
from widgets.theme import Theme

Role, Text = QAccessible.Role, QAccessible.Text
Clock = Callable[[], int]
FIRST = "26-00001, Masuk. 01.00 tersisa · verifikasi. Lampu <b>PJU</b> padam & gelap. "
FIRST += "Lampu PJU · Cipondoh · LAKSA. Ruang"


def heard(view: object) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(view)  # type: ignore[arg-type]
    assert found is not None
    return found


def names(view: object) -> list[str]:
    inside = heard(view)
    return [inside.child(row).text(Text.Name) for row in range(inside.childCount())]


@pytest.fixture
def lane(qtbot: QtBot, dark: Theme, clock: Clock) -> Lane:
    """Two cases, the second one overdue."""
    return a_lane(qtbot, dark, clock, [card(1, clock() + HOUR), card(2, clock() - HOUR)])[0]


def test_a_lane_is_a_list_whose_items_say_what_they_are(lane: Lane) -> None:
    inside = heard(lane.view)
    assert (inside.role(), inside.text(Text.Name)) == (Role.List, "Ruang")
    assert [inside.child(n).role() for n in range(2)] == [Role.ListItem] * 2
    assert names(lane.view)[0] == FIRST
    assert "lewat 01.00, verifikasi" in names(lane.view)[1]
    assert inside.child(2) is None


def test_items_know_where_they_are(lane: Lane) -> None:
    lane.choose_row(1)
    lane.view.setFocus()
    inside = heard(lane.view)
    item = inside.child(1)
    assert item.state().selected
    assert item.state().focused
    assert not inside.child(0).state().selected
    assert inside.focusChild() is item
    middle = item.rect().center()
    assert inside.childAt(middle.x(), middle.y()) is item
    assert inside.indexOfChild(item) == 1
    assert item.parent().object() is lane.view


def test_an_item_whose_row_has_gone_says_nothing(lane: Lane) -> None:
    item = heard(lane.view).child(1)
    model = lane.view.model()
    assert isinstance(model, Cards)
    model.remove(1)
    assert not item.isValid()
    assert item.text(Text.Name) == ""
    assert item.state().invalid


def test_the_items_of_a_list_that_has_gone_are_not_valid(dark: Theme) -> None:
    view = OutcomeList(dark)
    view.show_all([Outcome("26-00001", "Lampu padam", NOT, "Sudah diteruskan")])
    item = heard(view).child(0)
    assert item.isValid()
    delete(view)
    assert not item.isValid()
    assert item.text(Text.Name) == ""
    assert item.parent() is None


def test_the_words_of_an_item_follow_the_clock(lane: Lane, clock: Clock) -> None:
    clock.now += HOUR // 2  # type: ignore[attr-defined]
    assert "00.30.00 tersisa" in names(lane.view)[0]


def test_going_to_another_row_is_said(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[QAccessible.Event, str]] = []

    class Reader:
        """Listens where a platform's screen reader would."""

        Event, isActive = QAccessible.Event, staticmethod(lambda: True)

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            said.append((event.type(), heard(event.object()).child(event.child()).text(Text.Name)))

    monkeypatch.setattr(row_access, "QAccessible", Reader)
    lane.choose_row(0)
    said.clear()
    QTest.keyClick(lane.view, Qt.Key.Key_J)
    assert [kind for kind, _ in said] == [QAccessible.Event.NameChanged, QAccessible.Event.Focus]
    assert all(name.startswith("26-00002, Masuk") for _, name in said)


def test_the_table_and_the_outcomes_are_heard_too(qtbot: QtBot, dark: Theme, clock: Clock) -> None:
    table, outcomes = CaseTable(dark, clock), OutcomeList(dark)
    for shown in (table, outcomes):
        qtbot.addWidget(shown)
        shown.show()
    table.set_model(Cards([card(1, clock() + HOUR)]))
    outcomes.show_all([Outcome("26-00001", "Lampu padam", NOT, "Sudah diteruskan")])
    assert names(table.view) == [FIRST]
    assert names(outcomes) == ["26-00001, Lampu padam, Sudah diteruskan"]
