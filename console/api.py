"""Speaks HTTP, the only file that does. For worker threads, never the main one."""

from __future__ import annotations

import hashlib
import json
import os
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from console.answers import (
    Granted,
    Heard,
    Hello,
    PastBoard,
    PastSteps,
    Viewed,
    decided_of,
    fault_of,
    granted_of,
    heard,
    hello_of,
    kept_of,
    mailings_of,
    of_kind,
    parsed,
    past_board_of,
    past_steps_of,
    viewed_of,
)
from console.clock import boot_seconds
from console.faults import BadAnswer, Denied, Offline
from console.network_faults import answer_of, told_as_offline
from console.replica_events import Decided
from console.tile_answers import Answer
from db.domain.commands import Command
from db.domain.logbook import Entry, Kept
from db.domain.mailings import Mailings, Terms
from db.domain.policy import Heading, Policy, Signed
from db.domain.refused import Refused
from db.domain.shared_filters import NamedTerms
from db.domain.wire import PROTOCOL, encode

if TYPE_CHECKING:
    import requests

CONNECT = 5.0
ANSWER = 20.0
"""Seconds to wait for a connection, and between two pieces of an answer."""

PRINTED = 120.0
"""The same for a report, which the server first has to make."""

WHOLE = 60.0
"""Seconds for all of a tile, however it trickles in."""

PAST = 60.0
"""The same for a moment of the past, which the server first has to make."""

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


