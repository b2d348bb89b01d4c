"""What is handed over: every case that needs the next shift, once, and sums that reconcile."""

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.case import Case
from db.domain.counts import count
from db.domain.handover import (
    CRITICAL,
    Handover,
    Ledger,
    Line,
    Why,
    handover,
    line_of,
    remarked,
    standing_of,
)
from db.domain.refused import Refused
from db.domain.shifts import Turn
from db.domain.states import OPEN, State
from db.domain.wire import canonical, encode, load
from tests.db.domain.histories import CASES, Checked, steps
from tests.db.domain.small_city import CITY, FORWARD, HOUR, MINUTE, NOW, PU, SARI, Book, standing


def turn(now: datetime) -> Turn:
    """Eight hours that begin in half an hour."""
    return Turn("siang", "Siang", now + MINUTE * 30, now + MINUTE * 30 + 8 * HOUR)


def handed(book: Book) -> Handover:
    """The handover of a book, as it stands."""
    cases = tuple(book.cases.values())
    return handover(Ledger(standing_of(cases), cases), turn(book.now), book.now, CITY)


def line(case: Case, now: datetime) -> Line | None:
    """The line of one case."""
    return line_of(case, turn(now), now, CITY)


def whys(book: Book, case: str = "a") -> list[Why]:
    """Why a case is handed over."""
    found = line(book[case], book.now)
    return [reason.why for reason in found.reasons] if found else []


def forwarded() -> Book:
    book = Book()
    book.received()
    book.do("a", FORWARD)
    return book


def test_a_quiet_case_is_counted_and_not_named() -> None:
    book = Book()
    book.received()
    given = handed(book)
    assert given.lines == ()
    assert (given.open, given.calm) == (1, 1)


def test_what_falls_due_in_the_shift_is_named_with_its_rule() -> None:
    book = Book()
    case = book.received()
    due = case.clocks[0].due
    book.now = due - 8 * HOUR
    found = line(book["a"], book.now)
    assert found is not None
    assert [(one.why, one.at, one.who) for one in found.reasons] == [(Why.DUE, due, "room")]
    book.now = due + MINUTE
    assert whys(book) == [Why.BREACHED]


def test_the_end_of_the_shift_belongs_to_the_next() -> None:
    book = Book()
    due = book.received().clocks[0].due
    book.now = due - 8 * HOUR - 30 * MINUTE
    assert whys(book) == []
    book.now += MINUTE
    assert whys(book) == [Why.DUE]


def test_an_agency_that_has_not_accepted_in_time_is_silent() -> None:
    book = forwarded()
    assert whys(book) == [Why.DUE]
    book.pass_time(HOUR + MINUTE)
    found = line(book["a"], book.now)
    assert found is not None
    assert [(one.why, one.who) for one in found.reasons][:1] == [(Why.SILENT, "pu")]
    book.do("a", verb.Accept("Joko"), PU)
    assert whys(book) == []


@pytest.mark.parametrize(("after", "why"), [(4 * HOUR, Why.PROMISE_DUE), (30 * HOUR, Why.PROMISE)])
def test_a_promised_day_is_named(after: timedelta, why: Why) -> None:
    book = standing(State.ACCEPTED)
    book.do("a", verb.Schedule("Ditambal", book.now + after), PU)
    found = line(book["a"], book.now)
    assert found is not None
    promise = next(one for one in found.reasons if one.why is why)
    assert (promise.who, promise.text) == ("pu", "Ditambal")
    assert found.critical is (why in CRITICAL)


def test_what_is_shelved_says_why_until_it_is_over() -> None:
    book = forwarded()
    book.do("a", verb.Accept("Joko"), PU)
    book.do("a", verb.Shelve("Menunggu alat berat", book.now + HOUR))
    found = line(book["a"], book.now)
    assert found is not None
    assert [(one.why, one.text) for one in found.reasons] == [(Why.SHELVED, "Menunggu alat berat")]
    assert not found.critical
    book.pass_time(2 * HOUR)
    assert whys(book) == []


def test_a_question_to_the_reporter_is_named() -> None:
    assert whys(standing(State.RETURNED)) == [Why.ASKED]


def test_a_secret_case_is_a_number_and_nothing_else() -> None:
    book = Book()
    book.received(secret=True)
    book.do("a", FORWARD)
    book.pass_time(2 * HOUR)
    found = line(book["a"], book.now)
    assert found is not None
    assert found.secret
    assert (found.category, found.area, found.opds) == ("", "", ())
    assert all((one.who, one.text) == ("", "") for one in found.reasons)


def test_nothing_the_reporter_wrote_is_in_it() -> None:
    book = Book()
    book.received(text="Rumah Bu Wati RT 03 kebanjiran")
    book.now = book["a"].clocks[0].due
    assert "Wati" not in canonical(encode(handed(book))).decode()
    assert len(handed(book).lines) == 1


def test_the_gravest_stands_first() -> None:
    book = forwarded()
    book.received("b")
    book.do("b", verb.AskReporter("Di mana?", ("place",)), SARI)
    book.pass_time(2 * HOUR)
    assert [one.case for one in handed(book).lines] == ["a", "b"]


def test_remarks_are_part_of_what_is_signed() -> None:
    book = standing(State.RETURNED)
    given = remarked(handed(book), "Tenang", {"a": "Sudah ditelepon"})
    assert (given.remark, given.lines[0].remark) == ("Tenang", "Sudah ditelepon")
    assert load(Handover, canonical(encode(given))) == given


def test_a_delivery_that_did_not_arrive_is_named_also_when_the_case_is_done() -> None:
    book = standing(State.CLOSED)
    news = verb.Deliver("pu", "webhook", "failed", NOW, job="one", reason="timeout")
    book.do("a", news, by=SARI.__class__("system", "system", SARI.role.SYSTEM))
    assert whys(book) == [Why.ASTRAY]
    given = handed(book)
    assert (given.open, given.calm, len(given.lines)) == (1, 1, 1)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_its_sums_are_the_boards_whatever_has_happened(data: st.DataObject) -> None:
    book = Checked()
    for id in CASES:
        book.received(id, secret=id == CASES[-1])
    for _ in range(data.draw(st.integers(0, 25))):
        case = data.draw(st.sampled_from(CASES))
        act, by, more = data.draw(steps(book, case))
        book.pass_time(timedelta(minutes=data.draw(st.sampled_from([0, 11, 300]))))
        with contextlib.suppress(Refused):
            book.do(case, act, by, **more)
    given = handed(book)
    cases = book.cases.values()
    assert given.counts == count(cases)
    assert given.open == sum(case.state in OPEN for case in cases)
    assert given.calm >= 0
    assert len({one.case for one in given.lines}) == len(given.lines)
    named = {one.case for one in given.lines}
    assert given.calm == sum(case.state in OPEN and case.id not in named for case in cases)
    # Cases without a reason may be left out of what is read, and nothing is different.
    few = tuple(case for case in cases if case.id in named)
    assert handover(Ledger(standing_of(cases), few), given.turn, book.now, CITY) == given
    assert load(Handover, canonical(encode(given))) == given
    assert replace(given, remark="x") != given
