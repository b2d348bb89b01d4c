"""The room's verbs: what each needs before a case leaves the room, and each refusal's word."""

from dataclasses import replace
from typing import Any

import pytest

from db.domain import commands as verb
from db.domain.case import Place
from db.domain.states import State
from tests.db.domain.small_city import (
    BOTH,
    BUDI,
    FORWARD,
    HOUR,
    LAKSA,
    NOW,
    PU,
    RINA,
    SARI,
    SYSTEM,
    Book,
    clock,
    is_repeat,
    refusal,
    standing,
    with_two_agencies,
)


class TestReceive:
    """A report opens a case; what it says is kept, what it claims is looked up."""

    def test_it_opens_a_case(self) -> None:
        case = Book().received("a", "Lampu mati", category="jalan", anonymous=True)
        assert (case.state, case.number, case.assignment_no) == (State.RECEIVED, "KK-26-000001", 0)
        assert (case.text, case.reports[0].anonymous, case.acts) == ("Lampu mati", True, ())
        assert clock(case.clocks, "room").due == NOW + 24 * HOUR

    def test_a_report_of_the_future_has_come_now(self) -> None:
        assert Book().received("a", at=NOW + HOUR).first_at == NOW

    def test_a_late_one_keeps_its_arrival(self) -> None:
        case = Book().received("a", at=NOW - HOUR)
        assert (case.first_at, case.changed_at) == (NOW - HOUR, NOW)
        assert clock(case.clocks, "room").due == NOW + 23 * HOUR

    def test_its_category_gives_priority_and_secrecy(self) -> None:
        book = Book()
        assert book.received("a", category="kebakaran").priority == "emergency"
        assert book.received("b", category="kebakaran", priority="urgent").priority == "urgent"
        assert book.received("c", category="anak").secret
        assert not book.received("d", category="jalan").secret

    @pytest.mark.parametrize(
        ("wrong", "key"),
        [
            ({"text": " \n"}, "text_missing"),
            ({"channel": "fax"}, "unknown_channel"),
            ({"report_class": "gossip"}, "unknown_class"),
            ({"category": "jalan\u202e"}, "unknown_category"),
            ({"priority": "banana"}, "unknown_value"),
            ({"place": Place(area="99")}, "unknown_area"),
            ({"place": Place(lat=-6.0)}, "half_a_point"),
            ({"place": Place(lat=91.0, lng=0.0)}, "point_off_the_earth"),
            ({"place": Place(lat=float("nan"), lng=0.0)}, "point_off_the_earth"),
            ({"due": {"room": NOW}}, "not_allowed"),
        ],
    )
    def test_what_is_wrong_with_a_report(self, wrong: dict[str, Any], key: str) -> None:
        act = replace(verb.Receive("r", "laksa", "Lampu mati"), **wrong)
        assert refusal(Book(), act, LAKSA) == key

    def test_an_importer_brings_a_deadline(self) -> None:
        book = Book()
        due = {"room": NOW + 2 * HOUR}
        book.do("a", verb.Receive("r", "laksa", "Lampu mati", due=due), SYSTEM)
        assert clock(book["a"].clocks, "room").due == NOW + 2 * HOUR

    def test_a_case_opens_once(self) -> None:
        act = verb.Receive("r-2", "laksa", "Lampu mati")
        assert refusal(standing(State.RECEIVED), act, LAKSA) == "case_exists"


class TestForward:
    """The officer sends a complete case to agencies that exist."""

    def test_it_dispatches(self) -> None:
        case = with_two_agencies()["a"]
        assert [task.opd for task in case.tasks] == ["pu", "dlh"]
        assert (case.assignment_no, case.category, case.place.text) == (1, "jalan", "Jl. Merdeka")

    @pytest.mark.parametrize(
        ("wrong", "key"),
        [
            ({"opds": ()}, "opd_missing"),
            ({"opds": ("pu", "pu")}, "opd_twice"),
            ({"opds": ("pu", "PU ")}, "unknown_opd"),
            ({"opds": ("'; drop table cases",)}, "unknown_opd"),
            ({"category": ""}, "unknown_category"),
            ({"report_class": "complaint\x00"}, "unknown_class"),
            ({"place": Place()}, "place_missing"),
            ({"place": Place(lng=106.6)}, "half_a_point"),
        ],
    )
    def test_what_is_wrong_with_it(self, wrong: dict[str, Any], key: str) -> None:
        assert refusal(standing(State.RECEIVED), replace(FORWARD, **wrong)) == key

    @pytest.mark.parametrize(
        "place", [Place(no_place="banjir di mana-mana"), Place(lat=-6.2, lng=106.7)]
    )
    def test_a_reason_or_a_point_is_a_place(self, place: Place) -> None:
        standing(State.RECEIVED).do("a", replace(FORWARD, place=place))

    def test_the_same_agency_again_is_no_second_dispatch(self) -> None:
        for state in (State.FORWARDED, State.ACCEPTED, State.ON_SITE, State.SCHEDULED):
            assert is_repeat(standing(state), replace(FORWARD, category="sampah"), RINA, expect=0)

    def test_the_same_agencies_in_any_order(self) -> None:
        assert is_repeat(with_two_agencies(), replace(BOTH, opds=("dlh", "pu")), RINA, expect=0)

    def test_after_the_third_bounce_a_supervisor_forwards(self) -> None:
        book = standing(State.RECEIVED)
        for _ in range(3):
            book.do("a", FORWARD)
            book.do("a", verb.Bounce("Bukan kami"), PU)
        assert refusal(book, FORWARD) == "bounced_thrice"
        book.do("a", FORWARD, BUDI)

    def test_a_hidden_category_hides_the_case(self) -> None:
        book = standing(State.RECEIVED)
        assert book.do("a", replace(FORWARD, category="anak")).hides
        assert book["a"].secret

    def test_the_system_forwards_by_itself(self) -> None:
        standing(State.RECEIVED).do("a", FORWARD, SYSTEM, expect=None)


