"""Counting that always adds up: received reports = red + yellow + green + grey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.domain.case import Case
from db.domain.states import Colour, State, colour


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports by the colour of the case that answers for them, and distinct problems."""

    red: int = 0
    yellow: int = 0
    green: int = 0
    grey: int = 0
    problems: int = 0

    @property
    def received(self) -> int:
        """All reports that came in."""
        return self.red + self.yellow + self.green + self.grey


def count(cases: Iterable[Case]) -> Counts:
    """Counts of these cases; a merged case is counted where its master stands."""
    sums = dict.fromkeys(Colour, 0)
    problems = 0
    for case in cases:
        if case.state is State.MERGED:
            continue
        sums[colour(case.state)] += case.report_count
        problems += 1
    return Counts(
        sums[Colour.RED],
        sums[Colour.YELLOW],
        sums[Colour.GREEN],
        sums[Colour.GREY],
        problems,
    )
