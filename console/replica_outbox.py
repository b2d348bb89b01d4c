"""The upload half of a replica: which commands to send, and what becomes of each.

It knows nothing of downloads but how far the cache is, so a blocked download never stops it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from console.backoff import STOPPED_AGAIN, delay
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
    Upload,
)

BATCH = 100
BUSY = "busy"
"""The key of a push that the server asked to be left in peace for a while."""

SERVER_ERROR = "server_error"
"""The key of a push at which the server itself failed: it may fail at one command every time."""

_DECISIONS = frozenset({"accepted", "same_effect", "rejected", "bad_wire"})


@dataclass(frozen=True, slots=True)
class Outbox:
    """The state of the upload half. `senders` are the authors for whom there is a session.

    `asked` is when the batch under way was sent, `signed` when a session last began.
    `offered` is the history to which everything accepted in the last 30 days has been offered.
    `last` are commands at which the server failed: they go alone, when nothing else waits.
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
    last: frozenset[str] = frozenset()
    key: str = ""
    asked: float = 0.0
    signed: float = 0.0


Step = tuple[Outbox, tuple[Effect, ...]]


def covers(entry: Entry, cursor: Cursor) -> bool:
    """Whether the command still lies on top of the base: undecided, or not yet in the cache."""
    if entry.stage != "decided":
        return entry.stage != "withdrawn"  # what was given again in its place lies there
    return entry.seq > 0 and (entry.epoch != cursor.epoch or entry.seq > cursor.seq)


def needs_action(entry: Entry) -> bool:
    """Whether an officer must deal with it."""
    rejected = entry.stage == "decided" and entry.outcome == "rejected"
    return rejected or entry.stage == "parked"


def _is_over(entry: Entry) -> bool:
    """Whether it will not happen, unless an officer has it sent once more."""
    return needs_action(entry) or entry.stage == "withdrawn"


def woke(outbox: Outbox, now: float) -> Step:
    """Send the next batch if there is one and nothing is under way."""
    # Whatever brought it about, nothing waits unseen behind a command that is held back.
    held = frozenset(e.id for e in outbox.entries if e.stage in ("parked", "withdrawn"))
    outbox, parked = _park_dependents(outbox, held)
    ready = not (outbox.sending or outbox.reoffering) and now >= outbox.at
    batch = _batch(outbox) if ready else ()
    if not batch:
        return outbox, parked
    ids = tuple(entry.id for entry in batch)
    outbox = _staged(outbox, frozenset(ids), "sent")
    outbox = replace(outbox, sending=True, turn=outbox.turn + 1, asked=now)
    return outbox, (*parked, Push(outbox.turn, batch[0].author, ids))


def due(outbox: Outbox) -> float | None:
    """When the next batch may go, None while there is none."""
    if outbox.sending or outbox.reoffering or not _batch(outbox):
        return None
    return outbox.at


def _batch(outbox: Outbox) -> tuple[Entry, ...]:
    """The oldest queued commands of one author, each after what it depends on and its photos."""
    if not any(entry.stage == "queued" for entry in outbox.entries):
        return ()
    undecided = {e.id for e in outbox.entries if e.stage in ("queued", "sent", "parked")}
    batch: list[Entry] = []
    difficult: list[Entry] = []
    for entry in outbox.entries:
        if entry.stage != "queued" or entry.author not in outbox.senders:
            continue
        if batch and entry.author != batch[0].author:
            continue
        if entry.needs or entry.depends_on in undecided:
            continue
        if entry.id in outbox.last:
            difficult.append(entry)
            continue
        batch.append(entry)
        undecided.discard(entry.id)
        if len(batch) >= outbox.limit:
            break
    return tuple(batch or difficult[:1])


def _staged(outbox: Outbox, ids: frozenset[str], stage: str) -> Outbox:
    entries = tuple(replace(e, stage=stage) if e.id in ids else e for e in outbox.entries)
    return replace(outbox, entries=entries)


def queued(outbox: Outbox, entry: Entry) -> Step:
    """One more command; parked at once when what it depends on is not going to happen."""
    if any(held.id == entry.id for held in outbox.entries):
        return outbox, ()
    lost = {held.id for held in outbox.entries if _is_over(held)}
    if entry.depends_on in lost:
        parked = replace(entry, stage="parked")
        return replace(outbox, entries=(*outbox.entries, parked)), (Park((entry.id,)),)
    at = 0.0 if outbox.last else outbox.at  # the pause is for those at which the server failed
    return replace(outbox, entries=(*outbox.entries, entry), at=at), ()


