"""The shift log on a real server: once, by both, and by nobody else."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from db.domain.handover import Handover, Ledger, Line, Reason, Standing, Why, handover
from db.domain.logbook import Entry, Receipt, digest_of
from db.domain.shifts import Turn
from db.domain.states import State
from db.domain.wire import encode
from server.city import open_city
from tests.server.room import Desk, Room

CRITICAL = Line("c-1", "TNG-26-000001", State.FORWARDED, (Reason(Why.SILENT, who="dlh"),))


def given(desk: Desk, **more: Any) -> Entry:
    """A handover signed at this desk, with one critical case."""
    now = desk.room.clock()
    turn = Turn("siang", "Siang", now, now + timedelta(hours=8))
    made = Handover(turn, now, (Standing(State.FORWARDED, 1, 1),), (CRITICAL,))
    return Entry(str(uuid.uuid4()), now, desk.actor, handover=made, **more)


def receipt(desk: Desk, of: Entry, *opened: str, **more: Any) -> Entry:
    """Its receipt."""
    assert of.handover is not None
    signed = Receipt(of.id, digest_of(of.handover), opened)
    entry = Entry(str(uuid.uuid4()), desk.room.clock(), desk.actor, receipt=signed)
    return replace(entry, **more)


def note(desk: Desk, text: str = "Genset diuji") -> Entry:
    return Entry(str(uuid.uuid4()), desk.room.clock(), desk.actor, note=text)


def put(desk: Desk, entry: Entry) -> httpx.Response:
    return desk.http.put(f"/logbook/{entry.id}", json=encode(entry))


def refused(desk: Desk, entry: Entry) -> str:
    """Why it is refused."""
    answer = put(desk, entry)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["key"])


def of_today(desk: Desk) -> list[dict[str, Any]]:
    day = (desk.room.clock() + timedelta(hours=7)).date().isoformat()
    answer = desk.http.get("/logbook", params={"day": day})
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


def test_both_sign_and_it_is_read_later_in_order(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    entry, first = given(siti), note(siti)
    signed = receipt(agus, entry, "c-1")
    for desk, one in ((siti, first), (siti, entry), (agus, signed)):
        answer = put(desk, one)
        assert answer.status_code == 200, answer.text
    found = of_today(agus)
    assert {one["entry"]["id"] for one in found} == {first.id, entry.id, signed.id}
    assert [one["entry"]["at"] for one in found] == sorted(one["entry"]["at"] for one in found)
    assert all(one["carrier"]["id"] == one["entry"]["by"]["id"] for one in found)


def test_an_entry_is_kept_once_however_often_it_comes(room: Room) -> None:
    siti = room.desk("siti")
    entry = given(siti)
    first, again = put(siti, entry), put(siti, entry)
    assert (again.status_code, again.content) == (200, first.content)
    assert len(of_today(siti)) == 1
    assert refused(siti, replace(entry, at=entry.at - timedelta(hours=1))) == "id_reused"


def test_a_signature_that_another_brings_says_so(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    entry = given(siti)
    answer = put(agus, entry)
    assert answer.status_code == 200
    assert (answer.json()["carrier"]["id"], answer.json()["entry"]["by"]["id"]) == ("agus", "siti")


def test_what_makes_no_receipt(room: Room) -> None:
    siti, agus, budi = room.desk("siti"), room.desk("agus"), room.desk("budi")
    entry = given(siti)
    assert refused(agus, receipt(agus, entry, "c-1")) == "log_no_handover"
    put(siti, entry)
    assert refused(siti, receipt(siti, entry, "c-1")) == "log_same_person"
    assert refused(agus, receipt(agus, entry)) == "log_not_opened"
    other = given(siti)
    wrong = receipt(agus, other, "c-1")
    assert wrong.receipt is not None
    assert refused(agus, replace(wrong, receipt=replace(wrong.receipt, handover=entry.id))) in (
        "log_other_handover",
    )
    assert put(agus, receipt(agus, entry, "c-1")).status_code == 200
    assert refused(budi, receipt(budi, entry, "c-1")) == "log_taken_over"


def test_a_receipt_of_the_next_day_stands_with_its_handover(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    day = (room.clock() + timedelta(hours=7)).date().isoformat()
    entry = given(siti)
    put(siti, entry)
    room.clock.ahead = timedelta(days=1)
    later = room.desk("agus")
    signed = receipt(later, entry, "c-1")
    assert put(later, signed).status_code == 200
    found = room.desk("budi").http.get("/logbook", params={"day": day}).json()["entries"]
    assert [one["entry"]["id"] for one in found] == [entry.id, signed.id]
    assert agus.actor == signed.by


@pytest.mark.parametrize("login", ["dewi", "hana", "walikota", "admin", "laksa"])
def test_who_does_not_sign_does_not_read_either(room: Room, login: str) -> None:
    desk = room.desk(login)
    assert put(desk, note(room.desk("siti"))).status_code == 403
    assert desk.http.get("/logbook", params={"day": "2026-11-26"}).status_code == 403


def test_what_is_not_well_formed_is_named(room: Room) -> None:
    siti = room.desk("siti")
    entry = note(siti)
    answer = siti.http.put("/logbook/other", json=encode(entry))
    assert (answer.status_code, answer.json()["place"]) == (400, "id")
    for day in ("", "kemarin", "2026-02-30"):
        answer = siti.http.get("/logbook", params={"day": day})
        assert (answer.status_code, answer.json()["place"]) == (400, "day")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"note": "Hubungi 081298765432"}, "personal_data"),
        ({"note": ""}, "log_empty"),
        ({"note": "x" * 2001}, "text_too_long"),
    ],
)
def test_what_the_log_refuses(room: Room, change: dict[str, Any], key: str) -> None:
    siti = room.desk("siti")
    assert refused(siti, replace(note(siti), **change)) == key
    assert of_today(siti) == []


def test_nobody_signs_as_somebody_who_is_not_there_or_tomorrow(room: Room) -> None:
    siti = room.desk("siti")
    entry = note(siti)
    for by in (replace(siti.actor, id="nobody"), replace(siti.actor, name="Budi")):
        assert refused(siti, replace(entry, by=by)) == "log_unknown_signer"
    assert refused(siti, replace(entry, at=entry.at + timedelta(hours=1))) == "log_from_tomorrow"


def test_a_handover_of_the_real_city_fits(room: Room) -> None:
    """As large as a night of rain may make it: 3,000 cases named."""
    siti = room.desk("siti")
    city, _ = open_city(room.settings.city)
    entry = given(siti)
    assert entry.handover is not None
    made = handover(Ledger({}), entry.handover.turn, entry.at, city)
    lines = tuple(replace(CRITICAL, case=str(uuid.uuid4())) for _ in range(3000))
    large = replace(entry, handover=replace(made, lines=lines))
    assert put(siti, large).status_code == 200