class Proof(NamedTuple):
    """The chain at a cursor, and the seal with which the server said it showed that place."""

    chain: str
    seal: str


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
        reads_only: bool = False,
    ) -> None:
        self.server = server.rstrip("/")
        self.tls = _tls(self.server, pin)
        self._pin = pin
        self._access, self._refresh = access, refresh
        self._on_rotate, self._on_answer, self._boot = on_rotate, on_answer, boot
        self._reads_only = reads_only
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

    def view_as(self, role: str, opd: str) -> Viewed:
        """A session for looking as this role (with its agency, or ""). For administrators alone."""
        body = {"role": role, "opd": opd}
        return viewed_of(self._json("POST", "/session/view", body))

    def sign_out(self) -> None:
        """End the session on the server."""
        self._asked("DELETE", "/session").close()

    def city(self, version: str = "") -> tuple[str, dict[str, Any]] | None:
        """(version, plain city pack), or None when the desk has this version already."""
        return self._newer("city", version)

    def routing(self, version: str = "") -> tuple[str, dict[str, Any]] | None:
        """(version, plain Learned), or None when the desk has it already or there is none yet."""
        return self._newer("routing", version)

    def figures(self, path: str) -> dict[str, Any]:
        """What the server adds up, at a path that begins with /figures."""
        return self._json("GET", path)

    def report(self, path: str) -> bytes:
        """A report as a file, at a path that begins with /reports; it is made meanwhile."""
        response = self._asked("GET", path, wait=PRINTED)
        with answer_of(response):
            return response.content

    def commands(self, city: str, commands: Sequence[Command]) -> tuple[str, tuple[Decided, ...]]:
        """(epoch of the answering server, an outcome for each command)."""
        body = {"city": city, "commands": [encode(command) for command in commands]}
        response = self._asked("POST", "/commands", body)
        with answer_of(response):
            epoch = heard(response.headers, 0, 0).epoch
            return epoch, decided_of(parsed(response.content))

    def changes(
        self, epoch: str, since: int, *, audit: bool = False, proof: Proof | None = None
    ) -> dict[str, Any]:
        """One page after the cursor; `audit` asks for an audit point at the journal's head.

        `proof` is for a server that is behind this cursor: it has lost what it showed.
        """
        return self._json("GET", _changes(epoch, since, audit, proof))

    def follow(
        self, epoch: str, since: int, *, audit: bool = False, proof: Proof | None = None
    ) -> Stream:
        """The feed from the cursor on, one page a line, until it is closed or breaks off."""
        path = _changes(epoch, since, audit, proof) + "&follow=1"
        return Stream(self._asked("GET", path, wait=STREAM))

    def snapshot(self, folder: Path, epoch: str = "", seq: int = 0) -> Path:
        """Fetch a snapshot into the folder, going on where an earlier call broke off.

        One of the history `epoch` has come as far as `seq`. Returns the complete file as it was
        sent, mostly gzip; the caller removes it. OSError when the disk does not take it.
        """
        part, tag = folder / "snapshot.part", folder / "snapshot.tag"
        headers = {"Accept-Encoding": "gzip", **_rest(part, tag)}
        path = f"/snapshot?epoch={quote(epoch, safe='')}&at_least={seq}"
        try:
            response = self._asked("GET", path, headers=headers)
        except BadAnswer:
            part.unlink(missing_ok=True)  # from the beginning the next time
            raise
        with answer_of(response):
            goes_on = response.status_code == 206
            if not goes_on:
                tag.write_text(response.headers.get("ETag", ""), "utf-8")
            with open(part, "ab" if goes_on else "wb", opener=_private) as file:
                # Not unpacked here: a range counts the bytes that are sent.
                for piece in response.raw.stream(_PIECE, decode_content=False):
                    file.write(piece)
        whole = folder / "snapshot.ndjson"
        part.replace(whole)
        return whole

    def past(self, at: datetime) -> PastBoard:
        """The board as this session's scope had it at an instant that has passed."""
        return past_board_of(self._json("GET", f"/past?at={_stamp(at)}", wait=PAST))

    def past_steps(self, epoch: str, since: int, until: datetime) -> PastSteps:
        """What happened to that board after change `since`, up to an instant or some way to it."""
        query = f"epoch={quote(epoch, safe='')}&since={since}&until={_stamp(until)}"
        return past_steps_of(self._json("GET", f"/past/steps?{query}", wait=PAST))

    def look(self, report: str, reason: str) -> dict[str, str]:
        """Who reported; the look is audited. Never to be kept on this desk."""
        path = f"/reports/{quote(report, safe='')}/identity/look"
        data = self._json("POST", path, {"reason": reason})
        return {name: str(value) for name, value in data.items() if value is not None}

    def put_identity(self, report: str, identity: Mapping[str, str]) -> None:
        """Say who reported: name, phone, email, nik."""
        path = f"/reports/{quote(report, safe='')}/identity"
        self._asked("PUT", path, dict(identity)).close()

    def troubles(self, troubles: Sequence[Mapping[str, Any]]) -> None:
        """Tell the server what this desk met: key and facts of each, no personal data."""
        self._asked("POST", "/troubles", {"troubles": list(troubles)}).close()

    def put_entry(self, entry: Entry) -> Kept:
        """Have an entry kept in the shift log; the same again is answered alike."""
        path = f"/logbook/{quote(entry.id, safe='')}"
        return kept_of(self._json("PUT", path, encode(entry)))

    def entries(self, day: str) -> list[Kept]:
        """The shift log of a day (YYYY-MM-DD)."""
        data = self._json("GET", f"/logbook?day={quote(day, safe='')}")
        return [kept_of(one) for one in data.get("entries", ())]

    def put_policy(self, policy: Policy) -> Signed:
        """Have a policy brief kept; the same again is answered alike."""
        path = f"/policies/{quote(policy.id, safe='')}"
        return of_kind(Signed, self._json("PUT", path, encode(policy)))

    def policies(self) -> list[Heading]:
        """What was signed, the newest first."""
        found = self._json("GET", "/policies").get("policies", ())
        return [of_kind(Heading, one) for one in found]

    def policy(self, id: str) -> Signed:
        """A signed policy brief, as its reader may see it."""
        return of_kind(Signed, self._json("GET", f"/policies/{quote(id, safe='')}"))

    def filters(self, version: str = "") -> tuple[str, dict[str, Any]] | None:
        """(version, plain Shared), or None when the desk has it already."""
        return self._newer("filters", version)

    def share_filter(self, id: str, given: NamedTerms) -> None:
        """Share a filter with the room, or share it anew."""
        self._asked("PUT", f"/filters/{quote(id, safe='')}", encode(given)).close()

    def withdraw_filter(self, id: str) -> None:
        """Take a shared filter away; one that is gone already is no fault."""
        self._asked("DELETE", f"/filters/{quote(id, safe='')}").close()

    def mailings(self) -> Mailings:
        """Reports by e-mail, and the last of them."""
        return mailings_of(self._json("GET", "/mailings"))

    def keep_mailing(self, id: str, terms: Terms) -> None:
        """Keep a schedule of reports; the same again is no fault."""
        self._asked("PUT", f"/mailings/{quote(id, safe='')}", encode(terms)).close()

    def remove_mailing(self, id: str) -> None:
        """Send nothing of a schedule any more; one that is gone already is no fault."""
        self._asked("DELETE", f"/mailings/{quote(id, safe='')}").close()

    def run_mailing(self, id: str) -> int:
        """Have the last whole period sent to those who do not have it; how many letters."""
        data = self._json("POST", f"/mailings/{quote(id, safe='')}/run", {})
        return int(data.get("letters", 0))

    def presence(self, case: str | None, mode: str) -> None:
        """Say which case the officer is on; the server forgets it after a minute."""
        self._asked("PUT", "/presence", {"case": case, "mode": mode}).close()

    def tus(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        data: bytes = b"",
        wait: float | None = None,
    ) -> Mapping[str, str]:
        """A step of an upload: the headers of its answer. `wait` seconds for it, if it may last."""
        headers = {"Tus-Resumable": "1.0.0", **headers}
        response = self._asked(method, path, data, headers=headers, wait=wait or ANSWER)
        with answer_of(response):
            return response.headers

    def media(self, sha256: str, size: int | None, path: Path) -> None:
        """Fetch a photo or video into a file. BadAnswer 404 when it is not to be had."""
        tail = f"?size={size}" if size else ""
        response = self._asked("GET", f"/media/{quote(sha256, safe='')}{tail}")
        with answer_of(response), open(path, "wb", opener=_private) as file:
            for piece in response.iter_content(_PIECE):
                file.write(piece)

    def media_facts(self, sha256: str) -> dict[str, Any]:
        """What is known of a photo or video: type, size, when and where it was taken."""
        return self._json("GET", f"/media/{quote(sha256, safe='')}/facts")

    # --- a wall, which is nobody ------------------------------------------------------------------

    def enter_wall(self) -> None:
        """Ask to be let in. Denied(token_unknown) until somebody has typed this wall's code."""
        self._asked("POST", "/wall/session").close()

    def wall(self, silence: float) -> Stream:
        """What walls show, a line at a time; it breaks off after so many seconds of silence."""
        return Stream(self._asked("GET", "/wall?follow=1", wait=silence))

    # --- how ------------------------------------------------------------------------------------

    def _newer(self, name: str, version: str) -> tuple[str, dict[str, Any]] | None:
        """Version and content of what is at `/name`, None when that is what is known already."""
        known = {"If-None-Match": f'"{version}"'} if version else {}
        response = self._asked("GET", f"/{name}", headers=known)
        with answer_of(response):
            if response.status_code in (204, 304):
                return None
            data = parsed(response.content)
        if not isinstance(data.get(name), dict):
            raise BadAnswer(f"an answer without what was asked for: {name}", name)
        return str(data.get("version", "")), data[name]

    def _json(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        signed: bool = True,
        wait: float = ANSWER,
    ) -> dict[str, Any]:
        response = self._asked(method, path, body, signed=signed, wait=wait)
        with answer_of(response):
            return parsed(response.content)

    def _asked(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        wait: float = ANSWER,
    ) -> requests.Response:
        """An answer of success; its body is still on its way. One refresh on 401, unseen.

        Refused `view_only`, and nothing is sent, for what is no reading where only that is done.
        """
        if self._reads_only and method != "GET" and path != "/session":
            raise Refused("view_only")
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
        body: Mapping[str, Any] | bytes | None,
        headers: Mapping[str, str] | None,
        access: str,
        wait: float,
    ) -> requests.Response:
        sent_headers = {"Liveroom-Protocol": str(PROTOCOL), **(headers or {})}
        if access:
            sent_headers["Authorization"] = f"Bearer {access}"
        data = body if isinstance(body, bytes) else None
        if body is not None and data is None:
            sent_headers["Content-Type"] = "application/json"
            data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        sent = self._boot()
        with told_as_offline():
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
            with answer_of(response):
                body_text = response.content
            raise fault_of(response.status_code, response.headers, body_text, told)
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
            with told_as_offline():
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


