"""`liveroom-server` as a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.server.room import CITY


def environment(database: str, data: Path) -> dict[str, str]:
    """The settings of a server, as variables."""
    return {
        **os.environ,
        "LIVEROOM_DATABASE": database,
        "LIVEROOM_DATA": str(data),
        "LIVEROOM_CITY": CITY,
        "LIVEROOM_PORT": "0",
    }


def run(
    *arguments: str, env: dict[str, str], given: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        env=env,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class Served:
    """A server process on a free port."""

    def __init__(self, env: dict[str, str], log: Path, *arguments: str) -> None:
        self._log: IO[bytes] = log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", *arguments],
            env=env,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self.process.stdout is not None
        self.ready = self.process.stdout.readline()
        self.url = self.ready.strip().removeprefix("ready ")

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait; the exit code."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._log.close()
        return code
