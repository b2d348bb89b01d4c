"""Drives the replica: threads, streams and timers around it, and signals for the screens."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console import replica
from console.announcer import Announcer, Applied
from console.answers import Heard, instant_ms
from console.api import Api
from console.cache import NOTHING_ACCEPTED, CacheLost, CaseCache
from console.clock import ServerClock, boot_seconds
from console.downloads import Downloads
from console.faults import BadAnswer, Denied, Fault
from console.outbox_book import OutboxBook
from console.replica_events import (
    ApplyPage,
    AskedAgain,
    CloseStream,
    Cursor,
    Dismissed,
    Effect,
    Event,
    HeadSeen,
    Notice,
    OpenStream,
    Park,
    Pull,
    Push,
    Queued,
    Reoffer,
    Settle,
    SignedIn,
    SignedOut,
    TakeSnapshot,
    Tell,
    Unpark,
    Woke,
)
from console.replica_events import CacheLost as CacheGone
from console.session import Keeper, Session, scope_of, write_private
from console.sync_status import Item, Link, Status, link_of, link_without_city, status_of
from console.tasks import Tasks
from console.uploads import Uploads
from console.worker import Worker
from db import feed
from db.domain import wire
from db.domain.city import City
from db.domain.city_reading import CityFaults, city_from
from db.domain.commands import Command
from db.domain.refused import Refused
from db.store import StoreFault

__all__ = ["Applied", "Item", "Link", "Status", "Sync"]

_log = logging.getLogger(__name__)

HELLO_EVERY = 300.0
"""Seconds between two hellos; they keep the clock right while a stream is open."""

_HEARD_EVERY_MS = 5000


class Sync(QObject):
    """This desk's link with the server. Everything here belongs to the main thread.

    Signals: `status_changed(Status)`, `cases_changed(ids, or None for everything)`,
    `applied(Applied)`, `outbox_changed()`, `refused(Command, key, facts)`, `city_changed(City)`,
    `noticed(key, facts)`, `presence_changed(tuple)`.
    """

    status_changed = Signal(object)
    cases_changed = Signal(object)
    applied = Signal(object)
    outbox_changed = Signal()
    refused = Signal(object, str, object)
    city_changed = Signal(object)
    noticed = Signal(str, object)
    presence_changed = Signal(object)

    def __init__(
        self,
        folder: Path,
        clock: ServerClock,
        keeper: Keeper,
        parent: QObject | None = None,
        *,
        boot: Callable[[], float] = boot_seconds,
    ) -> None:
        super().__init__(parent)
        self.cache = CaseCache(folder, self._cache_lost)
        self.city: City | None = None
        self.session: Session | None = None
        self.status = Status()
        self._folder, self._clock, self._keeper, self._boot = folder, clock, keeper, boot
        self._tasks, self._fetcher = Tasks(), Worker("fetch")
        self._book = OutboxBook(self.notice)
        self._announcer = Announcer(self._tasks, self.applied.emit, self.cases_changed.emit)
        self._uploads = Uploads(
            folder, clock, keeper, self._book, self._tasks, self.post, self.store_fault
        )
        self._downloads = Downloads(
            self, self.cache, self._book, self._announcer, self._tasks, self._fetcher, folder
        )
        self._state = replica.begin(0, None, "", ())
        self._api: Api | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._city_text, self._city_version = "", ""
        self._heard_ms = self._told_heard_ms = 0
        self._presence: tuple[Any, ...] = ()

    # --- opening and closing --------------------------------------------------------------------

    async def open(self) -> None:
        """Open the two stores; the board can be shown from here on. Raises StoreFault."""
        self._tasks.start()
        cursor = await self.cache.open()
        offered, notices = await self._uploads.store.open()
        same = cursor is not None and cursor.epoch == offered
        # Of another history, or none: accepted commands stay on top until the cache has caught up.
        reached = cursor.seq if cursor and same else 0 if offered else NOTHING_ACCEPTED
        entries = self._book.take_in(await self._uploads.store.unsettled(reached), offered)
        base = None if cursor is None else Cursor(cursor.epoch, cursor.seq, cursor.chain)
        self._state = replica.begin(secrets.randbits(60), base, offered, entries)
        if cursor is not None and cursor.city:
            with suppress(BadAnswer, ValueError, KeyError):  # an older program's; fetched anew
                self._take_city(json.loads(cursor.city))
        if self.cache.set_aside is not None:
            self.notice("cache_rebuilt", {"aside": str(self.cache.set_aside)})
        for told in notices:
            self.notice(f"outbox_{told.kind}", {"path": told.path, "detail": told.detail})
        self._publish()
        self.cases_changed.emit(None)

    async def start(self, session: Session) -> None:
        """Begin to talk with the server in the name of this session. Raises StoreFault."""
        if self.session is not None and self.session.person.id != session.person.id:
            await self.sign_out()
        self.session = session
        cursor = await self.cache.read(feed.cursor)
        if cursor is not None and cursor.scope != self.scope:
            await self.cache.start_over()  # other eyes may see other cases
            self.post(CacheGone())
            self._announcer.everything()
        self._api = api = self._uploads.connect(session, self._answered)
        for other in self._keeper.draining():
            if not self._uploads.connected(other.person.id):
                self._uploads.connect(other, self._answered)
                self.post(SignedIn(other.person.id))
        self._tasks.spawn(self._get_going(api, session))
        self._publish()

    async def stop(self) -> None:
        """End every thread and close the files; what is queued stays queued."""
        self._downloads.close()
        if self._timer is not None:
            self._timer.cancel()
        await self._tasks.stop()
        await self._keep_clock()
        self._fetcher.shutdown(wait=False)
        await self.cache.close()
        await self._uploads.close()

    async def sign_out(self) -> None:
        """Leave: at once when nothing waits, else the session stays to deliver what is queued."""
        session, api = self.session, self._api
        if session is None or api is None:
            return
        waits = any(entry.author == session.person.id for entry in self._state.waiting)
        self.session, self._api = None, None
        self.post(SignedOut(session.person.id, waits))
        await self._keeper.sign_out(session, waiting=waits)
        if not waits:
            self._uploads.part(session.person.id)
            with suppress(Fault, Refused):  # the tokens run out by themselves
                await self._fetcher.do(api.sign_out)
        self._publish()

    # --- what the desk asks ---------------------------------------------------------------------

    async def submit(self, command: Command) -> None:
        """Keep a command and send it as soon as may be. On return it outlives a power cut.

        Raises StoreFault, and then nothing is queued.
        """
        row = await self._uploads.store.put(command, self._clock.now())
        for entry in self._book.take_in([row], ""):
            self.post(Queued(entry))

    async def dismiss(self, id: str) -> None:
        """The officer is done with a rejected or parked command. ValueError for any other."""
        await self._uploads.store.dismiss(id)
        self.post(Dismissed(id))
        self.cases_changed.emit([self._book[id].case])

    async def send_again(self, id: str) -> None:
        """Try a parked command once more."""
        self.post(AskedAgain(id))

    def overlay(self, case: str) -> tuple[Command, ...]:
        """The commands to lay on top of this case, in the order they were made."""
        return self._book.lies_on(self._state.overlay).get(case, ())

    def overlaid(self) -> frozenset[str]:
        """Cases with commands to lay on top."""
        return frozenset(self._book.lies_on(self._state.overlay))

    def last_undecided(self, case: str) -> str | None:
        """What the next command of this person on the case depends on."""
        undecided = [
            entry.id
            for entry in self._state.outbox.entries
            if (entry.case, entry.author) == (case, self._me) and entry.stage != "decided"
        ]
        return undecided[-1] if undecided else None

    def waiting(self) -> tuple[Item, ...]:
        """What the outbox page shows, in the order it was made."""
        return tuple(self._book.item(entry, self._me) for entry in self._state.outbox.entries)

    async def look(self, report: str, reason: str) -> dict[str, str]:
        """Who reported; audited, and never kept here. Raises the faults of Api."""
        return await self._fetcher.do(self.api().look, report, reason)

    async def put_identity(
        self,
        case: str,
        report: str,
        name: str = "",
        phone: str = "",
        email: str = "",
        nik: str = "",
    ) -> None:
        """Say who reported. Never queued: without the server it raises Offline."""
        given = {"case": case, "name": name, "phone": phone, "email": email, "nik": nik}
        await self._fetcher.do(self.api().put_identity, report, given)

    @property
    def _me(self) -> str:
        return self.session.person.id if self.session else ""

    # --- what downloads and uploads ask ---------------------------------------------------------

    @property
    def scope(self) -> str:
        """What this session may see."""
        return scope_of(self.session.person) if self.session else ""

    def api(self) -> Api:
        """The connection of who is signed in. Raises Denied when nobody is."""
        if self._api is None:
            raise Denied("token_missing")
        return self._api

    def post(self, event: Event) -> None:
        """Let the replica take one step, and carry out what it asks for."""
        if not self._tasks.running:
            return
        before = self._state
        self._state, effects = replica.step(before, event, self._boot())
        for effect in effects:
            self._carry_out(effect)
        self._set_alarm()
        if self._state.outbox.entries != before.outbox.entries:
            self._uploads.end_drained(self._state.waiting)
            self.outbox_changed.emit()
            self._lifted(before)
        self._publish()

    def page_seen(self, data: Mapping[str, Any], came: Callable[[], bool]) -> bool:
        """A page came: note its stamps, then let `came` tell the replica; what that returned."""
        stamp = instant_ms(data.get("server_time"))
        if stamp:
            self._clock.overheard(stamp, self._boot())
        self._heard_ms = self._clock.now_ms()
        presence = data.get("presence")
        if isinstance(presence, list) and tuple(presence) != self._presence:
            self._presence = tuple(presence)
            self.presence_changed.emit(self._presence)
        return came()

    def notice(self, key: str, facts: Mapping[str, Any]) -> None:
        """Tell the officer and the log."""
        _log.info("%s %s", key, dict(facts))
        self.noticed.emit(key, dict(facts))

    def store_fault(self, fault: StoreFault) -> None:
        """Tell that a disk does not do its work."""
        facts = {"path": fault.path, "remedy": fault.remedy, "detail": fault.detail}
        self.notice(f"store_{fault.key}", facts)

    async def remember(self) -> None:
        """Keep beside the cursor what an offline start needs; without a cursor, later."""
        if self.session is None or self.city is None:
            return
        texts = {"server": self.session.server, "city": self._city_text}
        with suppress(LookupError, CacheLost):
            await self.cache.remember(**texts, person=wire.dump(self.session.person))

    def _cache_lost(self, lost: CacheLost) -> None:
        self._tasks.from_thread(self._downloads.cache_lost, lost)

    # --- the replica's steps --------------------------------------------------------------------

    def _set_alarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = replica.next_wake(self._state)
        if due is not None:
            wait = max(0.0, due - self._boot()) + 0.001
            self._timer = self._tasks.later(wait, lambda: self.post(Woke()))

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case OpenStream(turn, epoch, since):
                self._downloads.follow(turn, epoch, since)
            case CloseStream(turn):
                self._downloads.close(turn)
            case Pull(turn, epoch, since):
                self._downloads.pull(turn, epoch, since)
            case ApplyPage(page):
                self._downloads.apply(page)
            case TakeSnapshot(epoch, seq):
                self._downloads.snapshot(epoch, seq)
            case Push(turn, author, ids):
                self._uploads.push(turn, author, ids)
            case Settle(decided):
                self._uploads.settle(decided)
            case Park(ids):
                self._uploads.park(ids)
            case Unpark(ids):
                self._uploads.unpark(ids)
            case Reoffer(epoch):
                self._uploads.reoffer(epoch)
            case Tell(id, key, facts):
                self.refused.emit(self._book[id], key, facts)
            case Notice(key, facts):
                self.notice(key, facts)

    def _lifted(self, before: replica.State) -> None:
        """Tell of cases whose overlay is another one, also where the feed did not touch them."""
        was, now = _laid(before), _laid(self._state)
        changed = {case for case, *_ in was ^ now}
        if changed:
            self.cases_changed.emit(sorted(changed))

    # --- hello, the city, the clock -------------------------------------------------------------

    async def _get_going(self, api: Api, session: Session) -> None:
        """Say hello, have the city pack, then let the replica run; hello again now and then."""
        wait = 1.0
        while self._api is api:
            try:
                await self._fetcher.do(api.hello)
                await self._fetch_city(api)
            except (Fault, Refused) as fault:
                if self.city is None:  # a new desk: nothing can be shown before the city is known
                    self._say(link_without_city(fault), fault.key)
                    await asyncio.sleep(wait)
                    wait = min(15.0, wait * 2)
                    continue
            if self._api is not api:
                return
            self.post(SignedIn(session.person.id))
            await self._keep_clock()
            await self._uploads.forget_old()
            await asyncio.sleep(HELLO_EVERY)

    async def _fetch_city(self, api: Api) -> None:
        found = await self._fetcher.do(api.city, self._city_version)
        if found is not None:
            version, pack = found
            self._take_city({"version": version, "city": pack})
            await self.remember()

    def _take_city(self, data: Mapping[str, Any]) -> None:
        try:
            self.city = city_from(data["city"])
        except CityFaults as faults:
            raise BadAnswer(f"the city pack is faulty: {faults}") from faults
        self._city_version = str(data["version"])
        self._city_text = json.dumps(data, ensure_ascii=False)
        self.city_changed.emit(self.city)

    def _answered(self, heard: Heard) -> None:
        self._tasks.from_thread(self._heard, heard)

    def _heard(self, heard: Heard) -> None:
        if heard.server_ms:
            self._clock.heard(heard.server_ms, heard.sent, heard.got)
        self._heard_ms = self._clock.now_ms()
        self.post(HeadSeen(heard.epoch, heard.seq))

    async def _keep_clock(self) -> None:
        text, path = self._clock.memory(), self._folder / "clock.json"
        if text:
            try:
                await self._fetcher.do(write_private, path, text)
            except OSError as fault:
                self.store_fault(StoreFault.of(fault, path))

    # --- telling --------------------------------------------------------------------------------

    def _publish(self) -> None:
        if self._api is None:
            self._say(Link.STOPPED, "")
        elif self.city is None:
            self._say(self.status.link, self.status.key)
        else:
            self._say(link_of(self._state), self._state.feed.key or self._state.outbox.key)

    def _say(self, link: Link, key: str) -> None:
        """Tell the screens if anything is different; the last word's time at most every 5 s."""
        now, before = self._clock.now_ms(), self.status
        status = replace(
            status_of(self._state, self._me),
            link=link,
            since_ms=before.since_ms if link is before.link else now,
            heard_ms=self._heard_ms,
            clock_verified=self._clock.verified,
            key=key if link is not Link.LIVE else "",
            tls=self._api.tls if self._api else before.tls,
        )
        self.status = status
        recently = status.heard_ms - self._told_heard_ms < _HEARD_EVERY_MS
        if replace(status, heard_ms=0) != replace(before, heard_ms=0) or not recently:
            self._told_heard_ms = status.heard_ms
            self.status_changed.emit(status)


def _laid(state: replica.State) -> set[tuple[str, str, bool]]:
    """What the cards show of the overlay: on which case, which command, and whether it is held."""
    return {(entry.case, entry.id, entry.stage == "parked") for entry in state.overlay}
