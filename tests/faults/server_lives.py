"""Points in the life of a server itself: its first start, its next one, its end, and an import."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db import cases, journal
from tests.faults.server_audit import Audit
from tests.faults.server_disk import Mode
from tests.faults.server_points import Tally
from tests.faults.server_scenarios import Closing, post, receive, settled
from tests.faults.server_site import PATIENCE, FaultSite, Told, wait_for_end
from tests.server.importer import MAPPING, as_csv, row

ROWS = 40
_AHEAD = 31 * 86400.0


class Lives:
    """Points at which a process of the server begins, ends, or does its one job."""

    def __init__(self, folder: Path) -> None:
        self.site = FaultSite(folder)
        self.tally = Tally()
        self._folder = folder
        self._fresh = 0
        self._template = folder / "template.db"
        self._tokens: dict[str, str] = {}
        self._sent: list[dict[str, Any]] = []
        self._calls = 0

    def _move(self) -> None:
        self._fresh += 1
        self.site.move(f"city-{self._fresh}")

    def _judged(self, where: str, wrong: list[str]) -> None:
        self.tally.wrong += [f"{where}: {one}" for one in wrong]

    def _serves(self, where: str) -> None:
        """It starts without a human, in time, and takes a command."""
        took = self.site.start()
        assert took is not None, f"{where}: does not start\n{self.site.log.read_text('utf-8')}"
        self._judged(where, self.tally.started(took))

    def calls_of(self, life: Callable[[int, Mode], bool]) -> int:
        """How many calls alter the disk in this stretch of a life."""
        life(1 << 40, Mode.KILL)
        return self._calls

    def _done(self, name: str) -> bool:
        hit = self.site.disk.rest()
        self._calls = hit.count
        self.tally.points[name] += bool(hit.fired)
        self.tally.calls[hit.call] += 1
        return bool(hit.fired)

    # --- the stretches --------------------------------------------------------------------------

    def first_start(self, at: int, mode: Mode) -> bool:
        """Die while the tables are made; the next start finishes them."""
        self._move()
        self.site.disk.arm(mode, at)
        self.site.start()
        fired = self._done("first start")
        self.site.kill()
        self._serves(f"first start {mode.name} {at}")
        self._judged(f"first start {at}", self.site.read(Audit().look))
        self._gone()
        return fired

    def next_start(self, at: int, mode: Mode) -> bool:
        """Die while a killed server starts again over what it left."""
        self._worked()
        self.site.kill()
        self.site.disk.arm(mode, at)
        self.site.start()
        fired = self._done("next start")
        return self._kept(f"next start {mode.name} {at}", fired)

    def end(self, at: int, mode: Mode) -> bool:
        """Die while the server ends as it was asked to."""
        self._worked()
        self.site.look_away()
        self.site.disk.arm(mode, at)
        self.site.stop()
        fired = self._done("end")
        return self._kept(f"end {mode.name} {at}", fired)

    def closing(self, at: int, mode: Mode) -> bool:
        """Die while a server starts 30 days later and the watch closes a case."""
        self._worked()
        scenario = Closing(self.site)
        scenario.prepare()
        self.site.kill()
        with self._later():
            self.site.disk.arm(mode, at)
            if self.site.start() is not None:
                self._until(lambda: self.site.disk.fired or self._closed(scenario))
            fired = self._done("closing")
            self.site.kill()
            self._serves(f"closing {mode.name} {at}")
            self._until(lambda: not scenario.check())
            entries = self.site.read(lambda conn: journal.of_case(conn, scenario.case))
            closes = sum(entry.author == "system" for entry in entries)
            self._judged(f"closing {at}", [] if closes == 1 else [f"closed {closes} times"])
        return self._kept(f"closing {mode.name} {at}", fired)

    def importing(self, at: int, mode: Mode) -> bool:
        """Die while a file is imported; importing it again takes every row once."""
        self._move()
        asked = self._file()
        self._serves("before an import")
        self.site.look_away()
        self.site.disk.arm(mode, at)
        wait_for_end(self.site.fork("import", *asked))
        fired = self._done("importing")
        wait_for_end(self.site.fork("import", *asked))
        kept = self.site.read(lambda conn: sum(t.cases for t in cases.counts(conn).values()))
        where = f"importing {mode.name} {at}"
        self._judged(where, [] if kept == ROWS else [f"{kept} cases of {ROWS} rows"])
        return self._kept(where, fired)

    # --- parts of them --------------------------------------------------------------------------

    def _worked(self) -> None:
        """A server that took some commands."""
        self._move()
        if not self._tokens:
            self.site.found()
            self._tokens = self.site.tokens
            shutil.copy(self.site.path, self._template)
        shutil.copy(self._template, self.site.path)
        self._serves("before")
        self._sent = [receive() for _ in range(5)]
        settled(self.site, "siti", *self._sent)

    def _file(self) -> list[str]:
        mapping, file = self._folder / "map.toml", self._folder / "old.csv"
        mapping.write_text(MAPPING, "utf-8")
        file.write_text(as_csv(row(No=str(n)) for n in range(ROWS)), "utf-8")
        return [str(file), "--mapping", str(mapping)]

    def _kept(self, where: str, fired: bool) -> bool:
        """Everything answered is there, and told again as it was."""
        self.site.kill()
        self._serves(where)
        if self._sent:
            told = post(self.site, "siti", *self._sent)
            self._judged(where, [] if _all_accepted(told) else [f"now answered {told}"])
        # What was imported was decided elsewhere, long ago.
        audit = Audit(decided=bool(self._sent))
        self._judged(where, self.site.read(audit.look))
        self._gone()
        return fired

    @contextmanager
    def _later(self) -> Iterator[None]:
        self.site.ahead, self.site.every = _AHEAD, 0.05
        yield
        self.site.ahead, self.site.every = 0.0, 30.0

    def _closed(self, scenario: Closing) -> bool:
        """Looked at and looked away again, for the server may be killed next."""
        closed = not scenario.check()
        self.site.look_away()
        return closed

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.02)

    def _gone(self) -> None:
        """End it and remove its files."""
        self.site.kill()
        self._sent = []
        for path in self.site.folder.glob(f"city-{self._fresh}.db*"):
            path.unlink()

    def close(self) -> None:
        """End everything."""
        self.site.close()


def _all_accepted(told: Told) -> bool:
    return told.good and all(one["outcome"] == "accepted" for one in told.body["outcomes"])
