"""The time machine: the board as one scope saw it at any instant, and what happened then on."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from db import checkpoints, journal, past
from db.domain.brief import Brief, milliseconds
from db.domain.city import City
from db.past import Stood
from db.rows import unlisted
from db.scopes import sees
from db.store import Conn
from server.changes import Feed
from server.pages import stamp
from server.problems import busy, gone

FIELDS = (*Brief._fields, "lat", "lng")
"""What is told of each case, in this order."""

MOST = 1_000
"""Changes in one answer of steps."""

FARTHEST = 4 * checkpoints.EVERY
"""Changes behind a checkpoint from which on going through them would hold up others."""

_LEVEL = 1


class Past:
    """Answers one question at a time: each may keep a reading thread busy for a second.

    Who asks sees what their scope had then, without what it may not see now: a case that became
    secret is hidden in the past as well.
    """

    def __init__(self, feed: Feed, city: City) -> None:
        self._feed, self._zone = feed, ZoneInfo(city.zone)
        self._turn = asyncio.Lock()

    async def board(self, scope: str, at: datetime, *, packed: bool) -> bytes:
        """The board at an instant, as JSON. Raises Problem 503 while its checkpoints are made."""

        def made(conn: Conn) -> bytes:
            head, seq = journal.head(conn), checkpoints.seq_by(conn, milliseconds(at))
            if checkpoints.behind(conn, seq) > FARTHEST:
                raise busy(503, "the server is still working through its past; wait a little", 30)
            held = checkpoints.moment(conn, seq)
            rows = past.shown(held.cases.values(), milliseconds(self._midnight(at)))
            told = list(_seen(scope, rows))
            allowed = past.allowed(conn, scope, [row.brief.id for row in told])
            cases = [_plain(row) for row in told if row.brief.id in allowed]
            opening = {"epoch": head.epoch, "at": stamp(at), "seq": seq, "fields": FIELDS}
            return _text({**opening, "cases": cases}, packed=packed)

        return await self._read(made)

    async def steps(
        self, scope: str, epoch: str, since: int, until: datetime, *, packed: bool
    ) -> bytes:
        """What each change after `since` did to the board up to an instant, as JSON.

        At most `MOST` changes are gone through: `to` says how far it came and `reached` (ms) up to
        when, `more` whether there are others. Raises Problem 410 for another history.
        """

        def made(conn: Conn) -> bytes:
            if journal.head(conn).epoch != epoch:
                raise gone("the history this cursor belongs to has ended")
            last = max(since, checkpoints.seq_by(conn, milliseconds(until)))
            end = min(last, since + MOST)
            steps = past.steps(conn, since, end)
            ids = {row.brief.id for step in steps for row in step.cases}
            ids |= {id for step in steps for id in step.gone}
            allowed = past.allowed(conn, scope, ids)
            plain = [one for step in steps if (one := _step(step, scope, allowed))]
            more = end < last
            reached = past.recorded(conn, end) if more else milliseconds(until)
            told = {"epoch": epoch, "to": end, "reached": reached, "more": more, "fields": FIELDS}
            return _text({**told, "steps": plain}, packed=packed)

        return await self._read(made)

    async def _read(self, made: Callable[[Conn], bytes]) -> bytes:
        async with self._turn:
            return await self._feed.read(made)

    def _midnight(self, at: datetime) -> datetime:
        wall = at.astimezone(self._zone)
        return datetime.combine(wall.date(), time(), self._zone).astimezone(UTC)


def _seen(scope: str, rows: Iterable[Stood]) -> Iterator[Stood]:
    """What the scope had on its board then."""
    return (row for row in rows if sees(scope, row.brief.secret, unlisted(row.opds)))


def _step(step: past.Step, scope: str, allowed: frozenset[str]) -> dict[str, Any] | None:
    """A step as one scope may know it; None where it was about nothing of theirs."""
    seen = {row.brief.id for row in _seen(scope, step.cases)} & allowed
    left = [row.brief.id for row in step.cases if row.brief.id not in seen]
    gone = [id for id in (*step.gone, *left) if id in allowed]
    cases = [_plain(row) for row in step.cases if row.brief.id in seen]
    if not cases and not gone:
        return None
    return {"seq": step.seq, "at": step.at, "cases": cases, "gone": gone}


def _plain(row: Stood) -> list[Any]:
    return [*row.brief, row.lat, row.lng]


def _text(plain: dict[str, Any], *, packed: bool) -> bytes:
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()
    return gzip.compress(text, _LEVEL) if packed else text
