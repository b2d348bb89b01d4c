"""What has not arrived is settled by an officer: told by phone, or sent again under its id."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from db import cases, deliveries
from db.domain import commands as verb
from db.domain.astray import sendable
from db.domain.case import Case
from db.domain.deliveries import Job, JobState
from db.verifying import verify
from tests.server.receivers import Listener, hangs_up, listening, says
from tests.server.room import Desk, Room, forward

TOLD = verb.Deliver("dlh", "phone", "delivered", name="Bu Ratna")


@dataclass
class Town:
    """The room, and what its agency listens with."""

    room: Room
    agency: Listener


def until(found: Callable[[], object]) -> None:
    """Wait for what the server does by itself."""
    end = time.monotonic() + 60
    while not found():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def town(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A server of a city whose DLH listens with an Open311 server that cannot be looked through."""
    monkeypatch.setattr("db.domain.deliveries.LADDER", (timedelta(seconds=0.05),) * 7)
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    agencies = folder / "agencies.toml"
    before, mark, after = agencies.read_text("utf-8").partition('id = "dlh"')
    after = after.replace('delivery = ["console", "phone"]', 'delivery = ["open311"]', 1)
    agencies.write_text(before + mark + after, "utf-8")
    with listening(hangs_up, says(200, b"[]"), says(201, b"[]")) as agency:
        data = tmp_path / "data"
        data.mkdir()
        file = data / "deliveries.toml"
        file.write_text(
            f'private = true\npatience = 5.0\n[[agency]]\nid = "dlh"\n'
            f'[agency.open311]\nurl = "{agency.url}"\napi_key = "k"\nservice = "other"\n',
            "utf-8",
        )
        file.chmod(0o600)
        room = Room(f"sqlite:///{tmp_path / 'one.db'}", data, folder)
        yield Town(room, agency)
        room.stop()


def held(room: Room) -> tuple[Desk, str]:
    """A case whose delivery may or may not have arrived; nobody but a person can find out."""
    siti = room.desk("siti")
    case = room.received(siti)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    until(lambda: job(room, case).state is JobState.HELD and kept(room, case).astray)
    return siti, case


def job(room: Room, case: str) -> Job:
    """The only delivery of a case."""
    store = room.store()
    with store.read() as conn:
        (found,) = deliveries.of_case(conn, case)
    store.close()
    return found


def kept(room: Room, id: str) -> Case:
    store = room.store()
    with store.read() as conn:
        case = cases.one(conn, id)
    store.close()
    assert case is not None
    return case


def test_told_by_phone_it_is_over_for_everybody(town: Town) -> None:
    room = town.room
    siti, case = held(room)
    at = room.clock() - timedelta(minutes=3)
    assert siti.do(case, replace(TOLD, at=at), 1)["outcome"] == "accepted"

    ended = job(room, case)
    assert (ended.state, ended.next_at, ended.body) == (JobState.DELIVERED, None, "")
    agus = room.desk("agus")
    told = agus.bodies()[-1]
    assert (told["by"]["id"], told["by"]["desk"], told["act"]["name"]) == (
        "siti", told["by"]["desk"], "Bu Ratna",
    )  # fmt: skip
    assert told["act"]["since"]
    assert kept(room, case).tasks[0].delivered_at == at
    assert agus.do(case, TOLD, 1)["outcome"] == "same_effect"
    assert len(town.agency.got) == 2


def test_sent_again_it_is_the_same_request(town: Town) -> None:
    room = town.room
    siti, case = held(room)
    (lost,) = sendable(kept(room, case))
    again = verb.Resend(lost.job, lost.opd, lost.channel)
    assert siti.do(case, again, 1)["outcome"] == "accepted"
    first, looked, second = town.agency.wait_for(3)
    until(lambda: job(room, case).state is JobState.DELIVERED)

    assert [got.method for got in (first, looked, second)] == ["POST", "GET", "POST"]
    assert first.body == second.body
    assert lost.job in parse_qs(second.body.decode())["description"][0]
    assert kept(room, case).tasks[0].delivery == "delivered"
    late = room.desk("agus").do(case, again, 1)
    assert (late["outcome"], late["reason"]) == ("rejected", "delivery_over")


def test_asked_twice_it_goes_once(town: Town) -> None:
    room = town.room
    siti, case = held(room)
    (lost,) = sendable(kept(room, case))
    again = verb.Resend(lost.job, lost.opd, lost.channel)
    batch = [siti.command(case, again, 1), siti.command(case, again, 1)]
    assert [one["outcome"] for one in siti.send(*batch)] == ["accepted", "same_effect"]
    until(lambda: job(room, case).state is JobState.DELIVERED)
    assert [got.method for got in town.agency.got].count("POST") == 2


def test_of_a_withdrawal_the_agency_is_told_by_phone(town: Town) -> None:
    room = town.room
    siti, case = held(room)
    assert siti.do(case, verb.Reassign(("dpupr",), "Bukan sampah"), 1)["outcome"] == "accepted"
    until(lambda: any(one.withdrawn for one in kept(room, case).astray))
    refused = siti.do(case, TOLD, 2)
    assert (refused["outcome"], refused["reason"]) == ("rejected", "delivery_over")
    told = replace(TOLD, withdrawn=True)
    assert siti.do(case, told, 2)["outcome"] == "accepted"
    assert siti.do(case, told, 2)["outcome"] == "same_effect"

    store = room.store()
    with store.read() as conn:
        found = [one for one in deliveries.of_case(conn, case) if one.notice == "withdrawn"]
        assert deliveries.standing(conn, room.clock()).held == 0
    store.close()
    assert [one.state for one in found] == [JobState.DELIVERED]


def test_what_was_settled_stands_the_whole_proof(town: Town) -> None:
    """Every case is made anew out of its changes and is the same."""
    room = town.room
    siti, case = held(room)
    siti.do(case, TOLD, 1)
    store = room.store()
    with store.read() as conn:
        assert verify(conn) is None
    store.close()
    assert siti.bodies()[-1]["act"]["verb"] == "deliver"
