"""How the parts of the link with the server stand, as whoever watches over them wants to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console import replica
from console.auditor import Audited
from console.replica_outbox import Outbox
from console.sync_status import Status

_MOST = 20
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Parts:
    """Instants are server ms: when the server was last heard, when the oldest command was made.

    `ages` are seconds of each thread's oldest job, `trouble` the keys of what the server says is
    wedged on its side, `photo` a mark of the oldest photo that a command waits for,
    `absent` are names of people without a session here, of whom commands wait.
    """

    state: replica.State
    status: Status
    heard_ms: int
    oldest_ms: int
    ages: Mapping[str, float]
    audit: Audited | None
    trouble: tuple[str, ...]
    photo: tuple[str, float] | None = None
    absent: tuple[str, ...] = ()


def photo_waited_for(outbox: Outbox) -> str:
    """The photo that the oldest command with photos on their way needs first; "" for none."""
    for entry in outbox.entries:
        if entry.stage == "queued" and entry.needs and entry.author in outbox.senders:
            return entry.needs[0]
    return ""


def trouble_of_line(said: Any) -> tuple[str, ...]:
    """The keys on a line of the stream; what is none is passed over."""
    if not isinstance(said, list):
        return ()
    return tuple(key[:_LONGEST] for key in said[:_MOST] if isinstance(key, str))
