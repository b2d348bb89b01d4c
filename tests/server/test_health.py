"""Measures and health: what is counted, who may read it, and that a stuck part is told soon."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from db.domain import commands as verb
from db.faults import FaultKey, StoreFault
from db.store import Store
from server import vigil, watch, wedge
from server.measures import ROUTES, TROUBLES, route_of
from server.streams import HEARTBEAT
from server.wedge import KEYS, Vitals, wedged
from tests.server.room import Room, forward

TOKEN = "only-for-the-one-who-measures"


def measured(room: Room, **headers: str) -> dict[str, float]:
    """Every sample by its name and labels."""
    answer = httpx.get(f"{room.url}/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {
        ",".join([sample.name, *map(str, sample.labels.values())]): sample.value
        for family in families
        for sample in family.samples
    }


class TestMeasures:
    """What is counted."""

    def test_what_was_decided_sent_and_followed(self, room: Room) -> None:
        siti = room.desk("siti")
        case = room.received(siti)
        assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
        assert siti.do(case, forward("dlh"), 0)["outcome"] == "same_effect"
        assert siti.do(case, verb.Validate(), 0)["outcome"] == "rejected"
        assert siti.do(case, verb.Note("x"), depends_on="nobody")["outcome"] == "not_yet"
        siti.post({"id": 7})
        assert siti.http.get("/snapshot").status_code == 200
        with siti.following() as pages:
            next(page for page in pages if page["changes"])
            found = measured(room)
        assert found["liveroom_decisions_total,accepted"] == 2
        assert found["liveroom_decisions_total,same_effect"] == 1
        assert found["liveroom_decisions_total,rejected"] == 1
        assert found["liveroom_decisions_total,not_yet"] == 1
        assert found["liveroom_decisions_total,bad_wire"] == 1
        assert found["liveroom_changes_total,forwarded"] == 1
        assert found["liveroom_journal_head"] == siti.page()["head"] == 4
        assert found[f"liveroom_journal_epoch_info,{room.epoch}"] == 1
        assert found["liveroom_streams"] == found["liveroom_requests_inside,changes"] == 1
        assert found["liveroom_stream_lines_total"] >= 2
        assert found["liveroom_requests_total,commands,200"] == 6
        assert found["liveroom_request_seconds_count,commands"] == 6
        assert found["liveroom_request_seconds_count,snapshot"] == 1
        assert found["liveroom_commit_jobs_count"] >= 4
        assert found["liveroom_snapshot_bytes"] > 1000
        assert 0 <= found["liveroom_snapshot_age_seconds"] < 60
        assert abs(found["liveroom_clock_seconds"] - time.time()) < 60
        assert found["liveroom_disk_free_bytes"] > 0
        assert found["process_resident_memory_bytes"] > 10_000_000
        assert found["process_open_fds"] > 3
        assert found["liveroom_troubles"] == 0

    def test_a_stream_that_ended_is_no_longer_open(self, room: Room) -> None:
        siti = room.desk("siti")
        with siti.following() as pages:
            next(pages)
            assert measured(room)["liveroom_streams"] == 1
        room.received(siti)  # the server learns of it when it has something to say
        until(lambda: measured(room)["liveroom_streams"] == 0)

    def test_no_path_makes_a_label_of_its_own(self, room: Room) -> None:
        for path in ("/siti/0812", "//", "/%00", "/../etc", "/changesx", "/commands/7"):
            httpx.get(f"{room.url}{path}")
        routes = {name.split(",")[1] for name in measured(room) if "_requests_total" in name}
        assert routes <= {*ROUTES, "other"}
        assert route_of("") == route_of("*") == "other"

    @pytest.mark.expects_log("console trouble")
    def test_console_troubles_are_counted_by_known_keys(self, room: Room) -> None:
        siti = room.desk("siti")
        met = [{"key": "digest_differs", "facts": {"seq": 4}}, {"key": "Siti 0812"}]
        assert siti.http.post("/troubles", json={"troubles": met}).status_code == 204
        found = measured(room)
        assert found["liveroom_console_troubles_total,digest_differs"] == 1
        assert found["liveroom_console_troubles_total,other"] == 1
        assert {n.split(",")[1] for n in found if "console_troubles_total" in n} == {
            *TROUBLES,
            "other",
        }

    @pytest.mark.parametrize("body", [b"{", b"{}", b'{"troubles": [7]}', b'{"troubles": 7}'])
    def test_troubles_that_are_malformed(self, room: Room, body: bytes) -> None:
        assert room.desk("siti").http.post("/troubles", content=body).status_code == 400

    def test_troubles_are_told_by_people_we_know(self, room: Room) -> None:
        assert httpx.post(f"{room.url}/troubles", json={"troubles": []}).status_code == 401
        many = {"troubles": [{"key": "digest_differs"}] * 101}
        assert room.desk("siti").http.post("/troubles", json=many).status_code == 400


class TestReaders:
    """Who may read the measures."""

    def test_without_a_token_this_machine_alone(self, room: Room) -> None:
        for name in ("X-Forwarded-For", "Forwarded", "Via"):
            answer = httpx.get(f"{room.url}/metrics", headers={name: "10.0.0.9"})
            assert (answer.status_code, answer.json()["key"]) == (403, "not_allowed")

    def test_with_a_token_only_with_it(self, room: Room) -> None:
        room.stop()
        object.__setattr__(room.settings, "metrics_token", TOKEN)
        room.start()
        assert TOKEN not in repr(room.settings)
        assert "liveroom_journal_head" in measured(room, Authorization=f"Bearer {TOKEN}")
        passed_on = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "10.0.0.9"}
        assert "liveroom_journal_head" in measured(room, **passed_on)
        for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
            assert httpx.get(f"{room.url}/metrics", headers=given).status_code == 401

    def test_health_is_for_everybody_and_says_no_more_than_keys(self, room: Room) -> None:
        answer = httpx.get(f"{room.url}/health")
        assert (answer.status_code, answer.json()) == (200, {"trouble": []})


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same vigil with all waits shortened alike, so that a test need not take a minute."""
    monkeypatch.setattr("server.watch.EVERY", 0.05)
    monkeypatch.setattr("server.vigil.EVERY", 0.05)
    monkeypatch.setattr("server.vigil._MEMORY", 1.0)
    monkeypatch.setattr("server.streams.HEARTBEAT", 0.1)
    for name in ("WRITER", "WATCH", "READ"):
        monkeypatch.setattr(f"server.wedge.{name}", 1.0)


