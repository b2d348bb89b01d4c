"""What an officer might do next: likely acts on any case in sight, and now and then an odd one."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.domain import commands as verb
from db.domain.case import Case, Place
from db.domain.commands import Command
from db.domain.states import Role, State
from tests.sim import seat
from tests.sim.model_console import Console


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
    """Something to ask for, or None when the case has just gone."""
    open_ids = sorted(console.cache.cases.keys() | {e.case for e in console.state.overlay})
    role = console.person.role
    if role is not Role.OPD_OPERATOR and (len(open_ids) < 3 or chance.random() < 0.08):
        return _command(console, names.fresh("case"), _receive(names, chance), None, now, names)
    if not open_ids:
        return None
    id = chance.choice(open_ids[-8:])
    case = seat.look(console, id).case
    if case is None:
        return None
    act = _act(case, open_ids, console, now, chance, names)
    return _command(console, id, act, case, now, names)


def once_more(console: Console, id: str, now: datetime, names: Names) -> Command | None:
    """A dispatch that waited too long or came too late, asked for anew: one click on its card."""
    row = console.outbox.rows[id]
    case, act = seat.look(console, row.command.case).case, row.command.act
    if case is None:
        return None
    if row.reason == "assignment_changed" and isinstance(act, verb.Forward):
        act = verb.Reassign(act.opds, "tetap ke sini")
    return _command(console, case.id, act, case, now, names)


def in_the_place_of(console: Console, id: str, now: datetime, names: Names) -> Command | None:
    """What another left undelivered, asked for by whoever sits here; None for what is no longer
    in sight, and for a new report."""
    old = console.outbox.rows[id].command
    case = seat.look(console, old.case).case
    if case is None or isinstance(old.act, verb.Receive):
        return None
    return _command(console, case.id, old.act, case, now, names)


def _command(
    console: Console, case: str, act: verb.Verb, seen: Case | None, now: datetime, names: Names
) -> Command:
    expect = seen.assignment_no if seen is not None else None
    leans_on = seat.last_undecided(console, case)
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
    opds = chance.choice((("dishub",), ("dpupr",), ("dishub",), ("dpupr", "dishub")))
    photo = (f"{chance.getrandbits(32):08x}",)
    always: list[verb.Verb] = [
        verb.Note("v2 sudah ditelepon" if console.schema > 1 else "sudah ditelepon"),
        verb.Attach(photo),
    ]
    if console.person.role is Role.OPD_OPERATOR:
        return chance.choice([*_work(case, now, photo, "dishub"), *always])
    always += [
        verb.Edit("priority", case.priority, chance.choice(("normal", "urgent"))),
    ]
    if console.person.role is Role.SUPERVISOR:
        held = "yes" if case.secret else "no"
        always.append(verb.Edit("secret", held, "no" if case.secret else "yes"))
    if case.acts:
        always.append(verb.Undo(case.acts[-1].change))
    fitting: dict[State, list[verb.Verb]] = {
        State.RECEIVED: [
            verb.Forward(opds, "pju", "complaint"),
            verb.Forward(opds, "pju", "complaint"),
            verb.Answer("sudah dijawab"),
            verb.AskReporter("di mana?", ("place",)),
            *_merges(case, ids, console, chance),
        ],
        State.CLOSED: [verb.Object("masih gelap")],
        State.RETURNED: [verb.Complete("di depan pasar")],
        State.FORWARDED: [
            verb.Reassign(opds, "salah alamat"),
            *_work(case, now, photo, None),
            *_merges(case, ids, console, chance),
        ],
        State.ACCEPTED: _work(case, now, photo, None),
        State.ON_SITE: _work(case, now, photo, None),
        State.SCHEDULED: _work(case, now, photo, None),
        State.AWAITING_VALIDATION: [verb.Validate(), verb.Refuse("belum")],
        State.MERGED: [verb.Unmerge("beda"), verb.Note("menyusul")],
        State.RESOLVED: [verb.Object("masih gelap"), verb.Close()],
    }
    likely = fitting.get(case.state, [])
    return chance.choice([*likely, *likely, *always])


def _work(
    case: Case, now: datetime, photo: tuple[str, ...], default: str | None
) -> list[verb.Verb]:
    """What an agency reports of its part, by how far it is."""
    task = case.tasks[0] if case.tasks else None
    opd = None if len(case.tasks) < 2 else default or case.tasks[0].opd
    match task.state if task else None:
        case State.FORWARDED:
            return [verb.Accept("Pak Joko", opd), verb.Bounce("bukan kami", None, opd)]
        case State.ACCEPTED:
            return [verb.Start(opd), verb.Schedule("besok", now + timedelta(days=1), opd)]
        case State.ON_SITE | State.SCHEDULED:
            return [verb.Finish("selesai", photo, "", opd), verb.Start(opd)]
        case _:
            return []


def _merges(case: Case, ids: list[str], console: Console, chance: random.Random) -> list[verb.Verb]:
    """A merge never crosses the line between secret and not."""
    held = console.cache.cases
    others = [id for id in ids if id != case.id and id in held and held[id].secret == case.secret]
    return [verb.Merge(chance.choice(others))] if others else []
