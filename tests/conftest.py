"""What every test shares: no window needed, steady examples, and no warning passes unseen."""

import functools
import gc
import inspect
import logging
import os
import re
import ssl
import sys
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import argon2
import httpx
import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from tests.plugins.announced import patterns as explained

# Real database engines, for db/ and the server alike.
pytest_plugins = ["tests.plugins.engines"]

ROOT = Path(__file__).resolve().parent.parent

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What keeps guessers off a password took a good part of the time of these tests. Set before any
# module of ours makes a hasher.
_CHEAP = partialmethod(argon2.PasswordHasher.__init__, time_cost=1, memory_cost=8, parallelism=1)
setattr(argon2.PasswordHasher, "__init__", _CHEAP)  # noqa: B010 - mypy knows no methods of this kind

# What it reads of the machine's certificates is the same each time: each server, desk and client of
# a test did so anew, a fifth of their work.
setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))  # noqa: B010

# The same examples on every machine, and no time limit on a slow one.
# Set HYPOTHESIS_PROFILE=search to look for new ones.
settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


# A slow machine is no fault: a test that waits and says nothing else has this patience.
_PATIENCE = 60.0
for _step in ("connect", "read", "write", "pool"):
    setattr(inspect.signature(httpx.get).parameters["timeout"].default, _step, _PATIENCE)
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive, QtBot.waitExposed):
    _wait.__kwdefaults__ = {**(_wait.__kwdefaults__ or {}), "timeout": int(_PATIENCE * 1000)}


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real complaints, areas and reference tables beside the checkout; skips where absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real data is not here: {folder}")
    return folder


@pytest.fixture(autouse=True, scope="module")
def what_is_left_stays_out_of_the_way() -> Iterator[None]:
    """What modules of tests leave behind is not looked through again and again: over thousands of
    tests the collector came to stop every thread for seconds, and desks and servers said so.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_unexpected_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test that logged WARNING or above, unless ``expects_log`` announced the line."""
    explained.clear()
    yield
    announced = [str(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    announced += explained
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    unexpected = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in records
        if record.levelno >= logging.WARNING
        and not any(re.search(pattern, record.getMessage()) for pattern in announced)
    ]
    if unexpected:
        pytest.fail("log lines nobody announced:\n" + "\n".join(unexpected), pytrace=False)
