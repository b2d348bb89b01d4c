"""Flood mode: when more comes in than officers can read, reports of one problem become one case.

Pure: when a flood begins and ends, and which report belongs to which master. Nothing is guessed: a
report that does not say what it is about, or where, stays a case of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.domain.case import SYSTEM, Case
from db.domain.city import City
from db.domain.likeness import distance
from db.domain.refused import Refused
from db.domain.states import IN_WORK, State
from db.domain.suggest import named_categories


@dataclass(frozen=True, slots=True)
class Limits:
    """ISA-18.2 for alarms: above `starts` an officer in `window` it is a flood, below `ends` no
    more. Reports at most `near_m` metres and `within` of time apart may be one problem.
    """

    starts: float = 10.0
    ends: float = 5.0
    window: timedelta = timedelta(minutes=10)
    near_m: float = 130.0
    within: timedelta = timedelta(hours=6)


LIMITS = Limits()
"""`bench/flood.py` prints what they fold, and how much of it wrongly."""


def since_when(
    before: datetime | None, at: datetime, arrivals: int, officers: int, limits: Limits = LIMITS
) -> datetime | None:
    """When the flood that stands at `at` began, None while there is none.

    `before` is the answer of a moment ago, `arrivals` came within `limits.window` before `at`.
    """
    each = arrivals / max(officers, 1)
    if before is None:
        return at if each > limits.starts else None
    return None if each < limits.ends else before


def untouched(case: Case) -> bool:
    """Whether a report has just come in, nobody has acted on it, and nobody must read it first."""
    alone = len(case.reports) == 1 and not case.notes
    acted = case.acts or case.seen or case.assignment_no
    return case.state is State.RECEIVED and alone and not acted and not in_danger(case.text)


def leads(case: Case, city: City) -> bool:
    """Whether others may be folded into a case: open, and plain enough to be compared."""
    open_ = case.state is State.RECEIVED or case.state in IN_WORK - {State.AWAITING_VALIDATION}
    return open_ and case.place.lat is not None and category_of(case, city) is not None


def category_of(case: Case, city: City) -> str | None:
    """What a report is about: what it says itself, or the only category that its words name.

    None also for emergencies and secrets, which stand alone.
    """
    if case.secret or "emergency" in (case.priority, case.report_class):
        return None
    named = (case.category,) if case.category else named_categories(case.text, city)
    category = city.categories.get(named[0]) if len(named) == 1 else None
    if category is None or category.secret or category.emergency == "yes":
        return None
    return category.id


def alike(case: Case, master: Case, city: City, limits: Limits = LIMITS) -> bool:
    """Whether both tell of one problem: one kind, near in place and time, and of one address."""
    kind = category_of(case, city)
    return (
        kind is not None and kind == category_of(master, city) and _together(case, master, limits)
    )


def _together(case: Case, master: Case, limits: Limits) -> bool:
    """Two near points are not enough: a street has many holes, each of its own."""
    metres = distance(case.place, master.place)
    near = metres is not None and metres <= limits.near_m
    lately = abs(case.first_at - master.first_at) <= limits.within
    return near and lately and _one_address(case, master)


def check_fold(case: Case, master: Case, city: City) -> None:
    """The law for the server itself, which has read nothing. Raises Refused."""
    if not (untouched(case) and leads(master, city) and alike(case, master, city)):
        raise Refused("not_alike", number=case.number, into=master.number)


def was_folded(case: Case) -> bool:
    """Whether it stands in another case because the server put it there."""
    last = case.acts[-1] if case.acts else None
    folded = last is not None and (last.kind, last.by) == ("merged", SYSTEM.id)
    return folded and case.state is State.MERGED


def merged_in(case: Case) -> tuple[str, ...]:
    """Ids of the cases whose reports a case has taken up, in the order they came."""
    return tuple(dict.fromkeys(one.case for one in case.reports if one.case != case.id))


def stop_id(since: datetime) -> str:
    """The id of the line in the shift log with which a supervisor ends folding in a flood.

    It follows from the minute the flood began, so that two who write it write one line, and no
    other line has one like it.
    """
    return f"{_STOP}{int(since.timestamp()) // 60:012x}"


def is_stop(entry: str) -> bool:
    """Whether the entry of this id ends folding in some flood."""
    return entry.startswith(_STOP)


_STOP = "8d0f7a16-52c3-8d0e-b6a4-"
"""All but the end of an id, which is the minute; of version 8, which no desk draws by lot."""


class Masters:
    """Cases of one flood that reports may be folded into; asking costs what is of one kind."""

    def __init__(self, city: City, limits: Limits = LIMITS) -> None:
        self._city, self._limits = city, limits
        self._by_kind: dict[str, dict[str, Case]] = {}
        self._kind_of: dict[str, str] = {}

    def put(self, case: Case) -> None:
        """A case is so now; one that may lead no more goes."""
        self.drop(case.id)
        kind = category_of(case, self._city) if leads(case, self._city) else None
        if kind is not None:
            self._kind_of[case.id] = kind
            self._by_kind.setdefault(kind, {})[case.id] = case

    def drop(self, case: str) -> None:
        """It is out of sight."""
        kind = self._kind_of.pop(case, None)
        if kind is not None:
            del self._by_kind[kind][case]

    def join(self, case: Case, master: Case) -> None:
        """A report is about to be folded: it leads no more, and its words are its master's."""
        self.drop(case.id)
        self.put(replace(master, reports=master.reports + case.reports))

    def of(self, case: Case) -> Case | None:
        """The nearest one that came before this report and tells of the same."""
        kind = category_of(case, self._city)
        older = (one for one in self._by_kind.get(kind or "", {}).values() if _came(one, case))
        found = [one for one in older if _together(case, one, self._limits)]
        return min(found, key=lambda one: _order(case, one), default=None)


