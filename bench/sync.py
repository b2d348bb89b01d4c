"""A new desk's snapshot, and catching up page by page, beside bare SQLite and beside PouchDB.

    python bench/sync.py [--cases 10000 100000] [--runs 3] [--pouch-runs 1]

`ours` is what the console does between the last byte of a download and the commit of its cache:
parse, check, columns, rows, digest, cursor (pages: no digest, but the chain, the law and the word
index).
`raw` is sqlite3's executemany of the very rows that came of it, into the same tables with the same
indices and settings; `core` the same as SQLAlchemy Core upserts, with the word index. `pouchdb`
replicates the same cases as documents from its own server (in memory) into a LevelDB; it is
installed with npm into a folder of its own and skipped where that does not work. Its download
cannot be taken off, as it is one with the replication; both ends are on this machine. It has no
changes to keep, `ours` keeps them. `raw` and `core` have the cache's own settings: WAL, NORMAL.
Ratios are of one run each, one after the other in the same process.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.feed_copies import documents
from bench.parts.npm import install
from bench.parts.runs import Figures, child

_PARTS = Path(__file__).resolve().parent / "parts"
_PACKAGES = ("pouchdb@9", "pouchdb-adapter-memory@9", "express@4", "express-pouchdb@4")
Runs = Mapping[str, Sequence[float]]


def main() -> None:
    """Run all in turn and print seconds, cases a second, ratios and goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pouch-runs", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liveroom-pouch-") as folder:
        pouch = _installed(Path(folder)) if args.pouch_runs else "not asked for"
        for count in args.cases:
            boots, pages = _runs("bootstrap", count, args.runs), _runs("pages", count, args.runs)
            peer = [] if pouch else _pouch(Path(folder), count, args.pouch_runs)
            _tell(count, boots, pages, peer)
    if pouch:
        print(f"pouchdb was skipped: {pouch}")


def _runs(kind: str, count: int, runs: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        figures: Figures = child(str(_PARTS / "sync_run.py"), kind, str(count))
        for subject, seconds in figures.items():
            found.setdefault(subject, []).append(seconds)
    return found


def _installed(folder: Path) -> str:
    """Install PouchDB; "" when it is there, else why not."""
    if shutil.which("node") is None:
        return "node is not installed here"
    return install(folder, _PACKAGES)


def _pouch(folder: Path, count: int, runs: int) -> list[float]:
    file = folder / "documents.ndjson"
    with file.open("w", encoding="utf-8") as out:
        for document in documents(count):
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    node = shutil.which("node") or "node"
    found = []
    for _ in range(runs):
        command = [node, "--max-old-space-size=4096", str(_PARTS / "pouch.js")]
        command += [str(folder), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"pouchdb failed with {count:,} documents: {done.stderr.strip()[-300:]}")
            return []
        found.append(float(json.loads(done.stdout.splitlines()[-1])["seconds"]))
    return found


def _tell(count: int, boots: Runs, pages: Runs, peer: Sequence[float]) -> None:
    print(f"\n{count:,} cases, median (min-max) of {len(boots['ours'])} runs")
    print("  all SQLite: WAL, synchronous NORMAL; ours without its download, pouchdb with HTTP")
    for title, runs in (("bootstrap", boots), ("page catch-up", pages)):
        for subject, seconds in (*runs.items(), *([("pouchdb", peer)] if peer else [])):
            _line(title, subject, count, seconds, statistics.median(runs["ours"]))
    _goal("bootstrap / raw executemany", _ratios(boots["ours"], boots["raw"]), "<= 2x", 2)
    if peer:
        slowest, fastest = max(boots["ours"]), min(boots["ours"])
        middle = statistics.median(peer) / statistics.median(boots["ours"])
        times = [min(peer) / slowest, middle, max(peer) / fastest]
        _goal("PouchDB / bootstrap", times, ">= 8x", 8, at_least=True)
    _goal("page apply / Core upsert", _ratios(pages["ours"], pages["core"]), "<= 1.5x", 1.5)


def _ratios(ours: Sequence[float], other: Sequence[float]) -> list[float]:
    return [mine / its for mine, its in zip(ours, other, strict=True)]


def _line(title: str, subject: str, count: int, seconds: Sequence[float], ours: float) -> None:
    middle = statistics.median(seconds)
    spread = f"({min(seconds):.2f}-{max(seconds):.2f})"
    rate = f"{count / middle:>9,.0f} cases/s"
    print(
        f"  {title:14} {subject:8} {middle:7.2f} s {spread:16} {rate}  ours/it {ours / middle:.2f}x"
    )


def _goal(
    words: str, ratios: Sequence[float], goal: str, limit: float, *, at_least: bool = False
) -> None:
    middle = statistics.median(ratios)
    kept = middle >= limit if at_least else middle <= limit
    spread = f"{min(ratios):.2f}x / {middle:.2f}x / {max(ratios):.2f}x (min/median/max)"
    print(f"  {'met    ' if kept else 'NOT met'}  {words}: {spread}; goal {goal}")


if __name__ == "__main__":
    main()
