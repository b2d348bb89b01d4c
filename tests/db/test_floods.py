"""What flood mode reads: arrivals from the journal, people from sessions, masters from a cache."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db import feed, floods, journal, people, sessions
from db.domain.case import SYSTEM, Place
from db.domain.states import Role
from db.floods import on_duty
from db.folded import masters, masters_of
from db.people import Person
from db.sessions import Session
from db.store import Store
from tests.db.history import CITY, NOW, carry_out, merge, note, page_of, receive, write

MINUTE = timedelta(minutes=1)
HERE = Place("RT 01 RW 02", -6.17, 106.63)


def test_the_journal_says_what_came_and_what_was_altered(server: Store) -> None:
    first, second = receive(), receive()
    write(server, [first, second, note(first.case)])
    with server.read() as conn:
        news = floods.news(conn, 1, 2)
        rest = floods.news(conn, news.seq, 2)
    assert [one.case for one in news.arrivals] == [second.case]
    assert (news.arrivals[0].at, news.arrivals[0].seq) == (NOW, 2)
    assert news.arrivals[0].author == second.author.id
    assert news.altered == {first.case, second.case}
    assert (news.seq, rest.seq, rest.arrivals) == (3, 3, ())


def test_a_moment_is_found_in_the_journal(server: Store) -> None:
    for number in range(5):
        with server.write() as conn:
            journal.begin(conn, CITY.id)
            with journal.writing(conn, NOW + number * MINUTE) as pen:
                carry_out(pen, receive())
                carry_out(pen, receive())
    with server.read() as conn:
        found = [floods.begins_at(conn, NOW + n * MINUTE) for n in (-1, 0, 1, 3, 9)]
    assert found == [0, 0, 2, 6, 10]


def test_nothing_is_found_in_an_empty_journal(server: Store) -> None:
    with server.read() as conn:
        assert floods.begins_at(conn, NOW) == 0
        assert floods.news(conn, 0, 10).seq == 0


def test_who_holds_a_good_token_is_on_duty(server: Store) -> None:
    ends = NOW + 15 * MINUTE
    good = Session("a", "sari", "access", "f1", "meja 1", NOW, ends)
    held = [
        good,
        replace(good, token_hash="b", issued=NOW + MINUTE, expires=ends + MINUTE),  # renewed
        replace(good, token_hash="c", person="budi", revoked=NOW + 2 * MINUTE),
        replace(good, token_hash="d", person="dewi"),
        replace(good, token_hash="e", person="gone"),
        replace(good, token_hash="f", person="tono", kind="refresh"),
    ]
    roles = {"sari": "officer", "budi": "supervisor", "dewi": "mayor", "tono": "officer"}
    with server.write() as conn:
        for login, role in {**roles, "gone": "officer"}.items():
            active = login != "gone"
            person = Person(login, login, login.title(), Role(role), None, "", active, NOW)
            people.add(conn, person)
        sessions.put(conn, *held)
    with server.read() as conn:
        spells = floods.spells(conn, NOW, (Role.OFFICER, Role.SUPERVISOR))
        assert floods.spells(conn, ends + MINUTE, (Role.OFFICER,)) == ()
    counts = [on_duty(spells, NOW + n * MINUTE) for n in (-1, 0, 1, 2, 15, 16)]
    assert counts == [0, 2, 2, 1, 1, 0]


def test_a_cache_knows_which_cases_hold_what_the_server_folded(
    embedded: Store, cache: Store
) -> None:
    master, folded, by_hand, other = (receive(category="pju", place=HERE) for _ in range(4))
    write(embedded, [master, folded, by_hand, other])
    with embedded.write() as conn, journal.writing(conn, NOW) as pen:
        held = {one.case: pen.case(one.case) for one in (master, folded, by_hand, other)}
        into, one, two, last = (held[c.case] for c in (master, folded, by_hand, other))
        assert into is not None
        assert one is not None
        assert two is not None
        assert last is not None
        carry_out(pen, replace(merge(one, into), author=SYSTEM))
        carry_out(pen, merge(two, last))
    page = page_of(embedded, 0)
    with cache.write() as conn:
        feed.start(conn, epoch=page["epoch"], scope="city")
        feed.apply_page(conn, page, CITY)
        assert masters(conn) == {master.case}
        assert masters_of(conn, [folded.case, by_hand.case]) == {master.case}
        assert masters_of(conn, [by_hand.case]) == frozenset()
