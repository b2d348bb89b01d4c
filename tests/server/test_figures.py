"""Figures over HTTP: they add up, follow the journal, and tell nobody of what they may not see."""

from __future__ import annotations

import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from db import trails
from db.domain import commands as verb
from db.domain.case import Place
from server.__main__ import main
from tests.server.room import Desk, Room

PATIENCE = 60.0
AREA = "36.71.01.1001"
"""A kelurahan of Kota Tangerang."""


def today(room: Room) -> str:
    """The local day of Tangerang."""

    return room.clock().astimezone(ZoneInfo("Asia/Jakarta")).date().isoformat()


def asked(desk: Desk, path: str, **query: str) -> dict[str, Any]:
    """An answer of figures that has seen everything there is."""
    day = today(desk.room)
    query = {"from": day, "to": day, **query}
    head = int(desk.http.get("/hello").headers["liveroom-head"].split("/")[1])
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = desk.http.get(path, params=query)
        if answer.status_code == 200 and answer.json()["seq"] >= head:
            found: dict[str, Any] = answer.json()
            return found
        assert answer.status_code in (200, 503), answer.text
        time.sleep(0.05)
    raise AssertionError(f"no figures within {PATIENCE:.0f} s")


def arrivals(desk: Desk, **query: str) -> list[list[Any]]:
    rows: list[list[Any]] = asked(desk, "/figures/arrivals", **query)["rows"]
    return rows


def test_arrivals_by_day_category_and_area(room: Room) -> None:
    siti, day = room.desk("siti"), today(room)
    assert arrivals(siti) == []
    room.received(siti, category="sampah")
    room.received(siti, category="sampah")
    other = room.received(siti)
    assert arrivals(siti) == [[day, "", "", 1], [day, "sampah", "", 2]]
    siti.do(other, verb.Forward(("dlh",), "sampah", "complaint"), 0)
    assert arrivals(siti) == [[day, "sampah", "", 3]]
    assert arrivals(siti, parts="channel") == [["phone", 3]]
    assert arrivals(siti, channel="laksa") == []
    assert arrivals(siti, opd="dlh", parts="class") == [["complaint", 1]]
    assert arrivals(room.desk("dewi"), parts="category") == [["sampah", 1]]
    assert arrivals(room.desk("eko")) == []


