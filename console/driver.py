"""Drives the replica: one step for each event, its effects in order, its timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from console import replica
from console.downloads import Downloads
from console.photos import Photos
from console.replica_events import (
    ApplyPage,
    CloseStream,
    Effect,
    Event,
    Notice,
    OpenStream,
    Park,
    Pull,
    Push,
    Reoffer,
    Settle,
    TakeSnapshot,
    Tell,
    Unpark,
    Upload,
    Woke,
)
from console.tasks import Tasks
from console.uploads import Uploads


class Told(Protocol):
    """Who hears of it."""

    def stepped(self, before: replica.State) -> None:
        """The replica has taken a step; the effects are carried out."""

    def rejected(self, id: str, key: str, facts: Mapping[str, Any]) -> None:
        """The server said no to a command."""

    def notice(self, key: str, facts: Mapping[str, Any]) -> None:
        """Something an officer or the log should know."""


class Driver:
    """Holds the replica's state. Main thread. `wire` it before anything is posted."""

    def __init__(self, told: Told, tasks: Tasks, boot: Callable[[], float]) -> None:
        self._told, self._tasks, self._boot = told, tasks, boot
        self.state = replica.begin(0, None, "", ())
        self._timer: asyncio.TimerHandle | None = None
        self._downloads: Downloads
        self._uploads: Uploads
        self._photos: Photos

    def wire(self, downloads: Downloads, uploads: Uploads, photos: Photos) -> None:
        """Who carries out what the replica asks for."""
        self._downloads, self._uploads, self._photos = downloads, uploads, photos

    def stop(self) -> None:
        """No more timer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def post(self, event: Event) -> None:
        """Let the replica take one step, and carry out what it asks for."""
        if not self._tasks.running:
            return
        before = self.state
        self.state, effects = replica.step(before, event, self._boot())
        for effect in effects:
            self._carry_out(effect)
        self._set_alarm()
        self._told.stepped(before)

    def _set_alarm(self) -> None:
        self.stop()
        due = replica.next_wake(self.state)
        if due is not None:
            wait = max(0.0, due - self._boot()) + 0.001
            self._timer = self._tasks.later(wait, lambda: self.post(Woke()))

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case OpenStream(turn, epoch, since):
                self._downloads.follow(turn, epoch, since)
            case CloseStream(turn):
                self._downloads.close(turn)
            case Pull(turn, epoch, since):
                self._downloads.pull(turn, epoch, since)
            case ApplyPage(page):
                self._downloads.apply(page)
            case TakeSnapshot(epoch, seq):
                self._downloads.snapshot(epoch, seq)
            case Push(turn, author, ids):
                self._uploads.push(turn, author, ids)
            case Settle(decided):
                self._uploads.settle(decided)
            case Park(ids):
                self._uploads.park(ids)
            case Unpark(ids):
                self._uploads.unpark(ids)
            case Upload(hashes):
                self._photos.lacking(hashes)
            case Reoffer(epoch):
                self._uploads.reoffer(epoch)
            case Tell(id, key, facts):
                self._told.rejected(id, key, facts)
            case Notice(key, facts):
                self._told.notice(key, facts)
