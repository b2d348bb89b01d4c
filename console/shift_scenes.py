"""Moments of a change of shift, composed over the cases of a living city; nothing is signed."""

from __future__ import annotations

import asyncio

from console.app import Program
from db.domain.case import Actor
from db.domain.handover import remarked
from db.domain.logbook import Entry, Receipt, digest_of
from db.domain.states import Role

_NOTES = ("Pompa satu Periuk mati, teknisi datang pukul 19", "Genset diuji 15 menit, normal")
_AGUS = Actor("agus", "Agus Salim", Role.OFFICER, "Meja 1")


class ShiftScenes:
    """Each shows one moment; `over` puts the page back."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def draft(self) -> None:
        """What would be handed over now."""
        self._go(0)
        for _ in range(60):
            if self._program.changeover.current.draft is not None:
                break
            await asyncio.sleep(0.05)

    async def given(self) -> None:
        """One has signed, the other has opened the first lines."""
        await self.draft()
        now, changeover = self._program.clock.now(), self._program.changeover
        draft = changeover.current.draft
        if draft is None:
            return
        remarks = {line.case: "Sudah ditelepon, belum diangkat." for line in draft.lines[:1]}
        signed = remarked(draft, "Hujan sejak magrib.", remarks)
        changeover.take_up(Entry("shown", now, self._program.desk.author, handover=signed))
        changeover.current.opened.update(signed.critical[:2])
        self._go(0)

    async def done(self) -> None:
        """Both have signed."""
        await self.given()
        current = self._program.changeover.current
        if current.handover is None:
            return
        opened = current.handover.critical
        current.opened.update(opened)
        receipt = Receipt("shown", digest_of(current.handover), opened)
        current.receipt = Entry("taken", self._program.clock.now(), _AGUS, receipt=receipt)
        self._go(0)

    async def log(self) -> None:
        """The shift log of today."""
        self._go(1)
        await asyncio.sleep(0.3)

    async def found(self) -> None:
        """Words that were looked for in it, with what was found."""
        for text in _NOTES:
            if not any(one.entry.note == text for one in self._program.changeover.log()):
                await self._program.changeover.note(text)
        await self.log()
        if self._program.frame is not None:
            self._program.frame.shift.log.search.setText("pompa")
        await asyncio.sleep(0.8)

    def over(self) -> None:
        """The next handover begins."""
        if self._program.frame is not None:
            self._program.frame.shift.log.search.clear()
        self._program.changeover.start_anew()

    def _go(self, leaf: int) -> None:
        frame = self._program.frame
        if frame is not None:
            frame.shift.tabs.setCurrentIndex(leaf)
            frame.go("shift")
