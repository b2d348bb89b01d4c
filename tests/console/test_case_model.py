"""The live list against a naive one, watched by Qt's own model tester."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from console.case_model import ONE_BY_ONE, Belongs, CaseBook, Listing, Wanted
from console.lane_filter import LaneFilter
from db.domain.brief import Brief
from db.domain.states import Lane, State, lane
from tests.plugins.seats import Loop
from widgets.roles import CARD, LEFT, PENDING, Card

IDS = [f"case {n}" for n in range(40)]
CATEGORIES = ["", "sampah", "banjir"]
OPDS = ["", "dlh", "dpupr", "dlh,dpupr"]

briefs = st.builds(
    lambda id, state, due, category, opds, title: Brief(
        id=id, number=f"N{id[5:]}", seq=1, state=state.value, lane=lane(state).value, due=due,
        warn=0, rule="room", title=title, category=category, area="", channel="laksa", opds=opds,
        report_class="complaint", priority="normal", secret=False, placed=True, reopened=False,
        reports=2, media=0, first_at=1000 + due, changed_at=2000,
    ),
    st.sampled_from(IDS), st.sampled_from(State), st.integers(0, 6), st.sampled_from(CATEGORIES),
    st.sampled_from(OPDS), st.sampled_from(["a", "b", "c"]),
)  # fmt: skip

wanted = st.builds(
    Wanted,
    categories=st.sets(st.sampled_from(["sampah", "banjir", "pohon"]), max_size=2).map(tuple),
    opds=st.sets(st.sampled_from(["dlh", "dpupr"]), max_size=1).map(tuple),
    states=st.sets(st.sampled_from([s.value for s in State]), max_size=5).map(tuple),
    cases=st.none() | st.frozensets(st.sampled_from(IDS), max_size=20),
    due_before=st.sampled_from([0, 0, 4]),
)


@dataclass(frozen=True)
class Put:
    rows: list[Brief]
    gone: list[str]


@dataclass(frozen=True)
class Load:
    rows: list[Brief]


@dataclass(frozen=True)
class Narrow:
    wanted: Wanted


@dataclass(frozen=True)
class Order:
    column: str
    reverse: bool


@dataclass(frozen=True)
class Belong:
    belongs: Belongs


@dataclass(frozen=True)
class Keep:
    case: str


def unique(rows: list[Brief]) -> list[Brief]:
    return list({row.id: row for row in rows}.values())


steps = st.one_of(
    st.builds(Put, st.lists(briefs, max_size=4), st.lists(st.sampled_from(IDS), max_size=3)),
    st.builds(
        Put, st.lists(briefs, min_size=25, max_size=40), st.lists(st.sampled_from(IDS), max_size=9)
    ),
    st.builds(Load, st.lists(briefs, max_size=40).map(unique)),
    st.builds(Keep, st.sampled_from(["", *IDS])),
    st.builds(Narrow, st.just(Wanted()) | wanted),
    st.builds(Order, st.sampled_from(["left", "title", "mark", "number"]), st.booleans()),
    st.builds(
        Belong, st.builds(Belongs, st.just("lane"), st.sampled_from([one.value for one in Lane]))
    ),
)

KEYS: dict[str, Callable[[Brief], Any]] = {
    "left": lambda row: row.due or 2**60,
    "title": lambda row: row.title,
    "mark": lambda row: row.state,
    "number": lambda row: row.number,
}


class Naive:
    """What a list must show, worked out from nothing each time."""

    def __init__(self, belongs: Belongs) -> None:
        self.rows: dict[str, Brief] = {}
        self.wanted = Wanted()
        self.belongs, self.key, self.reverse = belongs, "left", False
        self.kept = self.ghost = ""

    def shows(self, case: str) -> bool:
        return any(row.id == case for row in self.shown())

    def put(self, rows: list[Brief], gone: list[str]) -> None:
        was = self.shows(self.kept)
        self.rows |= {row.id: row for row in rows}
        for case in gone:
            self.rows.pop(case, None)
        if self.shows(self.kept):
            self.ghost = ""
        elif was:
            self.ghost = self.kept

    def shown(self) -> list[Brief]:
        return [row for row in self.rows.values() if self._belongs(row) and self._passes(row)]

    def _belongs(self, row: Brief) -> bool:
        held = getattr(row, self.belongs.column) == self.belongs.word
        return held is not self.belongs.but

    def _passes(self, row: Brief) -> bool:
        want = self.wanted
        return (
            (not want.categories or row.category in want.categories)
            and (not want.opds or bool(set(want.opds) & set(row.opds.split(","))))
            and (not want.states or row.state in want.states)
            and (want.cases is None or row.id in want.cases)
            and (not want.due_before or 0 < row.due < want.due_before)
        )


def do(step: object, book: CaseBook, listing: Listing, naive: Naive) -> None:
    match step:
        case Put(rows, gone):
            book.put([(row, 0) for row in rows], gone)
            if len(rows) + len(gone) > ONE_BY_ONE:
                naive.put(rows, gone)
            else:
                for row in rows:
                    naive.put([row], [])
                for case in gone:
                    naive.put([], [case])
        case Keep(case):
            listing.keep(case)
            naive.ghost = naive.ghost if case == naive.kept else ""
            naive.kept = case
        case Load(rows):
            book.load(rows, [0] * len(rows))
            naive.rows, naive.ghost = {row.id: row for row in rows}, ""
        case Narrow(want):
            book.narrow(want)
            naive.wanted, naive.ghost = want, ""
        case Order(column, reverse):
            listing.order_by(book.sort_key(column), reverse=reverse)
            naive.key, naive.reverse, naive.ghost = column, reverse, ""
        case Belong(belongs):
            listing.belong(belongs)
            naive.belongs, naive.ghost = belongs, ""


def check(book: CaseBook, listing: Listing, naive: Naive) -> None:
    ids = [str(listing.id_at(row)) for row in range(listing.rowCount())]
    assert [listing.row_of(id) for id in ids] == list(range(len(ids)))
    cards = [listing.index(row).data(CARD) for row in range(len(ids))]
    assert [card.id for card in cards] == ids
    assert [card.id for card in cards if card.flags & LEFT] == [naive.ghost] * bool(naive.ghost)
    assert listing.ghost == naive.ghost
    ids = [id for id in ids if id != naive.ghost]
    expected = naive.shown()
    assert sorted(ids) == sorted(row.id for row in expected)
    keys = [KEYS[naive.key](naive.rows[id]) for id in ids]
    assert keys == sorted(keys, reverse=naive.reverse)
    counts: dict[str, int] = {}
    for row in expected:
        counts[row.state] = counts.get(row.state, 0) + row.reports
    assert listing.reports() == counts
    assert listing.oldest() == min((row.first_at for row in expected), default=0)
    if naive.key == "left" and not naive.reverse:
        assert listing.breached(4) == sum(0 < row.due < 4 for row in expected)
    sieve = LaneFilter(naive.wanted, book.columns)
    every = book.columns.members(Belongs("state", "", but=True))
    assert [slot for slot in every if sieve.passes(slot)] == list(sieve.of(every))


def card_of(book: CaseBook) -> Callable[[int], Card]:
    def card(slot: int) -> Card:
        columns = book.columns
        return Card(
            columns.ids[slot], columns.numbers[slot], columns.word("state", slot),
            columns.titles[slot], "", "", "", "", "", columns.due(slot), 0, "",
            flags=columns.flags[slot],
        )  # fmt: skip

    return card


@settings(max_examples=120)
@given(st.lists(steps, max_size=14))
def test_a_list_is_always_what_a_naive_one_would_be(qapp: QApplication, made: list[object]) -> None:
    book = CaseBook()
    belongs = Belongs("state", State.MERGED.value, but=True)
    listing = Listing(book, belongs, card_of(book), book)
    tester = QAbstractItemModelTester(
        listing, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    naive = Naive(belongs)
    for step in made:
        do(step, book, listing, naive)
        check(book, listing, naive)
    assert tester.model() is listing


@pytest.fixture
def book(qapp: QApplication) -> CaseBook:
    return CaseBook()


def row(id: str, due: int = 1, **more: Any) -> Brief:
    plain = Brief(
        id, f"N{id}", 1, "received", "room", due, 0, "room", "judul", "sampah", "", "laksa", "",
        "complaint", "normal", False, True, False, 1, 0, 1000, 1000,
    )  # fmt: skip
    return plain._replace(**more)


def room_of(book: CaseBook) -> Listing:
    return Listing(book, Belongs("lane", "room"), card_of(book), book)


def test_a_case_that_alters_keeps_its_card_at_hand(book: CaseBook) -> None:
    listing = room_of(book)
    book.put([(row("a", 3), 0), (row("b", 5), 0)])
    index = listing.index(1)
    assert index.data(CARD).id == "b"
    book.put([(row("b", 1, title="baru"), 0)])
    card = listing.index(0).data(CARD)
    assert (card.id, card.title) == ("b", "baru")


def test_a_word_nobody_had_when_the_filter_was_set_is_filtered_all_the_same(
    book: CaseBook,
) -> None:
    listing = room_of(book)
    book.narrow(Wanted(categories=("banjir",)))
    book.put([(row("a"), 0), (row("b", category="banjir"), 0)])
    assert [listing.id_at(n) for n in range(listing.rowCount())] == ["b"]


def test_a_filter_by_cases_outlives_a_new_snapshot_and_a_reused_place(book: CaseBook) -> None:
    listing = room_of(book)
    book.load([row("a", 1), row("b", 2)], [0, 0])
    book.narrow(Wanted(cases=frozenset({"b"})))
    book.load([row("b", 2), row("a", 1)], [0, 0])
    assert [listing.id_at(n) for n in range(listing.rowCount())] == ["b"]
    book.put([], ["b"])
    book.put([(row("c"), 0)])
    assert listing.rowCount() == 0


def ids_of(listing: Listing) -> list[str | None]:
    return [listing.id_at(n) for n in range(listing.rowCount())]


@pytest.mark.parametrize("others", [0, ONE_BY_ONE])
def test_a_case_somebody_is_at_leaves_a_ghost_where_it_stood(book: CaseBook, others: int) -> None:
    listing = room_of(book)
    book.put([(row(id, due), 0) for due, id in enumerate("abc", 1)])
    listing.keep("b")
    more = [(row(f"more {n}", 9), 0) for n in range(others)]
    book.put([(row("b", 8, lane="opd", state="forwarded"), 0), *more])
    assert ids_of(listing)[:3] == ["a", "b", "c"]
    card = listing.index(1).data(CARD)
    assert (card.state, bool(card.flags & LEFT)) == ("forwarded", True)
    assert sum(listing.reports().values()) == 2 + others  # a ghost is nobody's work
    listing.keep("c")
    assert ids_of(listing)[:2] == ["a", "c"]


@pytest.mark.parametrize("others", [0, ONE_BY_ONE])
def test_what_this_desk_does_itself_leaves_no_ghost(book: CaseBook, others: int) -> None:
    listing = room_of(book)
    book.put([(row("a"), 0), (row("b"), 0)])
    listing.keep("a")
    more = [(row(f"more {n}", 9), 0) for n in range(others)]
    book.put([(row("a", lane="opd", state="forwarded"), PENDING), *more])
    assert listing.ghost == ""
    assert ids_of(listing)[0] == "b"


def test_a_ghost_that_comes_back_is_a_case_again(book: CaseBook) -> None:
    listing = room_of(book)
    book.put([(row("a", 1), 0), (row("b", 2), 0)])
    listing.keep("a")
    book.put([], ["a"])
    assert (listing.ghost, ids_of(listing)) == ("a", ["a", "b"])
    book.put([(row("a", 3), 0)])
    assert (listing.ghost, ids_of(listing)) == ("", ["b", "a"])


def test_cases_most_alike_come_first(book: CaseBook) -> None:
    book.load(
        [
            row("mine", area="karawaci"),
            row("far", category="banjir"),
            row("kind", area="cipondoh"),
            row("both", area="karawaci"),
        ],
        [0] * 4,
    )
    assert [id for id, *_ in book.alike("mine", 3)] == ["both", "kind", "far"]
    assert book.alike("unknown", 3) == []


def test_a_page_that_goes_takes_its_lists_out_of_the_book(book: CaseBook, loop: Loop) -> None:
    page = QObject()
    Listing(book, Belongs("lane", "room"), card_of(book), page)
    page.deleteLater()
    loop.run(asyncio.sleep(0.02))
    book.put([(row("a"), 0)])
    assert book._listings == []


@pytest.mark.parametrize("many", [1, ONE_BY_ONE + 1])
def test_a_deadline_and_its_warning_are_kept(book: CaseBook, many: int) -> None:
    """To the second where it begins to press, and never late."""
    told = {"a": (90_061_001, 61_000), "b": (90_061_001, 90_060_999), "c": (7, 0), "d": (0, 0)}
    rows = [row(id, due, warn=warn) for id, (due, warn) in told.items()]
    book.put([(one, 0) for one in rows] * many)
    slots = {id: book.slot(id) for id in told}
    columns = book.columns
    assert {id: columns.due(slot or 0) for id, slot in slots.items()} == {
        id: due for id, (due, _) in told.items()
    }
    assert [columns.warn(slots[id] or 0) for id in "abcd"] == [60_001, 90_060_001, 0, 0]
