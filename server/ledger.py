"""Deciding commands inside one transaction: seen before, dependencies, rules, journal, decision."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from db import climbs, deliveries, media
from db.book import Book, SqlBook
from db.decisions import Decision
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import SYSTEM, Case, Place
from db.domain.changes import Change, Fact, Outcome
from db.domain.city import City
from db.domain.commands import Command, Verb
from db.domain.decide import decide
from db.domain.dispatch import Altered
from db.domain.media import is_hash, named_by, of_case
from db.domain.personal import mask_personal
from db.domain.refused import Refused
from db.domain.wire import BadWire, canonical, encode
from db.identities import Identity
from db.journal import Pen
from db.store import Conn
from server.scopes import may_see, scope_of

LARGEST = 256 * 1024
"""Bytes of one command in canonical form."""

_OURS = uuid.UUID("c1f7a0de-3b5f-4f0e-9a55-0d6f3f1f6b42")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,63}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one command.

    `outcome` also knows `not_yet` and `bad_wire`, which decide nothing: they have no seq. Nor have
    rejections for `id_reused` and for another's command. `lacks` are media for want of which it is
    not decided yet.
    """

    id: str
    outcome: str
    seq: int = 0
    reason: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    place: str = ""
    lacks: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The answer on the wire."""
        told: dict[str, Any] = {"id": self.id, "outcome": self.outcome}
        if self.seq:
            told |= {
                "seq": self.seq,
                "reason": self.reason,
                "facts": dict(sorted(self.facts.items())),
            }
        else:
            told |= {k: v for k in ("place", "reason") if (v := getattr(self, k))}
            told |= {"facts": {"media": list(self.lacks)}} if self.lacks else {}
        return told


def body_hash(command: Command) -> str:
    """SHA-256 of what the author asked for; a changed role or desk makes it no other command."""
    plain = encode(command)
    plain["author"] = command.author.id
    body = canonical(plain)
    if len(body) > LARGEST:
        raise BadWire("", f"has {len(body)} bytes; at most {LARGEST} are taken")
    return hashlib.sha256(body).hexdigest()


def check_ids(command: Command) -> None:
    """Ids are short and plain, whatever program chose them. Raises BadWire."""
    report = getattr(command.act, "report", None)
    named = {
        "id": command.id,
        "case": command.case,
        "depends_on": command.depends_on,
        "act.report": report,
    }
    for place, value in named.items():
        if value is not None and not _ID.fullmatch(value):
            raise BadWire(place, "must be an id: 1 to 64 letters, digits and -_.:")


class Decider:
    """Decides commands over a book and a pen, whatever these are kept in."""

    def __init__(self, book: Book, pen: Pen, city: City, now: datetime) -> None:
        self._book = book
        self.pen = pen
        self.city = city
        self.now = now
        self._known: dict[str, Decision] = {}
        self._new: list[Decision] = []

    def prepare(self, ids: Iterable[str], cases: Iterable[str]) -> None:
        """Read earlier decisions and the cases of a whole group at once."""
        self._known = dict(self._book.decisions(set(ids)))
        self.pen.load(set(cases))

    def finish(self) -> None:
        """Write down the decisions made."""
        self._book.keep_decisions(self._new)

    def carry_out(self, command: Command, digest: str, lacks: tuple[str, ...] = ()) -> Answer:
        """Decide one command, once for ever. `digest` is its `body_hash`.

        `lacks` are media it names that are not here: it is not decided before they are.
        """
        stored = self._known.get(command.id)
        if stored is not None:
            if (stored.author, stored.body_hash) != (command.author.id, digest):
                return Answer(command.id, Outcome.REJECTED, reason="id_reused")
            return _told(stored)
        before = self._known.get(command.depends_on or "")
        if command.depends_on is not None and before is None:
            return Answer(command.id, "not_yet")
        if lacks:
            return Answer(command.id, "not_yet", lacks=lacks)
        return self._decided(command, digest, before)

    def _decided(self, command: Command, digest: str, before: Decision | None) -> Answer:
        command, original = _without_personal_data(command)
        try:
            if before is not None and before.outcome is Outcome.REJECTED:
                raise Refused("dependency_rejected", depends_on=before.id, reason=before.reason)
            if original:
                self._check_new_report(command)
            change = self._change(command)
        except Refused as no:
            return self._kept(self._refusal(command, no), command, digest)
        if original and isinstance(command.act, verb.Receive) and change.alters:
            held = Identity(command.act.report, command.case, original_text=original)
            self._book.keep_identity(held)
        return self._kept(change, command, digest)

    def _check_new_report(self, command: Command) -> None:
        """An id chosen twice must not replace what is kept of another reporter."""
        report = getattr(command.act, "report", "")
        if self._book.knows_reporter(report):
            raise Refused("report_exists", report=report)

    def _change(self, command: Command) -> Change:
        case = self.pen.case(command.case)
        number = ""
        if isinstance(command.act, verb.Receive):
            number = self.pen.number_for(self.city, self.now)
        elif not (self._in_sight(case, command) or _own_last_act(case, command)):
            raise Refused("unknown_case", case=command.case)
        other = self._other(case, command)
        return decide(case, command, self.city, self.now, other=other, number=number)

    def _other(self, case: Case | None, command: Command) -> Case | None:
        """The second case a command is about; one out of the author's sight does not exist."""
        if isinstance(command.act, verb.Merge):
            other = self.pen.root(command.act.into)
        elif case is None or case.master is None:
            return None
        elif isinstance(command.act, verb.Note | verb.Attach):
            return self.pen.root(case.master)
        else:
            return self.pen.case(case.master)
        return other if self._in_sight(other, command) else None

    def _in_sight(self, case: Case | None, command: Command) -> bool:
        return case is not None and may_see(scope_of(command.author), case)

    def _refusal(self, command: Command, no: Refused) -> Change:
        return Change(
            command.id,
            command.case,
            command.act,
            command.author,
            self.now,
            outcome=Outcome.REJECTED,
            reason=no.key,
            facts={k: _clean(v) if k in _QUOTED else v for k, v in no.facts.items()},
            made_at=command.made_at,
        )

    def _follow(self, altered: Altered) -> None:
        """A change was accepted; what hangs on it beside the case belongs in here."""

    def _name_media(self, change: Change, after: list[Case]) -> None:
        """Who sees one of these cases may see what it names: note it where that is asked."""

    def _hide_alike(self, change: Change, before: Case | None, after: Case) -> None:
        """What was merged into a case is as secret as it is, from the same moment on."""
        if before is None or before.secret is after.secret:
            return
        held, new = ("no", "yes") if after.secret else ("yes", "no")
        for case in self.pen.merged_into(after.id):
            id = str(uuid.uuid5(_OURS, f"hide alike {change.id} {case.id}"))
            act = verb.Edit("secret", held, new)
            command = Command(id, case.id, act, SYSTEM, self.now)
            self.carry_out(command, body_hash(command))

    def _kept(self, change: Change, command: Command, digest: str) -> Answer:
        """Number the change, write it to the journal with the cases it makes, keep the answer."""
        if not change.alters:
            change = replace(change, act=masked(change.act))
        change = replace(change, seq=self.pen.next_seq)
        before = self.pen.case(change.case)
        after = [apply(self.pen.case(case), change) for case in change.cases if change.alters]
        self.pen.add(change, *after)
        if after:
            self._follow(Altered(before, change, after[0]))
            self._hide_alike(change, before, after[0])
            self._name_media(change, after)
        decision = Decision(
            id=command.id,
            author=command.author.id,
            body_hash=digest,
            seq=change.seq,
            outcome=change.outcome,
            case=command.case,
            reason=change.reason,
            facts=dict(change.facts),
        )
        self._known[command.id] = decision
        self._new.append(decision)
        return _told(decision)


