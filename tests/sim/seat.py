"""What whoever sits at a desk does there: looks, asks, clears up, comes and goes."""

from __future__ import annotations

from collections.abc import Callable

from console.replica_events import (
    AskedAgain,
    Dismissed,
    Entry,
    Queued,
    Reinstated,
    SignedIn,
    SignedOut,
    Withdrawn,
)
from db.domain import commands as verb
from db.domain.case import Actor
from db.domain.commands import Command
from db.domain.overlay import Overlay, apply_local
from tests.sim.desk_files import Row
from tests.sim.model_console import Console
from tests.sim.model_server import photos_of
from tests.sim.small_city import CITY


def look(console: Console, case: str) -> Overlay:
    """The case as it is on the screen: base, and the outbox on top."""
    rows, cases = console.outbox.rows, console.cache.cases
    commands = [rows[e.id].command for e in console.state.overlay if e.case == case]
    masters = {c.act.into for c in commands if isinstance(c.act, verb.Merge)}
    base = cases.get(case)
    if base is not None and base.master:
        masters.add(base.master)
    other = cases.get(min(masters)) if masters else None
    return apply_local(base, commands, CITY, other=other)


def last_undecided(console: Console, case: str) -> str | None:
    """The officer's previous undecided command on the case."""
    mine = (case, console.person.id)
    entries = console.state.outbox.entries
    found = [e.id for e in entries if (e.case, e.author) == mine and e.stage != "decided"]
    return found[-1] if found else None


def submit(console: Console, command: Command, then: Callable[[], None] = lambda: None) -> None:
    """Write, sync, and only then say that it is stored; `then` is called after that."""
    console.outbox.photos.update(photos_of(command))
    row = Row(command)

    def put() -> None:
        console.outbox.put(row)
        console.soon(synced)

    def synced() -> None:
        console.outbox.keep(row)
        console.watched.stored(command)
        entry = Entry(command.id, command.case, command.author.id, command.depends_on)
        console.post(Queued(console.needing(entry)))
        console.world.bring_photos(console)
        then()

    console.soon(put)


def is_stranded(console: Console, entry: Entry) -> bool:
    """Whether another left this here and nobody who may send it has a session at this desk."""
    held = console.state.outbox.senders
    return entry.stage == "queued" and entry.author not in {console.person.id, *held}


def withhold(console: Console, id: str) -> None:
    """Somebody is about to give this command again: it is not sent meanwhile."""
    console.watched.withheld.add(id)
    console.post(Withdrawn(id))


def reinstate(console: Console, id: str) -> None:
    """It was not given again after all."""
    console.watched.withheld.discard(id)
    console.post(Reinstated(id))


def give_again(console: Console, id: str, fresh: Command) -> None:
    """What its author cannot send any more, as a command of whoever sits here now."""
    withhold(console, id)

    def withdraw() -> None:
        if console.outbox.rows[id].state in ("queued", "parked"):
            console.outbox.alter(id, "withdrawn")
            console.world.seen["withdrawn"] += 1

    submit(console, fresh, then=lambda: console.soon(withdraw))


def dismiss(console: Console, id: str) -> None:
    """The officer is done with a command that failed."""

    def written() -> None:
        row = console.outbox.rows[id]
        if row.state == "queued" or row.outcome in ("accepted", "same_effect"):
            return
        console.outbox.alter(id, "dismissed", row.outcome, row.seq, row.reason)
        console.watched.dismissed.add(id)
        console.post(Dismissed(id))

    console.soon(written)


def ask_again(console: Console, id: str) -> None:
    """A parked command is tried once more."""
    console.watched.asked_again.add(id)
    console.post(AskedAgain(id))


def leave(console: Console) -> None:
    """Sign out; the session drains when something waits."""
    me = console.person.id
    waits = any(entry.author == me for entry in console.state.waiting)
    console.world.seen["draining"] += waits
    console.away = True
    if waits:
        console.leaving.add(me)
    else:
        console.sessions.discard(me)
    console.post(SignedOut(me, waits))


def enter(console: Console, person: Actor, scope: str) -> None:
    """Sign in, over whatever data is here."""
    console.person, console.away = person, False
    console.sessions.add(person.id)
    console.leaving.discard(person.id)
    console.scope = scope
    if console.cache.cursor is not None and console.cache.scope != scope:
        console.world.seen["scope changed"] += 1
        console.damage_cache()
    console.post(SignedIn(person.id))


def readmit(console: Console) -> None:
    """Whoever has something waiting here signs in once more, to see it delivered."""
    for author in sorted({entry.author for entry in console.state.waiting}):
        if author not in console.state.outbox.senders:
            console.sessions.add(author)
            if author != console.person.id:
                console.leaving.add(author)
            console.post(SignedIn(author, reads=author == console.person.id))
