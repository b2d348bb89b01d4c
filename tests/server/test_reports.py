"""What channels bring, and who reported: kept apart, shown for a reason, written down."""

import json
from typing import Any

import pytest

from db import identities
from server.writing import Writer
from tests.server.room import CITY, Desk, Room

PLANTED = {
    "name": "Udin Penyok",
    "phone": "081298765432",
    "email": "udin@contoh.id",
    "nik": "3671012345678901",
}


def report(**more: Any) -> dict[str, Any]:
    """A report as a channel brings it."""
    return {
        "city": CITY,
        "channel": "laksa",
        "source_id": "LK-1",
        "text": "Lampu mati. Hubungi 081298765432, NIK 3671012345678901",
        "place": {"text": "Jl. Merdeka 5"},
        "reporter": PLANTED,
        **more,
    }


def bring(desk: Desk, **more: Any) -> dict[str, Any]:
    """The answer to a report that was taken in."""
    answer = desk.http.post("/reports", json=report(**more))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_report_opens_a_case_once_however_often_it_comes(room: Room) -> None:
    laksa = room.desk("laksa")
    first = laksa.http.post("/reports", json=report())
    assert first.status_code == 201
    assert set(first.json()) == {"case", "number", "report", "seq"}
    again = laksa.http.post("/reports", json=report(text="lain"))
    assert (again.status_code, again.content) == (200, first.content)
    assert room.desk("siti").page()["head"] == 1
    assert bring(laksa, source_id="LK-2")["number"] == "TNG-26-000002"


def test_a_point_gets_its_kelurahan_marked_as_a_guess(room: Room) -> None:
    case = bring(room.desk("laksa"), place={"lat": -6.171883, "lng": 106.631721})["case"]

    (received,) = room.desk("siti").bodies()

    assert received["case"] == case
    place = received["act"]["place"]
    assert (place["area"], place["approximate"]) == ("36.71.01.1001", True)


def test_the_key_of_a_report_may_stand_in_a_header(room: Room) -> None:
    laksa = room.desk("laksa")
    headers = {"Idempotency-Key": "k-1"}
    body = report(source_id="")
    first = laksa.http.post("/reports", json=body, headers=headers)
    assert first.status_code == 201
    assert laksa.http.post("/reports", json=body, headers=headers).content == first.content
    answer = laksa.http.post("/reports", json=body)
    assert (answer.status_code, answer.json()["place"]) == (400, "source_id")


@pytest.mark.parametrize(
    ("more", "status", "key"),
    [
        ({"city": "boston"}, 409, "wrong_city"),
        ({"channel": "112"}, 403, "not_allowed"),
        ({"category": "naga"}, 409, "unknown_category"),
        ({"report_class": "naga"}, 409, "unknown_class"),
        ({"text": "  "}, 409, "text_missing"),
        ({"place": {"lat": 1.0}}, 409, "half_a_point"),
        ({"place": {"area": "999"}}, 409, "unknown_area"),
    ],
)
def test_what_the_rules_refuse_can_be_mended_and_sent_again(
    room: Room, more: dict[str, Any], status: int, key: str
) -> None:
    laksa = room.desk("laksa")
    answer = laksa.http.post("/reports", json=report(**more))
    assert (answer.status_code, answer.json()["key"]) == (status, key)
    bring(laksa)


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"text": "a\0"}, "text"),
        ({"text": 5}, "text"),
        ({"at": "kemarin"}, "at"),
        ({"place": {"lat": "utara"}}, "place.lat"),
        ({"media": "foto"}, "media"),
        ({"media": ["x"] * 51}, "media"),
        ({"reporter": {"name": "x" * 301}}, "reporter.name"),
        ({"source_id": "x" * 201}, "source_id"),
    ],
)
def test_what_is_malformed_names_its_place(room: Room, more: dict[str, Any], place: str) -> None:
    answer = room.desk("laksa").http.post("/reports", json=report(**more))
    assert (answer.status_code, answer.json()["place"]) == (400, place)


