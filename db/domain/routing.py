"""What the city's own decisions teach: with which agency cases like this one stay, and why.

What is learned is a sum over cases, whatever their order: taking a case's lesson out and putting
its new one in is all there is to keeping it up to date, and an undo needs no word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from math import log, log1p
from typing import NamedTuple

from db.domain.case import Case, Task
from db.domain.city import City
from db.domain.states import State

OFTEN = 3
"""Cases that must share a clue before it is told to anybody."""

MOST = 10_000
"""Clues that are told at most; a desk fetches all of them whenever something was decided."""

WORD, CATEGORY, AREA, CHANNEL, BOTH = "word", "category", "area", "channel", "category+area"
"""Kinds of clues; each is written `kind:value`, BOTH as `category+area:<category>|<area>`."""

_WORDS = 40
_WORD = re.compile(r"[^\W\d_]{3,}")
# Words of one text go together; taken at full weight they would outvote everything else.
_WEIGHT = 0.3
# Cases that have to be kept before an agency's first refusals count for little.
_TRUST = 3
_DOUBTED_BY = (WORD, CATEGORY, BOTH)


class Lesson(NamedTuple):
    """What one case teaches: its clues, the agencies that have it and those that sent it back."""

    clues: tuple[str, ...]
    kept: tuple[str, ...]
    back: tuple[str, ...] = ()


class Evidence(NamedTuple):
    """`cases` of the `of` decided ones that share `clue` stayed with an agency, or came back."""

    clue: str
    cases: int
    of: int


@dataclass(slots=True)
class Tally:
    """How many decided cases share something, and how many each agency kept or sent back."""

    cases: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)

    def count(self, lesson: Lesson, step: int) -> None:
        """Put a lesson in (`step` 1) or take it out (-1); nothing that is zero stays."""
        self.cases += step
        for counts, opds in ((self.kept, lesson.kept), (self.back, lesson.back)):
            for opd in opds:
                counts[opd] = counts.get(opd, 0) + step
                if not counts[opd]:
                    del counts[opd]


@dataclass(slots=True)
class Learned:
    """The sum of all lessons: over all cases, and over those that share each clue."""

    whole: Tally = field(default_factory=Tally)
    clues: dict[str, Tally] = field(default_factory=dict)

    def put(self, lesson: Lesson) -> None:
        """Learn a case."""
        self.whole.count(lesson, 1)
        for clue in lesson.clues:
            self.clues.setdefault(clue, Tally()).count(lesson, 1)

    def drop(self, lesson: Lesson) -> None:
        """Forget a case that was learned with this very lesson."""
        self.whole.count(lesson, -1)
        for clue in lesson.clues:
            tally = self.clues[clue]
            tally.count(lesson, -1)
            if not tally.cases:
                del self.clues[clue]

    def often(self) -> Learned:
        """Without what fewer than OFTEN cases share: such words could tell of one person.

        At most MOST clues, those of most cases.
        """
        told = [clue for clue, tally in self.clues.items() if tally.cases >= OFTEN]
        if len(told) > MOST:
            told = nsmallest(MOST, told, key=lambda clue: (-self.clues[clue].cases, clue))
        return Learned(self.whole, {clue: self.clues[clue] for clue in told})


def clues_of(
    text: str, category: str | None, areas: Sequence[str] = (), channel: str = ""
) -> tuple[str, ...]:
    """What is known of a case at intake, as clues. `areas` from the smallest to the widest."""
    words = dict.fromkeys(_WORD.findall(text.lower()))
    found = [f"{CATEGORY}:{category}"] if category else []
    found += [f"{BOTH}:{category}|{area}" for area in areas if category]
    found += [f"{WORD}:{word}" for word in list(words)[:_WORDS]]
    found += [f"{AREA}:{area}" for area in areas]
    return (*found, f"{CHANNEL}:{channel}") if channel else tuple(found)


def clues(case: Case, city: City) -> tuple[str, ...]:
    """The clues of a case of this city: kelurahan and kecamatan, and how the report came in."""
    area = city.areas.get(case.place.area or "")
    areas = [] if area is None else [code for code in (area.code, area.parent) if code]
    return clues_of(case.text, case.category, areas, case.reports[0].channel)


def lesson_of(case: Case, back: Collection[str], city: City) -> Lesson | None:
    """What a case teaches; `back` are the agencies that sent it back. None: nothing (yet).

    Secret cases teach nothing, or their words would be told to those who may not see them.
    """
    if case.secret or case.state is State.MERGED:
        return None
    kept = tuple(dict.fromkeys(task.opd for task in case.tasks))
    sent_back = tuple(sorted({opd for opd in back if opd not in kept}))
    return Lesson(clues(case, city), kept, sent_back) if kept or sent_back else None


def sent_back(case: Case) -> frozenset[str]:
    """Agencies that sent this very case back, as far as its acts reach."""
    found: set[str] = set()
    after: tuple[Task, ...] = case.tasks
    for act in reversed(case.acts):
        before = act.before.get("tasks", after)
        if act.kind == "bounced":
            left = {task.opd for task in after}
            found |= {t.opd for t in before if t.opd not in left and t.state is not State.RESOLVED}
        after = before
    return frozenset(found)


def rank(
    clues: Sequence[str],
    learned: Learned,
    said: Mapping[str, float],
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """Agencies for a case with these clues, best first; ties in the order of their ids.

    Naive Bayes with damped clues: log P(agency) + weight * sum of log(1 + n / P(agency)), n being
    the cases with the clue that the agency kept. `said` is what was known before anything was
    learned, as that many such cases; `without` are agencies never to be named.
    """
    tallies = _shared(clues, learned)
    chance = _chances(learned, said)
    points: dict[str, float] = {}
    for counts in (said, *(tally.kept for _, tally in tallies)):
        for opd, count in counts.items():
            points[opd] = points.get(opd, 0.0) + log1p(count / chance(opd))
    score = {
        opd: log(chance(opd)) + _WEIGHT * sum_ for opd, sum_ in points.items() if opd not in without
    }
    return tuple(sorted(score, key=lambda opd: (-score[opd], opd)))


def evidence_for(clues: Sequence[str], learned: Learned, opd: str) -> Evidence | None:
    """The clue of which the largest part stayed with the agency; None when no case did."""
    shared = _shared(clues, learned)
    return _strongest([Evidence(c, tally.kept.get(opd, 0), tally.cases) for c, tally in shared])


def _shared(clues: Sequence[str], learned: Learned) -> list[tuple[str, Tally]]:
    """The clues that are known from enough cases; the same on a desk that was told no others."""
    found = [(clue, learned.clues.get(clue)) for clue in clues]
    return [(clue, tally) for clue, tally in found if tally and tally.cases >= OFTEN]


class _Chances:
    """P(agency) before any clue: its share of all cases, one added for each agency."""

    def __init__(self, kept: Mapping[str, int], agencies: int) -> None:
        self._kept, self._all = kept, sum(kept.values()) + agencies

    def __call__(self, opd: str) -> float:
        return (self._kept.get(opd, 0) + 1) / self._all


def _chances(learned: Learned, said: Mapping[str, float]) -> _Chances:
    kept = learned.whole.kept
    return _Chances(kept, len(kept.keys() | said.keys()))


def _strongest(found: Sequence[Evidence]) -> Evidence | None:
    # Two of two say less than twelve of thirteen.
    told = [one for one in found if one.cases]
    return max(told, key=lambda one: one.cases / (one.of + 2), default=None)


def doubts(clues: Sequence[str], learned: Learned) -> dict[str, Evidence | None]:
    """Agencies that are likelier to send a case like this back than to keep it, and the evidence.

    For each agency its own cases in two heaps, kept and sent back, by category and words.
    """
    shared = _shared([c for c in clues if c.partition(":")[0] in _DOUBTED_BY], learned)
    found: dict[str, Evidence | None] = {}
    for opd in sorted(learned.whole.back):
        if _odds_of_return(shared, learned.whole, opd) > 0:
            told = [Evidence(clue, tally.back.get(opd, 0), tally.cases) for clue, tally in shared]
            found[opd] = _strongest(told)
    return found


def _odds_of_return(shared: Sequence[tuple[str, Tally]], whole: Tally, opd: str) -> float:
    """Log odds that the agency sends it back; never above zero for want of anything in common."""
    kept, back = whole.kept.get(opd, 0), whole.back[opd]
    odds = min(-0.1, log((back + 0.5) / (kept + _TRUST)))
    for _, tally in shared:
        stays, returns = tally.kept.get(opd, 0), tally.back.get(opd, 0)
        if stays or returns:
            usual = (stays + returns) / (kept + back)
            among_back = (returns + usual) / (back + 1)
            odds += log(among_back / ((stays + 0.5) / (kept + 1)))
    return odds