class TestReassign:
    """Another agency: an officer's while nobody has begun, a supervisor's afterwards."""

    def test_before_anybody_accepted(self) -> None:
        book = standing(State.FORWARDED)
        book.do("a", verb.Reassign(("dlh",), "Salah alamat"))
        assert ([task.opd for task in book["a"].tasks], book["a"].assignment_no) == (["dlh"], 2)

    @pytest.mark.parametrize("state", [State.ACCEPTED, State.ON_SITE, State.SCHEDULED])
    def test_begun_work_is_the_supervisors(self, state: State) -> None:
        act = verb.Reassign(("dlh",), "Salah alamat")
        assert refusal(standing(state), act) == "supervisor_only"
        standing(state).do("a", act, BUDI)

    def test_begun_work_of_one_agency_behind_another_that_has_not(self) -> None:
        book = with_two_agencies((verb.Accept("Joko"), PU), (verb.Start(), PU))
        assert book["a"].state is State.FORWARDED
        assert refusal(book, verb.Reassign(("dishub",), "Salah alamat")) == "supervisor_only"

    def test_it_needs_a_reason_and_agencies(self) -> None:
        book = standing(State.FORWARDED)
        assert refusal(book, verb.Reassign(("dlh",), " ")) == "text_missing"
        assert refusal(book, verb.Reassign((), "Salah alamat")) == "opd_missing"

    def test_to_the_same_is_no_second_dispatch(self) -> None:
        assert is_repeat(standing(State.FORWARDED), verb.Reassign(("pu",), "x"), SARI)


class TestAnswer:
    """The room answers what it may answer itself."""

    def test_information(self) -> None:
        book = Book()
        book.received("a", report_class="information")
        book.do("a", verb.Answer("Buka pukul 8"))
        assert (book["a"].state, book["a"].answered) == (State.RESOLVED, True)
        assert refusal(book, verb.Answer("Buka pukul 9"), RINA) == "already_closed"

    def test_not_a_complaint_and_not_in_silence(self) -> None:
        book = standing(State.RECEIVED)
        assert refusal(book, verb.Answer("Sabar")) == "class_not_answered_here"
        assert refusal(book, verb.Answer("")) == "text_missing"


class TestAskReporterAndComplete:
    """A report that is incomplete waits for its reporter, and the clocks wait too."""

    def test_clocks_resume_where_they_stopped(self) -> None:
        book = standing(State.RECEIVED)
        book.do("a", verb.AskReporter("Di mana?", ("place",)))
        assert (book["a"].state, book["a"].assignment_no) == (State.RETURNED, 1)
        book.pass_time(5 * HOUR)
        book.do("a", verb.Complete("Di depan sekolah", Place("Sekolah")), LAKSA)
        assert (book["a"].state, book["a"].place.text) == (State.RECEIVED, "Sekolah")

    def test_both_need_words(self) -> None:
        assert refusal(standing(State.RECEIVED), verb.AskReporter("")) == "text_missing"
        assert refusal(standing(State.RETURNED), verb.Complete("")) == "text_missing"
        half = verb.Complete("Sini", Place(lat=1.0))
        assert refusal(standing(State.RETURNED), half) == "half_a_point"


class TestDecline:
    """Not the city's: an officer says so, a supervisor confirms."""

    @pytest.mark.parametrize("confirmed", ["", " ", "sari", "Sari "])
    def test_nobody_confirms_himself(self, confirmed: str) -> None:
        act = verb.Decline("Provinsi", "Milik provinsi", confirmed)
        assert refusal(standing(State.RECEIVED), act) == "supervisor_only"

    def test_a_supervisor_needs_nobody(self) -> None:
        book = standing(State.RECEIVED)
        book.do("a", verb.Decline("Provinsi", "Milik provinsi"), BUDI)
        assert all(run.ended for run in book["a"].clocks)

    def test_body_and_text_are_said(self) -> None:
        book = standing(State.RECEIVED)
        assert refusal(book, verb.Decline("", "x", "Budi")) == "text_missing"
        assert refusal(book, verb.Decline("Provinsi", "", "Budi")) == "text_missing"


class TestArchive:
    """Only for a reason of the city's list, and nothing runs on."""

    def test_reason(self) -> None:
        assert refusal(standing(State.RECEIVED), verb.Archive("malas"), BUDI) == "unknown_reason"

    def test_a_paused_clock_ends_too(self) -> None:
        book = standing(State.RETURNED)
        book.do("a", verb.Archive("spam"), BUDI)
        assert all(run.ended for run in book["a"].clocks)
