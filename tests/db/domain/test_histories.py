"""Whatever anybody does in whatever order, the promises of the law hold after every step."""

import contextlib
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain import commands as verb
from db.domain.changes import Outcome
from db.domain.refused import Refused
from db.domain.states import State
from tests.db.domain.histories import CASES, Checked, steps

REPEATABLE = (
    verb.Forward
    | verb.Reassign
    | verb.Accept
    | verb.Start
    | verb.Schedule
    | verb.Finish
    | verb.Validate
    | verb.Close
    | verb.Attach
)


def opened() -> Checked:
    """Four cases of which one is hidden, and one that the room may answer."""
    book = Checked()
    for id in CASES[:-1]:
        book.received(id, report_class="information" if id == "b" else "complaint")
    book.received(CASES[-1], secret=True)
    return book


@settings(max_examples=80)
@given(st.data())
def test_any_history(data: st.DataObject) -> None:
    book = opened()
    for _ in range(data.draw(st.integers(20, 45))):
        case = data.draw(st.sampled_from(CASES[:2] + CASES))
        act, by, more = data.draw(steps(book, case))
        book.pass_time(timedelta(minutes=data.draw(st.sampled_from([0, 1, 11]))))
        with contextlib.suppress(Refused):
            change = book.do(case, act, by, **more)
            if isinstance(act, REPEATABLE) and change.alters:
                assert book.do(case, act, by).outcome is Outcome.SAME_EFFECT


@settings(max_examples=60)
@given(st.data())
def test_any_chain_of_merges_comes_apart_again(data: st.DataObject) -> None:
    """Merged in any order, parted from the top down: every case is as before, and its reports."""
    book = opened()
    ids = CASES[:3]
    before = {id: book[id] for id in ids}
    for _ in range(data.draw(st.integers(1, 6))):
        child, into = data.draw(st.permutations(ids))[:2]
        with contextlib.suppress(Refused):
            book.do(child, verb.Merge(into))
    while merged := [id for id in ids if book[id].state is State.MERGED]:
        stuck = len(merged)
        for id in merged:
            with contextlib.suppress(Refused):
                by_undo = data.draw(st.booleans())
                book.do(id, undo_of(book, id) if by_undo else verb.Unmerge())
                stuck -= 1
        assert stuck < len(merged), "nothing can be parted any more"
    for id in ids:
        same = ("state", "reports", "tasks", "master", "clocks", "acts", "place")
        assert all(getattr(book[id], name) == getattr(before[id], name) for name in same)


def undo_of(book: Checked, id: str) -> verb.Undo:
    """The undo of a case's last act."""
    return verb.Undo(book[id].acts[-1].change)
