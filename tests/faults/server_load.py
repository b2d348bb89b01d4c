"""Desks that send notes without pause, and send again whatever was not answered."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import httpx

from db.domain import commands as verb
from tests.faults.server_scenarios import command, receive
from tests.server.room import CITY


class Load(threading.Thread):
    """One desk. `answered` holds the outcome of each command by its id."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(daemon=True)
        self.answered: dict[str, dict[str, Any]] = {}
        self.statuses: Counter[int] = Counter()
        self.good_at = 0.0
        self.longest = 0.0
        self._headers = {"Authorization": f"Bearer {token}"}
        self._url = url
        self._over = threading.Event()

    def run(self) -> None:
        """Send until told to end; the last batch until it is answered."""
        new = receive("siti")
        batch = [new]
        with httpx.Client(base_url=self._url, headers=self._headers, timeout=30) as http:
            while batch:
                if not self._sent(http, batch):
                    time.sleep(0.05)
                elif self._over.is_set():
                    batch = []
                else:
                    notes = (verb.Note(f"catatan {n}") for n in range(4))
                    batch = [command("siti", new["case"], note) for note in notes]

    def end(self) -> None:
        """Finish what was begun."""
        self._over.set()
        self.join(60)
        assert not self.is_alive(), "a desk is still waiting for its answer"

    def _sent(self, http: httpx.Client, batch: list[dict[str, Any]]) -> bool:
        try:
            told = http.post("/commands", json={"city": CITY, "commands": batch})
        except httpx.TransportError:
            self.statuses[0] += 1
            return False
        self.statuses[told.status_code] += 1
        if told.status_code != 200:
            return False
        now = time.monotonic()
        self.longest = max(self.longest, now - (self.good_at or now))
        self.good_at = now
        self.answered |= {one["id"]: one for one in told.json()["outcomes"]}
        return True
