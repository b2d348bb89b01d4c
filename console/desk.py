"""The operator's hands: the only way a screen causes anything, and what it sees of a case."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from console.async_slot import begin
from console.cache import CacheLost, CaseCache
from console.case_model import CaseBook
from console.clock import ServerClock
from console.faults import BadAnswer, Denied, Offline
from console.sync import Sync
from console.sync_status import Item, Link, Status
from db import cases
from db.domain import commands as verb
from db.domain import wire
from db.domain.brief import Brief, brief
from db.domain.case import Actor, Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.overlay import Overlay, apply_local
from db.domain.personal import mask_personal
from db.domain.refused import Refused
from db.domain.states import State
from db.store import Conn, StoreFault
from widgets.roles import EMERGENCY, NO_PLACE, PARKED, PENDING, REOPENED, SECRET, URGENT

# What pages need of the machine below them, they take from here: the desk is all they know of it.
__all__ = [
    "CaseView",
    "Denied",
    "Desk",
    "Done",
    "Item",
    "Link",
    "Offline",
    "Status",
    "StoreFault",
    "flags_of",
]

AnyVerb = TypeVar("AnyVerb", bound=Verb)

_MAX_MERGES = 100
_HISTORY = 500
_FREE_TEXT = ("text", "note", "reason", "plan", "without_proof")


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is durably stored: what it was, and which personal data was masked in it."""

    command: Command
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the officer sees it, with its past and with what is still on the way."""

    case: Case
    known: bool
    history: tuple[Change, ...]
    pending: tuple[Change, ...]
    refused: tuple[tuple[str, Refused], ...] = ()


class Desk(QObject):
    """Acts on cases for one officer and keeps the book of cases true.

    `loaded` says the book holds the cache's cases; `altered` names cases that may look different.
    """

    loaded = Signal()
    altered = Signal(object)

    def __init__(
        self, sync: Sync, book: CaseBook, clock: ServerClock, done_since: DoneSince
    ) -> None:
        super().__init__()
        self._sync, self._book, self._clock, self._done_since = sync, book, clock, done_since
        self._dirty: set[str] = set()
        self._everything = False
        self._work: asyncio.Task[None] | None = None
        sync.cases_changed.connect(self._note_changed)
        sync.outbox_changed.connect(self._note_outbox)
        self._parked: frozenset[str] = frozenset()

    @property
    def city(self) -> City:
        """The city pack in use. Only called once a session has one."""
        city = self._sync.city
        if city is None:
            raise LookupError("no city pack yet: sign in once while the server is there")
        return city

    @property
    def author(self) -> Actor:
        """Who sits here."""
        session = self._sync.session
        if session is None:
            raise LookupError("nobody is signed in at this desk")
        return session.person

    @property
    def online(self) -> bool:
        """Whether the server answers."""
        return self._sync.status.link in (Link.LIVE, Link.POLLING)

    def now(self) -> datetime:
        """The server's time as well as this desk knows it (UTC)."""
        return self._clock.now()

    # --- acting ---

    async def do(self, case: Case, act: Verb) -> Done:
        """Act on a case. Stored on disk when this returns.

        Raises Refused when the rules say no to what the officer sees, StoreFault when it could not
        be stored; in both cases nothing happened.
        """
        act, masked = _masked(act)
        command = self._command(case.id, act, expect=case.assignment_no)
        decide(case, command, self.city, command.made_at, other=await self._other(case, act))
        await self._sync.submit(command)
        return Done(command, masked)

    async def take_call(self, act: verb.Receive) -> Done:
        """Open a case from a call, a visit or a message; its id is `command.case`."""
        act, masked = _masked(act)
        command = self._command(str(uuid.uuid4()), act)
        decide(None, command, self.city, command.made_at)
        await self._sync.submit(command)
        return Done(command, masked)

    async def undo(self, case: Case) -> Done:
        """Take back the last act on the case."""
        if not case.acts:
            raise Refused("undo_not_last", number=case.number, last="")
        return await self.do(case, verb.Undo(case.acts[-1].change))

    async def send_again(self, command: Command) -> Done:
        """Give a refused or parked command again as a new one, on the case as it is now.

        The old one goes only when the new one is stored. Raises Refused and StoreFault like `do`.
        """
        if isinstance(command.act, verb.Receive):
            done = await self.take_call(command.act)
        else:
            view = await self.view(command.case)
            if view is None:
                raise Refused("unknown_case", case=command.case)
            done = await self.do(view.case, command.act)
        await self._sync.dismiss(command.id)
        return done

    # --- who reported: asked of the server each time, never kept ---

    async def look(self, report: str, reason: str) -> dict[str, str]:
        """Name, phone, e-mail, NIK and original text; audited. Empty when nobody left a name.

        Raises Offline, Denied, Refused.
        """
        try:
            return await self._sync.look(report, reason)
        except BadAnswer as answer:
            if answer.status != _NOTHING_THERE:
                raise
            return {}

    async def tell_identity(self, done: Done, name: str, phone: str) -> bool:
        """Give the server the caller's name and number once it has the case; False if it never did.

        Held in memory only: a desk writes no reporter to disk, so this cannot wait for a dead line.
        """
        act = done.command.act
        if not isinstance(act, verb.Receive):
            raise TypeError("only a new report has a reporter")
        for _ in range(_IDENTITY_TRIES):
            case = done.command.case
            if await self._sync.cache.case(case) is not None:
                await self._sync.put_identity(case, act.report, name, phone)
                return True
            await asyncio.sleep(_IDENTITY_PAUSE)
        return False

    def _command(self, case: str, act: Verb, expect: int | None = None) -> Command:
        command = Command(
            id=str(uuid.uuid4()),
            case=case,
            act=act,
            author=self.author,
            made_at=self._clock.now(),
            expect=expect,
            depends_on=self._sync.last_undecided(case),
        )
        _check_wire(command)
        return command

    # --- seeing ---

    async def view(self, case: str) -> CaseView | None:
        """The case with this officer's waiting acts on top; None when it is not known here."""

        def seen(conn: Conn) -> tuple[Case | None, list[Change]]:
            return cases.one(conn, case), cases.recent_changes(conn, _HISTORY, case)

        while True:
            waiting = self._sync.overlay(case)
            base, history = await self._sync.cache.read(seen)
            laid = await self._laid(base, case)
            if self._sync.overlay(case) == waiting:
                break  # else an act has come back meanwhile, and the base is older than that
        if laid.case is None:
            return None
        return CaseView(laid.case, base is not None, tuple(history), laid.pending, laid.refused)

    async def find(self, text: str, limit: int = 2000) -> frozenset[str]:
        """Ids of cached cases that hold these words (prefixes count), for filters."""
        return frozenset(row.id for row in await self._sync.cache.search(text, limit))

    async def mine(self) -> frozenset[str]:
        """Ids of cached cases this officer has acted on."""
        cache, me = self._sync.cache, self.author.id
        waiting = {item.command.case for item in self._sync.waiting() if item.mine}
        return frozenset(waiting | await cache.read(lambda conn: cases.acted_on_by(conn, me)))

    def items(self) -> tuple[Item, ...]:
        """The outbox: what is not settled yet."""
        return self._sync.waiting()

    async def dismiss(self, command: str) -> None:
        """The officer has seen that it was refused and leaves it at that."""
        await self._sync.dismiss(command)

    async def _laid(self, base: Case | None, case: str) -> Overlay:
        commands = self._sync.overlay(case)
        other = None
        for command in commands:
            if base is not None:
                other = await self._other(base, command.act) or other
        return apply_local(base, commands, self.city, other=other)

    async def _other(self, case: Case, act: Verb) -> Case | None:
        """The surviving case that a merge, an unmerge or an undone merge is about."""
        cache = self._sync.cache
        named = act.into if isinstance(act, verb.Merge) else case.master
        hops = 0
        while named is not None and hops < _MAX_MERGES:
            other = await cache.case(named)
            if other is None or other.state is not State.MERGED:
                return other
            named, hops = other.master, hops + 1
        return None

    # --- keeping the book true ---

    def _note_changed(self, ids: list[str] | None) -> None:
        if ids is None:
            self._everything = True
        else:
            self._dirty.update(ids)
        self._wake()

    def _note_outbox(self) -> None:
        parked = frozenset(
            item.command.case for item in self._sync.waiting() if item.state in _NEEDS_ACT
        )
        self._dirty |= parked ^ self._parked
        self._parked = parked
        self._wake()

    def _wake(self) -> None:
        if self._work is None or self._work.done():
            self._work = begin(self._catch_up())

    async def _catch_up(self) -> None:
        """One at a time, so that an older look at a case never lands on a newer one."""
        while self._everything or self._dirty:
            if self._sync.city is None:
                return
            with suppress(CacheLost):  # everything is told anew of the one in its place
                await self._catch_up_some()

    async def _catch_up_some(self) -> None:
        if self._everything:
            self._everything = False
            self._dirty.clear()
            await self._fill(self._sync.cache)
        else:
            ids = [self._dirty.pop() for _ in range(min(len(self._dirty), 200))]
            await self._refresh(self._sync.cache, ids)

    async def _fill(self, cache: CaseCache) -> None:
        """Everything anew; the columns are made on the cache's reading thread."""
        overlaid, since = self._sync.overlaid(), self._done_since()
        columns = self._book.fresh()

        def read(conn: Conn) -> None:
            rows = (row for row in cases.open_rows(conn, since) if row.id not in overlaid)
            columns.take(rows, flags_of)
            columns.arrange()

        await cache.read(read)
        self._book.adopt(columns)
        self._dirty |= overlaid | self._parked
        self.loaded.emit()

    async def _refresh(self, cache: CaseCache, ids: Iterable[str]) -> None:
        wanted = list(ids)
        bases = await cache.many(wanted)
        rows: list[tuple[Brief, int]] = []
        gone: list[str] = []
        for case_id in wanted:
            laid = await self._laid(bases.get(case_id), case_id)
            if case_id in self._dirty:
                continue  # it has changed meanwhile: this look is the older one
            if laid.case is None:
                gone.append(case_id)
                continue
            row = brief(laid.case)
            pending = PENDING if laid.pending else 0
            parked = PARKED if case_id in self._parked else 0
            rows.append((row, flags_of(row) | pending | parked))
        self._book.put(rows, gone)
        self.altered.emit(frozenset(wanted))


