"""The download half of a replica: when to follow, pull or take a snapshot, and what a page means.

It knows nothing of the outbox, so commands that wait can never stop a download.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from console.backoff import STOPPED_AGAIN, around, delay
from console.replica_events import (
    ApplyPage,
    CloseStream,
    Cursor,
    Effect,
    FeedFailed,
    Notice,
    OpenStream,
    Page,
    Pull,
    SnapshotFailed,
    TakeSnapshot,
    Trouble,
)

SILENCE = 45.0
"""Seconds without a word after which a stream counts as dead."""

UNHEARD = 20.0
"""Seconds for the first word of a new one: the server says something at least every 15."""

POLL = 5.0
STREAM_AGAIN = 60.0
"""Seconds of plain pulls, for each failure, before the network is tried with a stream again."""

LONGEST_WAIT = 15.0
"""Seconds; a desk whose server is back must be on its feet within half a minute."""

UNFIT_STREAMS = 2
BAD_PAGES = 3


NO_CACHE = Cursor("", 0, "")


class Phase(StrEnum):
    """What the download half is doing; `WAIT` and `STOPPED` end at `Feed.at`."""

    WAIT = "wait"
    STREAM = "stream"
    PULL = "pull"
    SNAPSHOT = "snapshot"
    DENIED = "denied"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Feed:
    """The state of the download half. Instants are the seconds that `step` is given.

    `expected` is where the last page handed to the cache ends; `applying` pages are in its hands.
    `floor` is how far the screen has been, which no snapshot of that history may fall behind.
    `asked` is when the request under way was made, `signed` when a session last began. A stream is
    `live` from its first word and `proven` when it has carried more; `short` ended before that.
    """

    seed: int
    cursor: Cursor
    phase: Phase = Phase.WAIT
    at: float = 0.0
    heard: float = 0.0
    head: int = 0
    turn: int = 0
    expected: int = 0
    applying: int = 0
    floor: Cursor = NO_CACHE
    fresh: bool = False
    live: bool = False
    proven: bool = False
    throwing: bool = False
    failures: int = 0
    stream_failures: int = 0
    stream_again: float = 0.0
    short: int = 0
    bad: int = 0
    behind_server: bool = False
    key: str = ""
    asked: float = 0.0
    signed: float = 0.0


Step = tuple[Feed, tuple[Effect, ...]]


def woke(feed: Feed, now: float) -> Step:
    """Whatever is due at this moment."""
    if feed.phase in (Phase.STREAM, Phase.PULL) and now >= _patience_ends(feed):
        return _failed(feed, Trouble.OFFLINE, "silent", 0.0, now)
    if feed.phase not in (Phase.WAIT, Phase.STOPPED) or now < feed.at or feed.applying:
        return feed, ()
    feed = replace(feed, turn=feed.turn + 1, heard=now, asked=now, throwing=False)
    feed = replace(feed, live=False, proven=False)
    epoch, seq = feed.cursor.epoch, feed.cursor.seq
    if feed.fresh or not epoch:
        floor = feed.floor
        return replace(feed, phase=Phase.SNAPSHOT), (TakeSnapshot(floor.epoch, floor.seq),)
    feed = replace(feed, expected=seq)
    if feed.stream_failures >= UNFIT_STREAMS and now < feed.stream_again:
        return replace(feed, phase=Phase.PULL), (Pull(feed.turn, epoch, seq),)
    return replace(feed, phase=Phase.STREAM), (OpenStream(feed.turn, epoch, seq),)


def due(feed: Feed) -> float | None:
    """When `woke` has something to do next, as far as is known now."""
    if feed.phase in (Phase.STREAM, Phase.PULL):
        return _patience_ends(feed)
    waits = feed.phase in (Phase.WAIT, Phase.STOPPED) and not feed.applying
    return feed.at if waits else None


def _patience_ends(feed: Feed) -> float:
    return feed.heard + (SILENCE if feed.live else UNHEARD)


def page_came(feed: Feed, turn: int, page: Page, now: float) -> Step:
    """Hand the page to the cache if it goes on exactly where the last one ended."""
    if turn != feed.turn or feed.phase not in (Phase.STREAM, Phase.PULL):
        return feed, ()
    feed = replace(feed, heard=now, head=max(feed.head, page.head), key="", live=True)
    if page.epoch != feed.cursor.epoch or not _fits(feed, page):
        return _thrown(feed, "not_my_cursor", now)
    feed = _answered(feed, page, now)
    if page.first == page.to:
        return feed, ()
    return replace(feed, expected=page.to, applying=feed.applying + 1), (ApplyPage(page),)


def _fits(feed: Feed, page: Page) -> bool:
    if page.first != feed.expected or page.to < page.first or page.head < page.to:
        return False
    # An empty page shows the chain at my own cursor: a history rewritten behind it is seen here.
    at_cursor = page.first == page.to and not feed.applying
    return not at_cursor or page.chain == feed.cursor.chain


def _answered(feed: Feed, page: Page, now: float) -> Feed:
    """Back-offs are over; after a pull comes the next one."""
    if feed.phase is Phase.STREAM:
        feed = replace(feed, failures=0) if feed.failures else feed
        if feed.proven or (page.first == page.to and now - feed.asked < UNHEARD):
            return feed
        # Its first word is no proof: there are networks that let one through and nothing after it.
        return replace(feed, proven=True, stream_failures=0, short=0)
    seed, wait = around(POLL, feed.seed)
    wait = wait if page.to >= page.head and feed.stream_failures else 0.0
    return replace(feed, phase=Phase.WAIT, at=now + wait, seed=seed, failures=0)


def page_applied(feed: Feed, cursor: Cursor) -> Step:
    """The cache has moved."""
    bad = feed.bad if feed.throwing else 0
    feed = replace(feed, applying=feed.applying - 1, cursor=cursor, floor=cursor, bad=bad)
    return feed, ()


def page_thrown(feed: Feed, reason: str, now: float) -> Step:
    """The cache would not take a page: fetch again from the cursor, or stop for a newer program."""
    feed = replace(feed, applying=feed.applying - 1)
    if reason == "unknown_kind":
        return _stopped(feed, reason, now)
    return (feed, ()) if feed.throwing else _thrown(feed, reason, now)


def _thrown(feed: Feed, reason: str, now: float) -> Step:
    # A disk that takes nothing says nothing about the page.
    bad = feed.bad + 1 if reason != "store" else min(feed.bad + 1, BAD_PAGES - 1)
    seed, wait = delay(bad, feed.seed)
    closing = _closing(feed)
    feed = replace(feed, phase=Phase.WAIT, at=now + wait, seed=seed, bad=bad, key=reason)
    # Pages of this turn that are still with the cache will be thrown too; they count once.
    feed = replace(feed, throwing=True, expected=feed.cursor.seq, turn=feed.turn + 1)
    if bad < BAD_PAGES:
        return feed, closing
    facts = {"reason": reason, "seq": feed.cursor.seq}
    # Pages from here come of a server that has come as far: its snapshot need not fall back.
    feed = replace(feed, fresh=True)
    return feed, (*closing, Notice("history_differs", facts))


def failed(feed: Feed, event: FeedFailed, now: float) -> Step:
    """The stream or the pull came to nothing."""
    if event.turn != feed.turn or feed.phase not in (Phase.STREAM, Phase.PULL):
        return feed, ()
    if event.trouble is Trouble.GONE:
        return _gone(feed, event, now)
    return _failed(feed, event.trouble, event.key, event.wait, now)


def _gone(feed: Feed, event: FeedFailed, now: float) -> Step:
    """Too far behind for pages: a snapshot. Ahead of the server: an alarm, and no step back."""
    feed, effects = _failed(feed, Trouble.OFFLINE, event.key, event.wait, now)
    mine = event.epoch in ("", feed.cursor.epoch)
    if not mine or not 0 <= event.head < feed.cursor.seq:
        return replace(feed, fresh=True), effects
    told = () if feed.behind_server else (_ahead(feed, event.head),)
    return replace(feed, behind_server=True, key="cursor_beyond_head"), (*effects, *told)


def _ahead(feed: Feed, head: int) -> Notice:
    return Notice("cursor_beyond_head", {"cursor": feed.cursor.seq, "head": head})


def _failed(feed: Feed, trouble: Trouble, key: str, wait: float, now: float) -> Step:
    effects = _closing(feed)
    # A no to a session that another one has replaced meanwhile says nothing about that one.
    if trouble is Trouble.DENIED and feed.asked >= feed.signed:
        return replace(feed, phase=Phase.DENIED, key=key, turn=feed.turn + 1), effects
    if trouble is Trouble.OUTDATED:
        feed, more = _stopped(feed, "outdated", now)
        return feed, (*effects, *more)
    failures, streams, again = feed.failures + 1, feed.stream_failures, feed.stream_again
    short = feed.short + (feed.phase is Phase.STREAM and feed.live and not feed.proven)
    if _unfit(feed, key):
        streams, again = streams + 1, now + STREAM_AGAIN * min(streams + 1, 5)
    elif feed.phase is Phase.PULL:
        streams = 0  # nothing gets through at all: the stream was not to blame
    seed, pause = delay(max(failures, short), feed.seed, wait)
    feed = replace(feed, failures=failures, short=short, seed=seed)
    feed = replace(feed, stream_failures=streams, stream_again=again)
    at = now + min(LONGEST_WAIT, pause)
    return replace(feed, phase=Phase.WAIT, at=at, key=key, turn=feed.turn + 1), effects


def _unfit(feed: Feed, key: str) -> bool:
    """Whether the network is to blame for the end of a stream: it did not carry what was sent."""
    if feed.phase is not Phase.STREAM or feed.proven or key == "no_route":
        return False
    return not feed.live or key == "silent" or feed.head > feed.expected


def _closing(feed: Feed) -> tuple[Effect, ...]:
    return (CloseStream(feed.turn),) if feed.phase is Phase.STREAM else ()


def _stopped(feed: Feed, key: str, now: float) -> Step:
    effects = _closing(feed)
    feed = replace(feed, phase=Phase.STOPPED, at=now + STOPPED_AGAIN)
    return replace(feed, key=key, turn=feed.turn + 1), effects


def snapshot_loaded(feed: Feed, cursor: Cursor, now: float) -> Step:
    """The cache is whole again; go on from its cursor."""
    feed = replace(feed, cursor=cursor, floor=cursor, expected=cursor.seq)
    feed = replace(feed, head=max(feed.head, cursor.seq))
    feed = replace(feed, fresh=False, failures=0, bad=0, behind_server=False, key="", at=now)
    if feed.phase is Phase.SNAPSHOT:
        feed = replace(feed, phase=Phase.WAIT)
    return replace(feed, heard=now), ()


def snapshot_failed(feed: Feed, event: SnapshotFailed, now: float) -> Step:
    """Try again later; what was fetched is kept."""
    if feed.phase is not Phase.SNAPSHOT:
        return feed, ()  # nobody is signed in any more
    fresh = replace(feed, fresh=True)
    return _failed(fresh, event.trouble, event.key, event.wait, now)


def head_seen(feed: Feed, seq: int, now: float) -> Step:
    """Somebody else's answer says how far the journal is: no need to sleep until the next pull."""
    if seq > feed.head:
        feed = replace(feed, head=seq)
    if feed.phase is Phase.WAIT and not feed.failures and not feed.bad and seq > feed.expected:
        return replace(feed, at=min(feed.at, now)), ()
    return feed, ()


