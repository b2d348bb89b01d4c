"""Policy briefs on the server: signed while their numbers are so, and read by each as theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from db import past, policies
from db.domain.case import Actor
from db.domain.city import City
from db.domain.policy import (
    SPANS,
    WRITERS,
    Claim,
    Facts,
    Policy,
    Said,
    Signed,
    check,
    digest_of,
    moved,
)
from db.domain.refused import Refused
from db.domain.states import Role
from db.domain.wire import BadWire
from db.entries import chain_at
from db.epochs import Mark, head
from db.seals import Seal
from db.store import Conn
from server.changes import Feed
from server.writing import Writer

_AHEAD = timedelta(minutes=5)
"""By so much a desk's clock may run ahead."""

_FRESH = timedelta(days=1)
"""So long ago a brief that is signed now may have been counted."""


async def sign(
    writer: Writer,
    feed: Feed,
    city: City,
    seal: Seal,
    given: Policy,
    by: Actor,
    now: Callable[[], datetime],
) -> Signed:
    """Keep a brief whose numbers are what the journal makes of them now; the same again is answered
    as it was kept. Raises Refused, BadWire.
    """
    known = await feed.read(lambda conn: policies.one(conn, given.id))
    if known is not None:
        return _same(known, given)
    _check(given, by, now())
    facts, at = await feed.read(lambda conn: _counted(conn, given.facts, city))
    _check_numbers(given.facts, facts)
    return await writer.write(lambda conn: _kept(conn, given, at, seal, now()))


def _check(given: Policy, by: Actor, now: datetime) -> None:
    if (given.by.id, given.by.name, given.by.role) != (by.id, by.name, by.role):
        raise Refused("policy_not_yours")
    check(given)
    facts = given.facts
    if facts.period.weeks not in SPANS:
        raise BadWire("facts.period.weeks", f"must be one of {', '.join(map(str, SPANS))}")
    if max(facts.period.until, facts.at, given.at) > now + _AHEAD:
        raise Refused("policy_from_tomorrow")
    if facts.at < now - _FRESH:
        raise Refused("policy_stale")


def _counted(conn: Conn, facts: Facts, city: City) -> tuple[Facts, Mark]:
    return policies.counted(conn, facts.period, facts.at, city, city.claims_from)


def _check_numbers(given: Facts, now: Facts) -> None:
    if given != now:
        raise Refused("policy_moved", claims=len(moved(given, now)), cases=now.sums.cases)


def _kept(conn: Conn, given: Policy, at: Mark, seal: Seal, now: datetime) -> Signed:
    known = policies.one(conn, given.id)
    if known is not None:
        return _same(known, given)
    if head(conn).epoch != at.epoch or chain_at(conn, at.seq) != at.chain:
        raise Refused("policy_moved", claims=0, cases=given.facts.sums.cases)
    if given.replaces:
        before = policies.one(conn, given.replaces)
        if before is None:
            raise Refused("policy_unknown")
        if before.replaced:
            raise Refused("policy_replaced")
    return policies.add(conn, given, at, seal, now)


def _same(known: Signed, given: Policy) -> Signed:
    if known.digest != digest_of(given):
        raise Refused("id_reused")
    return known


# --- reading ---


def read(conn: Conn, id: str, reader: Actor, scope: str) -> Signed | None:
    """A signed brief as a person may read it: what was left out and who wrote it is seen by all who
    may read, the claims of others not by an agency's head; cases that are not theirs are not named.
    """
    kept = policies.one(conn, id)
    if kept is None or reader.role in WRITERS:
        return kept
    facts = kept.policy.facts
    left_out = {one.pair for one in kept.policy.said if one.dropped}
    told = [one for one in facts.claims if one.pair not in left_out]
    own = [one for one in told if _concerns(one, reader)]
    seen = past.allowed(conn, scope, {link.case for one in own for link in one.cases})
    pairs = {one.pair for one in own}
    claims = tuple(
        replace(one, cases=tuple(link for link in one.cases if link.case in seen)) for one in own
    )
    said = tuple(
        Said(*one.pair, dropped=True) if one.dropped else one
        for one in kept.policy.said
        if one.dropped or one.pair in pairs
    )
    policy = replace(kept.policy, facts=replace(facts, claims=claims), said=said)
    return replace(kept, policy=policy, hidden=len(told) - len(own))


def _concerns(claim: Claim, reader: Actor) -> bool:
    if reader.role is not Role.AGENCY_HEAD:
        return True
    return any(share.opd == reader.opd for share in claim.opds)
