"""The console killed at its calls on its own files: nothing stored is lost, nothing comes twice."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.faults.desk_points import campaign
from tests.faults.desk_scenarios import SETTINGS
from tests.faults.desk_shim import Arm, How
from tests.faults.desk_stage import Stage, staged

SAMPLE = ("conflict",)
"""Scenarios an ordinary test run can afford."""


@pytest.fixture
def stage(tmp_path: Path, shim: Path) -> Iterator[Stage]:
    """A desk that queues several commands without its server."""
    with staged("queue several", tmp_path, shim) as made:
        yield made


def killed(calls: int) -> Sequence[Arm]:
    """Every call of a short scenario, every second one of a long one; by turns cut in half."""
    step = 1 if calls <= 150 else 2
    ways = (How.KILL, How.TORN)
    return [Arm(ways[n % 2], k) for n, k in enumerate(range(1, calls + 1, step))]


def cut(calls: int) -> Sequence[Arm]:
    """Power cuts all along the scenario."""
    ways = (How.CUT, How.CUT_SOME)
    return [Arm(ways[n % 2], k, seed=k) for n, k in enumerate(range(1, calls + 1, 4))]


def few(arms: Sequence[Arm]) -> Sequence[Arm]:
    """Three of them, always the same, from the whole length."""
    dice, third = random.Random(len(arms)), max(1, len(arms) // 3)
    return [dice.choice(arms[n * third : (n + 1) * third]) for n in range(3)]


@pytest.mark.expects_log("history lost, new epoch|console trouble")
def test_killed_at_any_call_a_desk_comes_back_with_all_that_was_stored(
    shim: Path, tmp_path: Path, full: bool
) -> None:
    names = SETTINGS if full else SAMPLE
    arms = killed if full else lambda calls: few(killed(calls))
    outcome = campaign(names, arms, tmp_path, shim)
    print(outcome)
    assert not outcome.wrong, "\n".join(outcome.wrong)
    assert outcome.points >= (1000 if full else 2)


@pytest.mark.expects_log("history lost, new epoch|console trouble")
def test_when_the_power_fails_only_what_was_never_called_stored_is_gone(
    shim: Path, tmp_path: Path, full: bool
) -> None:
    names = SETTINGS if full else ("queue several",)
    arms = cut if full else lambda calls: few(cut(calls))
    outcome = campaign(names, arms, tmp_path, shim)
    print(outcome)
    assert not outcome.wrong, "\n".join(outcome.wrong)
    assert outcome.points >= (400 if full else 2)


@pytest.mark.expects_log("console trouble")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_strace_kills_the_real_calls_with_the_same_outcome(stage: Stage, full: bool) -> None:
    points = [stage.traced(k) for k in (range(1, 76, 6) if full else [12])]
    wrong = [one for point in points for one in point.wrong]
    print(len(points), "runs,", sum(bool(point.fired) for point in points), "killed by strace")
    assert not wrong, "\n".join(wrong)
    assert points[0].fired
