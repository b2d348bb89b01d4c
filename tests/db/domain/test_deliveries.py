"""Deliveries: one set for each assignment, tried for 72 hours, alarmed, never in silence."""

import contextlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.astray import awaited, failed, sendable
from db.domain.case import Astray
from db.domain.changes import Outcome
from db.domain.climbs import id_of
from db.domain.commands import Verb
from db.domain.deliveries import (
    GIVEN_UP,
    Attempt,
    Job,
    JobState,
    Notice,
    Reply,
    acknowledged,
    arrived,
    claimed,
    seen,
    settled,
)
from db.domain.ladder import steps
from db.domain.ladder import told as told_to
from db.domain.refused import Refused
from db.domain.states import State
from tests.db.domain.post_room import CITY, WAYS, Answering, PostRoom
from tests.db.domain.small_city import BOTH, BUDI, FORWARD, MINUTE, NOW, PU, SARI, SYSTEM

YES = Attempt(Reply.DELIVERED, "http_200")
NO = Attempt(Reply.UNSENT, "unreachable")
LOST = Attempt(Reply.UNKNOWN, "timeout")
HOLD = Attempt(Reply.HOLD, "look_first")
HOUR = timedelta(hours=1)


def says(*attempts: Attempt) -> Answering:
    """Answers in this order, the last one for ever."""
    left = list(attempts)
    return lambda job: left.pop(0) if len(left) > 1 else left[0]


def room(act: Verb = FORWARD, **received: str) -> PostRoom:
    """A case "a" that has just been sent out."""
    book = PostRoom()
    book.received("a", **received)
    book.do("a", act)
    return book


def told(opd: str, withdrawn: bool = False, name: str = "Bu Ratna") -> verb.Deliver:
    """An officer's word that an agency was told by phone."""
    return verb.Deliver(opd, "phone", "delivered", withdrawn=withdrawn, name=name)


def again(lost: Astray) -> verb.Resend:
    """An officer's wish that it goes once more."""
    return verb.Resend(lost.job, lost.opd, lost.channel, lost.withdrawn)


ASTRAY = Astray("none", "pu", "webhook", NOW)


def to_dlh() -> PostRoom:
    return room(verb.Forward(("dlh",), "sampah", "complaint", place=FORWARD.place))


class TestOneSet:
    def test_a_forward_makes_a_job_for_each_way_and_starts_the_first(self) -> None:
        book = room()

        assert book.states("pu") == {"webhook": JobState.QUEUED, "email": JobState.RESERVE}
        first = book.of_agency("pu")[0]
        assert (first.next_at, first.alarm_at) == (book.now, book.now + 30 * MINUTE)

    def test_each_agency_gets_its_own(self) -> None:
        book = room(BOTH)

        assert {(job.opd, job.channel) for job in book.jobs.values()} == {
            (opd, way) for opd in ("pu", "dlh") for way in WAYS[opd]
        }

    def test_the_same_forward_by_another_officer_makes_none(self) -> None:
        book = room()
        before = dict(book.jobs)

        assert book.do("a", FORWARD, BUDI).outcome is Outcome.SAME_EFFECT
        assert book.jobs == before

    def test_ids_are_of_the_command_and_not_of_chance(self) -> None:
        assert list(room().jobs) == list(room().jobs)

    def test_what_an_earlier_system_forwarded_is_not_told_again(self) -> None:
        book = PostRoom()
        book.received("a")
        book.do("a", FORWARD, SYSTEM)

        assert book.jobs == {}


