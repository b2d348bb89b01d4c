"""An administrator sees the console as another role: a key there, a key back, nothing touched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from console.pages.act import ActSheet
from console.pages.view_hands import ViewBanner, ViewSheet
from console.viewing import FOLDER
from db import identities, journal
from db.domain import commands as verb
from db.domain.refused import Refused
from server.people import ACCESS
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room, forward

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cases(room: Room) -> tuple[str, str, str]:
    """One that is with DLH, one that is the room's, one that is secret."""
    siti, budi = room.desk("siti"), room.desk("budi")
    theirs, other, secret = (room.received(siti) for _ in range(3))
    assert siti.do(theirs, forward("dlh"), 0)["outcome"] == "accepted"
    assert budi.do(secret, verb.Edit("secret", "no", "yes"))["outcome"] == "accepted"
    return theirs, other, secret


@pytest.fixture
def seat(room: Room, cases: tuple[str, str, str], loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """The administrator at a desk that is live."""
    made = sit()
    loop.run(made.enter(room.url, "admin", PASSWORD))
    return made


def toast(seat: Seat) -> str:
    return seat.frame._toast.accessibleName()


def role(seat: Seat) -> str:
    return seat.frame.role.value


def banners(seat: Seat) -> list[str]:
    found = seat.frame.findChildren(ViewBanner)
    return [one.accessibleName() for one in found if one.isVisible()]


async def view(seat: Seat, words: str) -> None:
    """By keys alone."""
    await seat.press(Key.Key_F9)
    await until(lambda: isinstance(seat.frame.sheet, ViewSheet), "it is asked as whom")
    await seat.press(words)
    await seat.press(Key.Key_Return)
    await until(lambda: bool(banners(seat)), "the view is there")


async def leave(seat: Seat) -> None:
    await seat.press(Key.Key_F9)
    await until(lambda: not banners(seat), "one's own desk is back")
    await until(lambda: not files(seat), "what was fetched is gone")


def files(seat: Seat) -> list[Path]:
    folder = seat.folder / FOLDER
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []


def shows(seat: Seat) -> set[str]:
    """The cases on the board that is shown."""
    place = seat.program.views.place
    book = place.book if place is not None else seat.program.book
    return set(book.columns)


def test_one_key_there_and_one_key_back(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    theirs, other, secret = cases

    async def work() -> None:
        await until(lambda: shows(seat) == {*cases}, "all cases are the administrator's")
        assert role(seat) == "admin"
        await view(seat, "petugas jaga")
        (banner,) = banners(seat)
        assert "Melihat sebagai Petugas jaga" in banner
        assert "identitas pelapor" in banner
        await until(lambda: shows(seat) == {theirs, other}, "an officer's cases are shown")
        assert role(seat) == "officer"
        await leave(seat)
        assert role(seat) == "admin"
        await view(seat, "kepala dlh")
        assert "Kepala OPD · DLH" in banners(seat)[0]
        await until(lambda: shows(seat) == {theirs}, "what the head of the agency sees")
        await leave(seat)
        assert shows(seat) == {*cases}

    loop.run(work())
    with closing(room.store()) as store, store.read() as conn:
        looked = [one.report for one in identities.looks(conn)]
    assert looked == ["view:agency_head:dlh", "view:officer"]
    assert secret in shows(seat)


def test_nothing_can_be_done(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    async def work() -> None:
        await view(seat, "petugas jaga")
        place, (theirs, other, _) = seat.program.views.place, cases
        assert place is not None
        await until(lambda: shows(seat) == {theirs, other}, "an officer's cases are shown")
        frame = seat.frame
        frame.open_case(other)
        await until(lambda: frame.case_page.view is not None, "it is open")
        for key in ("f", "n", "e", "p"):
            await seat.press(key)
            assert frame.sheet is None, key
            assert "Hanya melihat" in toast(seat)
        await seat.press(Key.Key_N, CTRL)
        assert frame.sheet is None
        shown = await place.desk.view(other)
        assert shown is not None
        for act in (forward("dlh"), verb.Note("x")):
            with pytest.raises(Refused, match="view_only"):
                await place.desk.do(shown.case, act)
        with pytest.raises(Refused, match="view_only"):
            await place.desk.look(shown.case.reports[0].id, "ingin tahu")
        with pytest.raises(Refused, match="view_only"):
            await place.sync.put_identity(other, shown.case.reports[0].id, "Nama")
        assert not place.sync.waiting()
        assert not seat.program.sync.waiting()
        await leave(seat)

    with closing(room.store()) as store, store.read() as conn:
        before = journal.head(conn)
    loop.run(work())
    with closing(room.store()) as store, store.read() as conn:
        assert journal.head(conn) == before


def test_it_is_on_no_list_of_who_is_there(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    async def work() -> None:
        await view(seat, "petugas jaga")
        await until(lambda: cases[1] in shows(seat), "the case is here")
        seat.frame.open_case(cases[1])
        await until(lambda: seat.frame.case_page.view is not None, "it is open")

    loop.run(work())
    with room.desk("budi").following() as pages:
        present = next(page for page in pages if "presence" in page)["presence"]
    assert {one["case"] for one in present} == {""}
    assert {one["role"] for one in present} == {"admin"}


def test_what_the_administrator_left_is_as_it_was(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    def kept() -> dict[str, bytes]:
        named = {"session.json", "settings.ini", "settings.json"}
        return {one.name: one.read_bytes() for one in seat.folder.iterdir() if one.name in named}

    async def work() -> None:
        seat.program._memory.keep()
        before = kept()
        assert "session.json" in before
        await view(seat, "wali kota")
        assert files(seat)
        await leave(seat)
        assert kept() == before

    loop.run(work())


def test_it_needs_the_server_and_says_so(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    async def work() -> None:
        await view(seat, "wali kota")
        room.stop()
        await until(lambda: not banners(seat), "it ends with the line")
        assert "Server tak terjangkau" in toast(seat)
        await until(lambda: not files(seat), "what was fetched is gone")
        link = seat.program.sync
        await until(lambda: link.status.link.value == "offline", "the desk knows it too")
        await seat.press(Key.Key_F9)
        await seat.press("wali kota")
        await seat.press(Key.Key_Return)
        await until(lambda: "perlu server" in toast(seat), "it is told why not")
        assert not banners(seat)

    loop.run(work())


def test_it_ends_with_its_time(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    async def work() -> None:
        await view(seat, "wali kota")
        viewing = seat.program.views.viewing
        assert viewing is not None
        seat.program.views.viewing = viewing._replace(until=viewing.until - ACCESS)
        await until(lambda: not banners(seat), "it is over")
        assert "Waktu melihat" in toast(seat)

    loop.run(work())


def test_the_end_of_a_view_opens_no_locked_desk(
    room: Room, cases: tuple[str, str, str], loop: Loop, seat: Seat
) -> None:
    async def work() -> None:
        await view(seat, "wali kota")
        await seat.press(Key.Key_L, CTRL)
        assert seat.program.locked
        viewing = seat.program.views.viewing
        assert viewing is not None
        seat.program.views.viewing = viewing._replace(until=viewing.until - timedelta(hours=1))
        seat.program.views.tick()
        await seat.rest()
        assert seat.program.locked
        assert seat.program.guard.page is not None
        assert seat.program.guard.page.isVisible()
        assert await seat.program.opening.open("admin", PASSWORD)
        await until(lambda: not banners(seat), "and then it is over")

    loop.run(work())


def test_what_a_power_cut_left_is_removed(loop: Loop, sit: Callable[..., Seat]) -> None:
    seat = sit()
    left = seat.folder / FOLDER
    left.mkdir()
    (left / "cache.db").write_bytes(b"x")
    loop.run(seat.open())
    assert not left.exists()


@pytest.mark.parametrize("login", ["siti", "budi", "hana", "walikota"])
def test_nobody_else_is_offered_it(
    room: Room, loop: Loop, sit: Callable[..., Seat], login: str
) -> None:
    async def work() -> None:
        seat = sit()
        await seat.enter(room.url, login, PASSWORD)
        assert all(deed.key != "view_as" for deed in seat.frame._deeds)
        await seat.press(Key.Key_F9)
        assert seat.frame.sheet is None
        assert not isinstance(seat.frame.sheet, ActSheet)

    loop.run(work())
