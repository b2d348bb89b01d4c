"""The feed: whole, in order, live, and no more of it than a session may see."""

import contextlib
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from db.domain import commands as verb
from tests.server.room import Desk, Room, check_chain, forward


def test_pages_join_into_one_unbroken_chain(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    siti.send(*(siti.command(case, verb.Note(f"catatan {n}")) for n in range(6)))
    chain, seq = None, 0
    while seq < 7:
        page = siti.page(seq, limit=3)
        assert page["from"] == seq
        chain = check_chain(page, chain)
        assert chain == page["chain"]
        seq = page["to"]
    empty = siti.page(7)
    assert (empty["from"], empty["to"], empty["changes"]) == (7, 7, [])
    assert empty["chain"] == chain


@pytest.mark.expects_log("chain differs")
def test_a_cursor_that_leads_nowhere_is_told_to_take_a_snapshot(room: Room) -> None:
    siti = room.desk("siti")
    room.received(siti)
    chain = siti.page()["chain"]
    assert siti.pull(1, chain=chain).status_code == 200
    for answer in (siti.pull(0, epoch="another"), siti.pull(1, chain="00" * 32)):
        assert (answer.status_code, answer.json()["key"]) == (410, "take_snapshot")


def next_change(pages: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The next page with something in it."""
    return next(page for page in pages if page["changes"])


def test_the_stream_tells_what_is_committed_while_it_is_open(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    with agus.following() as pages:
        first = next(pages)
        assert (first["from"], first["to"], first["changes"]) == (0, 0, [])
        case = room.received(siti)
        told = next_change(pages)
        assert told["changes"][0]["body"]["case"] == case
        siti.do(case, forward("dlh"), 0)
        told = next_change(pages)
        assert (told["from"], told["to"]) == (1, 2)


def test_the_stream_ends_with_the_session(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.streams.HEARTBEAT", 0.05)
    monkeypatch.setattr("server.people.TRUSTED", 0.0)
    siti, agus = room.desk("siti"), room.desk("agus")
    with siti.following() as pages:
        assert next(pages)["to"] == next(pages)["to"] == 0
        siti_again = Desk(room, "siti", siti.headers["Authorization"][7:])
        assert siti_again.http.delete("/session").status_code == 204
        siti_again.http.close()
        room.received(agus)
        assert len(list(pages)) < 50


def test_the_stream_ends_when_the_token_expires(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.streams.HEARTBEAT", 0.05)
    siti = room.desk("siti")
    with siti.following() as pages:
        next(pages)
        room.clock.ahead = timedelta(minutes=16)
        assert len(list(pages)) < 50
    assert siti.pull().json()["key"] == "token_expired"


def test_a_reader_who_does_not_read_holds_up_nobody(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    case = room.received(siti)
    stuck = socket.create_connection(("127.0.0.1", room.socket.getsockname()[1]))
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    request = f"GET /changes?epoch={room.epoch}&since=0&follow=1 HTTP/1.1\r\nHost: x\r\n"
    stuck.sendall(f"{request}Authorization: {siti.headers['Authorization']}\r\n\r\n".encode())
    with agus.following(since=1) as pages:
        next(pages)
        for n in range(20):
            batch = [siti.command(case, verb.Note(f"{n} " + "x" * 15_000)) for _ in range(12)]
            siti.send(*batch)
        seq = 1
        for page in pages:
            seq = page["to"]
            if seq == 241:
                break
    stuck.close()
    assert seq == 241


def test_an_agency_sees_its_own_cases_and_can_still_check_the_chain(room: Room) -> None:
    siti, dewi, hana = room.desk("siti"), room.desk("dewi"), room.desk("hana")
    ours, theirs = room.received(siti), room.received(siti)
    siti.do(ours, forward("dlh"), 0)
    siti.do(theirs, forward("dpupr"), 0)
    siti.do(ours, verb.Note("segera"))
    for desk in (dewi, hana):
        page = desk.page()
        assert check_chain(page) == page["chain"]
        assert [("body" in e, "show" in e) for e in page["changes"]] == [
            (False, False),
            (False, False),
            (True, True),
            (False, False),
            (True, False),
        ]
        shown = page["changes"][2]["show"][0]
        assert (shown["id"], shown["seq"], shown["state"]) == (ours, 3, "forwarded")
        assert shown["reports"][0]["text"] == "Sampah menumpuk"
        assert theirs not in str(page)


def test_a_case_that_leaves_an_agency_is_hidden_there_and_shown_to_the_next(room: Room) -> None:
    siti, dewi, eko = room.desk("siti"), room.desk("dewi"), room.desk("eko")
    case = room.received(siti)
    siti.do(case, forward("dlh"), 0)
    siti.do(case, verb.Reassign(("dpupr",), "bukan sampah"), 1)
    eko.do(case, verb.Accept("Eko"), 2)
    left = dewi.page()["changes"]
    assert set(left[2]) == {"seq", "leaf", "hide"}
    assert left[2]["hide"] == case
    assert set(left[3]) == {"seq", "leaf"}
    came = eko.page()["changes"]
    assert [sorted(entry) for entry in came] == [
        ["leaf", "seq"],
        ["leaf", "seq"],
        ["body", "salt", "seq", "show"],
        ["body", "salt", "seq"],
    ]
    # As it stood then, though it has gone on since.
    assert came[2]["show"][0]["state"] == "forwarded"
    assert siti.do(case, verb.Bounce("bukan kami"), 2)["outcome"] == "accepted"
    assert eko.page(4)["changes"][0]["hide"] == case


def test_a_secret_case_does_not_exist_for_officers(room: Room) -> None:
    siti, budi, mayor = room.desk("siti"), room.desk("budi"), room.desk("walikota")
    case = room.received(siti)
    budi.do(case, verb.Edit("secret", "no", "yes"))
    budi.do(case, verb.Note("rahasia sekali"))
    budi.do(case, verb.Edit("secret", "yes", "no"))
    pungli = room.received(siti, "Pungutan liar di loket", category="pungli")
    for desk in (siti, mayor):
        page = desk.page()
        assert [sorted(entry) for entry in page["changes"]] == [
            ["body", "salt", "seq"],
            ["hide", "leaf", "seq"],
            ["leaf", "seq"],
            ["body", "salt", "seq", "show"],
            ["leaf", "seq"],
        ]
        assert page["changes"][1]["hide"] == case
        assert "rahasia sekali" not in desk.pull().text
        assert pungli not in desk.pull().text
    assert len(budi.bodies()) == 5


def test_what_was_merged_into_a_case_becomes_secret_with_it(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    first, second, third = (room.received(siti, f"Pungutan liar {n}") for n in "123")
    assert siti.do(first, verb.Merge(second))["outcome"] == "accepted"
    assert siti.do(second, verb.Merge(third))["outcome"] == "accepted"
    assert siti.do(third, replace(forward("dpupr"), category="pungli"), 0)["outcome"] == "accepted"
    hidden = [entry["hide"] for entry in siti.page()["changes"] if "hide" in entry]
    assert sorted(hidden) == sorted([first, second, third])
    assert "Pungutan" not in siti.http.get("/snapshot").text
    for act in (verb.Unmerge(), verb.Note("mengintip")):
        assert siti.do(first, act)["reason"] == "unknown_case"
    # What leaves a secret case again keeps its secret until a supervisor shows it.
    assert budi.do(second, verb.Unmerge())["outcome"] == "accepted"
    for shown, seen in ((third, [False, False, True]), (second, [True, True, True])):
        assert budi.do(shown, verb.Edit("secret", "yes", "no"))["outcome"] == "accepted"
        text = siti.http.get("/snapshot", params={"at_least": siti.page()["to"]}).text
        ids = {line["case"]["id"] for line in map(json.loads, text.splitlines()) if "case" in line
               and isinstance(line["case"], dict)}  # fmt: skip
        assert [id in ids for id in (first, second, third)] == seen
        # What is still hidden is not told by the past of the case it was in.
        words = [f"Pungutan liar {n}" in text for n in "123"]
        assert words == seen


def test_a_merge_is_taken_back_exactly_after_its_master_was_hidden(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    first, second = room.received(siti), room.received(siti)
    siti.do(first, verb.Note("lubang dalam"))
    before = room.case(first)
    merge = siti.command(first, verb.Merge(second))
    siti.send(merge)
    assert budi.do(second, verb.Edit("secret", "no", "yes"))["outcome"] == "accepted"
    assert room.case(first).secret
    assert budi.do(second, verb.Undo(budi.bodies()[-2]["id"]))["outcome"] == "accepted"
    assert not room.case(first).secret
    assert siti.do(first, verb.Undo(merge.id))["outcome"] == "accepted"
    after = room.case(first)
    assert (
        replace(
            after, seq=before.seq, changed_at=before.changed_at, assignment_no=before.assignment_no
        )
        == before
    )


def test_nobody_else_hides_what_was_merged_away(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    first, second = room.received(siti), room.received(siti)
    siti.do(first, verb.Merge(second))
    for desk in (siti, budi):
        assert desk.do(first, verb.Edit("secret", "no", "yes"))["reason"] == "illegal_state"


def test_pages_out_of_memory_and_out_of_the_database_are_the_same(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti)
    siti.send(
        siti.command(case, forward("dlh"), 0),
        siti.command(case, forward("dpupr"), 0),
        siti.command(case, verb.Reassign(("dpupr",), "salah alamat"), 1),
        siti.command(case, verb.Edit("secret", "no", "yes")),
        siti.command(room.received(siti), forward("dlh"), 0),
    )
    logins = ("siti", "dewi", "budi", "agus")
    live = {login: room.desk(login).page()["changes"] for login in logins}
    room.stop()
    room.start()
    assert {login: room.desk(login).page()["changes"] for login in logins} == live
    assert dewi.actor.opd == "dlh"


def test_every_answer_says_how_far_the_journal_is_and_what_time_it_is(room: Room) -> None:
    siti = room.desk("siti")
    room.received(siti)
    for path in ("/hello", "/changes", "/nothing"):
        answer = httpx.get(room.url + path)
        assert answer.headers["Liveroom-Head"] == f"{room.epoch}/1"
        said = answer.headers["Liveroom-Time"]
        assert abs(datetime.fromisoformat(said) - room.clock()) < timedelta(minutes=1)


def test_pages_and_streams_are_packed_for_who_asks(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    siti.send(*(siti.command(case, verb.Note(f"catatan {n} " * 30)) for n in range(40)))
    sizes = {}
    for coding in ("gzip", "identity"):
        query = {"epoch": room.epoch, "since": "0"}
        asked = {"Accept-Encoding": coding}
        with siti.http.stream("GET", "/changes", params=query, headers=asked) as answer:
            assert answer.headers.get("Content-Encoding", "identity") == coding
            sizes[coding] = len(b"".join(answer.iter_raw()))
    assert sizes["gzip"] * 4 < sizes["identity"]
    told = {}
    for coding in ("gzip", "identity"):
        siti.http.headers["Accept-Encoding"] = coding
        told[coding] = siti.page(0)["changes"]
        with siti.following() as pages:
            # Each line is there when it was sent: nothing waits for the end of the member.
            assert next(page for page in pages if page["changes"])["changes"] == told[coding]
            siti.do(case, verb.Note("dan satu lagi"))
            assert next(page for page in pages if page["changes"])["changes"]
        told[coding] = told[coding][:41]
    assert told["gzip"] == told["identity"]


def test_a_sign_in_has_few_streams_and_the_newest_are_kept(room: Room) -> None:
    siti = room.desk("siti")
    query = {"epoch": room.epoch, "since": "0", "follow": "1"}
    with contextlib.ExitStack() as stack:
        answers = [
            stack.enter_context(siti.http.stream("GET", "/changes", params=query)) for _ in range(4)
        ]
        lines = [answer.iter_lines() for answer in answers]
        assert [bool(next(line)) for line in lines[1:]] == [True] * 3
        # The first one ends by itself; the others go on.
        assert len(list(lines[0])) < 5
        room.received(siti)
        assert all(any('"to":1' in said for said in line) for line in lines[1:])
