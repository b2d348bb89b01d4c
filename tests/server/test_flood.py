"""Flood mode: begins and ends by itself, folds what is one problem once, and nothing else."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from db.domain import commands as verb
from db.domain.flood import stop_id
from db.domain.logbook import Entry
from db.domain.states import Role, State
from db.domain.wire import encode
from tests.server.rain import HERE, PATIENCE, TEXT, Rain, held, merged, wait
from tests.server.room import Desk, Room


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks all the time."""
    monkeypatch.setattr("server.flood.EVERY", 0.02)


@pytest.fixture
def rain(room: Room) -> Rain:
    return Rain(room)


def flood(desk: Desk, so: Callable[[dict[str, Any] | None], bool]) -> dict[str, Any] | None:
    """What the lines of the stream say of a flood, once it is so."""
    with desk.following(int(desk.page()["head"])) as pages:
        for page in pages:
            told: dict[str, Any] | None = page.get("flood")
            if so(told):
                return told
    raise AssertionError("the stream has ended")


def counted(room: Room, arrivals: int) -> None:
    """Wait until flood mode has looked at a minute with so many reports before it."""
    end = time.monotonic() + PATIENCE
    while f"liveroom_arrivals {arrivals}.0\n" not in httpx.get(f"{room.url}/metrics").text:
        assert time.monotonic() < end, "it does not look"
        time.sleep(0.02)


def folds(desk: Desk) -> list[dict[str, Any]]:
    return [b for b in desk.bodies() if b["by"]["role"] == "system" and b["act"]["verb"] == "merge"]


def test_what_comes_too_fast_and_is_alike_becomes_one_case(room: Room, rain: Rain) -> None:
    siti = room.desk("siti")
    first, *others = rain.begin()
    found = wait(room, [first, *others], lambda found: merged(found) == 11)
    assert {case.master for case in found[1:]} == {first}
    assert len(found[0].reports) == 12
    told = flood(siti, lambda told: told is not None and told["cases"] == 1)
    assert told is not None
    assert (told["reports"], told["cases"], told["officers"]) == (12, 1, 1)
    assert told["folding"] is True
    late = rain.fall(2)
    wait(room, late, lambda found: merged(found) == 2)
    metrics = httpx.get(f"{room.url}/metrics").text
    assert "liveroom_flood 1.0" in metrics
    assert "liveroom_flood_reports 14.0" in metrics
    assert len(folds(siti)) == 13


def test_ten_in_ten_minutes_are_no_flood_for_one_officer_nor_twenty_for_two(
    room: Room, rain: Rain
) -> None:
    siti = room.desk("siti")
    made = rain.fall(10)
    room.clock.ahead += timedelta(minutes=3)
    agus = room.desk("agus")
    made += rain.fall(10)
    room.clock.ahead += timedelta(seconds=70)
    counted(room, 20)
    made += rain.fall()  # so that the stream says something
    assert flood(siti, lambda told: True) is None
    assert merged(held(room, made)) == 0
    assert folds(agus) == []


def test_a_flood_is_over_when_few_come(room: Room, rain: Rain) -> None:
    rain.begin()
    assert flood(room.desk("siti"), lambda told: told is not None)
    room.clock.ahead += timedelta(minutes=11)
    siti = room.desk("siti")
    assert flood(siti, lambda told: told is None) is None
    made = rain.fall(3)
    room.clock.ahead += timedelta(seconds=70)
    counted(room, 3)
    assert merged(held(room, made)) == 0


def test_what_a_person_must_read_is_never_folded(room: Room, rain: Rain) -> None:
    siti = room.desk("siti")
    first = rain.begin()[0]
    wait(room, [first], lambda found: len(found[0].reports) == 12)
    taken = room.received(
        siti, TEXT, category="banjir", place=HERE
    )  # an officer has spoken to them
    apart = [
        taken,
        *rain.fall(report_class="emergency"),
        *rain.fall(text=TEXT + ", ada lansia, mohon perahu karet"),
        *rain.fall(category="jalan-rusak"),
        *rain.fall(category=None, text="Tolong kami min"),
        *rain.fall(place={"text": "Gg. Kenanga"}),
        *rain.fall(text=TEXT.replace("RT 03", "RT 07"), place=encode(replace(HERE, text=""))),
        *rain.fall(place=encode(replace(HERE, lat=-6.1750))),
    ]
    like = rain.fall()
    wait(room, like, lambda found: merged(found) == 1)  # the last one that came
    assert merged(held(room, apart)) == 0


def test_a_case_that_somebody_has_open_is_theirs(room: Room, rain: Rain) -> None:
    siti = room.desk("siti")
    made = rain.fall(12)
    held_open, noted = made[4], made[5]
    assert siti.http.put("/presence", json={"case": held_open}).status_code == 204
    assert siti.do(noted, verb.Note("sudah ditelepon"))["outcome"] == "accepted"
    room.clock.ahead += timedelta(seconds=70)
    wait(room, made, lambda found: merged(found) == 9)
    found = held(room, [held_open, noted])
    assert [case.state for case in found] == [State.RECEIVED] * 2