class DoneSince(Protocol):
    """Says from which instant on finished cases belong to today's board."""

    def __call__(self) -> datetime: ...


_NOTHING_THERE = 404
_IDENTITY_TRIES = 50
_IDENTITY_PAUSE = 0.2
_NEEDS_ACT = ("parked", "rejected")


def flags_of(row: Brief) -> int:
    """The bits of a card that follow from the case itself."""
    return (
        (REOPENED if row.reopened else 0)
        | (SECRET if row.secret else 0)
        | (URGENT if row.priority == "urgent" else 0)
        | (EMERGENCY if row.priority == "emergency" else 0)
        | (0 if row.placed else NO_PLACE)
    )


def _check_wire(command: Command) -> None:
    """What no server takes is refused here: stored, it would come back from the disk as a fault."""
    try:
        wire.decode(Command, wire.encode(command))
    except wire.BadWire as fault:
        texts = [str(getattr(command.act, name, "")) for name in _FREE_TEXT]
        longest = max(map(len, texts))
        if longest > wire.MAX_TEXT:
            raise Refused("text_too_long", length=longest, limit=wire.MAX_TEXT) from fault
        raise Refused("bad_wire", place=fault.place, detail=fault.reason) from fault


def _masked(act: AnyVerb) -> tuple[AnyVerb, tuple[str, ...]]:
    """The act with NIK, phone numbers and e-mail masked in its free text, and what was found."""
    found: list[str] = []
    clean: dict[str, str] = {}
    for name in _FREE_TEXT:
        held = getattr(act, name, "")
        if not held:
            continue
        text, kinds = mask_personal(held)
        if kinds:
            clean[name] = text
            found.extend(kinds)
    masked: AnyVerb = replace(act, **clean) if clean else act  # type: ignore[arg-type]
    return masked, tuple(dict.fromkeys(found))
