"""Moments of the sheets of reports by e-mail: some schedules with what came of them, a new one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.app import Program
from console.pages.frame import DeskFrame
from console.pages.mailing_new import NewMailingSheet
from db.domain.deliveries import JobState
from db.domain.mailings import Mailing, Mailings, Recipient, Sent, Terms

_NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
_MAYOR = "mayor@city.example.org"
_HEAD = "head@dlh.example.org"


class MailingScenes:
    """Each shows one moment. Officers may not see them, so what is shown is made here."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def listed(self) -> None:
        """Two schedules, one of them paused; one mailbox refuses."""
        self._frame.go("board")
        self._frame.mailings.show_as(some())

    async def none(self) -> None:
        """A city that has none yet, and no mail server."""
        self._frame.go("board")
        self._frame.mailings.show_as(Mailings())

    async def new(self) -> None:
        """One more, with a line that is no address."""
        self._frame.go("board")
        self._frame.mailings.ask_new()
        sheet = self._frame.sheet
        if isinstance(sheet, NewMailingSheet):
            sheet.fill(f"{_MAYOR}\n{_HEAD} dlh\nnobody")
            sheet.send()

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame


def some() -> Mailings:
    """Two schedules and three letters."""
    both = (Recipient(_MAYOR), Recipient(_HEAD, "opd:dlh"))
    daily = Terms("daily", ("pdf", "xlsx"), "07:00", both)
    monthly = Terms("monthly", ("pdf",), "06:30", both[:1], paused=True)
    made = (
        Mailing("a", daily, "2026-11-25", "Budi", _NOW),
        Mailing("b", monthly, "2026-10-01", "Budi", _NOW),
    )
    at = _NOW - timedelta(hours=1, minutes=29)
    letters = (
        Sent("1", "a", "daily", "2026-11-25", _MAYOR, "city", JobState.DELIVERED, "smtp_250", 1,
             at, 2, delivered_at=at),
        Sent("2", "a", "daily", "2026-11-25", _HEAD, "opd:dlh", JobState.QUEUED, "smtp_552", 5, at),
        Sent("3", "b", "monthly", "2026-10-01", _MAYOR, "city", JobState.DELIVERED, "smtp_250", 1,
             at, delivered_at=at - timedelta(days=24)),
    )  # fmt: skip
    return Mailings(made, letters, {"a": _NOW + timedelta(hours=22, minutes=30)}, ready=True)