class TestTrying:
    def test_the_ladder(self) -> None:
        book = room()
        book.run(NOW + 4 * HOUR, says(NO))
        tried = [job.next_at - NOW for job in book.attempts if job.channel == "webhook"]  # type: ignore[operator]

        seconds = [pause.total_seconds() for pause in tried[:9]]
        assert seconds == [0, 5, 35, 155, 455, 1355, 3155, 6755, 10355]
        assert len({job.id for job in book.attempts if job.channel == "webhook"}) == 1

    def test_they_are_asked_to_wait_and_it_waits_but_not_for_days(self) -> None:
        book = room()
        book.work(says(Attempt(Reply.UNKNOWN, "http_503", timedelta(minutes=7))))
        assert book.of_agency("pu")[0].next_at == NOW + 7 * MINUTE

        book = room()
        book.work(says(Attempt(Reply.UNKNOWN, "http_503", timedelta(days=9))))
        assert book.of_agency("pu")[0].next_at == NOW + HOUR

    def test_after_half_an_hour_the_room_hears_and_the_next_way_is_opened(self) -> None:
        book = room()
        book.run(NOW + 29 * MINUTE, says(NO))
        assert book["a"].tasks[0].delivery == ""
        assert book.states("pu")["email"] is JobState.RESERVE

        book.run(NOW + 30 * MINUTE, says(NO))
        task = book["a"].tasks[0]
        assert (task.delivery, task.channel, task.tries) == ("failed", "webhook", 6)
        assert book.changes[-1].act.reason == "unreachable"  # type: ignore[union-attr]
        assert book.states("pu")["email"] is JobState.QUEUED

    def test_for_an_emergency_after_five_minutes(self) -> None:
        book = PostRoom()
        book.received("a", priority="emergency")
        book.do("a", FORWARD)
        book.run(NOW + 5 * MINUTE, says(NO))

        assert book["a"].tasks[0].delivery == "failed"

    def test_the_second_way_arrives_and_says_so(self) -> None:
        book = room()
        book.run(NOW + 31 * MINUTE, lambda job: YES if job.channel == "email" else NO)
        task = book["a"].tasks[0]

        assert (task.delivery, task.channel) == ("delivered", "email")
        assert task.delivered_at == NOW + 30 * MINUTE

    def test_a_way_that_arrives_makes_the_later_ones_needless(self) -> None:
        book = room()
        book.work(says(YES))

        assert book.states("pu") == {"webhook": JobState.DELIVERED, "email": JobState.CANCELLED}

    @pytest.mark.parametrize(
        ("attempt", "state"),
        [
            (Attempt(Reply.GONE, "http_410"), JobState.FAILED),
            (Attempt(Reply.REFUSED, "http_404"), JobState.QUEUED),
            (Attempt(Reply.HOLD, "look_first"), JobState.HELD),
        ],
    )
    def test_what_time_will_not_mend_is_alarmed_at_once(
        self, attempt: Attempt, state: JobState
    ) -> None:
        book = room()
        book.work(says(attempt))
        book.work(says(attempt))

        assert book.states("pu")["webhook"] is state
        assert book["a"].tasks[0].delivery == "failed"
        assert book.states("pu")["email"] is not JobState.RESERVE

    def test_after_72_hours_nobody_tries_any_longer(self) -> None:
        book = room()
        book.run(NOW + GIVEN_UP + HOUR, says(NO))

        assert set(book.states("pu").values()) == {JobState.FAILED}
        assert all(job.alarmed_at for job in book.jobs.values())
        assert book.next_instant() is None

    def test_an_agency_with_only_a_telephone_is_the_rooms_to_ring(self) -> None:
        book = room(verb.Forward(("dishub",), "jalan", "complaint", place=FORWARD.place))
        book.run(NOW + 29 * MINUTE, says(YES))
        assert book.attempts == []
        assert book.states("dishub") == {"phone": JobState.HELD}

        book.run(NOW + 30 * MINUTE, says(YES))
        assert book["a"].tasks[0].delivery == "failed"

        book.do("a", verb.Accept("Pak Piket", "dishub"))
        assert book.states("dishub") == {"phone": JobState.ACKNOWLEDGED}