def test_secret_cases_count_for_who_may_see_them_alone(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    case = room.received(siti, category="sampah")
    room.received(siti, category="sampah", secret=True)
    assert arrivals(siti, parts="category") == [["sampah", 1]]
    assert arrivals(budi, parts="category") == [["sampah", 2]]
    siti.do(case, verb.Edit("secret", "no", "yes"))
    assert arrivals(siti) == arrivals(room.desk("walikota")) == []
    assert arrivals(budi, parts="category") == [["sampah", 2]]


def test_figures_are_the_same_after_a_restart_and_when_checked(room: Room) -> None:
    siti = room.desk("siti")
    cases = [room.received(siti) for _ in range(4)]
    siti.do(cases[0], verb.Merge(cases[1]))
    before = arrivals(siti)
    room.stop()
    arguments = ["--database", room.settings.database, "--data", str(room.settings.data)]
    assert main(["figures", "check", *arguments]) == 0
    store = room.store()
    with store.write() as conn:
        trails.forget(conn)
    store.close()
    assert main(["figures", "check", *arguments]) == 1
    assert main(["figures", "rebuild", *arguments]) == 0
    assert main(["figures", "check", *arguments]) == 0
    room.start()
    assert arrivals(room.desk("siti")) == before


def test_the_doctor_holds_figures_against_the_journal(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    siti = room.desk("siti")
    cases = [room.received(siti) for _ in range(3)]
    arrivals(siti)
    room.stop()

    def doctor() -> str:
        place = ["--database", room.settings.database, "--data", str(room.settings.data)]
        main(["doctor", "--verify", *place])
        told = capsys.readouterr().out
        return told[told.index(" figures ") - 5 :]

    def write(*statements: str) -> None:
        store = room.store()
        with store.write() as conn:
            for statement in statements:
                conn.execute(text(statement))
        store.close()

    assert doctor().startswith("OK    figures     the trails of 3 cases, up to change 3 of 3")
    write(f"UPDATE trails SET seq = seq + 1 WHERE \"case\" = '{cases[1]}'")
    torn = doctor()
    assert torn.startswith("FAIL  figures")
    assert f"case {cases[1]}: its trail is not what its changes make of it" in torn
    assert "liveroom-server figures rebuild" in torn
    place = ["--database", room.settings.database, "--data", str(room.settings.data)]
    assert main(["figures", "rebuild", *place]) == 0
    capsys.readouterr()
    assert doctor().startswith("OK    figures")
    write("UPDATE trails_reached SET seq = 9")
    assert "count changes that the journal does not have" in doctor()
    write("UPDATE trails_reached SET \"after\" = ''")
    assert doctor().startswith("WARN  figures     they are still being made")
    write("DELETE FROM trails_reached", "DELETE FROM trails")
    assert doctor().startswith("OK    figures     none are kept yet")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"from": "kemarin"}, "from"),
        ({"to": "2020-01-01"}, "to"),
        ({"from": "1999-01-01"}, "from"),
        ({"parts": "weather"}, "parts"),
        ({"officer": "agus"}, "by"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(
    room: Room, query: dict[str, str], place: str
) -> None:
    siti, day = room.desk("siti"), today(room)
    asked(siti, "/figures/arrivals")
    answer = siti.http.get("/figures/arrivals", params={"from": day, "to": day, **query})
    assert (answer.status_code, answer.json()["place"]) == (400, place)


def test_days_of_another_age_have_no_figures(room: Room) -> None:
    siti = room.desk("siti")
    asked(siti, "/figures")
    for day in ("0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"):
        answer = siti.http.get("/figures", params={"from": day, "to": day})
        assert (answer.status_code, answer.json()["place"]) == (400, "from")
    assert siti.http.get("/figures", params={"from": "2199-12-31", "to": "2199-12-31"}).is_success


def test_a_channel_gets_no_figures(room: Room) -> None:
    assert room.desk("laksa").http.get("/figures/arrivals").status_code == 403


def test_a_period_and_the_cases_behind_its_numbers(room: Room) -> None:
    siti, dewi = room.desk("siti"), room.desk("dewi")
    case = room.received(siti, category="sampah")
    other = room.received(siti)
    siti.do(case, verb.Forward(("dlh",), "sampah", "complaint"), 0)
    assert dewi.do(case, verb.Accept("Dewi"), 1)["outcome"] == "accepted"
    found = asked(siti, "/figures", by="opd")
    whole = found["sum"]
    assert (whole["received"], whole["red"], whole["yellow"]) == (2, 1, 1)
    assert (whole["sent"], found["accept"]["n"], found["forward"]["of"]) == (1, 1, 2)
    (dlh,) = found["groups"]
    assert (dlh["key"], dlh["received"], dlh["yellow"], dlh["accept"]["n"]) == ("dlh", 1, 1, 1)
    assert found["days"]["open"] == [2]
    listed = asked(siti, "/figures/cases")
    assert (listed["cases"], listed["total"]) == ([case, other], 2)
    assert asked(siti, "/figures/cases", colour="yellow")["cases"] == [case]
    assert asked(siti, "/figures/cases", what="open", category="sampah")["cases"] == [case]
    assert asked(siti, "/figures/cases", what="finished")["cases"] == []


@pytest.mark.parametrize("by", ["category", "area", "opd", "channel", "class", "shift", "officer"])
def test_every_group_leads_to_its_own_cases(room: Room, by: str) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    known = room.received(siti, category="sampah", place=Place("Jl. Jeruk", area=AREA))
    siti.do(known, verb.Forward(("dlh",), "sampah", "complaint"), 0)
    room.received(siti)
    room.received(siti)
    groups = asked(budi, "/figures", by=by)["groups"]
    assert groups
    for group in groups:
        listed = asked(budi, "/figures/cases", **{by: group["key"]})
        assert (group["key"], listed["total"]) == (group["key"], group["received"])


def test_officers_by_name_are_for_who_sees_everything(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    case = room.received(siti)
    siti.do(case, verb.Forward(("dlh",), "sampah", "complaint"), 0)
    assert [one["key"] for one in asked(budi, "/figures", by="officer")["groups"]] == ["siti"]
    day = today(room)
    refused = siti.http.get("/figures", params={"from": day, "to": day, "by": "officer"})
    assert refused.status_code == 400
