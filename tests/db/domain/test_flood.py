"""Flood mode's law: when it begins, what is one problem, and that unfolding gives back all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.brief import Brief, brief
from db.domain.case import Case, Place
from db.domain.flood import (
    LIMITS,
    Masters,
    alike,
    blocks,
    category_of,
    in_danger,
    is_stop,
    leads,
    merged_in,
    since_when,
    stop_id,
    untouched,
    was_folded,
)
from db.domain.states import State
from tests.db.domain.small_city import (
    BUDI,
    CITY,
    FORWARD,
    MINUTE,
    NOW,
    SARI,
    SYSTEM,
    Book,
    refusal,
)

HERE = Place("Gg. Kenanga RT 03 RW 04", -6.17, 106.63)
NORTH = 1 / 111_195
WORDY = replace(
    CITY,
    categories={
        **CITY.categories,
        "jalan": replace(CITY.categories["jalan"], words=("berlubang",)),
        "sampah": replace(CITY.categories["sampah"], words=("sampah", "bau")),
    },
)


@pytest.mark.parametrize(
    ("before", "arrivals", "officers", "on"),
    [
        (None, 10, 1, False),
        (None, 11, 1, True),
        (None, 11, 0, True),  # nobody is there: as if one were
        (None, 30, 3, False),
        (None, 31, 3, True),
        (NOW, 5, 1, True),
        (NOW, 4, 1, False),
        (NOW, 15, 3, True),
        (NOW, 14, 3, False),
        (NOW, 90, 3, True),
    ],
)
def test_a_flood_begins_above_ten_an_officer_and_ends_below_five(
    before: datetime | None, arrivals: int, officers: int, on: bool
) -> None:
    at = NOW + MINUTE
    since = since_when(before, at, arrivals, officers)
    assert since == ((before or at) if on else None)


def moved(metres: float, text: str = HERE.text) -> Place:
    return replace(HERE, text=text, lat=-6.17 + metres * NORTH)


def pair(text: str = "Jalan berlubang", **more: Any) -> tuple[Case, Case]:
    """A report and an older one of a hole here."""
    book = Book()
    book.received("master", category="jalan", place=HERE)
    book.pass_time(MINUTE)
    given: dict[str, Any] = {"category": "jalan", "place": moved(60), **more}
    return book.received("a", text, **given), book["master"]


@pytest.mark.parametrize(
    ("same", "text", "more"),
    [
        (True, "Jalan berlubang", {}),
        (True, "Jalan berlubang", {"category": None}),
        (True, "berlubang di rt 3/4", {"place": moved(60, "")}),
        (True, "berlubang di RT003", {"place": moved(60, "")}),
        (True, "berlubang", {"place": moved(129)}),
        (False, "berlubang", {"place": moved(131)}),
        (False, "berlubang", {"place": moved(5, "")}),  # two points alone say nothing
        (False, "berlubang", {"place": moved(5, "Gg. Kenanga RT 05 RW 04")}),
        (False, "berlubang", {"place": moved(5, "Gg. Kenanga RT 03 RW 05")}),
        (False, "berlubang", {"place": Place(HERE.text)}),
        (False, "berlubang", {"category": "sampah"}),
        (False, "berlubang dan bau", {"category": None}),  # either of two: nothing is guessed
        (False, "Tolong min", {"category": None}),
        (False, "berlubang", {"priority": "emergency"}),
        (False, "berlubang", {"secret": True}),
        (False, "berlubang", {"category": "kebakaran"}),
    ],
)
def test_one_kind_in_one_place_is_one_problem(same: bool, text: str, more: dict[str, Any]) -> None:
    case, master = pair(text, **more)
    assert alike(case, master, WORDY) is same


def test_what_is_hours_apart_is_not_one_problem() -> None:
    case, master = pair()
    late = replace(case, first_at=master.first_at + LIMITS.within)
    assert alike(late, master, WORDY)
    assert not alike(replace(late, first_at=late.first_at + MINUTE), master, WORDY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("di RT 03 RW 04", {(3, 4)}),
        ("rt.003/rw.012, dekat pos", {(3, 12)}),
        ("RT 3/4 dan rt 5", {(3, 4), (5, None)}),
        ("RT05", {(5, None)}),
        ("RT 03, 2 rumah", {(3, None)}),
        ("start 5 art 6", set()),
    ],
)
def test_a_neighbourhood_is_read_however_it_is_written(
    text: str, found: set[tuple[int, int | None]]
) -> None:
    case, _ = pair(text, place=moved(0, ""))
    assert blocks(case) == found


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Ada lansia dan bayi, mohon perahu karet", True),
        ("Kami TERJEBAK  banjir", True),
        ("Warga takut kesetrum", True),
        ("Jangan tunggu ada korban", False),
        ("Dahan patah, tidak ada korban", False),
        ("Air semata kaki", False),
    ],
)
def test_people_in_danger_are_read_by_a_person(text: str, danger: bool) -> None:
    assert in_danger(text) is danger
    case, master = pair(text)
    assert untouched(case) is not danger
    assert leads(master, WORDY)


class TestTheLaw:
    """What the server itself may do, and people may do otherwise."""

    @staticmethod
    def book(**more: Any) -> Book:
        book = Book()
        book.received("master", category="jalan", place=HERE)
        given: dict[str, Any] = {"category": "jalan", "place": moved(60), **more}
        book.received("a", **given)
        return book

    def test_the_server_folds_what_is_alike_and_an_officer_parts_it(self) -> None:
        book = self.book()
        before = book["a"]
        book.do("a", verb.Merge("master"), SYSTEM)
        assert was_folded(book["a"])
        assert merged_in(book["master"]) == ("a",)
        assert len(book["master"].reports) == 2
        book.do("a", verb.Unmerge())
        assert brief(book["a"])._replace(seq=0) == brief(before)._replace(seq=0)
        assert not was_folded(book["a"])
        # Whoever parted them has decided.
        assert refusal(book, verb.Merge("master"), SYSTEM) == "not_alike"

    def test_it_folds_into_a_case_that_is_with_its_agency(self) -> None:
        book = self.book()
        book.do("master", replace(FORWARD, place=HERE))
        book.do("a", verb.Merge("master"), SYSTEM)
        assert was_folded(book["a"])
        assert book["master"].state is State.FORWARDED

    @pytest.mark.parametrize(
        "more",
        [
            {"place": moved(500)},
            {"category": "sampah"},
            {"priority": "emergency"},
            {"text": "Ada bayi terjebak"},
            {"category": None},
        ],
    )
    def test_the_server_may_not_fold_what_is_not_plain_but_an_officer_may(
        self, more: dict[str, Any]
    ) -> None:
        book = self.book(**more)
        assert refusal(book, verb.Merge("master"), SYSTEM) == "not_alike"
        book.do("a", verb.Merge("master"), SARI)
        assert not was_folded(book["a"])

    @pytest.mark.parametrize(
        "act",
        [
            verb.Note("sudah ditelepon"),
            verb.Acknowledge(),
            verb.Edit("priority", "normal", "urgent"),
            verb.Attach(("photo-1",)),
            replace(FORWARD, place=HERE),
        ],
    )
    def test_a_case_that_somebody_acted_on_is_theirs(self, act: verb.Verb) -> None:
        book = self.book()
        book.do("a", act, BUDI)
        assert refusal(book, verb.Merge("master"), SYSTEM) == "not_alike"

    def test_a_case_with_others_in_it_stays_where_it_is(self) -> None:
        book = self.book()
        book.received("b", category="jalan", place=moved(30))
        book.do("b", verb.Merge("a"), SYSTEM)
        assert refusal(book, verb.Merge("master"), SYSTEM) == "not_alike"


PLACES = st.builds(
    lambda metres, block: moved(metres, block),
    st.integers(0, 400),
    st.sampled_from(["", "RT 03 RW 04", "RT 05 RW 04", "Jl. Merdeka 5"]),
)
REPORTS = st.tuples(
    st.sampled_from(["Jalan berlubang", "Sampah bau", "berlubang dan bau", "Ada bayi terjebak"]),
    st.sampled_from(["jalan", "jalan", "sampah", None, "anak"]),
    PLACES,
    st.sampled_from(["", "", "", "emergency"]),
)


def board(book: Book) -> list[Brief]:
    """The rows of the board, but for the number of the last change and its time."""
    rows = [brief(case)._replace(seq=0, changed_at=0) for case in book.cases.values()]
    return sorted(rows)


@given(st.lists(REPORTS, min_size=2, max_size=25), st.randoms(use_true_random=False))
def test_what_was_folded_and_unfolded_is_the_very_same_board(
    reports: list[tuple[str, str | None, Place, str]], chance: object
) -> None:
    book, masters = Book(), Masters(CITY)
    for number, (text, category, place, priority) in enumerate(reports):
        book.pass_time(timedelta(seconds=20))
        book.received(f"c{number}", text, category=category, place=place, priority=priority)
    before, whole = board(book), dict(book.cases)
    for id in list(book.cases):
        case = book[id]
        master = masters.of(case) if untouched(case) else None
        if master is None:
            masters.put(case)
            continue
        book.do(id, verb.Merge(master.id), SYSTEM)
        masters.put(book[master.id])
        assert category_of(case, CITY) == category_of(master, CITY)
    folded = [id for id, case in book.cases.items() if was_folded(case)]
    held = {id for case in book.cases.values() for id in merged_in(case)}
    assert held == set(folded)
    assert sum(case.report_count for case in book.cases.values()) == len(reports)
    assert not any(was_folded(book[book[id].master or ""]) for id in folded)
    chance.shuffle(folded)  # type: ignore[attr-defined]
    for id in folded:
        book.do(id, verb.Unmerge(), SARI)
    assert board(book) == before
    for id, case in whole.items():
        assert {one.id for one in book[id].reports} == {one.id for one in case.reports}


def test_two_supervisors_write_the_same_line() -> None:
    assert stop_id(NOW) == stop_id(NOW)
    assert stop_id(NOW) != stop_id(NOW + MINUTE)
    assert stop_id(NOW.astimezone(timezone(timedelta(hours=7)))) == stop_id(NOW)
    assert is_stop(stop_id(NOW))
