"""Work is finished at a desk: photos chosen on the sheet prove it, or a supervisor says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit

from console.pages.act import ActSheet
from console.pages.proofs import ProofBox
from db.domain import commands as verb
from db.domain.states import State
from resources import path
from tests.plugins.pictures import jpeg, sha256
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Desk, Room, forward
from widgets.photo_strip import PhotoButton

AFTER, MORE = jpeg(), jpeg(seed=2)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


def at_work(room: Room) -> tuple[Desk, str]:
    """A case that its agency has in hand."""
    agus = room.desk("agus")
    case = room.received(agus)
    agus.do(case, forward("dlh"), 0)
    agus.do(case, verb.Accept("Dewi", "dlh"), 1)
    return agus, case


async def sheet_of(seat: Seat, room: Room, case: str, login: str) -> ActSheet:
    """Sign in, open the case and the sheet; its first words are written."""
    await seat.enter(room.url, login, PASSWORD)
    await until(lambda: seat.program.book.slot(case) is not None, "the case is here")
    seat.frame.open_case(case)
    await until(lambda: seat.frame.case_page.view is not None, "the case is open")
    seat.frame.case_page.setFocus()
    await seat.press("i")
    await until(lambda: isinstance(seat.frame.sheet, ActSheet), "its sheet is open")
    sheet = seat.frame.sheet
    assert isinstance(sheet, ActSheet)
    text = QApplication.focusWidget()
    assert isinstance(text, QPlainTextEdit)
    QTest.keyClicks(text, "Sudah diangkut")
    return sheet


def drop(box: ProofBox, *files: Path) -> None:
    """Files dropped on the place for proofs."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    box.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, left, none))


def fields(sheet: ActSheet) -> list[str]:
    """What it asks."""
    return [edit.accessibleName() for edit in sheet.findChildren(QPlainTextEdit)]


def finished(desk: Desk) -> list[dict[str, Any]]:
    """The acts by which work was finished."""
    return [body["act"] for body in desk.bodies() if body["act"]["verb"] == "finish"]


def test_an_officer_proves_it_with_photos_while_the_server_is_away(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    _, case = at_work(room)
    seat = sit()
    first, second, bad = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c.jpg"
    first.write_bytes(AFTER)
    second.write_bytes(MORE)
    bad.write_bytes(b"not a photo")

    async def journey() -> None:
        sheet = await sheet_of(seat, room, case, "siti")
        assert fields(sheet) == ["Teks untuk pelapor"]
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: "foto atau video" in sheet.banner.accessibleName(), "it asks for one")
        port = room.socket.getsockname()[1]
        room.stop()
        (box,) = sheet.findChildren(ProofBox)
        drop(box, bad)
        await until(lambda: "Bukan foto" in box._said.text(), "it says why not")
        drop(box, first, second)
        await until(lambda: len(box.chosen) == 2 and not box.busy, "both are kept")
        (one, _) = sheet.findChildren(PhotoButton)
        one.setFocus()
        await seat.press(Qt.Key.Key_Space)
        assert box.chosen == (sha256(MORE),)
        await seat.press(Qt.Key.Key_Space)  # the focus is on the button that chooses files
        await until(lambda: bool(box.findChildren(QFileDialog)), "files are chosen")
        box.findChildren(QFileDialog)[0].filesSelected.emit([str(first)])
        box.findChildren(QFileDialog)[0].close()
        await until(lambda: len(box.chosen) == 2 and not box.busy, "it is there again")
        await seat.open_again()
        box.setFocus()
        await until(lambda: box._button.hasFocus(), "keys go to the sheet")
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        room.start(port)
        await until(lambda: not seat.program.sync.status.waiting, "it is on the server")

    loop.run(journey())
    agus = room.desk("agus")
    (act,) = finished(agus)
    assert act["proofs"] == [sha256(MORE), sha256(AFTER)]
    for proof in act["proofs"]:
        assert agus.http.get(f"/media/{proof}?size=320").status_code == 200


def test_a_supervisor_may_say_why_there_is_none(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    agus, case = at_work(room)
    seat = sit()

    async def journey() -> None:
        sheet = await sheet_of(seat, room, case, "budi")
        assert fields(sheet) == ["Teks untuk pelapor", "Atau mengapa tanpa foto atau video"]
        why = sheet.findChildren(QPlainTextEdit)[1]
        QTest.keyClicks(why, "Kamera rusak")
        await seat.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        view = await seat.program.desk.view(case)
        assert view is not None
        assert view.case.state is State.AWAITING_VALIDATION
        await until(lambda: not seat.program.sync.status.waiting, "it is on the server")

    loop.run(journey())
    (act,) = finished(agus)
    assert (act["without_proof"], act.get("proofs")) == ("Kamera rusak", None)
