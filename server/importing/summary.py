"""What an import did, in figures that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from db.domain.counts import count
from db.domain.states import Colour, State, colour
from server.importing.faults import Rejected
from server.importing.history import Past

_SHOWN = 20


@dataclass(slots=True)
class Outcome:
    """Everything a summary tells; `read` = cases + known + rejected. `seconds` is the wall's."""

    read: int = 0
    fresh: Sequence[Past] = ()
    known: int = 0
    differing: Sequence[Past] = ()
    rejected: list[Rejected] = field(default_factory=list)
    unknown: Mapping[str, Counter[str]] = field(default_factory=dict)
    skewed: int = 0
    overlaps: int = 0
    masked: int = 0
    seconds: float = 0.0
    dry: bool = False
    before: str = ""


def print_summary(done: Outcome, out: TextIO) -> None:
    """Print the figures, the unknown values and the first rows that were left out or alone."""
    cases = len(done.fresh)
    would = "would become " if done.dry else ""
    print(
        f"{done.read} rows read = {would}{cases} cases + {done.known} known + "
        f"{len(done.rejected)} rejected, in {done.seconds:.1f} s",
        file=out,
    )
    if done.before:
        print(done.before, file=out)
    _print_states(done, out)
    _print_remarks(done, out)
    print_unknown(done.unknown, out)
    _print_rejected(done, out)
    _print_differing(done, out)
    if done.dry:
        print("Dry run: nothing was written.", file=out)


def print_unknown(unknown: Mapping[str, Counter[str]], out: TextIO) -> None:
    """Every value that the mapping does not name, with how often it stands there."""
    for column, values in unknown.items():
        total = sum(values.values())
        print(f"Unknown values of {column}: {len(values)}, in {total} rows", file=out)
        for value, times in sorted(values.items(), key=lambda pair: (-pair[1], pair[0])):
            print(f"  {times:>7}  {value!r}", file=out)


def _print_states(done: Outcome, out: TextIO) -> None:
    states = Counter(past.case.state for past in done.fresh)
    for state in State:
        if states[state]:
            print(f"  {states[state]:>7}  {state.value} ({colour(state).value})", file=out)
    counts = count(past.case for past in done.fresh)
    colours = " + ".join(f"{getattr(counts, name.value)} {name.value}" for name in Colour)
    print(f"  {counts.received:>7}  reports = {colours}", file=out)


def _print_remarks(done: Outcome, out: TextIO) -> None:
    no_place = sum(bool(past.case.place.no_place) for past in done.fresh)
    given = sum(past.incoming.target is not None for past in done.fresh)
    remarks = (
        (no_place, "without a place"),
        (given, "with a deadline given by the source"),
        (done.masked, "with personal data masked in their texts"),
        (done.skewed, "closed before they came in, by two clocks of the source: taken as at once"),
        (done.overlaps, "times in an hour that clocks were put back over: the earlier one taken"),
    )
    for times, what in remarks:
        if times:
            print(f"  {times:>7}  {what}", file=out)


def _print_rejected(done: Outcome, out: TextIO) -> None:
    if not done.rejected:
        return
    print(f"Rejected rows: {len(done.rejected)}", file=out)
    for row in done.rejected[:_SHOWN]:
        where = f"row {row.row}" + (f", {row.column}" if row.column else "")
        print(f"  {where}: {row.reason}", file=out)
    _print_rest(len(done.rejected), out)


def _print_differing(done: Outcome, out: TextIO) -> None:
    if not done.differing:
        return
    print(
        f"Known rows that differ from what was imported, left alone: {len(done.differing)}",
        file=out,
    )
    for past in done.differing[:_SHOWN]:
        print(f"  row {past.incoming.row}: {past.incoming.source_id}", file=out)
    _print_rest(len(done.differing), out)


def _print_rest(all_of_them: int, out: TextIO) -> None:
    if all_of_them > _SHOWN:
        print(f"  … and {all_of_them - _SHOWN} more", file=out)
