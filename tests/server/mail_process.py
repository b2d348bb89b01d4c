"""A server process that mails reports and kills itself at one step: for tests of who dies when.

python -m tests.server.mail_process DATABASE DATA PACK AHEAD STEP, AHEAD a file with seconds and
STEP one of `STEPS`, or "" to live.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from server.mailer import Mailer
from server.mailing import sends
from server.mailing.sends import Sends
from server.settings import Settings
from tests.server.late_process import serve

STEPS = ("due", "begun", "claimed", "printed", "accepted", "recorded")
"""Within the transaction that makes letters, after it, after a letter was claimed, before and after
the mail server takes it, and after that was written down, when the next one is to be taken."""


def die_at(step: str) -> None:
    """Let this process end, as if the power went, the first time it comes there."""
    places: dict[str, Callable[[], None]] = {
        "": lambda: None,
        "due": lambda: _after(sends, "begin_due"),
        "begun": lambda: _before(Sends, "_taken"),
        "claimed": lambda: _before(Sends, "_send"),
        "printed": lambda: _before(Mailer, "hand_over"),
        "accepted": lambda: _after(Mailer, "hand_over"),
        "recorded": lambda: _before(Mailer, "hand_over", passed=1),
    }
    places[step]()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(where: Any, name: str, passed: int = 0) -> None:
    """After so many were let pass: what follows one of those is on disk by then."""
    real, came = getattr(where, name), count()

    def dying(*given: Any) -> Any:
        if next(came) == passed:
            _die()
        return real(*given)

    setattr(where, name, dying)


def _after(where: Any, name: str) -> None:
    real = getattr(where, name)

    def dying(*given: Any) -> None:
        real(*given)
        _die()

    setattr(where, name, dying)


def main(database: str, data: str, pack: str, ahead: str, step: str) -> None:
    """Serve until told to end, or until that step."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(Path(ahead).read_text("ascii")))

    logging.basicConfig(level=logging.INFO)
    sends.LONGEST_WAIT = 0.1
    sends._AT_ONCE = 1  # so that a kill falls between two letters
    die_at(step)
    serve(Settings(database, Path(pack), Path(data)), now)


if __name__ == "__main__":
    main(*sys.argv[1:])
