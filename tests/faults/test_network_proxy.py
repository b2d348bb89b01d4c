"""A real desk behind a proxy that loses, repeats, delays, cuts, reorders and alters what passes."""

from __future__ import annotations

import time
from collections import Counter

from tests.faults.network_proxy import Hostile, Message, Plan, Proxy
from tests.faults.network_town import Town, live
from tests.faults.network_truth import differs, states
from tests.journeys.processes import DeskFailed, until

_SEEDS = 20
_SECONDS = 8.0


def test_a_hostile_network_alters_nothing_that_is_shown(town: Town, full: bool) -> None:
    proxy = Proxy(town.site.url)
    desk = town.seat("agus", proxy.url)
    for _ in range(6):
        town.channel.post("Sampah menumpuk")
    town.settled(desk)
    sent: list[str] = []
    looked, did = 0, Counter[str]()
    for seed in range(_SEEDS if full else 1):
        hostile = Hostile(seed)
        proxy.plan = hostile.plan
        proxy.cut()
        end, cursor = time.monotonic() + _SECONDS, desk.ask("cache")["seq"]
        while time.monotonic() < end:
            town.channel.post("Sampah menumpuk")
            held = desk.ask("cache")
            assert not (wrong := differs(town.site, held)), f"seed {seed}: {wrong}"
            assert held["seq"] >= cursor, f"seed {seed}: the cursor went back"
            looked, cursor = looked + 1, held["seq"]
            sent += _works(town, desk.ask("board"))
            time.sleep(0.2)
        proxy.plan = lambda _: Plan()
        proxy.cut()
        town.settled(desk)
        did += hostile.did + proxy.did
    written = [entry.id for entry in town.site.entries()]
    assert all(written.count(id) == 1 for id in sent)
    wrong_states = {tuple(pair) for pair in desk.ask("ever_seen")} - states(town.site)
    assert not wrong_states
    proxy.close()
    print(f"\n{looked} looks, {len(sent)} commands, did {dict(did)}")
    print(Counter(one["key"] for one in desk.ask("notices")))


def _works(town: Town, board: dict[str, dict[str, object]]) -> list[str]:
    """The officer forwards a case that is new, and writes a note on it."""
    desk = town.desks["agus"]
    for case, card in board.items():
        if card["state"] == "received" and not card["pending"]:
            try:
                first = desk.ask("forward", case=case, opd="dlh")["id"]
                return [first, desk.ask("note", case=case, text="catatan")["id"]]
            except DeskFailed:
                return []  # it was forwarded or has gone from the board meanwhile
    return []


def test_altered_pages_are_told_and_mended(town: Town) -> None:
    proxy = Proxy(town.site.url)
    town.channel.post("Sampah pertama")
    desk = town.seat("agus", proxy.url)
    town.settled(desk)

    def altered(line: bytes) -> list[bytes]:
        return [line.replace(b"Sampah", b"Semprah")]

    def plan(request: Message) -> Plan:
        if request.path == "/snapshot":
            return Plan(times=0)
        return Plan(lines=altered)

    proxy.plan = plan
    proxy.cut()
    town.channel.post("Sampah kedua")
    until(lambda: _told(town, "history_differs"), "the desk tells that pages are altered")
    assert not differs(town.site, desk.ask("cache"))
    proxy.plan = lambda _: Plan()
    town.settled(desk)
    until(lambda: live(desk), "the desk is live again")
    proxy.close()


def _told(town: Town, key: str) -> bool:
    return any(one["key"] == key for one in town.desks["agus"].ask("notices"))