def answered(outbox: Outbox, event: Answered, cursor: Cursor, epoch: str, now: float) -> Step:
    """Each command of the batch has its own outcome; those of another history count for nothing."""
    if event.turn != outbox.turn or not outbox.sending:
        return outbox, ()
    sent = _sent(outbox)
    outbox = _staged(replace(outbox, sending=False), sent, "queued")
    if outbox.reoffering:
        return outbox, ()
    if event.epoch != epoch:  # a history that was replaced: whoever answers for it must not spin
        return _failed_again(outbox, 0.0, now), ()
    last = frozenset[str]() if sent & outbox.last else outbox.last  # it took one: try all again
    outbox = replace(outbox, failures=0, limit=BATCH, last=last, key="", at=now)
    not_yet = {one.id for one in event.decided if one.outcome not in _DECISIONS}
    outbox, effects = settle(outbox, event.decided, cursor, epoch)
    left = sent & {entry.id for entry in outbox.entries if entry.stage == "queued"}
    if not left:
        return outbox, effects
    lacks = {one.id: _photos(one) for one in event.decided if one.id in left and _photos(one)}
    outbox, asked = _lacking(outbox, lacks)
    outbox, parked = _unknown_dependency(outbox, (left & not_yet) - lacks.keys())
    seed, wait = delay(1, outbox.seed)
    return replace(outbox, seed=seed, at=now + wait), (*effects, *asked, *parked)


def _photos(one: Decided) -> tuple[str, ...]:
    """The photos for want of which the server does not decide it yet."""
    media = one.facts.get("media") if one.outcome == "not_yet" else None
    return tuple(map(str, media)) if isinstance(media, list | tuple) else ()


def _lacking(outbox: Outbox, lacks: Mapping[str, tuple[str, ...]]) -> Step:
    """Commands that name photos the server has not; they wait until it has them."""
    if not lacks:
        return outbox, ()
    entries = tuple(replace(e, needs=lacks.get(e.id, e.needs)) for e in outbox.entries)
    hashes = tuple(dict.fromkeys(hash for lacking in lacks.values() for hash in lacking))
    return replace(outbox, entries=entries), (Upload(hashes),)


def ready(outbox: Outbox, hash: str) -> Step:
    """A photo is on the server: what waited for it alone may be sent."""
    entries = tuple(
        replace(e, needs=tuple(need for need in e.needs if need != hash)) if hash in e.needs else e
        for e in outbox.entries
    )
    return replace(outbox, entries=entries), ()


def gone(outbox: Outbox, hash: str) -> Step:
    """A photo is nowhere: what names it, and what leans on that, is for an officer to judge."""
    lost = frozenset(e.id for e in outbox.entries if hash in e.needs and e.stage == "queued")
    if not lost:
        return outbox, ()
    outbox, parked = _park_dependents(_staged(outbox, lost, "parked"), lost)
    ids = tuple(e.id for e in outbox.entries if e.id in lost)
    return outbox, (Park(ids), *parked)


def _unknown_dependency(outbox: Outbox, ids: frozenset[str]) -> Step:
    """The server does not know what these lean on, and will not hear of it from this desk.

    What an earlier history rejected is never offered again, for one.
    """
    held = {None, *(entry.id for entry in outbox.entries if not _is_over(entry))}
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
    ids = frozenset(one.id for one in rejected)
    outbox, parked = _park_dependents(replace(outbox, entries=entries), ids)
    told = tuple(Tell(one.id, one.reason, one.facts) for one in rejected)
    return passed(outbox, cursor), (Settle(fresh), *parked, *told)


def _normal(one: Decided) -> Decided:
    """A malformed command will never be taken: for the officer it is rejected too."""
    return one if one.outcome != "bad_wire" else replace(one, outcome="rejected", seq=0)


def _with(entry: Entry, one: Decided | None, epoch: str) -> Entry:
    if one is None or entry.stage == "decided":
        return entry
    return replace(entry, stage="decided", outcome=one.outcome, epoch=epoch, seq=one.seq)


def _park_dependents(outbox: Outbox, ids: frozenset[str]) -> Step:
    if not ids:
        return outbox, ()
    lost = set(ids)
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
    entries = tuple(e for e in outbox.entries if covers(e, cursor) or _is_over(e))
    return outbox if len(entries) == len(outbox.entries) else replace(outbox, entries=entries)


