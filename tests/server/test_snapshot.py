"""Snapshots: one moment, complete, only what the scope sees, and fetched in pieces."""

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
    gone = {"Range": "bytes=10-", "If-Range": f'"{"-".join(tag.strip(chr(34)).split("-")[:2])}-1"'}
    fresh = siti.http.get("/snapshot", headers=gone)
    assert (fresh.status_code, lines_of(fresh.text)[0]["seq"]) == (200, 8)


@pytest.mark.parametrize("tag", ["../../liveroom", "a-b-c", "-", "x" * 5000, "a-b-" + "9" * 5000])
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


def test_a_file_is_made_once_for_each_seq_and_scope_and_few_are_kept(room: Room) -> None:
    siti, (plain, *_) = filled(room)
    folder = room.settings.snapshots
    for n in range(5):
        siti.http.get("/snapshot")
        again = siti.http.get("/snapshot").headers["ETag"]
        assert room.desk("agus").http.get("/snapshot").headers["ETag"] == again
        siti.do(plain, verb.Note(f"catatan {n}"))
    assert len(list(folder.iterdir())) == 3
    assert folder.stat().st_mode & 0o077 == 0
