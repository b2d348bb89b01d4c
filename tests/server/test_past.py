"""The time machine's board is the one that was on the screens then, at any instant."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from db import checkpoints, journal, past, tables
from db.domain.brief import milliseconds
from db.domain.city import City
from db.domain.states import Colour
from db.store import Conn, Kind, Store
from server.city import open_city
from tests.server.past import BEGIN, History, Seen, midnight, seen

_STRETCH = 40


@pytest.fixture
def city(pack: Path) -> City:
    return open_city(pack)[0]


@pytest.fixture
def store(server_where: str) -> Iterator[Store]:
    store = Store.open(server_where, Kind.SERVER)
    yield store
    store.close()


def keep_all(store: Store, every: int = _STRETCH) -> int:
    """Keep every checkpoint that is due; how many."""
    kept = 0
    while True:
        with store.read() as conn:
            made = checkpoints.due(conn, every)
        if made is None:
            return kept
        with store.write() as conn:
            checkpoints.keep(conn, made)
        kept += 1


def rebuilt(conn: Conn, at: datetime, city: City) -> Seen:
    """What the time machine shows of an instant."""
    moment = checkpoints.moment(conn, checkpoints.seq_by(conn, milliseconds(at)))
    since = milliseconds(midnight(at, city.zone))
    rows = frozenset(one.brief for one in past.shown(moment.cases.values(), since))
    sums = dict.fromkeys(Colour, 0)
    for shades in moment.reports.values():
        for shade, count in shades.items():
            sums[Colour(shade)] += count
    return Seen(at, rows, sums)


def watched(store: Store, city: City, transactions: int, instants: int, seed: int) -> list[Seen]:
    """A history, and what was seen at so many instants of it, between its transactions."""
    dice, found = random.Random(seed), list[Seen]()
    chosen = set(dice.sample(range(transactions), instants))
    count = iter(range(transactions))

    def after(at: datetime, conn: Conn) -> None:
        if next(count) in chosen:
            found.append(seen(conn, at + timedelta(milliseconds=dice.randrange(1, 900)), city))

    History(store, city, seed).go_on(transactions, after=after)
    return found


def test_the_board_of_a_thousand_instants_is_the_one_that_was_seen(
    tmp_path: Path, city: City
) -> None:
    store = Store.open(tmp_path / "server.db", Kind.SERVER)
    found = watched(store, city, 1_100, 1_000, seed=8)
    assert keep_all(store) > 20
    with store.read() as conn:
        for one in found:
            assert rebuilt(conn, one.at, city) == one
    store.close()
    assert len(found) == 1_000
    assert max(len(one.rows) for one in found) > 50


def test_it_is_the_same_on_every_engine_and_without_checkpoints(store: Store, city: City) -> None:
    found = watched(store, city, 80, 12, seed=3)
    for every in (10_000, 20):
        keep_all(store, every)
        with store.read() as conn:
            assert [rebuilt(conn, one.at, city) for one in found] == found
    with store.read() as conn:
        assert rebuilt(conn, BEGIN - timedelta(days=1), city).rows == frozenset()


def test_going_step_by_step_comes_to_the_same_board(store: Store, city: City) -> None:
    History(store, city, seed=5).go_on(90)
    with store.read() as conn:
        end = journal.head(conn).seq
        middle = end // 3
        shown = dict(checkpoints.moment(conn, middle).cases)
        steps = past.steps(conn, middle, end)
        for step in steps:
            shown |= {one.brief.id: one for one in step.cases}
            for id in step.gone:
                shown.pop(id, None)
        assert shown == checkpoints.moment(conn, end).cases
    assert [step.seq for step in steps] == sorted(step.seq for step in steps)


def test_what_was_recorded_while_the_clock_ran_ahead_is_found_again(
    store: Store, city: City
) -> None:
    history = History(store, city, seed=1)
    history.go_on(10, pause=60)
    right = history.now
    history.now += timedelta(days=365)
    history.go_on(5, pause=60)
    history.now = right
    history.go_on(10, pause=60)
    keep_all(store, 7)
    with store.read() as conn:
        head = journal.head(conn).seq
        assert checkpoints.seq_by(conn, milliseconds(history.now)) == head
        early = checkpoints.seq_by(conn, milliseconds(right) - 1)
        assert 0 < early < head


def test_a_checkpoint_of_a_history_that_was_lost_is_passed_over(store: Store, city: City) -> None:
    History(store, city, seed=2).go_on(40)
    keep_all(store, 30)
    table = tables.checkpoints
    with store.read() as conn:
        last = conn.execute(select(func.max(table.c.seq))).scalar_one()
        right = checkpoints.moment(conn, last)
        body = conn.execute(select(table.c.body).where(table.c.seq == 30)).scalar()
    with store.write() as conn:  # as if another history had stood here when it was kept
        conn.execute(update(table).where(table.c.seq == last).values(leaf="00", body=body))
    with store.read() as conn:
        assert checkpoints.moment(conn, last) == right
    assert keep_all(store, 30) == 1  # and it is made anew
    with store.read() as conn:
        assert checkpoints.behind(conn, last) == 0
        assert checkpoints.moment(conn, last) == right
