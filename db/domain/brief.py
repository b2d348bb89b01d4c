"""The few plain values a list needs of a case, so that no list ever reads whole cases."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from db.domain.case import Case
from db.domain.clocks import soonest
from db.domain.states import State, lane

MAX_TITLE = 140


class Brief(NamedTuple):
    """One case in a list. Instants are ms since the epoch, 0 where there is none."""

    id: str
    number: str
    seq: int
    state: str
    lane: str
    due: int
    warn: int
    rule: str
    title: str
    category: str
    area: str
    channel: str
    opds: str
    report_class: str
    priority: str
    secret: bool
    placed: bool
    reopened: bool
    reports: int
    media: int
    first_at: int
    changed_at: int


def brief(case: Case) -> Brief:
    """What lists show of a case; agencies still at work are joined with commas."""
    clock = soonest(case.clocks)
    place = case.place
    return Brief(
        id=case.id,
        number=case.number,
        seq=case.seq,
        state=case.state.value,
        lane=lane(case.state).value,
        due=milliseconds(clock.due) if clock else 0,
        warn=milliseconds(clock.warn_at) if clock else 0,
        rule=clock.rule if clock else "",
        title=title_of(case.text),
        category=case.category or "",
        area=place.area or "",
        channel=case.reports[0].channel,
        opds=",".join(task.opd for task in case.tasks if task.state is not State.RESOLVED),
        report_class=case.report_class,
        priority=case.priority,
        secret=case.secret,
        placed=place.lat is not None,
        reopened=case.reopened > 0,
        reports=case.report_count,
        media=len(case.media) + len(case.proofs),
        first_at=milliseconds(case.first_at),
        changed_at=milliseconds(case.changed_at),
    )


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since the epoch, rounded down: a deadline is never shown late."""
    return int(moment.timestamp() * 1000)


def title_of(text: str) -> str:
    """The first line that says anything, cut to `MAX_TITLE`."""
    if not text.isprintable():  # else it is one line
        text = next((line for line in text.splitlines() if line.strip()), "")
    line = text.strip()
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rstrip() + "…"
