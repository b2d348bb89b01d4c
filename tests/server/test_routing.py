"""What the server learns from its journal, who is told, and that it is the same everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from signal import SIGTERM
from typing import Any

import pytest

import resources
from db.domain import commands as verb
from db.domain.routing import Learned, clues_of, rank
from db.domain.wire import decode
from tests.server.program import Served, environment
from tests.server.room import CITY, Desk, Room

PATIENCE = 60.0


def routing(desk: Desk) -> tuple[str, Learned]:
    """What a desk is told now."""
    answer = desk.http.get("/routing")
    while answer.status_code == 204:  # it has just begun
        time.sleep(0.05)
        answer = desk.http.get("/routing")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert answer.headers["etag"] == f'"{told["version"]}"'
    return told["version"], decode(Learned, told["routing"])


def learned(desk: Desk, true: Callable[[Learned], bool]) -> tuple[str, Learned]:
    """What a desk is told once this is true of it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        version, model = routing(desk)
        if true(model):
            return version, model
        time.sleep(0.05)
    raise AssertionError(f"not learned within {PATIENCE:.0f} s: {model.whole}")


def forwarded(room: Room, desk: Desk, text: str, opd: str, **more: Any) -> str:
    case = room.received(desk, text, **more)
    outcome = desk.do(case, verb.Forward((opd,), "sampah", "complaint"), 0)
    assert outcome["outcome"] == "accepted", outcome
    return case


LETTERS = "abcdefghijklmnopqrst"


def some_cases(room: Room, desk: Desk, opd: str = "dlh", count: int = 3) -> list[str]:
    return [
        forwarded(room, desk, f"Sampah pasar {'abcdefghijklmnopqrst'[n]}", opd)
        for n in range(count)
    ]


def test_it_learns_what_officers_decide(room: Room) -> None:
    siti = room.desk("siti")
    _, before = routing(siti)
    assert before == Learned()
    some_cases(room, siti)
    _, model = learned(siti, lambda model: model.whole.cases == 3)
    assert model.whole.kept == {"dlh": 3}
    tally = model.clues["word:pasar"]
    assert (tally.cases, tally.kept, tally.back) == (3, {"dlh": 3}, {})
    assert rank(clues_of("sampah pasar", "sampah"), model, {}) == ("dlh",)


def test_a_bounce_and_its_undo_are_learned(room: Room) -> None:
    siti = room.desk("siti")
    first, *_ = some_cases(room, siti)
    learned(siti, lambda model: model.whole.cases == 3)
    bounce = siti.command(first, verb.Bounce("bukan kami"), 1)
    assert siti.send(bounce)[0]["outcome"] == "accepted"
    _, model = learned(siti, lambda model: model.whole.back == {"dlh": 1})
    assert model.whole.kept == {"dlh": 2}
    assert siti.do(first, verb.Undo(bounce.id))["outcome"] == "accepted"
    learned(siti, lambda model: model.whole.kept == {"dlh": 3} and not model.whole.back)


def test_after_a_restart_it_knows_the_very_same(room: Room) -> None:
    siti = room.desk("siti")
    cases = some_cases(room, siti, count=5)
    room.desk("dewi").do(cases[0], verb.Bounce("bukan kami"), 1)
    siti.do(cases[0], verb.Forward(("dpupr",), "sampah", "complaint"), 2)
    version, model = learned(
        siti, lambda model: model.whole.back == {"dlh": 1} and "dpupr" in model.whole.kept
    )
    room.stop()
    room.start()
    assert routing(room.desk("siti")) == (version, model)


def test_a_desk_that_has_it_is_told_nothing(room: Room) -> None:
    siti = room.desk("siti")
    version, _ = routing(siti)
    answer = siti.http.get("/routing", headers={"If-None-Match": f'"{version}"'})
    assert (answer.status_code, answer.content) == (304, b"")
    packed = siti.http.get("/routing", headers={"Accept-Encoding": "gzip"})
    plain = siti.http.get("/routing", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


@pytest.mark.parametrize("login", ["dewi", "hana", "walikota", "laksa", "admin"])
def test_only_those_who_forward_are_told(room: Room, login: str) -> None:
    assert room.desk(login).http.get("/routing").status_code == 403


def test_no_word_of_a_secret_case_is_told(room: Room) -> None:
    budi = room.desk("budi")
    for n in range(4):
        forwarded(room, budi, f"Kekerasan rahasia di gang {'abcd'[n]}", "dlh", secret=True)
    open_case = [forwarded(room, budi, "Sampah terbuka", "dlh") for _ in range(4)]
    _, model = learned(budi, lambda model: model.whole.cases == 4)
    assert "word:terbuka" in model.clues
    assert "word:rahasia" not in model.clues
    # One that becomes secret is forgotten.
    assert budi.do(open_case[0], verb.Edit("secret", "no", "yes"))["outcome"] == "accepted"
    _, model = learned(budi, lambda model: model.whole.cases == 3)
    assert model.clues["word:terbuka"].cases == 3


def test_a_word_of_few_cases_is_not_told(room: Room) -> None:
    siti = room.desk("siti")
    some_cases(room, siti)
    for _ in range(2):
        forwarded(room, siti, "Sampah Wulandari", "dlh")
    _, model = learned(siti, lambda model: model.whole.cases == 5)
    assert model.clues["word:sampah"].cases == 5
    assert "word:wulandari" not in model.clues


def test_two_processes_on_one_postgresql_tell_the_same(
    postgres: Callable[[], str], tmp_path: Path
) -> None:
    database = postgres()
    room = Room(database, tmp_path / "room", resources.path("cities", CITY))
    room.stop()
    env = environment(database, tmp_path / "data")
    servers = [Served(env, tmp_path / f"log{n}") for n in range(2)]
    try:
        desks = []
        for served in servers:
            room.url = served.url
            desks.append(room.desk("siti"))
        for desk, opd in zip(desks, ("dlh", "dpupr"), strict=True):
            some_cases(room, desk, opd)
        told = [learned(desk, lambda model: model.whole.cases == 6) for desk in desks]
        assert told[0] == told[1]
        assert told[0][1].whole.kept == {"dlh": 3, "dpupr": 3}
    finally:
        room.leave()
        codes = [served.end(SIGTERM) for served in servers]
    assert codes == [0, 0]
