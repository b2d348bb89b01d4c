"""An administrator views as a role: its scope to the byte, no deed, no trace but the audit's."""

from __future__ import annotations

import json
import time
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest

from db import identities, journal, people
from db.domain import commands as verb
from db.domain.commands import LAWS, VERBS
from db.domain.states import Role
from server.people import ACCESS
from tests.server.room import CITY, Desk, Room, forward
from tests.server.test_deliveries import step, until
from tests.server.test_figures import asked
from tests.server.test_wall import every_route

ROLES = {
    "siti": {"role": "officer"},
    "budi": {"role": "supervisor"},
    "dewi": {"role": "opd_operator", "opd": "dlh"},
    "hana": {"role": "agency_head", "opd": "dlh"},
    "walikota": {"role": "mayor"},
}
"""Who sees what an administrator views as."""

ENDS_ITSELF = ("/session", "DELETE")


class View(Desk):
    """What an administrator views with."""

    def __init__(self, admin: Desk, **asked: str) -> None:
        answer = admin.http.post("/session/view", json=asked)
        assert answer.status_code == 200, answer.text
        self.told: dict[str, Any] = answer.json()
        self.room, self.actor = admin.room, admin.actor
        headers = {**admin.headers, "Authorization": f"Bearer {self.told['access']}"}
        self.http = httpx.Client(base_url=self.room.url, headers=headers, timeout=30)
        self.room._desks.append(self)


@pytest.fixture
def busy(room: Room) -> Room:
    """Cases of two agencies, secret ones among them, and one that nobody has."""
    siti, budi = room.desk("siti"), room.desk("budi")
    for opd in ("dlh", "dpupr"):
        for hidden in (False, True):
            case = room.received(siti, f"Untuk {opd}, {hidden=}")
            assert siti.do(case, forward(opd), 0)["outcome"] == "accepted"
            if hidden:
                budi.do(case, verb.Edit("secret", "no", "yes"))
    room.received(siti, "Belum diteruskan")
    return room


def seen(desk: Desk) -> dict[str, Any]:
    """All that a session is told of cases and of what they add up to."""
    page = desk.page(limit=5000, audit=True)
    told = {name: page[name] for name in ("from", "to", "chain", "changes", "audit")}
    answer = desk.http.get("/snapshot")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    told["snapshot"] = [{**lines[0], "server_time": ""}, *lines[1:]]
    for path in ("/figures", "/figures/arrivals", "/figures/cases"):
        told[path] = {**asked(desk, path), "server_time": ""}
    past = desk.http.get("/past", params={"at": desk.room.clock().isoformat()}).json()
    told["past"] = {**past, "at": ""}
    return told


@pytest.mark.parametrize("login", ROLES)
def test_a_view_is_told_what_the_role_is_told(busy: Room, login: str) -> None:
    view = View(busy.desk("admin"), **ROLES[login])
    assert seen(view) == seen(busy.desk(login))


def test_the_scopes_differ(busy: Room) -> None:
    admin = busy.desk("admin")
    counts = {login: seen(View(admin, **asked))["audit"]["cases"] for login, asked in ROLES.items()}
    assert counts == {"siti": 3, "budi": 5, "dewi": 2, "hana": 2, "walikota": 3}


@pytest.mark.parametrize("login", ROLES)
def test_nothing_but_reading_passes(busy: Room, login: str) -> None:
    view = View(busy.desk("admin"), **ROLES[login])
    with closing(busy.store()) as store, store.read() as conn:
        before = journal.head(conn)
    open_to_all = {"/session", "/session/refresh", "/wall/session"}
    deeds = [way for way in every_route(busy) if way[1] not in ("GET", "HEAD")]
    tried = [way for way in deeds if way[0] not in open_to_all and "/deliveries" not in way[0]]
    assert len(tried) > 10
    for path, method in tried:
        at = path.replace("{report}", "r").replace("{id}", "i").replace("{sha256}", "0" * 64)
        answer = view.http.request(method, at, content=b"{}")
        assert answer.status_code == 403, (path, method)
    with closing(busy.store()) as store, store.read() as conn:
        assert journal.head(conn) == before


def test_no_verb_passes(busy: Room) -> None:
    admin = busy.desk("admin")
    case = next(body["case"] for body in admin.bodies())
    for login, role in ROLES.items():
        view, real = View(admin, **role), busy.desk(login)
        for name in VERBS:
            plain = {"id": name, "case": case, "act": {"verb": name}}
            assert view.post(plain).status_code == 403, (login, name)
        assert view.post(real.command(case, verb.Note("x"))).status_code == 403
    assert Role.ADMIN not in LAWS[verb.Note].roles


def test_what_is_kept_from_administrators_is_kept_from_their_views(busy: Room) -> None:
    view, budi = View(busy.desk("admin"), role="supervisor"), busy.desk("budi")
    for path in ("/logbook?day=2026-11-26", "/filters"):
        assert budi.http.get(path).status_code == 200
        assert view.http.get(path).status_code == 403, path
    assert budi.http.get("/routing").status_code in (200, 204)
    assert view.http.get("/routing").status_code == 403


