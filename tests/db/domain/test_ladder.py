"""Ladders: a late clock is told to one after the other, each once, at its time."""

from datetime import timedelta

import pytest

from db.domain import commands as verb
from db.domain.case import SYSTEM
from db.domain.ladder import next_at, steps, told
from db.domain.refused import Refused
from tests.db.domain.small_city import (
    BOTH,
    CITY,
    FORWARD,
    PU,
    SARI,
    Book,
)

MINUTE = timedelta(minutes=1)


def forwarded(act: verb.Forward = FORWARD) -> Book:
    """A case that waits for its agencies; an hour is theirs, and it warns after 48 minutes."""
    book = Book()
    book.received()
    book.do("a", act)
    return book


def climb(book: Book) -> verb.Escalate:
    """Take the step that is due first, as the server does."""
    step = steps(book["a"], CITY)[0]
    to, opds = told(step, book["a"])
    act = verb.Escalate(step.rule, step.started, step.step, to, opds)
    book.do("a", act, SYSTEM)
    return act


def left(book: Book) -> timedelta:
    """The time until the next step."""
    at = next_at(book["a"], CITY)
    assert at is not None
    return at - book.now


def test_the_first_step_is_due_at_the_deadline_and_each_further_one_after_the_warnings_lead() -> (
    None
):
    book = forwarded()
    begun = book.now
    assert left(book) == 60 * MINUTE
    heard = []
    for _ in range(3):
        book.pass_time(left(book) + timedelta(seconds=1))
        act = climb(book)
        heard.append((act.step, act.to, act.opds))
        assert book["a"].climbs[-1].at == book.now
    assert heard == [(1, "officer", ()), (2, "supervisor", ()), (3, "agency_head", ("pu",))]
    assert book.now - begun == 84 * MINUTE + timedelta(seconds=3)
    assert {step.rule for step in steps(book["a"], CITY)} == set()


def test_nobody_is_told_before_the_time_nor_twice() -> None:
    book = forwarded()
    book.pass_time(60 * MINUTE)  # the deadline itself is still in time
    with pytest.raises(Refused, match="not_due"):
        climb(book)
    book.pass_time(timedelta(seconds=1))
    act = climb(book)
    with pytest.raises(Refused, match="not_due"):
        book.do("a", act, SYSTEM)
    with pytest.raises(Refused, match="not_allowed"):
        book.do("a", act, SARI)


def test_acceptance_ends_the_climb_and_its_undo_goes_on_where_it_stood() -> None:
    book = forwarded()
    book.pass_time(61 * MINUTE)
    climb(book)
    accepted = book.do("a", verb.Accept("Pak Budi"), PU, expect=1)
    assert next_at(book["a"], CITY) is None
    book.do("a", verb.Undo(accepted.id), PU)
    assert [one.step for one in steps(book["a"], CITY)] == [2]


def test_undoing_the_forward_ends_the_climb_and_another_begins_at_the_first_step() -> None:
    book = Book()
    book.received()
    sent = book.do("a", verb.Forward(("dlh",), "kebakaran", "complaint", place=FORWARD.place))
    book.do("a", verb.Edit("priority", "normal", "emergency"))
    book.do("a", verb.Undo(book["a"].acts[-1].change))
    book.do("a", verb.Undo(sent.id))
    assert [one.rule for one in steps(book["a"], CITY)] == ["room"]
    book.pass_time(MINUTE)
    book.do("a", FORWARD)
    assert [(one.rule, one.step) for one in steps(book["a"], CITY)] == [("acceptance", 1)]


def test_a_step_that_was_told_survives_the_undo_of_an_act_before_it() -> None:
    book = forwarded()
    book.pass_time(55 * MINUTE)
    raised = book.do("a", verb.Note("ditelepon"))
    book.pass_time(6 * MINUTE)
    climb(book)
    book.do("a", verb.Undo(raised.id))
    assert [one.step for one in steps(book["a"], CITY)] == [2]


def test_a_paused_clock_climbs_no_further_and_a_resumed_one_goes_on() -> None:
    book = forwarded()
    book.received("b")
    book.pass_time(61 * MINUTE)
    climb(book)
    book.do("a", verb.Merge("b"))
    book.pass_time(timedelta(hours=5))
    assert next_at(book["a"], CITY) is None
    book.do("a", verb.Unmerge())
    first = climb(book)
    assert (first.step, first.to) == (2, "supervisor")
    assert left(book) == 12 * MINUTE  # the head is not told in the same breath


def test_of_several_agencies_those_are_told_that_hold_the_case_up() -> None:
    book = forwarded(BOTH)
    book.do("a", verb.Accept("Pak Budi", "pu"), PU, expect=1)
    heard: tuple[str, ...] = ()
    for _ in range(3):
        book.pass_time(left(book) + timedelta(seconds=1))
        heard = climb(book).opds
    assert heard == ("dlh",)


def test_an_emergency_climbs_every_minute() -> None:
    book = forwarded()
    book.do("a", verb.Edit("priority", "normal", "emergency"))
    assert left(book) == 5 * MINUTE
    book.pass_time(5 * MINUTE + timedelta(seconds=1))
    climb(book)
    assert left(book) == MINUTE
