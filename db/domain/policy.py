"""A policy brief: what rose in a period, by category and kelurahan, each claim with its cases.

Its numbers are counted from the cases and stand beside the sentences of who signs it; a sentence
takes them in by fields such as {count}, so that nobody can write a number that is not so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from db.domain import wire
from db.domain.brief import milliseconds
from db.domain.case import Actor, Case
from db.domain.city import City
from db.domain.clocks import soonest
from db.domain.hotspots import DAYS, Pair, Rule, baseline, standing_out
from db.domain.locating import smallest
from db.domain.personal import mask_personal
from db.domain.refused import Refused
from db.domain.states import Lane, Role, State, colour, lane
from db.domain.trail import on_time

WRITERS = frozenset({Role.SUPERVISOR})
"""Who may write and sign a brief."""

READERS = WRITERS | {Role.MAYOR, Role.AGENCY_HEAD}
"""Who may read what is signed; an agency's head the claims about the agency alone."""

LONGEST = 1000
"""Characters of one text in a brief."""

FIELDS = ("category", "place", "count", "usual", "late", "period", "agencies")
"""What a sentence may take in, as {count}."""

_RULES = {1: Rule(), 4: Rule(span=4, weeks=12), 13: Rule(span=13, weeks=26, least_weeks=13)}

SPANS = tuple(_RULES)
"""Weeks of a period: a week, a month, a quarter. Of whole weeks each has every weekday as often."""

_WEEK = timedelta(days=DAYS)
_DAY_MS = 86_400_000
_FIELD = re.compile(r"\{([^{}]*)\}")
_DIGIT = re.compile(r"\d")


def rule_of(weeks: int, least: int) -> Rule:
    """The rule for a period of so many weeks; no claim is of fewer than `least` cases."""
    return replace(_RULES[weeks], least=least)


@dataclass(frozen=True, slots=True)
class Period:
    """So many whole weeks until an instant (a midnight of the city), which is not in it."""

    until: datetime
    weeks: int

    @property
    def since(self) -> datetime:
        """Its first instant."""
        return self.until - self.weeks * _WEEK

    @property
    def reach(self) -> int:
        """From when on (ms) cases are to be known, to compare it."""
        return milliseconds(self.until) - _RULES[self.weeks].reach * _DAY_MS


class Row(NamedTuple):
    """What is counted of a case that is neither secret nor merged; `first_at` in ms."""

    id: str
    number: str
    state: str
    category: str
    area: str
    reports: int
    first_at: int


@dataclass(frozen=True, slots=True)
class Linked:
    """A case behind a claim."""

    case: str
    number: str


@dataclass(frozen=True, slots=True)
class OnTime:
    """How the cases of a claim stand against their deadlines, at the instant of the brief.

    `open` within time or without a deadline, `late` past one; finished ones `kept` or `broke` their
    promises, or were promised nothing (`free`); `out`: with the reporter, not ours, or archived.
    """

    open: int = 0
    late: int = 0
    kept: int = 0
    broke: int = 0
    free: int = 0
    out: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.open + self.late + self.kept + self.broke + self.free + self.out


@dataclass(frozen=True, slots=True)
class Share:
    """In so many cases of a claim an agency has a part; "" for cases that no agency has."""

    opd: str
    cases: int


@dataclass(frozen=True, slots=True)
class Claim:
    """`many` cases of a category came in within the period, in a kelurahan or ("") in the city.

    `before` came in within the weeks that it is held against.
    """

    category: str
    area: str
    many: int
    before: int
    on_time: OnTime
    opds: tuple[Share, ...]
    cases: tuple[Linked, ...]

    @property
    def pair(self) -> Pair:
        """What it is about."""
        return self.category, self.area


@dataclass(frozen=True, slots=True)
class Sums:
    """All cases of the period, each once: `cases` = red + yellow + green + grey = placed + lost.

    `placed` lie in a kelurahan, `lost` have none; `filed` have a category; `named` are behind a
    claim. `reports` counts what is merged with its master.
    """

    cases: int
    reports: int
    red: int
    yellow: int
    green: int
    grey: int
    placed: int
    lost: int
    filed: int
    named: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of a brief that is counted, as of `at`.

    The period is held against the `weeks` before it (0: the history is too short, and nothing can
    be claimed); `tested` pairs had enough cases to tell; no claim is of fewer than `least`.
    """

    period: Period
    at: datetime
    weeks: int
    tested: int
    least: int
    sums: Sums
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the supervisor says of a claim: a sentence with fields, a recommendation; or that it is
    left out of the brief.
    """

    category: str
    area: str
    text: str = ""
    advice: str = ""
    dropped: bool = False

    @property
    def pair(self) -> Pair:
        """The claim."""
        return self.category, self.area