def new_history(feed: Feed, now: float) -> Step:
    """The server's history is another one: nothing goes on from this cursor."""
    effects = _closing(feed)
    if feed.phase in (Phase.STREAM, Phase.PULL, Phase.WAIT):
        feed = replace(feed, phase=Phase.WAIT, at=now, turn=feed.turn + 1)
    return replace(feed, fresh=True, throwing=True, head=0), effects


def cache_lost(feed: Feed, now: float) -> Step:
    """Nothing is held any more; pages still with the cache will be thrown, and that is no fault."""
    effects = _closing(feed)
    if feed.phase in (Phase.STREAM, Phase.PULL, Phase.WAIT):
        feed = replace(feed, phase=Phase.WAIT, at=now, turn=feed.turn + 1)
    return replace(feed, cursor=NO_CACHE, expected=0, throwing=True), effects


def signed_out(feed: Feed) -> Step:
    """Nobody to fetch anything for."""
    effects = _closing(feed)
    return replace(feed, phase=Phase.DENIED, key="", turn=feed.turn + 1), effects


def signed_in(feed: Feed, now: float) -> Step:
    """A session is there again."""
    feed = replace(feed, signed=now)
    if feed.phase is not Phase.DENIED:
        return feed, ()
    return replace(feed, phase=Phase.WAIT, at=now, failures=0, key=""), ()