class TestCallingOff:
    REASSIGN = verb.Reassign(("dlh",), "Bukan jalan")

    def test_what_was_not_sent_is_cancelled_and_nobody_hears_of_it(self) -> None:
        book = room()
        book.do("a", self.REASSIGN)

        assert set(book.states("pu").values()) == {JobState.CANCELLED}
        assert book.states("dlh")["console"] is JobState.QUEUED

    @pytest.mark.parametrize("answer", [YES, LOST])
    def test_an_agency_that_may_know_is_told(self, answer: Attempt) -> None:
        book = room()
        book.work(says(answer))
        book.do("a", self.REASSIGN)
        notice = book.of_agency("pu")[-1]

        assert (notice.notice, notice.channel) == (Notice.WITHDRAWN, "webhook")
        assert notice.state is JobState.QUEUED
        book.work(says(YES))
        assert (book.changes[-1].kind, book.changes[-1].act.withdrawn) == ("delivered", True)  # type: ignore[union-attr]

    def test_one_that_is_being_sent_now_counts_as_told(self) -> None:
        book = room()
        flying = claimed(book.of_agency("pu")[0], book.now, book.now + MINUTE)
        book.keep([flying])
        book.do("a", self.REASSIGN)

        assert [job.notice for job in book.of_agency("pu")].count(Notice.WITHDRAWN) == 1
        late = arrived(book.jobs[flying.id], book.now)
        book.keep(settled(book.of_case("a"), late))
        assert book.jobs[flying.id].state is JobState.CANCELLED
        assert [step for id, step in book.told if id == flying.id] == []

    def test_an_undo_tells_the_first_agency_anew(self) -> None:
        book = room()
        book.work(says(YES))
        moved = book.do("a", self.REASSIGN)
        book.work(says(YES))
        assert book["a"].tasks[0].opd == "dlh"

        book.do("a", verb.Undo(moved.id))
        task = book["a"].tasks[0]
        assert (task.opd, task.delivery) == ("pu", "")
        sets = {job.command for job in book.of_agency("pu") if job.notice is Notice.FORWARDED}
        assert len(sets) == 2
        book.work(says(YES))
        assert book["a"].tasks[0].delivery == "delivered"

    def test_an_undo_of_something_else_takes_no_news_back(self) -> None:
        book = room()
        taken = book.do("a", verb.Accept("Joko"), PU)
        book.work(says(YES))
        book.do("a", verb.Undo(taken.id), PU)

        assert (book["a"].state, book["a"].tasks[0].delivery) == (State.FORWARDED, "delivered")

    def test_a_merge_withdraws_and_an_unmerge_sends_again(self) -> None:
        book = room()
        book.received("b")
        book.work(says(YES))
        book.do("a", verb.Merge("b"))
        assert [job.notice for job in book.of_agency("pu")][-1] is Notice.WITHDRAWN

        book.do("a", verb.Unmerge())
        fresh = [job for job in book.of_agency("pu") if job.state is JobState.QUEUED]
        assert [job.notice for job in fresh] == [Notice.FORWARDED]
        assert book["a"].tasks[0].delivery == ""

    def test_work_that_is_done_is_not_withdrawn(self) -> None:
        book = room()
        book.work(says(YES))
        for act, by in (
            (verb.Accept("Joko"), PU),
            (verb.Finish("Sudah", ("p1",)), PU),
            (verb.Validate(), SARI),
            (verb.Object("Belum"), BUDI),
        ):
            book.do("a", act, by)

        assert {job.notice for job in book.jobs.values()} == {Notice.FORWARDED}


