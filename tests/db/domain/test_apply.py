"""What a change does to a case, and to which case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db.domain import commands as verb
from db.domain.apply import apply, assigns
from db.domain.case import Place
from db.domain.changes import KINDS, Outcome
from db.domain.states import State
from tests.db.domain.histories import COUNTERS, PARTINGS
from tests.db.domain.small_city import (
    BUDI,
    DLH,
    DONE,
    FORWARD,
    HOUR,
    NOW,
    PU,
    SARI,
    SYSTEM,
    Book,
    clock,
    standing,
    with_two_agencies,
)


def test_a_change_is_about_its_own_cases_only() -> None:
    book = standing(State.MERGED)
    merged = book.changes[-1]
    stranger = book.received("b")
    with pytest.raises(ValueError, match="not about this case"):
        apply(stranger, merged)
    with pytest.raises(ValueError, match="not about this case"):
        apply(None, merged)


@pytest.mark.parametrize("outcome", [Outcome.SAME_EFFECT, Outcome.REJECTED])
def test_what_was_not_accepted_alters_nothing(outcome: Outcome) -> None:
    book = standing(State.RECEIVED)
    change = book.decide(book.command("a", FORWARD, SARI))
    assert apply(book["a"], replace(change, outcome=outcome)) is book["a"]


def test_the_assignment_grows_with_these_kinds_alone() -> None:
    assert {kind for kind in KINDS if assigns(kind)} == COUNTERS | PARTINGS


def test_a_forward_replaces_the_place_only_when_it_names_one() -> None:
    book = Book()
    book.received("a", place=Place("Sekolah"))
    book.do("a", replace(FORWARD, place=None))
    assert book["a"].place == Place("Sekolah")


def test_a_step_is_remembered_with_what_it_altered() -> None:
    (act,) = standing(State.FORWARDED)["a"].acts
    assert (act.kind, act.by, act.at) == ("forwarded", "sari", NOW)
    assert set(act.before) == {"state", "category", "place", "tasks", "clocks"}


def test_only_so_many_steps_can_be_taken_back() -> None:
    book = standing(State.RECEIVED)
    for _ in range(20):
        book.do("a", verb.Note("halo"))
    assert (len(book["a"].acts), book["a"].notes) == (12, 20)
    for _ in range(12):
        book.do("a", verb.Undo(book["a"].acts[-1].change), BUDI)
    assert (book["a"].acts, book["a"].notes) == ((), 8)


def test_undo_after_undo_walks_back_to_the_beginning() -> None:
    book = standing(State.RESOLVED)
    received = standing(State.RECEIVED)["a"]
    while book["a"].acts:
        book.pass_time(HOUR)
        book.do("a", verb.Undo(book["a"].acts[-1].change), BUDI)
    assert book["a"].assignment_no == 2
    same = replace(book["a"], assignment_no=0, seq=received.seq, changed_at=NOW)
    assert same == received


def test_an_undone_merge_gives_the_clocks_back_as_they_were() -> None:
    book = standing(State.FORWARDED)
    clocks = book["a"].clocks
    change = book.do("a", verb.Merge("master"))
    assert clock(book["a"].clocks, "acceptance").paused
    book.pass_time(timedelta(minutes=9))
    book.do("a", verb.Undo(change.id))
    assert book["a"].clocks == clocks
    assert [report.id for report in book["master"].reports] == ["r-master"]


def test_a_parted_case_is_where_it_was_with_the_time_it_had() -> None:
    book = standing(State.ON_SITE)
    before = book["a"]
    book.do("a", verb.Merge("master"))
    book.pass_time(timedelta(days=2))
    book.do("a", verb.Unmerge())
    after = book["a"]
    assert (after.state, after.tasks, after.acts) == (before.state, before.tasks, before.acts)
    assert clock(after.clocks, "completion").due >= clock(before.clocks, "completion").due


def test_what_comes_after_a_merge_stays_with_the_survivor() -> None:
    book = standing(State.MERGED)
    book.do("master", FORWARD)
    book.do("master", verb.Undo(book["master"].acts[-1].change))
    assert [report.id for report in book["master"].reports] == ["r-master", "r-a"]
    assert book["master"].state is State.RECEIVED


def test_proofs_and_media_are_sets_in_order() -> None:
    book = with_two_agencies((verb.Accept("Joko"), PU), (verb.Accept("Ayu"), DLH))
    book.do("a", verb.Finish("Sudah", ("p2", "p1", "p2")), PU)
    book.do("a", verb.Finish("Sudah", ("p3", "p1")), DLH)
    assert book["a"].proofs == ("p2", "p1", "p3")


def test_work_brought_from_elsewhere_is_its_agencys_and_done_work_is_done() -> None:
    book = standing(State.FORWARDED)
    book.do("a", verb.Bring(State.CLOSED), SYSTEM)
    (task,) = book["a"].tasks
    assert (task.opd, task.state, book["a"].acts) == ("pu", State.RESOLVED, ())


def test_reopened_work_begins_anew_but_its_proofs_are_kept() -> None:
    book = standing(State.RESOLVED)
    book.do("a", verb.Object("Masih berlubang"), BUDI)
    assert (book["a"].tasks, book["a"].proofs) == ((), DONE.proofs)


def test_of_two_merged_cases_only_the_parted_one_takes_its_reports_back() -> None:
    book = standing(State.MERGED)
    book.received("b")
    book.do("b", verb.Merge("master"))
    book.do("a", verb.Unmerge())
    assert [report.id for report in book["master"].reports] == ["r-master", "r-b"]
