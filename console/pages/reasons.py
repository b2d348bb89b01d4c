"""Why an agency is suggested for a case, or is not, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.pages import words
from db.domain.city import City
from db.domain.routing import AREA, BOTH, CATEGORY, WORD, Evidence
from db.domain.suggest import Suggestion

translate = QCoreApplication.translate


def suggested(suggestion: Suggestion, city: City) -> str:
    """What speaks for it: the city's own decisions, which must not be cut off, then its pack."""
    evidence = suggestion.evidence
    said = _of_pack(suggestion, city)
    if evidence is None:
        return said
    told = translate("reasons", "{cases} dari {of} kasus serupa")
    if evidence.clue != f"{CATEGORY}:{suggestion.category}":
        told = translate("reasons", "{cases} dari {of} kasus serupa ({clue})")
    told = told.format(cases=evidence.cases, of=evidence.of, clue=_clue(evidence.clue, city))
    return f"{told} · {said}" if said else told


def sent_back(evidence: Evidence | None, city: City) -> str:
    """Why it is not suggested; without evidence it sent this very case back."""
    if evidence is None:
        return translate("reasons", "Kasus ini sudah dikembalikan OPD ini")
    told = translate("reasons", "Dikembalikan: {cases} dari {of} kasus serupa ({clue})")
    return told.format(cases=evidence.cases, of=evidence.of, clue=_clue(evidence.clue, city))


def _of_pack(suggestion: Suggestion, city: City) -> str:
    category = city.categories.get(suggestion.category)
    if category is None or suggestion.source == "learned":
        return ""
    facts = {
        "category": words.category_name(category),
        "opd": city.agencies[suggestion.opd].short,
        "word": suggestion.word,
    }
    if suggestion.source == "category":
        return translate("reasons", "kategori {category} → {opd}").format(**facts)
    if suggestion.source == "words":
        return translate("reasons", "kata “{word}” → {category}").format(**facts)
    return translate("reasons", "pendukung untuk {category}").format(**facts)


def _clue(clue: str, city: City) -> str:
    kind, _, value = clue.partition(":")
    if kind == WORD:
        return translate("reasons", "kata “{word}”").format(word=value)
    if kind == CATEGORY:
        return _category(value, city)
    if kind == BOTH:
        category, _, area = value.partition("|")
        told = translate("reasons", "{category} di {area}")
        return told.format(category=_category(category, city), area=_area(area, city))
    if kind == AREA:
        return translate("reasons", "di {area}").format(area=_area(value, city))
    return translate("reasons", "lewat {channel}").format(channel=city.channels.get(value, value))


def _category(id: str, city: City) -> str:
    category = city.categories.get(id)
    return id if category is None else words.category_name(category)


def _area(code: str, city: City) -> str:
    area = city.areas.get(code)
    return code if area is None else area.name