def _came(master: Case, case: Case) -> bool:
    return (master.first_at, master.id) < (case.first_at, case.id)


def _order(case: Case, master: Case) -> tuple[float, datetime, str]:
    return distance(case.place, master.place) or 0.0, master.first_at, master.id


_DANGER = re.compile(
    r"\b(?:terjebak|evakuasi|dievakuasi|mengungsi|hanyut|tenggelam|terseret|selamatkan|kesetrum"
    r"|tersengat|tertimpa|luka|pingsan|meninggal|bayi|lansia|hamil|sakit|difabel|perahu"
    r"|(?<!tidak ada )(?<!gak ada )(?<!tunggu ada )korban)"
)


def in_danger(text: str) -> bool:
    """Whether a report speaks of people who may need help now, whatever its class says."""
    return _DANGER.search(" ".join(text.lower().split())) is not None


_RT = re.compile(r"\brt\W{0,2}0*(\d{1,3})\b(?:(?:\W{0,3}\brw\W{0,2}|\s?/\s?)0*(\d{1,3})\b)?", re.I)

Block = tuple[int, int | None]
"""RT and RW, the two numbers by which a neighbourhood is called; RW may go without saying."""


def blocks(case: Case) -> frozenset[Block]:
    """The neighbourhoods that the reports of a case name."""
    texts = [case.place.text, *(report.text for report in case.reports)]
    return frozenset(block for text in texts for block in _blocks(text))


def _blocks(text: str) -> Iterable[Block]:
    for found in _RT.finditer(text):
        yield int(found[1]), int(found[2]) if found[2] else None


def _one_address(one: Case, other: Case) -> bool:
    """Whether both name one neighbourhood, or, where one names none, the very same address."""
    mine, theirs = blocks(one), blocks(other)
    if mine and theirs:
        return any(_agree(a, b) for a in mine for b in theirs)
    return bool(_address(one)) and _address(one) == _address(other)


def _address(case: Case) -> str:
    return " ".join(case.place.text.lower().split())


def _agree(one: Block, other: Block) -> bool:
    same_rw = one[1] is None or other[1] is None or one[1] == other[1]
    return one[0] == other[0] and same_rw
