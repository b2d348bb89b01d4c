"""Speaks HTTP with the server; the only file that does. For worker threads, never the main one."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from console.answers import (
    Granted,
    Heard,
    Hello,
    decided_of,
    fault_of,
    granted_of,
    heard,
    hello_of,
    parsed,
)
from console.clock import boot_seconds
from console.faults import BadAnswer, Denied, Offline, Untrusted
from console.replica_events import Decided
from db.domain.commands import Command
from db.domain.wire import PROTOCOL, encode

if TYPE_CHECKING:
    import requests

CONNECT = 5.0
ANSWER = 20.0
"""Seconds to wait for a connection, and between two pieces of an answer."""

STREAM = 50.0
"""Seconds a stream may be silent before its thread gives up; the replica gives up earlier."""

PAGE = 100
"""Changes a page: a larger one is parsed in one go, and the screen stands still meanwhile."""
_PIECE = 64 * 1024


class Tls(StrEnum):
    """How sure this desk is that it speaks with the right server, and alone."""

    PLAIN = "plain"
    VERIFIED = "verified"
    PINNED = "pinned"


class Api:
    """One server, in the name of one session. Any worker thread may call it.

    `pin` is the SHA-256 (hex) of a self-signed certificate that a person has agreed to; without
    one, only certificates that the system trusts are taken. `on_rotate` must keep new tokens
    durably before it returns; `on_answer` hears of every answer. Both are called on the thread
    that asked. Every method raises Offline, Denied, Outdated, Refused, SnapshotNeeded, BadAnswer.
    """

    def __init__(
        self,
        server: str,
        *,
        pin: str = "",
        access: str = "",
        refresh: str = "",
        on_rotate: Callable[[Granted], None] | None = None,
        on_answer: Callable[[Heard], None] | None = None,
        boot: Callable[[], float] = boot_seconds,
    ) -> None:
        self.server = server.rstrip("/")
        self.tls = _tls(self.server, pin)
        self._pin = pin
        self._access, self._refresh = access, refresh
        self._on_rotate, self._on_answer, self._boot = on_rotate, on_answer, boot
        self._rotating = threading.Lock()
        self._sessions = threading.local()

    # --- without a session ----------------------------------------------------------------------

    def hello(self) -> Hello:
        """Who is there; also sets the clock."""
        return hello_of(self._json("GET", "/hello", signed=False))

    def sign_in(self, login: str, password: str, desk: str) -> Granted:
        """A session. Denied(bad_credentials) when login or password is wrong."""
        body = {"login": login, "password": password, "desk": desk}
        granted = granted_of(self._json("POST", "/session", body, signed=False))
        self._access, self._refresh = granted.access, granted.refresh
        return granted

    def refresh(self) -> Granted:
        """New tokens, kept before they are used. The old refresh token is valid until then."""
        body = {"refresh": self._refresh}
        granted = granted_of(self._json("POST", "/session/refresh", body, signed=False))
        if self._on_rotate is not None:
            self._on_rotate(granted)
        self._access, self._refresh = granted.access, granted.refresh
        return granted

    # --- in the name of the session -------------------------------------------------------------

    def sign_out(self) -> None:
        """End the session on the server."""
        self._asked("DELETE", "/session").close()

    def city(self, version: str = "") -> tuple[str, dict[str, Any]] | None:
        """(version, plain city pack), or None when the desk has this version already."""
        known = {"If-None-Match": f'"{version}"'} if version else {}
        response = self._asked("GET", "/city", headers=known)
        with _answer(response):
            if response.status_code == 304:
                return None
            data = parsed(response.content)
        if not isinstance(data.get("city"), dict):
            raise BadAnswer("an answer without a city pack", "city")
        return str(data.get("version", "")), data["city"]

    def commands(self, city: str, commands: Sequence[Command]) -> tuple[str, tuple[Decided, ...]]:
        """(epoch of the answering server, an outcome for each command)."""
        body = {"city": city, "commands": [encode(command) for command in commands]}
        response = self._asked("POST", "/commands", body)
        with _answer(response):
            epoch = heard(response.headers, 0, 0).epoch
            return epoch, decided_of(parsed(response.content))

    def changes(self, epoch: str, since: int) -> dict[str, Any]:
        """One page after the cursor."""
        return self._json("GET", _changes(epoch, since))

    def follow(self, epoch: str, since: int) -> Stream:
        """The feed from the cursor on, one page a line, until it is closed or breaks off."""
        return Stream(self._asked("GET", _changes(epoch, since) + "&follow=1", wait=STREAM))

    def snapshot(self, folder: Path) -> Path:
        """Fetch a snapshot into the folder, going on where an earlier call broke off.

        Returns the complete file; the caller removes it. OSError when the disk does not take it.
        """
        part, tag = folder / "snapshot.part", folder / "snapshot.tag"
        headers = {"Accept-Encoding": "identity", **_rest(part, tag)}
        try:
            response = self._asked("GET", "/snapshot", headers=headers)
        except BadAnswer:
            part.unlink(missing_ok=True)  # from the beginning the next time
            raise
        with _answer(response):
            goes_on = response.status_code == 206
            if not goes_on:
                tag.write_text(response.headers.get("ETag", ""), "utf-8")
            with open(part, "ab" if goes_on else "wb", opener=_private) as file:
                for piece in response.iter_content(_PIECE):
                    file.write(piece)
        whole = folder / "snapshot.ndjson"
        part.replace(whole)
        return whole

    def look(self, report: str, reason: str) -> dict[str, str]:
        """Who reported; the look is audited. Never to be kept on this desk."""
        path = f"/reports/{quote(report, safe='')}/identity/look"
        data = self._json("POST", path, {"reason": reason})
        return {name: str(value) for name, value in data.items() if value is not None}

    def put_identity(self, report: str, identity: Mapping[str, str]) -> None:
        """Say who reported: name, phone, email, nik."""
        path = f"/reports/{quote(report, safe='')}/identity"
        self._asked("PUT", path, dict(identity)).close()

    # --- how ------------------------------------------------------------------------------------

    def _json(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, signed: bool = True
    ) -> dict[str, Any]:
        response = self._asked(method, path, body, signed=signed)
        with _answer(response):
            return parsed(response.content)

    def _asked(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        wait: float = ANSWER,
    ) -> requests.Response:
        """An answer of success; its body is still on its way. One refresh on 401, unseen."""
        access = self._access
        try:
            return self._once(method, path, body, headers, access if signed else "", wait)
        except Denied as denied:
            if not signed or denied.key == "not_allowed" or not self._refresh:
                raise
        self._rotate(access)
        return self._once(method, path, body, headers, self._access, wait)

    def _rotate(self, stale: str) -> None:
        """Refresh once, however many threads find the same token expired."""
        with self._rotating:
            if self._access == stale:
                self.refresh()

    def _once(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
        access: str,
        wait: float,
    ) -> requests.Response:
        sent_headers = {"Liveroom-Protocol": str(PROTOCOL), **(headers or {})}
        if access:
            sent_headers["Authorization"] = f"Bearer {access}"
        data = None
        if body is not None:
            sent_headers["Content-Type"] = "application/json"
            data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        sent = self._boot()
        with _told_as_offline():
            response = self._session().request(
                method,
                self.server + path,
                data=data,
                headers=sent_headers,
                timeout=(CONNECT, wait),
                allow_redirects=False,
                stream=True,
            )
        told = heard(response.headers, sent, self._boot())
        if told.epoch and self._on_answer is not None:
            self._on_answer(told)
        if response.status_code >= 300 and response.status_code != 304:
            with _answer(response):
                body_text = response.content
            head = told.seq if told.epoch else -1
            raise fault_of(response.status_code, response.headers, body_text, head)
        return response

    def _session(self) -> requests.Session:
        """A session of this thread; they are not made for several."""
        session: requests.Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = _new_session(self._pin)
        return session


class Stream:
    """The lines of an answer that does not end. `close` may be called from another thread."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Lines, until the stream is closed. Raises Offline when it breaks off or falls silent."""
        try:
            with _told_as_offline():
                yield from (line for line in self._response.iter_lines(_PIECE) if line)
        except Offline:
            if not self._closed:
                raise
        finally:
            self._response.close()
        if not self._closed:
            raise Offline("broken_off")

    def close(self) -> None:
        """End the iteration, wherever its thread waits."""
        self._closed = True
        # Closing alone would not wake a thread that waits for the socket. RuntimeError: the answer
        # has ended and the connection is back in the pool.
        with suppress(OSError, ValueError, AttributeError, RuntimeError):
            self._response.raw.shutdown()


