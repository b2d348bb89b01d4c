"""Photos of this desk on their way: which are to be sent, by whom, and when each is ready."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from console.api import Api
from console.backoff import delay
from console.faults import BadAnswer, Denied, Fault, Offline, Outdated
from console.photo_store import PhotoStore
from console.replica_events import Entry, Event, Gone, Ready
from console.tasks import Tasks
from console.tus import Pace, transfer, upload_id
from console.worker import Worker
from db.domain.commands import Command
from db.domain.media import named_by
from db.domain.refused import Refused

LINES = 2
"""Files that are sent at the same time."""

_UNFIT = (400, 413)


class Photos:
    """What is to be sent follows from the files on the disk and the commands that name them.

    Nothing of it is written down: the server knows how far each upload is. Main thread; disk and
    network are waited for on threads of their own. `moved(hash)` is called when one is further.
    """

    def __init__(
        self,
        folder: Path,
        tasks: Tasks,
        api_of: Callable[[str], Api | None],
        post: Callable[[Event], None],
        notice: Callable[[str, Mapping[str, Any]], None],
        moved: Callable[[str], None] = lambda _hash: None,
    ) -> None:
        self._store = PhotoStore(folder / "photos")
        self._tasks, self._api_of, self._post = tasks, api_of, post
        self._notice, self._moved = notice, moved
        self._disk = Worker("photos")
        self._lines = [Worker(f"upload {n}") for n in range(1, LINES + 1)]
        self._free = asyncio.Semaphore(LINES)
        self._idle = list(self._lines)
        self._pace, self._seed = Pace(), secrets.randbits(60)
        self._staged: frozenset[str] = frozenset()
        self._ready: set[str] = set()
        self._going: set[tuple[str, str]] = set()
        self._denied: dict[str, Api] = {}
        self._share: dict[str, float] = {}
        self._queueing: set[str] = set()

    async def open(self) -> None:
        """Look what lies here. Raises StoreFault."""
        self._staged = await self._disk.do(self._store.hashes)

    def close(self) -> None:
        """End the threads after what they are at."""
        for worker in (self._disk, *self._lines):
            worker.shutdown(wait=False)

    # --- what the desk asks ---------------------------------------------------------------------

    async def stage(self, source: Path | bytes) -> str:
        """Keep a photo or video; its hash. On return it outlives a power cut.

        Raises NotAPhoto, StoreFault, and OSError when the source cannot be read.
        """
        sha256 = await self._disk.do(self._store.stage, source)
        self._staged |= {sha256}
        return sha256

    def here(self, sha256: str) -> Path | None:
        """The staged file, if this desk has it."""
        return self._store.path(sha256) if sha256 in self._staged else None

    def share(self, sha256: str) -> float | None:
        """How much of it the server has, 0 to 1; None when nothing is on its way."""
        waits = sha256 in self._staged and sha256 not in self._ready
        return self._share.get(sha256, 0.0) if waits else None

    def mark(self, sha256: str) -> tuple[str, float]:
        """Another one whenever this photo is further, or what it waits its turn behind is."""
        queues = sha256 in self._queueing
        return sha256, sum(self._share.values()) if queues else self._share.get(sha256, 0.0)

    def needs(self, command: Command) -> tuple[str, ...]:
        """Photos that must be on the server before the command is sent."""
        return tuple(
            name
            for name in dict.fromkeys(named_by(command.act))
            if name in self._staged and name not in self._ready
        )

    # --- what the replica asks ------------------------------------------------------------------

    def lacking(self, hashes: Iterable[str]) -> None:
        """The server lacks these, whatever was known before."""
        for sha256 in hashes:
            self._ready.discard(sha256)
            if sha256 not in self._staged:
                self._gone(sha256, "lost")

    def wanted(self, entries: Iterable[Entry]) -> None:
        """See that everything these wait for is on its way, in their order."""
        for entry in entries:
            if entry.stage != "queued":
                continue
            for sha256 in entry.needs:
                api, one = self._api_of(entry.author), (sha256, entry.author)
                denied = api is not None and self._denied.get(entry.author) is api
                if api is not None and not denied and one not in self._going:
                    self._going.add(one)
                    self._tasks.spawn(self._carry(sha256, entry.author, api))

    async def sweep(self, commands: Iterable[Command]) -> None:
        """Remove what these commands, which are not over, do not name. Raises StoreFault."""
        needed = {name for command in commands for name in named_by(command.act)}
        self._staged = await self._disk.do(self._store.sweep, needed, time.time())

    # --- on its way -----------------------------------------------------------------------------

    async def _carry(self, sha256: str, author: str, api: Api) -> None:
        """Try until it is ready, refused, or the session is worth nothing any more."""
        failures, before = 0, self._share.get(sha256, 0.0)
        try:
            while (wait := await self._tried(sha256, author, api)) is not None:
                share = self._share.get(sha256, 0.0)
                failures, before = (failures if share <= before else 0) + 1, share
                self._seed, pause = delay(failures, self._seed, wait)
                await asyncio.sleep(pause)
                now = self._api_of(author)  # another, if the author has signed in again meanwhile
                if now is None:
                    return
                api = now
        finally:
            self._going.discard((sha256, author))

    async def _tried(self, sha256: str, author: str, api: Api) -> float | None:
        """None when there is nothing more to do, else the wait the server asked for."""
        try:
            async with self._line(sha256) as worker:
                path, id = self._store.path(sha256), upload_id(sha256, author)
                told = self._progress(sha256)
                reason = await worker.do(transfer, api, path, sha256, id, self._pace, told)
        except FileNotFoundError:
            self._staged -= {sha256}
            self._gone(sha256, "lost")
        except (Denied, Outdated) as fault:
            if fault.key == "not_allowed":  # signing in again will not change that
                self._gone(sha256, "not_allowed")
            else:
                self._denied[author] = api
                # A sign-in that came before this answer was not told of it: look for it here.
                return None if self._api_of(author) in (api, None) else 0.0
        except Offline as fault:
            return fault.retry_after
        except BadAnswer as answer:
            if answer.status not in _UNFIT:
                return 0.0
            self._gone(sha256, "unfit")
        except Refused:
            self._gone(sha256, "unfit")  # its length is no longer what was announced
        except OSError:
            if await self._disk.do(self._store.readable, sha256):
                return 0.0
            self._gone(sha256, "unreadable")
        except Fault:
            return 0.0
        else:
            self._over(sha256, reason)
        return None

    def _over(self, sha256: str, reason: str) -> None:
        self._share.pop(sha256, None)
        if reason:
            self._gone(sha256, reason)
            return
        self._ready.add(sha256)
        self._moved(sha256)
        self._post(Ready(sha256))

    def _gone(self, sha256: str, reason: str) -> None:
        """After the step that is being carried out, if one is."""
        self._notice("photo_refused", {"sha256": sha256[:12], "reason": reason})
        self._tasks.soon(lambda: self._post(Gone(sha256)))

    def _progress(self, sha256: str) -> Callable[[int, int], None]:
        """Hears of progress on the thread that sends."""

        def noted(there: int, whole: int) -> None:
            self._share[sha256] = there / whole if whole else 0.0
            self._moved(sha256)

        def told(there: int, whole: int) -> None:
            self._tasks.from_thread(noted, there, whole)

        return told

    @asynccontextmanager
    async def _line(self, sha256: str) -> AsyncIterator[Worker]:
        self._queueing.add(sha256)
        async with self._free:
            self._queueing.discard(sha256)
            worker = self._idle.pop()
            try:
                yield worker
            finally:
                self._idle.append(worker)
