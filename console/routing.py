"""What the city's decisions teach, as this desk has it: fetched, or remembered on its disk."""

from __future__ import annotations

from pathlib import Path

from console.api import Api
from console.piece import Piece
from console.worker import Worker
from db.domain.commands import LAWS, Forward
from db.domain.routing import Learned
from db.domain.states import Role
from db.store import StoreFault


class Routing:
    """`learned` is None until something came. Whoever may not forward has none of it.

    Main thread; reading, writing and parsing happen on the worker that is handed in.
    """

    def __init__(self, folder: Path) -> None:
        self.learned: Learned | None = None
        self._piece = Piece("routing", Learned, folder / "routing.json")
        self._version, self._forgotten = "", 0

    async def recall(self, worker: Worker) -> None:
        """Take what was remembered; what cannot be read is fetched anew."""
        self._take(await worker.do(self._piece.remembered))

    async def forget(self, worker: Worker) -> None:
        """Nothing of it stays here: the next person may not see it. Raises StoreFault."""
        self._take(None)
        self._forgotten += 1
        try:
            await worker.do(lambda: self._piece.file.unlink(missing_ok=True))
        except OSError as fault:
            raise StoreFault.of(fault, self._piece.file) from fault

    async def fetch(self, api: Api, worker: Worker, role: Role) -> None:
        """Take what is newer. Raises the faults of Api, and StoreFault."""
        if role not in LAWS[Forward].roles:
            await self.forget(worker)
            return
        before, version, piece = self._forgotten, self._version, self._piece
        try:
            found = await worker.do(lambda: piece.taken(api.routing(version)))
        except OSError as fault:
            raise StoreFault.of(fault, self._piece.file) from fault
        if found is not None and before == self._forgotten:  # else it is for another person
            self._take(found)

    def _take(self, found: tuple[str, Learned] | None) -> None:
        self._version, self.learned = found or ("", None)