class Web:
    """Any address, in nobody's name: no session, no cookie, no password. For one worker thread.

    `agent` says which program asks.
    """

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._session: requests.Session | None = None

    def get(self, url: str, headers: Mapping[str, str], most: int) -> Answer:
        """An answer of at most so many bytes. Raises Offline; BadAnswer 413 when it is larger."""
        if self._session is None:
            self._session = _web_session()
        until, body = time.monotonic() + WHOLE, bytearray()
        with told_as_offline():
            response = self._session.get(
                url,
                headers={"User-Agent": self._agent, **headers},
                timeout=(CONNECT, ANSWER),
                stream=True,
            )
        with answer_of(response):
            for piece in response.iter_content(_PIECE):
                body += piece
                if len(body) > most:
                    raise BadAnswer("larger than a tile is", status=413)
                if time.monotonic() > until:
                    raise Offline("timeout")
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, told, bytes(body))


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


def _changes(epoch: str, since: int, audit: bool, proof: Proof | None) -> str:
    asked = "&audit=1" if audit else ""
    if proof is not None:
        asked += f"&chain={quote(proof.chain, safe='')}&seal={quote(proof.seal, safe='')}"
    return f"/changes?epoch={quote(epoch, safe='')}&since={since}&limit={PAGE}{asked}"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _private(path: str, flags: int) -> int:
    """Complaints are in it: nobody but its owner may read it."""
    return os.open(path, flags, 0o600)


def _rest(part: Path, tag: Path) -> dict[str, str]:
    """Headers that ask for what is still missing of a snapshot.

    Neither file is synced: a tag that is none any more asks for the whole.
    """
    try:
        size, name = part.stat().st_size, tag.read_bytes()
    except FileNotFoundError:
        return {}
    whole = re.fullmatch(rb'"[!#-~]+"', name)
    return {"Range": f"bytes={size}-", "If-Range": name.decode()} if size and whole else {}


def _web_session() -> requests.Session:
    import requests

    session = requests.Session()
    session.max_redirects = 3
    session.auth = lambda asked: asked  # nor one that lies in this user's .netrc
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=1)
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


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
