"""Words are found in the shift log: of all days and desks while the server answers, and after."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt

from console.pages.handover_words import searchable
from console.pages.logbook import LogPage
from db.domain.city import City
from db.domain.handover import Handover, Line, Reason, Why
from db.domain.logbook import Entry, Receipt, digest_of
from db.domain.shifts import Turn
from db.domain.states import State
from db.domain.wire import encode
from tests.console.acted import BEGAN, BUDI, SITI
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

Seats = Callable[..., Seat]
Key = Qt.Key


def handed(at_: timedelta = timedelta(0), remark: str = "Pompa satu mati") -> Handover:
    now = BEGAN + at_
    turn = Turn("siang", "Siang", now, now + timedelta(hours=8))
    reason = Reason(Why.PROMISE, now, "dlh", "Diganti Sabtu")
    lines = (
        Line("c-1", "TNG-26-000012", State.SCHEDULED, (reason,), category="sampah", remark="Hujan"),
        Line("c-2", "TNG-26-000013", State.FORWARDED, (Reason(Why.SILENT),), secret=True),
    )
    return Handover(turn, now, (), lines, remark=remark)


def test_all_that_can_be_read_can_be_found(city: City) -> None:
    given = Entry("e-1", BEGAN, SITI, handover=handed())
    text = searchable(given, city)
    for word in ("siti", "pompa satu", "000012", "diganti sabtu", "sampah", "hujan", "000013"):
        assert word in text
    receipt = Entry("e-2", BEGAN, BUDI, receipt=Receipt("e-1", digest_of(handed()), (), "Jelas"))
    assert "jelas" in searchable(receipt, city)
    assert "genset" in searchable(Entry("e-3", BEGAN, SITI, note="GENSET diuji"), city)


def write_down(room: Room, login: str, text: str, ago: timedelta) -> None:
    """A note that somebody wrote at another desk."""
    desk = room.desk(login)
    entry = Entry(str(uuid.uuid4()), room.clock() - ago, desk.actor, note=text)
    answer = desk.http.put(f"/logbook/{entry.id}", json=encode(entry))
    assert answer.status_code == 200, answer.text


async def opened(seat: Seat) -> LogPage:
    await seat.press(Key.Key_G)
    await seat.press(Key.Key_S)
    seat.frame.shift.tabs.setCurrentIndex(1)
    return seat.frame.shift.log


def listed(page: LogPage) -> list[str]:
    return [page.entries.item(row).text() for row in range(page.entries.count())]


def test_words_are_found_by_keys_and_also_when_the_server_is_away(
    room: Room, loop: Loop, sit: Seats
) -> None:
    write_down(room, "agus", "Genset diuji, solar tinggal separuh", timedelta(days=3))
    write_down(room, "agus", "Pompa satu diperbaiki", timedelta(days=2))
    write_down(room, "budi", "Genset diganti", timedelta(hours=0))
    seat = sit()

    async def online() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        page = await opened(seat)
        await until(lambda: len(listed(page)) == 1, "today is shown")
        await seat.press(Key.Key_Slash)
        assert page.search.hasFocus()
        await seat.press("genset")
        await until(lambda: len(listed(page)) == 2, "both are found")
        assert "solar tinggal" in listed(page)[0]
        assert "2 dari 3" in page.banner.accessibleName()
        await seat.press(" solar")
        await until(lambda: len(listed(page)) == 1, "every word counts")
        await seat.press(Key.Key_Down)
        assert page.entries.hasFocus()
        assert "solar tinggal separuh" in page.text.toPlainText()
        page.search.setFocus()
        await seat.press(Key.Key_Escape)
        assert seat.frame.shift.isVisible()
        await until(lambda: ["Genset diganti" in one for one in listed(page)] == [True], "today")
        await seat.close()

    loop.run(online())
    again, port = sit(), room.socket.getsockname()[1]  # the same folder

    async def offline() -> None:
        await again.enter(room.url, "siti", PASSWORD)
        room.stop()
        await until(lambda: again.program.sync.status.link.value == "offline", "the line is dead")
        page = await opened(again)
        await again.press(Key.Key_Slash)
        await again.press("separuh")
        await until(lambda: len(listed(page)) == 1, "it was read before")
        assert "yang ada di meja ini" in page.banner.accessibleName()
        await again.press("x")
        await until(lambda: page.entries.count() == 0, "nothing holds that")
        assert page._empty.isVisible()

    loop.run(offline())
    room.start(port)
