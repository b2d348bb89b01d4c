"""The smallest case there is."""

from datetime import UTC, datetime

from db.domain.case import Case, Report
from db.domain.states import State

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def case_named(id: str) -> Case:
    """A case of this id, just received."""
    report = Report(f"report of {id}", id, "phone", NOW, "lampu mati")
    return Case(id, f"KT {id}", 1, State.RECEIVED, NOW, NOW, (report,), "complaint")
