"""Reports by e-mail as the server has them: nothing of it is kept on this desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from console.api import Api
from console.sync import Sync
from console.worker import Worker
from db.domain.mailings import KEEPERS, Mailings, Terms

T = TypeVar("T")


class MailingOffice:
    """Asks the server; each question raises the faults of Api, and Refused."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync
        self._worker = Worker("mailings")

    @property
    def may(self) -> bool:
        """Whether who sits here sees and alters them."""
        session = self._sync.session
        return session is not None and session.person.role in KEEPERS

    async def all(self) -> Mailings:
        """The schedules, and what was sent of late."""
        return await self._ask(lambda api: api.mailings())

    async def keep(self, id: str, terms: Terms) -> None:
        """Keep a schedule, new or in place of the one of this id."""
        await self._ask(lambda api: api.keep_mailing(id, terms))

    async def remove(self, id: str) -> None:
        """Send nothing of it any more."""
        await self._ask(lambda api: api.remove_mailing(id))

    async def run(self, id: str) -> int:
        """Send the last whole period to those who do not have it; how many letters that is."""
        return await self._ask(lambda api: api.run_mailing(id))

    def close(self) -> None:
        """End the thread after what it is at."""
        self._worker.shutdown(wait=False)

    async def _ask(self, question: Callable[[Api], T]) -> T:
        return await self._worker.do(partial(question, self._sync.api()))
