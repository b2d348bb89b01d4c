"""The agencies' verbs: whose task it is, what proves it done, who judges it, and the clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db.domain import commands as verb
from db.domain.case import Actor
from db.domain.commands import Verb
from db.domain.states import State
from tests.db.domain.small_city import (
    BUDI,
    DLH,
    DONE,
    FORWARD,
    MINUTE,
    NOW,
    NOWHERE,
    PU,
    PU_TOO,
    RINA,
    SARI,
    SYSTEM,
    Book,
    clock,
    is_repeat,
    refusal,
    refused,
    standing,
    with_two_agencies,
)

LATER = NOW + timedelta(days=3)
ACCEPTS = ((verb.Accept("Joko"), PU), (verb.Accept("Ayu"), DLH))
DLH_DONE = verb.Finish("Diangkut", ("photo-2",))


class TestWhoseTask:
    """An operator works the own agency's part and no other."""

    @pytest.mark.parametrize(
        ("act", "state"),
        [
            (verb.Accept("Ayu"), State.FORWARDED),
            (verb.Bounce("Bukan kami"), State.FORWARDED),
            (verb.Start(), State.ACCEPTED),
            (verb.Schedule("Ditambal", LATER), State.ACCEPTED),
            (DONE, State.ON_SITE),
        ],
    )
    @pytest.mark.parametrize("who", [DLH, NOWHERE])
    def test_not_anothers(
        self,
        act: verb.Accept | verb.Bounce | verb.Start | verb.Schedule | verb.Finish,
        state: State,
        who: Actor,
    ) -> None:
        book = standing(state)
        assert refusal(book, act, who) == "not_your_task"
        assert refusal(book, replace(act, opd="pu"), who) == "not_your_task"

    def test_not_even_to_agree_with_what_was_done(self) -> None:
        act = verb.Accept("Ayu", "pu")
        assert refusal(standing(State.ACCEPTED), act, DLH) == "not_your_task"

    def test_the_own_part_of_two(self) -> None:
        book = with_two_agencies((verb.Accept("Ayu"), DLH))
        assert [task.state for task in book["a"].tasks] == [State.FORWARDED, State.ACCEPTED]
        assert book.changes[-1].act == verb.Accept("Ayu", "dlh")

    def test_an_officer_says_which_of_two(self) -> None:
        book = with_two_agencies()
        assert refusal(book, verb.Accept("Ayu")) == "which_opd"
        assert refusal(book, verb.Accept("Ayu", "dishub")) == "not_your_task"
        book.do("a", verb.Accept("Ayu", "dlh"))

    def test_an_officer_at_an_agencys_desk_still_means_the_case(self) -> None:
        book = standing(State.FORWARDED)
        book.do("a", verb.Accept("Joko"), replace(SARI, opd="dlh"))
        assert book["a"].state is State.ACCEPTED


class TestAccept:
    """The agency has it, or said so on the phone."""

    def test_by_phone(self) -> None:
        book = standing(State.FORWARDED)
        book.pass_time(10 * MINUTE)
        book.do("a", verb.Accept("Pak Joko", at=NOW + 4 * MINUTE))
        (task,) = book["a"].tasks
        assert (task.accepted_by, task.accepted_at) == ("Pak Joko", NOW + 4 * MINUTE)
        assert clock(book["a"].clocks, "acceptance").ended

    def test_nobody_accepts_tomorrow(self) -> None:
        book = standing(State.FORWARDED)
        book.do("a", verb.Accept("Joko", at=LATER), PU)
        assert book["a"].tasks[0].accepted_at == NOW

    def test_somebody_did(self) -> None:
        assert refusal(standing(State.FORWARDED), verb.Accept(" "), PU) == "text_missing"

    def test_again(self) -> None:
        assert is_repeat(standing(State.ACCEPTED), verb.Accept("Tono"), PU_TOO)
        behind = with_two_agencies((verb.Accept("Joko"), PU))
        assert behind["a"].state is State.FORWARDED
        assert is_repeat(behind, verb.Accept("Joko"), PU_TOO)


