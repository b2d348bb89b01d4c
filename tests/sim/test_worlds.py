"""The simulator: many small worlds in which everything fails, and nothing may be lost."""

import pytest

from tests.sim.mutants import Mutant, first_caught
from tests.sim.run import run_part
from tests.sim.world import World

SOMETIMES = """
    console kill, console power, console cache, console outbox, console token, console stream,
    console rot, console leave, console revoke, console deaf,
    partition, night, rights changed, scope changed, upgrade, desk upgrade, unknown kind,
    snapshot of a newer program, drained while outdated, went on after an upgrade,
    server crash, restored, restored twice, older backup after a newer one,
    history_broken, reoffered, snapshot, older snapshot, snapshot interrupted, snapshot resumed,
    request lost, request doubled, answer lost, answered again, denied, pull, not_yet,
    stream unfit, page spoilt, page thrown, hidden, shown, merged, unmerged, undone, repeated,
    accepted, same_effect, rejected, assignment_changed, dependency_rejected, value_changed,
    stale_confirm, sent as a new command, parked, asked again, dismissed,
    draining, drained, officer switch, withdrawn, reinstated, audit, digest_differs,
    photo ready, photo interrupted, photo lacking, photo asked for again,
    delivery delivered, delivery repeated, delivery cancelled, delivery alarmed, delivered,
    server error, downloads with a blocked outbox, uploads with a blocked feed
"""
"""What 200 worlds must have seen: a check that never had anything to check says nothing."""

EXPECTED = {name.strip() for name in SOMETIMES.replace("\n", " ").split(",")}


def test_every_world_keeps_its_promises(seeds: range) -> None:
    part = run_part(seeds)
    assert part.broken == ()
    if len(seeds) >= 200:
        assert {name for name in EXPECTED if not part.seen[name]} == set()


def test_the_same_seed_makes_the_same_world() -> None:
    assert World(7).run() == World(7).run()


@pytest.mark.parametrize("mutant", Mutant)
def test_a_mistake_is_caught(mutant: Mutant) -> None:
    assert first_caught(mutant), f"no smoke seed noticed: {mutant}"
