"""The thread that waits for the server's stream and owns nothing; and what its faults mean."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from console.answers import page_of, parsed
from console.api import Api, Proof, Stream
from console.faults import BadAnswer, Denied, Fault, Offline, Outdated, SnapshotNeeded
from console.replica_events import FeedFailed, Page, Trouble
from db.domain.refused import Refused

AHEAD = 2
"""Pages the thread may be ahead of the cache; then it reads no further."""

_UNFIT = (400, 404, 413)


def trouble_of(fault: Fault | Refused) -> tuple[Trouble, str, float]:
    """What a fault means for the next step: kind, key, and the wait the server asked for."""
    match fault:
        case Offline():
            return Trouble.OFFLINE, fault.key, fault.retry_after
        case Denied():
            return Trouble.DENIED, fault.key, 0.0
        case Outdated():
            return Trouble.OUTDATED, fault.key, 0.0
        case SnapshotNeeded():
            return Trouble.GONE, fault.key, 0.0
        case Refused():
            return Trouble.REFUSED, fault.key, 0.0
        case BadAnswer() if fault.status in _UNFIT:
            return Trouble.UNFIT, str(fault), 0.0
        case _:
            return Trouble.BAD_ANSWER, fault.key, 0.0


def feed_failed(turn: int, fault: Fault | Refused) -> FeedFailed:
    """The event of a stream or pull that ended in this fault."""
    at = (fault.head, fault.epoch) if isinstance(fault, SnapshotNeeded) else (-1, "")
    return FeedFailed(turn, *trouble_of(fault), *at)


class Follower:
    """Follows the feed on a daemon thread and hands over what comes, page by page.

    `came` and `failed` are called on that thread: (turn, page, its plain form) and the event.
    After each page with changes it waits until `taken` is called, so that a fast network cannot
    fill the memory of a slow desk. `audit` asks for an audit point on the first page.
    """

    def __init__(
        self,
        api: Api,
        turn: int,
        epoch: str,
        since: int,
        came: Callable[[int, Page, dict[str, Any]], None],
        failed: Callable[[FeedFailed], None],
        *,
        audit: bool = False,
        proof: Proof | None = None,
    ) -> None:
        self.turn, self._audit, self._proof = turn, audit, proof
        self._api, self._epoch, self._since = api, epoch, since
        self._came, self._failed = came, failed
        self._room = threading.Semaphore(AHEAD)
        self._closed = False
        self._stream: Stream | None = None
        threading.Thread(target=self._follow, name=f"follow {turn}", daemon=True).start()

    def taken(self) -> None:
        """The cache has dealt with a page. Any thread."""
        self._room.release()

    def close(self) -> None:
        """Hand over nothing more, and end the thread. Any thread."""
        self._closed = True
        self._room.release()
        if self._stream is not None:
            self._stream.close()

    def _follow(self) -> None:
        try:
            self._stream = self._api.follow(
                self._epoch, self._since, audit=self._audit, proof=self._proof
            )
            if self._closed:
                self._stream.close()
            for line in self._stream:
                if self._closed:
                    return
                self._hand_over(line)
        except (Fault, Refused) as fault:
            if not self._closed:
                self._failed(feed_failed(self.turn, fault))

    def _hand_over(self, line: bytes) -> None:
        data = parsed(line)
        page = page_of(data)
        self._came(self.turn, page, data)
        if page.to > page.first:
            self._room.acquire()
