"""Every verb from every state, by every role; what was seen, how old it is, what it may hold."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.commands import LAWS, Verb
from db.domain.refused import Refused
from db.domain.states import MOVES, OPEN, Role, State
from tests.db.domain.small_city import (
    ADMIN,
    BUDI,
    CITY,
    DONE,
    EVERYONE,
    FORWARD,
    HEAD,
    MAYOR,
    MINUTE,
    NOW,
    PU,
    PU_TOO,
    RINA,
    SYSTEM,
    Book,
    refusal,
    refused,
    standing,
)

LATER = NOW + timedelta(days=3)
ONE_OF_EACH: tuple[Verb, ...] = (
    FORWARD,
    verb.Reassign(("dlh",), "Salah alamat"),
    verb.Accept("Joko"),
    verb.Bounce("Bukan jalan kota"),
    verb.Start(),
    verb.Schedule("Ditambal", LATER),
    DONE,
    verb.Validate(),
    verb.Refuse("Masih berlubang"),
    verb.Answer("Buka pukul 8"),
    verb.AskReporter("Di mana?"),
    verb.Complete("Depan sekolah"),
    verb.Decline("Provinsi", "Milik provinsi", "Budi"),
    verb.Archive("spam"),
    verb.Merge("master"),
    verb.Unmerge(),
    verb.Note("Sudah ditelepon"),
    verb.Attach(("photo-9",)),
    verb.Edit("priority", "normal", "urgent"),
    verb.Object("Belum selesai"),
    verb.Close(),
    verb.Acknowledge(),
    verb.Shelve("Menunggu alat", LATER),
    verb.Bring(State.CLOSED),
    verb.Deliver("pu", "console", "delivered", NOW),
    verb.Resend("job", "pu", "webhook"),
    verb.Escalate("room", NOW, 1, "supervisor"),
)


def test_the_samples_are_one_of_each_verb() -> None:
    assert {type(act) for act in ONE_OF_EACH} == set(LAWS) - {verb.Receive, verb.Undo}


# The table of moves: from where each verb may start at all, and where it leads.
MOVES_OF_A_VERB: dict[type[Verb], dict[State, State]] = {
    verb.Forward: {State.RECEIVED: State.FORWARDED},
    verb.Reassign: dict.fromkeys(
        (State.FORWARDED, State.ACCEPTED, State.ON_SITE, State.SCHEDULED), State.FORWARDED
    ),
    verb.Accept: {State.FORWARDED: State.ACCEPTED},
    verb.Bounce: dict.fromkeys((State.FORWARDED, State.ACCEPTED), State.RECEIVED),
    verb.Start: dict.fromkeys((State.ACCEPTED, State.SCHEDULED), State.ON_SITE),
    verb.Schedule: {State.ACCEPTED: State.SCHEDULED},
    verb.Finish: dict.fromkeys(
        (State.ACCEPTED, State.ON_SITE, State.SCHEDULED), State.AWAITING_VALIDATION
    ),
    verb.Validate: {State.AWAITING_VALIDATION: State.RESOLVED},
    verb.Refuse: {State.AWAITING_VALIDATION: State.ACCEPTED},
    verb.Answer: {},  # a complaint is not answered by the room: see TestAnswer
    verb.AskReporter: {State.RECEIVED: State.RETURNED},
    verb.Complete: {State.RETURNED: State.RECEIVED},
    verb.Decline: {State.RECEIVED: State.NOT_OURS},
    verb.Archive: dict.fromkeys((State.RECEIVED, State.RETURNED), State.ARCHIVED),
    verb.Merge: dict.fromkeys(OPEN - {State.AWAITING_VALIDATION}, State.MERGED),
    verb.Unmerge: {State.MERGED: State.RECEIVED},
    verb.Object: {State.RESOLVED: State.RECEIVED},
    verb.Close: {State.RESOLVED: State.CLOSED},
}
STAYING = (
    verb.Note,
    verb.Attach,
    verb.Edit,
    verb.Acknowledge,
    verb.Shelve,
    verb.Bring,
    verb.Deliver,
    verb.Resend,
    verb.Escalate,
)


def fitting(act: Verb) -> Actor:
    """Somebody whose role may ask for it, and who did not do the work."""
    roles = LAWS[type(act)].roles
    return next(who for who in (PU_TOO, BUDI, SYSTEM) if who.role in roles)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ONE_OF_EACH, ids=lambda act: type(act).__name__)
def test_a_verb_leads_from_each_state_where_the_table_says(act: Verb, state: State) -> None:
    if isinstance(act, STAYING):
        return
    book = standing(state)
    to = MOVES_OF_A_VERB[type(act)].get(state)
    command = book.command("a", act, fitting(act))
    if to is None:
        before = book["a"]
        with contextlib.suppress(Refused):
            book.take(book.decide(command))
        assert book["a"] is before
        return
    book.take(book.decide(command))
    assert book["a"].state is to
    assert to in MOVES[state] | {state}


@pytest.mark.parametrize("act", ONE_OF_EACH, ids=lambda act: type(act).__name__)
def test_a_role_without_the_right_is_told_so_before_anything_else(act: Verb) -> None:
    book = standing(State.RECEIVED)
    for who in EVERYONE:
        if who.role not in LAWS[type(act)].roles:
            assert refusal(book, act, who, "nowhere", expect=99) == "not_allowed", who


def test_a_head_and_a_mayor_only_comment_and_an_admin_nothing() -> None:
    for who, said in ((HEAD, {"note"}), (MAYOR, {"note"}), (ADMIN, set[str]())):
        assert {law.name for law in LAWS.values() if who.role in law.roles} == said


def test_a_case_that_is_not_there_is_unknown() -> None:
    assert refusal(Book(), verb.Note("halo")) == "unknown_case"


@pytest.mark.parametrize(
    "act", [act for act in ONE_OF_EACH if LAWS[type(act)].expects], ids=lambda a: type(a).__name__
)
class TestExpect:
    """Whoever relies on an assignment says which one was on screen."""

    def test_it_must_be_there(self, act: Verb) -> None:
        who = fitting(act)
        if who.role is not Role.SYSTEM:
            assert refusal(standing(State.RETURNED), act, who, expect=None) == "expect_missing"

    def test_an_older_one_is_refused_with_the_winner(self, act: Verb) -> None:
        book = Book()
        book.received("a")
        book.do("a", replace(FORWARD, opds=("dishub",)), RINA)
        book.pass_time(MINUTE)
        book.do("a", verb.Note("Sudah ditelepon"), PU)
        who = fitting(act)
        if who.role is Role.SYSTEM:
            return
        key, facts = refused(book, act, who, expect=0)
        assert key == "assignment_changed"
        assert (facts["opd"], facts["by"], facts["at"]) == ("dishub", "rina", NOW.isoformat())
        assert (facts["state"], facts["assignment_no"]) == ("forwarded", 1)


class TestStale:
    """A dispatching command that is too old is confirmed by one click first."""

    def test_a_forward_of_yesterday(self) -> None:
        book = standing(State.RECEIVED)
        key, facts = refused(book, FORWARD, made_at=NOW - timedelta(hours=13))
        assert (key, facts["hours"]) == ("stale_confirm", 13)

    def test_at_the_limit_it_still_counts(self) -> None:
        standing(State.RECEIVED).do("a", FORWARD, made_at=NOW - CITY.confirm_after)

    def test_notes_and_proofs_never_go_stale(self) -> None:
        book = standing(State.ACCEPTED)
        for act in (verb.Note("halo"), verb.Attach(("photo-5",)), DONE):
            book.do("a", act, PU, made_at=NOW - timedelta(days=30))

    def test_a_desk_whose_clock_runs_ahead_decides_nothing_by_it(self) -> None:
        book = standing(State.RECEIVED)
        change = book.do("a", FORWARD, made_at=NOW + timedelta(days=400))
        assert change.at == book["a"].changed_at == NOW


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (verb.Note("Telepon 0812-3456-7890"), "text"),
        (replace(FORWARD, note="budi@contoh.id"), "note"),
        (replace(FORWARD, place=Place("Rumah Budi, 0812 3456 7890")), "place"),
        (replace(FORWARD, place=Place(no_place="tanya 081234567890")), "place"),
        (verb.AskReporter("Lengkapi", ("NIK 3671011234567890?",)), "missing"),
        (verb.Decline("Provinsi, 021-5579600", "x", "Budi"), "target_body"),
        (verb.Decline("Provinsi", "x", "Budi 081234567890"), "confirmed_by"),
        (verb.Edit("place", new_place=Place("WA 081234567890"), old_place=Place()), "new_place"),
        (verb.Merge("master"), None),
        (verb.Attach(("a0812345678900",)), None),
    ],
)
def test_personal_data_is_stored_with_no_act(act: Verb, field: str | None) -> None:
    book = standing(State.RECEIVED)
    if field is None:
        book.do("a", act)
    else:
        key, facts = refused(book, act)
        assert (key, facts["field"]) == ("personal_data", field)
