"""Every row of the protocol's table of errors, and that no error leaves anything behind."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from db.domain import commands as verb
from db.domain.wire import SCHEMA
from db.faults import FaultKey, StoreFault
from db.store import Store
from server.ledger import Ledger
from tests.plugins.pictures import jpeg
from tests.server.room import CITY, PASSWORD, Room, forward
from tests.server.sending import uploaded


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The members of an error answer, after checking its form."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["Liveroom-Head"]
    assert answer.headers["Liveroom-Time"]
    told: dict[str, Any] = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"NaN",
        b"9" * 5000,
        b"[]",
        b'"text"',
        b'{"city": 1, "commands": []}',
        b'{"commands": []}',
        b'{"city": "kota-tangerang", "commands": {}}',
        b'{"city": "a\\u0000b", "commands": []}',
        b'{"city": "\\ud800", "commands": []}',
    ],
)
def test_400_what_is_not_a_batch(room: Room, body: bytes) -> None:
    siti = room.desk("siti")
    told = problem(siti.http.post("/commands", content=body))
    assert (told["status"], told["type"]) == (400, "liveroom:bad-wire")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/changes", "query.epoch"),
        ("/changes?epoch=x", "query.since"),
        ("/changes?epoch=x&since=-1", "query.since"),
        ("/changes?epoch=x&since=99999999999999999999", "query.since"),
        ("/changes?epoch=x&since=0&limit=0", "query.limit"),
        ("/changes?epoch=x&since=0&limit=ten", "query.limit"),
        ("/changes?epoch=x&since=0&follow=perhaps", "query.follow"),
    ],
)
def test_400_names_the_place(room: Room, path: str, place: str) -> None:
    told = problem(room.desk("siti").http.get(path))
    assert (told["status"], told["type"], told["place"]) == (400, "liveroom:bad-wire", place)


def test_401_and_403(room: Room) -> None:
    assert problem(httpx.get(f"{room.url}/city"))["type"] == "liveroom:denied"
    laksa, mayor = room.desk("laksa"), room.desk("walikota")
    denied = [
        laksa.pull(),
        laksa.http.get("/snapshot"),
        mayor.http.post("/reports", json={}),
        mayor.http.post("/reports/r1/identity/look", json={"reason": "ingin tahu"}),
        room.desk("dewi").http.put("/reports/r1/identity", json={}),
    ]
    for answer in denied:
        told = problem(answer)
        assert (told["status"], told["key"]) == (403, "not_allowed")


def test_404_and_405(room: Room) -> None:
    siti = room.desk("siti")
    assert problem(siti.http.get("/nothing"))["type"] == "liveroom:unknown"
    assert problem(siti.http.get("/city/"))["status"] == 404
    answer = siti.http.put("/city")
    assert problem(answer)["status"] == 405
    assert answer.headers["Allow"] == "GET"


def test_409_and_410(room: Room) -> None:
    siti = room.desk("siti")
    told = problem(siti.post(city="boston"))
    assert (told["status"], told["type"]) == (409, "liveroom:refused")
    assert (told["key"], told["facts"]) == ("wrong_city", {"city": "boston", "here": CITY})
    told = problem(siti.pull(epoch="another"))
    assert (told["status"], told["type"], told["key"]) == (410, "liveroom:gone", "take_snapshot")


def test_413_before_all_of_it_was_read(room: Room) -> None:
    siti = room.desk("siti")
    with socket.create_connection(("127.0.0.1", room.socket.getsockname()[1])) as line:
        line.sendall(b"POST /commands HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")

    def pieces() -> Iterator[bytes]:
        for _ in range(5000):
            yield b" " * 1024

    # Sent in pieces, nobody knows its length beforehand.
    answer = siti.http.post("/commands", content=pieces())
    told = problem(answer)
    assert (told["status"], told["type"]) == (413, "liveroom:too-large")
    case = room.received(siti)
    many = [siti.command(case, verb.Note("satu")) for _ in range(501)]
    assert problem(siti.post(*many))["status"] == 413
    assert siti.page()["head"] == 1


def test_426_another_protocol(room: Room) -> None:
    answer = httpx.get(f"{room.url}/hello", headers={"Liveroom-Protocol": "2"})
    told = problem(answer)
    assert (told["status"], told["type"]) == (426, "liveroom:outdated")
    hello = httpx.get(f"{room.url}/hello").json()
    assert hello["protocol"] == {"from": 1, "to": 1}
    assert hello["schema"] == {"from": 1, "to": SCHEMA}


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "1.0", "+1", "٣", "9" * 5000])
def test_426_what_is_no_protocol(room: Room, number: str) -> None:
    headers = [(b"Liveroom-Protocol", number.encode())]
    told = problem(httpx.post(f"{room.url}/session", json={}, headers=headers))
    assert told["status"] == 426


class TestAfterAnUpdate:
    """A server of protocol 3, and desks that are older."""

    @pytest.fixture
    def updated(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
        """It speaks 2 and 3."""
        for module in ("server.app", "server.endpoints.city"):
            monkeypatch.setattr(f"{module}.PROTOCOL", 3)
            monkeypatch.setattr(f"{module}.OLDEST", 2)
        return room

    @pytest.mark.parametrize("number", ["2", "3"])
    def test_this_protocol_and_the_one_before_are_spoken(self, updated: Room, number: str) -> None:
        siti = updated.desk("siti")
        siti.http.headers["Liveroom-Protocol"] = number
        case = updated.received(siti)
        assert siti.page()["head"] == 1
        assert siti.http.get("/snapshot").status_code == 200
        assert siti.http.put("/presence", json={"case": case, "mode": "view"}).status_code == 204
        hello = siti.http.get("/hello").json()
        assert hello["protocol"] == {"from": 2, "to": 3}

    def test_an_older_desk_signs_in_and_delivers_all_that_it_holds(self, updated: Room) -> None:
        old = {"Liveroom-Protocol": "1"}
        assert httpx.get(f"{updated.url}/hello", headers=old).status_code == 200
        login = {"login": "siti", "password": PASSWORD, "desk": "meja 1"}
        granted = httpx.post(f"{updated.url}/session", json=login, headers=old).json()
        again = httpx.post(
            f"{updated.url}/session/refresh", json={"refresh": granted["refresh"]}, headers=old
        )
        assert again.status_code == 200
        siti = updated.desk("siti")
        assert siti.headers["Liveroom-Protocol"] == "1"
        case = updated.received(siti)
        photo = uploaded(siti, jpeg())
        assert siti.do(case, verb.Attach((photo,)))["outcome"] == "accepted"
        for answer in (siti.pull(), siti.http.get("/snapshot"), siti.http.get("/city")):
            told = problem(answer)
            assert (told["status"], answer.headers["Upgrade"]) == (426, "liveroom/3")
            assert "2 to 3" in told["detail"]
        assert siti.http.delete("/session").status_code == 204

    @pytest.mark.parametrize("path", ["/hello", "/commands", "/uploads", "/session"])
    def test_a_newer_desk_waits_until_the_server_is_updated(self, updated: Room, path: str) -> None:
        method = "GET" if path == "/hello" else "POST"
        answer = httpx.request(method, updated.url + path, headers={"Liveroom-Protocol": "4"})
        assert problem(answer)["status"] == 426


@pytest.mark.expects_log("store fault")
def test_503_nothing_is_half_stored_and_the_same_sending_succeeds_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    batch = [siti.command(case, forward("dlh"), 0), siti.command(case, verb.Note("satu"))]
    whole = Store.write

    @contextmanager
    def full(store: Store) -> Iterator[Any]:
        """As when the disk has no room at the very end of the transaction."""
        with whole(store) as conn:
            yield conn
            raise StoreFault("liveroom.db", FaultKey.DISK_FULL)

    monkeypatch.setattr(Store, "write", full)
    answer = siti.post(*batch)
    told = problem(answer)
    assert (told["status"], told["type"]) == (503, "liveroom:busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert "liveroom.db" not in told["detail"]
    monkeypatch.setattr(Store, "write", whole)
    assert siti.page()["head"] == 1
    assert [one["outcome"] for one in siti.send(*batch)] == ["accepted", "accepted"]
    assert [body["seq"] for body in siti.bodies()] == [1, 2, 3]


@pytest.mark.expects_log("unexpected fault")
def test_500_a_bug_is_told_without_a_word_of_what_people_wrote(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    whole = Ledger.carry_out

    def broken(ledger: Ledger, command: Any, *rest: Any) -> Any:
        if getattr(command.act, "text", "") == "rusak":
            raise ArithmeticError("rusak")
        return whole(ledger, command, *rest)

    monkeypatch.setattr(Ledger, "carry_out", broken)
    answer = siti.post(siti.command(case, verb.Note("rusak")))
    told = problem(answer)
    assert (told["status"], told["type"]) == (500, "liveroom:fault")
    assert "rusak" not in answer.text
    assert siti.do(case, verb.Note("baik"))["seq"] == 2


def test_unknown_fields_are_passed_over(room: Room) -> None:
    siti = room.desk("siti")
    body = {"city": CITY, "commands": [], "from_the_future": {"a": [1]}}
    assert siti.http.post("/commands", content=json.dumps(body)).json() == {"outcomes": []}
