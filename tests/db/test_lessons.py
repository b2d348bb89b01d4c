"""Lessons read from a real store, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db import cases, lessons
from db.domain import commands as verb
from db.domain.case import Actor
from db.domain.commands import Command, Verb
from db.domain.states import Role
from db.lessons import Altered
from db.store import Kind, Store
from tests.db.history import CITY, NOW, SARI, carry_out, forward, fresh, pen_of, receive

DISHUB = Actor("p-joko", "Joko", Role.OPD_OPERATOR, opd="dishub")


@pytest.fixture
def store(server_where: str) -> Iterator[Store]:
    store = Store.open(server_where, Kind.SERVER)
    yield store
    store.close()


def does(store: Store, case: str, act: Verb, by: Actor = SARI) -> str:
    """One act on a case as it stands; the id of its change."""
    with pen_of(store) as pen:
        held = pen.case(case)
        assert held is not None
        command = Command(fresh("command"), case, act, by, NOW, held.assignment_no)
        assert carry_out(pen, command).alters
    return command.id


def forwarded(store: Store, text: str = "Lampu jalan mati") -> str:
    command = receive(text)
    with pen_of(store) as pen:
        carry_out(pen, command)
        case = pen.case(command.case)
        assert case is not None
        carry_out(pen, forward(case))
    return command.case


def lesson(store: Store, case: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    with store.read() as conn:
        found = lessons.of(conn, CITY, [case, "unknown"])
    assert set(found) == {case}
    one = found[case]
    return None if one is None else (one.kept, one.back)


def test_who_sent_it_back_is_remembered_however_much_is_done_afterwards(store: Store) -> None:
    case = forwarded(store)
    assert lesson(store, case) == (("dishub",), ())
    does(store, case, verb.Bounce("bukan kami"), DISHUB)
    assert lesson(store, case) == ((), ("dishub",))
    does(store, case, verb.Forward(("dpupr",), "pju", "complaint"))
    for n in range(14):
        does(store, case, verb.Note(f"catatan {n}"))
    with store.read() as conn:
        held = cases.one(conn, case)
    assert held is not None
    assert "bounced" not in {act.kind for act in held.acts}
    assert lesson(store, case) == (("dpupr",), ("dishub",))


def test_a_bounce_that_was_undone_is_forgotten(store: Store) -> None:
    case = forwarded(store)
    bounce = does(store, case, verb.Bounce("bukan kami"), DISHUB)
    does(store, case, verb.Undo(bounce), DISHUB)
    assert lesson(store, case) == (("dishub",), ())
    does(store, case, verb.Bounce("bukan kami", opd="dishub"), DISHUB)
    assert lesson(store, case) == ((), ("dishub",))


def test_pages_hold_every_case_once(store: Store) -> None:
    known = {forwarded(store, f"Lampu {n}") for n in range(7)}
    found: dict[str, object] = {}
    after = ""
    with store.read() as conn:
        while page := lessons.page(conn, CITY, after, 3):
            assert not found.keys() & page.keys()
            found |= page
            after = next(reversed(page))
    assert set(found) == known


def test_what_changed_is_told_with_both_cases_of_a_merge(store: Store) -> None:
    first, second = forwarded(store), forwarded(store)
    with store.read() as conn:
        begun = lessons.altered(conn, 0, 100)
    assert begun == Altered(frozenset({first, second}), 4)
    does(store, second, verb.Note("sama"))
    with pen_of(store) as pen:
        case = pen.case(second)
        assert case is not None
        merge = Command(fresh("m"), second, verb.Merge(first), SARI, NOW, case.assignment_no)
        carry_out(pen, merge)
    with store.read() as conn:
        assert lessons.altered(conn, begun.seq, 1) == Altered(frozenset({second}), 5)
        assert lessons.altered(conn, 5, 100) == Altered(frozenset({first, second}), 6)
        assert lessons.altered(conn, 6, 100) == Altered(frozenset(), 6)
    assert lesson(store, second) is None


def test_a_case_that_cannot_be_read_spoils_nothing(store: Store) -> None:
    known = forwarded(store)
    spoilt = forwarded(store)
    with store.write() as conn:
        conn.exec_driver_sql(f"UPDATE cases SET doc = '{{}}' WHERE id = '{spoilt}'")
    with store.read() as conn:
        assert set(lessons.page(conn, CITY, "", 10)) == {known}
