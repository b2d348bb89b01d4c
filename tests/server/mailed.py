"""A server that mails reports, and the mail server that gets them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.server.receivers import Mailbox
from tests.server.room import Desk

SENDER = "LIVE Room <ruang@kota.test>"


def tell_mail_server(data: Path, port: int) -> None:
    """Where the server's letters go, as its settings say it."""
    data.mkdir(exist_ok=True)
    settings = data / "deliveries.toml"
    settings.write_text(
        f'[mail]\nhost = "127.0.0.1"\nsecurity = "none"\nport = {port}\nfrom = "{SENDER}"\n',
        "utf-8",
    )
    settings.chmod(0o600)


def terms(*to: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A schedule as a console asks for it: addresses and scopes, daily CSV at seven."""
    recipients = [{"address": address, "scope": scope} for address, scope in to]
    return {"kind": "daily", "forms": ["csv"], "at": "07:00", "recipients": recipients, **more}


def put(desk: Desk, id: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Keep a schedule."""
    answer = desk.http.put(f"/mailings/{id}", json=wanted)
    assert answer.status_code == 200, answer.text
    kept: dict[str, Any] = answer.json()
    return kept


def sent(desk: Desk) -> list[dict[str, Any]]:
    """What keepers see of the letters, the newest first."""
    answer = desk.http.get("/mailings")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json().get("sent", [])
    return found


def until(found: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for what the server does by itself."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def received(box: Mailbox) -> dict[str, list[str]]:
    """The ids of all letters by their one recipient."""
    by: dict[str, list[str]] = {}
    for letter in list(box.letters):
        assert "," not in letter["To"]
        by.setdefault(str(letter["To"]), []).append(str(letter["Message-ID"]))
    return by
