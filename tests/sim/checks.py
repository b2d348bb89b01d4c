"""The invariants of the sync page, by their numbers, as far as the model has what they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from console import replica
from tests.sim.model_console import Console
from tests.sim.model_server import Broken, Journal, Server
from tests.sim.small_city import SCOPES

if TYPE_CHECKING:
    from tests.sim.world import World


def check_cache(server: Server, console: Console, histories: Mapping[str, Journal]) -> None:
    """4, 5, 7, 12: the cache is what the server's journal said at this seq, and never falls back.

    The replica's cursor stands where the last page was reported; the file may be one page ahead.
    """
    cursor = console.state.feed.cursor
    if not cursor.epoch:
        return
    if cursor.seq < console.top.get(cursor.epoch, 0):
        raise Broken(f"7: {console.person.id} falls back to {cursor.seq}")
    console.top[cursor.epoch] = cursor.seq
    journal = histories.get(cursor.epoch)
    if journal is None or (cursor.epoch, cursor.seq) == console.checked:
        return
    console.checked = (cursor.epoch, cursor.seq)
    if journal.chain_at(cursor.seq) != cursor.chain:
        raise Broken(f"4: {console.person.id} has another history up to {cursor.seq}")
    if console.docs != journal.views[SCOPES[console.person.id]][cursor.seq]:
        raise Broken(f"5: {console.person.id} differs from the server at {cursor.seq}")


def check_screen(console: Console, histories: Mapping[str, Journal]) -> None:
    """7, 9: a stored command is on the screen until the base holds it, a refused one for longer."""
    state = console.state
    shown = {entry.id for entry in state.overlay}
    acting = {entry.id for entry in state.needs_action}
    for id in console.stored - shown - acting - console.dismissed:
        if not _base_has(id, console, histories):
            raise Broken(f"7: {console.person.id} drops {id} before the base has it")
    lost = console.told - console.dismissed - acting
    if lost:
        raise Broken(f"9: {console.person.id} forgets {sorted(lost)} without a dismissal")


def _base_has(id: str, console: Console, histories: Mapping[str, Journal]) -> bool:
    """Whether the history of the cache decided it, at a seq that the cache has reached."""
    cursor = console.state.feed.cursor
    journal = histories.get(cursor.epoch)
    if journal is None:
        return True  # there is no base to show anything on
    kept = journal.decisions.get(id)
    return kept is not None and kept.decided.seq <= cursor.seq


def check_rest(console: Console) -> None:
    """A replica that asks to be woken at once, again and again, would keep the desk busy."""
    due = replica.next_wake(console.state)
    if due is not None and due <= console.boot():
        raise Broken(f"0: {console.person.id} never rests")


def check_answers(console: Console) -> None:
    """3: within one history, an id is always answered the same."""
    epoch = console.state.epoch
    for entry in console.state.outbox.entries:
        if entry.stage == "decided" and entry.seq and entry.epoch == epoch:
            said = (entry.outcome, entry.seq)
            if console.answers.setdefault((epoch, entry.id), said) != said:
                raise Broken(f"3: {entry.id} was {console.answers[epoch, entry.id]}, is {said}")


def check_clock(console: Console, now: datetime) -> None:
    """10: a countdown shows at most what the server would."""
    if console.clock.verified:
        behind = now.timestamp() * 1000 - console.clock.now_ms()
        if behind > 0.5:
            raise Broken(f"10: {console.person.id} is {behind:.1f} ms behind the server")


def check_journal_kept(server: Server, public: int | None) -> None:
    """12, 13: what was shown or answered before a crash is there after it."""
    if public is not None and server.journal.head < public:
        raise Broken(f"13: the server lost {public - server.journal.head} committed changes")


def check_end(world: World) -> None:
    """1, 2, 6, 15: half a minute after the last fault, everybody agrees and nothing is lost."""
    journal = world.server.journal
    for console in world.consoles:
        who, cursor = console.person.id, console.state.feed.cursor
        if (cursor.epoch, cursor.seq) != (journal.epoch, world.server.public):
            raise Broken(f"6: {who} is at {cursor.seq} of {world.server.public}")
        if console.docs != world.server.sight(who, world.server.public):
            raise Broken(f"6: {who} agrees on the seq and differs in a case")
        left = [e.id for e in console.state.waiting]
        if left:
            raise Broken(f"6: {who} still has {left} to send")
        _check_rows(console, journal)


def _check_rows(console: Console, journal: Journal) -> None:
    for id in console.stored:
        row = console.rows[id]
        if row.state in ("parked", "dismissed") or row.outcome == "rejected":
            continue
        kept = journal.decisions.get(id)
        if kept is None:
            raise Broken(
                f"15: {id} was {row.outcome or row.state}; this history has not heard of it"
            )
        if kept.decided.outcome != row.outcome:
            raise Broken(f"3: {id} is {row.outcome} here and {kept.decided.outcome} there")


def check_independence(
    world: World, pushes: Console, pulls: Console, begun: Mapping[str, int]
) -> None:
    """16: a blocked outbox does not stop downloads, nor a blocked download the outbox."""
    if pushes.state.feed.cursor.seq != world.server.public:
        raise Broken(f"16: {pushes.person.id} cannot push and does not download either")
    if len(pushes.stored) > begun[pushes.person.id]:
        world.seen["downloads with a blocked outbox"] += bool(pushes.state.waiting)
    if pulls.state.waiting:
        raise Broken(f"16: {pulls.person.id} cannot download and does not push either")
    world.seen["uploads with a blocked feed"] += len(pulls.stored) > begun[pulls.person.id]
