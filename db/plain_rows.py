"""Columns of cases and changes straight from plain JSON values, for loading very many at once.

What is not of the expected form raises ValueError, LookupError, TypeError or AttributeError here;
whoever loads then reads it the careful way (`db.rows`), which says what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from db.domain.brief import milliseconds, title_of
from db.domain.changes import Outcome
from db.domain.commands import LAWS, VERBS
from db.domain.decoders import decoder
from db.domain.states import State, lane
from db.rows import listed
from db.tables import kept_cases, kept_changes

CASE_COLUMNS = tuple(column.name for column in kept_cases.columns)
CHANGE_COLUMNS = tuple(column.name for column in kept_changes.columns)

UNFIT = (ValueError, LookupError, TypeError, AttributeError)
"""What these functions raise for values they do not understand."""

_LANES = {state.value: lane(state).value for state in State}
_PASTS = {name: LAWS[verb].past for name, verb in VERBS.items()}
_OUTCOMES = {Outcome.REJECTED.value: "refused", Outcome.SAME_EFFECT.value: "repeated"}

_instant = lru_cache(maxsize=4096)(decoder(datetime))


@lru_cache(maxsize=8192)
def _ms(text: str) -> int:
    return milliseconds(_instant(text))


def case_values(case: Mapping[str, Any], doc: str) -> tuple[Any, ...]:
    """The columns of a case in the order of its table, as `db.rows.case_row` would make them."""
    get = case.get
    reports, tasks, state = case["reports"], get("tasks", ()), case["state"]
    place: Mapping[str, Any] = get("place", _NO_PLACE)
    due, warn, rule = _soonest(get("clocks", ()))
    texts = (
        case["id"],
        case["number"],
        _LANES[state],
        rule,
        title_of(reports[0]["text"]),
        get("category") or "",
        place.get("area") or "",
        reports[0]["channel"],
        ",".join([task["opd"] for task in tasks if task["state"] != "resolved"]),
        case["report_class"],
        get("priority", "normal"),
        get("master") or "",
    )
    for text in texts:
        if text.__class__ is not str:
            raise TypeError(text)
    seq = case["seq"]
    if seq.__class__ is not int:
        raise TypeError(seq)
    return (
        *(texts[0], texts[1], seq, state, texts[2], due, warn, *texts[3:11]),
        get("secret", False),
        place.get("lat") is not None,
        get("reopened", 0) > 0,
        0 if state == "merged" else len(reports),
        len(get("media", ())) + len(get("proofs", ())),
        _ms(case["first_at"]),
        _ms(case["changed_at"]),
        get("master"),
        listed(dict.fromkeys([task["opd"] for task in tasks])),
        doc,
    )


_NO_PLACE: Mapping[str, Any] = {}


def _soonest(clocks: Sequence[Mapping[str, Any]]) -> tuple[int, int, str]:
    """Due, warning and rule of the running clock that falls due first; as `clocks.soonest`."""
    first: tuple[datetime, str] | None = None
    warn = ""
    for clock in clocks:
        if clock.get("ended") is None and clock.get("paused") is None:
            this = (_instant(clock["due"]), clock["rule"])
            if first is None or this < first:
                first, warn = this, clock["warn_at"]
    return (0, 0, "") if first is None else (milliseconds(first[0]), _ms(warn), first[1])


def change_values(change: Mapping[str, Any], body: str, salt: str, leaf: str) -> tuple[Any, ...]:
    """The columns of a change in the order of its table, as `db.rows.change_row` makes them.

    A verb this version does not know is a KeyError.
    """
    past = _PASTS[change["act"]["verb"]]
    outcome = change.get("outcome")
    if outcome is not None and outcome != "accepted":
        past = _OUTCOMES[outcome]
    id, case, other, author = change["id"], change["case"], change.get("other"), change["by"]["id"]
    for text in (id, case, other or "", author):
        if text.__class__ is not str:
            raise TypeError(text)
    return change["seq"], id, case, other, past, _ms(change["at"]), author, salt, leaf, body
