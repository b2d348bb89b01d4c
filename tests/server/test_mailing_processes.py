"""Whoever is killed at whatever step: each report reaches each recipient, once but for one step."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGTERM
from zoneinfo import ZoneInfo

import pytest

from db import journal, mailings
from db.domain.deliveries import JobState
from db.domain.mailings import Recipient, Terms
from db.store import Kind, Store
from server.mailing import keeping
from server.mailing.sends import MAKING, SENDING
from tests.server.late_process import set_ahead
from tests.server.mail_process import STEPS
from tests.server.mailed import received, tell_mail_server, until
from tests.server.receivers import Mailbox, mail_server
from tests.server.room import CITY

ZONE = ZoneInfo("Asia/Jakarta")
TO = tuple(f"pejabat{n}@kota.test" for n in range(6))
LEASE = MAKING + SENDING
PATIENCE = 90.0


@dataclass
class Town:
    """A database with one schedule whose report is due, and the processes that mail."""

    database: str
    folder: Path
    pack: Path
    box: Mailbox
    store: Store
    ahead: timedelta = timedelta(0)
    begun: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def schedule(self) -> None:
        """Daily at seven for all; yesterday's report is due when the next process starts."""
        now = datetime.now(UTC)
        terms = Terms("daily", ("csv",), "07:00", tuple(map(Recipient, TO)))
        with self.store.write() as conn:
            journal.begin(conn, CITY)
            keeping.put(conn, "a", terms, "Budi", ZONE, now)
        self.pass_time(timedelta(days=1))

    def pass_time(self, by: timedelta) -> None:
        """For every process at once."""
        self.ahead += by
        set_ahead(self.folder / "ahead", self.ahead)

    def begin(self, step: str = "") -> subprocess.Popen[bytes]:
        """A process that dies at this step."""
        data = self.folder / str(len(self.begun))
        tell_mail_server(data, self.box.port)
        given = [self.database, str(data), str(self.pack), str(self.folder / "ahead"), step]
        with (self.folder / "log").open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.server.mail_process", *given],
                stdout=subprocess.PIPE,
                stderr=out,
            )
        self.begun.append(process)
        return process

    def delivered(self) -> bool:
        """Whether everybody is known to have it."""
        with self.store.read() as conn:
            found = mailings.newest(conn, 100)
        return [one.state for one in found] == [JobState.DELIVERED] * len(TO)

    def end(self) -> None:
        """Everybody goes, when what they are at is done."""
        for process in self.begun:
            if process.poll() is None:
                process.send_signal(SIGTERM)
                process.wait(PATIENCE)
            assert process.stdout is not None
            process.stdout.close()


@pytest.fixture
def towns(tmp_path: Path, pack: Path) -> Iterator[Callable[[str], Town]]:
    """Makes one on a database."""
    made: list[Town] = []
    with mail_server() as box:

        def one(database: str) -> Town:
            made.append(Town(database, tmp_path, pack, box, Store.open(database, Kind.SERVER)))
            made[-1].schedule()
            return made[-1]

        yield one
        for town in made:
            town.end()
            town.store.close()


@pytest.mark.parametrize("step", STEPS)
def test_a_server_killed_at_any_step_is_followed_by_one_that_finishes(
    step: str, tmp_path: Path, towns: Callable[[str], Town]
) -> None:
    town = towns(f"sqlite:///{tmp_path / 'one.db'}")
    killed = town.begin(step)
    assert killed.wait(PATIENCE) == -9, (town.folder / "log").read_text()
    town.pass_time(LEASE)  # so that what it had in hand is nobody's
    town.begin()
    until(town.delivered, PATIENCE)
    town.end()
    got = received(town.box)
    twice = {to: ids for to, ids in got.items() if len(ids) > 1}
    assert set(got) == set(TO)
    assert all(len(set(ids)) == 1 for ids in got.values())
    # Taken by the mail server, and nobody left to write it down: the one step that repeats itself.
    assert len(twice) == (1 if step == "accepted" else 0)


def test_two_servers_on_one_database_send_each_once_though_one_is_killed(
    postgres: Callable[[], str], towns: Callable[[str], Town]
) -> None:
    town = towns(postgres())
    _, doomed = town.begin(), town.begin("claimed")
    until(lambda: town.delivered() or doomed.poll() is not None, PATIENCE)
    town.pass_time(LEASE)
    until(town.delivered, PATIENCE)
    town.end()
    assert {to: len(ids) for to, ids in received(town.box).items()} == dict.fromkeys(TO, 1)
