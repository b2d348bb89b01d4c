"""Two processes on one PostgreSQL tell a late clock up its ladder once, whoever is killed."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest
from sqlalchemy import func, select

from db import journal, tables
from db.domain import commands as verb
from db.rows import change_of
from db.store import Store
from tests.server.late_process import await_ready, begin, set_ahead
from tests.server.room import Room, forward

CASES = 12
PATIENCE = 60.0


class Town:
    """Cases that their agency has not accepted, and the processes that watch their clocks."""

    def __init__(self, database: str, folder: Path, pack: Path) -> None:
        self._database, self._folder, self._pack = database, folder, pack
        room = Room(database, folder / "room", pack)
        siti = room.desk("siti")
        self.cases = [room.received(siti) for _ in range(CASES)]
        for case in self.cases:
            assert siti.do(case, forward("dlh"), 0)["outcome"] == "accepted"
        self.store: Store = room.store()
        room.stop()
        self._ahead = folder / "ahead"
        self._late = timedelta(0)
        self.pass_time(0)
        self._begun: list[subprocess.Popen[bytes]] = []

    def begin(self, count: int = 1) -> subprocess.Popen[bytes]:
        """So many more processes; the first of them."""
        log = self._folder / "log"
        named = [self._folder / str(len(self._begun) + n) for n in range(count)]
        new = [begin(self._database, data, self._pack, self._ahead, log) for data in named]
        for process in new:
            await_ready(process, log)
        self._begun += new
        return new[0]

    def pass_time(self, minutes: int) -> None:
        """For every process at once."""
        self._late += timedelta(minutes=minutes)
        set_ahead(self._ahead, self._late)

    def steps(self) -> list[tuple[str, int]]:
        """Every step that stands in the journal: of which case, and which."""
        with self.store.read() as conn:
            changes = [change_of(entry.body) for entry in journal.after(conn, 0, 10_000)]
        return [
            (change.case, change.act.step)
            for change in changes
            if isinstance(change.act, verb.Escalate)
        ]

    def wait_for(self, count: int) -> None:
        """Until so many steps were taken."""
        end = time.monotonic() + PATIENCE
        while len(self.steps()) < count:
            assert time.monotonic() < end, (len(self.steps()), (self._folder / "log").read_text())
            time.sleep(0.01)

    def end(self) -> None:
        """Everybody goes, when what they are at is done."""
        for process in self._begun:
            if process.poll() is None:
                process.send_signal(SIGTERM)
                process.wait(PATIENCE)
            assert process.stdout is not None
            process.stdout.close()


@pytest.fixture
def town(postgres: Callable[[], str], tmp_path: Path, pack: Path) -> Iterator[Town]:
    """Nobody watches yet."""
    made = Town(postgres(), tmp_path, pack)
    yield made
    made.end()
    made.store.close()


def test_each_step_is_taken_once_also_when_a_process_is_killed_between(town: Town) -> None:
    doomed = town.begin(2)
    town.pass_time(61)
    town.wait_for(2)
    doomed.send_signal(SIGKILL)  # in the midst of it: each transaction takes two of the twelve
    doomed.wait(PATIENCE)
    town.wait_for(CASES)
    town.begin()
    for step in (2, 3):
        town.pass_time(13)
        town.wait_for(step * CASES)
    town.pass_time(120)
    town.end()
    steps = town.steps()
    assert Counter(steps) == {(case, step): 1 for case in town.cases for step in (1, 2, 3)}
    with town.store.read() as conn:
        assert journal.verify(conn) is None
        seq = journal.head(conn).seq
        assert conn.execute(select(func.count()).select_from(tables.decisions)).scalar() == seq
