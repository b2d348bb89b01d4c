"""outbox.db and outbox.log behind one thread of their own."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from console.private_file import write_private
from console.replica_events import Decided
from console.worker import Worker
from db.domain.changes import Outcome
from db.domain.commands import Command
from db.outbox import DECIDED, Notice, Outbox, Waiting
from db.store import FaultKey, StoreFault

NOTHING_ACCEPTED = 2**62
"""A seq behind which every accepted command lies."""


class OutboxStore:
    """outbox.db and outbox.log behind one thread. Coroutines for the main thread.

    Beside them `outbox.epoch` names the history to which everything accepted was last offered;
    without it, all is offered again, which changes nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._epoch = folder / "outbox.epoch"
        self._worker = Worker("outbox")
        self._held: Outbox | None = None
        self._unwritten: dict[str, Callable[[], None]] = {}

    def open(self) -> Future[tuple[str, list[Notice]]]:
        """Open or make the files: the history last offered to, and what was mended."""
        return self._worker.do(self._open)

    def _open(self) -> tuple[str, list[Notice]]:
        self._held = Outbox.open(self._folder)
        try:
            offered = self._epoch.read_text("utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            offered = ""
        return offered, self._held.notices

    async def close(self) -> None:
        """Close the files after what is being written."""
        if self._held is not None:
            await self._worker.do(self._held.close)
        self._worker.shutdown(wait=False)

    def age(self) -> float:
        """Seconds that the oldest job of the thread has waited."""
        return self._worker.age()

    def unsettled(self, cursor: int) -> Future[list[Waiting]]:
        """Waiting, rejected, and accepted behind the cursor; in the order they were made."""
        return self._worker.do(self._outbox().unsettled, cursor)

    def put(
        self, commands: Iterable[Command], at: datetime, instead: str = ""
    ) -> Future[tuple[list[Waiting], Waiting | None]]:
        """Keep commands, all or none, and what became of the one they stand `instead` of.

        Returned, they outlive a power cut. Raises StoreFault, and then nothing is altered.
        """
        return self._worker.do(self._put, tuple(commands), at, instead)

    def _put(
        self, commands: tuple[Command, ...], at: datetime, instead: str
    ) -> tuple[list[Waiting], Waiting | None]:
        self._catch_up(instead)
        outbox = self._outbox()
        return outbox.put_all(commands, at, instead), outbox.one(instead)

    def settle(self, decided: Iterable[Decided], at: datetime) -> Future[None]:
        """Write down what the server decided."""
        return self._worker.do(self._settle, tuple(decided), at)

    def _settle(self, decided: tuple[Decided, ...], at: datetime) -> None:
        self._unwritten.update((one.id, partial(self._decided, one, at)) for one in decided)
        for one in decided:
            self._decided(one, at)
            self._unwritten.pop(one.id, None)

    def _decided(self, one: Decided, at: datetime) -> None:
        outcome = Outcome(one.outcome)
        self._outbox().decided(
            one.id, outcome, at=at, seq=one.seq, reason=one.reason, facts=one.facts
        )

    def park(self, ids: Iterable[str]) -> Future[None]:
        """Hold commands back."""
        return self._worker.do(self._park, tuple(ids))

    def _park(self, ids: tuple[str, ...]) -> None:
        self._unwritten.update((id, partial(self._outbox().park, (id,))) for id in ids)
        self._outbox().park(ids)
        self._written(ids)

    def unpark(self, ids: Iterable[str]) -> Future[None]:
        """Queue commands again."""
        return self._worker.do(self._queue_again, tuple(ids))

    def _queue_again(self, ids: tuple[str, ...]) -> None:
        self._outbox().queue_again(ids)
        self._written(ids)

    def _written(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._unwritten.pop(id, None)

    def dismiss(self, id: str) -> Future[None]:
        """An officer is done with a command that failed. Raises StoreFault."""
        return self._worker.do(self._dismiss, id)

    def _dismiss(self, id: str) -> None:
        self._catch_up(id)
        self._outbox().dismiss(id)

    def _catch_up(self, id: str) -> None:
        """Write what the disk did not take when the command failed."""
        write = self._unwritten.get(id)
        if write is not None:
            write()
            self._written((id,))

    def clear(self, before: datetime) -> Future[int]:
        """Forget what was accepted long ago, and what was dismissed; how many that were."""
        return self._worker.do(self._outbox().clear, before)

    def reoffer(self, epoch: str, since: datetime, at: datetime) -> Future[list[Waiting]]:
        """Queue again what was accepted since, then note the epoch. All that is unsettled now."""
        return self._worker.do(self._reoffer, epoch, since, at)

    def _reoffer(self, epoch: str, since: datetime, at: datetime) -> list[Waiting]:
        outbox = self._outbox()
        outbox.queue_again([row.id for row in outbox.accepted_since(since)])
        rejected = [r for r in outbox.unsettled(NOTHING_ACCEPTED) if r.state == DECIDED and r.seq]
        for row in rejected:  # its number meant something in the old history only
            outcome = Outcome(row.outcome)
            outbox.decided(row.id, outcome, at=at, reason=row.reason, facts=row.why)
        write_private(self._epoch, epoch)
        return outbox.unsettled(NOTHING_ACCEPTED)

    def _outbox(self) -> Outbox:
        if self._held is None:
            path = str(self._folder / "outbox.db")
            raise StoreFault(path, FaultKey.CANNOT_OPEN, "the outbox is closed")
        return self._held
