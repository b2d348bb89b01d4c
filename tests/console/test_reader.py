"""What keeps a case page true, while the desk itself is built anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent

from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room


def test_news_of_a_case_whose_desk_is_built_anew_is_no_fault(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    case, seat = room.received(room.desk("siti")), sit()

    async def built_anew() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await until(lambda: seat.program.book.slot(case) is not None, "the case is here")
        seat.frame.open_case(case)
        await until(lambda: seat.frame.case_page.view is not None, "its page is shown")
        before = seat.frame
        for theme in ("light", "dark"):
            seat.program.desk.altered.emit(frozenset({case}))
            seat.program.settings.keep("theme", theme)
            seat.program.show_desk_again()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            await seat.rest()
        assert seat.frame is not before

    loop.run(built_anew())
