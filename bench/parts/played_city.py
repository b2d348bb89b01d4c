"""A city of the demo whose hour of rain is played at any pace, and what its journal says of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import cases, journal
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Case
from db.domain.states import Colour, Role, State, colour
from db.rows import change_of
from db.store import Kind, Store
from server.city import open_city
from server.cli.demo import ACCOUNTS, prepare
from server.cli.opening import open_store
from server.demo.accounts import Account, Credentials, let_in, open_accounts
from server.demo.caller import Caller, Unreachable
from server.demo.crew import Crew
from server.demo.dice import Step
from server.demo.living_city import LivingCity
from server.demo.phrases import phrases_for
from server.demo.reports import Arrival
from server.settings import Settings, settings_from

ROOT = Path(__file__).resolve().parents[2]
PEAK = 27 * 60
"""Seconds into the rain at which most reports come."""

_TRIES = 50


class PlayedCity:
    """A server and people of its own, with a past or without. What happens on it is played."""

    def __init__(self, folder: Path, seed: int = 1, *, past: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self.seed = folder, seed
        self.database = folder / "liveroom.db"
        place = {"data": str(folder), "database": str(self.database), "port": "0"}
        settings = settings_from({**place, "host": "127.0.0.1"})
        self.accounts = prepare(settings, seed) if past else _people_alone(settings, seed)
        self.city, _ = open_city(settings.city)
        flags = [f"--{name}={value}" for name, value in place.items()]
        self._log = (folder / "server.log").open("ab")
        self._served = self._started("serve", *flags)
        self._feed: subprocess.Popen[str] | None = None
        assert self._served.stdout is not None
        self.url = self._served.stdout.readline().strip().removeprefix("ready ")
        assert self.url, (folder / "server.log").read_text("utf-8")
        self._caller = Caller(self.url)

    def _started(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "server", *arguments],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip

    def viewer(self) -> Account:
        """The officer whose desk is looked at."""
        return self.accounts.viewer(Role.OFFICER)

    def crew(self) -> Crew:
        """Sends what its people do; for one thread."""
        return Crew(self._caller, self.city, self.accounts)

    def begin_life(self, speed: float) -> None:
        """The demo's officers, agencies and reporters act from now on."""
        told = str(self._folder / ACCOUNTS)
        self._feed = self._started(
            "demo-feed", "--server", self.url, "--credentials", told, "--speed", str(speed)
        )

    def end_life(self) -> None:
        """Nobody acts any more."""
        if self._feed is not None:
            _end(self._feed)
            self._feed = None

    def close(self) -> None:
        """Everything ends."""
        self.end_life()
        self._caller.close()
        _end(self._served)
        self._log.close()

    # --- the rain ---

    def rain(self) -> list[Arrival]:
        """The reports of the hour, in order of time."""
        living = LivingCity(self.city, phrases_for(self.city), self.seed)
        return living.rain(datetime.now(UTC))

    def play(
        self,
        arrivals: list[Arrival],
        after: Callable[[float], float],
        between: Callable[[], None] = lambda: None,
    ) -> None:
        """Bring the reports; `after` makes of seconds into the rain seconds from now."""
        crew = self.crew()
        start, first = time.monotonic(), arrivals[0].at
        for arrival in arrivals:
            into = (arrival.at - first) / timedelta(seconds=1)
            time.sleep(max(0.0, start + after(into) - time.monotonic()))
            self._report(crew, arrival)
            between()

    def _report(self, crew: Crew, arrival: Arrival) -> None:
        """Again where the line was closed meanwhile: the server knows the report by its id."""
        for _ in range(_TRIES):
            try:
                crew.report(arrival)
            except Unreachable:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"{arrival.source_id} was not taken")

    def forward(self, case: str) -> bool:
        """A colleague sends a case to some agency; False where it did not wait for that."""
        store = self.store()
        with store.read() as conn:
            held = cases.one(conn, case)
        store.close()
        if held is None or held.state is not State.RECEIVED:
            return False
        category = self.city.categories[held.category or next(iter(self.city.categories))]
        agency = category.agency or next(iter(self.city.agencies))
        act = verb.Forward((agency,), category.id, held.report_class, "", held.place)
        colleague = next(
            one.login for one in self.accounts.people if one.role == Role.OFFICER and not one.viewer
        )
        return self.crew().carry_out(Step(datetime.now(UTC), colleague, act), held) == "accepted"

    # --- the truth ---

    def store(self) -> Store:
        """The server's own database, behind its back; to be closed."""
        return Store.open(f"sqlite:///{self.database}", Kind.SERVER)

    def rows(self) -> tuple[int, list[str]]:
        """Where the journal stands, and every case an officer may see, as canonical JSON."""
        store = self.store()
        try:
            with store.read() as conn:
                return journal.head(conn).seq, list(cases.snapshot_rows(conn, "city"))
        finally:
            store.close()

    def entries(self) -> list[journal.Entry]:
        """The whole journal."""
        store = self.store()
        try:
            with store.read() as conn:
                return journal.after(conn, 0, 1_000_000)
        finally:
            store.close()


def _people_alone(settings: Settings, seed: int) -> Credentials:
    """The store with those who may sign in, and nothing that has happened yet."""
    city, store = open_store(settings, make=True)
    try:
        staff = LivingCity(city, phrases_for(city), seed).staff
        accounts, _ = open_accounts(city, staff, seed, settings.data / ACCOUNTS)
        with store.write() as conn:
            let_in(conn, city, staff, accounts, datetime.now(UTC))
    finally:
        store.close()
    return accounts


def sums_by_seq(
    entries: Collection[journal.Entry], begun: int, board: Collection[str]
) -> Iterator[tuple[int, dict[str, int]]]:
    """After each change: reports by colour on a board that held these cases at change `begun`.

    What is altered afterwards is on it, too, unless it is secret or merged into another.
    """
    held, on_board = dict[str, Case](), set(board)
    sums = dict.fromkeys((each.value for each in Colour), 0)
    for entry in entries:
        if entry.seq == begun + 1:
            for id in on_board & held.keys():
                _count(sums, held[id], 1)
        for id, case in _altered(held, entry).items():
            if entry.seq > begun:
                if id in on_board:
                    _count(sums, held[id], -1)
                on_board.add(id)
                _count(sums, case, 1)
            held[id] = case
        if entry.seq > begun:
            yield entry.seq, dict(sums)


def _altered(held: dict[str, Case], entry: journal.Entry) -> dict[str, Case]:
    change = change_of(entry.body)
    if not change.alters:
        return {}
    opens = change.kind == "received"
    known = {id: held.get(id) for id in change.cases}
    return {id: apply(case, change) for id, case in known.items() if case is not None or opens}


def _count(sums: dict[str, int], case: Case, sign: int) -> None:
    if not case.secret and case.state is not State.MERGED:
        sums[colour(case.state).value] += sign * case.report_count


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
