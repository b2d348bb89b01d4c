"""Merging, correcting, reopening and taking back: what is done to a case as a whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.changes import Outcome
from db.domain.commands import Verb
from db.domain.states import State
from tests.db.domain.small_city import (
    BUDI,
    DLH,
    FORWARD,
    HOUR,
    LAKSA,
    MINUTE,
    NOW,
    NOWHERE,
    PU,
    RINA,
    SYSTEM,
    clock,
    is_repeat,
    refusal,
    refused,
    standing,
)

LATER = NOW + timedelta(days=3)
ACCEPTS = ((verb.Accept("Joko"), PU), (verb.Accept("Ayu"), DLH))
DLH_DONE = verb.Finish("Diangkut", ("photo-2",))


class TestMerge:
    """One problem, two reports; and back."""

    def test_reports_follow(self) -> None:
        book = standing(State.MERGED)
        assert [report.id for report in book["master"].reports] == ["r-master", "r-a"]
        assert (book["a"].master, book["a"].report_count) == ("master", 0)
        book.do("a", verb.Unmerge())
        assert [report.id for report in book["master"].reports] == ["r-master"]
        assert (book["a"].state, book["a"].report_count) == (State.RECEIVED, 1)

    def test_refusals(self) -> None:
        book = standing(State.RECEIVED)
        book.received("hidden", secret=True)
        assert refusal(book, verb.Merge("a")) == "would_cycle"
        assert refusal(book, verb.Merge("nowhere")) == "unknown_case"
        assert refusal(book, verb.Merge("hidden")) == "secret_differs"
        assert refusal(book, verb.Merge("a"), case="hidden") == "secret_differs"
        assert refusal(standing(State.MERGED), verb.Merge("master")) == "already_merged"

    @pytest.mark.parametrize(
        "state", [State.RESOLVED, State.CLOSED, State.ARCHIVED, State.NOT_OURS]
    )
    def test_nothing_is_merged_into_a_finished_case(self, state: State) -> None:
        book = standing(state)
        assert refusal(book, verb.Merge("a"), case="master") == "survivor_not_open"

    def test_a_survivor_that_was_merged_itself_is_followed(self) -> None:
        book = standing(State.MERGED)
        book.received("b")
        assert book.do("b", verb.Merge("a")).other == "master"
        assert refusal(book, verb.Merge("a"), case="master") == "would_cycle"

    def test_whoever_was_merged_on_is_parted_first(self) -> None:
        book = standing(State.MERGED)
        book.received("top")
        book.do("master", verb.Merge("top"))
        assert refusal(book, verb.Unmerge()) == "master_merged"
        assert refusal(book, verb.Undo(book["a"].acts[-1].change)) == "master_merged"
        book.do("master", verb.Unmerge())
        book.do("a", verb.Unmerge())
        assert [len(book[id].reports) for id in ("a", "master", "top")] == [1, 1, 1]

    def test_notes_and_photos_land_on_the_survivor_marked(self) -> None:
        book = standing(State.MERGED)
        change = book.do("a", verb.Note("Sudah ditelepon"))
        assert (change.case, change.facts) == ("master", {"sent_to": "KK-26-000002"})
        book.do("a", verb.Attach(("photo-4",)), LAKSA)
        assert (book["master"].notes, book["master"].media) == (1, ("photo-4",))
        assert (book["a"].notes, book["a"].media) == (0, ())


class TestNoteAndAttach:
    """Always, and a photo once."""

    @pytest.mark.parametrize("state", sorted(set(State) - {State.MERGED}))
    def test_in_any_state(self, state: State) -> None:
        book = standing(state)
        book.do("a", verb.Note("halo"), PU)
        book.do("a", verb.Attach(("photo-4", "photo-4")), PU)
        assert (book["a"].state, book["a"].media) == (state, ("photo-4",))
        assert is_repeat(book, verb.Attach(("photo-4",)), RINA)

    def test_not_nothing(self) -> None:
        book = standing(State.RECEIVED)
        assert refusal(book, verb.Note("\n")) == "text_missing"
        assert refusal(book, verb.Attach(())) == "proof_missing"


class TestEdit:
    """One field, and only what the officer saw there."""

    def test_old_value(self) -> None:
        book = standing(State.RECEIVED)
        act = verb.Edit("priority", "urgent", "emergency")
        assert refused(book, act) == ("value_changed", {"field": "priority", "now": "normal"})
        moved = verb.Edit("place", old_place=Place("Salah"), new_place=Place("Sini"))
        assert refusal(book, moved) == "value_changed"

    @pytest.mark.parametrize(
        ("act", "key"),
        [
            (verb.Edit("number", "", "X"), "unknown_field"),
            (verb.Edit("priority", "normal", "asap"), "unknown_value"),
            (verb.Edit("category", "", "sihir"), "unknown_value"),
            (verb.Edit("report_class", "complaint", ""), "unknown_value"),
            (verb.Edit("secret", "no", "maybe"), "unknown_value"),
            (verb.Edit("place", old_place=Place(), new_place=Place(area="9")), "unknown_area"),
        ],
    )
    def test_only_what_the_city_knows(self, act: Verb, key: str) -> None:
        assert refusal(standing(State.RECEIVED), act) == key

    @pytest.mark.parametrize("state", sorted(set(State) - {State.MERGED}))
    def test_anybody_hides_and_a_supervisor_shows(self, state: State) -> None:
        book = standing(state)
        hide, show = verb.Edit("secret", "no", "yes"), verb.Edit("secret", "yes", "no")
        change = book.do("a", hide)
        assert refusal(book, show) == refusal(book, verb.Undo(change.id)) == "supervisor_only"
        book.do("a", show, BUDI)
        assert not book["a"].secret

    def test_a_merged_case_is_hidden_with_its_master(self) -> None:
        assert refusal(standing(State.MERGED), verb.Edit("secret", "no", "yes")) == "illegal_state"

    def test_a_hidden_category_hides(self) -> None:
        book = standing(State.RECEIVED)
        book.do("a", verb.Edit("category", "", "anak"))
        assert book["a"].secret
        undo = verb.Undo(book["a"].acts[-1].change)
        assert refusal(book, undo) == "supervisor_only"
        book.do("a", undo, BUDI)
        assert (book["a"].category, book["a"].secret) == (None, False)

    def test_an_emergency_brings_the_deadline_forward_from_now(self) -> None:
        book = standing(State.FORWARDED)
        book.pass_time(20 * MINUTE)
        book.do("a", verb.Edit("priority", "normal", "emergency"))
        run = clock(book["a"].clocks, "acceptance")
        assert (run.started, run.due) == (NOW, NOW + 25 * MINUTE)
        assert run.warn_at == NOW + 24 * MINUTE

    def test_it_never_puts_one_off(self) -> None:
        book = standing(State.FORWARDED)
        book.pass_time(58 * MINUTE)
        book.do("a", verb.Edit("priority", "normal", "emergency"))
        assert clock(book["a"].clocks, "acceptance").due == NOW + HOUR
        book.do("a", verb.Edit("priority", "emergency", "normal"))
        assert clock(book["a"].clocks, "acceptance").due == NOW + HOUR

    def test_and_moves_no_other_clock(self) -> None:
        book = standing(State.FORWARDED)
        before = clock(book["a"].clocks, "completion")
        book.pass_time(MINUTE)
        book.do("a", verb.Edit("priority", "normal", "emergency"))
        assert clock(book["a"].clocks, "completion") == before


class TestObjectAndClose:
    """The reporter has the last word."""

    def test_reopened(self) -> None:
        book = standing(State.RESOLVED)
        assert refusal(book, verb.Object(""), LAKSA) == "text_missing"
        book.do("a", verb.Object("Masih berlubang"), LAKSA)
        case = book["a"]
        assert (case.state, case.reopened, case.tasks) == (State.RECEIVED, 1, ())
        assert (case.first_at, case.assignment_no) == (NOW, 2)

    def test_an_officer_neither_objects_nor_closes(self) -> None:
        book = standing(State.RESOLVED)
        assert refusal(book, verb.Object("x")) == refusal(book, verb.Close()) == "not_allowed"

    def test_nothing_closes_before_it_is_resolved(self) -> None:
        assert refusal(standing(State.ON_SITE), verb.Close(), SYSTEM) == "illegal_state"


class TestAlarms:
    """Acknowledged by name; shelved for a reason and a time."""

    def test_both(self) -> None:
        book = standing(State.RECEIVED)
        book.do("a", verb.Acknowledge("room"))
        book.do("a", verb.Shelve("Menunggu alat", LATER))
        case = book["a"]
        assert (case.acknowledged_by, case.shelved_until) == ("Sari", LATER)
        assert case.shelved_because == "Menunggu alat"

    def test_shelving_needs_reason_and_end(self) -> None:
        book = standing(State.RECEIVED)
        assert refusal(book, verb.Shelve("", LATER)) == "text_missing"
        assert refusal(book, verb.Shelve("x", NOW)) == "date_in_the_past"

    def test_an_end_that_is_past_takes_back_what_is_shelved_and_once(self) -> None:
        book = standing(State.RECEIVED)
        book.do("a", verb.Shelve("Menunggu alat", LATER))
        book.do("a", verb.Shelve("Menunggu alat", book.now))
        assert book["a"].shelved_until == book.now
        assert refusal(book, verb.Shelve("Menunggu alat", book.now)) == "date_in_the_past"


class TestUndo:
    """One's own last act within ten minutes; any last act for a supervisor."""

    def test_back_exactly(self) -> None:
        book = standing(State.RECEIVED)
        before = book["a"]
        change = book.do("a", FORWARD)
        book.pass_time(10 * MINUTE)
        book.do("a", verb.Undo(change.id))
        same = replace(before, seq=4, changed_at=book.now, assignment_no=2)
        assert book["a"] == same

    def test_too_late_but_for_a_supervisor(self) -> None:
        book = standing(State.FORWARDED)
        undo = verb.Undo(book["a"].acts[-1].change)
        book.pass_time(10 * MINUTE + timedelta(microseconds=1))
        assert refusal(book, undo) == "undo_too_late"
        book.do("a", undo, BUDI)
        assert book["a"].state is State.RECEIVED

    @pytest.mark.parametrize("who", [RINA, PU, DLH, NOWHERE])
    def test_not_anothers(self, who: Actor) -> None:
        book = standing(State.FORWARDED)
        assert refusal(book, verb.Undo(book["a"].acts[-1].change), who) == "undo_not_yours"

    def test_only_the_last(self) -> None:
        book = standing(State.FORWARDED)
        forwarded = book["a"].acts[-1].change
        book.do("a", verb.Note("Sudah ditelepon"), PU)
        assert refused(book, verb.Undo(forwarded))[1]["last"] == "noted"
        assert refusal(book, verb.Undo(forwarded), BUDI) == "undo_not_last"
        assert refusal(standing(State.RECEIVED), verb.Undo("c2"), BUDI) == "undo_not_last"

    def test_twice_is_once(self) -> None:
        book = standing(State.FORWARDED)
        undo = verb.Undo(book["a"].acts[-1].change)
        book.do("a", undo)
        assert refusal(book, undo) == "undo_not_last"

    def test_a_note_taken_back_stops_nobodys_work(self) -> None:
        book = standing(State.FORWARDED)
        note = book.do("a", verb.Note("Salah kasus"))
        book.do("a", verb.Undo(note.id))
        book.do("a", verb.Accept("Joko"), PU, expect=1)

    def test_nothing_before_an_earlier_systems_word(self) -> None:
        book = standing(State.FORWARDED)
        forwarded = book["a"].acts[-1].change
        book.do("a", verb.Bring(State.ACCEPTED), SYSTEM)
        assert refusal(book, verb.Undo(forwarded), BUDI) == "undo_not_last"


class TestBring:
    """An earlier system settles anything, but never so that a report is nobody's."""

    @pytest.mark.parametrize("state", sorted(set(State) - {State.MERGED}))
    def test_anywhere(self, state: State) -> None:
        book = standing(State.FORWARDED)
        assert book.do("a", verb.Bring(state), SYSTEM).outcome is Outcome.ACCEPTED
        assert book["a"].state is state
        assert all(task.state in (state, State.RESOLVED) for task in book["a"].tasks)

    def test_not_merged_without_a_master_nor_in_work_without_an_agency(self) -> None:
        book = standing(State.RECEIVED)
        assert refusal(book, verb.Bring(State.MERGED), SYSTEM) == "illegal_state"
        assert refusal(book, verb.Bring(State.ON_SITE), SYSTEM) == "opd_missing"
