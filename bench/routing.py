"""How often the suggested agency is the right one, on 20,768 real cases in the order they came.

    python bench/routing.py [--file boston311_2015_mei_juni.csv]

The file is City of Boston "311 Service Requests" of May and June 2015 (PDDL). The answer is its
Department and, apart from that, its QUEUE. What is used is known when a report comes in: TYPE,
REASON and CASE_TITLE (the form that was chosen, and its heading), Location, neighborhood and
pwd_district (where it is, and the district that this place lies in) and Source (by which way it
came). Nothing that is written afterwards is read: no closing, status, deadline or SUBJECT. A case
whose TYPE was put right later stands here with the right one, for all subjects alike.

`majority` always says what was most frequent, `category` what was most frequent for this TYPE,
`ours` what `db.domain.routing` ranks, with nothing said beforehand. The split learns from the first
70 % and answers the rest without learning on; online answers each case and then learns it, as a
city does. `place alone` is without TYPE, REASON and CASE_TITLE: the file holds no free text of the
reporters, so it shows what the place and the way it came by say, and no more than that.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.parts.runs import Figures, Goal, print_goals
from db.domain.routing import Learned, Lesson, clues_of, rank

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT.parent / "shared/data/complaints/boston311_2015_mei_juni.csv"
ANSWERS = ("Department", "QUEUE")
LEARNED_PART = 0.7
_OPENED = "%m/%d/%Y %I:%M:%S %p"


class Asked(NamedTuple):
    """A case at intake and, by name of the column, what became of it."""

    category: str
    clues: tuple[str, ...]
    answers: Mapping[str, str]


class Subject(Protocol):
    """Learns cases one by one and names up to three answers, the likeliest first."""

    def learn(self, asked: Asked, answer: str) -> None: ...
    def name(self, asked: Asked) -> Sequence[str]: ...


class Majority:
    """What was most frequent so far."""

    def __init__(self) -> None:
        self._all: Counter[str] = Counter()

    def learn(self, asked: Asked, answer: str) -> None:
        """Count it."""
        self._all[answer] += 1

    def name(self, asked: Asked) -> Sequence[str]:
        """The three most frequent."""
        return [answer for answer, _ in self._all.most_common(3)]


class ByCategory(Majority):
    """What was most frequent for the category, then what was most frequent at all."""

    def __init__(self) -> None:
        super().__init__()
        self._of: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def learn(self, asked: Asked, answer: str) -> None:
        """Count it, also for its category."""
        super().learn(asked, answer)
        self._of[asked.category][answer] += 1

    def name(self, asked: Asked) -> Sequence[str]:
        """Three, those of the category first."""
        first = [answer for answer, _ in self._of[asked.category].most_common(3)]
        return list(dict.fromkeys([*first, *super().name(asked)]))[:3]


class Ours:
    """The product's own module."""

    def __init__(self) -> None:
        self._learned = Learned()

    def learn(self, asked: Asked, answer: str) -> None:
        """A decided case."""
        self._learned.put(Lesson(asked.clues, (answer,)))

    def name(self, asked: Asked) -> Sequence[str]:
        """The three best ranked."""
        return rank(asked.clues, self._learned, {})[:3]


SUBJECTS: Mapping[str, Callable[[], Subject]] = {
    "majority": Majority,
    "category": ByCategory,
    "ours": Ours,
}