def fingerprint_of(server: str) -> str:
    """SHA-256 (hex) of the certificate the server shows, trusted or not. Raises Offline."""
    parts = urlsplit(server)
    address = (parts.hostname or "", parts.port or 443)
    try:
        pem = ssl.get_server_certificate(address, timeout=CONNECT)
    except OSError as fault:
        raise Offline("no_route") from fault
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def _tls(server: str, pin: str) -> Tls:
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{server!r} is no server address; write https://liveroom.example.go.id")
    if parts.scheme == "http":
        return Tls.PLAIN
    return Tls.PINNED if pin else Tls.VERIFIED


def _changes(epoch: str, since: int) -> str:
    return f"/changes?epoch={quote(epoch, safe='')}&since={since}&limit={PAGE}"


def _private(path: str, flags: int) -> int:
    """Complaints are in it: nobody but its owner may read it."""
    return os.open(path, flags, 0o600)


def _rest(part: Path, tag: Path) -> dict[str, str]:
    """Headers that ask for what is still missing of a snapshot."""
    try:
        size, name = part.stat().st_size, tag.read_text("utf-8")
    except FileNotFoundError:
        return {}
    return {"Range": f"bytes={size}-", "If-Range": name} if size and name else {}


def _new_session(pin: str) -> requests.Session:
    # Here and not at the top: it takes longer to load than the first window.
    import requests

    session = requests.Session()
    session.trust_env = False  # a desk's proxy settings are for the web, not for the control room
    adapter = requests.adapters.HTTPAdapter()
    if pin:
        adapter.init_poolmanager(4, 4, assert_fingerprint=pin)
        # The pinned certificate is checked by its fingerprint, in place of its signature.
        session.verify = False
    else:
        # Also what the city's own authority signed, if this machine trusts that.
        adapter.init_poolmanager(4, 4, ssl_context=ssl.create_default_context())
    session.mount("https://", adapter)
    return session


class _answer:
    """The body of an answer is read inside; the connection is given back in any case."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self._offline = _told_as_offline()

    def __enter__(self) -> None:
        self._offline.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._response.close()
        self._offline.__exit__(kind, fault, at)


class _told_as_offline:
    """Whatever the network does wrong is `Offline`; faults of the local disk pass unchanged."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if fault is None or not _of_network(fault):
            return
        said = str(fault).lower()
        if type(fault).__name__ == "SSLError" and ("certificate" in said or "fingerprint" in said):
            raise Untrusted from fault
        timed_out = isinstance(fault, TimeoutError) or "Timeout" in type(fault).__name__
        raise Offline("timeout" if timed_out else "no_route") from fault


def _of_network(fault: BaseException) -> bool:
    """By name: the classes of requests are not loaded here, and are kinds of OSError."""
    module = type(fault).__module__.partition(".")[0]
    return module in ("requests", "urllib3") or isinstance(fault, socket.gaierror | TimeoutError)
