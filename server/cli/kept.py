"""What the doctor looks at in the database and beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from db import cases, deliveries, journal, lapsed, mailings, media
from db.domain.states import Colour, State, colour
from db.store import Conn
from server.cli.finding import Finding, finding, warning
from server.media import Library
from server.settings import Settings
from server.watch import OBJECTION

_AHEAD = timedelta(minutes=5)
_OVERDUE = timedelta(minutes=5)
_LATE = 600.0


def examined(conn: Conn, last: int | None, now: datetime) -> Iterator[Finding]:
    """Everything about the database, looked at in one consistent moment."""
    head = journal.head(conn)
    yield finding("schema", "the tables are of this version")
    lost = "" if head.seq >= head.high_water else f"consoles have seen {head.high_water}"
    yield finding(
        "head",
        f"epoch {head.epoch[:12]}…, change {head.seq}",
        lost,
        "history was lost: restart the server, which begins a new epoch",
    )
    first = 1 if last is None else max(1, head.seq - last + 1)
    fault = journal.verify(conn, first)
    yield finding(
        "chain",
        "" if fault else f"changes {first} to {head.seq} are unbroken",
        f"at change {fault.seq}: {fault.reason}" if fault else "",
        "restore the last backup",
    )
    yield _counts(conn, head.cases)
    yield _watch(conn, now)
    yield _deliveries(conn, now)
    yield _reports(conn, now)
    yield _journal_clock(conn, head.seq, now)


def media_whole(conn: Conn, settings: Settings) -> Finding:
    """A photo that a case names must be here; one that no case names is swept in 30 days."""
    here, named = frozenset(Library(settings.media).hashes()), media.all_named(conn)
    missing = sorted(named - here)
    told = f"{len(here)} photos and videos, {len(here - named)} not (yet) named by a case"
    lost = f"{len(missing)} are named and not here, {missing[0]} first" if missing else ""
    return finding("media", told, lost, f"restore {settings.media}")


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
    wrong = "" if kept == opened == reports else "these must be one number"
    return finding("counts", told, wrong, "restore the last backup")


def _watch(conn: Conn, now: datetime) -> Finding:
    """What the clock should have closed by now: a lag of the watch, or a server that is down."""
    late = len(lapsed.resolved(conn, OBJECTION, now - _OVERDUE, 200))
    return warning(
        "watch",
        "" if late else "no clock is waiting to be looked at",
        f"{late} cases should have been closed more than 5 minutes ago" if late else "",
        "start the server; if it runs, look for watch_silent at /health",
    )


def _deliveries(conn: Conn, now: datetime) -> Finding:
    """Nothing may lie about that nobody tries to deliver."""
    stands = deliveries.standing(conn, now)
    ways = ", ".join(f"{count} by {way}" for way, count in sorted(stands.waiting.items()))
    told = f"{ways or 'none'} on the way; {stands.alarmed} late, {stands.held} for a person"
    if stands.late > _LATE:
        stuck = f"the oldest attempt is due for {stands.late:.0f} s"
        return finding("deliver", told, stuck, "start the server")
    doubt = "the room was told of them" if stands.alarmed or stands.held else ""
    return warning("deliver", told, doubt, "see that the agencies' ways in answer")


def _reports(conn: Conn, now: datetime) -> Finding:
    """Who is to have reports by e-mail has them."""
    stands, count = mailings.standing(conn, now), len(mailings.everything(conn))
    told = f"{count} schedules; {stands.waiting} reports on their way by e-mail"
    if stands.late > _LATE:
        stuck = f"the oldest attempt is due for {stands.late:.0f} s"
        return finding("reports", told, stuck, "start the server")
    doubt = ""
    if stands.unsent or stands.lost:
        doubt = f"{stands.unsent} late, {stands.lost} given up in the last 7 days"
    remedy = "see who and why with: liveroom-server reports schedule list"
    return warning("reports", told, doubt, remedy)


def _journal_clock(conn: Conn, seq: int, now: datetime) -> Finding:
    newest = journal.after(conn, seq - 1, 1) if seq else []
    ahead = bool(newest) and newest[0].at > now + _AHEAD
    told = f"this machine says {now.isoformat(timespec='seconds')}"
    return finding(
        "clock", told, "the last change is from the future" if ahead else "", "set the clock"
    )
