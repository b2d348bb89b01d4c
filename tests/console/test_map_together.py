"""Cases chosen together on the map: the board's choice as well, both ways, and acted on as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from console.pages.bulk_sheet import BulkSheet
from console.pages.map import MapPage
from db.domain import commands as verb
from db.domain.case import Place
from tests.console.map_seat import at_the_map, map_of
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import Desk, Room, forward
from widgets.outcome_list import DONE, UNDONE, WILL

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
KELURAHAN = ("36.71.01.1005", "36.71.01.1001", "36.71.02.1001")
"""Two of one kecamatan, and one of another."""
MIDDLES = ((-6.2058, 106.6283), (-6.1719, 106.6317), (-6.1868, 106.5860))


@pytest.fixture
def desk(room: Room) -> Desk:
    """A colleague who takes calls."""
    return room.desk("agus")


@pytest.fixture
def cases(room: Room, desk: Desk) -> list[str]:
    """Two in the first kelurahan, one in each of the others; the last one is with its agency."""
    at = (0, 0, 1, 2)
    made = []
    for n, area in enumerate(at):
        lat, lng = MIDDLES[area]
        place = Place(lat=lat + n * 0.002, lng=lng, area=KELURAHAN[area])
        made.append(room.received(desk, category="sampah", place=place))
    assert desk.do(made[3], forward("dlh"), 0)["outcome"] == "accepted"
    return made


@pytest.fixture
def seat(room: Room, cases: list[str], loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti with the cases on her map, none of them chosen."""
    seat = sit()
    page = at_the_map(room, cases, loop, seat)
    page.view.show_all()
    page.view.grab()
    return seat


def at(page: MapPage, case: str) -> QPoint:
    x, y = page.view._scene.point(page._places.number(case)) or (0.0, 0.0)
    sight = page.view.sight
    return QPoint(round(x * sight.scale - sight.left), round(y * sight.scale - sight.top))


def box(page: MapPage, *cases: str) -> None:
    """Draw a box around these."""
    points = [at(page, case) for case in cases]
    left, top = (min(p.x() for p in points), min(p.y() for p in points))
    right, low = (max(p.x() for p in points), max(p.y() for p in points))
    first, last = QPoint(left - 12, top - 12), QPoint(right + 12, low + 12)
    QTest.mousePress(page.view, Qt.MouseButton.LeftButton, SHIFT, first)
    QTest.mouseMove(page.view, last)
    QTest.mouseRelease(page.view, Qt.MouseButton.LeftButton, SHIFT, last)


def chosen(seat: Seat) -> set[str]:
    return set(seat.frame.map.selected_ids())


def test_what_is_drawn_around_is_chosen_on_the_board_too(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    page, board = map_of(seat), seat.frame.board
    box(page, *cases)
    loop.run(seat.rest())
    assert chosen(seat) == set(cases) == set(board.selected_ids())  # in two lanes of the board
    chip = next(b for b in page.findChildren(QPushButton) if b.text() == "4 dipilih")
    assert chip.isVisible()
    loop.run(seat.press("g"))
    loop.run(seat.press("b"))
    assert set(seat.frame.selected_ids()) == set(cases)
    loop.run(seat.press(Qt.Key.Key_J, SHIFT))  # in the lane in use alone from here on
    assert set(seat.frame.selected_ids()) < set(cases[:3])
    assert chosen(seat) == set(board.selected_ids())


def test_what_is_chosen_on_the_board_is_marked_on_the_map(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        await seat.press("g")
        await seat.press("b")
        seat.frame.board.focus_cases()
        await seat.press(Qt.Key.Key_A, CTRL)
        await until(lambda: chosen(seat) == set(cases[:3]), "the lane is chosen")
        await seat.press("g")
        await seat.press("m")
        page = map_of(seat)
        marked = page.view._scene.choice.many
        assert {page._places.case(number) for number in marked} == set(cases[:3])
        await seat.press(Qt.Key.Key_Escape)
        assert chosen(seat) == set()
        assert len(seat.frame.board.selected_ids()) == 1
        assert seat.frame.windows.in_frame == "map"

    loop.run(night())


def test_an_act_on_what_a_lasso_holds_is_seen_before_and_taken_back_as_one(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        await seat.press(Qt.Key.Key_L, SHIFT)
        assert page.view.hand.lassoing
        a, b = at(page, cases[0]), at(page, cases[1])
        around = [a + QPoint(-14, 14), a + QPoint(14, 14), b + QPoint(14, -14), b - QPoint(14, 14)]
        QTest.mousePress(page.view, Qt.MouseButton.LeftButton, pos=around[0])
        for point in (*around[1:], around[0]):
            QTest.mouseMove(page.view, point)
        QTest.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=around[0])
        assert chosen(seat) == set(cases[:2])
        await seat.press("n")
        await until(lambda: seat.frame.sheet is not None, "the form is shown")
        await seat.press("banjir")
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: isinstance(seat.frame.sheet, BulkSheet), "the preview is shown")
        sheet = seat.frame.sheet
        assert isinstance(sheet, BulkSheet)
        assert [one.how for one in sheet.list.outcomes()] == [WILL, WILL]
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: [o.how for o in sheet.list.outcomes()] == [DONE] * 2, "it is done")
        await until(sheet.isEnabled, "the sheet may be used")
        await seat.press("z")
        await until(lambda: [o.how for o in sheet.list.outcomes()] == [UNDONE] * 2, "it is undone")

    loop.run(night())


