"""Filters of the room on a real server: shared, seen, withdrawn, and by whom."""

import uuid
from typing import Any

import httpx
import pytest

from db import people
from db.domain.shared_filters import MOST
from db.domain.states import Role
from tests.server.room import Desk, Room

FLOOD = {"text": "banjir", "category": ["banjir"], "breached": True}


def put(desk: Desk, name: str, terms: Any = None, id: str = "") -> httpx.Response:
    id = id or str(uuid.uuid4())
    body = {"name": name, "terms": FLOOD if terms is None else terms}
    return desk.http.put(f"/filters/{id}", json=body)


def seen(desk: Desk) -> list[dict[str, Any]]:
    answer = desk.http.get("/filters")
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'
    shared: list[dict[str, Any]] = answer.json()["filters"].get("shared", [])
    return shared


def names(desk: Desk) -> list[str]:
    return [one["name"] for one in seen(desk)]


def test_the_whole_room_sees_what_one_shares_and_by_whom(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    made = put(siti, "Banjir Periuk")
    assert made.status_code == 200, made.text
    (one,) = seen(agus)
    assert one == made.json()
    assert (one["name"], one["terms"], one["by"]) == ("Banjir Periuk", FLOOD, "siti")
    assert one["by_name"] == "Siti"
    assert set(one) == {"id", "name", "terms", "by", "by_name", "at"}
    assert put(agus, "Antre lama", {"mine": True}).status_code == 200
    assert names(siti) == ["Antre lama", "Banjir Periuk"]


def test_a_desk_that_knows_it_all_is_told_nothing(room: Room) -> None:
    siti = room.desk("siti")
    put(siti, "Banjir")
    tag = siti.http.get("/filters").headers["ETag"]
    known = siti.http.get("/filters", headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    put(siti, "Lain")
    assert siti.http.get("/filters", headers={"If-None-Match": tag}).status_code == 200


def test_who_shared_it_may_share_it_anew_and_nobody_else(room: Room) -> None:
    siti, agus, budi = (room.desk(login) for login in ("siti", "agus", "budi"))
    id = put(siti, "Banjir").json()["id"]
    assert put(siti, "Banjir", id=id).status_code == 200  # the first answer was lost
    assert put(siti, "Banjir 2", {"mine": True}, id).status_code == 200
    assert [(one["name"], one["terms"]) for one in seen(agus)] == [("Banjir 2", {"mine": True})]
    for other in (agus, budi):
        no = put(other, "Punya saya", id=id)
        assert (no.status_code, no.json()["key"]) == (403, "not_allowed")
    assert put(siti, "BANJIR 2").status_code == 200  # by its name, under another id
    assert names(siti) == ["BANJIR 2"]


def test_its_author_and_a_supervisor_withdraw_it(room: Room) -> None:
    siti, agus, budi = (room.desk(login) for login in ("siti", "agus", "budi"))
    first, second = (put(siti, name).json()["id"] for name in ("Satu", "Dua"))
    no = agus.http.delete(f"/filters/{first}")
    assert (no.status_code, no.json()["type"]) == (403, "liveroom:denied")
    assert len(seen(agus)) == 2
    assert siti.http.delete(f"/filters/{first}").status_code == 204
    assert siti.http.delete(f"/filters/{first}").status_code == 204  # the first answer was lost
    assert budi.http.delete(f"/filters/{second}").status_code == 204
    assert seen(agus) == []


@pytest.mark.parametrize("login", ["dewi", "hana", "walikota", "admin"])
def test_only_the_room_shares_and_sees(room: Room, login: str) -> None:
    put(room.desk("siti"), "Banjir")
    other = room.desk(login)
    for answer in (
        other.http.get("/filters"), put(other, "x"), other.http.delete("/filters/x"),
    ):  # fmt: skip
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
    assert httpx.get(f"{room.url}/filters").status_code == 401


@pytest.mark.parametrize(
    ("name", "terms", "key"),
    [
        ("BANJIR", None, "filter_name_taken"),
        ("Kosong", {}, "filter_empty"),
        ("Bu Ratna 0812-3456-7890", None, "personal_data"),
        ("Penelepon", {"text": "3671012345678901"}, "personal_data"),
    ],
)
def test_what_the_room_does_not_take(room: Room, name: str, terms: Any, key: str) -> None:
    put(room.desk("siti"), "Banjir")
    no = put(room.desk("agus"), name, terms)
    assert (no.status_code, no.json()["key"]) == (409, key), no.text
    if key == "filter_name_taken":
        assert no.json()["facts"] == {"name": "Banjir", "by": "Siti"}
    assert names(room.desk("agus")) == ["Banjir"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "n" * 41, "terms": FLOOD}, "name"),
        ({"name": " Banjir", "terms": FLOOD}, "name"),
        ({"name": "", "terms": FLOOD}, "name"),
        ({"terms": FLOOD}, ""),
        ({"name": "x", "terms": {"text": "t" * 201}}, "terms.text"),
        ({"name": "x", "terms": {"area": ["a"] * 301}}, "terms.area"),
        ({"name": "x", "terms": {"area": ["a" * 101]}}, "terms.area"),
        ({"name": "x", "terms": {"mine": "ya"}}, ""),
        (["x"], ""),
    ],
)
def test_bad_bodies_are_named(room: Room, body: Any, place: str) -> None:
    no = room.desk("siti").http.put("/filters/f-1", json=body)
    assert (no.status_code, no.json()["type"]) == (400, "liveroom:bad-wire"), no.text
    assert place in no.json().get("place", "")


def test_there_is_an_end_to_how_many(room: Room) -> None:
    siti = room.desk("siti")
    ids = [put(siti, f"n{n}").json()["id"] for n in range(MOST)]
    no = put(siti, "satu lagi")
    assert (no.status_code, no.json()["key"]) == (409, "filters_full")
    assert put(siti, "diganti", id=ids[0]).status_code == 200
    assert put(siti, "N2").status_code == 200
    assert siti.http.delete(f"/filters/{ids[1]}").status_code == 204
    assert put(siti, "satu lagi").status_code == 200


def test_the_name_of_its_author_is_todays(room: Room) -> None:
    put(room.desk("siti"), "Banjir")
    store, now = room.store(), room.clock()
    with store.write() as conn:
        people.change(conn, "siti", name="Siti Rahma", role=Role.OFFICER, opd=None, at=now)
    store.close()
    (one,) = seen(room.desk("agus"))
    assert one["by_name"] == "Siti Rahma"
