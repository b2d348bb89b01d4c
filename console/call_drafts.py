"""A call that is still being written down: there again after Esc, another page, or a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from console.async_slot import begin
from console.drafts import CallDraft, of_calls
from console.worker import Worker
from db.domain.commands import Receive
from db.store import StoreFault

_TYPED_MS = 700
_STILL_MEANT = timedelta(hours=12)
"""A call left for longer than a shift is nobody's any more."""


class CallDrafts(QObject):
    """Of the officer at the desk: `held` is the call as far as it was typed, None when none is.

    What is held here is as it was typed; on the disk personal data is masked. `faulted` hears what
    the disk did not take.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        faulted: Callable[[StoreFault], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.held: Receive | None = None
        self._person, self._now, self._faulted = "", now, faulted
        self._drafts = of_calls(folder)
        self._files = Worker("call-drafts")
        self._typed = QTimer(self, singleShot=True)
        self._typed.timeout.connect(lambda: begin(self._write(self._person, self.held)))

    async def seat(self, person: str) -> None:
        """Somebody sits down: theirs is held, whatever another wrote is on the disk."""
        if person == self._person:
            return
        await self._write_last()
        kept = await self._files.do(self._drafts.read, person)
        self._person = person
        fresh = kept is not None and kept.at > self._now() - _STILL_MEANT
        self.held = kept.act if kept is not None and fresh else None

    async def part(self) -> None:
        """They leave: what was typed is on the disk, masked, and nothing of it is held here."""
        person, held, typed = self._person, self.held, self._typed.isActive()
        self._typed.stop()
        self.held, self._person = None, ""  # at once: the next one may sit down meanwhile
        if typed:
            await self._write(person, held)

    def keep(self, act: Receive) -> None:
        """As far as the call is typed; on the disk in a moment. Without words it is none."""
        self.held = act if act.text or act.place.text else None
        self._typed.start(_TYPED_MS)

    def done(self) -> None:
        """The call was sent, or is to be forgotten."""
        self.held = None
        self._typed.start(0)

    async def close(self) -> None:
        """The program ends; what was typed last is on the disk then."""
        await self._write_last()
        self._files.shutdown(wait=False)

    async def _write_last(self) -> None:
        if self._typed.isActive():
            self._typed.stop()
            await self._write(self._person, self.held)

    async def _write(self, person: str, held: Receive | None) -> None:
        if held is None:
            await self._files.do(self._drafts.forget, person)
            return
        draft = CallDraft(self._now(), held)
        try:
            await self._files.do(self._drafts.put, person, draft)
        except StoreFault as fault:
            self._faulted(fault)
