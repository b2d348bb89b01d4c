"""Alarms: what needs an act of whoever sits here, until somebody says they see to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from bench.alarms import DESKS, rates, replay
from console.alarms import Alarms, Kind, alarms_of
from console.pages.alarms import AlarmSheet, ShelveSheet
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import SYSTEM, Actor, Case
from db.domain.city import City
from db.domain.commands import Command
from db.domain.decide import decide
from db.domain.ladder import steps, told
from db.domain.states import Role
from tests.console.acted import BUDI, FORWARD, SITI, Life
from tests.plugins.seats import Loop, Seat, until
from tests.server.room import PASSWORD, Room

DEWI = Actor("dewi", "Dewi", Role.OPD_OPERATOR, "meja 9", "dlh")
HANA = Actor("hana", "Hana", Role.AGENCY_HEAD, "meja 9", "dlh")


def standing(case: Case, who: Actor, now: datetime) -> list[Kind]:
    """The alarms that stand at an instant."""
    alarms = Alarms(who)
    alarms.take(case, now)
    return [alarm.kind for alarm in alarms.standing()]


def late(case: Case, minutes: float = 1) -> datetime:
    """So long after the soonest deadline."""
    due = min(run.due for run in case.clocks if run.ended is None)
    return due + timedelta(minutes=minutes)


def climb(case: Case, city: City, at: datetime) -> Case:
    """The case after its next step, as the server takes it."""
    step = steps(case, city)[0]
    to, opds = told(step, case)
    act = verb.Escalate(step.rule, step.started, step.step, to, opds)
    return apply(case, decide(case, Command("e", case.id, act, SYSTEM, at), city, at))


def test_a_new_emergency_needs_an_act_of_the_room_and_of_nobody_else(city: City) -> None:
    case = Life(city, priority="emergency").case
    now = case.first_at
    assert standing(case, SITI, now) == standing(case, BUDI, now) == [Kind.EMERGENCY]
    assert standing(case, DEWI, now) == standing(case, HANA, now) == []
    plain = Life(city, priority="normal").case
    assert standing(plain, SITI, now) == []


def test_what_nobody_acts_on_warns_the_officers_and_then_is_late(city: City) -> None:
    case = Life(city).case
    warn = min(run.warn_at for run in case.clocks)
    assert standing(case, SITI, warn - timedelta(seconds=1)) == []
    assert standing(case, SITI, warn) == [Kind.WAITING]
    assert standing(case, SITI, late(case)) == [Kind.BREACHED]
    assert standing(case, BUDI, late(case)) == []  # the ladder tells the supervisor
    assert standing(climb(case, city, late(case)), BUDI, late(case)) == [Kind.ESCALATED]


def test_a_colleague_on_a_waiting_case_is_enough_but_not_on_a_late_one(city: City) -> None:
    case = Life(city).case
    alarms = Alarms(SITI)
    alarms.take(case, case.first_at)
    alarms.pass_time(min(run.warn_at for run in case.clocks))
    assert alarms.standing({case.id}) == [] != alarms.standing()
    alarms.pass_time(late(case))
    assert alarms.standing({case.id}) == alarms.standing() != []


def test_an_agencys_desk_owes_what_it_was_sent(city: City) -> None:
    case = Life(city).act(FORWARD).case
    assert standing(case, DEWI, late(case)) == [Kind.BREACHED]
    assert standing(case, replace(DEWI, opd="dpupr"), late(case)) == []
    assert standing(case, SITI, late(case)) == []  # until the ladder says so
    assert standing(climb(case, city, late(case)), SITI, late(case)) == [Kind.ESCALATED]


def test_a_head_is_alarmed_by_the_step_that_names_their_agency(city: City) -> None:
    case = Life(city).act(FORWARD).case
    now = late(case)
    for _ in range(3):
        case, now = climb(case, city, now), now + timedelta(minutes=13)
    assert standing(case, HANA, now) == [Kind.ESCALATED]
    assert standing(case, replace(HANA, opd="dpupr"), now) == []


def test_an_acknowledgement_is_of_one_alarm_and_a_later_one_stands(city: City) -> None:
    life = Life(city, priority="emergency")
    (alarm,) = [one for one in alarms_of(life.case, SITI) if one.kind is Kind.EMERGENCY]
    life.act(verb.Acknowledge(alarm.key), BUDI)
    now = life.case.changed_at
    assert standing(life.case, SITI, now) == standing(life.case, BUDI, now) == []
    assert standing(life.case, SITI, late(life.case)) == [Kind.BREACHED]


def test_a_shelved_alarm_comes_back_at_its_end_with_the_reason(city: City) -> None:
    life = Life(city, priority="emergency")
    end = life.case.first_at + timedelta(hours=1)
    life.act(verb.Shelve("Menunggu alat", end))
    assert standing(life.case, SITI, end - timedelta(seconds=1)) == []
    alarms = Alarms(SITI)
    alarms.take(life.case, life.case.first_at)
    alarms.pass_time(end)
    assert [(one.kind, one.shelved) for one in alarms.standing()] == [
        (Kind.EMERGENCY, "Menunggu alat")
    ]


def test_an_undone_shelving_leaves_the_alarm_standing(city: City) -> None:
    life = Life(city, priority="emergency")
    life.act(verb.Shelve("Menunggu alat", life.case.first_at + timedelta(hours=1)))
    life.act(verb.Undo(life.case.acts[-1].change))
    assert standing(life.case, SITI, life.case.changed_at) == [Kind.EMERGENCY]


@pytest.mark.parametrize("emergencies", [0.03, 0.08])
def test_an_hour_of_rain_alarms_nobody_out_of_measure(emergencies: float) -> None:
    hour = replay(1, emergencies)
    assert len(hour.cases) == 600
    assert hour.raised.total() > DESKS / 2  # else nothing was measured
    mean, worst = rates(hour)
    assert mean <= 1
    assert worst <= 10
    apart, alike = (ears.rates() for ears in hour.rooms)
    assert apart[0] <= 1 < alike[0]  # heard at one desk first; at each at once it would be too much
    assert apart[1] <= 10


@pytest.fixture
def seat(room: Room, loop: Loop, sit: Callable[..., Seat]) -> Seat:
    """Siti, signed in and live."""
    seat = sit()
    loop.run(seat.enter(room.url, "siti", PASSWORD))
    return seat


def labels(sheet: Any) -> str:
    """What a sheet says."""
    return "\n".join(one.text() for one in sheet.findChildren(QLabel))


def press(sheet: Any, word: str) -> None:
    """The first button of this word."""
    next(one for one in sheet.findChildren(QPushButton) if one.text() == word).click()


def emergency(room: Room, seat: Seat, loop: Loop) -> str:
    """A new emergency, standing at the desk."""
    case = room.received(room.desk("agus"), priority="emergency")
    loop.run(until(lambda: bool(seat.program.desk.watching.alarms()), "the alarm stands"))
    return case


def test_an_alarm_is_acknowledged_on_the_sheet_and_stops_on_every_desk(
    room: Room, seat: Seat, loop: Loop, sit: Callable[..., Seat]
) -> None:
    other = sit("other")
    loop.run(other.enter(room.url, "agus", PASSWORD))
    emergency(room, seat, loop)
    loop.run(until(lambda: bool(other.program.desk.watching.alarms()), "it stands there, too"))
    seat.frame.tick()
    assert seat.frame._bar._bell.text() == "1"
    seat.frame.watch.show()
    sheet = seat.frame.sheet
    assert isinstance(sheet, AlarmSheet)
    assert "Darurat baru" in labels(sheet)
    press(sheet, "Diketahui")
    loop.run(until(lambda: not seat.program.desk.watching.alarms(), "it stops"))
    loop.run(until(lambda: not other.program.desk.watching.alarms(), "it stops there, too"))
    seat.frame.tick()
    assert seat.frame._bar._bell.text() == ""
    assert "Tidak ada alarm" in labels(sheet)


def test_an_alarm_is_put_off_with_a_reason_and_an_end(room: Room, seat: Seat, loop: Loop) -> None:
    case = emergency(room, seat, loop)
    seat.frame.watch.show()
    press(seat.frame.sheet, "Tunda …")
    sheet = seat.frame.sheet
    assert isinstance(sheet, ShelveSheet)
    press(sheet, "Tunda")
    assert seat.frame.sheet is sheet  # without a reason nothing is put off
    reason = sheet.findChild(QLineEdit)
    assert isinstance(reason, QLineEdit)
    reason.setText("Menunggu alat berat")
    press(sheet, "Tunda")
    loop.run(until(lambda: not seat.program.desk.watching.alarms(), "it is put off"))
    view = loop.run(seat.program.desk.view(case))
    assert view is not None
    assert view.case.shelved_because == "Menunggu alat berat"
    assert view.case.shelved_until is not None


def test_who_only_looks_at_a_waiting_case_silences_nobodys_alarm(
    room: Room, loop: Loop, sit: Callable[..., Seat]
) -> None:
    seat, long_ago = sit(), room.clock() - timedelta(hours=20)
    case = room.received(room.desk("agus"), at=long_ago)

    async def night() -> None:
        await seat.enter(room.url, "siti", PASSWORD)
        await until(lambda: kinds(seat) == [Kind.WAITING], "the case waits")
        on_it = {"case": case, "mode": "view"}
        for login in ("walikota", "agus"):
            assert room.desk(login).http.put("/presence", json=on_it).status_code == 204
            await seen(seat, case, login)
            assert kinds(seat) == ([Kind.WAITING] if login == "walikota" else [])

    loop.run(night())


def kinds(seat: Seat) -> list[Kind]:
    return [alarm.kind for alarm in seat.program.desk.watching.alarms()]


async def seen(seat: Seat, case: str, login: str) -> None:
    await until(lambda: login in present(seat, case), "they are seen")


def present(seat: Seat, case: str) -> set[str]:
    return {str(one["person"]) for one in seat.program.desk.others(case)}
