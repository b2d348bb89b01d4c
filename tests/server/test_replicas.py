"""Whoever follows the feed holds, at every head, exactly what the server would show them."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import cases, feed
from db.domain import commands as verb
from db.domain.case import Case
from db.domain.commands import Verb
from db.domain.wire import decode
from db.store import Kind, Store
from server.city import open_city
from tests.server.room import Desk, Room, forward

LOGINS = ("siti", "walikota", "budi", "dewi", "eko")
STEPS = 160


def wishes(dice: random.Random, desk: Desk, case: Case, other: str) -> Iterator[Verb]:
    """What somebody may try with a case; much of it is refused, as in life."""
    opds = dice.sample(["dlh", "dpupr", "dishub"], dice.choice([1, 1, 2]))
    last = case.acts[-1].change if case.acts else "nothing"
    secret = "yes" if case.secret else "no"
    yield forward(*opds)
    yield verb.Reassign(tuple(opds), "salah alamat")
    yield verb.Accept("Tim", opds[0])
    yield verb.Bounce("bukan kami", opd=opds[0])
    yield verb.Start(opd=opds[0])
    yield verb.Finish("beres", ("a" * 64,), opd=opds[0])
    yield verb.Validate(opd=opds[0])
    yield verb.Edit("secret", secret, "no" if case.secret else "yes")
    yield verb.Merge(other)
    yield verb.Unmerge()
    yield verb.Undo(last)
    yield verb.Note("catatan")
    yield verb.Object("belum beres")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_scope_follows_to_the_same_cases_that_its_snapshot_holds(
    room: Room, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    desks = {login: room.desk(login) for login in LOGINS}
    ids = [
        room.received(desks["siti"], category=dice.choice([None, "sampah", "pungli"]))
        for _ in range(6)
    ]
    kinds = set()
    for _ in range(STEPS):
        # Mostly those who may; so that many of the wishes come true.
        desk = desks[dice.choice(["budi", "budi", "budi", "siti", "dewi", "eko"])]
        case = room.case(dice.choice(ids))
        act = dice.choice(list(wishes(dice, desk, case, dice.choice(ids))))
        if desk.do(case.id, act, case.assignment_no)["outcome"] == "accepted":
            kinds.add(type(act).__name__)
    assert kinds >= {"Forward", "Edit", "Merge", "Undo", "Note"}
    for login in LOGINS:
        follow_and_compare(desks[login], tmp_path / login, room)
    kept = {id: room.case(id) for id in ids}
    for case in kept.values():
        assert case.master is None or case.secret is kept[case.master].secret


def follow_and_compare(desk: Desk, folder: Path, room: Room) -> None:
    """Bring an empty cache up to the head in small pages and hold it against the snapshot."""
    city, _ = open_city(room.settings.city)
    store = Store.open(folder / "cache.db", Kind.CACHE)
    opening, *lines = desk.http.get("/snapshot").text.splitlines()
    truth: dict[str, Any] = json.loads(opening)
    with store.write() as conn:
        feed.start(conn, epoch=room.epoch, scope=truth["scope"])
    seq = 0
    while seq < truth["seq"]:
        # Not past the snapshot: deliveries go on changing cases meanwhile.
        page = desk.pull(seq, limit=min(7, truth["seq"] - seq)).json()
        with store.write() as conn:
            seq = feed.apply_page(conn, page, city).cursor.seq
    with store.read() as conn:
        held = {case: cases.one(conn, case) for case in ids_in(conn)}
        digest = cases.cache_digest(conn)
    store.close()
    shown = [json.loads(line)["case"] for line in lines if line.startswith('{"case"')]
    assert held == {case["id"]: decode(Case, case) for case in shown}
    assert digest == truth["digest"]


def ids_in(conn: Any) -> list[str]:
    """Ids of all cases a cache holds."""
    return [json.loads(doc)["id"] for doc in cases.snapshot_rows(conn)]
