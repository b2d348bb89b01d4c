"""Where the journal and its snapshots stand, for /metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client.core import Metric

from server.changes import Feed
from server.measures import gauge, info
from server.snapshot import Snapshots


def standing(feed: Feed, snapshots: Snapshots, now: Callable[[], datetime]) -> Iterable[Metric]:
    """Head, epoch, the youngest snapshot, and this machine's clock."""
    moment = now().timestamp()
    yield gauge("journal_head", "Number of the last change", feed.head)
    yield info("journal_epoch", "The unbroken history this is", epoch=feed.epoch)
    yield gauge("clock_seconds", "The server's time, seconds since the epoch", moment)
    newest = snapshots.newest()
    if newest is not None:
        age = max(0.0, moment - newest.st_mtime)
        yield gauge("snapshot_age_seconds", "Since the youngest snapshot was made", age)
        yield gauge("snapshot_bytes", "Its size", newest.st_size)
