"""Sealed days: how each day of the city ended, under a seal that hangs on the journal's chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, insert, select

from db import checkpoints, tables
from db.chain import chain_next, chain_start
from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.periods import day_of
from db.entries import chain_at
from db.epochs import head
from db.past import Moment, Reports, roll
from db.rows import from_ms
from db.seals import Seal

LATE = timedelta(minutes=2)
"""So long after midnight a day is sealed, for changes that are being written at that moment."""

_PIECE = 5_000
_table, _changes = tables.days, tables.changes


@dataclass(frozen=True, slots=True)
class Day:
    """How a day (YYYY-MM-DD) ended at its midnight `until` (ms): after change `seq`.

    `reports` is canonical JSON of all there were, by channel and colour.
    """

    day: str
    until: int
    epoch: str
    seq: int
    chain: str
    reports: str
    sealed_at: int = 0
    seal: str = ""

    def text(self, before: str) -> str:
        """What is sealed: all of it, and the seal of the day before."""
        plain = asdict(self) | {"seal": before}
        return wire.canonical(plain).decode()


@dataclass(frozen=True, slots=True)
class DayFault:
    """A day that is not as it was sealed, and why not."""

    day: str
    reason: str


def all_days(conn: Connection) -> list[Day]:
    """Every sealed day, in order."""
    return [Day(**row) for row in conn.execute(select(_table).order_by(_table.c.day)).mappings()]


def within(conn: Connection, first: str, last: str) -> list[Day]:
    """The sealed days from one to another (YYYY-MM-DD), both within, in order."""
    query = select(_table).where(_table.c.day.between(first, last)).order_by(_table.c.day)
    return _dated(Day(**row) for row in conn.execute(query).mappings())


def altered(conn: Connection, held: Sequence[Day], seal: Seal | None) -> frozenset[str]:
    """Which of these days, that follow each other, are not as they were sealed."""
    if not held or seal is None:
        return frozenset(day.day for day in held)
    before = _newest(conn, _table.c.day < held[0].day)
    found = _broken_seals(held, seal, before.seal if before is not None else "")
    return frozenset(fault.day for fault in found)


def is_settled(conn: Connection, day: date, zone: ZoneInfo, now: datetime) -> bool:
    """Whether a day is sealed, or came before the first that ever is."""
    before = _last_over(conn, _today(zone, now))
    if before is not None:
        return day.isoformat() <= before.day
    first = _first_day(conn, zone)
    return first is None or day < first


def last(conn: Connection) -> Day | None:
    """The day that was sealed last."""
    return _newest(conn)


def _today(zone: ZoneInfo, now: datetime) -> date:
    """The day that is not over yet, as far as seals go."""
    return (now - LATE).astimezone(zone).date()


def _last_over(conn: Connection, today: date) -> Day | None:
    """The newest sealed day that is over. One that is not was altered: it is told of, and must not
    keep those before it from their seals.
    """
    return _newest(conn, _table.c.day < today.isoformat())


def _newest(conn: Connection, *which: ColumnElement[bool]) -> Day | None:
    query = select(_table).where(*which).order_by(_table.c.day.desc())
    with conn.execute(query) as rows:
        days = (Day(**row) for row in rows.mappings())
        return next((day for day in days if _is_date(day.day)), None)


def _dated(days: Iterable[Day]) -> list[Day]:
    """Without rows whose day somebody altered to what is none."""
    return [day for day in days if _is_date(day.day)]


def _is_date(text: str) -> bool:
    try:
        return day_of(text).isoformat() == text
    except ValueError:
        return False


def ended(conn: Connection, zone: ZoneInfo, now: datetime, most: int = 31) -> list[Day]:
    """The next days that are over and not sealed yet, as they are to be sealed."""
    today = _today(zone, now)
    before, begin = _last_over(conn, today), _first_day(conn, zone)
    if before is not None:
        begin = date.fromisoformat(before.day) + timedelta(days=1)
    if begin is None or begin >= today:
        return []
    count = min((today - begin).days, most)
    return list(_made(conn, [begin + timedelta(days=n) for n in range(count)], zone, before))


def _first_day(conn: Connection, zone: ZoneInfo) -> date | None:
    query = select(_changes.c.recorded_at).where(_changes.c.seq == 1)
    first = conn.execute(query).scalar()
    return None if first is None else from_ms(first).astimezone(zone).date()


def _made(
    conn: Connection, days: Iterable[date], zone: ZoneInfo, before: Day | None
) -> Iterator[Day]:
    epoch, floor, held = head(conn).epoch, before.seq if before is not None else 0, Moment()
    for day in days:
        until = milliseconds(datetime.combine(day + timedelta(days=1), time(), zone))
        floor = max(floor, checkpoints.seq_by(conn, until - 1))
        near = floor - held.seq <= checkpoints.behind(conn, floor)
        held = roll(conn, held, floor) if near else checkpoints.moment(conn, floor)
        chain = chain_at(conn, floor) or ""
        yield Day(day.isoformat(), until, epoch, floor, chain, _text(held.reports))


def seal(conn: Connection, days: Sequence[Day], seal: Seal, now: datetime) -> list[Day]:
    """Seal days that `ended` made, each once; those that another process has sealed are left out.

    The transaction of `conn` must hold the journal's head, and the history still be the same.
    """
    if not days:
        return []
    done, before = list[Day](), _newest(conn, _table.c.day <= days[-1].day)
    epoch = head(conn).epoch
    for day in days:
        if before is not None and day.day <= before.day:
            continue
        if day.epoch != epoch or chain_at(conn, day.seq) != day.chain:
            break  # made of a history that ended meanwhile
        plain = asdict(day) | {"sealed_at": milliseconds(now)}
        text = Day(**plain).text(before.seal if before is not None else "")
        before = Day(**plain | {"seal": seal.over(text)})
        conn.execute(insert(_table).values(**asdict(before)))
        done.append(before)
    return done


def check(conn: Connection, seal: Seal, recount: Iterable[str] | None = ()) -> list[DayFault]:
    """Every day that is not as it was sealed.

    Seals, chain and order of all days are looked at. The reports of the days in `recount` are
    counted anew; of all days where it is None, then out of the journal alone.
    """
    held = all_days(conn)
    days = _dated(held)
    found = [DayFault(day.day, "is no day") for day in held if not _is_date(day.day)]
    found += [*_gaps(days), *_broken_seals(days, seal), *_other_chains(conn, days)]
    if recount is None:
        return found + _recounted(conn, days)
    for day in days:
        if day.day in recount:
            made = checkpoints.moment(conn, day.seq)
            found += _compared(day, made.reports)
    return found


def _gaps(days: Sequence[Day]) -> Iterator[DayFault]:
    for one, other in pairwise(days):
        following = (date.fromisoformat(one.day) + timedelta(days=1)).isoformat()
        if other.day != following:
            yield DayFault(following, "is missing")
        if (other.until, other.seq) < (one.until, one.seq):
            yield DayFault(other.day, "ends before the day before it")


def _broken_seals(days: Sequence[Day], seal: Seal, before: str = "") -> Iterator[DayFault]:
    for day in days:
        if seal.over(day.text(before)) != day.seal:
            yield DayFault(day.day, "was altered: its seal is broken")
        before = day.seal


def _other_chains(conn: Connection, days: Sequence[Day]) -> Iterator[DayFault]:
    """The history a day hangs on must still be there; an older epoch's chain is worked out anew."""
    now = head(conn).epoch
    older = {day.epoch for day in days} - {now}
    wanted = {day.seq for day in days if day.epoch in older}
    chains = dict(_chains(conn, older, wanted)) if older else {}
    for day in days:
        chain = chain_at(conn, day.seq) if day.epoch == now else chains.get((day.epoch, day.seq))
        if chain != day.chain:
            yield DayFault(day.day, f"the history up to change {day.seq} is another one")


