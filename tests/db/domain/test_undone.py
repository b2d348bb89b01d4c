"""Taking back: whatever was done, undone from the end everything is as it was, merges included."""

import contextlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.brief import Brief, brief
from db.domain.case import Case
from db.domain.commands import LAWS
from db.domain.refused import Refused
from db.domain.states import State
from tests.db.domain.histories import CASES, Checked, steps
from tests.db.domain.small_city import BUDI, Book

NEWS = {"delivery": "", "channel": "", "delivered_at": None, "seen_at": None, "tries": 0}


def opened(kind: type[Book] = Checked) -> Book:
    """Four cases that have just come in."""
    book = kind()
    for id in CASES:
        book.received(id)
    return book


def whole(case: Case) -> Case:
    """Every field but the numbers that only ever grow, and what an agency has heard."""
    tasks = tuple(replace(task, **NEWS) for task in case.tasks)  # type: ignore[arg-type]
    return replace(
        case, tasks=tasks, seq=0, changed_at=case.first_at, assignment_no=0, acts=(), astray=()
    )


def board(book: Book) -> dict[str, Brief]:
    """What the lists of the desk show of every case."""
    return {id: brief(case)._replace(seq=0, changed_at=0) for id, case in book.cases.items()}


@settings(max_examples=80)
@given(st.data())
def test_acts_undone_from_the_end_leave_the_identical_board(data: st.DataObject) -> None:
    book = opened()
    cases, shown = {id: whole(case) for id, case in book.cases.items()}, board(book)
    done: list[tuple[str, str]] = []
    for _ in range(data.draw(st.integers(1, 11))):
        id = data.draw(st.sampled_from(CASES))
        act, by, more = data.draw(steps(book, id))
        book.pass_time(timedelta(minutes=data.draw(st.sampled_from([0, 1, 11]))))
        if not LAWS[type(act)].undoable:
            continue
        with contextlib.suppress(Refused):
            change = book.do(id, act, by, **more)
            if change.alters:
                done.append((change.case, change.id))
    for id, change_id in reversed(done):
        book.do(id, verb.Undo(change_id), BUDI)
    assert board(book) == shown
    assert {id: whole(case) for id, case in book.cases.items()} == cases
    undone = [c.act.change for c in book.changes if isinstance(c.act, verb.Undo)]
    assert undone == [id for _, id in reversed(done)]
    assert {id for _, id in done} <= {change.id for change in book.changes}


@settings(max_examples=80)
@given(st.data())
def test_unmerged_both_are_as_if_they_had_never_been_one(data: st.DataObject) -> None:
    """Beside the merge lives a world without it; the same acts are done to the master in both."""
    merged, apart = opened(), opened(Book)
    prepare(data, merged, apart)
    assume(merged["a"].state is not State.MERGED and merged["b"].state is not State.MERGED)
    child = whole(merged["a"])
    try:
        merge = merged.do("a", verb.Merge("b"))
    except Refused:
        assume(False)
    for _ in range(data.draw(st.integers(0, 6))):
        act, by, more = data.draw(steps(merged, "b"))
        if not isinstance(act, verb.Merge | verb.Unmerge | verb.Undo):
            assert tried(merged, "b", act, by, **more) == tried(apart, "b", act, by, **more)
    assume(merged["b"].state is not State.MERGED)
    by_undo = data.draw(st.booleans())
    merged.do("a", verb.Undo(merge.id) if by_undo else verb.Unmerge(), BUDI)
    assert whole(merged["a"]) == child
    assert whole(merged["b"]) == whole(apart["b"])
    assert {k: v for k, v in board(merged).items() if k in "ab"} == {
        k: v for k, v in board(apart).items() if k in "ab"
    }


def prepare(data: st.DataObject, *worlds: Book) -> None:
    """The same past for the two in every world."""
    for _ in range(data.draw(st.integers(0, 4))):
        id = data.draw(st.sampled_from("ab"))
        act, by, more = data.draw(steps(worlds[0], id))
        if not isinstance(act, verb.Merge | verb.Unmerge | verb.Undo):
            for world in worlds:
                tried(world, id, act, by, **more)


def tried(book: Book, id: str, act: verb.Verb, by: Any, **more: Any) -> str:
    """What became of it: "" or the key of the refusal."""
    try:
        book.do(id, act, by, **more)
    except Refused as no:
        return no.key
    return ""