class Ledger(Decider):
    """The open transaction of the server's database. One group of jobs, then gone.

    With `delivers` the agencies are told what becomes theirs; not so when a past is made up.
    """

    def __init__(
        self, conn: Conn, pen: Pen, city: City, now: datetime, *, delivers: bool = True
    ) -> None:
        super().__init__(SqlBook(conn), pen, city, now)
        self.conn = conn
        self._delivers = delivers

    def _follow(self, altered: Altered) -> None:
        if self._delivers:
            deliveries.follow(self.conn, altered, self.city)
            climbs.follow(self.conn, altered, self.city)

    def _name_media(self, change: Change, after: list[Case]) -> None:
        named = set(filter(is_hash, named_by(change.act)))
        for case in after if named else ():
            media.name(self.conn, case.id, named & set(of_case(case)))


def _own_last_act(case: Case | None, command: Command) -> bool:
    """Whether an act is taken back by whose it is, that took the case out of their own sight."""
    act = command.act
    if case is None or not case.acts or not isinstance(act, verb.Undo):
        return False
    last = case.acts[-1]
    if (last.change, last.by) != (act.change, command.author.id):
        return False
    return may_see(scope_of(command.author), replace(case, **last.before))


def _told(decision: Decision) -> Answer:
    return Answer(
        decision.id, decision.outcome, decision.seq, decision.reason, dict(decision.facts)
    )


def _without_personal_data(command: Command) -> tuple[Command, str]:
    """A new report with personal data masked, and its text as it came ('' when nothing was).

    What was written for its place comes after the text, where that was masked too.
    """
    act = command.act
    if not isinstance(act, verb.Receive):
        return command, ""
    where = act.place.text if _clean(act.place.text) != act.place.text else ""
    clean = masked(act)
    original = "\n\n".join(filter(None, (act.text, where))) if clean != act else ""
    return replace(command, act=clean), original


def masked(act: Verb) -> Verb:
    """The verb with personal data masked in every free text; a refused one is kept too."""
    texts = {f.name: _clean(getattr(act, f.name)) for f in fields(act) if f.name in _FREE_TEXT}
    return replace(act, **texts)


def _clean(value: Any) -> Any:
    match value:
        case str():
            return mask_personal(value)[0]
        case tuple():
            return tuple(map(_clean, value))
        case Place():
            return replace(value, text=_clean(value.text), no_place=_clean(value.no_place))
        case _:
            return value


# Also what must be a word of the city's: a wrong one is quoted in the refusal.
_FREE_TEXT = frozenset(
    {
        "text", "note", "reason", "plan", "without_proof", "name", "target_body", "confirmed_by",
        "new", "old", "missing", "place", "old_place", "new_place", "rule", "field", "to", "opd",
        "opds", "channel", "category", "report_class", "priority",
    }
)  # fmt: skip

_QUOTED = frozenset({"value", "opd"})
"""Facts of a refusal that repeat what was sent."""
