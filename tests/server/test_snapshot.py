"""Snapshots: one moment, complete, only what the scope sees, and fetched in pieces."""

import gzip
import hashlib
import json
from typing import Any

import pytest

from db.domain import commands as verb
from db.domain.wire import canonical
from tests.server.room import Desk, Room, check_chain, forward


def lines_of(text: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Opening, cases and changes of a snapshot that came whole."""
    opening, *rest = [json.loads(line) for line in text.splitlines()]
    assert rest.pop() == {"end": True}
    cases = [line["case"] for line in rest if "case" in line]
    changes = [line for line in rest if "body" in line]
    assert (opening["cases"], opening["changes"]) == (len(cases), len(changes))
    sums = (int.from_bytes(hashlib.sha256(canonical(case)).digest()[:8], "big") for case in cases)
    assert opening["digest"] == f"{sum(sums) % 2**64:016x}"
    return opening, cases, changes


def filled(room: Room) -> tuple[Desk, list[str]]:
    """Some cases: plain, forwarded to dlh, secret and forwarded to dlh, refused commands."""
    siti, budi = room.desk("siti"), room.desk("budi")
    plain, ours, secret = room.received(siti), room.received(siti), room.received(siti)
    siti.do(ours, forward("dlh"), 0)
    siti.do(ours, forward("dpupr"), 0)
    siti.do(secret, forward("dlh"), 0)
    budi.do(secret, verb.Edit("secret", "no", "yes"))
    return siti, [plain, ours, secret]


def test_a_snapshot_holds_what_its_scope_sees(room: Room) -> None:
    _, (plain, ours, secret) = filled(room)
    seen = {
        "siti": ("city", {plain, ours}),
        "walikota": ("city", {plain, ours}),
        "budi": ("city+secret", {plain, ours, secret}),
        "dewi": ("opd:dlh", {ours, secret}),
        "eko": ("opd:dpupr", set()),
    }
    for login, (scope, ids) in seen.items():
        answer = room.desk(login).http.get("/snapshot")
        assert answer.headers["content-type"] == "application/x-ndjson"
        opening, cases, changes = lines_of(answer.text)
        assert (opening["scope"], opening["seq"]) == (scope, 7)
        assert {case["id"] for case in cases} == ids
        assert {change["body"]["case"] for change in changes} == ids
        refused = [change for change in changes if change["body"].get("outcome")]
        assert len(refused) == (1 if login == "budi" else 0)
        assert (secret in answer.text) == (secret in ids)


def test_the_feed_goes_on_where_the_snapshot_ends(room: Room) -> None:
    siti, (plain, *_) = filled(room)
    opening, _, _ = lines_of(siti.http.get("/snapshot").text)
    siti.do(plain, verb.Note("setelahnya"))
    page = siti.page(opening["seq"], chain=opening["chain"])
    assert check_chain(page, opening["chain"]) == page["chain"]
    assert [entry["seq"] for entry in page["changes"]] == [8]


def test_a_broken_download_goes_on_with_the_same_file(room: Room) -> None:
    siti, (plain, *_) = filled(room)
    siti.http.headers["Accept-Encoding"] = "identity"
    whole = siti.http.get("/snapshot")
    tag = whole.headers["ETag"]
    siti.do(plain, verb.Note("sementara itu"))
    half = len(whole.content) // 2
    headers = {"Range": f"bytes={half}-", "If-Range": tag}
    rest = siti.http.get("/snapshot", headers=headers)
    assert (rest.status_code, rest.headers["ETag"]) == (206, tag)
    assert whole.content[:half] + rest.content == whole.content
    # Another scope's file is not to be had by its name.
    stolen = room.desk("dewi").http.get("/snapshot", headers=headers)
    assert stolen.status_code == 200
    assert lines_of(stolen.text)[0]["scope"] == "opd:dlh"
    # One that is no longer kept comes anew, from its beginning.
    gone = {"Range": "bytes=10-", "If-Range": f'"{"-".join(tag.strip(chr(34)).split("-")[:3])}-1"'}
    fresh = siti.http.get("/snapshot", headers=gone, params={"at_least": 8})
    assert (fresh.status_code, lines_of(fresh.text)[0]["seq"]) == (200, 8)


@pytest.mark.parametrize(
    "tag", ["../../liveroom", "a-b-c", "a-b-c-d", "-", "x" * 5000, "a-b-c-" + "9" * 5000]
)
def test_a_made_up_tag_opens_no_file(room: Room, tag: str) -> None:
    siti = room.desk("siti")
    headers = {"Range": "bytes=0-", "If-Range": f'"{tag}"'}
    assert lines_of(siti.http.get("/snapshot", headers=headers).text)[0]["cases"] == 0


@pytest.mark.parametrize(
    ("wanted", "status"), [("bytes=9-1", 400), ("bytes=x", 400), ("bytes=99999999-", 416)]
)
def test_a_range_that_is_none_is_told_as_a_problem(room: Room, wanted: str, status: int) -> None:
    answer = room.desk("siti").http.get("/snapshot", headers={"Range": wanted})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_few_files_are_made_and_kept_however_many_ask(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.snapshot.FRESH", 2)
    siti, (plain, *_) = filled(room)
    (folder,) = (path for path in room.settings.snapshots.iterdir() if path.is_dir())
    tags = []
    for n in range(10):
        tags.append(siti.http.get("/snapshot").headers["ETag"])
        assert room.desk("agus").http.get("/snapshot").headers["ETag"] == tags[-1]
        siti.do(plain, verb.Note(f"catatan {n}"))
    # One file serves until it is more than two changes behind.
    assert [tags.index(tag) for tag in tags] == [0, 0, 0, 3, 3, 3, 6, 6, 6, 9]
    assert len({path.name.split(".")[0] for path in folder.iterdir()}) == 3
    assert folder.stat().st_mode & 0o077 == 0


def test_whoever_must_not_fall_behind_gets_a_newer_file(room: Room) -> None:
    siti, (plain, *_) = filled(room)
    first = lines_of(siti.http.get("/snapshot").text)[0]["seq"]
    siti.do(plain, verb.Note("lebih baru"))
    assert lines_of(siti.http.get("/snapshot").text)[0]["seq"] == first
    newer = siti.http.get("/snapshot", params={"at_least": first + 1})
    assert lines_of(newer.text)[0]["seq"] == first + 1
    ahead = siti.http.get("/snapshot", params={"at_least": first + 2})
    assert (ahead.status_code, ahead.headers["Retry-After"]) == (503, "1")


def test_a_packed_file_is_the_same_and_is_resumed_as_it_is(room: Room) -> None:
    siti, _ = filled(room)
    plain = siti.http.get("/snapshot", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    url, asks = "/snapshot", {"Accept-Encoding": "gzip"}
    with siti.http.stream("GET", url, headers=asks) as answer:
        whole, tag = b"".join(answer.iter_raw()), answer.headers["ETag"]
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(whole) == plain.content
    assert tag != plain.headers["ETag"]
    headers = {**asks, "Range": "bytes=100-", "If-Range": tag}
    with siti.http.stream("GET", url, headers=headers) as answer:
        assert (answer.status_code, answer.headers["ETag"]) == (206, tag)
        assert whole[:100] + b"".join(answer.iter_raw()) == whole
    # A piece of the one coding never completes a file of the other.
    headers = {"Accept-Encoding": "identity", "Range": "bytes=100-", "If-Range": tag}
    fresh = siti.http.get(url, headers=headers)
    assert (fresh.status_code, fresh.content) == (200, plain.content)


def test_who_comes_when_too_many_files_are_on_their_way_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = room.desk("siti")
    monkeypatch.setattr("server.snapshot.MOST", 0)
    answer = siti.http.get("/snapshot")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    monkeypatch.undo()
    assert siti.http.get("/snapshot").status_code == 200
