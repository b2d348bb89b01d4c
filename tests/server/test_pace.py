"""A server that cannot store as fast as it is asked to says so, and decides nothing meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from db.domain import commands as verb
from tests.server.room import CITY, Room
from tests.server.test_errors import problem
from tests.server.test_health import measured, until


@pytest.fixture
def hasty(room: Room) -> Room:
    """The same with a shorter patience, so that a test need not wait for long."""
    room.stop()
    object.__setattr__(room.settings, "busy_after", 0.5)
    room.start()
    return room


@contextmanager
def journal_held(room: Room) -> Iterator[None]:
    """Another program keeps the database from taking anything; reading goes on."""
    store = room.store()
    with store.write() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("LOCK TABLE head IN EXCLUSIVE MODE"))
        yield
    store.close()


def test_what_comes_while_the_queue_stands_is_asked_to_come_later(hasty: Room) -> None:
    siti, agus, budi, laksa = map(hasty.desk, ("siti", "agus", "budi", "laksa"))
    for desk in (siti, agus, budi, laksa):
        assert desk.send() == []  # the first use of a token is noted
    case = hasty.received(siti)
    first = siti.command(case, verb.Note("yang pertama"))
    soon = budi.command(case, verb.Note("segera sesudahnya"))
    late = agus.command(case, verb.Note("terlambat"))
    report = {
        "city": CITY, "channel": "laksa", "source_id": "r1", "text": "Sampah",
        "place": {"text": "Jl. Daan Mogot"},
    }  # fmt: skip
    with ThreadPoolExecutor(2) as pool:
        with journal_held(hasty):
            waiting = [pool.submit(siti.post, first), pool.submit(budi.post, soon)]
            until(lambda: measured(hasty)["liveroom_writer_oldest_seconds"] > 0.5)
            for answer in (agus.post(late), laksa.http.post("/reports", json=report)):
                told = problem(answer)
                assert (told["status"], told["type"]) == (429, "liveroom:busy")
                assert 1 <= int(answer.headers["Retry-After"]) <= 60
            # Whoever reads is served all the same.
            assert agus.pull(1).status_code == 200
        for sent in waiting:
            assert sent.result().json()["outcomes"][0]["outcome"] == "accepted"
    texts = [body["act"].get("text", "") for body in siti.bodies()]
    assert "yang pertama" in texts
    assert "terlambat" not in texts
    assert agus.send(late)[0]["outcome"] == "accepted"
    assert laksa.http.post("/reports", json=report).status_code == 201


def test_a_queue_that_moves_turns_nobody_away(hasty: Room) -> None:
    siti = hasty.desk("siti")
    case = hasty.received(siti)
    for _ in range(30):
        assert siti.do(case, verb.Note("masih menumpuk"))["outcome"] == "accepted"
