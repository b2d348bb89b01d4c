"""What a period's reports add up to: whole, by day, by age, and parted by whatever is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from db.domain.brief import milliseconds
from db.domain.city import City
from db.domain.states import Colour, Lane, State, colour, lane
from server.figures.asked import Asked
from server.figures.block import LANES, Column, Words
from server.figures.cube import Cube
from server.figures.portion import COUNTS, TIMES, Portion
from server.figures.question import Question
from server.figures.spread import EDGES, Spread, spread, spreads
from server.figures.wall import Wall, day_of

AGES = (1, 3, 7, 14, 30, 90)
"""Days at which a bar of open reports by age ends and the next begins."""

_DAY_MS = 86_400_000
OF_LANE = {lane(state): colour(state) for state in State if state is not State.MERGED}
_OF_COLOUR = {one: [n for n, name in enumerate(LANES) if OF_LANE[name] is one] for one in Colour}
_OUT = LANES.index(Lane.OFF_BOARD)
_NO_LANES = np.zeros(len(LANES), np.int64)

Answer = dict[str, Any]


class Sums:
    """The columns as one asker may see them, and what they add up to for one question."""

    def __init__(
        self, cube: Cube, words: Words, wall: Wall, city: City, asked: Asked, now: datetime
    ) -> None:
        end = wall.begins(asked.last + timedelta(days=1))
        self.end = min(end, milliseconds(now) + 1)
        self._blocks = cube.blocks
        self._question = Question(words, asked, city, self.end)
        self._portions = [Portion(block, self._question) for block in cube.blocks]

    def answer(self) -> Answer:
        """All figures of the question; see the protocol."""
        lanes, counts = self._counts()
        took = [portion.took() for portion in self._portions]
        of = {"forward": counts["problems"], "resolve": counts["problems"]}
        return {
            "sum": {**_coloured(lanes), **counts},
            "standing": self.standing(self.end),
            "days": self._days(),
            "ages": self._ages(),
            **{
                name: spread([one[name] for one in took], of.get(name, counts["sent"]))
                for name in TIMES
            },
            "edges": {"took": list(EDGES), "ages": list(AGES)},
            "groups": self._groups() if self._question.by else [],
        }

    def standing(self, moment: int) -> Answer:
        """All reports that had come in before an instant (ms), by how they stood then."""
        return _coloured(sum((one.standing(moment) for one in self._portions), _NO_LANES))

    def opened(self, what: str, colour: str) -> list[int]:
        """By the change that opened each: cases behind a number, those that came in first, first.

        `what`: `received` within the period, `finished` within it, or `open` at its end.
        `colour`, one of theirs today or "" for any.
        """
        found: list[tuple[Column, Column]] = []
        for block, portion in zip(self._blocks, self._portions, strict=True):
            cases, places = block.cases, portion.cases_of(what)
            if colour:
                places = places[np.isin(cases.stands[places] // 3, _OF_COLOUR[Colour(colour)])]
            found.append((cases.first_at[places], cases.opened[places]))
        if not found:
            return []
        first_at, opened = (np.concatenate(column) for column in zip(*found, strict=True))
        in_order: list[int] = opened[np.lexsort((opened, first_at))].tolist()
        return in_order

    # --- the whole ---

    def _counts(self) -> tuple[Column, dict[str, int]]:
        """Reports by lane, and all other counts by name."""
        lanes, counts = _NO_LANES, np.zeros(len(COUNTS), np.int64)
        for portion in self._portions:
            more, others = portion.counts()
            lanes, counts = lanes + more, counts + others
        return lanes, dict(zip(COUNTS, counts.tolist(), strict=True))

    def _days(self) -> Answer:
        """For each day: reports that came in, that were finished, and that were open at its end."""
        first, many = self._question.first, self._question.last - self._question.first + 1
        received, finished, flows = sum(
            (portion.days() for portion in self._portions), np.zeros((3, many), np.int64)
        )
        return {
            "day": [day_of(first + n).isoformat() for n in range(many)],
            "received": received.tolist(),
            "finished": finished.tolist(),
            "open": np.cumsum(flows).tolist(),
        }

    def _ages(self) -> list[int]:
        """Reports that were open at the end of the period, by how long ago their case came in."""
        # Older than so many days is what came in at or before these instants, which rise.
        bars = [self.end - days * _DAY_MS + 1 for days in reversed(AGES)]
        found = sum((one.ages(bars) for one in self._portions), np.zeros(len(bars) + 1, np.int64))
        oldest_last: list[int] = found[::-1].tolist()
        return oldest_last

    # --- parted ---

    def _groups(self) -> list[Answer]:
        names = self._question.names
        size = len(names)
        lanes = np.zeros((size, len(LANES)), np.int64)
        counts = np.zeros((len(COUNTS), size), np.int64)
        took: dict[str, list[tuple[Column, Column]]] = {name: [] for name in TIMES}
        for portion in self._portions:
            more, others, times = portion.grouped(size)
            lanes += more
            counts += others
            for name, pieces in took.items():
                pieces.append(times[name])
        spread_out = {name: spreads(pieces, size) for name, pieces in took.items()}
        sent = counts[COUNTS.index("sent")]
        return [
            _group(names[n], lanes[n], counts[:, n].tolist(), spread_out, n)
            for n in np.flatnonzero((lanes.sum(1) > 0) | (sent > 0)).tolist()
        ]


def _group(
    key: str, lanes: Column, counts: Sequence[int], took: Mapping[str, list[Spread]], n: int
) -> Answer:
    times = {name: one[n] for name, one in took.items()}
    return {"key": key, **_coloured(lanes), **dict(zip(COUNTS, counts, strict=True)), **times}


def _coloured(lanes: Column) -> Answer:
    """Reports by colour out of those by lane; `out` of the grey are nobody's in this city."""
    counts = {one.value: int(sum(lanes[n] for n in _OF_COLOUR[one])) for one in Colour}
    return {"received": int(lanes.sum()), **counts, "out": int(lanes[_OUT])}
