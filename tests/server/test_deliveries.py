"""Forwarded cases reach the agencies: signed, at least once, alarmed when they do not."""

import base64
import hashlib
import hmac
import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from db import cases, deliveries
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.deliveries import Job, JobState
from db.store import Kind, Store
from server.by_webhook import signed
from tests.server.program import Served, environment
from tests.server.receivers import (
    drips,
    hangs_up,
    listening,
    mail_server,
    says,
)
from tests.server.room import PASSWORD, Clock, Desk, Room, add_people, forward

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def post_pack(pack: Path, tmp_path: Path) -> Path:
    """The city with DLH on a webhook, then e-mail; DPUPR stays on its console."""
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    file = folder / "agencies.toml"
    before, mark, after = file.read_text("utf-8").partition('id = "dlh"')
    ways = after.replace('delivery = ["console", "phone"]', 'delivery = ["webhook", "email"]', 1)
    file.write_text(before + mark + ways, "utf-8")
    return folder


def destinations(data: Path, url: str, port: int = 1, **top: Any) -> None:
    """Write deliveries.toml: where DLH is reached."""
    data.mkdir(exist_ok=True)
    settings = {"private": "true", "patience": "5.0"} | top
    lines = [f"{name} = {value}" for name, value in settings.items()]
    lines += [
        '[mail]\nhost = "127.0.0.1"\nsecurity = "none"',
        f'port = {port}\nfrom = "LIVE Room <ruang@kota.test>"',
        '[[agency]]\nid = "dlh"\nemail = ["callcentre@dlh.test"]',
        f'webhook = {{ url = "{url}", secret = "{SECRET}" }}',
    ]
    file = data / "deliveries.toml"
    file.write_text("\n".join(lines), "utf-8")
    file.chmod(0o600)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ladder whose every step is short."""
    monkeypatch.setattr("db.domain.deliveries.LADDER", (timedelta(seconds=0.05),) * 7)
    monkeypatch.setattr("db.domain.deliveries.HOURLY", timedelta(seconds=0.05))


Open = Callable[..., Room]


@pytest.fixture
def rooms(tmp_path: Path, post_pack: Path, quick: None) -> Iterator[Open]:
    """Opens a server that knows where DLH is."""
    opened: list[Room] = []

    def open_one(url: str, port: int = 1, database: str = "", **top: Any) -> Room:
        data = tmp_path / "data"
        destinations(data, url, port, **top)
        opened.append(Room(database or f"sqlite:///{tmp_path / 'one.db'}", data, post_pack))
        return opened[-1]

    yield open_one
    for room in opened:
        room.stop()


def sent(room: Room, *opds: str, **received: Any) -> tuple[Desk, str]:
    """A case that was forwarded, by default to DLH."""
    siti = room.desk("siti")
    case = room.received(siti, **received)
    outcome = siti.do(case, forward(*(opds or ("dlh",))), 0)
    assert outcome["outcome"] == "accepted", outcome
    return siti, case


def until(desk: Desk, found: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The first news of a delivery that is looked for."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for body in desk.bodies():
            if body["act"]["verb"] == "deliver" and found(body["act"]):
                return body
        time.sleep(0.05)
    raise AssertionError([body["act"] for body in desk.bodies()])


def step(name: str, opd: str = "dlh") -> Callable[[dict[str, Any]], bool]:
    return lambda act: (act["step"], act["opd"]) == (name, opd)


def jobs(room: Room, case: str) -> list[Job]:
    store = room.store()
    with store.read() as conn:
        found = deliveries.of_case(conn, case)
    store.close()
    return found


def test_a_webhook_gets_the_case_signed(server_where: str, rooms: Open) -> None:
    database = server_where if "://" in server_where else f"sqlite:///{server_where}"
    with listening(says(204)) as agency:
        room = rooms(agency.url, database=database)
        siti, case = sent(room, place=Place("Jl. Daan Mogot 7", -6.17, 106.6))
        [got] = agency.wait_for(1)
        body = until(siti, step("delivered"))

    told = json.loads(got.body)
    assert (told["type"], told["case"]["id"], told["text"]) == (
        "case.forwarded", case, "Sampah menumpuk",
    )  # fmt: skip
    assert told["place"]["text"] == "Jl. Daan Mogot 7"
    assert set(told["due"]) >= {"acceptance"}
    assert "reporter" not in got.body.decode()
    text = f"{told['id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    mac = base64.b64encode(hmac.new(KEY, text, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-id"] == told["id"]
    assert got.headers["webhook-signature"] == f"v1,{mac}"
    assert (body["by"]["role"], body["act"]["channel"], body["act"]["tries"]) == (
        "system", "webhook", 1,
    )  # fmt: skip
    assert {job.channel: job.state for job in jobs(room, case)} == {
        "webhook": JobState.DELIVERED, "email": JobState.CANCELLED,
    }  # fmt: skip


@pytest.mark.parametrize("trouble", [says(500), says(429, Retry_After="0"), hangs_up])
def test_what_went_wrong_is_sent_again_under_the_same_id(rooms: Open, trouble: Any) -> None:
    with listening(trouble, trouble, says(200)) as agency:
        siti, _ = sent(rooms(agency.url))
        first, *more = agency.wait_for(3)
        until(siti, step("delivered"))

    assert {got.headers["webhook-id"] for got in more} == {first.headers["webhook-id"]}
    assert {got.body for got in more} == {first.body}


def test_one_that_drips_is_cut_off(rooms: Open) -> None:
    with listening(drips, says(200)) as agency:
        siti, _ = sent(rooms(agency.url, patience=0.4))
        until(siti, step("delivered"))
        assert len(agency.got) == 2


def test_gone_is_alarmed_at_once_and_a_letter_goes_instead(rooms: Open) -> None:
    with listening(says(410)) as agency, mail_server() as box:
        siti, case = sent(rooms(agency.url, box.port), place=Place("Jl. Daan Mogot 7"))
        failed = until(siti, step("failed"))
        [letter] = box.wait_for(1)
        until(siti, step("delivered"))
        assert len(agency.got) == 1

    assert (failed["act"]["channel"], failed["act"]["reason"]) == ("webhook", "http_410")
    number = next(body["number"] for body in siti.bodies() if body["case"] == case)
    assert number in letter["Subject"]
    assert letter["To"] == "callcentre@dlh.test"
    text = letter.get_content()
    assert "Sampah menumpuk" in text
    assert "Jl. Daan Mogot 7" in text
    assert "Terima sebelum" in text
    mailed = next(job for job in jobs(siti.room, case) if job.channel == "email")
    assert letter["Message-ID"] == f"<{mailed.id}@kota.test>"


def test_a_letter_about_a_secret_case_says_nothing_of_it(rooms: Open) -> None:
    with listening(says(410)) as agency, mail_server() as box:
        room = rooms(agency.url, box.port)
        budi = room.desk("budi")
        case = room.received(budi, "Kekerasan di rumah", secret=True, place=Place("Jl. Mawar 3"))
        assert budi.do(case, forward("dlh"), 0)["outcome"] == "accepted"
        box.wait_for(1)
        assert budi.do(case, verb.Reassign(("dpupr",), "KARENA"), 1)["outcome"] == "accepted"
        letter, taken_back = box.wait_for(2)

    assert "rahasia" in letter.get_content()
    assert letter["Subject"].endswith(": rahasia")
    for text in (letter.get_content(), taken_back.get_content()):
        assert "Kekerasan" not in text
        assert "Mawar" not in text
        assert "KARENA" not in text


def test_a_letter_that_waits_when_its_case_becomes_secret_says_nothing_of_it(rooms: Open) -> None:
    with listening(says(410)) as agency, mail_server() as box:
        box.refuses = "451 come back later"
        siti, case = sent(rooms(agency.url, box.port), text="Kekerasan di rumah")
        end = time.monotonic() + 60
        while not any(job.said == "smtp_451" for job in jobs(siti.room, case)):
            assert time.monotonic() < end, jobs(siti.room, case)
            time.sleep(0.02)
        assert siti.do(case, verb.Edit("secret", "no", "yes"))["outcome"] == "accepted"
        box.refuses = ""
        text = box.wait_for(1)[0].get_content()

    assert "rahasia" in text
    assert "Kekerasan" not in text


def test_a_refusing_mail_server_is_alarmed(rooms: Open) -> None:
    with listening(says(410)) as agency, mail_server() as box:
        box.refuses = "550 no such person"
        siti, case = sent(rooms(agency.url, box.port))
        until(siti, step("failed"))
        end = time.monotonic() + 60
        while not any(j.said == "smtp_550" and j.alarmed_at for j in jobs(siti.room, case)):
            assert time.monotonic() < end, jobs(siti.room, case)
            time.sleep(0.05)


@pytest.mark.parametrize("status", [302, 307, 400, 404])
def test_a_redirect_is_not_followed_and_a_wrong_address_alarmed(rooms: Open, status: int) -> None:
    with listening(says(200)) as elsewhere:
        answer = says(status, Location=elsewhere.url)
        with listening(answer) as agency:
            siti, _ = sent(rooms(agency.url))
            failed = until(siti, step("failed"))
            assert failed["act"]["reason"] == f"http_{status}"
            agency.wait_for(2)  # somebody may mend it over there
        assert elsewhere.got == []


def test_an_address_beside_the_server_is_not_called(rooms: Open) -> None:
    with listening(says(200)) as agency:
        url = agency.url.replace("http:", "https:")
        siti, _ = sent(rooms(url, private="false"))
        failed = until(siti, step("failed"))
        assert failed["act"]["reason"] == "address_refused"
        assert agency.got == []


def test_the_first_agency_hears_that_the_case_is_taken_from_it(rooms: Open) -> None:
    with listening(says(200)) as agency:
        room = rooms(agency.url)
        siti, case = sent(room)
        until(siti, step("delivered"))
        moved = siti.do(case, verb.Reassign(("dpupr",), "Bukan sampah"), 1)
        assert moved["outcome"] == "accepted"
        first, second = agency.wait_for(2)
        until(siti, lambda act: act.get("withdrawn", False))

    told = json.loads(second.body)
    assert (told["type"], told["because"], told["reason"]) == (
        "case.withdrawn", "reassigned", "Bukan sampah",
    )  # fmt: skip
    assert told["now_with"] == ["Dinas Pekerjaan Umum dan Penataan Ruang"]
    assert "text" not in told
    assert second.headers["webhook-id"] != first.headers["webhook-id"]


class TestConsole:
    def test_a_console_that_pulls_has_taken_what_lies_before_its_cursor(self, room: Room) -> None:
        siti, _ = sent(room)
        dewi, hana = room.desk("dewi"), room.desk("hana")
        head = siti.page()["head"]
        hana.page(head)  # the head of an agency is not its call centre
        assert dewi.page(0)["to"] == head
        assert not any(b["act"]["verb"] == "deliver" for b in siti.bodies())
        dewi.page(head)
        body = until(siti, step("delivered"))
        assert body["act"]["channel"] == "console"

    def test_of_a_stream_a_line_counts_when_the_next_one_has_gone_too(self, room: Room) -> None:
        dewi = room.desk("dewi")
        with dewi.following() as pages:
            siti, _ = sent(room)
            next(page for page in pages if page["to"] == 2)
            room.received(siti)
            next(page for page in pages if page["to"] == 3)
            assert until(siti, step("delivered"))["act"]["channel"] == "console"

    def test_an_operator_who_opens_the_case_has_seen_it(self, room: Room) -> None:
        siti, case = sent(room)
        dewi, agus = room.desk("dewi"), room.desk("agus")
        there = {"case": case, "mode": "view"}
        assert agus.http.put("/presence", json=there).status_code == 204
        dewi.page(siti.page()["head"])
        until(siti, step("delivered"))
        assert not any(body["act"].get("step") == "seen" for body in siti.bodies())
        assert dewi.http.put("/presence", json=there).status_code == 204
        until(siti, step("seen"))
        assert kept(room, case).tasks[0].seen_at is not None

    def test_no_deadline_moves_and_no_assignment(self, room: Room) -> None:
        siti, case = sent(room)
        before = kept(room, case)
        room.desk("dewi").page(siti.page()["head"])
        until(siti, step("delivered"))
        after = kept(room, case)

        assert after.tasks[0].delivery == "delivered"
        assert after == replace(before, seq=after.seq, tasks=after.tasks)


def kept(room: Room, id: str) -> Case:
    store = room.store()
    with store.read() as conn:
        case = cases.one(conn, id)
    store.close()
    assert case is not None
    return case


class TestTheWayBack:
    def post(self, room: Room, id: str, body: bytes, key: bytes = KEY) -> httpx.Response:
        headers = signed(key, id, int(time.time()), body)
        return httpx.post(f"{room.url}/deliveries/{id}/ack", content=body, headers=headers)

    def test_an_agencys_system_says_that_it_has_the_case(self, rooms: Open) -> None:
        with listening(says(200)) as agency:
            room = rooms(agency.url)
            siti, _ = sent(room)
            id = agency.wait_for(1)[0].headers["webhook-id"]
            assert self.post(room, id, b'{"step": "seen"}').status_code == 204
            until(siti, step("seen"))
            assert self.post(room, id, b"{}").status_code == 204
            until(siti, step("acknowledged"))
            assert self.post(room, id, b"{}").status_code == 204

    def test_nobody_else_can(self, rooms: Open) -> None:
        with listening(says(200)) as agency:
            room = rooms(agency.url)
            sent(room)
            id = agency.wait_for(1)[0].headers["webhook-id"]
            assert self.post(room, id, b"{}", b"x" * 32).status_code == 401
            assert self.post(room, "unknown", b"{}").status_code == 401
            old = signed(KEY, id, int(time.time()) - 900, b"{}")
            url = f"{room.url}/deliveries/{id}/ack"
            assert httpx.post(url, content=b"{}", headers=old).status_code == 401
            assert self.post(room, id, b'{"step": "eaten"}').status_code == 400


@contextmanager
def serving(env: dict[str, str], log: Path) -> Iterator[Served]:
    served = Served(env, log)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.end(signal.SIGKILL)


def signed_in(url: str) -> Desk:
    body = {"login": "siti", "password": PASSWORD, "desk": "meja 1"}
    access = httpx.post(f"{url}/session", json=body).json()["access"]
    room = Room.__new__(Room)
    room.clock, room.url = Clock(), url
    room.epoch = httpx.get(f"{url}/hello").json()["epoch"]
    return Desk(room, "siti", access)


def test_killed_between_sending_and_writing_it_down(tmp_path: Path, post_pack: Path) -> None:
    """It was sent, nobody wrote it down: it is sent again under the same id, and never lost."""
    database = f"sqlite:///{tmp_path / 'one.db'}"
    env = environment(database, tmp_path / "data") | {"LIVEROOM_CITY": str(post_pack)}
    with listening(drips, says(200)) as agency:
        destinations(tmp_path / "data", agency.url, patience=1.5)
        add_people(database)
        with serving(env, tmp_path / "log") as served:
            desk = signed_in(served.url)
            case = desk.room.received(desk)
            desk.do(case, forward("dlh"), 0)
            agency.wait_for(1)
            served.end(signal.SIGKILL)
            desk.http.close()
        with serving(env, tmp_path / "log") as again:
            first, second = agency.wait_for(2)
            desk = signed_in(again.url)
            until(desk, step("delivered"))
            desk.http.close()
            again.end(signal.SIGTERM)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_two_servers_on_one_database_send_each_once(
    postgres: Callable[[], str], tmp_path: Path, post_pack: Path, quick: None
) -> None:
    database = postgres()
    with listening(says(200)) as agency:
        rooms = []
        for name in ("one", "two"):
            destinations(tmp_path / name, agency.url)
            rooms.append(Room(database, tmp_path / name, post_pack))
        try:
            desks = [room.desk(who) for room, who in zip(rooms, ("siti", "agus"), strict=True)]
            for _ in range(6):
                for room, desk in zip(rooms, desks, strict=True):
                    case = room.received(desk)
                    assert desk.do(case, forward("dlh"), 0)["outcome"] == "accepted"
            agency.wait_for(12)
            end = time.monotonic() + 60
            while open_jobs(database):
                assert time.monotonic() < end
                time.sleep(0.05)
        finally:
            for room in rooms:
                room.stop()
    ids = [got.headers["webhook-id"] for got in agency.got]
    assert len(ids) == len(set(ids)) == 12


def open_jobs(database: str) -> dict[str, int]:
    store = Store.open(database, Kind.SERVER)
    with store.read() as conn:
        waiting = deliveries.standing(conn, Clock()()).waiting
    store.close()
    return waiting
