"""What walls are told: the truth of the journal, nothing of anybody, and only while let in."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from db import cases, journal
from db.domain import commands as verb
from db.domain.case import Place
from db.domain.states import OPEN, State
from db.domain.wall import Picture, shown_of
from server import admission
from tests.server.room import CITY, Desk, Room, forward
from tests.server.walls import Hung, once

HERE = Place("Jl. Daan Mogot 12", -6.171883, 106.631721, "36.71.01.1001")


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks all the time."""
    monkeypatch.setattr("server.wall.LOOKS", 0.02)
    monkeypatch.setattr("server.wall.BEAT", 0.2)


@pytest.fixture
def wall(room: Room) -> Iterator[Hung]:
    wall = Hung(room)
    yield wall
    wall.close()


def seq(room: Room) -> int:
    """How far the journal is."""
    store = room.store()
    with store.read() as conn:
        at = journal.head(conn).seq
    store.close()
    return at


def settled(room: Room, pictures: Iterator[Picture]) -> Picture:
    """The picture once it has come as far as the journal."""
    at = seq(room)
    return once(pictures, lambda picture: picture.figures.seq >= at)


def true_to(room: Room, picture: Picture) -> None:
    """The picture is what the journal's own sums say."""
    store = room.store()
    with store.read() as conn:
        tallies = cases.counts(conn, "city")
        ids = [json.loads(doc)["id"] for doc in cases.snapshot_rows(conn, "city")]
        found = cases.many(conn, ids)
    store.close()
    reports = {state.value: one.reports for state, one in tallies.items() if one.reports}
    assert picture.figures.states == reports
    problems = sum(one.cases for state, one in tallies.items() if state is not State.MERGED)
    assert picture.figures.problems == problems
    shown = [shown_of(case) for case in found.values() if case.state in OPEN]
    assert sorted(picture.rows.values(), key=repr) == sorted(shown, key=repr)
    assert sum(picture.figures.days[0].hours) == len(found)


def test_a_wall_shows_what_the_journal_says_while_it_changes(room: Room, wall: Hung) -> None:
    siti, dewi, budi = room.desk("siti"), room.desk("dewi"), room.desk("budi")
    with wall.following() as pictures:
        first = next(pictures)
        assert (first.figures.states, first.rows) == ({}, {})
        one, two = room.received(siti, place=HERE), room.received(siti)
        true_to(room, settled(room, pictures))
        siti.do(one, forward("dlh"), 0)
        waiting = settled(room, pictures)
        true_to(room, waiting)
        (agency,) = waiting.figures.agencies
        assert (agency.opd, agency.waiting, agency.accepted) == ("dlh", 1, 0)
        room.clock.ahead += timedelta(minutes=10)
        dewi.do(one, verb.Accept("Dewi"), 1)
        took = settled(room, pictures)
        (agency,) = took.figures.agencies
        assert (agency.waiting, agency.accepted, agency.oldest) == (0, 1, 0)
        assert 600 <= agency.half == agency.most < 620
        merge = siti.command(two, verb.Merge(one))
        assert siti.send(merge)[0]["outcome"] == "accepted"
        merged = settled(room, pictures)
        true_to(room, merged)
        assert merged.figures.states == {"accepted": 2}
        assert merged.figures.problems == 1
        siti.do(two, verb.Undo(merge.id))
        true_to(room, settled(room, pictures))
        budi.do(one, verb.Edit("secret", "no", "yes"))
        hidden = settled(room, pictures)
        true_to(room, hidden)
        assert len(hidden.rows) == 1
        assert hidden.figures.agencies == ()
        budi.do(one, verb.Edit("secret", "yes", "no"))
        true_to(room, settled(room, pictures))
    true_to(room, wall.picture())


def test_random_histories_end_in_the_journals_own_sums(room: Room, wall: Hung) -> None:
    dice, siti, budi = Random(11), room.desk("siti"), room.desk("budi")
    made: list[str] = []
    with wall.following() as pictures:
        next(pictures)
        for turn in range(150):
            if turn % 3 == 0 or not made:
                made.append(room.received(siti, place=dice.choice([HERE, Place("Pasar")])))
            case, other = dice.choice(made), dice.choice(made)
            acts: list[verb.Verb] = [
                    forward("dlh"), verb.Accept("Dewi"), verb.Start(), verb.Answer("Sudah."),
                    verb.AskReporter("Di mana?"), verb.Complete("Di sini."), verb.Merge(other),
                    verb.Archive("spam"), verb.Bounce("bukan kami"), verb.Unmerge(),
                    verb.Finish("Beres", without_proof="hujan"), verb.Validate(), verb.Object("!"),
                    verb.Edit("secret", "no", "yes"), verb.Edit("secret", "yes", "no"),
            ]  # fmt: skip
            budi.do(case, dice.choice(acts), budi_saw(room, case))
            if turn % 30 == 29:
                true_to(room, settled(room, pictures))
    fresh = Hung(room, "Lobi")
    true_to(room, fresh.picture())
    fresh.close()


