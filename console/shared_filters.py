"""The filters of the room as this desk has them: fetched, or remembered on its disk."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.async_slot import async_slot
from console.faults import Fault
from console.piece import Piece
from console.sync import Sync
from console.sync_status import Link, Status
from console.worker import Worker
from db.domain.case import Actor
from db.domain.refused import Refused
from db.domain.shared_filters import (
    SHARERS,
    NamedTerms,
    Shared,
    SharedFilter,
    Terms,
    check,
    may_withdraw,
)
from db.store import StoreFault

AGAIN_MS = 20_000
"""After so long a desk sees what another has shared. An answer of "nothing new" has no body."""


class SharedFilters(QObject):
    """`changed`: there are others now. Without the server, those that were there last.

    Sharing does not wait for the server: a filter is for the room as it works now, and the officer
    can keep it for themselves meanwhile.
    """

    changed = Signal()

    def __init__(self, sync: Sync, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._sync = sync
        self._piece = Piece("filters", Shared, folder / "filters.json")
        self._known: tuple[str, Shared] = ("", Shared())
        self._worker = Worker("filters")
        self._fetching = self._live = self._closed = False
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self.fetch)
        sync.status_changed.connect(self._status_changed)

    async def open(self) -> None:
        """Take what was remembered; what cannot be read is fetched anew."""
        found = await self._worker.do(self._piece.remembered)
        if found is not None:
            self._known = found
        self._timer.start()

    def close(self) -> None:
        """End the thread after what it is at."""
        self._closed = True
        self._timer.stop()
        self._worker.shutdown(wait=False)

    @property
    def shared(self) -> tuple[SharedFilter, ...]:
        """What the room shares, by name; nothing for who does not work in it."""
        author = self._author
        return self._known[1].shared if author is not None and author.role in SHARERS else ()

    def may_withdraw(self, one: SharedFilter) -> bool:
        """Whether who sits here may take it away."""
        author = self._author
        return author is not None and may_withdraw(one, author.id, author.role)

    async def share(self, name: str, terms: Terms) -> None:
        """Share under a name, in place of what this officer shares under it.

        Raises Refused, and the faults of Api: then nothing is shared.
        """
        given = NamedTerms(name, terms)
        check(given)
        await self._worker.do(self._sync.api().share_filter, str(uuid.uuid4()), given)
        await self._look()

    async def withdraw(self, id: str) -> None:
        """Take one away from the room. Raises the faults of Api."""
        await self._worker.do(self._sync.api().withdraw_filter, id)
        await self._look()

    @async_slot
    async def fetch(self) -> None:
        """See what others share by now, as far as the server can be reached."""
        if self._fetching or not self._live or self._author is None:
            return
        self._fetching = True
        try:
            await self._look()
        finally:
            self._fetching = False

    async def _look(self) -> None:
        try:
            await self._fetch()
        except (Fault, Refused):
            return  # those that were there last are shown; the frame says that the server is away
        except StoreFault as fault:
            self._sync.store_fault(fault)

    async def _fetch(self) -> None:
        author = self._author
        if author is None or author.role not in SHARERS:
            await self._forget()
            return
        api, (version, _), piece = self._sync.api(), self._known, self._piece
        try:
            found = await self._worker.do(lambda: piece.taken(api.filters(version)))
        except OSError as fault:
            raise StoreFault.of(fault, self._piece.file) from fault
        if found is not None and not self._closed:
            self._known = found
            self.changed.emit()

    async def _forget(self) -> None:
        """Who does not work in the room has none of it here."""
        self._known = ("", Shared())
        try:
            await self._worker.do(lambda: self._piece.file.unlink(missing_ok=True))
        except OSError as fault:
            raise StoreFault.of(fault, self._piece.file) from fault

    @Slot(object)
    def _status_changed(self, status: Status) -> None:
        before, self._live = self._live, status.link in (Link.LIVE, Link.POLLING)
        if self._live and not before:
            self.fetch()

    @property
    def _author(self) -> Actor | None:
        """Who sits here; an answer may come when nobody does any more."""
        return self._sync.session.person if self._sync.session is not None else None