def test_who_unfolds_is_not_argued_with_and_gets_back_what_was(room: Room, rain: Rain) -> None:
    siti = room.desk("siti")
    made = rain.begin()
    wait(room, made, lambda found: merged(found) == 11)
    assert siti.do(made[3], verb.Unmerge("lain"))["outcome"] == "accepted"
    late = rain.fall()
    wait(room, late, lambda found: merged(found) == 1)
    back, master = held(room, [made[3], made[0]])
    assert back.state is State.RECEIVED
    assert (back.master, back.acts) == (None, ())
    assert made[3] not in {report.case for report in master.reports}


def test_a_restart_in_the_midst_folds_on_and_nothing_twice(room: Room, rain: Rain) -> None:
    made = rain.begin()
    wait(room, made, lambda found: merged(found) == 11)
    before = flood(room.desk("siti"), lambda told: told is not None)
    room.stop()
    room.start()
    siti = room.desk("siti")
    late = rain.fall(3)
    wait(room, late, lambda found: merged(found) == 3)
    after = flood(siti, lambda told: told is not None)
    assert before is not None
    assert after is not None
    assert after["since"] == before["since"]
    made_by = folds(siti)
    assert len(made_by) == 14
    assert len({body["id"] for body in made_by}) == len({b["case"] for b in made_by}) == 14


def test_a_clock_that_is_put_back_ends_no_watch(room: Room, rain: Rain) -> None:
    siti = room.desk("siti")
    room.clock.ahead += timedelta(days=2)
    rain.fall()
    room.clock.ahead += timedelta(seconds=70)
    counted(room, 1)
    room.clock.ahead = timedelta(0)
    made = rain.begin()
    wait(room, made, lambda found: merged(found) == 11)
    assert flood(siti, lambda told: told is not None)


def line(desk: Desk, since: str) -> Entry:
    """A supervisor's line in the shift log: this flood is not to be folded."""
    id = stop_id(datetime.fromisoformat(since))
    return Entry(id, desk.room.clock(), desk.actor, note="Pelipatan otomatis dihentikan")


def sign(carrier: Desk, entry: Entry) -> httpx.Response:
    return carrier.http.put(f"/logbook/{entry.id}", json=encode(entry))


def test_a_supervisor_and_nobody_else_ends_folding_for_this_flood(room: Room, rain: Rain) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    made = rain.fall(22)  # two are on duty
    room.clock.ahead += timedelta(seconds=70)
    wait(room, made, lambda found: merged(found) == 21)
    told = flood(siti, lambda told: told is not None)
    assert told is not None
    forged = replace(siti.actor, role=Role.SUPERVISOR)  # whatever a desk claims
    mine = line(siti, told["since"])
    for entry in (mine, replace(mine, by=forged), line(budi, told["since"])):
        no = sign(siti, entry)
        assert (no.status_code, no.json()["key"]) == (409, "log_stop_not_yours")
    late = rain.fall(2)
    wait(room, late, lambda found: merged(found) == 2)

    # Nor have they taken the line from her who may write it; writing it twice is writing it once.
    written = [sign(budi, line(budi, told["since"])) for _ in range(2)]
    assert [answer.status_code for answer in written] == [200, 200]
    assert written[0].json() == written[1].json()
    flood(siti, lambda told: told is not None and told["folding"] is False)
    last = rain.fall(2)
    flood(siti, lambda told: told is not None and told["reports"] == len(made) + 4)
    assert merged(held(room, last)) == 0


@contextmanager
def another(room: Room, data: Path) -> Iterator[Room]:
    """A second server on the same database, its clock the same."""
    second = object.__new__(Room)
    second.clock, second._desks = room.clock, []
    second.settings = replace(room.settings, data=data)
    second.start()
    yield second
    second.stop()


def test_two_servers_fold_each_report_once(room: Room, rain: Rain, tmp_path: Path) -> None:
    if room.settings.database.startswith("sqlite"):
        pytest.skip("an SQLite file has one server")
    with another(room, tmp_path / "second") as second:
        siti = room.desk("siti")
        made = rain.begin()
        other = Rain(second)
        other.count = 1000
        made += [id for _ in range(6) for id in (*rain.fall(), *other.fall())]
        wait(room, made, lambda found: merged(found) == len(made) - 1)
        told = flood(siti, lambda told: told is not None and told["cases"] == 1)
        same = flood(second.desk("siti"), lambda told: told is not None and told["cases"] == 1)
        assert told is not None
        assert same is not None
        assert told["since"] == same["since"]
        assert len(folds(siti)) == len(made) - 1
