"""What 5,000 facilities cost: bringing them in, a desk's start, the page of a case.

    python bench/facilities.py [--count 5000] [--runs 9]

The import is the whole command in a process of its own, and the limit beside it is that process
doing nothing but checking the pack. A start is the city read from what a desk has on its disk, with
the facilities and without. `first look` reads their rows, once in a desk's life; `nearest` is what
each page of a case asks after that. Times are those of the processor, since nothing here waits, so
that a busy machine spoils little. Medians.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from db.domain.city_reading import FACILITIES, city_from
from db.domain.facilities import KINDS, Facilities, Facility, text_of
from db.domain.nearby import IN_DANGER
from resources import path
from server.city import open_city

HERE = (-6.18, 106.63)


def facilities(count: int) -> str:
    """So many, of all kinds, all over the city; with numbers, addresses and a source."""
    dice = Random(5)
    rows = [
        Facility(
            dice.choice(KINDS),
            f"Contoh {n}",
            round(dice.uniform(-6.23, -6.11), 6),
            round(dice.uniform(106.58, 106.72), 6),
            f"021-555{n:04}",
            f"Jl. Contoh No. {n}, RT 01 RW 02",
            "uji",
        )
        for n in range(count)
    ]
    return text_of(rows)


def took(act: Callable[[], object], runs: int) -> float:
    """Median of ms."""
    times = []
    for _ in range(runs):
        began = _processor()
        act()
        times.append((_processor() - began) * 1000)
    return median(times)


def _processor() -> float:
    """Seconds that this process and those it has waited for have used."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def command(*words: str) -> None:
    """The server's own program."""
    subprocess.run([sys.executable, "-m", "server", *words], check=True, capture_output=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        pack = Path(scratch) / "kota-tangerang"
        shutil.copytree(path("cities", "kota-tangerang"), pack)
        file = Path(scratch) / "facilities.csv"
        file.write_text(facilities(args.count), "utf-8")
        limit = took(lambda: command("city", "check", str(pack)), 3)
        brought = took(lambda: command("city", "facilities", str(file), "--city", str(pack)), 3)
        _, plain = open_city(pack)
    held = json.dumps(plain, ensure_ascii=False)
    bare = json.dumps({name: table for name, table in plain.items() if name != FACILITIES})
    with_them = took(lambda: city_from(json.loads(held), lenient=True), args.runs)
    without = took(lambda: city_from(json.loads(bare), lenient=True), args.runs)
    text = plain[FACILITIES]
    look = took(lambda: Facilities(text).rows, args.runs)
    all_of_them = Facilities(text)
    all_of_them.nearest(*HERE, KINDS)
    nearest = took(lambda: all_of_them.nearest(*HERE, IN_DANGER), args.runs)
    print(f"{args.count:,} facilities, {len(text) // 1024} KiB in the pack")
    print(
        f"import      {brought / 1000:6.2f} s   goal < 5 s   {brought / limit:.1f}x checking alone"
    )
    print(f"start       {with_them:6.1f} ms  {with_them / without:.2f}x without ({without:.1f} ms)")
    print(f"first look  {look:6.1f} ms  once")
    print(f"nearest     {nearest:6.2f} ms  of {len(IN_DANGER)} kinds, for each page of a case")


if __name__ == "__main__":
    main()
