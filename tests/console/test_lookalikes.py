"""A call that is one of those on the board already: found while it is typed, joined by one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from console.pages.intake import IntakeSheet
from console.pages.lookalikes import Lookalikes
from console.pages.similar import SimilarRow
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.states import State
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

Seats = Callable[..., Seat]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

AREA = "36.71.01.1001"
MARKET = Place("Jl. Daan Mogot, depan Pasar Anyar", area=AREA)


def reported(room: Room) -> str:
    """A case of yesterday's rubbish, and two that are something else."""
    siti = room.desk("siti")
    old = room.received(siti, "Sampah menumpuk di Pasar Anyar", category="sampah", place=MARKET)
    room.received(siti, "Lampu jalan mati", category="lampu-pju", place=Place("Jl. Merdeka"))
    room.received(siti, "Sampah di got", category="sampah", place=Place("Jl. Merdeka"))
    return old


async def calling(
    seat: Seat, text: str = "Sampah menumpuk lagi di depan Pasar Anyar"
) -> Lookalikes:
    """Ctrl+N, and the caller's words are typed."""
    await seat.press(Key.Key_N, CTRL)
    await until(lambda: isinstance(seat.frame.sheet, IntakeSheet), "the sheet is open")
    assert seat.frame.sheet is not None
    await seat.press(text)
    await seat.press(Key.Key_Tab)
    (alike,) = seat.frame.sheet.findChildren(Lookalikes)
    return alike


async def placed(seat: Seat) -> None:
    """The caller names the street."""
    seat.find(QLineEdit, "Lokasi").setFocus()
    await seat.press("Jl. Daan Mogot")


def rows(alike: Lookalikes) -> list[SimilarRow]:
    return [row for row in alike.findChildren(SimilarRow) if not row.isHidden()]


async def case_of(seat: Seat, id: str) -> Case:
    view = await seat.program.desk.view(id)
    assert view is not None
    return view.case


async def settled(seat: Seat, id: str, true: Callable[[Case], bool]) -> Case:
    """The case as the desk shows it, once it is so."""
    for _ in range(2000):
        case = await case_of(seat, id)
        if true(case):
            return case
        await seat.rest()
    raise AssertionError(f"never so: {case}")


async def known(seat: Seat, report: str, name: str) -> None:
    """The server has who called; it is told once it has the report."""
    for _ in range(400):
        if (await seat.program.desk.look(report, "menelepon balik")).get("name") == name:
            return
        await seat.rest()
    raise AssertionError("the server never heard who called")


async def is_found(alike: Lookalikes, old: str) -> None:
    await until(lambda: len(rows(alike)) == 1, "the one like it is listed")
    assert alike.in_hand is None
    (row,) = rows(alike)
    assert "Masuk" in row.accessibleName()
    assert "jarak tidak diketahui" not in row.accessibleDescription()


def test_a_call_finds_its_case_while_it_is_typed_and_joins_it(
    room: Room, loop: Loop, sit: Seats
) -> None:
    old = reported(room)
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def journey() -> None:
        await until(lambda: len(seat.program.book) == 3, "the board is whole")
        alike = await calling(seat)
        await placed(seat)
        await is_found(alike, old)
        await seat.press(Key.Key_Down, CTRL)
        assert alike.in_hand is not None
        assert alike.in_hand.id == old
        assert seat.find(QLineEdit, "Lokasi").text() == "Jl. Daan Mogot"
        seat.find(QLineEdit, "Nama pelapor").setText("Bu Ratna")
        await seat.press(Key.Key_Return, CTRL | SHIFT)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        master = await settled(seat, old, lambda case: len(case.reports) == 2)
        await until(lambda: not seat.program.desk.items(), "the server has both")
        joined = master.reports[1]
        assert joined.text.startswith("Sampah menumpuk lagi")
        await known(seat, joined.id, "Bu Ratna")
        await seat.press(Key.Key_Z)
        own = await settled(seat, joined.case, lambda case: case.state is State.RECEIVED)
        assert own.reports == (joined,)
        assert len((await settled(seat, old, lambda case: len(case.reports) == 1)).reports) == 1

    loop.run(journey())


