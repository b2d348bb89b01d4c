"""Facilities on the map: few from afar, all from near, under the cases, and taken by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from tests.widgets.test_map import CELL, LEFT, TOP, blocks, still
from widgets.map_areas import Ground
from widgets.map_dress import Dress
from widgets.map_facilities import NAMED, FacilityLayer, _box
from widgets.map_marks import STATES
from widgets.map_sight import Sight
from widgets.map_view import MapView
from widgets.theme import Theme

ICONS = ("fire-truck", "police-badge", "hospital-box", "medical-bag", "office-building", "school")
MIDDLE = (LEFT + 4 * CELL, TOP + 4 * CELL)


@pytest.fixture
def view(qtbot: QtBot, dark: Theme) -> MapView:
    """A city of blocks, with one facility of each kind in a row and 200 schools around."""
    made = MapView(dark)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_ground(Ground(dark, blocks(), sketched=False), "")
    dice = np.random.default_rng(5)
    x = np.append(LEFT + (np.arange(6) + 1.0) * CELL, LEFT + dice.random(200) * 8 * CELL)
    y = np.append(np.full(6, TOP + 4.2 * CELL), TOP + dice.random(200) * 8 * CELL)
    kinds = [*range(6), *[5] * 200]
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    made.facilities.set_places(points, kinds, [f"Nama {n}" for n in range(206)], ICONS)
    made.facilities.show_kinds(range(6))
    made.show()
    return made


def told(view: MapView) -> int:
    """How many facilities the icons in sight stand for."""
    view.grab()
    return sum(heap.many for heap in view.facilities.heaps)


def test_the_farther_the_fewer_kinds_and_from_near_all(view: MapView) -> None:
    view.look(Sight(*MIDDLE, 12.5, 900, 600))
    assert told(view) == 3
    view.look(Sight(*MIDDLE, 13.2, 900, 600))
    assert told(view) == 5
    view.look(Sight(*MIDDLE, 14.6, 900, 600))
    view.grab()
    layer = view.facilities
    shown = {int(layer._kinds[n]) for heap in layer.heaps for n in layer.members(heap)}
    assert 5 in shown


def test_kinds_are_chosen_and_a_hidden_layer_shows_nothing(view: MapView) -> None:
    view.show_all()
    view.facilities.show_kinds([5])
    assert told(view) == 201  # alone they are needed from afar, too
    view.facilities.show_kinds([])
    assert told(view) == 0
    assert view.facilities.at(450, 300) is None


def test_icons_of_many_stand_for_every_one_of_them(view: MapView) -> None:
    view.facilities.show_kinds([5])
    view.show_all()
    view.grab()
    layer = view.facilities

    members = [n for heap in layer.heaps for n in layer.members(heap)]

    assert sorted(members) == list(range(5, 206))
    assert [len(layer.members(heap)) for heap in layer.heaps] == [h.many for h in layer.heaps]


def test_from_afar_a_case_hides_what_it_covers_and_from_near_nothing(view: MapView) -> None:
    x, y = (np.array([at]) for at in view.facilities.point(0))
    view.look(Sight(*MIDDLE, 12.5, 900, 600))
    assert told(view) == 3
    view.set_cases(x, y, np.array([0], np.uint8))
    assert told(view) < 3
    view.look(Sight(float(x[0]), float(y[0]), NAMED, 900, 600))
    view.grab()
    assert 0 in [n for heap in view.facilities.heaps for n in view.facilities.members(heap)]


def test_names_come_when_near_and_the_chosen_one_always_has_its_own(view: MapView) -> None:
    view.facilities.show_kinds([0])
    view.look(Sight(*view.facilities.point(0), 14.0, 900, 600))
    view.grab()
    assert view.facilities.labels() == []
    view.select_place(0)
    view.grab()
    assert [text for text, _, _ in view.facilities.labels()] == ["Nama 0"]
    view.select_place(-1)
    view.look(Sight(*view.facilities.point(0), NAMED, 900, 600))
    view.grab()
    assert [text for text, _, _ in view.facilities.labels()] == ["Nama 0"]


def test_the_chosen_one_is_brought_into_view(view: MapView) -> None:
    view.show_all()
    view.select_place(2, show=True)
    assert (view.sight.x, view.sight.y) == view.facilities.point(2)
    assert view.sight.zoom == NAMED


def click(view: MapView, x: float, y: float) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


def test_a_click_takes_one_and_zooms_into_many(qtbot: QtBot, view: MapView) -> None:
    chosen = QSignalSpy(view.places_chosen)
    view.facilities.show_kinds([0])
    view.show_all()
    view.grab()
    (heap,) = view.facilities.heaps
    click(view, heap.x, heap.y)
    assert chosen.at(0)[0] == [0]

    view.facilities.show_kinds([5])
    view.grab()
    many = max(view.facilities.heaps, key=lambda heap: heap.many)
    before = view.sight.zoom
    click(view, many.x, many.y)
    still(qtbot, view)
    assert view.sight.zoom > before
    assert chosen.count() == 1


def test_a_case_comes_before_the_facility_under_it(view: MapView) -> None:
    x, y = (np.array([at]) for at in view.facilities.point(0))
    view.set_cases(x, y, np.array([STATES.index("received")], np.uint8))
    view.look(Sight(float(x[0]), float(y[0]), NAMED, 900, 600))
    view.grab()
    cases, places = QSignalSpy(view.chosen), QSignalSpy(view.places_chosen)
    click(view, 450, 300)
    assert (cases.count(), places.count()) == (1, 0)


def test_what_stands_on_one_spot_is_told_all_together(qtbot: QtBot, view: MapView) -> None:
    view.facilities.set_places([MIDDLE] * 3, [1, 0, 5], ["B", "A", "C"], ICONS)
    chosen = QSignalSpy(view.places_chosen)
    view.look(Sight(*MIDDLE, NAMED, 900, 600))
    view.grab()
    click(view, 450, 300)
    assert chosen.at(0)[0] == [1, 0, 2]  # the most needed first


def test_icons_wear_no_colour_of_a_status(dark: Theme) -> None:
    layer = FacilityLayer(dark)
    layer.set_places([(0.5, 0.5)], [0], ["A"], ICONS)
    for kinds, many in ((1, 1), (7, 7)):
        image = layer._painted(kinds, many, 1.0, False).pixmap.toImage()
        pixels = [
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        ]
        strong = [one for one in pixels if one.alpha() > 40 and one.hsvSaturation() > 110]
        assert strong == []  # greys and blue greys alone


def many_places(view: MapView) -> None:
    """Sixty of the kinds that are seen from afar."""
    at = np.random.default_rng(7).random((60, 2)) * 8 * CELL + (LEFT, TOP)
    points = [(float(x), float(y)) for x, y in at]
    kinds = [n % 3 for n in range(60)]
    view.facilities.set_places(points, kinds, [f"Nama {n}" for n in kinds], ICONS)


def boxes(view: MapView) -> list[QRectF]:
    """What the icons in sight take."""
    layer = view.facilities
    return [_box(heap, icon) for heap, (icon, _) in zip(layer.heaps, layer._found, strict=True)]


def test_from_afar_icons_stand_beside_cases_and_beside_each_other(view: MapView) -> None:
    dice = np.random.default_rng(11)
    at = dice.random((20, 2)) * 8 * CELL + (LEFT, TOP)
    many_places(view)
    view.look(Sight(*MIDDLE, 14.0, 900, 600))
    alone = told(view)
    view.set_cases(at[:, 0], at[:, 1], [0] * len(at))
    assert 0 < told(view) <= alone
    found = boxes(view)
    assert len(found) > 3
    for one, other in combinations(found, 2):
        assert not one.intersects(other)
    for heap in view.heaps():
        assert not any(box.contains(QPointF(heap.x, heap.y)) for box in found)


def test_figures_of_areas_come_before_facilities(view: MapView) -> None:
    codes = [area.code for area in blocks()]
    many_places(view)
    view.show_all()
    bare = told(view)
    words = dict.fromkeys(codes, "12 / 34")
    view.wear(Dress(dict.fromkeys(codes, QColor("#336699")), words), cases=False)
    whole, aside = False, QImage(1, 1, QImage.Format.Format_RGB32)
    while not whole:
        painter = QPainter(aside)
        whole = view.paint_on(painter, 1.0)
        painter.end()
    figures = [name.box for name in view._scene.names if name.codes]
    assert len(figures) > 20
    assert 0 < told(view) < bare
    for box in boxes(view):
        assert not any(box.intersects(figure) for figure in figures)
