"""How much to break: a sample by default, everything with LIVEROOM_FAULTS=full (`make faults`)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.desk_shim import build
from tests.faults.network_town import Town


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether every point is to be tried, and not the sample that any test run can afford."""
    return os.environ.get("LIVEROOM_FAULTS", "") == "full"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A running server, a channel, and a place for real desks."""
    made = Town(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that counts a desk's calls on its files, and lets them fail."""
    return build(tmp_path_factory.mktemp("shim"))
