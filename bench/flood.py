"""How many reports flood mode folds, and how many of them wrongly.

    python bench/flood.py [--seeds 8] [--officers 3] [--data FILE]

generator  The demo's hour of rain: 600 reports, a third of them of problems that stand alone. Each
           comes from one of 36 corners of the city, or from anywhere; what it is about and where
           are its label, of which folding sees nothing: it sees what a channel brings, a text
           (often without a street), a point up to 60 m off (or none), and for most a category.
           `could` are reports whose label was there before; `folded` of them; `wrong` is the share
           of the folded whose master has another label. `read` could have been folded by place and
           kind, but speak of people in danger. Limit: 2 % wrong.
real       311 cases of Boston, May and June 2015 (see bench/duplicates.py for the file). TYPE is
           the category. What the city's own people entered (Source) is never folded, as here what
           an officer takes down is not. One officer is on duty, or no flood would begin. Shown are
           the days with the most arrivals in ten minutes, those with the most fallen trees and
           blocked drains, and all days together. Nobody says there which cases are one, but the
           closing texts, which folding does not see, say something of each folded pair:
           `duplicate` one of the two was closed as a duplicate; `alike` both got the very same
           answer, times and dates left out; `own` each got its own answer, or there is none yet.
           The share of `own` is as much as can be wrong, and more than is: of one car left on a
           street a second visit writes another sentence. The last line is what points alone would
           have done.

Without the file only the generator runs.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.duplicates import DATA, moment
from bench.parts.runs import Figures, Goal, print_goals
from db.domain import commands as verb
from db.domain.apply import apply
from db.domain.case import Actor, Case, Place
from db.domain.city import Category, City
from db.domain.commands import Command
from db.domain.decide import decide
from db.domain.flood import LIMITS, Masters, in_danger, since_when, untouched
from db.domain.states import Role
from resources import path
from server.city import open_city
from server.demo.living_city import LivingCity
from server.demo.phrases import phrases_for
from server.demo.reports import Arrival, received

BEGAN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAYS = 5
VERDICTS = ("duplicate", "alike", "own")
_STAFF = ("Employee Generated", "City Worker App", "Maximo Integration")
STORM = ("tree emergencies", "tree in park", "catchbasin", "downed")
Label = tuple[str, ...]


class Pair(NamedTuple):
    """A report and the case it was folded into."""

    case: Case
    master: Case


def replay(
    cases: Iterable[Case], city: City, officers: int, own: Collection[str] = ()
) -> tuple[list[Case], list[Pair]]:
    """The cases that came in floods, and those of them that were folded, as the server does it.

    A report is judged when it comes, or, if it set the flood off, when that has begun. `own` are
    ids of cases that officers have entered.
    """
    all_of_them = sorted(cases, key=lambda case: (case.first_at, case.id))
    came, folded = list[Case](), list[Pair]()
    since, masters, judged = None, Masters(city), set[str]()
    for at in minutes(all_of_them):
        lately = [c for c in all_of_them if at - LIMITS.window < c.first_at <= at]
        before, since = since, since_when(since, at, sum(c.id not in own for c in lately), officers)
        if since is None:
            continue
        if before is None:
            masters = Masters(city)
        for case in lately:
            if case.id in judged:
                continue
            judged.add(case.id)
            came.append(case)
            master = masters.of(case) if case.id not in own and untouched(case) else None
            if master is None:
                masters.put(case)
            else:
                folded.append(Pair(case, master))
                masters.join(case, master)
    return came, folded


def minutes(cases: Sequence[Case]) -> Iterable[datetime]:
    """Each whole minute from the first arrival to the last."""
    at = cases[0].first_at.replace(second=0, microsecond=0)
    while at < cases[-1].first_at + MINUTE:
        at += MINUTE
        yield at


# --- the labelled generator ---


def rain(seed: int, city: City) -> tuple[list[Case], dict[str, Label]]:
    """The cases of one hour of rain, and by id what each is about."""
    arrivals = LivingCity(city, phrases_for(city), seed).rain(BEGAN)
    cases = [opened(n, arrival, city) for n, arrival in enumerate(arrivals)]
    return cases, {case.id: label(one) for case, one in zip(cases, arrivals, strict=True)}


def opened(number: int, arrival: Arrival, city: City) -> Case:
    """The case that a report opens."""
    act = received(arrival, f"r{number}")
    return case_of(f"c{number:04d}", act, arrival.channel, arrival.at, city)


def case_of(id: str, act: verb.Receive, channel: str, at: datetime, city: City) -> Case:
    """A case as the law opens it."""
    by = Actor(channel, channel, Role.CHANNEL)
    change = decide(None, Command(f"k{id}", id, act, by, at), city, at, number=id)
    return apply(None, replace(change, seq=1))


def label(arrival: Arrival) -> Label:
    """The problem a report is about: its kind, and the corner that it was drawn from."""
    spot = arrival.spot
    corner = (spot.area.code, spot.street, spot.lane, spot.landmark, spot.block)
    return (arrival.kind.category or "", *corner)


def generator(seeds: int, officers: int) -> Figures:
    """Folded and wrong, over several hours of rain."""
    city = open_city(path("cities", "kota-tangerang"))[0]
    sums = Counter[str]()
    print(f"{'seed':>6}{'came':>7}{'could':>7}{'folded':>8}{'of could':>10}{'wrong':>8}{'read':>7}")
    for seed in range(1, seeds + 1):
        cases, labels = rain(seed, city)
        came, folded = replay(cases, city, officers)
        problems = {labels[case.id] for case in came}
        wrong = sum(labels[one.case.id] != labels[one.master.id] for one in folded)
        found = Counter(
            came=len(came),
            could=len(came) - len(problems),
            folded=len(folded),
            right=len(folded) - wrong,
            wrong=wrong,
            read=sum(in_danger(case.text) for case in came),
        )
        print_line(f"{seed:6}", found)
        sums += found
    print_line(f"{'all':>6}", sums)
    return {"wrong %": 100 * sums["wrong"] / sums["folded"]}


def print_line(name: str, found: Mapping[str, int]) -> None:
    """One row of the table."""
    right, wrong = found["right"] / found["could"], found.get("wrong", 0) / found["folded"]
    print(
        f"{name}{found['came']:7}{found['could']:7}{found['folded']:8}{right:10.1%}{wrong:8.2%}"
        f"{found['read']:7}"
    )


# --- real days ---


@dataclass(frozen=True, slots=True)
class Real:
    """A line of the file: the case that it opens here, how it was closed, and who entered it."""

    case: Case
    answer: str
    own: bool


def boston(file: Path) -> dict[str, Real]:
    """All of the file by id, in a city whose categories are its types."""
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    city = boston_city({row["TYPE"] for row in rows})
    return {row["CASE_ENQUIRY_ID"]: real(row, city) for row in rows}


def boston_city(types: Iterable[str]) -> City:
    """A city without clocks, whose categories are these."""
    here = open_city(path("cities", "kota-tangerang"))[0]
    kinds = {
        kind: Category(
            kind, kind, kind, (), None, (), "complaint", "normal", "low", "no", False, "", "", "A"
        )
        for kind in types
    }
    return replace(here, categories=kinds, clocks=())


def real(row: Mapping[str, str], city: City) -> Real:
    """What was known when it came, and what was written when it was closed."""
    known = bool(row["Location"].strip() and row["LATITUDE"] and row["LONGITUDE"])
    point = (float(row["LATITUDE"]), float(row["LONGITUDE"])) if known else (None, None)
    place, at = Place(row["Location"], *point), moment(row["OPEN_DT"])
    act = verb.Receive("r", "laksa", row["CASE_TITLE"] or row["TYPE"], category=row["TYPE"])
    case = case_of(row["CASE_ENQUIRY_ID"], replace(act, place=place, at=at), "laksa", at, city)
    answer = re.sub(r"[\d:.\-/]+", "#", " ".join(row["CLOSURE_REASON"].lower().split()))
    return Real(case, answer, row["Source"] in _STAFF)


def verdict(one: Real, master: Real) -> str:
    """What the closing texts say of two cases: `duplicate`, `alike` or `own`."""
    if "duplicate" in one.answer or "duplicate" in master.answer:
        return "duplicate"
    return "alike" if one.answer and one.answer == master.answer else "own"


def real_days(file: Path) -> None:
    """Each chosen day in one line, then all days."""
    known = boston(file)
    own = {id for id, one in known.items() if one.own}
    by_day: dict[date, list[Case]] = {}
    for one in known.values():
        by_day.setdefault(one.case.first_at.date(), []).append(one.case)
    city = boston_city({one.case.category or "" for one in known.values()})
    print(f"\n{'day':11}{'came':>6}{'peak/10 min':>13}{'in flood':>10}{'folded':>8}", end="")
    print("".join(f"{said:>11}" for said in VERDICTS) + "  kinds folded")
    for day in chosen(by_day, own):
        print_day(str(day), [by_day[day]], known, city, own)
    print_day("all days", list(by_day.values()), known, city, own)
    with patch("db.domain.flood._one_address", lambda one, other: True):
        print_day("by points", list(by_day.values()), known, city, own)


def print_day(
    name: str, days: Sequence[Sequence[Case]], known: Mapping[str, Real], city: City, own: set[str]
) -> None:
    """One row of the table: how much was folded, and what the closing texts say of it."""
    found, kinds, in_flood = Counter[str](), Counter[str](), 0
    for cases in days:
        came, folded = replay(cases, city, 1, own)
        in_flood += len(came)
        found.update(verdict(known[one.case.id], known[one.master.id]) for one in folded)
        kinds.update(one.case.category or "" for one in folded)
    most = ", ".join(f"{kind} {many}" for kind, many in kinds.most_common(3))
    said = "".join(f"{found[one]:11}" for one in VERDICTS)
    full = max(peak(cases, own) for cases in days)
    print(f"{name:11}{sum(map(len, days)):6}{full:13}{in_flood:10}{found.total():8}{said}  {most}")


def chosen(by_day: Mapping[date, Sequence[Case]], own: set[str]) -> list[date]:
    """The days with the fullest ten minutes, and those of storms."""
    full = sorted(by_day, key=lambda day: -peak(by_day[day], own))[:DAYS]
    storm = sorted(by_day, key=lambda day: -sum(map(stormy, by_day[day])))[:DAYS]
    return sorted({*full, *storm})


def stormy(case: Case) -> bool:
    """Whether it is what wind and rain bring."""
    return any(word in (case.category or "").lower() for word in STORM)


def peak(cases: Sequence[Case], own: set[str]) -> int:
    """Arrivals in the fullest ten minutes."""
    times = sorted(case.first_at for case in cases if case.id not in own)
    first = most = 0
    for n, at in enumerate(times):
        while at - times[first] >= LIMITS.window:
            first += 1
        most = max(most, n - first + 1)
    return most


def main() -> None:
    """Print the figures, and whether the limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--officers", type=int, default=3)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    figures = generator(given.seeds, given.officers)
    if given.data.exists():
        real_days(given.data)
    else:
        print(f"\n{given.data} is not here: real days are left out")
    limit = Goal("wrong", "at most 2 % of the folded", lambda by: by["ours"]["wrong %"] < 2)
    print_goals({"ours": figures}, [limit])


if __name__ == "__main__":
    main()
