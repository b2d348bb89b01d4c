"""Drives the replica: threads, streams and timers around it, and signals for the screens."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console import replica
from console.answers import Granted, Heard, instant_ms, page_of
from console.api import Api
from console.cache import NOTHING_ACCEPTED, CacheLost, CaseCache, OutboxStore, pieces
from console.clock import ServerClock, boot_seconds
from console.faults import BadAnswer, Denied, Fault, Offline
from console.follow import Follower, feed_failed, trouble_of
from console.replica_events import (
    Answered,
    ApplyPage,
    AskedAgain,
    CloseStream,
    Cursor,
    Decided,
    Dismissed,
    Effect,
    Entry,
    Event,
    HeadSeen,
    Notice,
    OpenStream,
    Page,
    PageApplied,
    PageCame,
    PageThrown,
    Park,
    Pull,
    Push,
    PushFailed,
    Queued,
    Reoffer,
    Reoffered,
    Settle,
    SignedIn,
    SignedOut,
    SnapshotFailed,
    SnapshotLoaded,
    TakeSnapshot,
    Tell,
    Trouble,
    Unpark,
    Woke,
)
from console.replica_events import CacheLost as CacheGone
from console.session import Keeper, Session, scope_of, write_private
from console.sync_status import Item, Link, Status, item_state, link_of
from console.worker import Worker
from db import feed
from db.domain import wire
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.city_reading import CityFaults, city_from
from db.domain.commands import Command
from db.domain.refused import Refused
from db.outbox import Waiting
from db.pages import PageRefused
from db.store import StoreFault

_log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
HELLO_EVERY = 300.0
CHUNK = 100
"""Cases announced at a time; between two chunks the event loop has its turn."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A piece of what the feed did to the base: cases as they are now, ids gone, changes."""

    cases: tuple[Case, ...] = ()
    removed: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Sync(QObject):
    """This desk's link with the server. Everything here belongs to the main thread."""

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
        self.cache = CaseCache(folder)
        self.city: City | None = None
        self.session: Session | None = None
        self.status = Status()
        self._folder, self._clock, self._keeper, self._boot = folder, clock, keeper, boot
        self._outbox = OutboxStore(folder)
        self._pusher, self._fetcher = Worker("push"), Worker("fetch")
        self._state = replica.begin(0, None, "", ())
        self._rows: dict[str, Waiting] = {}
        self._commands: dict[str, Command] = {}
        self._apis: dict[str, Api] = {}
        self._api: Api | None = None
        self._follower: Follower | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._news: deque[Applied | None] = deque()
        self._announcing = False
        self._city_version = ""
        self._heard_ms = 0
        self._presence: tuple[Any, ...] = ()
        self._running = False
        self._loop: asyncio.AbstractEventLoop | None = None

    # --- opening and closing --------------------------------------------------------------------

    async def open(self) -> None:
        """Open the two stores; the board can be shown from here on. Raises StoreFault."""
        self._loop = asyncio.get_running_loop()
        cursor = await self.cache.open()
        offered, notices = await self._outbox.open()
        same = cursor is not None and cursor.epoch == offered
        # Of another history, or none: accepted commands stay on top until the cache has caught up.
        reached = cursor.seq if cursor and same else 0 if offered else NOTHING_ACCEPTED
        rows = await self._outbox.unsettled(reached)
        entries = self._taken_in(rows, offered)
        base = None if cursor is None else Cursor(cursor.epoch, cursor.seq, cursor.chain)
        self._state = replica.begin(secrets.randbits(60), base, offered, entries)
        self._running = True
        if cursor is not None and cursor.city:
            self._take_city(json.loads(cursor.city))
        if self.cache.set_aside is not None:
            self._notice("cache_rebuilt", {"aside": str(self.cache.set_aside)})
        for told in notices:
            self._notice(f"outbox_{told.kind}", {"path": told.path, "detail": told.detail})
        self._publish()
        self.cases_changed.emit(None)

    async def start(self, session: Session) -> None:
        """Begin to talk with the server in the name of this session. Raises StoreFault."""
        self.session = session
        cursor = await self.cache.read(feed.cursor)
        if cursor is not None and cursor.scope != scope_of(session.person):
            await self.cache.start_over()
            self._post(CacheGone())
            self.cases_changed.emit(None)
        self._api = self._speaks_for(session)
        for other in self._keeper.draining():
            if other.person.id not in self._apis:
                self._speaks_for(other)
                self._post(SignedIn(other.person.id))
        self._spawn(self._get_going(self._api, session))
        self._publish()

    async def stop(self) -> None:
        """End every thread and close the files; what is queued stays queued."""
        self._running = False
        self._close_follower()
        if self._timer is not None:
            self._timer.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._keep_clock()
        self._pusher.shutdown(wait=False)
        self._fetcher.shutdown(wait=False)
        await self.cache.close()
        await self._outbox.close()

    async def sign_out(self) -> None:
        """Leave: at once when nothing waits, else the session stays to deliver what is queued."""
        session, api = self.session, self._api
        if session is None or api is None:
            return
        waits = any(e.author == session.person.id for e in self._state.waiting)
        self.session, self._api = None, None
        self._post(SignedOut(session.person.id, waits))
        await self._keeper.sign_out(session, waiting=waits)
        if not waits:
            self._apis.pop(session.person.id, None)
            with suppress(Fault, Refused):  # the tokens run out by themselves
                await self._fetcher.do(api.sign_out)
        self._publish()

    # --- what the desk asks ---------------------------------------------------------------------

    async def submit(self, command: Command) -> None:
        """Keep a command and send it as soon as may be. On return it outlives a power cut.

        Raises StoreFault, and then nothing is queued.
        """
        row = await self._outbox.put(command, self._clock.now())
        (entry,) = self._taken_in([row], "")
        self._post(Queued(entry))
        self.cases_changed.emit([command.case])

    async def dismiss(self, id: str) -> None:
        """The officer is done with a rejected or parked command. ValueError for any other."""
        await self._outbox.dismiss(id)
        self._post(Dismissed(id))
        self._overlay_changed(id)

    async def send_again(self, id: str) -> None:
        """Try a parked command once more."""
        self._post(AskedAgain(id))

    def overlay(self, case: str) -> tuple[Command, ...]:
        """The commands to lay on top of this case, in the order they were made."""
        return tuple(self._commands[e.id] for e in self._state.overlay if e.case == case)

    def overlaid(self) -> frozenset[str]:
        """Cases with commands to lay on top."""
        return frozenset(entry.case for entry in self._state.overlay)

    def last_undecided(self, case: str) -> str | None:
        """What the next command of this person on the case depends on."""
        me = self.session.person.id if self.session else ""
        undecided = [
            entry.id
            for entry in self._state.outbox.entries
            if entry.case == case and entry.author == me and entry.stage != "decided"
        ]
        return undecided[-1] if undecided else None

    def waiting(self) -> tuple[Item, ...]:
        """What the outbox page shows, in the order it was made."""
        me = self.session.person.id if self.session else ""
        return tuple(self._item(entry, me) for entry in self._state.outbox.entries)

    async def look(self, report: str, reason: str) -> dict[str, str]:
        """Who reported; audited, and never kept here. Raises the faults of Api."""
        return await self._fetcher.do(self._signed_in_api().look, report, reason)

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
        await self._fetcher.do(self._signed_in_api().put_identity, report, given)

    def _signed_in_api(self) -> Api:
        if self._api is None:
            raise Denied("token_missing")
        return self._api

    def _item(self, entry: Entry, me: str) -> Item:
        row, command = self._rows[entry.id], self._commands[entry.id]
        state = item_state(entry.stage, entry.outcome)
        return Item(command, state, row.queued_at, entry.author == me, row.reason, row.why)

    # --- the replica's steps --------------------------------------------------------------------

    def _post(self, event: Event) -> None:
        """Take one step and carry out what it asks for."""
        if not self._running:
            return
        before = self._state
        self._state, effects = replica.step(before, event, self._boot())
        for effect in effects:
            self._carry_out(effect)
        self._schedule()
        if self._state.outbox.entries != before.outbox.entries:
            self._drained()
            self.outbox_changed.emit()
            self._overlay_left(before)
        self._publish()

    def _post_from_thread(self, event: Event) -> None:
        self._from_thread(self._post, event)

    def _from_thread(self, call: Callable[..., None], *args: Any) -> None:
        if self._loop is not None and self._running:
            with suppress(RuntimeError):  # the loop has ended in between
                self._loop.call_soon_threadsafe(call, *args)

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = replica.next_wake(self._state)
        if due is not None and self._loop is not None:
            wait = max(0.0, due - self._boot()) + 0.001
            self._timer = self._loop.call_later(wait, self._post, Woke())

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case OpenStream(turn, epoch, since):
                self._close_follower()
                self._follower = self._following(turn, epoch, since)
            case CloseStream(turn):
                if self._follower is not None and self._follower.turn == turn:
                    self._close_follower()
            case Pull(turn, epoch, since):
                self._spawn(self._pull(turn, epoch, since))
            case ApplyPage(page):
                self._spawn(self._apply(page))
            case TakeSnapshot(epoch, seq):
                self._spawn(self._take_snapshot(epoch, seq))
            case Push(turn, author, ids):
                self._spawn(self._push(turn, author, ids))
            case Reoffer(epoch):
                self._spawn(self._reoffer(epoch))
            case Settle(decided):
                self._learn(decided)
                self._spawn(self._written(self._outbox.settle(decided, self._clock.now())))
            case Park(ids):
                self._spawn(self._written(self._outbox.park(ids)))
            case Unpark(ids):
                self._spawn(self._written(self._outbox.unpark(ids)))
            case Tell(id, key, facts):
                self.refused.emit(self._commands[id], key, facts)
            case Notice(key, facts):
                self._notice(key, facts)

    # --- downloads ------------------------------------------------------------------------------

    async def _get_going(self, api: Api, session: Session) -> None:
        """Say hello, have the city pack, then let the replica run; hello again now and then."""
        wait = 1.0
        while self._running and self._api is api:
            try:
                await self._fetcher.do(api.hello)
                await self._fetch_city(api)
            except (Fault, Refused) as fault:
                if self.city is None:  # a new desk: nothing can be shown before the city is known
                    self._say(link=_link_without_city(fault), key=fault.key)
                    await asyncio.sleep(wait)
                    wait = min(15.0, wait * 2)
                    continue
            self._post(SignedIn(session.person.id))
            await self._keep_clock()
            await self._forget_old()
            await asyncio.sleep(HELLO_EVERY)

    async def _fetch_city(self, api: Api) -> None:
        found = await self._fetcher.do(api.city, self._city_version)
        if found is None:
            return
        version, pack = found
        self._take_city({"version": version, "city": pack})
        await self._remember()

    def _take_city(self, data: Mapping[str, Any]) -> None:
        try:
            self.city = city_from(data["city"])
        except CityFaults as faults:
            raise BadAnswer(f"the city pack is faulty: {faults}") from faults
        self._city_version = str(data["version"])
        self._city_text = json.dumps(data, ensure_ascii=False)
        self.city_changed.emit(self.city)

    async def _remember(self) -> None:
        """Keep beside the cursor what an offline start needs; without a cursor, later."""
        if self.session is None or self.city is None:
            return
        person = wire.dump(self.session.person)
        with suppress(LookupError, CacheLost):
            await self.cache.remember(
                server=self.session.server, city=self._city_text, person=person
            )

    def _following(self, turn: int, epoch: str, since: int) -> Follower:
        api = self._signed_in_api()
        return Follower(
            api,
            turn,
            epoch,
            since,
            lambda turn, page, data: self._from_thread(self._page_came, turn, page, self._boot()),
            self._post_from_thread,
        )

    def _close_follower(self) -> None:
        follower, self._follower = self._follower, None
        if follower is not None:
            follower.close()

    def _page_came(self, turn: int, page: Page, got: float) -> None:
        stamp = instant_ms(page.content.get("server_time"))
        if stamp:
            self._clock.overheard(stamp, got)
        self._heard_ms = self._clock.now_ms()
        presence = page.content.get("presence")
        if isinstance(presence, list) and tuple(presence) != self._presence:
            self._presence = tuple(presence)
            self.presence_changed.emit(self._presence)
        applying = self._state.feed.applying
        self._post(PageCame(turn, page))
        taken_by_cache = self._state.feed.applying > applying
        if page.to > page.first and not taken_by_cache:
            self._page_done()

    def _page_done(self) -> None:
        if self._follower is not None:
            self._follower.taken()

    async def _pull(self, turn: int, epoch: str, since: int) -> None:
        try:
            data = await self._fetcher.do(self._signed_in_api().changes, epoch, since)
            page = page_of(data)
        except (Fault, Refused) as fault:
            self._post(feed_failed(turn, fault))
            return
        self._heard_ms = self._clock.now_ms()
        self._post(PageCame(turn, page))

    async def _apply(self, page: Page) -> None:
        assert self.city is not None, "the feed runs only once the city is known"
        try:
            done = await self.cache.apply(page.content, self.city)
        except PageRefused as no:
            _log.info("page thrown away: %s %s", no.reason, dict(no.facts))
            self._post(PageThrown(no.reason))
        except wire.UnknownKind:
            self._post(PageThrown("unknown_kind"))
        except wire.BadWire as fault:
            _log.info("page thrown away: %s", fault)
            self._post(PageThrown("malformed"))
        except CacheLost as lost:
            self._cache_lost(lost)
            self._post(PageThrown("store"))
        except StoreFault as fault:
            self._store_fault(fault)
            self._post(PageThrown("store"))
        else:
            own = tuple(_decision(c) for c in done.changes if c.id in self._commands)
            cursor = Cursor(done.cursor.epoch, done.cursor.seq, done.cursor.chain)
            self._post(PageApplied(cursor, own))
            self._announce(done)
        finally:
            self._page_done()

    async def _take_snapshot(self, epoch: str, seq: int) -> None:
        try:
            cursor = await self._snapshot(epoch, seq)
        except (Fault, Refused) as fault:
            self._post(SnapshotFailed(*trouble_of(fault)))
        except PageRefused as no:
            _log.info("snapshot thrown away: %s %s", no.reason, dict(no.facts))
            self._post(SnapshotFailed(Trouble.BAD_ANSWER, no.reason))
        except wire.UnknownKind:
            self._post(SnapshotFailed(Trouble.OUTDATED, "unknown_kind"))
        except wire.BadWire:
            self._post(SnapshotFailed(Trouble.BAD_ANSWER, "malformed"))
        except CacheLost as lost:
            self._cache_lost(lost)
            self._post(SnapshotFailed(Trouble.OFFLINE, "store"))
        except StoreFault as fault:
            self._store_fault(fault)
            self._post(SnapshotFailed(Trouble.OFFLINE, "store"))
        except OSError as fault:
            self._store_fault(StoreFault.of(fault, self._folder))
            self._post(SnapshotFailed(Trouble.OFFLINE, "store"))
        else:
            self._post(SnapshotLoaded(Cursor(cursor.epoch, cursor.seq, cursor.chain)))
            self._news.clear()
            self.cases_changed.emit(None)
            await self._remember()
            await self._index()

    async def _snapshot(self, epoch: str, seq: int) -> feed.Cursor:
        assert self.session is not None, "the feed runs only for a session"
        scope = scope_of(self.session.person)
        path = await self._fetcher.do(self._signed_in_api().snapshot, self._folder)
        try:
            return await self.cache.load(path, epoch, seq, scope)
        finally:
            await self._fetcher.do(path.unlink, True)

    async def _index(self) -> None:
        """Index a snapshot's words, piece by piece, behind pages that come meanwhile."""
        if self.city is None:
            return
        with suppress(StoreFault, CacheLost):
            while self._running and await self.cache.index(self.city):
                pass

    def _cache_lost(self, lost: CacheLost) -> None:
        self._notice("cache_rebuilt", {"aside": str(lost.aside)})
        self._post(CacheGone())
        self._news.clear()
        self.cases_changed.emit(None)

    def _announce(self, done: feed.Applied) -> None:
        """Queue what the page did; a large catch-up is told in chunks, the loop never held up."""
        changes = tuple(done.changes)
        for cases in pieces(done.cases, CHUNK):
            self._news.append(Applied(cases, (), changes))
            changes = ()
        for removed in pieces(done.removed, CHUNK):
            self._news.append(Applied((), removed, changes))
            changes = ()
        if changes:
            self._news.append(Applied((), (), changes))
        if self._news and not self._announcing:
            self._announcing = True
            self._tell_next()

    def _tell_next(self) -> None:
        if self._news and self._running:
            news = self._news.popleft()
            if news is not None:
                self.applied.emit(news)
                ids = [case.id for case in news.cases] + list(news.removed)
                if ids:
                    self.cases_changed.emit(ids)
        if self._news and self._running and self._loop is not None:
            self._loop.call_soon(self._tell_next)
        else:
            self._announcing = False

    # --- uploads --------------------------------------------------------------------------------

    async def _push(self, turn: int, author: str, ids: tuple[str, ...]) -> None:
        commands = [self._commands[id] for id in ids]
        api = self._apis.get(author)
        session = self.session
        if api is None:
            self._post(PushFailed(turn, Trouble.DENIED, "token_missing"))
            return
        city = self.city.id if self.city is not None else session.city if session else ""
        try:
            epoch, decided = await self._pusher.do(api.commands, city, commands)
        except (Fault, Refused) as fault:
            self._post(PushFailed(turn, *trouble_of(fault)))
        else:
            self._post(Answered(turn, epoch, decided))

    async def _reoffer(self, epoch: str) -> None:
        now = self._clock.now()
        while self._running:
            try:
                rows = await self._outbox.reoffer(epoch, now - KEPT, now)
            except (StoreFault, OSError) as fault:
                told = StoreFault.of(fault, self._folder) if isinstance(fault, OSError) else fault
                self._store_fault(told)
                await asyncio.sleep(30)
            else:
                self._post(Reoffered(epoch, self._taken_in(rows, epoch)))
                self.cases_changed.emit(sorted(self.overlaid()))
                return

    async def _written(self, work: asyncio.Future[None]) -> None:
        """A note that could not be written costs nothing but asking again after a restart."""
        try:
            await work
        except StoreFault as fault:
            self._store_fault(fault)

    async def _forget_old(self) -> None:
        if self._clock.verified:
            with suppress(StoreFault):
                await self._outbox.clear(self._clock.now() - KEPT)

    def _learn(self, decided: tuple[Decided, ...]) -> None:
        """The outbox page shows why at once, not after the next start."""
        for one in decided:
            facts = json.dumps(dict(one.facts), ensure_ascii=False)
            self._rows[one.id] = replace(self._rows[one.id], reason=one.reason, facts=facts)

    def _drained(self) -> None:
        """End the sessions of people who have left and whose commands are all decided."""
        waiting = {entry.author for entry in self._state.waiting}
        for session in self._keeper.draining():
            author = session.person.id
            api = self._apis.get(author)
            if api is not None and api is not self._api and author not in waiting:
                del self._apis[author]
                self._spawn(self._end(session, api))

    async def _end(self, session: Session, api: Api) -> None:
        self._post(SignedOut(session.person.id))
        with suppress(Fault, Refused):
            await self._fetcher.do(api.sign_out)
        await self._keeper.sign_out(self._keeper.current(session), waiting=False)

    # --- small things ---------------------------------------------------------------------------

    def _speaks_for(self, session: Session) -> Api:
        """A connection in the name of this session."""
        session = self._keeper.current(session)

        def rotated(granted: Granted) -> None:
            self._keeper.rotated(session, granted)

        api = Api(
            session.server,
            pin=session.pin,
            access=session.access,
            refresh=session.refresh,
            on_rotate=rotated,
            on_answer=lambda heard: self._from_thread(self._heard, heard),
            boot=self._boot,
        )
        self._apis[session.person.id] = api
        return api

    def _heard(self, heard: Heard) -> None:
        if heard.server_ms:
            self._clock.heard(heard.server_ms, heard.sent, heard.got)
        self._heard_ms = self._clock.now_ms()
        self._post(HeadSeen(heard.epoch, heard.seq))

    def _taken_in(self, rows: list[Waiting], epoch: str) -> tuple[Entry, ...]:
        """Entries of rows; a command of a newer program is kept on the disk and left alone."""
        entries = []
        for row in rows:
            try:
                command = row.command
            except wire.BadWire as fault:
                self._notice("outbox_unreadable", {"id": row.id, "detail": str(fault)})
                continue
            self._rows[row.id], self._commands[row.id] = row, command
            entries.append(_entry(row, command, epoch))
        return tuple(entries)

    def _overlay_changed(self, id: str) -> None:
        self.cases_changed.emit([self._commands[id].case])

    def _overlay_left(self, before: replica.State) -> None:
        """Cases from which a command was lifted without the feed touching them."""
        gone = {e.case for e in before.overlay} - {e.case for e in self._state.overlay}
        if gone:
            self.cases_changed.emit(sorted(gone))

    def _notice(self, key: str, facts: Mapping[str, Any]) -> None:
        _log.info("%s %s", key, dict(facts))
        self.noticed.emit(key, dict(facts))

    def _store_fault(self, fault: StoreFault) -> None:
        facts = {"path": fault.path, "remedy": fault.remedy, "detail": fault.detail}
        self._notice(f"store_{fault.key}", facts)

    async def _keep_clock(self) -> None:
        text = self._clock.memory()
        if text:
            try:
                await self._fetcher.do(write_private, self._folder / "clock.json", text)
            except OSError as fault:
                self._store_fault(StoreFault.of(fault, self._folder / "clock.json"))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()  # a bug goes to the loop's handler, and from there to crash.py

    def _publish(self) -> None:
        if self._api is None or self.city is None:
            link, key = (
                (Link.STOPPED, "") if self._api is None else (self.status.link, self.status.key)
            )
        else:
            link = link_of(self._state)
            key = self._state.feed.key or self._state.outbox.key
        self._say(link=link, key=key)

    def _say(self, *, link: Link, key: str) -> None:
        """Tell the screens if anything is different; the last word's time at most every 5 s."""
        me = self.session.person.id if self.session else ""
        mine = sum(entry.author == me for entry in self._state.waiting)
        now = self._clock.now_ms()
        status = Status(
            link=link,
            since_ms=self.status.since_ms if link is self.status.link else now,
            heard_ms=self._heard_ms,
            lag=max(0, self._state.feed.head - self._state.feed.cursor.seq),
            waiting=mine,
            others_waiting=len(self._state.waiting) - mine,
            needs_action=len(self._state.needs_action),
            clock_verified=self._clock.verified,
            key=key if link is not Link.LIVE else "",
            tls=self._api.tls if self._api else self.status.tls,
        )
        before, self.status = self.status, status
        recently = status.heard_ms - self._told_heard_ms < 5000
        if replace(status, heard_ms=0) == replace(before, heard_ms=0) and recently:
            return
        self._told_heard_ms = status.heard_ms
        self.status_changed.emit(status)

    _told_heard_ms = 0
    _city_text = ""


def _entry(row: Waiting, command: Command, epoch: str) -> Entry:
    return Entry(
        row.id,
        row.case,
        row.author,
        command.depends_on,
        row.state,
        row.outcome,
        epoch if row.seq else "",
        row.seq,
    )


def _decision(change: Change) -> Decided:
    return Decided(change.id, change.outcome.value, change.seq, change.reason, change.facts)


def _link_without_city(fault: Fault | Refused) -> Link:
    if isinstance(fault, Denied):
        return Link.DENIED
    return Link.OFFLINE if isinstance(fault, Offline) else Link.OUTDATED
