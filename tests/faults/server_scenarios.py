"""What a server is doing when its disk fails: one scenario for each way in which it writes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from db import cases, decisions, identities
from db.domain import commands as verb
from db.domain.case import Actor, Place
from db.domain.commands import Command, Verb
from db.domain.states import State
from db.domain.wire import encode
from db.store import Conn
from tests.faults.server_site import FaultSite, Lost, Told
from tests.server.room import CITY, PASSWORD, PEOPLE, forward

Wrong = list[str]


def command(login: str, case: str, act: Verb, expect: int | None = None) -> dict[str, Any]:
    """A command as a desk sends it."""
    role, opd = PEOPLE[login]
    author = Actor(login, login.title(), role, "meja 1", opd)
    made = Command(str(uuid.uuid4()), case, act, author, datetime.now(UTC), expect)
    plain: dict[str, Any] = encode(made)
    return plain


def receive(login: str = "siti") -> dict[str, Any]:
    """A new case by telephone."""
    act = verb.Receive(str(uuid.uuid4()), "phone", "Sampah", place=Place("Jl. Daan Mogot"))
    return command(login, str(uuid.uuid4()), act)


def post(site: FaultSite, login: str, *commands: dict[str, Any]) -> Told:
    """Send a batch. Raises Lost."""
    return site.ask(login, "POST", "/commands", {"city": CITY, "commands": commands})


def settled(site: FaultSite, login: str, *commands: dict[str, Any]) -> None:
    """Send a batch that must be accepted, with a disk that works."""
    told = post(site, login, *commands)
    assert told.good, told
    assert all(one["outcome"] == "accepted" for one in told.body["outcomes"]), told


@dataclass(slots=True)
class Scenario:
    """One thing asked of the server. `answered` says for each request what came back, or None."""

    site: FaultSite
    answered: list[tuple[str, Told | None]] = field(default_factory=list)
    early: Wrong = field(default_factory=list)
    reads: ClassVar[frozenset[str]] = frozenset()
    """Requests that may be answered without anything being written."""

    def prepare(self) -> None:
        """Make what it needs, with a disk that works."""

    def act(self) -> None:
        """Ask. A lost answer ends it."""

    def again(self) -> Wrong:
        """Ask for the same again with a disk that works; what is wrong with the answers."""
        return []

    def check(self) -> Wrong:
        """What is wrong in the database, after everything was asked for again."""
        return []

    def asked(self, what: str, ask: Callable[[], Told]) -> Told | None:
        """One request, remembered with its answer and with what the disk had refused by then.

        What the server writes for itself once a request is committed may be refused before its
        answer is read here: after a commit a refusal is no word on the answer.
        """
        disk = self.site.disk
        refuses, before, commits = disk.refuses, disk.fired, disk.commits
        try:
            told: Told | None = ask()
        except Lost:
            told = None
        self.answered.append((what, told))
        refused = refuses or (disk.refused_commit and not before and disk.commits == commits)
        if refused and told is not None and told.good and what not in self.reads:
            self.early.append(f"{what} was answered {told.status} by a disk that refused")
        return told

    def good(self, what: str) -> bool:
        """Whether this was answered with success."""
        return any(name == what and told is not None and told.good for name, told in self.answered)


@dataclass(slots=True)
class Commands(Scenario):
    """Batches of commands: one by one, or several desks at once."""

    batches: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)
    first: dict[str, Any] = field(default_factory=dict)

    def prepare(self) -> None:
        self.first = receive()
        settled(self.site, "siti", self.first)
        self.batches = [("siti", [command("siti", self.first["case"], verb.Note(f"catatan {n}"))])
                        for n in range(2)]  # fmt: skip

    def act(self) -> None:
        for n, (login, batch) in enumerate(self.batches):
            self.asked(str(n), lambda login=login, batch=batch: post(self.site, login, *batch))  # type: ignore[misc]

    def again(self) -> Wrong:
        """Whatever was answered is answered alike; the rest is decided now, once."""
        before = {one["id"]: one for name, told in self.answered
                  if name.isdecimal() and told is not None and told.good
                  for one in told.body["outcomes"] if "seq" in one}  # fmt: skip
        kept = self.site.read(lambda conn: decisions.known(conn, before))
        wrong = [f"{id} was answered and is not kept" for id in set(before) - set(kept)]
        for login, batch in self.batches:
            told = post(self.site, login, *batch)
            if not told.good:
                wrong.append(f"a batch sent again is answered {told.status} {told.body}")
                continue
            for one in told.body["outcomes"]:
                if before.get(one["id"], one) != one:
                    wrong.append(f"{one['id']} was {before[one['id']]}, now {one}")
        return wrong

    def check(self) -> Wrong:
        ids = {one["id"] for _, batch in self.batches for one in batch}
        decided = self.site.read(lambda conn: decisions.known(conn, ids))
        return [f"command {id} is not decided" for id in ids - set(decided)]


@dataclass(slots=True)
class Batch(Commands):
    """One batch that opens a case, acts on it, and holds a command that is refused."""

    def prepare(self) -> None:
        new = receive()
        sent = command("siti", new["case"], forward("dlh"), 0)
        sent["depends_on"] = new["id"]
        late = command("siti", new["case"], forward("dpupr"), 7)
        notes = [command("siti", new["case"], verb.Note(f"catatan {n}")) for n in range(5)]
        self.batches = [("siti", [new, sent, late, *notes, new])]


@dataclass(slots=True)
class FourDesks(Commands):
    """Four desks send at once, so that several share a commit."""

    # A commit that was refused may have been another desk's.
    reads = frozenset(map(str, range(12)))

    def prepare(self) -> None:
        self.batches = []
        for login in ("siti", "agus", "budi", "admin"):
            new = receive("siti")
            settled(self.site, "siti", new)
            role = login if login != "admin" else "agus"
            notes = [command(role, new["case"], verb.Note(f"catatan {n}")) for n in range(3)]
            self.batches += [(role, [note]) for note in notes]

    def act(self) -> None:
        with ThreadPoolExecutor(4) as desks:
            list(desks.map(self._one, enumerate(self.batches)))

    def _one(self, numbered: tuple[int, tuple[str, list[dict[str, Any]]]]) -> None:
        n, (login, batch) = numbered
        self.asked(str(n), lambda: post(self.site, login, *batch))


@dataclass(slots=True)
class Reports(Scenario):
    """A channel brings two reports, with who sent them."""

    bodies: list[dict[str, Any]] = field(default_factory=list)

    def prepare(self) -> None:
        self.bodies = [
            {
                "city": CITY, "channel": "laksa", "source_id": str(uuid.uuid4()),
                "text": "Jalan rusak, hubungi 081234567890", "place": {"text": "Jl. Merdeka"},
                "reporter": {"name": "Warga", "phone": "081234567890"},
            }
            for _ in range(2)
        ]  # fmt: skip

    def act(self) -> None:
        for body in self.bodies:
            self.asked(body["source_id"], lambda body=body: self._post(body))  # type: ignore[misc]

    def _post(self, body: dict[str, Any]) -> Told:
        return self.site.ask("laksa", "POST", "/reports", body)

    def again(self) -> Wrong:
        wrong = []
        for body in self.bodies:
            told = self._post(body)
            before = [t for what, t in self.answered if what == body["source_id"] and t and t.good]
            if not told.good or any(one.body != told.body for one in before):
                wrong.append(f"report was {before}, now {told}")
            elif before and told.status != 200:
                wrong.append("a report that was taken in is taken in again")
            elif not self.site.read(_held(told.body["report"])):
                wrong.append("nothing is known of who sent a report")
        return wrong


def _held(report: str) -> Callable[[Conn], bool]:
    return lambda conn: identities.held(conn, report)


@dataclass(slots=True)
class Named(Scenario):
    """An officer writes down who called, and looks at it."""

    report: str = ""
    case: str = ""
    reason: str = ""

    def prepare(self) -> None:
        new = receive()
        self.report, self.case = new["act"]["report"], new["case"]
        self.reason = f"menelepon kembali {uuid.uuid4()}"
        settled(self.site, "siti", new)

    def act(self) -> None:
        self.asked("name", self._name)
        if self.good("name"):
            self.asked("look", self._look)

    def _name(self) -> Told:
        body = {"case": self.case, "name": "Pak Warga", "phone": "0812"}
        return self.site.ask("siti", "PUT", f"/reports/{self.report}/identity", body)

    def _look(self) -> Told:
        path = f"/reports/{self.report}/identity/look"
        return self.site.ask("siti", "POST", path, {"reason": self.reason})

    def again(self) -> Wrong:
        wrong = []
        if self.good("name") and not self.site.read(_held(self.report)):
            wrong.append("a name that was taken is not there")
        looks = self.site.read(lambda conn: identities.looks(conn, self.report))
        if self.good("look") and self.reason not in {one.reason for one in looks}:
            wrong.append(f"what was shown is not in the audit: {looks}")
        if not self._name().good or self._look().body.get("name") != "Pak Warga":
            wrong.append("the name cannot be written or read")
        return wrong


@dataclass(slots=True)
class Sessions(Scenario):
    """Somebody signs in, refreshes, works, and signs out."""

    reads = frozenset({"work"})
    pair: dict[str, Any] = field(default_factory=dict)
    fresh: dict[str, Any] = field(default_factory=dict)

    def act(self) -> None:
        body = {"login": "siti", "password": PASSWORD, "desk": "meja 1"}
        told = self.asked("in", lambda: self.site.ask("", "POST", "/session", body))
        if told is None or not told.good:
            return
        self.pair = told.body
        told = self.asked("refresh", self._refresh)
        if told is None or not told.good:
            return
        self.fresh = told.body
        self.asked("work", lambda: self.site.ask(self.fresh["access"], "GET", "/city"))
        self.asked("out", lambda: self.site.ask(self.fresh["access"], "DELETE", "/session"))

    def _refresh(self) -> Told:
        return self.site.ask("", "POST", "/session/refresh", {"refresh": self.pair["refresh"]})

    def again(self) -> Wrong:
        if self.good("out"):
            status = self.site.ask(self.fresh["access"], "GET", "/city").status
            return [] if status == 401 else [f"a token that was signed out is answered {status}"]
        if any(what == "out" for what, _ in self.answered):
            return []  # it may have been carried out or not
        if not self.good("in"):
            return []
        wrong = []
        for pair in (self.pair, self.fresh):
            status = self.site.ask(pair["access"], "GET", "/city").status if pair else 200
            if status != 200:
                wrong.append(f"a token that was given is answered {status}")
        if not self.fresh and not self._refresh().good:
            wrong.append("an answer that was lost cannot be asked for again")
        return wrong


@dataclass(slots=True)
class SnapshotMade(Scenario):
    """A snapshot is made of what is new: no older file is fresh enough."""

    reads = frozenset({"snapshot"})
    head: int = 0

    def prepare(self) -> None:
        told = post(self.site, "siti", receive())
        self.head = told.body["outcomes"][0]["seq"]

    def act(self) -> None:
        told = self.asked("snapshot", self._fetch)
        if told is not None and told.good:
            self.answered.append(("whole", Told(200 if not _torn(told.body) else 500, None)))

    def _fetch(self) -> Told:
        return self.site.ask("siti", "GET", f"/snapshot?at_least={self.head}")

    def again(self) -> Wrong:
        wrong = []
        if self.good("snapshot") and not self.good("whole"):
            wrong.append("half a snapshot was answered")
        told = self._fetch()
        fault = _torn(told.body) if told.good else f"a snapshot is answered {told.status}"
        return [*wrong, fault] if fault else wrong


def _torn(data: bytes) -> str:
    """Why a snapshot is not whole; '' when it is."""
    lines = [json.loads(line) for line in data.splitlines()]
    if not lines or lines[-1] != {"end": True}:
        return "a snapshot without its end"
    docs = [json.dumps(one["case"], separators=(",", ":"), sort_keys=True, ensure_ascii=False)
            for one in lines[1:-1] if "case" in one]  # fmt: skip
    changes = sum("body" in one for one in lines[1:-1])
    if (lines[0]["cases"], lines[0]["changes"]) != (len(docs), changes):
        return "a snapshot with other counts"
    return "" if cases.digest(docs) == lines[0]["digest"] else "a snapshot with another digest"


@dataclass(slots=True)
class Closing(Scenario):
    """The watch closes what nobody objects to: the server starts with a clock 30 days ahead."""

    case: str = ""

    def prepare(self) -> None:
        new = receive()
        self.case = new["case"]
        settled(self.site, "siti", new)
        settled(self.site, "siti", command("siti", self.case, forward("dlh"), 0))
        why = verb.Finish("Sudah", without_proof="kamera rusak")
        for login, act in (
            ("dewi", verb.Accept("Dewi")), ("budi", why), ("siti", verb.Validate()),
        ):  # fmt: skip
            settled(self.site, login, command(login, self.case, act, 1))

    def check(self) -> Wrong:
        case = self.site.read(lambda conn: cases.one(conn, self.case))
        closed = case is not None and case.state is State.CLOSED
        return [] if closed else ["the case is not closed"]
