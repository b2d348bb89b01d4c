"""How alike two cases are, in parts that can be told: place, time, category, words, pictures.

Nothing here decides that two cases are one; it says which ones an officer should look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import NamedTuple

from db.domain.case import Case, Place
from db.domain.commands import Receive

_METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Measure:
    """What likeness is measured by; `offered` is the score from which a case is offered, `likely`
    that from which the two probably are one.

    Up to `near_m` metres two points are one place (a phone is no better), from `reach_m` on they
    have nothing to do with each other; `within` is the same for the time between two arrivals. A
    case that is still open is compared up to `looked_back` after it came: a hole in the road that
    nobody has filled is reported again, though its age speaks for nothing any more.
    Without two points the same area counts `area` of a place, and names that both give it (a
    street, a market) up to `names`. `place`, `time`, `category` and `words` weigh their parts and
    sum to 1; `few_words`: fewer in common than these count for less.
    """

    near_m: float = 30.0
    reach_m: float = 250.0
    within: timedelta = timedelta(days=30)
    looked_back: timedelta = timedelta(days=90)
    place: float = 0.4
    time: float = 0.15
    category: float = 0.25
    words: float = 0.2
    area: float = 0.4
    names: float = 0.5
    few_words: int = 4
    offered: float = 0.65
    likely: float = 0.85
    at_most: int = 5


MEASURE = Measure()
"""Set by hand; `bench/duplicates.py` prints what they find on real cases, at every threshold."""

_DULL = frozenset(
    {"yang", "dengan", "sudah", "belum", "untuk", "dari", "pada", "tidak", "atau", "akan", "kami"}
    | {"saya", "mohon", "tolong", "segera", "agar", "juga", "karena", "dalam", "lagi", "masih"}
    | {"bisa", "depan", "dekat", "jalan", "kota"}
)

_ANYWHERE = frozenset(
    {"pasar", "sekolah", "masjid", "rumah", "kantor", "taman", "toko", "warung", "gang", "blok"}
    | {"pertigaan", "perempatan", "simpang", "lampu", "merah", "samping", "belakang", "seberang"}
    | {"sebelah", "sekitar", "arah", "pinggir", "tengah", "ujung", "raya", "jembatan", "perumahan"}
)
"""What many places are called, and where beside them it is."""


class Traits(NamedTuple):
    """What of a case is compared. `at` is its arrival; `words` and `pictures` are sets."""

    at: datetime
    place: Place
    category: str | None
    words: frozenset[str]
    pictures: frozenset[str]


class Likeness(NamedTuple):
    """`place` to `pictures` are 0 to 1 (`pictures` 0 or 1), `score` is what they make together.

    `metres` is None without two points; `by_name` says that the place has a name of its own in both
    then. `older` is how long before it the other one came, and
    negative when that came later. `common` are the words in both, the longest first.
    """

    score: float
    place: float
    time: float
    category: float
    words: float
    pictures: float
    metres: float | None
    by_name: bool
    older: timedelta
    common: tuple[str, ...]


class Similar(NamedTuple):
    """Another case and how alike it is."""

    case: Case
    likeness: Likeness


def traits(case: Case) -> Traits:
    """What of a case is compared: all its reports count, whatever case they came with."""
    texts = (case.place.text, *(report.text for report in case.reports))
    pictures = frozenset(case.media).union(*(report.media for report in case.reports))
    return Traits(case.first_at, case.place, case.category, words_in(*texts), pictures)


def traits_of_report(act: Receive, now: datetime) -> Traits:
    """The same of a report that has opened no case yet."""
    words = words_in(act.place.text, act.text)
    return Traits(act.at or now, act.place, act.category, words, frozenset(act.media))


def words_in(*texts: str) -> frozenset[str]:
    """The words that say something: four letters or more and not in everybody's mouth, numbers."""
    found = (word for text in texts for word in re.findall(r"\w+", text.lower()))
    return frozenset(w for w in found if (len(w) > 3 and w not in _DULL) or w.isdigit())


def names_in(place: Place) -> frozenset[str]:
    """The words that name this place and few others; without house numbers."""
    return frozenset(w for w in words_in(place.text) - _ANYWHERE if not w.isdigit())


def alike(
    case: str, own: Traits, others: Iterable[Case], measure: Measure = MEASURE
) -> tuple[Similar, ...]:
    """Those of the others that are worth a look, the likest first, and the older of two alike.

    `case` is the id of the case itself, "" when it has none yet.
    """
    found = [
        Similar(other, likeness(own, traits(other), measure))
        for other in others
        if other.id != case
    ]
    worth = [one for one in found if one.likeness.score >= measure.offered]
    worth.sort(key=lambda one: (-one.likeness.score, one.case.first_at, one.case.id))
    return tuple(worth[: measure.at_most])


def likeness(one: Traits, other: Traits, measure: Measure = MEASURE) -> Likeness:
    """How alike two cases are. The very same picture outweighs everything else."""
    metres = distance(one.place, other.place)
    older, common = one.at - other.at, one.words & other.words
    parts = {
        "place": _place(one.place, other.place, metres, measure),
        "time": max(0.0, 1 - abs(older) / measure.within),
        "category": _category(one.category, other.category),
        "words": _words(one.words, other.words, len(common), measure),
    }
    pictures = float(bool(one.pictures & other.pictures))
    sum_of_parts = sum(getattr(measure, name) * part for name, part in parts.items())
    return Likeness(
        score=max(sum_of_parts, pictures),
        **parts,
        pictures=pictures,
        metres=metres,
        by_name=metres is None
        and parts["place"] > measure.area * _same_area(one.place, other.place),
        older=older,
        common=tuple(sorted(common, key=lambda word: (-len(word), word))),
    )


def distance(one: Place, other: Place) -> float | None:
    """Metres between two points of one city; None where either is missing."""
    if one.lat is None or one.lng is None or other.lat is None or other.lng is None:
        return None
    east = (one.lng - other.lng) * cos(radians((one.lat + other.lat) / 2))
    return hypot(one.lat - other.lat, east) * _METRES_A_DEGREE


def _place(one: Place, other: Place, metres: float | None, measure: Measure) -> float:
    if metres is None:
        return _named(one, other, measure)
    beyond = max(0.0, metres - measure.near_m) / (measure.reach_m - measure.near_m)
    return max(0.0, 1 - beyond)


def _named(one: Place, other: Place, measure: Measure) -> float:
    """Two areas that are known and differ are two places, though a street runs through both."""
    if one.area and other.area and one.area != other.area:
        return 0.0
    mine, others = names_in(one), names_in(other)
    shared = len(mine & others) / max(min(len(mine), len(others)), 1)
    return measure.area * _same_area(one, other) + measure.names * shared


def _same_area(one: Place, other: Place) -> bool:
    return one.area is not None and one.area == other.area


def _category(one: str | None, other: str | None) -> float:
    """Half where nobody has said yet what it is."""
    return 0.5 if one is None or other is None else float(one == other)


def _words(one: frozenset[str], other: frozenset[str], common: int, measure: Measure) -> float:
    """How much of the shorter text is in the longer one."""
    return common / max(min(len(one), len(other)), measure.few_words)
