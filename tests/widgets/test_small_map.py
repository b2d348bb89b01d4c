"""A small still map: the basemap of the large one, and no words over the place it is about."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.test_map import CELL, LEFT, TOP, blocks
from tests.widgets.test_map_base import BLUE, Painted
from widgets.map_areas import Ground
from widgets.map_view import MapView
from widgets.small_map import SmallMap
from widgets.theme import Theme

WHOSE = "© Pemberi peta yang panjang namanya, dengan lisensi terbuka dan alamat situsnya"
MIDDLE = LEFT + CELL, TOP + CELL


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """What small maps stand in."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def small_map(page: QWidget, theme: Theme, width: int, height: int) -> SmallMap:
    page.resize(width, height)
    made = SmallMap(theme, Ground(theme, blocks(), sketched=False), "Batas: uji", page)
    made.resize(width, height)
    page.show()
    return made


def credit(small: SmallMap) -> QLabel:
    (found,) = small.findChildren(QLabel)
    return found


def shown(qtbot: QtBot, small: SmallMap, base: Painted) -> None:
    def done() -> bool:
        small.grab()
        base.answer()
        return not base.wanted and small.view.base_ready

    qtbot.waitUntil(done)


def test_streets_lie_beneath_the_place_and_their_owner_is_named_below(
    qtbot: QtBot, page: QWidget, dark: Theme
) -> None:
    small, base = small_map(page, dark, 320, 160), Painted()
    base.attribution = WHOSE
    small.set_base(base)
    small.show_case(MIDDLE, "received")
    shown(qtbot, small, base)
    picture = small.view.grab().toImage()
    points = [(x, y) for x in range(4, 316, 9) for y in range(4, 60, 9)]
    assert sum(picture.pixelColor(*at) == BLUE for at in points) > len(points) / 2
    assert credit(small).text() == f"{WHOSE} · Batas: uji"
    base.attribution = ""
    base.changed.emit()
    assert credit(small).text() == "Batas: uji"


def test_no_word_lies_over_the_crosshair_and_none_is_cut(
    qtbot: QtBot, page: QWidget, dark: Theme
) -> None:
    """However narrow it is: all of the credit stands below the map."""
    for width in (180, 240, 320, 520):
        small, base = small_map(page, dark, width, 170), Painted()
        base.attribution = WHOSE
        small.set_base(base)
        small.show_at(MIDDLE, 14.0, marked=True)
        shown(qtbot, small, base)
        words = credit(small)
        top = words.mapTo(small, QPoint(0, 0)).y()
        assert top >= small.view.geometry().bottom()
        metrics = QFontMetrics(words.font())
        wrapped = metrics.boundingRect(0, 0, words.width(), 9_999, 0x1000, words.text())
        assert words.height() >= wrapped.height()
        view = small.view
        crosshair = view.grab().toImage().pixelColor(view.width() // 2 + 12, view.height() // 2)
        assert crosshair == dark.line.focus


def test_pictures_that_another_map_asked_for_are_not_kept(
    qtbot: QtBot, page: QWidget, dark: Theme
) -> None:
    base, large = Painted(), MapView(dark)
    qtbot.addWidget(large)
    large.resize(900, 700)
    large.set_ground(Ground(dark, blocks(), sketched=False), "Batas: uji")
    large.set_base(base)
    small = small_map(page, dark, 200, 120)
    small.set_base(base)
    large.show()
    large.show_all()
    qtbot.waitUntil(lambda: not large.grab().isNull() and bool(base.wanted))
    base.answer()
    assert len(small.view._scene._base._kept) == 0
    assert len(large._scene._base._kept) > 2