def test_a_look_is_audited_first_and_tells_everything(room: Room) -> None:
    told, siti = bring(room.desk("laksa")), room.desk("siti")
    path = f"/reports/{told['report']}/identity/look"
    for reason in ("", "  ", "x" * 301):
        assert siti.http.post(path, json={"reason": reason}).json()["place"] == "reason"
    answer = siti.http.post(path, json={"reason": "menelepon balik"})
    assert answer.json() == {**PLANTED, "original_text": report()["text"]}
    assert answer.headers["Cache-Control"] == "no-store"
    assert siti.http.post("/reports/unknown/identity/look", json={"reason": "?"}).status_code == 404
    store = room.store()
    with store.read() as conn:
        looks = [(look.who, look.report, look.reason) for look in identities.looks(conn)]
    store.close()
    assert looks == [("siti", "unknown", "?"), ("siti", told["report"], "menelepon balik")]


def test_what_was_masked_in_the_place_is_kept_too(room: Room) -> None:
    where = "Depan rumah Bu Sari, 081298765432"
    told = bring(room.desk("laksa"), text="Lampu mati", place={"text": where})
    siti = room.desk("siti")

    (received,) = siti.bodies()
    path, reason = f"/reports/{told['report']}/identity/look", {"reason": "mencari rumah"}
    original = siti.http.post(path, json=reason).json()["original_text"]

    assert "081298765432" not in received["act"]["place"]["text"]
    assert original == f"Lampu mati\n\n{where}"


def test_who_reported_a_secret_case_is_not_for_officers(room: Room) -> None:
    told = bring(room.desk("laksa"), category="pungli")
    path, reason = f"/reports/{told['report']}/identity/look", {"reason": "ingin tahu"}
    assert room.desk("siti").http.post(path, json=reason).status_code == 404
    assert room.desk("budi").http.post(path, json=reason).json()["name"] == PLANTED["name"]


def test_an_officer_writes_down_who_called(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti, "Pohon tumbang")
    report = siti.bodies()[0]["act"]["report"]
    path = f"/reports/{report}/identity"
    assert siti.http.put(path, json={"case": case, **PLANTED}).status_code == 204
    looked = siti.http.post(f"{path}/look", json={"reason": "kabar"}).json()
    assert looked == {**PLANTED, "original_text": ""}
    other = room.received(siti)
    for wrong in ({"case": other}, {"case": "none"}):
        assert siti.http.put(path, json=wrong).status_code == 404
    assert siti.http.put(path, json={"name": "tanpa kasus"}).json()["place"] == "case"


def test_no_identity_is_in_feed_snapshot_or_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    laksa, siti, budi = room.desk("laksa"), room.desk("siti"), room.desk("budi")
    told = bring(laksa, anonymous=True)
    bring(laksa, source_id="LK-2", category="pungli")
    siti.http.post(f"/reports/{told['report']}/identity/look", json={"reason": "menelepon"})
    laksa.http.post("/reports", json=report(source_id="LK-3", text="081298765432", category="x"))
    seen = [desk.pull().text + desk.http.get("/snapshot").text for desk in (siti, budi)]
    seen += [caplog.text, json.dumps([str(vars(record)) for record in caplog.records])]
    for planted in PLANTED.values():
        assert [planted in text for text in seen] == [False] * 4


def test_a_report_that_is_too_large_stops_nobody_else(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    laksa = room.desk("laksa")
    bring(laksa, source_id="1")
    groups: list[int] = []
    commit = Writer._commit

    def counted(writer: Writer, group: list[Any], seen: Any) -> Any:
        # The server itself writes, too, whenever it wants.
        reports = [job for job in group if job.work.__module__ == "server.intake"]
        groups.extend([len(reports)] if reports else [])
        return commit(writer, group, seen)

    monkeypatch.setattr(Writer, "_commit", counted)
    bring(laksa, source_id="9")
    assert groups == [1]
    groups.clear()
    large = report(source_id="2", media=["x" * 20_000] * 50)
    answer = laksa.http.post("/reports", json=large)
    assert (answer.status_code, answer.json()["type"]) == (400, "liveroom:bad-wire")
    assert groups == []
