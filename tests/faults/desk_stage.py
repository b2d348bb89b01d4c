"""A server, a desk prepared for one scenario, and the judgement of what a fault left behind."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
from argon2 import PasswordHasher

import resources
from db import cases, decisions, journal
from db.domain import commands as verb
from db.store import Conn
from server.media import Library
from server.people import ACCESS
from tests.faults import desk_photos
from tests.faults.desk_process import Reply, Zygote, alone
from tests.faults.desk_scenarios import SETTINGS, TRIED, Setting
from tests.faults.desk_shim import Arm, How
from tests.server.room import CITY, PASSWORD, Room, forward

NOBODY = "http://127.0.0.1:9"
"""An address at which nothing listens."""

RESTART = 3.0
"""Seconds of work from the start of the process until board and outbox can be read.

Of the processor's time, not of the clock's: beside other work a clock says how busy the machine is.
"""

_TRACED = "write,pwrite64,fsync,fdatasync,rename,unlink,ftruncate"
_CASES = 24
_ONE_MAKES_TABLES = Lock()
_LOCK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Opens with the same password in a hundredth of the time."""


@dataclass(slots=True)
class Point:
    """One run with a fault in it: what was hit, what went wrong for good, and the restart."""

    fired: list[str]
    wrong: list[str]
    ready: float = 0.0
    worked: float = 0.0
    said: Reply = field(default_factory=lambda: Reply((), False, 0))


