"""Who asks for the past sees what they saw then, and nothing that is hidden from them now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.domain import commands as verb
from tests.server.room import Desk, Room, forward


def ids(told: dict[str, Any]) -> set[str]:
    at = told["fields"].index("id")
    return {row[at] for row in told["cases"]}


def states(told: dict[str, Any]) -> dict[str, str]:
    at, state = told["fields"].index("id"), told["fields"].index("state")
    return {row[at]: row[state] for row in told["cases"]}


def board(desk: Desk, at: datetime) -> dict[str, Any]:
    answer = desk.http.get("/past", params={"at": stamp(at)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def steps(desk: Desk, since: int, until: datetime) -> dict[str, Any]:
    query = {"epoch": desk.room.epoch, "since": str(since), "until": stamp(until)}
    answer = desk.http.get("/past/steps", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def later(room: Room, minutes: float) -> datetime:
    """The room's clock goes on by so much; the instant then."""
    room.clock.ahead += timedelta(minutes=minutes)
    then = room.clock()
    room.clock.ahead += timedelta(seconds=1)  # what comes next is not of the same moment
    return then


def test_the_board_as_it_was_and_how_it_went_on(room: Room) -> None:
    siti = room.desk("siti")
    empty = room.clock()
    later(room, 1)
    case = room.received(siti)
    came = later(room, 1)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    sent = later(room, 1)
    assert siti.do(case, verb.Note("dicatat"))["outcome"] == "accepted"
    assert board(siti, empty)["cases"] == []
    told = board(siti, came)
    assert states(told) == {case: "received"}
    assert states(board(siti, sent)) == {case: "forwarded"}
    went = steps(siti, told["seq"], sent)
    assert [states(told | {"cases": step["cases"]}) for step in went["steps"]] == [
        {case: "forwarded"}
    ]
    assert (went["to"], went["more"]) == (told["seq"] + 1, False)


def test_what_is_secret_now_is_hidden_in_the_past(room: Room) -> None:
    siti, budi, mayor = room.desk("siti"), room.desk("budi"), room.desk("walikota")
    case, other = room.received(siti), room.received(siti)
    before = later(room, 1)
    assert ids(board(siti, before)) == ids(board(mayor, before)) == {case, other}
    assert budi.do(case, verb.Edit("secret", "no", "yes"), 0)["outcome"] == "accepted"
    after = later(room, 1)
    for desk in (siti, mayor):
        assert ids(board(desk, before)) == {other}
        assert case not in str(steps(desk, 0, after))
    assert ids(board(budi, before)) == ids(board(budi, after)) == {case, other}


def test_what_was_secret_then_is_not_shown_as_it_was_then(room: Room) -> None:
    siti, budi = room.desk("siti"), room.desk("budi")
    case = room.received(siti, secret=True)
    hidden = later(room, 1)
    assert budi.do(case, verb.Edit("secret", "yes", "no"), 0)["outcome"] == "accepted"
    shown = later(room, 1)
    assert ids(board(siti, hidden)) == set()
    assert ids(board(siti, shown)) == {case}
    first, second = steps(siti, 0, shown)["steps"]
    assert (first["cases"], first["gone"]) == ([], [case])
    assert ids({"fields": board(siti, shown)["fields"], "cases": second["cases"]}) == {case}


def test_an_agency_has_the_board_it_had(room: Room) -> None:
    siti, dewi, eko, hana = (room.desk(login) for login in ("siti", "dewi", "eko", "hana"))
    case = room.received(siti)
    nobodys = later(room, 1)
    assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
    theirs = later(room, 1)
    for desk in (dewi, hana):
        assert ids(board(desk, nobodys)) == set()
        assert ids(board(desk, theirs)) == {case}
    assert ids(board(eko, theirs)) == set()
    assert siti.do(case, verb.Reassign(("dpupr",), "jalan"), 1)["outcome"] == "accepted"
    moved = later(room, 1)
    assert ids(board(dewi, theirs)) == set()  # they may not see it any more
    assert ids(board(eko, theirs)) == set()  # they did not have it yet
    assert ids(board(eko, moved)) == {case}


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("besok", "must be an instant"),
        ("2026-11-26T10:00:00", "time zone"),
        (stamp(datetime(2999, 1, 1, tzinfo=UTC)), "has not come yet"),
        ("9999-12-31T23:59:59-23:59", "has not come yet"),
        ("0001-01-01T00:00:00Z", "our age"),
        ("0001-01-01T00:00:00+07:00", "our age"),
    ],
)
def test_an_instant_that_is_none(room: Room, at: str, why: str) -> None:
    siti = room.desk("siti")
    steps = {"epoch": "0" * 32, "since": "0", "until": at}
    for path, query in (("/past", {"at": at}), ("/past/steps", steps)):
        answer = siti.http.get(path, params=query)
        assert answer.status_code == 400
        assert why in answer.json()["detail"]


def test_another_history_has_no_steps_here(room: Room) -> None:
    query = {"epoch": "0" * 32, "since": "0", "until": stamp(room.clock())}
    answer = room.desk("siti").http.get("/past/steps", params=query)
    assert answer.status_code == 410


def test_channels_have_no_board(room: Room) -> None:
    answer = room.desk("laksa").http.get("/past", params={"at": stamp(room.clock())})
    assert answer.status_code == 403
