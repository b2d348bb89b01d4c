"""Base plus the outbox: what a desk shows is only ever laid over what the server said."""

import contextlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.commands import Command, Verb
from db.domain.overlay import Overlay, apply_local
from db.domain.refused import Refused
from db.domain.states import State
from db.domain.wire import encode
from tests.db.domain.histories import steps
from tests.db.domain.small_city import (
    CITY,
    FORWARD,
    HOUR,
    LAKSA,
    NOW,
    PU,
    SARI,
    Book,
    clock,
    standing,
)


def shown(book: Book, queue: list[Command]) -> Overlay:
    return apply_local(book.cases.get("a"), queue, CITY, other=book.cases.get("master"))


def queued(book: Book, *acts: Verb) -> list[Command]:
    """Commands of one officer offline, each relying on what the one before shows."""
    queue: list[Command] = []
    for act in acts:
        case = shown(book, queue).case
        number = case.assignment_no if case else None
        before = queue[-1].id if queue else None
        queue.append(book.command("a", act, SARI, expect=number, depends_on=before))
    return queue


def test_the_screen_shows_what_is_expected_and_the_base_what_is() -> None:
    book = standing(State.RECEIVED)
    base = book["a"]
    overlay = shown(book, queued(book, FORWARD, verb.Note("Sudah ditelepon")))
    assert overlay.case is not None
    assert (overlay.case.state, overlay.case.notes) == (State.FORWARDED, 1)
    assert [change.kind for change in overlay.pending] == ["forwarded", "noted"]
    assert overlay.case.seq == base.seq
    assert book["a"] is base


def test_no_command_no_difference() -> None:
    book = standing(State.ON_SITE)
    assert shown(book, []) == Overlay(book["a"])


def test_a_desk_gives_no_deadline() -> None:
    book = standing(State.RECEIVED)
    overlay = shown(book, queued(book, FORWARD)).case
    assert overlay is not None
    assert [run.rule for run in overlay.clocks] == ["room"]
    assert clock(overlay.clocks, "room").ended == NOW


def test_nor_a_later_or_sooner_one() -> None:
    book = standing(State.FORWARDED)
    book.do("a", verb.Bounce("Bukan kami"), PU)
    book.do("a", verb.AskReporter("Di mana?"))
    base = book["a"]
    book.pass_time(30 * HOUR)
    resumed = shown(book, queued(book, verb.Complete("Sini")))
    assert resumed.case is not None
    assert dues(resumed.case) <= dues(base)
    book = standing(State.FORWARDED)
    raised = shown(book, queued(book, verb.Edit("priority", "normal", "emergency")))
    assert raised.case is not None
    assert (raised.case.priority, dues(raised.case)) == ("emergency", dues(book["a"]))


def test_a_case_taken_down_offline_has_no_number_and_no_deadline_yet() -> None:
    book = Book()
    act = verb.Receive("r", "phone", "Pohon tumbang", place=Place("Jl. Merdeka"))
    case = shown(book, queued(book, act, FORWARD)).case
    assert case is not None
    assert (case.state, case.number, case.seq, case.clocks) == (State.FORWARDED, "", 0, ())


def test_what_would_be_refused_is_told_and_parks_what_depends_on_it() -> None:
    book = standing(State.RECEIVED)
    queue = queued(book, replace(FORWARD, opds=("kodim",)), verb.Note("Sudah"), verb.Note("Lagi"))
    overlay = shown(book, queue)
    assert overlay.case == book["a"]
    assert [(id, no.key) for id, no in overlay.refused] == [
        (queue[0].id, "unknown_opd"),
        (queue[1].id, "dependency_rejected"),
        (queue[2].id, "dependency_rejected"),
    ]
    assert overlay.refused[2][1].facts["depends_on"] == queue[1].id


def test_a_note_on_a_merged_case_is_pending_on_its_survivor() -> None:
    book = standing(State.MERGED)
    overlay = shown(book, queued(book, verb.Note("Sudah ditelepon")))
    assert overlay.case == book["a"]
    assert overlay.pending[0].case == "master"


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=3)])
def test_as_changes_arrive_the_rest_is_laid_on_them(late: timedelta) -> None:
    book = standing(State.RECEIVED)
    queue = queued(book, FORWARD, verb.Accept("Joko"), verb.Attach(("x",)), verb.Note("Sudah"))
    goal = shown(book, queue).case
    book.pass_time(late)
    while queue:
        book.take(book.decide(queue.pop(0)))
        now = shown(book, queue).case
        assert now is not None
        assert goal is not None
        assert plain(now) == plain(goal)
    assert shown(book, []).case is book["a"]


def dues(case: Case) -> set[Any]:
    return {(run.rule, run.due, run.warn_at) for run in case.clocks}


def plain(case: Case) -> dict[str, Any]:
    """What an officer reads off a case, without the instants only a server knows."""
    tasks = [(task.opd, task.state) for task in case.tasks]
    names = ("state", "category", "priority", "media", "notes", "assignment_no", "secret", "place")
    return {"tasks": tasks} | {name: getattr(case, name) for name in names}


@settings(max_examples=60)
@given(st.data())
def test_any_queue_on_any_case(data: st.DataObject) -> None:
    """Decided at once and alone, a queue ends where the screen said, and moves the base never."""
    book = Book()
    book.received("master")
    for id in ("a", "b", "c", "d"):
        book.received(id)
    for _ in range(data.draw(st.integers(0, 10))):
        act, by, _ = data.draw(steps(book, "a"))
        with contextlib.suppress(Refused):
            book.do("a", act, by)
    if book["a"].state is State.MERGED:
        return
    imagined, queue = Book(), list[Command]()
    for _ in range(data.draw(st.integers(1, 6))):
        imagined.cases = {"a": seen(shown(book, queue))}
        act, by, _ = data.draw(steps(imagined, "a"))
        if by is not LAKSA and not isinstance(act, verb.Merge | verb.Undo):
            number = imagined["a"].assignment_no
            queue.append(book.command("a", act, by, expect=number))
    base, text = book["a"], encode(book["a"])
    overlay = shown(book, queue)
    assert dues(seen(overlay)) <= dues(base)
    assert encode(base) == text
    assert book["a"] is base
    refused = {id for id, _ in overlay.refused}
    for done, command in enumerate(queue):
        if command.id in refused:
            with pytest.raises(Refused):
                book.decide(command)
        else:
            book.take(book.decide(command))
        rest = shown(book, queue[done + 1 :])
        assert plain(seen(rest)) == plain(seen(overlay))
    assert shown(book, []).case is book["a"]


def seen(overlay: Overlay) -> Case:
    assert overlay.case is not None
    return overlay.case
