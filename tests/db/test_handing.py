"""No case that a handover has something to say of is left out of what it is made from."""

import contextlib
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.cases import worth_telling
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.handover import line_of
from db.domain.refused import Refused
from db.domain.shifts import Turn
from db.domain.states import OPEN
from db.rows import case_tuple
from db.store import Store
from db.tables import kept_cases
from db.upsert import put_values
from tests.db.domain.histories import CASES, steps
from tests.db.domain.small_city import BUDI, CITY, FORWARD, HOUR, NOW, PU, SYSTEM, Book

LATELY = timedelta(days=3)
"""Of what is over for longer, a delivery that never arrived is history."""


def told(cache: Store, cases: list[Case], until: Turn) -> set[str]:
    with cache.write() as conn:
        conn.execute(kept_cases.delete())
        put_values(conn, kept_cases, [case_tuple(case) for case in cases])
        return {case.id for case in worth_telling(conn, until.ends)}


def turn_at(book: Book) -> Turn:
    return Turn("siang", "Siang", book.now, book.now + 8 * HOUR)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_case_with_a_line_is_among_those_worth_telling(
    cache: Store, data: st.DataObject
) -> None:
    book = Book()
    for id in CASES:
        book.received(id, category="jalan")
    for _ in range(data.draw(st.integers(3, 30))):
        act, by, more = data.draw(steps(book, data.draw(st.sampled_from(CASES))))
        with contextlib.suppress(Refused):
            book.do(data.draw(st.sampled_from(CASES)), act, by, **more)
        book.pass_time(timedelta(minutes=data.draw(st.integers(0, 600))))
    turn = turn_at(book)
    found = told(cache, list(book.cases.values()), turn)
    for case in book.cases.values():
        if case.state in OPEN or book.now - case.changed_at < LATELY:
            has_line = line_of(case, turn, book.now, CITY) is not None
            assert not has_line or case.id in found


def test_each_reason_alone_is_enough(cache: Store) -> None:
    book = Book()
    for id in ("quiet", "silent", "asked", "shelved", "planned", "done", "late"):
        book.received(id, category="jalan")
    later = NOW + timedelta(days=60)
    book.do("silent", FORWARD)
    book.do("asked", verb.AskReporter("Di mana?"))
    book.do("shelved", verb.Shelve("menunggu alat", later))
    book.do("planned", FORWARD)
    book.do("planned", verb.Accept("Ibu Dewi"), PU)
    book.do("planned", verb.Schedule("ditambal", later), PU)
    book.do("done", FORWARD)
    book.do("done", verb.Accept("Ibu Dewi"), PU)
    book.do("done", verb.Finish("sudah", ("photo-1",)), PU)
    book.do("done", verb.Validate(), BUDI)
    cases = list(book.cases.values())
    soon = Turn("siang", "Siang", book.now, book.now + HOUR)
    assert told(cache, cases, soon) == {"silent", "asked", "shelved", "planned"}
    # Everything that is open and due by then; what is done is not.
    then = Turn("siang", "Siang", later, later + 8 * HOUR)
    assert told(cache, cases, then) == {case.id for case in cases} - {"done"}


def test_a_delivery_that_went_astray_is_told(cache: Store) -> None:
    book = Book()
    book.received("a", category="jalan")
    book.do("a", FORWARD)
    book.do("a", verb.Accept("Ibu Dewi"), PU)
    since = book["a"].tasks[0].forwarded_at
    lost = verb.Deliver("pu", "webhook", "failed", since, withdrawn=True, job="one")
    book.do("a", lost, SYSTEM)
    case = book["a"]
    assert [one.step for one in case.astray] == ["failed"]
    soon = Turn("siang", "Siang", book.now, book.now + timedelta(minutes=1))
    assert line_of(case, soon, book.now, CITY) is not None
    assert told(cache, [case], soon) == {"a"}
