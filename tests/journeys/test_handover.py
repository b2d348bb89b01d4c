"""A change of shift with real keys: two officers at one desk, and the same with the server away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit

from console.changeover import Changeover
from console.pages.handover import HandoverPage
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room, forward
from widgets.toast import Toast

Key = Qt.Key


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A server on which an agency has been silent since yesterday."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    room.clock.ahead = timedelta(hours=-26)
    siti = room.desk("siti")
    for text in ("Sampah menumpuk", "Lampu mati", "Got mampet"):
        case = room.received(siti, text)
        if text != "Got mampet":
            assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    room.clock.ahead = timedelta(0)
    yield room
    room.stop()


def changeover(seat: Seat) -> Changeover:
    """What the page asks, for looking at."""
    assert seat.program._workplace is not None
    return seat.program._workplace.changeover


def log(room: Room) -> list[dict[str, Any]]:
    """Today's entries on the server."""
    day = (room.clock() + timedelta(hours=7)).date().isoformat()
    found: list[dict[str, Any]] = (
        room.desk("budi").http.get("/logbook", params={"day": day}).json()["entries"]
    )
    return found


async def drafted(seat: Seat) -> HandoverPage:
    """G S, and the draft is there."""
    await until(lambda: len(seat.program.book) == 3, "the cases are here")
    await seat.press(Key.Key_G)
    await seat.press(Key.Key_S)
    page = seat.frame.shift.handover
    await until(lambda: changeover(seat).current.draft is not None, "the draft is made")
    await until(page.lines.hasFocus, "keys go to the lines")
    return page


async def signed(seat: Seat, page: HandoverPage) -> None:
    """The outgoing officer remarks on the first line and signs."""
    seat.find(QPlainTextEdit, "Catatan untuk kasus ini").setFocus()
    await seat.press("Sudah ditelepon dua kali")
    seat.find(QPlainTextEdit, "Catatan umum").setFocus()
    await seat.press("Pompa satu mati")
    page.sign.act.setFocus()
    await seat.press(Key.Key_Return)
    await until(lambda: changeover(seat).current.given is not None, "it is signed")
    await until(page.lines.hasFocus, "keys go to the lines again")


async def open_lines(seat: Seat, page: HandoverPage) -> None:
    """The incoming officer opens every critical line; none may be left out."""
    given = changeover(seat).current.handover
    assert given is not None
    assert len(given.critical) == 3
    for _ in given.critical:
        assert not page.sign.act.isEnabled()
        await seat.press(Key.Key_Return)
    await until(page.sign.act.isEnabled, "the incoming officer may sign")


async def accepted(seat: Seat, login: str, password: str) -> None:
    """Name, password, Enter."""
    seat.find(QLineEdit, "Nama pengguna petugas masuk").setFocus()
    await seat.press(login)
    seat.find(QLineEdit, "Kata sandi petugas masuk").setFocus()
    await seat.press(password)
    await seat.press(Key.Key_Return)


def test_two_officers_at_one_desk(
    loop: Loop, sit: Callable[..., Seat], room: Room, tmp_path: Path
) -> None:
    seat = sit()

    async def journey() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        page = await drafted(seat)
        await signed(seat, page)
        await until(lambda: len(log(room)) == 1, "the server has the handover")
        await open_lines(seat, page)
        await accepted(seat, "siti", PASSWORD)
        await until(page.sign.banner.isVisible, "nobody takes over from themselves")
        page.sign.login.clear()
        await accepted(seat, "agus", "salah")
        await until(lambda: page.sign.act.isEnabled(), "a wrong password signs nothing")
        assert changeover(seat).current.receipt is None
        page.sign.login.clear()
        page.sign.password.clear()
        await accepted(seat, "agus", PASSWORD)
        await until(lambda: changeover(seat).current.receipt is not None, "both have signed")
        given, receipt = log(room)
        assert given["entry"]["handover"]["remark"] == "Pompa satu mati"
        remarks = [line.get("remark", "") for line in given["entry"]["handover"]["lines"]]
        assert "Sudah ditelepon dua kali" in remarks
        assert [one["entry"]["by"]["id"] for one in (given, receipt)] == ["siti", "agus"]
        assert receipt["carrier"]["id"] == "agus"
        await printed(seat, page, tmp_path / "serah.pdf")
        await read_in_the_log(seat)

    loop.run(journey())


async def printed(seat: Seat, page: HandoverPage, to: Path) -> None:
    """The PDF has both names, and nothing of a reporter."""
    page.sign.printed.emit()
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(to))
    dialog.close()
    await seat.open_again()
    await until(to.exists, "the file is written")
    toast = seat.frame.findChild(Toast)
    await until(lambda: toast is not None and str(to) in toast.accessibleName(), "it is said")
    document = QPdfDocument()
    document.load(str(to))
    text = document.getAllText(0).text()
    assert "Siti" in text
    assert "Agus" in text
    assert "Halaman 1 dari 1" in text
    assert "Sampah menumpuk/tidak" in text  # the category, in the city's words
    assert "Lampu mati" not in text  # the reporter's


async def read_in_the_log(seat: Seat) -> None:
    """Buku jaga lists it, and a note beside it."""
    seat.frame.shift.tabs.setCurrentIndex(1)
    page = seat.frame.shift.log
    await until(lambda: page.entries.count() == 1, "the log has the handover")
    assert "Diterima oleh Agus" in page.entries.item(0).text()
    seat.find(QLineEdit, "Catatan jaga").setFocus()
    await seat.press("Genset diuji")
    await seat.press(Key.Key_Return)
    await until(lambda: page.entries.count() == 2, "the note stands below")
    await until(lambda: "Genset" in page.text.toPlainText(), "it is read")


def test_the_server_is_away_and_nothing_is_lost(
    loop: Loop, sit: Callable[..., Seat], room: Room, tmp_path: Path
) -> None:
    seat = sit()
    port = room.socket.getsockname()[1]

    async def before() -> None:
        await seat.open(room.url)
        assert await seat.program.enter(room.url, "agus", PASSWORD, "Meja 1")
        await until(lambda: seat.program.sync.status.link.value == "live", "agus was here")
        await seat.program.sync.sign_out()
        assert await seat.program.enter(room.url, "siti", PASSWORD, "Meja 1")
        await until(lambda: seat.program.sync.status.link.value == "live", "siti is here")
        page = await drafted(seat)
        room.stop()
        await until(lambda: seat.program.sync.status.link.value == "offline", "the line is dead")
        await signed(seat, page)
        await open_lines(seat, page)
        await accepted(seat, "budi", PASSWORD)
        await until(page.sign.banner.isVisible, "who was never here is not known here")
        page.sign.login.clear()
        page.sign.password.clear()
        await accepted(seat, "agus", PASSWORD)
        await until(lambda: changeover(seat).current.receipt is not None, "both have signed")
        await seat.close()

    loop.run(before())
    room.start(port)
    again = sit()  # the same folder: the program was closed meanwhile

    async def after() -> None:
        await again.enter(room.url, "siti", PASSWORD)
        await until(lambda: len(log(room)) == 2, "both signatures have come to the server")
        given, receipt = log(room)
        assert [one["entry"]["by"]["id"] for one in (given, receipt)] == ["siti", "agus"]
        assert receipt["carrier"]["id"] == "siti"
        await until(
            lambda: all(k.recorded_at for k in changeover(again)._kept.values()), "it is known here"
        )

    loop.run(after())