class TestSettledByAPerson:
    REASSIGN = verb.Reassign(("dlh",), "Bukan jalan")

    def held(self, channel: str = "open311") -> PostRoom:
        """A forward of unknown outcome that only a person can clear up."""
        book = room()
        first, other = book.of_agency("pu")
        del book.jobs[other.id]
        book.keep([replace(first, channel=channel)])
        book.work(says(LOST))
        book.run(NOW + 6 * MINUTE, says(HOLD))
        return book

    def test_told_by_phone_ends_what_was_held(self) -> None:
        book = self.held()
        (lost,) = failed(book["a"])
        assert (lost.opd, lost.channel, lost.reason) == ("pu", "open311", "look_first")
        change = book.do("a", replace(told("pu"), at=book.now - MINUTE))

        assert (change.kind, change.by.id) == ("delivered", "sari")
        task = book["a"].tasks[0]
        assert (task.delivery, task.channel) == ("delivered", "phone")
        assert task.delivered_at == book.now - MINUTE
        assert book.states("pu")["open311"] is JobState.DELIVERED
        assert failed(book["a"]) == []
        assert list(awaited(book["a"])) == []
        assert "failed" not in {step for _, step in book.told[1:]}

    def test_what_their_own_system_may_want_still_goes_there_without_an_alarm(self) -> None:
        book = room()
        book.do("a", told("pu"))
        assert book.states("pu") == {"webhook": JobState.QUEUED, "email": JobState.CANCELLED}
        book.run(NOW + HOUR, says(NO))
        assert book.told == []
        book.run(NOW + 2 * HOUR, says(YES))
        assert book.states("pu")["webhook"] is JobState.DELIVERED

    def test_a_telephone_is_settled_before_anybody_is_alarmed(self) -> None:
        book = room(verb.Forward(("dishub",), "jalan", "complaint", place=FORWARD.place))
        book.do("a", told("dishub"))
        book.run(NOW + GIVEN_UP + HOUR, says(NO))

        assert book.states("dishub") == {"phone": JobState.DELIVERED}
        assert book.told == []

    def test_told_twice_is_agreed_with_once(self) -> None:
        book = self.held()
        book.do("a", told("pu"))
        before = dict(book.jobs)

        assert book.do("a", told("pu", name="Pak Jo"), BUDI).outcome is Outcome.SAME_EFFECT
        assert book.jobs == before

    def test_of_a_withdrawal_without_a_form_the_agency_is_told(self) -> None:
        book = self.held()
        book.do("a", self.REASSIGN)
        book.work(says(HOLD))
        book.work(says(HOLD))
        (lost,) = failed(book["a"])
        assert (lost.opd, lost.withdrawn) == ("pu", True)
        assert sendable(book["a"]) == []

        book.do("a", told("pu", withdrawn=True))
        notice = book.of_agency("pu")[-1]
        assert (notice.notice, notice.state) == (Notice.WITHDRAWN, JobState.DELIVERED)
        assert failed(book["a"]) == []
        twice = book.do("a", told("pu", withdrawn=True), BUDI)
        assert twice.outcome is Outcome.SAME_EFFECT

    def test_an_agency_that_gets_the_case_again_is_not_told_that_it_was_taken(self) -> None:
        book = self.held()
        moved = book.do("a", self.REASSIGN)
        book.work(says(HOLD))
        book.work(says(HOLD))
        book.do("a", verb.Undo(moved.id))

        assert book["a"].astray == ()

    def test_sent_again_it_keeps_its_id_and_is_not_looked_for(self) -> None:
        book = self.held()
        (lost,) = sendable(book["a"])
        assert book.jobs[lost.job].told_at is not None
        book.do("a", again(lost))
        job = book.jobs[lost.job]
        assert (job.state, job.told_at, job.next_at) == (JobState.QUEUED, None, book.now)
        assert (book["a"].tasks[0].delivery, sendable(book["a"])) == ("", [])

        book.work(says(YES))
        assert book.jobs[lost.job].state is JobState.DELIVERED
        assert book["a"].tasks[0].delivery == "delivered"

    def test_one_that_fails_once_more_is_alarmed_once_more(self) -> None:
        book = self.held()
        (lost,) = sendable(book["a"])
        book.do("a", again(lost))
        assert book.do("a", again(lost), BUDI).outcome is Outcome.SAME_EFFECT
        book.work(says(HOLD))
        book.work(says(HOLD))

        assert [one.job for one in failed(book["a"])] == [lost.job]
        assert book.told.count((lost.job, "failed")) == 2

    def test_what_may_have_arrived_by_a_way_that_knows_repeats_still_may(self) -> None:
        book = room()
        book.work(says(LOST))
        book.run(NOW + 31 * MINUTE, says(LOST))
        (lost, *_) = sendable(book["a"])
        book.do("a", again(lost))

        assert book.jobs[lost.job].may_have_arrived

    def test_after_72_hours_it_has_them_anew(self) -> None:
        book = room()
        book.run(NOW + GIVEN_UP + HOUR, says(NO))
        (lost, mail) = sendable(book["a"])
        assert (lost.channel, mail.channel) == ("webhook", "email")
        book.do("a", again(lost))
        book.run(book.now + HOUR, says(NO, NO, NO, YES))

        assert book.states("pu")["webhook"] is JobState.DELIVERED

    def test_what_is_under_way_is_not_sent_beside_itself(self) -> None:
        book = self.held("webhook")
        (lost,) = sendable(book["a"])
        flying = claimed(book.jobs[lost.job], book.now, book.now + MINUTE)
        book.keep([flying])
        book.do("a", again(lost))

        after = book.jobs[lost.job]
        assert (after.lease_until, after.next_at) == (flying.lease_until, flying.next_at)
        assert after.alarm_at is not None

    @pytest.mark.parametrize(
        ("act", "key"),
        [
            (told("pu", name=" "), "text_missing"),
            (told("dlh"), "delivery_over"),
            (told("pu", withdrawn=True), "delivery_over"),
            (replace(told("pu"), since=NOW - HOUR), "delivery_over"),
            (replace(told("pu"), step="seen"), "not_allowed"),
            (replace(told("pu"), channel="webhook"), "not_allowed"),
            (again(ASTRAY), "delivery_over"),
        ],
    )
    def test_only_what_is_awaited_is_settled(self, act: Verb, key: str) -> None:
        book = self.held()
        with pytest.raises(Refused) as no:
            book.do("a", act)
        assert no.value.key == key

    def test_once_they_have_accepted_there_is_nothing_to_settle(self) -> None:
        book = self.held()
        (lost,) = sendable(book["a"])
        book.do("a", verb.Accept("Joko"), PU)
        for act in (told("pu"), again(lost)):
            with pytest.raises(Refused, match="delivery_over"):
                book.do("a", act)

    def test_another_assignment_was_seen(self) -> None:
        book = self.held()
        stale = book.command("a", told("pu"), BUDI)
        book.do("a", self.REASSIGN)
        with pytest.raises(Refused, match="assignment_changed"):
            book.decide(stale)


