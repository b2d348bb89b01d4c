"""A call that is being written down is there again after Esc, a power cut and another officer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from console.drafts import of_calls
from console.pages.intake import IntakeSheet
from db.domain.refused import Refused
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
WORDS = "Pohon tumbang di Jl. Merdeka, hubungi 081298765432"
Seats = Callable[..., Seat]


async def begun(seat: Seat) -> QPlainTextEdit:
    """Ctrl+N; where the caller's words go."""
    await seat.press(Key.Key_N, CTRL)
    await until(lambda: isinstance(seat.frame.sheet, IntakeSheet), "the sheet is open")
    return seat.find(QPlainTextEdit, "Kata-kata pelapor")


async def on_disk(seat: Seat, person: str, *, there: bool) -> None:
    drafts = of_calls(seat.folder)
    await until(lambda: (drafts.read(person) is not None) is there, "the disk knows it")


def test_a_call_left_by_esc_goes_on_where_it_stopped(room: Room, loop: Loop, sit: Seats) -> None:
    seat = sit()

    async def played() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await begun(seat)
        await seat.press(WORDS)
        await seat.press(Key.Key_Escape)
        await until(lambda: seat.frame.sheet is None, "the sheet is gone")
        field = await begun(seat)
        assert field.toPlainText() == WORDS
        await seat.press(" sekarang")
        await seat.press(Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        await on_disk(seat, "siti", there=False)
        assert (await begun(seat)).toPlainText() == ""
        await until(lambda: len(seat.program.book) == 1, "the case is on the board")
        await seat.press("Lampu")
        await until(lambda: seat.program.calls.held is not None, "it is held")
        assert seat.program.calls._typed.interval() > 0  # not a file for each letter

    loop.run(played())


def test_it_is_emptied_for_another_call(room: Room, loop: Loop, sit: Seats) -> None:
    seat = sit()

    async def played() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await begun(seat)
        await seat.press(WORDS)
        await on_disk(seat, "siti", there=True)
        await seat.press(Key.Key_Escape)
        field = await begun(seat)
        empty = next(b for b in seat.frame.findChildren(QPushButton) if b.text() == "Kosongkan")
        empty.click()
        assert field.toPlainText() == ""
        await on_disk(seat, "siti", there=False)
        await seat.press(Key.Key_Escape)
        assert (await begun(seat)).toPlainText() == ""

    loop.run(played())


def test_it_outlives_a_power_cut_without_personal_data_and_stays_its_officers_own(
    room: Room, loop: Loop, sit: Seats, tmp_path: Path
) -> None:
    seat = sit()

    async def typed() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await begun(seat)
        await seat.press(WORDS)
        await on_disk(seat, "siti", there=True)
        await until(
            lambda: all("0812" not in file.read_text() for file in files(seat.folder)), "masked"
        )

    loop.run(typed())
    shutil.copytree(seat.folder, tmp_path / "after")
    after = Seat(loop, tmp_path / "after")

    async def found() -> None:
        await after.enter(room.url, "siti", PASSWORD)
        assert (await begun(after)).toPlainText() == "Pohon tumbang di Jl. Merdeka, hubungi •••"
        await after.press(Key.Key_Escape)
        await after.program.sync.sign_out()
        assert await after.program.enter(room.url, "agus", PASSWORD, "Meja 1")
        assert (await begun(after)).toPlainText() == ""
        await after.close()

    loop.run(found())


def test_who_signs_out_leaves_nothing_of_it_in_memory(room: Room, loop: Loop, sit: Seats) -> None:
    seat = sit()

    async def played() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await begun(seat)
        await seat.press(WORDS)
        assert seat.program.calls.held is not None
        seat.frame.sign_out()
        await until(lambda: seat.program.sign_in is not None, "the desk is left")
        await until(lambda: seat.program.calls.held is None, "nothing is held")
        await on_disk(seat, "siti", there=True)
        assert all("0812" not in file.read_text() for file in files(seat.folder))
        assert await seat.program.enter(room.url, "siti", PASSWORD, "Meja 1")
        assert (await begun(seat)).toPlainText() == "Pohon tumbang di Jl. Merdeka, hubungi •••"

    loop.run(played())


def test_a_call_that_was_sent_just_before_a_crash_is_not_sent_twice(
    room: Room, loop: Loop, sit: Seats, tmp_path: Path
) -> None:
    seat = sit()

    async def typed() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await begun(seat)
        await seat.press("Pohon tumbang di Jl. Merdeka")
        await on_disk(seat, "siti", there=True)

    loop.run(typed())
    kept = (tmp_path / "kept").resolve()
    shutil.copytree(seat.folder / "calls", kept)

    async def sent() -> None:
        await seat.press(Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        await until(lambda: len(seat.program.book) == 1, "the case is on the board")
        await on_disk(seat, "siti", there=False)

    loop.run(sent())
    shutil.copytree(seat.folder, tmp_path / "after")
    shutil.copytree(kept, tmp_path / "after" / "calls", dirs_exist_ok=True)  # not forgotten yet
    after = Seat(loop, tmp_path / "after")

    async def again() -> None:
        await after.enter(room.url, "siti", PASSWORD)
        held = after.program.calls.held
        assert held is not None
        with pytest.raises(Refused, match="case_exists"):
            await after.program.desk.take_call(held)
        await until(lambda: len(after.program.book) == 1, "the case is on the board")
        assert (await begun(after)).toPlainText() == ""
        assert after.program.calls.held is None
        await after.close()

    loop.run(again())


def files(folder: Path) -> list[Path]:
    found = list((folder / "calls").glob("*.json"))
    assert found
    return found
