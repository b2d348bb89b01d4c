"""The console's side of sync as one pure step: no clock, thread, disk or network of its own.

Whoever drives it hands in what happened and the time, and carries out the effects in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from console import replica_feed as down
from console import replica_outbox as up
from console.replica_events import (
    Answered,
    AskedAgain,
    CacheLost,
    Cursor,
    Dismissed,
    Effect,
    Entry,
    Event,
    FeedFailed,
    HeadSeen,
    Notice,
    PageApplied,
    PageCame,
    PageThrown,
    PushFailed,
    Queued,
    Reoffered,
    SignedIn,
    SignedOut,
    SnapshotFailed,
    SnapshotLoaded,
    Woke,
)


@dataclass(frozen=True, slots=True)
class State:
    """Everything a replica knows. `epoch` is the server's history as last heard of.

    `retired` are histories that a newer one has replaced: an answer from one of them comes late.
    """

    feed: down.Feed
    outbox: up.Outbox
    epoch: str = ""
    retired: tuple[str, ...] = ()

    @property
    def overlay(self) -> tuple[Entry, ...]:
        """Commands that lie on top of the base, in the order they were made."""
        return tuple(e for e in self.outbox.entries if up.covers(e, self.feed.cursor))

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """Commands the server has not decided, as far as is known here."""
        return tuple(e for e in self.outbox.entries if e.stage in ("queued", "sent"))

    @property
    def needs_action(self) -> tuple[Entry, ...]:
        """Commands that were rejected or parked, until an officer dismisses them."""
        return tuple(e for e in self.outbox.entries if up.needs_action(e))


Step = tuple[State, tuple[Effect, ...]]


def begin(seed: int, cursor: Cursor | None, offered: str, entries: Iterable[Entry]) -> State:
    """A replica as the disk describes it, with nobody signed in: `SignedIn` sets it going.

    `offered` is the history the outbox was last offered to, "" when that is not known.
    """
    base = cursor or down.NO_CACHE
    feed = down.Feed(seed, base, down.Phase.DENIED, expected=base.seq, head=base.seq, floor=base)
    outbox = up.Outbox(seed + 1, tuple(entries), offered=offered)
    epoch = offered or base.epoch
    state = State(replace(feed, fresh=base.epoch != epoch), outbox, epoch)
    return replace(state, outbox=up.passed(outbox, base))


def step(state: State, event: Event, now: float) -> Step:
    """What becomes of the replica, and what is to be done. `now` in seconds, never falling."""
    was_down = bool(state.feed.failures)
    state, effects = _happened(state, event, now)
    came_back = was_down and not state.feed.failures
    feed, downloads = down.woke(state.feed, now)
    outbox = up.hurried(state.outbox, now) if came_back else state.outbox
    if not state.epoch:  # no word of the server yet: which history would be sent to?
        return replace(state, feed=feed), (*effects, *downloads)
    outbox, offers = up.offer(outbox, state.epoch)
    outbox, uploads = up.woke(outbox, now)
    return replace(state, feed=feed, outbox=outbox), (*effects, *downloads, *offers, *uploads)


def next_wake(state: State) -> float | None:
    """When `Woke` should come at the latest; None when only an event can move anything."""
    sending = up.due(state.outbox) if state.epoch else None
    dues = [due for due in (down.due(state.feed), sending) if due is not None]
    return min(dues, default=None)


def _happened(state: State, event: Event, now: float) -> Step:
    match event:
        case Woke():
            return state, ()
        case HeadSeen(epoch, seq):
            state, effects = _history(state, epoch, now)
            if epoch == state.feed.cursor.epoch:
                return _fed(state, down.head_seen(state.feed, seq, now), effects)
            return state, effects
        case (
            PageCame() | FeedFailed() | PageApplied() | PageThrown() | SnapshotLoaded()
            | SnapshotFailed()
        ):  # fmt: skip
            return _downloaded(state, event, now)
        case Queued() | Dismissed() | AskedAgain() | Answered() | PushFailed() | Reoffered():
            return _uploaded(state, event, now)
        case SignedIn(person):
            state, effects = _fed(state, down.signed_in(state.feed, now))
            return _boxed(state, up.signed_in(state.outbox, person, now), effects)
        case SignedOut(person, draining):
            state, effects = _fed(state, down.signed_out(state.feed))
            return _boxed(state, up.signed_out(state.outbox, person, draining), effects)
        case CacheLost():
            return _fed(state, down.cache_lost(state.feed, now))


def _downloaded(
    state: State,
    event: PageCame | FeedFailed | PageApplied | PageThrown | SnapshotLoaded | SnapshotFailed,
    now: float,
) -> Step:
    feed = state.feed
    match event:
        case PageCame(turn, page):
            before: tuple[Effect, ...] = ()
            if turn == feed.turn:
                state, before = _history(state, page.epoch, now)
            return _fed(state, down.page_came(state.feed, turn, page, now), before)
        case FeedFailed():
            return _fed(state, down.failed(feed, event, now))
        case PageApplied(cursor, own):
            state, effects = _fed(state, down.page_applied(feed, cursor))
            # What a replaced history decided counts for nothing: it is offered to the new one.
            own = own if cursor.epoch == state.epoch else ()
            outbox, settled = up.settle(state.outbox, own, cursor, cursor.epoch)
            return replace(state, outbox=up.passed(outbox, cursor)), (*effects, *settled)
        case PageThrown(reason):
            return _fed(state, down.page_thrown(feed, reason, now))
        case SnapshotLoaded(cursor):
            state, before = _history(state, cursor.epoch, now)
            state, effects = _fed(state, down.snapshot_loaded(state.feed, cursor, now), before)
            stale = cursor.epoch != state.epoch
            state = replace(state, feed=replace(state.feed, fresh=stale))
            return replace(state, outbox=up.passed(state.outbox, cursor)), effects
        case SnapshotFailed():
            return _fed(state, down.snapshot_failed(feed, event, now))


def _uploaded(
    state: State,
    event: Queued | Dismissed | AskedAgain | Answered | PushFailed | Reoffered,
    now: float,
) -> Step:
    outbox, cursor = state.outbox, state.feed.cursor
    match event:
        case Queued(entry):
            return _boxed(state, up.queued(outbox, entry))
        case Dismissed(id):
            return _boxed(state, up.dismissed(outbox, id))
        case AskedAgain(id):
            return _boxed(state, up.asked_again(outbox, id, now))
        case Answered(_, epoch):
            state, effects = _history(state, epoch, now)
            done = up.answered(state.outbox, event, state.feed.cursor, state.epoch, now)
            return _boxed(state, done, effects)
        case PushFailed():
            return _boxed(state, up.failed(outbox, event, now))
        case Reoffered(epoch):
            outbox, effects = up.reoffered(outbox, event)
            return replace(state, outbox=up.passed(outbox, cursor)), effects


def _history(state: State, epoch: str, now: float) -> Step:
    """Take note of the server's history; a new one ends all that hung on the old."""
    if not epoch or epoch == state.epoch or epoch in state.retired:
        return state, ()
    old = state.epoch
    state = replace(state, epoch=epoch, retired=(*state.retired, old) if old else ())
    if state.feed.cursor.epoch in ("", epoch):
        return state, ()
    state, effects = _fed(state, down.new_history(state.feed, now))
    return state, (*effects, Notice("history_broken", {"old": old, "new": epoch}))


def _fed(state: State, done: down.Step, before: tuple[Effect, ...] = ()) -> Step:
    feed, effects = done
    return replace(state, feed=feed), (*before, *effects)


def _boxed(state: State, done: up.Step, before: tuple[Effect, ...] = ()) -> Step:
    outbox, effects = done
    return replace(state, outbox=outbox), (*before, *effects)
