"""A case whose state an earlier system tells: its agencies, its clocks, and what it may not do."""

from datetime import UTC, datetime, timedelta

import pytest

from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.city import City
from db.domain.city_reading import city_from
from db.domain.commands import Bring, Command, Forward, Receive, Verb
from db.domain.decide import decide
from db.domain.public_holidays import holidays_of
from db.domain.refused import Refused
from db.domain.states import Role, State
from resources import path
from server.city import load_pack

OPENED = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
LATER = OPENED + timedelta(days=2)
SYSTEM = Actor("import", "laksa", Role.SYSTEM)


@pytest.fixture(scope="module")
def city() -> City:
    return city_from(load_pack(path("cities", "kota-tangerang")), holidays_of)


def after(city: City, case: Case | None, act: Verb, at: datetime) -> Case:
    return apply(case, decide(case, Command("c", "1", act, SYSTEM, at), city, at))


def received(city: City) -> Case:
    place = Place(area="36.71.01.1001")
    act = Receive("r", "laksa", "Jalan rusak", category="jalan-rusak", place=place, at=OPENED)
    return after(city, None, act, OPENED)


def forwarded(city: City) -> Case:
    return after(city, received(city), Forward(("dpupr",), "jalan-rusak", "complaint"), OPENED)


def running(case: Case) -> set[str]:
    return {run.rule for run in case.clocks if run.ended is None}


@pytest.mark.parametrize(
    "state",
    [
        State.ACCEPTED,
        State.ON_SITE,
        State.SCHEDULED,
        State.AWAITING_VALIDATION,
        State.RESOLVED,
    ],
)
def test_the_agency_has_its_task_where_the_case_stands(city: City, state: State) -> None:
    case = after(city, forwarded(city), Bring(state), LATER)
    assert case.state is state
    assert [(task.opd, task.state) for task in case.tasks] == [("dpupr", state)]


def test_a_closed_case_still_names_the_agency_that_did_it(city: City) -> None:
    case = after(city, forwarded(city), Bring(State.CLOSED), LATER)
    assert [(task.opd, task.state) for task in case.tasks] == [("dpupr", State.RESOLVED)]


def test_a_returned_case_is_no_agencys(city: City) -> None:
    assert after(city, forwarded(city), Bring(State.RETURNED), LATER).tasks == ()


def test_work_goes_on_against_its_deadline(city: City) -> None:
    case = after(city, forwarded(city), Bring(State.ACCEPTED), LATER)
    assert "completion" in running(case)
    assert "acceptance" not in running(case)


def test_a_resolved_case_waits_for_an_objection(city: City) -> None:
    case = after(city, forwarded(city), Bring(State.RESOLVED), LATER)
    assert running(case) == {"objection"}


def test_nothing_runs_on_for_a_closed_case(city: City) -> None:
    case = after(city, forwarded(city), Bring(State.CLOSED), LATER)
    assert running(case) == set()
    assert {run.ended for run in case.clocks if run.rule == "completion"} == {LATER}


def test_nobody_works_on_a_case_that_no_agency_has(city: City) -> None:
    with pytest.raises(Refused, match="opd_missing"):
        after(city, received(city), Bring(State.ACCEPTED), LATER)
