"""Who is on which case now: kept in memory, told to the other processes, never written down."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from db.domain.wire import BadWire
from db.scopes import sees

FORGOTTEN = 60.0
"""Seconds after which who says nothing more is gone."""

HERE = "here"
"""The mode of a desk that somebody sits at without being on any case."""

MODES = ("view", "edit", HERE)
_LONGEST = 7000


@dataclass(frozen=True, slots=True)
class Attended:
    """The body of PUT /presence; without a case the desk is on none, or `here`, or nobody's."""

    case: str | None = None
    mode: str = "view"

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise BadWire("mode", f"is none of {', '.join(MODES)}")


@dataclass(frozen=True, slots=True)
class Attending:
    """One desk on one case, or `here` on none; else "" says that it is gone.

    `secret` and `opds` say who may know of it. `role` and `opd` are "" from a process of before.
    """

    desk_id: str
    case: str
    person: str
    name: str
    desk: str
    mode: str
    since: str
    secret: bool
    opds: tuple[str, ...]
    role: str = ""
    opd: str = ""

    @property
    def there(self) -> bool:
        """Whether somebody is at the desk."""
        return bool(self.case) or self.mode == HERE

    def told(self) -> dict[str, str]:
        """What other desks see of it."""
        names = ("case", "person", "name", "desk", "mode", "since", "role", "opd")
        return {name: getattr(self, name) for name in names}


def desk_id(family: str) -> str:
    """A name for all tokens of one sign-in that is worth nothing to who overhears it."""
    return sha256(family.encode()).hexdigest()[:16]


class Presence:
    """Everybody's. Lives in the event loop; `tick` once a second makes changes visible."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._me = secrets.token_hex(8)
        self._there: dict[str, tuple[float, Attending]] = {}
        self._untold: dict[str, Attending] = {}
        self._changed = False
        self._seen: dict[str, str] = {}

    def attend(self, one: Attending) -> None:
        """A desk says where it is, or says so again."""
        before = self._there.get(one.desk_id)
        if before is not None and before[1].case == one.case:
            one = replace(one, since=before[1].since)
        self._untold[one.desk_id] = one
        self._take(one)

    def attended(self) -> frozenset[str]:
        """The cases that somebody is on."""
        return frozenset(one.case for _, one in self._there.values())

    def heard(self, said: str) -> None:
        """What another process told of its desks."""
        sender, *rows = json.loads(said)
        if sender != self._me:
            for row in rows:
                self._take(Attending(**{**row, "opds": tuple(row["opds"])}))

    def _take(self, one: Attending) -> None:
        _, before = self._there.get(one.desk_id, (0.0, None))
        if one.there:
            self._there[one.desk_id] = self._clock(), one
        else:
            self._there.pop(one.desk_id, None)
            one, before = (one, None) if before is None else (one, before)
        self._changed |= before != (one if one.there else None)

    def tick(self) -> tuple[bool, list[str]]:
        """Whether anybody came, went or moved since the last tick; what other processes must know.

        Each of the texts fits into one notice.
        """
        end = self._clock() - FORGOTTEN
        for id in [id for id, (heard, _) in self._there.items() if heard < end]:
            del self._there[id]
            self._changed = True
        changed, self._changed = self._changed, False
        if changed:
            self._seen.clear()
        untold, self._untold = list(self._untold.values()), {}
        return changed, self._letters(untold)

    def _letters(self, untold: list[Attending]) -> list[str]:
        letters: list[str] = []
        rows: list[dict[str, Any]] = []
        for one in untold:
            rows.append(asdict(one))
            if len(json.dumps([self._me, *rows])) > _LONGEST:
                letters.append(json.dumps([self._me, *rows[:-1]]))
                rows = rows[-1:]
        return [*letters, json.dumps([self._me, *rows])] if rows else letters

    def beside(self, scope: str) -> str:
        """What a line of the stream carries for a scope, with a comma after it."""
        held = self._seen.get(scope)
        if held is None:
            seen = [one for _, one in self._there.values() if sees(scope, one.secret, one.opds)]
            seen.sort(key=lambda one: (one.case, one.since, one.desk_id))
            rows = json.dumps([one.told() for one in seen], separators=(",", ":"))
            held = self._seen[scope] = f'"presence":{rows},'
        return held
