"""The shift log: signed handovers, their receipts, and notes; entries are added, never altered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from db.domain import wire
from db.domain.case import Actor
from db.domain.handover import Handover, Line
from db.domain.personal import mask_personal
from db.domain.refused import Refused
from db.domain.states import Role

SIGNERS = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Who may hand over, take over and write in the shift log."""

LONGEST_REMARK = 2000
"""Characters of a remark or a note."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The signature of who takes over.

    `handover` is the id of the entry and `digest` what was seen of it (see `digest_of`); `opened`
    are the ids of the cases that were looked at.
    """

    handover: str
    digest: str
    opened: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, signed by `by` at `at`: exactly one of a handover, a receipt and a note."""

    id: str
    at: datetime
    by: Actor
    handover: Handover | None = None
    receipt: Receipt | None = None
    note: str = ""

    @property
    def kind(self) -> str:
        """What it is: `handover`, `receipt` or `note`."""
        if self.handover is not None:
            return "handover"
        return "receipt" if self.receipt is not None else "note"


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as the log has it: who delivered it to the server and when (None: not yet there).

    A signature that somebody else delivered was checked by the desk alone.
    """

    entry: Entry
    carrier: Actor | None = None
    recorded_at: datetime | None = None
    refused: str = ""

    @property
    def carried(self) -> bool:
        """Whether another person's session brought it."""
        return self.carrier is not None and self.carrier.id != self.entry.by.id


def digest_of(handover: Handover) -> str:
    """SHA-256 (hex) of what is signed."""
    return sha256(wire.canonical(wire.encode(handover))).hexdigest()


def masked(entry: Entry) -> Entry:
    """The entry with NIK, phone numbers and e-mail addresses masked in all that was typed."""
    given, receipt = entry.handover, entry.receipt
    if given is not None:
        lines = tuple(_masked_line(line) for line in given.lines)
        given = replace(given, lines=lines, remark=_clean(given.remark))
    if receipt is not None:
        receipt = replace(receipt, remark=_clean(receipt.remark))
    return replace(entry, handover=given, receipt=receipt, note=_clean(entry.note))


def _masked_line(line: Line) -> Line:
    reasons = tuple(replace(one, text=_clean(one.text)) for one in line.reasons)
    return replace(line, remark=_clean(line.remark), reasons=reasons)


def _clean(text: str) -> str:
    return mask_personal(text)[0]


def check(entry: Entry) -> None:
    """Raises Refused for an entry that no log takes."""
    given = (entry.handover is not None, entry.receipt is not None, bool(entry.note.strip()))
    if sum(given) != 1:
        raise Refused("log_empty")
    if entry.by.role not in SIGNERS:
        raise Refused("log_not_yours", role=entry.by.role.value)
    longest = max(map(len, _typed(entry)))
    if longest > LONGEST_REMARK:
        raise Refused("text_too_long", length=longest, limit=LONGEST_REMARK)
    kinds = mask_personal("\n".join(_typed(entry)))[1]
    if kinds or masked(entry) != entry:
        raise Refused("personal_data", field=entry.kind, kinds=", ".join(kinds))


def _typed(entry: Entry) -> list[str]:
    texts = [entry.note]
    if entry.handover is not None:
        texts += [entry.handover.remark, *(line.remark for line in entry.handover.lines)]
    if entry.receipt is not None:
        texts.append(entry.receipt.remark)
    return texts


def check_receipt(entry: Entry, given: Entry) -> None:
    """Raises Refused where `entry` is no valid receipt of the handover `given`."""
    if entry.receipt is None or given.handover is None:
        raise Refused("log_no_handover")
    if entry.by.id == given.by.id:
        raise Refused("log_same_person")
    if entry.receipt.digest != digest_of(given.handover):
        raise Refused("log_other_handover")
    left = set(given.handover.critical) - set(entry.receipt.opened)
    if left:
        raise Refused("log_not_opened", left=len(left))
