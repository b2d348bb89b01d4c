"""The server's registers: decisions, people, sessions, identities, sources."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db import decisions, identities, people, sessions, sources
from db.decisions import Decision
from db.domain.changes import Outcome
from db.domain.states import Role
from db.identities import Identity, Look
from db.people import Person
from db.sessions import ACCESS, REFRESH, Session
from db.sources import Import, Source
from db.store import Conn, Store
from tests.db.history import NOW

SARI = Person("p-1", "sari", "Sari", Role.OFFICER, None, "hash", True, NOW)
OPD = Person("p-2", "andi", "Andi", Role.OPD_OPERATOR, "dishub", "hash", True, NOW)
LATER = NOW + timedelta(minutes=15)


def test_a_decision_is_told_again_as_it_was(server: Store) -> None:
    yes = Decision("c-1", "p-1", "aa", 4, Outcome.ACCEPTED, "case-1")
    no = Decision(
        "c-2", "p-1", "bb", 5, Outcome.REJECTED, "case-1", "taken", {"by": "Budi", "n": 2}
    )
    with server.write() as conn:
        decisions.put(conn, [yes, no])
        decisions.put(conn, [])
    with server.read() as conn:
        assert decisions.known(conn, ["c-1", "c-2", "c-3"]) == {"c-1": yes, "c-2": no}

    def decide_again() -> None:
        with server.write() as conn:
            decisions.put(conn, [replace(yes, outcome=Outcome.REJECTED)])

    with pytest.raises(IntegrityError):
        decide_again()


def test_people_have_one_login_each(server: Store) -> None:
    with server.write() as conn:
        assert people.add(conn, SARI)
        assert people.add(conn, OPD)
        assert not people.add(conn, replace(SARI, id="p-3"))
        assert not people.add(conn, replace(SARI, login="other"))
        assert people.set_password(conn, "p-1", "new")
        assert people.set_active(conn, "p-1", False)
        assert people.change(conn, "p-1", name="Sari A", role=Role.SUPERVISOR, opd=None, at=NOW)
        assert not people.set_active(conn, "p-9", False)
    with server.read() as conn:
        sari = replace(SARI, password_hash="new", active=False, name="Sari A", role=Role.SUPERVISOR)
        assert people.everyone(conn) == [OPD, sari]
        assert people.one(conn, "p-1") == people.by_login(conn, "sari") == sari
        assert people.one(conn, "p-9") is None


def test_other_rights_end_every_token_and_another_name_ends_none(server: Store) -> None:
    with server.write() as conn:
        people.add(conn, SARI)
        people.add(conn, OPD)
        hers = Session("h-1", "p-1", ACCESS, "f-1", "desk", NOW, LATER)
        other = Session("h-2", "p-2", ACCESS, "f-2", "desk", NOW, LATER)
        sessions.put(conn, hers, other)
        people.change(conn, "p-1", name="Sari A", role=SARI.role, opd=SARI.opd, at=LATER)
        assert sessions.one(conn, "h-1") == hers
        people.change(conn, "p-1", name="Sari A", role=Role.MAYOR, opd=None, at=LATER)
        assert sessions.one(conn, "h-1") == replace(hers, revoked=LATER)
        assert sessions.one(conn, "h-2") == other


def test_a_session_is_known_by_its_hash_and_can_be_taken_back(server: Store) -> None:
    access = Session("h-1", "p-1", ACCESS, "f-1", "desk", NOW, LATER)
    refresh = Session("h-2", "p-1", REFRESH, "f-1", "desk", NOW)
    other = Session("h-3", "p-2", ACCESS, "f-2", "desk", NOW, LATER)
    with server.write() as conn:
        people.add(conn, SARI)
        people.add(conn, OPD)
        sessions.put(conn, access, refresh, other)
        assert sessions.with_person(conn, "h-1") == (access, SARI)
        assert sessions.with_person(conn, "h-9") is None
        assert sessions.family(conn, "f-1") == [access, refresh]
        assert sessions.use(conn, "h-2", LATER)
        assert not sessions.use(conn, "h-2", LATER)
        assert sessions.revoke(conn, "h-1", LATER)
        assert not sessions.revoke(conn, "h-1", LATER)
        assert sessions.revoke_family(conn, "f-1", NOW) == 1
        assert sessions.revoke_person(conn, "p-2", NOW) == 1
        assert sessions.one(conn, "h-1") == replace(access, revoked=LATER)
        assert sessions.one(conn, "h-2") == replace(refresh, used_at=LATER, revoked=NOW)
        assert sessions.sweep(conn, LATER) == 0
        assert sessions.sweep(conn, LATER + timedelta(seconds=1)) == 2
        assert sessions.one(conn, "h-2") is not None


def test_a_session_needs_somebody(server: Store) -> None:
    def add() -> None:
        with server.write() as conn:
            sessions.put(conn, Session("h-1", "nobody", ACCESS, "f-1", "desk", NOW, LATER))

    with pytest.raises(IntegrityError):
        add()


def look(conn: Conn, report: str) -> Identity | None:
    return identities.look(conn, report, who="p-1", at=NOW, reason="call back", desk="desk-1")


def test_each_look_at_an_identity_is_written_down(server: Store) -> None:
    ibu = Identity("r-1", "case-1", "Ibu Ani", "0812", "", "36", "telepon saya 0812")
    with server.write() as conn:
        identities.put(conn)
        identities.put(conn, ibu)
        identities.put(conn, replace(ibu, phone="0813", original_text=""))
    with server.write() as conn:
        assert look(conn, "r-1") == replace(ibu, phone="0813")
        assert look(conn, "r-2") is None
    with server.read() as conn:
        assert identities.held(conn, "r-1")
        assert not identities.held(conn, "r-2")
        first = Look("p-1", NOW, "r-1", "call back", "desk-1")
        assert identities.looks(conn) == [replace(first, report="r-2"), first]
        assert identities.looks(conn, "r-1") == [first]


def test_a_report_is_taken_in_once(server: Store) -> None:
    first = Source("laksa", "17", "case-1", "r-1", "KT-26-000001", 1)
    same = replace(first, channel="112", case="case-2", report="r-2")
    with server.write() as conn:
        sources.put(conn, [first, same])
    with server.read() as conn:
        assert sources.known(conn, "laksa", ["17", "18"]) == {"17": first}

    def again() -> None:
        with server.write() as conn:
            sources.put(conn, [first])

    with pytest.raises(IntegrityError):
        again()


def test_an_import_is_known_by_file_and_mapping(server: Store) -> None:
    done = Import("file", "map", NOW, 10, 9)
    with server.write() as conn:
        sources.note_import(conn, done)
        sources.note_import(conn, replace(done, cases=10))
        assert sources.imported(conn, "file", "map") == replace(done, cases=10)
        assert sources.imported(conn, "file", "other") is None
