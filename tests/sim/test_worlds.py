"""The simulator: many small worlds in which everything fails, and nothing may be lost."""

from collections import Counter

import pytest

from console import replica_outbox
from console.replica_events import Cursor, Entry
from tests.sim.model_server import Broken
from tests.sim.world import Mutant, World

SOMETIMES = """
    console kill, console power, console cache, console token, console stream, partition,
    server kill, server power, restored, history_broken, reoffered, snapshot, older snapshot,
    request lost, request doubled, answer lost, answered again, denied, pull,
    stream unfit, page spoilt, page thrown, hidden, shown, merged, unmerged, undone, repeated,
    rejected, assignment_changed, dependency_rejected, parked, dismissed,
    downloads with a blocked outbox, uploads with a blocked feed
"""
"""What 200 worlds must have seen: a check that never had anything to check says nothing."""

EXPECTED = {name.strip() for name in SOMETIMES.split(",")}


def test_every_world_keeps_its_promises(seeds: range) -> None:
    seen: Counter[str] = Counter()
    for seed in seeds:
        try:
            seen += World(seed).run()
        except Broken as broken:
            pytest.fail(f"seed {seed}: invariant {broken}")
    if len(seeds) >= 200:
        assert {name for name in EXPECTED if not seen[name]} == set()


def test_the_same_seed_makes_the_same_world() -> None:
    assert World(7).run() == World(7).run()


def caught(mutant: Mutant | None = None) -> str:
    """What the first of the 200 worlds in which a mistake shows says about it."""
    for seed in range(200):
        try:
            World(seed, mutant).run()
        except Broken as broken:
            return str(broken)
    return "nothing was noticed"


def test_a_server_that_decides_twice_is_caught() -> None:
    assert caught(Mutant(no_dedupe=True)).startswith("2:")


def test_a_cursor_stored_before_its_data_is_caught() -> None:
    assert caught(Mutant(cursor_first=True)).startswith("5:")


def test_an_overlay_dropped_at_the_answer_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def until_answered(entry: Entry, cursor: Cursor) -> bool:
        return entry.stage != "decided"

    monkeypatch.setattr(replica_outbox, "covers", until_answered)
    assert caught().startswith("7:")
