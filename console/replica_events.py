"""What can happen to a replica, and what it can ask for: plain frozen values, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """Why a request came to nothing, as far as the next step depends on it."""

    OFFLINE = "offline"
    DENIED = "denied"
    OUTDATED = "outdated"
    GONE = "gone"
    REFUSED = "refused"
    UNFIT = "unfit"
    BAD_ANSWER = "bad_answer"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a cache is: the last seq it applied of which history, and the chain up to there."""

    epoch: str
    seq: int
    chain: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the feed; `content` is handed to the cache as it is and never looked into."""

    epoch: str
    first: int
    to: int
    head: int
    chain: str
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the server made of one command. `seq` is 0 where the journal has no entry for it.

    `outcome` is accepted, same_effect, rejected, not_yet or bad_wire, as on the wire.
    """

    id: str
    outcome: str
    seq: int = 0
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One command on this desk that is not over yet, as far as sync needs to know it.

    `stage` is queued, sent, parked, withdrawn or decided; `epoch` and `seq` say where the decision
    stands.
    `needs` are SHA-256 sums of photos that must be on the server before the command is sent.
    `was` is what one that is withdrawn becomes where it was not given again after all.
    """

    id: str
    case: str
    author: str
    depends_on: str | None = None
    stage: str = "queued"
    outcome: str = ""
    epoch: str = ""
    seq: int = 0
    needs: tuple[str, ...] = ()
    was: str = "queued"


# --- events: what happened ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Woke:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A command is durably in the outbox."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Dismissed:
    """An officer has dealt with a rejected or parked command; it leaves the screen."""

    id: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Somebody else has given it again under their own name; it must not be sent any more."""

    id: str


@dataclass(frozen=True, slots=True)
class Reinstated:
    """It was not given again after all; it waits as before."""

    id: str


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """An officer wants a parked command tried once more."""

    id: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The server has the whole photo with this SHA-256, checked; commands may name it."""

    hash: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The server lacks the photo with this SHA-256, and so does this desk."""

    hash: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """There is a session that may speak for this person; `reads`: the feed is for them, too."""

    person: str
    reads: bool = True


@dataclass(frozen=True, slots=True)
class SignedOut:
    """This person has left; `draining`: what is queued may still be delivered.

    `reads`: the feed was for them; not so for one who had left before and is now done.
    """

    person: str
    draining: bool = False
    reads: bool = True


@dataclass(frozen=True, slots=True)
class CacheLost:
    """The cache was damaged or forgotten on purpose; an empty one is in its place."""


@dataclass(frozen=True, slots=True)
class HeadSeen:
    """Any answer of the server says how far its journal is."""

    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class PageCame:
    """A page arrived, by the stream or the pull of this turn."""

    turn: int
    page: Page


@dataclass(frozen=True, slots=True)
class FeedFailed:
    """The stream or pull of this turn is over without being asked to be.

    `head` is the seq the refusing server named, -1 where it named none, `epoch` its history.
    """

    turn: int
    trouble: Trouble
    key: str = ""
    wait: float = 0.0
    head: int = -1
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class PageApplied:
    """The cache holds the page and its cursor; `own` are decisions on commands of this desk."""

    cursor: Cursor
    own: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class PageThrown:
    """The cache would not take the page and is as it was. `reason` unknown_kind: never skipped."""

    reason: str


@dataclass(frozen=True, slots=True)
class SnapshotLoaded:
    """The cache was swapped for a snapshot."""

    cursor: Cursor


@dataclass(frozen=True, slots=True)
class SnapshotFailed:
    """No snapshot this time; what was fetched of it is kept."""

    trouble: Trouble
    key: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Answered:
    """The batch of this turn was answered by a server of this history."""

    turn: int
    epoch: str
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class PushFailed:
    """The batch of this turn has no answer; it may have been decided all the same."""

    turn: int
    trouble: Trouble
    key: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Reoffered:
    """The outbox has queued its accepted commands again; `entries` is all of it, in old order."""

    epoch: str
    entries: tuple[Entry, ...]


Event = (
    Woke
    | Queued
    | Dismissed
    | Withdrawn
    | Reinstated
    | AskedAgain
    | Ready
    | Gone
    | SignedIn
    | SignedOut
    | CacheLost
    | HeadSeen
    | PageCame
    | FeedFailed
    | PageApplied
    | PageThrown
    | SnapshotLoaded
    | SnapshotFailed
    | Answered
    | PushFailed
    | Reoffered
)


# --- effects: what is to be done ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenStream:
    """Follow the feed from here; report with this turn."""

    turn: int
    epoch: str
    since: int


@dataclass(frozen=True, slots=True)
class CloseStream:
    """Drop the stream of this turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class Pull:
    """Fetch one page from here; report with this turn."""

    turn: int
    epoch: str
    since: int


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """Have the cache take this page and its cursor in one transaction."""

    page: Page


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """Fetch (or go on fetching) a snapshot and swap the cache for it.

    One of the history `epoch` that is older than `seq` must not be taken: a screen never goes back.
    """

    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class Push:
    """Send these commands, in this order, as this author; report with this turn."""

    turn: int
    author: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settle:
    """Write these decisions into the outbox."""

    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Park:
    """Keep these commands back: what they lean on was rejected."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpark:
    """Queue these commands again."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """The server lacks these photos: upload them again, or report `Gone` for each not here."""

    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reoffer:
    """A new history: queue again what was accepted in the last 30 days, then note the epoch."""

    epoch: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the officer, once, that a command was rejected."""

    id: str
    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an officer or the log should know."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Effect = (
    OpenStream
    | CloseStream
    | Pull
    | ApplyPage
    | TakeSnapshot
    | Push
    | Settle
    | Park
    | Unpark
    | Upload
    | Reoffer
    | Tell
    | Notice
)