@contextmanager
def writer_held(room: Room, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program holds the database."""
    store = room.store()
    with store.write() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE"))
        yield
    store.close()


@contextmanager
def reads_held(room: Room, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four readers that never come back."""
    go, feed = threading.Event(), room.app.state.feed
    loop = running_loop(room)
    for _ in range(4):
        asyncio.run_coroutine_threadsafe(feed.read(lambda conn: go.wait()), loop)
    yield
    go.set()


@contextmanager
def watch_hangs(room: Room, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A watch that waits for something that does not come."""

    async def hang(self: Any) -> int:
        await asyncio.sleep(3600)
        return 0

    patch.setattr("server.watch.Watch.look", hang)
    yield
    patch.undo()
    room.stop()  # what hangs is hung; a new run must be well
    room.start()


@contextmanager
def loop_held(room: Room, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Something that computes on the one thread that serves."""
    with patch.context() as only:
        only.setattr("server.wedge.LOOP", 0.6)
        running_loop(room).call_soon_threadsafe(time.sleep, 1.0)
        yield


def store_fails(way: str, key: FaultKey) -> Any:
    """The database answers every question, or every commit, with this."""

    @contextmanager
    def failing(room: Room, patch: pytest.MonkeyPatch) -> Iterator[None]:
        def fail(store: Store) -> None:
            raise StoreFault(store.where, key)

        with patch.context() as only:
            only.setattr(Store, way, fail)
            yield

    return failing


def running_loop(room: Room) -> asyncio.AbstractEventLoop:
    """The loop in which the server of this room runs."""
    loop: asyncio.AbstractEventLoop = room.app.state.vigil.loop
    return loop


WEDGES: dict[str, Any] = {
    "writer_stuck": writer_held,
    "readers_exhausted": reads_held,
    "watch_silent": watch_hangs,
    "loop_blocked": loop_held,
    "disk_full": store_fails("write", FaultKey.DISK_FULL),
    "disk_read_only": store_fails("write", FaultKey.READ_ONLY),
    "disk_fault": store_fails("write", FaultKey.IO),
    "database_unreachable": store_fails("read", FaultKey.UNREACHABLE),
    "database_damaged": store_fails("read", FaultKey.DAMAGED),
}


@pytest.mark.expects_log(
    "trouble|event loop blocked|could not be looked at|watch could not look|store fault"
)
@pytest.mark.parametrize("key", WEDGES)
def test_a_part_that_is_stuck_is_told_everywhere_and_then_no_more(
    soon: None, room: Room, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def told() -> list[str]:
        answer = httpx.get(f"{room.url}/health", timeout=30)
        keys: list[str] = answer.json()["trouble"]
        assert answer.status_code == (503 if keys else 200)
        return keys

    siti = room.desk("siti")
    with siti.following() as pages:
        # All waits are so short that a slow start may have been told as trouble, too.
        next(page for page in pages if "trouble" not in page)
        with WEDGES[key](room, monkeypatch):
            until(lambda: key in told())
            # A server that cannot look up who reads ends the stream: that is telling enough.
            assert any(key in page.get("trouble", ()) for page in pages) or "database" in key
            assert measured(room)["liveroom_troubles"] >= 1
    until(lambda: told() == [])


def test_every_wedge_is_told_within_a_minute() -> None:
    """The waits add up: until it counts, until it is looked at, until a stream speaks again."""
    longest = max(wedge.WRITER, wedge.LOOP, wedge.READ, wedge.WATCH)
    assert longest + vigil.EVERY + HEARTBEAT <= 60
    assert watch.EVERY < wedge.WATCH


class TestWedged:
    """Which figures are too large."""

    @pytest.mark.parametrize(
        ("vitals", "key"),
        [
            (Vitals(waiting=20.1), "writer_stuck"),
            (Vitals(looked=40.1), "watch_silent"),
            (Vitals(held=5.1), "loop_blocked"),
            (Vitals(reading=15.1), "readers_exhausted"),
            (Vitals(free=wedge.LEAST_FREE - 1), "disk_full"),
            (Vitals(late=40.1), "deliveries_overdue"),
            (Vitals(written=FaultKey.LOCKED), "database_locked"),
            (Vitals(read=FaultKey.CANNOT_OPEN), "database_unreachable"),
        ],
    )
    def test_each_alone(self, vitals: Vitals, key: str) -> None:
        assert wedged(vitals) == (key,)

    def test_nothing_is_told_of_a_server_that_is_well(self) -> None:
        assert wedged(Vitals()) == ()
        assert wedged(Vitals(waiting=19.9, looked=39.9, held=4.9, reading=14.9)) == ()

    @pytest.mark.parametrize("fault", FaultKey)
    def test_every_fault_of_a_store_has_a_key(self, fault: FaultKey) -> None:
        for vitals in (Vitals(read=fault), Vitals(written=fault)):
            assert set(wedged(vitals)) <= set(KEYS)
            assert len(wedged(vitals)) == 1
