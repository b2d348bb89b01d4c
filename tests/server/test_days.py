"""Each day of the city is sealed once, and whoever alters one is found out."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import delete, func, select, update

from db import checkpoints, days, journal, tables
from db.chain import leaf_of
from db.days import Day, DayFault
from db.domain.city import City
from db.seals import Seal
from db.store import Conn, Kind, Store
from server.believed import DOUBT
from server.changes import Feed
from server.city import open_city
from server.cli.finding import Grade
from server.cli.history import days_sealed
from server.days import CHECKED_EVERY, Days
from server.writing import Writer
from tests.server.past import History, midnight
from tests.server.program import environment, run
from tests.server.room import Room

ZONE = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def city(pack: Path) -> City:
    return open_city(pack)[0]


@pytest.fixture
def store(server_where: str, city: City) -> Iterator[Store]:
    """Four days and a bit, of which none is sealed."""
    store = Store.open(server_where, Kind.SERVER)
    History(store, city, seed=6).go_on(90, pause=3_900)
    yield store
    store.close()


def end_of(store: Store) -> datetime:
    """The last instant of the history."""
    with store.read() as conn:
        last = conn.execute(select(func.max(tables.changes.c.recorded_at))).scalar_one()
    return datetime.fromtimestamp(last / 1000, UTC)


def sealed(store: Store, now: datetime) -> list[Day]:
    """Seal what has ended by now; the days that were."""
    with store.write() as conn, journal.writing(conn, now):
        return days.seal(conn, days.ended(conn, ZONE, now), Seal.of(conn), now)


def found(store: Store, recount: list[str] | None = None) -> list[DayFault]:
    with store.read() as conn:
        seal = Seal.held(conn)
        assert seal is not None
        return days.check(conn, seal, recount)


def test_a_day_says_how_it_ended(store: Store, city: City) -> None:
    now = end_of(store)
    made = sealed(store, now)
    today = now.astimezone(ZONE).date()
    assert [one.day for one in made] == [
        (today - timedelta(days=n)).isoformat() for n in range(len(made), 0, -1)
    ]
    assert len(made) >= 4
    with store.read() as conn:
        for one in made:
            until = midnight(datetime.fromtimestamp(one.until / 1000, UTC), city.zone)
            assert until.timestamp() * 1000 == one.until
            later = select(tables.changes.c.seq).where(tables.changes.c.recorded_at < one.until)
            assert one.seq == max(conn.execute(later).scalars())
            assert checkpoints.moment(conn, one.seq).reports
    assert found(store) == []
    assert sealed(store, now) == []


def test_days_on_which_nobody_served_are_sealed_as_well(store: Store) -> None:
    now = end_of(store) + timedelta(days=9)
    made = sealed(store, now)
    assert len(made) >= 13
    assert {one.seq for one in made[-8:]} == {made[-1].seq}
    assert len({one.seal for one in made}) == len(made)
    assert found(store) == []


def test_a_day_is_not_sealed_before_it_is_over(store: Store) -> None:
    now = end_of(store)
    over = midnight(now, "Asia/Jakarta")
    assert (
        sealed(store, over + days.LATE - timedelta(seconds=1))[-1].until < over.timestamp() * 1000
    )
    assert [one.until for one in sealed(store, over + days.LATE)] == [over.timestamp() * 1000]


def test_an_older_epoch_still_fits(store: Store) -> None:
    sealed(store, end_of(store))
    with store.write() as conn:
        journal.new_epoch(conn)
    assert found(store) == []
    sealed(store, end_of(store) + timedelta(days=2))
    assert found(store) == []


def edit_count(conn: Conn, day: str) -> None:
    held = conn.execute(select(tables.days.c.reports).where(tables.days.c.day == day)).scalar_one()
    reports = json.loads(held)
    next(iter(reports.values()))["green"] = 999
    text = json.dumps(reports, sort_keys=True, separators=(",", ":"))
    conn.execute(update(tables.days).where(tables.days.c.day == day).values(reports=text))


def edit_seal(conn: Conn, day: str) -> None:
    conn.execute(update(tables.days).where(tables.days.c.day == day).values(seal="00" * 32))


def move_end(conn: Conn, day: str) -> None:
    seq = tables.days.c.seq
    conn.execute(update(tables.days).where(tables.days.c.day == day).values(seq=seq - 1))


def drop_day(conn: Conn, day: str) -> None:
    conn.execute(delete(tables.days).where(tables.days.c.day == day))


def edit_change(conn: Conn, day: str) -> None:
    """Somebody who knows the chain: a change is another one, and all links after it fit again."""
    changes = tables.changes
    seq, salt, body = conn.execute(
        select(changes.c.seq, changes.c.salt, changes.c.body)
        .where(changes.c.kind == "received")
        .order_by(changes.c.seq)
        .limit(1)
    ).one()
    body = body.replace("menumpuk", "dibersihkan")
    new = {"body": body, "leaf": leaf_of(salt, body.encode())}
    conn.execute(update(changes).where(changes.c.seq == seq).values(**new))
    epoch = journal.head(conn).epoch
    journal.new_epoch(conn)
    chain = journal.chain_start(epoch)
    for at, leaf in conn.execute(
        select(changes.c.seq, changes.c.leaf).order_by(changes.c.seq)
    ).all():
        chain = journal.chain_next(chain, leaf)
        conn.execute(update(changes).where(changes.c.seq == at).values(chain=chain))
    conn.execute(update(tables.head).values(epoch=epoch, chain=chain))
    assert journal.verify(conn) is None


@pytest.mark.parametrize("tamper", [edit_count, edit_seal, move_end, drop_day, edit_change])
def test_whoever_alters_a_day_is_found_out(
    store: Store, tamper: Callable[[Conn, str], None]
) -> None:
    made = sealed(store, end_of(store))
    assert found(store, []) == []
    with store.write() as conn:
        tamper(conn, made[1].day)
    assert found(store, [])


def test_a_count_that_was_wrong_when_it_was_sealed_is_found_by_counting(store: Store) -> None:
    now = end_of(store)
    with store.write() as conn, journal.writing(conn, now):
        made = days.ended(conn, ZONE, now)
        wrong = [Day(**{**day_fields(one), "reports": '{"laksa":{"red":1}}'}) for one in made[:1]]
        days.seal(conn, wrong + made[1:], Seal.of(conn), now)
    assert found(store, []) == []
    assert [one.day for one in found(store, [made[0].day])] == [made[0].day]
    assert [one.day for one in found(store, None)] == [made[0].day]


def day_fields(day: Day) -> dict[str, Any]:
    return {name: getattr(day, name) for name in Day.__slots__}


# --- the running server ---


class Served:
    """A writer, a feed and the keeper of days over a store, as a server has them."""

    def __init__(self, store: Store, city: City, now: datetime) -> None:
        self.now, self.passed = now, 0.0
        self.alarms: list[bool] = []
        with store.write() as conn:
            head, seal = journal.head(conn), Seal.of(conn)
        self._readers = ThreadPoolExecutor(2)
        feed = Feed(store, self._readers, head, lambda: self.now, seal)
        self._writer = Writer(store, city, lambda: self.now, feed.committed)
        told, now_, passed = self.alarms.append, (lambda: self.now), (lambda: self.passed)
        self.days = Days(self._writer, feed, city, seal, told, now_, passed)

    async def __aenter__(self) -> Served:
        self._running = asyncio.create_task(self._writer.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._running
        self._readers.shutdown()

    def go_on(self, time: timedelta, clock: timedelta | None = None) -> None:
        """Time passes, and the clock goes on by as much or otherwise."""
        self.passed += time.total_seconds()
        self.now += time if clock is None else clock


def test_servers_that_start_again_and_again_seal_each_day_once(store: Store, city: City) -> None:
    now = end_of(store)

    async def one() -> list[Day]:
        async with Served(store, city, now) as served:
            return await served.days.look()

    async def some() -> list[list[Day]]:
        return [*await asyncio.gather(one(), one(), one()), await one()]

    *together, again = asyncio.run(some())
    made = [day.day for each in together for day in each]
    assert len(made) == len(set(made)) >= 4
    assert again == []
    assert found(store) == []


@pytest.mark.expects_log("clock jumped")
def test_a_clock_that_jumps_is_not_believed_at_once(store: Store, city: City) -> None:
    half = timedelta(seconds=30)

    async def jumping() -> None:
        async with Served(store, city, end_of(store)) as served:
            assert await served.days.look()
            served.go_on(half, timedelta(days=40))
            assert await served.days.look() == []
            served.go_on(half, half - timedelta(days=40))
            assert await served.days.look() == []
            served.go_on(DOUBT)
            assert await served.days.look() == []  # it was set right, and no day is over
            served.go_on(timedelta(days=1))
            assert len(await served.days.look()) == 1

    asyncio.run(jumping())
    assert found(store) == []


@pytest.mark.expects_log("sealed day differs")
def test_the_running_server_tells_of_a_day_that_was_altered(store: Store, city: City) -> None:
    async def altered() -> None:
        async with Served(store, city, end_of(store)) as served:
            made = await served.days.look()
            assert served.alarms == [False]
            with store.write() as conn:
                edit_count(conn, made[-1].day)
            served.go_on(timedelta(seconds=CHECKED_EVERY))
            await served.days.look()
            assert served.alarms == [False, True]
            assert {one.day for one in served.days.faults} == {made[-1].day}

    asyncio.run(altered())


@pytest.mark.expects_log("sealed day differs")
@pytest.mark.parametrize("reports", ["", "{", "7", '{"laksa":7}', '{"laksa":{"blue":1}}'])
def test_a_day_that_cannot_even_be_read_is_told_of_as_well(
    store: Store, city: City, reports: str
) -> None:
    async def altered() -> None:
        async with Served(store, city, end_of(store)) as served:
            made = await served.days.look()
            last = tables.days.c.day == made[-1].day
            with store.write() as conn:
                conn.execute(update(tables.days).where(last).values(reports=reports))
            served.go_on(timedelta(seconds=CHECKED_EVERY))
            await served.days.look()
            assert served.alarms == [False, True]
            assert {one.day for one in served.days.faults} == {made[-1].day}

    asyncio.run(altered())
    with store.read() as conn:
        assert days_sealed(conn, whole=True).grade is Grade.FAIL


@pytest.mark.expects_log("sealed day differs")
@pytest.mark.parametrize(
    ("which", "name"), [(0, ""), (-1, "kemarin"), (-1, "20261125"), (-1, "9999-12-31")]
)
def test_a_row_that_is_no_day_any_more_is_told_of_and_sealing_goes_on(
    store: Store, city: City, which: int, name: str
) -> None:
    async def altered() -> None:
        async with Served(store, city, end_of(store)) as served:
            made = await served.days.look()
            row = tables.days.c.day == made[which].day
            with store.write() as conn:
                conn.execute(update(tables.days).where(row).values(day=name))
            served.go_on(timedelta(days=1))
            after = [one.day for one in await served.days.look()]
            following = date.fromisoformat(made[-1].day) + timedelta(days=1)
            assert after[-1] == following.isoformat()
            assert served.alarms[-1]
            assert DayFault(name, "is no day") in served.days.faults

    asyncio.run(altered())
    assert DayFault(name, "is no day") in found(store)
    with store.read() as conn:
        assert days_sealed(conn, whole=False).grade is Grade.FAIL


@pytest.mark.expects_log("sealed day differs")
@pytest.mark.parametrize("which", [0, 1, -1])
@pytest.mark.parametrize("ahead", [3, 300])
def test_a_day_moved_into_the_future_is_told_of_and_sealing_goes_on(
    store: Store, city: City, which: int, ahead: int
) -> None:
    async def altered() -> None:
        async with Served(store, city, end_of(store)) as served:
            made = await served.days.look()
            last = date.fromisoformat(made[-1].day)
            moved = (last + timedelta(days=ahead)).isoformat()
            row = tables.days.c.day == made[which].day
            with store.write() as conn:
                conn.execute(update(tables.days).where(row).values(day=moved))
            for n in range(1, 6):
                served.go_on(timedelta(days=1))
                now = last + timedelta(days=n)
                after = [one.day for one in await served.days.look()]
                with store.read() as conn:
                    assert days.is_settled(conn, now, ZONE, served.now)
                    tomorrow = now + timedelta(days=1)
                    assert not days.is_settled(conn, tomorrow, ZONE, served.now)
                assert after[-1:] == [now.isoformat()] or now.isoformat() == moved
                assert served.alarms[-1]
                assert moved in {fault.day for fault in served.days.faults}

    asyncio.run(altered())


def test_the_only_day_may_be_the_one_that_is_none(store: Store) -> None:
    made = sealed(store, end_of(store))
    with store.write() as conn:
        conn.execute(delete(tables.days).where(tables.days.c.day > made[0].day))
        conn.execute(update(tables.days).values(day="kemarin"))
    with store.read() as conn:
        told = days_sealed(conn, whole=True)
    assert told.grade is Grade.FAIL
    assert "kemarin: is no day" in told.told


@pytest.mark.expects_log("sealed day differs")
def test_health_and_doctor_say_so(room: Room) -> None:
    room.stop()
    city = open_city(room.settings.city)[0]
    store = room.store()
    History(store, city, 4, datetime.now(UTC) - timedelta(days=3)).go_on(20, pause=9_000)
    day = sealed(store, datetime.now(UTC))[-1]
    store.close()
    env = environment(room.settings.database, room.settings.data)
    assert "sealed; " in run("doctor", env=env).stdout
    store = room.store()
    with store.write() as conn:
        edit_count(conn, day.day)
    store.close()
    told = run("doctor", env=env)
    assert told.returncode == 1, told.stdout
    assert f"{day.day}: was altered: its seal is broken" in told.stdout
    room.start()
    until = time.monotonic() + 60
    while "days_differ" not in (health := httpx.get(f"{room.url}/health")).json()["trouble"]:
        assert time.monotonic() < until, health.text
        time.sleep(0.1)
    assert health.status_code == 503
