"""Received reports are red + yellow + green + grey, and distinct problems stand beside them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.counts import Counts, count
from db.domain.states import IN_WORK, PROGRESS, Colour, State, colour, lane, least_advanced
from tests.db.domain.small_city import Book, standing

COLOURS = {
    State.RECEIVED: "red",
    State.FORWARDED: "red",
    State.ACCEPTED: "yellow",
    State.ON_SITE: "yellow",
    State.SCHEDULED: "yellow",
    State.AWAITING_VALIDATION: "yellow",
    State.RESOLVED: "green",
    State.CLOSED: "green",
    State.RETURNED: "grey",
    State.NOT_OURS: "grey",
    State.ARCHIVED: "grey",
}


@pytest.mark.parametrize("state", sorted(set(State) - {State.MERGED}))
def test_each_case_counts_with_the_colour_of_its_state(state: State) -> None:
    assert count([standing(state)["a"]]) == Counts(**{COLOURS[state]: 1}, problems=1)


def test_a_merged_report_counts_where_its_master_stands() -> None:
    book = standing(State.ACCEPTED)
    book.do("master", verb.Merge("a"))
    assert count(book.cases.values()) == Counts(yellow=2, problems=1)
    book.do("master", verb.Unmerge())
    assert count(book.cases.values()) == Counts(red=1, yellow=1, problems=2)


def test_nothing_counts_nothing() -> None:
    assert count([]) == Counts()
    assert Counts().received == 0


def test_a_merged_case_has_no_colour_of_its_own() -> None:
    with pytest.raises(ValueError, match="master"):
        colour(State.MERGED)


def test_every_state_has_a_lane_and_only_work_has_progress() -> None:
    assert all(lane(state) for state in State)
    assert set(PROGRESS) == IN_WORK | {State.RESOLVED}


@given(st.lists(st.sampled_from(PROGRESS), min_size=1).map(tuple))
def test_the_least_advanced_is_one_of_them_and_green_only_when_all_are(
    states: tuple[State, ...],
) -> None:
    least = least_advanced(states)
    assert least in states
    assert (colour(least) is Colour.GREEN) is all(state is State.RESOLVED for state in states)


@given(st.lists(st.sampled_from(sorted(set(State) - {State.MERGED})), max_size=12))
def test_the_colours_add_up_to_all_that_came(states: list[State]) -> None:
    cases = [standing(state)["a"] for state in states]
    counts, seen = count(cases), Counter(COLOURS[state] for state in states)
    assert counts.received == counts.problems == len(states)
    shown = {"red": counts.red, "yellow": counts.yellow, "green": counts.green}
    assert shown | {"grey": counts.grey} == {name: seen[name] for name in Colour}


def test_a_merged_case_among_others_is_no_problem_more() -> None:
    book = Book()
    for id in ("a", "b", "c"):
        book.received(id)
    book.do("a", verb.Merge("b"))
    book.do("b", verb.Merge("c"))
    assert count(book.cases.values()) == Counts(red=3, problems=1)
    assert count([book["a"], book["b"]]) == Counts()
