"""`liveroom-server doctor`: whether what is kept is whole, and this machine fit to keep it."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import cases, journal
from db.domain.states import Colour, State, colour
from db.store import Conn
from server.app import utc_now
from server.cli.opening import add_place_arguments, open_store, settings_of
from server.settings import Settings

_LEAST_FREE = 1024**3
_AHEAD = timedelta(minutes=5)
_LAST = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    what: str
    told: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `doctor`."""
    add_place_arguments(parser)
    parser.add_argument(
        "--last",
        type=int,
        metavar="N",
        help=f"check the chain of the last N changes only, e.g. {_LAST} (default: all)",
    )


def run(args: argparse.Namespace) -> int:
    """Print what was found; 0 when all is well, else 1.

    Raises SettingsFault, CityFaults, StoreFault.
    """
    settings = settings_of(args)
    _, store = open_store(settings)
    try:
        with store.read() as conn:
            found = [*examined(conn, args.last, utc_now()), _disk(settings)]
    finally:
        store.close()
    for one in found:
        print(f"{'ok   ' if one.good else 'FAULT'}  {one.what:<9} {one.told}")
    return 0 if all(one.good for one in found) else 1


def examined(conn: Conn, last: int | None, now: datetime) -> Iterator[Finding]:
    """Everything about the database, looked at in one consistent moment."""
    head = journal.head(conn)
    yield Finding(True, "schema", "the tables are of this version")
    whole = head.seq >= head.high_water
    told = f"epoch {head.epoch[:12]}…, change {head.seq}"
    lost = f"; consoles have seen {head.high_water}, so history was lost: restart the server"
    yield Finding(whole, "head", told if whole else told + lost)
    first = 1 if last is None else max(1, head.seq - last + 1)
    fault = journal.verify(conn, first)
    sound = f"changes {first} to {head.seq} are unbroken"
    torn = f"at change {fault.seq}: {fault.reason}; restore the last backup" if fault else ""
    yield Finding(fault is None, "chain", torn or sound)
    yield _counts(conn, head.cases)
    yield _clock(conn, head.seq, now)


def _counts(conn: Conn, opened: int) -> Finding:
    """Received = red + yellow + green + grey; each opened case brought one report."""
    tallies = cases.counts(conn)
    sums = dict.fromkeys(Colour, 0)
    for state, tally in tallies.items():
        if state is not State.MERGED:
            sums[colour(state)] += tally.reports
    kept = sum(tally.cases for tally in tallies.values())
    reports = sum(sums.values())
    split = " + ".join(f"{count} {name.value}" for name, count in sums.items())
    told = f"{opened} cases opened, {kept} kept; {reports} reports = {split}"
    return Finding(kept == opened == reports, "counts", told)


def _clock(conn: Conn, seq: int, now: datetime) -> Finding:
    newest = journal.after(conn, seq - 1, 1) if seq else []
    ahead = bool(newest) and newest[0].at > now + _AHEAD
    told = f"this machine says {now.isoformat(timespec='seconds')}"
    wrong = "; the last change is from the future: set the clock"
    return Finding(not ahead, "clock", told + wrong if ahead else told)


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data).free
    told = f"{free / 1024**3:.1f} GiB free where {settings.data} lies"
    return Finding(free >= _LEAST_FREE, "disk", told)
