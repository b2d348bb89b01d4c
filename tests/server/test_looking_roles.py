"""The server lets who looks read their own and comment; every other way in is shut."""

from __future__ import annotations

import uuid

import pytest

from db.domain import commands as verb
from tests.server.room import Desk, Room, forward

LOOKERS = ("hana", "walikota", "admin")


def case_of(room: Room) -> str:
    """A case of hana's agency."""
    siti = room.desk("siti")
    case = room.received(siti)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    return case


@pytest.mark.parametrize("login", LOOKERS)
def test_no_command_of_theirs_moves_a_case(room: Room, login: str) -> None:
    case, desk = case_of(room), room.desk(login)
    acts: list[verb.Verb] = [
        verb.Accept("Hana", "dlh"),
        verb.Reassign(("dpupr",), "salah alamat"),
        verb.Bounce("bukan kami", opd="dlh"),
        verb.Edit("secret", "no", "yes"),
        verb.Archive("spam", ""),
        verb.Acknowledge(""),
        verb.Undo("command"),
        verb.Close(""),
        verb.Attach(("0" * 64,)),
    ]
    for act in acts:
        told = desk.do(case, act, 1)
        assert told["outcome"] != "accepted", act
    received = verb.Receive(str(uuid.uuid4()), "phone", "Sampah")
    assert desk.do(str(uuid.uuid4()), received)["outcome"] == "rejected"
    changes = room.desk("siti").bodies()
    assert {body["act"]["verb"] for body in changes} == {"receive", "forward"}


@pytest.mark.parametrize("login", ["hana", "walikota"])
def test_they_comment(room: Room, login: str) -> None:
    case = case_of(room)
    told = room.desk(login).do(case, verb.Note("Kapan selesai?"))
    assert told["outcome"] == "accepted"
    note = room.desk("siti").bodies()[-1]
    assert (note["act"]["text"], note["by"]["id"]) == ("Kapan selesai?", login)


def test_the_head_of_an_agency_sees_its_cases_alone(room: Room) -> None:
    case, other = case_of(room), room.received(room.desk("siti"))
    hana, mayor = room.desk("hana"), room.desk("walikota")
    assert {body["case"] for body in hana.bodies()} == {case}
    assert {body["case"] for body in mayor.bodies()} == {case, other}
    assert hana.do(other, verb.Note("x"))["reason"] == "unknown_case"


@pytest.mark.parametrize("login", LOOKERS)
def test_other_ways_in_are_shut(room: Room, login: str) -> None:
    desk: Desk = room.desk(login)
    shut = [
        desk.http.put(f"/logbook/{uuid.uuid4()}", json={}),
        desk.http.put(f"/filters/{uuid.uuid4()}", json={"name": "x", "terms": {}}),
        desk.http.delete(f"/filters/{uuid.uuid4()}"),
        desk.http.post("/reports/r/identity/look", json={"reason": "ingin tahu"}),
        desk.http.put("/reports/r/identity", json={"case": "c"}),
        desk.http.get("/routing"),
        desk.http.post("/reports", json={}),
    ]
    assert [answer.status_code for answer in shut] == [403] * len(shut)
