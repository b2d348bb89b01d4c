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
    Gone,
    HeadSeen,
    Notice,
    PageApplied,
    PageCame,
    PageThrown,
    PushFailed,
    Queued,
    Ready,
    Reinstated,
    Reoffered,
    SignedIn,
    SignedOut,
    SnapshotFailed,
    SnapshotLoaded,
    Withdrawn,
    Woke,
)


@dataclass(frozen=True, slots=True)
class State:
    """Everything a replica knows. `epoch` is the server's history as last heard of.

    `retired` are histories that a newer one has replaced: an answer from one of them comes late.
    `late` is the one the last snapshot was of; asked again, a server that says so still means it.
    """

    feed: down.Feed
    outbox: up.Outbox
    epoch: str = ""
    retired: tuple[str, ...] = ()
    late: str = ""

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

_CAME_BACK, _THERE = 1.0, 10.0
"""Seconds the upload half waits at most when the feed has just come back, and while it works."""


def settled_up_to(cursor: Cursor | None, offered: str) -> int:
    """The seq up to which accepted commands are in the cache; those after it stay on top.

    `offered` as in `begin`. Of another history, or none: 0, until the cache has caught up.
    """
    if cursor is None or offered not in ("", cursor.epoch):
        return 0
    return cursor.seq


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
    feed, downloads = down.woke(state.feed, now)
    outbox = state.outbox
    if not state.feed.failures:
        outbox = up.hurried(outbox, now + (_CAME_BACK if was_down else _THERE))
    if not state.epoch:  # no word of the server yet: which history would be sent to?
        return _with(state, feed, state.outbox), (*effects, *downloads)
    outbox, offers = up.offer(outbox, state.epoch)
    outbox, uploads = up.woke(outbox, now)
    return _with(state, feed, outbox), (*effects, *downloads, *offers, *uploads)


def _with(state: State, feed: down.Feed, outbox: up.Outbox) -> State:
    """Most steps leave most of it as it was."""
    if feed is state.feed and outbox is state.outbox:
        return state
    return replace(state, feed=feed, outbox=outbox)


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
        case (
            Queued() | Dismissed() | Withdrawn() | Reinstated() | AskedAgain() | Ready() | Gone()
            | Answered() | PushFailed() | Reoffered()
        ):  # fmt: skip
            return _uploaded(state, event, now)
        case SignedIn(person, reads):
            fed = down.signed_in(state.feed, now) if reads else (state.feed, ())
            state, effects = _fed(state, fed)
            return _boxed(state, up.signed_in(state.outbox, person, now), effects)
        case SignedOut(person, draining, reads):
            state, effects = _fed(state, down.signed_out(state.feed) if reads else (state.feed, ()))
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
            return _with(state, state.feed, up.passed(outbox, cursor)), (*effects, *settled)
        case PageThrown(reason):
            return _fed(state, down.page_thrown(feed, reason, now))
        case SnapshotLoaded(cursor):
            old = state.epoch
            state, before = _history(_believed(state, cursor.epoch), cursor.epoch, now)
            if old not in ("", state.epoch) and state.feed.cursor.epoch == state.epoch:
                # The cache had been swapped before this history was believed: told all the same.
                before = (*before, Notice("history_broken", {"old": old, "new": state.epoch}))
            state, effects = _fed(state, down.snapshot_loaded(state.feed, cursor, now), before)
            stale = cursor.epoch != state.epoch
            late = cursor.epoch if stale else ""
            state = replace(state, feed=replace(state.feed, fresh=stale), late=late)
            return replace(state, outbox=up.passed(state.outbox, cursor)), effects
        case SnapshotFailed():
            return _fed(state, down.snapshot_failed(feed, event, now))


def _uploaded(
    state: State,
    event: Queued
    | Dismissed
    | Withdrawn
    | Reinstated
    | AskedAgain
    | Ready
    | Gone
    | Answered
    | PushFailed
    | Reoffered,
    now: float,
) -> Step:
    outbox, cursor = state.outbox, state.feed.cursor
    match event:
        case Queued(entry):
            return _boxed(state, up.queued(outbox, entry))
        case Dismissed(id):
            return _boxed(state, up.dismissed(outbox, id))
        case Withdrawn(id):
            return _boxed(state, up.withdrawn(outbox, id))
        case Reinstated(id):
            return _boxed(state, up.reinstated(outbox, id))
        case AskedAgain(id):
            return _boxed(state, up.asked_again(outbox, id, now))
        case Ready(hash):
            return _boxed(state, up.ready(outbox, hash))
        case Gone(hash):
            return _boxed(state, up.gone(outbox, hash))
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


def _believed(state: State, epoch: str) -> State:
    """A second snapshot of a replaced history was asked for after it was replaced: it was not.

    Whatever named the other one was no server of ours; one altered bit is enough for that.
    """
    if not epoch or epoch != state.late:
        return state
    return replace(state, retired=tuple(one for one in state.retired if one != epoch))


def _fed(state: State, done: down.Step, before: tuple[Effect, ...] = ()) -> Step:
    feed, effects = done
    return _with(state, feed, state.outbox), (*before, *effects)


def _boxed(state: State, done: up.Step, before: tuple[Effect, ...] = ()) -> Step:
    outbox, effects = done
    return _with(state, state.feed, outbox), (*before, *effects)
