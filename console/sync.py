"""This desk's link with the server: its parts put together, and signals for the screens."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console import replica
from console.announcer import Announcer, Applied
from console.answers import Heard, instant_ms
from console.api import Api
from console.auditor import Audited
from console.beside import Beside
from console.cache import CacheLost, CaseCache
from console.city_pack import CityPack
from console.clock import ServerClock, boot_seconds
from console.downloads import Downloads
from console.driver import Driver
from console.faults import Denied, Fault
from console.health import ABSENT_AFTER_MS
from console.lost_cases import LostCases
from console.outbox_book import OutboxBook
from console.parts import Parts, photo_waited_for
from console.photos import Photos
from console.pictures import Pictures
from console.replica_events import (
    AskedAgain,
    Cursor,
    Dismissed,
    Event,
    HeadSeen,
    Queued,
    Reinstated,
    SignedIn,
    SignedOut,
    Withdrawn,
)
from console.replica_events import CacheLost as CacheGone
from console.rounds import Rounds
from console.routing import Routing
from console.session import Keeper, Session, scope_of
from console.sync_status import Item, Link, Status, link_of, link_without_city
from console.tasks import Tasks
from console.teller import Teller
from console.troubles import Troubles
from console.uploads import Uploads
from console.worker import Worker
from db import feed
from db.asides import Lost
from db.domain import wire
from db.domain.city import City
from db.domain.commands import Command
from db.domain.refused import Refused
from db.outbox import DISMISSED
from db.store import StoreFault

__all__ = ["Applied", "Item", "Link", "Status", "Sync"]

_log = logging.getLogger(__name__)


class Sync(QObject):
    """This desk's link with the server. Everything here belongs to the main thread.

    Signals: `status_changed(Status)`, `cases_changed(ids, or None for everything)`,
    `applied(Applied)`, `outbox_changed()`, `refused(Command, key, facts)`, `city_changed(City)`,
    `noticed(key, facts)`, `photo_moved(hash)`, `words_known()`, as more can be searched
    for. What stands beside the feed has its own (`beside`).
    """

    status_changed = Signal(object)
    cases_changed = Signal(object)
    applied = Signal(object)
    outbox_changed = Signal()
    refused = Signal(object, str, object)
    city_changed = Signal(object)
    noticed = Signal(str, object)
    photo_moved = Signal(str)
    words_known = Signal()

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
        self.cache = CaseCache(folder, self._cache_lost, self._cache_audited)
        self.session: Session | None = None
        self._folder, self._clock, self._keeper, self._boot = folder, clock, keeper, boot
        self._tasks, self._fetcher, self._aside = Tasks(), Worker("fetch"), Worker("aside")
        self._troubles = Troubles(self._tasks, self._aside, self.api)
        self.beside = Beside(self._tasks, self._aside, self.api)
        self._driver = Driver(self, self._tasks, boot)
        self.pack = CityPack(self.city_changed.emit)
        self._teller = Teller(clock, self._told)
        self.routing = Routing(folder)
        self._rounds = Rounds(self, self.pack, self.routing, clock, self._fetcher, folder)
        self.lost_cases = LostCases(folder, self.cache)
        self.lost: tuple[Lost, ...] = ()
        self.photos = Photos(
            folder, self._tasks, self._api_of, self.post, self.notice, self.photo_moved.emit
        )
        self.pictures = Pictures(folder, self.photos.here, self.api)
        self._book = OutboxBook(self.notice, self.photos.needs)
        self._announcer = Announcer(self._tasks, self.applied.emit, self.cases_changed.emit)
        self._uploads = Uploads(
            folder, clock, keeper, self._book, self._tasks, self.post, self.store_fault
        )
        self._downloads = Downloads(
            self, self.cache, self._book, self._announcer, self._tasks, self._fetcher, folder
        )
        self._driver.wire(self._downloads, self._uploads, self.photos)
        self._api: Api | None = None

    # --- opening and closing --------------------------------------------------------------------

    async def open(self) -> None:
        """Open the two stores; the board can be shown from here on. Raises StoreFault."""
        self._tasks.start()
        cursor = await self.cache.open()
        await self.photos.open()
        offered, notices = await self._uploads.store.open()
        base = None if cursor is None else Cursor(cursor.epoch, cursor.seq, cursor.chain)
        settled = replica.settled_up_to(base, offered)
        entries = self._book.take_in(await self._uploads.store.unsettled(settled), offered)
        self._driver.state = replica.begin(secrets.randbits(60), base, offered, entries)
        if cursor is not None and cursor.city:
            self.pack.recall(cursor.city)
            await self.routing.recall(self._fetcher)
        if cursor is not None:
            self._downloads.begin(cursor)
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
        cursor = None
        with suppress(CacheLost):  # told already, by the cache itself
            cursor = await self.cache.read(feed.cursor)
        if cursor is not None and cursor.scope != self.scope:
            await self.cache.start_over()  # other eyes may see other cases
            await self.pictures.forget()
            await self.routing.forget(self._fetcher)
            self.post(CacheGone())
            self._announcer.everything()
        self._api = api = self._uploads.connect(session, self._answered)
        for other in self._keeper.draining():
            here = other.server == session.server  # another's answers would be of another history
            if here and not self._uploads.connected(other.person.id):
                self._uploads.connect(other, self._answered)
                self.post(SignedIn(other.person.id, reads=False))
        self._tasks.spawn(self._rounds.go(api, session.person))
        self._publish()

    async def stop(self) -> None:
        """End every thread and close the files; what is queued stays queued."""
        self._downloads.close()
        self._driver.stop()
        await self._tasks.stop()
        await self._rounds.keep_clock()
        for worker in (self._fetcher, self._aside):
            worker.shutdown(wait=False)
        self.photos.close()
        self.pictures.close()
        self.lost_cases.close()
        await self.cache.close()
        await self._uploads.close()

    async def sign_out(self) -> None:
        """Leave: at once when nothing waits, else the session stays to deliver what is queued."""
        session, api = self.session, self._api
        if session is None or api is None:
            return
        waits = any(entry.author == session.person.id for entry in self._driver.state.waiting)
        self.session, self._api = None, None
        self.post(SignedOut(session.person.id, waits))
        try:
            await self._keeper.sign_out(session, waiting=waits)
        except OSError as fault:
            self.store_fault(StoreFault.of(fault, self._folder / "session.json"))
        if not waits:
            self._uploads.part(session.person.id)
            with suppress(Fault, Refused):  # the tokens run out by themselves
                await self._aside.do(api.sign_out)
        self._publish()

    # --- what the desk asks ---------------------------------------------------------------------

    async def submit(self, *commands: Command, instead: str = "") -> None:
        """Keep commands and send them as soon as may be. On return they outlive a power cut.

        An earlier one that they stand `instead` of goes in the same write: what waits is never
        sent and shown until it is dismissed, what failed is dismissed. Raises StoreFault, and then
        nothing is altered; Refused in a session that only views.
        """
        if self.session is not None and self.session.viewing:
            raise Refused("view_only")
        rows, old = await self._uploads.store.put(commands, self._clock.now(), instead)
        for entry in self._book.take_in(rows, ""):
            self.post(Queued(entry))
        if old is not None and old.state == DISMISSED:
            self._let_go(old.id)

    async def dismiss(self, id: str) -> None:
        """The officer is done with a rejected or parked command. ValueError for any other."""
        await self._uploads.store.dismiss(id)
        self._let_go(id)

    def _let_go(self, id: str) -> None:
        self.post(Dismissed(id))
        self.cases_changed.emit([self._book[id].case])

    def withhold(self, id: str) -> None:
        """Another is about to give it again: it is not sent meanwhile, and lies on no case."""
        self.post(Withdrawn(id))

    def reinstate(self, id: str) -> None:
        """It was not given again: it waits as before."""
        self.post(Reinstated(id))

    async def send_again(self, id: str) -> None:
        """Try a parked command once more."""
        self.post(AskedAgain(id))

    def overlay(self, case: str) -> tuple[Command, ...]:
        """The commands to lay on top of this case, in the order they were made."""
        return self._book.lies_on(self._driver.state.overlay).get(case, ())

    def overlaid(self) -> frozenset[str]:
        """Cases with commands to lay on top."""
        return frozenset(self._book.lies_on(self._driver.state.overlay))

    def last_undecided(self, case: str) -> str | None:
        """What the next command of this person on the case depends on."""
        undecided = [
            entry.id
            for entry in self._driver.state.outbox.entries
            if (entry.case, entry.author) == (case, self._me)
            and entry.stage not in ("decided", "withdrawn")
        ]
        return undecided[-1] if undecided else None

    def waiting(self) -> tuple[Item, ...]:
        """What the outbox page shows, in the order it was made."""
        outbox = self._driver.state.outbox
        return tuple(self._book.line(one, self._me, outbox.senders) for one in outbox.entries)

    async def look(self, report: str, reason: str) -> dict[str, str]:
        """Who reported; audited, and never kept here. Raises the faults of Api."""
        return await self._aside.do(self.api().look, report, reason)

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
        await self._aside.do(self.api().put_identity, report, given)

    @property
    def city(self) -> City | None:
        """The city pack in use; None before the first one came."""
        return self.pack.city

    @property
    def status(self) -> Status:
        """How this desk stands with the server, as it was last told."""
        return self._teller.status

    @property
    def _me(self) -> str:
        return self.session.person.id if self.session else ""

    def attend(self, case: str | None, mode: str = "view") -> None:
        """The officer looks at this case, or (`edit`) prepares an act on it; None for neither."""
        self.beside.presence.attend(case, mode)

    @property
    def last_audit(self) -> Audited | None:
        """What the last audit point of the server found here; None before the first one."""
        return self._downloads.last_audit

    def parts(self) -> Parts:
        """How the parts of this link stand now."""
        ages = self.cache.ages() | self._uploads.ages() | {"fetch": self._fetcher.age()}
        audit, status = self._downloads.last_audit, self._teller.status
        made = (self._book.item(entry, "").queued_at for entry in self._driver.state.waiting)
        state, heard, oldest = self._driver.state, self._teller.heard_ms, min(made, default=0)
        photo = photo_waited_for(state.outbox)
        mark = self.photos.mark(photo) if photo else None
        late = self._clock.now_ms() - ABSENT_AFTER_MS
        gone = self._book.absent(state.outbox.entries, state.outbox.senders | {self._me}, late)
        return Parts(state, status, heard, oldest, ages, audit, self.beside.trouble, mark, gone)

    def report(self, key: str, facts: Mapping[str, Any]) -> None:
        """Tell the server, and nobody else, when it can be reached."""
        self._troubles.met(key, facts)

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

    def _api_of(self, person: str) -> Api | None:
        return self._uploads.api_of(person)

    def post(self, event: Event) -> None:
        """Let the replica take one step, and carry out what it asks for."""
        self._driver.post(event)

    def page_seen(self, data: Mapping[str, Any], came: Callable[[], bool]) -> bool:
        """A page came: note its stamps, then let `came` tell the replica; what that returned."""
        stamp = instant_ms(data.get("server_time"))
        if stamp:
            self._clock.overheard(stamp, self._boot())
        self._teller.heard()
        self.beside.seen(data, self._me)
        return came()

    def notice(self, key: str, facts: Mapping[str, Any]) -> None:
        """Tell the officer, the log and, when it can be reached, the server."""
        _log.info("%s %s", key, dict(facts))
        self._troubles.met(key, facts)
        self.noticed.emit(key, dict(facts))

    def store_fault(self, fault: StoreFault) -> None:
        """Tell that a disk does not do its work."""
        facts = {"path": fault.path, "remedy": fault.remedy, "detail": fault.detail}
        self.notice(f"store_{fault.key}", facts)

    def indexed(self) -> None:
        """Words of more cases can be searched for."""
        self.words_known.emit()

    async def remember(self) -> None:
        """Keep beside the cursor what an offline start needs; without a cursor, later."""
        if self.session is None or self.city is None:
            return
        texts = {"server": self.session.server, "city": self.pack.text}
        try:
            with suppress(LookupError, CacheLost):
                await self.cache.remember(**texts, person=wire.dump(self.session.person))
        except StoreFault as fault:
            self.store_fault(fault)

    async def look_for_lost(self) -> None:
        """Look for cases that an older history had and this one has not; new ones are announced."""
        before, self.lost = self.lost, await self.lost_cases.look(self.scope)
        if self.lost != before:
            self.outbox_changed.emit()
        if self.lost and not before:
            self.notice("cases_missing", {"cases": len(self.lost)})

    def _cache_lost(self, lost: CacheLost) -> None:
        self._tasks.from_thread(self._downloads.cache_lost, lost)

    def _cache_audited(self, found: Audited) -> None:
        self._tasks.from_thread(self._downloads.audited, found)

    # --- what the driver tells ------------------------------------------------------------------

    def stepped(self, before: replica.State) -> None:
        """The replica has taken a step: tell the screens what is different."""
        if self._driver.state.outbox.entries != before.outbox.entries:
            self.outbox_changed.emit()
            self._lifted(before)
        if self._driver.state.outbox is not before.outbox:  # also when somebody signed in
            self.photos.wanted(self._driver.state.outbox.entries)
        self._end_drained()
        self._publish()

    def _end_drained(self) -> None:
        """Not before the server was heard: one that was restored wants all of it once more."""
        state = self._driver.state
        known = link_of(state) in (Link.LIVE, Link.POLLING) and not state.outbox.reoffering
        if self.session is None or known:
            self._uploads.end_drained(state.waiting, self._me)

    def rejected(self, id: str, key: str, facts: Mapping[str, Any]) -> None:
        """The server said no to a command."""
        self.refused.emit(self._book[id], key, facts)

    def _lifted(self, before: replica.State) -> None:
        """Tell of cases whose overlay is another one, also where the feed did not touch them."""
        was, now = _laid(before), _laid(self._driver.state)
        changed = {case for case, *_ in was ^ now}
        if changed:
            self.cases_changed.emit(sorted(changed))

    # --- what the rounds ask --------------------------------------------------------------------

    def uses(self, api: Api) -> bool:
        """Whether this is still the connection of who is signed in."""
        return self._api is api

    def without_city(self, fault: Fault | Refused) -> None:
        """A new desk cannot show anything, and this is why."""
        self._say(link_without_city(fault), fault.key)

    @property
    def comparable(self) -> bool:
        """Whether this program knows every field of a case that the server does."""
        return self._rounds.comparable

    async def tidy(self) -> None:
        """Forget and sweep what is older than 30 days; look again for what the server lost."""
        self._troubles.send()
        await self._uploads.forget_old()
        with suppress(StoreFault, OSError):  # tried again at the next round
            entries = self._driver.state.outbox.entries
            await self.photos.sweep([self._book[entry.id] for entry in entries])
        if self._clock.verified:
            await self.lost_cases.sweep(self._clock.now())
        await self.look_for_lost()
        self._downloads.index()

    def _answered(self, heard: Heard) -> None:
        self._tasks.from_thread(self._heard, heard)

    def _heard(self, heard: Heard) -> None:
        if heard.server_ms:
            self._clock.heard(heard.server_ms, heard.sent, heard.got)
        self._teller.heard()
        self.post(HeadSeen(heard.epoch, heard.seq))

    # --- telling --------------------------------------------------------------------------------

    def _publish(self) -> None:
        self._teller.publish(self._driver.state, self._me, self._api, self.city is not None)

    def _told(self, status: Status) -> None:
        if status.link not in (Link.LIVE, Link.POLLING):
            self.beside.lost()
        self.status_changed.emit(status)

    def _say(self, link: Link, key: str) -> None:
        self._teller.say(self._driver.state, self._me, self._api, link, key)


def _laid(state: replica.State) -> set[tuple[str, str, bool]]:
    """What the cards show of the overlay: on which case, which command, and whether it is held."""
    return {(entry.case, entry.id, entry.stage == "parked") for entry in state.overlay}
