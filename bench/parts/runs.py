"""Runs in processes of their own, and tables of medians with the goals beside them."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Figures = dict[str, float]


class Goal(NamedTuple):
    """A promise of the design: its words, and whether the medians by subject keep it."""

    figure: str
    words: str
    kept: Callable[[Mapping[str, Figures]], bool]


def child(script: str, *arguments: str) -> Figures:
    """Run a script again with these arguments; the figures it prints as its last line."""
    command = [sys.executable, script, *arguments]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if ran.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{ran.stderr}")
    figures: Figures = json.loads(ran.stdout.splitlines()[-1])
    return figures


def medians(runs: Mapping[str, Sequence[Figures]]) -> dict[str, Figures]:
    """The middle of each figure, by subject."""
    return {
        subject: {name: statistics.median(run[name] for run in all_runs) for name in all_runs[0]}
        for subject, all_runs in runs.items()
    }


def print_table(runs: Mapping[str, Sequence[Figures]], to: Sequence[str]) -> None:
    """One line a figure: medians with (min to max), and our ratios to the subjects `to`."""
    middle = medians(runs)
    print(f"{'':31}" + "".join(f"{name:>24}" for name in runs), end="")
    print("".join(f"{'ours/' + name:>13}" for name in to))
    for figure in middle["ours"]:
        print(
            f"{figure:31}" + "".join(_cell(all_runs, figure) for all_runs in runs.values()), end=""
        )
        print("".join(_ratio(middle, figure, name) for name in to))


def _cell(runs: Sequence[Figures], figure: str) -> str:
    values = [run[figure] for run in runs if figure in run]
    if not values:
        return f"{'':>24}"
    text = f"{statistics.median(values):.2f} ({min(values):.4g}–{max(values):.4g})"
    return f"{text:>24}"


def _ratio(middle: Mapping[str, Figures], figure: str, name: str) -> str:
    other = middle[name].get(figure)
    return f"{middle['ours'][figure] / other:12.2f}x" if other else f"{'':>13}"


def print_goals(middle: Mapping[str, Figures], goals: Sequence[Goal]) -> None:
    """Each goal and whether it was met in these runs."""
    for goal in goals:
        print(f"  {'met    ' if goal.kept(middle) else 'NOT met'}  {goal.figure}: {goal.words}")


def resident() -> float:
    """Memory of this process that is in RAM, MiB (where the system tells; else its peak)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
