"""The city's clock: what nobody objects to is closed, once, at its time."""

from datetime import timedelta
from typing import Any

import pytest

from db.domain import commands as verb
from tests.server.room import Desk, Room, forward


def resolved(room: Room, siti: Desk, dewi: Desk) -> str:
    """A case whose work is done and validated."""
    case = room.received(siti)
    steps: list[tuple[Desk, Any]] = [
        (siti, forward("dlh")),
        (dewi, verb.Accept("Dewi")),
        (dewi, verb.Finish("Sudah diangkut", ("a" * 64,))),
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
        closed = next(page for page in pages if page["changes"])
    body = closed["changes"][0]["body"]
    assert (body["case"], body["act"], body["by"]["role"]) == (case, {"verb": "close"}, "system")
    assert later.page()["head"] == head + 1
