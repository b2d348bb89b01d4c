"""The server's process is killed while a photo is on its way: what it acknowledged is there."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.journeys.processes import Site
from tests.plugins.pictures import jpeg
from tests.server.room import PASSWORD
from tests.server.sending import Sender

PIECE = 20_000


@dataclass
class Signed:
    """An officer's connection."""

    http: httpx.Client


def signed_in(site: Site) -> Signed:
    """A connection in the officer's name."""
    body = {"login": "siti", "password": PASSWORD, "desk": "meja 1"}
    access = httpx.post(f"{site.url}/session", json=body).json()["access"]
    return Signed(httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {access}"}))


def send_and_kill(sender: Sender, offset: int, site: Site, delay: float) -> int:
    """Send on, the power failing `delay` s after the third piece began; what was acknowledged."""
    failing = threading.Timer(delay, site.kill)
    for count in range(1, 5):
        if count == 3:
            failing.start()
        try:
            answer = sender.patch(offset, sender.data[offset : offset + PIECE], "sha256")
        except httpx.TransportError:
            break
        assert answer.status_code == 204, answer.text
        offset = int(answer.headers["Upload-Offset"])
    failing.join()
    return offset


def test_a_killed_server_has_every_byte_it_acknowledged(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.add_officer("siti")
    site.start()
    connection = signed_in(site)
    data = jpeg(4000, 3000)
    sender, acknowledged = Sender(connection, data), 0
    part = tmp_path / "data" / "uploads" / f"{sender.id}.part"
    for delay in (0.0, 0.001, 0.002, 0.004, 0.008, 0.016):
        told = int(sender.create().headers["Upload-Offset"])
        assert acknowledged <= told < len(data)
        assert told == 0 or part.read_bytes()[:told] == data[:told]
        acknowledged = send_and_kill(sender, told, site, delay)
        assert part.read_bytes()[:acknowledged] == data[:acknowledged]
        site.start()
    assert int(sender.head().headers["Upload-Offset"]) >= acknowledged
    assert sender.whole().headers["Liveroom-Upload"] == "ready"
    assert not part.exists()
    connection.http.close()
    site.stop()


def test_a_server_killed_while_it_looks_at_a_photo_looks_again(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.add_officer("siti")
    site.start()
    connection = signed_in(site)
    sender = Sender(connection, jpeg(4000, 3000))
    sender.create()
    for offset in range(0, len(sender.data) - 1, 500_000):
        sender.patch(offset, sender.data[offset : min(offset + 500_000, len(sender.data) - 1)])
    for delay in (0.05, 0.15, 0.3):
        failing = threading.Timer(delay, site.kill)
        failing.start()
        with suppress(httpx.TransportError):
            sender.patch(len(sender.data) - 1, sender.data[-1:])
        failing.join()
        site.start()
    assert sender.head().headers["Liveroom-Upload"] == "ready"
    connection.http.close()
    site.stop()