class TestAgencysOwnSigns:
    def test_taken_then_seen_then_acknowledged(self) -> None:
        book = to_dlh()
        console = book.of_agency("dlh")[0]
        for step, name in ((arrived, "delivered"), (seen, "seen"), (acknowledged, "acknowledged")):
            book.pass_time(MINUTE)
            done = step(book.jobs[console.id], book.now)
            book.keep(settled(book.of_case("a"), done))
            assert book["a"].tasks[0].delivery == name

        task = book["a"].tasks[0]
        assert (task.delivered_at, task.seen_at) == (NOW + MINUTE, NOW + 2 * MINUTE)
        assert book.states("dlh")["phone"] is JobState.CANCELLED

    def test_whoever_accepted_needs_no_alarm_but_its_system_still_hears(self) -> None:
        book = room()
        book.do("a", verb.Accept("Joko"), PU)
        book.run(NOW + 4 * HOUR, says(NO, NO, NO, NO, NO, NO, NO, YES))

        assert book.states("pu") == {"webhook": JobState.DELIVERED, "email": JobState.CANCELLED}
        assert "failed" not in {step for _, step in book.told}

    def test_and_one_that_never_arrives_then_ends_without_one(self) -> None:
        book = room()
        book.do("a", verb.Accept("Joko"), PU)
        book.run(NOW + GIVEN_UP + HOUR, says(NO))

        assert book.states("pu")["webhook"] is JobState.CANCELLED


