"""A night's cases triaged and forwarded with real keys, pressed as a person would press them.

    python bench/keys.py [--cases 100] [--taught 0] [--seed 1]

A real server and the real desk program on a screen of its own (Xvfb, openbox). The officer signs in
and works through the lane from the top; every key is hit by xdotool. What the demo's citizens write
comes with what it is truly about; where the desk suggests another agency, the officer knows better
and takes the right one: by its digit, else by typing its name. Where the desk asks for a category
or a place, it gets one. What was forwarded to whom is read from the server's database.

Keys are counted from card to card, one held for another (Ctrl) as one more. `--taught` lets that
many reports be forwarded by colleagues before, so that what the city learns from its own decisions
suggests as well.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.played_city import ROOT, PlayedCity
from bench.parts.screen import Screen, missing
from db import cases
from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.states import State
from db.domain.wire import load
from server.demo.crew import Crew
from server.demo.dice import Step
from server.demo.living_city import LivingCity
from server.demo.phrases import phrases_for
from server.demo.reports import Arrival

_DESK = Path(__file__).with_name("parts") / "keys_desk.py"
_PATIENCE = 60.0
_NO_PLACE = "warga tidak menyebut"
"""What an officer writes where nobody said where."""


@dataclass
class Told:
    """How one case went."""

    number: str
    keys: int
    true: str
    forwarded: str
    offered_first: bool


@dataclass
class Night:
    """What came of all of them."""

    told: list[Told] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def keys(self) -> list[int]:
        """Of each case."""
        return [one.keys for one in self.told]

    @property
    def wrong(self) -> list[Told]:
        """Forwarded to another agency than the right one."""
        return [one for one in self.told if one.forwarded != one.true]


class Desk:
    """The program on the screen, and what can be read off it."""

    def __init__(self, screen: Screen, folder: Path, server: str) -> None:
        folder.mkdir(parents=True)
        self._log = (folder / "desk.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, str(_DESK), "--data", str(folder), "--server", server],
            env={**screen.environment(), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        self._seen: Queue[dict[str, Any]] = Queue()
        self._hearing = Thread(target=self._hear, daemon=True)
        self._hearing.start()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                self._seen.put(json.loads(line))

    def look(self) -> dict[str, Any]:
        """What is on the screen now."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._seen.get(timeout=_PATIENCE)

    def until(self, true: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Look until it is so; what is seen then."""
        end = time.monotonic() + _PATIENCE
        while not true(seen := self.look()):
            assert time.monotonic() < end, f"waited in vain until {what}; last seen: {seen}"
            time.sleep(0.05)
        return seen

    def close(self) -> None:
        """The window goes."""
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._hearing.join(timeout=_PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            assert pipe is not None
            pipe.close()


class Officer:
    """Somebody who knows the city, at a keyboard."""

    def __init__(self, screen: Screen, desk: Desk, city: PlayedCity) -> None:
        self._screen, self._desk, self._city = screen, desk, city

    def sign_in(self) -> None:
        """As the program asks for it."""
        account = self._city.viewer()
        self._desk.until(lambda seen: seen["focus"][:1] == ["QLineEdit"], "the sign-in page asks")
        self._screen.write(account.login)
        self._screen.press("Tab")
        self._screen.write(account.password)
        self._screen.press("Return")

    def forward(self, number: str, kind: str) -> bool:
        """The chosen card to its right agency; whether that one was offered first."""
        self._screen.press("f")
        seen = self._desk.until(
            lambda seen: number in seen["sheet"] and bool(seen.get("choices")), "the sheet is open"
        )
        short = self._short(kind)
        right = [choice.startswith(f"{short},") for choice in seen["choices"]]
        place = right.index(True)
        if seen["focus"][0] == "QLineEdit" and "lokasi" in seen["focus"][1]:
            self._screen.write(_NO_PLACE)
            if place == 0:
                self._screen.press("ctrl+Return")
                return self._gave_category(number, kind, first=True)
            self._screen.press("Tab")
        self._choose(place, short)
        return self._gave_category(number, kind, first=place == 0)

    def _choose(self, place: int, short: str) -> None:
        if place == 0:
            self._screen.press("Return")
        elif place < 9:
            self._screen.press(str(place + 1))
        else:
            for letter in short.lower():
                self._screen.write(letter)
                if self._desk.look()["choices"][0].startswith(f"{short},"):
                    break
            self._screen.press("Return")

    def _gave_category(self, number: str, kind: str, *, first: bool) -> bool:
        """Where the sheet asks what it is about, the category's first letters; else it has gone."""
        seen = self._desk.until(
            lambda seen: number not in seen["sheet"] or "ategori" in seen["banner"], "it is sent"
        )
        if number not in seen["sheet"]:
            return first
        name = self._city.city.categories[kind].name
        for letter in name:
            if seen["value"] == name:
                break
            self._screen.write(letter)
            seen = self._desk.look()
        self._screen.press("ctrl+Return")
        return first

    def _short(self, kind: str) -> str:
        return self._city.city.agencies[agency_of(self._city, kind)].short


def agency_of(city: PlayedCity, kind: str) -> str:
    """Who truly answers for this kind of report."""
    return city.city.categories[kind].agency or ""


def reports(city: PlayedCity, stream: str) -> Iterator[Arrival]:
    """What citizens write, for ever: only what an agency of the city can do something about."""
    living = LivingCity(city.city, phrases_for(city.city), city.seed)
    for arrival in living.arrivals(datetime.now(UTC), stream=stream):
        category = city.city.categories.get(arrival.kind.category or "")
        if category and category.agency and not category.secret:
            yield arrival


def teach(city: PlayedCity, crew: Crew, count: int) -> None:
    """Colleagues forward so many reports to where they belong."""
    colleague = next(one.login for one in city.accounts.people if one.login == "bima")
    for arrival, _ in zip(reports(city, "taught"), range(count), strict=False):
        kind = arrival.kind.category or ""
        crew.report(arrival)
        case = by_report(city)[arrival.source_id]
        place = None if case.place != Place() else Place(no_place=_NO_PLACE)
        act = verb.Forward((agency_of(city, kind),), kind, arrival.report_class, "", place)
        outcome = crew.carry_out(Step(datetime.now(UTC), colleague, act), case)
        assert outcome == "accepted", outcome


def by_report(city: PlayedCity) -> dict[str, Case]:
    """Every case of the server's database, by its reporter's channel's own id."""
    store = city.store()
    try:
        with store.read() as conn:
            found = [load(Case, row) for row in cases.snapshot_rows(conn, "city")]
    finally:
        store.close()
    return {case.reports[0].source_id: case for case in found}


def work(folder: Path, seed: int, count: int, taught: int) -> Night:
    """One night."""
    night, city = Night(), PlayedCity(folder / "city", seed, past=False)
    crew = city.crew()
    try:
        teach(city, crew, taught)
        true = {}
        for arrival, _ in zip(reports(city, "night"), range(count), strict=False):
            crew.report(arrival)
            true[arrival.source_id] = arrival.kind.category or ""
        with Screen() as screen:
            desk = Desk(screen, folder / "desk", city.url)
            try:
                begun = time.monotonic()
                _triage(Officer(screen, desk, city), screen, desk, city, true, night)
                night.seconds = time.monotonic() - begun
            finally:
                desk.close()
    finally:
        city.close()
    return night


def _triage(
    officer: Officer,
    screen: Screen,
    desk: Desk,
    city: PlayedCity,
    true: dict[str, str],
    night: Night,
) -> None:
    kinds = {case.number: true[id] for id, case in by_report(city).items() if id in true}
    officer.sign_in()
    left = set(kinds)
    while left:
        seen = desk.until(lambda seen: seen.get("number", "") in left, "a card is chosen")
        number, before = seen["number"], screen.keys
        first = officer.forward(number, kinds[number])
        left.remove(number)
        right = agency_of(city, kinds[number])
        night.told.append(Told(number, screen.keys - before, right, "", first))
    end = time.monotonic() + _PATIENCE
    while any(c.state is State.RECEIVED for c in by_report(city).values()):
        assert time.monotonic() < end, "not everything has come to the server"
        time.sleep(0.2)
    sent = {case.number: case for case in by_report(city).values()}
    for one in night.told:
        one.forwarded = ",".join(task.opd for task in sent[one.number].tasks)


def main() -> None:
    """Work, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--taught", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if lacking := missing():
        print(f"left out: {', '.join(lacking)} not here (Debian: xvfb openbox xdotool)")
        return
    with tempfile.TemporaryDirectory() as folder:
        night = work(Path(folder), given.seed, given.cases, given.taught)
    keys, first = night.keys, sum(one.offered_first for one in night.told)
    print(f"{len(keys)} cases forwarded in {night.seconds:.0f} s, {given.taught} taught before")
    print(
        f"keys a case: median {statistics.median(keys):g} (<= 4), mean {statistics.mean(keys):.2f},"
        f" at most {max(keys)}; by number {dict(sorted(_counted(keys).items()))}"
    )
    print(f"right agency offered first {first}, forwarded to a wrong one {len(night.wrong)}")


def _counted(keys: list[int]) -> dict[int, int]:
    return {count: keys.count(count) for count in keys}


if __name__ == "__main__":
    main()
