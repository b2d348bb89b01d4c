"""Two server processes on one PostgreSQL and one data folder: a desk talks to both in turn."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM

import httpx
import pytest

import resources
from db.domain import commands as verb
from server.own_folder import OwnFolder
from tests.plugins.pictures import jpeg
from tests.server.program import Served, environment
from tests.server.room import CITY, Desk, Room
from tests.server.sending import Sender
from tests.server.test_snapshot import lines_of


class Turns(httpx.BaseTransport):
    """As a balancer does: each request goes to the next server, and none keeps a connection."""

    def __init__(self, urls: list[str]) -> None:
        self._turns = itertools.cycle(httpx.URL(url) for url in urls)
        self._lines = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        turn = next(self._turns)
        request.url = request.url.copy_with(host=turn.host, port=turn.port)
        return self._lines.handle_request(request)

    def close(self) -> None:
        """Hang up."""
        self._lines.close()


@dataclass
class Pair:
    """Two servers on one folder, and a room that makes desks for them."""

    room: Room
    servers: list[Served]
    data: Path

    def desk(self, login: str) -> Desk:
        """Somebody behind the balancer."""
        desk = self.room.desk(login)
        desk.http.close()
        turns = Turns([served.url for served in self.servers])
        url = self.servers[0].url
        desk.http = httpx.Client(
            base_url=url, headers=desk.headers, timeout=60, transport=turns
        )  # fmt: skip
        return desk


@pytest.fixture(scope="module")
def pair(postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both begin at the same moment, so that they meet in every corner of the folder."""
    database, tmp_path = postgres(), tmp_path_factory.mktemp("pair")
    room = Room(database, tmp_path / "room", resources.path("cities", CITY))
    room.stop()
    data = tmp_path / "data"

    def served(n: int) -> Served:
        return Served(environment(database, data), tmp_path / f"log{n}")

    with ThreadPoolExecutor(2) as pool:
        servers = list(pool.map(served, range(2)))
    assert all(served.url for served in servers)
    yield Pair(room, servers, data)
    room.leave()
    for one in servers:
        assert one.end(SIGTERM) == 0
    for n in range(2):
        log = (tmp_path / f"log{n}").read_text()
        assert '"level": "error"' not in log, log
    assert list((data / "snapshots").iterdir()) == []
    assert sorted(path.name for path in data.iterdir()) == [
        "mark.json", "media", "snapshots", "uploads",
    ]  # fmt: skip


def test_snapshots_made_by_both_at_once_are_whole(pair: Pair) -> None:
    siti = pair.desk("siti")
    case = pair.room.received(siti)

    def taken(number: int) -> None:
        head = siti.do(case, verb.Note(f"catatan {number} " * 200))["seq"]
        # Each must make a new file, both for the same scope, while the other makes its own.
        answer = siti.http.get("/snapshot", params={"at_least": head, "epoch": pair.room.epoch})
        assert answer.status_code == 200, answer.text
        opening, cases, _ = lines_of(answer.text)
        assert opening["seq"] >= head
        assert [one["id"] for one in cases] == [case]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(taken, range(60)))


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_download_goes_on_at_the_other_with_the_same_file(pair: Pair, coding: str) -> None:
    siti = pair.desk("siti")
    siti.http.headers["Accept-Encoding"] = coding
    for _ in range(5):
        pair.room.received(siti)
    with siti.http.stream("GET", "/snapshot") as answer:
        whole, tag = b"".join(answer.iter_raw()), answer.headers["ETag"]
    got = whole[:100]
    for end in (len(whole) // 3, len(whole) // 2, len(whole)):  # each at the other one
        headers = {"Range": f"bytes={len(got)}-{end - 1}", "If-Range": tag}
        with siti.http.stream("GET", "/snapshot", headers=headers) as answer:
            assert (answer.status_code, answer.headers["ETag"]) == (206, tag)
            got += b"".join(answer.iter_raw())
    assert got == whole


def test_an_upload_goes_on_at_the_other_and_its_photo_is_seen_at_both(pair: Pair) -> None:
    siti = pair.desk("siti")
    case = pair.room.received(siti)
    photo = jpeg(1600, 1200, seed=7)
    sender = Sender(siti, photo)
    assert sender.create().status_code == 201
    offset, step = 0, len(photo) // 9 + 1
    while offset < len(photo):
        answer = sender.patch(offset, photo[offset : offset + step], "sha256")
        assert (answer.status_code, answer.text) == (204, "")
        assert int(answer.headers["Upload-Offset"]) == min(offset + step, len(photo))
        offset = int(answer.headers["Upload-Offset"])
    for _ in range(2):
        assert sender.head().headers["Liveroom-Upload"] == "ready"
    assert siti.do(case, verb.Attach((sender.sha256,)))["outcome"] == "accepted"
    both = [siti.http.get(f"/media/{sender.sha256}") for _ in range(2)]
    assert [answer.status_code for answer in both] == [200, 200]
    assert both[0].content == both[1].content


def test_one_upload_sent_to_both_at_once_comes_in_once_and_whole(pair: Pair) -> None:
    """As when a desk sends again what it takes for lost, in other pieces, while it is not."""
    desks = [pair.desk("siti") for _ in range(4)]
    for seed in range(6):
        photo = jpeg(1200, 900, seed=100 + seed)
        senders = [Sender(desk, photo, id=Sender(desk, photo).id) for desk in desks]
        for sender in senders:
            sender.id = senders[0].id
        assert senders[0].create().status_code == 201

        def send(given: tuple[Sender, int], photo: bytes = photo) -> str:
            sender, piece = given
            while True:
                answer = sender.head()
                assert answer.status_code == 200
                if answer.headers["Liveroom-Upload"] != "open":
                    return str(answer.headers["Liveroom-Upload"])
                offset = int(answer.headers["Upload-Offset"])
                answer = sender.patch(offset, photo[offset : offset + piece], "sha256")
                assert answer.status_code in (204, 409), answer.text

        sizes = (20_000, 33_333, 50_001, 70_000)
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(send, zip(senders, sizes, strict=True)))
        assert told == ["ready"] * 4
        case = pair.room.received(desks[0])
        act = verb.Attach((hashlib.sha256(photo).hexdigest(),))
        assert desks[0].do(case, act)["outcome"] == "accepted"


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_has_is_not(
    pair: Pair, tmp_path: Path
) -> None:
    before = {path.name for path in (pair.data / "snapshots").iterdir()}
    third = Served(environment(pair.room.settings.database, pair.data), tmp_path / "log")
    left = {path.name for path in (pair.data / "snapshots").iterdir()} - before
    assert len(left) == 2  # its folder and its claim
    third.end(SIGKILL)
    fourth = Served(environment(pair.room.settings.database, pair.data), tmp_path / "log")
    now = {path.name for path in (pair.data / "snapshots").iterdir()}
    assert not now & left
    assert before < now
    assert fourth.end(SIGTERM) == 0
    assert {path.name for path in (pair.data / "snapshots").iterdir()} == before


def test_files_of_a_server_from_before_are_swept(tmp_path: Path) -> None:
    (tmp_path / "old.ndjson").write_bytes(b"{}")
    (tmp_path / "old.part").write_bytes(b"{")
    (tmp_path / "nobodys").mkdir()
    (tmp_path / "nobodys" / "file").write_bytes(b"{}")
    first = OwnFolder(tmp_path)
    second = OwnFolder(tmp_path)
    folders = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert folders == {first.name, second.name}
    assert not (tmp_path / "old.ndjson").exists()
    assert not (tmp_path / "old.part").exists()
    first.close()
    second.close()
    assert list(tmp_path.iterdir()) == []
