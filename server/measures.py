"""What the server counts and times, for /metrics; every label has few values, none of a person."""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from db.faults import FaultKey
from db.journal import Entry

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_BATCHES = (1, 2, 5, 10, 20, 50, 100, 200, 500)

ROUTES = frozenset(
    {
        "changes", "city", "commands", "deliveries", "figures", "health", "hello", "mailings",
        "media", "metrics", "past", "presence", "reports", "session", "snapshot", "troubles",
        "uploads", "wall",
    }
)  # fmt: skip
"""First parts of the paths we serve; anything else is counted as `other`."""

TROUBLES = frozenset(
    {
        "cache_rebuilt", "cases_missing", "chain_differs", "cursor_beyond_head", "digest_differs",
        "history_broken", "history_differs", "outbox_bad_line", "outbox_lost",
        "outbox_restored", "outbox_set_aside", "outbox_torn_line", "outbox_unreadable",
        "photo_refused", "schema_newer", "system_trouble", "unknown_kind",
        *(f"store_{key.value}" for key in FaultKey),
    }
)  # fmt: skip
"""What consoles tell of; another word is counted as `other`."""

Gauges = Callable[[], Iterable[Metric]]


def route_of(path: str) -> str:
    """The kind of request, without ids: the first part of its path."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in ROUTES else "other"


class Measures:
    """One registry of one server. Counting is safe from any thread."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        if os.path.exists("/proc/self/stat"):
            ProcessCollector(registry=self._registry)
        self._decisions = self._counter("decisions", "Commands answered, by outcome", "outcome")
        self._changes = self._counter("changes", "Entries of the journal, by kind", "kind")
        self._requests = self._counter(
            "requests", "Answers, by route and status", "route", "status"
        )
        self._troubles = self._counter("console_troubles", "What consoles met, by key", "key")
        self._faults = self._counter("store_faults", "Faults of the database, by key", "key")
        self._lines = self._counter("stream_lines", "Lines sent to those who follow")
        self._bytes = self._counter("stream_bytes", "Bytes sent to those who follow")
        self._bells = self._counter("bells", "Times the followers were woken")
        self._seconds = self._histogram(
            "request_seconds", "From the request to its first byte", _SECONDS, "route"
        )
        self._commit = self._histogram("commit_seconds", "One transaction of the writer", _SECONDS)
        self._batch = self._histogram("commit_jobs", "Jobs that shared a transaction", _BATCHES)
        # Zeros are told too, so that the first one is seen as a step.
        for outcome in ("accepted", "same_effect", "rejected", "not_yet", "bad_wire"):
            self._decisions.labels(outcome)
        for key in (*sorted(TROUBLES), "other"):
            self._troubles.labels(key)
        for fault in FaultKey:
            self._faults.labels(fault.value)

    def watch(self, gauges: Gauges) -> None:
        """Ask for these whenever the measures are read."""
        self._registry.register(_Asked(gauges))

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)

    def committed(self, entries: Iterable[Entry]) -> None:
        """What was decided and is on disk."""
        self._bells.inc()
        for kind, count in Tally(entry.kind for entry in entries).items():
            self._changes.labels(kind).inc(count)
            outcome = {"refused": "rejected", "repeated": "same_effect"}.get(kind, "accepted")
            self._decisions.labels(outcome).inc(count)

    def answered(self, outcomes: Iterable[str]) -> None:
        """Answers to commands that decided nothing."""
        for outcome, count in Tally(outcomes).items():
            if outcome in ("not_yet", "bad_wire"):
                self._decisions.labels(outcome).inc(count)

    def wrote(self, jobs: int, seconds: float) -> None:
        """A transaction of the writer, whatever came of it."""
        self._batch.observe(jobs)
        self._commit.observe(seconds)

    def fault(self, key: FaultKey) -> None:
        """The database did not do its work."""
        self._faults.labels(key.value).inc()

    def request(self, route: str, status: int, seconds: float) -> None:
        """An answer began, so many seconds after it was asked for."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def line(self, size: int) -> None:
        """A line went to somebody who follows."""
        self._lines.inc()
        self._bytes.inc(size)

    def trouble(self, key: str) -> None:
        """A console told of something."""
        self._troubles.labels(key if key in TROUBLES else "other").inc()

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"liveroom_{name}", told, labels, registry=self._registry)

    def _histogram(
        self, name: str, told: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(f"liveroom_{name}", told, labels, buckets=buckets, registry=self._registry)


class _Asked:
    """A collector, as the registry wants it."""

    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Metric]:
        return self._gauges()


def gauge(name: str, told: str, value: float) -> Metric:
    """One number of this moment."""
    return GaugeMetricFamily(f"liveroom_{name}", told, value=value)


def info(name: str, told: str, **labels: str) -> Metric:
    """Words of this moment; each has one value at a time."""
    return InfoMetricFamily(f"liveroom_{name}", told, value=labels)
