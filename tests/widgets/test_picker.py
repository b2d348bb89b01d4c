"""The picker: few keys, never the wrong choice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from widgets.picker import Choice, Picker
from widgets.theme import Theme

CHOICES = [
    Choice("dishub", "Dishub", "Dinas Perhubungan", "kategori Lampu PJU", "24 jam\n021", "phone"),
    Choice("dpupr", "DPUPR", "Pekerjaan Umum"),
    Choice("dlh", "DLH", "Lingkungan Hidup", "sampah"),
    *(Choice(f"o{n}", f"OPD {n}", "badan") for n in range(20)),
]


@pytest.fixture
def picker(qtbot: QtBot, dark: Theme) -> Picker:
    made = Picker(dark)
    made.set_choices(CHOICES)
    made.resize(500, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def field(picker: Picker) -> QLineEdit:
    found = picker.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


@pytest.mark.parametrize(("key", "chosen"), [("1", "dishub"), ("3", "dlh"), ("9", "o5")])
def test_digits_choose(qtbot: QtBot, picker: Picker, key: str, chosen: str) -> None:
    with qtbot.waitSignal(picker.chosen) as told:
        QTest.keyClicks(field(picker), key)
    assert told.args == [chosen]


def test_first_is_taken_by_enter(qtbot: QtBot, picker: Picker) -> None:
    with qtbot.waitSignal(picker.chosen) as told:
        QTest.keyClick(field(picker), Qt.Key.Key_Return)
    assert told.args == ["dishub"]


def test_typing_narrows_and_digits_are_text_then(qtbot: QtBot, picker: Picker) -> None:
    with qtbot.assertNotEmitted(picker.chosen):
        QTest.keyClicks(field(picker), "opd 1")
    assert picker.current_key() == "o1"
    QTest.keyClick(field(picker), Qt.Key.Key_Down)
    assert picker.current_key() == "o10"
    with qtbot.waitSignal(picker.chosen) as told:
        QTest.keyClick(field(picker), Qt.Key.Key_Return)
    assert told.args == ["o10"]


def test_reason_and_detail_are_searched(qtbot: QtBot, picker: Picker) -> None:
    QTest.keyClicks(field(picker), "SAMPAH hidup")
    assert picker.current_key() == "dlh"


def test_nothing_found_chooses_nothing(qtbot: QtBot, picker: Picker) -> None:
    QTest.keyClicks(field(picker), "zzz")
    assert picker.current_key() == ""
    with qtbot.assertNotEmitted(picker.chosen):
        QTest.keyClick(field(picker), Qt.Key.Key_Return)
    assert not picker.grab().isNull()


def test_escape_first_clears_then_leaves(qtbot: QtBot, picker: Picker) -> None:
    QTest.keyClicks(field(picker), "dlh")
    with qtbot.assertNotEmitted(picker.cancelled):
        QTest.keyClick(field(picker), Qt.Key.Key_Escape)
    with qtbot.waitSignal(picker.cancelled):
        QTest.keyClick(field(picker), Qt.Key.Key_Escape)


def test_moving_stays_within_and_tells(qtbot: QtBot, picker: Picker) -> None:
    QTest.keyClick(field(picker), Qt.Key.Key_Up)
    assert picker.current_key() == "dishub"
    with qtbot.waitSignal(picker.pointed) as told:
        QTest.keyClick(field(picker), Qt.Key.Key_Down)
    assert told.args == ["dpupr"]
    for _ in range(9):
        QTest.keyClick(field(picker), Qt.Key.Key_PageDown)
    assert picker.current_key() == "o19"
