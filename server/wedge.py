"""Whether a part of the server is stuck: told in keys to consoles, /health and /metrics."""

from __future__ import annotations

from dataclasses import dataclass

from db.faults import FaultKey

WRITER = 20.0
"""Seconds that work may wait for the writer."""

WATCH = 40.0
"""Seconds within which the clocks must have been looked at; they are every 30."""

LOOP = 5.0
"""Seconds that the event loop may be held by one piece of work."""

READ = 15.0
"""Seconds in which one row must have been read."""

LATE = 40.0
"""Seconds that a delivery may be due without an attempt."""

BESIDE = frozenset({"reports_unsent"})
"""What somebody must see to, though the server itself works as it should."""

LEAST_FREE = 200 * 1024**2
"""Bytes a disk must have left."""

_OF_FAULT = {
    FaultKey.DISK_FULL: "disk_full",
    FaultKey.READ_ONLY: "disk_read_only",
    FaultKey.UNREACHABLE: "database_unreachable",
    FaultKey.CANNOT_OPEN: "database_unreachable",
    FaultKey.DAMAGED: "database_damaged",
    FaultKey.TOO_NEW: "database_damaged",
    FaultKey.LOCKED: "database_locked",
    FaultKey.IO: "disk_fault",
    FaultKey.FAILED: "database_fails",
}

KEYS = (
    "writer_stuck", "watch_silent", "loop_blocked", "readers_exhausted", "deliveries_overdue",
    "reports_unsent", *sorted(set(_OF_FAULT.values())),
)  # fmt: skip
"""Everything that can be told."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the parts stand at one moment; ages in seconds, sizes in bytes.

    `written` and `read` are the faults of the last transaction and the last question, None when
    they went well. `held` is the longest that the event loop stood still of late. `unsent` counts
    reports that did not reach who is to have them.
    """

    waiting: float = 0.0
    looked: float = 0.0
    held: float = 0.0
    reading: float = 0.0
    written: FaultKey | None = None
    read: FaultKey | None = None
    free: int = LEAST_FREE
    late: float = 0.0
    unsent: int = 0


def wedged(vitals: Vitals) -> tuple[str, ...]:
    """The keys of what is stuck, in the order of `KEYS`; empty when all is well."""
    found = {
        "writer_stuck": vitals.waiting > WRITER,
        "watch_silent": vitals.looked > WATCH,
        "loop_blocked": vitals.held > LOOP,
        "readers_exhausted": vitals.reading > READ,
        "deliveries_overdue": vitals.late > LATE,
        "reports_unsent": vitals.unsent > 0,
        "disk_full": vitals.free < LEAST_FREE,
    }
    for fault in (vitals.written, vitals.read):
        if fault is not None:
            found[_OF_FAULT[fault]] = True
    return tuple(key for key in KEYS if found.get(key))
