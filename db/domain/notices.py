"""What an agency is told of a case: plain JSON without anything that says who reported."""

from __future__ import annotations

import json
from typing import Any

from db.domain import commands as verb
from db.domain.case import Case
from db.domain.changes import Change
from db.domain.city import City
from db.domain.deliveries import BY_HAND, TAKEN_THERE, Job, Notice
from db.domain.wire import canonical, encode

VERSION = 1


def notice(job: Job, change: Change, case: Case, city: City) -> str:
    """The body of a job as canonical JSON; empty for ways that carry none.

    It is made once, when the change is decided, so that every attempt says the same.
    """
    if job.channel in BY_HAND | TAKEN_THERE:
        return ""
    agency = city.agencies.get(job.opd)
    told: dict[str, Any] = {
        "version": VERSION,
        "id": job.id,
        "type": f"case.{job.notice}",
        "at": encode(change.at),
        "city": {"id": city.id, "name": city.name},
        "agency": {"id": job.opd, "name": agency.name if agency else job.opd},
        "case": {
            "id": case.id,
            "number": case.number,
            "assignment_no": case.assignment_no,
            "seq": change.seq,
        },
    }
    if job.notice is Notice.WITHDRAWN:
        more = _end(change, case, city)
    else:
        more = _work(change, case, city) | _late(change, case, city)
    return canonical(told | more).decode()


def hushed(body: str) -> str:
    """The body of a job whose case has become secret since it was made."""
    return canonical(json.loads(body) | {"secret": True}).decode() if body else ""


def _late(change: Change, case: Case, city: City) -> dict[str, Any]:
    """Of which clock, and to whom it is told; nothing where the news is the case itself."""
    act = change.act
    if not isinstance(act, verb.Escalate):
        return {}
    runs = (run for run in case.clocks if (run.rule, run.started) == (act.rule, act.started))
    return {
        "late": {
            "rule": act.rule,
            "name": city.clock_names.get(act.rule, act.rule),
            "step": act.step,
            "since": next((encode(run.due) for run in runs), ""),
        },
        "told": {"role": act.to, "name": act.name},
    }


def _work(change: Change, case: Case, city: City) -> dict[str, Any]:
    category = city.categories.get(case.category or "")
    area = city.areas.get(case.place.area or "")
    return {
        "text": case.text,
        "note": getattr(change.act, "note", ""),
        "category": {"id": case.category or "", "name": category.name if category else ""},
        "class": {
            "id": case.report_class,
            "name": city.classes.get(case.report_class, case.report_class),
        },
        "priority": case.priority,
        "secret": case.secret,
        "place": encode(case.place) | {"area_name": area.name if area else ""},
        "arrived_at": encode(case.first_at),
        "reports": case.report_count,
        "due": {
            run.rule: encode(run.due)
            for run in case.clocks
            if run.ended is None and run.paused is None
        },
    }


def _end(change: Change, case: Case, city: City) -> dict[str, Any]:
    reason = change.act.reason if isinstance(change.act, verb.Reassign | verb.Bounce) else ""
    known = city.agencies
    return {
        "because": change.kind,
        "reason": reason,
        "secret": case.secret,
        "now_with": [
            known[task.opd].name if task.opd in known else task.opd for task in case.tasks
        ],
    }
