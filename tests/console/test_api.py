"""What the server says, over real HTTP, and what becomes of each kind of error."""

from __future__ import annotations

import hashlib
import shutil
import ssl
import stat
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.answers import Granted, Heard
from console.api import Api, Tls, fingerprint_of
from console.faults import BadAnswer, Denied, Offline, Outdated, SnapshotNeeded, Untrusted
from console.replica_events import Decided
from db.domain import commands as verb
from db.domain.case import Actor
from db.domain.commands import Command
from db.domain.refused import Refused
from db.domain.states import Role
from tests.console.scripted import Asked, Reply, Scripted, problem

SARI = Actor("p-sari", "Sari", Role.OFFICER, "meja 1")
NOTE = Command("c-1", "case-1", verb.Note("x"), SARI, datetime(2026, 11, 22, tzinfo=UTC))
TOKENS = {
    "access": "a2",
    "access_expires": "2026-11-22T07:00:00Z",
    "refresh": "r2",
    "refresh_expires": "2026-12-22T07:00:00Z",
    "person": {"id": "p-sari", "name": "Sari", "role": "officer", "desk": "meja 1"},
    "city": "kota-tangerang",
}


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()
    yield scripted
    scripted.stop()


def signed_in(server: Scripted, **more: Any) -> Api:
    return Api(server.url, access="a1", refresh="r1", **more)


@pytest.mark.parametrize(
    ("reply", "fault", "key"),
    [
        (problem(403, "denied", key="not_allowed"), Denied, "not_allowed"),
        (problem(409, "refused", key="wrong_city", facts={"here": "x"}), Refused, "wrong_city"),
        (problem(410, "gone", key="take_snapshot"), SnapshotNeeded, "take_snapshot"),
        (problem(426, "outdated"), Outdated, "outdated"),
        (problem(503, "busy"), Offline, "busy"),
        (problem(429, "busy"), Offline, "busy"),
        (problem(500, "fault"), Offline, "server_error"),
        (problem(400, "bad-wire", place="commands[0].act", detail="x"), BadAnswer, "bad_answer"),
        (Reply(200, raw=b"<html>welcome to our wi-fi</html>"), BadAnswer, "bad_answer"),
        (Reply(200, body=[1, 2]), BadAnswer, "bad_answer"),
        (Reply(302, raw=b"", headers={"Location": "/portal"}), BadAnswer, "bad_answer"),
        (Reply(403, raw=b"<html>blocked by proxy</html>"), BadAnswer, "bad_answer"),
    ],
)
def test_each_error_has_its_kind(
    server: Scripted, reply: Reply, fault: type[Exception], key: str
) -> None:
    server.replies.append(reply)
    with pytest.raises(fault) as raised:
        signed_in(server).changes("E", 1)
    assert getattr(raised.value, "key", "") == key


def test_what_the_error_carries_is_kept(server: Scripted) -> None:
    server.replies.append(problem(409, "refused", key="wrong_city", facts={"here": "x"}))
    with pytest.raises(Refused) as refused:
        signed_in(server).commands("y", [NOTE])
    assert refused.value.facts == {"here": "x"}
    server.replies[0] = problem(410, "gone", key="take_snapshot")
    with pytest.raises(SnapshotNeeded) as gone:
        signed_in(server).changes("E", 99)
    assert gone.value.head == 41
    server.replies[0] = Reply(503, {}, {"Retry-After": "7"})
    with pytest.raises(Offline) as busy:
        signed_in(server).changes("E", 1)
    assert busy.value.retry_after == 7.0
    server.replies[0] = problem(400, "bad-wire", place="commands[0].id", detail="must be an id")
    with pytest.raises(BadAnswer) as bad:
        signed_in(server).commands("y", [NOTE])
    assert (bad.value.status, bad.value.place) == (400, "commands[0].id")


def test_nobody_there_is_offline(server: Scripted) -> None:
    server.stop()
    with pytest.raises(Offline) as raised:
        Api(server.url).hello()
    assert raised.value.key == "no_route"


