"""The city's clock: what nobody objects to is closed, once, at its time."""

from datetime import timedelta
from typing import Any

import pytest

from db.domain import commands as verb
from db.domain.states import State
from tests.plugins.pictures import jpeg
from tests.server.backup import put_back, taken
from tests.server.room import Desk, Room, forward
from tests.server.sending import uploaded


def resolved(room: Room, siti: Desk, dewi: Desk) -> str:
    """A case whose work is done and validated."""
    case = room.received(siti)
    steps: list[tuple[Desk, Any]] = [
        (siti, forward("dlh")),
        (dewi, verb.Accept("Dewi")),
        (dewi, verb.Finish("Sudah diangkut", (uploaded(dewi, jpeg()),))),
        (siti, verb.Validate()),
    ]
    for number, (desk, act) in enumerate(steps):
        outcome = desk.do(case, act, min(number, 1))
        assert outcome["outcome"] == "accepted", outcome
    return case


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that looks all the time."""
    monkeypatch.setattr("server.watch.EVERY", 0.02)


def test_a_resolved_case_closes_when_the_time_for_objections_has_run_out(
    often: None, room: Room
) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case, objected = resolved(room, siti, dewi), resolved(room, siti, dewi)
    budi = room.desk("budi")
    assert budi.do(objected, verb.Object("masih bau"))["outcome"] == "accepted"
    head = siti.page()["head"]
    room.clock.ahead = timedelta(days=30)
    later = room.desk("siti")
    with later.following(since=head) as pages:
        bodies = (entry["body"] for page in pages for entry in page["changes"] if "body" in entry)
        body = next(body for body in bodies if body["act"]["verb"] == "close")
    assert (body["case"], body["act"], body["by"]["role"]) == (case, {"verb": "close"}, "system")
    closes = [b for b in later.bodies(head) if b["act"]["verb"] == "close"]
    assert [b["case"] for b in closes] == [case]


def test_a_closing_that_a_supervisor_took_back_is_not_made_again(often: None, room: Room) -> None:
    case = resolved(room, room.desk("siti"), room.desk("dewi"))
    room.clock.ahead = timedelta(days=30)
    budi, other = room.desk("budi"), resolved(room, room.desk("siti"), room.desk("dewi"))
    with budi.following(since=0) as pages:
        bodies = (entry["body"] for page in pages for entry in page["changes"] if "body" in entry)
        closed = next(body for body in bodies if body["act"]["verb"] == "close")
    head = budi.page()["head"]
    assert budi.do(case, verb.Undo(closed["id"]))["outcome"] == "accepted"
    room.clock.ahead = timedelta(days=60)
    budi = room.desk("budi")
    with budi.following(since=head) as pages:  # the other one's time comes: the watch has looked
        bodies = (entry["body"] for page in pages for entry in page["changes"] if "body" in entry)
        closes = (body["case"] for body in bodies if body["act"]["verb"] == "close")
        assert next(closes) == other
    assert room.case(case).state is State.RESOLVED
    number = room.case(case).assignment_no
    assert budi.do(case, verb.Object("ternyata masih bau"))["outcome"] == "accepted"
    assert room.case(case).assignment_no == number + 1


@pytest.fixture
def silent(often: None, room: Room) -> tuple[Desk, str]:
    """A case that its agency has not accepted, and a desk that sees it."""
    siti = room.desk("siti")
    case = room.received(siti)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    return siti, case


def later(room: Room, minutes: int) -> Desk:
    """A desk that signs in so many minutes after now."""
    room.clock.ahead += timedelta(minutes=minutes)
    return room.desk("siti")


def told(pages: Any, case: str, count: int) -> list[dict[str, Any]]:
    """So many steps of a case, as the stream tells of them."""
    found: list[dict[str, Any]] = []
    for page in pages:
        bodies = [entry["body"] for entry in page["changes"] if "body" in entry]
        found += [b for b in bodies if b["act"]["verb"] == "escalate" and b["case"] == case]
        if len(found) >= count:
            break
    return found


def test_a_silent_agency_is_told_up_the_ladder_to_its_head_by_name(
    silent: tuple[Desk, str], room: Room
) -> None:
    _, case = silent
    steps: list[dict[str, Any]] = []
    for minutes in (61, 12, 12):
        desk = later(room, minutes)
        with desk.following(since=0) as pages:
            steps = told(pages, case, len(steps) + 1)
    assert [(s["act"]["step"], s["act"]["to"], s["act"].get("name", "")) for s in steps] == [
        (1, "officer", "Agus, Siti"),
        (2, "supervisor", "Budi"),
        (3, "agency_head", "Hana"),
    ]
    assert steps[2]["act"]["opds"] == ["dlh"]
    assert {s["by"]["role"] for s in steps} == {"system"}


def test_a_step_is_taken_once_also_across_a_restart_and_a_second_look(
    silent: tuple[Desk, str], room: Room
) -> None:
    _, case = silent
    desk = later(room, 61)
    with desk.following(since=0) as pages:
        first = told(pages, case, 1)
    room.stop()
    room.start()
    desk = later(room, 1)
    siti = room.desk("siti")
    assert siti.do(case, verb.Note("ditelepon"))["outcome"] == "accepted"
    head = desk.page()["head"]
    desk = later(room, 12)
    with desk.following(since=head) as pages:
        second = told(pages, case, 1)
    assert [s["act"]["step"] for s in first + second] == [1, 2]
    steps = [b for b in desk.bodies() if b["act"]["verb"] == "escalate"]
    assert [s["id"] for s in steps] == [s["id"] for s in first + second]


@pytest.mark.expects_log("history lost, new epoch")
def test_what_a_restored_backup_forgot_is_told_again_as_the_same_command(
    silent: tuple[Desk, str], room: Room
) -> None:
    _, case = silent
    store = room.store()
    backup = taken(store)
    first = []
    for _ in range(2):
        desk = later(room, 61)
        with desk.following(since=0) as pages:
            first.append(told(pages, case, 1)[0])
        room.stop()
        put_back(store, backup)
        room.start()
    store.close()
    assert {s["id"] for s in first} == {first[0]["id"]}
    assert {s["act"]["step"] for s in first} == {1}


def test_an_accepted_case_climbs_no_further(silent: tuple[Desk, str], room: Room) -> None:
    siti, case = silent
    dewi = room.desk("dewi")
    assert dewi.do(case, verb.Accept("Dewi"), 1)["outcome"] == "accepted"
    other = room.received(siti)
    assert siti.do(other, forward("dlh"), 0)["outcome"] == "accepted"
    desk = later(room, 61)
    with desk.following(since=0) as pages:
        assert told(pages, other, 1)
    assert [b["case"] for b in desk.bodies() if b["act"]["verb"] == "escalate"] == [other]
