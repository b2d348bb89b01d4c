"""Several server processes on one PostgreSQL are one server; on an SQLite file there is but one."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

import resources
from db import cases, decisions, journal, sums, tables
from db.domain import commands as verb
from db.domain.commands import Command, Verb
from db.domain.wire import encode
from db.store import Kind, Store
from tests.server.program import Served, environment, run
from tests.server.room import CITY, Desk, Room, check_chain

SERVERS = 4


@dataclass
class Row:
    """Some servers of one city, and a room that makes desks for them."""

    room: Room
    servers: list[Served]

    def desk(self, login: str, server: int) -> Desk:
        """Somebody at one of them."""
        self.room.url = self.servers[server].url
        return self.room.desk(login)


@pytest.fixture(scope="module")
def row(postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Row]:
    """Four processes on one PostgreSQL."""
    database, tmp_path = postgres(), tmp_path_factory.mktemp("row")
    room = Room(database, tmp_path / "room", resources.path("cities", CITY))
    room.stop()
    servers = [
        Served(environment(database, tmp_path / f"data{n}"), tmp_path / f"log{n}")
        for n in range(SERVERS)
    ]
    yield Row(room, servers)
    room.leave()
    for served in servers:
        assert served.end(SIGTERM) == 0
    for n in range(SERVERS):
        log = (tmp_path / f"log{n}").read_text()
        assert '"level": "error"' not in log, log


def wanted(desk: Desk, known: list[str], dice: random.Random) -> list[Command]:
    """What one officer asks for: on cases that others work on too, often the very same thing."""
    made: list[Command] = []
    for n in range(40):
        case = dice.choice(known)
        acts: list[Verb] = [
            verb.Note(f"catatan {n}"),
            verb.Forward((dice.choice(("dlh", "dpupr")),), "sampah", "complaint"),
            verb.Edit("priority", "normal", "high"),
        ]
        act = dice.choice(acts)
        expect = 0 if isinstance(act, verb.Forward) else None
        before = made[-1].id if made and made[-1].case == case else None
        made.append(desk.command(case, act, expect, depends_on=before))
    return made


def test_four_processes_decide_every_command_once_and_alike(row: Row) -> None:
    dice = random.Random(3)
    desks = [row.desk("siti", n) for n in range(SERVERS)]
    begun = int(desks[0].http.get("/hello").headers["Liveroom-Head"].rpartition("/")[2])
    known = [row.room.received(desks[n % SERVERS]) for n in range(6)]
    everything = [wanted(desks[0], known, dice) for _ in range(6)]
    answers: dict[str, list[dict[str, Any]]] = {}
    lock = threading.Lock()

    def send(n: int, batches: list[list[Command]]) -> None:
        url, headers = row.servers[n].url, desks[n].headers
        with httpx.Client(base_url=url, headers=headers, timeout=60) as http:
            for batch in batches:
                body = {"city": CITY, "commands": [encode(command) for command in batch]}
                answer = http.post("/commands", json=body)
                assert answer.status_code == 200, answer.text
                with lock:
                    for one in answer.json()["outcomes"]:
                        answers.setdefault(one["id"], []).append(one)

    with ThreadPoolExecutor(SERVERS * 2) as pool:
        # Every process is sent everything, in its own order, in two sizes of batches.
        jobs = []
        for n in range(SERVERS):
            whole = dice.sample(everything, len(everything))
            pieces = [batch[i : i + 3] for batch in whole[::-1] for i in range(0, len(batch), 3)]
            jobs += [pool.submit(send, n, whole), pool.submit(send, n, pieces)]
        for job in jobs:
            job.result()

    ids = [command.id for batch in everything for command in batch]
    assert set(answers) == set(ids)
    for told in answers.values():
        decided = [one for one in told if one["outcome"] != "not_yet"]
        assert len(told) == SERVERS * 2
        assert decided
        assert all(one == decided[0] for one in decided)
    store = row.room.store()
    with store.read() as conn:
        head = journal.head(conn)
        assert journal.verify(conn) is None
        # One seq for each id: nothing twice, and no hole.
        assert head.seq == begun + len(known) + len(ids)
        assert conn.execute(select(func.count()).select_from(tables.decisions)).scalar() == head.seq
        held = decisions.known(conn, ids)
        assert {id: one.seq for id, one in held.items()} == {
            id: next(one["seq"] for one in told if "seq" in one) for id, told in answers.items()
        }
        for id in known:
            assert cases.one(conn, id) == cases.at(conn, id, head.seq)
        found = {sight: one for sight, one in sums.read(conn).items() if one.cases}
        assert found == sums.recomputed(conn)
    store.close()
    pages = [desk.page(limit=5000) for desk in desks]
    assert {check_chain(page) for page in pages} == {head.chain}


def test_a_report_that_reaches_all_processes_at_once_opens_one_case(row: Row) -> None:
    channels = [row.desk("laksa", n) for n in range(SERVERS)]

    def bring(job: tuple[int, int]) -> tuple[int, int, dict[str, Any]]:
        n, number = job
        body = {
            "city": CITY, "channel": "laksa", "source_id": f"r{number}", "text": "Sampah",
            "place": {"text": "Jl. Daan Mogot"},
        }  # fmt: skip
        answer = httpx.post(
            f"{row.servers[n].url}/reports", json=body, headers=channels[n].headers, timeout=60
        )
        return number, answer.status_code, answer.json()

    jobs = [(n, number) for number in range(20) for n in range(SERVERS)]
    with ThreadPoolExecutor(SERVERS * 2) as pool:
        came = list(pool.map(bring, jobs))
    for number in range(20):
        told = [(status, body) for n, status, body in came if n == number]
        assert sorted(status for status, _ in told) == [200] * (SERVERS - 1) + [201]
        assert all(body == told[0][1] for _, body in told)
    store = row.room.store()
    with store.read() as conn:
        query = select(func.count()).select_from(tables.sources)
        assert conn.execute(query).scalar() == len({body["case"] for _, _, body in came}) == 20
    store.close()


def test_what_one_process_commits_the_others_are_told(
    postgres: Callable[[], str], tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.abreast.LOOK_EVERY", 3600.0)
    database = postgres()
    here, there = (Room(database, tmp_path / name, pack) for name in ("here", "there"))
    try:
        siti, agus = here.desk("siti"), there.desk("agus")
        case = here.received(siti)
        with agus.following() as pages:
            assert next(page for page in pages if page["changes"])["to"] == 1
            siti.do(case, verb.Note("dari server lain"))
            assert next(page for page in pages if page["changes"])["to"] == 2
        assert agus.do(case, verb.Note("dan dari sini"))["seq"] == 3
        with siti.following(since=2) as pages:
            assert next(page for page in pages if page["changes"])["to"] == 3
        assert check_chain(siti.page()) == agus.page()["chain"]
    finally:
        here.stop()
        there.stop()


@pytest.mark.expects_log("new epoch")
def test_a_new_epoch_is_taken_up_by_every_process(
    postgres: Callable[[], str], tmp_path: Path, pack: Path
) -> None:
    database = postgres()
    here, there = (Room(database, tmp_path / name, pack) for name in ("here", "there"))
    try:
        siti, agus = here.desk("siti"), there.desk("agus")
        case = here.received(siti)
        with agus.following() as pages:
            assert next(page for page in pages if page["changes"])["to"] == 1
            store = here.store()
            with store.write() as conn:
                epoch = journal.new_epoch(conn).epoch
            store.close()
            assert list(pages) == []  # the stream ends, and the desk hears why when it comes again
        assert agus.pull(1).json()["key"] == "take_snapshot"
        for desk in (siti, agus):
            assert desk.do(case, verb.Note("sesudahnya"))["outcome"] == "accepted"
            assert desk.http.get("/hello").json()["epoch"] == epoch
    finally:
        here.stop()
        there.stop()


def test_who_is_on_a_case_is_known_at_every_process(row: Row) -> None:
    siti, agus = row.desk("siti", 0), row.desk("agus", 1)
    case = row.room.received(siti)
    with agus.following() as pages:
        next(pages)
        siti.http.put("/presence", json={"case": case, "mode": "edit"})
        there = next(page for page in pages if page.get("presence"))["presence"]
        assert [(one["case"], one["person"], one["mode"]) for one in there] == [
            (case, "siti", "edit")
        ]
        siti.http.put("/presence", json={"case": None})
        assert next(page for page in pages if "presence" in page)["presence"] == []


def test_a_second_server_on_an_sqlite_file_is_turned_away(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'city.db'}"
    first = Served(environment(database, tmp_path / "one"), tmp_path / "log")
    assert first.url
    second = run("serve", env=environment(database, tmp_path / "two"))
    assert second.returncode == 2
    assert "another server is serving this file" in second.stderr
    assert "Traceback" not in second.stderr
    assert first.end(SIGTERM) == 0
    third = Served(environment(database, tmp_path / "two"), tmp_path / "log")
    assert third.end(SIGTERM) == 0


def test_a_writer_sees_what_was_decided_while_it_waited(postgres: Callable[[], str]) -> None:
    """Whatever the database server was set to; else one id would be decided twice, or fail."""
    where = postgres()
    store = Store.open(where, Kind.SERVER)
    with store.write() as conn:
        name = conn.exec_driver_sql("SELECT current_database()").scalar()
        setting = "default_transaction_isolation = 'repeatable read'"
        conn.exec_driver_sql(f"ALTER DATABASE {name} SET {setting}")
    store.close()
    again = Store.open(where, Kind.SERVER)
    with again.write() as conn:
        assert conn.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
        assert conn.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert conn.exec_driver_sql("SHOW lock_timeout").scalar() == "20s"
    again.close()
