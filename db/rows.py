"""Cases, changes and instants as the columns of their tables, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from db.domain import wire
from db.domain.brief import brief, milliseconds
from db.domain.case import Case
from db.domain.changes import Change

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(moment: datetime | None) -> int | None:
    """Whole milliseconds since the epoch; None stays None."""
    return None if moment is None else milliseconds(moment)


def from_ms(value: int) -> datetime:
    """The instant (UTC) of a column."""
    return _EPOCH + timedelta(milliseconds=value)


def maybe_from_ms(value: int | None) -> datetime | None:
    """The instant (UTC) of a column that may be empty."""
    return None if value is None else from_ms(value)


def listed(names: Iterable[str]) -> str:
    """Names between commas (",a,b,"), so that one can be found with LIKE; "" for none."""
    joined = ",".join(names)
    return f",{joined}," if joined else ""


def unlisted(text: str) -> tuple[str, ...]:
    """The names of a column made by `listed`."""
    return tuple(text[1:-1].split(",")) if text else ()


def agencies(case: Case) -> tuple[str, ...]:
    """Every agency that has a part in the case, finished or not."""
    return tuple(dict.fromkeys(task.opd for task in case.tasks))


def case_row(case: Case, doc: str | None = None) -> dict[str, Any]:
    """The columns of a case. `doc` is its canonical JSON where that is known already."""
    row = brief(case)._asdict()
    row["master"] = case.master
    row["agencies"] = listed(agencies(case))
    row["doc"] = wire.canonical(wire.encode(case)).decode() if doc is None else doc
    return row


def case_tuple(case: Case) -> tuple[Any, ...]:
    """The same in the order of its table."""
    doc = wire.canonical(wire.encode(case)).decode()
    return (*brief(case), case.master, listed(agencies(case)), doc)


def case_of(doc: str) -> Case:
    """The case of a row."""
    return wire.load(Case, doc)


def change_of(body: str) -> Change:
    """The change of a row."""
    return wire.load(Change, body)


def change_row(change: Change, body: str, salt: str, leaf: str) -> dict[str, Any]:
    """The columns of a change that both ends keep."""
    return {
        "seq": change.seq,
        "id": change.id,
        "case": change.case,
        "other": change.other,
        "kind": change.kind,
        "at": milliseconds(change.at),
        "author": change.by.id,
        "salt": salt,
        "leaf": leaf,
        "body": body,
    }