@dataclass(frozen=True, slots=True)
class Policy:
    """A brief as it is signed by `by` at `at`; `replaces` is the id of an earlier one, or ""."""

    id: str
    at: datetime
    by: Actor
    facts: Facts
    said: tuple[Said, ...]
    remark: str = ""
    replaces: str = ""

    @property
    def shown(self) -> tuple[tuple[Claim, Said], ...]:
        """The claims that were not left out, each with what is said of it."""
        said = {one.pair: one for one in self.said}
        both = ((claim, said[claim.pair]) for claim in self.facts.claims if claim.pair in said)
        return tuple((claim, one) for claim, one in both if not one.dropped)


@dataclass(frozen=True, slots=True)
class Signed:
    """A brief as the server keeps it: true of the history up to change `seq` of `epoch`.

    `digest` is over the whole brief; `hidden` counts the claims that are not this reader's.
    `replaced` is the id of a later one that replaces it.
    """

    policy: Policy
    epoch: str
    seq: int
    chain: str
    digest: str
    seal: str
    recorded_at: datetime
    replaced: str = ""
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A signed brief in a list."""

    id: str
    at: datetime
    by: str
    until: datetime
    weeks: int
    replaces: str = ""
    replaced: str = ""


CasesOf = Callable[[Iterable[str]], Mapping[str, Case]]


def facts(
    rows: Iterable[Row], period: Period, at: datetime, city: City, least: int, cases_of: CasesOf
) -> Facts:
    """Count a period, as of `at`. `rows` are all cases since `period.reach`, secret and merged ones
    left out; `cases_of` looks up those behind the claims.
    """
    known, end = list(rows), milliseconds(period.until)
    begin = milliseconds(period.since)
    rule = rule_of(period.weeks, least)
    weeks = baseline({(end - 1 - row.first_at) // (DAYS * _DAY_MS) for row in known}, rule)
    inside = [row for row in known if begin <= row.first_at < end]
    kelurahan = _smallest(city)
    found, tested = (
        standing_out(_levels(known, end, weeks, rule, kelurahan), weeks, rule) if weeks else ([], 0)
    )
    ids = _ids(inside, kelurahan, {(one.category, one.area) for one in found})
    looked_up = cases_of({row.id for rows in ids.values() for row in rows})
    earlier = begin - weeks * DAYS * _DAY_MS
    before = Counter(
        pair for row in known if earlier <= row.first_at < begin for pair in _pairs(row, kelurahan)
    )
    claims = [_claim(pair, rows, before[pair], looked_up, at) for pair, rows in ids.items()]
    claims.sort(key=lambda one: (one.before * period.weeks - one.many * weeks, one.pair))
    sums = _sums(inside, kelurahan, len(looked_up))
    return Facts(period, at, weeks, tested, least, sums, tuple(claims))


def _smallest(city: City) -> frozenset[str]:
    return frozenset(area.code for area in smallest(city.areas.values()))


def _pairs(row: Row, kelurahan: frozenset[str]) -> tuple[Pair, ...]:
    """What a case counts for: its category in the city, and in its kelurahan."""
    if not row.category:
        return ()
    whole = (row.category, "")
    return (whole, (row.category, row.area)) if row.area in kelurahan else (whole,)


def _levels(
    rows: Iterable[Row], end: int, weeks: int, rule: Rule, kelurahan: frozenset[str]
) -> tuple[dict[Pair, list[int]], dict[Pair, list[int]]]:
    """Cases by days ago: of a kelurahan, and of the city."""
    days = (weeks + rule.span) * DAYS
    small: dict[Pair, list[int]] = defaultdict(lambda: [0] * days)
    whole: dict[Pair, list[int]] = defaultdict(lambda: [0] * days)
    for row in rows:
        ago = (end - 1 - row.first_at) // _DAY_MS
        if 0 <= ago < days:
            for pair in _pairs(row, kelurahan):
                (small if pair[1] else whole)[pair][ago] += 1
    return small, whole


def _ids(
    rows: Iterable[Row], kelurahan: frozenset[str], wanted: set[Pair]
) -> dict[Pair, list[Row]]:
    found: dict[Pair, list[Row]] = defaultdict(list)
    for row in rows:
        for pair in _pairs(row, kelurahan):
            if pair in wanted:
                found[pair].append(row)
    return found


def _claim(
    pair: Pair, rows: list[Row], before: int, looked_up: Mapping[str, Case], at: datetime
) -> Claim:
    cases = [looked_up[row.id] for row in rows]
    kinds = Counter(_stands(case, at) for case in cases)
    shares: Counter[str] = Counter()
    for case in cases:
        shares.update({task.opd for task in case.tasks} or {""})
    opds = sorted(shares.items(), key=lambda one: (one[0] == "", -one[1], one[0]))
    links = sorted((Linked(row.id, row.number) for row in rows), key=lambda one: one.number)
    return Claim(
        *pair,
        many=len(rows),
        before=before,
        on_time=OnTime(**kinds),
        opds=tuple(Share(*one) for one in opds),
        cases=tuple(links),
    )


def _stands(case: Case, at: datetime) -> str:
    """The field of OnTime that a case counts in."""
    if lane(case.state) is Lane.DONE:
        kept = on_time(case.clocks)
        return "free" if kept is None else "kept" if kept else "broke"
    if colour(case.state).value == "grey":
        return "out"
    clock = soonest(case.clocks)
    return "late" if clock is not None and clock.due < at else "open"


def _sums(rows: list[Row], kelurahan: frozenset[str], named: int) -> Sums:
    colours = Counter(colour(State(row.state)).value for row in rows)
    placed = sum(row.area in kelurahan for row in rows)
    return Sums(
        cases=len(rows),
        reports=sum(row.reports for row in rows),
        red=colours["red"],
        yellow=colours["yellow"],
        green=colours["green"],
        grey=colours["grey"],
        placed=placed,
        lost=len(rows) - placed,
        filed=sum(bool(row.category) for row in rows),
        named=named,
    )


# --- what has moved ---


class Moved(NamedTuple):
    """A claim that is not what it was: `was` and `now` cases, 0 where it was or is none."""

    category: str
    area: str
    was: int
    now: int


def moved(before: Facts, now: Facts) -> tuple[Moved, ...]:
    """The claims of which anything differs, also where as many cases are behind it."""
    were = {claim.pair: claim for claim in before.claims}
    are = {claim.pair: claim for claim in now.claims}
    found = []
    for pair in dict.fromkeys((*were, *are)):
        old, new = were.get(pair), are.get(pair)
        if old != new:
            found.append(Moved(*pair, old.many if old else 0, new.many if new else 0))
    return tuple(found)


# --- signing ---


def filled(text: str, values: Mapping[str, str]) -> str:
    """A sentence with its fields filled in; what is no field stays as it is."""
    return _FIELD.sub(lambda one: values.get(one[1], one[0]), text)


def masked(policy: Policy) -> Policy:
    """The brief with NIK, phone numbers and e-mail addresses masked in all that was typed."""
    said = tuple(map(said_masked, policy.said))
    return replace(policy, said=said, remark=mask_personal(policy.remark)[0])


def said_masked(said: Said) -> Said:
    """The same of one claim."""
    return replace(said, text=mask_personal(said.text)[0], advice=mask_personal(said.advice)[0])


def check(policy: Policy) -> None:
    """Raises Refused for a brief that nobody may sign."""
    if policy.by.role not in WRITERS:
        raise Refused("policy_not_yours")
    claims, said = policy.facts.claims, policy.said
    if sorted(one.pair for one in said) != sorted(one.pair for one in claims):
        raise Refused("policy_other_claims")
    few = next((one for one in claims if one.many < policy.facts.least), None)
    if few is not None:
        raise Refused("policy_too_few", least=policy.facts.least)
    for one in said:
        check_said(one)
    texts = (policy.remark, *(text for one in said for text in (one.text, one.advice)))
    longest = max(map(len, texts))
    if longest > LONGEST:
        raise Refused("text_too_long", length=longest, limit=LONGEST)
    kinds = mask_personal("\n".join(texts))[1]
    if kinds or masked(policy) != policy:
        raise Refused("personal_data", field="policy", kinds=", ".join(kinds))


def check_said(said: Said) -> None:
    """Raises Refused for a sentence without words, with a number that was typed, or a field that
    does not exist.
    """
    if said.dropped:
        return
    if not said.text.strip():
        raise Refused("policy_no_sentence")
    for field in _FIELD.findall(said.text):
        if field not in FIELDS:
            raise Refused("policy_no_field", field=field[:40])
    if _DIGIT.search(_FIELD.sub("", said.text)):
        raise Refused("policy_typed_number")


def digest_of(policy: Policy) -> str:
    """SHA-256 (hex) of what is signed."""
    return sha256(wire.canonical(wire.encode(policy))).hexdigest()
