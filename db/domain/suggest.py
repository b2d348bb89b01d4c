"""Which agency a case probably belongs to, and why: from category, words and earlier decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from db.domain.case import Case
from db.domain.city import Category, City
from db.domain.routing import (
    BOTH,
    CATEGORY,
    Evidence,
    Learned,
    clues,
    doubts,
    evidence_for,
    rank,
    sent_back,
)

OFFERED = 5
"""Agencies that are suggested at most."""

# What the city pack says counts like this many cases of the city's own, so that it leads where
# little was decided yet and gives way where the city does otherwise.
_CATEGORY_SAYS = 8.0
_WORDS_SAY = 4.0
_ENOUGH = 20
"""Decided cases of a category from which on what was learned may put another agency before those of
the pack. An agency that has had few cases loses by each common word that none of them held: with 50
cases decided, the pack was passed over for half of the demo's reports, of which it knows 19 in 20.
"""
# The part of similar cases from which on they alone make an agency worth a line: more of those that
# have but a word, an area or a channel in common.
_WORTH = {CATEGORY: 0.1, BOTH: 0.1}
_WORTH_ELSE = 0.3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency to offer, the category it comes with and where the idea comes from.

    `source` is `category` (the case has it), `words` (`word` was found in the text), `supporting`
    (the category names it as second) or `learned` (only earlier cases speak for it; `category` may
    be ""). `evidence` is what earlier cases say for it, whatever the source.
    """

    opd: str
    category: str
    source: str
    word: str = ""
    evidence: Evidence | None = None


def suggest(case: Case, city: City, learned: Learned | None = None) -> tuple[Suggestion, ...]:
    """Agencies to offer first, best first; empty when nothing speaks for any. Never a decision.

    Whoever sent this case back, or is likelier to send one like it back than to keep it, is left
    out.
    """
    packed: dict[str, Suggestion] = {}
    for suggestion in _of_pack(case, city):
        packed.setdefault(suggestion.opd, suggestion)
    weight = _CATEGORY_SAYS if case.category in city.categories else _WORDS_SAY
    said = {opd: weight / (n + 1) for n, opd in enumerate(packed)}
    known = clues(case, city)
    learned = learned or Learned()
    ranked = rank(known, learned, said, unwanted(case, city, learned))
    category = case.category or guess_category(case.text, city) or ""
    alike = learned.clues.get(f"{CATEGORY}:{category}")
    if alike is None or alike.cases < _ENOUGH:
        ranked = (*filter(ranked.__contains__, packed), *(o for o in ranked if o not in packed))
    offered = [
        replace(
            packed.get(opd) or Suggestion(opd, category, "learned"),
            evidence=evidence_for(known, learned, opd),
        )
        for opd in ranked
        if opd in city.agencies
    ]
    return tuple([one for one in offered if one.opd in packed or _worth(one.evidence)][:OFFERED])


def _worth(evidence: Evidence | None) -> bool:
    if evidence is None:
        return False
    least = _WORTH.get(evidence.clue.partition(":")[0], _WORTH_ELSE)
    return evidence.cases >= least * evidence.of


def unwanted(case: Case, city: City, learned: Learned) -> dict[str, Evidence | None]:
    """Agencies not to suggest: those that sent this case back (None) or cases like it."""
    return doubts(clues(case, city), learned) | dict.fromkeys(sorted(sent_back(case)))


def _of_pack(case: Case, city: City) -> tuple[Suggestion, ...]:
    """What category and words say without any experience."""
    given = city.categories.get(case.category or "")
    if given is not None:
        return _of_category(given, "category", "")
    return tuple(
        suggestion
        for category, word in _by_words(case.text, city)
        for suggestion in _of_category(category, "words", word)
    )


def guess_category(text: str, city: City) -> str | None:
    """The category whose example words the text holds most of, or None."""
    ranked = _by_words(text, city)
    return ranked[0][0].id if ranked else None


def named_categories(text: str, city: City) -> tuple[str, ...]:
    """Every category whose example words stand in the text, best first."""
    return tuple(category.id for category, _ in _by_words(text, city))


def _of_category(category: Category, source: str, word: str) -> tuple[Suggestion, ...]:
    main = category.agency
    first = () if main is None else (Suggestion(main, category.id, source, word),)
    more = tuple(Suggestion(opd, category.id, "supporting", word) for opd in category.supporting)
    return first + more


def _by_words(text: str, city: City) -> list[tuple[Category, str]]:
    """Categories whose words stand in the text, with the longest such word, best first."""
    plain = " ".join(re.findall(r"\w+", text.lower()))
    scored = []
    for category in city.categories.values():
        hits = [w for w in category.words if re.search(rf"\b{re.escape(w.lower())}", plain)]
        if hits:
            # Longer words say more: "lampu merah" beats "lampu".
            scored.append((sum(map(len, hits)), category, max(hits, key=len)))
    scored.sort(key=lambda row: -row[0])
    return [(category, word) for _, category, word in scored]