def budi_saw(room: Room, case: str) -> int | None:
    """The assignment that somebody sees who looks now."""
    store = room.store()
    with store.read() as conn:
        found = cases.one(conn, case)
    store.close()
    return found.assignment_no if found else None


def test_a_wall_that_comes_late_or_to_another_process_sees_the_same(room: Room, wall: Hung) -> None:
    siti = room.desk("siti")
    cases_ = [room.received(siti, place=HERE) for _ in range(5)]
    siti.do(cases_[0], verb.Answer("Sudah dijawab."))
    before = wall.picture()
    true_to(room, before)
    room.stop()
    room.start()
    again = Hung.__new__(Hung)
    again.__dict__ |= {**wall.__dict__, "room": room, "heard": bytearray()}
    wall.http.base_url = room.url
    after = again.picture()  # the credential outlives the server
    assert after.figures == before.figures
    assert sorted(after.rows.values()) == sorted(before.rows.values())


def test_arrivals_are_counted_by_the_citys_hours_on_the_same_weekdays(room: Room) -> None:
    siti, zone = room.desk("siti"), ZoneInfo("Asia/Jakarta")
    now = room.clock().astimezone(zone)
    for back, many in ((0, 2), (7, 3), (28, 1), (6, 4), (35, 5)):
        for _ in range(many):
            room.received(siti, at=room.clock() - timedelta(days=back))
    wall = Hung(room)
    days = wall.picture().figures.days
    wall.close()
    assert [(now.date() - day.day).days for day in days] == [0, 7, 14, 21, 28]
    assert [sum(day.hours) for day in days] == [2, 3, 0, 0, 1]
    assert {hour for day in days for hour, many in enumerate(day.hours) if many} <= {
        now.hour, (now - timedelta(minutes=1)).hour,
    }  # fmt: skip


PLANTED_SECRET = "Lurah minta setoran Zulkarnaen"


def plant(room: Room, many: int) -> list[str]:
    """So many reports with who sent them, and words and names in every place there is."""
    laksa, siti, budi = room.desk("laksa"), room.desk("siti"), room.desk("budi")
    never = [PLANTED_SECRET]
    for n in range(many):
        name, phone = f"Pelapor{n:03d} Kusumaningtyas", f"08129{n:08d}"
        nik, email = f"36710546{n:08d}", f"warga{n:03d}@contoh.id"
        text = f"Sampah {uuid.uuid5(uuid.NAMESPACE_OID, str(n)).hex} di depan rumah"
        body = {
            "city": CITY, "channel": "laksa", "source_id": f"LK-{n}", "text": text,
            "category": "sampah", "media": [],
            # Each at an address of its own, or flood mode might make fewer cases of them.
            "place": {"text": f"Jl. Kenanga {n} RT {n + 1}", "lat": -6.171883, "lng": 106.631721},
            "reporter": {"name": name, "phone": phone, "email": email, "nik": nik},
        }  # fmt: skip
        answer = laksa.http.post("/reports", json=body)
        assert answer.status_code == 201, answer.text
        never += [name, phone, nik, email, text.split()[1], f"Kenanga {n}", answer.json()["case"]]
        never += [answer.json()["report"], f'"{answer.json()["number"]}"', f"LK-{n}"]
    for n in range(5):
        secret = room.received(siti, f"{PLANTED_SECRET} {n}", place=HERE, category="sampah")
        budi.do(secret, verb.Edit("secret", "no", "yes"))
        never.append(secret)
    return never


def test_nothing_of_500_reporters_and_no_secret_case_is_in_what_walls_hear(room: Room) -> None:
    early = Hung(room, "Lobi")
    with early.following() as pictures:
        next(pictures)
        never = plant(room, 500)
        desk = room.desk("siti")
        handled = str(desk.bodies()[0]["case"])
        desk.do(handled, verb.Note("Sudah ditelepon Bu Kusumaningtyas"))
        desk.do(handled, forward("dlh"), 0)
        desk.do(handled, verb.Accept("Joko Kusumaningtyas"), 1)
        settled(room, pictures)
    late = Hung(room)
    picture = late.picture()
    with late.following() as pictures:
        next(pictures)
    late.heard += late.http.get("/city").content
    assert sum(picture.figures.states.values()) == 500
    assert len(picture.rows) == 500
    for wall in (early, late):
        heard = bytes(wall.heard).decode().casefold()
        assert len(heard) > 20_000
        assert [word for word in never if word.casefold() in heard] == []
        assert "kusumaningtyas" not in heard
        wall.close()