class TestBounce:
    """Not ours: the case is the room's again when no other agency is at work on it."""

    def test_of_the_only_agency(self) -> None:
        book = standing(State.ACCEPTED)
        book.do("a", verb.Bounce("Jalan provinsi", "dlh"), PU)
        case = book["a"]
        assert (case.state, case.tasks, case.bounces) == (State.RECEIVED, (), 1)
        assert case.assignment_no == 2

    def test_of_one_of_two(self) -> None:
        book = with_two_agencies((verb.Accept("Ayu"), DLH), (verb.Bounce("Bukan kami"), PU))
        assert ([task.opd for task in book["a"].tasks], book["a"].state) == (
            ["dlh"],
            State.ACCEPTED,
        )
        assert not any(run.rule == "room" and not run.ended for run in book["a"].clocks)

    def test_it_makes_no_case_green(self) -> None:
        book = with_two_agencies(*ACCEPTS, (DONE, PU), (verb.Validate(opd="pu"), SARI))
        book.do("a", verb.Bounce("Bukan sampah"), DLH)
        assert (book["a"].state, book["a"].tasks) == (State.RECEIVED, ())

    def test_reason_and_agency(self) -> None:
        book = standing(State.FORWARDED)
        assert refusal(book, verb.Bounce(""), PU) == "text_missing"
        assert refusal(book, verb.Bounce("Bukan kami", "kodim"), PU) == "unknown_opd"

    def test_not_from_the_site(self) -> None:
        assert refusal(standing(State.ON_SITE), verb.Bounce("x"), PU) == "illegal_state"


class TestStartAndSchedule:
    """On site, or planned for a date that the reporter is told."""

    def test_plan(self) -> None:
        book = standing(State.ACCEPTED)
        book.do("a", verb.Schedule("Ditambal", LATER), PU)
        assert (book["a"].tasks[0].plan, book["a"].tasks[0].planned_for) == ("Ditambal", LATER)
        assert is_repeat(book, verb.Schedule("Ditambal", LATER), PU_TOO)
        assert refusal(book, verb.Schedule("Diaspal", LATER), PU) == "illegal_state"

    def test_plan_needs_words_and_a_coming_day(self) -> None:
        book = standing(State.ACCEPTED)
        assert refusal(book, verb.Schedule("", LATER), PU) == "text_missing"
        assert refusal(book, verb.Schedule("Ditambal", NOW), PU) == "date_in_the_past"

    def test_start_again(self) -> None:
        assert is_repeat(standing(State.ON_SITE), verb.Start(), PU_TOO)

    def test_the_case_stands_where_the_least_advanced_stands(self) -> None:
        steps = ((verb.Accept("Joko"), PU), (verb.Start(), PU))
        assert with_two_agencies(*steps)["a"].state is State.FORWARDED
        later = with_two_agencies(*steps, (verb.Accept("Ayu"), DLH))
        assert later["a"].state is State.ACCEPTED


class TestFinish:
    """Done, and a photo from after the work proves it."""

    def test_proof(self) -> None:
        book = standing(State.ON_SITE)
        book.do("a", DONE, PU)
        assert (book["a"].proofs, book["a"].tasks[0].finished_by) == (("photo-1",), "pu-1")

    def test_none_a_supervisor_writes_why(self) -> None:
        act = verb.Finish("Sudah", without_proof="Gelap gulita")
        for who in (PU, SARI):
            assert refusal(standing(State.ON_SITE), act, who) == "proof_missing"
        assert refusal(standing(State.ON_SITE), verb.Finish("Sudah"), BUDI) == "proof_missing"
        standing(State.ON_SITE).do("a", act, BUDI)

    def test_the_reporters_photo_proves_nothing(self) -> None:
        book = Book()
        book.received("a", media=("before",))
        book.do("a", FORWARD)
        book.do("a", verb.Accept("Joko"), PU)
        assert refusal(book, verb.Finish("Sudah", ("before",)), PU) == "proof_missing"

    def test_nor_does_that_of_refused_work(self) -> None:
        book = standing(State.AWAITING_VALIDATION)
        book.do("a", verb.Refuse("Masih berlubang"))
        assert refused(book, DONE, PU) == ("proof_missing", {"needed": 1, "given": 0})
        book.do("a", verb.Finish("Sudah", ("photo-1", "photo-7")), PU)
        assert book["a"].proofs == ("photo-1", "photo-7")

    def test_it_says_what_was_done(self) -> None:
        assert refusal(standing(State.ON_SITE), replace(DONE, text=""), PU) == "text_missing"

    def test_again_unless_with_another_photo(self) -> None:
        book = standing(State.AWAITING_VALIDATION)
        assert is_repeat(book, DONE, PU_TOO)
        assert refusal(book, replace(DONE, proofs=("photo-3",)), PU_TOO) == "illegal_state"


