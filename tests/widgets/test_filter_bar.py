"""The filter bar: what is asked is what is told."""

from dataclasses import FrozenInstanceError

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from widgets.filter_bar import FilterBar, Filters, Option
from widgets.option_list import OptionList
from widgets.theme import Theme


@pytest.fixture
def bar(qtbot: QtBot, dark: Theme) -> FilterBar:
    made = FilterBar(dark)
    made.set_options("category", [Option(f"k{n}", f"Jalan {n}", "phone") for n in range(12)])
    made.set_options("agency", [Option("dishub", "Dishub"), Option("dlh", "DLH")])
    made.resize(1300, 90)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def button(bar: FilterBar, text: str) -> QToolButton:
    return next(b for b in bar.findChildren(QToolButton) if b.text().strip().startswith(text))


def search_field(bar: FilterBar) -> QLineEdit:
    return bar.findChildren(QLineEdit)[0]


def test_text_waits_until_typing_rests(qtbot: QtBot, bar: FilterBar) -> None:
    heard: list[Filters] = []
    bar.changed.connect(heard.append)
    field = search_field(bar)
    with qtbot.waitSignal(bar.changed):
        QTest.keyClicks(field, "lampu  ")
    assert heard == [Filters(text="lampu")]


def test_the_search_field_is_found_without_the_mouse(qtbot: QtBot, bar: FilterBar) -> None:
    button(bar, "Kanal").setFocus()
    bar.focus_search()
    qtbot.waitUntil(lambda: search_field(bar).hasFocus())
    assert bar.filters() == Filters()


def test_toggles(qtbot: QtBot, bar: FilterBar) -> None:
    with qtbot.waitSignal(bar.changed) as told:
        QTest.mouseClick(button(bar, "Lewat"), Qt.MouseButton.LeftButton)
    assert told.args == [Filters(breached=True)]
    assert bar.filters().active


def test_options_tick_by_keyboard(qtbot: QtBot, bar: FilterBar) -> None:
    QTest.keyClick(button(bar, "Kategori"), Qt.Key.Key_Space)
    popup = next(p for p in bar.findChildren(OptionList) if p.isVisible())
    search = popup.findChildren(QLineEdit)[0]
    QTest.keyClicks(search, "lan 7")
    with qtbot.waitSignal(bar.changed) as told:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert told.args == [Filters(category=("k7",))]
    assert not popup.isVisible()
    assert button(bar, "Kategori").text().strip() == "Kategori 1"


def test_active_filters_can_be_removed_one_by_one(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_filters(Filters(agency=("dishub", "dlh"), colour=("red",), mine=True))
    QTest.mouseClick(button(bar, "DLH"), Qt.MouseButton.LeftButton)
    assert bar.filters() == Filters(agency=("dishub",), colour=("red",), mine=True)
    QTest.mouseClick(button(bar, "Hapus semua"), Qt.MouseButton.LeftButton)
    assert bar.filters() == Filters()


def test_the_same_again_is_not_told(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_filters(Filters(text="got"))
    with qtbot.assertNotEmitted(bar.changed, wait=120):
        bar.set_filters(Filters(text="got"))
    assert search_field(bar).text() == "got"


def test_options_may_come_after_the_filters(qtbot: QtBot, bar: FilterBar) -> None:
    bar.set_filters(Filters(area=("k1",)))
    bar.set_options("area", [Option("k1", "Cipondoh")])
    qtbot.waitUntil(lambda: button(bar, "Cipondoh").isVisible())
    QTest.mouseClick(button(bar, "Milik"), Qt.MouseButton.LeftButton)
    assert bar.filters() == Filters(area=("k1",), mine=True)


def test_every_control_has_a_name(bar: FilterBar) -> None:
    assert search_field(bar).accessibleName()
    for control in bar.findChildren(QToolButton):
        assert control.accessibleName() or control.text().strip()


def test_filters_are_plain_and_fixed() -> None:
    filters = Filters()
    with pytest.raises(FrozenInstanceError):
        filters.text = "x"  # type: ignore[misc]
    assert not filters.active
    assert hash(Filters(area=("a",))) == hash(Filters(area=("a",)))
