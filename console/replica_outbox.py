"""The upload half of a replica: which commands to send, and what becomes of each.

It knows nothing of downloads but how far the cache is, so a blocked download never stops it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from console.backoff import delay
from console.replica_events import (
    Answered,
    Cursor,
    Decided,
    Effect,
    Entry,
    Park,
    Push,
    PushFailed,
    Reoffer,
    Reoffered,
    Settle,
    Tell,
    Trouble,
    Unpark,
)

BATCH = 100
_DECISIONS = frozenset({"accepted", "same_effect", "rejected", "bad_wire"})


@dataclass(frozen=True, slots=True)
class Outbox:
    """The state of the upload half. `senders` are the authors for whom there is a session.

    `offered` is the history to which everything accepted in the last 30 days has been offered.
    """

    seed: int
    entries: tuple[Entry, ...] = ()
    senders: frozenset[str] = frozenset()
    offered: str = ""
    reoffering: bool = False
    sending: bool = False
    turn: int = 0
    at: float = 0.0
    failures: int = 0
    limit: int = BATCH
    stopped: bool = False
    key: str = ""


Step = tuple[Outbox, tuple[Effect, ...]]


def covers(entry: Entry, cursor: Cursor) -> bool:
    """Whether the command still lies on top of the base: undecided, or not yet in the cache."""
    if entry.stage != "decided":
        return True
    return entry.seq > 0 and (entry.epoch != cursor.epoch or entry.seq > cursor.seq)


def needs_action(entry: Entry) -> bool:
    """Whether an officer must deal with it."""
    rejected = entry.stage == "decided" and entry.outcome == "rejected"
    return rejected or entry.stage == "parked"


def woke(outbox: Outbox, now: float) -> Step:
    """Send the next batch if there is one and nothing is under way."""
    ready = not (outbox.sending or outbox.reoffering or outbox.stopped) and now >= outbox.at
    batch = _batch(outbox) if ready else ()
    if not batch:
        return outbox, ()
    ids = tuple(entry.id for entry in batch)
    outbox = _staged(outbox, frozenset(ids), "sent")
    outbox = replace(outbox, sending=True, turn=outbox.turn + 1)
    return outbox, (Push(outbox.turn, batch[0].author, ids),)


def due(outbox: Outbox) -> float | None:
    """When the next batch may go, None while there is none."""
    if outbox.sending or outbox.reoffering or outbox.stopped or not _batch(outbox):
        return None
    return outbox.at


def _batch(outbox: Outbox) -> tuple[Entry, ...]:
    """The oldest queued commands of one author, each after what it depends on."""
    undecided = {e.id for e in outbox.entries if e.stage in ("queued", "sent", "parked")}
    batch: list[Entry] = []
    for entry in outbox.entries:
        if entry.stage != "queued" or entry.author not in outbox.senders:
            continue
        if batch and entry.author != batch[0].author:
            continue
        if entry.depends_on in undecided:
            continue
        batch.append(entry)
        undecided.discard(entry.id)
        if len(batch) >= outbox.limit:
            break
    return tuple(batch)


def _staged(outbox: Outbox, ids: frozenset[str], stage: str) -> Outbox:
    entries = tuple(replace(e, stage=stage) if e.id in ids else e for e in outbox.entries)
    return replace(outbox, entries=entries)


def queued(outbox: Outbox, entry: Entry) -> Step:
    """One more command; parked at once when what it depends on is not going to happen."""
    if any(held.id == entry.id for held in outbox.entries):
        return outbox, ()
    lost = {held.id for held in outbox.entries if needs_action(held)}
    if entry.depends_on in lost:
        parked = replace(entry, stage="parked")
        return replace(outbox, entries=(*outbox.entries, parked)), (Park((entry.id,)),)
    return replace(outbox, entries=(*outbox.entries, entry)), ()


def answered(outbox: Outbox, event: Answered, cursor: Cursor, epoch: str, now: float) -> Step:
    """Each command of the batch has its own outcome; those of another history count for nothing."""
    if event.turn != outbox.turn or not outbox.sending:
        return outbox, ()
    sent = _sent(outbox)
    outbox = _staged(replace(outbox, sending=False), sent, "queued")
    if event.epoch != epoch or outbox.reoffering:
        return outbox, ()
    outbox = replace(outbox, failures=0, limit=BATCH, key="", at=now)
    not_yet = {one.id for one in event.decided if one.outcome not in _DECISIONS}
    outbox, effects = settle(outbox, event.decided, cursor, epoch)
    left = sent & {entry.id for entry in outbox.entries if entry.stage == "queued"}
    if not left:
        return outbox, effects
    outbox, parked = _unknown_dependency(outbox, left & not_yet)
    seed, wait = delay(1, outbox.seed)
    return replace(outbox, seed=seed, at=now + wait), (*effects, *parked)


def _unknown_dependency(outbox: Outbox, ids: frozenset[str]) -> Step:
    """The server does not know what these lean on, and neither does this desk any more."""
    held = {None, *(entry.id for entry in outbox.entries)}
    lost = [e.id for e in outbox.entries if e.id in ids and e.depends_on not in held]
    if not lost:
        return outbox, ()
    return _staged(outbox, frozenset(lost), "parked"), (Park(tuple(lost)),)


def _sent(outbox: Outbox) -> frozenset[str]:
    return frozenset(entry.id for entry in outbox.entries if entry.stage == "sent")


def settle(outbox: Outbox, decided: tuple[Decided, ...], cursor: Cursor, epoch: str) -> Step:
    """Take decisions to the book, from an answer or from the feed, whichever comes first."""
    known = {one.id: _normal(one) for one in decided if one.outcome in _DECISIONS}
    news = [e for e in outbox.entries if e.id in known and e.stage != "decided"]
    if not news:
        return outbox, ()
    entries = tuple(_with(e, known.get(e.id), epoch) for e in outbox.entries)
    fresh = tuple(known[entry.id] for entry in news)
    rejected = [one for one in fresh if one.outcome == "rejected"]
    outbox, parked = _park_dependents(replace(outbox, entries=entries), rejected)
    told = tuple(Tell(one.id, one.reason, one.facts) for one in rejected)
    return passed(outbox, cursor), (Settle(fresh), *parked, *told)


def _normal(one: Decided) -> Decided:
    """A malformed command will never be taken: for the officer it is rejected too."""
    return one if one.outcome != "bad_wire" else replace(one, outcome="rejected", seq=0)


def _with(entry: Entry, one: Decided | None, epoch: str) -> Entry:
    if one is None or entry.stage == "decided":
        return entry
    return replace(entry, stage="decided", outcome=one.outcome, epoch=epoch, seq=one.seq)


def _park_dependents(outbox: Outbox, rejected: list[Decided]) -> Step:
    lost = {one.id for one in rejected}
    parked: list[str] = []
    for entry in outbox.entries:  # in the order they were made, so one pass reaches them all
        if entry.depends_on in lost and entry.stage in ("queued", "sent"):
            lost.add(entry.id)
            if entry.stage == "queued":
                parked.append(entry.id)
    if not parked:
        return outbox, ()
    return _staged(outbox, frozenset(parked), "parked"), (Park(tuple(parked)),)


def passed(outbox: Outbox, cursor: Cursor) -> Outbox:
    """Forget commands that are decided and in the cache; an officer has to dismiss the rest."""
    entries = tuple(e for e in outbox.entries if covers(e, cursor) or needs_action(e))
    return outbox if len(entries) == len(outbox.entries) else replace(outbox, entries=entries)


def failed(outbox: Outbox, event: PushFailed, now: float) -> Step:
    """No answer: everything is kept, and sent again under the same ids."""
    if event.turn != outbox.turn or not outbox.sending:
        return outbox, ()
    sent = [entry for entry in outbox.entries if entry.stage == "sent"]
    outbox = _staged(replace(outbox, sending=False, key=event.key), _sent(outbox), "queued")
    if event.trouble is Trouble.DENIED:
        authors = {entry.author for entry in sent}
        return replace(outbox, senders=outbox.senders - authors), ()
    if event.trouble is Trouble.OUTDATED:
        return replace(outbox, stopped=True), ()
    if event.trouble is Trouble.UNFIT:
        return _smaller(outbox, sent, event.key, now)
    failures = outbox.failures + 1
    seed, wait = delay(failures, outbox.seed, event.wait)
    return replace(outbox, failures=failures, seed=seed, at=now + wait), ()


def _smaller(outbox: Outbox, sent: list[Entry], key: str, now: float) -> Step:
    """The server cannot read the batch: smaller ones, until the one at fault stands alone."""
    if len(sent) > 1:
        return replace(outbox, limit=max(1, len(sent) // 4), at=now), ()
    at_fault = tuple(Decided(entry.id, "bad_wire", reason=key) for entry in sent)
    return settle(replace(outbox, limit=BATCH, at=now), at_fault, Cursor("", 0, ""), "")


def dismissed(outbox: Outbox, id: str) -> Step:
    """The officer is done with it. What is still on its way cannot be dismissed."""
    kept = tuple(e for e in outbox.entries if e.id != id or not needs_action(e))
    return replace(outbox, entries=kept), ()


def asked_again(outbox: Outbox, id: str, now: float) -> Step:
    """A parked command is tried once more."""
    if not any(entry.id == id and entry.stage == "parked" for entry in outbox.entries):
        return outbox, ()
    return replace(_staged(outbox, frozenset({id}), "queued"), at=now), (Unpark((id,)),)


def offer(outbox: Outbox, epoch: str) -> Step:
    """Before anything is sent to a new history, what an earlier one accepted is queued again."""
    if outbox.offered == epoch or outbox.reoffering:
        return outbox, ()
    return replace(outbox, reoffering=True), (Reoffer(epoch),)


def reoffered(outbox: Outbox, event: Reoffered) -> Step:
    """The outbox has them in their old order; sending may go on."""
    held = {entry.id: entry for entry in outbox.entries}
    entries = tuple(_newer(e, held.pop(e.id, None), event.epoch) for e in event.entries)
    later = tuple(entry for entry in held.values() if not entry.seq)
    outbox = replace(outbox, entries=(*entries, *later), offered=event.epoch, reoffering=False)
    return replace(outbox, at=0.0), ()


def _newer(entry: Entry, held: Entry | None, epoch: str) -> Entry:
    """What became of it while the outbox was being written."""
    if held is None or entry.stage != "queued":
        return entry
    return held if held.stage == "sent" or (held.stage, held.epoch) == ("decided", epoch) else entry


def signed_in(outbox: Outbox, person: str, now: float) -> Step:
    """Commands of this person may be sent."""
    return replace(outbox, senders=outbox.senders | {person}, at=now, failures=0), ()


def signed_out(outbox: Outbox, person: str, draining: bool) -> Step:
    """Only what is queued already may be delivered, or nothing."""
    kept = outbox.senders if draining else outbox.senders - {person}
    return replace(outbox, senders=kept), ()


def hurried(outbox: Outbox, now: float) -> Outbox:
    """The server is back: no need to sit out a long back-off."""
    return replace(outbox, at=min(outbox.at, now + 1.0)) if outbox.failures else outbox
