"""An old backup of the database is put back while desks work: nothing that was accepted is lost."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.network_desk import Desk
from tests.faults.network_town import Town
from tests.journeys.processes import DeskFailed, until


def path_of(town: Town) -> Path:
    """The database file."""
    return Path(town.site.database.removeprefix("sqlite:///"))


def backed_up(town: Town, name: str) -> Path:
    """A copy of this moment, made while the server runs."""
    copy = path_of(town).with_name(name)
    with sqlite3.connect(path_of(town)) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    return copy


def restored(town: Town, copy: Path) -> None:
    """The power fails, somebody puts the backup in place, and the server starts."""
    town.site.kill()
    database = path_of(town)
    for tail in ("-wal", "-shm"):
        Path(f"{database}{tail}").unlink(missing_ok=True)
    database.write_bytes(copy.read_bytes())
    town.site.start()


def worked(desk: Desk, cases: list[str], text: str) -> list[str]:
    """A note on each case and a forward of the first; the ids that are stored."""
    ids = [desk.ask("note", case=case, text=text)["id"] for case in cases]
    with suppress(DeskFailed):  # it has been forwarded before
        ids.append(desk.ask("forward", case=cases[0], opd="dlh")["id"])
    return ids


def test_restored_twice_while_desks_work(town: Town, full: bool) -> None:
    one, two = town.seat("siti"), town.seat("agus")
    cases = [town.channel.post(f"Sampah di titik {n}") for n in range(6)]
    town.settled(one, two)
    ids = worked(one, cases[:3], "sebelum cadangan") + worked(two, cases[3:], "sebelum cadangan")
    town.settled(one, two)
    first = backed_up(town, "first.db")
    for round in range(4 if full else 2):
        text = f"sesudah cadangan {round}"
        ids += worked(one, cases[:3], text) + worked(two, cases[3:], text)
        town.settled(one, two)
        epoch = town.site.epoch()
        restored(town, first)  # twice in a row: of the same old backup
        ids += worked(one, cases[:2], "sementara itu")
        begun = time.monotonic()
        until(lambda epoch=epoch: town.site.epoch() != epoch, "a new epoch", 60)  # type: ignore[misc]
        until(lambda ids=ids: len(town.site.decided(ids)) == len(ids), "all decided again", 60)  # type: ignore[misc]
        town.settled(one, two)
        took = time.monotonic() - begun
        written = [entry.id for entry in town.site.entries()]
        assert [id for id in ids if written.count(id) != 1] == []
        print(f"\nround {round}: {len(ids)} commands there {took:.1f} s after the restore")
    for desk in (one, two):
        assert any(told["key"] == "history_broken" for told in desk.ask("notices"))
