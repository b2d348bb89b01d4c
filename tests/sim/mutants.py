"""Mistakes made on purpose, each where only the simulator can reach, to show that it finds them.

`python -m tests.sim.mutants` prints how many of the smoke seeds catch each one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from multiprocessing import Pool
from typing import Any

from console import replica_outbox
from console.replica_events import Cursor, Entry
from db.domain import decide as deciding
from db.domain.changes import Outcome
from db.domain.commands import Command
from server import commands
from server.ledger import Answer, Decider
from tests.sim.broken import Broken
from tests.sim.shared import swapped

SMOKE = range(200)
"""The seeds that every test run goes through."""


class Mutant(StrEnum):
    """One mistake each; the text says it in the words of the design."""

    NO_DEDUPE = "no dedupe"
    FORGETS = "dedupe forgets after 24 h"
    CURSOR_FIRST = "cursor before data"
    SEQ_FIRST = "seq before commit"
    LAST_WRITER = "last writer wins"
    NO_EPOCH = "no epoch"
    NO_REOFFER = "no re-offer"
    NOT_PARKED = "dependents not parked"
    DROPPED = "overlay dropped at the answer"
    ADOPTED = "digest adopted instead of recomputed"
    DEADLINE = "deadline moved by a retry"
    BATCH_STOPS = "batch stops at the first rejection"


class NoDedupe(Decider):
    """Decides a command as often as it comes."""

    def carry_out(self, command: Command, digest: str, lacks: tuple[str, ...] = ()) -> Answer:
        """See Decider."""
        self._known.pop(command.id, None)
        return super().carry_out(command, digest, lacks)


class Forgets(Decider):
    """Knows what it decided for a day."""

    def carry_out(self, command: Command, digest: str, lacks: tuple[str, ...] = ()) -> Answer:
        """See Decider. A command is made before it is decided, so this forgets no sooner."""
        if self.now - command.made_at > timedelta(hours=24) and command.id in self._known:
            del self._known[command.id]
        return super().carry_out(command, digest, lacks)


class MovesDeadlines(Decider):
    """Gives a case that is asked for again as much time as it had at first."""

    def carry_out(self, command: Command, digest: str, lacks: tuple[str, ...] = ()) -> Answer:
        """See Decider."""
        case = self.pen.case(command.case) if command.id in self._known else None
        if case is not None and any(run.ended is None for run in case.clocks):
            late = self.now - case.changed_at + timedelta(seconds=1)
            clocks = tuple(replace(run, due=run.due + late) for run in case.clocks)
            # Behind the pen's back: no change says so.
            moved = replace(case, clocks=clocks)
            self.pen._held[case.id] = self.pen._altered[case.id] = moved
        return super().carry_out(command, digest, lacks)


DECIDERS: dict[Mutant, type[Decider]] = {
    Mutant.NO_DEDUPE: NoDedupe,
    Mutant.FORGETS: Forgets,
    Mutant.DEADLINE: MovesDeadlines,
}


def _until_answered(entry: Entry, cursor: Cursor) -> bool:
    return entry.stage != "decided"


def _offered_already(outbox: replica_outbox.Outbox, epoch: str) -> replica_outbox.Step:
    return replace(outbox, offered=epoch), ()


def _not_parked(outbox: replica_outbox.Outbox, ids: frozenset[str]) -> replica_outbox.Step:
    return outbox, ()


def _to_the_first_no(ledger: Decider, asked: Sequence[commands.Asked]) -> list[Answer]:
    answers = []
    for one in asked:
        answers.append(ledger.carry_out(one.command, one.digest, one.lacks))
        if answers[-1].outcome == Outcome.REJECTED:
            break
    return answers


def _not_compared(case: object, command: Command) -> None:
    return None


_SWAPS: dict[Mutant, tuple[Any, str, Any]] = {
    Mutant.LAST_WRITER: (deciding, "_check_expect", _not_compared),
    Mutant.NO_REOFFER: (replica_outbox, "offer", _offered_already),
    Mutant.NOT_PARKED: (replica_outbox, "_park_dependents", _not_parked),
    Mutant.DROPPED: (replica_outbox, "covers", _until_answered),
    Mutant.BATCH_STOPS: (commands, "decide_all", _to_the_first_no),
}


@contextmanager
def made(mutant: Mutant | None) -> Iterator[None]:
    """The mistake stands in the product's modules while this lasts, if it stands there at all."""
    parts = [_SWAPS[mutant]] if mutant in _SWAPS else []
    with swapped(*parts):
        yield


def caught(mutant: Mutant, seed: int) -> str:
    """What this world says about the mistake; "" when it does not notice."""
    from tests.sim.world import World

    try:
        World(seed, mutant).run()
    except Broken as broken:
        return str(broken)
    except (KeyError, TypeError, ValueError) as fault:
        return f"the program itself stumbles: {fault!r}"
    return ""


def first_caught(mutant: Mutant) -> str:
    """What the first of the smoke seeds that notices says about the mistake; "" when none does."""
    return next((said for seed in SMOKE if (said := caught(mutant, seed))), "")


def _counted(mutant: Mutant) -> tuple[Mutant, int, int, str]:
    said = [caught(mutant, seed) for seed in SMOKE]
    hits = [seed for seed in SMOKE if said[seed]]
    return mutant, len(hits), hits[0] if hits else -1, said[hits[0]] if hits else ""


def main() -> int:
    """Print the table that stands in docs/simulation.md."""
    parser = argparse.ArgumentParser(description="how many smoke seeds catch each mistake")
    parser.add_argument("--processes", type=int, default=None)
    chosen = parser.parse_args()
    print(f"| mistake | seeds of {len(SMOKE)} that catch it | first | says |\n|---|---|---|---|")
    missed = 0
    with Pool(chosen.processes) as pool:
        for mutant, hits, first, said in pool.imap(_counted, Mutant):
            print(f"| {mutant} | {hits} | {first} | {said[:70]} |", flush=True)
            missed += not hits
    return missed


if __name__ == "__main__":
    # Run as a program this module is there twice; the worlds know only the other one's names.
    from tests.sim import mutants

    sys.exit(mutants.main())
