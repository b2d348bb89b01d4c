"""The clocks and the reply texts of a city pack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from string import Formatter

from db.domain.changes import KINDS as ALL_KINDS
from db.domain.city import Reply
from db.domain.clocks import ClockRule, Limit
from db.domain.commands import VERBS
from db.domain.plain_table import Table, unknown
from db.domain.states import Role

KINDS = ALL_KINDS - {"delivered", "escalated"}
"""What clocks listen to. News of a delivery or of a late clock never moves a deadline."""

CALENDARS = ("elapsed", "working_hours")
PRIORITIES = ("normal", "urgent", "emergency")
STEPS = frozenset(role.value for role in Role) - {Role.CHANNEL.value, Role.SYSTEM.value}
"""Whom an overdue clock may be told to, in turn."""

PLACEHOLDERS = frozenset(
    {
        "number", "text", "category", "area", "place", "opd", "channel", "arrived", "due",
        "officer", "desk", "city",
    }
)  # fmt: skip
"""What a reply text may take from its case."""

_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "working_days": 86400}
_YEARS = 3 * 366 * 86400


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The ids of the city by which a clock or a text may be narrowed to some cases."""

    channels: Collection[str]
    classes: Collection[str]


def read_clocks(table: Table, ids: Narrowing) -> tuple[ClockRule, ...]:
    """The clocks of clocks.toml in their order."""
    entries = table.entries("clock", required=True)
    rules = tuple(_rule(entry, ids) for entry in entries)
    for place, rule in enumerate(rules):
        if rule.id and any(_covers(earlier, rule) for earlier in rules[:place]):
            entries[place].fault(
                f"never applies: an earlier {rule.id!r} covers the same cases and days; "
                "put the narrower one first",
                "id",
            )
    table.close()
    return rules


def _rule(table: Table, ids: Narrowing) -> ClockRule:
    calendar = table.choice("calendar", CALENDARS, "calendar")
    starts = frozenset(table.choices("starts", KINDS, "kind of change"))
    if table.has("starts") and not starts:
        table.fault("needs at least one kind of change", "starts")
    rule = ClockRule(
        id=table.slug("id"),
        name=table.text("name"),
        limit=_limit(table.table("limit"), calendar),
        calendar=calendar,
        starts=starts,
        stops=frozenset(table.choices("stops", KINDS, "kind of change")),
        pauses=frozenset(table.choices("pauses", KINDS, "kind of change", ())),
        resumes=frozenset(table.choices("resumes", KINDS, "kind of change", ())),
        warn=table.number("warn", 0.01, 1.0, 0.8),
        channels=frozenset(table.choices("channels", ids.channels, "channel", ())),
        classes=frozenset(table.choices("classes", ids.classes, "class", ())),
        priorities=frozenset(table.choices("priorities", PRIORITIES, "priority", ())),
        citation=table.text("citation"),
        valid_from=table.day("valid_from") or date.min,
        steps=table.choices("steps", STEPS, "role", ()),
    )
    _check_pauses(table, rule)
    table.close()
    return rule


def _check_pauses(table: Table, rule: ClockRule) -> None:
    if rule.pauses and not rule.resumes:
        table.fault("it can pause but nothing resumes it", "pauses")
    both = rule.pauses & (rule.stops | rule.resumes)
    if both:
        table.fault(f"{min(both)!r} cannot also stop or resume the clock", "pauses")


def _limit(table: Table, calendar: str) -> Limit:
    """Exactly one unit of time, such as { hours = 24 } or { working_days = 5 }."""
    given = [unit for unit in _UNITS if table.has(unit)]
    table.close()
    if len(given) != 1:
        if not table.broken:
            table.fault(f"needs exactly one of {', '.join(_UNITS)}; it has {len(given)}")
        return Limit()
    unit = given[0]
    if unit == "working_days" and calendar == "elapsed":
        table.fault('working days need calendar = "working_hours"; or give days', unit)
    if unit == "days" and calendar == "working_hours":
        table.fault('days of 24 hours need calendar = "elapsed"; or give working_days', unit)
    amount = table.whole(unit, 1, _YEARS // _UNITS[unit])
    return Limit(days=amount) if "days" in unit else Limit(seconds=amount * _UNITS[unit])


def _covers(earlier: ClockRule, later: ClockRule) -> bool:
    """Whether every case and day of `later` already belongs to `earlier`."""
    pairs = (
        (earlier.channels, later.channels),
        (earlier.classes, later.classes),
        (earlier.priorities, later.priorities),
    )
    return (
        earlier.id == later.id
        and earlier.valid_from <= later.valid_from
        and all(not wide or (bool(narrow) and narrow <= wide) for wide, narrow in pairs)
    )


def read_replies(table: Table, ids: Narrowing) -> tuple[Reply, ...]:
    """The texts of replies.toml in their order."""
    entries = table.entries("reply")
    replies = tuple(_reply(entry, ids) for entry in entries)
    check_once(entries, [reply.id for reply in replies], "id")
    table.close()
    return replies


def _reply(table: Table, ids: Narrowing) -> Reply:
    reply = Reply(
        id=table.slug("id"),
        act=table.choice("act", VERBS, "act"),
        title=table.text("title"),
        text=table.text("text"),
        classes=frozenset(table.choices("classes", ids.classes, "class", ())),
    )
    _check_places(table, reply.text)
    table.close()
    return reply


def _check_places(table: Table, text: str) -> None:
    """Every {place} of a text is a known one, and written plainly."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        table.fault("a { or } stands alone; write {{ or }} for the sign itself", "text")
        return
    for _, name, form, conversion in parts:
        if name is not None and name not in PLACEHOLDERS:
            table.fault(unknown("placeholder", name, PLACEHOLDERS), "text")
        elif form or conversion:
            table.fault(f"write {{{name}}} with nothing after the name", "text")


def check_once(entries: list[Table], ids: list[str], key: str) -> None:
    """Complain of every entry whose id an earlier entry has; both lists in the pack's order."""
    first: dict[str, int] = {}
    for place, name in enumerate(ids):
        if name and name in first:
            entries[place].fault(f"{name!r} is taken: entry {first[name] + 1} has it", key)
        elif name:
            first[name] = place
