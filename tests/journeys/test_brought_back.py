"""What a restored server has lost is brought back from a desk that still knows it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db import cases, journal
from db.domain.states import State
from resources import path
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import CITY, PASSWORD, Room, forward


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A running server with people."""
    room = Room(f"sqlite:///{tmp_path / 'city.db'}", tmp_path / "server", path("cities", CITY))
    yield room
    room.stop()


def restored(room: Room, database: Path, backup: Path, port: int) -> None:
    """Put the backup back as a keeper does, and serve again at the same address."""
    room.stop()
    for tail in ("", "-wal", "-shm"):
        Path(f"{database}{tail}").unlink(missing_ok=True)
    shutil.copy(backup, database)
    store = room.store()
    with store.write() as conn:
        journal.new_epoch(conn)
    store.close()
    room.start(port)


@pytest.mark.expects_log("history lost, new epoch|console trouble|new epoch")
def test_lost_cases_come_back_once_whoever_brings_them(
    room: Room, loop: Loop, sit: Callable[..., Seat], tmp_path: Path
) -> None:
    database, backup = tmp_path / "city.db", tmp_path / "backup.db"
    budi, second = sit(), sit("second desk")
    port = room.socket.getsockname()[1]

    async def journey() -> None:
        await budi.enter(room.url, "budi", PASSWORD)
        await second.enter(room.url, "budi", PASSWORD)
        room.stop()
        shutil.copy(database, backup)
        room.start(port)
        agus = room.desk("agus")
        gone = [room.received(agus, category="sampah") for _ in range(2)]
        assert agus.do(gone[0], forward("dlh"), 0)["outcome"] == "accepted"
        both = (budi.program, second.program)
        await until(lambda: all(one.book.slot(gone[1]) is not None for one in both), "all came")
        restored(room, database, backup, port)
        await until(lambda: all(len(one.desk.lost) == 2 for one in both), "they are missed")
        await brings_back(budi)
        await until(lambda: not budi.program.desk.lost, "nothing is missing")
        await until(lambda: not budi.program.sync.status.waiting, "all is decided")
        # The other desk may still show them: asked to bring them back, it makes no second ones.
        await until(lambda: second.program.book.slot(gone[0]) is not None, "the second desk knows")
        await second.program.sync.look_for_lost()
        assert second.program.desk.lost == ()

    loop.run(journey())
    told = room.desk("budi").bodies()
    opened = [one for one in told if one["act"]["verb"] == "receive"]
    assert len({one["case"] for one in opened}) == len(opened) == 2
    assert {one["by"]["id"] for one in opened} == {"budi"}
    notes = [one["act"]["text"] for one in told if one["act"]["verb"] == "note"]
    assert len(notes) == 2
    assert any("Diteruskan (DLH)" in note for note in notes)
    store = room.store()
    with store.read() as conn:
        case = cases.one(conn, opened[0]["case"])
    store.close()
    assert case is not None
    assert case.state is State.RECEIVED
    assert case.first_at < case.changed_at


async def brings_back(seat: Seat) -> None:
    """As a supervisor does it, with the keys."""
    await seat.open_again()
    await seat.press("g")
    await seat.press("k")
    asks = "Bawa kembali 2 kasus"
    buttons = seat.program.findChildren(QPushButton)
    await until(lambda: any(shown(one, asks) for one in buttons), "the page asks")
    (button,) = (one for one in buttons if shown(one, asks))
    button.setFocus()
    await seat.press(Qt.Key.Key_Space)


def shown(button: QPushButton, text: str) -> bool:
    """Whether it can be seen and reads so."""
    return button.isVisible() and button.text() == text
