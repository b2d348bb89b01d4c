"""LivingCity: who reports what and when, and what happens next to any case; the same for a seed."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.states import IN_WORK, State
from server.demo.agencies import Agencies
from server.demo.dice import Step, between, dice, since
from server.demo.phrases import Kind, Phrases
from server.demo.reports import Arrival, Citizens
from server.demo.rhythm import PER_DAY, moments, rain_moments
from server.demo.room import Room, Twin
from server.demo.spots import Spots
from server.demo.staff import Staff, staff_for

# Of a problem everybody can see, others report soon after the first.
_SEEN_BY_OTHERS = 0.07
_OTHERS = (1, 1, 2, 3)
_OWN_SHARE = 1 / (1 + _SEEN_BY_OTHERS * sum(_OTHERS) / len(_OTHERS))

# What rain does, by category; a city that has none of these gets whatever it has.
RAIN: Mapping[str, float] = {
    "banjir": 46,
    "drainase": 17,
    "pohon": 13,
    "listrik": 11,
    "kemacetan": 5,
    "lampu-pju": 4,
    "jalan-rusak": 4,
}

# What goes wrong in one neighbourhood at a time.
RISES = ("lampu-pju", "sampah", "drainase", "jalan-rusak")
_RISEN = 11
_RISES_FOR = timedelta(days=5)
_NOT_JUST_NOW = timedelta(hours=2)

_OBJECTS = 0.05
_AGREES = 0.40
_COMPLETES = 0.65


class LivingCity:
    """A city that acts by itself. Pure: no clock, no network, no store.

    Instants are the city's own time (UTC); whoever drives it may let that time run faster.
    """

    def __init__(self, city: City, phrases: Phrases, seed: int) -> None:
        self.city = city
        self.seed = seed
        self.staff: Staff = staff_for(city, phrases, seed)
        self._spots = Spots(city, phrases.places)
        self._citizens = Citizens(city, phrases, self._spots)
        self._phrases = phrases
        said = dict(phrases.room)
        self._room = Room(city, self.staff, said, seed)
        self._agencies = Agencies(city, self.staff, said, seed)

    def arrivals(
        self, start: datetime, per_day: float = PER_DAY, stream: str = ""
    ) -> Iterator[Arrival]:
        """Reports after `start` in order of time, for ever; another `stream` brings others."""
        rng = Random(f"{self.seed} arrivals {start.isoformat()} {per_day} {stream}")
        waiting: list[tuple[datetime, int, Arrival]] = []
        own = moments(rng, start, per_day * _OWN_SHARE, self.city.calendar.zone)
        for count, at in enumerate(own):
            while waiting and waiting[0][0] <= at:
                yield heapq.heappop(waiting)[2]
            first = self._citizens.write(
                rng, at, self._citizens.kind(rng), self._spots.anywhere(rng)
            )
            yield first
            for other in self._echoes(rng, first):
                heapq.heappush(waiting, (other.at, count, other))

    def rain(self, start: datetime) -> list[Arrival]:
        """The reports of one hour of rain, in order of time."""
        rng = Random(f"{self.seed} rain {start.isoformat()}")
        kinds = [kind for kind in self._phrases.kinds if kind.category in RAIN]
        kinds = kinds or [kind for kind in self._phrases.kinds if kind.category]
        weights = [RAIN.get(kind.category or "", 1.0) for kind in kinds]
        spots = [self._spots.low(rng) for _ in range(36)]
        written = []
        for at in rain_moments(rng, start):
            kind = rng.choices(kinds, weights)[0]
            spot = self._spots.near(rng.choice(spots), rng)
            if rng.random() < 0.15:
                spot = self._spots.anywhere(rng)
            written.append(self._citizens.write(rng, at, kind, spot))
        return written

    def report(self, rng: Random, at: datetime, category: str | None = None) -> Arrival:
        """One report at `at`, of a category or of any."""
        kinds = [kind for kind in self._phrases.kinds if kind.category == category]
        kind = rng.choice(kinds) if category and kinds else self._citizens.kind(rng)
        return self._citizens.write(rng, at, kind, self._spots.anywhere(rng))

    def rise(self, now: datetime) -> Iterator[Arrival]:
        """What one kelurahan has reported more and more of in the last days, up to `now`."""
        rng = Random(f"{self.seed} rise")
        corner = self._spots.anywhere(rng)
        kinds = [kind for kind in self._phrases.kinds if kind.category in RISES]
        kind = rng.choice(kinds) if kinds else self._citizens.kind(rng)
        for _ in range(_RISEN):
            at = now - rng.random() ** 2 * _RISES_FOR - _NOT_JUST_NOW
            spot = self._spots.within(corner.area, rng)
            said = self._citizens.write(rng, at, kind, spot)
            place = Place(spot.where, spot.lat, spot.lng, spot.area.code)
            yield replace(said, category=kind.category, place=place)

    def next_step(self, case: Case, twin: Twin) -> Step | None:
        """What happens next to a case as it stands; None when only a human moves it on.

        The answer depends on the case alone (and on `twin`, see Room), so it may be asked again.
        """
        if case.state is State.RECEIVED:
            return self._room.triage(case, twin)
        if case.state is State.AWAITING_VALIDATION:
            return self._room.judge(case)
        if case.state in IN_WORK:
            return self._agencies.next(case)
        if case.state is State.RETURNED:
            return self._completed(case)
        if case.state is State.RESOLVED:
            return self._judged_by_reporter(case)
        return None

    def _echoes(self, rng: Random, first: Arrival) -> list[Arrival]:
        category = self.city.categories.get(first.kind.category or "")
        hidden = category is None or category.secret or first.place.lat is None
        if hidden or rng.random() >= _SEEN_BY_OTHERS:
            return []
        return [
            self._citizens.write(
                rng,
                first.at + timedelta(minutes=rng.uniform(3, 110)),
                _seen_too(first),
                self._spots.near(first.spot, rng),
            )
            for _ in range(rng.choice(_OTHERS))
        ]

    def _completed(self, case: Case) -> Step:
        rng = dice(self.seed, case, "reporter")
        if rng.random() >= _COMPLETES:
            return self._room.give_up(case)
        at = between(rng, since(case), 1, 16)
        area = self.city.areas.get(case.place.area or "")
        spot = self._spots.within(area, rng) if area else self._spots.anywhere(rng)
        words = self._citizens.words_for(rng, spot, at)
        text = rng.choice(self._phrases.room["complete"]).format_map(words)
        place = Place(spot.where, spot.lat, spot.lng, spot.area.code)
        return Step(at, case.reports[0].channel, verb.Complete(text, place))

    def _judged_by_reporter(self, case: Case) -> Step | None:
        rng = dice(self.seed, case, "reporter")
        drawn, channel = rng.random(), case.reports[0].channel
        if drawn < _OBJECTS and case.tasks and not case.reopened:
            text = rng.choice(self._phrases.room["object"])
            return Step(between(rng, since(case), 2, 20), channel, verb.Object(text))
        if drawn < _OBJECTS + _AGREES:
            text = rng.choice(self._phrases.room["agree"])
            return Step(between(rng, since(case), 4, 48), channel, verb.Close(text))
        return None


def _seen_too(first: Arrival) -> Kind:
    """The same trouble in somebody else's words; whoever stands there says where."""
    return replace(first.kind, texts=(first.sentence,), vague=())
