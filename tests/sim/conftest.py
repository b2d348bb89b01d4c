"""How many worlds to run: `python -m pytest tests/sim --seeds 5000`, 200 when not said."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=200, help="worlds the simulator runs")
    parser.addoption("--first-seed", type=int, default=0, help="the first of them")


@pytest.fixture(scope="session")
def seeds(request: pytest.FixtureRequest) -> range:
    first = request.config.getoption("--first-seed", default=0)
    return range(first, first + request.config.getoption("--seeds", default=200))
