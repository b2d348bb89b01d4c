"""Damaged files, a clock that is wrong, and a desk that stood still: it all comes right again."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.outbox import Outbox
from tests.faults.desk_stage import Stage, staged

_DAY = 86_400.0


@pytest.fixture
def stage(tmp_path: Path, shim: Path) -> Iterator[Stage]:
    """A desk with commands waiting in its outbox, and its server."""
    with staged("closed with work", tmp_path, shim) as made:
        yield made


@pytest.fixture
def calm(tmp_path: Path, shim: Path) -> Iterator[Stage]:
    """A desk whose work is all delivered, and its server."""
    with staged("warm start", tmp_path, shim) as made:
        yield made


def hurt(dice: random.Random, *names: str) -> Callable[[Path], None]:
    """Flip some bits of one of the files, or cut its end off."""

    def spoil(desk: Path) -> None:
        path = desk / dice.choice(names)
        data = bytearray(path.read_bytes())
        if dice.random() < 0.3:
            del data[dice.randrange(len(data)) :]
        else:
            for _ in range(dice.choice((1, 1, 8, 200))):
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)

    return spoil


@pytest.mark.expects_log("console trouble")
def test_a_damaged_cache_is_made_anew_and_work_goes_on(calm: Stage, full: bool) -> None:
    wrong: list[str] = []
    for seed in range(300 if full else 2):
        point = calm.spoilt(hurt(random.Random(seed), "cache.db"))
        wrong += [f"seed {seed}: {one}" for one in point.wrong]
    assert not wrong, "\n".join(wrong)


def test_either_file_of_the_outbox_may_be_damaged(stage: Stage, tmp_path: Path, full: bool) -> None:
    first = Outbox.open(stage.template)
    held = [(row.id, row.body, row.state) for row in first.waiting()]
    first.close()
    assert len(held) >= 4
    for seed in range(300 if full else 60):
        desk = tmp_path / f"outbox-{seed}"
        desk.mkdir()
        for name in ("outbox.db", "outbox.log"):
            shutil.copy(stage.template / name, desk / name)
        hurt(random.Random(seed), "outbox.db", "outbox.log")(desk)
        for _ in range(2):  # mended, and still so at the start after that
            outbox = Outbox.open(desk)
            found = [(row.id, row.body, row.state) for row in outbox.waiting()]
            outbox.close()
            assert found == held, f"seed {seed}"
        shutil.rmtree(desk)


def test_a_clock_that_jumps_stops_nothing_and_makes_no_deadline_late(stage: Stage) -> None:
    reply, point = stage.trial("jumping clock")
    assert not point.wrong, "\n".join(point.wrong)
    assert len(reply.all("stored")) == 5
    assert not reply.all("refused")
    assert all(reply.all("refresh"))
    # One millisecond: the server's stamps have no finer parts.
    assert max(reply.all("behind_ms")) <= 1


@pytest.mark.parametrize(
    "ahead",
    [-3 * _DAY, 3 * _DAY, -time.time(), 2**31 - time.time()],
    ids=["three days ago", "in three days", "1970", "2038"],
)
def test_a_desk_that_starts_in_another_year_works(stage: Stage, ahead: float, full: bool) -> None:
    if not full and ahead > -4 * _DAY:
        pytest.skip("make faults tries the other years")
    reply, point = stage.trial("wrong clock", ahead=ahead)
    assert not point.wrong, "\n".join(point.wrong)
    assert len(reply.all("stored")) == 1


def test_a_desk_that_stood_still_catches_up(stage: Stage, full: bool) -> None:
    seconds, others = (60, 20) if full else (2, 5)
    works = threading.Timer(seconds / 2 + 1, stage.others_work, [others])
    works.start()
    reply, point = stage.trial("frozen", seconds=seconds, others=others)
    works.join()
    assert not point.wrong, "\n".join(point.wrong)
    assert reply.all("woken")
    assert not [key for key in reply.all("told") if key != "outbox_restored"]