ATTEMPTS = st.sampled_from(
    [
        YES,
        NO,
        LOST,
        Attempt(Reply.REFUSED, "http_403"),
        Attempt(Reply.GONE, "http_410"),
        Attempt(Reply.HOLD, "look_first"),
        Attempt(Reply.UNKNOWN, "http_503", HOUR),
    ]
)
OPDS = st.sampled_from([("pu",), ("dlh",), ("pu", "dlh"), ("dishub",), ("dishub", "pu")])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_happens_every_assignment_has_one_set_and_every_job_ends(
    data: st.DataObject,
) -> None:
    book = room(
        data.draw(
            OPDS.map(lambda opds: verb.Forward(opds, "jalan", "complaint", place=FORWARD.place))
        )
    )
    book.received("b")

    def answering(job: Job) -> Attempt:
        return data.draw(ATTEMPTS)

    for _ in range(data.draw(st.integers(1, 9))):
        pause = timedelta(seconds=data.draw(st.sampled_from([0, 6, 300, 2000])))
        clocks = book["a"].clocks
        numbers = book["a"].assignment_no
        book.run(book.now + pause, answering)
        assert (book["a"].clocks, book["a"].assignment_no) == (clocks, numbers)
        with contextlib.suppress(Refused):
            _anything(book, data)
    book.run(book.now + GIVEN_UP + 80 * HOUR + GIVEN_UP, answering)

    for command in {job.command for job in book.jobs.values()}:
        for opd in WAYS:
            ways = [
                job.channel
                for job in book.jobs.values()
                if (job.command, job.opd, job.notice) == (command, opd, Notice.FORWARDED)
            ]
            assert ways in ([], list(WAYS[opd]))
    assert book.next_instant() is None
    for job in book.jobs.values():
        assert job.over
        assert job.arrived or job.alarmed_at or job.state is JobState.CANCELLED
    _nobody_believes_wrongly(book)


def _anything(book: PostRoom, data: st.DataObject) -> None:
    case = book["a"]
    acts: dict[str, Verb] = {
        "forward": verb.Forward(data.draw(OPDS), "jalan", "complaint", place=FORWARD.place),
        "reassign": verb.Reassign(data.draw(OPDS), "Salah alamat"),
        "accept": verb.Accept("Joko", case.tasks[0].opd if case.tasks else None),
        "bounce": verb.Bounce("Bukan kami", opd=case.tasks[-1].opd if case.tasks else None),
        "undo": verb.Undo(case.acts[-1].change if case.acts else ""),
        "merge": verb.Merge("b"),
        "unmerge": verb.Unmerge(),
        "tell": told(*next(awaited(case), ("pu", False))),
        "resend": again(next(iter(sendable(case)), ASTRAY)),
    }
    book.do("a", acts[data.draw(st.sampled_from(sorted(acts)))], BUDI)


def _nobody_believes_wrongly(book: PostRoom) -> None:
    """The last an agency may have heard by a way is how it stands, or the room was alarmed."""
    held = book["a"].tasks if book["a"].state is not State.MERGED else ()
    for opd, ways in WAYS.items():
        mine = any(task.opd == opd for task in held)
        for way in set(ways) - {"phone"}:
            jobs = [job for job in book.of_agency(opd) if job.channel == way]
            heard = [job for job in jobs if job.may_have_arrived]
            last = max(
                heard, key=lambda job: (job.seq, job.state is not JobState.CANCELLED), default=None
            )
            if last is None or mine:
                continue
            later = [j for j in jobs if j.seq > last.seq and j.notice is Notice.WITHDRAWN]
            assert last.notice is Notice.WITHDRAWN or any(j.alarmed_at for j in later)


