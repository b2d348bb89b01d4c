"""Filters that the room shares, as two desks of one city see them, with and without the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from db.domain.shared_filters import Terms
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room
from widgets.filter_bar import Filters

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LATE = Filters(breached=True)


def test_a_desk_and_the_law_mean_the_same_by_a_filter() -> None:
    law = {one.name: one.default for one in fields(Terms)}
    assert {one.name: one.default for one in fields(Filters)} == law


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return seat


def entries(menu: QMenu) -> list[str]:
    return [one.text() for one in menu.actions() if not one.isSeparator()]


def offered(seat: Seat) -> list[str]:
    return entries(seat.frame.board.saved.menu_now())


def below(seat: Seat, word: str) -> list[str]:
    """What stands in the menu below a word; nothing where the word is not there."""
    for one in seat.frame.board.saved.menu_now().actions():
        if one.text() == word:
            menu = one.menu()
            assert isinstance(menu, QMenu)
            return entries(menu)
    return []


async def share(seat: Seat, name: str) -> None:
    seat.frame.board.filters.set_filters(LATE)
    await seat.press(Qt.Key.Key_S, CTRL | SHIFT)
    assert seat.frame.sheet is not None
    await seat.press(name)
    await seat.press(Qt.Key.Key_Return)


async def looked(seat: Seat, true: Callable[[], bool]) -> None:
    """What happens by itself every few seconds."""
    assert seat.program._workplace is not None
    seat.program._workplace.filters.fetch()
    await until(true, "this desk has looked")


def test_what_one_shares_the_other_chooses(
    seat: Seat, room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    other = sit("other")

    async def night() -> None:
        await other.enter(room.url, "agus", PASSWORD)
        await seat.open_again()
        await share(seat, "Terlambat & lama")
        await until(lambda: seat.frame.sheet is None, "it is shared")
        assert "dibagikan ke ruangan" in seat.frame._toast.accessibleName()
        assert "Bersama" in offered(seat)
        assert below(seat, "Tarik dari ruangan") == ["Terlambat && lama\tSiti"]
        await looked(other, lambda: "Bersama" in offered(other))
        await other.open_again()
        assert "Terlambat && lama\tSiti" in offered(other)
        assert below(other, "Tarik dari ruangan") == []
        await other.press(Qt.Key.Key_G)
        await other.press(Qt.Key.Key_F)
        (menu,) = (m for m in other.frame.board.saved.findChildren(QMenu) if m.isVisible())
        assert menu.activeAction().text() == "Terlambat && lama\tSiti"
        menu.activeAction().trigger()
        menu.close()
        assert other.frame.board.filters.filters() == LATE

    loop.run(night())


def test_without_the_server_it_says_so_and_keeps_what_was_typed(
    seat: Seat, room: Room, loop: Loop
) -> None:
    async def night() -> None:
        await share(seat, "Pertama")
        await until(lambda: seat.frame.sheet is None, "it is shared")
        room.stop()
        await until(lambda: not seat.program.desk.online, "the line is dead")
        assert "Pertama\tSiti" in offered(seat)
        await share(seat, "Kedua")
        sheet = seat.frame.sheet
        assert sheet is not None
        await until(lambda: sheet.isEnabled(), "it is refused")
        said = sheet.banner.accessibleName()
        assert "Server tidak terjangkau" in said
        assert "Ctrl+S" in said
        assert "Kedua\tSiti" not in offered(seat)
        await seat.press(Qt.Key.Key_Escape)

    loop.run(night())


def test_what_was_shared_last_is_there_at_an_offline_start(
    seat: Seat, room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    async def evening() -> None:
        await share(seat, "Terlambat")
        await until(lambda: seat.frame.sheet is None, "it is shared")

    loop.run(evening())
    loop.run(seat.close())
    room.stop()
    again = sit()

    async def morning() -> None:
        await again.open(room.url)
        assert await again.program.enter_offline("siti", PASSWORD)
        await again.rest()
        assert "Terlambat\tSiti" in offered(again)

    loop.run(morning())


def test_a_name_that_another_has_is_refused_by_their_name(
    seat: Seat, room: Room, loop: Loop
) -> None:
    body = {"name": "Terlambat", "terms": {"mine": True}}
    assert room.desk("agus").http.put("/filters/f-1", json=body).status_code == 200

    async def night() -> None:
        await share(seat, "terlambat")
        sheet = seat.frame.sheet
        assert sheet is not None
        await until(lambda: bool(sheet.banner.accessibleName()), "it is refused")
        assert sheet.banner.accessibleName().startswith("Agus sudah membagikan “Terlambat”")
        await seat.press("Lain saja")
        await seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.frame.sheet is None, "it is shared under another")
        assert below(seat, "Tarik dari ruangan") == ["Lain saja\tSiti"]

    loop.run(night())


def test_a_supervisor_withdraws_any_and_an_agency_sees_none(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    body = {"name": "Terlambat", "terms": {"breached": True}}
    assert room.desk("siti").http.put("/filters/f-1", json=body).status_code == 200
    seat = sit()

    async def night() -> None:
        await seat.enter(room.url, "budi", PASSWORD)
        await looked(seat, lambda: "Bersama" in offered(seat))
        assert below(seat, "Tarik dari ruangan") == ["Terlambat\tSiti"]
        seat.frame.board.saved.withdraw_asked.emit("f-1")
        await until(lambda: "Bersama" not in offered(seat), "it is withdrawn")
        assert room.desk("siti").http.get("/filters").json()["filters"] == {}
        seat.frame.sign_out()
        await until(lambda: seat.program.sign_in is not None, "signed out")
        assert await seat.program.enter(room.url, "dewi", PASSWORD, "Meja 1")
        await looked(seat, lambda: not (seat.folder / "filters.json").exists())
        assert "Bersama" not in offered(seat)

    loop.run(night())