def _chains(
    conn: Connection, epochs: Iterable[str], wanted: set[int]
) -> Iterator[tuple[tuple[str, int], str]]:
    """The chain of each epoch after each of the changes that are wanted."""
    chains = {epoch: chain_start(epoch) for epoch in epochs}
    query = select(_changes.c.seq, _changes.c.leaf).order_by(_changes.c.seq)
    if 0 in wanted:
        yield from (((epoch, 0), chain) for epoch, chain in chains.items())
    with conn.execute(
        query.where(_changes.c.seq <= max(wanted)), execution_options={"yield_per": _PIECE}
    ) as rows:
        for seq, leaf in rows:
            for epoch, chain in chains.items():
                chains[epoch] = chain_next(chain, leaf)
                if seq in wanted:
                    yield (epoch, seq), chains[epoch]


def _recounted(conn: Connection, days: Sequence[Day]) -> list[DayFault]:
    found, held = list[DayFault](), Moment()
    for day in days:
        while held.seq < day.seq:
            held = roll(conn, held, min(day.seq, held.seq + _PIECE))
        found += _compared(day, held.reports)
    return found


def _compared(day: Day, reports: Reports) -> list[DayFault]:
    made = _text(reports)
    if made == day.reports:
        return []
    said = f"its reports were {totals(day.reports)}; the journal makes {totals(made)} of them"
    return [DayFault(day.day, said)]


def totals(reports: str) -> str:
    """The sum over all channels, in words: "12 = 3 red + 4 yellow + 5 green + 0 grey"; or that a
    row somebody altered holds none.
    """
    sums = {"red": 0, "yellow": 0, "green": 0, "grey": 0}
    try:
        channels = wire.load(dict[str, dict[str, int]], reports)
    except wire.BadWire:
        return "unreadable"
    for shades in channels.values():
        for shade, count in shades.items():
            sums[shade] = sums.get(shade, 0) + count
    split = " + ".join(f"{count} {shade}" for shade, count in sums.items())
    return f"{sum(sums.values())} = {split}"


def _text(reports: Reports) -> str:
    full = {
        channel: {shade: count for shade, count in sums.items() if count}
        for channel, sums in reports.items()
    }
    return wire.canonical({channel: sums for channel, sums in full.items() if sums}).decode()
