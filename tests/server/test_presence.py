"""Who is on which case: told live to those who may see the case, and forgotten by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from db import journal
from db.domain import commands as verb
from server.presence import FORGOTTEN, Attending, Presence, desk_id
from tests.server.room import Desk, Room, forward


def present(pages: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """The next word about who is where."""
    told: list[dict[str, Any]] = next(page for page in pages if "presence" in page)["presence"]
    return told


def on(desk: Desk, case: str | None, mode: str = "view") -> int:
    """Say where a desk is; the status of the answer."""
    return desk.http.put("/presence", json={"case": case, "mode": mode}).status_code


def test_desks_see_each_other_on_a_case(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    case, other = room.received(siti), room.received(siti)
    with agus.following() as pages:
        next(pages)
        assert on(siti, case) == 204
        (first,) = present(pages)
        assert first.pop("since").endswith("Z")
        assert first == {
            "case": case,
            "person": "siti",
            "name": "Siti",
            "desk": "meja 1",
            "mode": "view",
            "role": "officer",
            "opd": "",
        }
        on(siti, case)  # said again: nothing is new
        on(siti, case, "edit")
        assert [one["mode"] for one in present(pages)] == ["edit"]
        on(siti, other)
        assert [one["case"] for one in present(pages)] == [other]
        on(siti, None)
        assert present(pages) == []
    store = room.store()
    with store.read() as conn:
        assert journal.head(conn).seq == 2
    store.close()


def test_nobody_hears_of_a_case_out_of_sight(room: Room) -> None:
    siti, budi, dewi = room.desk("siti"), room.desk("budi"), room.desk("dewi")
    secret, ours = room.received(siti), room.received(siti)
    budi.do(secret, verb.Edit("secret", "no", "yes"))
    siti.do(ours, forward("dlh"), 0)
    assert on(siti, secret) == 404
    assert on(dewi, secret) == 404
    assert on(siti, "no-such-case") == 404
    with budi.following() as all, dewi.following() as theirs, siti.following() as city:
        for pages in (all, theirs, city):
            next(pages)
        on(budi, secret)
        assert [one["case"] for one in present(all)] == [secret]
        other = room.desk("hana")
        on(other, ours)
        assert {one["case"] for one in present(all)} == {secret, ours}
        assert [one["case"] for one in present(theirs)] == [ours]
        assert [one["case"] for one in present(city)] == [ours]


def test_who_sits_at_a_desk_is_here_without_a_case_until_they_leave(room: Room) -> None:
    siti, agus, dewi = room.desk("siti"), room.desk("agus"), room.desk("dewi")
    with agus.following() as pages:
        next(pages)
        on(siti, None, "here")
        (siti_here,) = present(pages)
        assert (siti_here["case"], siti_here["person"], siti_here["mode"]) == ("", "siti", "here")
        on(dewi, None, "here")
        here = {one["person"]: (one["role"], one["opd"]) for one in present(pages)}
        assert here == {"siti": ("officer", ""), "dewi": ("opd_operator", "dlh")}
        with dewi.following() as theirs:
            assert [one["person"] for one in present(theirs)] == ["dewi"]
        on(siti, None)
        assert [one["person"] for one in present(pages)] == ["dewi"]


def test_a_heartbeat_says_who_is_there_though_nothing_moved(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.streams.HEARTBEAT", 0.3)
    siti, agus = room.desk("siti"), room.desk("agus")
    case = room.received(siti)
    on(siti, case)
    with agus.following() as pages:
        for _ in range(3):
            assert [one["case"] for one in present(pages) or [{"case": case}]] == [case]


@pytest.mark.parametrize("body", ['{"case": 1}', '{"case": null, "mode": "asleep"}', "[]", "{"])
def test_what_is_no_presence_is_turned_down(room: Room, body: str) -> None:
    answer = room.desk("siti").http.put("/presence", content=body)
    assert (answer.status_code, answer.json()["type"]) == (400, "liveroom:bad-wire")


def attending(desk: str, case: str, **more: Any) -> Attending:
    """Somebody at a desk."""
    fields = {
        "person": "siti", "name": "Siti", "desk": "meja 1", "mode": "view",
        "since": "2026-11-22T06:00:00.000Z", "secret": False, "opds": (), **more,
    }  # fmt: skip
    return Attending(desk_id(desk), case, **fields)


def test_who_says_nothing_more_is_forgotten_and_who_does_is_not() -> None:
    now = 0.0
    presence = Presence(lambda: now)
    presence.attend(attending("a", "case-1"))
    presence.attend(attending("b", "case-2"))
    assert presence.tick()[0]
    now = FORGOTTEN - 1
    presence.attend(attending("b", "case-2", since="2026-11-22T07:00:00.000Z"))
    assert not presence.tick()[0]
    now = FORGOTTEN + 1
    assert presence.tick()[0]
    assert "case-1" not in presence.beside("city")
    # It has been there since it came, however often it says so.
    assert '"since":"2026-11-22T06:00:00.000Z"' in presence.beside("city")


def test_processes_tell_each_other_in_letters_of_bounded_length() -> None:
    here, there = Presence(), Presence()
    for n in range(100):
        here.attend(attending(f"desk {n}", f"case-{n}", name="N" * 100, opds=("dlh",)))
    _, letters = here.tick()
    assert len(letters) > 1
    assert max(map(len, letters)) <= 7500
    for letter in letters:
        here.heard(letter)  # PostgreSQL sends a process its own notices too
        there.heard(letter)
    there.tick()
    assert there.beside("opd:dlh") == here.beside("opd:dlh")
    assert here.tick() == (False, [])
