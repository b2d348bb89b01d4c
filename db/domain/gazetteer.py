"""Places of the city by name, found as people type them: beginnings, slips of the finger, words in
any order, with or without what stands around a name. No library and no server.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import NamedTuple, TypeAlias

from db.domain.place_words import Words, fold, words_of


class Kind(StrEnum):
    """What a name is the name of."""

    DISTRICT = "district"
    AREA = "area"
    STREET = "street"
    FACILITY = "facility"


class Named(NamedTuple):
    """Something with a name. `lat`, `lng` (WGS 84) are of the thing itself for a facility, of its
    middle for everything else, None where nobody knows. `area` is a code of the city pack, `within`
    the words of where it lies, `cases` how many tell of it, `group` what kind of facility.
    """

    name: str
    kind: Kind
    lat: float | None = None
    lng: float | None = None
    area: str = ""
    within: str = ""
    cases: int = 0
    group: str = ""


class Match(NamedTuple):
    """A name, and how well it fits what was typed: 1 is as well as can be."""

    named: Named
    score: float


_LEAD_OF = {Kind.AREA: "kelurahan", Kind.DISTRICT: "kecamatan"}
_PRIOR = {Kind.AREA: 0.02, Kind.DISTRICT: 0.015, Kind.FACILITY: 0.01, Kind.STREET: 0.0}
_OF_TYPED, _OF_NAME = 0.75, 0.2
_BESIDE, _LEAD, _A_CASE = 0.03, 0.07, 0.004
_AROUND = 0.7
"""A word that only says where the thing lies counts so much of one that names it."""
_LEAST = 0.6
"""So much of what was typed a name must answer for."""
_UNKNOWN, _GUESSED = 0.3, 0.7
_PARTED = 0.9
_SURE = 0.85
"""A word that is known so well was not written together out of two."""
_SHORTEST = 2
_COMPARED, _MOST_BEGUN, _LOOKED_AT = 40, 60, 60
_COMMON, _MOST_NEW = 500, 1500
_REMEMBERED = 400


class Gazetteer:
    """Made once of some names; a question costs some milliseconds, also of 20,000."""

    def __init__(self, names: Iterable[Named]) -> None:
        self.names = list(names)
        self._own: dict[str, list[int]] = defaultdict(list)
        self._around: dict[str, list[int]] = defaultdict(list)
        self._leads: list[frozenset[str]] = []
        for at, named in enumerate(self.names):
            self._take(at, named)
        self._words = sorted(self._own.keys() | self._around.keys())
        self._grams: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._words):
            for gram in _grams(word):
                self._grams[gram].append(at)
        many = len(self.names) + 1
        self._rare = {word: log(1 + many / (1 + len(self._own[word]))) for word in self._words}
        self._whole = [
            sum(self._rare[word] for word in _named(named)) or 1.0 for named in self.names
        ]
        self._known: dict[str, dict[str, float]] = {}

    def _take(self, at: int, named: Named) -> None:
        own = _named(named)
        together = _joined(own) if named.kind in _LEAD_OF else []
        for word in dict.fromkeys((*own, *together)):
            self._own[word].append(at)
        for word in dict.fromkeys(words_of(named.within).names):
            if word not in own:
                self._around[word].append(at)
        lead = _LEAD_OF.get(named.kind)
        self._leads.append(frozenset({lead}) if lead else words_of(named.name).leads)

    def find(self, text: str, most: int = 6) -> list[Match]:
        """The names that a text may mean, the likeliest first."""
        typed = _leads_with_slips(words_of(text))
        wanted = typed.names or typed.beside
        if sum(map(len, wanted)) < _SHORTEST:
            return []
        slots = self._slots(wanted)
        weights = self._weights(wanted, slots)
        whole = sum(weights)
        worth = []
        for at, hit in self._hits(len(wanted), slots).items():
            many = len(weights)
            ways = zip(weights, hit[:many], hit[many : 2 * many], strict=True)
            got = sum(w * (own if own > beside else beside) for w, own, beside in ways) / whole
            if got >= _LEAST:
                of_name = min(1.0, sum(hit[2 * many :]) / self._whole[at])
                worth.append((_OF_TYPED * got + _OF_NAME * of_name, at))
        found = [
            Match(self.names[at], score + self._besides(at, typed))
            for score, at in nlargest(_LOOKED_AT + most, worth)
        ]
        found.sort(key=lambda one: (-one.score, len(one.named.name), one.named.name))
        return found[:most]

    def _besides(self, at: int, typed: Words) -> float:
        """What speaks for a name beside its own words."""
        named = self.names[at]
        held = max((_held(word, fold(named.name)) for word in typed.beside), default=0.0)
        often = min(5.0, log(1 + named.cases))
        lead = _LEAD * self._lead(typed.leads, at)
        return _PRIOR[named.kind] + _A_CASE * often + _BESIDE * held + lead

    def _lead(self, said: frozenset[str], at: int) -> int:
        """Whether what was said it is fits: 1, or -1 where it was said to be something else."""
        theirs = self._leads[at]
        if not said or not theirs:
            return 0
        return 1 if said & theirs else -1

    # --- which names a text touches ---

    def _slots(self, wanted: tuple[str, ...]) -> list[_Slot]:
        """What each typed word may mean, each two that somebody may have parted, and the two of one
        that somebody wrote as one.
        """
        slots = [_Slot((i,), self._meanings(word)) for i, word in enumerate(wanted)]
        for i, (one, other) in enumerate(pairwise(wanted)):
            slots.append(_Slot((i, i + 1), dict(self._begun(one + other))))
        for i, word in enumerate(wanted):
            if max(slots[i].words.values(), default=0.0) < _SURE:
                slots += [_Slot((i,), {part: _PARTED}) for part in self._halves(word)]
        return slots

    def _halves(self, word: str) -> list[str]:
        for at in range(3, len(word) - 2):
            if word[:at] in self._rare and word[at:] in self._rare:
                return [word[:at], word[at:]]
        return []

    def _weights(self, wanted: tuple[str, ...], slots: list[_Slot]) -> list[float]:
        """A rare word says more; one that is hardly known says little, it may be anything, and so
        may one whose first letters are all there is.
        """
        weights = [_UNKNOWN * log(len(self.names) + 2)] * len(wanted)
        for slot in slots:
            for word, near in slot.words.items():
                for i in slot.typed if near >= _GUESSED else ():
                    if near == 1.0 or len(wanted[i]) > _SHORTEST:
                        weights[i] = max(weights[i], near * self._rare[word])
        return weights

    def _hits(self, many: int, slots: list[_Slot]) -> dict[int, _Hit]:
        """Names that hold a meaning of any typed word, the rarest word first. A word of half the
        city finds none by itself where another has found some: it only speaks for those, and for
        what lies where another says.
        """
        hits, nothing = dict[int, _Hit](), array("d", bytes(24 * many))
        beside = {
            at
            for slot in slots
            for word, near in slot.words.items()
            if near >= _GUESSED
            for at in self._around.get(word, ())
        }
        for slot in sorted(slots, key=self._places):
            new = 0
            for word, near in sorted(slot.words.items(), key=lambda way: -way[1]):
                places = self._own.get(word, [])
                rare = self._rare[word] * near / len(slot.typed)
                closed = new > _MOST_NEW or (len(places) > _COMMON and len(hits) > new)
                for at in places:
                    if closed and at not in hits and at not in beside:
                        continue
                    hit = hits.get(at)
                    if hit is None:
                        new += 1
                        hit = hits[at] = nothing[:]
                    for i in slot.typed:
                        if near > hit[i]:
                            hit[i], hit[2 * many + i] = near, rare
        for slot in slots:
            for word, near in slot.words.items():
                for at in self._around.get(word, ()):
                    hit = hits.get(at)
                    if hit is None:
                        continue
                    for i in slot.typed:
                        hit[many + i] = max(hit[many + i], _AROUND * near)
        return hits

    def _places(self, slot: _Slot) -> int:
        return sum(len(self._own.get(word, ())) for word in slot.words)

    # --- what one typed word may mean ---

    def _meanings(self, typed: str) -> dict[str, float]:
        """Words of names, and how close each is: 1 for the same."""
        found = self._known.get(typed)
        if found is None:
            found = self._close_to(typed)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[typed] = found
        return found

    def _begun(self, typed: str) -> Iterator[tuple[str, float]]:
        """Words that begin so, or are the same."""
        first = bisect_left(self._words, typed)
        for word in self._words[first : first + _MOST_BEGUN]:
            if not word.startswith(typed):
                return
            yield word, 0.8 + 0.2 * len(typed) / len(word)

    def _close_to(self, typed: str) -> dict[str, float]:
        found, long, slips = dict(self._begun(typed)), len(typed), _slips_in(typed)
        if not slips:
            return found
        common: Counter[int] = Counter()
        for gram in _grams(typed):
            common.update(self._grams.get(gram, ()))
        least = max(2, long - 2 * slips - 1)
        alike = [
            (shared / (long + len(self._words[at])), at)
            for at, shared in common.items()
            if shared >= least and len(self._words[at]) >= long - slips
        ]
        for _, at in nlargest(_COMPARED, alike):
            word = self._words[at]
            if word in found:
                continue
            whole, start = slips_between(typed, word, slips)
            if whole <= slips:
                found[word] = 1 - 0.9 * whole / max(long, len(word))
            elif start <= slips:
                found[word] = (1 - 0.9 * start / long) * (0.75 + 0.2 * long / len(word))
        return found


class _Slot(NamedTuple):
    """Which of the typed words, and the words of names they may mean, each with its closeness."""

    typed: tuple[int, ...]
    words: dict[str, float]


_Hit: TypeAlias = "array[float]"
"""Of a name, three numbers for each typed word, those of a kind together: how well the name holds
it, how well what is around it, how much that says. Thousands of them cost the collector nothing.
"""


def slips_between(typed: str, word: str, most: int) -> tuple[int, int]:
    """How many letters are wrong, missing, too many, or two swapped: to the whole word, and to the
    beginning of it that fits best. More than `most` may be told as any number above it.
    """
    last_but_one, last = list[int](), list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        row = [i]
        for j, other in enumerate(word, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            swapped = i > 1 and j > 1 and letter == word[j - 2] and other == typed[i - 2]
            if swapped and last_but_one[j - 2] < least:
                least = last_but_one[j - 2] + 1
            row.append(least)
        if min(row) > most:
            return most + 1, most + 1
        last_but_one, last = last, row
    return last[-1], min(last)


def _held(typed: str, words: Sequence[str]) -> float:
    """Whether one of the words is this, or at least begins so."""
    return max((len(typed) / len(word) for word in words if word.startswith(typed)), default=0.0)


def _leads_with_slips(typed: Words) -> Words:
    """ "Jlan" and "gagn" say what it is, too, where a name follows."""
    first = typed.names[0] if len(typed.names) > 1 else ""
    for lead in ("jalan", "gang", "kelurahan", "kecamatan") if len(first) > _SHORTEST else ():
        if slips_between(first, lead, 1)[0] <= 1:
            return Words(typed.leads | {lead}, typed.names[1:], typed.beside)
    return typed


def _slips_in(typed: str) -> int:
    """How many slips a word of this length may hold and still be known."""
    return (0, 0, 0, 1, 1, 2)[len(typed)] if len(typed) < 6 else 2


def _named(named: Named) -> tuple[str, ...]:
    """The words that name it; what is beside a name stands for it where there is nothing else."""
    words = words_of(named.name)
    return words.names or words.beside or tuple(fold(named.name))


def _joined(words: Sequence[str]) -> list[str]:
    """Each two neighbours as one word: Cibodas Sari is written Cibodasari."""
    return [one + other for one, other in pairwise(words)]


def _grams(word: str) -> set[str]:
    """Its pairs of letters; the first letter counts as one."""
    return {one + other for one, other in pairwise(f"^{word}")}
