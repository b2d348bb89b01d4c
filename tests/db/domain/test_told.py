"""What reporters are told: all that was written for them, of the case they are in, and no more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.case import Place
from db.domain.changes import Change
from db.domain.commands import Verb
from db.domain.refused import Refused
from db.domain.states import State
from db.domain.told import QUIET, Told, told
from tests.db.domain.histories import CASES, steps
from tests.db.domain.small_city import BUDI, DLH, DONE, FORWARD, NOW, PU, SARI, Book

INSIDE = "ORANG DALAM"
"""Stands in every text that is not for the reporter."""

_INSIDE = ("note", "reason", "name", "plan", "text", "without_proof", "confirmed_by")
_FOR_REPORTERS = {
    verb.Answer: "text",
    verb.AskReporter: "text",
    verb.Finish: "text",
    verb.Decline: "text",
    verb.Schedule: "plan",
    verb.Archive: "text",
}


def worded(act: Verb, public: str) -> Verb:
    """The act with marked words: `public` where the reporter reads it, INSIDE everywhere else."""
    named = {field.name: getattr(act, field.name) for field in fields(act)}
    texts: dict[str, Any] = {
        name: INSIDE
        for name in _INSIDE
        if isinstance(named.get(name), str) and not isinstance(act, verb.Archive)
    }
    if type(act) in _FOR_REPORTERS:
        texts[_FOR_REPORTERS[type(act)]] = public
    if isinstance(act, verb.Decline | verb.Deliver | verb.Escalate | verb.Resend):
        for name in ("confirmed_by", "reason", "name"):
            texts.pop(name, None)  # the rules read these
    return replace(act, **texts)


def heard(book: Book) -> list[Told]:
    """Everything any reporter is told, in the order of the journal."""
    found: list[Told] = []
    for id in book.cases:
        found += told(change for change in book.changes if id in change.cases)
    return sorted(found, key=lambda one: one.seq)


def texts_of(all_told: Sequence[Told]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in all_told:
        found[one.report.id].add(one.text)
    return found


@given(st.data())
@settings(max_examples=120)
def test_every_reporter_hears_all_that_is_public_of_their_case_and_nothing_else(
    data: st.DataObject,
) -> None:
    book = Book()
    for id in CASES:
        book.received(id, category="jalan", place=Place("Jl. Merdeka"))
    answers: list[tuple[str, frozenset[str]]] = []
    secret: set[str] = set()
    for n in range(data.draw(st.integers(5, 40))):
        case = data.draw(st.sampled_from(CASES))
        act, by, more = data.draw(steps(book, case))
        public = f"JAWABAN {n}"
        try:
            change = book.do(case, worded(act, public), by, **more)
        except Refused:
            continue
        after = book[change.case]
        told_in_public = type(change.act) in _FOR_REPORTERS and change.alters
        if told_in_public and not after.secret:
            answers.append((public, frozenset(report.id for report in after.reports)))
        if told_in_public and after.secret:
            secret.add(public)
    all_told = heard(book)
    texts = texts_of(all_told)
    for public, reports in answers:
        assert all(public in texts[report] for report in reports)
    assert INSIDE not in str(all_told)
    _stands_as_told(book, all_told)
    assert len({one.id for one in all_told}) == len(all_told)
    # Of a secret case no more than that a report came in, as long as it is one.
    for one in all_told:
        if one.text in secret:
            assert one.kind in ("edited", "undone", "merged", "unmerged")


def _stands_as_told(book: Book, all_told: Sequence[Told]) -> None:
    """The last that a reporter was told is how their case stands, and what it last said."""
    last = {one.report.id: one for one in all_told}
    for id in CASES:
        root = book.root(id)
        assert root is not None
        if not root.secret:
            one = last[f"r-{id}"]
            assert (one.state, one.number) == (root.state, root.number)
            assert one.opds == tuple(task.opd for task in root.tasks)


def test_a_report_that_joins_a_case_hears_what_was_said_there_and_then_all_that_follows() -> None:
    book = Book()
    book.received("a")
    book.received("b", "Lubang lagi")
    book.do("a", FORWARD)
    book.do("a", verb.Accept(INSIDE), PU)
    book.do("a", verb.Schedule("Ditambal Sabtu", NOW.replace(year=2027)), PU)
    book.do("b", verb.Note(INSIDE))
    book.do("b", verb.Merge("a"))
    book.do("a", verb.Note(INSIDE), PU)
    book.do("a", DONE, PU)
    mine = [one for one in heard(book) if one.report.id == "r-b"]
    assert [(one.kind, one.state, one.text) for one in mine] == [
        ("received", State.RECEIVED, ""),
        ("merged", State.SCHEDULED, "Ditambal Sabtu"),
        ("finished", State.AWAITING_VALIDATION, "Sudah ditambal"),
    ]
    assert mine[1].planned_for == NOW.replace(year=2027)
    assert {one.number for one in mine[1:]} == {book["a"].number}


@pytest.mark.parametrize("parting", [verb.Unmerge(INSIDE), None], ids=["unmerged", "undone"])
def test_a_report_that_leaves_a_case_hears_of_its_own_again(parting: Verb | None) -> None:
    book = Book()
    book.received("a")
    book.received("b", "Got mampet")
    book.do("b", verb.AskReporter("Di mana?"))
    merge = book.do("b", verb.Merge("a"))
    book.do("a", FORWARD)
    book.do("b", parting or verb.Undo(merge.id))
    book.do("a", verb.Bounce(INSIDE), PU)
    mine = [one for one in heard(book) if one.report.id == "r-b"]
    assert [(one.kind, one.state, one.text) for one in mine] == [
        ("received", State.RECEIVED, ""),
        ("returned", State.RETURNED, "Di mana?"),
        ("merged", State.RECEIVED, ""),
        ("forwarded", State.FORWARDED, ""),
        ("unmerged" if parting else "undone", State.RETURNED, "Di mana?"),
    ]


def test_a_secret_case_says_that_it_came_in_and_no_more() -> None:
    book = Book()
    book.received("a", "Anak dipukul", category="anak")
    book.do("a", replace(FORWARD, category="anak", opds=("dlh",)))
    book.do("a", verb.Accept(INSIDE), DLH)
    assert [one.kind for one in heard(book)] == ["received"]
    book.do("a", verb.Edit("secret", "yes", "no"), BUDI)
    assert [(one.kind, one.state) for one in heard(book)][1:] == [("edited", State.ACCEPTED)]


def test_an_answer_that_is_taken_back_is_told_as_well() -> None:
    book = Book()
    book.received("a", report_class="information")
    answer = book.do("a", verb.Answer("Buka pukul 8"))
    book.do("a", verb.Undo(answer.id), SARI)
    assert [(one.kind, one.state, one.text) for one in heard(book)][1:] == [
        ("answered", State.RESOLVED, "Buka pukul 8"),
        ("undone", State.RECEIVED, ""),
    ]


def test_the_quiet_kinds_never_tell() -> None:
    """Who reads a journal passes over them; that must be safe."""
    book = Book()
    book.received("a")
    book.do("a", FORWARD)
    for act in (verb.Note(INSIDE), verb.Attach(("photo-9",)), verb.Acknowledge("room")):
        change: Change = book.do("a", act)
        assert change.kind in QUIET
    assert {one.kind for one in heard(book)} == {"received", "forwarded"}
