"""This program, and the clock of the machine it runs on."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version


def our_version() -> str:
    """The version of the program, as it was installed."""
    try:
        return version("liveroom")
    except PackageNotFoundError:
        return "0"


def utc_now() -> datetime:
    """This machine's clock."""
    return datetime.now(UTC)
