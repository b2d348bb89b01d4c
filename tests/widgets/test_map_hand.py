"""Hands on the map: lines and boxes around cases, names, fingers, fine wheels, less motion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.widgets.test_map import CELL, LEFT, TOP, blocks, scattered, still
from widgets.map_areas import Ground
from widgets.map_names import Name
from widgets.map_view import MapView
from widgets.theme import Theme

LEFT_BUTTON = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, theme: Theme) -> MapView:
    made = MapView(theme)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_ground(Ground(theme, blocks(), sketched=False), "Batas: uji")
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def view(qtbot: QtBot, dark: Theme) -> MapView:
    """Nine cases, three by three, far enough apart to stand alone."""
    made = shown(qtbot, dark)
    places = [(LEFT + x * CELL, TOP + y * CELL) for y in (2, 4, 6) for x in (2, 4, 6)]
    made.set_cases([x for x, _ in places], [y for _, y in places], [0] * 9)
    made.show_all()
    made.grab()
    assert len(made.heaps()) == 9
    return made


def at(view: MapView, number: int) -> QPoint:
    x, y = view._scene.point(number) or (0.0, 0.0)
    sight = view.sight
    return QPoint(round(x * sight.scale - sight.left), round(y * sight.scale - sight.top))


def drag(view: MapView, points: list[QPoint], held: Qt.KeyboardModifier) -> None:
    QTest.mousePress(view, LEFT_BUTTON, held, points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, LEFT_BUTTON, held, points[-1])


# --- around cases ---


def test_a_box_chooses_what_lies_within_and_moves_nothing(view: MapView) -> None:
    spy, before = QSignalSpy(view.swept), view.sight
    margin = QPoint(15, 15)
    drag(view, [at(view, 0) - margin, at(view, 4) + margin], SHIFT)
    assert sorted(spy.at(0)[0]) == [0, 1, 3, 4]
    assert view.sight == before


def test_a_line_chooses_what_it_goes_around(view: MapView) -> None:
    spy = QSignalSpy(view.swept)
    around = [at(view, 0) - QPoint(20, 20), at(view, 2) + QPoint(40, -20)]
    around.append(at(view, 6) + QPoint(-20, 40))
    drag(view, around, CTRL)  # a triangle over the upper left half
    assert sorted(spy.at(0)[0]) == [0, 1, 2, 3, 4, 6]


def test_the_lasso_ends_after_one_line_and_a_drag_moves_the_map_again(view: MapView) -> None:
    spy, before = QSignalSpy(view.swept), view.sight
    view.hand.lasso(on=True)
    a, b, c = at(view, 4), QPoint(20, -20), QPoint(-20, -20)
    drag(view, [a + b, a + c, a - b, a - c], Qt.KeyboardModifier.NoModifier)
    assert spy.at(0) == [[4]]
    assert view.sight == before
    assert not view.hand.lassoing
    drag(view, [a, a + b, a + b + b], Qt.KeyboardModifier.NoModifier)
    assert spy.count() == 1
    assert view.sight != before


def test_while_a_line_is_drawn_it_says_how_many(view: MapView) -> None:
    QTest.mousePress(view, LEFT_BUTTON, SHIFT, QPoint(1, 1))
    QTest.mouseMove(view, QPoint(view.width() - 1, view.height() - 1))
    sweep = view.hand._sweep
    assert sweep is not None
    before = view.grab().toImage()
    assert view.told(sweep) == "9 kasus"
    view.hand.give_up()
    assert view.grab().toImage() != before


def test_ctrl_and_a_click_add_a_case(view: MapView) -> None:
    added, chosen = QSignalSpy(view.added), QSignalSpy(view.chosen)
    QTest.mouseClick(view, LEFT_BUTTON, CTRL, at(view, 3))
    assert added.at(0) == [[3]]
    assert chosen.count() == 0


def test_the_name_of_an_area_means_all_of_it(qtbot: QtBot, view: MapView) -> None:
    spy = QSignalSpy(view.named)
    view.set_cases([], [], [])
    view.look(replace(view.sight, zoom=view.sight.zoom + 2))
    qtbot.waitUntil(lambda: bool(view.grab()) and any(len(n.codes) == 1 for n in named(view)))
    name = next(name for name in named(view) if len(name.codes) == 1)
    QTest.mouseClick(view, LEFT_BUTTON, pos=name.box.center().toPoint())
    assert spy.at(0) == [name.codes]


def named(view: MapView) -> list[Name]:
    return view._scene.names


def test_the_name_of_a_larger_area_means_all_areas_in_it(qtbot: QtBot, view: MapView) -> None:
    view.set_cases([], [], [])
    view.show_all()
    qtbot.waitUntil(lambda: bool(view.grab()) and any(len(n.codes) > 1 for n in named(view)))
    above = next(name for name in named(view) if len(name.codes) > 1)
    row = above.codes[0].split(".")[0]
    assert set(above.codes) == {f"{row}.{column}" for column in range(8)}


def test_those_chosen_together_look_otherwise_and_stay_so(view: MapView) -> None:
    plain = view.grab().toImage()
    view.select_many([0, 4])
    chosen = view.grab().toImage()
    assert chosen != plain
    heaps, scene = view.heaps(), view._scene
    counts = scene.choice.counts(heaps, scene.crowd.long)
    assert [
        number for heap, count in zip(heaps, counts, strict=True) if count
        for number in scene.members(heap)
    ] == [0, 4]  # fmt: skip
    view.set_cases([LEFT], [TOP], [0])  # the others are no more
    assert scene.choice.many == (0,)
    view.select_many([])
    view.grab()


def test_of_a_ring_it_is_told_how_many_are_chosen(view: MapView) -> None:
    x, y, states = scattered(5000)
    view.set_cases(x, y, states)
    view.grab()
    ring = max(view.heaps(), key=lambda heap: heap.many)
    some = view._scene.members(ring)[:3]
    view.select_many(some)
    counts = view._scene.choice.counts(view.heaps(), view._scene.crowd.long)
    assert counts[view.heaps().index(ring)] == 3
    assert sum(counts) == 3


def test_a_click_may_mean_a_place(view: MapView) -> None:
    pointed, chosen = QSignalSpy(view.pointed), QSignalSpy(view.chosen)
    view.point(on=True)
    QTest.mouseClick(view, LEFT_BUTTON, pos=at(view, 4))
    assert pointed.at(0) == pytest.approx([LEFT + 4 * CELL, TOP + 4 * CELL], abs=CELL / 50)
    view.point(on=False)
    QTest.mouseClick(view, LEFT_BUTTON, pos=at(view, 4))
    assert (pointed.count(), chosen.at(0)) == (1, [4])


# --- fingers ---


@pytest.fixture
def glass() -> QPointingDevice:
    """A touch screen; Qt keeps it as long as the program runs."""
    return QTest.createTouchDevice()


def test_one_finger_draws_the_map_and_it_glides_on(
    qtbot: QtBot, view: MapView, glass: QPointingDevice
) -> None:
    spy, before = QSignalSpy(view.chosen), view.sight
    begin = at(view, 4)
    QTest.touchEvent(view, glass).press(0, begin, view)
    for step in range(1, 8):
        QTest.touchEvent(view, glass).move(0, begin + QPoint(20 * step, 0), view)
    lifted = view.sight
    QTest.touchEvent(view, glass).release(0, begin + QPoint(140, 0), view)
    assert lifted.x == pytest.approx(before.x - 140 / before.scale, abs=1 / before.scale)
    still(qtbot, view)
    assert view.sight.x < lifted.x
    assert view.sight.zoom == before.zoom
    assert spy.count() == 0


def test_a_tap_chooses_and_two_open(view: MapView, glass: QPointingDevice) -> None:
    chosen, opened = QSignalSpy(view.chosen), QSignalSpy(view.opened)
    tap(view, glass, at(view, 3))
    assert chosen.at(0) == [3]
    tap(view, glass, at(view, 3))
    assert opened.at(0) == [3]
    assert chosen.count() == 1


def test_two_taps_on_bare_ground_come_nearer(
    qtbot: QtBot, view: MapView, glass: QPointingDevice
) -> None:
    bare, before = at(view, 4) + QPoint(40, 40), view.sight
    view.set_cases([], [], [])
    view.grab()
    tap(view, glass, bare)
    tap(view, glass, bare)
    still(qtbot, view)
    assert view.sight.zoom > before.zoom


def test_two_fingers_pinch_about_their_middle(view: MapView, glass: QPointingDevice) -> None:
    before, middle = view.sight, at(view, 4)
    arm = QPoint(50, 0)
    place = (before.left + middle.x()) / before.scale, (before.top + middle.y()) / before.scale
    fingers(view, glass, "press", middle - arm, middle + arm)
    for part in (2, 3, 4):
        fingers(view, glass, "move", middle - arm * part / 2, middle + arm * part / 2)
    after = view.sight
    assert after.zoom == pytest.approx(before.zoom + 1, abs=1e-6)
    now = (after.left + middle.x()) / after.scale, (after.top + middle.y()) / after.scale
    assert now == pytest.approx(place, abs=1e-9)
    fingers(view, glass, "release", middle - arm * 2, middle + arm * 2)
    assert view.sight == after
    assert QSignalSpy(view.chosen).count() == 0


def test_two_fingers_also_draw_it_along(view: MapView, glass: QPointingDevice) -> None:
    before, middle, arm = view.sight, at(view, 4), QPoint(60, 0)
    fingers(view, glass, "press", middle - arm, middle + arm)
    down = QPoint(0, 70)
    fingers(view, glass, "move", middle - arm + down, middle + arm + down)
    fingers(view, glass, "release", middle - arm + down, middle + arm + down)
    assert view.sight.zoom == before.zoom
    assert view.sight.y == pytest.approx(before.y - 70 / before.scale, abs=1e-9)


def test_a_tap_with_two_fingers_goes_away(
    qtbot: QtBot, view: MapView, glass: QPointingDevice
) -> None:
    view.look(replace(view.sight, zoom=view.sight.zoom + 2))
    view.grab()
    before, chosen = view.sight, QSignalSpy(view.chosen)
    middle, arm = QPoint(450, 300), QPoint(60, 0)
    fingers(view, glass, "press", middle - arm, middle + arm)
    fingers(view, glass, "release", middle - arm, middle + arm)
    still(qtbot, view)
    assert view.sight.zoom < before.zoom
    assert chosen.count() == 0


def test_a_finger_draws_the_lasso(view: MapView, glass: QPointingDevice) -> None:
    spy, before = QSignalSpy(view.swept), view.sight
    view.hand.lasso(on=True)
    a, b, c = at(view, 4), QPoint(25, -25), QPoint(-25, -25)
    QTest.touchEvent(view, glass).press(0, a + b, view)
    for point in (a + c, a - b, a - c):
        QTest.touchEvent(view, glass).move(0, point, view)
    QTest.touchEvent(view, glass).release(0, a - c, view)
    assert spy.at(0) == [[4]]
    assert view.sight == before


def tap(view: MapView, glass: QPointingDevice, point: QPoint) -> None:
    QTest.touchEvent(view, glass).press(0, point, view)
    QTest.touchEvent(view, glass).release(0, point, view)


def fingers(view: MapView, glass: QPointingDevice, what: str, *points: QPoint) -> None:
    event = QTest.touchEvent(view, glass)
    for finger, point in enumerate(points):
        getattr(event, what)(finger, point, view)
    event.commit()


# --- wheels and trackpads ---


def turn(
    view: MapView,
    angle: int,
    pixels: QPoint = QPoint(),  # noqa: B008
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    middle = QPointF(view.rect().center())
    event = QWheelEvent(
        middle, view.mapToGlobal(middle), pixels, QPoint(0, angle),
        Qt.MouseButton.NoButton, held, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_a_fine_wheel_turned_by_a_notch_zooms_as_far_as_a_coarse_one(
    qtbot: QtBot, view: MapView
) -> None:
    begin = view.sight.zoom
    turn(view, 120)
    still(qtbot, view)
    coarse = view.sight.zoom - begin
    view.look(replace(view.sight, zoom=12.0))
    for _ in range(15):
        turn(view, 8)
    still(qtbot, view)
    assert coarse == pytest.approx(view.sight.zoom - 12.0, abs=0.25)  # notches end on half steps
    assert view.sight.zoom == pytest.approx(12.5)


def test_a_trackpad_draws_the_map_and_zooms_with_ctrl(view: MapView) -> None:
    before = view.sight
    turn(view, 24, QPoint(30, 12), Qt.ScrollPhase.ScrollUpdate)
    assert view.sight.zoom == before.zoom
    assert view.sight.x == pytest.approx(before.x - 30 / before.scale, abs=1e-12)
    turn(view, 24, QPoint(0, 60), Qt.ScrollPhase.ScrollUpdate, CTRL)
    assert view.sight.zoom == pytest.approx(before.zoom + 0.5)


# --- less motion ---


def test_whoever_asks_for_less_motion_sees_none(qtbot: QtBot, dark: Theme) -> None:
    view = shown(qtbot, replace(dark, still=True))
    view.set_cases([LEFT + CELL], [TOP + CELL], [0])
    view.show_all()
    before = view.sight.zoom
    view.zoom_by(1)
    view.advance()
    assert view.sight.zoom == round((before + 0.5) * 2) / 2
    view.let_go(QPointF(30, 0))
    after = view.sight
    view.advance()
    assert view.sight == after
    qtbot.waitUntil(lambda: view.grab().toImage() == view.grab().toImage())  # the ground is there
    view.pulse([0])
    first, view._scene._pulses[0] = view.grab().toImage(), view._scene._pulses[0] - 0.7
    assert view.grab().toImage() == first  # the ring is there, and stays where it is
    view._scene._pulses.clear()
    assert view.grab().toImage() != first
