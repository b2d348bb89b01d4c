"""Policy briefs: every number is a recount of the cases linked to it, whatever happened."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from db import cases, feed, policies, tables
from db.domain import commands as verb
from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.case import Case, Place
from db.domain.city import Area
from db.domain.clocks import soonest
from db.domain.commands import Command
from db.domain.policy import Claim, Facts, Period, Policy, Said, rule_of
from db.domain.refused import Refused
from db.domain.states import Lane, State, colour, lane
from db.domain.trail import on_time
from db.seals import Seal
from db.store import Store
from tests.db import history
from tests.db.history import (
    BUDI,
    CITY,
    NOW,
    carry_out,
    forward,
    fresh,
    merge,
    page_of,
    pen_of,
    receive,
    secret,
)

AREAS = ("36.71.01.1", "36.71.01.2", "36.71.02.1")
TOWN = replace(
    CITY,
    areas={
        **{code: Area(code, code, 0.0, 0.0, code[:8]) for code in AREAS},
        **{code: Area(code, code, 0.0, 0.0, None) for code in ("36.71.01", "36.71.02")},
    },
)
UNTIL = datetime.fromisoformat("2026-11-22T00:00:00+07:00")
WEEK, MONTH = Period(UNTIL, 1), Period(UNTIL, 4)
WORDS = "Ibu Wati Rahasia 081234567890 lampu depan rumah saya"


def at(days: float, category: str | None, area: str | None) -> Command:
    place = Place("Jl. Merdeka", area=area)
    return receive(WORDS, place=place, category=category, at=NOW - timedelta(days=days))


def write(store: Store, commands: list[Command]) -> None:
    history.write(store, commands, city=TOWN)


def a_city(rng: random.Random) -> list[Command]:
    """Thirteen weeks of cases, and a rise of lamps in one kelurahan in the last one or four."""
    calm = [
        at(rng.uniform(0, 98), rng.choice(["pju", "jalan", None]), rng.choice([*AREAS, None]))
        for _ in range(rng.randint(60, 90))
    ]
    weekly = [at(7 * week + 1, "jalan", AREAS[2]) for week in range(14)]  # no week without any
    rise = [at(rng.uniform(0.7, 7), "pju", AREAS[0]) for _ in range(rng.randint(12, 20))]
    both = [*calm, *weekly, *rise]
    rng.shuffle(both)
    return both


def stir(store: Store, rng: random.Random, many: int) -> None:
    """Whatever the rules allow happens to cases that are there."""
    with store.read() as conn:
        ids = list(conn.execute(select(tables.cases.c.id)).scalars())
    with pen_of(store) as pen:
        for _ in range(many):
            case = pen.case(rng.choice(ids))
            assert case is not None
            other = pen.case(rng.choice(ids))
            assert other is not None
            command = _something(rng, case, other)
            try:
                carry_out(pen, command, TOWN)
            except Refused:
                continue


def _something(rng: random.Random, case: Case, other: Case) -> Command:
    def of(act: verb.Verb) -> Command:
        return Command(fresh("command"), case.id, act, BUDI, NOW, expect=case.assignment_no)

    opd = case.tasks[0].opd if case.tasks else "dishub"
    area = Place("Jl. Lain", area=rng.choice(AREAS))
    undone = verb.Undo(case.acts[-1].change if case.acts else "none")
    return rng.choice(
        [
            forward(case, rng.choice(["dishub", "dpupr"])),
            merge(case, other),
            secret(case),
            of(verb.Accept("Rudi", opd=opd)),
            of(verb.Unmerge()),
            of(verb.Edit("place", old_place=case.place, new_place=area)),
            of(verb.Edit("category", case.category or "", rng.choice(["pju", "jalan"]))),
            of(undone),
            of(verb.Archive("spam")),
        ]
    )


def made(store: Store, period: Period = WEEK, least: int = 5) -> Facts:
    with store.read() as conn:
        return policies.count(conn, period, NOW, TOWN, least)


def everything(store: Store) -> list[Case]:
    with store.read() as conn:
        ids = list(conn.execute(select(tables.cases.c.id)).scalars())
        return list(cases.many(conn, ids).values())


def within(case: Case, since: datetime, until: datetime) -> bool:
    return milliseconds(since) <= milliseconds(case.first_at) < milliseconds(until)


def check_claim(claim: Claim, facts: Facts, shown: list[Case]) -> None:
    """Count it again, by other means, from whole cases."""
    period = facts.period
    inside = [one for one in shown if within(one, period.since, period.until)]
    behind = [
        one
        for one in inside
        if one.category == claim.category and claim.area in ("", one.place.area)
    ]
    assert claim.many == len(claim.cases) == len(behind) >= facts.least
    assert {(link.case, link.number) for link in claim.cases} == {
        (one.id, one.number) for one in behind
    }
    earlier = period.since - timedelta(weeks=facts.weeks)
    assert claim.before == sum(
        one.category == claim.category
        and claim.area in ("", one.place.area)
        and within(one, earlier, period.since)
        for one in shown
    )
    assert claim.on_time.all == claim.many
    open_ones = [one for one in behind if lane(one.state) is not Lane.DONE]
    grey = [one for one in open_ones if colour(one.state).value == "grey"]
    late = [
        one
        for one in open_ones
        if one not in grey and (clock := soonest(one.clocks)) and clock.due < facts.at
    ]
    assert (claim.on_time.out, claim.on_time.late) == (len(grey), len(late))
    done = Counter(on_time(one.clocks) for one in behind if lane(one.state) is Lane.DONE)
    assert (claim.on_time.kept, claim.on_time.broke) == (done[True], done[False])
    for share in claim.opds:
        has = [{task.opd for task in one.tasks} or {""} for one in behind]
        assert share.cases == sum(share.opd in one for one in has)


def check_facts(facts: Facts, store: Store) -> None:
    shown = [one for one in everything(store) if not one.secret and one.state is not State.MERGED]
    sums = facts.sums
    inside = [one for one in shown if within(one, facts.period.since, facts.period.until)]
    assert sums.cases == len(inside) == sums.red + sums.yellow + sums.green + sums.grey
    assert sums.cases == sums.placed + sums.lost
    assert sums.lost == sum(one.place.area not in AREAS for one in inside)
    assert sums.reports == sum(len(one.reports) for one in inside)
    assert sums.filed == sum(bool(one.category) for one in inside)
    assert sums.named == len({link.case for claim in facts.claims for link in claim.cases})
    for claim in facts.claims:
        check_claim(claim, facts, shown)


@pytest.mark.parametrize("seed", range(4))
def test_every_number_is_a_recount_of_its_cases(server: Store, seed: int) -> None:
    rng = random.Random(seed)
    write(server, a_city(rng))
    claimed = 0
    for _ in range(3):
        for period in (WEEK, MONTH):
            facts = made(server, period)
            assert facts.weeks >= 4
            check_facts(facts, server)
            claimed += len(facts.claims)
        stir(server, rng, 40)
    assert claimed, "a rise that nobody tells tests nothing"


def test_what_was_counted_is_made_again_from_the_journal_later(server: Store) -> None:
    rng = random.Random(7)
    write(server, a_city(rng))
    stir(server, rng, 40)
    with server.read() as conn:
        facts, mark = policies.counted(conn, WEEK, NOW, TOWN, 5)
    assert facts.claims
    hidden = [secret_of(link.case) for link in facts.claims[0].cases[:3]]
    write(server, hidden)
    stir(server, rng, 40)
    assert made(server) != facts
    with server.read() as conn:
        assert policies.recount(conn, mark.seq, facts, TOWN) == facts


def secret_of(case: str) -> Command:
    return Command(fresh("command"), case, verb.Edit("secret", "no", "yes"), BUDI, NOW)


def test_no_brief_holds_secret_cases_or_what_reporters_wrote(server: Store) -> None:
    commands = a_city(random.Random(3))
    write(server, commands)
    rising = made(server).claims[0]
    hidden = {link.case: link.number for link in rising.cases[:4]}
    write(server, [secret_of(id) for id in hidden])
    facts = made(server)
    after = next(one for one in facts.claims if one.pair == rising.pair)
    assert after.many == rising.many - 4
    text = wire.dump(facts)
    assert not any(id in text or number in text for id, number in hidden.items())
    for planted in ("Wati", "0812", "lampu depan", "Merdeka", "Sari"):
        assert planted not in text


def test_a_console_counts_what_its_server_counts(embedded: Store, cache: Store) -> None:
    rng = random.Random(5)
    write(embedded, a_city(rng))
    stir(embedded, rng, 100)
    with cache.write() as conn:
        page = page_of(embedded, 0)
        feed.start(conn, epoch=page["epoch"], scope="city+secret")
        feed.apply_page(conn, page, TOWN)
    assert made(cache, MONTH) == made(embedded, MONTH)
    assert made(cache).claims


def test_nothing_is_claimed_of_fewer_cases_than_the_city_says(server: Store) -> None:
    write(server, a_city(random.Random(1)))
    most = max(claim.many for claim in made(server).claims)
    assert all(claim.many >= most for claim in made(server, least=most).claims)
    assert made(server, least=most + 1).claims == ()


def test_a_young_history_claims_nothing_and_still_adds_up(server: Store) -> None:
    write(server, [at(day / 4, "pju", AREAS[0]) for day in range(4, 80)])
    facts = made(server)
    assert (facts.weeks, facts.claims) == (0, ())
    check_facts(facts, server)


def test_an_area_of_no_other_is_counted_like_the_smallest(server: Store) -> None:
    alone = Area("36.71.03", "36.71.03", 0.0, 0.0, None)
    town = replace(TOWN, areas={**TOWN.areas, alone.code: alone})
    usual = [at(7 * week + 3, "pju", alone.code) for week in range(14)]
    more = [at(day / 2 + 1, "pju", alone.code) for day in range(40)]
    history.write(server, [*usual, *more], city=town)
    with server.read() as conn:
        facts = policies.count(conn, MONTH, NOW, town, 5)
    assert {claim.area for claim in facts.claims} == {"", alone.code}


def test_a_month_is_held_against_the_weeks_before_it(server: Store) -> None:
    usual = [at(7 * week + 3, "pju", AREAS[1]) for week in range(14)]
    more = [at(day / 2 + 1, "pju", AREAS[1]) for day in range(40)]
    write(server, [*usual, *more])
    facts = made(server, MONTH)
    claim = next(one for one in facts.claims if one.area == AREAS[1])
    assert (facts.weeks, claim.many, claim.before) == (9, 44, 9)
    assert facts.weeks < rule_of(4, 5).weeks


def brief_of(facts: Facts, **more: str) -> Policy:
    said = tuple(Said(*claim.pair, text="{category} naik di {place}") for claim in facts.claims)
    return Policy(fresh("policy"), NOW, BUDI, facts, said, **more)


def test_what_is_signed_is_kept_and_an_altered_row_is_found(server: Store) -> None:
    write(server, a_city(random.Random(2)))
    with server.write() as conn:
        seal = Seal.of(conn)
        facts, mark = policies.counted(conn, WEEK, NOW, TOWN, 5)
        first = policies.add(conn, brief_of(facts), mark, seal, NOW)
        later = policies.add(conn, brief_of(facts, replaces=first.policy.id), mark, seal, NOW)
    with server.read() as conn:
        assert policies.one(conn, later.policy.id) == later
        found = policies.one(conn, first.policy.id)
        assert found == replace(first, replaced=later.policy.id)
        assert policies.check(conn, seal, TOWN, whole=True) == []
        by = {one.id: one for one in policies.headings(conn)}
    assert (by[first.policy.id].replaced, by[later.policy.id].replaces) == (
        later.policy.id, first.policy.id,
    )  # fmt: skip
    table = tables.policies
    with server.write() as conn:
        altered = later.policy.facts.claims[0].many
        body = conn.execute(select(table.c.body).where(table.c.id == later.policy.id)).scalar_one()
        other = body.replace(f'"many":{altered}', f'"many":{altered + 1}')
        assert other != body
        conn.execute(update(table).where(table.c.id == later.policy.id).values(body=other))
        faults = policies.check(conn, seal, TOWN, whole=False)
    assert [fault.id for fault in faults] == [later.policy.id]