def test_an_expired_token_is_refreshed_once_and_kept_before_it_is_used(server: Scripted) -> None:
    kept: list[tuple[str, int]] = []

    def answer(asked: Asked) -> Reply:
        if asked.path == "/session/refresh":
            return Reply(body=TOKENS)
        fresh = asked.headers.get("Authorization") == "Bearer a2"
        return (
            Reply(body={"outcomes": []}) if fresh else problem(401, "denied", key="token_expired")
        )

    def rotated(granted: Granted) -> None:
        kept.append((granted.refresh, len(server.asked)))

    server.answer = answer
    api = signed_in(server, on_rotate=rotated)
    threads = [threading.Thread(target=api.commands, args=("x", [NOTE])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [asked.path for asked in server.asked].count("/session/refresh") == 1
    assert [token for token, _ in kept] == ["r2"]
    first_use = next(
        n
        for n, asked in enumerate(server.asked)
        if asked.headers.get("Authorization") == "Bearer a2"
    )
    assert kept[0][1] <= first_use


def test_a_session_that_cannot_be_refreshed_is_denied(server: Scripted) -> None:
    server.replies.append(problem(401, "denied", key="token_revoked"))
    with pytest.raises(Denied) as raised:
        signed_in(server).city()
    assert raised.value.key == "token_revoked"


def test_a_refresh_that_finds_nobody_leaves_the_tokens_alone(server: Scripted) -> None:
    server.replies.extend([problem(401, "denied", key="token_expired"), problem(503, "busy")])
    api = signed_in(server)
    with pytest.raises(Offline):
        api.city()
    server.replies[0] = Reply(body={"version": "v", "city": {}})
    assert api.city() == ("v", {})


def test_outcomes_are_read_one_by_one(server: Scripted) -> None:
    outcomes = [
        {"id": "a", "outcome": "accepted", "seq": 5, "reason": "", "facts": {}},
        {"id": "b", "outcome": "rejected", "seq": 6, "reason": "x", "facts": {"by": "agus"}},
        {"id": "c", "outcome": "not_yet"},
        {"id": "d", "outcome": "bad_wire", "place": "commands[3].act", "reason": "is odd"},
    ]
    server.replies.append(Reply(body={"outcomes": outcomes}, headers={"Liveroom-Head": "E/6"}))
    epoch, decided = signed_in(server).commands("kota-tangerang", [NOTE])
    assert epoch == "E"
    assert decided == (
        Decided("a", "accepted", 5),
        Decided("b", "rejected", 6, "x", {"by": "agus"}),
        Decided("c", "not_yet"),
        Decided("d", "bad_wire", 0, "bad_wire", {"place": "commands[3].act", "detail": "is odd"}),
    )
    assert server.asked[0].body["commands"][0]["id"] == "c-1"
    assert server.asked[0].headers["Liveroom-Protocol"] == "1"


def test_the_city_is_fetched_once(server: Scripted) -> None:
    server.replies.append(Reply(304, raw=b""))
    assert signed_in(server).city("abc") is None
    assert server.asked[0].headers["If-None-Match"] == '"abc"'


def test_every_answer_tells_head_and_time(server: Scripted) -> None:
    said: list[Heard] = []
    headers = {"Liveroom-Head": "E/41", "Liveroom-Time": "2026-11-22T05:40:06.5Z"}
    server.replies.extend([Reply(body={}, headers=headers), problem(503, "busy")])
    api = signed_in(server, on_answer=said.append)
    with pytest.raises(BadAnswer):
        api.hello()  # an empty object is not a hello
    with pytest.raises(Offline):
        api.hello()
    assert [(told.epoch, told.seq) for told in said] == [("E", 41), ("E", 41)]
    assert said[0].server_ms == 1_795_326_006_500
    assert said[0].sent <= said[0].got


def test_a_stream_gives_lines_as_they_come_and_can_be_closed_from_outside(server: Scripted) -> None:
    server.replies.append(Reply(lines=(b'{"a":1}\n', b'{"a":2}\n{"a":3}\n')))
    stream = signed_in(server).follow("E", 1)
    lines = iter(stream)
    assert [next(lines) for _ in range(3)] == [b'{"a":1}', b'{"a":2}', b'{"a":3}']
    closer = threading.Timer(0.05, stream.close)
    closer.start()
    assert list(lines) == []
    closer.join()


def test_a_stream_that_breaks_off_is_offline(server: Scripted) -> None:
    server.replies.append(Reply(lines=(b'{"a":1}\n',)))
    lines = iter(signed_in(server).follow("E", 1))
    next(lines)
    server.release.set()
    with pytest.raises(Offline):
        next(lines)


def test_a_snapshot_goes_on_where_it_broke_off(server: Scripted, tmp_path: Path) -> None:
    whole = b'{"epoch":"E"}\n' + b"x" * 1000

    def answer(asked: Asked) -> Reply:
        part = asked.headers.get("Range")
        if part is None:
            headers = {"ETag": '"t1"', "Content-Length": str(len(whole))}
            return Reply(raw=whole[:400], headers=headers)
        start = int(part.removeprefix("bytes=").removesuffix("-"))
        assert asked.headers["If-Range"] == '"t1"'
        return Reply(206, raw=whole[start:], headers={"ETag": '"t1"'})

    server.answer = answer
    (tmp_path / "snapshot.part").write_bytes(whole[:400])
    (tmp_path / "snapshot.tag").write_text('"t1"')
    path = signed_in(server).snapshot(tmp_path)
    assert path.read_bytes() == whole
    assert not (tmp_path / "snapshot.part").exists()


def test_a_snapshot_is_for_its_owner_alone(server: Scripted, tmp_path: Path) -> None:
    server.replies.append(Reply(200, raw=b"new", headers={"ETag": '"t1"'}))
    path = signed_in(server).snapshot(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_snapshot_of_another_moment_begins_anew(server: Scripted, tmp_path: Path) -> None:
    server.replies.append(Reply(200, raw=b"new", headers={"ETag": '"t2"'}))
    (tmp_path / "snapshot.part").write_bytes(b"old part")
    (tmp_path / "snapshot.tag").write_text('"t1"')
    assert signed_in(server).snapshot(tmp_path).read_bytes() == b"new"


@pytest.mark.parametrize("tag", [b"", b'"t\xb11"', b'"t1', b'"t\r\n1"'])
def test_a_snapshot_whose_tag_is_spoilt_begins_anew(
    server: Scripted, tmp_path: Path, tag: bytes
) -> None:
    server.replies.append(Reply(200, raw=b"new", headers={"ETag": '"t2"'}))
    (tmp_path / "snapshot.part").write_bytes(b"old part")
    (tmp_path / "snapshot.tag").write_bytes(tag)
    assert signed_in(server).snapshot(tmp_path).read_bytes() == b"new"
    assert "Range" not in server.asked[0].headers


def test_identity_is_looked_at_with_a_reason(server: Scripted) -> None:
    server.replies.append(Reply(body={"name": "Ani", "phone": None}))
    assert signed_in(server).look("r/1", "telepon balik") == {"name": "Ani"}
    assert server.asked[0].path == "/reports/r%2F1/identity/look"
    assert server.asked[0].body == {"reason": "telepon balik"}


@pytest.mark.parametrize("address", ["liveroom.example", "ftp://x", "http://", ""])
def test_an_address_without_a_scheme_is_named(address: str) -> None:
    with pytest.raises(ValueError, match="write https://"):
        Api(address)


def test_the_state_of_encryption_is_told() -> None:
    assert Api("http://x").tls is Tls.PLAIN
    assert Api("https://x").tls is Tls.VERIFIED
    assert Api("https://x", pin="00").tls is Tls.PINNED


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_self_signed_certificate_is_taken_only_when_pinned(
    server: Scripted, tmp_path: Path
) -> None:
    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    made = [*make.split(), "-keyout", str(key), "-out", str(pem)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    server._server.socket = context.wrap_socket(server._server.socket, server_side=True)
    hello = {"city": {"id": "x", "name": "X"}, "protocol": {"from": 1, "to": 1}}
    server.replies.append(Reply(body={**hello, "version": "1", "epoch": "E"}))
    url = server.url.replace("http:", "https:")
    with pytest.raises(Untrusted):
        Api(url).hello()
    der = ssl.PEM_cert_to_DER_cert(pem.read_text())
    assert fingerprint_of(url) == hashlib.sha256(der).hexdigest()
    assert Api(url, pin=fingerprint_of(url)).hello().city == "x"
    with pytest.raises(Untrusted):
        Api(url, pin="00" * 32).hello()
