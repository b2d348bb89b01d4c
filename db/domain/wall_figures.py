"""What a wall works out of its picture as time passes: sums, what is late, what falls due next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from db.domain.states import Colour, State, colour
from db.domain.wall import Day, Picture, Shown

_OUTSIDE = (State.NOT_OURS.value, State.ARCHIVED.value)


class Standing(NamedTuple):
    """Reports by colour and state; of open cases those that are late, and nobody's.

    `finished` of `due_to_finish` are green; `oldest` (ms) is when the oldest case came in that no
    agency has yet, 0 where each has one. `received` is always the sum of the four colours.
    """

    colours: Mapping[Colour, int]
    states: Mapping[str, int]
    finished: int
    due_to_finish: int
    late: int
    unowned: int
    oldest: int

    @property
    def received(self) -> int:
        """All reports that came in."""
        return sum(self.colours.values())

    @property
    def share(self) -> float | None:
        """Of what is to be finished so great a part is; None where nothing is."""
        return self.finished / self.due_to_finish if self.due_to_finish else None


def standing_of(picture: Picture, now_ms: int) -> Standing:
    """How the city stands at an instant of the server's clock."""
    states = picture.figures.states
    colours = dict.fromkeys(Colour, 0)
    for state, many in states.items():
        if state != State.MERGED:
            colours[colour(State(state))] += many
    unowned = [row for row in picture.rows.values() if row.state == State.RECEIVED]
    outside = sum(states.get(state, 0) for state in _OUTSIDE)
    return Standing(
        colours,
        states,
        colours[Colour.GREEN],
        sum(colours.values()) - outside,
        sum(is_late(row, now_ms) for row in picture.rows.values()),
        len(unowned),
        min((row.since for row in unowned), default=0),
    )


def is_late(row: Shown, now_ms: int) -> bool:
    """Whether its soonest deadline has passed."""
    return 0 < row.due < now_ms


def next_due(picture: Picture, now_ms: int) -> list[Shown]:
    """Open cases whose deadline is to come, the soonest first."""
    rows = (row for row in picture.rows.values() if row.due >= now_ms)
    return sorted(rows, key=lambda row: row.due)


def so_far(days: Sequence[Day], now: datetime, zone: tzinfo) -> list[float]:
    """Arrivals of each day up to this time of day; of the running hour its part that has passed.

    The first day is today, of which everything counts.
    """
    local = now.astimezone(zone)
    passed = local.minute / 60 + local.second / 3600
    found = [float(sum(day.hours)) for day in days[:1]]
    for day in days[1:]:
        found.append(sum(day.hours[: local.hour]) + day.hours[local.hour] * passed)
    return found


def summed(day: Day) -> list[int]:
    """Arrivals from midnight to the end of each hour, 25 values from 0 on."""
    sums = [0]
    for many in day.hours:
        sums.append(sums[-1] + many)
    return sums