class TestValidateAndRefuse:
    """Four eyes: whoever did the work judges it neither way."""

    @pytest.mark.parametrize("who", [SARI, BUDI])
    @pytest.mark.parametrize("act", [verb.Validate(), verb.Refuse("Masih berlubang")])
    def test_not_the_own_work(self, who: Actor, act: Verb) -> None:
        book = standing(State.ON_SITE)
        book.do("a", DONE, who)
        assert refusal(book, act, who) == "own_work"
        book.do("a", act, RINA)

    def test_not_the_own_work_behind_anothers(self) -> None:
        book = with_two_agencies(
            *ACCEPTS, (replace(DONE, opd="pu"), SARI), (replace(DLH_DONE, opd="dlh"), RINA)
        )
        assert refusal(book, verb.Validate()) == "which_opd"
        assert refusal(book, verb.Validate(opd="pu")) == "own_work"
        book.do("a", verb.Validate(opd="dlh"))
        assert refusal(book, verb.Validate(opd="pu")) == "own_work"
        assert book["a"].state is State.AWAITING_VALIDATION

    def test_an_operator_judges_nothing(self) -> None:
        book = standing(State.AWAITING_VALIDATION)
        assert refusal(book, verb.Validate(), PU_TOO) == "not_allowed"

    def test_refusing_counts_and_has_a_reason(self) -> None:
        book = standing(State.AWAITING_VALIDATION)
        assert refusal(book, verb.Refuse(" ")) == "text_missing"
        book.do("a", verb.Refuse("Masih berlubang"))
        assert (book["a"].state, book["a"].refused) == (State.ACCEPTED, 1)

    def test_done_already(self) -> None:
        book = standing(State.RESOLVED)
        assert is_repeat(book, verb.Validate("Bagus"), RINA)
        assert refusal(book, verb.Refuse("Jelek"), RINA) == "already_closed"
        book.do("a", verb.Close(), SYSTEM)
        assert refusal(book, verb.Validate(), RINA, expect=1) == "already_closed"
        assert is_repeat(book, verb.Close(), BUDI)

    def test_one_of_two_done_already(self) -> None:
        book = with_two_agencies(*ACCEPTS, (DONE, PU), (verb.Validate(opd="pu"), SARI))
        assert is_repeat(book, verb.Validate(opd="pu"), RINA)


class TestClocksOfTwoAgencies:
    """The clocks follow the case: the last agency's step is the step of the case."""

    def test_acceptance_runs_until_both_accepted(self) -> None:
        book = with_two_agencies((verb.Accept("Joko"), PU))
        assert clock(book["a"].clocks, "acceptance").ended is None
        book.do("a", verb.Accept("Ayu"), DLH)
        assert clock(book["a"].clocks, "acceptance").ended == NOW

    def test_validation_and_objection_wait_for_the_last(self) -> None:
        book = with_two_agencies(*ACCEPTS, (DONE, PU))
        rules = {run.rule for run in book["a"].clocks}
        assert "validation" not in rules
        book.do("a", verb.Validate(opd="pu"))
        assert clock(book["a"].clocks, "completion").ended is None
        book.do("a", DLH_DONE, DLH)
        assert clock(book["a"].clocks, "validation").ended is None
        book.do("a", verb.Validate(opd="dlh"))
        ended = {run.rule: run.ended for run in book["a"].clocks}
        assert ended["validation"] == ended["completion"] == NOW
        assert ended["objection"] is None

    def test_refusing_one_ends_the_validation_of_the_case(self) -> None:
        book = with_two_agencies(*ACCEPTS, (DONE, PU), (DLH_DONE, DLH))
        book.do("a", verb.Refuse("Kotor", "dlh"))
        assert clock(book["a"].clocks, "validation").ended == NOW

    def test_a_bounce_lets_the_other_be_judged(self) -> None:
        book = with_two_agencies((verb.Accept("Joko"), PU), (DONE, PU), (verb.Bounce("x"), DLH))
        assert book["a"].state is State.AWAITING_VALIDATION
        ended = {run.rule: run.ended for run in book["a"].clocks}
        assert ended["acceptance"] == NOW
        assert ended["validation"] is None
