"""Moments of a policy brief, composed over the cases of a living city; nothing is signed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from console.app import Program
from console.desk import Policies
from console.pages import policy_words as told
from console.pages.frame import DeskFrame
from console.pages.policy import PolicyPage
from db.domain.case import Actor
from db.domain.policy import Heading, Moved, Policy, Said, Signed, digest_of
from db.domain.states import Role

_PATIENCE = 20.0
_ADVICE = "Tambah satu regu pada malam hari, dan laporkan hasilnya dalam 14 hari."
_RATNA = Actor("ratna", "Ratna Dewi", Role.SUPERVISOR, "Meja kepala regu")
_OTHERS = ("Heru Prasetyo", "Ratna Dewi")


class PolicyScenes:
    """Each shows one moment; `over` puts the page back."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def write(self) -> None:
        """A week's brief, its first claim in hand, with a recommendation."""
        page = self._page
        page.for_writer(True)
        self._frame.go("policy")
        await _until(lambda: page.write.facts is not None)
        facts = await self._policies.choose(1)
        if facts.facts is not None and facts.facts.claims:
            first = facts.facts.claims[0]
            self._policies.say(Said(*first.pair, advice=_ADVICE))
            self._policies.current.remark = "Ringkasan untuk rapat pimpinan hari Senin."
            self._policies.counted.emit()

    async def moved(self) -> None:
        """The journal has moved before it was signed."""
        await self.write()
        facts = self._policies.current.facts
        if facts is None or not facts.claims:
            return
        one = facts.claims[0]
        self._policies.current.moved = (Moved(*one.pair, one.many - 1, one.many),)
        self._page.write.tell_moved()

    async def preview(self) -> None:
        """How it will read."""
        await self.write()
        self._page.tabs.setCurrentIndex(1)

    async def signed(self) -> None:
        """What the mayor reads: signed briefs, and the last of them."""
        await self.write()
        page, given = self._page, self._drafted()
        now = given.at
        at = given.facts.period
        news = Heading(given.id, now, _RATNA.name, at.until, at.weeks)
        older = [
            Heading(f"{n:08}", now.replace(day=1), by, at.since, at.weeks, replaced=replaced)
            for n, (by, replaced) in enumerate(zip(_OTHERS, ("", "00000000"), strict=True))
        ]
        page.for_writer(False)  # and asks nothing: this officer is not told what is signed
        page.signed.show_list([news, *older])
        chain = "9f2c41d07be35a68" * 4
        kept = Signed(given, "e", 48_213, chain, digest_of(given), "", now)
        page.signed.show_signed(kept)
        page.signed.focus_first()

    async def without_server(self) -> None:
        """A brief goes on without the server; only its signature waits."""
        await self.write()
        self._page.write.refuse_offline()

    def over(self) -> None:
        """The next officer finds the page as theirs is."""
        self._page.write.banner.clear()
        self._policies.current.said.clear()
        self._policies.current.remark = ""
        self._page.for_writer(False)

    def _drafted(self) -> Policy:
        return replace(self._policies.drafted(told.sentence), by=_RATNA)

    @property
    def _policies(self) -> Policies:
        return self._page.policies

    @property
    def _page(self) -> PolicyPage:
        return self._frame.policy

    @property
    def _frame(self) -> DeskFrame:
        frame = self._program.frame
        if frame is None:
            raise LookupError("nobody has signed in, so there is no desk to draw")
        return frame


async def _until(true: Callable[[], bool]) -> None:
    """Wait for something on the screen; after a while the picture is taken as it is."""
    waited = 0.0
    while not true() and waited < _PATIENCE:
        await asyncio.sleep(0.05)
        waited += 0.05
