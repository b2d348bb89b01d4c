"""A server killed, torn or refused by its disk at every call that alters its files."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.faults.server_disk import Mode, compiler
from tests.faults.server_lives import Lives
from tests.faults.server_points import Points, Tally
from tests.faults.server_scenarios import (
    Batch,
    Commands,
    FourDesks,
    Named,
    Reports,
    Scenario,
    Sessions,
    SnapshotMade,
)
from tests.faults.server_uploads import Photo

pytestmark = pytest.mark.skipif(compiler() is None, reason="no C compiler for the preloaded disk")

_SAMPLED = 2
"""Points of each scenario that any test run tries."""

KINDS: tuple[type[Scenario], ...] = (
    Commands, Batch, FourDesks, Reports, Named, Sessions, Photo, SnapshotMade,
)  # fmt: skip
"""Every way in which a server that runs writes; the snapshot while there is little to write."""

Life = Callable[[Lives, int, Mode], bool]
LIVES: tuple[Life, ...] = (
    Lives.first_start, Lives.next_start, Lives.end, Lives.closing, Lives.importing,
)  # fmt: skip

_MOST = 160
"""Calls of one scenario that a full run tries; those beyond are more of the same."""

_EARLY = 9
"""A call that each stretch of a server's life comes to."""

_REFUSED = 240
_ERRORS = (errno.EIO, errno.ENOSPC)


def places(calls: int, wanted: int) -> list[int]:
    """Numbers of calls, spread evenly; all of them when as many are wanted."""
    if wanted >= calls:
        return list(range(1, calls + 1))
    return sorted({1 + (n + 1) * (calls - 1) // (wanted + 1) for n in range(wanted)})


def nearer(at: int) -> Iterator[int]:
    """Places before one that did not come: the calls that were counted may hold a checkpoint which
    the next run has no need of.
    """
    while at > 1:
        at //= 2
        yield at


def clean(tally: Tally) -> None:
    """Print what it came to; nothing may be wrong, and something must have been hit."""
    print(f"\n{tally.line()}")
    assert not tally.wrong, "\n".join(tally.wrong)
    assert sum(tally.points.values())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Points]:
    made = Points(tmp_path_factory.mktemp("points"))
    yield made
    made.close()


@pytest.fixture
def points(running: Points) -> Points:
    running.tally = Tally()
    return running


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    made = Lives(tmp_path_factory.mktemp("lives"))
    yield made
    made.close()


@pytest.fixture
def lives(living: Lives) -> Lives:
    living.tally = Tally()
    return living


def ids(kind: object) -> str:
    """How a parameter is called."""
    return str(getattr(kind, "__name__", kind))


@pytest.mark.parametrize("kind", KINDS, ids=ids)
def test_killed_while_it_serves(points: Points, full: bool, kind: type[Scenario]) -> None:
    calls = points.calls_of(kind)
    modes = itertools.cycle((Mode.KILL, Mode.TEAR))
    for at in places(calls, min(calls, _MOST) if full else _SAMPLED):
        hit = points.killed(kind, at, Mode.KILL if full else next(modes))
        for before in () if hit or full else nearer(at):
            if points.killed(kind, before, next(modes)):
                break
        if full and at % 2:
            points.killed(kind, at, Mode.TEAR)
    points.check_whole()
    clean(points.tally)


@pytest.mark.parametrize("life", LIVES, ids=ids)
def test_killed_while_it_begins_ends_and_imports(lives: Lives, full: bool, life: Life) -> None:
    def lived(at: int, mode: Mode) -> bool:
        return life(lives, at, mode)

    calls = lives.calls_of(lived) if full else 0
    for at in places(calls, calls) if full else (_EARLY,):
        lived(at, Mode.KILL)
        if full and at % 2:
            lived(at, Mode.TEAR)
    clean(lives.tally)


@pytest.mark.parametrize("kind", KINDS, ids=ids)
def test_a_disk_that_refuses_is_never_answered_with_success(
    points: Points, full: bool, kind: type[Scenario]
) -> None:
    modes = itertools.cycle((Mode.FAIL, Mode.FAIL, Mode.FAIL_ONCE))
    wanted = _REFUSED // len(KINDS) if full else 1
    for at in places(points.calls_of(kind), wanted):
        for error in _ERRORS if full else (_ERRORS[at % 2],):
            hit = points.failed(kind, at, error, next(modes))
            for before in () if hit or full else nearer(at):
                if points.failed(kind, before, error, next(modes)):
                    break
    points.check_whole()
    clean(points.tally)
