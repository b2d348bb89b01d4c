"""Tells the server what this desk met, so that somebody looks into it: queued, best effort."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from console.api import Api
from console.faults import BadAnswer, Denied, Fault
from console.tasks import Tasks
from console.worker import Worker
from db.domain.refused import Refused

_KEPT = 100
_BATCH = 20


class Troubles:
    """Keys and facts in memory until the server has them. Main thread only.

    Facts carry no personal data: paths are cut to the name of the file, for they name a person.
    """

    def __init__(self, tasks: Tasks, worker: Worker, api: Callable[[], Api]) -> None:
        self._tasks, self._worker, self._api = tasks, worker, api
        self._waiting: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._sending = False

    def met(self, key: str, facts: Mapping[str, Any]) -> None:
        """Something the server should know of."""
        self._waiting.append({"key": key, "facts": _plain(facts)})
        self.send()

    def send(self) -> None:
        """Try now; without a connection it is tried again when there is one."""
        if self._waiting and not self._sending and self._tasks.running:
            self._sending = True
            self._tasks.spawn(self._send())

    async def _send(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting[n] for n in range(min(_BATCH, len(self._waiting)))]
                if not await self._sent(batch):
                    return
                for one in batch:
                    if self._waiting and self._waiting[0] is one:  # else pushed out meanwhile
                        self._waiting.popleft()
        finally:
            self._sending = False

    async def _sent(self, batch: list[dict[str, Any]]) -> bool:
        """Whether these need not be sent again."""
        try:
            await self._worker.do(self._api().troubles, batch)
        except BadAnswer as answer:
            return answer.status != 0  # a server that does not take them will not take them later
        except Denied as denied:
            return denied.key == "not_allowed"
        except (Fault, Refused):
            return False
        return True


def _plain(facts: Mapping[str, Any]) -> dict[str, str | int]:
    """Whole numbers and short texts only."""
    return {name: _short(name, value) for name, value in facts.items()}


def _short(name: str, value: Any) -> str | int:
    if isinstance(value, int):
        return value
    if name in ("path", "aside"):
        return PurePath(str(value)).name
    return str(value)[:200] if name in _TOLD else "…"


_TOLD = frozenset({"reason", "old", "new", "said", "found", "id", "kind", "place"})
"""Facts that are keys and codes; sentences of the system may quote paths, and stay here."""
