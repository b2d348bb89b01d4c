"""A small city, its people, and a book of cases that carries out commands as a server does."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.changes import Change, Fact, Outcome
from db.domain.city import Agency, Area, Category, City
from db.domain.clocks import ClockRule, ClockRun, Limit
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.refused import Refused
from db.domain.states import Role, State
from tests.db.domain.tangerang import CALENDAR

NOW = datetime(2026, 4, 6, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

SARI = Actor("sari", "Sari", Role.OFFICER, "desk-1")
RINA = Actor("rina", "Rina", Role.OFFICER, "desk-2")
BUDI = Actor("budi", "Budi", Role.SUPERVISOR, "desk-3")
PU = Actor("pu-1", "Joko", Role.OPD_OPERATOR, opd="pu")
PU_TOO = Actor("pu-2", "Tono", Role.OPD_OPERATOR, opd="pu")
DLH = Actor("dlh-1", "Ayu", Role.OPD_OPERATOR, opd="dlh")
NOWHERE = Actor("lost", "Eko", Role.OPD_OPERATOR)
HEAD = Actor("head", "Wati", Role.AGENCY_HEAD, opd="pu")
MAYOR = Actor("mayor", "Hasan", Role.MAYOR)
ADMIN = Actor("admin", "Dewi", Role.ADMIN)
LAKSA = Actor("laksa", "LAKSA", Role.CHANNEL)
SYSTEM = Actor("system", "system", Role.SYSTEM)
EVERYONE = (SARI, RINA, BUDI, PU, PU_TOO, DLH, NOWHERE, HEAD, MAYOR, ADMIN, LAKSA, SYSTEM)


def _agency(id: str) -> Agency:
    return Agency(id, id.upper(), id, "dinas", "", "", "24h", (), "", "A")


def _category(id: str, agency: str, *, priority: str = "normal", secret: bool = False) -> Category:
    return Category(
        id, id, id, (), agency, (), "complaint", priority, "low", "no", secret, "", "", "A"
    )


def _clock(
    id: str, limit: Limit, starts: str, stops: str, pauses: str = "", resumes: str = "", **more: Any
) -> ClockRule:
    calendar = "working_hours" if limit.days else "elapsed"
    first, last, still, on = (frozenset(text.split()) for text in (starts, stops, pauses, resumes))
    return ClockRule(id, id, limit, calendar, first, last, still, on, **more)


_HOURS = 3600
_CLOCKS = (
    _clock(
        "room",
        Limit(24 * _HOURS),
        "received reopened bounced completed",
        "forwarded answered returned declined archived brought",
        "merged",
        "unmerged",
        steps=("supervisor",),
    ),
    *(
        _clock(
            "acceptance",
            Limit(seconds),
            "forwarded reassigned",
            "accepted bounced reassigned brought",
            "merged",
            "unmerged",
            priorities=priorities,
            steps=("officer", "supervisor", "agency_head"),
        )
        for seconds, priorities in ((300, frozenset({"emergency"})), (_HOURS, frozenset[str]()))
    ),
    _clock(
        "completion",
        Limit(days=14),
        "forwarded",
        "validated answered declined archived closed brought",
        "returned merged",
        "completed unmerged",
    ),
    _clock("validation", Limit(24 * _HOURS), "finished", "validated refused_work brought"),
    _clock("objection", Limit(days=10), "validated answered", "reopened closed brought"),
)

CITY = City(
    id="kota-kecil",
    name="Kota Kecil",
    zone="Asia/Jakarta",
    number_prefix="KK",
    lat=-6.17,
    lng=106.63,
    confirm_after=timedelta(hours=12),
    proofs_required=1,
    classes={"complaint": "Pengaduan", "information": "Informasi"},
    room_answers=frozenset({"information"}),
    channels={"laksa": "LAKSA", "phone": "Telepon"},
    agencies={id: _agency(id) for id in ("pu", "dlh", "dishub")},
    categories={
        "jalan": _category("jalan", "pu"),
        "sampah": _category("sampah", "dlh"),
        "kebakaran": _category("kebakaran", "dlh", priority="emergency"),
        "anak": _category("anak", "dishub", secret=True),
    },
    areas={"36.71.01": Area("36.71.01", "Ciledug", -6.23, 106.71, None)},
    calendar=CALENDAR,
    clocks=_CLOCKS,
    replies=(),
    words={},
    archive_reasons={"spam": "Spam"},
)

FORWARD = verb.Forward(("pu",), "jalan", "complaint", place=Place("Jl. Merdeka"))
BOTH = verb.Forward(("pu", "dlh"), "jalan", "complaint", place=Place("Jl. Merdeka"))
DONE = verb.Finish("Sudah ditambal", ("photo-1",))


class Book:
    """Cases by id and the changes that made them; time passes by `pass_time` alone."""

    def __init__(self) -> None:
        self.now = NOW
        self.cases: dict[str, Case] = {}
        self.changes: list[Change] = []
        self._asked = 0

    def pass_time(self, span: timedelta) -> None:
        """Let time go by."""
        self.now += span

    def command(self, case: str, act: Verb, by: Actor, **more: Any) -> Command:
        """A command made now by somebody who sees the case as it is."""
        self._asked += 1
        held = self.cases.get(case)
        filled = {"made_at": self.now, "expect": held.assignment_no if held else None} | more
        return Command(f"c{self._asked}", case, act, by, **filled)

    def other(self, command: Command) -> Case | None:
        """The second case a command is about, found as the server finds it."""
        case = self.cases.get(command.case)
        if isinstance(command.act, verb.Merge):
            return self.root(command.act.into)
        if case is None or case.master is None:
            return None
        if isinstance(command.act, verb.Note | verb.Attach):
            return self.root(case.master)
        return self.cases.get(case.master)

    def root(self, id: str) -> Case | None:
        """The case, or the one it was merged into, to the last."""
        case = self.cases.get(id)
        while case is not None and case.master is not None:
            case = self.cases.get(case.master)
        return case

    def decide(self, command: Command) -> Change:
        """What a command becomes, with its seq. Raises Refused."""
        change = decide(
            self.cases.get(command.case),
            command,
            CITY,
            self.now,
            other=self.other(command),
            number=f"KK-26-{len(self.cases) + 1:06d}",
        )
        return replace(change, seq=len(self.changes) + 1)

    def take(self, change: Change) -> None:
        """Put a change into the book."""
        self.changes.append(change)
        if change.alters:
            self.cases |= {id: apply(self.cases.get(id), change) for id in change.cases}

    def do(self, case: str, act: Verb, by: Actor = SARI, **more: Any) -> Change:
        """Carry out one command. Raises Refused."""
        change = self.decide(self.command(case, act, by, **more))
        self.take(change)
        return change

    def received(self, id: str = "a", text: str = "Jalan berlubang", **more: Any) -> Case:
        """A case that a report has just opened."""
        self.do(id, verb.Receive(f"r-{id}", "laksa", text, **more), LAKSA)
        return self.cases[id]

    def __getitem__(self, id: str) -> Case:
        return self.cases[id]


_WAY: dict[State, tuple[tuple[Verb, Actor], ...]] = {
    State.RECEIVED: (),
    State.RETURNED: ((verb.AskReporter("Di mana?", ("place",)), SARI),),
    State.NOT_OURS: ((verb.Decline("Provinsi", "Milik provinsi", "Budi"), SARI),),
    State.ARCHIVED: ((verb.Archive("spam"), BUDI),),
    State.FORWARDED: ((FORWARD, SARI),),
}
_WAY[State.ACCEPTED] = (*_WAY[State.FORWARDED], (verb.Accept("Joko"), PU))
_WAY[State.ON_SITE] = (*_WAY[State.ACCEPTED], (verb.Start(), PU))
_WAY[State.SCHEDULED] = (
    *_WAY[State.ACCEPTED],
    (verb.Schedule("Ditambal", NOW + timedelta(days=9)), PU),
)
_WAY[State.AWAITING_VALIDATION] = (*_WAY[State.ACCEPTED], (DONE, PU))
_WAY[State.RESOLVED] = (*_WAY[State.AWAITING_VALIDATION], (verb.Validate(), SARI))
_WAY[State.CLOSED] = (*_WAY[State.RESOLVED], (verb.Close(), SYSTEM))
_WAY[State.MERGED] = ((verb.Merge("master"), SARI),)


def standing(state: State) -> Book:
    """A book whose case "a" stands there by the shortest way; "master" is another open case."""
    book = Book()
    book.received("master")
    book.received("a")
    for act, by in _WAY[state]:
        book.do("a", act, by)
    return book


def with_two_agencies(*steps: tuple[Verb, Actor]) -> Book:
    """A book whose case "a" is with pu and dlh, after these steps."""
    book = Book()
    book.received("a")
    for act, by in ((BOTH, SARI), *steps):
        book.do("a", act, by)
    return book


def refusal(book: Book, act: Verb, by: Actor = SARI, case: str = "a", **more: Any) -> str:
    """The key with which a command is refused; the test fails when it is not."""
    return refused(book, act, by, case, **more)[0]


def refused(
    book: Book, act: Verb, by: Actor = SARI, case: str = "a", **more: Any
) -> tuple[str, dict[str, Fact]]:
    """Key and facts of a refusal."""
    with pytest.raises(Refused) as no:
        book.decide(book.command(case, act, by, **more))
    return no.value.key, dict(no.value.facts)


def is_repeat(book: Book, act: Verb, by: Actor, **more: Any) -> bool:
    """Whether the command is agreed with and alters nothing."""
    before = book["a"]
    change = book.do("a", act, by, **more)
    return change.outcome is Outcome.SAME_EFFECT and book["a"] is before


def clock(runs: Iterable[ClockRun], rule: str) -> ClockRun:
    """The last clock of a rule."""
    return [run for run in runs if run.rule == rule][-1]
