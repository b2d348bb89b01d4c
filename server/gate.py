"""What every request passes first: it gets an id, is timed and counted, and one line in the log."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.log import REQUEST, note
from server.measures import ROUTES, Measures, route_of

_QUIET = frozenset({"health", "metrics"})
"""Asked for every few seconds by programs: not worth a line while all is well."""

_STREAMS = frozenset({"changes", "wall"})


class Gate:
    """How many are inside, by kind of request."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.inside: Counter[str] = Counter()
        self.streams = 0

    def gauges(self) -> Iterable[Metric]:
        """For /metrics."""
        told = "Requests that are being served, by route"
        inside = GaugeMetricFamily("liveroom_requests_inside", told, labels=["route"])
        for route in (*sorted(ROUTES), "other"):
            inside.add_metric([route], self.inside[route])
        yield inside
        yield GaugeMetricFamily("liveroom_streams", "Streams that are open", value=self.streams)


class Gatekeeper:
    """The ASGI layer of a gate."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(self._gate, scope, send)
        token = REQUEST.set(visit.id)
        try:
            await self._app(scope, receive, visit.send)
        finally:
            visit.over()
            REQUEST.reset(token)


class _Visit:
    """One request on its way through."""

    def __init__(self, gate: Gate, scope: Scope, send: Send) -> None:
        self.id = secrets.token_hex(6)
        self._gate, self._send = gate, send
        self._method = scope["method"] if scope["method"] in _METHODS else "other"
        self._route = route_of(scope["path"])
        self._follows = self._route in _STREAMS and b"follow=" in scope["query_string"]
        self._begun = time.monotonic()
        self._status = 0
        gate.inside[self._route] += 1

    async def send(self, message: Message) -> None:
        """Pass a message of the answer on."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            MutableHeaders(scope=message)["Liveroom-Request"] = self.id
            self._follows = self._follows and self._status == 200
            self._gate.streams += self._follows
            passed = time.monotonic() - self._begun
            self._gate.measures.request(self._route, self._status, passed)
        elif self._follows and message.get("body"):
            self._gate.measures.line(len(message["body"]))
        await self._send(message)

    def over(self) -> None:
        """The answer ended, or nobody waits for it any more."""
        self._gate.inside[self._route] -= 1
        if self._status and self._follows:
            self._gate.streams -= 1
        if self._route in _QUIET and self._status in (200, 503):
            return
        passed = round((time.monotonic() - self._begun) * 1000, 1)
        note("request", method=self._method, route=self._route, status=self._status, ms=passed)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