def cases(file: Path, *, form: bool) -> list[Asked]:
    """The cases of the file in the order they were opened; `form`: with what was chosen on it."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = sorted(csv.DictReader(opened), key=_when)
    return [_asked(row, form=form) for row in rows]


def _when(row: Mapping[str, str]) -> tuple[datetime, str]:
    # Without a zone, as the file has it: these two months are in order by the clock on the wall.
    return datetime.strptime(row["OPEN_DT"], _OPENED), row["CASE_ENQUIRY_ID"]  # noqa: DTZ007


def _asked(row: Mapping[str, str], *, form: bool) -> Asked:
    text = row["Location"]
    if form:
        text = f"{row['CASE_TITLE']} {row['REASON']} {text}"
    areas = [
        f"{kind}{row[column]}"
        for kind, column in (("", "neighborhood"), ("district ", "pwd_district"))
        if row[column]
    ]
    category = row["TYPE"] if form else ""
    answers = {column: row[column] for column in ANSWERS}
    return Asked(category, clues_of(text, category or None, areas, row["Source"]), answers)


class Marks:
    """Counts answers that were right at once, or among three, and the time they took."""

    def __init__(self) -> None:
        self.right: list[bool] = []
        self._among, self._seconds = 0, 0.0

    def ask(self, subject: Subject, asked: Asked, answer: str) -> None:
        """Ask for one case and compare."""
        start = time.perf_counter()
        named = subject.name(asked)
        self._seconds += time.perf_counter() - start
        self.right.append(bool(named) and named[0] == answer)
        self._among += answer in named

    def figures(self, kind: str) -> Figures:
        """Percentages, and µs for a suggestion."""
        count = len(self.right)
        return {
            f"{kind} top-1 %": 100 * sum(self.right) / count,
            f"{kind} top-3 %": 100 * self._among / count,
            f"{kind} us each": 1e6 * self._seconds / count,
        }


def split(make: Callable[[], Subject], all_cases: Sequence[Asked], column: str) -> Marks:
    """Learn the first part, answer the rest."""
    subject, marks = make(), Marks()
    first = int(len(all_cases) * LEARNED_PART)
    for asked in all_cases[:first]:
        subject.learn(asked, asked.answers[column])
    for asked in all_cases[first:]:
        marks.ask(subject, asked, asked.answers[column])
    return marks


def online(make: Callable[[], Subject], all_cases: Sequence[Asked], column: str) -> Marks:
    """Answer each case, then learn it."""
    subject, marks = make(), Marks()
    for asked in all_cases:
        marks.ask(subject, asked, asked.answers[column])
        subject.learn(asked, asked.answers[column])
    return marks


def compare(all_cases: Sequence[Asked], column: str, title: str) -> dict[str, Figures]:
    """Print all figures of one answer, and where ours and the category part; the figures."""
    figures: dict[str, Figures] = {}
    parted: dict[str, list[bool]] = {}
    for name, make in SUBJECTS.items():
        marks = split(make, all_cases, column)
        parted[name] = marks.right
        figures[name] = marks.figures("split")
        figures[name] |= online(make, all_cases, column).figures("online")
    print(f"\n{title}{'':{31 - len(title)}}" + "".join(f"{name:>12}" for name in figures))
    for figure in figures["ours"]:
        print(f"{figure:31}" + "".join(f"{each[figure]:12.2f}" for each in figures.values()))
    pairs = Counter(zip(parted["ours"], parted["category"], strict=True))
    print(
        f"of {sum(pairs.values()):,} in the split: both right {pairs[True, True]:,}, "
        f"ours alone {pairs[True, False]:,}, category alone {pairs[False, True]:,}, "
        f"neither {pairs[False, False]:,}"
    )
    return figures


def _above(figure: str, other: str) -> Callable[[Mapping[str, Figures]], bool]:
    return lambda by: by["ours"][figure] > by[other][figure]


def _fast(by: Mapping[str, Figures]) -> bool:
    return by["ours"]["split us each"] <= 2000


GOALS = (
    Goal("split top-1", "above by-category", _above("split top-1 %", "category")),
    Goal("split top-3", "above by-category", _above("split top-3 %", "category")),
    Goal("online top-1", "above by-category", _above("online top-1 %", "category")),
    Goal("a suggestion", "<= 2 ms", _fast),
)
PLACE_GOALS = (Goal("split top-1", "above majority", _above("split top-1 %", "majority")),)


def main() -> None:
    """Print the table and goals of each answer, with the form and without it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--file", type=Path, default=FILE)
    args = parser.parse_args()
    if not args.file.exists():
        print(f"no such file: {args.file}; name the one of Boston's 311 cases with --file")
        return
    for form, goals in ((True, GOALS), (False, PLACE_GOALS)):
        all_cases = cases(args.file, form=form)
        for column in ANSWERS:
            title = column if form else f"{column}, place alone"
            print_goals(compare(all_cases, column, title), goals)


if __name__ == "__main__":
    main()
