"""Distances on the desk's map, and the map as a file, with real keys at a real desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from console.pages.map import MapPage
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.mercator import metres_across, to_plane
from tests.console.map_seat import at_the_map, map_of
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import Desk, Room
from widgets.filter_bar import Filters

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LAT, LNG = -6.18, 106.64
METRES = (0, 290, 310, 800)
"""How far north of the first each case is."""


@pytest.fixture
def desk(room: Room) -> Desk:
    """A colleague who takes calls."""
    return room.desk("agus")


@pytest.fixture
def cases(room: Room, desk: Desk) -> list[str]:
    """Four in a row to the north."""
    places = [Place(lat=LAT + metres / 111_195, lng=LNG) for metres in METRES]
    return [room.received(desk, category="sampah", place=place) for place in places]


@pytest.fixture
def seat(room: Room, cases: list[str], loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti with the cases on her map, the first one chosen."""
    seat = sit()
    page = at_the_map(room, cases, loop, seat)
    page.choose(cases[0])
    page.view.grab()
    return seat


def said(seat: Seat) -> str:
    return seat.frame._toast.accessibleName()


def inside(page: MapPage) -> set[str]:
    return {page._places.case(number) for number in page.rulers.inside()}


def test_a_ring_tells_what_is_inside_and_grows_by_key(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        await seat.press(Qt.Key.Key_R, SHIFT)
        assert said(seat) == "Dalam 500 m: 3 kasus"
        await seat.press(Qt.Key.Key_Down, ALT)
        assert said(seat) == "Dalam 300 m: 2 kasus"
        assert inside(page) == set(cases[:2])
        for _ in range(3):
            await seat.press(Qt.Key.Key_Up, ALT)
        assert said(seat) == "Dalam 1,0 km: 4 kasus"
        await seat.press(Qt.Key.Key_Down, ALT)
        await seat.press(Qt.Key.Key_Down, ALT)
        await seat.press(Qt.Key.Key_Down, ALT)
        await seat.press(Qt.Key.Key_A, CTRL)
        assert set(seat.frame.map.selected_ids()) == set(cases[:2])
        await seat.press(Qt.Key.Key_Escape)
        assert not page.rulers.ring
        await seat.press(Qt.Key.Key_Escape)
        assert seat.frame.map.selected_ids() == []

    loop.run(night())


def test_the_ring_goes_with_the_choice_or_to_where_bare_ground_was_clicked(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        await seat.press(Qt.Key.Key_R, SHIFT)
        await seat.press(Qt.Key.Key_Down, ALT)
        page.choose(cases[3])
        assert inside(page) == {cases[3]}
        x, y = to_plane(LAT + 450 / 111_195, LNG)
        page._side.hide()
        sight = page.view.sight
        east = 200 / metres_across(LAT)  # beside the cases, on no name
        at = QPoint(
            round((x + east) * sight.scale - sight.left), round(y * sight.scale - sight.top)
        )
        page.view.grab()
        page.view._scene.names.clear()
        QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=at)
        assert inside(page) == {cases[1], cases[2]}
        assert page.current_id() == cases[3]

    loop.run(night())


def test_the_ring_honours_filters_and_never_counts_what_is_secret(
    seat: Seat, cases: list[str], desk: Desk, loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        await seat.press(Qt.Key.Key_R, SHIFT)
        assert inside(page) == set(cases[:3])
        desk.do(cases[1], verb.Edit("secret", "no", "yes"))
        await until(lambda: inside(page) == {cases[0], cases[2]}, "it is out of the ring")
        ring = page.rulers._ruler.ring
        assert ring is not None
        assert ring.told == "Dalam 500 m: 2 kasus"
        page.filters.set_filters(Filters(category=("pju",)))
        await until(lambda: inside(page) == set(), "none is of the other category")

    loop.run(night())


def test_a_line_from_the_case_to_where_keys_and_clicks_lead(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        page.choose(cases[0])
        await seat.press(Qt.Key.Key_H, SHIFT)
        assert page.rulers.measuring
        before = page.view.grab().toImage()
        await seat.press(Qt.Key.Key_Up)
        await seat.press(Qt.Key.Key_Up)
        assert page.view.grab().toImage() != before
        sight = page.view.sight
        x, y = to_plane(LAT + 800 / 111_195, LNG)
        at = QPoint(round(x * sight.scale - sight.left), round(y * sight.scale - sight.top))
        QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=at)
        metres = re.fullmatch(r"(\d+) m", said(seat))
        assert metres is not None
        assert int(metres[1]) == pytest.approx(800, abs=8)  # a px is some 2 m
        assert page.current_id() == cases[0]
        await seat.press(Qt.Key.Key_Escape)
        assert not page.view.pointing
        assert seat.frame.windows.in_frame == "map"

    loop.run(night())


def test_a_line_is_measured_with_keys_alone(seat: Seat, cases: list[str], loop: Loop) -> None:
    async def night() -> None:
        page = map_of(seat)
        page.choose(cases[0])
        await seat.press(Qt.Key.Key_H, SHIFT)
        await seat.press(Qt.Key.Key_Up)
        sight = page.view.sight
        apart = abs(sight.y - to_plane(LAT, LNG)[1]) * metres_across(LAT)
        await seat.press(Qt.Key.Key_Return)
        metres = re.fullmatch(r"(\d+) m", said(seat))
        assert metres is not None
        assert int(metres[1]) == pytest.approx(apart, abs=8)
        assert seat.frame.windows.in_frame == "map"  # and no case was opened
        await seat.press(Qt.Key.Key_Return)  # the next line begins here, and follows the view
        await seat.press(Qt.Key.Key_Down)
        await seat.press(Qt.Key.Key_Return)
        assert int(said(seat).removesuffix(" m")) == pytest.approx(apart, abs=8)

    loop.run(night())


def test_who_measures_without_a_case_sees_where_keys_point(seat: Seat, loop: Loop) -> None:
    async def night() -> None:
        page = map_of(seat)
        page.mark("")
        before = page.view.grab().toImage()
        await seat.press(Qt.Key.Key_H, SHIFT)
        shown = page.view.grab().toImage()
        middle = page.view.width() // 2, page.view.height() // 2
        assert shown.pixelColor(*middle) != before.pixelColor(*middle)
        await seat.press(Qt.Key.Key_Return)
        assert page.rulers._ruler.begin == (page.view.sight.x, page.view.sight.y)

    loop.run(night())


def test_a_case_that_was_opened_from_the_map_leads_back_to_it(
    seat: Seat, cases: list[str], loop: Loop
) -> None:
    async def night() -> None:
        page = map_of(seat)
        page.choose(cases[1])
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.frame.windows.in_frame == "case", "its page is shown")
        await seat.press(Qt.Key.Key_Escape)
        assert seat.frame.windows.in_frame == "map"
        assert page.current_id() == cases[1]
        assert page.view.hasFocus()

    loop.run(night())


# --- as a file ---


async def saved(seat: Seat, path: Path, kind: str) -> None:
    """Ctrl+P, then the dialog with a name and a kind."""
    await seat.press(Qt.Key.Key_P, CTRL)
    page = map_of(seat)
    await until(lambda: bool(page.findChildren(QFileDialog)), "it is asked where to")
    dialog = page.findChildren(QFileDialog)[-1]
    dialog.selectNameFilter(next(one for one in dialog.nameFilters() if kind in one))
    dialog.fileSelected.emit(str(path))
    dialog.close()
    await seat.rest()


@pytest.mark.parametrize(("kind", "times"), [("seperti di layar", 1), ("4 kali", 4)])
def test_the_map_is_saved_as_large_as_wanted(
    seat: Seat, loop: Loop, tmp_path: Path, kind: str, times: int
) -> None:
    file = tmp_path / "peta.png"
    loop.run(saved(seat, file, kind))
    loop.run(until(file.exists, "it is saved"))
    view, image = map_of(seat).view.size(), QImage(str(file))
    assert image.width() == view.width() * times
    assert image.height() > view.height() * times
    assert said(seat) == f"Tersimpan: {file}"


def test_the_map_is_saved_as_a_page_of_pdf(seat: Seat, loop: Loop, tmp_path: Path) -> None:
    file = tmp_path / "peta.pdf"
    loop.run(saved(seat, file, "PDF"))
    loop.run(until(file.exists, "it is saved"))
    document = QPdfDocument()
    document.load(str(file))
    assert document.pageCount() == 1
    page = document.pagePointSize(0)
    assert (round(page.width()), round(page.height())) == (842, 595)
    shown = document.render(0, QSize(842, 595))
    colours = {shown.pixel(x, y) for x in range(40, 800, 7) for y in range(40, 560, 7)}
    assert len(colours) > 10
    document.close()


def test_what_keeps_it_from_being_saved_is_told_and_nothing_half_is_left(
    seat: Seat, loop: Loop, tmp_path: Path
) -> None:
    before = tmp_path / "peta.png"
    before.mkdir()  # nothing can be written in its place, whoever one is
    loop.run(saved(seat, before, "seperti di layar"))
    loop.run(until(lambda: "Belum tersimpan" in said(seat), "it is told"))
    assert str(before) in said(seat)
    assert sorted(tmp_path.glob("peta*")) == [before]


def test_its_caption_says_when_how_many_and_what_is_left_out(seat: Seat, loop: Loop) -> None:
    page, paper = map_of(seat), seat.frame.map_hands._paper
    page.filters.set_filters(Filters(text="sampah", breached=True))
    when, counts = paper._lines(page)
    assert "Saringan: “sampah” · Lewat tenggat" in when
    assert re.search(r"Pada \d\d/\d\d/\d{4} \d\d\.\d\d WIB", when)
    assert "Kasus rahasia tidak ditampilkan" in counts
    loop.run(seat.rest())
