"""What came in when and where, counted in a console's cache: never secret, never twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from db import arrivals, feed
from db.arrivals import DAY_MS, Sieve, Span
from db.domain.brief import milliseconds
from db.domain.case import Place
from db.domain.commands import Command
from db.domain.hotspots import Arrivals
from db.store import Store
from tests.db.history import CITY, NOW, forward, merge, page_of, receive, secret, write
from tests.db.test_similar import filled

END = milliseconds(NOW)
PJU = Sieve(("pju",), ("36.71.01",))
HERE = Place("Jl. Merdeka", area="36.71.01")


def at(days: float, category: str | None = "pju", place: Place = HERE) -> Command:
    return receive(place=place, category=category, at=NOW - timedelta(days=days))


def follow(embedded: Store, cache: Store, commands: list[Command]) -> None:
    """More happens, and the console hears of it."""
    seq = write(embedded, commands)[0].seq - 1
    with cache.write() as conn:
        feed.apply_page(conn, page_of(embedded, seq), CITY)


def counted(cache: Store) -> dict[str, int]:
    with cache.read() as conn:
        return arrivals.by_area(conn, Span(0, END + 1), Sieve())


def test_days_are_counted_back_from_an_instant(embedded: Store, cache: Store) -> None:
    filled(
        embedded, cache,
        [at(0.1), at(0.9), at(1.0), at(1.1), at(6.5, "jalan"), at(2.5, None), at(80), at(-0.01)],
    )  # fmt: skip
    with cache.read() as conn:
        found = set(arrivals.by_day(conn, END, 70))
    area = "36.71.01"
    assert found == {
        Arrivals("pju", area, 0, 3),  # one came in exactly a day before
        Arrivals("pju", area, 1, 1),
        Arrivals("jalan", area, 6, 1),
        Arrivals("", area, 2, 1),
    }


def test_secret_and_merged_cases_are_never_counted(embedded: Store, cache: Store) -> None:
    own, twin, hidden = (receive(place=HERE, category="pju") for _ in range(3))
    before = filled(embedded, cache, [own, twin, hidden])
    assert counted(cache) == {"36.71.01": 3}
    follow(embedded, cache, [merge(before[1], before[0]), secret(before[2])])
    assert counted(cache) == {"36.71.01": 1}
    with cache.read() as conn:
        assert [row.id for row in arrivals.listed(conn, Span(0, END + 1), PJU)] == [own.case]


def test_what_is_listed_is_what_is_counted(embedded: Store, cache: Store) -> None:
    elsewhere = Place("jauh")
    made = [at(n / 3, ("pju", "jalan")[n % 2], (HERE, elsewhere)[n % 3 == 0]) for n in range(40)]
    filled(embedded, cache, made)
    span = Span(END - 7 * DAY_MS, END)
    with cache.read() as conn:
        by_pair: Counter[tuple[str, str]] = Counter()
        for one in arrivals.by_day(conn, END, 7):
            by_pair[one.category, one.area] += one.many
        for category in ("pju", "jalan"):
            rows = arrivals.listed(conn, span, Sieve((category,), ("36.71.01",)))
            assert len(rows) == by_pair[category, "36.71.01"] > 3
            assert [row.first_at for row in rows] == sorted(
                (row.first_at for row in rows), reverse=True
            )
        by_area = arrivals.by_area(conn, span, Sieve())
    assert sum(by_area.values()) == sum(by_pair.values()) == 21
    assert by_area[""] == by_pair["pju", ""] + by_pair["jalan", ""] > 0


@pytest.mark.parametrize(
    ("sieve", "many"),
    [
        (Sieve(), 3),
        (Sieve(categories=("jalan",)), 1),
        (Sieve(areas=("36.71.01",)), 2),  # who forwarded the first named another place
        (Sieve(areas=("elsewhere",)), 0),
        (Sieve(channels=("laksa",)), 3),
        (Sieve(channels=("112",)), 0),
        (Sieve(classes=("complaint",)), 3),
        (Sieve(states=("forwarded",)), 1),
        (Sieve(opds=("dishub",)), 1),
        (Sieve(opds=("dis",)), 0),
        (Sieve(opds=("dpupr", "dishub")), 1),
        (Sieve(cases=frozenset()), 0),
        (Sieve(due_before=END + 30 * DAY_MS), 3),
        (Sieve(due_before=1), 0),
    ],
)
def test_filters_are_those_of_the_board(
    embedded: Store, cache: Store, sieve: Sieve, many: int
) -> None:
    one, *_ = filled(embedded, cache, [at(0.5), at(0.6), at(0.7, "jalan")])
    follow(embedded, cache, [forward(one)])
    with cache.read() as conn:
        assert sum(arrivals.by_area(conn, Span(0, END), sieve).values()) == many
        chosen = sieve._replace(cases=frozenset({one.id}))
        only = arrivals.by_area(conn, Span(0, END), chosen)
        assert sum(only.values()) <= 1


def test_lately_is_found_by_an_index(cache: Store) -> None:
    with cache.read() as conn:
        query = (
            "EXPLAIN QUERY PLAN SELECT category, area, count(*) FROM cases WHERE "
            "area IN (SELECT DISTINCT area FROM cases) AND first_at >= 5 AND first_at < 9 "
            "GROUP BY category, area"
        )
        plan = [row[-1] for row in conn.execute(text(query))]
    assert any("area=? AND first_at>? AND first_at<?" in step for step in plan)
    assert not any(step.startswith("SCAN cases") and "COVERING" not in step for step in plan)


def test_the_newest_change_says_how_far_a_desk_knows(embedded: Store, cache: Store) -> None:
    with cache.read() as conn:
        assert arrivals.newest(conn) == 0
    filled(embedded, cache, [at(3)])
    with cache.read() as conn:
        assert arrivals.newest(conn) == END
