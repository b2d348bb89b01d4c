"""Steps of ladders that were taken: which run of a clock they belong to, and by which command."""

from __future__ import annotations

import uuid
from datetime import datetime

from db.domain.case import Case, Climb
from db.domain.clocks import ClockRun

_OURS = uuid.UUID("7d1a4c52-0f0e-4b7e-9a53-2f6f3b6d8c11")


def id_of(case: str, rule: str, started: datetime, step: int) -> str:
    """The id of the command that takes a step, and of its change.

    The same after a restart, in another process, after a restore.
    """
    return str(uuid.uuid5(_OURS, f"escalate {case} {rule} {started.isoformat()} {step}"))


def is_of(climb: Climb, run: ClockRun) -> bool:
    """Whether the step was taken for this run of the clock."""
    return (climb.rule, climb.started) == (run.rule, run.started)


def waited_for(case: Case, climb: Climb) -> bool:
    """Whether the clock still runs of which somebody was told by this step."""
    return any(is_of(climb, run) and run.ended is None for run in case.clocks)
