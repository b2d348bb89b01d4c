"""Three days without the server, then a slow line: 10,000 changes down and 300 commands up."""

from __future__ import annotations

import itertools
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from db.domain import commands as verb
from db.domain.case import Place
from tests.faults.network_link import Link
from tests.faults.network_town import Town, token
from tests.faults.server_scenarios import command
from tests.journeys.processes import until
from tests.server.room import CITY, PASSWORD, forward

CASES, CHANGES, COMMANDS = 1_000, 10_000, 300
RATE, TRIP = 1e6, 0.2
GOAL = 60.0
LONGEST_BLOCK = 1.0
"""Seconds for which the loop may do nothing else, on a machine that does much besides."""

_TEXTS = (
    "Sampah menumpuk di pinggir jalan sejak tiga hari dan menimbulkan bau tidak sedap",
    "Lampu penerangan jalan mati di depan gang, warga takut melintas pada malam hari",
    "Jalan berlubang cukup dalam dekat pasar, sudah dua pengendara motor terjatuh",
    "Saluran air tersumbat sehingga air meluap ke rumah warga setiap kali hujan deras",
)


class Others:
    """Colleagues who work on while one desk is away."""

    def __init__(self, town: Town) -> None:
        headers = {"Authorization": f"Bearer {token(town.site.database, 'agus')}"}
        self._http = httpx.Client(base_url=town.site.url, headers=headers, timeout=60)
        self._texts = itertools.cycle(_TEXTS)

    def received(self, count: int) -> list[str]:
        """New cases; their ids."""
        made = [self._receive() for _ in range(count)]
        self.post(made)
        return [one["case"] for one in made]

    def _receive(self) -> dict[str, Any]:
        n = uuid.uuid4()
        place = Place(f"Jl. Daan Mogot No. {n.int % 200}", -6.17 + n.int % 97 / 1000, 106.63)
        act = verb.Receive(str(n), "phone", next(self._texts), place=place)
        return command("agus", str(uuid.uuid4()), act)

    def worked(self, cases: list[str], count: int) -> None:
        """So many changes: new cases, forwards of them, and notes on all."""
        new = self.received(count // 4)
        acts = [command("agus", case, forward("dlh"), 0) for case in new]
        notes = itertools.cycle(cases + new)
        rest = count - len(new) - len(acts)
        texts = (f"Warga menelepon lagi: {next(self._texts).lower()}" for _ in range(rest))
        self.post(acts + [command("agus", next(notes), verb.Note(text)) for text in texts])

    def post(self, commands: list[dict[str, Any]]) -> None:
        """Send them all, in batches."""
        for batch in (commands[n : n + 500] for n in range(0, len(commands), 500)):
            told = self._http.post("/commands", json={"city": CITY, "commands": batch})
            outcomes = {one["outcome"] for one in told.json()["outcomes"]}
            assert outcomes == {"accepted"}, told.text[:500]

    def close(self) -> None:
        """No more of them."""
        self._http.close()


def test_three_days_are_caught_up_over_a_slow_line(town: Town, tmp_path: Path, full: bool) -> None:
    if not full:
        pytest.skip("a slow line for a minute: only with make faults")
    link, others = Link(town.site.url, RATE, TRIP), Others(town)
    cases = others.received(CASES)
    desk = town.seat("siti", link.url)
    town.settled(desk)
    link.cut()
    until(lambda: desk.ask("status")["link"] == "offline", "the desk knows that it is alone", 60)
    ids = [
        id
        for n in range(COMMANDS // 3)
        for id in desk.ask("notes", case=cases[n], texts=[f"catatan {n} {m}" for m in range(3)])
    ]
    others.worked(cases, CHANGES)
    desk.close()

    desk = town.open("siti")
    begun = time.monotonic()
    assert desk.ask("unlock", login="siti", password=PASSWORD)
    board = desk.ask("board")
    shown = time.monotonic() - begun
    assert len(board) == CASES
    assert sum(card["pending"] for card in board.values()) == COMMANDS // 3
    desk.ask("look_away")
    desk.ask("stood_still")
    link.passed.clear()
    link.mend()
    begun, head, slowest = time.monotonic(), town.head(), 0.0
    while desk.ask("status")["waiting"] or desk.ask("cursor") < head + COMMANDS:
        asked = time.monotonic()
        desk.ask("status")
        slowest = max(slowest, time.monotonic() - asked)
        assert asked < begun + 4 * GOAL, f"still at {desk.ask('cursor')} of {head + COMMANDS}"
        time.sleep(0.2)
    took, blocked = time.monotonic() - begun, desk.ask("stood_still")
    town.settled(desk)
    written = [entry.id for entry in town.site.entries()]
    down, up = link.passed["down"] / 1e6, link.passed["up"] / 1e6
    print(f"\n{CHANGES} changes and {COMMANDS} commands in {took:.1f} s (down {down:.2f} MB, up")
    print(f"{up:.2f} MB); board after {shown:.2f} s, longest block {blocked * 1000:.0f} ms,")
    print(f"slowest answer of the desk {slowest * 1000:.0f} ms")
    others.close()
    link.close()
    assert [id for id in ids if written.count(id) != 1] == []
    assert took <= GOAL
    assert blocked <= LONGEST_BLOCK
