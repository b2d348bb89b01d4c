"""An agency is phoned while the server is away; later everybody sees who told whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from console.pages.act import ActSheet
from db import deliveries
from db.domain.deliveries import JobState
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room, forward
from widgets.timeline import Timeline


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


def test_told_offline_with_keys_alone_and_seen_by_all(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    agus, seat = room.desk("agus"), sit()
    case = room.received(agus)
    assert agus.do(case, forward("dlh"), 0)["outcome"] == "accepted"

    async def journey() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await until(lambda: seat.program.book.slot(case) is not None, "the case is here")
        seat.frame.open_case(case)
        await until(lambda: seat.frame.case_page.view is not None, "the case is open")
        port = room.socket.getsockname()[1]
        room.stop()
        seat.frame.case_page.setFocus()
        await seat.press("s")
        await until(lambda: isinstance(seat.frame.sheet, ActSheet), "its sheet is open")
        name = QApplication.focusWidget()
        assert isinstance(name, QLineEdit)
        QTest.keyClicks(name, "Bu Ratna")
        await seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: seat.frame.sheet is None, "it is stored")
        page = seat.frame.case_page
        await until(lambda: bool(page.view and page.view.pending), "it is shown as waiting")
        first = str(page.findChildren(Timeline)[0].model().index(0, 0).data())
        assert first.startswith("DLH diberi tahu lewat telepon")
        assert "(Bu Ratna)" in first
        assert "belum terkirim" in first
        room.start(port)
        await until(lambda: not seat.program.sync.status.waiting, "it is on the server")

    loop.run(journey())
    told = room.desk("agus").bodies()[-1]
    assert (told["act"]["verb"], told["by"]["id"], told["act"]["name"]) == (
        "deliver", "siti", "Bu Ratna",
    )  # fmt: skip
    store = room.store()
    with store.read() as conn:
        ways = {job.channel: job.state for job in deliveries.of_case(conn, case)}
    store.close()
    assert ways == {"console": JobState.QUEUED, "phone": JobState.DELIVERED}
