"""One thing that was looked at: how it stands, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How a finding stands; the last one makes the examination fail."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, what is `told` of it, and the `remedy` where one is needed."""

    grade: Grade
    what: str
    told: str
    remedy: str = ""


def finding(what: str, told: str, fault: str = "", remedy: str = "") -> Finding:
    """Good unless there is a fault, which is told after what was seen."""
    if not fault:
        return Finding(Grade.OK, what, told)
    return Finding(Grade.FAIL, what, f"{told}; {fault}" if told else fault, remedy)


def warning(what: str, told: str, doubt: str = "", remedy: str = "") -> Finding:
    """The same for what works today and may not tomorrow."""
    if not doubt:
        return Finding(Grade.OK, what, told)
    return Finding(Grade.WARN, what, f"{told}; {doubt}" if told else doubt, remedy)
