"""Lists, counts and searches over cases."""

from datetime import timedelta

import pytest

from db import cases, feed
from db.domain.brief import brief
from db.domain.case import Place
from db.domain.states import State
from db.scopes import sees
from db.store import Store
from tests.db.history import CITY, NOW, forward, page_of, receive, write


def test_the_board_gets_open_cases_soonest_first(server: Store) -> None:
    late, soon = receive(at=NOW - timedelta(hours=1)), receive(at=NOW - timedelta(hours=9))
    write(server, [late, soon])
    with server.read() as conn:
        rows = list(cases.open_rows(conn))
        held = cases.many(conn, [late.case, soon.case, "nobody"])
        assert rows == [brief(held[soon.case]), brief(held[late.case])]


def test_counts_name_every_state(server: Store) -> None:
    one = receive()
    write(server, [one, receive()])
    with server.read() as conn:
        case = cases.one(conn, one.case)
    assert case is not None
    write(server, [forward(case)])
    with server.read() as conn:
        found = cases.counts(conn)
        assert set(found) == set(State)
        assert found[State.RECEIVED] == found[State.FORWARDED] == (1, 1)
        assert found[State.CLOSED] == (0, 0)
        assert cases.counts(conn, "opd:dishub")[State.RECEIVED] == (0, 0)


def test_recent_changes_come_newest_first(server: Store) -> None:
    one, two = receive(), receive()
    write(server, [one, two])
    with server.read() as conn:
        assert [change.id for change in cases.recent_changes(conn)] == [two.id, one.id]
        assert [change.id for change in cases.recent_changes(conn, case=one.case)] == [one.id]
        assert len(cases.recent_changes(conn, limit=1)) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lamp", ["lamp"]),
        ("LAMPU merd", ["lamp"]),
        ("dinas perhub", ["lamp"]),
        ("lubang", ["hole"]),
        ("ciled", ["hole"]),
        ("000002", ["hole"]),
        ("KT-26-000001", ["lamp"]),
        ("2", ["hole", "lamp"]),
        ("cafe", ["hole"]),
        ("jl", ["hole", "lamp"]),
        ("tidak ada", []),
        ('"* OR (', []),
        ("", []),
    ],
)
def test_words_and_their_beginnings_are_found(
    embedded: Store, cache: Store, words: str, found: list[str]
) -> None:
    lamp = receive("Lampu mati di jl. mana saja")
    hole = receive(
        "Lubang 2 meter depan Café, jl. besar", place=Place(area="36.71.01"), category="jalan"
    )
    write(embedded, [lamp, hole])
    with embedded.read() as conn:
        case = cases.one(conn, lamp.case)
    assert case is not None
    write(embedded, [forward(case)])
    with cache.write() as conn:
        feed.start(conn, epoch=page_of(embedded, 0)["epoch"], scope="city")
        feed.apply_page(conn, page_of(embedded, 0), CITY)
    names = {lamp.case: "lamp", hole.case: "hole"}
    with cache.read() as conn:
        assert [names[row.id] for row in cases.search(conn, words)] == found
        assert len(cases.search(conn, "jl", limit=1)) == 1
        assert {names[id] for id in cases.holding(conn, words)} == set(found)


def test_a_scope_that_does_not_exist_is_told() -> None:
    assert sees("opd:dishub", True, ("dishub",))
    assert not sees("city", True, ())
    with pytest.raises(ValueError, match="no such scope"):
        sees("opd:", False, ())
