"""A change of shift: drafted here, signed by both, kept on disk, then brought to the server."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console import drafts
from console.api import Api
from console.async_slot import async_slot, begin
from console.clock import ServerClock
from console.drafts import HandoverDraft
from console.faults import BadAnswer, Denied, Fault, Offline, WrongPassword
from console.handing import Current, Day, collect
from console.log_shelf import LogShelf
from console.logbook import Logbook
from console.printing import write_pdf
from console.session import Keeper
from console.sync import Sync
from console.sync_status import Link, Status
from console.table_files import write_tables
from console.worker import Worker
from db.domain.case import Actor
from db.domain.city import City
from db.domain.handover import Handover, handover, remarked
from db.domain.logbook import (
    Entry,
    Kept,
    Receipt,
    check,
    check_receipt,
    digest_of,
    masked,
)
from db.domain.refused import Refused
from db.domain.shifts import taking_over
from db.domain.spreadsheets import Table
from db.store import FaultKey, StoreFault

_AGAIN_MS = 30_000
_TYPED_MS = 500
"""After so long a pause what was typed is on the disk."""

_STILL_OPEN = timedelta(hours=24)
"""So long a handover of this desk without a receipt is what the page shows."""


class Changeover(QObject):
    """Handovers, receipts and notes of one desk. `moved`: entries stand differently now."""

    moved = Signal()

    def __init__(
        self, sync: Sync, keeper: Keeper, clock: ServerClock, folder: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.current = Current()
        self._sync, self._keeper, self._clock = sync, keeper, clock
        self._book, self._kept = Logbook(folder), dict[str, Kept]()
        self._drafts = drafts.of_handovers(folder)
        self._files, self._line = Worker("logbook"), Worker("logbook-line")
        self._shelf = LogShelf(folder, self._files, self._line, sync.api)
        self._delivering, self._tried = False, -1e9
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._deliver_soon)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(lambda: begin(self._keep_draft()))
        sync.status_changed.connect(self._status_changed)

    async def open(self) -> None:
        """Read what is on disk; an unreceived handover of this day is shown again."""
        kept, damaged = await self._files.do(self._book.read)
        for path in damaged:
            self._sync.store_fault(StoreFault(str(path), FaultKey.DAMAGED))
        await self._shelf.open()
        self._kept = {one.entry.id: one for one in kept}
        received = {one.entry.receipt.handover for one in kept if one.entry.receipt is not None}
        fresh = self._clock.now() - _STILL_OPEN
        for one in reversed(kept):
            entry = one.entry
            if entry.handover is not None and entry.id not in received and entry.at > fresh:
                self.current = Current(given=entry)
                break
        self._timer.start()

    async def close(self) -> None:
        """End the threads; what is not delivered stays on disk."""
        self._timer.stop()
        await self.part()
        for worker in (self._files, self._line):
            worker.shutdown(wait=False)

    # --- what the page asks ---

    def kept(self, id: str) -> Kept | None:
        """An entry of this desk and how far it has come."""
        return self._kept.get(id)

    def today(self) -> date:
        """The day on the city's wall."""
        return self._clock.now().astimezone(self._zone).date()

    async def draft(self) -> Handover:
        """Work out what the next shift must know, as things stand now, with this officer's own
        remarks, also those from before the program ended. Raises StoreFault.
        """
        now, me = self._clock.now(), self._author.id
        if self.current.by != me:
            await self._keep_last_words()
            self.current = await self._begun(me)
        turn = taking_over(self._city.shifts, self._zone, now)
        ledger = await collect(self._sync, turn.ends)
        self.current.draft = handover(ledger, turn, now, self._city)
        return self.current.draft

    async def sign(self) -> Kept:
        """The outgoing officer signs the draft with its remarks. Raises Refused, StoreFault."""
        current = self.current
        if current.draft is None:
            raise LookupError("nothing is drafted")
        signed = remarked(current.draft, current.remark.strip(), current.remarks)
        kept = await self._keep(self._entry(self._author, handover=signed))
        self._typed.stop()
        await self._files.do(self._drafts.forget, current.by)
        self.current = Current(given=kept.entry)
        return kept

    def remark(self, text: str, case: str = "") -> None:
        """The outgoing officer's words, on a case or on the whole; on disk in a moment."""
        if case:
            self.current.remarks[case] = text
        else:
            self.current.remark = text
        self._typed.start()

    async def _begun(self, person: str) -> Current:
        """An empty handover, or the one this officer was writing in this shift."""
        held = await self._files.do(self._drafts.read, person)
        signed = (
            one.entry.at
            for one in self._kept.values()
            if one.entry.handover is not None and one.entry.by.id == person
        )
        over = max([self._clock.now() - _STILL_OPEN, *signed])
        if held is None or held.at <= over:
            return Current(by=person)
        return Current(by=person, remark=held.remark, remarks=dict(held.remarks))

    async def _keep_last_words(self) -> None:
        """Before somebody else writes here, or nobody."""
        if self._typed.isActive():
            self._typed.stop()
            await self._keep_draft()

    async def _keep_draft(self) -> None:
        current = self.current
        if current.draft is None or not current.by:
            return
        draft = HandoverDraft(self._clock.now(), current.remark, dict(current.remarks))
        try:
            await self._files.do(self._drafts.put, current.by, draft)
        except StoreFault as fault:
            self._sync.store_fault(fault)

    def take_up(self, entry: Entry) -> None:
        """Show a handover that was signed elsewhere, to be received here."""
        self.current = Current(given=entry)

    async def part(self) -> None:
        """The officer leaves: what they did not sign is kept for them, and not for the next one."""
        if self._typed.isActive():
            self._typed.stop()
            await self._keep_draft()
        if self.current.given is None:
            self.current = Current()

    def start_anew(self) -> None:
        """Away with what was signed: the next handover begins."""
        self.current = Current()

    async def receive(self, login: str, password: str, remark: str) -> Kept:
        """The incoming officer signs what was given, proving who they are.

        The server is asked; without it, this desk knows those who have signed in here before.
        Raises WrongPassword, Refused, StoreFault, and the faults of Api but Offline.
        """
        given = self.current.given
        if given is None or given.handover is None:
            raise LookupError("nothing was handed over")
        guest, person = await self._proven(login, password)
        opened = tuple(sorted(self.current.opened))
        receipt = Receipt(given.id, digest_of(given.handover), opened, remark.strip())
        entry = masked(self._entry(person, receipt=receipt))
        try:
            check_receipt(entry, given)
            kept = await self._keep(entry, guest)
        finally:
            if guest is not None:
                await self._part(guest)
        self.current.receipt = kept.entry
        return kept

    async def note(self, text: str, id: str = "") -> Kept:
        """Write a line into the shift log, under an id where it is known by one.

        Raises Refused, StoreFault.
        """
        return await self._keep(self._entry(self._author, note=text.strip(), id=id))

    async def day(self, day: date) -> Day:
        """The shift log of a day, with what only this desk has."""
        there = await self._shelf.day(day)
        mine = {id: one for id, one in self._all.items() if self._of(one, day)}
        mine |= {one.entry.id: one for one in there or ()}
        return Day(day, _sorted(mine.values()), whole=there is not None)

    def log(self) -> tuple[Kept, ...]:
        """All of the shift log that this desk has, the oldest first."""
        return _sorted(self._all.values())

    async def gather(self) -> bool:
        """Read the last weeks of it on the server; False where that was out of reach."""
        return await self._shelf.gather(self.today())

    @property
    def _all(self) -> dict[str, Kept]:
        return {one.entry.id: one for one in self._shelf.entries} | self._kept

    async def print(self, html: str, title: str, foot: str, path: str) -> None:
        """Write a PDF file; `foot` has {page} and {pages}. Raises StoreFault."""
        await self._files.do(write_pdf, Path(path), html, title, foot)

    async def write(self, tables: Sequence[Table], path: str) -> None:
        """Write tables as CSV, or XLSX where the name ends so. Raises StoreFault."""
        await self._files.do(write_tables, Path(path), tables)

    # --- keeping and bringing ---

    async def _keep(self, entry: Entry, guest: Api | None = None) -> Kept:
        """On disk first; then to the server, as far as it can be reached."""
        entry = masked(entry)
        check(entry)
        await self._put(Kept(entry))
        if guest is not None:
            try:
                await self._deliver(guest, entry.by.id)
            except StoreFault as fault:  # signed it is, and brought once more later
                self._sync.store_fault(fault)
        else:
            self._deliver_soon()
        begin(self._sweep())
        return self._kept[entry.id]

    async def _put(self, kept: Kept) -> None:
        await self._files.do(self._book.put, kept)
        self._kept[kept.entry.id] = kept
        self.moved.emit()

    async def _sweep(self) -> None:
        for shelf in (self._book, self._shelf):
            await self._files.do(shelf.sweep, self._clock.now())

    async def _deliver(self, guest: Api | None = None, guest_id: str = "") -> None:
        """Bring what is not there yet, in order; what `guest` has signed by their own session."""
        self._tried, tried = time.monotonic(), set[str]()
        while (kept := self._next(tried)) is not None:
            tried.add(kept.entry.id)
            try:
                api = guest if guest and kept.entry.by.id == guest_id else self._sync.api()
                there = await self._line.do(api.put_entry, kept.entry)
            except Refused as no:
                there = replace(kept, refused=no.key)
            except BadAnswer as fault:
                there = replace(kept, refused=fault.key) if fault.status == _NOT_WELL else kept
            except Fault:
                return  # tried again when the server answers
            if there is not kept:
                await self._put(there)

    def _next(self, tried: Collection[str]) -> Kept | None:
        """The oldest that waits and was not tried; one may come while another is on its way."""
        waits = (one for one in _sorted(self._kept.values()) if _waits(one))
        return next((one for one in waits if one.entry.id not in tried), None)

    @async_slot
    async def _deliver_soon(self) -> None:
        if self._delivering or not self._reachable or not self._waits:
            return
        self._delivering = True
        try:
            await self._deliver()
        except StoreFault as fault:
            self._sync.store_fault(fault)
        finally:
            self._delivering = False

    @Slot(object)
    def _status_changed(self, status: Status) -> None:
        rested = time.monotonic() - self._tried > _AGAIN_MS / 1000
        if status.link in (Link.LIVE, Link.POLLING) and self._waits and rested:
            self._deliver_soon()

    @property
    def _waits(self) -> bool:
        return any(map(_waits, self._kept.values()))

    @property
    def _reachable(self) -> bool:
        return self._sync.status.link in (Link.LIVE, Link.POLLING)

    # --- who signs ---

    async def _proven(self, login: str, password: str) -> tuple[Api | None, Actor]:
        """Who this is; with the server, a session of theirs that ends with the signature."""
        session = self._sync.session
        if session is None:
            raise Denied("token_missing")
        guest = Api(session.server, pin=session.pin)
        try:
            granted = await self._line.do(guest.sign_in, login, password, self._author.desk)
        except Offline:
            person = await self._keeper.whose(login, password)
            return None, replace(person, desk=self._author.desk)
        except Denied:
            raise WrongPassword from None
        return guest, granted.person

    async def _part(self, guest: Api) -> None:
        try:
            await self._line.do(guest.sign_out)
        except (Fault, Refused):
            return  # the tokens run out by themselves

    def _entry(
        self,
        by: Actor,
        handover: Handover | None = None,
        receipt: Receipt | None = None,
        note: str = "",
        id: str = "",
    ) -> Entry:
        return Entry(id or str(uuid.uuid4()), self._clock.now(), by, handover, receipt, note)

    def _of(self, kept: Kept, day: date) -> bool:
        """Whether an entry belongs on the page of a day: its own, or its handover's."""
        receipt = kept.entry.receipt
        given = self._all.get(receipt.handover) if receipt is not None else None
        days = {self._day(one.entry.at) for one in (kept, given) if one is not None}
        return day in days

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    @property
    def _city(self) -> City:
        city = self._sync.city
        if city is None:
            raise LookupError("no city pack yet: sign in once while the server is there")
        return city

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._city.zone)

    @property
    def _author(self) -> Actor:
        session = self._sync.session
        if session is None:
            raise LookupError("nobody is signed in at this desk")
        return session.person


def _waits(one: Kept) -> bool:
    return one.recorded_at is None and not one.refused


def _sorted(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(sorted(kept, key=lambda one: (one.entry.at, one.entry.id)))


_NOT_WELL = 400
