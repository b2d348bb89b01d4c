"""A history that was lost is noticed, ends its epoch, and nobody can end one by a mere claim."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from db import journal
from db.domain import commands as verb
from db.domain.commands import Command
from tests.server.backup import put_back, taken
from tests.server.room import Desk, Room

LOST = pytest.mark.expects_log("history lost|new epoch|cursor beyond head")


def epoch_of(room: Room) -> str:
    """The epoch the server tells now."""
    return str(httpx.get(f"{room.url}/hello").json()["epoch"])


def until_epoch(room: Room, before: str) -> str:
    """The next epoch, which the server finds the need of by itself."""
    end = time.monotonic() + 60
    while (epoch := epoch_of(room)) == before:
        assert time.monotonic() < end, "no new epoch was begun"
        time.sleep(0.05)
    room.epoch = epoch
    return epoch


def noted(desk: Desk, case: str, count: int) -> list[Command]:
    """So many notes, sent and accepted."""
    notes = [desk.command(case, verb.Note(f"catatan {n}")) for n in range(count)]
    desk.send(*notes)
    return notes


def lost(room: Room) -> tuple[Desk, list[Command], dict[str, Any]]:
    """A server whose database went back from change 6 to change 3; the lost notes; the last page.

    The desk saw all of it.
    """
    siti = room.desk("siti")
    case = room.received(siti)
    noted(siti, case, 2)
    store = room.store()
    backup = taken(store)
    later = noted(siti, case, 3)
    page = siti.page(3)
    put_back(store, backup)
    store.close()
    return siti, later, page


@LOST
def test_a_running_server_notices_that_its_database_went_back(room: Room) -> None:
    before = room.epoch
    siti, later, _ = lost(room)
    until_epoch(room, before)
    assert siti.pull(6, epoch=before).status_code == 410
    # What the desk still holds is decided anew, under the same ids.
    assert [one["seq"] for one in siti.send(*later)] == [4, 5, 6]
    assert len(siti.bodies()) == 6


@LOST
def test_a_commit_after_a_restore_never_goes_on_in_the_old_history(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*anything: object) -> None:
        return None

    monkeypatch.setattr("server.app.look_often", never)
    room.stop()
    room.start()
    before = room.epoch
    siti, later, _ = lost(room)
    assert siti.send(later[0])[0]["seq"] == 4
    assert epoch_of(room) != before
    room.epoch = epoch_of(room)
    assert len(siti.bodies()) == 4


@LOST
def test_a_server_that_starts_knows_how_far_it_was(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    store = room.store()
    backup = taken(store)
    noted(siti, case, 3)
    before = room.epoch
    room.stop()
    put_back(store, backup)
    store.close()
    room.start()
    assert room.epoch != before


@LOST
def test_the_same_backup_put_back_twice_begins_another_history_each_time(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    store = room.store()
    backup, epochs = taken(store), [room.epoch]
    for _ in range(2):
        siti = room.desk("siti")
        noted(siti, case, 3)
        room.stop()
        put_back(store, backup)
        room.start()
        epochs.append(room.epoch)
    store.close()
    assert len(set(epochs)) == 3


@LOST
def test_a_restore_of_everything_is_found_out_by_a_desk_that_shows_our_seal(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    store = room.store()
    backup = taken(store)
    mark = room.settings.data / "mark.json"
    kept = journal.Mark(room.epoch, 0, "")
    noted(siti, case, 3)
    page = siti.page(1)
    before = room.epoch
    room.stop()
    put_back(store, backup)
    store.close()
    mark.unlink()
    room.start()
    assert (room.epoch, kept.epoch) == (before, before)
    again = room.desk("siti")
    answer = again.pull(4, chain=page["chain"], seal=page["seal"])
    assert (answer.status_code, answer.json()["key"]) == (410, "take_snapshot")
    assert epoch_of(room) != before


@pytest.mark.expects_log("cursor beyond head")
def test_nobody_ends_a_history_by_a_claim(room: Room) -> None:
    siti = room.desk("siti")
    room.received(siti)
    page = siti.page()
    claims: list[dict[str, str]] = [
        {},
        {"seal": "0" * 32},
        {"seal": page["seal"]},
        {"seal": page["seal"], "chain": page["chain"]},
        {"seal": "é" * 40, "chain": page["chain"]},
    ]
    for claim in claims:
        answer = siti.pull(9, **claim)
        assert (answer.status_code, answer.json()["key"]) == (410, "take_snapshot")
    room.stop()
    before = room.epoch
    room.start()
    assert room.epoch == before


@pytest.mark.expects_log("cursor beyond head")
def test_every_desk_is_shown_that_a_cursor_was_beyond_the_head(room: Room) -> None:
    siti, agus = room.desk("siti"), room.desk("agus")
    with agus.following() as pages:
        assert "trouble" not in next(pages)
        siti.pull(9)
        told = next(page for page in pages if "trouble" in page)
        assert told["trouble"] == ["history_doubted"]


@LOST
def test_a_backup_of_an_ended_epoch_ends_it_again_while_the_server_runs(room: Room) -> None:
    siti = room.desk("siti")
    case = room.received(siti)
    store = room.store()
    backup = taken(store)
    ended = {room.epoch}
    for _ in range(3):
        noted(siti, case, 2)
        put_back(store, backup)
        before = room.epoch
        assert until_epoch(room, before) not in ended
        ended.add(room.epoch)
        assert siti.do(case, verb.Note("lagi"))["outcome"] == "accepted"
        assert siti.page(0)["to"] == 2
    store.close()
