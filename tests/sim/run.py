"""Many worlds on every core: `python -m tests.sim.run --seeds 10000`, or `make sim SEEDS=10000`."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool, cpu_count

from tests.sim.broken import Broken
from tests.sim.world import World

CHUNK = 50
"""Seeds that one process takes at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a chunk of seeds came to; `broken` are the seeds that failed, and how."""

    seeds: int
    seen: Counter[str]
    cpu: float
    broken: tuple[tuple[int, str], ...] = ()


def run_part(seeds: Sequence[int]) -> Part:
    """Run some worlds."""
    begun, seen, failed = time.process_time(), Counter[str](), list[tuple[int, str]]()
    with collecting_between():
        for seed in seeds:
            try:
                seen += World(seed).run()
            except Broken as broken:
                failed.append((seed, str(broken)))
    return Part(len(seeds), seen, time.process_time() - begun, tuple(failed))


class collecting_between:
    """No garbage is looked for while worlds run: they make little, and it costs a tenth."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *fault: object) -> None:
        gc.enable()
        gc.collect()


def parts(first: int, count: int, processes: int) -> Iterator[Part]:
    """The chunks, in the order in which they were begun."""
    chunks = [
        range(at, min(at + CHUNK, first + count)) for at in range(first, first + count, CHUNK)
    ]
    with Pool(processes) as pool:
        yield from pool.imap(run_part, chunks)


def main() -> int:
    """Run, and print a summary that can be kept; 1 when a world broke a promise.

    The worlds that did are named as they come up, and the others go on: one look at all of them.
    """
    parser = argparse.ArgumentParser(description="run the synchronisation simulator")
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=cpu_count())
    chosen = parser.parse_args()
    begun, seeds, cpu, seen, failed = time.monotonic(), 0, 0.0, Counter[str](), 0
    for part in parts(chosen.first_seed, chosen.seeds, chosen.processes):
        seeds, cpu, seen = seeds + part.seeds, cpu + part.cpu, seen + part.seen
        failed += len(part.broken)
        for seed, how in part.broken:
            print(f"seed {seed} breaks invariant {how}", flush=True)
        if seeds % 1000 == 0:
            print(f"{seeds} worlds, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    print(summary(seeds, failed, time.monotonic() - begun, cpu, seen))
    return 1 if failed else 0


def summary(seeds: int, failed: int, wall: float, cpu: float, seen: Counter[str]) -> str:
    """What was run, how long it took, and what happened in it how often."""
    events = seen.pop("events", 0)
    lines = [
        f"{seeds} worlds, " + (f"{failed} broke a promise" if failed else "no promise broken"),
        f"{wall:.0f} s on the clock, {cpu:.0f} s of processor, {cpu / seeds * 1000:.1f} ms a world",
        f"{events} events",
        *(f"{count:>10}  {name}" for name, count in sorted(seen.items())),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
