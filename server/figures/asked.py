"""What is asked of the figures: a period of local days, filters, and by what to part the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from db.domain.bad_wire import BadWire
from db.domain.periods import day_of
from db.scopes import EVERYTHING
from server.figures.wall import number_of

LONGEST = timedelta(days=10 * 366)
"""The longest period that is answered."""

FILTERS = ("category", "area", "opd", "channel", "class", "shift", "officer")
GROUPS = (*FILTERS, "district")
_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Asked:
    """`first` to `last` are local days, both within. A filter names the ids that count.

    `by` is one of GROUPS or "". `scope` is the asker's.
    """

    first: date
    last: date
    scope: str
    filters: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NOTHING)
    by: str = ""

    @property
    def days(self) -> tuple[int, int]:
        """The numbers of the first and the last day."""
        return number_of(self.first), number_of(self.last)


def asked_of(query: Mapping[str, str], scope: str) -> Asked:
    """A query: from, to (YYYY-MM-DD), by, filters as ids between commas, "" for none.

    Raises BadWire.
    """
    first, last = _day(query, "from"), _day(query, "to")
    if last < first:
        raise BadWire("to", "lies before `from`")
    if last - first > LONGEST:
        raise BadWire("from", f"is more than {LONGEST.days} days before `to`")
    by = query.get("by", "")
    if by and by not in GROUPS:
        raise BadWire("by", f"must be one of {', '.join(GROUPS)}")
    filters = {name: frozenset(query[name].split(",")) for name in FILTERS if name in query}
    if scope != EVERYTHING and (by == "officer" or "officer" in filters):
        raise BadWire("by", "figures of single officers are for supervisors")
    return Asked(first, last, scope, filters, by)


def _day(query: Mapping[str, str], name: str) -> date:
    text = query.get(name, "")
    try:
        return day_of(text)
    except ValueError:
        raise BadWire(name, "must be a day of our age, YYYY-MM-DD") from None
