"""What the doctor looks at around the database: settings, disk, port, certificate and clock."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from server.cli.finding import Finding, Grade, finding, warning
from server.settings import Settings

_LITTLE, _LEAST = 5 * 1024**3, 1024**3
_WAIT = 5.0
_EXPIRES = 21
"""Days a certificate must still be good for."""

_APART = 1.0
"""Seconds that this machine's clock may be off."""

_OLD = timedelta(seconds=2)
"""How old a right `Date` may be: it names whole seconds, and the server renews it once a second."""


def settled(settings: Settings) -> Iterator[Finding]:
    """The settings themselves, and where the data lies."""
    open_to_all = settings.host not in ("127.0.0.1", "::1", "localhost")
    yield warning(
        "settings",
        f"listens on {settings.host} port {settings.port}",
        "plain HTTP is open to the network" if open_to_all else "",
        "listen on 127.0.0.1 behind a proxy that speaks TLS",
    )
    free, grade = shutil.disk_usage(settings.data).free, Grade.OK
    if free < _LITTLE:
        grade = Grade.WARN if free >= _LEAST else Grade.FAIL
    told = f"{free / 1024**3:.1f} GiB free where {settings.data} lies"
    yield Finding(grade, "disk", told, "" if grade is Grade.OK else "make room on this disk")


def surroundings(settings: Settings, server: str, now: datetime) -> Iterator[Finding]:
    """The port and, where it is served over TLS, the certificate; then the clock."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    shown = f"[{host}]" if ":" in host else host
    address = urlsplit(server or f"http://{shown}:{settings.port}")
    if address.scheme == "https":
        yield _certificate(address.hostname or "", address.port or 443, now)
    yield from _answers(address.scheme, address.hostname or "", address.port)
    yield _clock()


def _answers(scheme: str, host: str, port: int | None) -> Iterator[Finding]:
    """What the server says of itself, and its clock beside ours."""
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    where, remedy = f"{scheme}://{host}:{port or ''}", "start it, or name it with --server"
    conn = kind(host, port, timeout=_WAIT)
    asked = datetime.now(UTC)
    try:
        conn.request("GET", "/health")
        answer = conn.getresponse()
        said, date = answer.read(2000).decode("utf-8", "replace"), answer.headers.get("Date", "")
        ours = "Liveroom-Head" in answer.headers
    except (OSError, http.client.HTTPException) as fault:
        yield warning("server", "", f"{where} does not answer ({type(fault).__name__})", remedy)
        return
    finally:
        conn.close()
    if not ours:
        stop = "stop the program that uses this port, or choose another with --port"
        yield finding("server", "", f"{where} is not a LIVE Room server", stop)
        return
    wedged = said if answer.status == 503 else ""
    yield finding("server", f"{where} answers", wedged, "see its log for the keys named here")
    yield _apart(date, asked, datetime.now(UTC))


def _apart(date: str, asked: datetime, answered: datetime) -> Finding:
    """Our clock against the `Date` of the answer: what surely lies between them, if anything."""
    try:
        made = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return warning("http date", "", "the answer has no Date", "look at the proxy in between")
    seconds = max(made - answered, asked - (made + _OLD)).total_seconds()
    if seconds <= _APART:
        return finding("http date", "the server's clock and this machine's agree")
    apart = f"{seconds:.0f} s or more lie between the server's clock and this machine's"
    return warning("http date", "", apart, "let both machines follow one time server")


def _certificate(host: str, port: int, now: datetime) -> Finding:
    remedy = "renew the certificate, or give this machine the authority that signed it"
    try:
        with (
            socket.create_connection((host, port), _WAIT) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            held = secure.getpeercert() or {}
    except ssl.SSLError as fault:
        return finding("certificate", "", f"not trusted here: {fault.reason}", remedy)
    except OSError as fault:
        return warning("certificate", "", f"no answer ({type(fault).__name__})", remedy)
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(held["notAfter"])), UTC)
    days = (ends - now).days
    soon = "renew it now" if days < _EXPIRES else ""
    return warning("certificate", f"good for {days} more days", soon, remedy)


def _clock() -> Finding:
    """What chrony knows of this machine's clock, where it runs."""
    chrony = shutil.which("chronyc")
    if chrony is None:
        follow = "install chrony, or see that the system follows a time server"
        return Finding(Grade.OK, "time source", f"chrony is not here; {follow}")
    try:
        told = subprocess.run(
            [chrony, "-c", "tracking"], capture_output=True, text=True, timeout=_WAIT, check=False
        ).stdout.split(",")
        off, synced = abs(float(told[4])), told[13].strip() == "Normal"
    except (OSError, subprocess.TimeoutExpired, IndexError, ValueError):
        return warning("time source", "", "chrony does not say how it stands", "chronyc tracking")
    doubt = "" if synced and off < _APART else "the clock is not held by a time server"
    remedy = "chronyc sources shows which time servers answer"
    return warning("time source", f"off by {off:.3f} s", doubt, remedy)
