"""A desk of the version before with this server, and this desk with the server before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import resources
from db import journal
from db.domain import commands as verb
from db.domain.case import SYSTEM
from db.domain.commands import Command
from db.store import Kind, Store
from server.city import open_city
from server.commands import asked_by_system
from server.ledger import Ledger
from tests.faults.network_desk import Desk
from tests.faults.network_versions import OldDesk, OldSite, taken_out
from tests.journeys.processes import Channel, DeskProcess, Site, until
from tests.server.room import CITY, PASSWORD


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree before."""
    found = taken_out(tmp_path_factory.mktemp("before"))
    if found is None:
        pytest.skip("the history of this checkout does not reach back to the version before")
    return found


class OldTown:
    """An old server with two officers and a channel; everything over HTTP and the commands."""

    def __init__(self, folder: Path, tree: Path) -> None:
        self.site = OldSite(folder / "server", tree)
        for login in ("siti", "agus"):
            self.site.add_officer(login)
        self.channel: Channel = self.site.add_channel("laksa")
        self.site.start()
        self.desks: list[DeskProcess] = []

    def seat(self, desk: DeskProcess, login: str) -> None:
        """Sign somebody in."""
        self.desks.append(desk)
        assert desk.ask("enter", server=self.site.url, login=login, password=PASSWORD)
        until(lambda: link(desk) == "live", f"{login} is connected")

    def close(self) -> None:
        """End everything."""
        for desk in self.desks:
            desk.end()
        self.site.stop()


def link(desk: DeskProcess) -> str:
    return str(desk.ask("status")["link"])


def same(one: DeskProcess, two: DeskProcess) -> bool:
    """Whether two boards and cursors are the same, with nothing on the way."""
    keys = ("lane", "state", "owner", "due")
    shown = [{case: [card[key] for key in keys] for case, card in desk.ask("board").items()}
             for desk in (one, two)]  # fmt: skip
    still = not any(desk.ask("status")["waiting"] for desk in (one, two))
    return still and shown[0] == shown[1] and one.ask("cache")["seq"] == two.ask("cache")["seq"]


def at_work(channel: Channel, desk: DeskProcess, other: DeskProcess) -> str:
    """A report comes, one forwards it and writes a note, the other sees it."""
    case = channel.post("Sampah menumpuk")
    for one in (desk, other):
        one.ask("seen", case=case, state="received")
    desk.ask("forward", case=case, opd="dlh")
    desk.ask("note", case=case, text="catatan")
    other.ask("seen", case=case, state="forwarded")
    until(lambda: same(desk, other), "both show the same")
    return case


def offline(site: Site, desk: DeskProcess, case: str, between: Callable[[], None]) -> None:
    """The server goes, the officer works on, the server comes back."""
    site.stop()
    until(lambda: link(desk) == "offline", "the desk knows that it is alone", 60)
    for n in range(3):
        desk.ask("note", case=case, text=f"sendiri {n}")
    assert desk.ask("status")["waiting"] == 3
    between()


def written(site: Site, ids: list[str]) -> list[int]:
    entries = [entry.id for entry in site.entries()]
    return [entries.count(id) for id in ids]


def test_an_old_desk_and_a_new_one_while_the_server_is_renewed(
    tree: Path, tmp_path: Path, full: bool
) -> None:
    if not full:
        pytest.skip("two versions side by side: only with make faults")
    town = OldTown(tmp_path, tree)
    with closing(town):
        old, new = OldDesk(tmp_path / "siti", tree), Desk(tmp_path / "agus")
        town.seat(old, "siti")
        town.seat(new, "agus")
        case = at_work(town.channel, new, old)  # this desk with the server before
        at_work(town.channel, old, new)
        offline(town.site, new, case, town.site.start)
        until(lambda: same(old, new), "the new desk has caught up with the old server", 60)
        offline(town.site, old, case, town.site.renew)
        until(lambda: same(old, new), "both have caught up with the new server", 60)
        case = at_work(town.channel, old, new)  # the desk before with this server
        at_work(town.channel, new, old)
        _unknown_to_the_old(town, old, new, case)


def _unknown_to_the_old(town: OldTown, old: DeskProcess, new: DeskProcess, case: str) -> None:
    """A change of a kind that the old desk has no word for: it stops, its outbox drains."""
    town.site.stop()
    ids = [old.ask("note", case=case, text=f"sebelum {n}")["id"] for n in range(3)]
    say_delivered(town.site, case)
    town.site.start()
    until(lambda: link(old) == "outdated", "the old desk asks for an update", 60)
    assert "Perbarui" in old.ask("status")["pill"]
    until(lambda: written(town.site, ids) == [1, 1, 1], "its outbox has drained", 60)
    ids = [old.ask("note", case=case, text="sesudah")["id"]]
    until(lambda: written(town.site, ids) == [1], "its outbox goes on draining", 60)
    until(lambda: link(new) == "live", "the new desk works on", 60)
    until(lambda: bool(new.ask("cache")["seq"] == town.site.entries()[-1].seq), "to the end")


def say_delivered(site: Site, case: str) -> None:
    """The server's own word that the news of an assignment has arrived."""
    city, _ = open_city(resources.path("cities", CITY))
    now = datetime.now(UTC)
    store = Store.open(site.database, Kind.SERVER)
    with closing(store), store.write() as conn, journal.writing(conn, now) as pen:
        found = pen.case(case)
        assert found is not None
        ledger: Any = Ledger(conn, pen, city, now)
        act = verb.Deliver("dlh", "console", "delivered", found.tasks[-1].forwarded_at)
        asked = asked_by_system(Command("delivered-1", case, act, SYSTEM, now))
        ledger.prepare({asked.command.id}, {case})
        answer = ledger.carry_out(asked.command, asked.digest)
        assert answer.outcome == "accepted", answer
        ledger.finish()
