"""What screens may know of sync: the state of the connection, and what waits in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from console.api import Tls
from console.faults import Denied, Fault, Offline
from console.replica import State
from console.replica_feed import UNFIT_STREAMS, Phase
from db.domain.commands import Command
from db.domain.refused import Refused


class Link(StrEnum):
    """How this desk stands with the server."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    LIVE = "live"
    POLLING = "polling"
    SNAPSHOT = "snapshot"
    DENIED = "denied"
    OUTDATED = "outdated"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Status:
    """The connection at a glance. Instants are server ms since the epoch, 0 for never.

    `waiting` counts this person's undecided commands, `others_waiting` those of other officers on
    this desk, `needs_action` what was rejected or parked. `key` says why the link is not live.
    """

    link: Link = Link.STOPPED
    since_ms: int = 0
    heard_ms: int = 0
    lag: int = 0
    waiting: int = 0
    others_waiting: int = 0
    needs_action: int = 0
    clock_verified: bool = False
    key: str = ""
    tls: Tls = Tls.PLAIN


@dataclass(frozen=True, slots=True)
class Item:
    """One command on the outbox page.

    `state` is queued, sending, decided (accepted, the feed has not come yet), parked, rejected or
    withdrawn (another gave it again). `stranded`: it waits, and its author has no session here.
    """

    command: Command
    state: str
    queued_at: int
    mine: bool
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    stranded: bool = False


def link_of(state: State) -> Link:
    """The link of a replica that is running."""
    feed = state.feed
    match feed.phase:
        case Phase.DENIED:
            return Link.DENIED
        case Phase.STOPPED:
            return Link.OUTDATED
        case Phase.STREAM if feed.live:
            return Link.LIVE
    if feed.failures or feed.bad:
        return Link.OFFLINE
    if feed.phase is Phase.SNAPSHOT or feed.fresh:
        return Link.SNAPSHOT
    return Link.POLLING if feed.stream_failures >= UNFIT_STREAMS else Link.CONNECTING


def link_without_city(fault: Fault | Refused) -> Link:
    """The link of a new desk that could not even learn which city it is in."""
    if isinstance(fault, Denied):
        return Link.DENIED
    return Link.OFFLINE if isinstance(fault, Offline) else Link.OUTDATED


def status_of(state: State, me: str) -> Status:
    """The counts of a status; what the replica does not know is left at its default."""
    mine = sum(entry.author == me for entry in state.waiting)
    return Status(
        lag=max(0, state.feed.head - state.feed.cursor.seq),
        waiting=mine,
        others_waiting=len(state.waiting) - mine,
        needs_action=len(state.needs_action),
    )


def item_state(stage: str, outcome: str) -> str:
    """The word of the outbox page for an entry."""
    if stage == "decided":
        return "rejected" if outcome == "rejected" else "decided"
    return "sending" if stage == "sent" else stage
