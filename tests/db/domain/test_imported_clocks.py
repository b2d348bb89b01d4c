"""Cases another system has measured: the engine agrees from their times alone."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from db.domain.advance import advance
from db.domain.clocks import Calendar, ClockState, Limit, Subject, state_of
from tests.db.domain.tangerang import rule

BOSTON = Calendar(ZoneInfo("America/New_York"), {})
OF_BOSTON = (rule("completion", Limit(days=1), "received", "closed", calendar="elapsed"),)


def boston(text: str) -> datetime:
    local = datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007
    return local.replace(tzinfo=BOSTON.zone).astimezone(UTC)


def judged(row: dict[str, str]) -> ClockState:
    """How the engine judges one closed row from its three times alone."""
    opened, closed = boston(row["OPEN_DT"]), boston(row["CLOSED_DT"])
    subject = Subject(row["Source"], "complaint")
    target = {"completion": boston(row["TARGET_DT"])}
    runs = advance((), "received", opened, subject, OF_BOSTON, BOSTON, target)
    (run,) = advance(runs, "closed", closed, subject, OF_BOSTON, BOSTON)
    return state_of(run, closed)


def test_every_closed_case_of_boston_is_judged_as_boston_did(shared_data: Path) -> None:
    path = shared_data / "complaints" / "boston311_2015_mei_juni.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["CASE_STATUS"] == "Closed" and row["TARGET_DT"] and row["OnTime_Status"]
        ]
    seen = Counter((row["OnTime_Status"], judged(row)) for row in rows)
    assert seen == {
        ("ONTIME", ClockState.KEPT): 11_698,
        ("OVERDUE", ClockState.MISSED): 3_387,
    }
