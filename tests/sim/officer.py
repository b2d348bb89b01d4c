"""What an officer might do next: any act on any case in sight that the screen does not refuse."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.commands import Command
from db.domain.decide import decide
from db.domain.refused import Refused
from db.domain.states import Role, State
from tests.sim.model_console import Console
from tests.sim.small_city import CITY


@dataclass(slots=True)
class Names:
    """Ids that nobody gave before."""

    given: int = 0

    def fresh(self, kind: str) -> str:
        """The next id of a kind."""
        self.given += 1
        return f"{kind}-{self.given:05d}"


def next_command(
    console: Console, now: datetime, chance: random.Random, names: Names
) -> Command | None:
    """A command the desk would let through, or None when the first idea was refused."""
    open_ids = sorted(set(console.cases) | {e.case for e in console.state.overlay})
    if len(open_ids) < 3 or chance.random() < 0.08:
        return _command(console, names.fresh("case"), _receive(names, chance), None, now, names)
    id = chance.choice(open_ids[-8:])
    case = console.look(id).case
    if case is None:
        return None
    act = _act(case, open_ids, console, now, chance, names)
    command = _command(console, id, act, case, now, names)
    other = console.cases.get(act.into) if isinstance(act, verb.Merge) else None
    if case.master is not None:
        other = console.cases.get(case.master)
    try:
        decide(case, command, CITY, now, other=other)
    except Refused:
        return None
    return command


def _command(
    console: Console, case: str, act: verb.Verb, seen: Case | None, now: datetime, names: Names
) -> Command:
    expect = seen.assignment_no if seen is not None else None
    leans_on = console.last_undecided(case)
    return Command(names.fresh("cmd"), case, act, console.person, now, expect, leans_on)


def _receive(names: Names, chance: random.Random) -> verb.Receive:
    place = Place(text="Jalan Merdeka")
    return verb.Receive(
        names.fresh("report"), "phone", "lampu mati", category="pju", place=place,
        secret=chance.random() < 0.1,
    )  # fmt: skip


def _act(
    case: Case, ids: list[str], console: Console, now: datetime, chance: random.Random, names: Names
) -> verb.Verb:
    opd = chance.choice(("dishub", "dpupr"))
    always: list[verb.Verb] = [
        verb.Note("sudah ditelepon"),
        verb.Attach((f"{chance.getrandbits(32):08x}",)),
        verb.Edit("priority", case.priority, chance.choice(("normal", "urgent"))),
    ]
    if console.person.role is Role.SUPERVISOR:
        held = "yes" if case.secret else "no"
        always.append(verb.Edit("secret", held, "no" if case.secret else "yes"))
    if case.acts:
        always.append(verb.Undo(case.acts[-1].change))
    fitting: dict[State, list[verb.Verb]] = {
        State.RECEIVED: [
            verb.Forward((opd,), "pju", "complaint"),
            verb.Forward((opd,), "pju", "complaint"),
            verb.Answer("sudah dijawab"),
            verb.AskReporter("di mana?", ("place",)),
            *_merges(case, ids, console, chance),
        ],
        State.RETURNED: [verb.Complete("di depan pasar")],
        State.FORWARDED: [
            verb.Reassign((opd,), "salah alamat"),
            verb.Accept("Pak Joko"),
            verb.Accept("Bu Rina"),
            verb.Bounce("bukan kami"),
            *_merges(case, ids, console, chance),
        ],
        State.ACCEPTED: [verb.Start(), verb.Schedule("besok", now + timedelta(days=1))],
        State.ON_SITE: [verb.Finish("selesai", (f"{chance.getrandbits(32):08x}",))],
        State.SCHEDULED: [verb.Start()],
        State.AWAITING_VALIDATION: [verb.Validate(), verb.Refuse("belum")],
        State.MERGED: [verb.Unmerge("beda"), verb.Note("menyusul")],
        State.RESOLVED: [verb.Object("masih gelap")],
    }
    likely = fitting.get(case.state, [])
    return chance.choice([*likely, *likely, *always])


def _merges(case: Case, ids: list[str], console: Console, chance: random.Random) -> list[verb.Verb]:
    """A merge never crosses the line between secret and not."""
    others = [
        id
        for id in ids
        if id != case.id and id in console.cases and console.cases[id].secret == case.secret
    ]
    return [verb.Merge(chance.choice(others))] if others else []
