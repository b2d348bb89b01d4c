"""What people write, as data: kinds of reports, ways of speaking, answers, names, streets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources
from db.domain.city import Category, City

SPAM = "spam"
"""The kind that is no report at all."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Texts about one category, or spam (`category` None). `weight` is its share of a day.

    `vague` are reports without a place. `plain` texts were made from the pack's own example words
    and are not dressed up.
    """

    category: str | None
    report_class: str
    weight: float
    texts: tuple[str, ...]
    vague: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that is said in one city. Tables are as in the files of resources/demo."""

    kinds: tuple[Kind, ...]
    voice: Mapping[str, Any]
    room: Mapping[str, Any]
    people: Mapping[str, Any]
    places: Mapping[str, Any]


def phrases_for(city: City) -> Phrases:
    """What is said in a city; a pack we have no texts for speaks with its example words."""
    folder = resources.path("demo")
    texts: dict[str, Any] = {}
    for file in sorted((folder / "reports").glob("*.toml")):
        texts |= _table(file)
    places = folder / "places" / f"{city.id}.toml"
    return Phrases(
        _kinds(city, texts),
        _table(folder / "voice.toml"),
        _table(folder / "room.toml"),
        _table(folder / "people.toml"),
        _table(places) if places.exists() else {},
    )


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _kinds(city: City, texts: Mapping[str, Any]) -> tuple[Kind, ...]:
    """A kind for each table that fits the city, and for each category that has no table."""
    kinds = []
    for key, table in texts.items():
        category, _, other_class = key.partition("/")
        known = city.categories.get(category)
        if known is None and key != SPAM:
            continue
        report_class = other_class or (known.report_class if known else _complaint(city))
        if report_class in city.classes:
            kinds.append(
                Kind(
                    category if known else None,
                    report_class,
                    float(table["weight"]),
                    tuple(table["texts"]),
                    tuple(table.get("vague", ())),
                )
            )
    told = {kind.category for kind in kinds}
    if not any(told):
        kinds = []  # nothing fits: this city speaks another language than our spam does
    return (*kinds, *(_of_words(c) for c in city.categories.values() if c.id not in told))


def _complaint(city: City) -> str:
    return "complaint" if "complaint" in city.classes else next(iter(city.classes))


def _of_words(category: Category) -> Kind:
    words = category.words or (category.name,)
    texts = tuple(f"{word[:1].upper()}{word[1:]}, {{kel}}" for word in words)
    return Kind(category.id, category.report_class, 1.0, texts, plain=True)
