"""Cases around a place and a time are found by an index: nothing grows with the file."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from db import cases, feed
from db.domain.case import Case, Place
from db.domain.commands import Command
from db.domain.likeness import MEASURE, traits, traits_of_report
from db.similar import LOOKED_AT, candidates, cells, similar
from db.store import Store
from tests.db.history import CITY, NOW, page_of, receive, secret, write

HERE = Place("Jl. Merdeka", lat=-6.2, lng=106.7, area="36.71.01")
A_METRE = 1 / 111_195


def east(metres: float) -> Place:
    return replace(HERE, lng=106.7 + metres * A_METRE, area=None)


def filled(embedded: Store, cache: Store, commands: list[Command]) -> list[Case]:
    """The cases of these commands, on the server and in a console's cache."""
    write(embedded, commands)
    with cache.write() as conn:
        feed.start(conn, epoch=page_of(embedded, 0)["epoch"], scope="city")
        feed.apply_page(conn, page_of(embedded, 0), CITY)
        held = cases.many(conn, [command.case for command in commands])
    return [held[command.case] for command in commands]


def test_what_is_near_in_place_and_time_is_found(embedded: Store, cache: Store) -> None:
    old = NOW - MEASURE.looked_back - timedelta(minutes=1)
    own, near, _, _, inside = filled(
        embedded,
        cache,
        [
            receive("Lampu mati", place=HERE, category="pju"),
            receive("Lampu mati lagi", place=east(40), category="pju", at=NOW - timedelta(days=2)),
            receive("Lampu mati", place=east(1500), category="pju"),
            receive("Lampu mati", place=HERE, category="pju", at=old),
            receive("Lampu mati", place=Place(area="36.71.01"), category="pju"),
        ],
    )
    with cache.read() as conn:
        found = similar(conn, own.id, traits(own))
        around = {case.id for case in candidates(conn, traits(own))}
    assert around == {own.id, near.id, inside.id}
    assert [one.case.id for one in found] == [near.id, inside.id]
    assert found[0].likeness.metres == pytest.approx(40, abs=0.5)


def test_what_has_been_open_for_long_is_found_all_the_same(embedded: Store, cache: Store) -> None:
    """A hole in the road that nobody has filled is reported again."""
    then = NOW - MEASURE.within * 2
    own, old = filled(
        embedded,
        cache,
        [
            receive("Jalan berlubang", place=HERE, category="jalan"),
            receive("Lubang di jalan, berlubang dalam", place=HERE, category="jalan", at=then),
        ],
    )
    with cache.read() as conn:
        assert [one.case.id for one in similar(conn, own.id, traits(own))] == [old.id]


def test_neither_finished_nor_hidden_cases_are_offered(embedded: Store, cache: Store) -> None:
    first, hidden = receive("Lampu", place=HERE), receive("Lampu", place=HERE)
    write(embedded, [first, hidden])
    with embedded.read() as conn:
        case = cases.one(conn, hidden.case)
    assert case is not None
    write(embedded, [secret(case)])
    open_one, kept = filled(embedded, cache, [receive("Lampu", place=HERE), receive("Lampu")])
    with cache.read() as conn:
        assert {case.id for case in candidates(conn, traits(open_one))} == {first.case, open_one.id}
        hidden_ones = candidates(conn, traits(open_one), secret=True)
        assert [case.id for case in hidden_ones] == [hidden.case]
        assert [case.id for case in candidates(conn, traits(kept))] == [kept.id]


def test_a_call_that_is_being_taken_finds_them_too(embedded: Store, cache: Store) -> None:
    (lamp,) = filled(embedded, cache, [receive("Lampu jalan mati", place=HERE, category="pju")])
    said = receive("lampu jalan mati", place=replace(HERE, text=""), category="pju").act
    with cache.read() as conn:
        found = similar(conn, "", traits_of_report(said, NOW))  # type: ignore[arg-type]
    assert [one.case.id for one in found] == [lamp.id]


def test_without_a_point_the_name_of_the_street_finds_them(embedded: Store, cache: Store) -> None:
    street, elsewhere = replace(HERE, text="Jl. Daan Mogot 119"), replace(HERE)
    there, *_ = filled(
        embedded,
        cache,
        [
            receive("Lampu jalan mati", place=street, category="pju"),
            receive("Lampu jalan mati", place=elsewhere, category="pju"),
        ],
    )
    told = Place('daan mogot "seberang" OR pasar')
    said = receive("lampu mati di jalan", place=told, category="pju").act
    with cache.read() as conn:
        own = traits_of_report(said, NOW)  # type: ignore[arg-type]
        assert [case.id for case in candidates(conn, own)] == [there.id]
        assert [one.case.id for one in similar(conn, "", own)] == [there.id]


def test_a_crowded_square_costs_no_more(embedded: Store, cache: Store) -> None:
    many = [receive(f"Lampu {n}", place=HERE) for n in range(LOOKED_AT + 40)]
    own, *_ = filled(embedded, cache, many)
    with cache.read() as conn:
        assert len(candidates(conn, traits(own))) <= 2 * LOOKED_AT


def test_both_ways_in_are_indices(cache: Store) -> None:
    own = traits_of_report(receive("x", place=HERE).act, NOW)  # type: ignore[arg-type]
    asked: list[tuple[str, Any]] = []
    with cache.read() as conn:
        event.listen(conn, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
        candidates(conn, own)
        plans = [
            [str(row[-1]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql, values in list(asked)
        ]
    assert [plan[0].split("INDEX ")[1].split(" ")[0] for plan in plans] == [
        "ix_cases_cell",
        "ix_cases_area_first_at_state",
    ]
    assert all(plan[0].startswith("SEARCH") for plan in plans)


def test_cells_hold_the_whole_circle() -> None:
    assert len(cells(HERE, 1)) in (1, 2, 4)
    assert len(cells(HERE, 250)) <= 9
    for metres in (-249, 249):
        assert set(cells(east(metres), 1)) & set(cells(HERE, 250))
