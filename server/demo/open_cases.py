"""The cases still open, and which of them are the same problem as another one."""

from __future__ import annotations

import math
from datetime import timedelta

from db.domain.case import Case
from db.domain.states import OPEN

NEAR = 200.0
"""Metres within which two reports of one category may be one problem."""

TOGETHER = timedelta(hours=12)

_METRES_PER_DEGREE = 111_320.0


class OpenCases:
    """Open cases by what and where, for whoever looks for twins."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[str | None, str | None], dict[str, Case]] = {}
        self._stood: dict[str, tuple[str | None, str | None]] = {}

    def put(self, case: Case) -> None:
        """Know the case as it stands now."""
        before = self._stood.pop(case.id, None)
        if before is not None:
            del self._by_place[before][case.id]
        if case.state in OPEN and case.category and case.place.area and not case.secret:
            key = self._stood[case.id] = (case.category, case.place.area)
            self._by_place.setdefault(key, {})[case.id] = case

    def twin(self, case: Case) -> Case | None:
        """The earliest open case of the same category close by and not long before, if any."""
        shelf = self._by_place.get((case.category, case.place.area), {})
        found = [
            other
            for other in shelf.values()
            if other.id != case.id
            and other.first_at < case.first_at <= other.first_at + TOGETHER
            and _metres(case, other) < NEAR
        ]
        return min(found, key=lambda other: other.first_at, default=None)


def _metres(one: Case, other: Case) -> float:
    a, b = one.place, other.place
    if a.lat is None or a.lng is None or b.lat is None or b.lng is None:
        return math.inf
    east = (a.lng - b.lng) * math.cos(math.radians(a.lat))
    return math.hypot(a.lat - b.lat, east) * _METRES_PER_DEGREE
