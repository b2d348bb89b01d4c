"""What must hold after every step of a desk, by the numbers of the sync page's invariants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from console import replica
from tests.sim.broken import Broken
from tests.sim.journal import Journal
from tests.sim.model_console import Console


def check_step(
    console: Console,
    before: replica.State,
    due: float | None,
    now: datetime,
    histories: Mapping[str, Journal],
) -> None:
    """Everything that a step can break; only what has moved is looked at."""
    state = console.state
    moved = state.feed.cursor is not before.feed.cursor
    touched = state.outbox.entries is not before.outbox.entries
    if moved:
        _check_cache(console, histories)
    if moved or touched:
        _check_screen(console, histories)
        _check_answers(console)
    if touched:
        _check_parked(console, before)
    _check_clock(console, now)
    if due is not None and due <= console.boot():
        # It would keep the desk busy without end.
        raise Broken(f"6: {console.desk} never rests")


def _check_cache(console: Console, histories: Mapping[str, Journal]) -> None:
    """4, 5, 7, 19: the cache is what the server's journal said at this seq, and never falls back.

    The replica's cursor stands where the last page was reported; the file may be one page ahead.
    """
    cursor, watched = console.state.feed.cursor, console.watched
    if not cursor.epoch:
        return
    if cursor.seq < watched.top.get(cursor.epoch, 0):
        raise Broken(f"7: {console.desk} falls back to {cursor.seq}")
    watched.top[cursor.epoch] = cursor.seq
    journal = histories[cursor.epoch]
    if (cursor.epoch, cursor.seq) == watched.checked or console.cache.cursor != cursor:
        return
    watched.checked = (cursor.epoch, cursor.seq)
    if cursor.seq > journal.head or journal.chains[cursor.seq] != cursor.chain:
        raise Broken(f"4: {console.desk} has another history up to {cursor.seq}")
    held, truth = console.cache.docs, journal.views[console.cache.scope][cursor.seq]
    if watched.rotten and held.keys() == truth.keys():
        held = {**held, watched.rotten: truth.get(watched.rotten, b"")}
        truth = {watched.rotten: b"", **truth}
    if held != truth:
        ids = sorted(id for id in held.keys() | truth.keys() if held.get(id) != truth.get(id))
        raise Broken(f"5: {console.desk} differs from the server at {cursor.seq} in {ids}")


def _check_screen(console: Console, histories: Mapping[str, Journal]) -> None:
    """7, 9: a stored command is on the screen until the base holds it, a refused one for longer."""
    state, watched = console.state, console.watched
    shown = {entry.id for entry in state.overlay}
    acting = {entry.id for entry in state.needs_action}
    for id in watched.open - shown - acting - watched.dismissed - watched.withheld:
        if not _base_has(id, console, histories):
            raise Broken(f"7: {console.desk} drops {id} before the base has it")
    lost = watched.told - watched.dismissed - acting
    if lost:
        raise Broken(f"9: {console.desk} forgets {sorted(lost)} without a dismissal")


def _base_has(id: str, console: Console, histories: Mapping[str, Journal]) -> bool:
    """Whether the history of the cache decided it, at a seq that the cache has reached."""
    cursor = console.state.feed.cursor
    journal = histories.get(cursor.epoch)
    if journal is None:
        return True  # there is no base to show anything on
    kept = journal.decisions.get(id)
    return kept is not None and kept.seq <= cursor.seq


def _check_parked(console: Console, before: replica.State) -> None:
    """9: what leans on a command is held back in the very step in which that is rejected."""
    was = {entry.id: entry for entry in before.outbox.entries}
    now = console.state.outbox.entries
    fresh = {
        e.id for e in now
        if e.outcome == "rejected" and e.stage == "decided" and was.get(e.id, e).stage != "decided"
    }  # fmt: skip
    if not fresh:
        return
    for entry in now:
        old = was.get(entry.id)
        waits = old is not None and old.stage == "queued" and entry.stage == "queued"
        if waits and entry.depends_on in fresh:
            raise Broken(f"9: {entry.id} is not parked though what it leans on was rejected")


def _check_answers(console: Console) -> None:
    """3: within one history, an id is always answered the same."""
    epoch, answers = console.state.epoch, console.watched.answers
    for entry in console.state.outbox.entries:
        if entry.stage == "decided" and entry.seq and entry.epoch == epoch:
            said = (entry.outcome, entry.seq)
            if answers.setdefault((epoch, entry.id), said) != said:
                raise Broken(f"3: {entry.id} was {answers[epoch, entry.id]}, is {said}")


def _check_clock(console: Console, now: datetime) -> None:
    """10: a countdown shows at most what the server would. Looked at in every fourth step."""
    console.looks += 1
    if console.clock.verified and console.looks % 4 == 0:
        behind = now.timestamp() * 1000 - console.clock.now_ms()
        if behind > 0.5:
            raise Broken(f"10: {console.desk} is {behind:.1f} ms behind the server")
