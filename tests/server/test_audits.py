"""Audits: the server's sums over what a scope sees, against every case counted anew."""

from __future__ import annotations

import random
from typing import Any

import pytest

from db import cases, sums
from db.domain import commands as verb
from db.domain.commands import Verb
from db.store import Store
from tests.server.room import Desk, Room, forward

SCOPES = {
    "siti": "city",
    "budi": "city+secret",
    "dewi": "opd:dlh",
    "eko": "opd:dpupr",
}


def wild(room: Room, dice: random.Random, rounds: int) -> None:
    """A history that moves cases in and out of every scope, merges them and takes it back."""
    siti, budi = room.desk("siti"), room.desk("budi")
    known = [room.received(siti) for _ in range(4)]
    done: dict[str, str] = {}
    for n in range(rounds):
        case, other = dice.sample(known, 2)
        at = dice.randrange(4)
        opds = dice.choice((("dlh",), ("dpupr",), ("dlh", "dpupr")))
        acts: list[Verb] = [
            verb.Note(f"catatan {n}"),
            forward(*opds),
            verb.Reassign(opds, "salah alamat"),
            verb.Edit("secret", *dice.choice((("no", "yes"), ("yes", "no")))),
            verb.Merge(other),
            verb.Undo(done.get(case, "none")),
            verb.Bounce("bukan kami", opd=opds[0]),
        ]
        desk = dice.choice((siti, budi))
        outcome = desk.do(case, dice.choice(acts), at)
        if outcome["outcome"] == "accepted":
            done[case] = outcome["id"]
        if n % 10 == 0:
            known.append(room.received(siti))


def counted(store: Store, scope: str) -> dict[str, Any]:
    """What an audit must say, from the rows themselves."""
    with store.read() as conn:
        count, digest = cases.digest_of(conn, scope)
    return {"cases": count, "digest": digest}


def test_after_any_history_the_audit_is_what_a_full_count_gives(room: Room) -> None:
    dice = random.Random(11)
    store = room.store()
    desks: dict[str, Desk] = {}
    for restart in (False, False, True):
        wild(room, dice, 60)
        if restart:
            room.stop()
            room.start()
        desks = {login: room.desk(login) for login in SCOPES}
        for login, scope in SCOPES.items():
            page = desks[login].page(0, limit=5000, audit=1)
            audit = page["audit"]
            assert audit.pop("seq") == page["to"] == page["head"]
            assert audit == counted(store, scope)
    with store.read() as conn:
        held = {sight: one for sight, one in sums.read(conn).items() if one.cases}
        assert held == sums.recomputed(conn)
        assert len(held) > 3
    assert (
        len({desk.page(0, limit=5000, audit=1)["audit"]["digest"] for desk in desks.values()}) == 4
    )
    store.close()


def test_a_snapshot_and_an_audit_at_one_change_agree(room: Room) -> None:
    wild(room, random.Random(5), 30)
    for login in SCOPES:
        desk = room.desk(login)
        page = desk.page(0, limit=5000, audit=1)
        opening = desk.http.get("/snapshot", params={"at_least": page["to"]}).text.splitlines()[0]
        assert f'"digest": "{page["audit"]["digest"]}"' in opening


def test_a_stream_is_sent_an_audit_at_once_and_then_now_and_then(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.audits.CHANGES", 10)
    siti, agus = room.desk("siti"), room.desk("agus")
    case = room.received(siti)
    told = []
    with agus.following() as pages:
        told.append(next(page for page in pages if "audit" in page))
        siti.send(*(siti.command(case, verb.Note(f"catatan {n}")) for n in range(25)))
        told.append(next(page for page in pages if "audit" in page))
    assert [page["audit"]["seq"] for page in told] == [page["to"] for page in told] == [1, 26]
    # Whoever comes by later stops at the same place, and can compare too.
    siti.do(case, verb.Note("lebih jauh"))
    page = room.desk("dewi").page(0)
    assert (page["to"], page["audit"]["seq"], page["audit"]["cases"]) == (26, 26, 0)
    assert siti.page(26)["to"] == 27


def test_an_audit_that_is_due_comes_though_nothing_happens(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.audits.EVERY", 0.0)
    agus = room.desk("agus")
    with agus.following() as pages:
        told = [next(page for page in pages if "audit" in page)["audit"] for _ in range(3)]
    assert told == [{"seq": 0, "cases": 0, "digest": "0" * 16}] * 3