def test_a_point_on_a_wall_is_no_front_door(room: Room, wall: Hung) -> None:
    room.received(room.desk("siti"), place=HERE)
    (row,) = wall.picture().rows.values()
    assert (row.lat, row.lng) == (-6.172, 106.632)
    assert "671883" not in bytes(wall.heard).decode()


def every_route(room: Room) -> Iterator[tuple[str, str]]:
    """Path and method of all that the server answers."""
    for route in room.app.routes:
        router = getattr(route, "original_router", None)
        routes: list[Any] = [route] if router is None else router.routes
        for one in routes:
            yield from ((one.path, method) for method in one.methods if method != "OPTIONS")


def test_a_walls_token_opens_nothing_else(room: Room, wall: Hung) -> None:
    desk = room.desk("siti")
    case = room.received(desk)
    ways = list(every_route(room))
    assert len(ways) > 20
    let_in = set()
    for path, method in ways:
        at = path.replace("{report}", "r").replace("{id}", "i").replace("{sha256}", "0" * 64)
        query = {"epoch": room.epoch, "since": "0", "day": "2026-11-26"}
        # What a route asks for is looked at before who asks.
        query |= {"from": "2026-11-26", "to": "2026-11-26", "parts": "day"}
        query |= {"at": "2026-11-20T00:00:00Z", "until": "2026-11-20T00:00:00Z"}
        status = wall.http.request(method, at, params=query, content=b"{}").status_code
        if status not in (401, 403):
            let_in.add((path, method))
    open_to_all = {
        ("/hello", "GET"), ("/session", "POST"), ("/session/refresh", "POST"), ("/health", "GET"),
        ("/metrics", "GET"),
    }  # fmt: skip
    way_back = {(p, m) for p, m in let_in if p.startswith("/deliveries")}
    theirs = {("/wall", "GET"), ("/wall/session", "POST"), ("/city", "GET")}
    assert let_in - open_to_all - way_back == theirs
    assert wall.http.post("/commands", json={"city": CITY, "commands": []}).status_code == 403
    assert wall.http.get(f"/changes?epoch={room.epoch}&since=0").status_code == 403
    assert case not in bytes(wall.heard).decode()


def test_nobody_but_a_wall_is_shown_the_wall(room: Room) -> None:
    for login in ("siti", "budi", "dewi", "laksa"):
        assert room.desk(login).http.get("/wall").status_code == 403


def test_a_wall_is_let_in_by_its_code_once_and_in_time(room: Room) -> None:
    wall = Hung(room, let_in=False)
    refused = wall.get_in()
    assert (refused.status_code, refused.json()["key"]) == (401, "token_unknown")
    assert wall.http.get("/wall").status_code == 401
    wall.expect()
    room.clock.ahead += timedelta(minutes=16)
    assert wall.enter() == 401
    wall.expect()
    other = Hung(room, let_in=False)
    assert other.enter() == 401
    assert [wall.enter(), wall.enter()] == [204, 204]
    room.clock.ahead += timedelta(days=400)
    assert wall.http.get("/wall").status_code == 200
    wall.close()
    other.close()


def test_a_wall_that_is_removed_hears_nothing_more(
    room: Room, wall: Hung, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.wall.CHECKS", 0.1)
    monkeypatch.setattr("server.people.TRUSTED", 0.0)
    with wall.following() as pictures:
        next(pictures)
        store = room.store()
        with store.write() as conn:
            person = admission.named(conn, "Ruang kendali")
            assert person is not None
            assert admission.remove(conn, person, room.clock()) == 1
        store.close()
        end = time.monotonic() + 60
        assert all(time.monotonic() < end for _ in pictures)
    told = wall.get_in()
    assert (told.status_code, told.json()["key"]) == (401, "token_revoked")
    wall.token = "another"
    wall.http.headers["Authorization"] = "Bearer another"
    wall.expect()
    assert wall.enter() == 204


def test_a_silence_is_noticed_within_five_seconds(room: Room, wall: Hung) -> None:
    with wall.following() as pictures:
        first, second = next(pictures), next(pictures)
    assert second.figures == first.figures
    assert timedelta(0) < second.at - first.at < timedelta(seconds=2)


@pytest.mark.expects_log("new epoch")
def test_what_is_in_a_new_history_is_told_whole(room: Room, wall: Hung) -> None:
    siti: Desk = room.desk("siti")
    room.received(siti)
    with wall.following() as pictures:
        first = settled(room, pictures)
        store = room.store()
        with store.write() as conn:
            journal.new_epoch(conn)
        store.close()
        room.received(siti)
        other = once(pictures, lambda picture: picture.figures.problems == 2)
        assert other.epoch != first.epoch
    true_to(room, wall.picture())