def test_without_the_server_it_is_found_and_joined_too_and_outlives_the_program(
    room: Room, loop: Loop, sit: Seats
) -> None:
    old = reported(room)
    seat, port = sit(), room.socket.getsockname()[1]
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def before() -> str:
        await until(lambda: len(seat.program.book) == 3, "the board is whole")
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "the line is dead")
        alike = await calling(seat)
        await placed(seat)
        await is_found(alike, old)
        seat.find(QPlainTextEdit, "Kata-kata pelapor").setFocus()
        await seat.press(Key.Key_Up, CTRL)
        assert alike.in_hand is not None, "the keys work while words are written"
        alike._in_hand = None
        await seat.press(Key.Key_Return, CTRL | SHIFT)
        assert alike.in_hand is not None, "the first time it is only shown"
        assert seat.frame.sheet is not None
        await seat.press(Key.Key_Return, CTRL | SHIFT)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        received, merge = seat.program.desk.items()
        assert merge.command.act == verb.Merge(old)
        assert merge.command.depends_on == received.command.id
        case = await case_of(seat, received.command.case)
        assert (case.state, case.master) == (State.MERGED, old)
        return case.id

    own = loop.run(before())
    loop.run(seat.close())
    room.start(port)
    again = sit()

    async def after() -> None:
        await again.enter(room.url, "siti", PASSWORD)
        master = await settled(again, old, lambda case: len(case.reports) == 2)
        await until(lambda: not again.program.desk.items(), "both have come")
        assert master.reports[1].case == own

    loop.run(after())


def test_a_call_that_waits_here_is_offered_to_the_next_one(
    room: Room, loop: Loop, sit: Seats
) -> None:
    """The line is dead, and everybody calls about the same flood."""
    seat, port = sit(), room.socket.getsockname()[1]
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def before() -> str:
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "the line is dead")
        first = verb.Receive("panggilan-1", "phone", "Sampah di Pasar Anyar", category="sampah")
        done = await seat.program.desk.take_call(replace(first, place=Place("Jl. Daan Mogot")))
        alike = await calling(seat, "Sampah menumpuk lagi")
        await placed(seat)
        await until(lambda: len(rows(alike)) == 1, "the call before is listed")
        assert "Nomor menyusul" in rows(alike)[0].accessibleName()
        await seat.press(Key.Key_Down, CTRL)
        await seat.press(Key.Key_Return, CTRL | SHIFT)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        own = seat.program.desk.items()[1].command.case
        assert (await case_of(seat, own)).master == done.command.case
        return done.command.case

    first = loop.run(before())
    room.start(port)

    async def after() -> None:
        await settled(seat, first, lambda case: len(case.reports) == 2)
        await until(lambda: not seat.program.desk.items(), "both have come")

    loop.run(after())


def test_a_refused_join_keeps_what_was_typed(room: Room, loop: Loop, sit: Seats) -> None:
    """The case was merged away meanwhile into one that this desk does not know."""
    old = reported(room)
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def journey() -> None:
        await until(lambda: len(seat.program.book) == 3, "the board is whole")
        alike = await calling(seat)
        await placed(seat)
        await is_found(alike, old)
        await seat.press(Key.Key_Down, CTRL)
        desk = seat.program.desk
        await desk.do(await case_of(seat, old), verb.Edit("secret", "no", "yes"))
        await until(lambda: not desk.items(), "it is hidden from this officer")
        await seat.press(Key.Key_Return, CTRL | SHIFT)
        sheet = seat.frame.sheet
        await until(lambda: sheet is not None and sheet.banner.isVisible(), "it says why not")
        words = seat.find(QPlainTextEdit, "Kata-kata pelapor")
        assert words.toPlainText() == "Sampah menumpuk lagi di depan Pasar Anyar"
        assert desk.items() == ()
        await seat.press(Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "as a case of its own it is taken")

    loop.run(journey())


def test_what_is_in_hand_stays_while_the_list_moves(room: Room, loop: Loop, sit: Seats) -> None:
    old = reported(room)
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))

    async def journey() -> None:
        await until(lambda: len(seat.program.book) == 3, "the board is whole")
        alike = await calling(seat)
        await placed(seat)
        await is_found(alike, old)
        await seat.press(Key.Key_Down, CTRL)
        alike.show_similar(())
        assert alike.in_hand is not None
        assert alike.in_hand.id == old
        assert [row.isChecked() for row in rows(alike)] == [True]
        other = replace(alike.in_hand, id="another", number="TNG-26-000999")
        shown = alike._in_hand
        assert shown is not None
        alike.show_similar([shown._replace(case=other)])
        assert alike.in_hand.id == old
        await until(lambda: len(rows(alike)) == 2, "the other is listed beside it")

    loop.run(journey())