class TestBeingLate:
    """The step of a ladder that names an agency is told to it, as a letter of its own."""

    def late(self) -> PostRoom:
        """The case has come, and the agency was silent until its head was told."""
        book = room()
        book.run(NOW + MINUTE, says(YES))
        for _ in range(3):
            self.climb(book)
        return book

    def climb(self, book: PostRoom) -> None:
        """Take the step that is due first, as the server does."""
        step = steps(book["a"], CITY)[0]
        book.run(step.at + timedelta(seconds=1), says(YES))
        to, opds = told_to(step, book["a"])
        act = verb.Escalate(step.rule, step.started, step.step, to, opds, "Hana")
        id = id_of("a", step.rule, step.started, step.step)
        book.take(book.decide(replace(book.command("a", act, SYSTEM), id=id)))

    def letters(self, book: PostRoom, opd: str = "pu") -> dict[str, Job]:
        """Its jobs, by their way."""
        return {j.channel: j for j in book.of_agency(opd) if j.notice is Notice.ESCALATED}

    def test_the_head_is_told_by_the_ways_of_the_agency_under_ids_of_their_own(self) -> None:
        book = self.late()
        found = self.letters(book)
        assert {way: job.state for way, job in found.items()} == {
            "webhook": JobState.QUEUED,
            "email": JobState.RESERVE,
        }
        assert len({job.id for job in book.jobs.values()}) == len(book.jobs) == 4
        said = json.loads(found["webhook"].body)
        assert (said["type"], said["late"]["rule"], said["late"]["step"], said["told"]["name"]) == (
            "case.escalated", "acceptance", 3, "Hana",
        )  # fmt: skip

    def test_that_it_came_stands_in_the_timeline_and_alters_no_task(self) -> None:
        book = self.late()
        before = book["a"].tasks
        book.work(says(YES))
        assert self.letters(book)["webhook"].state is JobState.DELIVERED
        assert book.told[-1] == (self.letters(book)["webhook"].id, "delivered")
        assert book["a"].tasks == before

    def test_what_did_not_come_is_alarmed_and_the_next_way_taken_until_a_person_calls(self) -> None:
        book = self.late()
        before = book["a"].tasks
        book.run(book.now + 31 * MINUTE, says(NO))
        (lost,) = failed(book["a"])
        assert (lost.ladder, lost.channel, lost.withdrawn) == ("acceptance", "webhook", False)
        assert self.letters(book)["email"].state is JobState.QUEUED
        assert list(awaited(book["a"])) == [("pu", False)]
        book.do("a", told("pu", name="Pak Hana"))
        assert failed(book["a"]) == []
        assert book["a"].tasks == before  # the case itself had come long ago
        alarms = len(book.told)
        book.run(book.now + 2 * HOUR, says(NO))
        assert len(book.told) == alarms
        twice = book.do("a", told("pu", name="Pak Hana"), BUDI)
        assert twice.outcome is Outcome.SAME_EFFECT

    def test_sent_again_it_is_told_of_anew_and_the_task_is_not(self) -> None:
        book = self.late()
        book.run(book.now + 31 * MINUTE, says(NO))
        before = book["a"].tasks
        (lost,) = sendable(book["a"])
        book.do("a", again(lost))
        assert (book["a"].tasks, sendable(book["a"])) == (before, [])
        book.run(book.now + HOUR, says(YES))
        assert book.jobs[lost.job].state is JobState.DELIVERED
        assert {one.step for one in book["a"].astray} == {"delivered"}

    def test_once_the_agency_accepts_nobody_need_hear_of_it(self) -> None:
        book = self.late()
        book.run(book.now + 31 * MINUTE, says(NO))
        assert failed(book["a"])
        book.do("a", verb.Accept("Jo"), PU)
        assert {job.state for job in self.letters(book).values()} == {JobState.CANCELLED}
        assert book["a"].astray == ()

    def test_an_agency_that_only_heard_that_it_is_late_hears_that_the_case_is_taken_back(
        self,
    ) -> None:
        book = self.late()
        book.work(says(YES))
        book.do("a", verb.Reassign(("dlh",), "salah alamat"))
        last = [job.channel for job in book.of_agency("pu") if job.notice is Notice.WITHDRAWN]
        assert last == ["webhook"]

    def test_a_telephone_is_the_rooms_to_use(self) -> None:
        book = room(verb.Forward(("dishub",), "jalan", "complaint", place=FORWARD.place))
        book.do("a", told("dishub"))
        for _ in range(3):
            self.climb(book)
        assert self.letters(book, "dishub")["phone"].state is JobState.HELD
        book.run(book.now + 31 * MINUTE, says(YES))
        assert {one.reason for one in failed(book["a"])} == {"by_hand"}
        assert [one.ladder for one in failed(book["a"])] == ["acceptance"]
