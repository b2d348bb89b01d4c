"""Policy briefs on a real server: signed by supervisors while true, and read by each as theirs."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from db import policies
from db.domain import commands as verb
from db.domain.case import Actor
from db.domain.policy import Policy, Said, Signed
from db.domain.states import Role
from db.domain.wire import decode, encode
from db.seals import Seal
from tests.server.briefs import AREA, RISEN, TOWN, brief, facts, received, rise
from tests.server.room import Desk, Room


def put(desk: Desk, policy: Policy) -> httpx.Response:
    return desk.http.put(f"/policies/{policy.id}", json=encode(policy))


def signed(desk: Desk, policy: Policy) -> Signed:
    answer = put(desk, policy)
    assert answer.status_code == 200, answer.text
    return decode(Signed, answer.json())


def refused(desk: Desk, policy: Policy) -> str:
    answer = put(desk, policy)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["key"])


def read(desk: Desk, id: str) -> Signed:
    answer = desk.http.get(f"/policies/{id}")
    assert answer.status_code == 200, answer.text
    return decode(Signed, answer.json())


def first(policy: Policy, **more: Any) -> Policy:
    """The brief with something else said of its first claim."""
    return replace(policy, said=(replace(policy.said[0], **more), *policy.said[1:]))


def test_a_brief_is_signed_once_and_says_where_in_the_journal_it_is_true(room: Room) -> None:
    rise(room)
    budi, counted = room.desk("budi"), facts(room)
    assert [claim.many for claim in counted.claims] == [RISEN, RISEN]
    assert counted.sums.cases == RISEN + 1  # and the one of the calm street
    assert {claim.area for claim in counted.claims} == {"", AREA}
    given = brief(budi, counted)
    kept = signed(budi, given)
    page = budi.page()
    assert (kept.policy, kept.epoch, kept.seq) == (given, room.epoch, page["head"])
    assert kept.chain == budi.pull(page["head"]).json()["chain"]
    received(room.desk("siti"), 0.5, "sampah", AREA)  # the journal goes on, the brief does not
    assert signed(budi, given) == kept
    assert read(budi, given.id) == kept
    assert refused(budi, replace(given, remark="lain")) == "id_reused"
    with closing(room.store()) as store, store.read() as conn:
        seal = Seal.held(conn)
        assert seal is not None
        assert policies.check(conn, seal, TOWN, whole=True) == []


def test_numbers_that_are_no_longer_so_are_not_signed(room: Room) -> None:
    risen = rise(room)
    budi, counted = room.desk("budi"), facts(room)
    given = brief(budi, counted)
    more = replace(counted.claims[0], many=RISEN + 1)
    typed = replace(given, facts=replace(counted, claims=(more, *counted.claims[1:])))
    assert refused(budi, typed) == "policy_moved"
    edit = verb.Edit("secret", "no", "yes")
    assert room.desk("budi").do(risen[0], edit)["outcome"] == "accepted"
    answer = put(budi, given)
    assert answer.status_code == 409
    assert (answer.json()["key"], answer.json()["facts"]["claims"]) == ("policy_moved", 2)
    again = brief(budi, facts(room, counted.period, counted.at))
    assert again.facts.claims[0].many == RISEN - 1
    assert signed(budi, again).policy == again


def test_who_may_not_sign(room: Room) -> None:
    rise(room)
    budi, siti = room.desk("budi"), room.desk("siti")
    given = brief(budi, facts(room))
    for login in ("siti", "hana", "walikota", "admin", "dewi"):
        assert put(room.desk(login), given).status_code == 403, login
    assert refused(budi, replace(given, by=siti.actor)) == "policy_not_yours"
    other = Actor("budi", "Orang Lain", Role.SUPERVISOR)
    assert refused(budi, replace(given, by=other)) == "policy_not_yours"
    assert siti.http.get("/policies").status_code == 403
    assert room.desk("admin").http.get("/policies").status_code == 403


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"text": "Naik 40 kasus di {place}"}, "policy_typed_number"),
        ({"text": "{real_count} kasus"}, "policy_no_field"),
        ({"text": "  "}, "policy_no_sentence"),
        ({"advice": "Hubungi Joko 081234567890"}, "personal_data"),
        ({"advice": "x" * 1001}, "text_too_long"),
        ({"area": "36.71.99"}, "policy_other_claims"),
    ],
)
def test_what_may_not_be_said(room: Room, typed: dict[str, str], why: str) -> None:
    rise(room)
    budi = room.desk("budi")
    assert refused(budi, first(brief(budi, facts(room)), **typed)) == why


def test_a_brief_of_the_future_or_of_last_week_is_not_signed(room: Room) -> None:
    rise(room)
    budi, counted = room.desk("budi"), facts(room)
    later = replace(counted.period, until=counted.period.until + timedelta(days=1))
    assert refused(budi, brief(budi, facts(room, later))) == "policy_from_tomorrow"
    stale = facts(room, at=counted.at - timedelta(days=2))
    assert refused(budi, brief(budi, stale)) == "policy_stale"
    odd = replace(counted, period=replace(counted.period, weeks=2))
    assert put(budi, brief(budi, odd)).status_code == 400


def test_a_later_version_says_what_it_replaces(room: Room) -> None:
    rise(room)
    budi, counted = room.desk("budi"), facts(room)
    old = brief(budi, counted)
    assert refused(budi, brief(budi, counted, replaces=old.id)) == "policy_unknown"
    signed(budi, old)
    new = brief(budi, counted, replaces=old.id)
    signed(budi, new)
    assert read(budi, old.id).replaced == new.id
    assert refused(budi, brief(budi, counted, replaces=old.id)) == "policy_replaced"
    listed = {one["id"]: one for one in budi.http.get("/policies").json()["policies"]}
    assert (listed[old.id]["replaced"], listed[new.id]["replaces"]) == (new.id, old.id)
    assert listed[new.id]["by"] == "Budi"


def test_each_reads_what_is_theirs(room: Room) -> None:
    risen = rise(room)
    budi, counted = room.desk("budi"), facts(room)
    pairs = [claim.pair for claim in counted.claims]
    given = brief(budi, counted)
    dropped = tuple(replace(one, dropped=one.pair == pairs[0]) for one in given.said)
    given = replace(given, said=dropped)
    kept = signed(budi, given)
    edit = verb.Edit("secret", "no", "yes")
    assert budi.do(risen[5], edit)["outcome"] == "accepted"

    mayor = read(room.desk("walikota"), given.id)
    assert [claim.pair for claim in mayor.policy.facts.claims] == pairs[1:]
    assert mayor.policy.facts.claims[0].many == RISEN
    named = {link.case for link in mayor.policy.facts.claims[0].cases}
    assert named == set(risen) - {risen[5]}
    assert Said(*pairs[0], dropped=True) in mayor.policy.said

    head = read(room.desk("hana"), given.id)  # of DLH, which has two of the cases
    assert {link.case for link in head.policy.facts.claims[0].cases} == set(risen[:2])
    assert head.hidden == 0
    assert (head.digest, head.seq) == (kept.digest, kept.seq)


def test_an_agencys_head_is_told_no_claim_of_other_agencies(room: Room) -> None:
    rise(room)
    siti, budi = room.desk("siti"), room.desk("budi")
    for n in range(8):
        received(siti, 1 + n / 2, "jalan-rusak", AREA)
    given = brief(budi, facts(room))
    signed(budi, given)
    head = read(room.desk("hana"), given.id)
    assert {claim.category for claim in head.policy.facts.claims} == {"sampah"}
    assert {one.category for one in head.policy.said} == {"sampah"}
    assert head.hidden == 2


def test_nothing_of_a_reporter_or_a_secret_case_is_in_it(room: Room) -> None:
    rise(room)
    budi = room.desk("budi")
    hidden = received(room.desk("siti"), 1, "sampah", AREA, secret=True)
    number = room.case(hidden).number
    given = brief(budi, facts(room))
    signed(budi, given)
    for login in ("budi", "walikota", "hana"):
        text = room.desk(login).http.get(f"/policies/{given.id}").text
        for planted in ("Joko", "0812", "rumahnya", "Daan Mogot", hidden, number):
            assert planted not in text, (login, planted)
