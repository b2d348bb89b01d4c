"""Deliveries as rows: kept whole, claimed once, an agency's slowness its own."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from db import deliveries
from db.domain import commands as verb
from db.domain.deliveries import (
    GIVEN_UP,
    Attempt,
    Job,
    JobState,
    Notice,
    Reply,
    alarmed,
    arrived,
    attempted,
    begun,
)
from db.domain.dispatch import Altered
from db.store import Kind, Store
from tests.db.domain.post_room import CITY
from tests.db.domain.small_city import FORWARD, MINUTE, NOW, Book

LATER = NOW + MINUTE


def altered(case: str = "a") -> Altered:
    """A case that was sent to pu."""
    book = Book()
    book.received(case)
    before = book[case]
    change = book.do(case, FORWARD)
    return Altered(before, replace(change, id=f"forward {case}"), book[case])


def queued(store: Store, *cases: str) -> list[Job]:
    """The first job of each case."""
    with store.write() as conn:
        return [deliveries.follow(conn, altered(case), CITY)[0] for case in cases]


def claim(store: Store, at: timedelta = timedelta(0), limit: int = 50) -> list[Job]:
    with store.write() as conn:
        return deliveries.claim(conn, NOW + at, NOW + at + MINUTE, limit)


def test_a_job_comes_back_as_it_was_written(server: Store) -> None:
    whole = arrived(alarmed(queued(server, "a")[0], LATER), LATER)
    whole = replace(whole, since=NOW + timedelta(microseconds=7), told_at=NOW, said="http_200")
    with server.write() as conn:
        deliveries.put(conn, [whole])
    with server.read() as conn:
        assert deliveries.one(conn, whole.id) == replace(whole, body="")
        assert deliveries.one(conn, "nothing") is None
        assert [job.channel for job in deliveries.of_case(conn, "a")] == ["webhook", "email"]


def test_following_the_same_change_again_makes_nothing_twice(server: Store) -> None:
    change = altered()
    with server.write() as conn:
        first = deliveries.follow(conn, change, CITY)
    with server.write() as conn:
        deliveries.follow(conn, change, CITY)
        assert [job.id for job in deliveries.of_case(conn, "a")] == [job.id for job in first]


def test_what_concerns_no_agency_makes_no_job(server: Store) -> None:
    book = Book()
    case = book.received("a")
    change = book.do("a", verb.Note("dua truk"))
    with server.write() as conn:
        assert deliveries.follow(conn, Altered(case, change, book["a"]), CITY) == []


def test_a_job_is_in_one_hand_until_its_lease_ends(server: Store) -> None:
    [made] = queued(server, "a")
    [taken] = claim(server)
    assert (taken.id, taken.tries, taken.lease_until) == (made.id, 1, LATER)
    assert claim(server, timedelta(seconds=59)) == []

    [again] = claim(server, MINUTE)
    assert (again.id, again.tries, again.state) == (made.id, 2, JobState.SENT)
    assert again.told_at == LATER


def test_two_servers_at_the_same_moment_never_take_the_same(server_where: str) -> None:
    stores = [Store.open(server_where, Kind.SERVER) for _ in range(3)]
    queued(stores[0], *(f"c{n}" for n in range(12)))
    taken: list[str] = []
    start = Barrier(len(stores))

    def work(store: Store) -> None:
        start.wait()
        for _ in range(3):
            taken.extend(job.id for job in claim(store, limit=2))

    threads = [Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    # How many depends on who saw whose claims; that no job is taken twice does not.
    assert taken
    assert len(taken) == len(set(taken))


def test_a_slow_agency_takes_no_more_than_its_share(server: Store) -> None:
    queued(server, *(f"c{n}" for n in range(9)))
    assert len(claim(server)) == deliveries.AT_ONCE
    assert claim(server) == []


def test_of_one_case_the_first_news_goes_before_the_second(server: Store) -> None:
    [first] = queued(server, "a")
    second = replace(first, id="second", seq=first.seq + 1)
    with server.write() as conn:
        deliveries.put(conn, [second])
    [taken] = claim(server)
    assert taken.id == first.id
    assert claim(server) == []

    done = attempted(taken, Attempt(Reply.DELIVERED, "http_200"), LATER)
    with server.write() as conn:
        deliveries.put(conn, [done])
    assert [job.id for job in claim(server)] == ["second"]


def test_one_too_old_is_ended_and_not_sent(server: Store) -> None:
    [made] = queued(server, "a")
    assert claim(server, GIVEN_UP) == []
    with server.read() as conn:
        ended = deliveries.one(conn, made.id)
        assert ended is not None
        assert (ended.state, ended.alarm_at) == (JobState.FAILED, NOW + GIVEN_UP)
        assert [job.id for job in deliveries.overdue(conn, NOW + GIVEN_UP, 9)] == [made.id]


@pytest.mark.parametrize(("seq", "count"), [(1, 0), (2, 1), (9, 1)])
def test_a_console_has_taken_what_lies_behind_its_cursor(
    server: Store, seq: int, count: int
) -> None:
    [made] = queued(server, "a")
    offered = begun(replace(made, channel="console"), NOW)
    with server.write() as conn:
        deliveries.put(conn, [offered])
    with server.read() as conn:
        assert len(deliveries.on_offer(conn, "pu", set(Notice), seq)) == count
        assert deliveries.on_offer(conn, "dlh", set(Notice), 99) == []
        assert deliveries.on_offer(conn, "pu", {Notice.ESCALATED}, 99) == []
        assert len(deliveries.unseen(conn, "pu", {Notice.FORWARDED}, "a")) == 1
        assert deliveries.unseen(conn, "pu", {Notice.ESCALATED}, "a") == []


def test_how_the_deliveries_stand(server: Store) -> None:
    with server.read() as conn:
        assert deliveries.standing(conn, NOW) == deliveries.Standing({}, 0.0, 0.0, 0, 0)
        assert deliveries.next_instant(conn) is None
    first, second = queued(server, "a", "b")
    with server.write() as conn:
        deliveries.put(conn, [alarmed(first, NOW), replace(second, state=JobState.HELD)])
    with server.read() as conn:
        stands = deliveries.standing(conn, NOW + MINUTE)
        assert stands == deliveries.Standing({"webhook": 2}, 60.0, 60.0, 1, 1)
        assert deliveries.next_instant(conn) == NOW
