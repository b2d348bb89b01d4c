"""What a change costs the walls' numbers, beside counting everything anew, by open cases.

    python bench/wall_cost.py [--sizes 1000,20000,100000] [--runs 5]

`kept`: one case changes, the tally takes it in, works out its figures and encodes the line that
all walls are sent. `anew`: the same answer from all cases at once. Medians; both in one run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from db.domain.wall import Share, Shown, Wait
from db.domain.wall_line import tail_of
from db.domain.wall_tally import WallTally

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
ZONE = ZoneInfo("Asia/Jakarta")
_DAYS = 20 * 86_400_000
_CHANGED = 1


def _share(dice: Random) -> Share:
    at, opd = NOW_MS - dice.randrange(_DAYS), f"opd{dice.randrange(35)}"
    due = NOW_MS + dice.randrange(10**9)
    shown = Shown("accepted", "sampah", "36.71.01.1001", due, "room", at, opd, 1, -6.17, 106.63)
    return Share("accepted", 1, at, shown, (Wait(opd, at, at + dice.randrange(10**7)),))


def _tally(shares: dict[str, Share]) -> WallTally:
    tally = WallTally(ZONE)
    tally.begin({}, 0, [], {}, NOW)
    for case, share in shares.items():
        tally.alter(case, None, share)
    return tally


def _timed(work: Callable[[], bytes]) -> tuple[float, int]:
    """Milliseconds, and bytes of the line."""
    begun = time.perf_counter()
    line = work()
    return (time.perf_counter() - begun) * 1000, len(line)


def _measure(many: int, runs: int, dice: Random) -> None:
    shares = {str(n): _share(dice) for n in range(many)}
    tally = _tally(shares)
    tally.moved()

    def kept() -> bytes:
        for n in range(_CHANGED):
            case, after = str(n), _share(dice)
            tally.alter(case, shares[case], after)
            shares[case] = after
        put, drop = tally.moved()
        return tail_of(2, tally.figures(NOW), put.items(), drop, since=1)

    def anew() -> bytes:
        fresh = _tally(shares)
        return tail_of(1, fresh.figures(NOW), fresh.moved()[0].items())

    both = [(_timed(kept), _timed(anew)) for _ in range(runs)]
    ours, all_ = (statistics.median(one[k][0] for one in both) for k in (0, 1))
    line, whole = both[0][0][1], both[0][1][1]
    print(
        f"{many:8,} open: kept {ours:8.2f} ms {line / 1000:8.1f} kB   "
        f"anew {all_:8.1f} ms {whole / 1000:9.1f} kB   kept/anew {ours / all_:.3f}x"
    )


def main() -> None:
    """Measure each size and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="1000,20000,100000")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    for many in map(int, args.sizes.split(",")):
        _measure(many, args.runs, Random(1))


if __name__ == "__main__":
    main()