@pytest.mark.parametrize("login", ["siti", "budi", "dewi", "hana", "walikota"])
def test_only_administrators_view(room: Room, login: str) -> None:
    assert room.desk(login).http.post("/session/view", json={"role": "mayor"}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"role": "admin"}, "role"),
        ({"role": "channel"}, "role"),
        ({"role": "wall"}, "role"),
        ({"role": "agency_head"}, "opd"),
        ({"role": "agency_head", "opd": "tidak-ada"}, "opd"),
        ({"role": "mayor", "opd": "dlh"}, "opd"),
    ],
)
def test_what_nobody_views_as(room: Room, asked: dict[str, str], place: str) -> None:
    answer = room.desk("admin").http.post("/session/view", json=asked)
    assert (answer.status_code, answer.json()["place"]) == (400, place)


def test_every_view_is_in_the_audit(room: Room) -> None:
    admin = room.desk("admin")
    View(admin, role="mayor")
    View(admin, role="agency_head", opd="dlh")
    admin.http.post("/session/view", json={"role": "wall"})
    with closing(room.store()) as store, store.read() as conn:
        kept = identities.looks(conn)
    assert [(one.who, one.report, one.desk) for one in kept] == [
        ("admin", "view:agency_head:dlh", "meja 1"),
        ("admin", "view:mayor", "meja 1"),
    ]


def test_it_ends_by_itself_and_cannot_be_renewed(room: Room) -> None:
    view = View(room.desk("admin"), role="mayor")
    assert "refresh" not in view.told
    room.clock.ahead = ACCESS - timedelta(seconds=5)
    assert view.http.get("/city").status_code == 200
    room.clock.ahead = ACCESS + timedelta(seconds=1)
    answer = view.pull()
    assert (answer.status_code, answer.json()["key"]) == (401, "token_expired")
    renewed = view.http.post("/session/refresh", json={"refresh": view.told["access"]})
    assert renewed.status_code == 401


def test_it_ends_when_it_is_left_and_the_administrator_stays(room: Room) -> None:
    admin = room.desk("admin")
    view = View(admin, role="mayor")
    assert view.http.request(*reversed(ENDS_ITSELF)).status_code == 204
    assert view.pull().json()["key"] == "token_revoked"
    assert admin.pull().status_code == 200


def test_it_ends_with_the_next_one_and_with_the_sign_in(room: Room) -> None:
    admin = room.desk("admin")
    first, second = View(admin, role="mayor"), View(admin, role="officer")
    assert first.pull().json()["key"] == "token_revoked"
    assert second.pull().status_code == 200
    admin.http.delete("/session")
    assert second.pull().json()["key"] == "token_revoked"


def test_it_ends_when_who_views_is_no_administrator_any_more(room: Room) -> None:
    view = View(room.desk("admin"), role="mayor")
    with closing(room.store()) as store, store.write() as conn:
        people.change(conn, "admin", name="Admin", role=Role.OFFICER, opd=None, at=room.clock())
    end = time.monotonic() + 60
    while view.pull().status_code == 200 and time.monotonic() < end:
        time.sleep(0.1)  # what was looked up is trusted for a moment
    assert view.pull().json()["key"] == "token_revoked"


def test_it_is_nobodys_reading(room: Room) -> None:
    siti, admin = room.desk("siti"), room.desk("admin")
    case, other = room.received(siti), room.received(siti)
    siti.do(case, forward("dlh"), 0)
    siti.do(other, forward("dpupr"), 0)
    head = siti.page()["head"]
    view = View(admin, role="opd_operator", opd="dlh")
    with siti.following() as pages:
        next(pages)
        view.page(head)
        with view.following(head) as theirs:
            next(theirs)
            room.received(siti)
            next(page for page in theirs if page["to"] > head)
        assert view.http.put("/presence", json={"case": case, "mode": "view"}).status_code == 403
        room.desk("eko").page(head)
        body = until(siti, step("delivered", "dpupr"))
        told = [page["presence"] for page in pages_until(pages, body["id"]) if "presence" in page]
    assert body["case"] == other  # and of the case that was viewed nothing is known to be taken
    assert told == [] or not any(one["person"] == "admin" for here in told for one in here)
    steps = [one for one in siti.bodies() if one["act"]["verb"] == "deliver"]
    assert {one["case"] for one in steps} == {other}


def pages_until(pages: Any, change: str) -> list[dict[str, Any]]:
    """What a stream told until this change came."""
    found = []
    for page in pages:
        found.append(page)
        if any(one.get("body", {}).get("id") == change for one in page["changes"]):
            return found
    raise AssertionError("the stream ended")


def test_a_view_follows_and_says_its_city(room: Room) -> None:
    view = View(room.desk("admin"), role="agency_head", opd="dlh")
    assert (view.told["scope"], view.told["city"]) == ("opd:dlh", CITY)
    assert view.told["person"]["role"] == "agency_head"
