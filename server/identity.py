"""Who reported: kept apart from the case, shown for a reason, and every look is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db import identities, journal
from db.domain.case import Actor, Case
from db.domain.commands import Receive
from db.domain.wire import BadWire
from db.identities import Identity
from db.rows import change_of
from server.ledger import Ledger
from server.problems import unknown
from server.scopes import may_see, scope_of
from server.writing import Writer

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Look:
    """The body of a look."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """What is known of a reporter."""

    name: str = ""
    phone: str = ""
    email: str = ""
    nik: str = ""

    def __post_init__(self) -> None:
        for field in ("name", "phone", "email", "nik"):
            if len(getattr(self, field)) > _LONGEST:
                raise BadWire(f".{field}", f"has more than {_LONGEST} characters")


@dataclass(frozen=True, slots=True)
class Named:
    """The body of PUT identity: the case of the report and who sent it."""

    case: str
    name: str = ""
    phone: str = ""
    email: str = ""
    nik: str = ""


async def look(
    writer: Writer, report: str, asked: Look, who: Actor, now: Callable[[], datetime]
) -> Identity:
    """Who sent a report. The look is in the audit before it is answered. Raises Problem 404."""
    if not asked.reason.strip() or len(asked.reason) > _LONGEST:
        raise BadWire("reason", f"say why, in 1 to {_LONGEST} characters")

    def looked(ledger: Ledger) -> Identity | None:
        found = identities.look(
            ledger.conn, report, who=who.id, at=now(), reason=asked.reason, desk=who.desk
        )
        case = ledger.pen.case(found.case) if found else None
        return found if case is not None and may_see(scope_of(who), case) else None

    identity = await writer.ask(looked)
    if identity is None:
        raise unknown("report with an identity")
    return identity


async def name(writer: Writer, report: str, given: Named, who: Actor) -> None:
    """Keep who sent a report. Raises Problem 404 when the case has no such report."""
    try:
        kept = Reporter(given.name, given.phone, given.email, given.nik)
    except BadWire as fault:
        raise BadWire(fault.place.removeprefix("."), fault.reason) from fault

    def named(ledger: Ledger) -> bool:
        case = ledger.pen.case(given.case)
        if case is None or not _may_name(ledger, case, report, who):
            return False
        if all(one.id != report for one in case.reports):
            return False
        identity = Identity(report, case.id, kept.name, kept.phone, kept.email, kept.nik)
        identities.put(ledger.conn, identity)
        return True

    if not await writer.ask(named):
        raise unknown("report in this case")


def _may_name(ledger: Ledger, case: Case, report: str, who: Actor) -> bool:
    """Whether this person sees the case, or wrote the report down: who called about what is hidden
    from officers has told one of them their name.
    """
    if may_see(scope_of(who), case):
        return True
    changes = (change_of(entry.body) for entry in journal.of_case(ledger.conn, case.id))
    return any(
        isinstance(change.act, Receive) and (change.act.report, change.by.id) == (report, who.id)
        for change in changes
    )
