"""The map: what it gathers, where it looks, what it writes, and how hands and keys move it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPixmap, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import widgets.map_scene
from widgets.map_areas import Area, Ground
from widgets.map_index import NO_CASE, MapIndex, Window
from widgets.map_marks import GROUPS, STATES, MapMarks, _shares, group_of
from widgets.map_names import Heap, find_room
from widgets.map_sight import HIGHEST, LOWEST, Sight, bar_of
from widgets.map_view import MapView
from widgets.marks import MARKS
from widgets.theme import Theme

Floats = NDArray[np.float64]
LEFT, TOP, CELL = 0.796, 0.517, 2e-5


def blocks(count: int = 8) -> list[Area]:
    """A city of square areas, each row a larger one."""
    return [
        Area(
            f"{row}.{column}",
            f"Kelurahan {row} {column}",
            LEFT + (column + 0.5) * CELL,
            TOP + (row + 0.5) * CELL,
            f"Kecamatan {row}",
            [
                [
                    (LEFT + (column + x) * CELL, TOP + (row + y) * CELL)
                    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
                ]
            ],
        )
        for row in range(count)
        for column in range(count)
    ]


def scattered(count: int) -> tuple[Floats, Floats, NDArray[np.uint8]]:
    dice = np.random.default_rng(count)
    side = 8 * CELL
    x, y = LEFT + dice.random(count) * side, TOP + dice.random(count) * side
    return x, y, dice.integers(0, len(STATES), count).astype(np.uint8)


@pytest.fixture
def view(qtbot: QtBot, dark: Theme) -> MapView:
    made = MapView(dark)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_ground(Ground(dark, blocks(), sketched=False), "Batas: uji")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def still(qtbot: QtBot, view: MapView) -> None:
    """Wait until the map has come to rest and painted."""
    qtbot.waitUntil(lambda: not view._frames.isActive(), timeout=20_000)
    view.grab()


# --- gathering ---


def test_a_window_holds_what_counting_one_by_one_finds() -> None:
    x, y, states = scattered(3000)
    groups = np.array([group_of(state) for state in STATES], np.uint8)[states]
    index = MapIndex(x, y, groups, GROUPS)
    bits, side = 17, 2**17
    window = Window(LEFT + CELL, TOP + CELL, LEFT + 5 * CELL, TOP + 4 * CELL)

    found = index.heaps(window, bits)

    in_sight = (
        (np.floor(x * side) >= np.floor(window.left * side))
        & (np.floor(x * side) <= np.floor(window.right * side))
        & (np.floor(y * side) >= np.floor(window.top * side))
        & (np.floor(y * side) <= np.floor(window.bottom * side))
    )
    assert found.many.sum() == in_sight.sum() > 500
    seen: list[int] = []
    for n in range(len(found.first)):
        numbers = index.members(int(found.first[n]), found.long)
        seen += numbers
        assert {int(x[number] * side) for number in numbers} == {round(found.left[n] * side)}
        assert {int(y[number] * side) for number in numbers} == {round(found.top[n] * side)}
        assert found.x[n] == pytest.approx(x[numbers].mean(), abs=1e-10)
        assert found.mix[n].tolist() == np.bincount(groups[numbers], minlength=GROUPS).tolist()
    assert sorted(seen) == np.flatnonzero(in_sight).tolist()


def test_nothing_is_gathered_from_nothing_or_from_afar() -> None:
    none = MapIndex(np.zeros(0), np.zeros(0), np.zeros(0, np.uint8), GROUPS)
    assert len(none) == len(none.heaps(Window(0.7, 0.5, 0.8, 0.6), 12).first) == 0
    one = MapIndex(np.array([0.9]), np.array([0.1]), np.zeros(1, np.uint8), GROUPS)
    assert len(one.heaps(Window(0.7, 0.5, 0.8, 0.6), 12).first) == 0
    assert one.heaps(Window(-1.0, -1.0, 2.0, 2.0), 3).many.tolist() == [1]


def test_a_ring_shows_whatever_is_there() -> None:
    assert _shares((1, 0, 999, 0, 0, 0), 1000) == (1, 0, 23, 0, 0, 0)
    assert sum(_shares((1, 1, 1, 1, 1, 1), 6)) == 24
    assert all(_shares((1, 1, 1, 1, 1, 10_000), 10_005))
    assert _shares((0,) * 6, 0) == (0,) * 6
    assert {group_of(state) for state in MARKS} == set(range(GROUPS))
    assert group_of("on_site") == group_of("accepted") != group_of("awaiting_validation")
    assert group_of("received") != group_of("forwarded")


def test_rings_never_cover_each_other(view: MapView, qtbot: QtBot) -> None:
    x, y, states = scattered(5000)
    view.set_cases(x, y, states)
    view.grab()
    rings = [heap for heap in view.heaps() if heap.many > 1]
    assert len(rings) > 20
    for one, other in combinations(rings, 2):
        apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        assert apart >= one.reach + other.reach
    assert sum(heap.many for heap in view.heaps()) == 5000


def test_a_picture_shows_as_much_of_many_as_of_few(view: MapView) -> None:
    shown = []
    for count in (2_000, 50_000):
        view.set_cases(*scattered(count))
        view.grab()
        shown.append(len(view.heaps()))
    assert shown[1] <= 1.2 * shown[0]


# --- looking ---


def test_what_is_under_the_pointer_stays_there() -> None:
    sight = Sight(0.79, 0.51, 12.0, 900, 600)
    for zoom in (12.5, 14.0, 9.3):
        nearer = sight.zoomed(zoom, 700, 100)
        before = (sight.left + 700) / sight.scale, (sight.top + 100) / sight.scale
        after = (nearer.left + 700) / nearer.scale, (nearer.top + 100) / nearer.scale
        assert after == pytest.approx(before, abs=1e-12)
    assert sight.zoomed(99, 0, 0).zoom == HIGHEST
    assert sight.zoomed(0, 0, 0).zoom == LOWEST
    assert sight.moved(10, 0).moved(-10, 0).x == pytest.approx(sight.x)


def test_the_scale_bar_is_a_round_length() -> None:
    assert bar_of(10.0, 120) == (1000, 100.0)
    assert bar_of(1.0, 120) == (100, 100.0)
    assert bar_of(0.43, 120)[0] == 50
    metres = Sight(0.5, 0.5, 0.0, 256, 256).metres_a_px
    assert metres == pytest.approx(156_543.03, rel=1e-4)  # of every web map at zoom 0


def test_names_never_touch_each_other(qapp: QApplication, theme: Theme) -> None:
    ground = Ground(theme, blocks(), sketched=True)
    some = set[int]()
    for zoom in (11.0, 12.5, 13.5, 14.5, 16.0):
        labels = ground.labels(256 * 2**zoom)
        some.add(len(labels))
        boxes = []
        for label in labels:
            metrics = QFontMetricsF(ground.font(label.above))
            wide, high = metrics.horizontalAdvance(label.text), metrics.height()
            boxes.append(QRectF(label.x - wide / 2, label.y - high / 2, wide, high))
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    assert len(some) > 2


def test_a_name_moves_beside_cases_or_is_left_out() -> None:
    name = (100.0, 100.0, 60.0, 14.0)
    assert find_room([name], []) == [0.0]
    (down,) = find_room([name], [Heap(100, 100, 15, 0, 3)])
    assert down is not None
    assert abs(down) >= 15
    wall = [Heap(100, 100 + step, 15, 0, 3) for step in range(-60, 61, 15)]
    assert find_room([name], wall) == [None]
    first, second = find_room([name, (110.0, 102.0, 60.0, 14.0)], [])
    assert first == 0.0
    assert second not in (None, 0.0)


# --- hands and keys ---


def test_the_whole_city_stays_in_view_until_somebody_moves_the_map(view: MapView) -> None:
    view.show_all()
    view.resize(100, 30)  # as a page is before it was ever seen
    view.resize(900, 600)
    large = view.sight
    view.resize(450, 300)
    assert view.sight.zoom < large.zoom
    view.resize(900, 600)
    assert view.sight == large

    view.move_by(10, 0)
    moved = view.sight
    view.resize(450, 300)
    assert (view.sight.x, view.sight.zoom) == (moved.x, moved.zoom)


def test_keys_move_and_zoom_the_map(qtbot: QtBot, view: MapView) -> None:
    view.show_all()
    whole = view.sight
    QTest.keyClick(view, Qt.Key.Key_Plus)
    still(qtbot, view)
    assert view.sight.zoom == pytest.approx(round((whole.zoom + 0.5) * 2) / 2)
    before = view.sight
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.sight.x > before.x
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.sight.y < before.y
    QTest.keyClick(view, Qt.Key.Key_Minus)
    still(qtbot, view)
    assert view.sight.zoom < before.zoom
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.sight == whole


def test_the_wheel_zooms_to_the_pointer(qtbot: QtBot, view: MapView) -> None:
    view.show_all()
    at = QPointF(300, 250)
    before = view.sight
    place = (before.left + at.x()) / before.scale, (before.top + at.y()) / before.scale
    turn = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, turn)
    still(qtbot, view)
    after = view.sight
    assert after.zoom > before.zoom
    now = (after.left + at.x()) / after.scale, (after.top + at.y()) / after.scale
    assert now == pytest.approx(place, abs=1e-9)


def test_a_drag_moves_the_map_and_chooses_nothing(qtbot: QtBot, view: MapView) -> None:
    view.set_cases([LEFT + 4 * CELL], [TOP + 4 * CELL], [0])
    view.show_all()
    view.grab()
    spy, before = QSignalSpy(view.chosen), view.sight
    (heap,) = view.heaps()
    at = QPoint(round(heap.x), round(heap.y))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view, at + QPoint(40, 10))
    QTest.mouseMove(view, at + QPoint(80, 20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at + QPoint(80, 20))
    assert view.sight.x < before.x
    assert spy.count() == 0
    still(qtbot, view)


def test_a_click_chooses_a_case_and_opens_a_ring(qtbot: QtBot, view: MapView) -> None:
    x = [LEFT + 2 * CELL, LEFT + 6 * CELL, LEFT + 6 * CELL + CELL / 50]
    view.set_cases(x, [TOP + 2 * CELL] * 3, [0, 1, 2])
    view.show_all()
    view.grab()
    one, ring = sorted(view.heaps(), key=lambda heap: heap.x)
    chosen, opened = QSignalSpy(view.chosen), QSignalSpy(view.opened)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(one.x), round(one.y)))
    assert chosen.at(0) == [0]
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(one.x), round(one.y)))
    assert opened.at(0) == [0]
    before = view.sight.zoom
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(ring.x), round(ring.y)))
    assert view.sight.zoom > before
    view.grab()
    assert sorted(heap.many for heap in view.heaps()) == [1, 1]


def test_cases_on_one_spot_are_told_together(view: MapView) -> None:
    view.set_cases([LEFT + CELL] * 3, [TOP + CELL] * 3, [0, 0, 0])
    view.grab()
    (heap,) = view.heaps()
    spy = QSignalSpy(view.gathered)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(heap.x), round(heap.y)))
    assert sorted(spy.at(0)[0]) == [0, 1, 2]


def test_what_has_left_since_it_was_painted_is_not_chosen(view: MapView) -> None:
    view.set_cases([LEFT + CELL], [TOP + CELL], [0])
    view.show_all()
    view.grab()
    (heap,) = view.heaps()
    at = QPoint(round(heap.x), round(heap.y))
    chosen, opened = QSignalSpy(view.chosen), QSignalSpy(view.opened)
    view.set_cases([LEFT + CELL], [TOP + CELL], [NO_CASE])
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert (chosen.count(), opened.count()) == (0, 0)


def test_a_case_that_is_shown_stands_in_the_middle(view: MapView) -> None:
    x, y, states = scattered(600)
    view.set_cases(x, y, states)
    view.select(17, show=True)
    assert (view.sight.x, view.sight.y) == (x[17], y[17])
    view.grab()
    view.select(-1)
    view.select(9_999)
    view.grab()


def test_a_pulse_ends_by_itself(qtbot: QtBot, view: MapView) -> None:
    view.set_cases([LEFT + CELL], [TOP + CELL], [0])
    view.pulse([0])
    assert view._frames.isActive()
    still(qtbot, view)


def test_only_a_few_pulse_at_once(view: MapView) -> None:
    view.set_cases(*scattered(500))
    view.pulse(range(300))
    assert not view._scene.pulsing()
    for number in range(100):
        view.pulse([number])
    assert sorted(view._scene._pulses) == list(range(60, 100))
    view.set_cases([LEFT] * 80, [TOP] * 80, [0] * 80)
    view.grab()
    assert sorted(view._scene._pulses) == list(range(60, 80))  # the others are no more


def blanks(view: MapView) -> bool:
    """Whether some rings of the last picture were still to be painted."""
    return view._scene.crowd.filling


def test_after_a_zoom_rings_are_painted_a_few_at_a_time(
    view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    ring = MapMarks.ring

    def counted(marks: MapMarks, count: int, mix: tuple[int, ...], ratio: float) -> QPixmap:
        painted.append(count)
        return ring(marks, count, mix, ratio)

    monkeypatch.setattr(MapMarks, "ring", counted)
    x, y, states = scattered(5000)
    view.set_cases(x, y, states)
    view.show_all()
    monkeypatch.setattr(widgets.map_scene, "_SPARE_MS", 60_000)
    view.grab()
    assert sum(painted) == 5000

    painted.clear()
    monkeypatch.setattr(widgets.map_scene, "_SPARE_MS", 0)
    view.look(replace(view.sight, zoom=view.sight.zoom + 1))
    view.grab()
    assert not painted
    assert blanks(view)
    assert len(view.heaps()) > 20
    monkeypatch.setattr(widgets.map_scene, "_SPARE_MS", 60_000)
    view.grab()
    assert painted
    assert not blanks(view)

    painted.clear()
    monkeypatch.setattr(widgets.map_scene, "_SPARE_MS", 0)
    view.set_cases(x, y, np.zeros(5000, np.uint8))
    view.grab()
    assert painted  # what changes where it stands is never a blank


def test_marks_and_rings_are_painted_once(dark: Theme) -> None:
    marks = MapMarks(dark)
    assert marks.ring(12, (12, 0, 0, 0, 0, 0), 1.0) is marks.ring(12, (12, 0, 0, 0, 0, 0), 1.0)
    sharp = marks.mark(0, 2.0, False)
    assert sharp.width() == 2 * marks.mark(0, 1.0, False).width()
    assert sharp.deviceIndependentSize() == marks.mark(0, 1.0, False).deviceIndependentSize()


def test_where_nobody_can_draw_the_map_rings_at_its_edge_are_whole(view: MapView) -> None:
    x, y, states = scattered(4_000)
    view.set_cases(x, y, states)
    view.look(Sight(LEFT + 2 * CELL, TOP + 2 * CELL, 14.0, 420, 300))
    view.resize(420, 300)
    view.grab()

    def cut() -> list[Heap]:
        width, height = view.width(), view.height()
        return [
            heap
            for heap in view.heaps()
            if min(heap.x, heap.y, width - heap.x, height - heap.y) < heap.reach
        ]

    assert cut() != []
    view.keep_rings_whole()
    view.grab()
    assert len(view.heaps()) > 3
    assert cut() == []
