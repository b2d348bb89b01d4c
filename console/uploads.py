"""Carries out what the replica asks of the outbox: batches to the server, notes on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from console.answers import Granted, Heard
from console.api import Api
from console.clock import ServerClock
from console.faults import Fault, Offline
from console.follow import trouble_of
from console.outbox_book import OutboxBook
from console.outbox_store import OutboxStore
from console.replica_events import (
    Answered,
    Decided,
    Entry,
    Event,
    PushFailed,
    Reoffered,
    SignedOut,
    Trouble,
)
from console.session import Keeper, Session
from console.tasks import Tasks
from console.worker import Worker
from db.domain.commands import Command
from db.domain.refused import Refused
from db.store import StoreFault

KEPT = timedelta(days=30)
"""How long accepted commands stay, to be offered again should the server lose them."""

_DISK_AGAIN = 30.0


class Uploads:
    """The outbox's files, and a connection for each person whose commands may be sent."""

    def __init__(
        self,
        folder: Path,
        clock: ServerClock,
        keeper: Keeper,
        book: OutboxBook,
        tasks: Tasks,
        post: Callable[[Event], None],
        store_fault: Callable[[StoreFault], None],
    ) -> None:
        self.store = OutboxStore(folder)
        self._folder, self._clock, self._keeper = folder, clock, keeper
        self._book, self._tasks, self._post, self._store_fault = book, tasks, post, store_fault
        self._pusher = Worker("push")
        self._apis: dict[str, tuple[Session, Api]] = {}

    async def close(self) -> None:
        """End the thread and close the files."""
        self._pusher.shutdown(wait=False)
        await self.store.close()

    def ages(self) -> dict[str, float]:
        """Seconds that the oldest job of each thread has waited."""
        return {"outbox": self.store.age(), "push": self._pusher.age()}

    # --- who may send ---------------------------------------------------------------------------

    def connect(self, session: Session, on_answer: Callable[[Heard], None]) -> Api:
        """A connection in the name of this session, in place of an older one."""
        session = self._keeper.current(session)

        def rotated(granted: Granted) -> None:
            try:
                self._keeper.rotated(session, granted)
            except OSError as fault:
                # The old refresh token is good until a new one is used: this is tried again.
                told = StoreFault.of(fault, self._folder / "session.json")
                self._tasks.from_thread(self._store_fault, told)
                raise Offline("store") from fault

        api = Api(
            session.server,
            pin=session.pin,
            access=session.access,
            refresh=session.refresh,
            on_rotate=rotated,
            on_answer=on_answer,
            reads_only=session.viewing,
        )
        self._apis[session.person.id] = session, api
        return api

    def connected(self, person: str) -> bool:
        """Whether there is a connection for this person."""
        return person in self._apis

    def api_of(self, person: str) -> Api | None:
        """The connection of this person, if there is one."""
        held = self._apis.get(person)
        return None if held is None else held[1]

    def part(self, person: str) -> None:
        """Nothing more is sent for this person."""
        self._apis.pop(person, None)

    def end_drained(self, waiting: tuple[Entry, ...], me: str) -> None:
        """End the sessions of people who have left and whose commands are all decided.

        Never that of `me`, who sits here until the next person does.
        """
        authors = {me, *(entry.author for entry in waiting)}
        for session in self._keeper.draining():
            author = session.person.id
            if author in self._apis and author not in authors:
                _, api = self._apis.pop(author)
                self._tasks.spawn(self._end(session, api))

    async def _end(self, session: Session, api: Api) -> None:
        self._post(SignedOut(session.person.id, reads=False))
        with suppress(Fault, Refused):  # the tokens run out by themselves
            await self._pusher.do(api.sign_out)
        try:
            await self._keeper.sign_out(self._keeper.current(session), waiting=False)
        except OSError as fault:
            self._store_fault(StoreFault.of(fault, self._folder / "session.json"))

    # --- batches --------------------------------------------------------------------------------

    def push(self, turn: int, author: str, ids: tuple[str, ...]) -> None:
        """Send commands in this order."""
        self._tasks.spawn(self._push(turn, author, [self._book[id] for id in ids]))

    async def _push(self, turn: int, author: str, commands: list[Command]) -> None:
        held = self._apis.get(author)
        if held is None:
            self._post(PushFailed(turn, Trouble.DENIED, "token_missing"))
            return
        session, api = held
        try:
            epoch, decided = await self._pusher.do(api.commands, session.city, commands)
        except (Fault, Refused) as fault:
            self._post(PushFailed(turn, *trouble_of(fault)))
        else:
            self._post(Answered(turn, epoch, decided))

    # --- notes on the disk ----------------------------------------------------------------------

    def settle(self, decided: tuple[Decided, ...]) -> None:
        """Write down what the server decided."""
        self._book.learn(decided)
        self._note(self.store.settle(decided, self._clock.now()))

    def park(self, ids: tuple[str, ...]) -> None:
        """Hold commands back."""
        self._note(self.store.park(ids))

    def unpark(self, ids: tuple[str, ...]) -> None:
        """Queue commands again."""
        self._note(self.store.unpark(ids))

    def _note(self, work: Awaitable[object]) -> None:
        """A note that could not be written costs nothing but asking again after a restart."""

        async def written() -> None:
            try:
                await work
            except StoreFault as fault:
                self._store_fault(fault)

        self._tasks.spawn(written())

    def reoffer(self, epoch: str) -> None:
        """Queue again what was accepted in the last 30 days."""
        self._tasks.spawn(self._reoffer(epoch))

    async def _reoffer(self, epoch: str) -> None:
        now = self._clock.now()
        while True:
            try:
                rows = await self.store.reoffer(epoch, now - KEPT, now)
            except StoreFault as fault:
                self._store_fault(fault)
            except OSError as fault:
                self._store_fault(StoreFault.of(fault, self._folder))
            else:
                self._post(Reoffered(epoch, self._book.take_in(rows, epoch)))
                return
            await asyncio.sleep(_DISK_AGAIN)

    async def forget_old(self) -> None:
        """Accepted commands older than 30 days, by a clock that is sure of itself."""
        if self._clock.verified:
            with suppress(StoreFault):
                await self.store.clear(self._clock.now() - KEPT)
