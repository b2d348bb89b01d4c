"""The month behind a demonstration: real commands, whole figures, an unbroken chain."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import cases, identities, journal, people, sources
from db.domain.case import Case
from db.domain.city import City
from db.domain.clocks import soonest
from db.domain.counts import count
from db.domain.states import OPEN, Lane, Role, State, lane
from db.store import Kind, Store
from server.city import open_city
from server.demo.accounts import let_in, open_accounts, read_credentials
from server.demo.history import seed_history
from server.demo.living_city import LivingCity
from server.demo.phrases import phrases_for
from server.passwords import matches
from server.settings import SettingsFault

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # a Wednesday, 11.00 in Tangerang


@dataclass
class Past:
    """A seeded store and all its cases."""

    store: Store
    city: City
    made: int
    cases: list[Case]


@pytest.fixture(scope="module")
def city(project: Path) -> City:
    return open_city(project / "resources/cities/kota-tangerang")[0]


@pytest.fixture(scope="module")
def past(city: City, tmp_path_factory: pytest.TempPathFactory) -> Past:
    return seeded(city, tmp_path_factory.mktemp("past"), NOW, 1)


def seeded(city: City, folder: Path, now: datetime, seed: int) -> Past:
    store = Store.open(folder / "liveroom.db", Kind.SERVER)
    with store.write() as conn:
        journal.begin(conn, city.id)
    made = seed_history(store, LivingCity(city, phrases_for(city), seed), now)
    with store.read() as conn:
        changes = journal.after(conn, 0, 100_000)
        ids = {entry.case for entry in changes}
        return Past(store, city, made, list(cases.many(conn, ids).values()))


def test_nothing_was_refused_and_the_chain_holds(past: Past) -> None:
    with past.store.read() as conn:
        entries = journal.after(conn, 0, 100_000)
        assert journal.verify(conn) is None
    assert not {entry.kind for entry in entries} & {"refused", "repeated"}
    assert max(entry.at for entry in entries) <= NOW
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)


def test_every_report_is_counted_once(past: Past) -> None:
    with past.store.read() as conn:
        tallies = cases.counts(conn)
    assert past.made == len(past.cases) == sum(t.cases for t in tallies.values())
    assert count(past.cases).received == past.made
    assert sum(t.reports for t in tallies.values()) == past.made


def test_the_board_has_something_in_every_lane(past: Past) -> None:
    lanes = Counter(lane(case.state) for case in past.cases if case.state in OPEN)
    assert {Lane.ROOM, Lane.OPD, Lane.WORK, Lane.VALIDATION, Lane.RETURNED} <= lanes.keys()
    assert any(
        case.state is State.RESOLVED and NOW - case.changed_at < timedelta(hours=11)
        for case in past.cases
    )


@pytest.mark.parametrize(("seed", "hours"), [(2, 0), (3, 9), (4, 17)])
def test_the_board_is_neither_empty_nor_flooded(
    city: City, tmp_path: Path, seed: int, hours: int
) -> None:
    past = seeded(city, tmp_path, NOW + timedelta(hours=hours), seed)
    assert 25 <= sum(case.state in OPEN for case in past.cases) <= 85


def test_some_clocks_are_broken_and_some_are_about_to(past: Past) -> None:
    runs = [soonest(case.clocks) for case in past.cases if case.state in OPEN]
    left = [run.due - NOW for run in runs if run is not None]
    assert sum(one < timedelta(0) for one in left) >= 2
    assert sum(timedelta(0) < one < timedelta(minutes=30) for one in left) >= 3


def test_every_kind_of_outcome_happened(past: Past) -> None:
    with past.store.read() as conn:
        kinds = Counter(entry.kind for entry in journal.after(conn, 0, 100_000))
    for kind in (
        *("received", "forwarded", "accepted", "bounced", "started", "scheduled", "finished"),
        *("validated", "refused_work", "answered", "returned", "completed", "declined"),
        *("archived", "merged", "reopened", "closed"),
    ):
        assert kinds[kind] > 0, kind


def test_who_reported_lies_with_the_identities_alone(past: Past) -> None:
    with past.store.write() as conn:
        known = [
            identities.look(conn, report.id, who="t", at=NOW, reason="test", desk="")
            for case in past.cases
            for report in case.reports
        ]
    named = [one for one in known if one is not None and one.phone]
    assert len(named) > past.made * 0.6
    masked = [one for one in known if one is not None and one.original_text]
    texts = "\n".join(case.text for case in past.cases)
    assert masked
    assert not any(one.phone in texts for one in named)
    assert all(one.original_text not in texts for one in masked)


def test_each_report_is_known_by_its_channel_number(past: Past) -> None:
    case = next(case for case in past.cases if case.reports)
    report = case.reports[0]
    with past.store.read() as conn:
        found = sources.known(conn, report.channel, [report.source_id])
    assert found[report.source_id].report == report.id


def test_the_same_seed_and_hour_is_the_same_past(past: Past, tmp_path: Path) -> None:
    again = seeded(past.city, tmp_path, NOW, 1)
    assert sorted(again.cases, key=lambda c: c.id) == sorted(past.cases, key=lambda c: c.id)


def test_another_city_has_a_past_too(project: Path, tmp_path: Path) -> None:
    boston = open_city(project / "tests/cities/boston")[0]
    assert seeded(boston, tmp_path, NOW, 1).made > 200


def test_accounts_are_made_once_and_for_their_owner_alone(city: City, tmp_path: Path) -> None:
    staff = LivingCity(city, phrases_for(city), 1).staff
    file = tmp_path / "demo.json"
    made, fresh = open_accounts(city, staff, 1, file)
    assert fresh
    assert file.stat().st_mode & 0o077 == 0
    assert open_accounts(city, staff, 1, file) == (made, False)
    assert read_credentials(file) == made
    store = Store.open(tmp_path / "liveroom.db", Kind.SERVER)
    with store.write() as conn:
        let_in(conn, city, staff, made, NOW)
        let_in(conn, city, staff, made, NOW)
    with store.read() as conn:
        officer = people.by_login(conn, made.viewer(Role.OFFICER).login)
        roles = Counter(person.role for person in people.everyone(conn))
    assert officer is not None
    assert matches(made.viewer(Role.OFFICER).password, officer.password_hash)
    assert roles[Role.OPD_OPERATOR] == 30
    assert roles[Role.CHANNEL] == len(city.channels)
    store.close()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"people": [{"login": 1}]}'])
def test_a_broken_file_of_accounts_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "demo.json"
    file.write_text(content, "utf-8")
    with pytest.raises(SettingsFault, match=r"demo\.json is not a file of demo accounts"):
        read_credentials(file)
