"""PostgreSQL killed and started again under load: nothing answered is lost, nothing is twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.network_town import tokens
from tests.faults.server_audit import Audit
from tests.faults.server_load import Load
from tests.faults.server_postgres import Postgres
from tests.journeys.processes import Site, until
from tests.server.room import add_people

_DESKS = 8
_AGAIN = 10.0
"""Seconds within which commands are taken again once PostgreSQL is back."""


@pytest.fixture
def postgres_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    made = Postgres(tmp_path_factory.mktemp("runtime"))
    yield made
    made.close()


@pytest.fixture
def site(postgres_alone: Postgres, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "server", database=postgres_alone.url)
    add_people(made.database)
    yield made
    made.stop()


def test_killed_and_started_under_load(postgres_alone: Postgres, site: Site, full: bool) -> None:
    if not full:
        pytest.skip("a PostgreSQL of its own: only with make faults")
    given = tokens(site.database, "siti", _DESKS)
    site.start()
    desks = [Load(site.url, token) for token in given]
    for desk in desks:
        desk.start()
    back = []
    for how in [signal.SIGKILL, signal.SIGQUIT] * 5:
        time.sleep(1.5)
        postgres_alone.end(how)
        time.sleep(0.5)
        postgres_alone.start()
        started = time.monotonic()
        until(lambda at=started: all(d.good_at > at for d in desks), "all desks work", _AGAIN)  # type: ignore[misc]
        back.append(time.monotonic() - started)
    for desk in desks:
        desk.end()
    answered = {id: one for desk in desks for id, one in desk.answered.items()}
    kept = site.decided(list(answered))
    lost = [id for id, one in answered.items() if id not in kept or kept[id].seq != one["seq"]]
    wrong = site.read(Audit().look)
    statuses: Counter[int] = sum((desk.statuses for desk in desks), Counter())
    print(f"\n{len(back)} times, {len(answered)} commands, answers {dict(statuses)}")
    print(f"works again after {max(back):.1f} s at most")
    assert not lost
    assert not wrong
    assert set(statuses) <= {200, 503}
