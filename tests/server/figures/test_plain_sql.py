"""Figures of many cases equal a recomputation by plain SQL, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import msgspec
import pytest
from sqlalchemy import select

from bench.parts.many_cases import END, fill
from db import journal, tables, trails
from db.domain.states import Colour, Lane
from db.domain.trail import pack, unpack
from db.store import Kind, Store
from db.upsert import put
from server.figures.asked import Asked
from server.figures.block import Words
from server.figures.cube import Cube
from server.figures.sums import OF_LANE, Answer, Sums
from server.figures.wall import Wall
from tests.db.domain.small_city import CITY
from tests.server.figures.plain_sql import PlainSql, Span

WALL = Wall(CITY)
CASES = 1_200
TODAY = WALL.today(END)


def read(store: Store, cube: Cube, words: Words, seq: int) -> Cube:
    """With the trails that were altered after a change, in blocks of a few cases."""
    with store.read() as conn:
        return cube.with_these((trail for _, trail in trails.after(conn, seq)), words, WALL)


def by_colour(lanes: Counter[str]) -> dict[str, int]:
    sums = {colour.value: 0 for colour in Colour}
    for lane, many in lanes.items():
        sums[OF_LANE[Lane(lane)].value] += many
    return sums


def equal(store: Store, cube: Cube, words: Words, days: tuple[date, date], category: str) -> None:
    """All that both know of one question."""
    first, last = days
    filters = {"category": frozenset({category})} if category else {}
    answers: dict[str, Answer] = {}
    for by in ("category", "opd"):
        asked = Asked(first, last, "city", filters, by)
        answers[by] = Sums(cube, words, WALL, CITY, asked, END).answer()
    answer = answers["category"]
    span = Span(WALL.begins(first), WALL.begins(last + timedelta(days=1)), category)
    with store.read() as conn:
        sql = PlainSql(conn)
        received = sql.received(span)
        standing = sql.standing(span)
        finished = sql.finished(span)
        times = {"forward": sql.forward(span), "resolve": sql.resolve(span)}
        accept = sql.accept(span)
    whole: Counter[str] = Counter()
    for group in answer["groups"]:
        of = Counter({lane: n for (name, lane), n in received.items() if name == group["key"]})
        whole += of
        assert {name: group[name] for name in by_colour(of)} == by_colour(of)
    assert answer["sum"]["received"] == received.total() == whole.total()
    assert {one.value: answer["standing"][one.value] for one in Colour} == by_colour(standing)
    assert sum(answer["days"]["finished"]) == finished
    for name, found in times.items():
        assert ranks(answer["groups"], name) == found
    assert ranks(answers["opd"]["groups"], "accept") == accept


def ranks(groups: list[Answer], name: str) -> dict[str, tuple[int, int, int]]:
    return {
        one["key"]: (one[name]["n"], one[name]["median"], one[name]["p90"])
        for one in groups
        if one[name]["n"]
    }


@pytest.mark.parametrize("most", [100, 32_768])
def test_figures_equal_plain_sql_before_and_after_changes(server_where: str, most: int) -> None:
    store = Store.open(server_where, Kind.SERVER)
    with store.write() as conn:
        journal.begin(conn, CITY.id)
    fill(store, CASES, 1)
    words = Words()
    cube = read(store, Cube(most=most), words, 0)
    assert len(cube) == CASES
    assert len(cube.blocks) == -(-CASES // most)
    year = TODAY - timedelta(days=364)
    for days in ((year, TODAY), (TODAY.replace(day=1), TODAY), (year, TODAY - timedelta(days=90))):
        for category in ("", "category-3"):
            equal(store, cube, words, days, category)
    dice = Random(7)
    with store.write() as conn:
        rows = list(conn.execute(select(tables.trails)).mappings())
        chosen = dice.sample(rows, 40)
        others = dice.sample(rows, 40)
        news = []
        for n, (row, other) in enumerate(zip(chosen, others, strict=True)):
            opened = unpack(row["body"]).opened
            trail = msgspec.structs.replace(unpack(other["body"]), opened=opened)
            news.append({**row, "seq": CASES + n + 1, "body": pack(trail)})
        put(conn, tables.trails, news)
    cube = read(store, cube, words, CASES)
    assert len(cube) == CASES
    for category in ("", "category-3"):
        equal(store, cube, words, (year, TODAY), category)
    store.close()
