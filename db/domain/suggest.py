"""Which agency a report probably belongs to, and why: from its category, else from its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.domain.case import Case
from db.domain.city import Category, City


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency to offer, the category it comes with and where the idea comes from.

    `source` is `category` (the case has it), `words` (`word` was found in the text) or `supporting`
    (the category names it as second).
    """

    opd: str
    category: str
    source: str
    word: str = ""


def suggest(case: Case, city: City) -> tuple[Suggestion, ...]:
    """Agencies to offer first, best first; empty when nothing speaks for any. Never a decision."""
    given = city.categories.get(case.category or "")
    if given is not None:
        return _of_category(given, "category", "")
    found = [
        suggestion
        for category, word in _by_words(case.text, city)
        for suggestion in _of_category(category, "words", word)
    ]
    first_of_each = {suggestion.opd: suggestion for suggestion in reversed(found)}
    return tuple(s for s in found if first_of_each[s.opd] is s)


def guess_category(text: str, city: City) -> str | None:
    """The category whose example words the text holds most of, or None."""
    ranked = _by_words(text, city)
    return ranked[0][0].id if ranked else None


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