def failed(outbox: Outbox, event: PushFailed, now: float) -> Step:
    """No answer: everything is kept, and sent again under the same ids."""
    if event.turn != outbox.turn or not outbox.sending:
        return outbox, ()
    sent = [entry for entry in outbox.entries if entry.stage == "sent"]
    outbox = _staged(replace(outbox, sending=False, key=event.key), _sent(outbox), "queued")
    # A no to a session that another one has replaced meanwhile says nothing about that one.
    if event.trouble is Trouble.DENIED and outbox.asked >= outbox.signed:
        authors = {entry.author for entry in sent}
        return replace(outbox, senders=outbox.senders - authors), ()
    if event.trouble is Trouble.OUTDATED:
        return replace(outbox, failures=0, at=now + STOPPED_AGAIN), ()
    if event.trouble is Trouble.UNFIT:
        return _smaller(outbox, sent, event.key, now)
    if event.key == SERVER_ERROR:
        outbox = _singled_out(outbox, sent)
    return _failed_again(outbox, event.wait, now), ()


def _failed_again(outbox: Outbox, asked: float, now: float) -> Outbox:
    """One failure more in a row, and the pause that follows; `asked` seconds by the server."""
    failures = outbox.failures + 1
    seed, wait = delay(failures, outbox.seed, asked)
    return replace(outbox, failures=failures, seed=seed, at=now + wait)


def _smaller(outbox: Outbox, sent: list[Entry], key: str, now: float) -> Step:
    """The server cannot read the batch: smaller ones, until the one at fault stands alone."""
    if len(sent) > 1:
        return replace(outbox, limit=max(1, len(sent) // 4), at=now), ()
    at_fault = tuple(Decided(entry.id, "bad_wire", reason=key) for entry in sent)
    return settle(replace(outbox, limit=BATCH, at=now), at_fault, Cursor("", 0, ""), "")


def _singled_out(outbox: Outbox, sent: list[Entry]) -> Outbox:
    """Smaller batches, until the command at which the server fails is alone; it goes last then."""
    if len(sent) > 1:
        return replace(outbox, limit=max(1, len(sent) // 4))
    return replace(outbox, limit=BATCH, last=outbox.last | {entry.id for entry in sent})


def dismissed(outbox: Outbox, id: str) -> Step:
    """The officer is done with it. What is still on its way cannot be dismissed."""
    kept = tuple(e for e in outbox.entries if e.id != id or not _is_over(e))
    return replace(outbox, entries=kept), ()


def withdrawn(outbox: Outbox, id: str) -> Step:
    """It is not sent again. Should the server have taken it already, that decision still counts."""
    entries = tuple(_taken_back(e) if e.id == id else e for e in outbox.entries)
    return replace(outbox, entries=entries), ()


def _taken_back(entry: Entry) -> Entry:
    if entry.stage in ("decided", "withdrawn"):
        return entry
    was = "parked" if entry.stage == "parked" else "queued"
    return replace(entry, stage="withdrawn", was=was)


def reinstated(outbox: Outbox, id: str) -> Step:
    """It waits again, for what it leans on too; or is held back as it was."""
    entries = tuple(
        replace(e, stage=e.was) if e.id == id and e.stage == "withdrawn" else e
        for e in outbox.entries
    )
    return replace(outbox, entries=entries), ()


def asked_again(outbox: Outbox, id: str, now: float) -> Step:
    """A parked command is tried once more; the server says what it still lacks for it.

    Parked ones that it leans on go with it, or it would wait for them unseen.
    """
    parked = {entry.id: entry for entry in outbox.entries if entry.stage == "parked"}
    again: list[str] = []
    while id in parked:
        entry = parked.pop(id)
        again.insert(0, id)
        id = entry.depends_on or ""
    if not again:
        return outbox, ()
    entries = tuple(
        replace(e, stage="queued", needs=()) if e.id in again else e for e in outbox.entries
    )
    return replace(outbox, entries=entries, at=now), (Unpark(tuple(again)),)


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
    if held.stage in ("sent", "withdrawn") or (held.stage, held.epoch) == ("decided", epoch):
        return held
    return entry


def signed_in(outbox: Outbox, person: str, now: float) -> Step:
    """Commands of this person may be sent."""
    senders = outbox.senders | {person}
    return replace(outbox, senders=senders, at=now, failures=0, signed=now), ()


def signed_out(outbox: Outbox, person: str, draining: bool) -> Step:
    """Only what is queued already may be delivered, or nothing."""
    kept = outbox.senders if draining else outbox.senders - {person}
    return replace(outbox, senders=kept), ()


def hurried(outbox: Outbox, by: float) -> Outbox:
    """The server is there: no need to sit out a long back-off that it has not asked for."""
    if not outbox.failures or outbox.key == BUSY or outbox.at <= by:
        return outbox
    return replace(outbox, at=by)
