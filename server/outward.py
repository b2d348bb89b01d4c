"""Calls to other systems: one request, no redirects, in limited time, only to where it may go."""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from db.domain.deliveries import Attempt, Reply

_LARGEST = 256 * 1024
_LATER = frozenset({408, 425, 429})


class Unsent(Exception):
    """Nothing of the request has left; the argument is a short key for why."""


class Lost(Exception):
    """The request may have arrived; the argument is a short key for what was met."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Outward:
    """Speaks HTTP to others; safe from any thread, each call its own connection.

    Without `private` only https to public addresses: a city's settings must not become a way to
    reach what stands beside the server. `patience` is seconds for a whole call.
    """

    def __init__(self, *, private: bool = False, patience: float = 10.0) -> None:
        self.patience = patience
        self._private = private
        self._trust = ssl.create_default_context()

    def call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answered:
        """The answer, whatever its status. Raises Unsent or Lost."""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        if not secure and not self._private:
            raise Unsent("address_refused")
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        line = _Line(host, port, self._address(host, port), self.patience)
        alarm = threading.Timer(self.patience, line.cut)
        alarm.start()
        try:
            line.open(self._trust if secure else None)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            return line.ask(method, path, headers, body)
        finally:
            alarm.cancel()
            line.close()

    def _address(self, host: str, port: int) -> tuple[str, int]:
        """Where the name leads, looked up once: what was checked is what is called."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:
            raise Unsent("unreachable") from fault
        for *_, where in found:
            if may_call(str(where[0]), private=self._private):
                return str(where[0]), port
        raise Unsent("address_refused")


def may_call(address: str, *, private: bool) -> bool:
    """Whether an address may be called; those of cloud machines' own services never."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return ip.is_global or (private and (ip.is_private or ip.is_loopback))


class _Line(http.client.HTTPConnection):
    """A connection to an address that was looked up before."""

    def __init__(self, host: str, port: int, address: tuple[str, int], patience: float) -> None:
        super().__init__(host, port, timeout=patience)
        self._address = address
        self._cut = False

    def open(self, trust: ssl.SSLContext | None) -> None:
        """Connect. Raises Unsent."""
        try:
            self.sock = socket.create_connection(self._address, self.timeout)
            if trust is not None:
                self.sock = trust.wrap_socket(self.sock, server_hostname=self.host)
        except ssl.SSLError as fault:
            raise Unsent("insecure") from fault
        except OSError as fault:
            raise Unsent("unreachable") from fault

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Raises Lost."""
        try:
            self.request(method, path, body or None, dict(headers))
            answer = self.getresponse()
            told = answer.read(_LARGEST)
        except (OSError, http.client.HTTPException) as fault:
            raise Lost("timeout") from fault
        if self._cut:
            raise Lost("timeout")
        return Answered(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, told
        )

    def cut(self) -> None:
        """Time is up; also for one who sends a byte now and then."""
        self._cut = True
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def outcome(answered: Answered, now: datetime) -> Attempt:
    """What an answer means for a delivery. A redirect is no address anybody entered."""
    status, said = answered.status, f"http_{answered.status}"
    wait = retry_after(answered.headers.get("retry-after", ""), now)
    if 200 <= status < 300:
        return Attempt(Reply.DELIVERED, said)
    if status == 410:
        return Attempt(Reply.GONE, said)
    if status in _LATER:
        return Attempt(Reply.UNSENT, said, wait)
    if status >= 500:
        return Attempt(Reply.UNKNOWN, said, wait)
    return Attempt(Reply.REFUSED, said, wait)


def retry_after(given: str, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait: seconds or a date; None when it says nothing."""
    if given.isdecimal() and len(given) < 9:
        return timedelta(seconds=int(given))
    try:
        until = email.utils.parsedate_to_datetime(given)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(0), until - now)
