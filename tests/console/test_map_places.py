"""What the map shows by slot, while cases come, go, move and take each other's slots."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from console.case_model import CaseBook, Listing, OnMap
from console.desk import flags_of
from console.pages.cards import Cards
from db.domain.brief import brief
from db.domain.case import Case, Place
from db.domain.city import City
from db.domain.mercator import to_plane
from db.domain.states import State
from tests.console.cases import case_named
from widgets.map_index import NO_CASE
from widgets.map_marks import STATES
from widgets.map_places import Places

SOME = (State.RECEIVED, State.FORWARDED, State.ACCEPTED, State.MERGED)


class Hand:
    """A book that changes at random, and a map's places that follow it."""

    def __init__(self, city: City, seed: int) -> None:
        self._dice = random.Random(seed)
        self.book = CaseBook()
        self._rows = Listing(self.book, OnMap(placed=True), Cards(self.book, city))
        self.places = Places(self.book)
        self.book.came.connect(self.places.come)
        self.cases: dict[str, Case] = {}
        self._named = 0

    def change(self) -> set[str]:
        dice, touched = self._dice, set[str]()
        gone = dice.sample(sorted(self.cases), min(len(self.cases), dice.randrange(4)))
        for case in gone:
            del self.cases[case]
        self.book.put([], gone)
        for _ in range(dice.randrange(6)):
            known = sorted(self.cases)
            name = dice.choice(known) if known and dice.random() < 0.5 else self._new_name()
            at = Place(lat=-6 - dice.random(), lng=106 + dice.random(), area="36.71.01.1005")
            placed = replace(case_named(name), place=at, state=dice.choice(SOME))
            self.cases[name] = placed if dice.random() < 0.8 else case_named(name)
            touched.add(name)
        rows = [brief(self.cases[name]) for name in sorted(touched)]
        self.book.put([(row, flags_of(row)) for row in rows])
        self.places.forget(touched)
        return touched

    def _new_name(self) -> str:
        self._named += 1
        return f"case {self._named}"

    def look(self, watched: set[str]) -> list[str]:
        while asked := self.places.unasked(self._rows.rows, 3):
            self.places.ask(asked)
            found = {case: self._point(case) for case in asked}
            self.places.learn(asked, {case: to_plane(*at) for case, at in found.items() if at})
        return [self.places.case(slot) for slot in self.places.show(self._rows.rows, watched)]

    def _point(self, case: str) -> tuple[float, float] | None:
        place = self.cases[case].place
        return (place.lat, place.lng) if place.lat is not None and place.lng is not None else None

    def wanted(self) -> dict[str, tuple[int, tuple[float, float]]]:
        return {
            case: (STATES.index(held.state.value), to_plane(*at))
            for case, held in self.cases.items()
            if (at := self._point(case)) and held.state is not State.MERGED
        }

    def shown(self) -> dict[str, tuple[int, tuple[float, float]]]:
        places = self.places
        return {
            places.case(int(n)): (int(places.states[n]), (places.x[n], places.y[n]))
            for n in np.flatnonzero(places.states != NO_CASE)
        }


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_every_case_is_shown_where_it_is(city: City, seed: int) -> None:
    hand = Hand(city, seed)
    shown: dict[str, tuple[int, tuple[float, float]]] = {}
    for _ in range(40):
        before = {case: state for case, (state, _) in shown.items()}
        news = hand.look(touched := hand.change())
        shown = hand.shown()
        assert shown == hand.wanted()
        assert len(hand.places) == len(shown)
        changed = {case for case in touched & set(shown) if before.get(case) != shown[case][0]}
        assert sorted(news) == sorted(changed)
        assert all(hand.places.case(hand.places.number(case)) == case for case in shown)
        assert all(hand.places.number(case) < 0 for case in hand.cases if case not in shown)


def test_a_mark_is_of_the_case_it_was_painted_for_though_its_slot_has_been_taken(
    city: City,
) -> None:
    hand = Hand(city, 0)
    at = Place(lat=-6.1, lng=106.6, area="36.71.01.1005")
    hand.cases["a"] = replace(case_named("a"), place=at)
    row = brief(hand.cases["a"])
    hand.book.put([(row, flags_of(row))])
    hand.look(set())
    number = hand.places.number("a")

    hand.cases["b"] = replace(case_named("b"), place=at)
    row = brief(hand.cases["b"])
    hand.book.put([], ["a"])
    hand.book.put([(row, flags_of(row))])

    assert hand.book.slot("b") == number
    assert hand.places.case(number) == "a"
    assert hand.places.number("b") == -1
    assert np.isnan(hand.places.x[number])  # never where another case was
    assert hand.look({"b"}) == ["b"]
    assert hand.places.case(number) == "b"


def test_a_book_filled_anew_is_asked_for_anew(city: City) -> None:
    hand = Hand(city, 1)
    for _ in range(10):
        hand.look(hand.change())
    rows = [brief(case) for case in hand.cases.values()]
    hand.book.load(rows[::-1], [flags_of(row) for row in rows[::-1]])
    hand.look(set())
    assert hand.shown() == hand.wanted() != {}


def test_a_case_that_changes_while_it_is_asked_for_is_asked_for_again(city: City) -> None:
    hand = Hand(city, 2)
    while not hand.wanted():
        hand.change()
    rows = hand._rows.rows
    asked = hand.places.unasked(rows, 10**6)
    hand.places.ask(asked)
    hand.places.forget(asked[:1])
    hand.places.learn(asked, {})
    assert hand.places.unasked(rows, 10**6) == asked[:1]