class Stage:
    """One scenario, again and again, each time on a fresh copy of the same desk."""

    def __init__(self, name: str, folder: Path, zygote: Zygote, shim: Path) -> None:
        self.name, self.setting, self.folder = name, {**SETTINGS, **TRIED}[name], folder
        folder.mkdir(parents=True)
        self._zygote, self._shim, self._numbers = zygote, shim, count(1)
        self._city = folder / "city.db"
        pack = resources.path("cities", CITY)
        with _ONE_MAKES_TABLES:
            self.room = Room(f"sqlite:///{self._city}", folder / "server", pack)
        self._library = Library(self.room.settings.media)
        agus = self.room.desk("agus")
        self._cases = [self.room.received(agus) for _ in range(_CASES)]
        self.template = folder / "template"
        self.template.mkdir()
        self._expected = self._prepare(self.setting)
        self._fresh_until = time.monotonic() + ACCESS.total_seconds() / 3

    def close(self) -> None:
        """End the server."""
        self.room.stop()

    # --- before a run ---------------------------------------------------------------------------

    def _prepare(self, setting: Setting) -> list[str]:
        """Make the template; the commands that are stored in it, or were accepted from it."""
        if setting.empty:
            return []
        stored = self._prepared("first start")
        if setting.restored:
            self._serve_again(lambda: shutil.copy(self._city, self.folder / "backup.db"))
        stored += self._prepared("prepared")
        if setting.waiting:
            self._address(self.template, NOBODY)
            stored += self._prepared("queue several")
        return stored

    def _prepared(self, program: str) -> list[str]:
        reply = self._zygote.run(program, self.template, self._facts(0))
        assert (reply.ended, reply.last("ended")) == (0, True), reply
        self._sessions(self.template, lock=_LOCK)
        return [str(id) for id in reply.all("stored")]

    def _serve_again(self, meanwhile: Callable[[], object]) -> None:
        self.room.stop()
        meanwhile()
        self.room.start()

    def _restore(self) -> None:
        for tail in ("", "-wal", "-shm"):
            Path(f"{self._city}{tail}").unlink(missing_ok=True)
        shutil.copy(self.folder / "backup.db", self._city)
        store = self.room.store()
        with store.write() as conn:
            journal.new_epoch(conn)
        store.close()

    def _facts(self, number: int) -> dict[str, Any]:
        turned = self._cases[number % _CASES :] + self._cases[: number % _CASES]
        return {"url": self.room.url, "back": self.room.url, "cases": turned}

    def _fresh(self, number: int) -> tuple[Path, dict[str, Any]]:
        """A copy of the desk as it was prepared, and the world as the scenario wants it."""
        if self.setting.restored:
            self._serve_again(self._restore)
        desk, facts = self.folder / f"desk-{number}", self._facts(number)
        shutil.copytree(self.template, desk)
        if self.name in ("apply a page", "conflict"):
            agus = self.room.desk("agus")
            facts["taken"] = self.room.received(agus)
            agus.do(facts["taken"], forward("dlh"), 0)
            agus.do(facts["cases"][9], verb.Note("dari agus"))
        facts["epoch"] = self.room.epoch
        facts["photos"] = desk_photos.made(self.folder, self.setting.photos)
        if self.name == "handover" or time.monotonic() > self._fresh_until:
            self._sign_in_anew(desk)
        self._address(desk, NOBODY if self.setting.offline else self.room.url)
        self._spoil(desk, number)
        return desk, facts

    def _sign_in_anew(self, desk: Path) -> None:
        """Another copy has ended the session they all began with, or used its refresh token."""
        body = {"login": "siti", "password": PASSWORD, "desk": "meja"}
        answer = httpx.post(
            f"{self.room.url}/session", json=body, headers={"Liveroom-Protocol": "1"}
        )
        names = ("access", "access_expires", "refresh", "refresh_expires")
        self._sessions(desk, **{name: answer.json()[name] for name in names})

    def _spoil(self, desk: Path, number: int) -> None:
        name = self.setting.spoiled
        if name.startswith("-"):
            (desk / name[1:]).unlink()
        elif name:
            data = bytearray((desk / name).read_bytes())
            # In turn: the header, the middle of the file, its end.
            at = (16, len(data) // 2, len(data) - 2048)[number % 3]
            data[at : at + 2000] = b"\xa5" * len(data[at : at + 2000])
            (desk / name).write_bytes(data)

    def _address(self, desk: Path, url: str) -> None:
        """Let the sessions on a desk be those of a server at this address."""
        self._sessions(desk, server=url)

    def _sessions(self, desk: Path, **fields: str) -> None:
        path = desk / "session.json"
        if path.exists():
            data = json.loads(path.read_text("utf-8"))
            for session in data["sessions"]:
                session.update(fields)
            path.write_text(json.dumps(data), "utf-8")

    # --- a run and its judgement ----------------------------------------------------------------

    def calls(self) -> list[str]:
        """Every call of an undisturbed run, as "name path"."""
        desk, facts = self._fresh(next(self._numbers))
        reply = self._zygote.run(self.name, desk, facts, Arm())
        assert (reply.ended, reply.last("ended")) == (0, True), reply
        assert not self._judged(desk, facts, reply, Arm(), own=False).wrong
        return reply.fired

    def point(self, arm: Arm, *, own: bool = False) -> Point:
        """One run with a fault; `own`: the restart is in a process of its own."""
        desk, facts = self._fresh(next(self._numbers))
        reply = self._zygote.run(self.name, desk, facts, arm)
        return self._judged(desk, facts, reply, arm, own=own)

    def spoilt(self, spoil: Callable[[Path], None]) -> Point:
        """A restart over files to which something was done while the desk was closed."""
        desk, facts = self._fresh(next(self._numbers))
        spoil(desk)
        facts["digest"] = self.asked(cases.cache_digest)
        return self._judged(desk, facts, Reply((), False, 0), Arm(How.CUT), own=False)

    def traced(self, k: int) -> Point:
        """Killed by strace at its k-th call on the outbox, in a process of its own."""
        desk, facts = self._fresh(next(self._numbers))
        names = ("outbox.db", "outbox.db-journal", "outbox.log", "outbox.log.new")
        paths = [word for name in names for word in ("-P", str(desk / name))]
        command = (
            "strace",
            "-f",
            "-qq",
            "-o",
            str(self.folder / "trace"),
            "-e",
            f"trace={_TRACED}",
        )
        inject = ("-e", f"inject={_TRACED}:signal=KILL:when={k}")
        reply = alone(self._shim, self.name, desk, facts, (*command, *inject, *paths))
        point = self._judged(desk, facts, reply, Arm(How.KILL, k), own=False)
        point.fired = ["strace"] if reply.ended == -signal.SIGKILL else []
        return point

    def trial(
        self, program: str, onto: Callable[[Path], None] | None = None, **more: Any
    ) -> tuple[Reply, Point]:
        """Another program on this desk, its files put somewhere else by `onto`; what it said."""
        desk, facts = self._fresh(next(self._numbers))
        if onto is not None:
            onto(desk)
        self._sign_in_anew(desk)
        facts.update(more)
        reply = self._zygote.run(program, desk, facts)
        point = self._judged(desk, facts, reply, Arm(), own=False)
        assert (reply.ended, reply.last("ended")) == (0, True), reply
        return reply, point

    def others_work(self, times: int) -> None:
        """Another officer writes notes at the server."""
        agus = self.room.desk("agus")
        for n in range(times):
            agus.do(self._cases[n], verb.Note("dari agus"))

    def _judged(
        self, desk: Path, facts: Mapping[str, Any], reply: Reply, arm: Arm, *, own: bool
    ) -> Point:
        point = Point(reply.fired, _faulty(reply, ("raised", "hung")), said=reply)
        stored = [*self._expected, *reply.all("stored")]
        before = self.asked(lambda conn: set(decisions.known(conn, stored)))
        point.wrong += desk_photos.missing(desk, self._library, reply)
        self._address(desk, self.room.url)
        if own:
            seen = alone(self._shim, "look", desk, facts)
        else:
            seen = self._zygote.run("look", desk, facts)
        point.wrong += [f"restart: {one}" for one in _faulty(seen, _RESTART_FAULTS)]
        ready, settled = seen.last("ready"), seen.last("settled")
        if ready is None or settled is None:
            point.wrong.append(f"the restart came to nothing: {seen}")
            return point
        point.ready, point.worked = seen.last("took")["after"], seen.last("took")["worked"]
        if point.worked > RESTART:
            point.wrong.append(f"the restart took {point.worked:.1f} s of work")
        if not seen.last("indexed"):
            point.wrong.append("not every case can be found by its words")
        point.wrong += _lost(stored, before, ready["items"])
        point.wrong += self._undecided(stored, reply, settled)
        point.wrong += _forgotten(reply, ready["items"])
        point.wrong += self.asked(lambda conn: desk_photos.undelivered(conn, self._library, reply))
        point.wrong += desk_photos.strays(desk)
        if arm.how in (How.COUNT, How.KILL, How.TORN) and not self.setting.spoiled:
            point.wrong += _went_back(reply, ready["cursor"])
        if not point.wrong and not desk.is_symlink():
            shutil.rmtree(desk)
        return point

    def _undecided(self, stored: list[str], reply: Reply, settled: Mapping[str, Any]) -> list[str]:
        """Everything stored is decided, once, or before the officer's eyes; the cache is equal."""
        done = {*reply.all("dismissing"), *(id for id, _ in settled["items"])}
        known = self.asked(lambda conn: decisions.known(conn, stored))
        wrong = [f"{id} was never decided" for id in stored if id not in known and id not in done]
        digest = self.asked(cases.cache_digest)
        if settled["digest"] != digest:
            wrong.append(f"the cache differs: {settled['digest']}, the server {digest}")
        return wrong

    def twice(self) -> list[str]:
        """Notes and photos that the server has more than once, whatever the commands' ids."""
        texts: dict[str, int] = {}
        for entry in self.asked(lambda conn: journal.after(conn, 0, 1_000_000)):
            act = json.loads(entry.body)["act"] if entry.kind in ("noted", "attached") else {}
            for text in (*filter(None, [act.get("text")]), *act.get("media", ())):
                texts[text] = texts.get(text, 0) + 1
        return [text for text, times in texts.items() if times > 1 and text != "dari agus"]

    def asked(self, question: Callable[[Conn], Any]) -> Any:
        """What the server's own database says."""
        store = self.room.store()
        try:
            with store.read() as conn:
                return question(conn)
        finally:
            store.close()


_RESTART_FAULTS = ("raised", "could_not", "waited", "hung", "store")


def _faulty(reply: Reply, kinds: tuple[str, ...]) -> list[str]:
    found = [f"{kind}: {one}" for kind in kinds for one in reply.all(kind)]
    found += [f"told {one}" for one in reply.all("told") if "store" in kinds and "store_" in one]
    return found + (["it hung"] if reply.hung else [])


def _lost(stored: list[str], decided: set[str], items: list[list[str]]) -> list[str]:
    held = {id for id, _ in items} | decided
    return [f"{id} was said to be stored and is gone" for id in stored if id not in held]


def _forgotten(reply: Reply, items: list[list[str]]) -> list[str]:
    """What failed stays until it is dismissed, and does not come back after that."""
    waits, gone = {id for id, _ in items}, set(reply.all("dismissed"))
    dismissing = set(reply.all("dismissing"))
    failed = set(reply.last("needs_action") or ()) - dismissing
    return [f"{id} disappeared" for id in failed - waits] + [
        f"{id} came back" for id in gone & waits
    ]


def _went_back(reply: Reply, at: list[Any]) -> list[str]:
    told = [seq for epoch, seq in reply.all("cursor") if epoch == at[0]]
    highest = max(told, default=0)
    return [f"the cursor went back from {highest} to {at[1]}"] if at[1] < highest else []


@contextmanager
def staged(scenario: str, folder: Path, shim: Path) -> Iterator[Stage]:
    """A desk made ready for a scenario, with its server; closed again afterwards."""
    zygote = Zygote(shim, folder / "zygote.log")
    stage = Stage(scenario, folder / "stage", zygote, shim)
    yield stage
    stage.close()
    zygote.close()