def test_keys_choose_more_an_area_a_larger_one_and_all_in_view(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        page.mark("")
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert "kelurahannya" in seat.frame._toast.accessibleName()
        page.choose(cases[0])
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert chosen(seat) == set(cases[:2])
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert chosen(seat) == set(cases[:3])
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert chosen(seat) == set(cases[:2])
        page.view.show_all()
        await seat.press(Qt.Key.Key_A, CTRL)
        assert chosen(seat) == set(cases)
        await seat.press(Qt.Key.Key_Escape)
        assert chosen(seat) == set()
        page.step(-9)
        await seat.press(Qt.Key.Key_J, SHIFT)
        await seat.press(Qt.Key.Key_J, SHIFT)
        assert len(chosen(seat)) == 3
        await seat.press(Qt.Key.Key_J)
        assert chosen(seat) == set()

    loop.run(night())


def test_ctrl_and_a_click_add_and_take_away(seat: Seat, cases: list[str], loop: Loop) -> None:
    page, left = map_of(seat), Qt.MouseButton.LeftButton
    QTest.mouseClick(page.view, left, pos=at(page, cases[2]))
    QTest.mouseClick(page.view, left, CTRL, at(page, cases[3]))
    loop.run(seat.rest())
    assert chosen(seat) == {cases[2], cases[3]} == set(seat.frame.board.selected_ids())
    QTest.mouseClick(page.view, left, CTRL, at(page, cases[3]))
    loop.run(seat.rest())
    assert chosen(seat) == set()
    assert page.current_id() == cases[2] == seat.frame.board.current_id()


def test_a_secret_case_is_never_among_them(
    seat: Seat, cases: list[str], desk: Desk, loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        box(page, *cases)
        assert chosen(seat) == set(cases)
        desk.do(cases[1], verb.Edit("secret", "no", "yes"))
        await until(lambda: not page.shows(cases[1]), "the case has left the map")
        assert chosen(seat) == set(cases) - {cases[1]}
        await seat.press(Qt.Key.Key_Escape)
        page.view.show_all()
        await seat.press(Qt.Key.Key_A, CTRL)
        assert chosen(seat) == set(cases) - {cases[1]}

    loop.run(night())


def test_more_than_an_act_may_have_are_the_most_urgent_and_it_is_said(
    seat: Seat, cases: list[str], loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.pages.map_selection.MOST_SELECTED", 2)
    page = map_of(seat)
    box(page, *cases)
    rows = page._placed.rows
    assert seat.frame.map.selected_ids() == [page._places.case(slot) for slot in rows[:2]]
    said = "2 dari 4 kasus dipilih: yang tenggatnya paling dekat."
    assert seat.frame._toast.accessibleName() == said
    loop.run(seat.rest())


def test_what_is_said_of_an_area_is_what_was_chosen_of_it(
    seat: Seat,
    cases: list[str],
    desk: Desk,
    room: Room,
    loop: Loop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def said() -> str:
        return str(seat.frame._toast.accessibleName())

    async def night() -> None:
        page, book = map_of(seat), seat.program.book
        place = Place(text="depan pasar", area="36.71.03.1001")
        nowhere = room.received(desk, category="sampah", place=place)
        await until(lambda: book.slot(nowhere) is not None, "the case without a point is here")
        await until(lambda: page.settled, "the map shows everything")
        page.mark(nowhere)
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert chosen(seat) == set()
        assert said() == "Tidak ada kasus di situ."
        monkeypatch.setattr("console.pages.map_selection.MOST_SELECTED", 2)
        page.choose(cases[0])
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert said().endswith(": 2 kasus dipilih")
        await seat.press(Qt.Key.Key_A, SHIFT)
        assert len(chosen(seat)) == 2
        assert said() == "2 dari 3 kasus dipilih: yang tenggatnya paling dekat."

    loop.run(night())


def test_the_case_page_follows_what_is_chosen_on_a_map_in_its_own_window(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    def on_page() -> str:
        view = seat.frame.case_page.view
        return view.case.id if view is not None else ""

    async def night() -> None:
        page, frame = map_of(seat), seat.frame
        frame.windows.tear_off("map")
        await until(lambda: bool(frame.windows.torn), "the map has a window")
        frame.go("case")
        frame.go("map")
        window = frame.windows.torn[-1]
        await until(lambda: frame.windows.window is window, "with the keys")
        page.view.show_all()
        await seat.rest()
        page.view.grab()
        for case in (cases[3], cases[2]):
            QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=at(page, case))
            await until(lambda case=case: on_page() == case, "its page is shown")  # type: ignore[misc]
        assert frame.windows.in_frame == "case"
        before = on_page()
        await seat.press(Qt.Key.Key_K)  # the last of them by its deadline
        assert page.current_id() != before
        await until(lambda: on_page() == page.current_id(), "its page is shown")

    loop.run(night())
